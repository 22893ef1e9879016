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

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "../codec/words.h"
#include "conf_priv.h"

/*
 * The options of neighbor, capability and tcp-ao that are a word and a
 * value, one row each.
 */
enum bare {
	BARE_ERROR,		/* the value is needed: "" is a bad one */
	BARE_TRUE,
	BARE_FALSE,		/* ExaBGP's trap, worth a warning */
	BARE_VALUE		/* the parser knows what "" means */
};

struct opt {
	const char	*name;
	uint8_t		 section;	/* enum opt_section */
	uint8_t		 bare;
	uint16_t	 off;
	uint16_t	 size;
	int		(*parse)(struct cparse *, const struct opt *,
			    const struct tok *, void *);
	/* the value as a word that parses back */
	void		(*show)(const void *, struct wbuf *);
	bool		 always;	/* shown even if it is the default */
};

static int
bad(struct cparse *cp, const struct opt *o, const struct tok *t)
{
	return lex_err(&cp->lx, t, "\"%.*s\" is an invalid %s", (int)t->len,
	    t->s, o->name);
}

static void
show_bool(const void *p, struct wbuf *w)
{
	const uint8_t *v = p;

	wb_str(w, *v ? "true" : "false");
}

static int
opt_bool(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	uint8_t *v = dst;
	bool b;

	(void)o;
	if (val_bool(t, &b) == -1)
		return lex_err(&cp->lx, t,
		    "invalid value (%.*s) for a boolean", (int)t->len, t->s);
	*v = b;
	return 0;
}

/* ExaBGP parses "auto" and forgets it; it means false. */
static int
opt_autobool(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	uint8_t *v = dst;

	if (!tok_is_nocase(t, "auto"))
		return opt_bool(cp, o, t, dst);
	diag_warn(cp->diag, t, "%s auto means false: the password is taken "
	    "as it is written", o->name);
	*v = 0;
	return 0;
}

/* Auto, off, on: the capability follows from the section nexthop. */
static int
opt_nexthop(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	uint8_t *v = dst;

	if (opt_bool(cp, o, t, dst) == -1)
		return -1;
	*v = *v ? NEXTHOP_ON : NEXTHOP_OFF;
	return 0;
}

static void
show_nexthop(const void *p, struct wbuf *w)
{
	const uint8_t *v = p;

	wb_str(w, *v == NEXTHOP_ON ? "true" : "false");
}

static void
show_text(const void *p, struct wbuf *w)
{
	const char *s = p;

	lex_quote(w, s, strlen(s));
}

static int
opt_text(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	char *s = dst;
	size_t n = t->len;

	if (n >= o->size) {
		n = o->size - 1U;
		diag_warn(cp->diag, t, "%s is cut to %zu characters", o->name,
		    n);
	}
	memset(s, 0, o->size);
	memcpy(s, t->s, n);
	return 0;
}

static int
opt_ifname(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	if (t->len >= o->size)
		return bad(cp, o, t);
	return opt_text(cp, o, t, dst);
}

/* Names are checked as ExaBGP 5 does; the capability holds 64 bytes. */
static int
opt_host(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	struct tok cut = *t;
	size_t i;
	char c;

	if (t->len == 0)
		return lex_err(&cp->lx, t, "bad %s", o->name);
	if (!isalnum((unsigned char)t->s[0]) ||
	    !isalnum((unsigned char)t->s[t->len - 1]))
		return lex_err(&cp->lx, t, "bad %s (alphanumeric)", o->name);
	if (t->len > 255)
		return lex_err(&cp->lx, t, "bad %s (length)", o->name);
	for (i = 0; i < t->len; i++) {
		c = t->s[i];
		if (!isalnum((unsigned char)c) && c != '.' && c != '-')
			return lex_err(&cp->lx, t, "bad %s (charset)",
			    o->name);
		if (c == '.' && t->s[i + 1] == '.')
			return lex_err(&cp->lx, t, "bad %s (double period)",
			    o->name);
	}
	if (cut.len > CAP_NAME_MAX)
		cut.len = CAP_NAME_MAX;
	return opt_text(cp, o, &cut, dst);
}

static void
show_router_id(const void *p, struct wbuf *w)
{
	const uint32_t *v = p;
	struct addr a;

	addr_from_v4(&a, *v);
	put_addr(w, a.b, a.len);
}

