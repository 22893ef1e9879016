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
#include "lang/convert.h"
#include "lang/env.h"

/* Old configurations, and settings of the environment. */
static void
use_env(const char *s, size_t n)
{
	struct diag d;
	struct env e;
	char *copy;

	diag_init(&d, "f.env", s, n);
	env_defaults(&e);
	(void)env_file(&e, s, n, &d);
	if ((copy = malloc(n + 1)) != NULL) {
		memcpy(copy, s, n);
		copy[n] = '\0';
		(void)env_option(&e, copy, &d);
		free(copy);
	}
	diag_free(&d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const char *s = (const char *)p;
	struct wbuf out, changes, again, none;
	struct diag d;

	if (n > 0 && p[0] == '=') {
		use_env(s + 1, n - 1);
		return 0;
	}
	wb_init(&out, FUZZ_BUF);
	wb_init(&changes, FUZZ_BUF);
	wb_init(&again, FUZZ_BUF);
	wb_init(&none, FUZZ_BUF);
	diag_init(&d, "f.conf", s, n);
	if (convert_config(s, n, &out, &changes, &d) == 0 &&
	    convert_config((const char *)out.p, out.len, &again, &none,
	    &d) == 0)
		MUST(out.len == again.len && (out.len == 0 ||
		    memcmp(out.p, again.p, out.len) == 0), "%.*s\n%.*s",
		    (int)out.len, (const char *)out.p, (int)again.len,
		    (const char *)again.p);
	diag_free(&d);
	wb_free(&out);
	wb_free(&changes);
	wb_free(&again);
	wb_free(&none);
	return 0;
}
