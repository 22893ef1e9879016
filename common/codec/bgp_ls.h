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

#ifndef CODEC_BGP_LS_H
#define CODEC_BGP_LS_H

#include "../base/lex.h"
#include "../out/sink.h"

/* What the files of the BGP-LS attribute share. */

enum {
	LS_LIST = 1,		/* `emit` writes items of a list */
	LS_LIST6 = 2,		/* ... in the JSON of version 6 */
	LS_MEMBERS = 4,		/* `emit` writes several members */
	LS_V6 = 8		/* known in version 6 only */
};

/*
 * One TLV, or two neighbours that share a key.  The length of its value is
 * min and any number of steps more, up to max; RFC 9552 8.2.2 wants the
 * attribute discarded otherwise.
 */
struct ls_tlv {
	uint16_t	 first, last;
	uint16_t	 min;
	uint16_t	 max;		/* 0: no limit */
	uint8_t		 step;
	uint8_t		 flags;
	const char	*key;
	const char	*key6;		/* in version 6; NULL: the same */
	void		(*emit)(struct rbuf, struct sink *);
};

extern const struct ls_tlv ls_node_tlvs[], ls_link_tlvs[], ls_prefix_tlvs[],
    ls_sr_tlvs[];		/* each ends with a row without `emit` */

/*
 * Bits from the first one on by name, as an object of zeros and ones; if
 * there are bits without a name there is "RSV", and what they are is ignored.
 */
void	ls_emit_flags(const char *const *, uint32_t, unsigned int,
	    struct sink *);

/*
 * A route behind its kind (and route distinguisher) from words and as
 * words: protocol, identifier and descriptors; `six`: its prefix is of
 * IPv6.  The text leads back to the same bytes.
 */
int	ls_words_parse(struct lex *, bool six, struct wbuf *);
void	ls_words_text(struct rbuf, bool six, struct wbuf *);

#endif