static int
opt_router_id(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	uint32_t *v = dst;
	struct addr a;

	if (addr_parse(t->s, t->len, &a) == -1 || a.len != 4)
		return bad(cp, o, t);
	*v = addr_to_v4(&a);
	if (*v == 0)
		diag_warn(cp->diag, t, "router-id 0.0.0.0 is refused by most "
		    "peers (RFC 6286)");
	return 0;
}

static void
show_u16(const void *p, struct wbuf *w)
{
	const uint16_t *v = p;

	put_dec(w, *v);
}

static int
opt_hold(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	uint16_t *v = dst;
	int64_t n;

	if (val_int(t, &n) == -1)
		return bad(cp, o, t);
	if (n < 3 && n != 0)
		return lex_err(&cp->lx, t,
		    "holdtime must be zero or at least 3 seconds");
	if (n > UINT16_MAX)
		return lex_err(&cp->lx, t,
		    "holdtime must be smaller or equal to 65535");
	*v = (uint16_t)n;
	return 0;
}

static void
show_u32(const void *p, struct wbuf *w)
{
	const uint32_t *v = p;

	put_dec(w, *v);
}

/* What either of ExaBGP 5 and 6 takes: 0 and -1 mean none, as `disable`. */
static int
opt_rate(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	uint32_t *v = dst;
	int64_t n;

	if (tok_is_nocase(t, "disable") || tok_is_nocase(t, "disabled"))
		n = 0;
	else if (val_int(t, &n) == -1)
		return bad(cp, o, t);
	if (n < -1 || n > UINT32_MAX)
		return lex_err(&cp->lx, t,
		    "rate must be zero or at 1 (per second)");
	*v = n == -1 ? 0 : (uint32_t)n;
	return 0;
}

static void
show_addr(const void *p, struct wbuf *w)
{
	const struct addr *a = p;

	if (a->len == 0)
		wb_str(w, "auto");
	else
		put_addr(w, a->b, a->len);
}

static int
opt_addr(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	(void)o;
	if (addr_parse(t->s, t->len, dst) == -1)
		return lex_err(&cp->lx, t, "\"%.*s\" is an invalid IP "
		    "address", (int)t->len, t->s);
	return 0;
}

static int
opt_addr_auto(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	if (tok_is(t, "auto")) {
		memset(dst, 0, sizeof(struct addr));
		return 0;
	}
	return opt_addr(cp, o, t, dst);
}

static int
opt_link_local(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	struct addr *a = dst;

	if (addr_parse(t->s, t->len, a) == -1 || !addr_is_linklocal(a))
		return lex_err(&cp->lx, t, "%s must be an IPv6 link-local "
		    "address (fe80::/10)", o->name);
	return 0;
}

static int
opt_peer(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	(void)o;
	return conf_peer(cp, t, dst);
}

static void
show_asn(const void *p, struct wbuf *w)
{
	const uint32_t *v = p;

	if (*v == 0)
		wb_str(w, "auto");
	else
		put_dec(w, *v);
}

static int
opt_asn(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	uint32_t *v = dst;

	if (tok_is(t, "auto")) {
		*v = 0;
		return 0;
	}
	return val_asn(t, v) == -1 ? bad(cp, o, t) : 0;
}

static int
opt_port(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	uint16_t *v = dst;
	int64_t n;

	if (val_int(t, &n) == -1)
		return bad(cp, o, t);
	if (n < 0 || n > UINT16_MAX)
		return lex_err(&cp->lx, t, "%s must be a port from 0 to "
		    "65535", o->name);
	*v = (uint16_t)n;
	return 0;
}

static void
show_ttl(const void *p, struct wbuf *w)
{
	const int16_t *v = p;

	if (*v == TTL_UNSET)
		wb_str(w, "disable");
	else
		put_dec(w, (uint64_t)*v);
}

static int
opt_ttl(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	int16_t *v = dst;
	int64_t n;

	(void)o;
	if (tok_is(t, "false") || tok_is(t, "disable") ||
	    tok_is(t, "disabled")) {
		*v = TTL_UNSET;
		return 0;
	}
	if (val_int(t, &n) == -1)
		return lex_err(&cp->lx, t, "invalid ttl-security \"%.*s\"",
		    (int)t->len, t->s);
	if (n < 0)
		return lex_err(&cp->lx, t,
		    "ttl-security can not be negative");
	if (n > 255)
		return lex_err(&cp->lx, t, "ttl must be smaller than 256");
	*v = (int16_t)n;
	return 0;
}

