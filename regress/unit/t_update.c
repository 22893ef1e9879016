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

/*
 * What a malformed UPDATE leads to: RFC 7606, and the RFCs of attributes
 * and families.
 */
#include <atf-c.h>
#include <stdlib.h>
#include <string.h>

#include "codec/attr_rows.h"
#include "codec/event.h"
#include "codec/update.h"

#include "t_hex.h"

#define GOOD	"40010100 4002060201 0000fde8 400304 0a000001"
#define GOOD_MP	"40010100 4002060201 0000fde8"
#define PREFIX	"180a0000"

struct update_case {
	const char	*name;
	const char	*withdrawn;
	const char	*attrs;
	const char	*nlri;
	enum err_action	 action;
	uint8_t		 subcode;
	uint8_t		 attr;		/* must not be there then */
};

static const struct update_case cases[] = {
	{ "good", "", GOOD, PREFIX, ERR_NONE, 0, 0 },
	{ "end of RIB", "", "", "", ERR_NONE, 0, 0 },
	/* RFC 7606 7.1 to 7.10 */
	{ "origin of two bytes", "", "4001020000 4002060201 0000fde8 400304"
	    "0a000001", PREFIX, ERR_WITHDRAW, UPDATE_ATTR_LENGTH, 1 },
	{ "origin 3", "", "40010103 4002060201 0000fde8 400304 0a000001",
	    PREFIX, ERR_WITHDRAW, UPDATE_ORIGIN, 1 },
	{ "no origin", "", "4002060201 0000fde8 400304 0a000001", PREFIX,
	    ERR_WITHDRAW, UPDATE_MISSING_WK, 0 },
	{ "as-path segment of none", "", "40010100 4002020200 400304"
	    "0a000001", PREFIX, ERR_WITHDRAW, UPDATE_AS_PATH, 2 },
	{ "as-path segment type 5", "", "40010100 4002060501 0000fde8"
	    "400304 0a000001", PREFIX, ERR_WITHDRAW, UPDATE_AS_PATH, 2 },
	{ "as-path overrun", "", "40010100 4002060202 0000fde8 400304"
	    "0a000001", PREFIX, ERR_WITHDRAW, UPDATE_AS_PATH, 2 },
	{ "as-path with AS 0", "", "40010100 4002060201 00000000 400304"
	    "0a000001", PREFIX, ERR_WITHDRAW, UPDATE_AS_PATH, 2 },
	{ "confederation from outside", "", "40010100 4002060301 0000fde8"
	    "400304 0a000001", PREFIX, ERR_WITHDRAW, UPDATE_AS_PATH, 2 },
	{ "next hop of five bytes", "", "40010100 4002060201 0000fde8"
	    "400305 0a00000100", PREFIX, ERR_WITHDRAW, UPDATE_ATTR_LENGTH,
	    3 },
	{ "next hop of a group", "", "40010100 4002060201 0000fde8 400304"
	    "e0000001", PREFIX, ERR_WITHDRAW, UPDATE_NEXT_HOP, 3 },
	{ "next hop above the groups", "", "40010100 4002060201 0000fde8"
	    "400304 ffffffff", PREFIX, ERR_WITHDRAW, UPDATE_NEXT_HOP, 3 },
	{ "our own address as next hop", "", "40010100 4002060201 0000fde8"
	    "400304 0a0000fe", PREFIX, ERR_WITHDRAW, UPDATE_NEXT_HOP, 3 },
	{ "med of three bytes", "", GOOD "800403 000001", PREFIX,
	    ERR_WITHDRAW, UPDATE_ATTR_LENGTH, 4 },
	{ "local-preference from outside", "", GOOD "400503 000001",
	    PREFIX, ERR_NONE, 0, 5 },
	{ "atomic-aggregate of one byte", "", GOOD "400601 00", PREFIX,
	    ERR_DISCARD, UPDATE_ATTR_LENGTH, 6 },
	{ "aggregator of six bytes", "", GOOD "c00706 fde80a000001",
	    PREFIX, ERR_DISCARD, UPDATE_ATTR_LENGTH, 7 },
	{ "aggregator with AS 0", "", GOOD "c00708 000000000a000001",
	    PREFIX, ERR_DISCARD, UPDATE_OPT_ATTR, 7 },
	{ "no community", "", GOOD "c00800", PREFIX, ERR_WITHDRAW,
	    UPDATE_ATTR_LENGTH, 8 },
	{ "community of five bytes", "", GOOD "c00805 0000000000", PREFIX,
	    ERR_WITHDRAW, UPDATE_ATTR_LENGTH, 8 },
	{ "cluster-list from outside", "", GOOD "800a03 000001", PREFIX,
	    ERR_NONE, 0, 10 },
	/* RFC 7606 7.14, 7.15, RFC 8092 5, RFC 9234 5, RFC 6514 5 */
	{ "extended community of seven bytes", "", GOOD
	    "c01007 00020000000000", PREFIX, ERR_WITHDRAW,
	    UPDATE_ATTR_LENGTH, 16 },
	{ "no IPv6 extended community", "", GOOD "c01900", PREFIX,
	    ERR_WITHDRAW, UPDATE_ATTR_LENGTH, 25 },
	{ "no large community", "", GOOD "c02000", PREFIX, ERR_WITHDRAW,
	    UPDATE_ATTR_LENGTH, 32 },
	{ "large community of 13 bytes", "", GOOD
	    "c0200d 00000000000000000000000000", PREFIX, ERR_WITHDRAW,
	    UPDATE_ATTR_LENGTH, 32 },
	{ "only-to-customer of three bytes", "", GOOD "c02303 000001",
	    PREFIX, ERR_WITHDRAW, UPDATE_ATTR_LENGTH, 35 },
	{ "pmsi of four bytes", "", GOOD "c01604 00000000", PREFIX,
	    ERR_WITHDRAW, UPDATE_ATTR_LENGTH, 22 },
	{ "pmsi of ingress replication without address", "", GOOD
	    "c01605 0006000000", PREFIX, ERR_WITHDRAW, UPDATE_ATTR_LENGTH,
	    22 },
	{ "pmsi of RSVP-TE with eleven bytes", "", GOOD "c01610 0001000000"
	    "0000000000000000000000", PREFIX, ERR_WITHDRAW,
	    UPDATE_ATTR_LENGTH, 22 },
	{ "pmsi of a tree with one address", "", GOOD "c01609 0003000000"
	    "0a000001", PREFIX, ERR_WITHDRAW, UPDATE_ATTR_LENGTH, 22 },
	{ "pmsi of mLDP with an opaque value that is cut", "", GOOD
	    "c01610 0002000000 060001040a000001 0002 00", PREFIX,
	    ERR_WITHDRAW, UPDATE_ATTR_LENGTH, 22 },
	{ "pmsi of mLDP", "", GOOD "c01610 0002000000 060001040a000001"
	    "0001 00", PREFIX, ERR_NONE, 0, 0 },
	{ "pmsi of a type from a later RFC", "", GOOD "c01606 0008000000 00",
	    PREFIX, ERR_NONE, 0, 0 },
	/* RFC 7311 3, RFC 8669 6, RFC 9012 13 */
	{ "aigp of a bad length", "", GOOD "801a0a 01000a00000000000000",
	    PREFIX, ERR_DISCARD, UPDATE_OPT_ATTR, 26 },
	{ "prefix-sid of zeros", "", GOOD "c02803 000000", PREFIX,
	    ERR_DISCARD, UPDATE_ATTR_LENGTH, 40 },
	{ "label index of six bytes", "", GOOD "c02809 010006 000000000000",
	    PREFIX, ERR_DISCARD, UPDATE_ATTR_LENGTH, 40 },
	{ "no tunnel", "", GOOD "c01700", PREFIX, ERR_WITHDRAW,
	    UPDATE_ATTR_LENGTH, 23 },
	{ "tunnel that is cut", "", GOOD "c01703 000f00", PREFIX,
	    ERR_WITHDRAW, UPDATE_ATTR_LENGTH, 23 },
	/* RFC 9552 8.2.2 */
	{ "bgp-ls of nothing", "", GOOD "801d00", PREFIX, ERR_DISCARD,
	    UPDATE_ATTR_LENGTH, 29 },
	{ "bgp-ls that is cut", "", GOOD "801d02 0400", PREFIX,
	    ERR_DISCARD, UPDATE_ATTR_LENGTH, 29 },
	{ "administrative group of three bytes", "", GOOD
	    "801d07 0440 0003 000000", PREFIX, ERR_DISCARD,
	    UPDATE_ATTR_LENGTH, 29 },
	{ "router id of IPv6 with four bytes", "", GOOD
	    "801d08 0405 0004 0a000001", PREFIX, ERR_DISCARD,
	    UPDATE_ATTR_LENGTH, 29 },
	{ "five bytes of risk groups", "", GOOD
	    "801d09 0448 0005 0000000000", PREFIX, ERR_DISCARD,
	    UPDATE_ATTR_LENGTH, 29 },
	{ "bgp-ls of any unknown type", "", GOOD "801d05 ffff 0001 00",
	    PREFIX, ERR_NONE, 0, 0 },
	/* RFC 7606 3, 4, 5 */
	{ "flags of origin", "", "c0010100 4002060201 0000fde8 400304"
	    "0a000001", PREFIX, ERR_WITHDRAW, UPDATE_ATTR_FLAGS, 1 },
	{ "unknown well-known attribute", "", GOOD "406301 00", PREFIX,
	    ERR_WITHDRAW, UPDATE_UNKNOWN_WK, 0x63 },
	{ "unknown one with the partial bit", "", GOOD "606301 00", PREFIX,
	    ERR_WITHDRAW, UPDATE_UNKNOWN_WK, 0x63 },
	{ "attribute longer than all", "", GOOD "8004ff 00", PREFIX,
	    ERR_WITHDRAW, UPDATE_ATTR_LIST, 4 },
	{ "MP_REACH_NLRI twice", "", GOOD_MP
	    "800e0d 000102 04 0a000001 00 180a0000"
	    "800e0d 000101 04 0a000001 00 180a0000", "", ERR_RESET, 0, 0 },
	{ "error in attributes without routes", "", "800403 000001", "",
	    ERR_RESET, UPDATE_ATTR_LENGTH, 0 },
	{ "flags of MP_UNREACH_NLRI alone", "", "c00f07 000201 18200100", "",
	    ERR_WITHDRAW, UPDATE_ATTR_FLAGS, 0 },
	{ "flags of MP_UNREACH_NLRI among others", "", "c00f07 000201"
	    "18200100 800403 000001", "", ERR_RESET, UPDATE_ATTR_FLAGS, 0 },
	{ "mild error in attributes without routes", "", "400601 00", "",
	    ERR_DISCARD, UPDATE_ATTR_LENGTH, 0 },
	{ "prefix of 33 bits", "", GOOD, "210a00000000", ERR_RESET,
	    UPDATE_NETWORK, 0 },
	{ "withdrawn prefix that is cut", "180a00", "", "", ERR_RESET,
	    UPDATE_NETWORK, 0 },
	/* next hops of MP_REACH_NLRI: RFC 4760 3, 2545 3, 4364 4.3.2 */
	{ "IPv6 by an IPv4 next hop", "", GOOD_MP
	    "800e0d 000201 04 0a000001 00 18 200100", "", ERR_RESET,
	    UPDATE_OPT_ATTR, 0 },
	{ "next hop of five bytes in MP", "", GOOD_MP
	    "800e0e 000101 05 0a00000100 00 180a0000", "", ERR_RESET,
	    UPDATE_OPT_ATTR, 0 },
	{ "VPN by a next hop without RD", "", GOOD_MP
	    "800e18 000180 04 0a000001 00 70 000641 0000fde800000001"
	    "0a0000", "", ERR_RESET, UPDATE_OPT_ATTR, 0 },
	{ "VPN prefix without room for an RD", "", GOOD_MP
	    "800e1a 000180 0c 00000000000000000a000001 00 40 000641"
	    "0a00000000", "", ERR_RESET, UPDATE_NETWORK, 0 },
	{ "VPN prefix of IPv6 with 12 bits", "", GOOD_MP
	    "800e2b 000280 18 000000000000000020010db80000000000000000"
	    "00000001 00 64 000641 0000fde800000001 2001", "", ERR_NONE,
	    0, 0 },
	/* RFC 8955 4.2: the length tells where the next one begins */
	{ "flow without a component", "", GOOD_MP "800e06 000185 00 00 00",
	    "", ERR_DISCARD, UPDATE_NETWORK, 0 },
	{ "flow of a bad order", "", GOOD_MP
	    "800e0c 000185 00 00 06 058150 038106", "", ERR_DISCARD,
	    UPDATE_NETWORK, 0 },
	{ "flow of IPv4 with a flow label", "", GOOD_MP
	    "800e09 000185 00 00 03 0d8106", "", ERR_DISCARD,
	    UPDATE_NETWORK, 0 },
	{ "flow of IPv6 with a flow label", "", GOOD_MP
	    "800e09 000285 00 00 03 0d8106", "", ERR_NONE, 0, 0 },
	{ "flow of IPv6 with a bad offset", "", GOOD_MP
	    "800e0a 000285 00 00 04 01202020", "", ERR_DISCARD,
	    UPDATE_NETWORK, 0 },
	{ "flow that is cut", "", GOOD_MP "800e08 000185 00 00 03 0381",
	    "", ERR_RESET, UPDATE_NETWORK, 0 },
	/* RFC 9552 5.2 */
	{ "node with an AS of three bytes", "", GOOD_MP
	    "800e25 400447 04 0a000001 00 0001 0018 01 0000000000000001"
	    "0100 000b 0200 0003 000001 0203 0000", "", ERR_DISCARD,
	    UPDATE_NETWORK, 0 },
	{ "node with its descriptors in a bad order", "", GOOD_MP
	    "800e2a 400447 04 0a000001 00 "
	    "0001001d010000000000000001010000100203000401010101"
	    "020000040000fde9", "", ERR_DISCARD,
	    UPDATE_NETWORK, 0 },
	{ "node with an AS twice", "", GOOD_MP
	    "800e32 400447 04 0a000001 00 "
	    "0001002501000000000000000101000018020000040000fde9"
	    "020000040000fde90203000401010101", "", ERR_DISCARD,
	    UPDATE_NETWORK, 0 },
	{ "node with a router id of five bytes", "", GOOD_MP
	    "800e23 400447 04 0a000001 00 "
	    "00010016010000000000000001010000090203000501020304"
	    "05", "", ERR_DISCARD,
	    UPDATE_NETWORK, 0 },
	{ "link with the remote node in front", "", GOOD_MP
	    "800e2e 400447 04 0a000001 00 "
	    "00020021010000000000000001010100080203000401010101"
	    "010000080203000401010101", "", ERR_DISCARD,
	    UPDATE_NETWORK, 0 },
	{ "link with a remote node in a bad order", "", GOOD_MP
	    "800e36 400447 04 0a000001 00 "
	    "00020029010000000000000001010000080203000401010101"
	    "010100100203000401010101020000040000fde9", "", ERR_DISCARD,
	    UPDATE_NETWORK, 0 },
	{ "link with addresses that descend", "", GOOD_MP
	    "800e3e 400447 04 0a000001 00 "
	    "00020031010000000000000001010000080203000401010101"
	    "010100080203000401010101010300040a000002010300040a"
	    "000001", "", ERR_DISCARD,
	    UPDATE_NETWORK, 0 },
	{ "link with addresses that ascend", "", GOOD_MP
	    "800e3e 400447 04 0a000001 00 "
	    "00020031010000000000000001010000080203000401010101"
	    "010100080203000401010101010300040a000001010300040a"
	    "000002", "", ERR_NONE, 0, 0 },
	/* RFC 8277 2.2, 2.4: nothing but the length says that a label ends */
	{ "labelled prefix without a bottom bit", "", GOOD_MP
	    "800e10 000104 04 0a000001 00 30 000640 0a0000", "", ERR_NONE, 0, 0 },
	{ "withdrawn label without a bottom bit", "",
	    "800f0a 000104 30 000640 0a0000", "", ERR_NONE, 0, 0 },
	{ "labels without an end", "", GOOD_MP
	    "800e16 000104 04 0a000001 00 60 000640 000640 000640"
	    "0a0000", "", ERR_RESET, UPDATE_NETWORK, 0 },
	{ "label of no room", "", GOOD_MP
	    "800e0d 000104 04 0a000001 00 17 000640", "", ERR_RESET,
	    UPDATE_NETWORK, 0 }
};

