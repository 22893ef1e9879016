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
 * The session engine: start, messages from the other processes, reload,
 * stop.
 */
#include <sys/types.h>

#include <signal.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "codec/update.h"
#include "sandbox.h"
#include "peer_diff.h"
#include "sess.h"

#define SHUTDOWN_MS	1500	/* for NOTIFICATIONs to leave */

struct sess sess;

static struct event shutdown_timer;

/* A message for programs that asked for such messages of this peer. */
void
sess_copy(struct peer *p, bool sent, uint8_t type, const void *data,
    size_t len)
{
	static const uint8_t kind[] = { 0, SUB_OPEN, SUB_UPDATE,
	    SUB_NOTIFICATION, SUB_KEEPALIVE, SUB_REFRESH, SUB_OPERATIONAL };
	struct im_rxmsg h = { sent, 0 };
	uint8_t want = sent ? p->copy.tx : p->copy.rx;

	if (type == 0 || type >= sizeof(kind))
		return;
	/* a request is answered whether a program listens or not */
	if (!sent && (type == MSG_REFRESH || type == MSG_OPERATIONAL))
		want |= kind[type];
	if ((want & kind[type]) == 0 || len > CHAN_PAYLOAD_MAX - sizeof(h))
		return;
	pc_send2(&sess.eng, IMSG_RX_MSG, p->conf.id, &h, sizeof(h), data,
	    len);
}

static void
on_listener(struct imsg *m)
{
	struct im_listener info;

	memcpy(&info, m->data, sizeof(info));
	listen_stage(m->fd, &info);
}

static void
on_socket(struct imsg *m)
{
	struct peer *p = peer_find(m->hdr.id);
	struct im_socket s;

	sess.now = mono_now();
	memcpy(&s, m->data, sizeof(s));
	if (m->fd == -1 && s.error == 0)
		s.error = EMFILE;
	if (p == NULL || p->conn[0] == NULL) {
		if (m->fd != -1)
			close(m->fd);
		return;
	}
	conn_got_socket(p->conn[0], m->fd, &s);
}

static void
on_reconf_begin(struct imsg *m)
{
	struct im_gen g;

	memcpy(&g, m->data, sizeof(g));
	sess.gen = g.gen;
	sess.nstaged = 0;
	sess.nomem = false;
}

static void
on_reconf_peer(struct imsg *m)
{
	struct staged *s;
	size_t cap;

	if (sess.nstaged == sess.capstaged) {
		cap = sess.capstaged == 0 ? 64 : sess.capstaged * 2;
		s = reallocarray(sess.staged, cap, sizeof(*s));
		if (s == NULL) {
			sess.nomem = true;
			return;
		}
		sess.staged = s;
		sess.capstaged = cap;
	}
	s = &sess.staged[sess.nstaged++];
	/* all, until the route engine has said what programs want */
	s->copy = (struct im_copy){ .rx = UINT8_MAX, .tx = UINT8_MAX,
	    .fsm = 1 };
	s->down = false;
	memcpy(&s->conf, m->data, sizeof(s->conf));
}

static struct staged *
staged_find(uint32_t id)
{
	size_t i;

	/* the last one first: what follows a neighbor is about that one */
	for (i = sess.nstaged; i > 0; i--)
		if (sess.staged[i - 1].conf.id == id)
			return &sess.staged[i - 1];
	return NULL;
}

static void
on_reconf_end(struct imsg *m)
{
	static const char why[] = "out of memory in the session engine";

	if (sess.nomem)
		pc_send(&sess.parent, IMSG_RECONF_FAIL, 0, why, strlen(why));
	else
		pc_send(&sess.parent, IMSG_RECONF_READY, 0, m->data, m->len);
}

static void
on_reconf_abort(struct imsg *m)
{
	(void)m;
	sess.nstaged = 0;
}

/* One staged neighbor: new, changed, or kept as it is. */
static void
reconf_peer(struct staged *s)
{
	struct peer_conf *conf = &s->conf;
	struct peer *p = peer_find(conf->id);

	/* there may have been no OPEN yet that said so */
	if (p != NULL)
		conf->open.gr_restarting = p->conf.open.gr_restarting;
	if (p != NULL && peer_diff(&p->conf, conf, true, NULL)) {
		peer_remove(p, CEASE_CONFIG_CHANGE);
		p = peer_add(conf);
	} else if (p != NULL) {
		p->conf = *conf;
	} else {
		p = peer_add(conf);
	}
	if (p == NULL)
		fatalx("out of memory");
	p->copy = s->copy;
	p->disabled |= s->down;
	p->keep = true;
	/* in the order of the file: who fits a connection alike goes by it */
	TAILQ_REMOVE(&sess.peers, p, entry);
	TAILQ_INSERT_TAIL(&sess.peers, p, entry);
}

/*
 * Has a member of a range become a neighbor of its own?  That takes over, if
 * it is whom the next connection from there will belong to in any case.
 */
