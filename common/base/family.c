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

#include <string.h>
#include <strings.h>

#include "family.h"

#define ROW(a, afi_name, s, safi_name) \
	{ a, s, afi_name, safi_name, afi_name " " safi_name, \
	    afi_name "/" safi_name }

const struct family families[FAM_MAX] = {
	[FAM_IPV4_UNICAST] = ROW(AFI_IPV4, "ipv4", 1, "unicast"),
	[FAM_IPV4_MULTICAST] = ROW(AFI_IPV4, "ipv4", 2, "multicast"),
	[FAM_IPV4_LABELED] = ROW(AFI_IPV4, "ipv4", 4, "nlri-mpls"),
	[FAM_IPV4_MVPN] = ROW(AFI_IPV4, "ipv4", 5, "mcast-vpn"),
	[FAM_IPV4_SRPOLICY] = ROW(AFI_IPV4, "ipv4", 73, "sr-policy"),
	[FAM_IPV4_MUP] = ROW(AFI_IPV4, "ipv4", 85, "mup"),
	[FAM_IPV4_VPN] = ROW(AFI_IPV4, "ipv4", 128, "mpls-vpn"),
	[FAM_IPV4_RTC] = ROW(AFI_IPV4, "ipv4", 132, "rtc"),
	[FAM_IPV4_FLOW] = ROW(AFI_IPV4, "ipv4", 133, "flow"),
	[FAM_IPV4_FLOWVPN] = ROW(AFI_IPV4, "ipv4", 134, "flow-vpn"),
	[FAM_IPV6_UNICAST] = ROW(AFI_IPV6, "ipv6", 1, "unicast"),
	[FAM_IPV6_MULTICAST] = ROW(AFI_IPV6, "ipv6", 2, "multicast"),
	[FAM_IPV6_LABELED] = ROW(AFI_IPV6, "ipv6", 4, "nlri-mpls"),
	[FAM_IPV6_MVPN] = ROW(AFI_IPV6, "ipv6", 5, "mcast-vpn"),
	[FAM_IPV6_SRPOLICY] = ROW(AFI_IPV6, "ipv6", 73, "sr-policy"),
	[FAM_IPV6_MUP] = ROW(AFI_IPV6, "ipv6", 85, "mup"),
	[FAM_IPV6_VPN] = ROW(AFI_IPV6, "ipv6", 128, "mpls-vpn"),
	[FAM_IPV6_FLOW] = ROW(AFI_IPV6, "ipv6", 133, "flow"),
	[FAM_IPV6_FLOWVPN] = ROW(AFI_IPV6, "ipv6", 134, "flow-vpn"),
	[FAM_L2VPN_VPLS] = ROW(AFI_L2VPN, "l2vpn", 65, "vpls"),
	[FAM_L2VPN_EVPN] = ROW(AFI_L2VPN, "l2vpn", 70, "evpn"),
	[FAM_BGPLS] = ROW(AFI_BGPLS, "bgp-ls", 71, "bgp-ls"),
	[FAM_BGPLS_VPN] = ROW(AFI_BGPLS, "bgp-ls", 72, "bgp-ls-vpn"),
	[FAM_RAW] = { 0, 0, "raw", "raw", "raw", "raw" }
};

/* The family of these numbers, FAM_NONE if we do not know it. */
enum fam
family_find(uint16_t afi, uint8_t safi)
{
	unsigned int i;

	for (i = 0; i < FAM_RAW; i++) {
		if (families[i].afi == afi && families[i].safi == safi)
			return (enum fam)i;
	}
	return FAM_NONE;
}

/* AFI words are case-sensitive, SAFI words are not. */
enum fam
family_parse(const char *afi, size_t alen, const char *safi, size_t slen)
{
	static const char labeled[] = "labeled-unicast";
	unsigned int i;

	if (slen == sizeof(labeled) - 1 &&
	    strncasecmp(safi, labeled, slen) == 0) {
		safi = "nlri-mpls";
		slen = strlen(safi);
	}
	for (i = 0; i < FAM_RAW; i++) {
		if (strlen(families[i].afi_name) == alen &&
		    memcmp(families[i].afi_name, afi, alen) == 0 &&
		    strlen(families[i].safi_name) == slen &&
		    strncasecmp(families[i].safi_name, safi, slen) == 0)
			return (enum fam)i;
	}
	return FAM_NONE;
}

/* The number of an AFI word, 0 if it is none. */
uint16_t
family_afi_parse(const char *s, size_t len)
{
	unsigned int i;

	for (i = 0; i < FAM_RAW; i++) {
		if (strlen(families[i].afi_name) == len &&
		    memcmp(families[i].afi_name, s, len) == 0)
			return families[i].afi;
	}
	return 0;
}

int
raw_family_has(const uint32_t *list, uint32_t n)
{
	unsigned int i;

	for (i = 0; i < RAW_FAMILIES && list[i] != 0; i++) {
		if (list[i] == n)
			return 1;
	}
	return 0;
}

/* -1 if there is no room for it. */
int
raw_family_add(uint32_t *list, uint32_t n)
{
	unsigned int i;

	for (i = 0; i < RAW_FAMILIES && list[i] != 0; i++) {
		if (list[i] == n)
			return 0;
	}
	if (i == RAW_FAMILIES)
		return -1;
	list[i] = n;
	return 0;
}
