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
 * Connections: what the FSM decides is carried out here.
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/sockaddr.h"
#include "codec/update.h"
#include "sess.h"

#define CONNECT_RETRY	20	/* s to wait for a connection to be made */
#define SOCKBUF_SIZE	(512 * 1024)
#define HOLD_EXTEND_MAX	3	/* hold times */

static void	conn_close_fd(struct conn *);
static void	conn_step(struct conn *, const struct fsm_event *);

static void
conn_arm(struct conn *c)
{
	struct mono first = MONO_NEVER;
	struct timeval tv;
	int64_t ms;
	int t;

	for (t = 0; t < FSM_TIMERS; t++)
		if (mono_is_set(c->due[t]) && (!mono_is_set(first) ||
		    c->due[t].ns < first.ns))
			first = c->due[t];
	if (!mono_is_set(first) || (mono_is_set(c->armed) &&
	    c->armed.ns <= first.ns))
		return;		/* it fires early and looks again */
	ms = mono_diff_ms(sess.now, first) + 1;
	if (ms < 1)
		ms = 1;
	tv.tv_sec = (time_t)(ms / 1000);
	tv.tv_usec = (suseconds_t)(ms % 1000) * 1000;
	timer_add(&c->timer, &tv);
	c->armed = first;
}

void
conn_timer_set(struct conn *c, enum fsm_timer t, int64_t ms)
{
	if (ms == FSM_TIMER_KEEP)
		return;
	c->due[t] = ms == FSM_TIMER_STOP ? MONO_NEVER :
	    mono_add_ms(sess.now, ms);
	if (ms != FSM_TIMER_STOP)
		conn_arm(c);
}

static bool
has_unread(const struct conn *c)
{
	uint8_t byte;

	return recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
}

/*
 * Unread bytes prove that the peer lives: we are the slow side.  If this
 * process has been stopped for a while they are only to be read first.  After
 * some hold times the program that keeps it waiting is given up, not the
 * session.  A peer that has died meanwhile acknowledges none of our
 * KEEPALIVEs, which TCP's own timeout ends.
 */
static bool
hold_excused(struct conn *c)
{
	if (!c->paused && has_unread(c)) {
		conn_timer_set(c, FSM_T_HOLD, 1);
		return true;
	}
	if (!c->paused || (c->partlen == 0 && !has_unread(c)))
		return false;
	if (c->hold_extended < HOLD_EXTEND_MAX)
		c->hold_extended++;
	else
		pc_send(&sess.eng, IMSG_RX_STUCK, c->peer->conf.id, NULL, 0);
	conn_timer_set(c, FSM_T_HOLD, (int64_t)c->fsm.hold_time * 1000);
	return true;
}

/*
 * Why there is no connection, in the log and in `show neighbor`, there behind
 * the NOTIFICATION that ended the session: an error of the system, or 0 if
 * nobody answered.
 */
static void
connect_failed(struct conn *c, int error)
{
	struct peer *p = c->peer;
	const char *hint = "", *what = error == 0 ? "no answer" :
	    strerror(error);

	/* the system does not say which address it means */
	if (error == EADDRNOTAVAIL)
		hint = p->conf.md5_ip.len != 0 ?
		    ": does this machine have md5-ip?" :
		    ": does this machine have local-address?";
	else if (error == ENODEV)
		hint = ": does this machine have source-interface?";
	/* kernels drop segments whose signature is wrong */
	else if (error == 0 && p->conf.key_number != 0)
		hint = ": is the MD5 or TCP-AO password the same on "
		    "both sides?";
	snprintf(p->last_error + p->notified, sizeof(p->last_error) -
	    p->notified, "%s%s%s", p->notified > 0 ? "; then " : "", what,
	    hint);
	log_info("neighbor %s: connection failed: %s%s", p->name, what, hint);
}

