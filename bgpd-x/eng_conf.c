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
 * The configuration in two phases: what the parent sends is staged, and
 * at COMMIT compared with what is there.  Routes that stay the same are
 * left alone, changed ones are announced, missing ones withdrawn.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "api.h"
#include "eng.h"

/* Routes keep the form they came in until they are taken. */
#define STAGE_BYTES	((size_t)4 << 30)
#define AHEAD		32	/* routes dealt with at once */

static struct {
	struct wbuf	 peers;		/* struct peer_conf, back to back */
	struct wbuf	 procs;		/* uint32_t id, struct im_proc */
	struct wbuf	 subs;		/* struct sub_conf */
	struct wbuf	 dogs;		/* names, CONF_NAME_MAX each */
	struct wbuf	 lists;		/* see list_rec */
	struct wbuf	 routes;	/* struct im_route and NLRI */
	struct attrs	**attrs;
	size_t		 nattrs, capattrs;
	struct pset	*newcomers;	/* that have had no list yet */
	bool		 failed;
	bool		 ready;
	bool		 paths;		/* a route has a path identifier */
} stage;

/* The configuration at hand has one. */
static bool have_paths;

/* A list: whom it is for, and where its routes start. */
struct list_rec {
	uint64_t	routes;		/* offset in stage.routes */
	uint32_t	npeers;
	uint32_t	pad;		/* then npeers ids */
};

static void
stage_free(void)
{
	size_t i;

	for (i = 0; i < stage.nattrs; i++)
		attrs_unref(&eng.rib, stage.attrs[i]);
	free(stage.attrs);
	wb_free(&stage.peers);
	wb_free(&stage.procs);
	wb_free(&stage.subs);
	wb_free(&stage.dogs);
	wb_free(&stage.lists);
	wb_free(&stage.routes);
	memset(&stage, 0, sizeof(stage));
}

void
reconf_begin(struct imsg *m)
{
	(void)m;
	stage_free();
	wb_init(&stage.peers, STAGE_BYTES);
	wb_init(&stage.procs, STAGE_BYTES);
	wb_init(&stage.subs, STAGE_BYTES);
	wb_init(&stage.dogs, STAGE_BYTES);
	wb_init(&stage.lists, STAGE_BYTES);
	wb_init(&stage.routes, STAGE_BYTES);
}

void
reconf_peer(struct imsg *m)
{
	wb_put(&stage.peers, m->data, m->len);
}

void
reconf_proc(struct imsg *m)
{
	wb_put(&stage.procs, &m->hdr.id, sizeof(m->hdr.id));
	wb_put(&stage.procs, m->data, m->len);
}

void
reconf_sub(struct imsg *m)
{
	wb_put(&stage.subs, m->data, m->len);
}

void
reconf_dog(struct imsg *m)
{
	char name[CONF_NAME_MAX];

	memset(name, 0, sizeof(name));
	memcpy(name, m->data, m->len < sizeof(name) ? m->len :
	    sizeof(name) - 1);
	wb_put(&stage.dogs, name, sizeof(name));
}

static int
stage_attrs(const void *data, size_t len)
{
	size_t cap = stage.capattrs == 0 ? 64 : stage.capattrs * 2;
	struct attrs **n;

	if (stage.nattrs == stage.capattrs) {
		if ((n = reallocarray(stage.attrs, cap, sizeof(*n))) == NULL)
			return -1;
		stage.attrs = n;
		stage.capattrs = cap;
	}
	stage.attrs[stage.nattrs] = attrs_get(&eng.rib, data, len);
	return stage.attrs[stage.nattrs++] == NULL ? -1 : 0;
}

void
reconf_attrs(struct imsg *m)
{
	struct rbuf r = rb_init(m->data, m->len);
	const uint8_t *p;
	uint32_t len;

	while (rb_left(&r) > 0 && !stage.failed) {
		if ((p = rb_bytes(&r, 4)) == NULL)
			break;
		memcpy(&len, p, 4);
		p = rb_bytes(&r, len);
		if (p == NULL || stage_attrs(p, len) == -1)
			stage.failed = true;
	}
}

