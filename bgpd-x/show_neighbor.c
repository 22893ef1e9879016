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
 * One neighbor as ExaBGP's tables and its JSON show it.
 */
#include <sys/types.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "show.h"

static const char *const states[] = { "IDLE", "CONNECT", "ACTIVE",
    "OPENSENT", "OPENCONFIRM", "ESTABLISHED" };

/* A capability in the tables: what we are configured for, and its code. */
struct cap_row {
	const char	*name;
	uint8_t		 code, code2;
	bool		(*ours)(const struct open_params *);
};

static bool has_asn4(const struct open_params *o) { return o->asn4; }
static bool has_rr(const struct open_params *o) { return o->route_refresh; }
static bool has_ms(const struct open_params *o) { return o->multisession; }
static bool has_oper(const struct open_params *o) { return o->operational; }
static bool has_ap(const struct open_params *o) { return o->addpath; }
static bool has_em(const struct open_params *o)
{ return o->extended_message; }
static bool has_gr(const struct open_params *o)
{ return o->graceful_restart; }

static const struct cap_row caps[] = {
	{ "asn4", 65, 65, has_asn4 },
	{ "route-refresh", 2, 128, has_rr },
	{ "multi-session", 68, 131, has_ms },
	{ "operational", 185, 185, has_oper },
	{ "add-path", 69, 69, has_ap },
	{ "extended-message", 6, 6, has_em },
	{ "graceful-restart", 64, 64, has_gr }
};

#define NCAPS	(sizeof(caps) / sizeof(caps[0]))

static bool
peer_has(const struct eng_peer *p, const struct cap_row *c)
{
	const uint8_t *b = p->stat.peer_caps;

	return (b[c->code / 8] >> c->code % 8 & 1) != 0 ||
	    (b[c->code2 / 8] >> c->code2 % 8 & 1) != 0;
}

static bool
is_up(const struct eng_peer *p)
{
	return p->stat.state == 5;
}

/* "0:00:01", "2 days, 0:00:01" */
static const char *
duration(uint64_t ms, char *buf, size_t size)
{
	unsigned long long s = ms / 1000, days = s / 86400;
	char d[32] = "";

	if (days > 0)
		snprintf(d, sizeof(d), "%llu day%s, ", days,
		    days == 1 ? "" : "s");
	snprintf(buf, size, "%s%llu:%02llu:%02llu", d, s / 3600 % 24,
	    s / 60 % 60, s % 60);
	return buf;
}

void
show_summary_head(struct client *c)
{
	reply_line(c, "Peer            AS        up/down state       |     "
	    "#sent     #recvd");
}

void
show_summary(struct client *c, const struct eng_peer *p)
{
	char up[48], state[16], as[16];
	size_t i;

	strlcpy(state, states[p->stat.state], sizeof(state));
	for (i = 0; state[i] != '\0'; i++)
		state[i] = (char)tolower((unsigned char)state[i]);
	snprintf(as, sizeof(as), "%u", is_up(p) ? p->negot.peer_as :
	    p->conf.open.peer_as);
	if (is_up(p))
		duration(p->stat.uptime_ms, up, sizeof(up));
	else
		strlcpy(up, "down", sizeof(up));
	reply_line(c, "%-15s %-7s %9s %-12s %10llu %10llu", p->name, as, up,
	    state, (unsigned long long)p->stat.tx.n[MSG_UPDATE],
	    (unsigned long long)p->stat.rx.n[MSG_UPDATE]);
}

static void
row(struct client *c, const char *name, const char *a, const char *b,
    const char *last)
{
	reply_line(c, "   %-20s %15s %15s %-15s", name, a, b, last);
}

static void
row_num(struct client *c, const char *name, uint64_t a, uint64_t b)
{
	char x[24], y[24];

	snprintf(x, sizeof(x), "%llu", (unsigned long long)a);
	snprintf(y, sizeof(y), "%llu", (unsigned long long)b);
	row(c, name, x, y, "");
}

static const char *
enabled(bool on)
{
	return on ? "enabled" : "disabled";
}

static const char *
addpath_word(const struct eng_peer *p, int fam)
{
	bool known = p->stat.has_open;
	bool tx = known && (p->stat.negot.addpath_tx & FAM_BIT(fam)) != 0;
	bool rx = known && (p->stat.negot.addpath_rx & FAM_BIT(fam)) != 0;

	return tx && rx ? "send/receive" : tx ? "send" : rx ? "receive" :
	    "disabled";
}

