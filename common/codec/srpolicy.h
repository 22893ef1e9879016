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

#ifndef CODEC_SRPOLICY_H
#define CODEC_SRPOLICY_H

#include "nlri.h"

/* What a segment routing policy is made of, RFC 9830 2.4 and RFC 9831. */

#define TUNNEL_SRPOLICY	15

enum srp_sub {
	SRP_WEIGHT = 9,		/* in a segment list */
	SRP_PREFERENCE = 12,
	SRP_BINDING_SID = 13,
	SRP_PRIORITY = 15,
	SRP_SRV6_BINDING_SID = 20,
	SRP_SEGMENT_LIST = 128,
	SRP_CANDIDATE_NAME = 129,
	SRP_POLICY_NAME = 130
};

/* A label, with a traffic class and a time to live of 0. */
#define SRP_LABEL(n)	((n) << 12)
#define SRP_BOTTOM	0x100	/* of the stack */
#define SRP_LABEL_MAX	0xfffff

/* One `segment`, that word consumed. */
int	srp_segment(struct lex *, struct wbuf *);
/* All segments of a list have been appended, from the offset given. */
void	srp_segments_end(struct wbuf *, size_t);
/* One segment of a list, its sub-TLV type first, as a JSON object. */
void	srp_emit_segment(uint16_t, struct rbuf, struct sink *);

#endif