void
reconf_list(struct imsg *m)
{
	struct list_rec rec = { stage.routes.len, (uint32_t)(m->len / 4), 0 };

	wb_put(&stage.lists, &rec, sizeof(rec));
	wb_put(&stage.lists, m->data, m->len / 4 * 4);
}

void
reconf_routes(struct imsg *m)
{
	struct rbuf r = rb_init(m->data, m->len);
	struct im_route ir;
	const uint8_t *p;

	wb_put(&stage.routes, m->data, m->len);
	while (!stage.paths && (p = rb_bytes(&r, sizeof(ir))) != NULL) {
		memcpy(&ir, p, sizeof(ir));
		stage.paths = ir.path_id != 0;
		(void)rb_bytes(&r, ir.nlri_len);
	}
}

/*
 * From here on sessions wait: what they say is about neighbors and for
 * programs that come through the other channel.
 */
void
reconf_end(struct imsg *m)
{
	static const char why[] = "out of memory in the route engine";

	stage.ready = !stage.failed && !stage.peers.err &&
	    !stage.procs.err && !stage.subs.err && !stage.dogs.err &&
	    !stage.lists.err && !stage.routes.err;
	if (stage.ready) {
		pc_pause(&eng.sess, true);
		pc_send(&eng.parent, IMSG_RECONF_READY, 0, m->data, m->len);
		return;
	}
	pc_send(&eng.parent, IMSG_RECONF_FAIL, 0, why, strlen(why));
	stage_free();
}

void
reconf_abort(struct imsg *m)
{
	(void)m;
	stage_free();
	pc_pause(&eng.sess, false);
}

static void
commit_peers(void)
{
	struct rbuf r = wb_view(&stage.peers);
	struct eng_peer *p, *next, *range;
	struct peer_conf c;

	TAILQ_FOREACH(p, &eng.peers, entry)
		p->keep = false;
	while (rb_left(&r) > 0) {
		memcpy(&c, rb_bytes(&r, sizeof(c)), sizeof(c));
		if ((p = eng_peer_find(c.id)) != NULL)
			eng_peer_set(p, &c);
		else if ((p = eng_peer_add(&c)) == NULL)
			fatalx("out of memory");
		else
			pset_add(&eng.rib, &stage.newcomers, p->self);
		p->keep = true;
	}
	/* those made from a range stay while the range does */
	TAILQ_FOREACH(p, &eng.peers, entry)
		if (p->tmpl != 0 && (range = eng_peer_find(p->tmpl)) !=
		    NULL && range->keep) {
			eng_peer_follow(p, range);
			p->keep = true;
		}
	TAILQ_FOREACH_SAFE(p, &eng.peers, entry, next)
		if (!p->keep)
			eng_peer_remove(p);
}

static void
commit_procs(void)
{
	struct rbuf r = wb_view(&stage.procs);
	struct im_proc ip;
	uint32_t id;

	api_conf_begin();
	while (rb_left(&r) > 0) {
		memcpy(&id, rb_bytes(&r, sizeof(id)), sizeof(id));
		memcpy(&ip, rb_bytes(&r, sizeof(ip)), sizeof(ip));
		if (api_conf(id, &ip) == -1)
			fatalx("out of memory");
	}
	api_conf_end();
}

static void
commit_subs(void)
{
	struct rbuf r = wb_view(&stage.subs);
	struct eng_peer *p, *range;
	struct sub_conf c;
	struct sub *n;

	TAILQ_FOREACH(p, &eng.peers, entry)
		p->nsubs = 0;
	while (rb_left(&r) > 0) {
		memcpy(&c, rb_bytes(&r, sizeof(c)), sizeof(c));
		if ((p = eng_peer_find(c.peer)) == NULL)
			continue;
		n = reallocarray(p->subs, p->nsubs + 1, sizeof(*n));
		if (n == NULL)
			fatalx("out of memory");
		p->subs = n;
		n[p->nsubs].conf = c;
		if ((n[p->nsubs].prog = api_find(c.proc)) != NULL)
			p->nsubs++;
	}
	TAILQ_FOREACH(p, &eng.peers, entry) {
		range = p->tmpl != 0 ? eng_peer_find(p->tmpl) : NULL;
		if (range != NULL && range->nsubs > 0) {
			n = reallocarray(p->subs, range->nsubs, sizeof(*n));
			if (n == NULL)
				fatalx("out of memory");
			p->subs = n;
			memcpy(n, range->subs, range->nsubs * sizeof(*n));
			p->nsubs = range->nsubs;
		}
		eng_peer_copy(p);
		/* whom it has waited for may be gone */
		rx_credit_back(p);
	}
}

