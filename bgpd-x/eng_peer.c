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
 * Peers as the route engine sees them: up or down, their credit, and what
 * is known only once the session is there.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "api.h"
#include "cmd.h"
#include "eng.h"
#include "event.h"
#include "monitor.h"
#include "peer_diff.h"

static int
place_cmp(const struct eng_peer *a, const struct eng_peer *b)
{
	const struct prefix *p = &a->conf.peer, *q = &b->conf.peer;
	int r = addr_cmp(&p->addr, &q->addr);

	if (r == 0)
		r = (p->plen > q->plen) - (p->plen < q->plen);
	return r != 0 ? r : (a->conf.id > b->conf.id) -
	    (a->conf.id < b->conf.id);
}

RB_PROTOTYPE(eng_places, eng_peer, place, place_cmp)
RB_GENERATE(eng_places, eng_peer, place, place_cmp)

struct eng_peer *
eng_peer_find(uint32_t id)
{
	return id < eng.nids ? eng.by_id[id] : NULL;
}

static struct eng_peer *
if_at(struct eng_peer *p, const struct prefix *at)
{
	return p != NULL && p->conf.peer.plen == at->plen &&
	    addr_cmp(&p->conf.peer.addr, &at->addr) == 0 ? p : NULL;
}

struct eng_peer *
eng_peer_at(const struct prefix *at)
{
	struct eng_peer key;

	key.conf.peer = *at;
	key.conf.id = 0;
	return if_at(RB_NFIND(eng_places, &eng.places, &key), at);
}

struct eng_peer *
eng_peer_at_next(struct eng_peer *p)
{
	return if_at(RB_NEXT(eng_places, &eng.places, p), &p->conf.peer);
}

static int
set_id(struct eng_peer *p, uint32_t id)
{
	struct eng_peer **n;
	uint32_t nids = id + 64;

	if (id >= RIB_PEERS_MAX)
		return -1;
	if (id >= eng.nids) {
		n = recallocarray(eng.by_id, eng.nids, nids, sizeof(*n));
		if (n == NULL)
			return -1;
		eng.by_id = n;
		eng.nids = nids;
	}
	eng.by_id[id] = p;
	return 0;
}

static struct pset *
single_set(uint32_t id)
{
	uint64_t w[RIB_PEERS_MAX / 64];

	memset(w, 0, (id / 64 + 1) * sizeof(w[0]));
	w[id / 64] = 1ULL << id % 64;
	return pset_get(&eng.rib, w, id / 64 + 1);
}

void
eng_peer_set(struct eng_peer *p, const struct peer_conf *conf)
{
	const bool limits = memcmp(p->conf.max_prefix, conf->max_prefix,
	    sizeof(conf->max_prefix)) != 0;

	/* what is no longer kept up to date is no longer true */
	if (p->conf.adj_rib_in && !conf->adj_rib_in)
		adj_rib_in_clear(p);
	p->conf = *conf;
	if (limits && p->up) {
		p->warned = 0;
		p->doomed |= max_prefix_reached(p);
	}
	group_limit(p);
	if (conf->adj_rib_out)
		pset_del(&eng.rib, &eng.rib.unkept, p->self);
	else
		pset_add(&eng.rib, &eng.rib.unkept, p->self);
}

struct eng_peer *
eng_peer_add(const struct peer_conf *conf)
{
	struct eng_peer *p;

	if (!rib_ready(&eng.rib) || (p = calloc(1, sizeof(*p))) == NULL)
		return NULL;
	if ((p->self = single_set(conf->id)) == NULL ||
	    set_id(p, conf->id) == -1) {
		pset_unref(&eng.rib, p->self);
		free(p);
		return NULL;
	}
	prefix_print_host(&conf->peer, p->name, sizeof(p->name));
	eng_peer_set(p, conf);
	TAILQ_INSERT_TAIL(&eng.peers, p, entry);
	(void)RB_INSERT(eng_places, &eng.places, p);
	pset_add(&eng.rib, &eng.all, p->self);
	return p;
}

