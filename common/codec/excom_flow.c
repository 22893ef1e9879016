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

/* Actions of FlowSpec: RFC 8955 7, draft-ietf-idr-flowspec-redirect-ip. */

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

const struct excom_ops excom_rate = {
	.type = 0x80,
	.subtype = 0x06,
	.string = rate_string
};

const struct excom_ops excom_rate_packets = {
	.type = 0x80,
	.subtype = 0x0c,
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

const struct excom_ops excom_action = {
	.type = 0x80,
	.subtype = 0x07,
	.string = action_string
};

static int
redirect_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	uint32_t as, n;

	if (excom_number(lx, t, &f[1], UINT16_MAX, &as) == -1 ||
	    excom_number(lx, t, &f[2], UINT32_MAX, &n) == -1)
		return -1;
	p[0] = 0x80;
	p[1] = 0x08;
	p[2] = (uint8_t)(as >> 8);
	p[3] = (uint8_t)as;
	p[4] = (uint8_t)(n >> 24);
	p[5] = (uint8_t)(n >> 16);
	p[6] = (uint8_t)(n >> 8);
	p[7] = (uint8_t)n;
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

static bool
mark_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	(void)version;
	wb_str(w, "mark ");
	put_dec(w, p[7]);
	return true;
}

const struct excom_ops excom_mark = {
	.type = 0x80,
	.subtype = 0x09,
	.string = mark_string
};

static int
nexthop_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	(void)lx;
	(void)t;
	(void)f;
	memset(p, 0, EXCOM_LEN);
	p[0] = 0x08;
	return 0;
}

static bool
nexthop_text(const uint8_t *p, struct wbuf *w)
{
	static const uint8_t plain[EXCOM_LEN] = { 0x08 };

	wb_str(w, "redirect-to-nexthop");
	return memcmp(p, plain, sizeof(plain)) == 0;
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
	.string = ietf_string
};

/* draft-ietf-idr-flowspec-interfaceset: AS(4) direction(2 bits) group */
static bool
set_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	static const char *const dirs[] = { "none", "input", "output",
	    "input-output" };
	struct rbuf r = rb_init(p + 2, 6);
	uint16_t v;

	(void)version;
	wb_str(w, "interface-set:");
	wb_str(w, dirs[p[6] >> 6]);
	wb_u8(w, ':');
	put_dec(w, rb_u32(&r));
	wb_u8(w, ':');
	v = rb_u16(&r);
	put_dec(w, v & 0x3fff);
	return true;
}

const struct excom_ops excom_interface_set = {
	.type = 0x07,
	.subtype = 0x02,
	.string = set_string
};