static struct negot
from_outside(void)
{
	struct negot n;

	memset(&n, 0, sizeof(n));
	n.families = FAM_BIT(FAM_MAX) - 1;
	n.local_as = 65000;
	n.peer_as = 65001;
	n.asn4 = 1;
	n.msg_max = MSG_MAX;
	addr_from_v4(&n.local, 0x0a0000fe);
	addr_from_v4(&n.remote, 0x0a000001);
	return n;
}

static bool
has_attr(const struct update *u, uint8_t code)
{
	struct attr_iter it;
	struct nh nh;

	attr_first(&it, u->attrs.p, u->attrs.len, &nh);
	while (attr_next(&it)) {
		if (it.code == code)
			return true;
	}
	return false;
}

static void
put_message(const struct update_case *c, struct wbuf *w)
{
	uint8_t part[512];
	size_t len;

	wb_init(w, 4096);
	len = unhex(c->withdrawn, part);
	wb_u16(w, (uint16_t)len);
	wb_put(w, part, len);
	len = unhex(c->attrs, part);
	wb_u16(w, (uint16_t)len);
	wb_put(w, part, len);
	len = unhex(c->nlri, part);
	wb_put(w, part, len);
}

/* The negotiation may be one for what is only shown. */
static void
play_as(const struct update_case *c, uint8_t shown, struct update *u)
{
	struct negot n = from_outside();
	struct wbuf w;

	n.shown = shown;
	put_message(c, &w);
	update_decode(&n, wb_view(&w), u);
	ATF_CHECK_MSG(u->err.action == c->action, "%s: action %d, want %d "
	    "(%s)", c->name, u->err.action, c->action, u->err.text);
	ATF_CHECK_MSG(c->subcode == 0 || u->err.subcode == c->subcode,
	    "%s: subcode %u, want %u (%s)", c->name, u->err.subcode,
	    c->subcode, u->err.text);
	ATF_CHECK_MSG(c->attr == 0 || !has_attr(u, c->attr),
	    "%s: attribute %u is there", c->name, c->attr);
	wb_free(&w);
}

