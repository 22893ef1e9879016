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

/* BGP messages (RFC 4271, 4760, 2918), written as a peer would. */
#include <string.h>

#include "bench.h"

static size_t
begin(struct wbuf *w, uint8_t type)
{
	size_t at = w->len;
	uint8_t ones[16];

	memset(ones, 0xff, sizeof(ones));
	wb_put(w, ones, sizeof(ones));
	wb_u16(w, 0);
	wb_u8(w, type);
	return at;
}

static void
end(struct wbuf *w, size_t at)
{
	wb_set_u16(w, at + 16, (uint16_t)(w->len - at));
}

/* All families of the benchmarks, route refresh, AS numbers of 4 bytes. */
void
wire_open(struct wbuf *w, uint32_t as, uint32_t id, uint16_t hold)
{
	static const uint8_t families[][3] = { { 0, 1, 1 }, { 0, 2, 1 },
	    { 0, 1, 133 }, { 0, 1, 128 } };
	size_t at = begin(w, MSG_OPEN), i, len;

	wb_u8(w, 4);
	wb_u16(w, (uint16_t)as);
	wb_u16(w, hold);
	wb_u32(w, id);
	wb_u8(w, 0);
	len = w->len;
	for (i = 0; i < 4; i++) {
		wb_put(w, "\2\6\1\4", 4);
		wb_u16(w, families[i][1]);
		wb_u8(w, 0);
		wb_u8(w, families[i][2]);
	}
	wb_put(w, "\2\2\2\0\2\6\101\4", 8);
	wb_u32(w, as);
	wb_set_u8(w, len - 1, (uint8_t)(w->len - len));
	end(w, at);
}

void
wire_empty(struct wbuf *w, uint8_t type)
{
	end(w, begin(w, type));
}

void
wire_refresh(struct wbuf *w, uint16_t afi)
{
	size_t at = begin(w, MSG_REFRESH);

	wb_u16(w, afi);
	wb_u16(w, 1);
	end(w, at);
}

static void
words(struct wbuf *w, const char *head, const uint32_t *v, unsigned n)
{
	unsigned i;

	if (n == 0)
		return;
	wb_put(w, head, 2);
	wb_u8(w, (uint8_t)(4 * n));
	for (i = 0; i < n; i++)
		wb_u32(w, v[i]);
}

void
wire_attrs(struct wbuf *w, const struct aset *a, bool with_nh)
{
	unsigned i;

	wb_put(w, "\100\1\1\0", 4);
	wb_put(w, "\100\2", 2);
	wb_u8(w, (uint8_t)(a->npath == 0 ? 0 : 2 + 4 * a->npath));
	if (a->npath > 0) {
		wb_u8(w, 2);
		wb_u8(w, (uint8_t)a->npath);
	}
	for (i = 0; i < a->npath; i++)
		wb_u32(w, a->path[i]);
	if (with_nh)
		wb_put(w, "\100\3\4\12\1\0\1", 7);	/* 10.1.0.1 */
	words(w, "\200\4", &a->med, a->med != 0);
	words(w, "\300\10", a->com, a->ncom);
	words(w, "\300\40", a->large, a->has_large ? 3 : 0);
}

/* MP_REACH_NLRI of IPv6 up to its NLRI; where its length is. */
static size_t
reach6(struct wbuf *w)
{
	static const uint8_t head[] = { 0x90, 14, 0, 0, 0, 2, 1, 16,
	    0x20, 0x01, 0x0d, 0xb8, 0, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0 };

	wb_put(w, head, sizeof(head));
	return w->len - sizeof(head) + 2;
}

/*
 * One UPDATE with routes from `from` on, as many as have the same
 * attributes and fit; the first that is not in it.
 */
uint32_t
wire_update(struct wbuf *w, const struct routes *r, uint32_t from,
    uint32_t to)
{
	size_t at = begin(w, MSG_UPDATE), attrs, mp = 0, n;
	uint32_t set = routes_set(r, from), i;
	bool v6 = routes_v6(r, from);
	uint8_t b[NLRI_MAX];
	struct aset a;

	routes_aset(r, set, &a);
	memmove(a.path + 1, a.path, a.npath * sizeof(a.path[0]));
	a.path[0] = SOURCE_AS;
	a.npath++;
	wb_u16(w, 0);
	wb_u16(w, 0);
	attrs = w->len;
	wire_attrs(w, &a, !v6);
	if (v6)
		mp = reach6(w);
	else
		wb_set_u16(w, attrs - 2, (uint16_t)(w->len - attrs));
	for (i = from; i < to && routes_v6(r, i) == v6 &&
	    routes_set(r, i) == set; i++) {
		n = routes_nlri(r, i, b);
		if (w->len - at + n > MSG_MAX)
			break;
		wb_put(w, b, n);
	}
	if (v6) {
		wb_set_u16(w, mp, (uint16_t)(w->len - mp - 2));
		wb_set_u16(w, attrs - 2, (uint16_t)(w->len - attrs));
	}
	end(w, at);
	return i;
}