static void
show_session(struct client *c, const struct eng_peer *p)
{
	const struct negot *n = &p->stat.negot;
	const struct addr *local = p->local.len != 0 ? &p->local :
	    &p->conf.local;
	char a[ADDR_STRLEN], b[ADDR_STRLEN], up[48];
	struct addr id;

	reply_line(c, "Neighbor %s", p->name);
	reply_text(c, "\n", 1);
	reply_line(c, "    %-19s %15s", "Session", "Local");
	addr_print(local, a, sizeof(a));
	row(c, "local", a, "", "");
	row(c, "state", states[p->stat.state], "", "");
	row(c, is_up(p) ? "up for" : "down for", duration(p->stat.uptime_ms,
	    up, sizeof(up)), "", "");
	if (!is_up(p) && p->stat.last_error[0] != '\0')
		reply_line(c, "   %-20s %s", "last error",
		    p->stat.last_error);
	reply_text(c, "\n", 1);
	reply_line(c, "    %-19s %15s %15s", "Setup", "Local", "Remote");
	snprintf(a, sizeof(a), "%u", p->conf.open.local_as != 0 ?
	    p->conf.open.local_as : n->local_as);
	snprintf(b, sizeof(b), "%u", p->stat.has_open ? n->peer_as :
	    p->conf.open.peer_as);
	row(c, "AS", a, b, "");
	addr_from_v4(&id, p->conf.open.router_id);
	addr_print(&id, a, sizeof(a));
	addr_from_v4(&id, n->peer_id);
	addr_print(&id, b, sizeof(b));
	row(c, "ID", a, p->stat.has_open ? b : "n/a", "");
	snprintf(a, sizeof(a), "%u", p->conf.open.hold_time);
	snprintf(b, sizeof(b), "%u", n->hold_time);
	row(c, "hold-time", a, p->stat.has_open ? b : "n/a", "");
	reply_text(c, "\n", 1);
}

static void
show_counts(struct client *c, const struct eng_peer *p)
{
	static const struct { const char *name; uint8_t type; } rows[] = {
		{ "open:", MSG_OPEN }, { "notification:", MSG_NOTIFICATION },
		{ "keepalive:", MSG_KEEPALIVE }, { "update:", MSG_UPDATE },
		{ "refresh:", MSG_REFRESH }
	};
	uint64_t tx = 0, rx = 0;
	size_t i;

	reply_line(c, "    %-19s %15s %15s", "Message Statistic", "Sent",
	    "Received");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		row_num(c, rows[i].name, p->stat.tx.n[rows[i].type],
		    p->stat.rx.n[rows[i].type]);
		tx += p->stat.tx.n[rows[i].type];
		rx += p->stat.rx.n[rows[i].type];
	}
	row_num(c, "total:", tx, rx);
	if (p->errors > 0)
		row_num(c, "bad updates:", 0, p->errors);
	reply_text(c, "\n", 1);
}

/* Of the families with a limit. */
static void
show_limits(struct client *c, const struct eng_peer *p)
{
	const struct max_prefix *m = p->conf.max_prefix;
	bool first = true;
	char name[48];
	int f;

	for (f = 0; f < FAM_MAX; f++) {
		if (m[f].limit == 0)
			continue;
		if (first)
			reply_line(c, "    %-19s %15s %15s", "Max-Prefix",
			    "Limit", "Received");
		first = false;
		snprintf(name, sizeof(name), "%s:", families[f].name);
		row_num(c, name, m[f].limit, p->nroutes[f]);
	}
	if (!first)
		reply_text(c, "\n", 1);
}

void
show_extensive(struct client *c, const struct eng_peer *p)
{
	char name[48];
	size_t i;
	int f;

	show_session(c, p);
	reply_line(c, "    %-19s %15s %15s", "Capability", "Local",
	    "Remote");
	for (i = 0; i < NCAPS; i++) {
		snprintf(name, sizeof(name), "%s:", caps[i].name);
		row(c, name, enabled(caps[i].ours(&p->conf.open)),
		    p->stat.has_open ? enabled(peer_has(p, &caps[i])) :
		    "n/a", "");
	}
	reply_text(c, "\n", 1);
	reply_line(c, "    %-19s %15s %15s %15s", "Families", "Local",
	    "Remote", "Add-Path");
	for (f = 0; f < FAM_MAX; f++) {
		if ((p->conf.open.families & FAM_BIT(f)) == 0)
			continue;
		snprintf(name, sizeof(name), "%s:", families[f].name);
		row(c, name, "enabled", p->stat.has_open ?
		    enabled(p->stat.negot.families & FAM_BIT(f)) : "n/a",
		    addpath_word(p, f));
	}
	reply_text(c, "\n", 1);
	show_limits(c, p);
	show_counts(c, p);
}