static bool
any_made(void)
{
	const struct eng_peer *p;

	TAILQ_FOREACH(p, &eng.peers, entry)
		if (p->tmpl != 0)
			return true;
	return false;
}

/* The set of a list's peers and of those made from its ranges, if any. */
static struct pset *
list_peers(struct rbuf *r, uint32_t n, bool made)
{
	uint64_t w[RIB_PEERS_MAX / 64];
	struct eng_peer *p;
	uint32_t id;

	memset(w, 0, sizeof(w));
	while (n-- > 0) {
		memcpy(&id, rb_bytes(r, 4), 4);
		if (id < RIB_PEERS_MAX)
			w[id / 64] |= 1ULL << id % 64;
	}
	for (p = made ? TAILQ_FIRST(&eng.peers) : NULL; p != NULL;
	    p = TAILQ_NEXT(p, entry))
		if (p->tmpl != 0 && (w[p->tmpl / 64] >> p->tmpl % 64 & 1))
			w[p->conf.id / 64] |= 1ULL << p->conf.id % 64;
	return pset_get(&eng.rib, w, RIB_PEERS_MAX / 64);
}

/* One route of the new configuration. */
static int
commit_route(const struct im_route *ir, const struct rib_key *k,
    struct pset *peers)
{
	struct attrs *a;
	struct pset *done, *rest;
	int r = 1;

	if (ir->attrs >= stage.nattrs || peers == NULL)
		return 0;
	a = stage.attrs[ir->attrs];
	if (ir->watchdog != 0 && ir->watchdog <= stage.dogs.len /
	    CONF_NAME_MAX)
		r = watchdog_add((const char *)stage.dogs.p +
		    (ir->watchdog - 1U) * CONF_NAME_MAX, k, a, peers,
		    (ir->flags & CR_WITHDRAWN) != 0);
	if (r != 1)
		return r;
	done = rib_mark(&eng.rib, k, a, peers);
	if (done == NULL)
		return rib_announce(&eng.rib, k, a, peers,
		    RIB_STATIC | RIB_SEEN);
	rest = pset_minus(&eng.rib, peers, done);
	r = rest == NULL ? 0 : rib_announce(&eng.rib, k, a, rest,
	    RIB_STATIC | RIB_SEEN);
	pset_unref(&eng.rib, done);
	pset_unref(&eng.rib, rest);
	return r;
}

struct staged {
	struct im_route	ir[AHEAD];
	struct rib_key	key[AHEAD];
};

/* What is done with the staged routes: lists of them, each for its peers. */
struct visitor {
	void	(*list)(struct pset *);
	void	(*route)(void *, const struct im_route *,
		    const struct rib_key *, struct pset *);
};

/*
 * The next staged routes up to that many bytes before the end; what the
 * store will look at for them is asked for.
 */
static size_t
next_routes(struct rbuf *r, size_t end, struct staged *s)
{
	struct im_route *ir;
	size_t n;

	for (n = 0; n < AHEAD && rb_left(r) > end; n++) {
		ir = &s->ir[n];
		memcpy(ir, rb_bytes(r, sizeof(*ir)), sizeof(*ir));
		s->key[n] = (struct rib_key){ rb_bytes(r, ir->nlri_len),
		    ir->path_id, ir->nlri_len, ir->fam, 0, 0 };
		rib_ask(&eng.rib, &s->key[n]);
	}
	rib_fetch(&eng.rib, s->key, n);
	return n;
}

