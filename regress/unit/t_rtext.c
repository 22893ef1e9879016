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

#include <atf-c.h>
#include <stdlib.h>
#include <string.h>

#include "base/lex.h"
#include "lang/rtext.h"

/* One line of the API, or of a file: which reader, and what comes out. */
enum reader { ROUTE, FLOW, VPLS, POLICY, RAW, V4, V6 };

static struct diag d;

/* The rest of an "ipv4 FAMILY ..." line. */
static int
announce(struct lex *lx, const char *afi, struct route *r, bool withdraw)
{
	struct tok t;

	ATF_REQUIRE(lex_word(lx, &t));
	return rtext_family(lx, family_parse(afi, strlen(afi), t.s, t.len),
	    r, withdraw);
}

static int
read_line(enum reader reader, const char *text, struct route *r,
    bool withdraw)
{
	struct lex lx;
	int ret = -1;

	diag_reset(&d);
	lex_init(&lx, LEX_LINE, text, strlen(text), &d);
	route_reset(r);
	switch (reader) {
	case ROUTE:
		ret = rtext_route(&lx, r, withdraw);
		break;
	case FLOW:
		ret = rtext_flow(&lx, r, withdraw);
		break;
	case RAW:
		ret = rtext_raw(&lx, r, withdraw);
		break;
	case VPLS:
		ret = rtext_vpls(&lx, r, withdraw);
		break;
	case POLICY:
		ret = rtext_srpolicy(&lx, r, withdraw);
		break;
	case V4:
		ret = announce(&lx, "ipv4", r, withdraw);
		break;
	case V6:
		ret = announce(&lx, "ipv6", r, withdraw);
		break;
	}
	lex_free(&lx);
	return ret;
}

/* NLRI and attributes, the next hop left out, as digits. */
static char *
digits(const struct route *r)
{
	struct wbuf w, block;

	wb_init(&w, 1U << 20);
	wb_init(&block, 1U << 20);
	wb_hex(&w, r->nlri.p, r->nlri.len, false);
	ATF_REQUIRE_EQ(0, ab_finish(&r->attrs, &block));
	wb_u8(&w, ' ');
	wb_hex(&w, block.p + 2 + block.p[1], block.len - 2 - block.p[1],
	    false);
	wb_u8(&w, 0);
	wb_free(&block);
	return (char *)w.p;
}

