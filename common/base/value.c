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

#include "lex.h"

/* Decimal digits only, as all of ExaBGP's 32 bit values want them. */
int
val_u32(const struct tok *t, uint32_t min, uint32_t max, uint32_t *v)
{
	uint64_t n = 0;
	size_t i;

	if (t->len == 0)
		return -1;
	for (i = 0; i < t->len; i++) {
		if (t->s[i] < '0' || t->s[i] > '9')
			return -1;
		n = n * 10 + (uint64_t)(t->s[i] - '0');
		if (n > max)
			return -1;
	}
	if (n < min)
		return -1;
	*v = (uint32_t)n;
	return 0;
}

int
val_hexdigit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int
val_u64(const struct tok *t, uint64_t *v)
{
	const char *s = t->s;
	size_t i = 0, n = t->len;
	uint64_t base = 10, r = 0;
	int d;

	if (n > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
		base = 16;
		i = 2;
	}
	if (n == 0)
		return -1;
	for (; i < n; i++) {
		d = val_hexdigit(s[i]);
		if (d == -1 || (uint64_t)d >= base ||
		    r > (UINT64_MAX - (uint64_t)d) / base)
			return -1;
		r = r * base + (uint64_t)d;
	}
	*v = r;
	return 0;
}

/*
 * A number as Python reads it, which the plain options of ExaBGP do: with a
 * sign, and single "_" between digits.
 */
int
val_int(const struct tok *t, int64_t *v)
{
	bool neg = false, digit = false;
	size_t i = 0;
	int64_t n = 0;

	if (t->len > 0 && (t->s[0] == '-' || t->s[0] == '+')) {
		neg = t->s[0] == '-';
		i = 1;
	}
	for (; i < t->len; i++) {
		if (t->s[i] == '_' && digit && i + 1 < t->len) {
			digit = false;
			continue;
		}
		if (t->s[i] < '0' || t->s[i] > '9' || n > INT64_MAX / 16)
			return -1;
		n = n * 10 + (t->s[i] - '0');
		digit = true;
	}
	if (!digit)
		return -1;
	*v = neg ? -n : n;
	return 0;
}

int
val_asn(const struct tok *t, uint32_t *v)
{
	const char *dot = memchr(t->s, '.', t->len);
	struct tok high = *t, low = *t;
	uint32_t h, l;

	if (dot == NULL)
		return val_u32(t, 0, UINT32_MAX, v);
	high.len = (size_t)(dot - t->s);
	low.s = dot + 1;
	low.len = t->len - high.len - 1;
	if (val_u32(&high, 0, UINT16_MAX, &h) == -1 ||
	    val_u32(&low, 0, UINT16_MAX, &l) == -1)
		return -1;
	*v = h << 16 | l;
	return 0;
}

/* The words of all generations: 6.0 added the last four. */
int
val_bool(const struct tok *t, bool *v)
{
	static const struct {
		const char	*word;
		bool		 value;
	} words[] = {
		{ "true", true }, { "false", false },
		{ "enable", true }, { "disable", false },
		{ "enabled", true }, { "disabled", false },
		{ "yes", true }, { "no", false },
		{ "1", true }, { "0", false }
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (tok_is_nocase(t, words[i].word)) {
			*v = words[i].value;
			return 0;
		}
	}
	return -1;
}

int
val_hex(const struct tok *t, struct wbuf *w)
{
	uint8_t *p;
	size_t i, n;
	int hi, lo;

	if (t->len < 4 || t->len % 2 != 0 || t->s[0] != '0' ||
	    (t->s[1] != 'x' && t->s[1] != 'X'))
		return -1;
	n = t->len / 2 - 1;
	if ((p = wb_room(w, n)) == NULL)
		return -1;
	for (i = 0; i < n; i++) {
		hi = val_hexdigit(t->s[2 + i * 2]);
		lo = val_hexdigit(t->s[3 + i * 2]);
		if (hi == -1 || lo == -1)
			return -1;
		p[i] = (uint8_t)(hi << 4 | lo);
	}
	w->len += n;
	return 0;
}