static void
play(const struct update_case *c, struct update *u)
{
	play_as(c, 0, u);
}

ATF_TC_WITHOUT_HEAD(reactions);
ATF_TC_BODY(reactions, tc)
{
	struct update u;
	size_t i;

	(void)tc;
	update_init(&u);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		play(&cases[i], &u);
	update_free(&u);
}

/* What we have sent ourselves, next-hop self among it, is no error. */
ATF_TC_WITHOUT_HEAD(shown);
ATF_TC_BODY(shown, tc)
{
	static const struct update_case ours[] = {
		{ "our address", "", "40010100 4002060201 0000fde8 400304"
		    "0a0000fe", PREFIX, ERR_NONE, 0, 0 },
		{ "next hop above the groups", "", "40010100 4002060201"
		    "0000fde8 400304 ffffffff", PREFIX, ERR_NONE, 0, 0 },
		{ "unknown one with the partial bit", "", GOOD "606301 00",
		    PREFIX, ERR_NONE, 0, 0 },
		{ "origin 3", "", "40010103 4002060201 0000fde8 400304"
		    "0a000001", PREFIX, ERR_WITHDRAW, UPDATE_ORIGIN, 1 }
	};
	struct update u;
	size_t i;

	(void)tc;
	update_init(&u);
	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		play_as(&ours[i], 1, &u);
	update_free(&u);
}