static const struct {
	enum reader	 reader;
	const char	*text;
	uint8_t		 fam;
	const char	*bytes;		/* NLRI, a blank, attributes */
} vectors[] = {
	{ ROUTE, "10.0.0.0/24 next-hop 1.2.3.4", FAM_IPV4_UNICAST,
	    "180a0000 " },
	{ ROUTE, "10.0.0.1 next-hop 1.2.3.4;", FAM_IPV4_UNICAST,
	    "200a000001 " },
	{ ROUTE, "0.0.0.0/0 next-hop self", FAM_IPV4_UNICAST, "00 " },
	{ ROUTE, "224.1.0.0/16 next-hop 1.2.3.4", FAM_IPV4_MULTICAST,
	    "10e001 " },
	{ ROUTE, "2001:db8::/48 next-hop ::1", FAM_IPV6_UNICAST,
	    "3020010db80000 " },
	{ ROUTE, "10.0.0.0/24 next-hop 1.2.3.4 attribute [ 0X63 0XC0 0X01 ] "
	    "name", FAM_IPV4_UNICAST, "180a0000 c0630101" },
	{ ROUTE, "10.0.0.0/24 { next-hop 1.2.3.4; watchdog; }",
	    FAM_IPV4_UNICAST, "180a0000 " },
	{ ROUTE, "10.0.0.0/24 { next-hop 1.2.3.4; } };", FAM_IPV4_UNICAST,
	    "180a0000 " },
	{ ROUTE, "10.0.0.0/24 next-hop 1.2.3.4 label 5", FAM_IPV4_LABELED,
	    "300000510a0000 " },
	{ ROUTE, "10.0.0.0/24 { next-hop 1.2.3.4; label [5 6]; }",
	    FAM_IPV4_LABELED, "480000500000610a0000 " },
	{ ROUTE, "10.0.0.0/24 rd 65000:1 label 5 next-hop 1.2.3.4",
	    FAM_IPV4_VPN, "700000510000fde8000000010a0000 " },
	{ ROUTE, "224.0.0.0/8 label 5 rd 1:2 next-hop 1.2.3.4",
	    FAM_IPV4_VPN, "600000510000000100000002e0 " },
	/* the first value of an attribute counts */
	{ ROUTE, "10.0.0.0/24 next-hop 1.2.3.4 med 1 med 2",
	    FAM_IPV4_UNICAST, "180a0000 80040400000001" },
	/* but extended communities are added up, and sorted */
	{ ROUTE, "10.0.0.0/24 next-hop 1.2.3.4 extended-community "
	    "origin:3:4 extended-community target:1:2", FAM_IPV4_UNICAST,
	    "180a0000 c0101000020001000000020003000300000004" },
	{ ROUTE, "10.0.0.0/24 next-hop 1.2.3.4 as-path [ 1 ( 2 3 ) 4 ]",
	    FAM_IPV4_UNICAST, "180a0000 400214" "02020000000100000004"
	    "01020000000200000003" },
	{ ROUTE, "10.0.0.0/24 next-hop 1.2.3.4 as-path confed [ 1 ] "
	    "confed ( 2 )", FAM_IPV4_UNICAST, "180a0000 40020c"
	    "030100000001" "040100000002" },
	{ ROUTE, "10.0.0.0/24 next-hop 1.2.3.4 as-path (65001,65002)",
	    FAM_IPV4_UNICAST, "180a0000 40020a01020000fde90000fdea" },
	{ ROUTE, "10.0.0.0/24 next-hop 1.2.3.4 name (x) attribute "
	    "[ 0x63 0x50 0x01 ]", FAM_IPV4_UNICAST,
	    "180a0000 5063000101" },
	{ FLOW, "source 10.0.0.0/24 discard", FAM_IPV4_FLOW,
	    "0502180a0000 c010088006000000000000" },
	{ FLOW, "n { match { source 10.0.0.0/24; } then { rate-limit 9600; "
	    "redirect 65500:12345; mark 10; action sample; } }",
	    FAM_IPV4_FLOW, "0502180a0000 c0102080060000461600008007000000000"
	    "0028008ffdc00003039800900000000000a" },
	{ FLOW, "{ rd 65535:65536; next-hop 5.6.7.8; match { source "
	    "10.0.0.0/24; } then { redirect-to-nexthop; } }",
	    FAM_IPV4_FLOWVPN, "0d0000ffff0001000002180a0000 "
	    "c010080800000000000000" },
	{ FLOW, "source 10.0.0.0/24 redirect 70000:65535", FAM_IPV4_FLOW,
	    "0502180a0000 c01008820800011170ffff" },
	{ FLOW, "source 10.0.0.0/24 redirect 1.2.3.4", FAM_IPV4_FLOW,
	    "0502180a0000 c010080800000000000000" },
	{ FLOW, "source 10.0.0.0/24 copy ::1", FAM_IPV4_FLOW,
	    "0502180a0000 c010080800000000000001" },
	{ FLOW, "source 10.0.0.0/24 redirect-to-nexthop-ietf 1.2.3.4",
	    FAM_IPV4_FLOW, "0502180a0000 c01008010c010203040000" },
	{ FLOW, "source 10.0.0.0/24 redirect-to-nexthop-ietf ::1",
	    FAM_IPV4_FLOW, "0502180a0000 c01914000c0000000000000000000000000"
	    "00000010000" },
	{ FLOW, "source 10.0.0.0/24 rate-limit 9600 packets", FAM_IPV4_FLOW,
	    "0502180a0000 c01008800c000046160000" },
	{ FLOW, "source 10.0.0.0/24 rate-limit 2000000000000",
	    FAM_IPV4_FLOW, "0502180a0000 c0100880060000"
	    "5368d4a5" },
	{ FLOW, "source 10.0.0.0/24 interface-set [ transitive:input:1234:5 "
	    "non-transitive:output:1234:5 ]", FAM_IPV4_FLOW,
	    "0502180a0000 c010100702000004d240054702000004d28005" },
	/* the actions as communities, in the words that report them */
	{ FLOW, "source 10.0.0.0/24 extended-community [rate-limit:9600 "
	    "rate-limit:1000:packets mark 10 mark:11 action sample-terminal "
	    "action:sample redirect:65500:12345 redirect:70000:65535]",
	    FAM_IPV4_FLOW, "0502180a0000 c0104080060000461600008007000000000"
	    "00280070000000000038008ffdc00003039800900000000000a800900000000"
	    "000b800c0000447a0000820800011170ffff" },
	{ FLOW, "source 10.0.0.0/24 extended-community [ copy-to-nexthop "
	    "redirect-to-nexthop-ietf 1.2.3.4 copy-to-nexthop-ietf 1.2.3.4 "
	    "(with copy) redirect-to-nexthop copy-to-nexthop-ietf 5.6.7.8 ]",
	    FAM_IPV4_FLOW, "0502180a0000 c01028010c010203040000010c010203040"
	    "001010c05060708000108000000000000000800000000000001" },
	{ FLOW, "source 10.0.0.0/24 extended-community [ interface-set:"
	    "transitive:input:1234:5 interface-set:non-transitive:output:"
	    "1234:5 interface-set:input-output:1234:6 ]", FAM_IPV4_FLOW,
	    "0502180a0000 c010180702000004d240050702000004d2c0064702000004d2"
	    "8005" },
	{ ROUTE, "10.0.0.0/24 next-hop 1.2.3.4 extended-community mark 63 "
	    "med 5", FAM_IPV4_UNICAST,
	    "180a0000 80040400000005c01008800900000000003f" },
	{ ROUTE, "10.0.0.0/24 next-hop 1.2.3.4 extended-community "
	    "rate-limit:2000000000000", FAM_IPV4_UNICAST,
	    "180a0000 c01008800600005368d4a5" },
	/* what no words give stays digits: an AS, minus nothing, a part */
	{ ROUTE, "10.0.0.0/24 next-hop 1.2.3.4 extended-community [ "
	    "0x8006000146160000 0x8006000080000000 0x80060000460ca900 "
	    "0x800600003f000000 0x8006000060ad78ec 0x800600007f800000 "
	    "0x800c0000bf800000 0x8007000000000000 0x8007010000000001 "
	    "0x8009000000000040 0x8009000001000001 0x8208000000010001 "
	    "0x0800000000000002 0x010c010203040002 0x010c010203040100 "
	    "0x0702000004d20005 0x4702000004d2c005 ]", FAM_IPV4_UNICAST,
	    "180a0000 c01088"
	    "010c010203040002" "010c010203040100" "0702000004d20005"
	    "0800000000000002" "4702000004d2c005" "800600003f000000"
	    "80060000460ca900" "8006000060ad78ec" "800600007f800000"
	    "8006000080000000" "8006000146160000" "8007000000000000"
	    "8007010000000001" "8009000000000040" "8009000001000001"
	    "800c0000bf800000" "8208000000010001" },
	{ FLOW, "source ::1/128/120 accept", FAM_IPV6_FLOW,
	    "0402807801 " },
	{ VPLS, "endpoint 5 base 10702 offset 1 size 8 rd 172.30.5.4:13 "
	    "next-hop 10.0.0.1", FAM_L2VPN_VPLS,
	    "00110001ac1e0504000d000500010008029ce1 " },
	{ VPLS, "endpoint 5 base 10702 offset 1 size 8 rd 172.30.5.4:13 "
	    "next-hop 10.0.0.1 split /24", FAM_L2VPN_VPLS,
	    "00110001ac1e0504000d000500010008029ce1 " },
	{ VPLS, "s1 { endpoint 5; base 10702; offset 1; size 8; rd "
	    "172.30.5.4:13; next-hop 10.0.0.1; }", FAM_L2VPN_VPLS,
	    "00110001ac1e0504000d000500010008029ce1 " },
	{ POLICY, "distinguisher 0 color 100 endpoint 10.1.1.1 next-hop "
	    "192.0.2.1 preference 100", FAM_IPV4_SRPOLICY,
	    "6000000000000000640a010101 c0170c000f00080c06000000000064" },
	{ V4, "unicast 10.0.0.0/24 next-hop 1.2.3.4", FAM_IPV4_UNICAST,
	    "180a0000 " },
	{ V4, "mpls-vpn 10.0.0.0/24 rd 1:1 label 1 next-hop 1.2.3.4",
	    FAM_IPV4_VPN, "700000110000000100000001" "0a0000 " },
	{ V4, "mcast-vpn source-ad source 10.99.12.2 group 239.251.255.228 "
	    "rd 65000:99999 next-hop 10.10.6.3", FAM_IPV4_MVPN,
	    "05120000fde80001869f200a630c0220effbffe4 " },
	{ V4, "mup mup-dsd 10.0.0.1 rd 100:100 next-hop 2001::1",
	    FAM_IPV4_MUP, "0100020c00000064000000640a000001 " },
	{ V6, "flow destination 2001:db8::/32 discard", FAM_IPV6_FLOW,
	    "0701200020010db8 c010088006000000000000" }
};

