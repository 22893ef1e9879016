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

#include "attr_rows.h"
#include "words.h"

/* COMMUNITIES (RFC 1997) and LARGE_COMMUNITY (RFC 8092). */

static const struct comm_name {
	const char	*name;
	uint32_t	 value;
} comm_names[] = {
	{ "no-export",		0xffffff01 },
	{ "no_export",		0xffffff01 },
	{ "no-advertise",	0xffffff02 },
	{ "no_advertise",	0xffffff02 },
	{ "no-export-subconfed", 0xffffff03 },
	{ "no-peer",		0xffffff04 },
	{ "nopeer",		0xffffff04 },
	{ "blackhole",		0xffff029a }
};

#define NNAMES	(sizeof(comm_names) / sizeof(comm_names[0]))

/* A run of decimal digits up to max: how many were read, 0 if it is none. */
static size_t
digits(const char *s, size_t n, uint64_t max, uint64_t *v)
{
	size_t i;

	*v = 0;
	for (i = 0; i < n && s[i] >= '0' && s[i] <= '9'; i++) {
		*v = *v * 10 + (uint64_t)(s[i] - '0');
		if (*v > max)
			return 0;
	}
	return i;
}

/*
 * A:B with the sum A * 65536 + B in 32 bits: ExaBGP checks no more than
 * that, so halves that are too large are taken, with a warning.
 */
static int
comm_pair(struct lex *lx, const struct tok *t, uint32_t *v)
{
	uint64_t a, b;
	size_t n;

	n = digits(t->s, t->len, UINT32_MAX, &a);
	if (n == 0 || n == t->len || t->s[n] != ':' || n + 1 == t->len ||
	    digits(t->s + n + 1, t->len - n - 1, UINT32_MAX, &b) !=
	    t->len - n - 1 || (a << 16) + b > UINT32_MAX)
		return lex_err(lx, t, "invalid community %.*s", (int)t->len,
		    t->s);
	if (a > UINT16_MAX || b > UINT16_MAX)
		diag_warn(lx->diag, t, "community %.*s: a half is larger "
		    "than 65535", (int)t->len, t->s);
	*v = (uint32_t)((a << 16) + b);
	return 0;
}

static int
comm_word(struct lex *lx, const struct tok *t, uint32_t *v)
{
	uint64_t n;
	size_t i;

	if (memchr(t->s, ':', t->len) != NULL)
		return comm_pair(lx, t, v);
	if (t->len > 0 && t->s[0] >= '0' && t->s[0] <= '9') {
		if (val_u64(t, &n) == -1)
			return lex_err(lx, t, "invalid community %.*s",
			    (int)t->len, t->s);
		if (n > UINT32_MAX)
			return lex_err(lx, t, "invalid community %.*s "
			    "(too large)", (int)t->len, t->s);
		*v = (uint32_t)n;
		return 0;
	}
	for (i = 0; i < NNAMES; i++) {
		if (tok_is_nocase(t, comm_names[i].name)) {
			*v = comm_names[i].value;
			return 0;
		}
	}
	return lex_err(lx, t, "invalid community name %.*s", (int)t->len,
	    t->s);
}

static int
comm_parse(struct lex *lx, struct wbuf *w)
{
	size_t off = w->len;
	uint32_t v = 0;
	int r, state = 0;
	struct tok t;

	while ((r = lex_list(lx, &state, false, &t)) == 1) {
		if (comm_word(lx, &t, &v) == -1)
			return -1;
		wb_u32(w, v);
	}
	if (r == -1 || w->err)
		return -1;
	if (w->len == off)
		return 1;
	attr_sort(w->p + off, w->len - off, 4);
	return 0;
}

static void
put_comm(struct wbuf *w, uint32_t v)
{
	size_t i;

	for (i = 0; i < NNAMES; i++) {
		if (comm_names[i].value == v) {
			wb_str(w, comm_names[i].name);
			return;
		}
	}
	put_dec(w, v >> 16);
	wb_u8(w, ':');
	put_dec(w, v & 0xffff);
}

static void
comm_text(struct rbuf r, struct wbuf *w)
{
	size_t i, n = rb_left(&r) / 4;

	wb_str(w, "community");
	for (i = 0; i < n; i++) {
		put_item(w, i, n);
		put_comm(w, rb_u32(&r));
	}
	put_end(w, n);
}

static void
comm_emit(struct rbuf r, struct sink *s)
{
	uint8_t buf[32];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };
	uint32_t v;

	sink_key(s, "community");
	sink_arr(s);
	while (rb_left(&r) > 0) {
		v = rb_u32(&r);
		if (s->words) {
			wb_reset(&w);
			put_comm(&w, v);
			sink_nstr(s, (const char *)buf, w.len);
			continue;
		}
		sink_arr(s);
		sink_u64(s, v >> 16);
		sink_u64(s, v & 0xffff);
		sink_end_arr(s);
	}
	sink_end_arr(s);
}

