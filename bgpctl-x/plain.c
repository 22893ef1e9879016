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
 * Text for a terminal.  What peers wrote is in it: a terminal is shown
 * control characters, and does not obey them.
 */
#include <unistd.h>

#include "bgpctl.h"
#include "out/utf8.h"

static bool
is_control(uint32_t c)
{
	return (c < 0x20 && c != '\n' && c != '\t') ||
	    (c >= 0x7f && c < 0xa0);
}

void
plain_text(struct wbuf *w, const void *data, size_t len)
{
	const uint8_t *p = data, *end = p + len;
	uint32_t c;
	size_t n;

	for (; p < end; p += n) {
		if ((n = utf8_decode(p, (size_t)(end - p), &c)) == 0) {
			wb_printf(w, "\\x%02x", *p);
			n = 1;
		} else if (is_control(c)) {
			wb_printf(w, "\\x%02x", c);
		} else {
			wb_put(w, p, n);
		}
	}
}

void
plain_print(FILE *f, const void *data, size_t len)
{
	static int known[3];	/* 0 not yet, 1 a terminal, 2 none */
	int fd = fileno(f);
	struct wbuf w;

	if (known[fd] == 0)
		known[fd] = isatty(fd) ? 1 : 2;
	if (known[fd] == 2) {
		fwrite(data, 1, len, f);
		return;
	}
	wb_init(&w, len * 4 + 1);
	plain_text(&w, data, len);
	fwrite(w.p, 1, w.len, f);
	wb_free(&w);
}
