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

/* AIGP, RFC 7311 3: TLVs of which the first of type 1 is the metric. */

#define AIGP_TYPE	1
#define AIGP_LEN	11	/* the length field counts the header too */

/* The value of the metric; false if the attribute is malformed. */
static bool
aigp_read(struct rbuf r, uint64_t *metric)
{
	struct rbuf val;
	uint16_t len;
	uint8_t type;
	bool found = false;

	while (rb_left(&r) > 0) {
		type = rb_u8(&r);
		len = rb_u16(&r);
		if (r.err || len < 3)
			return false;
		val = rb_sub(&r, len - 3U);
		if (r.err)
			return false;
		if (type != AIGP_TYPE)
			continue;
		if (len != AIGP_LEN)
			return false;
		if (!found)
			*metric = rb_u64(&val);
		found = true;
	}
	return found;
}

static bool
aigp_valid(struct rbuf r)
{
	uint64_t metric;

	return aigp_read(r, &metric);
}

/* RFC 7311 3.2: only where it is wanted, which is not outside by default. */
static int
aigp_check(const struct attr_ctx *ctx, struct rbuf r, struct wbuf *out,
    struct bgp_err *err)
{
	if (!aigp_valid(r))
		return err_raise(err, ERR_DISCARD, NOTIFY_UPDATE,
		    UPDATE_OPT_ATTR, NULL, 0, "AIGP is malformed");
	if (!negot_ibgp(ctx->negot) && !ctx->negot->aigp)
		return 1;
	wb_put(out, r.p, rb_left(&r));
	return 0;
}

static void
aigp_wire(const struct negot *n, uint8_t flags, struct rbuf r,
    struct wbuf *w)
{
	if (negot_ibgp(n) || n->aigp)
		attr_put(w, flags, ATTR_AIGP, r.p, rb_left(&r));
}

static int
aigp_parse(struct lex *lx, struct wbuf *w)
{
	uint64_t v;
	struct tok t;

	if (lex_need(lx, &t, "aigp") == -1)
		return -1;
	if (val_u64(&t, &v) == -1)
		return lex_err(lx, &t, "aigp requires number (decimal or "
		    "hexadecimal 0x prefixed)");
	wb_u8(w, AIGP_TYPE);
	wb_u16(w, AIGP_LEN);
	wb_u64(w, v);
	return 0;
}

static void
aigp_text(struct rbuf r, struct wbuf *w)
{
	if (rb_left(&r) != AIGP_LEN) {
		attr_raw_text(ATTR_OPTIONAL, ATTR_AIGP, r, w);
		return;
	}
	wb_str(w, "aigp 0x");
	(void)rb_bytes(&r, 3);
	wb_hex(w, rb_bytes(&r, 8), 8, false);
}

static void
aigp_emit(struct rbuf r, struct sink *s)
{
	uint64_t v = 0;

	(void)aigp_read(r, &v);
	sink_key(s, "aigp");
	sink_fmt(s, "0x%016llx", (unsigned long long)v);
}

const struct attr_ops attr_aigp = {
	.name = "aigp",
	.json = "aigp",
	.code = ATTR_AIGP,
	.flags = ATTR_OPTIONAL,
	.on_error = ERR_DISCARD,
	.valid = aigp_valid,
	.check = aigp_check,
	.wire = aigp_wire,
	.parse = aigp_parse,
	.text = aigp_text,
	.emit = aigp_emit
};
