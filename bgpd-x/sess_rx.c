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
 * Input: framing and header checks (RFC 4271 6.1).  All connections read
 * into one buffer; only the unfinished tail of a message is kept for each.
 */
#include <sys/types.h>
#include <sys/socket.h>

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "codec/update.h"
#include "sess.h"

#ifndef POLLRDHUP
#define POLLRDHUP	POLLHUP
#endif
#define RX_LAST		(2 * 1024 * 1024)	/* a socket holds less */

static void
rx_open(struct conn *c, struct rbuf body)
{
	struct open o;
	struct bgp_err e;
	uint16_t i;

	if (c->fsm.state != FSM_OPEN_SENT) {
		/* the FSM makes the error of it */
		conn_event(c, FSM_EV_OPEN);
		return;
	}
	memset(&e, 0, sizeof(e));
	if (open_decode(body, &o, &e) == -1) {
		conn_error(c, &e);
		return;
	}
	for (i = 0; i < o.ncaps; i++)
		c->peer_caps[o.caps[i].code / 8] |=
		    (uint8_t)(1 << o.caps[i].code % 8);
	conn_opened(c, &o);
}

static void
rx_notification(struct conn *c, struct rbuf body)
{
	struct peer *p = c->peer;
	struct im_down *d = &c->down;

	d->received = 1;
	d->code = rb_u8(&body);
	d->subcode = rb_u8(&body);
	notify_words(d->code, d->subcode, body, d->text, sizeof(d->text));
	conn_set_error(p, "received", d);
	/* of a session that was up it is the reason why it is down */
	if (p->up != c)
		log_info("NOTIFICATION from %s: %s", p->name,
		    p->last_error + strlen("received "));
	conn_event(c, FSM_EV_NOTIFICATION);
}

/* Whole UPDATEs go to the route engine, if the session is there. */
static void
rx_update(struct conn *c, const uint8_t *data, size_t len)
{
	struct peer *p = c->peer;

	conn_event(c, FSM_EV_UPDATE);
	if (p->up != c)
		return;
	p->rx_credit -= (int64_t)len;
	pc_send(&sess.eng, IMSG_RX_UPDATE, p->conf.id, data, len);
}

static void
rx_message(struct conn *c, uint8_t type, const uint8_t *data, size_t len)
{
	struct rbuf body = rb_init(data, len);
	struct refresh rf;
	struct bgp_err e;

	rb_bytes(&body, MSG_HDR);
	c->peer->rx.n[type]++;
	c->hold_extended = 0;
	switch (type) {
	case MSG_OPEN:
		sess_copy(c->peer, false, type, data, len);
		rx_open(c, body);
		break;
	case MSG_UPDATE:
		rx_update(c, data, len);
		break;
	case MSG_NOTIFICATION:
		sess_copy(c->peer, false, type, data, len);
		rx_notification(c, body);
		break;
	case MSG_KEEPALIVE:
		sess_copy(c->peer, false, type, data, len);
		conn_event(c, FSM_EV_KEEPALIVE);
		break;
	case MSG_REFRESH:
		memset(&e, 0, sizeof(e));
		if (refresh_decode(body, &rf, &e) == -1) {
			conn_error(c, &e);
			break;
		}
		/* FALLTHROUGH */
	default:
		conn_event(c, FSM_EV_REFRESH);
		if (c->peer->up == c)
			sess_copy(c->peer, false, type, data, len);
		break;
	}
}

/*
 * Length of the run of whole UPDATEs at the start of the data: they go to
 * the route engine as one message.
 */
static size_t
update_run(struct conn *c, const uint8_t *data, size_t len, uint64_t *count)
{
	struct bgp_err e;
	size_t run = 0;
	uint16_t mlen;
	uint8_t type;

	*count = 0;
	memset(&e, 0, sizeof(e));
	while (len - run >= MSG_HDR) {
		if (msg_check(rb_init(data + run, MSG_HDR), c->negot.msg_max,
		    c->negot.operational, &type, &mlen, &e) == -1 ||
		    type != MSG_UPDATE || len - run < mlen ||
		    run + mlen > CHAN_PAYLOAD_MAX / 2)
			break;
		run += mlen;
		(*count)++;
	}
	return run;
}