const struct attr_ops attr_communities = {
	.name = "community",
	.json = "community",
	.code = ATTR_COMMUNITIES,
	.flags = ATTR_OPTIONAL | ATTR_TRANSITIVE,
	.on_error = ERR_WITHDRAW,
	.min = 4,
	.unit = 4,
	.parse = comm_parse,
	.text = comm_text,
	.emit = comm_emit
};

/* The whole as one number of up to 96 bits, decimal or hexadecimal. */
static int
large_number(const struct tok *t, uint32_t v[3])
{
	bool hex = t->len > 2 && t->s[0] == '0' &&
	    (t->s[1] == 'x' || t->s[1] == 'X');
	uint64_t carry;
	size_t i;
	int k;

	v[0] = v[1] = v[2] = 0;
	if (t->len == 0)
		return -1;
	for (i = hex ? 2 : 0; i < t->len; i++) {
		if (t->s[i] >= '0' && t->s[i] <= '9')
			carry = (uint64_t)(t->s[i] - '0');
		else if (hex && (t->s[i] | 32) >= 'a' &&
		    (t->s[i] | 32) <= 'f')
			carry = (uint64_t)(t->s[i] | 32) - 'a' + 10;
		else
			return -1;
		for (k = 2; k >= 0; k--) {
			carry += (uint64_t)v[k] * (hex ? 16 : 10);
			v[k] = (uint32_t)carry;
			carry >>= 32;
		}
		if (carry != 0)
			return -1;
	}
	return 0;
}

static int
large_word(struct lex *lx, const struct tok *t, uint32_t v[3])
{
	struct tok part[3];
	uint64_t n;
	size_t i;

	if (memchr(t->s, ':', t->len) == NULL) {
		if (large_number(t, v) == 0)
			return 0;
	} else if (word_split(t, ':', part, 3) == 3) {
		for (i = 0; i < 3; i++) {
			if (part[i].len == 0 || digits(part[i].s,
			    part[i].len, UINT32_MAX, &n) != part[i].len)
				break;
			v[i] = (uint32_t)n;
		}
		if (i == 3)
			return 0;
	}
	return lex_err(lx, t, "invalid large community %.*s", (int)t->len,
	    t->s);
}

/* RFC 8092 3: duplicates mean nothing and are not sent. */
static size_t
large_unique(uint8_t *p, size_t len)
{
	size_t i, n = len < 12 ? len : 12;

	for (i = 12; i < len; i += 12) {
		if (memcmp(p + i, p + n - 12, 12) == 0)
			continue;
		memmove(p + n, p + i, 12);
		n += 12;
	}
	return n;
}

static int
large_parse(struct lex *lx, struct wbuf *w)
{
	size_t off = w->len;
	int r, state = 0;
	uint32_t v[3];
	struct tok t;

	while ((r = lex_list(lx, &state, false, &t)) == 1) {
		if (large_word(lx, &t, v) == -1)
			return -1;
		wb_u32(w, v[0]);
		wb_u32(w, v[1]);
		wb_u32(w, v[2]);
	}
	if (r == -1 || w->err)
		return -1;
	if (w->len == off)
		return 1;
	attr_sort(w->p + off, w->len - off, 12);
	w->len = off + large_unique(w->p + off, w->len - off);
	return 0;
}

static void
put_large(struct wbuf *w, struct rbuf *r)
{
	put_dec(w, rb_u32(r));
	wb_u8(w, ':');
	put_dec(w, rb_u32(r));
	wb_u8(w, ':');
	put_dec(w, rb_u32(r));
}

static void
large_text(struct rbuf r, struct wbuf *w)
{
	size_t i, n = rb_left(&r) / 12;

	wb_str(w, "large-community");
	for (i = 0; i < n; i++) {
		put_item(w, i, n);
		put_large(w, &r);
	}
	put_end(w, n);
}

static void
large_emit(struct rbuf r, struct sink *s)
{
	uint8_t buf[40];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };

	sink_key(s, "large-community");
	sink_arr(s);
	while (rb_left(&r) > 0) {
		if (s->words) {
			wb_reset(&w);
			put_large(&w, &r);
			sink_nstr(s, (const char *)buf, w.len);
			continue;
		}
		sink_arr(s);
		sink_u64(s, rb_u32(&r));
		sink_u64(s, rb_u32(&r));
		sink_u64(s, rb_u32(&r));
		sink_end_arr(s);
	}
	sink_end_arr(s);
}

const struct attr_ops attr_large_communities = {
	.name = "large-community",
	.json = "large-community",
	.code = ATTR_LARGE_COMMUNITIES,
	.flags = ATTR_OPTIONAL | ATTR_TRANSITIVE,
	.on_error = ERR_WITHDRAW,
	.min = 12,
	.unit = 12,
	.parse = large_parse,
	.text = large_text,
	.emit = large_emit
};