/* RFC 4724 2: of which family each is the end, agreed or not. */
static const struct {
	const char	*attrs;
	uint8_t		 eor;
} ends[] = {
	{ "", FAM_IPV4_UNICAST },
	{ "800f03 000201", FAM_IPV6_UNICAST },
	{ "900f0003 000180", FAM_IPV4_VPN },
	{ "800f03 000185", FAM_IPV4_FLOW },
	{ "800f03 00017b", FAM_NONE },
	{ "800f05 000201 0820", FAM_NONE },
	{ "800f05 000185 0820", FAM_NONE },
	{ GOOD_MP "800f03 000201", FAM_NONE }
};

ATF_TC_WITHOUT_HEAD(end_of_rib);
ATF_TC_BODY(end_of_rib, tc)
{
	struct negot n = from_outside();
	struct update_case c = { .withdrawn = "", .nlri = "" };
	struct update u;
	struct wbuf w;
	size_t i;

	(void)tc;
	n.families = FAM_BIT(FAM_IPV4_UNICAST) | FAM_BIT(FAM_IPV6_UNICAST);
	update_init(&u);
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		c.attrs = ends[i].attrs;
		put_message(&c, &w);
		update_decode(&n, wb_view(&w), &u);
		ATF_CHECK_EQ_MSG(ends[i].eor, u.eor, "%s: %u", c.attrs,
		    u.eor);
		wb_free(&w);
	}
	update_free(&u);
}