static void
peer_is_down(struct eng_peer *p)
{
	if (!p->up)
		return;
	group_leave(p);
	p->up = p->waiting = false;
	p->rx_owed = 0;
	pset_del(&eng.rib, &eng.up, p->self);
	pset_del(&eng.rib, &eng.rib.heard, p->self);
	pset_del(&eng.rib, &eng.rib.deaf, p->self);
	p->doomed = false;
	adj_rib_in_clear(p);
}

void
eng_peer_remove(struct eng_peer *p)
{
	static const struct im_down deconfigured = { .sent = 1,
	    .code = NOTIFY_CEASE, .subcode = CEASE_DECONFIGURED,
	    .reason = "notification sent (6,3)" };
	const bool up = p->up;

	peer_is_down(p);
	/* the session engine's own word of it would be about nobody */
	if (up)
		event_down(p, &deconfigured);
	rib_forget(&eng.rib, p->conf.id, p->self);
	watchdogs_forget(p->self);
	monitors_forget(p->self);
	pset_del(&eng.rib, &eng.all, p->self);
	pset_del(&eng.rib, &eng.rib.unkept, p->self);
	eng.by_id[p->conf.id] = NULL;
	TAILQ_REMOVE(&eng.peers, p, entry);
	(void)RB_REMOVE(eng_places, &eng.places, p);
	pset_unref(&eng.rib, p->self);
	free(p->subs);
	free(p);
}

/* Tell the session engine which messages programs want copies of. */
void
eng_peer_copy(struct eng_peer *p)
{
	struct im_copy c = { 0, 0, 0, 0 };
	const struct sub_conf *s;
	size_t i;

	for (i = 0; i < p->nsubs; i++) {
		s = &p->subs[i].conf;
		if (s->rx_form != 0)
			c.rx |= s->rx_kind;
		if (s->tx_form != 0)
			c.tx |= s->tx_kind;
		c.fsm |= (s->other & SUB_FSM) != 0;
	}
	pc_send(&eng.sess, IMSG_PEER_COPY, p->conf.id, &c, sizeof(c));
}

void
eng_peer_follow(struct eng_peer *p, const struct eng_peer *range)
{
	const struct peer_conf conf = peer_member(&range->conf, p->conf.id,
	    &p->conf.peer.addr);

	eng_peer_set(p, &conf);
}

/* There is no memory for this session: end it, the peer may call again. */
static void
refuse(uint32_t id, const char *name)
{
	const struct im_stop s = { .code = NOTIFY_CEASE,
	    .subcode = CEASE_RESOURCES };

	log_error("neighbor %s: out of memory, session closed", name);
	pc_send(&eng.sess, IMSG_PEER_STOP, id, &s, sizeof(s));
}

/* Someone from within a range: the routes of the range are for it too. */
void
eng_peer_new(struct imsg *m)
{
	struct im_peer_new msg;
	struct eng_peer *range, *p;
	struct peer_conf conf;
	struct sub *subs = NULL;

	memcpy(&msg, m->data, sizeof(msg));
	if ((range = eng_peer_find(msg.tmpl)) == NULL ||
	    eng_peer_find(m->hdr.id) != NULL)
		return;
	conf = peer_member(&range->conf, m->hdr.id, &msg.addr);
	if ((range->nsubs > 0 && (subs = reallocarray(NULL, range->nsubs,
	    sizeof(*subs))) == NULL) || (p = eng_peer_add(&conf)) == NULL) {
		free(subs);
		refuse(m->hdr.id, range->name);
		return;
	}
	p->tmpl = msg.tmpl;
	p->nsubs = range->nsubs;
	if ((p->subs = subs) != NULL)
		memcpy(subs, range->subs, p->nsubs * sizeof(*subs));
	eng_peer_copy(p);
	rib_clone(&eng.rib, range->conf.id, p->self);
	watchdogs_clone(range->conf.id, p->self);
	api_peers_changed();
}

void
eng_peer_gone(struct imsg *m)
{
	struct eng_peer *p = eng_peer_find(m->hdr.id);

	/* the session engine could not make one that was made at run time */
	if (p == NULL || p->tmpl == 0) {
		pc_send(&eng.parent, IMSG_PEER_DELETE, m->hdr.id, NULL, 0);
		return;
	}
	eng_peer_remove(p);
	api_peers_changed();
}