ATF_TC_WITHOUT_HEAD(bytes);
ATF_TC_BODY(bytes, tc)
{
	struct route r;
	char *got;
	size_t i;

	(void)tc;
	route_init(&r);
	diag_init(&d, NULL, NULL, 0);
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		if (read_line(vectors[i].reader, vectors[i].text, &r,
		    false) != 0) {
			atf_tc_fail_nonfatal("%s: %s", vectors[i].text,
			    d.first);
			continue;
		}
		got = digits(&r);
		if (r.fam != vectors[i].fam ||
		    strcmp(got, vectors[i].bytes) != 0)
			atf_tc_fail_nonfatal("%s: %s, not %s", vectors[i].text,
			    got, vectors[i].bytes);
		free(got);
	}
	route_free(&r);
	diag_free(&d);
}

/* Text that parses back to the same bytes, whatever it was before. */
ATF_TC_WITHOUT_HEAD(printed);
ATF_TC_BODY(printed, tc)
{
	struct wbuf text, block;
	struct nlri_ctx ctx;
	struct route r;
	char *a, *b;
	size_t i;

	(void)tc;
	route_init(&r);
	diag_init(&d, NULL, NULL, 0);
	wb_init(&text, 1U << 20);
	wb_init(&block, 1U << 20);
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		ATF_REQUIRE_EQ(0, read_line(vectors[i].reader,
		    vectors[i].text, &r, false));
		a = digits(&r);
		wb_reset(&text);
		wb_reset(&block);
		ATF_REQUIRE_EQ(0, ab_finish(&r.attrs, &block));
		memset(&ctx, 0, sizeof(ctx));
		ctx.nh = &r.attrs.nh;
		if (vectors[i].reader == V4 || vectors[i].reader == V6)
			wb_printf(&text, "%s ", families[r.fam].safi_name);
		rtext_print((enum fam)r.fam, &ctx, wb_view(&r.nlri), block.p,
		    block.len, &text);
		wb_u8(&text, 0);
		if (read_line(vectors[i].reader, (const char *)text.p, &r,
		    false) != 0)
			atf_tc_fail("%s: %s", text.p, d.first);
		b = digits(&r);
		ATF_CHECK_STREQ(a, b);
		free(a);
		free(b);
	}
	wb_free(&text);
	wb_free(&block);
	route_free(&r);
	diag_free(&d);
}

