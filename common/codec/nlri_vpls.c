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
 * VPLS, RFC 4761 3.2.2: length(2) RD(8) VE-ID(2) VE-block-offset(2)
 * VE-block-size(2) label-base(3), with the bottom bit of a label.
 */
#define VPLS_LEN	17
#define NFIELDS		4

enum { ENDPOINT, BASE, OFFSET, SIZE };

static const struct {
	const char	*word;
	const char	*error;
} fields[NFIELDS] = {
	[ENDPOINT] = { "endpoint", "endpoint" },
	[BASE] = { "base", "label" },
	[OFFSET] = { "offset", "block-offset" },
	[SIZE] = { "size", "block-size" }
};

static int
vpls_next(const struct nlri_ops *row, struct rbuf *in, struct rbuf *one,
    struct bgp_err *err)
{
	struct rbuf r = *in;
	uint16_t len = rb_u16(&r);

	(void)rb_bytes(&r, len);
	if (r.err)
		return nlri_broken(row, err, "it is cut");
	*one = rb_sub(in, 2U + len);
	if (len != VPLS_LEN)
		return nlri_skip(row, err, "length is not 17");
	return 0;
}

/* The word that text has in front, which the language reads elsewhere. */
static int
vpls_parse(struct lex *lx, struct route *r)
{
	(void)r;
	(void)lex_accept(lx, "vpls");
	return 0;
}

static int
vpls_keyword(struct lex *lx, const struct tok *t, struct route *r)
{
	struct tok v;
	unsigned int i;

	for (i = 0; i < NFIELDS; i++) {
		if (!tok_is(t, fields[i].word))
			continue;
		if (lex_need(lx, &v, fields[i].word) == -1)
			return -1;
		if (val_u32(&v, 0, UINT16_MAX, &r->num[i]) == -1)
			return lex_err(lx, &v, "invalid l2vpn vpls %s",
			    fields[i].error);
		r->have |= (uint8_t)(1U << i);
		return 1;
	}
	return 0;
}

static int
vpls_finish(struct lex *lx, const struct tok *t, struct route *r)
{
	unsigned int i;

	for (i = 0; i < NFIELDS; i++) {
		if ((r->have & 1U << i) == 0)
			return lex_err(lx, t, "vpls nlri %s missing",
			    fields[i].word);
	}
	if (!r->has_rd)
		return lex_err(lx, t,
		    "vpls nlri route-distinguisher missing");
	wb_reset(&r->nlri);
	wb_u16(&r->nlri, VPLS_LEN);
	wb_put(&r->nlri, r->rd, sizeof(r->rd));
	wb_u16(&r->nlri, (uint16_t)r->num[ENDPOINT]);
	wb_u16(&r->nlri, (uint16_t)r->num[OFFSET]);
	wb_u16(&r->nlri, (uint16_t)r->num[SIZE]);
	wb_u24(&r->nlri, r->num[BASE] << 4 | 1);
	return r->nlri.err ? -1 : 0;
}

struct vpls {
	const uint8_t	*rd;
	uint32_t	 num[NFIELDS];
};

static bool
vpls_read(struct rbuf r, struct vpls *v)
{
	(void)rb_u16(&r);
	v->rd = rb_bytes(&r, 8);
	v->num[ENDPOINT] = rb_u16(&r);
	v->num[OFFSET] = rb_u16(&r);
	v->num[SIZE] = rb_u16(&r);
	v->num[BASE] = rb_u24(&r) >> 4;
	return !r.err;
}

static void
vpls_text(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct wbuf *w)
{
	struct vpls v;
	unsigned int i;

	(void)row;
	if (!vpls_read(one, &v))
		return;
	wb_str(w, "vpls rd ");
	nlri_text_rd(ctx, v.rd, w);
	for (i = 0; i < NFIELDS; i++) {
		wb_u8(w, ' ');
		wb_str(w, fields[i].word);
		wb_u8(w, ' ');
		put_dec(w, v.num[i]);
	}
	nlri_text_nh(ctx, w);
}

static void
vpls_emit(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct sink *s)
{
	struct vpls v;
	unsigned int i;

	(void)row;
	(void)ctx;
	sink_obj(s);
	if (vpls_read(one, &v)) {
		nlri_emit_rd(v.rd, s);
		for (i = 0; i < NFIELDS; i++) {
			sink_key(s, fields[i].word);
			sink_u64(s, v.num[i]);
		}
	}
	sink_end_obj(s);
}

const struct nlri_ops nlri_vpls = {
	.fam = FAM_L2VPN_VPLS,
	.flags = NF_WD_ATTRS,
	.next = vpls_next,
	.parse = vpls_parse,
	.keyword = vpls_keyword,
	.finish = vpls_finish,
	.text = vpls_text,
	.emit = vpls_emit
};
