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
 * The table of peers: configured ones, and those made from a range.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "codec/update.h"
#include "peer_diff.h"
#include "sess.h"

#define DYNAMIC_MAX	16384U	/* peers made from ranges */

struct peer *
peer_find(uint32_t id)
{
	return id < sess.nids ? sess.by_id[id] : NULL;
}

static int
peer_set_id(struct peer *p, uint32_t id)
{
	struct peer **n;
	uint32_t nids;

	if (id >= sess.nids) {
		nids = id + 64;
		n = recallocarray(sess.by_id, sess.nids, nids, sizeof(*n));
		if (n == NULL)
			return -1;
		sess.by_id = n;
		sess.nids = nids;
	}
	sess.by_id[id] = p;
	return 0;
}

static void
idle_over(int fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	sess.now = mono_now();
	peer_start(arg);
}

struct peer *
peer_add(const struct peer_conf *conf)
{
	struct peer *p;

	if ((p = calloc(1, sizeof(*p))) == NULL)
		return NULL;
	p->conf = *conf;
	if (peer_set_id(p, conf->id) == -1) {
		free(p);
		return NULL;
	}
	prefix_print_host(&conf->peer, p->name, sizeof(p->name));
	evtimer_set(&p->idle, idle_over, p);
	p->since = sess.now;
	p->rx_credit = SESS_RXWINDOW;
	TAILQ_INSERT_TAIL(&sess.peers, p, entry);
	return p;
}

/* A peer of its own for an address that connected from within a range. */
static struct peer *
peer_from_range(struct peer *range, const struct addr *remote)
{
	struct peer_conf conf;
	struct im_peer_new msg;
	struct peer *p;
	uint32_t id;

	for (id = DYNAMIC_ID; id < DYNAMIC_ID + DYNAMIC_MAX; id++)
		if (peer_find(id) == NULL)
			break;
	if (id == DYNAMIC_ID + DYNAMIC_MAX)
		return NULL;
	conf = peer_member(&range->conf, id, remote);
	if ((p = peer_add(&conf)) == NULL)
		return NULL;
	p->dynamic = true;
	p->tmpl = range->conf.id;
	p->copy = range->copy;
	memset(&msg, 0, sizeof(msg));
	msg.tmpl = range->conf.id;
	msg.addr = *remote;
	pc_send(&sess.eng, IMSG_PEER_NEW, id, &msg, sizeof(msg));
	return p;
}

/*
 * How well a connection to this address and port of ours fits a neighbor, 0
 * for not at all.  Another port than its own counts against it, and a single
 * address is before a range.
 */
static int
peer_fits(const struct peer_conf *c, const struct addr *remote,
    const struct addr *local, uint16_t port)
{
	const int single = prefix_is_host(&c->peer);

	if (single ? addr_cmp(&c->peer.addr, remote) != 0 :
	    !addr_match(remote, &c->peer))
		return 0;
	if (c->local.len != 0 && addr_cmp(&c->local, local) != 0 &&
	    addr_cmp(&c->md5_ip, local) != 0)
		return 0;
	if (c->listen_port != 0 && c->listen_port != port)
		return 1 + single;
	return 3 + 2 * single + (c->listen_port != 0);
}

/*
 * Whom a connection belongs to: the one it fits best, the first of several
 * alike.
 */
struct peer *
peer_by_addr(const struct addr *remote, const struct addr *local,
    uint16_t port)
{
	struct peer *p, *best = NULL;
	int fits, most = 0;

	TAILQ_FOREACH(p, &sess.peers, entry) {
		fits = peer_fits(&p->conf, remote, local, port);
		if (fits > most) {
			best = p;
			most = fits;
		}
	}
	/* a range that is held down makes no members */
	if (best == NULL || prefix_is_host(&best->conf.peer) ||
	    best->disabled)
		return best;
	return peer_from_range(best, remote);
}

static void
peer_free(struct peer *p)
{
	int i;

	for (i = 0; i < 2; i++)
		if (p->conn[i] != NULL)
			conn_bury(p->conn[i]);
	evtimer_del(&p->idle);
	sess.by_id[p->conf.id] = NULL;
	TAILQ_REMOVE(&sess.peers, p, entry);
	/* Buried connections still point here until the end of the turn. */
	conn_reap();
	free(p);
}

/* End its session with a Cease and forget it. */
void
peer_remove(struct peer *p, uint8_t subcode)
{
	struct im_stop s = { .code = NOTIFY_CEASE, .subcode = subcode,
	    .hold = 1 };

	peer_stop(p, &s);
	if (p->dynamic)
		pc_send(&sess.eng, IMSG_PEER_GONE, p->conf.id, NULL, 0);
	else
		sess.dynamic_over = true;	/* it may have been a range */
	peer_free(p);
}

