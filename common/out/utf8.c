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

#include "utf8.h"

/* See the header. */
size_t
utf8_decode(const uint8_t *p, size_t n, uint32_t *cp)
{
	uint32_t c = p[0], min;
	size_t i, len;

	if (c < 0x80) {
		*cp = c;
		return 1;
	}
	if (c >= 0xc2 && c <= 0xdf) {
		len = 2;
		c &= 0x1f;
		min = 0x80;
	} else if ((c & 0xf0) == 0xe0) {
		len = 3;
		c &= 0x0f;
		min = 0x800;
	} else if (c >= 0xf0 && c <= 0xf4) {
		len = 4;
		c &= 0x07;
		min = 0x10000;
	} else
		return 0;
	if (n < len)
		return 0;
	for (i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3fU);
	}
	if (c < min || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*cp = c;
	return len;
}

/* See the header. */
size_t
utf8_bad(const uint8_t *p, size_t n)
{
	uint8_t lo = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
	uint8_t hi = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;
	size_t i, len;

	len = p[0] < 0xc2 || p[0] > 0xf4 ? 1 : p[0] < 0xe0 ? 2 :
	    p[0] < 0xf0 ? 3 : 4;
	for (i = 1; i < len && i < n && p[i] >= lo && p[i] <= hi; i++) {
		lo = 0x80;
		hi = 0xbf;
	}
	return i;
}

static void
put_escape(struct wbuf *w, uint32_t c)
{
	wb_printf(w, "\\u%04x", (unsigned int)c);
}

/* See the header. */
void
utf8_escape(struct wbuf *w, const void *data, size_t n)
{
	const uint8_t *p = data;
	uint32_t c;
	size_t i, len;

	for (i = 0; i < n; i += len) {
		if ((len = utf8_decode(p + i, n - i, &c)) == 0) {
			c = 0xfffd;
			len = utf8_bad(p + i, n - i);
		}
		if (c == '"' || c == '\\') {
			wb_u8(w, '\\');
			wb_u8(w, (uint8_t)c);
		} else if (c >= 0x20 && c < 0x7f)
			wb_u8(w, (uint8_t)c);
		else if (c < 0x10000)
			put_escape(w, c);
		else {
			put_escape(w, 0xd800 + ((c - 0x10000) >> 10));
			put_escape(w, 0xdc00 + ((c - 0x10000) & 0x3ff));
		}
	}
}
