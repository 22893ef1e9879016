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
 * Update groups: who walks the journal together.  A member that takes no
 * more leaves with a cursor of its own and comes back when it has caught
 * up; nobody waits for it and nothing is queued for it.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "codec/update.h"
#include "eng.h"
#include "event.h"

static struct kind *
kind_get(const struct enc_class *cls)
{
	struct kind *k;

	TAILQ_FOREACH(k, &eng.kinds, entry)
		if (class_same(&k->cls, cls))
			break;
	if (k == NULL) {
		if ((k = calloc(1, sizeof(*k))) == NULL)
			return NULL;
		k->cls = *cls;
		TAILQ_INSERT_TAIL(&eng.kinds, k, entry);
	}
	k->ngroups++;
	return k;
}

static void
kind_put(struct kind *k)
{
	if (--k->ngroups > 0)
		return;
	TAILQ_REMOVE(&eng.kinds, k, entry);
	free(k);
}

static struct group *
group_new(const struct enc_class *cls, struct pset *members)
{
	struct group *g;

	if ((g = calloc(1, sizeof(*g))) == NULL)
		return NULL;
	if ((g->kind = kind_get(cls)) == NULL) {
		free(g);
		return NULL;
	}
	g->turn = eng.turn;
	g->members = pset_or(&eng.rib, members, NULL);
	TAILQ_INSERT_TAIL(&eng.groups, g, entry);
	return g;
}

static void
group_free(struct group *g)
{
	cursor_stop(&eng.rib, &g->cursor);
	kind_put(g->kind);
	pset_unref(&eng.rib, g->members);
	TAILQ_REMOVE(&eng.groups, g, entry);
	free(g);
}

/* One member after the other: from 0, with what follows the last one's id. */
static struct eng_peer *
member_next(const struct pset *members, uint32_t *at)
{
	struct eng_peer *p;

	for (; *at / 64 < members->nw; ++*at) {
		if (members->w[*at / 64] >> *at % 64 == 0)
			*at |= 63;	/* none left in this word */
		else if (pset_test(members, *at) &&
		    (p = eng_peer_find(*at)) != NULL) {
			++*at;
			return p;
		}
	}
	return NULL;
}

/* A session that has just come up: the whole table is new to it. */
int
group_enter(struct eng_peer *p)
{
	struct enc_class cls;
	struct group *g;

	class_init(&cls, &p->negot, &p->self_other, &p->conf);
	/* those that came up in the same turn start together */
	TAILQ_FOREACH(g, &eng.groups, entry)
		if (g->initial && g->refresh == NULL &&
		    g->cursor.node.seq == JOURNAL_MARK &&
		    g->cursor.start == eng.rib.seq &&
		    class_same(&g->kind->cls, &cls))
			break;
	if (g == NULL) {
		if ((g = group_new(&cls, p->self)) == NULL)
			return -1;
		g->initial = true;
		cursor_start(&eng.rib, &g->cursor);
	} else {
		pset_add(&eng.rib, &g->members, p->self);
	}
	p->group = g;
	return 0;
}

void
group_leave(struct eng_peer *p)
{
	struct group *g, *next;

	TAILQ_FOREACH_SAFE(g, &eng.groups, entry, next)
		if (g->refresh == p)
			group_free(g);
	if ((g = p->group) == NULL)
		return;
	p->group = NULL;
	pset_del(&eng.rib, &g->members, p->self);
	if (g->members == NULL)
		group_free(g);
}

/* A member without credit stays behind with its own cursor; -1: no memory. */
static int
group_split(struct eng_peer *p)
{
	struct group *g = p->group, *own;

	if (g->members == p->self)
		return 0;
	if ((own = group_new(&g->kind->cls, p->self)) == NULL)
		return -1;
	own->initial = g->initial;
	cursor_split(&eng.rib, &own->cursor, &g->cursor);
	pset_del(&eng.rib, &g->members, p->self);
	p->group = own;
	return 0;
}

/* Its rate-limit may have changed: it goes on from where it is. */
void
group_limit(struct eng_peer *p)
{
	struct kind *old, *k;
	struct enc_class cls;

	if (p->group == NULL || p->group->kind->cls.rate_limit ==
	    p->conf.rate_limit)
		return;
	old = p->group->kind;
	cls = old->cls;
	cls.rate_limit = p->conf.rate_limit;
	if (group_split(p) == -1 || (k = kind_get(&cls)) == NULL) {
		log_error("neighbor %s: out of memory, rate-limit is as it "
		    "was", p->name);
		return;
	}
	p->group->kind = k;
	kind_put(old);
}

