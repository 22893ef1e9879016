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
 * Sums over routes.  A route counts with all its path attributes but those
 * that belong to the hop: NEXT_HOP, the MP_* and the AS numbers that the
 * daemon and the source put in front.  Communities count in any order.
 */
#include "bench.h"
#include "base/hash.h"

#define KEY		0x62677064U

#define A_ORIGIN	1
#define A_PATH		2
#define A_NEXT_HOP	3
#define A_MED		4
#define A_COM		8
#define A_MP_REACH	14
#define A_MP_UNREACH	15
#define A_EXT		16
#define A_LARGE		32

static uint64_t
items(uint8_t code, struct rbuf r, size_t unit)
{
	uint64_t sum = 0;
	const uint8_t *p;

	while (rb_left(&r) > 0 && (p = rb_bytes(&r, unit)) != NULL)
		sum += hash_bytes(KEY + code, p, unit);
	return r.err ? 1 : sum;
}

static uint64_t
path_sum(const uint32_t *path, size_t n)
{
	if (n > 0 && path[0] == DAEMON_AS) {
		path++;
		n--;
	}
	if (n > 0 && path[0] == SOURCE_AS) {
		path++;
		n--;
	}
	return hash_bytes(KEY + A_PATH, path, n * sizeof(*path));
}

static uint64_t
path_attr(struct rbuf r)
{
	uint32_t path[256];
	size_t n = 0, count;

	while (rb_left(&r) > 0 && !r.err) {
		(void)rb_u8(&r);
		for (count = rb_u8(&r); count > 0 && n < 256; count--)
			path[n++] = rb_u32(&r);
	}
	return path_sum(path, n);
}

static uint64_t
med_sum(uint32_t med)
{
	return med == 0 ? 0 : hash_bytes(KEY + A_MED, &med, sizeof(med));
}

static uint64_t
one(uint8_t code, struct rbuf r)
{
	switch (code) {
	case A_NEXT_HOP:
	case A_MP_REACH:
	case A_MP_UNREACH:
		return 0;
	case A_PATH:
		return path_attr(r);
	case A_MED:
		return med_sum(rb_u32(&r));
	case A_COM:
		return items(code, r, 4);
	case A_EXT:
		return items(code, r, 8);
	case A_LARGE:
		return items(code, r, 12);
	case A_ORIGIN:
		return rb_u8(&r);
	default:
		return hash_bytes(KEY + code, r.p, rb_left(&r));
	}
}

/* Of path attributes as they were received. */
uint64_t
sum_attrs(struct rbuf r)
{
	uint64_t sum = 0;
	uint8_t flags, code;
	size_t len;

	while (rb_left(&r) > 0 && !r.err) {
		flags = rb_u8(&r);
		code = rb_u8(&r);
		len = flags & 0x10 ? rb_u16(&r) : rb_u8(&r);
		sum += one(code, rb_sub(&r, len));
	}
	return r.err ? 1 : sum;
}

static uint64_t
word(uint8_t code, const uint32_t *v, size_t n)
{
	uint8_t b[12];
	size_t i;

	for (i = 0; i < n; i++) {
		b[4 * i] = (uint8_t)(v[i] >> 24);
		b[4 * i + 1] = (uint8_t)(v[i] >> 16);
		b[4 * i + 2] = (uint8_t)(v[i] >> 8);
		b[4 * i + 3] = (uint8_t)v[i];
	}
	return hash_bytes(KEY + code, b, 4 * n);
}

/* Of the same attributes before they were sent. */
uint64_t
sum_aset(const struct aset *a)
{
	const uint8_t discard[8] = { 0x80, 0x06, 0, 0, 0, 0, 0, 0 };
	uint64_t sum = path_sum(a->path, a->npath) + med_sum(a->med);
	unsigned i;

	for (i = 0; i < a->ncom; i++)
		sum += word(A_COM, &a->com[i], 1);
	if (a->has_large)
		sum += word(A_LARGE, a->large, 3);
	if (a->discard)
		sum += hash_bytes(KEY + A_EXT, discard, sizeof(discard));
	return sum;
}

uint64_t
sum_nlri(const void *nlri, size_t len)
{
	return hash_bytes(KEY, nlri, len);
}

uint64_t
sum_route(uint64_t attrs, uint64_t nlri)
{
	return hash_mix(attrs ^ 0xa0761d6478bd642fU, nlri | 1);
}
