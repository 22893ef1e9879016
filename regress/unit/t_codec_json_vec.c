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

#include "t_codec.h"

/* What is refused. */
const struct vector bad[] = {
	{ HOW_ROUTE,
	    "10.0.0.1/24 next-hop 1.2.3.4",
	    NULL, NULL },
	{ HOW_ROUTE,
	    "10.0.0.0/33 next-hop 1.2.3.4",
	    NULL, NULL },
	{ HOW_ROUTE,
	    "10.0.0.0/24",
	    NULL, NULL },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 label 1048576",
	    NULL, NULL },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 rd 70000:65536 label 1",
	    NULL, NULL },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 rd 1:2",
	    NULL, NULL },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x03 0x40 0x010"
	    "20304 ]",
	    NULL, NULL },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x163 0x40 0x01"
	    " ]",
	    NULL, NULL },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 bgp-prefix-sid [ ]",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "port !80",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "port =80&",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "port 65536",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "port nonsense",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "protocol 256",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "dscp 64",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "packet-length 0x10",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "source 10.0.0.1",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "source 10.0.0.0/33",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "source 10.0.0.0/8 source 11.0.0.0/8",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "source 2001:db8::/32",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "source 10.0.0.0/8 destination 2001:db8::/32",
	    NULL, NULL },
	{ FAM_IPV6_FLOW,
	    "source 2001:db8::/32/32",
	    NULL, NULL },
	{ FAM_IPV6_FLOW,
	    "source 10.0.0.0/8",
	    NULL, NULL },
	{ FAM_IPV4_FLOWVPN,
	    "source 10.0.0.0/8",
	    NULL, NULL },
	{ FAM_IPV4_FLOW,
	    "port =80 bogus",
	    NULL, NULL },
	{ FAM_L2VPN_VPLS,
	    "endpoint 5 base 1 offset 1 size 8 next-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_L2VPN_VPLS,
	    "endpoint 65536 base 1 offset 1 size 8 rd 1:1 next-hop 1."
	    "2.3.4",
	    NULL, NULL },
	{ FAM_L2VPN_VPLS,
	    "base 1 offset 1 size 8 rd 1:1 next-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_L2VPN_VPLS,
	    "endpoint 5 base 1 offset 1 size 8 rd 1:1",
	    NULL, NULL },
	{ FAM_IPV4_MVPN,
	    "source-ad group 1.2.3.4",
	    NULL, NULL },
	{ FAM_IPV4_MVPN,
	    "foo",
	    NULL, NULL },
	{ FAM_IPV4_MVPN,
	    "source-ad source fd00::1 group ff0e::1 rd 1:1 next-hop 1"
	    ".2.3.4",
	    NULL, NULL },
	{ FAM_IPV4_MVPN,
	    "raw 0x05 next-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_IPV4_MVPN,
	    "raw 0x050100 next-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_IPV4_MVPN,
	    "raw 0x01010001 next-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_IPV4_MUP,
	    "mup-t2st 10.0.0.1 rd 100:100 teid 16/4 next-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_IPV4_MUP,
	    "mup-t2st 10.0.0.1 rd 100:100 teid 16 next-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_IPV4_MUP,
	    "mup-isd 10.0.0.0/33 rd 1:1 next-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_IPV4_MUP,
	    "mup-dsd 10.0.0.1 rd 1:1",
	    NULL, NULL },
	{ FAM_IPV4_MUP,
	    "mup-dsd 2001::1 rd 1:1 next-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_IPV4_SRPOLICY,
	    "distinguisher 0 color 100 endpoint ::1 next-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_IPV4_SRPOLICY,
	    "color 100 distinguisher 0 endpoint 1.2.3.4 next-hop 1.2."
	    "3.4",
	    NULL, NULL },
	{ FAM_IPV4_SRPOLICY,
	    "distinguisher 0 color 100 endpoint 10.1.1.1 next-hop 192"
	    ".0.2.1 preference -1",
	    NULL, NULL },
	{ FAM_IPV4_SRPOLICY,
	    "distinguisher 0 color 100 endpoint 10.1.1.1 next-hop 192"
	    ".0.2.1 binding-sid mpls 1048576",
	    NULL, NULL },
	{ FAM_IPV4_SRPOLICY,
	    "distinguisher 0 color 100 endpoint 10.1.1.1 next-hop 192"
	    ".0.2.1 segment-list weight 1 segment type-z mpls 1",
	    NULL, NULL },
	{ FAM_IPV4_SRPOLICY,
	    "distinguisher 0 color 100 endpoint 10.1.1.1 next-hop 192"
	    ".0.2.1 segment-list segment type-a mpls 1",
	    NULL, NULL },
	{ FAM_IPV4_SRPOLICY,
	    "distinguisher 0 color 100 endpoint 10.1.1.1 next-hop 192"
	    ".0.2.1 srv6-binding-sid 1.2.3.4",
	    NULL, NULL },
	{ FAM_L2VPN_EVPN,
	    "mac-ip rd 1:1 next-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_L2VPN_EVPN,
	    "ethernet-ad rd 1:1 esi 00:11 ethernet-tag 1 label 1 next"
	    "-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_IPV4_RTC,
	    "origin 4294967296 next-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_BGPLS,
	    "node next-hop 1.2.3.4",
	    NULL, NULL },
	{ FAM_BGPLS,
	    "raw 0x00010000 next-hop 1.2.3.4",
	    NULL, NULL },
	{ 0, NULL, NULL, NULL }
};

