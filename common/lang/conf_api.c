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

#include <sys/types.h>

#include <regex.h>
#include <string.h>

#include "conf_priv.h"

/* The api section of a neighbor, and what comes of it. */

struct bit {
	const char	*name;
	const char	*plural;	/* as the guide has it; NULL: none */
	uint8_t		 kind;		/* enum sub_kind */
	uint8_t		 form;		/* enum sub_form */
};

static const struct bit bits[] = {
	{ "parsed", NULL, 0, SUB_PARSED },
	{ "packets", NULL, 0, SUB_PACKETS },
	{ "consolidate", NULL, 0, SUB_CONSOLIDATE },
	{ "open", "opens", SUB_OPEN, 0 },
	{ "update", "updates", SUB_UPDATE, 0 },
	{ "notification", "notifications", SUB_NOTIFICATION, 0 },
	{ "keepalive", "keepalives", SUB_KEEPALIVE, 0 },
	{ "refresh", "refreshes", SUB_REFRESH, 0 },
	{ "operational", "operationals", SUB_OPERATIONAL, 0 }
};

#define NBITS	(sizeof(bits) / sizeof(bits[0]))

static const struct {
	const char	*name;
	uint8_t		 bit;		/* enum sub_other */
} others[] = {
	{ "neighbor-changes", SUB_CHANGES },
	{ "negotiated", SUB_NEGOTIATED },
	{ "fsm", SUB_FSM },
	{ "signal", SUB_SIGNAL }
};

#define NOTHERS	(sizeof(others) / sizeof(others[0]))

static int
flag(struct cparse *cp, bool *b)
{
	struct tok t;

	*b = true;
	if (lex_word(&cp->lx, &t) && val_bool(&t, b) == -1)
		return lex_err(&cp->lx, &t,
		    "invalid value (%.*s) for a boolean", (int)t.len, t.s);
	return 0;
}

static void
put_bit(uint8_t bit, bool on, uint8_t *value, uint8_t *set)
{
	*value = (uint8_t)(on ? *value | bit : *value & ~bit);
	*set |= bit;
}

static int
message_word(struct cparse *cp, const struct tok *t)
{
	const struct bit *b;
	bool on;

	for (b = bits; b < bits + NBITS; b++) {
		if (tok_is(t, b->name) ||
		    (b->plural != NULL && tok_is(t, b->plural)))
			break;
	}
	if (b == bits + NBITS)
		return 1;
	if (flag(cp, &on) == -1)
		return -1;
	put_bit(b->kind, on, &cp->bits->kind, &cp->bits->kind_set);
	put_bit(b->form, on, &cp->bits->form, &cp->bits->form_set);
	return 0;
}

static size_t
message_words(const char **words, size_t max)
{
	size_t i;

	for (i = 0; i < NBITS && i < max; i++)
		words[i] = bits[i].name;
	return i;
}

/* See conf_priv.h: the words of `receive` and `send`. */
int
conf_messages(struct cparse *cp, const char *name, struct sub_bits *b)
{
	static const struct section receive = { "receive", NULL, 0,
	    message_word, message_words }, send = { "send", NULL, 0,
	    message_word, message_words };

	cp->bits = b;
	conf_section(cp, strcmp(name, "send") == 0 ? &send : &receive, name,
	    strlen(name));
	return 0;
}

/* See conf_priv.h. */
void
conf_messages_show(uint8_t kind, uint8_t form, struct wbuf *w)
{
	const struct bit *b;

	for (b = bits; b < bits + NBITS; b++) {
		if (b->kind & kind || b->form & form)
			wb_printf(w, "\t\t\t%s true;\n", b->name);
	}
}

void
conf_other_show(uint8_t other, struct wbuf *w)
{
	size_t i;

	for (i = 0; i < NOTHERS; i++) {
		if (others[i].bit & other)
			wb_printf(w, "\t\t%s true;\n", others[i].name);
	}
}

static int
kw_send(struct cparse *cp, const struct tok *kw)
{
	(void)kw;
	return conf_messages(cp, "send", &cp->api->tx);
}

static int
kw_receive(struct cparse *cp, const struct tok *kw)
{
	(void)kw;
	return conf_messages(cp, "receive", &cp->api->rx);
}

