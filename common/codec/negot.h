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

#ifndef CODEC_NEGOT_H
#define CODEC_NEGOT_H

#include <stdint.h>

#include "../base/addr.h"
#include "../base/family.h"
#include "err.h"

#define MSG_MAX		4096	/* RFC 4271 4.1 */
#define MSG_EXT_MAX	65535	/* RFC 8654 */
#define CAP_NAME_MAX	64	/* host and domain name as sent */
#define CAP_SOFTWARE_MAX 64

enum refresh_mode { REFRESH_ABSENT, REFRESH_NORMAL, REFRESH_ENHANCED };

/*
 * What we offer in our OPEN.  Fixed width, without pointers: it travels
 * inside struct peer_conf between the processes.
 */
struct open_params {
	uint32_t	families;	/* FAM_BIT set */
	uint32_t	addpath_rx;	/* families we want to receive paths of */
	uint32_t	addpath_tx;
	uint32_t	extnh;		/* ipv4 families with IPv6 next hop */
	uint32_t	local_as;	/* 0: adopt the peer's (auto) */
	uint32_t	peer_as;	/* 0: any (auto) */
	uint32_t	router_id;
	uint16_t	hold_time;	/* s */
	uint16_t	gr_time;	/* s, graceful restart; valid if gr */
	uint32_t	raw[RAW_FAMILIES];	/* of FAM_RAW */
	uint16_t	paths_limit[FAM_MAX];	/* 0: none */
	uint8_t		asn4;
	uint8_t		extended_message;
	uint8_t		route_refresh;
	uint8_t		graceful_restart;
	uint8_t		gr_restarting;	/* set the restart bit (RFC 4724 3) */
	uint8_t		addpath;	/* capability is on, maybe empty */
	uint8_t		nexthop;	/* capability 5 is on, maybe empty */
	uint8_t		multisession;
	uint8_t		operational;
	uint8_t		software_version;
	uint8_t		link_local_nh;
	uint8_t		aigp;
	char		host[CAP_NAME_MAX + 1];
	char		domain[CAP_NAME_MAX + 1];
	char		software[CAP_SOFTWARE_MAX + 1];
};

/* What both OPENs together allow; fixed width, the payload of SESS_UP. */
struct negot {
	struct addr	local;		/* addresses of the TCP session */
	struct addr	remote;
	uint32_t	families;
	uint32_t	addpath_rx;	/* they send path ids to us */
	uint32_t	addpath_tx;	/* we send path ids to them */
	uint32_t	extnh;
	uint32_t	local_as;
	uint32_t	peer_as;
	uint32_t	local_id;
	uint32_t	peer_id;
	uint32_t	msg_max;	/* largest message, bytes */
	uint32_t	gr_families;	/* that the peer preserved or listed */
	uint32_t	raw[RAW_FAMILIES];	/* of FAM_RAW */
	uint16_t	hold_time;	/* s, the smaller one */
	uint16_t	gr_time;	/* s, of the peer; 0 without */
	uint8_t		asn4;
	uint8_t		refresh;	/* enum refresh_mode */
	uint8_t		ext_message;
	uint8_t		operational;
	uint8_t		multisession;
	uint8_t		link_local_nh;
	uint8_t		graceful_restart;	/* both sides */
	uint8_t		aigp;		/* AIGP to and from eBGP is allowed */
	uint8_t		shown;		/* what is read is shown, no more: we
					 * sent it, or nobody did */
	uint8_t		nfam;		/* families in the peer's order, for */
	uint8_t		fam_order[FAM_MAX];	/* End-of-RIB */
};

static inline int
negot_ibgp(const struct negot *n)
{
	return n->local_as == n->peer_as;
}

#endif