/* Every staged route, with whom it is for. */
static void
each_route(const struct visitor *v, void *arg)
{
	struct staged s;
	struct rbuf lists = wb_view(&stage.lists);
	struct rbuf r = wb_view(&stage.routes);
	const bool made = any_made();
	struct pset *peers = NULL;
	struct list_rec rec;
	size_t end, n, i;

	while (rb_left(&lists) > 0) {
		memcpy(&rec, rb_bytes(&lists, sizeof(rec)), sizeof(rec));
		peers = list_peers(&lists, rec.npeers, made);
		end = 0;	/* of this list, counted from the end */
		if (rb_left(&lists) > 0) {
			memcpy(&rec, lists.p, sizeof(rec));
			end = stage.routes.len - rec.routes;
		}
		if (v->list != NULL)
			v->list(peers);
		while ((n = next_routes(&r, end, &s)) > 0)
			for (i = 0; i < n; i++)
				v->route(arg, &s.ir[i], &s.key[i], peers);
		pset_unref(&eng.rib, peers);
	}
}

/*
 * Neighbors that are new have no routes before their first list, so there is
 * no need to look among those of all the others.
 */
static void
commit_list(struct pset *peers)
{
	struct pset *old = pset_minus(&eng.rib, peers, stage.newcomers);

	eng.rib.floor = old == NULL ? eng.rib.seq : 0;
	pset_del(&eng.rib, &stage.newcomers, peers);
	pset_unref(&eng.rib, old);
}

static void
commit_one(void *lost, const struct im_route *ir, const struct rib_key *k,
    struct pset *peers)
{
	if (commit_route(ir, k, peers) == -1)
		++*(size_t *)lost;
}

static void
compare_one(void *arg, const struct im_route *ir, const struct rib_key *k,
    struct pset *peers)
{
	struct reconf_diff *d = arg;

	if (ir->attrs >= stage.nattrs || peers == NULL ||
	    (ir->watchdog != 0 && ir->watchdog <= stage.dogs.len /
	    CONF_NAME_MAX && watchdog_holds((const char *)stage.dogs.p +
	    (ir->watchdog - 1U) * CONF_NAME_MAX,
	    (ir->flags & CR_WITHDRAWN) != 0)))
		return;
	switch (rib_compare(&eng.rib, k, stage.attrs[ir->attrs], peers)) {
	case 0:
		d->same++;
		break;
	case 1:
		d->changed++;
		break;
	default:
		d->new++;
		break;
	}
}

/*
 * Without ADD-PATH on the session a path that is gone and one that is new are
 * the same route to the peer: the withdrawal must not be the last word.
 */
static void
withdraw_first(void)
{
	static const struct visitor v = { NULL, compare_one };
	struct reconf_diff d = { 0 };

	each_route(&v, &d);
	(void)rib_sweep(&eng.rib, eng.up);	/* the last one counts */
}

static void
commit_routes(void)
{
	static const struct visitor v = { commit_list, commit_one };
	size_t lost = 0, left;

	rib_unshadow(&eng.rib);
	if (stage.paths || have_paths)
		withdraw_first();
	have_paths = stage.paths;
	each_route(&v, &lost);
	eng.rib.floor = 0;
	pset_unref(&eng.rib, stage.newcomers);
	stage.newcomers = NULL;
	if (lost > 0)
		log_error("out of memory: %zu routes of the configuration "
		    "are not announced", lost);
	if ((left = rib_sweep(&eng.rib, eng.up)) > 0)
		log_error("out of memory: %zu routes of the configuration "
		    "before stay", left);
}

void
reconf_diff(struct reconf_diff *d)
{
	static const struct visitor v = { NULL, compare_one };

	memset(d, 0, sizeof(*d));
	if (!stage.ready)
		return;
	each_route(&v, d);
	d->withdrawn = rib_unseen(&eng.rib);
}

void
reconf_commit(struct imsg *m)
{
	(void)m;
	if (!stage.ready)
		return;
	commit_peers();
	commit_procs();
	commit_subs();
	api_peers_changed();
	watchdogs_reset();
	commit_routes();
	stage_free();
}

/* The programs' pipes have arrived too: none misses its first event. */
void
reconf_done(struct imsg *m)
{
	(void)m;
	pc_pause(&eng.sess, false);
}