/* What is refused, and a part of the reason. */
static const struct {
	enum reader	 reader;
	const char	*text;
	const char	*message;
} refused[] = {
	{ ROUTE, "", "expected prefix" },
	{ ROUTE, "10.0.0.0/24", "invalid route (missing next-hop" },
	{ ROUTE, "10.0.0.0/24 next-hop", "expected next-hop" },
	{ ROUTE, "10.0.0.0/24 next-hop foo",
	    "can not decode this ip address : foo" },
	{ ROUTE, "10.0.0.0/24 next-hop self foo",
	    "unknown command \"foo\"" },
	{ ROUTE, "10.0.0.0/24 next-hop self lable 5",
	    "unknown command \"lable\", did you mean \"label\"?" },
	{ ROUTE, "10.0.0.0/24 next-hop self label 1048576",
	    "MPLS label 1048576 out of range" },
	{ ROUTE, "10.0.0.0/24 next-hop self rd 1:1",
	    "(missing next-hop, label or rd ?)" },
	{ ROUTE, "10.0.0.0/24 next-hop self rd 70000:65536",
	    "invalid route-distinguisher 70000:65536" },
	{ ROUTE, "10.0.0.0/24 next-hop self watchdog announce",
	    "invalid watchdog name announce" },
	{ ROUTE, "10.0.0.0/24 next-hop self split 26",
	    "split /<number>" },
	{ ROUTE, "0.0.0.0/0 next-hop self split /32", "more than" },
	{ ROUTE, "10.0.0.0/24 next-hop self path-information 1.2.3",
	    "invalid path-information 1.2.3" },
	{ ROUTE, "10.0.0.0/24 next-hop self { med", "expected" },
	{ FLOW, "{ match { source 10.0.0.0/24; } scope { discard; } }",
	    "invalid keyword \"discard\"" },
	{ FLOW, "{ match { source 10.0.0.0/24; } then { interface-set "
	    "transitive:input:1:2; } }",
	    "invalid keyword \"interface-set\"" },
	{ FLOW, "{ source 10.0.0.0/24; then { discard; } }",
	    "invalid keyword \"source\": what a flow matches" },
	{ V4, "flow-vpn source 10.0.0.0/24 discard", "needs its rd" },
	{ FLOW, "source 10.0.0.0/24 mark 64",
	    "dscp is not a valid number" },
	{ FLOW, "source 10.0.0.0/24 redirect 1.2.3.4:5",
	    "redirect to IP:number is not possible" },
	{ FLOW, "source 10.0.0.0/24 redirect 0x1:2",
	    "can not decode this ip address : 0x1:2" },
	{ FLOW, "source 10.0.0.0/24 packet-length 0X50",
	    "unknown packet length 0X50" },
	{ ROUTE, "10.0.0.0/24 next-hop self extended-community target:1:0x2",
	    "invalid extended community: target:1:0x2" },
	{ FLOW, "source 10.0.0.0/24 redirect x",
	    "can not decode this ip address : x" },
	{ FLOW, "source 10.0.0.0/24 redirect 65536:65536",
	    "local administrator field can only be 16 bit" },
	{ FLOW, "source 10.0.0.0/24 action none",
	    "invalid flow action" },
	{ FLOW, "source 10.0.0.0/24 interface-set both:1:2",
	    "Bad direction both" },
	{ FLOW, "source 10.0.0.0/24 interface-set input:1:16384",
	    "group-id is a 14 bits number" },
	{ ROUTE, "10.0.0.0/24 next-hop self extended-community "
	    "rate-limit", "expecting rate-limit:NUMBER" },
	{ ROUTE, "10.0.0.0/24 next-hop self extended-community "
	    "rate-limit:1:pakets", "expecting rate-limit:NUMBER" },
	{ ROUTE, "10.0.0.0/24 next-hop self extended-community "
	    "rate-limit:fast", "invalid rate-limit fast" },
	{ ROUTE, "10.0.0.0/24 next-hop self extended-community "
	    "[ mark ]", "dscp is not a number" },
	{ ROUTE, "10.0.0.0/24 next-hop self extended-community "
	    "mark:64", "dscp is not a valid number" },
	{ ROUTE, "10.0.0.0/24 next-hop self extended-community "
	    "action none", "invalid flow action" },
	{ ROUTE, "10.0.0.0/24 next-hop self extended-community "
	    "redirect:65536:65536", "value is too large 65536" },
	{ ROUTE, "10.0.0.0/24 next-hop self extended-community "
	    "mup:65536:1", "value is too large 65536" },
	{ ROUTE, "10.0.0.0/24 next-hop self extended-community "
	    "interface-set:both:1:2", "Bad direction both" },
	{ ROUTE, "10.0.0.0/24 next-hop self extended-community "
	    "redirect-to-nexthop-ietf ::1", "has an IPv6 address" },
	{ ROUTE, "10.0.0.0/24 next-hop self extended-community "
	    "copy-to-nexthop-ietf 1.2.3.4 ( witch", "witch" },
	{ FLOW, "{ match { } then { } }", "needs something" },
	{ FLOW, "{ match { discard; } }", "invalid keyword" },
	{ VPLS, "base 1 offset 1 size 8 rd 1:1 next-hop 1.2.3.4",
	    "vpls nlri endpoint missing" },
	{ VPLS, "endpoint 1 base 1 offset 1 size 8 rd 1:1",
	    "vpls nlri next-hop missing" },
	{ ROUTE, "10.0.0.0/24 next-hop self as-path confed 1",
	    "could not parse as-path" },
	{ RAW, "afi 1 safi 1 nlri 0x01", "words of their own" },
	{ RAW, "afi 0 safi 9 nlri 0x01", "is none" },
	{ RAW, "afi 25 safi 75 nlri 0x", "not 0x hexadecimal" },
	{ RAW, "afi 25 safi 256 nlri 0x01", "256" },
	{ V4, "unicast 2001::/48 next-hop self", "not of the family" },
	{ ROUTE, "10.0.0.0/24 next-hop self; med 5",
	    "\"med\" behind the end" },
	{ ROUTE, "10.0.0.0/24 { next-hop self; } ; x",
	    "\"x\" behind the end" },
	{ FLOW, "{ match { source 10.0.0.0/24; } then { discard; } } "
	    "} { x", "\"{\" behind the end" },
	{ VPLS, "endpoint 1 base 1 offset 1 size 8 rd 1:1 next-hop "
	    "1.2.3.4; x", "\"x\" behind the end" }
};