/* What is reported, by the version of the JSON. */
const struct report reports_nlri[] = {
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 label [ 100 101 ]",
	    5, false,
	    "{ \"nlri\": \"10.0.0.0/24\", \"label\": [ [ 100 ], [ 101"
	    " ] ] }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 label [ 100 101 ]",
	    6, false,
	    "{ \"nlri\": \"10.0.0.0/24\", \"label\": [ [ 100, 1600 ],"
	    " [ 101, 1617 ] ] }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 label 100 rd 65000:100 path"
	    "-information 1",
	    5, false,
	    "{ \"nlri\": \"10.0.0.0/24\", \"path-information\": \"0.0"
	    ".0.1\", \"label\": [ [ 100 ] ], \"rd\": \"65000:100\" }" },
	{ FAM_IPV4_FLOW,
	    "destination 10.1.2.0/24 source 192.168.0.1/32 protocol t"
	    "cp",
	    5, false,
	    "{ \"destination-ipv4\": [ \"10.1.2.0/24\" ], \"source-ip"
	    "v4\": [ \"192.168.0.1/32\" ], \"protocol\": [ \"=tcp\" ]"
	    ", \"string\": \"flow destination-ipv4 10.1.2.0/24 source"
	    "-ipv4 192.168.0.1/32 protocol =tcp\" }" },
	{ FAM_IPV6_FLOW,
	    "destination 2001:db8:1::/64 next-header 6 traffic-class "
	    "10",
	    5, false,
	    "{ \"destination-ipv6\": [ \"2001:db8:1::/64/0\" ], \"nex"
	    "t-header\": [ \"=tcp\" ], \"traffic-class\": [ \"=10\" ]"
	    ", \"string\": \"flow destination-ipv6 2001:db8:1::/64/0 "
	    "next-header =tcp traffic-class =10\" }" },
	{ FAM_IPV4_FLOW,
	    "packet-length >200&<300",
	    5, false,
	    "{ \"packet-length\": [ \">200&<300\" ], \"string\": \"flow "
	    "packet-length [ >200&<300 ]\" }" },
	{ HOW_FLOW,
	    "rd 1:2 source 10.0.0.0/24 next-hop 5.6.7.8",
	    5, false,
	    "{ \"source-ipv4\": [ \"10.0.0.0/24\" ], \"rd\": \"1:2\","
	    " \"next-hop\": \"5.6.7.8\", \"string\": \"flow source-ip"
	    "v4 10.0.0.0/24 rd 1:2 next-hop 5.6.7.8\" }" },
	{ HOW_FLOW,
	    "source 10.0.0.0/24 rd 1:2 next-hop 5.6.7.8",
	    6, false,
	    "{ \"source-ipv4\": [ \"10.0.0.0/24\" ], \"rd\": \"1:2\", "
	    "\"string\": \"flow source-ipv4 10.0.0.0/24 rd 1:2\" }" },
	{ FAM_L2VPN_VPLS,
	    "endpoint 5 base 100 offset 1 size 8 rd 65000:100 next-ho"
	    "p 10.0.0.1",
	    5, false,
	    "{ \"rd\": \"65000:100\", \"endpoint\": 5, \"base\": 100,"
	    " \"offset\": 1, \"size\": 8 }" },
	{ FAM_IPV4_MVPN,
	    "shared-join rp 10.99.199.1 group 239.251.255.228 rd 6500"
	    "0:100 source-as 65000 next-hop 1.2.3.4",
	    5, false,
	    "{ \"code\": 6, \"parsed\": true, \"raw\": \"06160000FDE8"
	    "000000640000FDE8200A63C70120EFFBFFE4\", \"name\": \"C-Mu"
	    "lticast Shared Tree Join route\", \"rd\": \"65000:100\","
	    " \"source-as\": \"65000\", \"source\": \"10.99.199.1\", "
	    "\"group\": \"239.251.255.228\" }" },
	{ FAM_IPV4_MUP,
	    "mup-t1st 192.168.0.2/32 rd 100:100 teid 12345 qfi 9 endp"
	    "oint 10.0.0.1 source 10.0.1.1 next-hop 1.2.3.4",
	    5, false,
	    "{ \"name\": \"Type1SessionTransformedRoute\", \"arch\": "
	    "1, \"code\": 3, \"prefix_ip_len\": 32, \"prefix_ip\": \""
	    "192.168.0.2\", \"teid\": \"12345\", \"qfi\": \"9\", \"rd"
	    "\": \"100:100\", \"endpoint_ip_len\": 32, \"endpoint_ip"
	    "\": \"10.0.0.1\", \"source_ip_len\": 32, \"source_ip\": "
	    "\"10.0.1.1\", \"raw\": \"0100031C000000640000006420C0A80"
	    "0020000303909200A000001200A000101\" }" },
	{ FAM_IPV4_MUP,
	    "mup-t2st 10.0.0.1 rd 100:100 teid 12345/32 next-hop 1.2."
	    "3.4",
	    5, false,
	    "{ \"name\": \"Type2SessionTransformedRoute\", \"arch\": "
	    "1, \"code\": 4, \"endpoint_len\": 64, \"endpoint_ip\": "
	    "\"10.0.0.1\", \"rd\": \"100:100\", \"teid\": \"12345\", "
	    "\"raw\": \"010004110000006400000064400A00000100003039\" "
	    "}" },
	{ FAM_IPV4_SRPOLICY,
	    "distinguisher 0 color 100 endpoint 10.1.1.1 next-hop 192"
	    ".0.2.1",
	    6, false,
	    "{ \"distinguisher\": 0, \"color\": 100, \"endpoint\": \""
	    "10.1.1.1\" }" },
	{ FAM_IPV4_SRPOLICY,
	    "distinguisher 0 color 100 endpoint 10.1.1.1 next-hop 192"
	    ".0.2.1 preference 200 binding-sid mpls 24000 segment-lis"
	    "t weight 2 segment type-a mpls 16001",
	    6, true,
	    "{ \"tunnel-encap\": { \"sr-policy\": { \"preference\": 2"
	    "00, \"binding-sid\": { \"type\": \"mpls\", \"label\": 24"
	    "000 }, \"segment-lists\": [ { \"weight\": 2, \"segments"
	    "\": [ { \"type\": \"A\", \"label\": 16001, \"tc\": 0, \""
	    "s\": true, \"ttl\": 0 } ] } ] } } }" },
	{ FAM_IPV4_SRPOLICY,
	    "distinguisher 0 color 100 endpoint 10.1.1.1 next-hop 192"
	    ".0.2.1 preference 200",
	    5, true,
	    "{ \"attribute-0x17-0xE0\": \"0x000f00080c060000000000c8"
	    "\" }" },
	{ FAM_L2VPN_EVPN,
	    "mac-ip rd 65000:100 esi 00:11:22:33:44:55:66:77:88:99 et"
	    "hernet-tag 7 mac 00:11:22:33:44:55 ip 10.0.0.1 label 100"
	    " next-hop 1.2.3.4",
	    5, false,
	    "{ \"code\": 2, \"parsed\": true, \"raw\": \"02250000FDE8"
	    "00000064001122334455667788990000000730001122334455200A00"
	    "0001000641\", \"name\": \"MAC/IP advertisement\", \"rd\""
	    ": \"65000:100\", \"esi\": \"00:11:22:33:44:55:66:77:88:9"
	    "9\", \"ethernet-tag\": 7, \"mac\": \"00:11:22:33:44:55\""
	    ", \"label\": [ [ 100, 1601 ] ], \"ip\": \"10.0.0.1\" }" },
	{ FAM_IPV4_RTC,
	    "default next-hop 1.2.3.4",
	    5, false,
	    "{ \"origin\": 0, \"route-target\": null }" },
	{ FAM_IPV4_RTC,
	    "origin 65000 route-target target:65000:100 next-hop 1.2."
	    "3.4",
	    5, false,
	    "{ \"origin\": 65000, \"route-target\": \"target:65000:10"
	    "0\" }" },
	{ FAM_BGPLS,
	    "raw 0x000100270200000000000000000100001a020000040000fde8"
	    "020100040000000702030006000100000001 next-hop 127.0.0.9",
	    5, false,
	    "{ \"ls-nlri-type\": \"bgpls-node\", \"l3-routing-topolog"
	    "y\": 0, \"protocol-id\": 2, \"node-descriptors\": [ { \""
	    "autonomous-system\": 65000 }, { \"bgp-ls-identifier\": "
	    "\"7\" }, { \"router-id\": \"000100000001\" } ], \"nextho"
	    "p\": \"127.0.0.9\" }" },
	{ FAM_BGPLS,
	    "raw 0x0002006b0200000000000000000100001a020000040000fde8"
	    "0201000400000007020300060001000000010101001a020000040000"
	    "fde80201000400000007020300060001000000010102000800000003"
	    "000000040105001020010db800000000000000000000000101070002"
	    "0002 next-hop 127.0.0.9",
	    5, false,
	    "{ \"ls-nlri-type\": \"bgpls-link\", \"l3-routing-topolog"
	    "y\": 0, \"protocol-id\": 2, \"local-node-descriptors\": "
	    "[ { \"autonomous-system\": 65000 }, { \"bgp-ls-identifie"
	    "r\": \"7\" }, { \"router-id\": \"000100000001\" } ], \"r"
	    "emote-node-descriptors\": [ { \"autonomous-system\": 650"
	    "00 }, { \"bgp-ls-identifier\": \"7\" }, { \"router-id\":"
	    " \"000100000001\" } ], \"interface-addresses\": [ \"2001"
	    ":db8::1\" ], \"neighbor-addresses\": [ ], \"multi-topolo"
	    "gy-ids\": [ 2 ], \"link-identifiers\": [ { \"link-local-"
	    "id\": 3, \"link-remote-id\": 4 } ] }" },
	{ FAM_BGPLS,
	    "raw 0x0003003203000000000000000001000018020000040000fde8"
	    "02020004000000000203000401010101010800010101090004180a01"
	    "02 next-hop 127.0.0.9",
	    5, false,
	    "{ \"ls-nlri-type\": \"bgpls-prefix-v4\", \"l3-routing-to"
	    "pology\": 0, \"protocol-id\": 3, \"node-descriptors\": ["
	    " { \"autonomous-system\": 65000 }, { \"ospf-area-id\": "
	    "\"0.0.0.0\" }, { \"router-id\": \"1.1.1.1\" } ], \"ip-re"
	    "achability-tlv\": \"10.1.2.0\", \"ip-reach-prefix\": \"1"
	    "0.1.2.0/24\", \"nexthop\": \"127.0.0.9\", \"ospf-route-t"
	    "ype\": 1 }" },
	{ FAM_BGPLS,
	    "raw 0x0006003b0200000000000000000100001a020000040000fde8"
	    "02010004000000070203000600010000000102060010fc0000000000"
	    "00000000000000000001 next-hop 127.0.0.9",
	    5, false,
	    "{ \"ls-nlri-type\": \"bgpls-srv6sid\", \"l3-routing-topo"
	    "logy\": 0, \"protocol-id\": 2, \"node-descriptors\": [ {"
	    " \"autonomous-system\": 65000 }, { \"bgp-ls-identifier\""
	    ": \"7\" }, { \"router-id\": \"000100000001\" } ], \"srv6"
	    "-sid-descriptors\": { \"multi-topology-ids\": [ ], \"srv"
	    "6-sid\": \"fc00::1\" } }" },
	{ FAM_BGPLS,
	    "raw 0x0002004d0200000000000000000100001a020000040000fde8"
	    "0201000400000007020300060001000000010101001a020000040000"
	    "fde8020100040000000702030006000100000001010300040a000001"
	    " next-hop 127.0.0.9",
	    4, false,
	    "{ \"ls-nlri-type\": \"bgpls-link\", \"l3-routing-topolog"
	    "y\": 0, \"protocol-id\": 2, \"local-node-descriptors\": "
	    "{ \"autonomous-system\": 65000, \"bgp-ls-identifier\": "
	    "\"7\", \"router-id\": \"000100000001\" }, \"remote-node-"
	    "descriptors\": { \"autonomous-system\": 65000, \"bgp-ls-"
	    "identifier\": \"7\", \"router-id\": \"000100000001\" }, "
	    "\"interface-address\": { \"interface-address\": \"10.0.0"
	    ".1\" }, \"neighbor-address\": { } }" },
	{ FAM_BGPLS,
	    "raw 0x0005000461626364 next-hop 127.0.0.9",
	    5, false,
	    "{ \"code\": 5, \"parsed\": false, \"raw\": \"00050004616"
	    "26364\" }" },
	{ FAM_BGPLS_VPN,
	    "raw 0x0001002f0000fde8000000640200000000000000000100001a"
	    "020000040000fde8020100040000000702030006000100000001 nex"
	    "t-hop 127.0.0.9",
	    5, false,
	    "{ \"ls-nlri-type\": \"bgpls-node\", \"l3-routing-topolog"
	    "y\": 0, \"protocol-id\": 2, \"node-descriptors\": [ { \""
	    "autonomous-system\": 65000 }, { \"bgp-ls-identifier\": "
	    "\"7\" }, { \"router-id\": \"000100000001\" } ], \"nextho"
	    "p\": \"127.0.0.9\", \"rd\": \"65000:100\" }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x1d 0x80 0x040"
	    "30003490001 ]",
	    5, true,
	    "{ \"bgp-ls\": { \"area-id\": \"4784129\" } }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x1d 0x80 0x040"
	    "30003490001 ]",
	    6, true,
	    "{ \"bgp-ls\": { \"area-ids\": [ \"4784129\" ] } }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x1d 0x80 0x044"
	    "b000730000000049310 ]",
	    5, true,
	    "{ \"bgp-ls\": { \"sr-adj\": { \"flags\": { \"F\": 0, \"B"
	    "\": 0, \"V\": 1, \"L\": 1, \"S\": 0, \"P\": 0, \"RSV\": "
	    "0 }, \"sids\": [ 299792 ], \"weight\": 0, \"undecoded-si"
	    "ds\": [ ] } } }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x1d 0x80 0x048"
	    "600084000000000000064 ]",
	    5, true,
	    "{ \"bgp-ls\": { \"sr-prefix-flags\": { \"R\": 0, \"N\": "
	    "1, \"P\": 0, \"E\": 0, \"V\": 0, \"L\": 0, \"RSV\": 0 },"
	    " \"sids\": [ 100 ], \"undecoded-sids\": [ ], \"sr-algori"
	    "thm\": 0 } }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x1d 0x80 0x045"
	    "a000400000064 ]",
	    6, true,
	    "{ \"bgp-ls\": { \"unidirectional-link-delay\": { \"delay"
	    "-us\": 100, \"anomalous\": false } } }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x1d 0x80 0x045"
	    "a000400000064270f00027a7a ]",
	    5, true,
	    "{ \"bgp-ls\": { \"generic-lsid-1114\": [ \"0x00000064\" "
	    "], \"generic-lsid-9999\": [ \"0x7A7A\" ] } }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x16 0xc0 0x000"
	    "600064101020304 ]",
	    5, true,
	    "{ \"pmsi\": \"pmsi:ingressreplication:0:100(1601):1.2.3."
	    "4\" }" },
	{ HOW_FLOW,
	    "source 10.0.0.0/24 discard",
	    5, true,
	    "{ \"extended-community\": [ { \"value\": 922506088671503"
	    "9744, \"string\": \"rate-limit:0\" } ] }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x17 0xc0 0x000"
	    "f00040d0200000008000161 ]",
	    6, true,
	    "{ \"tunnel-encap\": { \"sr-policy\": { \"binding-sid\": "
	    "null }, \"tunnel-type-8\": \"0x61\" } }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x19 0xc0 0x000"
	    "c20010db80000000000000000000000010001 ]",
	    5, true,
	    "{ \"extended-community-ipv6\": [ { \"value\": 27039689404"
	    "9897293703898678829571923249266689, \"string\": \"copy-to"
	    "-nexthop-ietf 2001:db8::1 (with copy)\" } ] }" },
	{ FAM_BGPLS,
	    "raw 0x0006002f02000000000000000001000008020000040000fde8"
	    "01070002000202060010fc000000000000000000000000000001 nex"
	    "t-hop 127.0.0.9",
	    6, false,
	    "{ \"ls-nlri-type\": \"bgpls-srv6sid\", \"l3-routing-topo"
	    "logy\": 0, \"protocol-id\": 2, \"node-descriptors\": [ {"
	    " \"autonomous-system\": 65000 } ], \"srv6-sid-descriptor"
	    "s\": { \"multi-topology-ids\": [ \"2\" ], \"srv6-sid\": \"f"
	    "c00::1\" } }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 as-path [ ] med 5",
	    4, true,
	    "{ \"med\": 5 }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x1d 0x80 0x040"
	    "300034900010440000400000005 ]",
	    4, true,
	    "{ \"bgp-ls\": { \"area-id\": \"490001\", \"admin-group-ma"
	    "sk\": [ 5 ] } }" },
	{ FAM_L2VPN_EVPN,
	    "ethernet-segment rd 65000:100 esi 00:aa:bb:cc:dd:ee:ff:77:"
	    "88:99 ip 10.0.0.1 next-hop 1.2.3.4",
	    5, false,
	    "{ \"code\": 4, \"parsed\": true, \"raw\": \"04170000FDE800"
	    "00006400AABBCCDDEEFF778899200A000001\", \"name\": \"Ethern"
	    "et Segment\", \"rd\": \"65000:100\", \"esi\": \"00:aa:bb:c"
	    "c:dd:ee:ff:77:88:99\", \"ip\": \"10.0.0.1\" }" },
	{ FAM_BGPLS,
	    "raw 0x000100270200000000000000000100001a020000040000fde802"
	    "0100040000000702030006001a000abc01 next-hop 127.0.0.9",
	    5, false,
	    "{ \"ls-nlri-type\": \"bgpls-node\", \"l3-routing-topology"
	    "\": 0, \"protocol-id\": 2, \"node-descriptors\": [ { \"aut"
	    "onomous-system\": 65000 }, { \"bgp-ls-identifier\": \"7\" "
	    "}, { \"router-id\": \"001a000abc01\" } ], \"nexthop\": \"1"
	    "27.0.0.9\" }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x1d 0x80 0x044c0"
	    "00d30000000001a000abc010493e0 ]",
	    5, true,
	    "{ \"bgp-ls\": { \"sr-adj-lan-sids\": [ { \"flags\": { \"F"
	    "\": 0, \"B\": 0, \"V\": 1, \"L\": 1, \"S\": 0, \"P\": 0, "
	    "\"RSV\": 0 }, \"weight\": 0, \"system-id\": \"001a000abc01"
	    "\", \"sids\": [ 300000 ], \"undecoded\": [ ] } ] } }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x1d 0x80 0x04000"
	    "001ff044600010104450002ffff04e2000400390500 ]",
	    5, true,
	    "{ \"bgp-ls\": { \"node-flags\": { \"O\": 1, \"T\": 1, \"E"
	    "\": 1, \"B\": 1, \"R\": 1, \"V\": 1, \"RSV\": 0 }, \"mpls-"
	    "mask\": { \"LDP\": 0, \"RSVP-TE\": 0, \"RSV\": 0 }, \"link"
	    "-protection-flags\": { \"ExtraTrafic\": 1, \"Unprotected\""
	    ": 1, \"Shared\": 1, \"Dedicated 1:1\": 1, \"Dedicated 1+1"
	    "\": 1, \"Enhanced\": 1, \"RSV\": 0 }, \"srv6-endpoint-beha"
	    "vior\": { \"endpoint-behavior\": 57, \"flags\": [ ], \"alg"
	    "orithm\": 0 } } }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x1d 0x80 0x045d0"
	    "00480000003045e00044cee6b28045f00043fc00000046000040000000"
	    "0 ]",
	    6, true,
	    "{ \"bgp-ls\": { \"unidirectional-link-loss\": { \"loss-per"
	    "cent\": 9e-06, \"anomalous\": true }, \"unidirectional-res"
	    "idual-bandwidth\": 125000000.0, \"unidirectional-available"
	    "-bandwidth\": 1.5, \"unidirectional-utilized-bandwidth\": "
	    "0.0 } }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x16 0xc0 0x00060"
	    "0064120010db8000000000000000000000001 ]",
	    5, true,
	    "{ \"pmsi\": \"pmsi:ingressreplication:0:100:0x20010DB80000"
	    "00000000000000000001\" }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x17 0xc0 0x000f0"
	    "007800001006301ab ]",
	    6, true,
	    "{ \"tunnel-encap\": { \"sr-policy\": { \"segment-lists\": "
	    "[ { \"weight\": 1, \"segments\": [ ] } ], \"unknown-subtlv"
	    "-99\": \"0xAB\" } } }" },
	{ HOW_ROUTE,
	    "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0x10 0xc0 0x0013f"
	    "de80000006401130102030400640213000100000003031400000007000"
	    "00702000000640001 ]",
	    5, true,
	    "{ \"extended-community\": [ { \"value\": 5627197431742564,"
	    " \"string\": \"rtrecord:65000:100\" }, { \"value\": 774067"
	    "26747586660, \"string\": \"rtrecord:1.2.3.4:100\" }, { \"v"
	    "alue\": 149463216928325635, \"string\": \"rtrecord:65536:3"
	    "\" }, { \"value\": 221802281648455680, \"string\": \"consi"
	    "stentHashSortOrder:7\" }, { \"value\": 504966108225470465,"
	    " \"string\": \"interface-set:0:100:1\" } ] }" },
	{ HOW_FLOW,
	    "destination 10.0.0.0/24 rd 0x00020000FDE80007 discard",
	    5, false,
	    "{ \"destination-ipv4\": [ \"10.0.0.0/24\" ], \"rd\": \"650"
	    "00:7\", \"string\": \"flow destination-ipv4 10.0.0.0/24 rd"
	    " 65000:7\" }" },
	{ 0, NULL, 0, false, NULL }
};
