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
 * Programs that read lines or events and do nothing else.
 *
 *	count json|cbor DIR ROUTES	the API process that is told of routes
 *	parse ROUTES			lines of `gen api` on stdin: the limit
 *
 * Both add up the prefixes, so that none is missed, and say when the last
 * was there: DIR/counted, or stdout.  What count hears behind them is in
 * DIR/more when it ends.
 */
#include <sys/socket.h>
#include <sys/types.h>
#include <arpa/inet.h>

#include <err.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

#define KEEP		1024	/* the longest that is looked at at once */

static struct count {
	uint64_t	 want, want_sum;
	uint64_t	 n, sum;
	double		 first, last;
	uint64_t	 junk;		/* what was parsed, so that it is */
} co;

static uint8_t in[KEEP + (1 << 18)];

/* "1.2.3.0/24", ended by any other character. */
static void
add4(const char *p)
{
	uint8_t b[5] = { 0 };
	unsigned k, v;

	for (k = 1; k < 6; k++) {
		for (v = 0; *p >= '0' && *p <= '9'; p++)
			v = v * 10 + (unsigned)(*p - '0');
		if (k < 5)
			b[k] = (uint8_t)v;
		else
			b[0] = (uint8_t)v;
		p++;
	}
	co.n++;
	co.sum += sum_nlri(b, 1 + (b[0] + 7U) / 8);
}

static void
add(const char *p, size_t len)
{
	char text[64], *slash;
	uint8_t b[17] = { 0 };

	if (len >= sizeof(text))
		return;
	/* what is behind it may be of the last read, and a digit */
	memcpy(text, p, len);
	text[len] = '\0';
	if (strchr(text, ':') == NULL) {
		add4(text);
		return;
	}
	if ((slash = strchr(text, '/')) == NULL)
		return;
	*slash = '\0';
	if (inet_pton(AF_INET6, text, b + 1) != 1)
		return;
	b[0] = (uint8_t)atoi(slash + 1);
	co.n++;
	co.sum += sum_nlri(b, 1 + (b[0] + 7U) / 8);
}

/* How much of these bytes is done with. */
static size_t
json(const uint8_t *p, size_t len)
{
	static const char key[] = "\"nlri\": \"";
	const size_t klen = sizeof(key) - 1;
	const uint8_t *at = p, *end = p + len, *hit, *quote;

	while ((hit = memmem(at, (size_t)(end - at), key, klen)) != NULL) {
		quote = memchr(hit + klen, '"', (size_t)(end - hit) - klen);
		if (quote == NULL)
			return (size_t)(hit - p);
		add((const char *)hit + klen, (size_t)(quote - hit) - klen);
		at = quote;
	}
	/* the beginning of a key may be at the end */
	if ((size_t)(end - at) > klen)
		at = end - klen;
	return (size_t)(at - p);
}

/* Heads of items one after the other (RFC 8949): nesting does not matter. */
static bool
head(struct rbuf *r, unsigned *major, uint64_t *arg)
{
	uint8_t b = rb_u8(r);

	*major = b >> 5;
	switch (b & 31) {
	case 24: *arg = rb_u8(r); break;
	case 25: *arg = rb_u16(r); break;
	case 26: *arg = rb_u32(r); break;
	case 27: *arg = rb_u64(r); break;
	default: *arg = b & 31; break;
	}
	if ((b & 31) == 31 && (*major == 2 || *major == 3))
		*arg = 0;
	return !r->err;
}

static size_t
cbor(const uint8_t *p, size_t len)
{
	static bool is_key;
	struct rbuf r = rb_init(p, len);
	const uint8_t *done = p, *s;
	unsigned major;
	uint64_t arg;

	while (rb_left(&r) > 0 && head(&r, &major, &arg)) {
		if (major == 2 || major == 3) {
			if ((s = rb_bytes(&r, arg)) == NULL)
				break;
			if (is_key)
				add((const char *)s, arg);
			is_key = arg == 4 && memcmp(s, "nlri", 4) == 0;
		} else
			is_key = false;
		done = r.p;
	}
	return (size_t)(done - p);
}

/* Every word of a line is looked at, numbers become numbers. */
static void
line(const char *p, const char *end)
{
	unsigned words = 0;
	uint64_t v;

	while (p < end) {
		if (words++ == 2)
			add4(p);
		for (v = 0; p < end && *p != ' '; p++)
			v = *p >= '0' && *p <= '9' ?
			    v * 10 + (uint64_t)(*p - '0') : v * 31 +
			    (uint8_t)*p;
		co.junk += v;
		p++;
	}
}

static size_t
lines(const uint8_t *p, size_t len)
{
	const uint8_t *at = p, *nl;

	while ((nl = memchr(at, '\n', len - (size_t)(at - p))) != NULL) {
		line((const char *)at, (const char *)nl);
		at = nl + 1;
	}
	return (size_t)(at - p);
}

static void
want(const char *spec)
{
	struct routes r;
	uint8_t b[NLRI_MAX];
	uint32_t i;

	routes_init(&r, spec);
	co.want = r.n;
	for (i = 0; i < r.n; i++)
		co.want_sum += sum_nlri(b, routes_nlri(&r, i, b));
	routes_free(&r);
}

/* Read until so many are there, or until the end. */
static void
run(size_t (*take)(const uint8_t *, size_t), uint64_t want)
{
	static size_t len;
	size_t done;
	ssize_t n;

	while (co.n < want && (n = read(0, in + len,
	    sizeof(in) - len)) > 0) {
		if (co.first == 0)
			co.first = now();
		len += (size_t)n;
		done = take(in, len);
		len -= done;
		memmove(in, in + done, len);
		if (len == sizeof(in))
			errx(1, "an item is too long");
	}
	co.last = now();
}

int
count_main(int argc, char *argv[])
{
	size_t (*take)(const uint8_t *, size_t);
	char path[4096];

	if (argc != 4)
		errx(2, "usage: count json|cbor DIR ROUTES");
	/* what is under way is read after it is told to end */
	signal(SIGTERM, SIG_IGN);
	want(argv[3]);
	take = *argv[1] == 'j' ? json : cbor;
	run(take, co.want);
	snprintf(path, sizeof(path), "%s/counted", argv[2]);
	report(path, "%.6f %.6f %" PRIu64 " %s", co.first, co.last, co.n,
	    co.n == co.want && co.sum == co.want_sum ? "ok" : "WRONG");
	run(take, UINT64_MAX);
	snprintf(path, sizeof(path), "%s/more", argv[2]);
	report(path, "%" PRIu64, co.n - co.want);
	return 0;
}

int
parse_main(int argc, char *argv[])
{
	double begin;

	if (argc != 2)
		errx(2, "usage: parse ROUTES");
	want(argv[1]);
	begin = now();
	run(lines, co.want);
	printf("%.6f %.6f %" PRIu64 " %s\n", begin, co.last, co.n,
	    co.n == co.want && co.sum == co.want_sum ? "ok" : "WRONG");
	return co.junk == 0;
}
