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

#ifndef CODEC_OPEN_H
#define CODEC_OPEN_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/buf.h"
#include "../out/sink.h"
#include "negot.h"

/* A received OPEN (RFC 4271 4.2): views into the message, valid with it. */
#define OPEN_CAPS_MAX	256

struct cap_view {
	uint8_t		code;
	struct rbuf	val;
};

struct open {
	uint8_t		version;
	uint16_t	as2;		/* My Autonomous System */
	uint32_t	as;		/* the real one, capability 65 seen */
	uint16_t	hold_time;
	uint32_t	id;		/* BGP Identifier */
	uint16_t	ncaps;
	struct cap_view	caps[OPEN_CAPS_MAX];
};

/* State of a negotiation, filled by the capability rows of one side. */
struct cap_set {
	uint32_t	families;
	uint32_t	addpath_send;
	uint32_t	addpath_recv;
	uint32_t	extnh;
	uint32_t	gr_families;
	uint32_t	raw[RAW_FAMILIES];	/* of FAM_RAW */
	uint16_t	gr_time;
	uint8_t		nfam;
	uint8_t		fam_order[FAM_MAX];
	bool		mp;		/* any multiprotocol capability */
	bool		asn4;
	bool		refresh;
	bool		enhanced_refresh;
	bool		ext_message;
	bool		graceful_restart;
	bool		addpath;
	bool		nexthop;
	bool		operational;
	bool		multisession;
	bool		link_local_nh;
};

/*
 * One capability.  `encode` appends whole capabilities (code, length,
 * value; maybe several, maybe none); `decode` checks the value and notes
 * it in the set, -1 if it is malformed (the capability is then ignored,
 * RFC 5492 4, unless the error says otherwise); `emit` writes the JSON
 * value, and `text` the words of the text encoder.
 */
struct capa_ops {
	uint8_t		 code;
	uint8_t		 since;		/* ExaBGP JSON that knows it, or 0 */
	const char	*name;		/* key of a sent OPEN's JSON */
	void		(*encode)(const struct open_params *, struct wbuf *);
	int		(*decode)(struct rbuf, struct cap_set *);
	void		(*emit)(const struct rbuf *, size_t, struct sink *);
	void		(*text)(const struct rbuf *, size_t, struct wbuf *);
};

const struct capa_ops *capa_find(uint8_t);

/* Body of our OPEN, without the message header. */
void	open_encode(const struct open_params *, struct wbuf *);
/* Parse the body of an OPEN; -1 and the NOTIFICATION to send if bad. */
int	open_decode(struct rbuf, struct open *, struct bgp_err *);
/*
 * Check a received OPEN against what we offered (RFC 4271 6.2) and fill
 * the record; -1 and the NOTIFICATION if the session cannot be.
 */
int	open_negotiate(const struct open_params *, const struct open *,
	    struct negot *, struct bgp_err *);
/* The "open" object of the JSON events, and the words of the text form. */
void	open_emit(const struct open *, bool sent, struct sink *);
void	open_text(const struct open *, struct wbuf *);
/* The "negotiated" object. */
void	negot_emit(const struct negot *, struct sink *);

#endif
