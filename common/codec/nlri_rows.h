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

#ifndef CODEC_NLRI_ROWS_H
#define CODEC_NLRI_ROWS_H

#include "nlri.h"

/* The rows of nlri_table, one file for each kind of family. */
extern const struct nlri_ops nlri_ipv4_unicast, nlri_ipv4_multicast,
    nlri_ipv4_labeled, nlri_ipv4_vpn, nlri_ipv6_unicast,
    nlri_ipv6_multicast, nlri_ipv6_labeled, nlri_ipv6_vpn, nlri_ipv4_mvpn,
    nlri_ipv6_mvpn, nlri_ipv4_mup, nlri_ipv6_mup, nlri_ipv4_flow,
    nlri_ipv4_flowvpn, nlri_ipv6_flow, nlri_ipv6_flowvpn, nlri_ipv4_rtc,
    nlri_ipv4_srpolicy, nlri_ipv6_srpolicy, nlri_vpls, nlri_evpn, nlri_bgpls,
    nlri_bgpls_vpn, nlri_raw;

/* Bytes of an address of the family: 4 or 16. */
size_t	nlri_alen(const struct nlri_ops *);
/* An NLRI that nobody can read on from: session reset, RFC 7606 5.3. */
int	nlri_broken(const struct nlri_ops *, struct bgp_err *, const char *);
/* One that is malformed but can be skipped; returns 1. */
int	nlri_skip(const struct nlri_ops *, struct bgp_err *, const char *);
/* One NLRI of type(1) length(1) value: 0, or what nlri_broken() says. */
int	nlri_next_typed(const struct nlri_ops *, struct rbuf *, struct rbuf *,
	    struct bgp_err *);

/*
 * Routes without words of their own: `raw 0x...` is a whole NLRI, the
 * keyword consumed already.
 */
int	nlri_raw_parse(struct lex *, struct route *);
void	nlri_raw_text(struct rbuf, const struct nlri_ctx *, struct wbuf *);
/* The `finish` of families whose parser leaves the NLRI in route->work. */
int	nlri_work_finish(struct lex *, const struct tok *, struct route *);

/* "rd": "65000:100" */
void	nlri_emit_rd(const uint8_t *, struct sink *);
/* An address of 4 or 16 bytes as a string. */
void	nlri_emit_addr(const uint8_t *, size_t, struct sink *);
/* "raw": uppercase digits of the whole NLRI */
void	nlri_emit_raw(struct rbuf, struct sink *);
/* [ label ] or [ label, raw ] of three bytes */
void	nlri_emit_label(uint32_t, bool, struct sink *);

#endif
