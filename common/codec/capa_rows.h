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

#ifndef CODEC_CAPA_ROWS_H
#define CODEC_CAPA_ROWS_H

#include "open.h"

#define CAPA_MP			1	/* RFC 4760 */
#define CAPA_REFRESH		2	/* RFC 2918 */
#define CAPA_NEXTHOP		5	/* RFC 8950 */
#define CAPA_EXT_MESSAGE	6	/* RFC 8654 */
#define CAPA_GR			64	/* RFC 4724 */
#define CAPA_ASN4		65	/* RFC 6793 */
#define CAPA_MULTISESSION	68
#define CAPA_ADDPATH		69	/* RFC 7911 */
#define CAPA_ENHANCED_REFRESH	70	/* RFC 7313 */
#define CAPA_HOSTNAME		73
#define CAPA_SOFTWARE		75
#define CAPA_PATHS_LIMIT	76
#define CAPA_LINK_LOCAL_NH	77
#define CAPA_REFRESH_CISCO	128
#define CAPA_MULTISESSION_CISCO	131
#define CAPA_OPERATIONAL	185

extern const struct capa_ops capa_mp, capa_asn4, capa_nexthop, capa_addpath,
    capa_paths_limit, capa_gr, capa_refresh, capa_refresh_cisco,
    capa_enhanced_refresh, capa_operational, capa_ext_message,
    capa_hostname, capa_software, capa_link_local_nh, capa_multisession,
    capa_multisession_cisco;

/* The capabilities in the order in which an OPEN lists them. */
extern const struct capa_ops *const capa_table[];	/* NULL terminated */

/* "ipv4/unicast" or "ipv4 unicast", even of families nobody knows. */
void	capa_family_name(uint16_t, uint8_t, char, char *, size_t);
/* A capability without a value. */
void	capa_put_empty(struct wbuf *, uint8_t);
/* What is reported of a capability without a row. */
void	capa_unknown_emit(uint8_t, const struct rbuf *, struct sink *);
void	capa_unknown_text(uint8_t, struct wbuf *);

#define CAPA_FAMILY_NAME	64

#endif
