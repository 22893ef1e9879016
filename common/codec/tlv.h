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

#ifndef CODEC_TLV_H
#define CODEC_TLV_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/buf.h"
#include "../out/sink.h"

/* How the type and the length of a TLV are written. */
enum tlv_kind {
	TLV_1_1,	/* one byte each: segments */
	TLV_1_2,	/* prefix-SID, AIGP */
	TLV_2_2,	/* BGP-LS, tunnels */
	TLV_TUNNEL	/* length of two bytes from type 128: RFC 9012 2 */
};

struct tlv {
	uint16_t	type;
	struct rbuf	val;
};

/*
 * The next TLV: false at the end, and if it is cut, when the buffer has its
 * error flag set.
 */
bool	tlv_next(struct rbuf *, enum tlv_kind, struct tlv *);
/* Can all be read? */
bool	tlv_valid(struct rbuf, enum tlv_kind);
/* How many there are, and how many of a type. */
size_t	tlv_total(struct rbuf, enum tlv_kind);
size_t	tlv_count(struct rbuf, enum tlv_kind, uint16_t);
/* Is the one whose value this is the first of its type? */
bool	tlv_is_first(struct rbuf, enum tlv_kind, const struct tlv *);

/*
 * Report the values of all TLVs of one type under one key, so that no peer
 * can make a key occur twice: a list if `list` is set or there are several,
 * else the value alone.
 */
void	tlv_emit(struct sink *, const char *, struct rbuf, enum tlv_kind,
	    uint16_t, bool, void (*)(struct rbuf, struct sink *));

/* A value as "0x" and digits. */
void	tlv_emit_hex(struct rbuf, struct sink *);
/* An address of four or sixteen bytes; null if it is neither. */
void	tlv_emit_addr(struct rbuf, struct sink *);
void	tlv_emit_text(struct rbuf, struct sink *);
void	tlv_emit_number(struct rbuf, struct sink *);
void	tlv_emit_float(struct rbuf, struct sink *);

#endif