ATF_TC_WITHOUT_HEAD(messages);
ATF_TC_BODY(messages, tc)
{
	struct route r;
	size_t i;

	(void)tc;
	route_init(&r);
	diag_init(&d, NULL, NULL, 0);
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		if (read_line(refused[i].reader, refused[i].text, &r, false) !=
		    -1)
			atf_tc_fail_nonfatal("accepted: %s", refused[i].text);
		else if (memmem(d.out.p, d.out.len, refused[i].message,
		    strlen(refused[i].message)) == NULL)
			atf_tc_fail_nonfatal("%s: %s", refused[i].text,
			    d.first);
	}
	route_free(&r);
	diag_free(&d);
}

/* Only what identifies the route is needed to take it back. */
ATF_TC_WITHOUT_HEAD(withdrawn);
ATF_TC_BODY(withdrawn, tc)
{
	struct route r;

	(void)tc;
	route_init(&r);
	diag_init(&d, NULL, NULL, 0);
	ATF_CHECK_EQ(0, read_line(ROUTE, "10.0.0.0/24", &r, true));
	ATF_CHECK_EQ(0, read_line(ROUTE, "10.0.0.0/24 label 5 rd 1:1", &r,
	    true));
	ATF_CHECK_EQ(FAM_IPV4_VPN, r.fam);
	ATF_CHECK_EQ(-1, read_line(ROUTE, "10.0.0.0/24 rd 1:1", &r, true));
	ATF_CHECK_EQ(0, read_line(FLOW, "source 10.0.0.0/24", &r, true));
	ATF_CHECK_EQ(0, read_line(V6, "unicast 2001::/48", &r, true));
	ATF_CHECK_EQ(0, read_line(RAW, "afi 25 safi 75 nlri 0x01", &r, true));
	ATF_CHECK_EQ(FAM_RAW, r.fam);
	route_free(&r);
	diag_free(&d);
}