static void
show_secret(const void *p, struct wbuf *w)
{
	const struct secret *s = p;

	lex_quote(w, s->s, s->len);
}

static int
opt_secret(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	struct secret *s = dst;

	if (t->len == 0)
		return lex_err(&cp->lx, t, "value requires the value "
		    "password as an argument (quoted or unquoted)");
	if (t->len > sizeof(s->s))
		return lex_err(&cp->lx, t, "%s is longer than %zu bytes",
		    o->name, sizeof(s->s));
	memset(s, 0, sizeof(*s));
	memcpy(s->s, t->s, t->len);
	s->len = (uint16_t)t->len;
	return 0;
}

static void
show_u8(const void *p, struct wbuf *w)
{
	const uint8_t *v = p;

	put_dec(w, *v);
}

static int
opt_keyid(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	uint8_t *v = dst;
	uint32_t n;

	if (val_u32(t, 0, UINT8_MAX, &n) == -1)
		return bad(cp, o, t);
	*v = (uint8_t)n;
	return 0;
}

static const char *const ao_algs[CONF_AO_ALGS] = {
	"hmac-sha-1-96", "aes-128-cmac-96", "hmac-sha-256"
};

static void
show_alg(const void *p, struct wbuf *w)
{
	const uint8_t *v = p;

	wb_str(w, ao_algs[*v]);
}

static int
opt_alg(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	uint8_t *v = dst, i;

	for (i = 0; i < CONF_AO_ALGS; i++) {
		if (tok_is(t, ao_algs[i])) {
			*v = i;
			return 0;
		}
	}
	return bad(cp, o, t);
}

static void
show_graceful(const void *p, struct wbuf *w)
{
	const struct graceful *g = p;

	if (g->mode == GRACEFUL_OFF)
		wb_str(w, "disable");
	else
		put_dec(w, g->time);
}

/* Twelve bits hold the time (RFC 4724 3); 0 stands for the hold time. */
static int
opt_graceful(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	struct graceful *g = dst;
	int64_t n = 0;

	g->time = 0;
	g->mode = GRACEFUL_OFF;
	if (tok_is(t, "disable") || tok_is(t, "disabled"))
		return 0;
	if (t->len > 0 && val_int(t, &n) == -1)
		return lex_err(&cp->lx, t, "\"%.*s\" is an invalid %s time",
		    (int)t->len, t->s, o->name);
	if (n < 0)
		return lex_err(&cp->lx, t, "%s can not be negative", o->name);
	if (n > CONF_GR_MAX)
		return lex_err(&cp->lx, t, "%s must be smaller or equal to "
		    "%d", o->name, CONF_GR_MAX);
	g->time = (uint16_t)n;
	g->mode = n == 0 ? GRACEFUL_HOLD : GRACEFUL_TIME;
	return 0;
}

static void
show_addpath(const void *p, struct wbuf *w)
{
	static const char *const modes[] = { "disable", "receive", "send",
	    "send/receive" };
	const uint8_t *v = p;

	wb_str(w, modes[*v & 3]);
}

static int
opt_addpath(struct cparse *cp, const struct opt *o, const struct tok *t,
    void *dst)
{
	static const struct {
		const char	*word;
		uint8_t		 mode;
	} modes[] = {
		{ "disable", 0 }, { "disabled", 0 }, { "send", ADDPATH_TX },
		{ "receive", ADDPATH_RX },
		{ "send/receive", ADDPATH_TX | ADDPATH_RX }
	};
	uint8_t *v = dst;
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (tok_is_nocase(t, modes[i].word)) {
			*v = modes[i].mode;
			return 0;
		}
	}
	if (tok_is_nocase(t, "receive/send"))
		return lex_err(&cp->lx, t, "the option is send/receive");
	return lex_err(&cp->lx, t, "\"%.*s\" is an invalid %s, options are: "
	    "send, receive, send/receive", (int)t->len, t->s, o->name);
}

#define AT(field)	offsetof(struct nbr, field), \
	sizeof(((struct nbr *)NULL)->field)
