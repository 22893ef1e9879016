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
 * Events: who hears of what, in which form.  They are written straight
 * into the output buffer of the process.
 */
#include <sys/types.h>
#include <sys/time.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "codec/event.h"
#include "codec/oper.h"
#include "out/utf8.h"
#include "api.h"
#include "event.h"
#include "fsm.h"
#include "monitor.h"

#define REASON_MAX	512		/* why a session is down */

/* One event under way to one process. */
struct ev {
	struct prog	*prog;
	struct eng_peer	*peer;
	struct wbuf	*w;
	size_t		 start;
	struct sink	 s;
};

static const char *const raw_types[] = { "", "open", "update",
    "notification", "keepalive", "route-refresh", "operational" };
static const uint8_t kinds[] = { 0, SUB_OPEN, SUB_UPDATE, SUB_NOTIFICATION,
    SUB_KEEPALIVE, SUB_REFRESH, SUB_OPERATIONAL };

static int64_t
unix_time(void)
{
	struct timeval tv;

	gettimeofday(&tv, NULL);
	return (int64_t)tv.tv_sec * 1000000 + tv.tv_usec;
}

static bool
ev_start(struct ev *e, struct eng_peer *p, const struct sub *sub)
{
	if ((e->w = api_event(sub->prog)) == NULL)
		return false;
	e->prog = sub->prog;
	e->peer = p;
	e->start = e->w->len;
	return true;
}

/* A line that does not fit is taken back whole. */
static void
ev_done(struct ev *e)
{
	if (!e->w->err)
		return;
	e->w->len = e->start;
	e->w->err = false;
	e->prog->lost++;
	if (e->prog->events_dropped++ == 0)
		log_error("process %s does not read: events dropped",
		    e->prog->c.name);
}

/* The generation of its events: the block's, the setting's, or 5. */
static uint8_t
prog_version(const struct prog *pr)
{
	if (pr->conf.version != 0)
		return pr->conf.version;
	return eng.cfg.api_version != 0 ? (uint8_t)eng.cfg.api_version : 5;
}

static void
fill_head(struct event_head *h, struct eng_peer *p, const char *type)
{
	memset(h, 0, sizeof(*h));
	h->type = type;
	h->time = unix_time();
	h->host = eng.cfg.host;
	h->pid = eng.cfg.pid;
	h->ppid = eng.cfg.ppid;
	h->counter = ++p->counter;
	h->local = p->local.len != 0 ? p->local : p->conf.local;
	h->peer = p->conf.peer.addr;
	h->local_as = p->up ? p->negot.local_as : p->conf.open.local_as;
	h->peer_as = p->up ? p->negot.peer_as : p->conf.open.peer_as;
	h->router_id = p->conf.open.router_id;
}

/* The head of an object; `raw` only for consolidated events. */
static void
ev_begin(struct ev *e, const char *type, enum event_dir dir,
    const struct rbuf *raw)
{
	struct event_head h;

	fill_head(&h, e->peer, type);
	if (raw != NULL)
		h.raw = *raw;
	sink_init(&e->s, e->prog->conf.encoder == ENC_CBOR ? &sink_cbor_ops :
	    &sink_json_ops, e->w);
	e->s.version = prog_version(e->prog);
	event_begin(&e->s, &h, dir);
}

static void
ev_end(struct ev *e)
{
	event_end(&e->s);
	if (e->prog->conf.encoder != ENC_CBOR)
		wb_u8(e->w, '\n');
	ev_done(e);
}

static bool
is_text(const struct sub *sub)
{
	return sub->prog->conf.encoder == ENC_TEXT;
}

/* Version 4 has no brackets there but parentheses. */
static void
emit_reason(struct sink *s, const char *reason)
{
	char buf[REASON_MAX];
	size_t i;

	if (s->version > 4) {
		sink_str(s, reason);
		return;
	}
	for (i = 0; i < sizeof(buf) - 1 && reason[i] != '\0'; i++)
		buf[i] = reason[i] == '[' || reason[i] == '{' ? '(' :
		    reason[i] == ']' || reason[i] == '}' ? ')' : reason[i];
	sink_nstr(s, buf, i);
}

