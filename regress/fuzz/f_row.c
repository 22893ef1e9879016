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

#include "codec/capa_rows.h"
#include "fuzz.h"
#include "lang/rtext.h"

/*
 * One row of a registry, which the first byte chooses: bytes that a row
 * accepts can be reported, and what is printed of them is read as the same.
 */
static struct route route;
static struct wbuf block, first, words, ident;

static void
init(void)
{
	static bool ready;

	if (ready)
		return;
	route_init(&route);
	wb_init(&block, FUZZ_BUF);
	wb_init(&first, FUZZ_BUF);
	wb_init(&words, FUZZ_BUF);
	wb_init(&ident, FUZZ_BUF);
	ready = true;
}

/* Flow routes have words for attributes that others have not. */
static const uint8_t flow[] = { 5, 2, 24, 10, 0, 0 };
static const uint8_t prefix[] = { 24, 10, 0, 0 };

static int
print_parse(enum fam fam, const struct nlri_ctx *c, struct rbuf nlri,
    const struct wbuf *b)
{
	wb_reset(&words);
	rtext_print(fam, c, nlri, b->p, b->len, &words);
	if (words.err)
		return 1;
	return fuzz_parse((int)fam, (const char *)words.p, words.len, false,
	    &route, &block);
}

/*
 * Lists are sorted by the first reading; from then on nothing may change.
 */
static void
attribute_words(const struct attr_build *ab, bool is_flow)
{
	const enum fam fam = is_flow ? FAM_IPV4_FLOW : FAM_IPV4_UNICAST;
	struct nlri_ctx c = { is_flow ? NULL : &ab->nh, false, 0, false };
	struct rbuf nlri = is_flow ? rb_init(flow, sizeof(flow)) :
	    rb_init(prefix, sizeof(prefix));
	int i;

	wb_reset(&first);
	(void)ab_finish(ab, &first);
	fuzz_use_block(first.p, first.len, false);
	for (i = 0; i < 2; i++) {
		switch (print_parse(fam, &c, nlri, &first)) {
		case 1:
			return;
		case -1:
			fuzz_fail(__FILE__, __LINE__, "words are read",
			    "%.*s: %.*s", (int)words.len,
			    (const char *)words.p, (int)block.len,
			    (const char *)block.p);
		}
		MUST(i == 0 || (first.len == block.len &&
		    memcmp(first.p, block.p, block.len) == 0),
		    "%.*s", (int)words.len, (const char *)words.p);
		wb_reset(&first);
		wb_put(&first, block.p, block.len);
	}
}

static void
use_attribute(uint8_t code, struct rbuf r)
{
	const struct attr_ops *row = attr_find(code);
	const struct negot n = fuzz_negot(FUZZ_ASN4 | FUZZ_IBGP);
	const struct attr_ctx ctx = { &n, true };
	struct bgp_err err = { 0 };
	struct attr_build ab;
	uint8_t flags = row != NULL ? row->flags : 0xe0;

	ab_init(&ab);
	if (attr_check(&ctx, flags, code, r, &ab.data, &err) == 0 &&
	    ab_commit(&ab, code, flags, 0) == 0 && code != ATTR_NEXT_HOP &&
	    code != ATTR_MP_REACH && code != ATTR_MP_UNREACH) {
		ab.has_nh = code != ATTR_IPV6_EXT_COMMUNITIES;
		if (ab.has_nh) {
			ab.nh.kind = NH_ADDR;
			ab.nh.len = 4;
			memcpy(ab.nh.b, "\1\2\3\4", 4);
		}
		attribute_words(&ab, !ab.has_nh);
	}
	ab_free(&ab);
}

static void
nlri_words(enum fam fam, struct rbuf one, const struct nlri_ctx *c)
{
	struct wbuf empty;

	wb_init(&empty, 16);
	wb_u8(&empty, NH_NONE);
	wb_u8(&empty, 0);
	wb_reset(&ident);
	nlri_ident(fam, one, &ident);
	switch (print_parse(fam, c, one, &empty)) {
	case 0:
		wb_reset(&first);
		nlri_ident((enum fam)route.fam, wb_view(&route.nlri),
		    &first);
		MUST(route.fam == fam && (nlri_table[fam]->keyword != NULL ||
		    (first.len == ident.len &&
		    memcmp(first.p, ident.p, ident.len) == 0)), "%.*s",
		    (int)words.len, (const char *)words.p);
		break;
	case -1:
		/* peers may have larger numbers, and odd labels */
		if (nlri_table[fam]->keyword != NULL ||
		    (nlri_table[fam]->flags & NF_LABEL))
			break;
		fuzz_fail(__FILE__, __LINE__, "words are read",
		    "%.*s: %.*s", (int)words.len, (const char *)words.p,
		    (int)block.len, (const char *)block.p);
	}
	wb_free(&empty);
}

static void
use_nlri(enum fam fam, struct rbuf r)
{
	const struct nlri_ops *row = nlri_table[fam];
	struct nh nh = { NH_ADDR, 4, { 1, 2, 3, 4 } };
	struct nlri_ctx c = { &nh, (row->flags & NF_ADDPATH) != 0, 7, false };
	struct bgp_err err = { 0 };
	struct rbuf one;
	int ret;

	if (families[fam].afi == AFI_IPV6)
		nh.len = 16;
	if (row->flags & NF_NO_NH)
		c.nh = NULL;
	while (rb_left(&r) > 0 &&
	    (ret = nlri_next(fam, &r, &one, &err)) != -1) {
		if (ret == 1)
			continue;
		fuzz_use_nlri(fam, one, &c);
		nlri_words(fam, one, &c);
	}
}

static void
use_capability(const struct capa_ops *row, struct rbuf r)
{
	struct cap_set set;
	struct wbuf w;
	struct sink s;

	memset(&set, 0, sizeof(set));
	if (row->decode(r, &set) == -1)
		return;
	wb_init(&w, FUZZ_BUF);
	sink_init(&s, &sink_json_ops, &w);
	row->emit(&r, 1, &s);
	fuzz_json(&w, false);
	wb_reset(&w);
	row->text(&r, 1, &w);
	wb_free(&w);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct rbuf r = rb_init(p, n);
	size_t ncapa = 0, which = rb_u8(&r);

	init();
	while (capa_table[ncapa] != NULL)
		ncapa++;
	if (which < FAM_MAX)
		use_nlri((enum fam)which, r);
	else if (which - FAM_MAX < ncapa)
		use_capability(capa_table[which - FAM_MAX], r);
	else
		use_attribute(rb_u8(&r), r);
	return 0;
}