/* May a route for it need an address of the other kind as next hop? */
static bool
needs_other(const struct eng_peer *p)
{
	bool v4 = p->negot.local.len == 4;
	int i;

	for (i = 0; i < FAM_MAX; i++)
		if ((p->negot.families & FAM_BIT(i)) != 0 &&
		    ((families[i].afi == AFI_IPV6 && v4) ||
		    (families[i].afi == AFI_IPV4 && !v4)))
			return true;
	return false;
}

static void
agreed(struct eng_peer *p, const struct negot *n)
{
	p->negot = *n;
	if (p->negot.nfam > FAM_MAX)
		p->negot.nfam = FAM_MAX;
	p->agreed = true;
}

/* Selectors look at it if the configuration has none: none is remembered. */
static void
set_local(struct eng_peer *p, const struct addr *local)
{
	if (p->conf.local.len == 0 && addr_cmp(&p->local, local) != 0)
		same_clear();
	p->local = *local;
}

void
eng_sess_up(struct imsg *m)
{
	struct eng_peer *p = eng_peer_find(m->hdr.id);
	struct im_start st;
	struct im_up up;

	if (p == NULL)
		return;
	peer_is_down(p);
	eng.now = mono_now();
	memcpy(&up, m->data, sizeof(up));
	agreed(p, &up.negot);
	p->serial = st.serial = up.serial;
	pc_send(&eng.sess, IMSG_TX_START, p->conf.id, &st, sizeof(st));
	p->up = true;
	set_local(p, &p->negot.local);
	p->credit = ENG_TXWINDOW;
	p->now = 0;
	memset(&p->self_other, 0, sizeof(p->self_other));
	if (!rib_ready(&eng.rib)) {
		p->up = false;
		refuse(p->conf.id, p->name);
		return;
	}
	pset_add(&eng.rib, &eng.up, p->self);
	event_state(p, "up");
	if (needs_other(p)) {
		p->waiting = true;
		pc_send(&eng.parent, IMSG_IFADDR_REQ, p->conf.id, &p->local,
		    sizeof(p->local));
	} else if (group_enter(p) == -1) {
		refuse(p->conf.id, p->name);
	}
}

/* `next-hop self` of the other kind: the interface's address, or none. */
void
eng_ifaddr(struct imsg *m)
{
	struct eng_peer *p = eng_peer_find(m->hdr.id);

	if (p == NULL || !p->waiting)
		return;
	p->waiting = false;
	memcpy(&p->self_other, m->data, sizeof(p->self_other));
	if (group_enter(p) == -1)
		refuse(p->conf.id, p->name);
}

void
eng_sess_down(struct imsg *m)
{
	struct eng_peer *p = eng_peer_find(m->hdr.id);
	struct im_down d;

	if (p == NULL)
		return;
	memcpy(&d, m->data, sizeof(d));
	d.reason[sizeof(d.reason) - 1] = '\0';
	peer_is_down(p);
	p->agreed = false;
	event_down(p, &d);
	set_local(p, &(const struct addr){ .len = 0 });
}

void
eng_sess_state(struct imsg *m)
{
	struct eng_peer *p = eng_peer_find(m->hdr.id);
	struct im_state st;

	if (p == NULL)
		return;
	memcpy(&st, m->data, sizeof(st));
	if (!st.connected) {
		event_fsm(p, st.state);
		return;
	}
	set_local(p, &st.local);
	event_state(p, "connected");
}

/* What the two OPENs agree on: a session may come of it. */
void
eng_sess_negot(struct imsg *m)
{
	struct eng_peer *p = eng_peer_find(m->hdr.id);
	struct negot n;

	if (p == NULL)
		return;
	memcpy(&n, m->data, sizeof(n));
	if (!p->up) {
		agreed(p, &n);
		event_negotiated(p);
	}
}

void
eng_credit(struct imsg *m)
{
	struct eng_peer *p = eng_peer_find(m->hdr.id);
	struct im_credit cr;

	if (p == NULL || !p->up)
		return;
	memcpy(&cr, m->data, sizeof(cr));
	p->credit += cr.bytes;
	if (p->credit > ENG_TXWINDOW)
		p->credit = ENG_TXWINDOW;
	if (p->credit > 0)
		p->now = 0;
}
