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

#include <math.h>

#include "excom.h"
#include "words.h"

/*
 * Actions of FlowSpec: RFC 8955 7, draft-ietf-idr-flowspec-redirect-ip.
 * Their values are read here for the words of a flow route as well as for
 * `extended-community`, which takes what is reported of one.
 */
#define RATE_MAX	1000000000000LL	/* bytes a second, as ExaBGP */
#define DSCP_MAX	63
#define GROUP_MAX	0x3fff		/* 14 bits */

static void
start(uint8_t *p, uint8_t type, uint8_t subtype)
{
	memset(p, 0, EXCOM_LEN);
	p[0] = type;
	p[1] = subtype;
}

/* What follows a keyword: behind a colon, or as the next word. */
static int
value_of(struct lex *lx, const struct tok *t, const struct tok *keyword,
    struct tok *v)
{
	const size_t n = keyword->len;

	if (t->len == n)
		return lex_need(lx, v, "a value");
	*v = word_from(t, n + 1);
	return 0;
}

/* See the header: RFC 8955 7.1 and 7.2. */
int
excom_rate_value(struct lex *lx, const struct tok *t, uint8_t *p)
{
	uint32_t bits;
	int64_t n;
	float rate;

	if (val_int(t, &n) == -1)
		return lex_err(lx, t, "invalid rate-limit %.*s", (int)t->len,
		    t->s);
	if (n > RATE_MAX) {
		diag_warn(lx->diag, t, "rate-limit %.*s is cut to %lld",
		    (int)t->len, t->s, RATE_MAX);
		n = RATE_MAX;
	}
	rate = (float)n;
	memcpy(&bits, &rate, sizeof(bits));
	start(p, excom_rate.type, excom_rate.subtype);
	excom_put32(p + 4, bits);
	return 0;
}

/* rate-limit:NUMBER[:packets|:bytes] */
static int
rate_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	struct tok g[3];
	size_t n = word_split(t, ':', g, 3);

	(void)f;
	if (n < 2 || n > 3 || (n == 3 && !tok_is(&g[2], "packets") &&
	    !tok_is(&g[2], "bytes")))
		return lex_err(lx, t, "invalid extended community %.*s, "
		    "expecting rate-limit:NUMBER, and :packets or :bytes",
		    (int)t->len, t->s);
	if (excom_rate_value(lx, &g[1], p) == -1)
		return -1;
	if (n == 3 && tok_is(&g[2], "packets"))
		p[1] = excom_rate_packets.subtype;
	return 0;
}

/* A rate, RFC 8955 7.1; one without a value as an integer is left raw. */
static bool
put_rate(const uint8_t *p, struct wbuf *w)
{
	float f;
	struct rbuf r = rb_init(p + 4, 4);
	uint32_t bits = rb_u32(&r);

	memcpy(&f, &bits, sizeof(f));
	if (!isfinite(f))
		return false;
	wb_printf(w, "%.0f", trunc((double)f));
	return true;
}

static bool
rate_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	(void)version;
	wb_str(w, "rate-limit:");
	return put_rate(p, w);
}

static bool
packets_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	(void)version;
	wb_str(w, "rate-limit:");
	if (!put_rate(p, w))
		return false;
	wb_str(w, ":packets");
	return true;
}

/* Only a number of the language, and no AS, parses back to these bytes. */
static bool
rate_text(const uint8_t *p, struct wbuf *w)
{
	struct rbuf r = rb_init(p + 2, 6);
	uint16_t as = rb_u16(&r);
	uint32_t bits = rb_u32(&r);
	double v;
	float f;

	memcpy(&f, &bits, sizeof(f));
	v = (double)f;
	if (as != 0 || !isfinite(f) || v != trunc(v) ||
	    (bits >> 31 != 0 && v >= 0) || fabs(v) > (double)RATE_MAX)
		return false;
	return p[1] == excom_rate.subtype ? rate_string(p, 0, w) :
	    packets_string(p, 0, w);
}

const struct excom_ops excom_rate = {
	.type = 0x80,
	.subtype = 0x06,
	.keyword = "rate-limit",
	.parse = rate_parse,
	.text = rate_text,
	.string = rate_string
};

const struct excom_ops excom_rate_packets = {
	.type = 0x80,
	.subtype = 0x0c,
	.text = rate_text,
	.string = packets_string
};

/* RFC 8955 7.3: bit 0 terminal, bit 1 sample */
static bool
action_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	static const char *const names[] = { "", "terminal", "sample",
	    "sample-terminal" };

	(void)version;
	wb_str(w, "action ");
	wb_str(w, names[p[7] & 3]);
	return true;
}

static bool
contains(const struct tok *t, const char *s)
{
	size_t i, n = strlen(s);

	for (i = 0; i + n <= t->len; i++) {
		if (memcmp(t->s + i, s, n) == 0)
			return true;
	}
	return false;
}

/* See the header. */
int
excom_action_value(struct lex *lx, const struct tok *t, uint8_t *p)
{
	start(p, 0x80, 0x07);
	if (contains(t, "sample"))
		p[7] |= 2;
	if (contains(t, "terminal"))
		p[7] |= 1;
	if (p[7] == 0)
		return lex_err(lx, t, "invalid flow action");
	return 0;
}