/* Each attribute behind the withdrawn route that is cut, and without. */
static const struct {
	const char	*attrs;
	const char	*withdrawn;
	const char	*data;
} data_cases[] = {
	{ "40010109", "", "40010109" },
	{ "500100020000", "", "500100020000" },
	{ "40020100", "", "" },		/* RFC 4271 6.3 has none for it */
	{ "406300", "", "406300" },
	{ "40010109", "180a00", "" }
};

ATF_TC_WITHOUT_HEAD(data);
ATF_TC_BODY(data, tc)
{
	uint8_t want[64];
	struct update u;
	size_t i, len;

	(void)tc;
	update_init(&u);
	for (i = 0; i < sizeof(data_cases) / sizeof(data_cases[0]); i++) {
		const struct update_case c = { data_cases[i].attrs,
		    data_cases[i].withdrawn, data_cases[i].attrs, "",
		    ERR_RESET, 0, 0 };

		play(&c, &u);
		len = unhex(data_cases[i].data, want);
		ATF_CHECK_EQ_MSG(len, u.err.datalen, "%s: %u bytes of data",
		    c.name, u.err.datalen);
		ATF_CHECK_MSG(len != u.err.datalen ||
		    memcmp(want, u.err.data, len) == 0, "%s: data", c.name);
	}
	update_free(&u);
}

