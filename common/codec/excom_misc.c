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

/* Extended communities of tunnels, EVPN, VPLS, MUP; link bandwidth. */

/* RFC 9012 4.1; the type of the tunnel in the last two bytes. */
static bool
encap_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	static const char *const names[] = { NULL, "L2TPv3", "GRE",
	    "Transmit tunnel endpoint", "IPsec in Tunnel-mode",
	    "IP in IP tunnel with IPsec Transport Mode",
	    "MPLS-in-IP tunnel with IPsec Transport Mode", "IP in IP",
	    "VXLAN", "NVGRE", "MPLS", "MPLS-in-GRE", "VXLAN-GPE",
	    "MPLS-in-UDP" };
	struct rbuf r = rb_init(p + 6, 2);
	uint16_t type = rb_u16(&r);

	(void)version;
	wb_str(w, "encap:");
	if (type < sizeof(names) / sizeof(names[0]) && names[type] != NULL)
		wb_str(w, names[type]);
	else {
		wb_str(w, "UNKNOWN-");
		put_dec(w, type);
	}
	return true;
}

const struct excom_ops excom_encap = {
	.type = 0x03,
	.subtype = 0x0c,
	.string = encap_string
};

/* RFC 7432 7.7: flags(1) reserved(1) sequence(4) */
static bool
mobility_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	struct rbuf r = rb_init(p + 4, 4);

	(void)version;
	wb_str(w, "mac-mobility:");
	put_dec(w, rb_u32(&r));
	if (p[2] & 1)
		wb_str(w, ":sticky");
	return true;
}

const struct excom_ops excom_mobility = {
	.type = 0x06,
	.subtype = 0x00,
	.string = mobility_string
};

/* RFC 4761 3.2.4: encapsulation(1) control(1) MTU(2) preference(2) */
static int
l2info_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	uint32_t encap, control, mtu, pref;

	if (excom_number(lx, t, &f[1], UINT8_MAX, &encap) == -1 ||
	    excom_number(lx, t, &f[2], UINT8_MAX, &control) == -1 ||
	    excom_number(lx, t, &f[3], UINT16_MAX, &mtu) == -1 ||
	    excom_number(lx, t, &f[4], UINT16_MAX, &pref) == -1)
		return -1;
	p[0] = 0x80;
	p[1] = 0x0a;
	p[2] = (uint8_t)encap;
	p[3] = (uint8_t)control;
	p[4] = (uint8_t)(mtu >> 8);
	p[5] = (uint8_t)mtu;
	p[6] = (uint8_t)(pref >> 8);
	p[7] = (uint8_t)pref;
	return 0;
}

static bool
l2info_text(const uint8_t *p, struct wbuf *w)
{
	struct rbuf r = rb_init(p + 2, 6);

	wb_str(w, "l2info:");
	put_dec(w, rb_u8(&r));
	wb_u8(w, ':');
	put_dec(w, rb_u8(&r));
	wb_u8(w, ':');
	put_dec(w, rb_u16(&r));
	wb_u8(w, ':');
	put_dec(w, rb_u16(&r));
	return true;
}

static bool
l2info_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	(void)version;
	return l2info_text(p, w);
}

const struct excom_ops excom_l2info = {
	.type = 0x80,
	.subtype = 0x0a,
	.keyword = "l2info",
	.fields = 5,
	.parse = l2info_parse,
	.text = l2info_text,
	.string = l2info_string
};

/* Link bandwidth: AS(2) bytes per second as an IEEE float(4). */
static int
bandwidth_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	uint32_t as, n, bits;
	float v;

	if (excom_number(lx, t, &f[1], UINT16_MAX, &as) == -1 ||
	    excom_number(lx, t, &f[2], UINT32_MAX, &n) == -1)
		return -1;
	v = (float)n;
	memcpy(&bits, &v, sizeof(bits));
	p[0] = 0x40;
	p[1] = 0x04;
	p[2] = (uint8_t)(as >> 8);
	p[3] = (uint8_t)as;
	p[4] = (uint8_t)(bits >> 24);
	p[5] = (uint8_t)(bits >> 16);
	p[6] = (uint8_t)(bits >> 8);
	p[7] = (uint8_t)bits;
	return 0;
}

/* Only a float that is a number of the language parses back as itself. */
static bool
bandwidth_text(const uint8_t *p, struct wbuf *w)
{
	struct rbuf r = rb_init(p + 2, 6);
	uint16_t as = rb_u16(&r);
	uint32_t bits = rb_u32(&r);
	float v;

	memcpy(&v, &bits, sizeof(v));
	if (!(v >= 0) || (double)v > 4294967040.0 || bits >> 31 != 0 ||
	    (double)v != trunc((double)v))
		return false;
	wb_str(w, "bandwidth:");
	put_dec(w, as);
	wb_u8(w, ':');
	put_dec(w, (uint64_t)v);
	return true;
}

const struct excom_ops excom_bandwidth = {
	.type = 0x40,
	.subtype = 0x04,
	.keyword = "bandwidth",
	.fields = 3,
	.parse = bandwidth_parse,
	.text = bandwidth_text
};

/* draft-ietf-bess-mup-safi: AS(2) number(4) */
static int
mup_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	uint32_t as, n;

	if (excom_number(lx, t, &f[1], UINT16_MAX, &as) == -1 ||
	    excom_number(lx, t, &f[2], UINT32_MAX, &n) == -1)
		return -1;
	excom_redirect(as, n, p);
	p[0] = 0x0c;
	p[1] = 0x00;
	return 0;
}

static bool
mup_text(const uint8_t *p, struct wbuf *w)
{
	struct rbuf r = rb_init(p + 2, 6);

	wb_str(w, "mup:");
	put_dec(w, rb_u16(&r));
	wb_u8(w, ':');
	put_dec(w, rb_u32(&r));
	return true;
}

static bool
mup_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	(void)version;
	return mup_text(p, w);
}

const struct excom_ops excom_mup = {
	.type = 0x0c,
	.subtype = 0x00,
	.keyword = "mup",
	.fields = 3,
	.parse = mup_parse,
	.text = mup_text,
	.string = mup_string
};

/* draft-fm-bess-service-chaining: order(4) reserved(2) */
static bool
hash_order_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	struct rbuf r = rb_init(p + 2, 6);

	(void)version;
	wb_str(w, "consistentHashSortOrder:");
	put_dec(w, rb_u32(&r));
	return true;
}

const struct excom_ops excom_hash_order = {
	.type = 0x03,
	.subtype = 0x14,
	.string = hash_order_string
};
