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

#ifndef BASE_CTL_H
#define BASE_CTL_H

#include <stdint.h>

/*
 * The control protocol, over the framing of chan.h: one request at a time,
 * answered by any number of items and lines of text, then DONE.
 */
enum ctl_type {
	CTL_REQUEST = 1,	/* struct ctl_request, then the words */
	CTL_ITEM,		/* one CBOR data item */
	CTL_TEXT,		/* part of a text, any number of lines */
	CTL_ERROR,		/* one line: why it failed */
	CTL_DONE,		/* struct ctl_done */
	CTL_PART		/* of an item, which goes on in the next */
};

#define CTL_WORDS_MAX	(64 * 1024)	/* bytes of a request's words */

struct ctl_request {
	uint32_t	json;		/* items are wanted, not text */
};

struct ctl_done {
	uint32_t	status;		/* 0 done, 1 refused or failed */
};

#endif
