/*
 * Copyright (c) 2026 The bgpd-x authors
 *
 * Permission to use, copy, modify, and distribute this software for any
 * purpose with or without fee is hereby granted, provided that the above
 * copyright notice and this permission notice appear in all copies.
 *
 * THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES
 * WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
 * MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
 * ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
 * WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
 * ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF
 * OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.
 */

/*
 * Lines like earlier ones: programs announce, or withdraw, many prefixes with
 * the same words behind them.  What those words meant is remembered, so that
 * only the prefix is left to read.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "lang/rtext.h"
#include "cmd.h"

#define SLOTS		8192	/* a power of two */
#define WAYS		4	/* slots in a row that a text may be in */
#define TEXT_MAX	1024	/* longer texts are read each time */
#define HEAD_MAX	128

#define HEAD_NLRI	24	/* bytes of labels and RD before a prefix */

/* What a text means behind a prefix. */
struct meaning {
	struct attrs	*attrs;		/* a reference, NULL: withdrawn */
	struct pset	*sel;		/* for whom: `self` depends on it */
	uint32_t	 path_id;
	uint8_t		 fam;
	uint8_t		 nhead;		/* of the NLRI before the prefix */
	uint8_t		 head[HEAD_NLRI];
	char		 text[];
};

/* Small, so that all the ways are in one line of a cache. */
struct same {
	struct meaning	*m;		/* NULL: the slot is free */
	uint32_t	 hash;
	uint16_t	 len;		/* of the text */
	uint8_t		 kind;		/* of the line, see kind_of() */
};

/* How the last such line began, up to its prefix, and whom that selects. */
static struct {
	const struct client *c;		/* NULL: nothing is known */
	struct pset	*sel;		/* a reference */
	size_t		 len;
	bool		 v6, withdraw;
	char		 text[HEAD_MAX];
} head;

static struct same slots[SLOTS];

/* Prefixes whose family follows from the address alone. */
static bool
is_unicast(const struct prefix *p)
{
	return p->addr.len == 16 || p->addr.b[0] >> 4 != 14;
}

static void
head_clear(void)
{
	pset_unref(&eng.rib, head.sel);
	memset(&head, 0, sizeof(head));
}

static void
head_learn(const struct cmd_ctx *x, size_t len)
{
	if (x->c->kind != CLIENT_PROG || len > HEAD_MAX)
		return;
	head_clear();
	head.c = x->c;
	head.sel = pset_or(&eng.rib, x->sel, NULL);
	head.v6 = x->v6;
	head.withdraw = x->withdraw;
	head.len = len;
	memcpy(head.text, x->lex->src, len);
}

/* Words mean one thing to IPv4 and another one to IPv6, or withdrawn. */
static uint8_t
kind_of(const struct prefix *p, bool withdraw)
{
	return (uint8_t)(p->addr.len + withdraw);
}

static uint32_t
text_hash(const char *text, size_t len, uint8_t kind)
{
	return (uint32_t)hash_bytes(eng.rib.hashkey + kind, text, len);
}

static struct same *
slot_at(uint32_t hash, uint32_t way)
{
	return &slots[(hash + way) & (SLOTS - 1)];
}

/* What is known of a text, NULL if nothing.  Free slots are the last ones. */
static const struct meaning *
slot_find(uint32_t hash, const char *text, size_t len, uint8_t kind,
    const struct pset *sel)
{
	const struct same *s;
	uint32_t way;

	for (way = 0; way < WAYS; way++) {
		s = slot_at(hash, way);
		if (s->m == NULL)
			return NULL;
		if (s->hash == hash && s->len == len && s->kind == kind &&
		    s->m->sel == sel && memcmp(s->m->text, text, len) == 0)
			return s->m;
	}
	return NULL;
}

static void
slot_free(struct same *s)
{
	attrs_unref(&eng.rib, s->m->attrs);
	pset_unref(&eng.rib, s->m->sel);
	free(s->m);
	memset(s, 0, sizeof(*s));
}

/*
 * A free slot.  One that is in use is made free, each in its turn, but only
 * for a text that has come before: most of a full table's texts come once.
 */
static struct same *
slot_take(uint32_t hash)
{
	static uint32_t turn, seen[SLOTS];
	uint32_t *last = &seen[hash & (SLOTS - 1)];
	struct same *s;
	uint32_t way;

	for (way = 0; way < WAYS; way++)
		if ((s = slot_at(hash, way))->m == NULL)
			return s;
	if (*last != hash) {
		*last = hash;
		return NULL;
	}
	s = slot_at(hash, turn++ % WAYS);
	slot_free(s);
	return s;
}

/* Neighbors have changed: what `self` means may be another thing. */
void
same_clear(void)
{
	size_t i;

	head_clear();
	for (i = 0; i < SLOTS; i++)
		if (slots[i].m != NULL)
			slot_free(&slots[i]);
}

