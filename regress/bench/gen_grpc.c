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
 * Routes as GoBGP takes them: the body of one AddPathStream call, which is
 * messages with a head of five bytes (gRPC over HTTP/2), each an
 * AddPathStreamRequest with many Paths in the encoding of protocol buffers.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

#define PATHS		500	/* in a message */

#define REQUEST_PATHS	3
#define PATH_FAMILY	9
#define PATH_NLRI	20	/* both as on the wire */
#define PATH_ATTR	21

static void
varint(struct wbuf *w, size_t v)
{
	for (; v > 127; v >>= 7)
		wb_u8(w, (uint8_t)(v | 0x80));
	wb_u8(w, (uint8_t)v);
}

/* A field of bytes: wire type 2. */
static void
field(struct wbuf *w, unsigned number, const void *p, size_t len)
{
	varint(w, number << 3 | 2);
	varint(w, len);
	wb_put(w, p, len);
}

static void
path(struct wbuf *w, const struct routes *r, uint32_t i)
{
	struct wbuf attrs;
	struct rbuf in;
	struct aset a;
	uint8_t b[NLRI_MAX];
	const uint8_t *p;
	size_t len;

	field(w, PATH_FAMILY, "\10\1\20\1", 4);		/* IPv4 unicast */
	field(w, PATH_NLRI, b, routes_nlri(r, i, b));
	wb_init(&attrs, MSG_MAX);
	routes_aset(r, routes_set(r, i), &a);
	wire_attrs(&attrs, &a, true);
	/* none of them is so long that its length has two bytes */
	for (in = rb_init(attrs.p, attrs.len); rb_left(&in) > 3; ) {
		len = 3U + in.p[2];
		if ((p = rb_bytes(&in, len)) == NULL)
			break;
		field(w, PATH_ATTR, p, len);
	}
	wb_free(&attrs);
}

void
gen_grpc(const struct routes *r, uint32_t i)
{
	static struct wbuf body, one;
	uint8_t head[5] = { 0 };

	if (i == 0) {
		wb_init(&body, 1 << 24);
		wb_init(&one, MSG_MAX);
	}
	path(&one, r, i);
	field(&body, REQUEST_PATHS, one.p, one.len);
	wb_reset(&one);
	if (i % PATHS != PATHS - 1 && i != r->n - 1)
		return;
	head[1] = (uint8_t)(body.len >> 24);
	head[2] = (uint8_t)(body.len >> 16);
	head[3] = (uint8_t)(body.len >> 8);
	head[4] = (uint8_t)body.len;
	if (body.err || fwrite(head, sizeof(head), 1, stdout) != 1 ||
	    fwrite(body.p, body.len, 1, stdout) != 1)
		exit(1);
	wb_reset(&body);
}