static int
list(struct cparse *cp, const struct tok *kw, struct word **w, size_t *n)
{
	int state = 0, more;
	struct tok t;

	if (lex_peek(&cp->lx)->kind != TOK_WORD ||
	    !tok_is(lex_peek(&cp->lx), "["))
		return lex_err(&cp->lx, lex_peek(&cp->lx), "invalid %.*s, "
		    "does not start with [", (int)kw->len, kw->s);
	while ((more = lex_list(&cp->lx, &state, true, &t)) == 1) {
		if (conf_word(cp, w, n, &t) == -1)
			return -1;
	}
	return more;
}

static int
kw_processes(struct cparse *cp, const struct tok *kw)
{
	return list(cp, kw, &cp->api->procs, &cp->api->nprocs);
}

/*
 * To the extended form of POSIX, anchored at the beginning: of what Python
 * has in addition only the classes with a backslash are translated.
 */
static int
compile(const char *s, regex_t *re)
{
	static const struct {
		char		 c;
		const char	*set;
	} classes[] = {
		{ 'd', "[0-9]" }, { 'D', "[^0-9]" },
		{ 'w', "[A-Za-z0-9_]" }, { 'W', "[^A-Za-z0-9_]" },
		{ 's', "[[:space:]]" }, { 'S', "[^[:space:]]" }
	};
	struct wbuf w;
	size_t i;
	int ret;

	wb_init(&w, 1U << 16);
	wb_str(&w, "^(");
	for (; *s != '\0'; s++) {
		for (i = 0; s[0] == '\\' && i < 6; i++) {
			if (s[1] == classes[i].c)
				break;
		}
		if (s[0] == '\\' && i < 6) {
			wb_str(&w, classes[i].set);
			s++;
			continue;
		}
		wb_u8(&w, (uint8_t)*s);
		if (s[0] == '\\' && s[1] != '\0')
			wb_u8(&w, (uint8_t)*++s);
	}
	wb_put(&w, ")", 2);
	ret = w.err ? REG_ESPACE : regcomp(re, (const char *)w.p,
	    REG_EXTENDED | REG_NOSUB);
	wb_free(&w);
	return ret;
}

static int
kw_match(struct cparse *cp, const struct tok *kw)
{
	struct api_block *b = cp->api;
	size_t i = b->nmatch;
	char why[128];
	regex_t re;
	int e;

	if (list(cp, kw, &b->match, &b->nmatch) == -1)
		return -1;
	for (; i < b->nmatch; i++) {
		if ((e = compile(b->match[i].s, &re)) != 0) {
			regerror(e, &re, why, sizeof(why));
			return lex_err(&cp->lx, &b->match[i].at, "\"%s\" is "
			    "not a valid regex: %s", b->match[i].s, why);
		}
		regfree(&re);
	}
	return 0;
}

static int
api_word(struct cparse *cp, const struct tok *t)
{
	size_t i;
	bool on;

	for (i = 0; i < NOTHERS && !tok_is(t, others[i].name); i++)
		;
	if (i == NOTHERS)
		return 1;
	if (flag(cp, &on) == -1)
		return -1;
	put_bit(others[i].bit, on, &cp->api->other, &cp->api->other_set);
	return 0;
}

static size_t
api_words(const char **words, size_t max)
{
	size_t i;

	for (i = 0; i < NOTHERS && i < max; i++)
		words[i] = others[i].name;
	return i;
}

static const struct kw api_kws[] = {
	{ "processes", KW_WORDS, kw_processes },
	{ "processes-match", KW_WORDS, kw_match },
	{ "send", KW_SECTION, kw_send },
	{ "receive", KW_SECTION, kw_receive }
};

static struct api_block *
new_block(struct cparse *cp, struct nbr *n)
{
	struct api_block *b;

	if ((b = conf_grow(cp, n->apis, n->napis, sizeof(*b))) == NULL)
		return NULL;
	n->apis = b;
	b += n->napis++;
	memset(b, 0, sizeof(*b));
	return b;
}

static struct api_block *
named(struct nbr *n, const char *name)
{
	size_t i;

	for (i = 0; i < n->napis; i++) {
		if (name[0] != '\0' && strcmp(n->apis[i].name, name) == 0)
			return &n->apis[i];
	}
	return NULL;
}

