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

#ifndef CODEC_FLOW_H
#define CODEC_FLOW_H

#include "nlri.h"

/* What the files of FlowSpec share. */

enum flow_kind {
	FLOW_PREFIX,
	FLOW_NUMERIC,		/* RFC 8955 4.2.1.1 */
	FLOW_BINARY		/* RFC 8955 4.2.1.2 */
};

enum {
	FLOW_V4 = 1,		/* how this row prints a type in AFI 1, ... */
	FLOW_V6 = 2
};

struct flow_name {
	const char	*name;
	uint16_t	 value;
};

/*
 * One keyword of a match.  A type may have several; those with the bit of
 * an address family are how that family prints it.
 */
struct flow_comp {
	const char		*word;
	uint8_t			 type;
	uint8_t			 kind;		/* enum flow_kind */
	uint8_t			 prints;	/* FLOW_V4, FLOW_V6 */
	bool			 sums;		/* names and "+" are taken */
	bool			 print_names;
	uint32_t		 max;
	const struct flow_name	*names;		/* NULL terminated, or NULL */
	const char		*what;		/* "unknown WHAT x", or NULL */
	const char		*range;		/* message for larger ones */
};

#define FLOW_OP_END	0x80
#define FLOW_OP_AND	0x40
#define FLOW_OP_LEN	0x30
#define FLOW_OP_BITS	0x07
#define FLOW_TYPE_MAX	13

extern const struct flow_name flow_protocols[], flow_icmp_types[],
    flow_icmp_codes[], flow_tcp_flags[], flow_fragments[];

/* The row of a word, and the one that prints a type; NULL: none. */
const struct flow_comp *flow_comp_word(const struct tok *);
const struct flow_comp *flow_comp_type(uint8_t, bool v6);

/*
 * The words behind the keyword, as entries appended to route->work: type,
 * length, and a prefix, or one operator with its value.
 */
int	flow_comp_parse(struct lex *, const struct flow_comp *,
	    struct route *);
/*
 * Read the next component of an NLRI: its type and its bytes without it;
 * false at the end, and if it is malformed, when the buffer has its error
 * flag set.
 */
bool	flow_comp_next(struct rbuf *, bool v6, uint8_t *, struct rbuf *);
/* One of what is alternative in a component, as text; false at the end. */
bool	flow_comp_text(const struct flow_comp *, bool v6, struct rbuf *,
	    struct wbuf *);
/* The number of a service of TCP or UDP: 0, or -1 if it is not known. */
int	flow_port_name(const struct tok *, uint32_t *);

/* "name port name port ", one string for digits and one for each letter. */
extern const char *const flow_ports_0[];	/* digits, a to l */
extern const char *const flow_ports_m[];	/* m to z */
#define FLOW_PORT_NAME	64		/* longer than any name */

#endif