/* Begin and end of a refresh are marked for who understands it. */
static void
send_refresh_mark(struct eng_peer *p, uint32_t fams, uint8_t subtype)
{
	struct wbuf w;

	if (p->negot.refresh != REFRESH_ENHANCED)
		return;
	wb_init(&w, 4096);
	refresh_put(&w, fams, subtype);
	if (!w.err && w.len > 0)
		eng_send(NULL, p->self, w.p, w.len);
	wb_free(&w);
}

/*
 * Send a peer all it has of some families again (RFC 2918 4, RFC 7313 4):
 * a walk of its own beside that of its group.
 */
void
group_refresh(struct eng_peer *p, uint32_t fams)
{
	struct enc_class cls;
	struct group *g, *next;

	if ((fams &= p->negot.families) == 0 || p->group == NULL)
		return;
	TAILQ_FOREACH_SAFE(g, &eng.groups, entry, next)
		if (g->refresh == p &&
		    (g->kind->cls.negot.families & ~fams) == 0)
			group_free(g);	/* it starts again */
	cls = p->group->kind->cls;
	cls.negot.families = fams;
	if ((g = group_new(&cls, p->self)) == NULL) {
		log_error("neighbor %s: out of memory, it is not sent its "
		    "routes again", p->name);
		return;
	}
	send_refresh_mark(p, fams, 1);
	g->refresh = p;
	cursor_start(&eng.rib, &g->cursor);
}

/* Whole messages to the session engine, counted against the credit. */
void
eng_send(void *arg, const struct pset *to, const void *data, size_t len)
{
	struct im_txhdr hdr = { to->nw, 0 };
	struct eng_peer *p;
	uint8_t head[sizeof(hdr) + RIB_PEERS_MAX / 8];
	uint64_t w;
	uint32_t i;

	(void)arg;
	memcpy(head, &hdr, sizeof(hdr));
	memcpy(head + sizeof(hdr), to->w, to->nw * 8UL);
	pc_send2(&eng.sess, IMSG_TX_UPDATE, 0, head, sizeof(hdr) +
	    to->nw * 8UL, data, len);
	for (i = 0; i < to->nw; i++)
		for (w = to->w[i]; w != 0; w &= w - 1)
			if ((p = eng_peer_find(i * 64 +
			    (uint32_t)__builtin_ctzll(w))) != NULL) {
				p->credit -= (int64_t)len;
				rx_sent(p, data, len);
			}
}

/* See the header. */
struct eng_peer *
eng_send_now(const struct pset *to, const void *data, size_t len)
{
	struct eng_peer *p;

	TAILQ_FOREACH(p, &eng.peers, entry)
		if (pset_test(to, p->conf.id) && p->now > ENG_NOW_MAX)
			return p;
	TAILQ_FOREACH(p, &eng.peers, entry)
		if (pset_test(to, p->conf.id))
			p->now += (uint32_t)len;
	eng_send(NULL, to, data, len);
	return NULL;
}

/*
 * The first walk has reached the tail: End-of-RIB for every family, in the
 * order of each peer's own OPEN.
 */
static void
group_eor(struct group *g)
{
	struct eng_peer *p;
	struct wbuf w;
	uint32_t at = 0;
	uint8_t i;

	g->initial = false;
	if (eng.rib.nephemeral > 0)
		rib_gc_again(&eng.rib);
	wb_init(&w, 4096);
	while ((p = member_next(g->members, &at)) != NULL) {
		if (p->conf.manual_eor)
			continue;
		wb_reset(&w);
		for (i = 0; i < p->negot.nfam; i++)
			pack_eor(&w, (enum fam)p->negot.fam_order[i]);
		if (w.len > 0)
			eng_send(NULL, p->self, w.p, w.len);
	}
	wb_free(&w);
}

/* Groups of one kind that have both caught up go on as one. */
static void
group_join(struct group *g)
{
	struct group *o, *next;
	struct eng_peer *p;
	uint32_t at;

	if (g->kind->ngroups == 1)
		return;
	TAILQ_FOREACH_SAFE(o, &eng.groups, entry, next) {
		if (o == g || o->initial || o->refresh != NULL ||
		    o->kind != g->kind ||
		    !cursor_at_tail(&eng.rib, &o->cursor))
			continue;
		for (at = 0; (p = member_next(o->members, &at)) != NULL; )
			p->group = g;
		pset_add(&eng.rib, &g->members, o->members);
		group_free(o);
	}
}

