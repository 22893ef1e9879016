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
 * Messages of the peers: UPDATEs are checked by RFC 7606, reported to the
 * programs and kept if the neighbor is so configured; route refreshes are
 * answered.
 */
#include <sys/types.h>

#include <string.h>

#include "base/log.h"
#include "api.h"
#include "eng.h"
#include "event.h"

#define AHEAD	32	/* routes */

static struct update upd;
static struct log_rate err_rate;

void
rx_init(void)
{
	update_init(&upd);
}

/* Bytes are given back when they have been dealt with. */
void
rx_credit_back(struct eng_peer *p)
{
	struct im_credit cr = { p->rx_owed };

	if (p->rx_owed == 0 || api_slow(p->subs, p->nsubs))
		return;
	p->rx_owed = 0;
	pc_send(&eng.sess, IMSG_RX_CREDIT, p->conf.id, &cr, sizeof(cr));
}

/* A peer has waited for hold times: whoever keeps it waiting is given up. */
void
rx_stuck(struct imsg *m)
{
	struct eng_peer *p = eng_peer_find(m->hdr.id);

	if (p != NULL)
		api_give_up(p->subs, p->nsubs);
}

static bool
next_key(const struct eng_peer *p, struct nlri_run *r, struct rib_key *k)
{
	struct rbuf one;

	if (!nlri_run_next(r, &k->path_id, &one))
		return false;
	k->nlri = one.p;
	k->len = (uint16_t)rb_left(&one);
	k->fam = r->fam;
	k->hash = 0;
	k->peer = p->conf.id;
	return true;
}

/*
 * The store is larger than any cache: what the routes of an UPDATE will look
 * at is asked for while others of it are still being dealt with.
 */
static int
keep_run(struct eng_peer *p, const struct nlri_run *run, struct attrs *a)
{
	struct rib_key k[AHEAD];
	struct nlri_run r = *run;
	size_t n, i;
	int ret = 0;

	do {
		for (n = 0; n < AHEAD && next_key(p, &r, &k[n]); n++)
			rib_ask(&eng.in, &k[n]);
		rib_fetch(&eng.in, k, n);
		for (i = 0; i < n; i++)
			if (adj_rib_in_set(p, &k[i], a) == -1)
				ret = -1;
	} while (n == AHEAD);
	return ret;
}

/* A block that says this next hop in front of the same attributes. */
static struct attrs *
block_with_nh(const struct update *u, const struct nh *nh)
{
	struct attr_iter it;
	struct attrs *a;
	struct nh old;
	struct wbuf w;

	attr_first(&it, u->attrs.p, u->attrs.len, &old);
	wb_init(&w, MSG_EXT_MAX + 64);
	wb_u8(&w, nh->kind);
	wb_u8(&w, nh->len);
	wb_put(&w, nh->b, nh->len);
	wb_put(&w, it.rest.p, rb_left(&it.rest));
	a = w.err ? NULL : attrs_get(&eng.in, w.p, w.len);
	wb_free(&w);
	return a;
}

/* The Adj-RIB-In. */
static void
keep_update(struct eng_peer *p, const struct update *u)
{
	const struct nlri_run *ann[2] = { &u->nlri, &u->reach };
	const bool bad = u->err.action == ERR_WITHDRAW;
	struct attrs *a;
	bool lost = false;
	int i;

	(void)keep_run(p, &u->withdrawn, NULL);
	(void)keep_run(p, &u->unreach, NULL);
	for (i = 0; i < 2; i++) {
		if (ann[i]->fam == FAM_NONE)
			continue;
		a = bad ? NULL : block_with_nh(u, &ann[i]->nh);
		lost |= keep_run(p, ann[i], a) == -1 || (a == NULL && !bad);
		attrs_unref(&eng.in, a);
	}
	if (lost && log_rate_ok(&err_rate, eng.now.ns / 1000000, 10, 100))
		log_error("neighbor %s: out of memory: routes are not kept",
		    p->name);
}

static void
session_reset(struct eng_peer *p, const struct bgp_err *e)
{
	struct im_stop s;

	memset(&s, 0, sizeof(s));
	s.serial = p->serial;
	s.code = e->code;
	s.subcode = e->subcode;
	s.datalen = e->datalen;
	memcpy(s.data, e->data, e->datalen);
	p->doomed = true;
	pc_send(&eng.sess, IMSG_PEER_STOP, p->conf.id, &s, sizeof(s));
}

/* What an error led to goes to the log, with the bytes. */
static void
report_error(struct eng_peer *p, const struct bgp_err *e, struct rbuf msg)
{
	static const char *const what[] = { "none", "attribute discarded",
	    "treated as withdraw", "session reset" };
	struct wbuf w;

	p->errors++;
	if (!log_rate_ok(&err_rate, eng.now.ns / 1000000, 10, 100))
		return;
	wb_init(&w, 1024);
	wb_hex(&w, msg.p, rb_left(&msg) < 256 ? rb_left(&msg) : 256, false);
	log_warn("neighbor %s: bad UPDATE: %s (attribute %u): %s; %.*s%s",
	    p->name, e->text, e->attr, what[e->action], (int)w.len,
	    (char *)w.p, rb_left(&msg) > 256 ? "..." : "");
	wb_free(&w);
}

