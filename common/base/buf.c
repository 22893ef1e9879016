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

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"

/* An empty buffer that may grow up to max bytes; nothing is allocated yet. */
void
wb_init(struct wbuf *w, size_t max)
{
	memset(w, 0, sizeof(*w));
	w->max = max;
}

void
wb_free(struct wbuf *w)
{
	free(w->p);
	wb_init(w, w->max);
}

/* Make room for n more bytes.  Returns -1, with the error flag, if not. */
int
wb_grow(struct wbuf *w, size_t n)
{
	size_t cap = w->cap == 0 ? 256 : w->cap;
	uint8_t *p;

	if (w->err || n > w->max || w->len > w->max - n) {
		w->err = true;
		return -1;
	}
	while (cap - w->len < n)
		cap = cap < w->max / 2 ? cap * 2 : w->max;
	if ((p = realloc(w->p, cap)) == NULL) {
		w->err = true;
		return -1;
	}
	w->p = p;
	w->cap = cap;
	return 0;
}

/* Remove n bytes from the front. */
void
wb_drain(struct wbuf *w, size_t n)
{
	if (n < w->len)
		memmove(w->p, w->p + n, w->len - n);
	w->len = n < w->len ? w->len - n : 0;
}

void
wb_printf(struct wbuf *w, const char *fmt, ...)
{
	char small[256];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	if (n < 0) {
		w->err = true;
		return;
	}
	if ((size_t)n < sizeof(small)) {
		wb_put(w, small, (size_t)n);
		return;
	}
	if (wb_room(w, (size_t)n + 1) == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf((char *)w->p + w->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	w->len += (size_t)n;
}

/* Hexadecimal digits of n bytes, in upper case if asked. */
void
wb_hex(struct wbuf *w, const void *data, size_t n, bool upper)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	const uint8_t *b = data;
	uint8_t *p;
	size_t i;

	if (n == 0 || (p = wb_room(w, n * 2)) == NULL)
		return;
	for (i = 0; i < n; i++) {
		p[i * 2] = (uint8_t)digits[b[i] >> 4];
		p[i * 2 + 1] = (uint8_t)digits[b[i] & 15];
	}
	w->len += n * 2;
}
