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

/* See the header. */
int
attr_cut(struct rbuf *r, struct attr_iter *it)
{
	size_t n;

	memset(it, 0, sizeof(*it));
	it->flags = rb_u8(r);
	it->code = rb_u8(r);
	n = it->flags & ATTR_EXTLEN ? rb_u16(r) : rb_u8(r);
	it->val = rb_sub(r, n);
	return r->err ? -1 : 0;
}

/*
 * A type without a row (RFC 4271 5, 6.3).  A well-known attribute always has
 * one.  ExaBGP's users send some with the partial bit, which only optional
 * ones may have, and see in events what they sent.
 */
static int
check_unknown(const struct negot *n, uint8_t flags, uint8_t code,
    struct rbuf r, struct wbuf *out, struct bgp_err *err)
{
	const uint8_t optional = ATTR_OPTIONAL |
	    (n->shown ? ATTR_PARTIAL : 0);

	if ((flags & optional) == 0)
		return err_raise(err, ERR_WITHDRAW, NOTIFY_UPDATE,
		    UPDATE_UNKNOWN_WK, NULL, 0,
		    "unknown well-known attribute %u", code);
	if ((flags & ATTR_TRANSITIVE) == 0)
		return 1;
	wb_put(out, r.p, rb_left(&r));
	return 0;
}

static int
check_row(const struct attr_ctx *ctx, const struct attr_ops *row,
    uint8_t flags, struct rbuf r, struct wbuf *out, struct bgp_err *err)
{
	const uint8_t own = ATTR_OPTIONAL | ATTR_TRANSITIVE;

	if (row->ibgp_only && !negot_ibgp(ctx->negot))
		return 1;
	/* RFC 7606 3c: withdraw, unless the attribute's own rule is milder. */
	if ((flags & own) != row->flags)
		return err_raise(err, row->on_error == ERR_DISCARD ?
		    ERR_DISCARD : ERR_WITHDRAW, NOTIFY_UPDATE,
		    UPDATE_ATTR_FLAGS, NULL, 0, "attribute %u has flags 0x%02x",
		    row->code, flags);
	if (row->check != NULL)
		return row->check(ctx, r, out, err);
	if (!attr_valid(row, r))
		return err_raise(err, row->on_error, NOTIFY_UPDATE,
		    UPDATE_ATTR_LENGTH, NULL, 0,
		    "attribute %u is malformed (%zu bytes)", row->code,
		    rb_left(&r));
	wb_put(out, r.p, rb_left(&r));
	return 0;
}

/*
 * RFC 4271 6.3: the data of the NOTIFICATION is the attribute, as far as
 * there is room for it, but for an AS_PATH.
 */
static void
set_data(uint8_t flags, uint8_t code, struct rbuf r, struct bgp_err *err)
{
	struct wbuf w = { err->data, 0, sizeof(err->data),
	    sizeof(err->data), false };
	size_t n = rb_left(&r);

	if (err->subcode == UPDATE_AS_PATH)
		return;
	wb_u8(&w, flags);
	wb_u8(&w, code);
	if (flags & ATTR_EXTLEN)
		wb_u16(&w, (uint16_t)n);
	else
		wb_u8(&w, (uint8_t)n);
	if (n > sizeof(err->data) - w.len)
		n = sizeof(err->data) - w.len;
	wb_put(&w, r.p, n);
	err->datalen = (uint8_t)w.len;
}

/* See the header. */
int
attr_check(const struct attr_ctx *ctx, uint8_t flags, uint8_t code,
    struct rbuf r, struct wbuf *out, struct bgp_err *err)
{
	const struct attr_ops *row = attr_find(code);
	const enum err_action before = err->action;
	size_t off = out->len;
	int ret;

	if (row == NULL)
		ret = check_unknown(ctx->negot, flags, code, r, out, err);
	else
		ret = check_row(ctx, row, flags, r, out, err);
	if (ret != 0)
		out->len = off;
	if (err->action > before) {
		err->attr = code;
		set_data(flags, code, r, err);
	}
	return ret;
}
