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
 * From routes in the store to the bytes of UPDATE messages.
 */
#include <sys/types.h>

#include <atf-c.h>
#include <stdlib.h>
#include <string.h>

#include "../../bgpd-x/group.h"

static struct rib rib;
static struct pack pack;
static struct wbuf got;
static struct enc_class cls;
static struct pset *all;

static void
collect(void *arg, const struct pset *to, const void *data, size_t len)
{
	(void)arg;
	(void)to;
	wb_put(&got, data, len);
}

static unsigned int nwarned;

static void
on_warn(const struct pset *to, const struct rib_entry *e, const char *why)
{
	ATF_CHECK(pset_test(to, 0));
	ATF_CHECK(strstr(why, e->fam == FAM_IPV6_UNICAST ? "next-hop self" :
	    e->attrs->len > MSG_MAX ? "not fit a message" : "next hop") !=
	    NULL);
	nwarned++;
}

static void
setup(uint32_t peer_as)
{
	struct negot n;
	struct addr other;
	uint64_t w = 1;
	static struct peer_conf conf;

	memset(&n, 0, sizeof(n));
	memset(&other, 0, sizeof(other));
	n.families = FAM_BIT(FAM_IPV4_UNICAST) | FAM_BIT(FAM_IPV6_UNICAST);
	n.local_as = 65000;
	n.peer_as = peer_as;
	n.asn4 = 1;
	n.msg_max = MSG_MAX;
	addr_from_v4(&n.local, 0x7f000001);
	ATF_REQUIRE_EQ(0, rib_init(&rib, 1));
	ATF_REQUIRE_EQ(0, pack_init(&pack, &rib, collect, NULL));
	conf.group_updates = 1;
	conf.ttl_out = TTL_UNSET;
	pack.warn = on_warn;
	nwarned = 0;
	class_init(&cls, &n, &other, &conf);
	wb_init(&got, 1 << 24);
	all = pset_get(&rib, &w, 1);
}

static void
announce(uint8_t fam, const void *nlri, uint16_t len, const void *attrs,
    size_t alen)
{
	struct rib_key k = { nlri, 0, len, fam, 0, 0 };
	struct attrs *a = attrs_get(&rib, attrs, alen);

	ATF_REQUIRE_EQ(1, rib_announce(&rib, &k, a, all, 0));
	attrs_unref(&rib, a);
}

static void
check_hex(const char *want)
{
	struct wbuf w;

	wb_init(&w, 1 << 16);
	wb_hex(&w, got.p, got.len, false);
	wb_u8(&w, 0);
	ATF_CHECK_STREQ(want, (char *)w.p);
	wb_free(&w);
	wb_reset(&got);
}

#define MARKER	"ffffffffffffffffffffffffffffffff"

/* next-hop 1.2.3.4 without attributes: the defaults are filled in. */
static const uint8_t nh4[] = { NH_ADDR, 4, 1, 2, 3, 4 };
static const uint8_t nh6[] = { NH_ADDR, 16, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 1 };
static const uint8_t self[] = { NH_SELF, 0 };
static const uint8_t net[] = { 24, 10, 0, 0 };

ATF_TC_WITHOUT_HEAD(ibgp_defaults);
ATF_TC_BODY(ibgp_defaults, tc)
{
	struct rib_key k = { net, 0, 4, FAM_IPV4_UNICAST, 0, 0 };
	struct cursor c;

	(void)tc;
	setup(65000);
	cursor_start(&rib, &c);
	announce(FAM_IPV4_UNICAST, net, 4, nh4, sizeof(nh4));
	ATF_CHECK_EQ(1, pack_run(&pack, &c, &cls, all, 100));
	check_hex(MARKER "003002" "0000" "0015" "40010100" "400200"
	    "40030401020304" "40050400000064" "180a0000");
	ATF_CHECK_EQ(1, rib_withdraw(&rib, &k, all, all, false));
	ATF_CHECK_EQ(1, pack_run(&pack, &c, &cls, all, 100));
	check_hex(MARKER "001b02" "0004" "180a0000" "0000");
}

/* A default route shares no message. */
ATF_TC_WITHOUT_HEAD(default_route);
ATF_TC_BODY(default_route, tc)
{
	static const uint8_t zero[] = { 0 }, half[] = { 1, 128 };
	struct cursor c;

	(void)tc;
	setup(65000);
	cursor_start(&rib, &c);
	announce(FAM_IPV4_UNICAST, half, 2, nh4, sizeof(nh4));
	announce(FAM_IPV4_UNICAST, zero, 1, nh4, sizeof(nh4));
	announce(FAM_IPV4_UNICAST, net, 4, nh4, sizeof(nh4));
	ATF_CHECK_EQ(3, pack_run(&pack, &c, &cls, all, 100));
#define SAME	"02" "0000" "0015" "40010100" "400200" "40030401020304"	\
	"40050400000064"
	check_hex(MARKER "002e" SAME "0180" MARKER "002d" SAME "00"
	    MARKER "0030" SAME "180a0000");
}

