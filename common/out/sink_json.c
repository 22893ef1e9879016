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

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "sink.h"
#include "utf8.h"

/*
 * JSON spaced as ExaBGP's: { "a": 1, "b": [ 1, 2 ] }.  A value knows from
 * first[] whether a comma goes in front, and from after_key that none does.
 */
static void
json_before(struct sink *s)
{
	if (s->after_key) {
		s->after_key = false;
		return;
	}
	if (s->depth == 0)
		return;
	if (s->first[s->depth])
		wb_put(s->w, " ", 1);
	else
		wb_put(s->w, ", ", 2);
	s->first[s->depth] = false;
}

static void
json_open(struct sink *s, char c)
{
	json_before(s);
	if (s->depth + 1 >= SINK_DEPTH) {
		s->w->err = true;
		return;
	}
	wb_u8(s->w, (uint8_t)c);
	s->first[++s->depth] = true;
}

static void
json_close(struct sink *s, char c)
{
	const char end[2] = { ' ', c };

	wb_put(s->w, end, sizeof(end));
	if (s->depth > 0)
		s->depth--;
}

static void
json_obj(struct sink *s)
{
	json_open(s, '{');
}

static void
json_end_obj(struct sink *s)
{
	json_close(s, '}');
}

static void
json_arr(struct sink *s)
{
	json_open(s, '[');
}

static void
json_end_arr(struct sink *s)
{
	json_close(s, ']');
}

/* A quoted string: what needs no escape is copied in one piece. */
static void
json_quote(struct sink *s, const char *v, size_t n)
{
	size_t i;

	wb_u8(s->w, '"');
	for (i = 0; i < n; i++) {
		if (v[i] < 0x20 || v[i] == 0x7f || v[i] == '"' ||
		    v[i] == '\\' || (unsigned char)v[i] > 0x7f)
			break;
	}
	wb_put(s->w, v, i);
	if (i < n)
		utf8_escape(s->w, v + i, n - i);
	wb_u8(s->w, '"');
}

static void
json_str(struct sink *s, const char *v, size_t n)
{
	json_before(s);
	json_quote(s, v, n);
}

static void
json_key(struct sink *s, const char *k, size_t n)
{
	json_before(s);
	json_quote(s, k, n);
	wb_put(s->w, ": ", 2);
	s->after_key = true;
}

static void
json_u64(struct sink *s, uint64_t v)
{
	char buf[20];
	size_t n = sizeof(buf);

	json_before(s);
	do {
		buf[--n] = (char)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	wb_put(s->w, buf + n, sizeof(buf) - n);
}

static void
json_i64(struct sink *s, int64_t v)
{
	if (v >= 0) {
		json_u64(s, (uint64_t)v);
		return;
	}
	json_before(s);
	wb_printf(s->w, "%lld", (long long)v);
}

/*
 * As Python's repr(): the shortest digits that read back as the same
 * number, an exponent below 1e-4 and from 1e16 on.  JSON has no name for
 * infinity and NaN.
 */
static void
json_dbl(struct sink *s, double v)
{
	char buf[40];
	int exp, prec;

	json_before(s);
	if (!isfinite(v)) {
		wb_str(s->w, "null");
		return;
	}
	for (prec = 0; prec < 17; prec++) {
		snprintf(buf, sizeof(buf), "%.*e", prec, v);
		if (strtod(buf, NULL) == v)
			break;
	}
	exp = (int)strtol(strchr(buf, 'e') + 1, NULL, 10);
	if (v != 0 && (exp < -4 || exp >= 16)) {
		wb_str(s->w, buf);
		return;
	}
	wb_printf(s->w, "%.*f", prec > exp ? prec - exp : 1, v);
}

/* The same digits without the search for them: every event has one. */
static void
json_time(struct sink *s, int64_t usec)
{
	uint64_t v = usec < 0 ? 0 : (uint64_t)usec, frac = v % 1000000;
	char buf[8] = ".0";
	size_t i, n = 2;

	json_u64(s, v / 1000000);
	for (i = 6; i > 0; i--, frac /= 10) {
		buf[i] = (char)('0' + frac % 10);
		if (n == 2 && buf[i] != '0')
			n = i + 1;
	}
	wb_put(s->w, buf, n < 2 ? 2 : n);
}

static void
json_bool(struct sink *s, bool v)
{
	json_before(s);
	wb_str(s->w, v ? "true" : "false");
}

static void
json_null(struct sink *s)
{
	json_before(s);
	wb_str(s->w, "null");
}

/* Long division by 10, digit by digit; only short numbers occur. */
static void
json_bigint(struct sink *s, const uint8_t *p, size_t n)
{
	uint8_t num[64];
	char out[160];
	size_t i, len = sizeof(out), from = 0;
	unsigned int rem;

	while (n > 0 && p[0] == 0) {
		p++;
		n--;
	}
	if (n > sizeof(num)) {
		sink_hex(s, p, n, true, false);
		return;
	}
	memcpy(num, p, n);
	json_before(s);
	do {
		for (i = from, rem = 0; i < n; i++) {
			rem = rem << 8 | num[i];
			num[i] = (uint8_t)(rem / 10);
			rem %= 10;
		}
		out[--len] = (char)('0' + rem);
		while (from < n && num[from] == 0)
			from++;
	} while (from < n);
	wb_put(s->w, out + len, sizeof(out) - len);
}

const struct sink_ops sink_json_ops = {
	.obj = json_obj,
	.end_obj = json_end_obj,
	.arr = json_arr,
	.end_arr = json_end_arr,
	.key = json_key,
	.str = json_str,
	.u64 = json_u64,
	.i64 = json_i64,
	.dbl = json_dbl,
	.time = json_time,
	.boolean = json_bool,
	.null = json_null,
	.bigint = json_bigint
};
