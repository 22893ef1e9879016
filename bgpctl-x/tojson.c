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

/*
 * Replies are CBOR data items; this shows them as JSON.
 */
#include <cbor.h>

#include "bgpctl.h"
#include "out/sink.h"

#define DEPTH_MAX	20

static int emit(const cbor_item_t *, struct sink *, int);

static void
emit_int(const cbor_item_t *it, struct sink *s)
{
	uint64_t v = cbor_get_int(it);

	if (cbor_isa_uint(it))
		sink_u64(s, v);
	else
		sink_i64(s, -1 - (int64_t)v);
}

static void
emit_string(const cbor_item_t *it, struct sink *s)
{
	if (cbor_isa_string(it))
		sink_nstr(s, (const char *)cbor_string_handle(it),
		    cbor_string_length(it));
	else
		sink_hex(s, cbor_bytestring_handle(it),
		    cbor_bytestring_length(it), true, false);
}

static int
emit_array(const cbor_item_t *it, struct sink *s, int depth)
{
	cbor_item_t **v = cbor_array_handle(it);
	size_t i;

	sink_arr(s);
	for (i = 0; i < cbor_array_size(it); i++)
		if (emit(v[i], s, depth + 1) == -1)
			return -1;
	sink_end_arr(s);
	return 0;
}

static int
emit_map(const cbor_item_t *it, struct sink *s, int depth)
{
	struct cbor_pair *v = cbor_map_handle(it);
	size_t i;

	sink_obj(s);
	for (i = 0; i < cbor_map_size(it); i++) {
		if (!cbor_isa_string(v[i].key) ||
		    !cbor_string_is_definite(v[i].key))
			return -1;
		sink_nkey(s, (const char *)cbor_string_handle(v[i].key),
		    cbor_string_length(v[i].key));
		if (emit(v[i].value, s, depth + 1) == -1)
			return -1;
	}
	sink_end_obj(s);
	return 0;
}

static void
emit_simple(const cbor_item_t *it, struct sink *s)
{
	if (cbor_is_float(it))
		sink_dbl(s, cbor_float_get_float(it));
	else if (cbor_is_bool(it))
		sink_bool(s, cbor_get_bool(it));
	else
		sink_null(s);
}

static int
emit(const cbor_item_t *it, struct sink *s, int depth)
{
	if (depth > DEPTH_MAX)
		return -1;
	switch (cbor_typeof(it)) {
	case CBOR_TYPE_UINT:
	case CBOR_TYPE_NEGINT:
		emit_int(it, s);
		return 0;
	case CBOR_TYPE_STRING:
		if (!cbor_string_is_definite(it))
			return -1;
		emit_string(it, s);
		return 0;
	case CBOR_TYPE_BYTESTRING:
		if (!cbor_bytestring_is_definite(it))
			return -1;
		emit_string(it, s);
		return 0;
	case CBOR_TYPE_ARRAY:
		return emit_array(it, s, depth);
	case CBOR_TYPE_MAP:
		return emit_map(it, s, depth);
	case CBOR_TYPE_FLOAT_CTRL:
		emit_simple(it, s);
		return 0;
	default: {
		/* a bignum, which JSON has no better form for */
		cbor_item_t *in = cbor_tag_item(it);
		int r = -1;

		if (cbor_isa_bytestring(in) &&
		    cbor_bytestring_is_definite(in)) {
			sink_bigint(s, cbor_bytestring_handle(in),
			    cbor_bytestring_length(in));
			r = 0;
		}
		cbor_decref(&in);
		return r;
	}
	}
}

/* The number in a head (RFC 8949 3); an indefinite length has none. */
static uint64_t
head_number(struct rbuf *r, uint8_t info)
{
	switch (info) {
	case 24:
		return rb_u8(r);
	case 25:
		return rb_u16(r);
	case 26:
		return rb_u32(r);
	case 27:
		return rb_u64(r);
	default:
		return info < 24 ? info : 0;
	}
}

/*
 * The library takes memory for as many items as a head promises before it
 * looks for them: none may promise more than there are bytes.
 */
static bool
is_sane(struct rbuf r)
{
	uint64_t n;
	uint8_t b;

	while (rb_left(&r) > 0) {
		b = rb_u8(&r);
		n = head_number(&r, b & 31);
		if (r.err || (b >> 5 >= 2 && b >> 5 <= 5 && n > rb_left(&r)))
			return false;
		if (b >> 5 == 2 || b >> 5 == 3)
			(void)rb_bytes(&r, n);
	}
	return !r.err;
}

struct cbor_item_t *
cbor_tree(const void *data, size_t len)
{
	struct cbor_load_result res;

	return is_sane(rb_init(data, len)) ? cbor_load(data, len, &res) :
	    NULL;
}

int
cbor_to_json(const void *data, size_t len, struct wbuf *w)
{
	cbor_item_t *it = cbor_tree(data, len);
	struct sink s;
	int r;

	if (it == NULL)
		return -1;
	sink_init(&s, &sink_json_ops, w);
	r = emit(it, &s, 0);
	cbor_decref(&it);
	return r == -1 || w->err ? -1 : 0;
}
