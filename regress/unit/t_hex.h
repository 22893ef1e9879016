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

#ifndef T_HEX_H
#define T_HEX_H

#include <atf-c.h>
#include <stdint.h>
#include <stdlib.h>

/* "180a 0000" to bytes; blanks are for the eye. */
static inline size_t
unhex(const char *s, uint8_t *b)
{
	char pair[3] = "";
	size_t n = 0, i = 0;

	for (; *s != '\0'; s++) {
		if (*s == ' ')
			continue;
		pair[i++] = *s;
		if (i == 2) {
			b[n++] = (uint8_t)strtoul(pair, NULL, 16);
			i = 0;
		}
	}
	ATF_REQUIRE_EQ(0, i);
	return n;
}

#endif