/* What is not in the event of an UPDATE, and what is. */
static void
check_event(const struct update_case *c, const char *not, const char *is)
{
	const struct negot n = from_outside();
	struct update u;
	struct wbuf msg, w;
	struct sink s;

	update_init(&u);
	wb_init(&w, 4096);
	put_message(c, &msg);
	update_decode(&n, wb_view(&msg), &u);
	sink_init(&s, &sink_json_ops, &w);
	s.version = 5;
	sink_obj(&s);
	update_emit(&u, EVENT_EXABGP, false, &s);
	sink_end_obj(&s);
	wb_u8(&w, '\0');
	ATF_CHECK_MSG(strstr((char *)w.p, not) == NULL, "%s", w.p);
	ATF_CHECK_MSG(strstr((char *)w.p, is) != NULL, "%s", w.p);
	wb_free(&w);
	wb_free(&msg);
	update_free(&u);
}

/*
 * NLRI that are passed over leave no empty list; link state has one key with
 * and without VPN.
 */
ATF_TC_WITHOUT_HEAD(events);
ATF_TC_BODY(events, tc)
{
	static const struct update_case flow = { "flow of a bad order", "",
	    GOOD_MP "800e0c 000185 00 00 06 058150 038106", "", ERR_DISCARD,
	    UPDATE_NETWORK, 0 };
	static const struct update_case vpn = { "unknown link state", "", ""
	    "800f13 400448 0005 000c 0000fde800000064 61626364", "",
	    ERR_NONE, 0, 0 };

	(void)tc;
	check_event(&flow, "announce", "origin");
	check_event(&vpn, "bgp-ls-vpn", "\"bgp-ls bgp-ls\"");
}

