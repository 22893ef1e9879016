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
#include "lang/rtext.h"

/*
 * The words of a route, as in an API line; the first byte chooses what is
 * read.  What is printed of the route is read as the same.
 */
static struct route a, b;
static struct wbuf set, again, words;

static void
init(void)
{
	static bool ready;

	if (ready)
		return;
	route_init(&a);
	route_init(&b);
	wb_init(&set, FUZZ_BUF);
	wb_init(&again, FUZZ_BUF);
	wb_init(&words, FUZZ_BUF);
	ready = true;
}

static void
same_again(void)
{
	struct nlri_ctx c = { NULL, a.has_path_id, a.path_id, false };

	if (a.attrs.has_nh)
		c.nh = &a.attrs.nh;
	wb_reset(&words);
	rtext_print((enum fam)a.fam, &c, wb_view(&a.nlri), set.p, set.len,
	    &words);
	if (words.err)
		return;
	MUST(fuzz_parse(a.fam, (const char *)words.p, words.len, false, &b,
	    &again) == 0, "%.*s: %.*s", (int)words.len,
	    (const char *)words.p, (int)again.len, (const char *)again.p);
	MUST(a.fam == b.fam && a.nlri.len == b.nlri.len &&
	    set.len == again.len && memcmp(a.nlri.p, b.nlri.p,
	    b.nlri.len) == 0 && memcmp(set.p, again.p, set.len) == 0,
	    "%.*s", (int)words.len, (const char *)words.p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const int kinds = FAM_MAX + WORDS_MAX - WORDS_ROUTE;
	bool withdraw;
	int how;

	if (n < 1)
		return 0;
	init();
	withdraw = (p[0] & 0x80) != 0;
	how = (p[0] & 0x7f) % kinds;
	if (how >= FAM_MAX)
		how += WORDS_ROUTE - FAM_MAX;
	if (fuzz_parse(how, (const char *)p + 1, n - 1, withdraw, &a,
	    &set) == 0 && !withdraw && a.split == 0)
		same_again();
	return 0;
}
