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

#include "nlri_rows.h"
#include "words.h"

/*
 * Families that are known by their numbers only.  What is kept, and what
 * identifies a route, is AFI(2) SAFI(1) and the NLRI as given; on the wire
 * the numbers are those of MP_REACH_NLRI.
 */

static bool
is_other(uint32_t afi, uint32_t safi)
{
	return afi == 0 || safi == 0 || family_find((uint16_t)afi,
	    (uint8_t)safi) != FAM_NONE;
}

static int
raw_next(const struct nlri_ops *row, struct rbuf *in, struct rbuf *one,
    struct bgp_err *err)
{
	struct rbuf r = *in;
	uint16_t afi = rb_u16(&r);
	uint8_t safi = rb_u8(&r);

	*one = rb_sub(in, rb_left(in));
	if (rb_left(&r) == 0 || is_other(afi, safi))
		return nlri_broken(row, err, "its family has a name");
	return 0;
}

/* "afi N safi N nlri 0x..." */
static int
raw_parse(struct lex *lx, struct route *r)
{
	uint32_t afi, safi;
	struct tok at = *lex_peek(lx), t;

	if (need_word(lx, "afi") == -1 ||
	    need_u32(lx, "afi", UINT16_MAX, &afi) == -1 ||
	    need_word(lx, "safi") == -1 ||
	    need_u32(lx, "safi", UINT8_MAX, &safi) == -1)
		return -1;
	if (is_other(afi, safi))
		return lex_err(lx, &at, "afi %u safi %u is none, or a family "
		    "whose routes have words of their own", afi, safi);
	wb_u16(&r->work, (uint16_t)afi);
	wb_u8(&r->work, (uint8_t)safi);
	if (need_word(lx, "nlri") == -1 || lex_need(lx, &t, "nlri") == -1)
		return -1;
	if (val_hex(&t, &r->work) == -1 || r->work.len == 3)
		return lex_err(lx, &t, "invalid nlri, it is not 0x "
		    "hexadecimal");
	return 0;
}

static void
raw_text(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct wbuf *w)
{
	(void)row;
	wb_str(w, "afi ");
	put_dec(w, rb_u16(&one));
	wb_str(w, " safi ");
	put_dec(w, rb_u8(&one));
	wb_str(w, " nlri 0x");
	wb_hex(w, one.p, rb_left(&one), false);
	nlri_text_nh(ctx, w);
}

static void
raw_emit(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct sink *s)
{
	(void)row;
	(void)ctx;
	sink_obj(s);
	sink_key(s, "afi");
	sink_u64(s, rb_u16(&one));
	sink_key(s, "safi");
	sink_u64(s, rb_u8(&one));
	nlri_emit_raw(one, s);
	sink_end_obj(s);
}

const struct nlri_ops nlri_raw = {
	.fam = FAM_RAW,
	.flags = NF_NO_NH | NF_OWN_AFI,
	.next = raw_next,
	.parse = raw_parse,
	.finish = nlri_work_finish,
	.text = raw_text,
	.emit = raw_emit
};
