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

#ifndef CODEC_EXCOM_H
#define CODEC_EXCOM_H

#include <stdint.h>

#include "attr.h"

#define EXCOM_LEN	8
#define EXCOM6_LEN	20
#define EXCOM_FIELDS	5

/*
 * One kind of extended community (RFC 4360).  A row is found by type and
 * subtype; in what is reported the non-transitive form (0x40 in the type)
 * is the same kind.
 */
struct excom_ops {
	uint8_t		 type;
	uint8_t		 subtype;
	/*
	 * keyword of `keyword:field:field` and how many words that is;
	 * 0: the row reads what is behind the keyword itself
	 */
	const char	*keyword;
	uint8_t		 fields;
	/* the words, the keyword first, to the eight bytes: 0 or -1 */
	int		(*parse)(struct lex *, const struct tok *,
			    const struct tok *, uint8_t *);
	/* to a word that parses back; false: only digits can say it */
	bool		(*text)(const uint8_t *, struct wbuf *);
	/* to what is reported, by the version of the JSON; NULL: digits */
	bool		(*string)(const uint8_t *, uint8_t, struct wbuf *);
};

extern const struct excom_ops excom_target2, excom_target_ip, excom_target4,
    excom_origin2, excom_origin_ip, excom_origin4, excom_target4_word,
    excom_origin4_word, excom_rate, excom_rate_packets, excom_action,
    excom_redirect2, excom_redirect4, excom_mark, excom_nexthop,
    excom_copy_word, excom_nexthop_ietf, excom_copy_ietf_word,
    excom_interface_set, excom_interface_set_local, excom_encap,
    excom_mobility, excom_l2info, excom_bandwidth, excom_mup,
    excom_record2, excom_record_ip, excom_record4, excom_hash_order;

/*
 * One value of `extended-community`, its first word taken from the lexer
 * already, to eight bytes: 0, or -1 with the message.
 */
int	excom_parse(struct lex *, const struct tok *, uint8_t *);
/* What is reported of it: "target:65000:100". */
void	excom_string(const uint8_t *, uint8_t, struct wbuf *);
/* One as a word that parses back. */
void	excom_text(const uint8_t *, struct wbuf *);
/* The low bits of a number, in the order of the network. */
void	excom_put16(uint8_t *, uint32_t);
void	excom_put32(uint8_t *, uint32_t);
/*
 * A field as a number up to max, with the message if it is none.  As
 * ExaBGP reads them, an "L" may end it, and an IPv4 address is one too.
 */
int	excom_number(struct lex *, const struct tok *, const struct tok *,
	    uint32_t, uint32_t *);
/*
 * The value of an action of flow routes to eight bytes: 0, or -1 with the
 * message.  A rate is in bytes a second until the caller sets the subtype of
 * packets, and cut (with a warning) where ExaBGP cuts it.
 */
int	excom_rate_value(struct lex *, const struct tok *, uint8_t *);
int	excom_action_value(struct lex *, const struct tok *, uint8_t *);
int	excom_mark_value(struct lex *, const struct tok *, uint8_t *);
int	excom_set_value(struct lex *, const struct tok *, uint8_t *);
/* AS and number; the number is of 16 bits if the AS has more. */
void	excom_redirect(uint32_t, uint32_t, uint8_t *);
/* Add one to the attribute of a route. */
int	excom_add(struct attr_build *, const uint8_t *);
int	excom6_add(struct attr_build *, const uint8_t *);

#endif