/* It is in MP_REACH_NLRI only, as ExaBGP has it. */
ATF_TC_WITHOUT_HEAD(vpls_next_hop);
ATF_TC_BODY(vpls_next_hop, tc)
{
	static const uint8_t vpls[] = { 0, 17, 0, 0, 0, 1, 0, 0, 0, 2,
	    0, 5, 0, 1, 0, 8, 0, 6, 0x41 };
	struct cursor c;

	(void)tc;
	setup(65000);
	cls.negot.families |= FAM_BIT(FAM_L2VPN_VPLS);
	cursor_start(&rib, &c);
	announce(FAM_L2VPN_VPLS, vpls, sizeof(vpls), nh4, sizeof(nh4));
	ATF_CHECK_EQ(1, pack_run(&pack, &c, &cls, all, 100));
	check_hex(MARKER "004402" "0000" "002d" "40010100" "400200"
	    "40050400000064" "800e1c" "001941" "0401020304" "00"
	    "0011" "0000000100000002" "0005" "0001" "0008" "000641");
}

/* It is sent without an agreement too, and said. */
ATF_TC_WITHOUT_HEAD(ipv6_next_hop);
ATF_TC_BODY(ipv6_next_hop, tc)
{
	struct cursor c;

	(void)tc;
	setup(65000);
	cursor_start(&rib, &c);
	announce(FAM_IPV4_UNICAST, net, 4, nh6, sizeof(nh6));
	ATF_CHECK_EQ(1, pack_run(&pack, &c, &cls, all, 100));
	ATF_CHECK_EQ(1, nwarned);
	ATF_CHECK(got.len > 0);
	cls.negot.extnh = FAM_BIT(FAM_IPV4_UNICAST);
	rib_gc(&rib, 100, NULL);
	cursor_stop(&rib, &c);
	cursor_start(&rib, &c);
	ATF_CHECK_EQ(1, pack_run(&pack, &c, &cls, all, 100));
	ATF_CHECK_EQ(1, nwarned);
}

/*
 * Not to who was asked and has not agreed; the route before goes, and with a
 * next hop that can be sent it comes.
 */
ATF_TC_WITHOUT_HEAD(refused_next_hop);
ATF_TC_BODY(refused_next_hop, tc)
{
	struct cursor c;

	(void)tc;
	setup(65000);
	cls.extnh_refused = FAM_BIT(FAM_IPV4_UNICAST);
	cursor_start(&rib, &c);
	announce(FAM_IPV4_UNICAST, net, 4, nh6, sizeof(nh6));
	ATF_CHECK_EQ(1, pack_run(&pack, &c, &cls, all, 100));
	ATF_CHECK_EQ(1, nwarned);
	ATF_CHECK_EQ(0, got.len);
	announce(FAM_IPV4_UNICAST, net, 4, nh4, sizeof(nh4));
	ATF_CHECK_EQ(1, pack_run(&pack, &c, &cls, all, 100));
	check_hex(MARKER "003002" "0000" "0015" "40010100" "400200"
	    "40030401020304" "40050400000064" "180a0000");
	announce(FAM_IPV4_UNICAST, net, 4, nh6, sizeof(nh6));
	ATF_CHECK_EQ(1, pack_run(&pack, &c, &cls, all, 100));
	check_hex(MARKER "001b02" "0004" "180a0000" "0000");
	ATF_CHECK_EQ(2, nwarned);
}

/* An attribute of 4,096 octets. */
static void
put_long(struct wbuf *w)
{
	size_t i;

	wb_put(w, "\xd0\x63\x10\x00", 4);
	for (i = 0; i < MSG_MAX; i++)
		wb_u8(w, 0);
}

