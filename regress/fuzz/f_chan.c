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

#include <stdlib.h>
#include <unistd.h>

#include "base/chan.h"
#include "fuzz.h"

/*
 * The stream between the processes, as a child gone bad might write it: it
 * comes in pieces of as many bytes as the first byte says.
 */
static void
take(struct chan *c)
{
	struct imsg m;
	int ret;

	while ((ret = chan_next(c, &m)) == 1) {
		MUST(m.len <= CHAN_PAYLOAD_MAX, "%zu", m.len);
		MUST(m.data + m.len <= c->in + c->inlen, "%zu", m.len);
		if (m.fd != -1)
			close(m.fd);
	}
	if (ret == -1)
		c->eof = true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	size_t piece, at, k;
	struct chan c;
	int sv[2];

	if (n < 1 || socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == -1)
		return 0;
	MUST(chan_init(&c, sv[0], 4096) == 0, "out of memory");
	piece = p[0] == 0 ? n : p[0];
	for (at = 1; at < n && !c.eof; at += k) {
		k = n - at < piece ? n - at : piece;
		if (write(sv[1], p + at, k) != (ssize_t)k ||
		    chan_read(&c) == -1)
			break;
		take(&c);
	}
	close(sv[1]);
	chan_close(&c);
	return 0;
}