int
conf_api(struct cparse *cp, const struct tok *kw)
{
	static const struct section sec = { "api", api_kws,
	    sizeof(api_kws) / sizeof(api_kws[0]), api_word, api_words };
	char name[CONF_NAME_MAX] = "";
	struct tok t, at = *kw;

	if (lex_word(&cp->lx, &t)) {
		if (conf_name(cp, &t, "the name of an api section", name,
		    sizeof(name)) == -1)
			return -1;
		if (named(cp->cur, name) != NULL)
			return lex_err(&cp->lx, &t, "the name \"%s\" already "
			    "exists in api", name);
	}
	if ((cp->api = new_block(cp, cp->cur)) == NULL)
		return -1;
	memcpy(cp->api->name, name, sizeof(name));
	cp->api->at = at;
	conf_section(cp, &sec, kw->s, kw->len);
	return 0;
}

void
conf_api_free(struct api_block *b)
{
	conf_words_free(b->procs, b->nprocs);
	conf_words_free(b->match, b->nmatch);
}

static void
copy_words(struct cparse *cp, struct word **to, size_t *n,
    const struct word *from, size_t count)
{
	struct tok t;
	size_t i;

	for (i = 0; i < count; i++) {
		t = from[i].at;
		t.s = from[i].s;
		t.len = strlen(t.s);
		if (conf_word(cp, to, n, &t) == -1)
			return;
	}
}

static void
inherit_bits(struct sub_bits *b, const struct sub_bits *from)
{
	b->kind = (uint8_t)((b->kind & ~from->kind_set) | from->kind);
	b->form = (uint8_t)((b->form & ~from->form_set) | from->form);
	b->kind_set |= from->kind_set;
	b->form_set |= from->form_set;
}

/* Blocks of one name are merged, those without a name are all there. */
void
conf_api_inherit(struct cparse *cp, struct nbr *n, const struct nbr *from)
{
	const struct api_block *f;
	struct api_block *b;
	size_t i;

	for (i = 0; i < from->napis; i++) {
		f = &from->apis[i];
		if ((b = named(n, f->name)) == NULL &&
		    (b = new_block(cp, n)) == NULL)
			return;
		memcpy(b->name, f->name, sizeof(b->name));
		b->at = f->at;
		copy_words(cp, &b->procs, &b->nprocs, f->procs, f->nprocs);
		copy_words(cp, &b->match, &b->nmatch, f->match, f->nmatch);
		inherit_bits(&b->rx, &f->rx);
		inherit_bits(&b->tx, &f->tx);
		b->other = (uint8_t)((b->other & ~f->other_set) | f->other);
		b->other_set |= f->other_set;
	}
}

/* What the process hears of the neighbor, the record made if need be. */
static void
subscribe(struct cparse *cp, const struct pending_api *p, size_t proc)
{
	const struct api_block *b = &p->block;
	const struct sub_bits *g = &cp->guide[proc];
	struct conf *c = cp->conf;
	struct sub_conf *s;
	size_t i;

	for (i = c->nsubs; i > 0 && c->subs[i - 1].peer == p->neighbor; i--) {
		if (c->subs[i - 1].proc == proc)
			break;
	}
	if (i == 0 || c->subs[i - 1].peer != p->neighbor) {
		if ((s = conf_grow(cp, c->subs, c->nsubs, sizeof(*s))) == NULL)
			return;
		c->subs = s;
		s += c->nsubs++;
		memset(s, 0, sizeof(*s));
		s->peer = p->neighbor;
		s->proc = (uint32_t)proc;
		s->command = 1;
		s->rx_kind = g->kind;
		s->rx_form = g->form;
	} else
		s = &c->subs[i - 1];
	s->rx_kind |= b->rx.kind;
	s->rx_form |= b->rx.form;
	s->tx_kind |= b->tx.kind;
	s->tx_form |= b->tx.form;
	s->other |= b->other;
}

static void
peer_text(const struct cparse *cp, const struct pending_api *p, char *buf)
{
	const struct prefix *peer =
	    &cp->conf->neighbors[p->neighbor].peer.peer;

	(void)prefix_print_host(peer, buf, ADDR_STRLEN);
}

