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

#include "excom.h"
#include "nlri_rows.h"
#include "words.h"

/*
 * Route target constraints, RFC 4684 4: a prefix of origin AS(4) and route
 * target(8), its length in bits in front; none at all is the default.
 */
#define RTC_AS		32
#define RTC_MAX		96

static int
rtc_next(const struct nlri_ops *row, struct rbuf *in, struct rbuf *one,
    struct bgp_err *err)
{
	struct rbuf r = *in;
	uint8_t bits = rb_u8(&r);

	(void)rb_bytes(&r, (bits + 7U) / 8);
	if (r.err)
		return nlri_broken(row, err, "it is cut");
	*one = rb_sub(in, (size_t)(r.p - in->p));
	if (bits > RTC_MAX || (bits > 0 && bits < RTC_AS))
		return nlri_skip(row, err, "bad length");
	return 0;
}

/* `default`, or `origin AS [route-target V]`; ExaBGP has no words. */
static int
rtc_parse(struct lex *lx, struct route *r)
{
	uint8_t rt[EXCOM_LEN];
	uint32_t as;
	struct tok t;

	if (lex_accept(lx, "default")) {
		wb_u8(&r->work, 0);
		return 0;
	}
	if (lex_accept(lx, "raw"))
		return nlri_raw_parse(lx, r);
	if (need_word(lx, "origin") == -1 ||
	    need_u32(lx, "origin", UINT32_MAX, &as) == -1)
		return -1;
	if (!lex_accept(lx, "route-target")) {
		wb_u8(&r->work, RTC_AS);
		wb_u32(&r->work, as);
		return 0;
	}
	if (lex_need(lx, &t, "route-target") == -1 ||
	    excom_parse(lx, &t, rt) == -1)
		return -1;
	wb_u8(&r->work, RTC_MAX);
	wb_u32(&r->work, as);
	wb_put(&r->work, rt, sizeof(rt));
	return 0;
}

static void
rtc_text(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct wbuf *w)
{
	struct rbuf r = one;
	uint8_t bits = rb_u8(&r);

	(void)row;
	if (bits != 0 && bits != RTC_AS && bits != RTC_MAX) {
		nlri_raw_text(one, ctx, w);
		return;
	}
	if (bits == 0)
		wb_str(w, "default");
	else {
		wb_str(w, "origin ");
		put_dec(w, rb_u32(&r));
	}
	if (bits == RTC_MAX) {
		wb_str(w, " route-target ");
		excom_text(rb_bytes(&r, EXCOM_LEN), w);
	}
	nlri_text_nh(ctx, w);
}

/* A part of a route target has no name: its bytes are reported. */
static void
rtc_emit(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct sink *s)
{
	uint8_t buf[128], bits = rb_u8(&one);
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };
	const uint8_t *p;

	(void)row;
	(void)ctx;
	sink_obj(s);
	sink_key(s, "origin");
	sink_u64(s, bits == 0 ? 0 : rb_u32(&one));
	sink_key(s, "route-target");
	if (bits <= RTC_AS)
		sink_null(s);
	else if (bits < RTC_MAX)
		sink_hex(s, one.p, rb_left(&one), true, true);
	else if ((p = rb_bytes(&one, EXCOM_LEN)) != NULL) {
		excom_string(p, s->version, &w);
		sink_nstr(s, (const char *)buf, w.len);
	}
	sink_end_obj(s);
}

const struct nlri_ops nlri_ipv4_rtc = {
	.fam = FAM_IPV4_RTC,
	.flags = NF_WD_ATTRS,
	.next = rtc_next,
	.parse = rtc_parse,
	.finish = nlri_work_finish,
	.text = rtc_text,
	.emit = rtc_emit
};