/* As the parser accepts it; the key stays with the parent. */
void
show_conf(struct client *c, const struct eng_peer *p)
{
	struct neighbor_conf n;
	struct conf conf;
	struct wbuf w;

	memset(&n, 0, sizeof(n));
	memset(&conf, 0, sizeof(conf));
	n.peer = p->conf;
	conf.neighbors = &n;
	conf.nneighbors = 1;
	wb_init(&w, 1024 * 1024);
	conf_print(&conf, &w);
	reply_buf(c, &w);
}

/* Version 6 has numbers, and -1 for what is not known. */
static void
emit_flag(bool known, bool value, bool v6, struct sink *s)
{
	if (v6)
		sink_i64(s, known ? value : -1);
	else if (known)
		sink_bool(s, value);
	else
		sink_null(s);
}

/* Whether it will be used is not known before the peer's OPEN. */
static bool
offers_addpath(const struct eng_peer *p, int fam)
{
	const struct open_params *o = &p->conf.open;

	return ((o->addpath_tx | o->addpath_rx) & FAM_BIT(fam)) != 0;
}

/* What is configured, or what `auto` has become. */
static uint32_t
side_as(const struct eng_peer *p, bool ours)
{
	const struct negot *n = &p->stat.negot;
	uint32_t as = ours ? p->conf.open.local_as : p->conf.open.peer_as;

	return as != 0 || !p->stat.has_open ? as : ours ? n->local_as :
	    n->peer_as;
}

static void
emit_side(const struct eng_peer *p, bool ours, bool v6, struct sink *s)
{
	const struct negot *n = &p->stat.negot;
	bool known = ours || p->stat.has_open;
	char buf[ADDR_STRLEN];
	struct addr id;
	size_t i;
	int f;

	sink_obj(s);
	sink_key(s, "capabilities");
	sink_obj(s);
	for (i = 0; i < NCAPS; i++) {
		sink_key(s, caps[i].name);
		emit_flag(known, ours ? caps[i].ours(&p->conf.open) :
		    peer_has(p, &caps[i]), v6, s);
	}
	sink_end_obj(s);
	sink_key(s, "families");
	sink_obj(s);
	for (f = 0; f < FAM_MAX; f++) {
		if ((p->conf.open.families & FAM_BIT(f)) == 0)
			continue;
		sink_key(s, families[f].name);
		emit_flag(known, ours || (n->families & FAM_BIT(f)) != 0,
		    v6 && !ours, s);
	}
	sink_end_obj(s);
	sink_key(s, "add-path");
	sink_obj(s);
	for (f = 0; f < FAM_MAX; f++) {
		if ((p->conf.open.families & FAM_BIT(f)) == 0)
			continue;
		sink_key(s, families[f].name);
		emit_flag(p->stat.has_open || !offers_addpath(p, f),
		    p->stat.has_open && ((ours ? n->addpath_tx :
		    n->addpath_rx) & FAM_BIT(f)) != 0, v6, s);
	}
	sink_end_obj(s);
	sink_key(s, "address");
	if (ours) {
		addr_print(p->local.len != 0 ? &p->local : &p->conf.local,
		    buf, sizeof(buf));
		sink_str(s, buf);
	} else {
		sink_str(s, p->name);
	}
	sink_key(s, "as");
	sink_u64(s, side_as(p, ours));
	sink_key(s, "id");
	addr_from_v4(&id, ours ? p->conf.open.router_id : n->peer_id);
	if (known)
		sink_nstr(s, buf, addr_print(&id, buf, sizeof(buf)));
	else
		sink_null(s);
	sink_key(s, "hold");
	if (known)
		sink_u64(s, ours ? p->conf.open.hold_time : n->hold_time);
	else
		sink_null(s);
	sink_end_obj(s);
}