static void
conn_timeout(int fd, short ev, void *arg)
{
	static const enum fsm_input input[FSM_TIMERS] = {
		FSM_EV_CONNECT_RETRY, FSM_EV_HOLD, FSM_EV_KEEPALIVE_TIMER,
		FSM_EV_START, FSM_EV_OPEN_WAIT, FSM_EV_SEND_HOLD
	};
	struct conn *c = arg;
	int t;

	(void)fd;
	(void)ev;
	sess.now = mono_now();
	c->armed = MONO_NEVER;
	for (t = 0; t < FSM_TIMERS && !c->dead; t++) {
		if (!mono_is_set(c->due[t]) || c->due[t].ns > sess.now.ns)
			continue;
		c->due[t] = MONO_NEVER;
		if (t == FSM_T_HOLD && hold_excused(c))
			continue;
		if (t == FSM_T_SEND_HOLD && c->txq.n == 0) {
			conn_timer_set(c, FSM_T_SEND_HOLD,
			    (int64_t)fsm_send_hold(&c->fsm) * 1000);
			continue;
		}
		if (t == FSM_T_CONNECT_RETRY && c->connecting)
			connect_failed(c, 0);
		conn_event(c, input[t]);
	}
	if (!c->dead)
		conn_arm(c);
}

static void
conn_readable(int fd, short ev, void *arg)
{
	(void)fd;
	(void)ev;
	sess.now = mono_now();
	rx_ready(arg);
}

static void
conn_writable(int fd, short ev, void *arg)
{
	struct conn *c = arg;
	socklen_t len = sizeof(int);
	int err = 0;

	(void)fd;
	(void)ev;
	sess.now = mono_now();
	if (c->connecting) {
		c->connecting = false;
		if (getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &len) == -1)
			err = errno;
		if (err != 0) {
			connect_failed(c, err);
			conn_event(c, FSM_EV_TCP_FAIL);
			return;
		}
		conn_event(c, event_add(&c->rd, NULL) == -1 ?
		    FSM_EV_TCP_FAIL : FSM_EV_TCP_UP);
		return;
	}
	tx_write(c);
}

struct conn *
conn_new(struct peer *p, bool incoming)
{
	struct conn *c;

	if ((c = calloc(1, sizeof(*c))) == NULL)
		return NULL;
	c->peer = p;
	c->fd = -1;
	c->fsm.incoming = incoming;
	c->fsm.passive = p->conf.passive || p->conf.connect_port == 0;
	c->fsm.hold_time = p->conf.open.hold_time;
	c->fsm.connect_retry = CONNECT_RETRY;
	c->fsm.open_wait = sess.cfg.openwait;
	c->fsm.retry_ms_jitter = (uint16_t)arc4random_uniform(100);
	c->negot.msg_max = MSG_MAX;
	evtimer_set(&c->timer, conn_timeout, c);
	p->conn[incoming] = c;
	return c;
}

/* Its memory may still be in use up the stack: freed by conn_reap(). */
void
conn_bury(struct conn *c)
{
	if (c->dead)
		return;
	c->dead = true;
	conn_close_fd(c);
	evtimer_del(&c->timer);
	if (c->peer->conn[c->fsm.incoming] == c)
		c->peer->conn[c->fsm.incoming] = NULL;
	if (c->peer->dynamic)
		sess.dynamic_over = true;
	TAILQ_INSERT_TAIL(&sess.dead, c, entry);
}

void
conn_reap(void)
{
	struct conn *c;

	while ((c = TAILQ_FIRST(&sess.dead)) != NULL) {
		TAILQ_REMOVE(&sess.dead, c, entry);
		free(c);
	}
}

static void
conn_close_fd(struct conn *c)
{
	if (c->fd != -1) {
		event_del(&c->rd);
		event_del(&c->wr);
		close(c->fd);
	}
	c->fd = -1;
	c->connecting = c->paused = c->started = false;
	tx_free(&c->txq);
	free(c->part);
	c->part = NULL;
	c->partlen = 0;
	c->credit_due = 0;
	if (c->fsm.incoming && c->fsm.state == FSM_IDLE && !c->dead)
		conn_bury(c);
}

/* Over, once the NOTIFICATION that is queued has reached the peer. */
static void
conn_close_soft(struct conn *c)
{
	if (c->fd != -1 && !c->connecting) {
		event_del(&c->rd);
		event_del(&c->wr);
		farewell(c->fd, &c->txq);
		c->fd = -1;
	}
	conn_close_fd(c);
}