ATF_TC_WITHOUT_HEAD(pieces);
ATF_TC_BODY(pieces, tc)
{
	static const char *const want[] = { "1a0a00ff00 ", "1a0a00ff40 ",
	    "1a0a00ff80 ", "1a0a00ffc0 " };
	static const char text[] = "next-hop 1.2.3.4 med 5 nlri 10.0.0.0/24 "
	    "2001::/16";
	struct route r;
	struct lex lx;
	uint64_t n = 0;
	size_t i = 0;
	char *got;

	(void)tc;
	route_init(&r);
	diag_init(&d, NULL, NULL, 0);
	/* of two the first counts, as of attributes */
	ATF_REQUIRE_EQ(0, read_line(ROUTE, "10.0.255.0/24 next-hop self "
	    "split /26 split /25 watchdog a watchdog b name c name d", &r,
	    false));
	ATF_CHECK_STREQ("a", r.watchdog);
	ATF_CHECK_STREQ("c", r.name);
	while (rtext_split(&r, &n)) {
		ATF_REQUIRE(i < 4);
		got = digits(&r);
		ATF_CHECK_STREQ(want[i++], got);
		free(got);
	}
	ATF_CHECK_EQ(4, i);
	lex_init(&lx, LEX_LINE, text, sizeof(text) - 1, &d);
	route_reset(&r);
	ATF_REQUIRE_EQ(0, rtext_attributes(&lx, &r, false));
	ATF_CHECK_EQ(1, rtext_nlri_next(&lx, &r, false));
	ATF_CHECK_EQ(FAM_IPV4_UNICAST, r.fam);
	ATF_CHECK_EQ(1, rtext_nlri_next(&lx, &r, false));
	ATF_CHECK_EQ(FAM_IPV6_UNICAST, r.fam);
	ATF_CHECK_EQ(0, rtext_nlri_next(&lx, &r, false));
	lex_free(&lx);
	route_free(&r);
	diag_free(&d);
}