/*
 * Take whole messages off the data; returns the bytes used.  Stops when
 * the connection is over (fd -1) or has no receive credit left.
 */
static size_t
rx_parse(struct conn *c, const uint8_t *data, size_t len)
{
	struct peer *p = c->peer;
	struct bgp_err e;
	size_t used = 0, run;
	uint64_t count;
	uint16_t mlen;
	uint8_t type;

	memset(&e, 0, sizeof(e));
	while (c->fd != -1 && len - used >= MSG_HDR) {
		if (p->up == c && p->rx_credit <= 0)
			break;
		if (p->up == c && (run = update_run(c, data + used,
		    len - used, &count)) > 0) {
			p->rx.n[MSG_UPDATE] += count;
			c->hold_extended = 0;
			rx_update(c, data + used, run);
			used += run;
			continue;
		}
		if (msg_check(rb_init(data + used, MSG_HDR),
		    c->negot.msg_max, c->negot.operational, &type, &mlen,
		    &e) == -1) {
			conn_error(c, &e);
			break;
		}
		if (len - used < mlen)
			break;
		rx_message(c, type, data + used, mlen);
		used += mlen;
	}
	return used;
}

/* Keep the unfinished rest for the next read. */
static void
rx_keep(struct conn *c, const uint8_t *data, size_t len)
{
	uint8_t *part = NULL;

	if (len > 0 && (part = malloc(len)) == NULL) {
		log_error("neighbor %s: out of memory, session reset",
		    c->peer->name);
		conn_event(c, FSM_EV_TCP_FAIL);
		return;
	}
	if (len > 0)
		memcpy(part, data, len);
	free(c->part);
	c->part = part;
	c->partlen = len;
}

static void
rx_pause_check(struct conn *c)
{
	struct peer *p = c->peer;

	if (c->fd == -1 || p->up != c || c->paused || p->rx_credit > 0)
		return;
	c->paused = true;
	event_del(&c->rd);
}

void
rx_ready(struct conn *c)
{
	size_t have = c->partlen, used;
	ssize_t n;

	if (c->partlen > 0)
		memcpy(sess.rxbuf, c->part, c->partlen);
	n = read(c->fd, sess.rxbuf + have, RX_TURN);
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		conn_event(c, FSM_EV_TCP_FAIL);
		return;
	}
	have += (size_t)n;
	c->peer->rx.bytes += (uint64_t)n;
	used = rx_parse(c, sess.rxbuf, have);
	if (c->fd == -1)
		return;
	rx_keep(c, sess.rxbuf + used, have - used);
	rx_pause_check(c);
}

/* See the header. */
bool
rx_hung_up(const struct conn *c)
{
	struct pollfd pfd = { .fd = c->fd, .events = POLLRDHUP };

	return c->fd != -1 && poll(&pfd, 1, 0) == 1;
}

/*
 * A peer may hang up and call again before the end of its connection has
 * been read: read it, so that the call does not find a session that is none.
 */
void
rx_finish(struct conn *c)
{
	int turns = RX_LAST / RX_TURN;

	if (!rx_hung_up(c))
		return;
	while (c->fd != -1 && !c->paused && turns-- > 0)
		rx_ready(c);
	if (c->fd != -1)
		conn_event(c, FSM_EV_TCP_FAIL);
}

/* Credit came back: first what was read already, then the socket. */
void
rx_resume(struct conn *c)
{
	size_t have = c->partlen, used;

	if (!c->paused || c->fd == -1)
		return;
	c->paused = false;
	if (have > 0)
		memcpy(sess.rxbuf, c->part, have);
	used = rx_parse(c, sess.rxbuf, have);
	if (c->fd == -1)
		return;
	rx_keep(c, sess.rxbuf + used, have - used);
	if (c->fd == -1)
		return;
	event_add(&c->rd, NULL);
	rx_pause_check(c);
}