void
conn_attach(struct conn *c, int fd)
{
	c->fd = fd;
	c->has_open = false;
	c->hold_extended = 0;
	memset(&c->down, 0, sizeof(c->down));
	memset(&c->err, 0, sizeof(c->err));
	memset(c->peer_caps, 0, sizeof(c->peer_caps));
	memset(&c->negot, 0, sizeof(c->negot));
	c->negot.msg_max = MSG_MAX;
	c->fsm.hold_time = c->peer->conf.open.hold_time;
	event_set(&c->rd, fd, EV_READ | EV_PERSIST, conn_readable, c);
	event_set(&c->wr, fd, EV_WRITE, conn_writable, c);
}

/* The parent's answer to our request for a socket. */
void
conn_got_socket(struct conn *c, int fd, const struct im_socket *s)
{
	c->asked = false;
	if (c->fsm.state != FSM_CONNECT || c->fd != -1) {
		if (fd != -1)
			close(fd);
		return;
	}
	if (fd == -1) {
		/* asked again too soon: the reason was told before */
		if (s->error != EAGAIN)
			connect_failed(c, s->error);
		conn_event(c, FSM_EV_TCP_FAIL);
		return;
	}
	conn_attach(c, fd);
	c->connecting = true;
	if (event_add(&c->wr, NULL) == -1)
		conn_event(c, FSM_EV_TCP_FAIL);
}

static void
conn_connect(struct conn *c)
{
	struct peer *p = c->peer;

	if (c->asked || sess.shutting_down)
		return;
	if (sess.cfg.attempts != 0 && p->attempts >= sess.cfg.attempts) {
		log_info("neighbor %s: %u connection attempts made, giving "
		    "up", p->name, p->attempts);
		conn_timer_set(c, FSM_T_CONNECT_RETRY, FSM_TIMER_STOP);
		c->fsm.state = FSM_IDLE;
		return;
	}
	p->attempts++;
	c->asked = true;
	pc_send(&sess.parent, IMSG_SOCKET_REQ, p->conf.id, NULL, 0);
}