/* Queue the route that a text with this meaning makes of a prefix. */
static void
put_meant(struct client *c, const struct meaning *m, const struct prefix *p)
{
	uint8_t nlri[1 + HEAD_NLRI + 16];
	size_t n = (p->plen + 7U) / 8, len = 1U + m->nhead + n;

	nlri[0] = (uint8_t)(m->nhead * 8 + p->plen);
	memcpy(nlri + 1, m->head, m->nhead);
	memcpy(nlri + 1 + m->nhead, p->addr.b, n);
	queue_put(c, &(struct rib_key){ nlri, m->path_id, (uint16_t)len,
	    m->fam, 0, 0 }, m->attrs, m->sel);
}

/* Queue it if the text behind the prefix is known. */
static bool
take(struct client *c, struct pset *sel, const struct prefix *p,
    bool withdraw, struct rbuf text)
{
	const uint8_t kind = kind_of(p, withdraw);
	const char *s = (const char *)text.p;
	const size_t len = rb_left(&text);
	const struct meaning *m;

	if (len > TEXT_MAX || !is_unicast(p))
		return false;
	m = slot_find(text_hash(s, len, kind), s, len, kind, sel);
	if (m == NULL)
		return false;
	put_meant(c, m, p);
	return true;
}

/*
 * Queue the route whose prefix is next in the lexer if the text behind it is
 * known; false if it is not, and nothing has been read.  The reply comes when
 * it is carried out: with the next queue_flush().
 */
bool
same_route(struct cmd_ctx *x)
{
	struct lex at = *x->lex;
	struct tok t = lex_next(x->lex);
	struct prefix p;

	if (t.kind == TOK_WORD && !t.quoted &&
	    prefix_parse(t.s, t.len, &p) == 0 &&
	    take(x->c, x->sel, &p, x->withdraw, rb_init(x->lex->src +
	    x->lex->pos, x->lex->len - x->lex->pos))) {
		head_learn(x, t.off);
		return true;
	}
	*x->lex = at;
	return false;
}

/*
 * The same for a whole line that begins as the last one of its program did:
 * its words need not be read again.
 */
bool
same_line(struct client *c, const char *line, size_t len)
{
	const char *word, *end;
	struct prefix p;

	if (head.c != c || c->sync || c->mute || len <= head.len ||
	    memcmp(line, head.text, head.len) != 0)
		return false;
	word = line + head.len;
	if ((end = memchr(word, ' ', len - head.len)) == NULL)
		end = line + len;
	if (prefix_parse(word, (size_t)(end - word), &p) != 0 ||
	    !take(c, head.sel, &p, head.withdraw,
	    rb_init(end, len - (size_t)(end - line))))
		return false;
	c->v6 = head.v6;
	return true;
}

/* The part of its NLRI that is the same for any prefix; false: it has none. */
static bool
nlri_head(const struct route *r, struct meaning *m)
{
	const size_t n = (r->prefix.plen + 7U) / 8;
	size_t nhead;

	if (r->nlri.len < 1 + n || r->nlri.len > 1 + n + HEAD_NLRI)
		return false;
	nhead = r->nlri.len - 1 - n;
	if (r->nlri.p[0] != nhead * 8 + r->prefix.plen ||
	    (nhead + r->prefix.addr.len) * 8 > UINT8_MAX)
		return false;
	m->nhead = (uint8_t)nhead;
	memcpy(m->head, r->nlri.p + 1, nhead);
	return true;
}

static struct meaning *
meaning_of(const struct cmd_ctx *x, const struct route *r, struct attrs *a,
    const char *text, size_t len)
{
	struct meaning *m;

	if ((m = calloc(1, sizeof(*m) + len)) == NULL)
		return NULL;
	if (!nlri_head(r, m)) {
		free(m);
		return NULL;
	}
	m->fam = r->fam;
	m->path_id = r->has_path_id ? r->path_id : 0;
	if ((m->attrs = a) != NULL)
		a->refs++;
	m->sel = pset_or(&eng.rib, x->sel, NULL);
	memcpy(m->text, text, len);
	return m;
}

/* Remember what the text behind a prefix meant, if that is all it says. */
void
same_learn(const struct cmd_ctx *x, const struct route *r, struct attrs *a,
    const char *text, size_t len)
{
	const uint8_t kind = kind_of(&r->prefix, x->withdraw);
	struct meaning *m;
	struct same *s;
	uint32_t hash;

	if (r->split != 0 || r->withdraw || r->watchdog[0] != '\0' ||
	    len > TEXT_MAX || !is_unicast(&r->prefix))
		return;
	hash = text_hash(text, len, kind);
	if (slot_find(hash, text, len, kind, x->sel) == NULL &&
	    (s = slot_take(hash)) != NULL &&
	    (m = meaning_of(x, r, a, text, len)) != NULL)
		*s = (struct same){ m, hash, (uint16_t)len, kind };
}