static void
send_state(struct eng_peer *p, const struct sub *sub, const char *state,
    const char *reason)
{
	struct ev e;

	if ((sub->conf.other & SUB_CHANGES) == 0 || !ev_start(&e, p, sub))
		return;
	if (is_text(sub)) {
		wb_printf(e.w, "neighbor %s %s", p->name, state);
		if (reason != NULL) {
			wb_str(e.w, " - ");
			utf8_escape(e.w, reason, strlen(reason));
		}
		wb_str(e.w, "\n\n");
		ev_done(&e);
		return;
	}
	ev_begin(&e, "state", EVENT_NONE, NULL);
	sink_key(&e.s, "state");
	sink_str(&e.s, state);
	if (reason != NULL) {
		sink_key(&e.s, "reason");
		emit_reason(&e.s, reason);
	}
	ev_end(&e);
}

void
event_state(struct eng_peer *p, const char *state)
{
	size_t i;

	monitor_state(p, state, NULL);
	for (i = 0; i < p->nsubs; i++)
		send_state(p, &p->subs[i], state, NULL);
}

/* What version 4 says besides: the words of a NOTIFICATION. */
static void
old_reason(const struct im_down *d, char *buf, size_t size)
{
	if (strncmp(d->reason, "stop, ", 6) == 0)
		strlcpy(buf, d->reason, size);
	else if (d->received || d->sent)
		snprintf(buf, size, "peer reset, message [%s] error[%s / "
		    "%s%s%s]", d->reason, notify_code_name(d->code),
		    notify_subcode_name(d->code, d->subcode),
		    d->text[0] != '\0' ? " / " : "", d->text);
	else
		snprintf(buf, size, "peer reset, message [%s] error[the TCP "
		    "connection was closed by the remote end]", d->reason);
}

void
event_down(struct eng_peer *p, const struct im_down *d)
{
	char old[REASON_MAX];
	size_t i;

	old_reason(d, old, sizeof(old));
	monitor_state(p, "down", d->reason);
	for (i = 0; i < p->nsubs; i++)
		send_state(p, &p->subs[i], "down",
		    prog_version(p->subs[i].prog) == 4 ? old : d->reason);
}

void
event_state_again(struct eng_peer *p, const struct prog *pr)
{
	size_t i;

	for (i = 0; i < p->nsubs; i++)
		if (p->subs[i].prog == pr)
			send_state(p, &p->subs[i], p->up ? "up" : "down",
			    NULL);
}

void
event_fsm(struct eng_peer *p, uint8_t state)
{
	static const char *const names[] = { "IDLE", "CONNECT", "ACTIVE",
	    "OPENSENT", "OPENCONFIRM", "ESTABLISHED" };
	struct ev e;
	size_t i;

	for (i = 0; i < p->nsubs; i++) {
		if ((p->subs[i].conf.other & SUB_FSM) == 0 ||
		    is_text(&p->subs[i]) || !ev_start(&e, p, &p->subs[i]))
			continue;
		ev_begin(&e, "fsm", EVENT_NONE, NULL);
		sink_key(&e.s, "state");
		sink_str(&e.s, state < 6 ? names[state] : "IDLE");
		ev_end(&e);
	}
}

/* What is agreed on so far. */
static void
emit_negotiated(struct ev *e)
{
	static const struct negot none = { .msg_max = MSG_MAX };

	sink_key(&e->s, "negotiated");
	negot_emit(e->peer->agreed ? &e->peer->negot : &none, &e->s);
}

void
event_negotiated(struct eng_peer *p)
{
	struct ev e;
	size_t i;

	for (i = 0; i < p->nsubs; i++) {
		if ((p->subs[i].conf.other & SUB_NEGOTIATED) == 0 ||
		    is_text(&p->subs[i]) || !ev_start(&e, p, &p->subs[i]))
			continue;
		ev_begin(&e, "negotiated", EVENT_NONE, NULL);
		emit_negotiated(&e);
		ev_end(&e);
	}
}

