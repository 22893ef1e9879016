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

#include <atf-c.h>
#include <stdlib.h>
#include <string.h>

#include "out/sink.h"

/* What a peer controls stays data: quotes, control bytes, bad UTF-8. */
ATF_TC_WITHOUT_HEAD(json_escapes);
ATF_TC_BODY(json_escapes, tc)
{
	static const char evil[] = "a\"b\\c\n}\x01\xff";
	struct wbuf w;
	struct sink s;

	(void)tc;
	wb_init(&w, 4096);
	sink_init(&s, &sink_json_ops, &w);
	sink_obj(&s);
	sink_key(&s, "name");
	sink_nstr(&s, evil, sizeof(evil) - 1);
	sink_end_obj(&s);
	wb_u8(&w, 0);
	ATF_CHECK_STREQ("{ \"name\": \"a\\\"b\\\\c\\u000a}\\u0001\\ufffd\" }",
	    (char *)w.p);
	wb_free(&w);
}

/* The longest beginning of a character is replaced at once. */
ATF_TC_WITHOUT_HEAD(json_replaced);
ATF_TC_BODY(json_replaced, tc)
{
	static const struct {
		const char	*text;
		const char	*json;
	} cases[] = {
		{ "\xe0\xa5" "D", "\"\\ufffdD\"" },
		{ "\xe0\x80", "\"\\ufffd\\ufffd\"" },
		{ "\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"" },
		{ "\xf3\xb9\xa0" "a\xf4\x90", "\"\\ufffda\\ufffd\\ufffd\"" },
		{ "\xc5(\xf3\xb9", "\"\\ufffd(\\ufffd\"" }
	};
	struct wbuf w;
	struct sink s;
	size_t i;

	(void)tc;
	wb_init(&w, 4096);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		wb_reset(&w);
		sink_init(&s, &sink_json_ops, &w);
		sink_nstr(&s, cases[i].text, strlen(cases[i].text));
		wb_u8(&w, 0);
		ATF_CHECK_STREQ(cases[i].json, (char *)w.p);
	}
	wb_free(&w);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, json_escapes);
	ATF_TP_ADD_TC(tp, json_replaced);
	return atf_no_error();
}