static void
emit_counts(const char *key, const struct im_count *c, struct sink *s)
{
	sink_key(s, key);
	sink_obj(s);
	sink_key(s, "open");
	sink_u64(s, c->n[MSG_OPEN]);
	sink_key(s, "notification");
	sink_u64(s, c->n[MSG_NOTIFICATION]);
	sink_key(s, "keepalive");
	sink_u64(s, c->n[MSG_KEEPALIVE]);
	sink_key(s, "update");
	sink_u64(s, c->n[MSG_UPDATE]);
	sink_key(s, "refresh");
	sink_u64(s, c->n[MSG_REFRESH]);
	sink_key(s, "total");
	sink_u64(s, c->n[MSG_OPEN] + c->n[MSG_NOTIFICATION] +
	    c->n[MSG_KEEPALIVE] + c->n[MSG_UPDATE] + c->n[MSG_REFRESH]);
	sink_end_obj(s);
}

/* Capabilities of the peer; in version 6 those of both. */
static void
emit_common(const struct eng_peer *p, bool v6, struct sink *s)
{
	const struct negot *n = &p->stat.negot;
	size_t i;
	int f;

	sink_key(s, "capabilities");
	sink_arr(s);
	for (i = 0; i < NCAPS; i++)
		if (p->stat.has_open && peer_has(p, &caps[i]) &&
		    (!v6 || caps[i].ours(&p->conf.open)))
			sink_str(s, caps[i].name);
	sink_end_arr(s);
	sink_key(s, "families");
	sink_arr(s);
	for (f = 0; f < FAM_MAX; f++)
		if (p->stat.has_open && (n->families & FAM_BIT(f)) != 0)
			sink_str(s, families[f].name);
	sink_end_arr(s);
	sink_key(s, "add-path");
	sink_obj(s);
	for (f = 0; f < FAM_MAX; f++) {
		if ((p->conf.open.families & FAM_BIT(f)) == 0)
			continue;
		sink_key(s, families[f].name);
		sink_str(s, addpath_word(p, f));
	}
	sink_end_obj(s);
}

static void
emit_prefixes(const struct eng_peer *p, struct sink *s)
{
	sink_key(s, "prefixes");
	sink_obj(s);
	sink_key(s, "received");
	sink_u64(s, p->announced);
	sink_key(s, "withdrawn");
	sink_u64(s, p->withdrawn);
	sink_end_obj(s);
}

/* What ExaBGP does not say: for control clients. */
static void
emit_more(const struct eng_peer *p, struct sink *s)
{
	int f;

	sink_key(s, "routes");
	sink_obj(s);
	for (f = 0; f < FAM_MAX; f++) {
		if (p->nroutes[f] == 0)
			continue;
		sink_key(s, families[f].name);
		sink_u64(s, p->nroutes[f]);
	}
	sink_end_obj(s);
	sink_key(s, "queue");
	sink_u64(s, p->stat.queued);
	sink_key(s, "bad-updates");
	sink_u64(s, p->errors);
	sink_key(s, "last-error");
	if (!is_up(p) && p->stat.last_error[0] != '\0')
		sink_str(s, p->stat.last_error);
	else
		sink_null(s);
}

void
show_members(const struct eng_peer *p, bool peer, bool v6, struct sink *s)
{
	sink_key(s, "state");
	sink_str(s, is_up(p) ? "up" : "down");
	sink_key(s, "duration");
	sink_u64(s, p->stat.uptime_ms / 1000);
	sink_key(s, "fsm");
	sink_str(s, states[p->stat.state]);
	sink_key(s, "local");
	emit_side(p, true, v6, s);
	if (peer) {
		sink_key(s, "peer");
		emit_side(p, false, v6, s);
	}
	sink_key(s, "messages");
	sink_obj(s);
	emit_counts("sent", &p->stat.tx, s);
	emit_counts("received", &p->stat.rx, s);
	sink_end_obj(s);
	emit_common(p, v6, s);
	if (v6)
		emit_prefixes(p, s);
}

void
show_remote(const struct eng_peer *p, bool v6, struct sink *s)
{
	emit_side(p, false, v6, s);
}

void
show_object(const struct eng_peer *p, bool more, bool v6, struct sink *s)
{
	sink_obj(s);
	show_members(p, true, v6, s);
	if (more)
		emit_more(p, s);
	sink_end_obj(s);
}
