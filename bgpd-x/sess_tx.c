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
 * Output: queues of references to shared buffers.  The route engine packs
 * a run of messages once for a whole group; each member's queue holds a
 * reference to it.
 */
#include <sys/types.h>
#include <sys/uio.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "codec/update.h"
#include "sess.h"

#define IOV_MAX_TURN	64

static struct txbuf *
txbuf_new(const void *data, size_t len)
{
	struct txbuf *b;

	if ((b = malloc(sizeof(*b) + len)) == NULL)
		return NULL;
	b->refs = 1;
	b->len = (uint32_t)len;
	memcpy(b->data, data, len);
	return b;
}

static void
txbuf_unref(struct txbuf *b)
{
	if (--b->refs == 0)
		free(b);
}

static struct txref *
txq_at(struct txq *q, size_t i)
{
	return &q->ring[(q->head + i) % q->cap];
}

static int
txq_grow(struct txq *q)
{
	size_t cap = q->cap == 0 ? 8 : q->cap * 2, i;
	struct txref *ring;

	if ((ring = calloc(cap, sizeof(*ring))) == NULL)
		return -1;
	for (i = 0; i < q->n; i++)
		ring[i] = *txq_at(q, i);
	free(q->ring);
	q->ring = ring;
	q->cap = cap;
	q->head = 0;
	return 0;
}

/* Append a reference; `urgent` puts it right behind what has begun. */
static int
txq_push(struct txq *q, struct txbuf *b, bool counted, bool urgent)
{
	size_t i, at;

	if (q->n == q->cap && txq_grow(q) == -1)
		return -1;
	at = q->n;
	if (urgent && q->n > 0) {
		at = txq_at(q, 0)->off > 0 ? 1 : 0;
		for (i = q->n; i > at; i--)
			*txq_at(q, i) = *txq_at(q, i - 1);
	}
	*txq_at(q, at) = (struct txref){ b, 0, counted };
	q->n++;
	q->bytes += b->len;
	b->refs++;
	return 0;
}

static void
txq_pop(struct txq *q)
{
	txbuf_unref(txq_at(q, 0)->buf);
	q->head = (q->head + 1) % q->cap;
	q->n--;
}

void
tx_free(struct txq *q)
{
	while (q->n > 0)
		txq_pop(q);
	free(q->ring);
	memset(q, 0, sizeof(*q));
}

/* Drop all that has not begun: what follows is the last message. */
void
tx_clear(struct conn *c)
{
	struct txq *q = &c->txq;
	size_t keep = q->n > 0 && txq_at(q, 0)->off > 0 ? 1 : 0;
	struct txref *r;

	while (q->n > keep) {
		r = txq_at(q, q->n - 1);
		q->bytes -= r->buf->len - r->off;
		txbuf_unref(r->buf);
		q->n--;
	}
}

static void
tx_count(struct peer *p, const uint8_t *data, size_t len)
{
	struct rbuf r = rb_init(data, len);
	struct rbuf hdr;
	uint16_t mlen;
	uint8_t type;

	while (rb_left(&r) >= MSG_HDR) {
		hdr = r;
		rb_bytes(&hdr, 16);
		mlen = rb_u16(&hdr);
		type = rb_u8(&hdr);
		if (type < 8)
			p->tx.n[type]++;
		if (rb_bytes(&r, mlen) == NULL || mlen < MSG_HDR)
			return;
	}
	p->tx.bytes += len;
}

/*
 * Without memory there is another KEEPALIVE soon, and after a NOTIFICATION
 * it is over.  Nothing would come in place of what makes the session.
 */
static void
tx_nomem(struct conn *c, uint8_t type)
{
	log_error("neighbor %s: out of memory", c->peer->name);
	if (c->fsm.state < FSM_ESTABLISHED_STATE && type != MSG_NOTIFICATION)
		conn_event(c, FSM_EV_TCP_FAIL);
}

/* A message of our own: OPEN, KEEPALIVE, NOTIFICATION.  Frees its body. */
void
tx_message(struct conn *c, uint8_t type, struct wbuf *body)
{
	struct txbuf *b = NULL;
	struct wbuf w;
	int ret = -1;

	wb_init(&w, MSG_EXT_MAX);
	msg_header(&w, type, (uint16_t)(MSG_HDR + body->len));
	wb_put(&w, body->p, body->len);
	if (!w.err && !body->err)
		b = txbuf_new(w.p, w.len);
	wb_free(body);
	/* A KEEPALIVE overtakes what waits, so that a long queue cannot
	 * starve it. */
	if (b != NULL)
		ret = txq_push(&c->txq, b, false, type == MSG_KEEPALIVE);
	if (ret == 0) {
		tx_count(c->peer, b->data, b->len);
		sess_copy(c->peer, true, type, w.p, w.len);
	}
	if (b != NULL)
		txbuf_unref(b);
	wb_free(&w);
	if (ret == 0)
		tx_write(c);
	else
		tx_nomem(c, type);
}

