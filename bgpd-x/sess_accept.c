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
 * Connections that peers make: whose they are, who is turned away, and which
 * of two stays (RFC 4271 6.8).
 */
#include <sys/types.h>
#include <sys/socket.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/sockaddr.h"
#include "codec/update.h"
#include "sess.h"

#define FAREWELL_STRANGERS 64	/* they wait for their last words */

static void
reject(int fd, const struct bgp_err *e)
{
	struct txq none = { 0 };
	struct wbuf w;

	wb_init(&w, MSG_MAX);
	msg_header(&w, MSG_NOTIFICATION,
	    (uint16_t)(MSG_HDR + 2 + e->datalen));
	notify_encode(e, &w);
	/* one attempt: a stranger is owed no more */
	if (send(fd, w.p, w.len, MSG_NOSIGNAL | MSG_DONTWAIT) == -1)
		log_debug("rejected connection: %s", strerror(errno));
	wb_free(&w);
	if (farewell_count() < FAREWELL_STRANGERS)
		farewell(fd, &none);
	else
		close(fd);
}

static void
reject_cease(int fd, uint8_t subcode, const char *text)
{
	struct bgp_err e;

	memset(&e, 0, sizeof(e));
	e.code = NOTIFY_CEASE;
	e.subcode = subcode;
	e.datalen = (uint8_t)strlen(text);
	memcpy(e.data, text, e.datalen);
	reject(fd, &e);
}

void
conn_accept(int fd, const struct addr *remote, const struct addr *local,
    uint16_t port)
{
	struct peer *p = peer_by_addr(remote, local, port);
	struct conn *c;
	char buf[ADDR_STRLEN];

	if (p == NULL) {
		addr_print(remote, buf, sizeof(buf));
		log_debug("connection from unknown %s rejected", buf);
		reject_cease(fd, CEASE_DECONFIGURED,
		    "no session configured for the peer");
		return;
	}
	if (p->up != NULL)
		rx_finish(p->up);
	if (p->disabled && p->held.code != 0) {
		reject(fd, &p->held);
		return;
	}
	if (p->disabled || sess.shutting_down) {
		reject_cease(fd, CEASE_ADMIN_DOWN, "");
		return;
	}
	/* The newest half-open attempt of a peer replaces the one before. */
	if ((c = p->conn[1]) != NULL && c->fsm.state <= FSM_OPEN_SENT) {
		c->fsm.state = FSM_IDLE;
		conn_bury(c);
	} else if (c != NULL && p->up != c) {
		conn_bury(c);
	} else if (c != NULL && c->negot.graceful_restart) {
		/* RFC 4724 5: it comes back before we noticed */
		conn_event(c, FSM_EV_TCP_FAIL);
	} else if (c != NULL) {
		reject_cease(fd, CEASE_COLLISION, "");
		return;
	}
	if ((c = conn_new(p, true)) == NULL) {
		close(fd);
		return;
	}
	sock_set_ttl(fd, remote->len == 16, p->conf.ttl_in, p->conf.ttl_in);
	conn_attach(c, fd);
	if (event_add(&c->rd, NULL) == -1)
		conn_bury(c);
	conn_event(c, FSM_EV_TCP_UP);
}

/* RFC 4271 6.8, RFC 6286 2.3: does this one, just opened, lose? */
static bool
collision_lost(const struct conn *c, const struct negot *n)
{
	bool ours_wins;

	if (n->local_id != n->peer_id)
		ours_wins = n->local_id > n->peer_id;
	else
		ours_wins = n->local_as > n->peer_as;
	return c->fsm.incoming == ours_wins;
}

/* See the header. */
bool
conn_collide(struct conn *c, const struct negot *n)
{
	struct conn *other = c->peer->conn[!c->fsm.incoming];

	if (other == NULL || other->fsm.state < FSM_OPEN_CONFIRM)
		return true;
	/* RFC 4724 5: a restarted peer comes back before we noticed */
	if (rx_hung_up(other) || (other->negot.graceful_restart &&
	    other->fsm.state == FSM_ESTABLISHED_STATE)) {
		conn_event(other, FSM_EV_TCP_FAIL);
		return true;
	}
	if (other->fsm.state == FSM_ESTABLISHED_STATE ||
	    collision_lost(c, n)) {
		conn_event(c, FSM_EV_COLLISION);
		return false;
	}
	conn_event(other, FSM_EV_COLLISION);
	return true;
}