static void
conn_tuning(struct conn *c)
{
	int one = 1, size = SOCKBUF_SIZE;
	unsigned int ms;

	(void)setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	(void)setsockopt(c->fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	(void)setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	ms = c->peer->conf.open.hold_time == 0 ? 0 :
	    c->peer->conf.open.hold_time * 2000U;
#ifdef TCP_USER_TIMEOUT
	(void)setsockopt(c->fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms,
	    sizeof(ms));
#else
	(void)ms;
#endif
}

/*
 * The state of a neighbor is that of its session: while that is up another
 * connection is none of it.
 */
static void
conn_tell(const struct conn *c, bool connected)
{
	struct im_state st = { .state = (uint8_t)c->fsm.state,
	    .connected = connected };

	if (c->peer->up != NULL && c->peer->up != c)
		return;
	if (connected)
		st.local = c->local;
	pc_send(&sess.eng, IMSG_SESS_STATE, c->peer->conf.id, &st,
	    sizeof(st));
}

/* The programs hear of the connection before they do of what follows. */
static void
conn_connected(struct conn *c)
{
	sock_local(c->fd, &c->local);
	sock_remote(c->fd, &c->remote);
	conn_tuning(c);
	conn_tell(c, true);
}

static void
conn_send_open(struct conn *c)
{
	struct wbuf w;

	if (c->peer->conf.open.local_as == 0)
		return;		/* adopt the peer's: wait for its OPEN */
	log_debug("Sending OPEN to %s", c->peer->name);
	wb_init(&w, MSG_MAX);
	open_encode(&c->peer->conf.open, &w);
	tx_message(c, MSG_OPEN, &w);
}

/* What `show neighbor` says of a NOTIFICATION. */
void
conn_set_error(struct peer *p, const char *verb, const struct im_down *d)
{
	snprintf(p->last_error, sizeof(p->last_error), "%s %s / %s%s%s", verb,
	    notify_code_name(d->code), notify_subcode_name(d->code,
	    d->subcode), d->text[0] != '\0' ? ": " : "", d->text);
	p->notified = strlen(p->last_error);
}

static void
conn_send_notification(struct conn *c, const struct fsm_actions *a)
{
	struct wbuf w;

	if (c->err.code != a->code || c->err.subcode != a->subcode) {
		memset(&c->err, 0, sizeof(c->err));
		c->err.code = a->code;
		c->err.subcode = a->subcode;
	}
	c->down.sent = 1;
	c->down.code = a->code;
	c->down.subcode = a->subcode;
	if (c->err.text[0] != '\0')
		strlcpy(c->down.text, c->err.text, sizeof(c->down.text));
	else
		notify_words(a->code, a->subcode, rb_init(c->err.data,
		    c->err.datalen), c->down.text, sizeof(c->down.text));
	wb_init(&w, MSG_MAX);
	notify_encode(&c->err, &w);
	tx_clear(c);
	tx_message(c, MSG_NOTIFICATION, &w);
	conn_set_error(c->peer, "sent", &c->down);
	log_info("NOTIFICATION sent to %s: %s", c->peer->name,
	    c->peer->last_error + strlen("sent "));
}

static void
conn_up(struct conn *c)
{
	struct peer *p = c->peer;
	struct conn *other = p->conn[!c->fsm.incoming];
	struct im_up up;

	p->up = c;
	if (other != NULL && other->fsm.state != FSM_IDLE)
		conn_step(other, &(struct fsm_event){ FSM_EV_COLLISION,
		    0, 0 });
	if (other != NULL && !other->dead) {
		conn_timer_set(other, FSM_T_IDLE_HOLD, FSM_TIMER_STOP);
		other->fsm.failures = 0;
	}
	p->conf.open.gr_restarting = 0;	/* RFC 4724 4.1: said once */
	p->since = sess.now;
	p->established++;
	p->attempts = 0;
	p->rx_credit = SESS_RXWINDOW;
	p->last_error[0] = '\0';
	p->notified = 0;
	log_info("BGP session established with %s", p->name);
	if (++sess.serial == 0)
		sess.serial = 1;
	c->serial = sess.serial;
	memset(&up, 0, sizeof(up));
	up.negot = c->negot;
	up.serial = c->serial;
	pc_send(&sess.eng, IMSG_SESS_UP, p->conf.id, &up, sizeof(up));
}

static void
log_down(const struct peer *p, const struct im_down *d)
{
	const char *what = notify_subcode_name(d->code, d->subcode);

	if (!d->received && !d->sent)
		log_info("BGP session with %s is down: %s", p->name,
		    d->reason);
	else if (d->received && d->text[0] != '\0')
		log_info("BGP session with %s is down: %s, %s: %s", p->name,
		    d->reason, what, d->text);
	else
		log_info("BGP session with %s is down: %s, %s", p->name,
		    d->reason, what);
}

static void
conn_down(struct conn *c)
{
	struct peer *p = c->peer;
	struct conn *other = p->conn[!c->fsm.incoming];
	struct im_down *d = &c->down;

	if (p->up != c && (p->up != NULL || (other != NULL &&
	    other->fsm.state >= FSM_OPEN_SENT)))
		return;		/* the other connection goes on */
	if (d->reason[0] != '\0')
		;		/* said already */
	else if (d->received)
		snprintf(d->reason, sizeof(d->reason),
		    "notification received (%u,%u)", d->code, d->subcode);
	else if (d->sent)
		snprintf(d->reason, sizeof(d->reason),
		    "notification sent (%u,%u)", d->code, d->subcode);
	else
		strlcpy(d->reason, "closing connection", sizeof(d->reason));
	if (p->up == c) {
		p->up = NULL;
		p->since = sess.now;
		log_down(p, d);
	} else if (!d->received && !d->sent) {
		log_info("neighbor %s: connection lost before a session was "
		    "established", p->name);
	}
	/* a NOTIFICATION has been put there, and this is behind it */
	if (!d->received && !d->sent)
		snprintf(p->last_error + p->notified, sizeof(p->last_error) -
		    p->notified, "%s%s", p->notified > 0 ? "; then " : "",
		    d->reason);
	pc_send(&sess.eng, IMSG_SESS_DOWN, p->conf.id, d, sizeof(*d));
	/* what is left becomes the neighbor's state: nothing told of it yet */
	if (other != NULL && other->fsm.state >= FSM_OPEN_SENT) {
		conn_tell(other, true);
		if (p->copy.fsm)
			conn_tell(other, false);
	}
}

static void
conn_report(struct conn *c)
{
	log_debug("neighbor %s: %s%s", c->peer->name,
	    fsm_state_name(c->fsm.state),
	    c->fsm.incoming ? " (incoming)" : "");
	if (c->peer->up == NULL)
		c->peer->since = sess.now;
	if (c->peer->copy.fsm)
		conn_tell(c, false);
}

static void
conn_step(struct conn *c, const struct fsm_event *ev)
{
	struct wbuf none = { .p = NULL };
	struct fsm_actions a;
	int t;

	fsm_step(&c->fsm, ev, &a);
	if (a.set & FSM_DO_SEND_OPEN)
		conn_connected(c);
	if (a.to != a.from)
		conn_report(c);
	if (a.set & FSM_DO_SEND_NOTIFICATION)
		conn_send_notification(c, &a);
	if (a.set & FSM_DO_SEND_OPEN)
		conn_send_open(c);
	if (a.set & FSM_DO_SEND_KEEPALIVE)
		tx_message(c, MSG_KEEPALIVE, &none);
	/* sending may have found it gone: that was a step of its own */
	if (c->dead || c->fsm.state != a.to)
		return;
	for (t = 0; t < FSM_TIMERS; t++)
		conn_timer_set(c, (enum fsm_timer)t, a.timer[t]);
	if (a.set & FSM_DO_UP)
		conn_up(c);
	if (a.set & FSM_DO_DOWN)
		conn_down(c);
	if (a.set & FSM_DO_CLOSE) {
		if (a.set & FSM_DO_SEND_NOTIFICATION)
			conn_close_soft(c);
		else
			conn_close_fd(c);
	}
	if (a.set & FSM_DO_CONNECT)
		conn_connect(c);
	if (a.set & FSM_DO_RELEASE)
		peer_conn_over(c->peer, c);
}

void
conn_event(struct conn *c, enum fsm_input input)
{
	const struct fsm_event ev = { input, 0, 0 };

	if (c->dead)
		return;
	conn_step(c, &ev);
}

/* The peer broke the protocol: send this NOTIFICATION and end. */
void
conn_error(struct conn *c, const struct bgp_err *e)
{
	if (c->dead)
		return;
	c->err = *e;
	conn_step(c, &(struct fsm_event){ FSM_EV_ERROR, e->code,
	    e->subcode });
}

/* The NOTIFICATION that says so. */
void
stop_error(const struct im_stop *s, struct bgp_err *e)
{
	memset(e, 0, sizeof(*e));
	e->code = s->code;
	e->subcode = s->subcode;
	e->datalen = s->datalen < ERR_DATA_MAX ? s->datalen : ERR_DATA_MAX;
	memcpy(e->data, s->data, e->datalen);
}

/* End it with a Cease, or without a word where graceful restart says so. */
void
conn_cease(struct conn *c, const struct im_stop *s)
{
	if (c->dead)
		return;
	stop_error(s, &c->err);
	if (sess.shutting_down)
		strlcpy(c->down.reason, "stop, message [shutting down]",
		    sizeof(c->down.reason));
	if (sess.shutting_down && c->negot.graceful_restart &&
	    c->peer->up == c) {
		conn_down(c);
		conn_close_fd(c);
		c->fsm.state = FSM_IDLE;
		return;
	}
	conn_step(c, &(struct fsm_event){ FSM_EV_STOP, s->code,
	    s->subcode });
}

void
conn_opened(struct conn *c, const struct open *o)
{
	struct open_params ours = c->peer->conf.open;
	struct bgp_err e;
	struct wbuf w;

	log_debug("Received OPEN from %s", c->peer->name);
	memset(&e, 0, sizeof(e));
	if (ours.local_as == 0) {
		/* local-as auto: the AS of the peer, known only now */
		ours.local_as = o->as;
		wb_init(&w, MSG_MAX);
		open_encode(&ours, &w);
		tx_message(c, MSG_OPEN, &w);
	}
	if (open_negotiate(&ours, o, &c->negot, &e) == -1) {
		conn_error(c, &e);
		return;
	}
	c->negot.local = c->local;
	c->negot.remote = c->remote;
	c->has_open = true;
	if (!conn_collide(c, &c->negot))
		return;
	c->fsm.hold_time = c->negot.hold_time;
	pc_send(&sess.eng, IMSG_SESS_NEGOT, c->peer->conf.id, &c->negot,
	    sizeof(c->negot));
	conn_event(c, FSM_EV_OPEN);
}
