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

#include <stdlib.h>
#include <string.h>

#include "t_codec.h"

/* A strict reader of JSON that keeps nothing. */
#define KEYS_MAX	600
#define DEPTH_MAX	24

struct reader {
	const char	*p, *end;
	const char	*why;
	bool		 twice;		/* a key may be there twice */
};

static int value(struct reader *, int);

static int
fail(struct reader *r, const char *why)
{
	if (r->why == NULL)
		r->why = why;
	return -1;
}

static void
blank(struct reader *r)
{
	while (r->p < r->end && *r->p == ' ')
		r->p++;
}

static int
take(struct reader *r, char c)
{
	blank(r);
	if (r->p == r->end || *r->p != c)
		return fail(r, "a character is missing");
	r->p++;
	return 0;
}

static int
string(struct reader *r)
{
	if (take(r, '"') == -1)
		return -1;
	while (r->p < r->end && *r->p != '"') {
		if ((unsigned char)*r->p < ' ')
			return fail(r, "control character");
		if (*r->p == '\\' && ++r->p == r->end)
			break;
		r->p++;
	}
	return take(r, '"');
}

static int
word(struct reader *r)
{
	static const char *const words[] = { "true", "false", "null" };
	size_t i, n;
	char *end, buf[256];

	for (i = 0; i < 3; i++) {
		n = strlen(words[i]);
		if ((size_t)(r->end - r->p) >= n &&
		    memcmp(r->p, words[i], n) == 0) {
			r->p += n;
			return 0;
		}
	}
	n = (size_t)(r->end - r->p);
	n = n < sizeof(buf) - 1 ? n : sizeof(buf) - 1;
	memcpy(buf, r->p, n);
	buf[n] = '\0';
	if (strchr("-0123456789", buf[0]) == NULL)
		return fail(r, "no value");
	(void)strtod(buf, &end);
	if (end == buf)
		return fail(r, "no number");
	r->p += end - buf;
	return 0;
}

static int
member(struct reader *r, const char **key, size_t *len, size_t n, int depth)
{
	size_t i;

	blank(r);
	key[n] = r->p;
	if (string(r) == -1)
		return -1;
	len[n] = (size_t)(r->p - key[n]);
	for (i = 0; i < n && !r->twice; i++) {
		if (len[i] == len[n] && memcmp(key[i], key[n], len[n]) == 0)
			return fail(r, "a key is there twice");
	}
	if (take(r, ':') == -1)
		return -1;
	return value(r, depth + 1);
}

static int
object(struct reader *r, int depth)
{
	const char *key[KEYS_MAX];
	size_t len[KEYS_MAX], n = 0;

	r->p++;
	blank(r);
	if (r->p < r->end && *r->p == '}') {
		r->p++;
		return 0;
	}
	for (;;) {
		if (n == KEYS_MAX)
			return fail(r, "more keys than tested");
		if (member(r, key, len, n++, depth) == -1)
			return -1;
		blank(r);
		if (r->p < r->end && *r->p == ',')
			r->p++;
		else
			return take(r, '}');
	}
}

static int
array(struct reader *r, int depth)
{
	r->p++;
	blank(r);
	if (r->p < r->end && *r->p == ']') {
		r->p++;
		return 0;
	}
	for (;;) {
		if (value(r, depth + 1) == -1)
			return -1;
		blank(r);
		if (r->p < r->end && *r->p == ',')
			r->p++;
		else
			return take(r, ']');
	}
}

static int
value(struct reader *r, int depth)
{
	blank(r);
	if (depth > DEPTH_MAX)
		return fail(r, "too deep");
	if (r->p == r->end)
		return fail(r, "it is cut");
	switch (*r->p) {
	case '{':
		return object(r, depth);
	case '[':
		return array(r, depth);
	case '"':
		return string(r);
	default:
		return word(r);
	}
}

/* See the header. */
const char *
json_check(const char *s, size_t n, bool twice)
{
	struct reader r = { s, s + n, NULL, twice };

	if (value(&r, 0) == -1)
		return r.why;
	blank(&r);
	return r.p == r.end ? NULL : "there is more than a value";
}
