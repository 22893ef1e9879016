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

#include "attr_rows.h"
#include "words.h"

/* AGGREGATOR (RFC 4271 5.1.7) and AS4_AGGREGATOR (RFC 6793). */

#define AS_TRANS	23456

/* RFC 7607: an AS number of zero makes it malformed. */
static bool
aggr_valid(struct rbuf r)
{
	return rb_u32(&r) != 0;
}

static int
aggr_check(const struct attr_ctx *ctx, struct rbuf r, struct wbuf *out,
    struct bgp_err *err)
{
	uint32_t as;

	if (rb_left(&r) != (ctx->negot->asn4 ? 8U : 6U))
		return err_raise(err, ERR_DISCARD, NOTIFY_UPDATE,
		    UPDATE_ATTR_LENGTH, NULL, 0, "AGGREGATOR of %zu bytes",
		    rb_left(&r));
	as = ctx->negot->asn4 ? rb_u32(&r) : rb_u16(&r);
	if (as == 0)
		return err_raise(err, ERR_DISCARD, NOTIFY_UPDATE,
		    UPDATE_OPT_ATTR, NULL, 0, "AGGREGATOR with AS 0");
	wb_u32(out, as);
	wb_put(out, rb_bytes(&r, 4), 4);
	return 0;
}

static int
aggr4_check(const struct attr_ctx *ctx, struct rbuf r, struct wbuf *out,
    struct bgp_err *err)
{
	if (ctx->negot->asn4)
		return 1;
	if (!attr_valid(&attr_as4_aggregator, r))
		return err_raise(err, ERR_DISCARD, NOTIFY_UPDATE,
		    UPDATE_OPT_ATTR, NULL, 0, "AS4_AGGREGATOR is malformed");
	wb_put(out, r.p, rb_left(&r));
	return 0;
}

/* RFC 6793 4.2.2: the old form, and AS4_AGGREGATOR if it says too little. */
static void
aggr_wire(const struct negot *n, uint8_t flags, struct rbuf r,
    struct wbuf *w)
{
	const uint8_t *p = r.p;
	uint8_t old[6] = { AS_TRANS >> 8, AS_TRANS & 255 };

	if (n->asn4 || rb_left(&r) != 8) {
		attr_put(w, flags, ATTR_AGGREGATOR, p, rb_left(&r));
		return;
	}
	if (p[0] == 0 && p[1] == 0)
		memcpy(old, p + 2, 2);
	memcpy(old + 2, p + 4, 4);
	attr_put(w, flags, ATTR_AGGREGATOR, old, sizeof(old));
	if (p[0] != 0 || p[1] != 0)
		attr_put(w, ATTR_OPTIONAL | ATTR_TRANSITIVE,
		    ATTR_AS4_AGGREGATOR, p, 8);
}

/* ASN:IPv4, with or without parentheses around it. */
static int
aggr_parse(struct lex *lx, struct wbuf *w)
{
	struct tok t, part[2];
	struct addr a;
	uint32_t as;
	bool paren = lex_accept(lx, "(");

	if (lex_need(lx, &t, "aggregator") == -1)
		return -1;
	if (word_split(&t, ':', part, 2) != 2 ||
	    val_asn(&part[0], &as) == -1 ||
	    addr_parse(part[1].s, part[1].len, &a) == -1 || a.len != 4)
		return lex_err(lx, &t, "invalid aggregator %.*s", (int)t.len,
		    t.s);
	wb_u32(w, as);
	wb_put(w, a.b, 4);
	return paren ? lex_expect(lx, ")") : 0;
}

static void
put_aggr(struct rbuf r, struct wbuf *w)
{
	put_dec(w, rb_u32(&r));
	wb_u8(w, ':');
	put_addr(w, rb_bytes(&r, 4), 4);
}

static void
aggr_text(struct rbuf r, struct wbuf *w)
{
	wb_str(w, "aggregator ( ");
	put_aggr(r, w);
	wb_str(w, " )");
}

static void
aggr_emit(struct rbuf r, struct sink *s)
{
	const uint8_t *p;
	uint32_t as;

	as = rb_u32(&r);
	if ((p = rb_bytes(&r, 4)) == NULL)
		return;
	sink_key(s, "aggregator");
	sink_fmt(s, "%u:%u.%u.%u.%u", as, p[0], p[1], p[2], p[3]);
}

const struct attr_ops attr_aggregator = {
	.name = "aggregator",
	.json = "aggregator",
	.code = ATTR_AGGREGATOR,
	.flags = ATTR_OPTIONAL | ATTR_TRANSITIVE,
	.on_error = ERR_DISCARD,
	.min = 8,
	.max = 8,
	.valid = aggr_valid,
	.check = aggr_check,
	.wire = aggr_wire,
	.parse = aggr_parse,
	.text = aggr_text,
	.emit = aggr_emit
};

const struct attr_ops attr_as4_aggregator = {
	.code = ATTR_AS4_AGGREGATOR,
	.flags = ATTR_OPTIONAL | ATTR_TRANSITIVE,
	.on_error = ERR_DISCARD,
	.min = 8,
	.max = 8,
	.valid = aggr_valid,
	.check = aggr4_check
};
