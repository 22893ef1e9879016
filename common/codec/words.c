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

#include "nlri.h"
#include "words.h"

/* See the header. */
size_t
word_split(const struct tok *t, char sep, struct tok *out, size_t max)
{
	size_t i, from = 0, n = 0;

	for (i = 0; i <= t->len; i++) {
		if (i < t->len && t->s[i] != sep)
			continue;
		if (n == max)
			return max + 1;
		out[n] = *t;
		out[n].s = t->s + from;
		out[n].len = i - from;
		n++;
		from = i + 1;
	}
	return n;
}

struct tok
word_from(const struct tok *t, size_t n)
{
	struct tok r = *t;

	if (n > r.len)
		n = r.len;
	r.s += n;
	r.len -= n;
	return r;
}

bool
word_prefix(const struct tok *t, const char *s)
{
	size_t n = strlen(s);

	return t->len >= n && memcmp(t->s, s, n) == 0;
}

bool
word_is_hex(const struct tok *t)
{
	return word_prefix(t, "0x") || word_prefix(t, "0X");
}

/* A decimal number up to max. */
int
need_u32(struct lex *lx, const char *what, uint32_t max, uint32_t *v)
{
	struct tok t;

	if (lex_need(lx, &t, what) == -1)
		return -1;
	if (val_u32(&t, 0, max, v) == -1)
		return lex_err(lx, &t, "invalid %s %.*s", what, (int)t.len,
		    t.s);
	return 0;
}

/* A number up to max, decimal or hexadecimal. */
int
need_u64(struct lex *lx, const char *what, uint64_t max, uint64_t *v)
{
	struct tok t;

	if (lex_need(lx, &t, what) == -1)
		return -1;
	if (val_u64(&t, v) == -1)
		return lex_err(lx, &t, "invalid %s %.*s", what, (int)t.len,
		    t.s);
	if (*v > max)
		return lex_err(lx, &t, "%s is larger than %ju", what,
		    (uintmax_t)max);
	return 0;
}

int
word_addr(struct lex *lx, const struct tok *t, size_t len, struct addr *a)
{
	if (addr_parse(t->s, t->len, a) == -1)
		return lex_err(lx, t, "can not decode this ip address : %.*s",
		    (int)t->len, t->s);
	if (len != 0 && a->len != len)
		return lex_err(lx, t, "%.*s is not an %s address",
		    (int)t->len, t->s, len == 4 ? "IPv4" : "IPv6");
	return 0;
}

int
need_addr_of(struct lex *lx, const char *what, size_t len, struct addr *a)
{
	struct tok t;

	if (lex_need(lx, &t, what) == -1)
		return -1;
	return word_addr(lx, &t, len, a);
}

/* An address of either family. */
int
need_addr(struct lex *lx, const char *what, struct addr *a)
{
	return need_addr_of(lx, what, 0, a);
}

int
need_rd(struct lex *lx, uint8_t *rd)
{
	struct tok t;

	if (lex_need(lx, &t, "route-distinguisher") == -1)
		return -1;
	if (rd_parse(&t, rd) == -1)
		return lex_err(lx, &t, "invalid route-distinguisher %.*s",
		    (int)t.len, t.s);
	return 0;
}

int
need_word(struct lex *lx, const char *word)
{
	struct tok t;

	if (lex_need(lx, &t, word) == -1)
		return -1;
	if (!tok_is(&t, word))
		return lex_err(lx, &t, "expected '%s' but found '%.*s' "
		    "instead", word, (int)t.len, t.s);
	return 0;
}

int
need_word_addr(struct lex *lx, const char *word, size_t len, struct addr *a)
{
	if (need_word(lx, word) == -1)
		return -1;
	return need_addr_of(lx, word, len, a);
}

/* See the header. */
int
word_bytes(const struct tok *t, uint8_t *b, size_t n)
{
	size_t i, at = 0;
	int hi, lo;

	for (i = 0; i < n; i++) {
		if (i > 0 && at < t->len && t->s[at] == ':')
			at++;
		if (t->len - at < 2 || (hi = val_hexdigit(t->s[at])) == -1 ||
		    (lo = val_hexdigit(t->s[at + 1])) == -1)
			return -1;
		b[i] = (uint8_t)(hi << 4 | lo);
		at += 2;
	}
	return at == t->len ? 0 : -1;
}

void
put_dec(struct wbuf *w, uint64_t v)
{
	char buf[20];
	size_t n = sizeof(buf);

	do {
		buf[--n] = (char)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	wb_put(w, buf + n, sizeof(buf) - n);
}

void
put_addr(struct wbuf *w, const uint8_t *b, size_t n)
{
	struct addr a;
	char *p;

	if (addr_from_bytes(&a, b, n) == 0 &&
	    (p = (char *)wb_room(w, ADDR_STRLEN)) != NULL)
		w->len += addr_print(&a, p, ADDR_STRLEN);
}

void
put_prefix(struct wbuf *w, const struct prefix *p)
{
	char *s = (char *)wb_room(w, ADDR_STRLEN);

	if (s != NULL)
		w->len += prefix_print(p, s, ADDR_STRLEN);
}

void
put_bytes(struct wbuf *w, const uint8_t *b, size_t n, bool upper)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			wb_u8(w, ':');
		wb_hex(w, b + i, 1, upper);
	}
}

/* ExaBGP's lists: `V` for one, `[ V V ]` for several. */
void
put_item(struct wbuf *w, size_t i, size_t n)
{
	if (i == 0 && n != 1)
		wb_str(w, " [");
	wb_u8(w, ' ');
}

void
put_end(struct wbuf *w, size_t n)
{
	if (n != 1)
		wb_str(w, n == 0 ? " [ ]" : " ]");
}