#define N(name, bare, field, parse, show, always) \
	{ name, OPT_NEIGHBOR, BARE_##bare, AT(field), parse, show, always }
#define C(name, bare, field, parse, show, always) \
	{ name, OPT_CAPABILITY, BARE_##bare, AT(field), parse, show, always }
#define A(name, bare, field, parse, show, always) \
	{ name, OPT_AO, BARE_##bare, AT(field), parse, show, always }

/* 64 rows at most: nbr.set has a bit for each. */
static const struct opt opts[] = {
	N("description", VALUE, peer.description, opt_text, show_text, false),
	N("host-name", ERROR, peer.open.host, opt_host, show_text, false),
	N("domain-name", ERROR, peer.open.domain, opt_host, show_text, false),
	N("router-id", ERROR, peer.open.router_id, opt_router_id,
	    show_router_id, true),
	N("hold-time", ERROR, peer.open.hold_time, opt_hold, show_u16, false),
	N("rate-limit", ERROR, peer.rate_limit, opt_rate, show_u32, false),
	N("local-address", ERROR, peer.local, opt_addr_auto, show_addr, true),
	N("source-interface", VALUE, peer.ifname, opt_ifname, show_text,
	    false),
	N("peer-address", ERROR, peer.peer, opt_peer, NULL, false),
	N("local-as", ERROR, peer.open.local_as, opt_asn, show_asn, true),
	N("peer-as", ERROR, peer.open.peer_as, opt_asn, show_asn, true),
	N("passive", TRUE, peer.passive, opt_bool, show_bool, false),
	N("listen", ERROR, peer.listen_port, opt_port, show_u16, false),
	N("connect", ERROR, peer.connect_port, opt_port, show_u16, false),
	N("outgoing-ttl", ERROR, peer.ttl_out, opt_ttl, show_ttl, false),
	N("incoming-ttl", ERROR, peer.ttl_in, opt_ttl, show_ttl, false),
	N("md5-password", ERROR, md5, opt_secret, show_secret, false),
	N("md5-base64", FALSE, md5_base64, opt_autobool, show_bool, false),
	N("md5-ip", ERROR, peer.md5_ip, opt_addr, show_addr, false),
	N("group-updates", TRUE, peer.group_updates, opt_bool, show_bool,
	    false),
	N("auto-flush", TRUE, peer.auto_flush, opt_bool, show_bool, false),
	N("adj-rib-out", FALSE, peer.adj_rib_out, opt_bool, show_bool, false),
	N("adj-rib-in", FALSE, peer.adj_rib_in, opt_bool, show_bool, false),
	N("manual-eor", FALSE, peer.manual_eor, opt_bool, show_bool, false),
	N("local-link-local", ERROR, peer.link_local, opt_link_local,
	    show_addr, false),
	C("asn4", TRUE, peer.open.asn4, opt_bool, show_bool, false),
	C("extended-message", TRUE, peer.open.extended_message, opt_bool,
	    show_bool, false),
	C("route-refresh", TRUE, peer.open.route_refresh, opt_bool, show_bool,
	    false),
	C("graceful-restart", VALUE, graceful, opt_graceful, show_graceful,
	    false),
	C("add-path", ERROR, addpath, opt_addpath, show_addpath, false),
	C("nexthop", TRUE, nexthop, opt_nexthop, show_nexthop, false),
	C("multi-session", TRUE, peer.open.multisession, opt_bool, show_bool,
	    false),
	C("operational", TRUE, peer.open.operational, opt_bool, show_bool,
	    false),
	C("aigp", TRUE, peer.open.aigp, opt_bool, show_bool, false),
	C("software-version", FALSE, peer.open.software_version, opt_bool,
	    show_bool, false),
	C("link-local-nexthop", ERROR, peer.open.link_local_nh, opt_bool,
	    show_bool, false),
	C("link-local-prefer", TRUE, peer.link_local_prefer, opt_bool,
	    show_bool, false),
	A("keyid", ERROR, ao_keyid, opt_keyid, show_u8, true),
	A("algorithm", ERROR, ao_alg, opt_alg, show_alg, true),
	A("password", ERROR, ao, opt_secret, show_secret, true),
	A("base64", FALSE, ao_base64, opt_bool, show_bool, false)
};

#define NOPTS	(sizeof(opts) / sizeof(opts[0]))

static const struct opt *
find(enum opt_section section, const char *s, size_t len)
{
	const struct opt *o;

	for (o = opts; o < opts + NOPTS; o++) {
		if (o->section == section && strlen(o->name) == len &&
		    memcmp(o->name, s, len) == 0)
			return o;
	}
	return NULL;
}

static int
without_value(struct cparse *cp, const struct opt *o, const struct tok *kw)
{
	void *dst = (char *)cp->cur + o->off;
	struct tok t = *lex_peek(&cp->lx), value;

	t.s = "";
	t.len = 0;
	if (t.kind == TOK_ERROR)
		return -1;
	if (o->bare == BARE_ERROR || o->bare == BARE_VALUE)
		return o->parse(cp, o, &t, dst);
	if (o->bare == BARE_FALSE)
		diag_warn(cp->diag, kw, "%s without a value means false",
		    o->name);
	value = *kw;
	value.s = o->bare == BARE_TRUE ? "true" : "false";
	value.len = strlen(value.s);
	return o->parse(cp, o, &value, dst);
}

/* See conf_priv.h: 0 done, -1 error, 1 no option. */
int
conf_option(struct cparse *cp, enum opt_section section,
    const struct tok *kw)
{
	const struct opt *o = find(section, kw->s, kw->len);
	struct tok t;
	int ret;

	if (o == NULL)
		return 1;
	if (lex_word(&cp->lx, &t))
		ret = o->parse(cp, o, &t, (char *)cp->cur + o->off);
	else
		ret = without_value(cp, o, kw);
	/* given, if not well: nothing is missing then */
	cp->cur->set |= 1ULL << (o - opts);
	cp->cur->where[o - opts] = *kw;
	return ret;
}

size_t
conf_option_words(enum opt_section section, const char **words, size_t max)
{
	const struct opt *o;
	size_t n = 0;

	for (o = opts; o < opts + NOPTS && n < max; o++) {
		if (o->section == section)
			words[n++] = o->name;
	}
	return n;
}

/* What is true of a neighbor that says nothing about it. */
void
conf_option_defaults(struct nbr *n)
{
	n->peer.ttl_in = n->peer.ttl_out = TTL_UNSET;
	n->peer.group_updates = 1;
	n->peer.auto_flush = 1;
	n->peer.adj_rib_in = 1;
	n->peer.adj_rib_out = 1;
	n->peer.open.hold_time = CONF_HOLD_TIME;
	n->peer.open.asn4 = 1;
	n->peer.open.extended_message = 1;
}

/* The template wins, as in ExaBGP, which surprises: say it. */
void
conf_option_inherit(struct cparse *cp, struct nbr *n, const struct nbr *from)
{
	size_t i;

	for (i = 0; i < NOPTS; i++) {
		if (!(from->set & 1ULL << i))
			continue;
		if (n->set & 1ULL << i && memcmp((char *)n + opts[i].off,
		    (const char *)from + opts[i].off, opts[i].size) != 0)
			diag_warn(cp->diag, &n->where[i], "%s of template "
			    "\"%s\" overrides this one", opts[i].name,
			    from->name);
		memcpy((char *)n + opts[i].off,
		    (const char *)from + opts[i].off, opts[i].size);
		n->where[i] = from->where[i];
	}
	n->set |= from->set;
}

const struct tok *
conf_option_at(const struct nbr *n, const char *name)
{
	size_t i;

	for (i = 0; i < NOPTS; i++) {
		if (strcmp(opts[i].name, name) == 0)
			return n->set & 1ULL << i ? &n->where[i] : NULL;
	}
	return NULL;
}

/* See conf_priv.h. */
size_t
conf_option_show(const struct nbr *n, const struct nbr *defaults,
    enum opt_section section, const char *indent, struct wbuf *w)
{
	const struct opt *o;
	const char *v;
	size_t count = 0;

	for (o = opts; o < opts + NOPTS; o++) {
		if (o->section != section || o->show == NULL)
			continue;
		v = (const char *)n + o->off;
		if (!o->always &&
		    memcmp(v, (const char *)defaults + o->off, o->size) == 0)
			continue;
		wb_printf(w, "%s%s ", indent, o->name);
		o->show(v, w);
		wb_str(w, ";\n");
		count++;
	}
	return count;
}
