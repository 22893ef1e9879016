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

#include <sys/types.h>

#include <cbor.h>

#include "sink.h"
#include "utf8.h"

/*
 * CBOR (RFC 8949) by libcbor's streaming encoders, which write into a
 * buffer and allocate nothing.  Arrays and maps are of indefinite length.
 */
#define HEAD_MAX	9	/* longest head of an item */

typedef size_t (*head_fn)(uint64_t, unsigned char *, size_t);

static void
cbor_head(struct sink *s, size_t (*fn)(unsigned char *, size_t))
{
	uint8_t *p = wb_room(s->w, HEAD_MAX);

	if (p != NULL)
		s->w->len += fn(p, HEAD_MAX);
}

static void
cbor_number(struct sink *s, head_fn fn, uint64_t v)
{
	uint8_t *p = wb_room(s->w, HEAD_MAX);

	if (p != NULL)
		s->w->len += fn(v, p, HEAD_MAX);
}

static void
cbor_obj(struct sink *s)
{
	cbor_head(s, cbor_encode_indef_map_start);
	s->depth++;
}

static void
cbor_arr(struct sink *s)
{
	cbor_head(s, cbor_encode_indef_array_start);
	s->depth++;
}

static void
cbor_end(struct sink *s)
{
	cbor_head(s, cbor_encode_break);
	s->depth--;
}

static size_t
head_uint(uint64_t v, unsigned char *p, size_t n)
{
	return cbor_encode_uint(v, p, n);
}

static size_t
head_negint(uint64_t v, unsigned char *p, size_t n)
{
	return cbor_encode_negint(v, p, n);
}

static size_t
head_string(uint64_t v, unsigned char *p, size_t n)
{
	return cbor_encode_string_start((size_t)v, p, n);
}

static size_t
head_bytes(uint64_t v, unsigned char *p, size_t n)
{
	return cbor_encode_bytestring_start((size_t)v, p, n);
}

static size_t
head_tag(uint64_t v, unsigned char *p, size_t n)
{
	return cbor_encode_tag(v, p, n);
}

/* Length of the text with what is bad as U+FFFD, and whether anything is. */
static size_t
text_length(const uint8_t *p, size_t n, bool *bad)
{
	uint32_t c;
	size_t i, len, total = 0;

	*bad = false;
	for (i = 0; i < n; i += len) {
		if ((len = utf8_decode(p + i, n - i, &c)) == 0) {
			*bad = true;
			len = utf8_bad(p + i, n - i);
			total += 3;
		} else
			total += len;
	}
	return total;
}

static void
cbor_str(struct sink *s, const char *v, size_t n)
{
	const uint8_t *p = (const uint8_t *)v;
	uint32_t c;
	size_t i, len;
	bool bad;

	cbor_number(s, head_string, text_length(p, n, &bad));
	if (!bad) {
		wb_put(s->w, v, n);
		return;
	}
	for (i = 0; i < n; i += len) {
		if ((len = utf8_decode(p + i, n - i, &c)) == 0) {
			wb_put(s->w, "\xef\xbf\xbd", 3);
			len = utf8_bad(p + i, n - i);
		} else
			wb_put(s->w, p + i, len);
	}
}

static void
cbor_u64(struct sink *s, uint64_t v)
{
	cbor_number(s, head_uint, v);
}

static void
cbor_i64(struct sink *s, int64_t v)
{
	if (v >= 0)
		cbor_number(s, head_uint, (uint64_t)v);
	else
		cbor_number(s, head_negint, (uint64_t)-(v + 1));
}

static void
cbor_dbl(struct sink *s, double v)
{
	uint8_t *p = wb_room(s->w, HEAD_MAX);

	if (p != NULL)
		s->w->len += cbor_encode_double(v, p, HEAD_MAX);
}

static void
cbor_boolean(struct sink *s, bool v)
{
	uint8_t *p = wb_room(s->w, HEAD_MAX);

	if (p != NULL)
		s->w->len += cbor_encode_bool(v, p, HEAD_MAX);
}

static void
cbor_null(struct sink *s)
{
	cbor_head(s, cbor_encode_null);
}

/* RFC 8949 3.4.3: tag 2 and the bytes when 64 bits do not hold it. */
static void
cbor_bigint(struct sink *s, const uint8_t *p, size_t n)
{
	uint64_t v = 0;
	size_t i;

	while (n > 0 && p[0] == 0) {
		p++;
		n--;
	}
	if (n > 8) {
		cbor_number(s, head_tag, 2);
		cbor_number(s, head_bytes, n);
		wb_put(s->w, p, n);
		return;
	}
	for (i = 0; i < n; i++)
		v = v << 8 | p[i];
	cbor_number(s, head_uint, v);
}

static void
cbor_time(struct sink *s, int64_t usec)
{
	cbor_dbl(s, (double)usec / 1e6);
}

const struct sink_ops sink_cbor_ops = {
	.obj = cbor_obj,
	.end_obj = cbor_end,
	.arr = cbor_arr,
	.end_arr = cbor_end,
	.key = cbor_str,
	.str = cbor_str,
	.u64 = cbor_u64,
	.i64 = cbor_i64,
	.dbl = cbor_dbl,
	.time = cbor_time,
	.boolean = cbor_boolean,
	.null = cbor_null,
	.bigint = cbor_bigint
};