/* Routes that are treated as withdrawn are among these. */
static void
count_routes(struct eng_peer *p, const struct update *u)
{
	uint32_t n = u->nlri.count + u->reach.count;

	p->withdrawn += u->withdrawn.count + u->unreach.count;
	if (u->err.action == ERR_WITHDRAW)
		p->withdrawn += n;
	else
		p->announced += n;
}

static void
one_update(struct eng_peer *p, struct rbuf msg)
{
	struct rbuf body = msg;

	(void)rb_bytes(&body, MSG_HDR);
	update_decode(&p->negot, body, &upd);
	if (upd.err.action != ERR_NONE)
		report_error(p, &upd.err, msg);
	if (upd.err.action == ERR_RESET) {
		event_update(p, false, msg, NULL);
		session_reset(p, &upd.err);
		return;
	}
	if (log_enabled(LOGL_DEBUG))
		log_debug("UPDATE from %s, %zu bytes", p->name,
		    rb_left(&msg));
	count_routes(p, &upd);
	event_update(p, false, msg, &upd);
	if (p->conf.adj_rib_in) {
		keep_update(p, &upd);
		p->doomed = max_prefix_reached(p);
	}
}

void
rx_update(struct imsg *m)
{
	struct eng_peer *p = eng_peer_find(m->hdr.id);
	struct rbuf r = rb_init(m->data, m->len), msg, hdr;
	uint16_t len;

	if (p == NULL || !p->up)
		return;
	eng.now = mono_now();
	while (rb_left(&r) >= MSG_HDR && !p->doomed) {
		hdr = r;
		(void)rb_bytes(&hdr, 16);
		len = rb_u16(&hdr);
		msg = rb_sub(&r, len);
		if (msg.err || len < MSG_HDR) {
			eng.sess.lost(&eng.sess, "sent a malformed message");
			return;
		}
		one_update(p, msg);
	}
	p->rx_owed += (uint32_t)m->len;
	rx_credit_back(p);
}

void
rx_sent(struct eng_peer *p, const void *data, size_t len)
{
	struct rbuf r = rb_init(data, len), msg, hdr, body;
	struct negot mirror;
	const bool updates = event_wants(p, true, MSG_UPDATE);
	uint8_t type;

	if (!updates && !event_wants(p, true, MSG_REFRESH) &&
	    !event_wants(p, true, MSG_OPERATIONAL))
		return;
	/* we read what the peer reads */
	mirror = p->negot;
	mirror.addpath_rx = mirror.addpath_tx;
	mirror.local_as = p->negot.peer_as;
	mirror.peer_as = p->negot.local_as;
	mirror.shown = 1;
	while (rb_left(&r) >= MSG_HDR) {
		hdr = r;
		(void)rb_bytes(&hdr, 16);
		msg = rb_sub(&r, rb_u16(&hdr));
		type = rb_u8(&hdr);
		if (type != MSG_UPDATE) {
			event_message(p, true, type, msg);
		} else if (updates) {
			body = msg;
			(void)rb_bytes(&body, MSG_HDR);
			update_decode(&mirror, body, &upd);
			event_update(p, true, msg, &upd);
		}
	}
}

static void
rx_refresh(struct eng_peer *p, struct rbuf body)
{
	struct bgp_err err;
	struct refresh rf;

	memset(&err, 0, sizeof(err));
	if (!p->up || refresh_decode(body, &rf, &err) == -1 ||
	    rf.subtype != 0 || rf.fam >= FAM_MAX ||
	    (p->negot.families & FAM_BIT(rf.fam)) == 0)
		return;
	log_debug("ROUTE-REFRESH from %s for %s", p->name,
	    families[rf.fam].name);
	group_refresh(p, FAM_BIT(rf.fam));
}

/* Any other message, of either direction. */
void
rx_msg(struct imsg *m)
{
	struct eng_peer *p = eng_peer_find(m->hdr.id);
	struct rbuf r = rb_init(m->data, m->len), body;
	struct im_rxmsg h;
	const uint8_t *b;
	uint8_t type;

	b = rb_bytes(&r, sizeof(h));
	if (p == NULL || b == NULL)
		return;
	memcpy(&h, b, sizeof(h));
	body = r;
	(void)rb_bytes(&body, MSG_HDR - 1);
	type = rb_u8(&body);
	if (body.err)
		return;
	eng.now = mono_now();
	event_message(p, h.sent != 0, type, r);
	if (h.sent == 0 && type == MSG_REFRESH)
		rx_refresh(p, body);
}
