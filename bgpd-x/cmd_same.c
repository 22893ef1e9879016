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
 * Lines like earlier ones: programs announce many prefixes with the same
 * words behind them.  What those words meant is remembered, so that only
 * the prefix is left to read.
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

struct same {
	struct attrs	*attrs;		/* NULL: the slot is free */
	struct pset	*sel;		/* for whom: `self` depends on it */
	char		*text;
	uint32_t	 hash;
	uint16_t	 len;
	uint8_t		 alen;		/* of the prefix's address */
};

#define QUEUE		32	/* announcements whose memory is fetched */

/* One that is understood and is about to be carried out. */
struct queued {
	struct client	*c;
	struct attrs	*attrs;		/* a reference */
	struct pset	*sel;		/* a reference */
	uint8_t		 nlri[17];
	uint8_t		 owner;
};

/* How the last such line began, up to its prefix, and whom that selects. */
static struct {
	const struct client *c;		/* NULL: nothing is known */
	struct pset	*sel;		/* a reference */
	size_t		 len;
	bool		 v6;
	char		 text[HEAD_MAX];
} head;

static struct same slots[SLOTS];
static struct queued queue[QUEUE];
static struct rib_key keys[QUEUE];	/* theirs */
static size_t nqueued;
static bool flushing;

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
	head.len = len;
	memcpy(head.text, x->lex->src, len);
}

static uint32_t
text_hash(const char *text, size_t len, uint8_t alen)
{
	return (uint32_t)hash_bytes(eng.rib.hashkey + alen, text, len);
}

static struct same *
slot_at(uint32_t hash, uint32_t way)
{
	return &slots[(hash + way) & (SLOTS - 1)];
}

/* What is known of a text, NULL if nothing.  Free slots are the last ones. */
static const struct same *
slot_find(uint32_t hash, const char *text, size_t len, uint8_t alen,
    const struct pset *sel)
{
	const struct same *s;
	uint32_t way;

	for (way = 0; way < WAYS; way++) {
		s = slot_at(hash, way);
		if (s->attrs == NULL)
			return NULL;
		if (s->hash == hash && s->len == len && s->alen == alen &&
		    s->sel == sel && memcmp(s->text, text, len) == 0)
			return s;
	}
	return NULL;
}

static void
slot_free(struct same *s)
{
	attrs_unref(&eng.rib, s->attrs);
	pset_unref(&eng.rib, s->sel);
	free(s->text);
	memset(s, 0, sizeof(*s));
}

/* A free slot; one that is in use is made free, each in its turn. */
static struct same *
slot_take(uint32_t hash)
{
	static uint32_t turn;
	struct same *s;
	uint32_t way;

	for (way = 0; way < WAYS; way++)
		if ((s = slot_at(hash, way))->attrs == NULL)
			return s;
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
		if (slots[i].attrs != NULL)
			slot_free(&slots[i]);
}

static struct rib_key
prefix_key(const struct prefix *p, uint8_t nlri[17])
{
	uint16_t n = (uint16_t)((p->plen + 7) / 8);

	nlri[0] = p->plen;
	memcpy(nlri + 1, p->addr.b, n);
	return (struct rib_key){ nlri, 0, (uint16_t)(n + 1),
	    p->addr.len == 4 ? FAM_IPV4_UNICAST : FAM_IPV6_UNICAST, 0, 0 };
}

/* Carry out what is queued. */
void
same_flush(void)
{
	const uint8_t owner = eng.rib.owner;	/* of the line at work */
	struct queued *q;
	size_t i;

	if (nqueued == 0 || flushing)
		return;
	flushing = true;
	rib_fetch(&eng.rib, keys, nqueued);
	for (i = 0; i < nqueued; i++) {
		q = &queue[i];
		eng.rib.owner = q->owner;
		if (cmd_announce(&keys[i], q->attrs, q->sel) == -1)
			reply_error(q->c, "out of memory");
		else
			reply_done(q->c);
		attrs_unref(&eng.rib, q->attrs);
		pset_unref(&eng.rib, q->sel);
	}
	eng.rib.owner = owner;
	nqueued = 0;
	flushing = false;
}

static void
enqueue(struct client *c, struct pset *sel, const struct prefix *p,
    struct attrs *a)
{
	struct queued *q = &queue[nqueued];

	q->c = c;
	q->attrs = a;
	a->refs++;
	q->sel = sel;
	q->sel->refs++;
	q->owner = eng.rib.owner;
	keys[nqueued] = prefix_key(p, q->nlri);
	if (++nqueued == QUEUE)
		same_flush();
}

/* Queue it if the text behind the prefix is known. */
static bool
take(struct client *c, struct pset *sel, const struct prefix *p,
    const char *text, size_t len)
{
	const struct same *s;

	if (len > TEXT_MAX || !is_unicast(p))
		return false;
	s = slot_find(text_hash(text, len, p->addr.len), text, len,
	    p->addr.len, sel);
	if (s == NULL)
		return false;
	enqueue(c, sel, p, s->attrs);
	return true;
}

/*
 * Queue the announcement whose prefix is next in the lexer if the text
 * behind it is known; false if it is not, and nothing has been read.  The
 * reply comes when it is carried out: with the next same_flush().
 */
bool
same_announce(struct cmd_ctx *x)
{
	struct lex at = *x->lex;
	struct tok t = lex_next(x->lex);
	struct prefix p;

	if (t.kind == TOK_WORD && !t.quoted &&
	    prefix_parse(t.s, t.len, &p) == 0 &&
	    take(x->c, x->sel, &p, x->lex->src + x->lex->pos,
	    x->lex->len - x->lex->pos)) {
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
	if ((end = memchr(word, ' ', len - head.len)) == NULL ||
	    prefix_parse(word, (size_t)(end - word), &p) != 0 ||
	    !take(c, head.sel, &p, end, len - (size_t)(end - line)))
		return false;
	c->v6 = head.v6;
	return true;
}

/* Remember what the text behind a prefix meant, if that is all it says. */
void
same_learn(const struct cmd_ctx *x, const struct route *r, struct attrs *a,
    const char *text, size_t len)
{
	uint8_t alen = r->prefix.addr.len;
	struct same *s;
	uint32_t hash;

	if (r->has_path_id || r->has_label || r->has_rd || r->split != 0 ||
	    r->withdraw || r->watchdog[0] != '\0' || len > TEXT_MAX ||
	    !is_unicast(&r->prefix) || x->sel == NULL)
		return;
	hash = text_hash(text, len, alen);
	if (slot_find(hash, text, len, alen, x->sel) != NULL)
		return;
	s = slot_take(hash);
	if ((s->text = malloc(len + 1)) == NULL)
		return;
	memcpy(s->text, text, len);
	s->attrs = a;
	a->refs++;
	s->sel = pset_or(&eng.rib, x->sel, NULL);
	s->hash = hash;
	s->len = (uint16_t)len;
	s->alen = alen;
}