void
event_signal(int signo)
{
	static const struct { int signo; const char *name; } names[] = {
		{ SIGTERM, "SIGTERM" }, { SIGHUP, "SIGHUP" },
		{ SIGALRM, "SIGALRM" }, { SIGUSR1, "SIGUSR1" },
		{ SIGUSR2, "SIGUSR2" }, { SIGINT, "SIGINT" }
	};
	const char *name = NULL;
	struct eng_peer *p;
	struct ev e;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].signo == signo)
			name = names[i].name;
	TAILQ_FOREACH(p, &eng.peers, entry) {
		for (i = 0; i < p->nsubs; i++) {
			if ((p->subs[i].conf.other & SUB_SIGNAL) == 0 ||
			    is_text(&p->subs[i]) ||
			    !ev_start(&e, p, &p->subs[i]))
				continue;
			ev_begin(&e, "signal", EVENT_NONE, NULL);
			sink_key(&e.s, "code");
			sink_fmt(&e.s, "%d", signo);
			sink_key(&e.s, "name");
			sink_str(&e.s, name != NULL ? name :
			    e.s.version == 4 ? "UNKNOWN" : "none");
			ev_end(&e);
		}
	}
}

/* An event that is about no neighbor: its head, up to its own members. */
static bool
daemon_event(struct ev *e, struct prog *pr, const char *type)
{
	struct sub sub;

	memset(&sub, 0, sizeof(sub));
	sub.prog = pr;
	if (!ev_start(e, NULL, &sub))
		return false;
	if (pr->conf.encoder == ENC_TEXT)
		return true;
	sink_init(&e->s, pr->conf.encoder == ENC_CBOR ? &sink_cbor_ops :
	    &sink_json_ops, e->w);
	sink_obj(&e->s);
	sink_key(&e->s, "exabgp");
	sink_str(&e->s, event_version(prog_version(pr)));
	sink_key(&e->s, "time");
	sink_time(&e->s, unix_time());
	sink_key(&e->s, "host");
	sink_str(&e->s, eng.cfg.host);
	sink_key(&e->s, "pid");
	sink_u64(&e->s, eng.cfg.pid);
	sink_key(&e->s, "ppid");
	sink_u64(&e->s, eng.cfg.ppid);
	sink_key(&e->s, "type");
	sink_str(&e->s, type);
	return true;
}

static void
daemon_event_end(struct ev *e)
{
	if (e->prog->conf.encoder != ENC_TEXT)
		sink_end_obj(&e->s);
	if (e->prog->conf.encoder == ENC_JSON)
		wb_u8(e->w, '\n');
	ev_done(e);
}

/* To every process, whatever it subscribed to. */
void
event_shutdown(void)
{
	struct prog *pr;
	struct ev e;

	TAILQ_FOREACH(pr, &progs, entry) {
		if (!daemon_event(&e, pr, "notification"))
			continue;
		if (pr->conf.encoder == ENC_TEXT) {
			wb_printf(e.w, "shutdown %u %u\n\n", eng.cfg.pid,
			    eng.cfg.ppid);
		} else {
			sink_key(&e.s, "notification");
			sink_str(&e.s, "shutdown");
		}
		daemon_event_end(&e);
	}
}

/* It reads again, and so many events were lost meanwhile. */
void
event_lagged(struct prog *pr, uint64_t lost)
{
	struct ev e;

	if (!daemon_event(&e, pr, "lagged"))
		return;
	if (pr->conf.encoder == ENC_TEXT) {
		wb_printf(e.w, "lagged %llu\n\n",
		    (unsigned long long)lost);
	} else {
		sink_key(&e.s, "dropped");
		sink_u64(&e.s, lost);
	}
	daemon_event_end(&e);
}

/* What it missed has been told. */
void
event_marker(struct prog *pr)
{
	struct ev e;

	if (!daemon_event(&e, pr, "marker"))
		return;
	if (pr->conf.encoder == ENC_TEXT)
		wb_str(e.w, "marker\n\n");
	daemon_event_end(&e);
}

/*
 * The forms in which this process wants messages of this kind.  As in ExaBGP
 * those sent are consolidated only if packets are wanted as well.
 */