static bool
is_configured(const struct peer *p)
{
	const struct peer_conf *c;
	size_t i;

	for (i = 0; i < sess.nstaged; i++) {
		c = &sess.staged[i].conf;
		if (prefix_is_host(&c->peer) && c->listen_port == 0 &&
		    addr_cmp(&c->peer.addr, &p->conf.peer.addr) == 0 &&
		    (c->local.len == 0 || (p->conf.md5_ip.len == 0 &&
		    addr_cmp(&c->local, &p->conf.local) == 0)))
			return true;
	}
	return false;
}

static void
on_reconf_commit(struct imsg *m)
{
	struct peer *p, *next;
	size_t i;

	(void)m;
	sess.now = mono_now();
	listen_switch();
	TAILQ_FOREACH(p, &sess.peers, entry)
		p->keep = p->dynamic;
	for (i = 0; i < sess.nstaged; i++)
		reconf_peer(&sess.staged[i]);
	TAILQ_FOREACH_SAFE(p, &sess.peers, entry, next) {
		if (!p->keep)
			peer_remove(p, CEASE_DECONFIGURED);
		else if (p->dynamic && is_configured(p))
			peer_remove(p, CEASE_CONFIG_CHANGE);
	}
	TAILQ_FOREACH(p, &sess.peers, entry)
		if (!p->disabled && p->conn[0] == NULL)
			peer_start(p);
	sess.dynamic_over = true;
	free(sess.staged);
	sess.staged = NULL;
	sess.nstaged = sess.capstaged = 0;
}

static void
on_peer_stop(struct imsg *m)
{
	struct staged *next = staged_find(m->hdr.id);
	struct peer *p = peer_find(m->hdr.id);
	struct im_stop s;

	sess.now = mono_now();
	memcpy(&s, m->data, sizeof(s));
	if (next != NULL && s.serial == 0)
		next->down |= s.hold != 0;
	/* a reset is not for who is held down: only `up` ends that */
	if (p == NULL || (p->disabled && !s.hold))
		return;
	if (s.serial == 0 || (p->up != NULL && p->up->serial == s.serial))
		peer_stop(p, &s);
}

static void
on_peer_start(struct imsg *m)
{
	struct staged *next = staged_find(m->hdr.id);
	struct peer *p = peer_find(m->hdr.id);

	sess.now = mono_now();
	if (next != NULL)
		next->down = false;
	if (p != NULL)
		peer_start(p);
}

static void
on_peer_copy(struct imsg *m)
{
	struct staged *next = staged_find(m->hdr.id);
	struct peer *p = peer_find(m->hdr.id);

	if (p != NULL)
		memcpy(&p->copy, m->data, sizeof(p->copy));
	if (next != NULL)
		memcpy(&next->copy, m->data, sizeof(next->copy));
}

static void
on_tx_update(struct imsg *m)
{
	sess.now = mono_now();
	tx_update(m);
}

static void
on_tx_start(struct imsg *m)
{
	struct peer *p = peer_find(m->hdr.id);
	struct im_start st;

	memcpy(&st, m->data, sizeof(st));
	if (p != NULL && p->up != NULL && p->up->serial == st.serial)
		p->up->started = true;
}

static void
on_rx_credit(struct imsg *m)
{
	struct peer *p = peer_find(m->hdr.id);
	struct im_credit cr;

	sess.now = mono_now();
	memcpy(&cr, m->data, sizeof(cr));
	if (p == NULL || p->up == NULL || !p->up->started)
		return;
	p->rx_credit += cr.bytes;
	if (p->rx_credit > SESS_RXWINDOW)
		p->rx_credit = SESS_RXWINDOW;
	rx_resume(p->up);
}

static void
on_show(struct imsg *m)
{
	struct im_peer_stat st;
	struct peer *p;

	sess.now = mono_now();
	TAILQ_FOREACH(p, &sess.peers, entry) {
		peer_stat(p, &st);
		pc_send(&sess.eng, IMSG_SHOW_PEER, p->conf.id, &st,
		    sizeof(st));
	}
	pc_send(&sess.eng, IMSG_SHOW_END, m->hdr.id, NULL, 0);
}

static void
on_peer_add(struct imsg *m)
{
	char name[ADDR_STRLEN];
	struct peer_conf conf;
	struct peer *p;

	sess.now = mono_now();
	memcpy(&conf, m->data, sizeof(conf));
	if (peer_find(conf.id) != NULL)
		return;
	if ((p = peer_add(&conf)) != NULL) {
		peer_start(p);
		return;
	}
	prefix_print_host(&conf.peer, name, sizeof(name));
	log_error("neighbor %s: out of memory, it is not made", name);
	pc_send(&sess.eng, IMSG_PEER_GONE, conf.id, NULL, 0);
}

static void
on_peer_del(struct imsg *m)
{
	struct peer *p = peer_find(m->hdr.id);

	sess.now = mono_now();
	if (p != NULL)
		peer_remove(p, CEASE_DECONFIGURED);
}

