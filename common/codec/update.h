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

#ifndef CODEC_UPDATE_H
#define CODEC_UPDATE_H

#include <stdbool.h>
#include <stdint.h>

#include "attr.h"
#include "nlri.h"

#define MSG_HDR		19
#define MSG_OPEN	1
#define MSG_UPDATE	2
#define MSG_NOTIFICATION 3
#define MSG_KEEPALIVE	4
#define MSG_REFRESH	5
#define MSG_OPERATIONAL	6

/* One run of NLRI of a received UPDATE. */
struct nlri_run {
	uint8_t		fam;		/* FAM_NONE: absent */
	bool		addpath;
	uint32_t	count;		/* of NLRI */
	struct nh	nh;
	struct nh	nh_ll;		/* link-local one, len 0 without */
	struct rbuf	nlri;
};

/*
 * A received UPDATE, checked per RFC 7606.  The runs are views into the
 * message; the attributes are a canonical block in `attrs`.
 * err.action says what to do: ERR_WITHDRAW makes every announced NLRI a
 * withdrawal, ERR_RESET ends the session with err's NOTIFICATION.
 */
struct update {
	struct nlri_run	 withdrawn;	/* RFC 4271 field */
	struct nlri_run	 unreach;	/* MP_UNREACH_NLRI */
	struct nlri_run	 reach;		/* MP_REACH_NLRI */
	struct nlri_run	 nlri;		/* RFC 4271 field */
	bool		 has_attrs;	/* any attribute but MP_* and NEXT_HOP */
	bool		 has_reach;	/* MP_REACH_NLRI with any NLRI */
	uint8_t		 eor;		/* family, FAM_NONE if it is none */
	struct wbuf	 attrs;		/* canonical block */
	struct attr_build build;
	struct bgp_err	 err;
};

void	update_init(struct update *);
void	update_free(struct update *);
/*
 * Decode the body of an UPDATE.  Every NLRI of every run has been checked
 * with its row when this returns without ERR_RESET.
 */
void	update_decode(const struct negot *, struct rbuf, struct update *);

/*
 * The next NLRI of a run: path id (0 without) and bytes; false at the end.
 * Only for runs that update_decode() accepted.
 */
bool	nlri_run_next(struct nlri_run *, uint32_t *, struct rbuf *);

/* What kind of UPDATE is made. */
struct update_shape {
	enum fam	fam;
	bool		announce;
	bool		plain;		/* the fields of RFC 4271, not MP_* */
	struct nh	nh;		/* of MP_REACH_NLRI */
};

/*
 * Append one whole UPDATE of these path attributes and NLRI, both in wire
 * form (RFC 4271 4.3, RFC 4760 3, 4); it must fit a message.
 */
void	update_put(const struct update_shape *, const struct wbuf *attrs,
	    const struct wbuf *nlri, struct wbuf *);

/* Header of a message whose body follows; length in bytes with header. */
void	msg_header(struct wbuf *, uint8_t, uint16_t);
/*
 * Check the 19 bytes of a received header (RFC 4271 6.1) and set type and
 * length; messages may have max bytes, the operational one is known only if
 * it was negotiated.  0, or -1 and the NOTIFICATION to send.
 */
int	msg_check(struct rbuf, uint32_t max, bool operational, uint8_t *,
	    uint16_t *, struct bgp_err *);

/*
 * Notifications: body (code, subcode, data) and texts.  The message text
 * of RFC 9003 shutdown communications is printed as ExaBGP 5 does.
 */
void	notify_encode(const struct bgp_err *, struct wbuf *);
void	notify_text(struct rbuf, struct wbuf *);
void	notify_emit(struct rbuf, struct sink *);
/*
 * What the data of a NOTIFICATION say, as printable text: a shutdown
 * communication, words, or the bytes in hexadecimal.
 */
void	notify_words(uint8_t code, uint8_t subcode, struct rbuf data,
	    char *buf, size_t);

/* ROUTE-REFRESH body (RFC 2918, 7313). */
struct refresh {
	uint16_t	afi;
	uint8_t		subtype;
	uint8_t		safi;
	uint8_t		fam;
};

int	refresh_decode(struct rbuf, struct refresh *, struct bgp_err *);
void	refresh_emit(const struct refresh *, struct sink *);
void	refresh_text(const struct refresh *, struct wbuf *);
/* Append such a message for each of these families (FAM_BIT). */
void	refresh_put(struct wbuf *, uint32_t, uint8_t subtype);

#endif