static int
action_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	struct tok v;

	if (value_of(lx, t, f, &v) == -1)
		return -1;
	return excom_action_value(lx, &v, p);
}

/* Are all bytes zero but the type and the last one? */
static bool
last_only(const uint8_t *p)
{
	static const uint8_t zero[EXCOM_LEN];

	return memcmp(p + 2, zero, EXCOM_LEN - 3) == 0;
}

static bool
action_text(const uint8_t *p, struct wbuf *w)
{
	return last_only(p) && p[7] != 0 && (p[7] & ~3) == 0 &&
	    action_string(p, 0, w);
}

const struct excom_ops excom_action = {
	.type = 0x80,
	.subtype = 0x07,
	.keyword = "action",
	.parse = action_parse,
	.text = action_text,
	.string = action_string
};

/* See the header: RFC 8955 7.4, with the formats of RFC 4360 and 5668. */
void
excom_redirect(uint32_t as, uint32_t n, uint8_t *p)
{
	if (as > UINT16_MAX) {
		start(p, 0x82, 0x08);
		excom_put32(p + 2, as);
		excom_put16(p + 6, n);
	} else {
		start(p, 0x80, 0x08);
		excom_put16(p + 2, as);
		excom_put32(p + 4, n);
	}
}

static int
redirect_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	uint32_t as, n;

	if (excom_number(lx, t, &f[1], UINT32_MAX, &as) == -1 ||
	    excom_number(lx, t, &f[2], as > UINT16_MAX ? UINT16_MAX :
	    UINT32_MAX, &n) == -1)
		return -1;
	excom_redirect(as, n, p);
	return 0;
}

static bool
redirect_text(const uint8_t *p, struct wbuf *w)
{
	struct rbuf r = rb_init(p + 2, 6);

	wb_str(w, "redirect:");
	put_dec(w, rb_u16(&r));
	wb_u8(w, ':');
	put_dec(w, rb_u32(&r));
	return true;
}

static bool
redirect_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	(void)version;
	return redirect_text(p, w);
}

const struct excom_ops excom_redirect2 = {
	.type = 0x80,
	.subtype = 0x08,
	.keyword = "redirect",
	.fields = 3,
	.parse = redirect_parse,
	.text = redirect_text,
	.string = redirect_string
};

/* A small AS number would be read as one of two octets. */
static bool
redirect4_text(const uint8_t *p, struct wbuf *w)
{
	struct rbuf r = rb_init(p + 2, 6);
	uint32_t as = rb_u32(&r);

	wb_str(w, "redirect:");
	put_dec(w, as);
	wb_u8(w, ':');
	put_dec(w, rb_u16(&r));
	return as > UINT16_MAX;
}

/* Reported as digits, as ExaBGP does. */
const struct excom_ops excom_redirect4 = {
	.type = 0x82,
	.subtype = 0x08,
	.text = redirect4_text
};

/* See the header: RFC 8955 7.5. */
int
excom_mark_value(struct lex *lx, const struct tok *t, uint8_t *p)
{
	int64_t n;

	if (val_int(t, &n) == -1)
		return lex_err(lx, t, "dscp is not a number");
	if (n < 0 || n > DSCP_MAX)
		return lex_err(lx, t, "dscp is not a valid number");
	start(p, 0x80, 0x09);
	p[7] = (uint8_t)n;
	return 0;
}

static int
mark_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	struct tok v;

	if (value_of(lx, t, f, &v) == -1)
		return -1;
	return excom_mark_value(lx, &v, p);
}

static bool
mark_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	(void)version;
	wb_str(w, "mark ");
	put_dec(w, p[7]);
	return true;
}

static bool
mark_text(const uint8_t *p, struct wbuf *w)
{
	return last_only(p) && p[7] <= DSCP_MAX && mark_string(p, 0, w);
}

const struct excom_ops excom_mark = {
	.type = 0x80,
	.subtype = 0x09,
	.keyword = "mark",
	.parse = mark_parse,
	.text = mark_text,
	.string = mark_string
};

static int
nexthop_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	(void)lx;
	(void)t;
	(void)f;
	start(p, 0x08, 0x00);
	return 0;
}

static int
copy_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	(void)lx;
	(void)t;
	(void)f;
	start(p, 0x08, 0x00);
	p[7] = 1;
	return 0;
}

static bool
nexthop_text(const uint8_t *p, struct wbuf *w)
{
	wb_str(w, p[7] != 0 ? "copy-to-nexthop" : "redirect-to-nexthop");
	return last_only(p) && p[7] <= 1;
}

static bool
nexthop_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	(void)version;
	wb_str(w, p[7] & 1 ? "copy-to-nexthop" : "redirect-to-nexthop");
	return true;
}

const struct excom_ops excom_nexthop = {
	.type = 0x08,
	.subtype = 0x00,
	.keyword = "redirect-to-nexthop",
	.fields = 1,
	.parse = nexthop_parse,
	.text = nexthop_text,
	.string = nexthop_string
};