static void
on_loglevel(struct imsg *m)
{
	struct im_loglevel l;

	memcpy(&l, m->data, sizeof(l));
	log_set_level((enum log_level)l.level);
}

/* SIGALRM: all sessions anew. */
static void
on_signal(struct imsg *m)
{
	struct im_stop s = { .code = NOTIFY_CEASE,
	    .subcode = CEASE_DECONFIGURED };
	struct im_signal sig;
	struct peer *p;

	sess.now = mono_now();
	memcpy(&sig, m->data, sizeof(sig));
	if (sig.signo != SIGALRM)
		return;
	TAILQ_FOREACH(p, &sess.peers, entry)
		if (!p->disabled)
			peer_stop(p, &s);
}

static bool
all_idle(void)
{
	struct peer *p;

	TAILQ_FOREACH(p, &sess.peers, entry)
		if (!peer_idle(p))
			return false;
	return true;
}

static void
sess_done(void)
{
	pc_send(&sess.parent, IMSG_DONE, 0, NULL, 0);
	pc_drain(&sess.eng);
	pc_drain(&sess.parent);
	sess.stop = true;
}

static void
on_shutdown_timer(int fd, short ev, void *arg)
{
	(void)fd;
	(void)ev;
	(void)arg;
	sess_done();
}

static void
on_shutdown(struct imsg *m)
{
	struct im_stop s = { .code = NOTIFY_CEASE,
	    .subcode = CEASE_ADMIN_DOWN, .hold = 1 };
	struct timeval tv = { SHUTDOWN_MS / 1000, SHUTDOWN_MS % 1000 * 1000 };
	struct peer *p;

	(void)m;
	sess.now = mono_now();
	sess.shutting_down = true;
	listen_close_all();
	TAILQ_FOREACH(p, &sess.peers, entry)
		peer_stop(p, &s);
	evtimer_set(&shutdown_timer, on_shutdown_timer, NULL);
	timer_add(&shutdown_timer, &tv);
}

static const imsg_fn eng_handlers[IMSG_MAX] = {
	[IMSG_PEER_STOP] = on_peer_stop,
	[IMSG_PEER_START] = on_peer_start,
	[IMSG_PEER_COPY] = on_peer_copy,
	[IMSG_TX_START] = on_tx_start,
	[IMSG_TX_UPDATE] = on_tx_update,
	[IMSG_RX_CREDIT] = on_rx_credit,
	[IMSG_SHOW_REQ] = on_show,
};

static const imsg_fn parent_handlers[IMSG_MAX] = {
	[IMSG_LISTENER] = on_listener,
	[IMSG_SOCKET] = on_socket,
	[IMSG_RECONF_BEGIN] = on_reconf_begin,
	[IMSG_RECONF_PEER] = on_reconf_peer,
	[IMSG_RECONF_END] = on_reconf_end,
	[IMSG_RECONF_COMMIT] = on_reconf_commit,
	[IMSG_PEER_ADD] = on_peer_add,
	[IMSG_PEER_DEL] = on_peer_del,
	[IMSG_RECONF_ABORT] = on_reconf_abort,
	[IMSG_LOGLEVEL] = on_loglevel,
	[IMSG_SIGNAL] = on_signal,
	[IMSG_SHUTDOWN] = on_shutdown,
};

/* Without the others there is nothing to do; the parent reports it. */
static void
sess_lost(struct proc_chan *pc, const char *why)
{
	if (!sess.shutting_down)
		log_debug("session engine: %s %s", role_name(pc->peer), why);
	if (pc == &sess.parent || !sess.shutting_down)
		_exit(1);
	pc_close(pc);
}

static void
sess_turn(void)
{
	conn_reap();
	if (sess.dynamic_over) {
		sess.dynamic_over = false;
		peers_check_ranges();
	}
	pc_flush(&sess.parent);	/* its log lines come first */
	pc_flush(&sess.eng);
	if (sess.shutting_down && !sess.stop && all_idle() &&
	    farewell_count() == 0)
		sess_done();
}

void
sess_main(void)
{
	int engfd;

	event_init();
	TAILQ_INIT(&sess.peers);
	TAILQ_INIT(&sess.dead);
	sess.now = mono_now();
	if ((sess.rxbuf = malloc(CHAN_INBUF)) == NULL)
		fatalx("out of memory");
	engfd = child_start(&sess.parent, ROLE_SESS, parent_handlers,
	    sess_lost, &sess.cfg);
	if (pc_open(&sess.eng, engfd, ROLE_SESS, ROLE_ENG, eng_handlers,
	    sess_lost) == -1)
		fatalx("out of memory");
	sandbox_enter(ROLE_SESS, &sess.cfg);
	pc_send(&sess.parent, IMSG_READY, 0, NULL, 0);
	proc_loop(&sess.stop, sess_turn);
}
