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
 * Selectors: which neighbors a command is for.  A key matches the field of
 * that name exactly; what matches nothing is an error.
 */
#include <sys/types.h>

#include <string.h>

#include "cmd.h"

/* One "IP [KEY VALUE]..." : all must match. */
struct want {
	bool		any;		/* "*" */
	bool		none;		/* two addresses: nobody has both */
	bool		has_peer, has_local, has_id;
	bool		has_local_as, has_peer_as;
	bool		has_family;
	struct prefix	peer;		/* or a range */
	struct addr	local;
	uint32_t	local_as, peer_as, id;
	struct tok	family;		/* as in the name of a neighbor */
};

enum key { KEY_NONE = -1, KEY_LOCAL_IP, KEY_LOCAL_AS, KEY_PEER_AS, KEY_ID,
	KEY_FAMILY, KEY_NEIGHBOR };

static const char *const keys[] = { "local-ip", "local-as", "peer-as",
    "router-id", "family-allowed", "neighbor" };

static enum key
key_of(const struct tok *t)
{
	int i;

	if (t->kind == TOK_WORD)
		for (i = 0; i <= KEY_NEIGHBOR; i++)
			if (tok_is(t, keys[i]))
				return (enum key)i;
	return KEY_NONE;
}

static bool
same(const struct prefix *a, const struct prefix *b)
{
	return a->plen == b->plen && addr_cmp(&a->addr, &b->addr) == 0;
}

static int
want_peer(struct lex *lx, struct want *w)
{
	struct prefix a;
	struct tok t;

	if (lex_need(lx, &t, "an address or *") == -1)
		return -1;
	if (tok_is(&t, "*")) {
		w->any = !w->has_peer;
		return 0;
	}
	if (prefix_parse(t.s, t.len, &a) == -1)
		return lex_err(lx, &t, "\"%.*s\" is not an address",
		    (int)t.len, t.s);
	w->none |= w->has_peer && !same(&a, &w->peer);
	w->peer = a;
	w->has_peer = true;
	w->any = false;
	return 0;
}

/* A number of a key; a second one must be the same, or nobody has both. */
static void
want_number(struct want *w, bool *has, uint32_t *have, uint32_t n)
{
	w->none |= *has && *have != n;
	*has = true;
	*have = n;
}

static bool
want_local(struct want *w, const struct tok *t)
{
	struct addr a;

	if (addr_parse(t->s, t->len, &a) == -1)
		return false;
	w->none |= w->has_local && addr_cmp(&a, &w->local) != 0;
	w->has_local = true;
	w->local = a;
	return true;
}

static bool
want_family(struct want *w, const struct tok *t)
{
	w->none |= w->has_family && (w->family.len != t->len ||
	    memcmp(w->family.s, t->s, t->len) != 0);
	w->has_family = true;
	w->family = *t;
	return true;
}

static int
want_key(struct lex *lx, enum key k, struct want *w)
{
	bool ok = false;
	struct addr id;
	struct tok t;
	uint32_t as;

	if (k == KEY_NEIGHBOR)
		return want_peer(lx, w);
	if (lex_need(lx, &t, keys[k]) == -1)
		return -1;
	if (k == KEY_LOCAL_IP)
		ok = want_local(w, &t);
	else if (k == KEY_FAMILY)
		ok = want_family(w, &t);
	else if (k == KEY_ID && addr_parse(t.s, t.len, &id) == 0 &&
	    (ok = id.len == 4))
		want_number(w, &w->has_id, &w->id, addr_to_v4(&id));
	else if (k == KEY_LOCAL_AS && (ok = val_asn(&t, &as) == 0))
		want_number(w, &w->has_local_as, &w->local_as, as);
	else if (k == KEY_PEER_AS && (ok = val_asn(&t, &as) == 0))
		want_number(w, &w->has_peer_as, &w->peer_as, as);
	if (ok)
		return 0;
	return lex_err(lx, &t, "\"%.*s\" is no value for %s", (int)t.len,
	    t.s, keys[k]);
}

