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

#ifndef OUT_UTF8_H
#define OUT_UTF8_H

#include <stddef.h>
#include <stdint.h>

#include "../base/buf.h"

/*
 * Decode one character of the n bytes (n > 0): returns how many it takes
 * and sets the code point, or returns 0 if the first byte starts none
 * (RFC 3629: no surrogates, nothing overlong, nothing above U+10FFFF).
 */
size_t	utf8_decode(const uint8_t *, size_t, uint32_t *);

/*
 * How many of these bytes, which start no character, are one U+FFFD: the
 * longest beginning of a character, as Unicode recommends and Python does.
 */
size_t	utf8_bad(const uint8_t *, size_t);

/*
 * Text from a peer made safe for one line of text: what JSON would escape
 * is written as \u and four digits, so that no line or word can be forged.
 */
void	utf8_escape(struct wbuf *, const void *, size_t);

#endif
