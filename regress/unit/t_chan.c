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

#include <sys/types.h>
#include <sys/socket.h>

#include <atf-c.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/chan.h"

static struct chan a, b;

static void
pair(size_t bound)
{
	int sv[2];

	ATF_REQUIRE_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	ATF_REQUIRE_EQ(0, chan_init(&a, sv[0], bound));
	ATF_REQUIRE_EQ(0, chan_init(&b, sv[1], bound));
}

ATF_TC_WITHOUT_HEAD(messages_and_descriptors);
ATF_TC_BODY(messages_and_descriptors, tc)
{
	struct imsg m;
	int p[2];
	char c = 'x';

	(void)tc;
	pair(1 << 20);
	ATF_REQUIRE_EQ(0, pipe(p));
	ATF_CHECK_EQ(0, chan_put(&a, 7, 1, "one", 3));
	ATF_CHECK_EQ(0, chan_putfd(&a, 8, 2, p[1], "two", 3));
	ATF_CHECK_EQ(0, chan_put(&a, 9, 3, NULL, 0));
	ATF_CHECK_EQ(1, chan_flush(&a));
	while (b.inlen < 3 * CHAN_HDR + 6)
		ATF_REQUIRE(chan_read(&b) >= 0);
	ATF_REQUIRE_EQ(1, chan_next(&b, &m));
	ATF_CHECK_EQ(7, m.hdr.type);
	ATF_CHECK_EQ(-1, m.fd);
	ATF_REQUIRE_EQ(1, chan_next(&b, &m));
	ATF_CHECK_EQ(0, memcmp(m.data, "two", 3));
	ATF_REQUIRE(m.fd != -1);
	/* the descriptor is the write end of our pipe */
	ATF_CHECK_EQ(1, write(m.fd, "y", 1));
	ATF_CHECK_EQ(1, read(p[0], &c, 1));
	ATF_CHECK_EQ('y', c);
	ATF_REQUIRE_EQ(1, chan_next(&b, &m));
	ATF_CHECK_EQ(3, m.hdr.id);
	ATF_CHECK_EQ(0, chan_next(&b, &m));
}

ATF_TC_WITHOUT_HEAD(split_reads);
ATF_TC_BODY(split_reads, tc)
{
	uint8_t bytes[CHAN_HDR + 4] = { 0 };
	struct imsg_hdr h = { sizeof(bytes), 5, 0, 9, 0 };
	struct imsg m;
	size_t i;

	(void)tc;
	pair(1 << 20);
	memcpy(bytes, &h, sizeof(h));
	for (i = 0; i < sizeof(bytes); i++) {
		ATF_CHECK_EQ(0, chan_next(&b, &m));
		ATF_REQUIRE_EQ(1, write(a.fd, bytes + i, 1));
		ATF_REQUIRE_EQ(1, chan_read(&b));
	}
	ATF_REQUIRE_EQ(1, chan_next(&b, &m));
	ATF_CHECK_EQ(9, m.hdr.id);
	ATF_CHECK_EQ(4, m.len);
}

ATF_TC_WITHOUT_HEAD(malformed_and_bounded);
ATF_TC_BODY(malformed_and_bounded, tc)
{
	struct imsg_hdr h = { CHAN_HDR - 1, 5, 0, 9, 0 };
	static uint8_t big[CHAN_PAYLOAD_MAX + 1];
	struct imsg m;

	(void)tc;
	pair(4096);
	ATF_CHECK_EQ(-1, chan_put(&a, 1, 1, big, sizeof(big)));
	ATF_CHECK_EQ(-1, chan_put(&a, 1, 1, big, 8192));
	ATF_CHECK_EQ(0, chan_put(&a, 1, 1, big, 100));
	ATF_REQUIRE_EQ(sizeof(h), (size_t)write(a.fd, &h, sizeof(h)));
	ATF_REQUIRE_EQ(1, chan_read(&b));
	ATF_CHECK_EQ(-1, chan_next(&b, &m));
	/* a descriptor promised and not sent */
	chan_close(&a);
	chan_close(&b);
	pair(4096);
	h.len = CHAN_HDR;
	h.flags = CHAN_F_FD;
	ATF_REQUIRE_EQ(sizeof(h), (size_t)write(a.fd, &h, sizeof(h)));
	ATF_REQUIRE_EQ(1, chan_read(&b));
	ATF_CHECK_EQ(-1, chan_next(&b, &m));
	chan_close(&a);
	ATF_CHECK_EQ(-1, chan_read(&b));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, messages_and_descriptors);
	ATF_TP_ADD_TC(tp, split_reads);
	ATF_TP_ADD_TC(tp, malformed_and_bounded);
	return atf_no_error();
}