/* A refresh is over when its walk is at the tail. */
static void
refresh_turn(struct group *g)
{
	struct eng_peer *p = g->refresh;
	struct pset *to = p->self;

	if (p->credit <= 0)
		return;
	(void)pack_run(&eng.pack, &g->cursor, &g->kind->cls, to, ENG_TURN_ROUTES);
	if (!cursor_at_tail(&eng.rib, &g->cursor)) {
		eng.more |= p->credit > 0;
		return;
	}
	send_refresh_mark(p, g->kind->cls.negot.families, 2);
	group_free(g);
}

/*
 * How many routes may leave now.  A limit is a second's worth at most, paid
 * back as time passes.
 */
static size_t
group_allowance(struct group *g)
{
	const uint32_t limit = g->kind->cls.rate_limit;
	const int64_t second = 1000000000, step = limit == 0 ? 0 :
	    second / limit;
	int64_t n;

	if (step == 0)
		return ENG_TURN_ROUTES;
	if (g->paid.ns < eng.now.ns - second)
		g->paid.ns = eng.now.ns - second;
	n = (eng.now.ns - g->paid.ns) / step;
	if (n <= 0)
		eng_wake(step / 1000000 + 1);
	return n <= 0 ? 0 : (size_t)n;
}

/* Who takes no more leaves; false if that is all of them. */
static bool
group_thin(struct group *g)
{
	struct pset *all = pset_or(&eng.rib, g->members, NULL);
	struct eng_peer *p;
	uint32_t at = 0;
	bool some = false, nomem = false;

	while ((p = member_next(all, &at)) != NULL) {
		if (p->credit > 0)
			some = true;
		else if (group_split(p) == -1)
			nomem = true;	/* all wait for it */
	}
	pset_unref(&eng.rib, all);
	return some && !nomem;
}

static void
group_turn(struct group *g)
{
	const uint32_t limit = g->kind->cls.rate_limit;
	struct cursor before;
	size_t n, max;

	if (!group_thin(g) || (max = group_allowance(g)) == 0)
		return;
	cursor_split(&eng.rib, &before, &g->cursor);
	n = pack_run(&eng.pack, &g->cursor, &g->kind->cls, g->members, max);
	if (n > 0)
		pset_add(&eng.rib, &eng.rib.heard, g->members);
	if (limit != 0)
		g->paid.ns += (int64_t)n * (1000000000 / limit);
	eng_log_routes(g, &before, n);
	cursor_stop(&eng.rib, &before);
	if (!cursor_at_tail(&eng.rib, &g->cursor)) {
		eng.more = true;
		return;
	}
	if (g->initial)
		group_eor(g);
	group_join(g);
}

/* Free what is told.  Only ephemeral routes ask who has a cursor. */
static void
collect(void)
{
	struct pset *to = NULL;
	struct group *g;

	if (eng.rib.nephemeral > 0)
		TAILQ_FOREACH(g, &eng.groups, entry)
			if (g->refresh == NULL)
				pset_add(&eng.rib, &to, g->members);
	rib_gc(&eng.rib, ENG_TURN_ROUTES, to);
	pset_unref(&eng.rib, to);
}

void
groups_turn(void)
{
	struct group *g;

	if (!rib_ready(&eng.rib)) {
		eng_wake(100);
		return;
	}
	/* a join may free any group but the one at work: it is the last */
	eng.turn++;
	while ((g = TAILQ_FIRST(&eng.groups)) != NULL &&
	    g->turn != eng.turn) {
		g->turn = eng.turn;
		TAILQ_REMOVE(&eng.groups, g, entry);
		TAILQ_INSERT_TAIL(&eng.groups, g, entry);
		if (g->refresh != NULL)
			refresh_turn(g);
		else if (!cursor_at_tail(&eng.rib, &g->cursor) || g->initial)
			group_turn(g);
	}
	rib_served(&eng.rib);
	if (eng.rib.deaf != NULL) {
		pset_add(&eng.rib, &eng.rib.heard, eng.rib.deaf);
		pset_unref(&eng.rib, eng.rib.deaf);
		eng.rib.deaf = NULL;
	}
	collect();
}
