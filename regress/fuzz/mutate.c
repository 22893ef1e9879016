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

#include <string.h>

#include "fuzz.h"
#include "mutate.h"
#include "codec/negot.h"

/*
 * UPDATEs that stay whole: a change is made inside one path attribute, or
 * one TLV of it, or one family's NLRI, and the lengths around it are put
 * right.  Random bytes seldom get past them.
 */
#define ATTRS_MAX	64
#define TLVS_MAX	32

struct piece {
	size_t	off;		/* of its header */
	size_t	value;
	size_t	len;		/* of the value */
};

/* The attributes of a body, whose first byte is not of the message. */
static size_t
find_attrs(const uint8_t *p, size_t n, struct piece *a, size_t *end)
{
	struct rbuf r = rb_init(p, n), attrs;
	size_t count = 0;

	(void)rb_u8(&r);
	(void)rb_bytes(&r, rb_u16(&r));
	attrs = rb_sub(&r, rb_u16(&r));
	*end = (size_t)(attrs.end - p);
	while (!attrs.err && rb_left(&attrs) > 0 && count < ATTRS_MAX) {
		a[count].off = (size_t)(attrs.p - p);
		a[count].len = (rb_u8(&attrs) & ATTR_EXTLEN) != 0;
		(void)rb_u8(&attrs);
		a[count].len = a[count].len != 0 ? rb_u16(&attrs) :
		    rb_u8(&attrs);
		a[count].value = (size_t)(attrs.p - p);
		if (rb_bytes(&attrs, a[count].len) == NULL)
			return 0;
		count++;
	}
	return attrs.err ? 0 : count;
}

/* What the value is taken for: TLVs with two bytes each of both. */
static size_t
find_tlvs(const uint8_t *p, size_t n, struct piece *t)
{
	struct rbuf r = rb_init(p, n);
	size_t count = 0;

	while (rb_left(&r) >= 4 && count < TLVS_MAX) {
		t[count].off = (size_t)(r.p - p);
		(void)rb_u16(&r);
		t[count].len = rb_u16(&r);
		t[count].value = t[count].off + 4;
		if (rb_bytes(&r, t[count].len) == NULL)
			break;
		count++;
	}
	return count;
}

/* Some bytes of the buffer anew; how many they are then. */
static void
change(struct wbuf *w, size_t off, size_t len, size_t room)
{
	uint8_t part[MSG_MAX];
	struct wbuf rest;

	wb_init(&rest, FUZZ_BUF);
	wb_put(&rest, w->p + off + len, w->len - off - len);
	if (len > sizeof(part))
		len = sizeof(part);
	memcpy(part, w->p + off, len);
	if (room > sizeof(part))
		room = sizeof(part);
	w->len = off;
	wb_put(w, part, LLVMFuzzerMutate(part, len, room));
	wb_put(w, rest.p, rest.len);
	wb_free(&rest);
}

/* The value of one attribute, as a whole, by a TLV, or its NLRI only. */
static void
change_value(struct wbuf *w, uint8_t type, uint32_t pick, size_t room)
{
	struct piece t[TLVS_MAX];
	size_t n, i, len = w->len;

	if ((type == ATTR_MP_REACH || type == ATTR_MP_UNREACH) && len > 4 &&
	    pick % 2 == 0) {
		i = pick / 2 % FAM_RAW;
		w->p[0] = (uint8_t)(families[i].afi >> 8);
		w->p[1] = (uint8_t)families[i].afi;
		w->p[2] = families[i].safi;
		n = type == ATTR_MP_UNREACH ? 3 : 5U + w->p[3];
		if (n < len)
			change(w, n, len - n, room);
		return;
	}
	n = find_tlvs(w->p, len, t);
	if (n == 0 || pick % 3 == 0) {
		change(w, 0, len, room);
		return;
	}
	i = pick / 3 % n;
	change(w, t[i].value, t[i].len, room);
	len = t[i].len + w->len - len;
	w->p[t[i].off + 2] = (uint8_t)(len >> 8);
	w->p[t[i].off + 3] = (uint8_t)len;
}

static void
put_attr(struct wbuf *w, uint8_t flags, uint8_t type, const struct wbuf *v)
{
	wb_u8(w, v->len > 255 ? flags | ATTR_EXTLEN :
	    flags & (uint8_t)~ATTR_EXTLEN);
	wb_u8(w, type);
	if (v->len > 255)
		wb_u16(w, (uint16_t)v->len);
	else
		wb_u8(w, (uint8_t)v->len);
	wb_put(w, v->p, v->len);
}

/* One attribute, as it is, or in another way. */
static void
mutate_attr(struct wbuf *w, const uint8_t *p, const struct piece *a,
    uint32_t pick, size_t room)
{
	const uint8_t *h = p + a->off;
	uint8_t type = h[1];
	struct wbuf v;

	wb_init(&v, FUZZ_BUF);
	if (wb_room(&v, MSG_MAX) == NULL)
		return;
	wb_put(&v, p + a->value, a->len);
	switch (pick % 8) {
	case 0:			/* twice */
		put_attr(w, h[0], type, &v);
		break;
	case 1:			/* of another type */
		type = (uint8_t)(pick / 8 % 42);
		break;
	case 2:			/* with other flags */
		put_attr(w, h[0] ^ (uint8_t)(0x10 << pick / 8 % 4), type, &v);
		wb_free(&v);
		return;
	default:
		change_value(&v, type, pick / 8, room);
		break;
	}
	put_attr(w, h[0], type, &v);
	wb_free(&v);
}

/* See mutate.h. */
size_t
mutate_update(uint8_t *p, size_t n, size_t max, uint32_t seed)
{
	struct piece a[ATTRS_MAX];
	size_t count, end, i, which, len;
	struct wbuf w;

	count = find_attrs(p, n, a, &end);
	if (count == 0 || seed % 4 == 0)
		return LLVMFuzzerMutate(p, n, max);
	which = seed / 4 % count;
	wb_init(&w, FUZZ_BUF);
	wb_put(&w, p, a[0].off);
	for (i = 0; i < count; i++) {
		if (i == which)
			mutate_attr(&w, p, &a[i], seed / 4 / ATTRS_MAX,
			    a[i].len + 64);
		else
			wb_put(&w, p + a[i].off, a[i].value + a[i].len -
			    a[i].off);
	}
	len = w.len - a[0].off;
	wb_put(&w, p + end, n - end);
	if (w.err || w.len > max || len > UINT16_MAX) {
		wb_free(&w);
		return LLVMFuzzerMutate(p, n, max);
	}
	memcpy(p, w.p, w.len);
	p[a[0].off - 2] = (uint8_t)(len >> 8);
	p[a[0].off - 1] = (uint8_t)len;
	len = w.len;
	wb_free(&w);
	return len;
}