/*
 * A member of a range: does it stay?  Not without a connection, unless it is
 * held down, nor when its session depends on what the range no longer says.
 */
static bool
member_stays(struct peer *p, uint8_t *subcode)
{
	const struct peer *range = peer_find(p->tmpl);
	struct peer_conf conf;

	*subcode = CEASE_DECONFIGURED;
	if (range == NULL || (p->conn[1] == NULL && !p->disabled) ||
	    !addr_match(&p->conf.peer.addr, &range->conf.peer))
		return false;
	conf = peer_member(&range->conf, p->conf.id, &p->conf.peer.addr);
	*subcode = CEASE_CONFIG_CHANGE;
	if (peer_diff(&p->conf, &conf, true, NULL))
		return false;
	conf.open.gr_restarting = p->conf.open.gr_restarting;
	p->conf = conf;
	return true;
}

/* See to it that members of ranges go when their time has come. */
void
peers_check_ranges(void)
{
	struct peer *p, *next;
	uint8_t subcode;

	TAILQ_FOREACH_SAFE(p, &sess.peers, entry, next)
		if (p->dynamic && !member_stays(p, &subcode))
			peer_remove(p, subcode);
}

void
peer_start(struct peer *p)
{
	static const struct timeval again = { 1, 0 };

	evtimer_del(&p->idle);
	p->disabled = false;
	p->attempts = 0;
	if (p->dynamic)
		sess.dynamic_over = true;
	if (!prefix_is_host(&p->conf.peer) || p->dynamic ||
	    sess.shutting_down)
		return;
	if (p->conn[0] == NULL && conn_new(p, false) == NULL) {
		log_error("neighbor %s: out of memory", p->name);
		timer_add(&p->idle, &again);
		return;
	}
	if (p->conn[0]->fsm.state == FSM_IDLE && p->up == NULL)
		conn_timer_set(p->conn[0], FSM_T_IDLE_HOLD, 1);
}

void
peer_stop(struct peer *p, const struct im_stop *s)
{
	struct timeval tv = { (time_t)s->idle, 0 };
	int i;

	p->disabled = s->hold != 0;
	if (s->hold)
		stop_error(s, &p->held);
	evtimer_del(&p->idle);
	if (s->hold && s->idle != 0)
		timer_add(&p->idle, &tv);
	for (i = 0; i < 2; i++)
		if (p->conn[i] != NULL)
			conn_cease(p->conn[i], s);
	if (!s->hold)
		peer_start(p);
}

/*
 * A connection has ended.  If the attempts of ours were put off because
 * theirs was up, they start again now.
 */
void
peer_conn_over(struct peer *p, struct conn *c)
{
	struct conn *ours = p->conn[0];

	if (p->dynamic)
		sess.dynamic_over = true;
	if (p->disabled || sess.shutting_down || p->up != NULL)
		return;
	if (ours != NULL && ours != c && ours->fsm.state == FSM_IDLE &&
	    !mono_is_set(ours->due[FSM_T_IDLE_HOLD]))
		conn_timer_set(ours, FSM_T_IDLE_HOLD,
		    (int64_t)fsm_idle_delay(ours->fsm.failures) * 1000 + 1);
}

/* Nothing of it is left on the wire. */
bool
peer_idle(const struct peer *p)
{
	return (p->conn[0] == NULL || p->conn[0]->fd == -1) &&
	    (p->conn[1] == NULL || p->conn[1]->fd == -1);
}

void
peer_stat(struct peer *p, struct im_peer_stat *st)
{
	struct conn *c = p->up;
	int i;

	memset(st, 0, sizeof(*st));
	for (i = 0; i < 2 && c == NULL; i++)
		if (p->conn[i] != NULL && p->conn[i]->fsm.state >=
		    FSM_OPEN_SENT)
			c = p->conn[i];
	if (c == NULL)
		c = p->conn[0];
	if (c != NULL) {
		st->state = (uint32_t)c->fsm.state;
		st->negot = c->negot;
		st->has_open = c->has_open && c->fsm.state >=
		    FSM_OPEN_CONFIRM;
		st->queued = c->txq.bytes;
		memcpy(st->peer_caps, c->peer_caps, sizeof(st->peer_caps));
	}
	st->established = p->established;
	st->uptime_ms = (uint64_t)mono_diff_ms(p->since, sess.now);
	st->rx = p->rx;
	st->tx = p->tx;
	st->disabled = p->disabled;
	memcpy(st->last_error, p->last_error, sizeof(st->last_error));
}
