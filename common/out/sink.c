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

#include <stdarg.h>
#include <stdio.h>

#include "sink.h"

/* Start writing one document to the end of the buffer. */
void
sink_init(struct sink *s, const struct sink_ops *ops, struct wbuf *w)
{
	memset(s, 0, sizeof(*s));
	s->ops = ops;
	s->w = w;
	s->version = 5;
	s->first[0] = true;
}

/* Bytes as a string of digits, in pieces so that any length will do. */
void
sink_hex(struct sink *s, const void *data, size_t n, bool prefix, bool upper)
{
	static const char lo[] = "0123456789abcdef", up[] = "0123456789ABCDEF";
	const char *digits = upper ? up : lo;
	const uint8_t *b = data;
	char small[514];
	struct wbuf w;
	size_t i, len = 0;

	if (n <= 256) {
		if (prefix) {
			small[len++] = '0';
			small[len++] = 'x';
		}
		for (i = 0; i < n; i++) {
			small[len++] = digits[b[i] >> 4];
			small[len++] = digits[b[i] & 15];
		}
		sink_nstr(s, small, len);
		return;
	}
	/* Rare: attributes and NLRI that nobody knows. */
	wb_init(&w, 2 * n + 2);
	wb_put(&w, "0x", prefix ? 2 : 0);
	wb_hex(&w, data, n, upper);
	if (w.err)
		s->w->err = true;
	else
		sink_nstr(s, (const char *)w.p, w.len);
	wb_free(&w);
}

/* A string as printf(3) makes it, up to 511 bytes. */
void
sink_fmt(struct sink *s, const char *fmt, ...)
{
	char buf[512];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	sink_nstr(s, buf, (size_t)n < sizeof(buf) ? (size_t)n :
	    sizeof(buf) - 1);
}