/* The last word of the neighbor's name is this one. */
static bool
family_matches(const struct tok *t, const struct peer_conf *c)
{
	struct wbuf w;
	bool ret;

	wb_init(&w, 1024);
	conf_neighbor_name(c, &w);
	ret = !w.err && w.len > t->len && w.p[w.len - t->len - 1] == ' ' &&
	    memcmp(w.p + w.len - t->len, t->s, t->len) == 0;
	wb_free(&w);
	return ret;
}

/* See the header. */
bool
peer_is(const struct eng_peer *p, const struct prefix *at)
{
	const struct eng_peer *range = p->tmpl != 0 ? eng_peer_find(p->tmpl) :
	    NULL;

	return same(at, &p->conf.peer) ||
	    (range != NULL && same(at, &range->conf.peer));
}

static bool
matches(const struct want *w, const struct eng_peer *p)
{
	const struct peer_conf *c = &p->conf;
	const struct addr *local = c->local.len != 0 ? &c->local : &p->local;

	return !w->none &&
	    (!w->has_peer || peer_is(p, &w->peer)) &&
	    (!w->has_local || addr_cmp(&w->local, local) == 0) &&
	    (!w->has_local_as || w->local_as == c->open.local_as) &&
	    (!w->has_peer_as || w->peer_as == c->open.peer_as) &&
	    (!w->has_id || w->id == c->open.router_id) &&
	    (!w->has_family || family_matches(&w->family, c));
}

/* Who may be there: of an address few, of a range all. */
static struct eng_peer *
next_of(struct eng_peer *p, const struct prefix *at)
{
	if (at == NULL || !prefix_is_host(at))
		return p == NULL ? TAILQ_FIRST(&eng.peers) :
		    TAILQ_NEXT(p, entry);
	return p == NULL ? eng_peer_at(at) : eng_peer_at_next(p);
}

/* Add the peers that match. */
static void
add_matching(struct cmd_ctx *x, const struct want *w)
{
	const struct prefix *at = w->has_peer ? &w->peer : NULL;
	struct eng_peer *p = NULL;

	if (w->any && !w->has_local && !w->has_local_as && !w->has_peer_as &&
	    !w->has_id && !w->has_family) {
		pset_add(&eng.rib, &x->sel, x->from);
		return;
	}
	while ((p = next_of(p, at)) != NULL)
		if (pset_test(x->from, p->conf.id) && matches(w, p))
			pset_add(&eng.rib, &x->sel, p->self);
}

/* See the header. */
struct pset *
select_at(const struct pset *sel, const struct prefix *at)
{
	struct pset *set = NULL;
	struct eng_peer *p = NULL;

	while ((p = next_of(p, at)) != NULL)
		if (pset_test(sel, p->conf.id) && peer_is(p, at))
			pset_add(&eng.rib, &set, p->self);
	return set;
}

static int
one_selector(struct cmd_ctx *x)
{
	struct want w;
	enum key k;

	memset(&w, 0, sizeof(w));
	if (want_peer(x->lex, &w) == -1)
		return -1;
	while ((k = key_of(lex_peek(x->lex))) != KEY_NONE) {
		(void)lex_next(x->lex);
		if (want_key(x->lex, k, &w) == -1)
			return -1;
	}
	add_matching(x, &w);
	return 0;
}

int
select_any(struct cmd_ctx *x)
{
	if (x->sel != NULL)
		return 0;
	return lex_err(x->lex, NULL, "no neighbor matching the command");
}

/* Behind the first "neighbor". */
int
select_neighbor(struct cmd_ctx *x)
{
	x->selected = true;
	for (;;) {
		if (one_selector(x) == -1)
			return -1;
		if (!lex_accept(x->lex, ","))
			return select_any(x);
		(void)lex_accept(x->lex, "neighbor");
	}
}

/* Behind "peer": one selector, or a list in brackets. */
int
select_peer(struct cmd_ctx *x)
{
	x->selected = true;
	if (!lex_accept(x->lex, "["))
		return one_selector(x) == -1 ? -1 : select_any(x);
	do {
		if (one_selector(x) == -1)
			return -1;
	} while (lex_accept(x->lex, ","));
	return lex_expect(x->lex, "]") == -1 ? -1 : select_any(x);
}
