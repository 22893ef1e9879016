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

#include "base/buf.h"

ATF_TC_WITHOUT_HEAD(reader_bounds);
ATF_TC_BODY(reader_bounds, tc)
{
	const uint8_t b[] = { 1, 2, 3, 4, 5 };
	struct rbuf r = rb_init(b, sizeof(b)), sub;

	(void)tc;
	ATF_CHECK_EQ(0x0102, rb_u16(&r));
	sub = rb_sub(&r, 2);
	ATF_CHECK_EQ(3, rb_u8(&sub));
	ATF_CHECK_EQ(0, rb_u32(&sub));
	ATF_CHECK(sub.err);
	ATF_CHECK_EQ(5, rb_u8(&r));
	ATF_CHECK(!r.err);
	ATF_CHECK_EQ(0, rb_u8(&r));
	ATF_CHECK(r.err);
	/* the error sticks: nothing more can be read */
	ATF_CHECK(rb_bytes(&r, 1) == NULL);
}

ATF_TC_WITHOUT_HEAD(writer_bound);
ATF_TC_BODY(writer_bound, tc)
{
	struct wbuf w;

	(void)tc;
	wb_init(&w, 1000);
	wb_printf(&w, "%0600d", 0);
	ATF_CHECK_EQ(600, w.len);
	wb_u32(&w, 0x01020304);
	wb_set_u16(&w, 600, 0xaabb);
	ATF_CHECK_EQ(0xaa, w.p[600]);
	ATF_CHECK_EQ(0x04, w.p[603]);
	wb_printf(&w, "%0600d", 0);
	ATF_CHECK(w.err);
	ATF_CHECK_EQ(604, w.len);
	wb_free(&w);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, reader_bounds);
	ATF_TP_ADD_TC(tp, writer_bound);
	return atf_no_error();
}
