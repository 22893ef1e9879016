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

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/t_codec.h"
#include "fuzz.h"
#include "lang/rtext.h"

void
fuzz_fail(const char *file, int line, const char *what, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s:%d: not so: %s: ", file, line, what);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\n");
	abort();
}

struct negot
fuzz_negot(uint8_t bits)
{
	struct negot n;

	memset(&n, 0, sizeof(n));
	n.families = FAM_BIT(FAM_MAX) - 1;
	n.extnh = bits & FUZZ_V6NH ? n.families : 0;
	n.addpath_rx = n.addpath_tx = bits & FUZZ_PATHS ? n.families : 0;
	n.local_as = 65000;
	n.peer_as = bits & FUZZ_IBGP ? 65000 : 65001;
	n.asn4 = (bits & FUZZ_ASN4) != 0;
	n.msg_max = MSG_MAX;
	return n;
}

void
fuzz_json(const struct wbuf *w, bool twice)
{
	const char *why;

	if (w->err)
		return;
	why = json_check((const char *)w->p, w->len, twice);
	MUST(why == NULL, "%s in %.*s", why, (int)w->len,
	    (const char *)w->p);
}

void
fuzz_use_nlri(enum fam fam, struct rbuf one, const struct nlri_ctx *c)
{
	struct wbuf w;
	struct sink s;
	uint8_t v;

	wb_init(&w, FUZZ_BUF);
	nlri_ident(fam, one, &w);
	wb_reset(&w);
	nlri_text(fam, one, c, &w);
	for (v = 4; v <= 6; v++) {
		wb_reset(&w);
		sink_init(&s, &sink_json_ops, &w);
		s.version = v;
		nlri_emit(fam, one, c, &s);
		fuzz_json(&w, false);
	}
	wb_reset(&w);
	sink_init(&s, &sink_cbor_ops, &w);
	nlri_emit(fam, one, c, &s);
	wb_free(&w);
}

void
fuzz_use_block(const void *p, size_t n, bool twice)
{
	struct wbuf w;
	struct sink s;
	uint8_t v;

	wb_init(&w, FUZZ_BUF);
	attr_text(p, n, &w);
	wb_reset(&w);
	attr_event(p, n, (uint8_t)(4 + n % 3), &w);
	for (v = 4; v <= 6; v++) {
		wb_reset(&w);
		sink_init(&s, &sink_json_ops, &w);
		s.version = v;
		sink_obj(&s);
		(void)attr_emit(p, n, &s);
		sink_end_obj(&s);
		fuzz_json(&w, twice);
	}
	wb_free(&w);
}

static int
read_words(int how, struct lex *lx, bool withdraw, struct route *r)
{
	switch (how) {
	case WORDS_ROUTE:
		return rtext_route(lx, r, withdraw);
	case WORDS_FLOW:
		return rtext_flow(lx, r, withdraw);
	case WORDS_VPLS:
		return rtext_vpls(lx, r, withdraw);
	case WORDS_SRPOLICY:
		return rtext_srpolicy(lx, r, withdraw);
	default:
		return rtext_family(lx, (enum fam)how, r, withdraw);
	}
}

int
fuzz_parse(int how, const char *s, size_t len, bool withdraw,
    struct route *r, struct wbuf *block)
{
	struct diag d;
	struct lex lx;
	int ret;

	diag_init(&d, NULL, s, len);
	lex_init(&lx, LEX_LINE, s, len, &d);
	route_reset(r);
	wb_reset(block);
	ret = read_words(how, &lx, withdraw, r);
	if (ret == 0)
		ret = ab_finish(&r->attrs, block);
	else
		wb_put(block, d.out.p, d.out.len);
	lex_free(&lx);
	diag_free(&d);
	return ret == 0 ? 0 : -1;
}