static void
by_name(struct cparse *cp, const struct pending_api *p, const struct word *w)
{
	const struct conf *c = cp->conf;
	char buf[ADDR_STRLEN];
	size_t i;

	for (i = 0; i < c->nprocs; i++) {
		if (strcmp(c->procs[i].name, w->s) == 0) {
			subscribe(cp, p, i);
			return;
		}
	}
	peer_text(cp, p, buf);
	(void)lex_err(&cp->lx, &w->at, "an api called '%s' is used by "
	    "neighbor '%s' but not defined", w->s, buf);
}

/* Is there a process of such a name? */
static bool
by_match(struct cparse *cp, const struct pending_api *p,
    const struct word *w)
{
	const struct conf *c = cp->conf;
	bool found = false;
	regex_t re;
	size_t i;

	if (compile(w->s, &re) != 0)
		return false;
	for (i = 0; i < c->nprocs; i++) {
		if (regexec(&re, c->procs[i].name, 0, NULL, 0) == 0) {
			subscribe(cp, p, i);
			found = true;
		}
	}
	regfree(&re);
	if (!found && p->block.nmatch > 1)
		diag_warn(cp->diag, &w->at, "no process matches '%s'", w->s);
	return found;
}

/* One expression of a list has to match, as in ExaBGP. */
static void
by_matches(struct cparse *cp, const struct pending_api *p)
{
	const struct word *w = p->block.match;
	char buf[ADDR_STRLEN];
	bool found = false;
	size_t i;

	for (i = 0; i < p->block.nmatch; i++)
		found |= by_match(cp, p, &w[i]);
	if (found || i == 0)
		return;
	peer_text(cp, p, buf);
	(void)lex_err(&cp->lx, &w->at, "Any process match regex '%s' for "
	    "neighbor '%s'.", w->s, buf);
}

/* Half of what an event needs is no event. */
static void
half(struct cparse *cp, const struct pending_api *p, const struct sub_conf *s,
    bool receive)
{
	uint8_t kind = receive ? s->rx_kind : s->tx_kind;
	uint8_t form = receive ? s->rx_form : s->tx_form;

	if ((kind == 0) == (form == 0))
		return;
	diag_warn(cp->diag, &p->block.at, "process '%s' hears of %s: %s",
	    cp->conf->procs[s->proc].name,
	    receive ? "no message received" : "no message sent",
	    form != 0 ? "no kind is named, as update" :
	    "none of parsed, packets and consolidate is there");
}

/* What the sections of a neighbor say for nothing; this is the last one. */
static void
idle(struct cparse *cp, const struct pending_api *p)
{
	const struct conf *c = cp->conf;
	size_t i;

	for (i = c->nsubs; i > 0 && c->subs[i - 1].peer == p->neighbor; i--) {
		half(cp, p, &c->subs[i - 1], true);
		half(cp, p, &c->subs[i - 1], false);
	}
}

static void
resolve(struct cparse *cp, const struct pending_api *p)
{
	const struct api_block *b = &p->block;
	char buf[ADDR_STRLEN];
	size_t i;

	if (b->nprocs > 0 && b->nmatch > 0) {
		peer_text(cp, p, buf);
		(void)lex_err(&cp->lx, &b->match[0].at, "processes and "
		    "processes-match are mutually exclusive, verify neighbor "
		    "'%s' configuration.", buf);
		return;
	}
	if (b->nprocs == 0 && b->nmatch == 0 && (b->other != 0 ||
	    b->rx.kind != 0 || b->tx.kind != 0))
		diag_warn(cp->diag, &b->at, "this section has no effect: it "
		    "names no process");
	for (i = 0; i < b->nprocs; i++)
		by_name(cp, p, &b->procs[i]);
	by_matches(cp, p);
}

/* See conf_priv.h: when the whole file has been read. */
void
conf_api_resolve(struct cparse *cp)
{
	const struct pending_api *p = cp->pending;
	size_t i;

	for (i = 0; i < cp->npending; i++, p++) {
		resolve(cp, p);
		if (i + 1 == cp->npending || p[1].neighbor != p->neighbor)
			idle(cp, p);
	}
}