static uint8_t
wants(const struct sub *sub, bool sent, uint8_t type)
{
	const struct sub_conf *c = &sub->conf;
	const uint8_t both = SUB_CONSOLIDATE | SUB_PACKETS;

	if (type == 0 || type >= sizeof(kinds) ||
	    ((sent ? c->tx_kind : c->rx_kind) & kinds[type]) == 0)
		return 0;
	if (sent && (c->tx_form & both) == SUB_CONSOLIDATE)
		return SUB_PARSED;
	return sent ? c->tx_form : c->rx_form;
}

static void
text_raw(struct wbuf *w, struct rbuf msg)
{
	const uint8_t *hdr = rb_bytes(&msg, MSG_HDR);

	if (hdr == NULL)
		return;
	wb_str(w, " header 0x");
	wb_hex(w, hdr, MSG_HDR, true);
	if (rb_left(&msg) == 0)
		return;
	wb_str(w, " body 0x");
	wb_hex(w, msg.p, rb_left(&msg), true);
}

/* The raw form: nothing of the message is decoded. */
static void
send_raw(struct eng_peer *p, const struct sub *sub, bool sent, uint8_t type,
    struct rbuf msg)
{
	struct rbuf body = msg;
	const uint8_t *hdr = rb_bytes(&body, MSG_HDR);
	struct ev e;

	if (hdr == NULL || !ev_start(&e, p, sub))
		return;
	if (is_text(sub)) {
		wb_printf(e.w, "neighbor %s %s %u", p->name,
		    sent ? "send" : "receive", type);
		text_raw(e.w, msg);
		wb_str(e.w, "\n\n");
		ev_done(&e);
		return;
	}
	ev_begin(&e, raw_types[type], sent ? EVENT_SEND : EVENT_RECEIVE,
	    NULL);
	sink_key(&e.s, "message");
	sink_obj(&e.s);
	sink_key(&e.s, "category");
	sink_u64(&e.s, type);
	sink_key(&e.s, "header");
	sink_hex(&e.s, hdr, MSG_HDR, true, true);
	sink_key(&e.s, "body");
	sink_hex(&e.s, body.p, rb_left(&body), true, true);
	sink_end_obj(&e.s);
	if (sub->conf.other & SUB_NEGOTIATED || e.s.version == 6)
		emit_negotiated(&e);
	ev_end(&e);
}

static void
body_text(struct wbuf *w, uint8_t type, struct rbuf body)
{
	struct refresh rf;
	struct bgp_err err;
	struct open o;

	memset(&err, 0, sizeof(err));
	switch (type) {
	case MSG_OPEN:
		wb_str(w, "open ");
		if (open_decode(body, &o, &err) == 0)
			open_text(&o, w);
		break;
	case MSG_NOTIFICATION:
		wb_str(w, "notification ");
		notify_text(body, w);
		break;
	case MSG_REFRESH:
		if (refresh_decode(body, &rf, &err) == 0)
			refresh_text(&rf, w);
		break;
	case MSG_OPERATIONAL:
		wb_str(w, "operational ");
		oper_text(body, w);
		break;
	default:
		wb_str(w, "keepalive");
	}
}

static void
body_emit(struct sink *s, uint8_t type, bool sent, struct rbuf body)
{
	struct refresh rf;
	struct bgp_err err;
	struct open o;

	memset(&err, 0, sizeof(err));
	switch (type) {
	case MSG_OPEN:
		sink_key(s, "open");
		if (open_decode(body, &o, &err) == 0)
			open_emit(&o, sent, s);
		else
			sink_null(s);
		break;
	case MSG_NOTIFICATION:
		sink_key(s, "notification");
		notify_emit(body, s);
		break;
	case MSG_REFRESH:
		sink_key(s, "route-refresh");
		if (refresh_decode(body, &rf, &err) == 0)
			refresh_emit(&rf, s);
		else
			sink_null(s);
		break;
	case MSG_OPERATIONAL:
		sink_key(s, "operational");
		oper_emit(body, s);
		break;
	}
}