/* A route that has grown too long leaves nothing of what it was. */
ATF_TC_WITHOUT_HEAD(too_long);
ATF_TC_BODY(too_long, tc)
{
	static const uint8_t other[] = { 24, 10, 0, 1 };
	struct cursor c;
	struct wbuf w;
	size_t i;

	(void)tc;
	setup(65000);
	wb_init(&w, 20 * MSG_MAX);
	wb_put(&w, nh4, sizeof(nh4));
	put_long(&w);
	cursor_start(&rib, &c);
	announce(FAM_IPV4_UNICAST, net, 4, nh4, sizeof(nh4));
	ATF_CHECK_EQ(1, pack_run(&pack, &c, &cls, all, 100));
	wb_reset(&got);
	announce(FAM_IPV4_UNICAST, net, 4, w.p, w.len);
	announce(FAM_IPV4_UNICAST, other, 4, w.p, w.len);
	ATF_CHECK_EQ(2, pack_run(&pack, &c, &cls, all, 100));
	check_hex(MARKER "001b02" "0004" "180a0000" "0000");
	ATF_CHECK_EQ(2, nwarned);
	/* nor does one that is longer than any message could be */
	for (i = 0; i < 17; i++)
		put_long(&w);
	announce(FAM_IPV4_UNICAST, other, 4, nh4, sizeof(nh4));
	ATF_CHECK_EQ(1, pack_run(&pack, &c, &cls, all, 100));
	wb_reset(&got);
	announce(FAM_IPV4_UNICAST, other, 4, w.p, w.len);
	ATF_CHECK_EQ(1, pack_run(&pack, &c, &cls, all, 100));
	check_hex(MARKER "001b02" "0004" "180a0001" "0000");
	ATF_CHECK_EQ(3, nwarned);
	wb_free(&w);
}

ATF_TC_WITHOUT_HEAD(ebgp_self);
ATF_TC_BODY(ebgp_self, tc)
{
	static const uint8_t net6[] = { 32, 0x20, 0x01, 0x0d, 0xb8 };
	struct cursor c;

	(void)tc;
	setup(65001);
	cursor_start(&rib, &c);
	announce(FAM_IPV4_UNICAST, net, 4, self, sizeof(self));
	ATF_CHECK_EQ(1, pack_run(&pack, &c, &cls, all, 100));
	check_hex(MARKER "002f02" "0000" "0014" "40010100"
	    "40020602010000fde8" "4003047f000001" "180a0000");
	/* no IPv6 address to name: the route waits, others go on */
	announce(FAM_IPV6_UNICAST, net6, 5, self, sizeof(self));
	ATF_CHECK_EQ(1, pack_run(&pack, &c, &cls, all, 100));
	ATF_CHECK_EQ(0, got.len);
	ATF_CHECK_EQ(1, nwarned);
}

/* Messages are filled, never too long, and nothing is lost or doubled. */
ATF_TC_WITHOUT_HEAD(full_messages);
ATF_TC_BODY(full_messages, tc)
{
	static uint8_t seen[20000];
	uint8_t n4[5] = { 32, 10, 0, 0, 0 };
	struct cursor c;
	struct rbuf r, m;
	size_t i, routes = 0, messages = 0;
	uint32_t a;

	(void)tc;
	setup(65000);
	cursor_start(&rib, &c);
	for (i = 0; i < sizeof(seen); i++) {
		n4[2] = (uint8_t)(i >> 16);
		n4[3] = (uint8_t)(i >> 8);
		n4[4] = (uint8_t)i;
		announce(FAM_IPV4_UNICAST, n4, 5, nh4, sizeof(nh4));
	}
	ATF_CHECK_EQ(sizeof(seen), pack_run(&pack, &c, &cls, all, 1 << 20));
	for (r = rb_init(got.p, got.len); rb_left(&r) > 0; messages++) {
		rb_bytes(&r, 16);
		a = rb_u16(&r);
		ATF_REQUIRE(a <= MSG_MAX);
		m = rb_sub(&r, a - 18);
		rb_bytes(&m, 3);
		rb_bytes(&m, rb_u16(&m));
		for (; rb_left(&m) > 0; routes++) {
			ATF_REQUIRE_EQ(32, rb_u8(&m));
			a = rb_u32(&m) & 0xffffff;
			ATF_REQUIRE(a < sizeof(seen) && seen[a] == 0);
			seen[a] = 1;
		}
	}
	ATF_CHECK(!r.err);
	ATF_CHECK_EQ(sizeof(seen), routes);
	ATF_CHECK(messages <= 28);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, ibgp_defaults);
	ATF_TP_ADD_TC(tp, default_route);
	ATF_TP_ADD_TC(tp, vpls_next_hop);
	ATF_TP_ADD_TC(tp, ipv6_next_hop);
	ATF_TP_ADD_TC(tp, refused_next_hop);
	ATF_TP_ADD_TC(tp, too_long);
	ATF_TP_ADD_TC(tp, ebgp_self);
	ATF_TP_ADD_TC(tp, full_messages);
	return atf_no_error();
}
