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

#include "fuzz.h"
#include "lang/conf.h"

/*
 * A configuration: what is printed of one that is accepted is accepted,
 * and printed as the same.
 */
static struct conf *
load(const char *s, size_t len, struct wbuf *message)
{
	struct conf_opts opts;
	struct conf *c;
	struct diag d;

	memset(&opts, 0, sizeof(opts));
	diag_init(&d, "f.conf", NULL, 0);
	c = conf_parse(s, len, &opts, &d);
	MUST((c == NULL) == (d.nerr > 0), "%u errors", d.nerr);
	wb_put(message, d.out.p, d.out.len);
	diag_free(&d);
	return c;
}

/* A line of the fuzzer's making may have more routes than there is time. */
static bool
too_many(const struct conf *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->nlists; i++)
		n += c->lists[i]->n;
	return n > 4096;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct wbuf once, twice, message;
	struct conf *c;

	wb_init(&once, SIZE_MAX);
	wb_init(&twice, SIZE_MAX);
	wb_init(&message, FUZZ_BUF);
	c = load((const char *)p, n, &message);
	if (c != NULL && !too_many(c))
		conf_print(c, &once);
	/* templates alone print as nothing, which is none */
	if (once.len > 0) {
		conf_free(c);
		c = load((const char *)once.p, once.len, &message);
		MUST(c != NULL, "%.*s%.*s", (int)once.len,
		    (const char *)once.p, (int)message.len,
		    (const char *)message.p);
		conf_print(c, &twice);
		MUST(once.len == twice.len &&
		    memcmp(once.p, twice.p, once.len) == 0, "%.*s\n%.*s",
		    (int)once.len, (const char *)once.p, (int)twice.len,
		    (const char *)twice.p);
	}
	conf_free(c);
	wb_free(&once);
	wb_free(&twice);
	wb_free(&message);
	return 0;
}