/* Every message of the route engine's: type and length must be right. */
static bool
tx_check(const uint8_t *data, size_t len)
{
	struct rbuf r = rb_init(data, len), body;
	const uint8_t *marker;
	uint16_t mlen;
	uint8_t type;
	int i;

	while (rb_left(&r) > 0) {
		if ((marker = rb_bytes(&r, 16)) == NULL)
			return false;
		for (i = 0; i < 16; i++)
			if (marker[i] != 0xff)
				return false;
		mlen = rb_u16(&r);
		type = rb_u8(&r);
		if (mlen < MSG_HDR || r.err || (type != MSG_UPDATE &&
		    type != MSG_REFRESH && type != MSG_OPERATIONAL))
			return false;
		body = rb_sub(&r, mlen - MSG_HDR);
		if (body.err)
			return false;
	}
	return len > 0;
}

/* Give credit back, in pieces: each one wakes the route engine. */
static void
tx_credit(struct conn *c)
{
	struct im_credit cr;

	if (c->peer->up != c || c->credit_due < SESS_TXCREDIT_BATCH)
		return;
	cr.bytes = c->credit_due;
	c->credit_due = 0;
	pc_send(&sess.eng, IMSG_TX_CREDIT, c->peer->conf.id, &cr,
	    sizeof(cr));
}

/* Without the buffer, as there was no memory, it starts anew. */
static void
tx_queue_for(struct peer *p, struct txbuf *b)
{
	struct conn *c = p->up;

	if (c == NULL || !c->started)
		return;
	if (b == NULL || txq_push(&c->txq, b, true, false) == -1) {
		log_error("neighbor %s: out of memory, session reset",
		    p->name);
		conn_event(c, FSM_EV_TCP_FAIL);
		return;
	}
	tx_count(p, b->data, b->len);
	tx_write(c);
}

void
tx_update(struct imsg *m)
{
	struct rbuf r = rb_init(m->data, m->len);
	struct im_txhdr hdr;
	const uint8_t *p, *words;
	struct peer *peer;
	struct txbuf *b;
	uint32_t i, bit;
	uint64_t w;

	p = rb_bytes(&r, sizeof(hdr));
	if (p == NULL)
		return;
	memcpy(&hdr, p, sizeof(hdr));
	if (hdr.nwords > CHAN_PAYLOAD_MAX / 8 || (words = rb_bytes(&r,
	    hdr.nwords * 8)) == NULL || !tx_check(r.p, rb_left(&r))) {
		sess.eng.lost(&sess.eng, "sent a malformed BGP message");
		return;
	}
	b = txbuf_new(r.p, rb_left(&r));
	for (i = 0; i < hdr.nwords; i++) {
		memcpy(&w, words + i * 8, 8);
		for (; w != 0; w &= w - 1) {
			bit = (uint32_t)__builtin_ctzll(w);
			peer = peer_find(i * 64 + bit);
			if (peer != NULL)
				tx_queue_for(peer, b);
		}
	}
	if (b != NULL)
		txbuf_unref(b);
}

/* What was written is taken off the queue. */
static void
txq_advance(struct txq *q, size_t n, struct txdone *done)
{
	struct txref *r;
	size_t take;

	q->bytes -= n;
	done->bytes += n;
	while (n > 0) {
		r = txq_at(q, 0);
		take = r->buf->len - r->off;
		if (take > n)
			take = n;
		r->off += (uint32_t)take;
		n -= take;
		if (r->counted)
			done->counted += (uint32_t)take;
		if (r->off == r->buf->len)
			txq_pop(q);
	}
}

int
tx_queue_write(struct txq *q, int fd, struct txdone *done)
{
	struct iovec iov[IOV_MAX_TURN];
	struct txref *r;
	ssize_t n;
	size_t i;

	memset(done, 0, sizeof(*done));
	while (q->n > 0) {
		for (i = 0; i < q->n && i < IOV_MAX_TURN; i++) {
			r = txq_at(q, i);
			iov[i].iov_base = r->buf->data + r->off;
			iov[i].iov_len = r->buf->len - r->off;
		}
		n = writev(fd, iov, (int)i);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1 && errno == EAGAIN)
			return 1;
		if (n <= 0)
			return -1;
		txq_advance(q, (size_t)n, done);
	}
	return 0;
}

/*
 * Nothing can be written any more, but the peer may have said why: what it
 * has sent is read before the connection is over.
 */
static void
tx_broken(struct conn *c)
{
	if (c->paused || (errno != EPIPE && errno != ECONNRESET)) {
		conn_event(c, FSM_EV_TCP_FAIL);
		return;
	}
	tx_free(&c->txq);
	event_active(&c->rd, EV_READ, 0);
}

void
tx_write(struct conn *c)
{
	struct txdone done;
	int r;

	if (c->fd == -1 || c->connecting)
		return;
	r = tx_queue_write(&c->txq, c->fd, &done);
	c->credit_due += done.counted;
	/* Progress: the peer takes something (RFC 9687 3). */
	if (done.bytes > 0 && mono_is_set(c->due[FSM_T_SEND_HOLD]))
		c->due[FSM_T_SEND_HOLD] = mono_add_ms(sess.now,
		    (int64_t)fsm_send_hold(&c->fsm) * 1000);
	if (r == -1) {
		tx_broken(c);
		return;
	}
	if (r == 1)
		event_add(&c->wr, NULL);
	tx_credit(c);
}