static void
send_parsed(struct eng_peer *p, const struct sub *sub, bool sent,
    uint8_t type, struct rbuf msg, bool with_raw)
{
	struct rbuf body = msg;
	struct ev e;

	(void)rb_bytes(&body, MSG_HDR);
	if (!ev_start(&e, p, sub))
		return;
	if (is_text(sub)) {
		wb_printf(e.w, "neighbor %s %s ", p->name,
		    sent ? "send" : "receive");
		body_text(e.w, type, body);
		if (with_raw)
			text_raw(e.w, msg);
		wb_str(e.w, "\n\n");
		ev_done(&e);
		return;
	}
	ev_begin(&e, type == MSG_REFRESH ? "refresh" : raw_types[type],
	    sent ? EVENT_SEND : EVENT_RECEIVE, with_raw ? &msg : NULL);
	body_emit(&e.s, type, sent, body);
	ev_end(&e);
}

void
event_message(struct eng_peer *p, bool sent, uint8_t type, struct rbuf msg)
{
	uint8_t form;
	size_t i;

	for (i = 0; i < p->nsubs; i++) {
		form = wants(&p->subs[i], sent, type);
		if (form & SUB_CONSOLIDATE) {
			send_parsed(p, &p->subs[i], sent, type, msg, true);
			continue;
		}
		if (form & SUB_PACKETS)
			send_raw(p, &p->subs[i], sent, type, msg);
		if (form & SUB_PARSED)
			send_parsed(p, &p->subs[i], sent, type, msg, false);
	}
}

bool
event_wants(const struct eng_peer *p, bool sent, uint8_t type)
{
	size_t i;

	for (i = 0; i < p->nsubs; i++)
		if (wants(&p->subs[i], sent, type) != 0)
			return true;
	return false;
}

static void
send_update(struct eng_peer *p, const struct sub *sub, bool sent,
    struct rbuf msg, bool with_raw, const struct update *u)
{
	const struct prog *pr = sub->prog;
	char prefix[ADDR_STRLEN + 32];
	struct ev e;

	if (!ev_start(&e, p, sub))
		return;
	if (is_text(sub)) {
		snprintf(prefix, sizeof(prefix), "neighbor %s %s update ",
		    p->name, sent ? "send" : "receive");
		wb_str(e.w, prefix);
		wb_str(e.w, "start\n");
		update_text(u, &(struct event_text){ prefix,
		    prog_version(pr) }, e.w);
		if (with_raw) {
			text_raw(e.w, msg);
			wb_u8(e.w, '\n');
		}
		wb_str(e.w, prefix);
		wb_str(e.w, "end\n\n");
		ev_done(&e);
		return;
	}
	ev_begin(&e, "update", sent ? EVENT_SEND : EVENT_RECEIVE,
	    with_raw ? &msg : NULL);
	update_emit(u, pr->conf.layout == LAYOUT_GUIDE ? EVENT_GUIDE :
	    EVENT_EXABGP, pr->conf.compact || eng.cfg.api_compact, &e.s);
	if (sub->conf.other & SUB_NEGOTIATED || e.s.version == 6)
		emit_negotiated(&e);
	ev_end(&e);
}

void
event_update(struct eng_peer *p, bool sent, struct rbuf msg,
    const struct update *u)
{
	const struct sub *sub;
	uint8_t form;
	size_t i;

	if (u != NULL)
		monitor_update(p, sent, u);
	for (i = 0; i < p->nsubs; i++) {
		sub = &p->subs[i];
		form = wants(sub, sent, MSG_UPDATE);
		if ((form & SUB_CONSOLIDATE) == 0 && (form & SUB_PACKETS))
			send_raw(p, sub, sent, MSG_UPDATE, msg);
		if (u == NULL)
			continue;
		if (form & SUB_CONSOLIDATE)
			send_update(p, sub, sent, msg, true, u);
		else if (form & SUB_PARSED)
			send_update(p, sub, sent, msg, false, u);
	}
}

/* There is no message of it any more, so no packet either. */
void
event_update_again(struct eng_peer *p, const struct prog *pr,
    const struct update *u)
{
	const struct sub *sub;
	size_t i;

	for (i = 0; i < p->nsubs; i++) {
		sub = &p->subs[i];
		if (sub->prog == pr && (wants(sub, false, MSG_UPDATE) &
		    (SUB_PARSED | SUB_CONSOLIDATE)) != 0)
			send_update(p, sub, false, rb_init(NULL, 0), false,
			    u);
	}
}