/* The text of a route with a link-local next hop: a line for each of both. */
ATF_TC_WITHOUT_HEAD(lines);
ATF_TC_BODY(lines, tc)
{
	static const struct update_case c = { "two next hops", "", "40010100"
	    "400200 800e2a 0002 01 20 20010db8000000000000000000000001"
	    "fe800000000000000000000000000009 00 2020010db8", "", ERR_NONE,
	    0, 0 };
	static const char *const want[] = {
		"announced 2001:db8::/32 next-hop 2001:db8::1 origin igp\n"
		"announced 2001:db8::/32 next-hop fe80::9 origin igp\n",
		"announced 2001:db8::/32 next-hop 2001:db8::1 origin igp\n"
	};
	const struct negot n = from_outside();
	struct update u;
	struct wbuf msg, w;
	uint8_t i;

	(void)tc;
	update_init(&u);
	wb_init(&w, 4096);
	put_message(&c, &msg);
	update_decode(&n, wb_view(&msg), &u);
	for (i = 0; i < 2; i++) {
		wb_reset(&w);
		update_text(&u, &(struct event_text){ "", 5 + i }, &w);
		wb_u8(&w, '\0');
		ATF_CHECK_STREQ(want[i], (char *)w.p);
	}
	wb_free(&w);
	wb_free(&msg);
	update_free(&u);
}

/* RFC 7313 5: which lengths of a ROUTE-REFRESH are an error. */
ATF_TC_WITHOUT_HEAD(refreshes);
ATF_TC_BODY(refreshes, tc)
{
	static const struct {
		const char	*body;
		int		 result;
	} msgs[] = {
		{ "00010001", 0 }, { "0001000101800000", 0 },
		{ "00010101", 0 }, { "0001010100", -1 },
		{ "00010201", 0 }, { "0001020100", -1 },
		{ "00010301", 0 }, { "0001030100", 0 },
		{ "000100", -1 }, { "", -1 }
	};
	struct bgp_err err;
	struct refresh m;
	uint8_t b[16];
	size_t i;

	(void)tc;
	for (i = 0; i < sizeof(msgs) / sizeof(msgs[0]); i++) {
		memset(&err, 0, sizeof(err));
		ATF_CHECK_EQ_MSG(msgs[i].result, refresh_decode(rb_init(b,
		    unhex(msgs[i].body, b)), &m, &err), "%s: %s",
		    msgs[i].body, err.text);
		ATF_CHECK_EQ(msgs[i].result == 0 ? 0 : NOTIFY_REFRESH,
		    err.code);
	}
}

/* What a NOTIFICATION says, however much that is. */
ATF_TC_WITHOUT_HEAD(notifications);
ATF_TC_BODY(notifications, tc)
{
	static const struct {
		uint8_t		 code, subcode, byte;
		size_t		 len;
		const char	*words;
	} c[] = {
		{ 6, 2, 0, 0, "" },
		{ 6, 2, 'a', 98, "Shutdown Communication: \"aaaa" },
		{ 6, 4, 200, 4000, "invalid Shutdown Communication (too "
		    "large) length : 200 [0xC8C8" },
		{ 3, 1, 0, 0, "" },
		{ 3, 1, 'a', 3, "aaa" },
		{ 3, 1, 'a', 4000, "aaa" },
		{ 3, 1, 0xab, 2, "0xABAB" },
		{ 3, 1, 0xab, 4000, "0xABAB" }
	};
	uint8_t data[4000];
	char buf[256];
	size_t i;

	(void)tc;
	for (i = 0; i < sizeof(c) / sizeof(c[0]); i++) {
		memset(data, c[i].byte, sizeof(data));
		notify_words(c[i].code, c[i].subcode, rb_init(data, c[i].len),
		    buf, sizeof(buf));
		ATF_CHECK_MSG(strncmp(buf, c[i].words, strlen(c[i].words)) ==
		    0 && (c[i].len > 0) == (buf[0] != '\0'), "%zu: %s", i,
		    buf);
		ATF_CHECK_MSG(c[i].len < 4000 || strlen(buf) == 255,
		    "%zu: %s", i, buf);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, notifications);
	ATF_TP_ADD_TC(tp, refreshes);
	ATF_TP_ADD_TC(tp, lines);
	ATF_TP_ADD_TC(tp, events);
	ATF_TP_ADD_TC(tp, end_of_rib);
	ATF_TP_ADD_TC(tp, reactions);
	ATF_TP_ADD_TC(tp, shown);
	ATF_TP_ADD_TC(tp, data);
	return atf_no_error();
}
