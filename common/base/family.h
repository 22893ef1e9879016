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

#ifndef BASE_FAMILY_H
#define BASE_FAMILY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AFI_IPV4	1
#define AFI_IPV6	2
#define AFI_L2VPN	25
#define AFI_BGPLS	16388

/*
 * The address families, in the order of (AFI, SAFI), which is the order in
 * which an OPEN lists them.  The index is used as a bit in family sets.
 */
enum fam {
	FAM_IPV4_UNICAST,	/* 1/1 */
	FAM_IPV4_MULTICAST,	/* 1/2 */
	FAM_IPV4_LABELED,	/* 1/4 */
	FAM_IPV4_MVPN,		/* 1/5 */
	FAM_IPV4_SRPOLICY,	/* 1/73 */
	FAM_IPV4_MUP,		/* 1/85 */
	FAM_IPV4_VPN,		/* 1/128 */
	FAM_IPV4_RTC,		/* 1/132 */
	FAM_IPV4_FLOW,		/* 1/133 */
	FAM_IPV4_FLOWVPN,	/* 1/134 */
	FAM_IPV6_UNICAST,	/* 2/1 */
	FAM_IPV6_MULTICAST,	/* 2/2 */
	FAM_IPV6_LABELED,	/* 2/4 */
	FAM_IPV6_MVPN,		/* 2/5 */
	FAM_IPV6_SRPOLICY,	/* 2/73 */
	FAM_IPV6_MUP,		/* 2/85 */
	FAM_IPV6_VPN,		/* 2/128 */
	FAM_IPV6_FLOW,		/* 2/133 */
	FAM_IPV6_FLOWVPN,	/* 2/134 */
	FAM_L2VPN_VPLS,		/* 25/65 */
	FAM_L2VPN_EVPN,		/* 25/70 */
	FAM_BGPLS,		/* 16388/71 */
	FAM_BGPLS_VPN,		/* 16388/72 */
	FAM_RAW,		/* all that have no row, see below */
	FAM_MAX,
	FAM_NONE = 255
};

#define FAM_BIT(f)	(1U << (f))
/* What a neighbor without a family section offers: all but sr-policy. */
#define FAM_DEFAULT	((FAM_BIT(FAM_RAW) - 1) & \
	~(FAM_BIT(FAM_IPV4_SRPOLICY) | FAM_BIT(FAM_IPV6_SRPOLICY)))

/*
 * Families known by their numbers only are one: the NLRI of FAM_RAW have
 * AFI and SAFI in front, and who speaks which is a list of these.
 */
#define RAW_FAMILIES	16
#define RAW_FAMILY(afi, safi)	((uint32_t)(afi) << 8 | (safi))
#define RAW_AFI(n)	((uint16_t)((n) >> 8))
#define RAW_SAFI(n)	((uint8_t)(n))

struct family {
	uint16_t	 afi;
	uint8_t		 safi;
	const char	*afi_name;	/* "ipv4" */
	const char	*safi_name;	/* "nlri-mpls" */
	const char	*name;		/* "ipv4 nlri-mpls" */
	const char	*slash;		/* "ipv4/nlri-mpls" */
};

extern const struct family families[FAM_MAX];

/* Is a route of it a prefix, be it with labels or a distinguisher? */
static inline bool
family_has_prefixes(const struct family *f)
{
	return (f->afi == AFI_IPV4 || f->afi == AFI_IPV6) &&
	    (f->safi <= 4 || f->safi == 128);
}

enum fam	family_find(uint16_t, uint8_t);
enum fam	family_parse(const char *, size_t, const char *, size_t);
uint16_t	family_afi_parse(const char *, size_t);
/* A list of RAW_FAMILIES numbers, 0 where it ends: in it; put into it. */
int	raw_family_has(const uint32_t *, uint32_t);
int	raw_family_add(uint32_t *, uint32_t);

#endif
