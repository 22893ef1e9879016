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
#include "tlv.h"

/* See the header. */
bool
tlv_next(struct rbuf *r, enum tlv_kind kind, struct tlv *t)
{
	size_t n;

	if (r->err || rb_left(r) == 0)
		return false;
	t->type = kind == TLV_2_2 ? rb_u16(r) : rb_u8(r);
	if (kind == TLV_1_1 || (kind == TLV_TUNNEL && t->type < 128))
		n = rb_u8(r);
	else
		n = rb_u16(r);
	t->val = rb_sub(r, n);
	return !r->err;
}

bool
tlv_valid(struct rbuf r, enum tlv_kind kind)
{
	struct tlv t;

	while (tlv_next(&r, kind, &t))
		continue;
	return !r.err;
}

size_t
tlv_total(struct rbuf r, enum tlv_kind kind)
{
	struct tlv t;
	size_t n = 0;

	while (tlv_next(&r, kind, &t))
		n++;
	return n;
}

size_t
tlv_count(struct rbuf r, enum tlv_kind kind, uint16_t type)
{
	struct tlv t;
	size_t n = 0;

	while (tlv_next(&r, kind, &t))
		n += t.type == type;
	return n;
}

bool
tlv_is_first(struct rbuf r, enum tlv_kind kind, const struct tlv *one)
{
	struct tlv t;

	while (tlv_next(&r, kind, &t)) {
		if (t.type == one->type)
			return t.val.p == one->val.p;
	}
	return false;
}

/* See the header. */
void
tlv_emit(struct sink *s, const char *key, struct rbuf r, enum tlv_kind kind,
    uint16_t type, bool list, void (*emit)(struct rbuf, struct sink *))
{
	struct tlv t;

	list = list || tlv_count(r, kind, type) > 1;
	sink_key(s, key);
	if (list)
		sink_arr(s);
	while (tlv_next(&r, kind, &t)) {
		if (t.type == type)
			emit(t.val, s);
	}
	if (list)
		sink_end_arr(s);
}

void
tlv_emit_hex(struct rbuf r, struct sink *s)
{
	sink_hex(s, r.p, rb_left(&r), true, true);
}

void
tlv_emit_addr(struct rbuf r, struct sink *s)
{
	nlri_emit_addr(r.p, rb_left(&r), s);
}

void
tlv_emit_text(struct rbuf r, struct sink *s)
{
	sink_nstr(s, (const char *)r.p, rb_left(&r));
}

/* Longer than any number of the protocol: its bytes. */
void
tlv_emit_number(struct rbuf r, struct sink *s)
{
	if (rb_left(&r) > 8)
		tlv_emit_hex(r, s);
	else
		sink_bigint(s, r.p, rb_left(&r));
}

/* IEEE 754, four bytes */
void
tlv_emit_float(struct rbuf r, struct sink *s)
{
	uint32_t bits = rb_u32(&r);
	float f;

	memcpy(&f, &bits, sizeof(f));
	sink_dbl(s, (double)f);
}