const struct excom_ops excom_copy_word = {
	.type = 0x08,
	.subtype = 0x00,
	.keyword = "copy-to-nexthop",
	.fields = 1,
	.parse = copy_parse
};

/* IPv4(4) flags(2); the form of IPv6 is an attribute of its own. */
static int
ietf_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	struct addr a;
	struct tok v;

	if (value_of(lx, t, f, &v) == -1)
		return -1;
	if (addr_parse(v.s, v.len, &a) == 0 && a.len == 16)
		return lex_err(lx, &v, "no extended community of 8 bytes "
		    "has an IPv6 address: it is an action of flow routes");
	if (word_addr(lx, &v, 4, &a) == -1)
		return -1;
	start(p, 0x01, 0x0c);
	memcpy(p + 2, a.b, 4);
	return 0;
}

/* What is reported of one ends in "(with copy)". */
static int
ietf_copy_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	if (ietf_parse(lx, t, f, p) == -1)
		return -1;
	p[7] = 1;
	if (lex_accept(lx, "(") && (need_word(lx, "with") == -1 ||
	    need_word(lx, "copy") == -1 || need_word(lx, ")") == -1))
		return -1;
	return 0;
}

static bool
ietf_text(const uint8_t *p, struct wbuf *w)
{
	wb_str(w, p[7] != 0 ? "copy-to-nexthop-ietf " :
	    "redirect-to-nexthop-ietf ");
	put_addr(w, p + 2, 4);
	return p[6] == 0 && p[7] <= 1;
}

static bool
ietf_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	(void)version;
	wb_str(w, p[7] & 1 ? "copy-to-nexthop-ietf " :
	    "redirect-to-nexthop-ietf ");
	put_addr(w, p + 2, 4);
	if (p[7] & 1)
		wb_str(w, " (with copy)");
	return true;
}

const struct excom_ops excom_nexthop_ietf = {
	.type = 0x01,
	.subtype = 0x0c,
	.keyword = "redirect-to-nexthop-ietf",
	.parse = ietf_parse,
	.text = ietf_text,
	.string = ietf_string
};

const struct excom_ops excom_copy_ietf_word = {
	.type = 0x01,
	.subtype = 0x0c,
	.keyword = "copy-to-nexthop-ietf",
	.parse = ietf_copy_parse
};

static const char *const set_dirs[] = { "0", "input", "output",
    "input-output" };

/* See the header: draft-ietf-idr-flowspec-interfaceset. */
int
excom_set_value(struct lex *lx, const struct tok *t, uint8_t *p)
{
	struct tok f[4], *g = f;
	size_t n = word_split(t, ':', f, 4);
	uint32_t as, group, d;

	start(p, 0x07, 0x02);
	if (n == 4) {
		if (tok_is(&f[0], "non-transitive"))
			p[0] |= 0x40;
		else if (!tok_is(&f[0], "transitive"))
			n = 0;
		g++;
	}
	if (n < 3 || n > 4 || val_asn(&g[1], &as) == -1 ||
	    val_u32(&g[2], 0, UINT32_MAX, &group) == -1)
		return lex_err(lx, t, "not a valid format %.*s", (int)t->len,
		    t->s);
	for (d = 1; d < 4 && !tok_is(&g[0], set_dirs[d]); d++)
		;
	if (d == 4)
		return lex_err(lx, t, "Bad direction %.*s, should be input, "
		    "output or input-output", (int)g[0].len, g[0].s);
	if (group > GROUP_MAX)
		return lex_err(lx, t, "group-id is a 14 bits number, value "
		    "too large %u", group);
	excom_put32(p + 2, as);
	excom_put16(p + 6, d << 14 | group);
	return 0;
}

static int
set_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	struct tok v;

	if (value_of(lx, t, f, &v) == -1)
		return -1;
	return excom_set_value(lx, &v, p);
}

/* AS(4) direction(2 bits) group */
static void
put_set(const uint8_t *p, struct wbuf *w)
{
	struct rbuf r = rb_init(p + 2, 6);
	uint32_t as = rb_u32(&r);
	uint16_t v = rb_u16(&r);

	wb_str(w, set_dirs[v >> 14]);
	wb_u8(w, ':');
	put_dec(w, as);
	wb_u8(w, ':');
	put_dec(w, v & GROUP_MAX);
}

static bool
set_text(const uint8_t *p, struct wbuf *w)
{
	wb_str(w, p[0] & 0x40 ? "interface-set:non-transitive:" :
	    "interface-set:transitive:");
	put_set(p, w);
	return p[6] >> 6 != 0;
}

static bool
set_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	(void)version;
	wb_str(w, "interface-set:");
	put_set(p, w);
	return true;
}

const struct excom_ops excom_interface_set = {
	.type = 0x07,
	.subtype = 0x02,
	.keyword = "interface-set",
	.parse = set_parse,
	.text = set_text,
	.string = set_string
};

/* The non-transitive form has words too. */
const struct excom_ops excom_interface_set_local = {
	.type = 0x47,
	.subtype = 0x02,
	.text = set_text
};