/* Of two next hops for NEXT_HOP the first counts, ours or not. */
ATF_TC_WITHOUT_HEAD(next_hops);
ATF_TC_BODY(next_hops, tc)
{
	static const struct {
		const char	*words;
		int		 kind;
	} vec[] = {
		{ "10.0.0.0/24 next-hop self next-hop 1.2.3.4", NH_SELF },
		{ "10.0.0.0/24 next-hop 1.2.3.4 next-hop self", NH_ADDR },
		{ "10.0.0.0/24 next-hop self next-hop ::1", NH_ADDR }
	};
	struct route r;
	size_t i;

	(void)tc;
	route_init(&r);
	diag_init(&d, NULL, NULL, 0);
	for (i = 0; i < sizeof(vec) / sizeof(vec[0]); i++) {
		ATF_REQUIRE_EQ(0, read_line(ROUTE, vec[i].words, &r, false));
		ATF_CHECK_EQ_MSG(vec[i].kind, r.attrs.nh.kind, "%s",
		    vec[i].words);
	}
	diag_free(&d);
	route_free(&r);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, bytes);
	ATF_TP_ADD_TC(tp, printed);
	ATF_TP_ADD_TC(tp, messages);
	ATF_TP_ADD_TC(tp, withdrawn);
	ATF_TP_ADD_TC(tp, pieces);
	ATF_TP_ADD_TC(tp, next_hops);
	return atf_no_error();
}
