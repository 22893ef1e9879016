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
 * The codec: words to the bytes that ExaBGP sends, bytes to words to bytes
 * again, JSON that is valid and has no key twice, and whatever is cut off
 * or changed in the bytes, nothing that reads them goes wrong.
 */
#include <atf-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec/attr_rows.h"
#include "codec/open.h"
#include "codec/update.h"
#include "lang/rtext.h"

#include "t_codec.h"
#include "t_hex.h"

#define BUF_MAX		(1U << 20)

/* Everything that a case needs, allocated once. */
static struct route route;
static struct wbuf block, attrs, text, json;

static void
setup(void)
{
	route_init(&route);
	wb_init(&block, BUF_MAX);
	wb_init(&attrs, BUF_MAX);
	wb_init(&text, BUF_MAX);
	wb_init(&json, BUF_MAX);
}

static void
teardown(void)
{
	route_free(&route);
	wb_free(&block);
	wb_free(&attrs);
	wb_free(&text);
	wb_free(&json);
}

static struct negot
negot(uint32_t local_as)
{
	struct negot n;

	memset(&n, 0, sizeof(n));
	n.families = FAM_BIT(FAM_MAX) - 1;
	n.extnh = n.families;
	n.local_as = local_as;
	n.peer_as = 65000;
	n.asn4 = 1;
	n.msg_max = MSG_MAX;
	return n;
}

static void
check_bytes(const char *what, const char *hex, struct rbuf got)
{
	static uint8_t want[4096];
	struct wbuf w;
	size_t n = unhex(hex, want);

	if (n == rb_left(&got) && (n == 0 || memcmp(want, got.p, n) == 0))
		return;
	wb_init(&w, BUF_MAX);
	wb_hex(&w, got.p, rb_left(&got), false);
	atf_tc_fail_nonfatal("%s: want %s got %.*s", what, hex, (int)w.len,
	    (const char *)w.p);
	wb_free(&w);
}

/* Words to route and block: 0, or -1 with the message in `text`. */
static int
parse(int how, const char *s, size_t len)
{
	struct diag d;
	struct lex lx;
	int ret;

	diag_init(&d, NULL, s, len);
	lex_init(&lx, LEX_LINE, s, len, &d);
	route_reset(&route);
	wb_reset(&block);
	switch (how) {
	case HOW_ROUTE:
		ret = rtext_route(&lx, &route, false);
		break;
	case HOW_FLOW:
		ret = rtext_flow(&lx, &route, false);
		break;
	default:
		ret = rtext_family(&lx, (enum fam)how, &route, false);
	}
	if (ret == 0)
		ret = ab_finish(&route.attrs, &block);
	else {
		wb_reset(&text);
		wb_put(&text, d.out.p, d.out.len);
	}
	lex_free(&lx);
	diag_free(&d);
	return ret;
}

static struct nlri_ctx
context(void)
{
	struct nlri_ctx c = { NULL, route.has_path_id, route.path_id, false };

	if (route.attrs.has_nh)
		c.nh = &route.attrs.nh;
	return c;
}

static void
encode(uint32_t local_as)
{
	struct negot n = negot(local_as);
	const struct nlri_ops *row = nlri_table[route.fam];

	wb_reset(&attrs);
	attr_encode(&n, block.p, block.len, &route.attrs.nh,
	    (row->flags & NF_NH_ATTR) != 0, &attrs);
	ATF_CHECK(!attrs.err);
}

static void
check_json(const char *what, bool twice)
{
	const char *why;

	ATF_REQUIRE(!json.err);
	why = json_check((const char *)json.p, json.len, twice);
	if (why != NULL)
		atf_tc_fail_nonfatal("%s: %s in %.*s", what, why,
		    (int)json.len, (const char *)json.p);
}

/* Everything that can be made of one NLRI. */
static void
use_nlri(enum fam fam, struct rbuf one, const struct nlri_ctx *c)
{
	struct sink s;
	uint8_t v;

	wb_reset(&text);
	nlri_ident(fam, one, &text);
	wb_reset(&text);
	nlri_text(fam, one, c, &text);
	for (v = 4; v <= 6; v++) {
		wb_reset(&json);
		sink_init(&s, &sink_json_ops, &json);
		s.version = v;
		nlri_emit(fam, one, c, &s);
		check_json(families[fam].name, false);
	}
	wb_reset(&json);
	sink_init(&s, &sink_cbor_ops, &json);
	nlri_emit(fam, one, c, &s);
}

static void
use_block(const void *p, size_t n, bool twice)
{
	struct sink s;
	uint8_t v;

	wb_reset(&text);
	attr_text(p, n, &text);
	for (v = 4; v <= 6; v++) {
		wb_reset(&text);
		attr_event(p, n, v, &text);
		wb_reset(&json);
		sink_init(&s, &sink_json_ops, &json);
		s.version = v;
		sink_obj(&s);
		(void)attr_emit(p, n, &s);
		sink_end_obj(&s);
		check_json("attributes", twice);
	}
}

static void
encode_vector(const struct vector *v)
{
	if (parse(v->how, v->text, strlen(v->text)) != 0) {
		atf_tc_fail_nonfatal("%s: %.*s", v->text, (int)text.len,
		    (const char *)text.p);
		return;
	}
	check_bytes(v->text, v->nlri, wb_view(&route.nlri));
	encode(65000);
	if (v->attrs != NULL)
		check_bytes(v->text, v->attrs, wb_view(&attrs));
}

ATF_TC_WITHOUT_HEAD(words_to_bytes);
ATF_TC_BODY(words_to_bytes, tc)
{
	const struct vector *v;

	(void)tc;
	setup();
	for (v = vectors; v->text != NULL; v++)
		encode_vector(v);
	teardown();
}

/* Printed and parsed again, the bytes must be the same. */
static void
fixed_vector(const struct vector *v)
{
	struct wbuf nlri, set, words;
	struct nlri_ctx c;
	enum fam fam;

	if (parse(v->how, v->text, strlen(v->text)) != 0)
		return;
	wb_init(&nlri, BUF_MAX);
	wb_init(&set, BUF_MAX);
	wb_init(&words, BUF_MAX);
	wb_put(&nlri, route.nlri.p, route.nlri.len);
	wb_put(&set, block.p, block.len);
	c = context();
	fam = (enum fam)route.fam;
	rtext_print(fam, &c, wb_view(&route.nlri), block.p, block.len,
	    &words);
	if (parse((int)fam, (const char *)words.p, words.len) != 0)
		atf_tc_fail_nonfatal("%.*s: %.*s", (int)words.len,
		    (const char *)words.p, (int)text.len,
		    (const char *)text.p);
	else if (nlri.len != route.nlri.len || set.len != block.len ||
	    memcmp(nlri.p, route.nlri.p, nlri.len) != 0 ||
	    memcmp(set.p, block.p, set.len) != 0)
		atf_tc_fail_nonfatal("%s: not the same as %.*s", v->text,
		    (int)words.len, (const char *)words.p);
	wb_free(&nlri);
	wb_free(&set);
	wb_free(&words);
}

ATF_TC_WITHOUT_HEAD(bytes_to_words_to_bytes);
ATF_TC_BODY(bytes_to_words_to_bytes, tc)
{
	const struct vector *v;

	(void)tc;
	setup();
	for (v = vectors; v->text != NULL; v++)
		fixed_vector(v);
	teardown();
}

ATF_TC_WITHOUT_HEAD(reports);
ATF_TC_BODY(reports, tc)
{
	const struct report *r;
	struct nlri_ctx c;
	struct sink s;

	(void)tc;
	setup();
	for (r = reports_nlri; r->text != NULL; r++) {
		ATF_REQUIRE_EQ_MSG(0, parse(r->how, r->text,
		    strlen(r->text)), "%s", r->text);
		c = context();
		wb_reset(&json);
		sink_init(&s, &sink_json_ops, &json);
		s.version = r->version;
		if (r->attributes) {
			sink_obj(&s);
			(void)attr_emit(block.p, block.len, &s);
			sink_end_obj(&s);
		} else
			nlri_emit((enum fam)route.fam,
			    wb_view(&route.nlri), &c, &s);
		check_json(r->text, false);
		if (json.len != strlen(r->json) ||
		    memcmp(json.p, r->json, json.len) != 0)
			atf_tc_fail_nonfatal("%s:\nwant %s\ngot  %.*s",
			    r->text, r->json, (int)json.len,
			    (const char *)json.p);
	}
	teardown();
}

/*
 * Attributes as lines of text have them, behind the next hop (none): an
 * empty path is not there.
 */
ATF_TC_WITHOUT_HEAD(text_events);
ATF_TC_BODY(text_events, tc)
{
	static const struct {
		const char	*hex;
		const char	*text;
		uint8_t		 version;
	} cases[] = {
		{ "0000 40010100 400200 40050400000064",
		    " origin igp local-preference 100", 4 },
		{ "0000 40010100 400200 40050400000064",
		    " origin igp local-preference 100", 5 },
		{ "0000 40020c 02010000fde8 01010000fde9",
		    " as-path [ 65000 ( 65001 ) ]", 4 },
		{ "0000 40020c 02010000fde8 02010000fde9",
		    " as-path [ 65000 65001 ]", 4 },
		{ "0000 40020c 03010000fc00 02010000fde9",
		    " as-path [ 65001 ][ 64512 ]", 4 },
		{ "0000 40010100 40020c 02010000fde8 01010000fde9 80040400000005",
		    " origin igp as-path ( 65000 ) [ 65001 ] med 5", 5 },
		{ "0000 40010100 c01008 8009000000000005",
		    " origin igp extended-community mark 5", 6 },
		{ "0000 40010100 c01704 000f0000",
		    " origin igp attribute [ 0x17 0xE0 0x000f0000 ]", 5 }
	};
	static uint8_t b[64];
	size_t i, n;

	(void)tc;
	setup();
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		n = unhex(cases[i].hex, b);
		wb_reset(&text);
		attr_event(b, n, cases[i].version, &text);
		wb_u8(&text, 0);
		ATF_CHECK_STREQ(cases[i].text, (const char *)text.p);
	}
	teardown();
}

/* Text that is only to be seen is ExaBGP's. */
ATF_TC_WITHOUT_HEAD(shown);
ATF_TC_BODY(shown, tc)
{
	static const struct {
		int		 how;
		const char	*route;
		const char	*text;
	} cases[] = {
		{ HOW_ROUTE, "10.0.0.0/24 next-hop 1.2.3.4 label 5 rd "
		    "0x00020000FDE80007", "10.0.0.0/24 label 5 next-hop "
		    "1.2.3.4 rd 65000:7" },
		{ FAM_IPV4_MVPN, "source-ad source 10.99.12.2 group "
		    "239.251.255.228 rd 65000:99999 next-hop 10.10.6.3",
		    "mvpn:sourcead::65000:99999:10.99.12.2:239.251.255.228" },
		{ FAM_IPV4_MVPN, "shared-join rp 10.99.12.2 group "
		    "239.251.255.228 rd 65000:1 source-as 65000 next-hop "
		    "10.10.6.3", "mvpn:shared-join::65000:1:65000:10.99.12.2:"
		    "239.251.255.228" },
		{ FAM_IPV4_MUP, "mup-isd 10.0.1.0/24 rd 100:100 next-hop "
		    "2001::1", "mup:isd::100:100:10.0.1.0/24" },
		{ FAM_IPV6_MUP, "mup-dsd 2001::1 rd 100:100 next-hop "
		    "2001::1", "mup:dsd::100:100:2001::1" },
		{ FAM_IPV4_MUP, "mup-t1st 192.168.0.2/32 rd 100:100 teid "
		    "12345 qfi 9 endpoint 10.0.0.1 source 10.0.1.1 next-hop "
		    "10.0.0.2", "mup:t1st::100:100:192.168.0.2/32:12345:9:"
		    "10.0.0.1/32:10.0.1.1/32" },
		{ FAM_IPV4_MUP, "mup-t2st 10.0.0.1 rd 100:100 teid 12345/32 "
		    "next-hop 10.0.0.2",
		    "mup:t2st::100:100:64:10.0.0.1:12345:" }
	};
	struct nlri_ctx c;
	size_t i;

	(void)tc;
	setup();
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ATF_REQUIRE_EQ_MSG(0, parse(cases[i].how, cases[i].route,
		    strlen(cases[i].route)), "%s", cases[i].route);
		c = context();
		c.shown = true;
		wb_reset(&text);
		nlri_text((enum fam)route.fam, wb_view(&route.nlri), &c,
		    &text);
		wb_u8(&text, 0);
		ATF_CHECK_STREQ(cases[i].text, (const char *)text.p);
	}
	teardown();
}

/* What a generation of JSON does not know is reported as unknown. */
ATF_TC_WITHOUT_HEAD(generations);
ATF_TC_BODY(generations, tc)
{
	static const uint8_t body[] = { 4, 0xfd, 0xe8, 0, 180, 10, 0, 0, 1,
	    4, 2, 2, 77, 0 };
	struct bgp_err err = { 0 };
	struct open o;
	struct sink s;
	uint8_t v;

	(void)tc;
	setup();
	ATF_REQUIRE_EQ(0, open_decode(rb_init(body, sizeof(body)), &o, &err));
	for (v = 5; v <= 6; v++) {
		wb_reset(&json);
		sink_init(&s, &sink_json_ops, &json);
		s.version = v;
		open_emit(&o, false, &s);
		ATF_CHECK_EQ(v == 6, memmem(json.p, json.len,
		    "link-local-nexthop", 18) != NULL);
		ATF_CHECK_EQ(v == 5, memmem(json.p, json.len,
		    "unassigned", 10) != NULL);
	}
	teardown();
}

/* As text the capabilities are ExaBGP's words, in the order of their codes. */
ATF_TC_WITHOUT_HEAD(ascending);
ATF_TC_BODY(ascending, tc)
{
	static const uint8_t body[] = { 4, 0xfd, 0xe8, 0, 180, 10, 0, 0, 1,
	    36, 2, 34, 99, 1, 7, 77, 0, 76, 5, 0, 1, 1, 0, 4, 75, 2, 1, 'x',
	    70, 0, 65, 4, 0, 0, 0xfd, 0xe8, 2, 0, 1, 4, 0, 1, 0, 1, 6, 0 };
	static const char want[] = "version 4 asn 65000 hold_time 180 "
	    "router_id 10.0.0.1 capabilities [multiprotocol(ipv4 unicast), "
	    "route refresh, extended message(65535), asn4(65000), "
	    "enhanced route refresh, software(x), "
	    "pathslimit(ipv4 unicast 4), link-local nexthop, unassigned 99]";
	struct bgp_err err = { 0 };
	struct open o;

	(void)tc;
	setup();
	wb_reset(&json);
	ATF_REQUIRE_EQ(0, open_decode(rb_init(body, sizeof(body)), &o, &err));
	open_text(&o, &json);
	wb_u8(&json, '\0');
	ATF_CHECK_STREQ(want, (const char *)json.p);
	teardown();
}

/* Whom an OPEN may come from: RFC 4271 6.2, RFC 6793 4.2.1, RFC 7607 2. */
ATF_TC_WITHOUT_HEAD(peer_as);
ATF_TC_BODY(peer_as, tc)
{
	static const struct {
		uint16_t	as2;
		uint32_t	as;
		uint8_t		subcode;	/* 0: it is taken */
	} cases[] = {
		{ 65001, 65001, 0 }, { 23456, 65001, 0 },
		{ 65002, 65002, OPEN_PEER_AS }, { 65001, 0, OPEN_PEER_AS },
		{ 0, 65001, OPEN_PEER_AS }, { 0, 0, OPEN_PEER_AS }
	};
	struct open_params p;
	struct bgp_err err;
	struct negot n;
	struct open o;
	size_t i;

	(void)tc;
	memset(&p, 0, sizeof(p));
	memset(&n, 0, sizeof(n));
	p.local_as = 65000;
	p.peer_as = 65001;
	p.hold_time = 180;
	memset(&o, 0, sizeof(o));
	o.id = 1;
	o.hold_time = 180;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(&err, 0, sizeof(err));
		o.as2 = cases[i].as2;
		o.as = cases[i].as;
		(void)open_negotiate(&p, &o, &n, &err);
		ATF_CHECK_EQ_MSG(cases[i].subcode, err.subcode, "%u %u: %s",
		    o.as2, o.as, err.text);
	}
}

ATF_TC_WITHOUT_HEAD(refused);
ATF_TC_BODY(refused, tc)
{
	const struct vector *v;

	(void)tc;
	setup();
	for (v = bad; v->text != NULL; v++)
		ATF_CHECK_MSG(parse(v->how, v->text, strlen(v->text)) != 0,
		    "accepted: %s", v->text);
	teardown();
}

/* Where labels end (RFC 8277 2): what identifies the route is behind them. */
ATF_TC_WITHOUT_HEAD(labels);
ATF_TC_BODY(labels, tc)
{
	static const struct {
		enum fam	 fam;
		const char	*nlri, *ident;
	} cases[] = {
		{ FAM_IPV4_LABELED, "30 000641 0a0000", "18 0a0000" },
		{ FAM_IPV4_LABELED, "30 000640 0a0000", "18 0a0000" },
		{ FAM_IPV4_LABELED, "30 800000 0a0000", "18 0a0000" },
		{ FAM_IPV4_LABELED, "48 000640 000651 0a0000", "18 0a0000" },
		{ FAM_IPV4_VPN, "70 000640 0000000000000064 0a0000",
		    "0000000000000064 18 0a0000" }
	};
	struct bgp_err err = { 0 };
	struct rbuf in, one;
	uint8_t b[32];
	size_t i;

	(void)tc;
	setup();
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		in = rb_init(b, unhex(cases[i].nlri, b));
		ATF_REQUIRE_EQ_MSG(0, nlri_next(cases[i].fam, &in, &one,
		    &err), "%s: %s", cases[i].nlri, err.text);
		wb_reset(&block);
		nlri_ident(cases[i].fam, one, &block);
		check_bytes(cases[i].nlri, cases[i].ident, wb_view(&block));
	}
	teardown();
}

/* Bytes that may be anything: first they are checked, then used. */
static void
try_nlri(enum fam fam, const uint8_t *p, size_t n, const struct nlri_ctx *c)
{
	struct rbuf in, one;
	struct bgp_err err;
	uint8_t *copy = malloc(n == 0 ? 1 : n);
	size_t steps = 0;

	/* an allocation of just this size, for the address sanitizer */
	ATF_REQUIRE(copy != NULL);
	if (n > 0)
		memcpy(copy, p, n);
	in = rb_init(copy, n);
	while (rb_left(&in) > 0 && steps++ <= n) {
		memset(&err, 0, sizeof(err));
		switch (nlri_next(fam, &in, &one, &err)) {
		case 0:
			use_nlri(fam, one, c);
			break;
		case 1:
			ATF_CHECK(err.action == ERR_DISCARD);
			break;
		default:
			ATF_CHECK(err.action == ERR_RESET);
			in.p = in.end;
		}
	}
	ATF_CHECK(steps <= n + 1);
	free(copy);
}

static void
mutate_nlri(const struct vector *v)
{
	static const uint8_t values[] = { 0, 1, 0x7f, 0x80, 0xff };
	uint8_t p[512], was;
	struct nlri_ctx c;
	size_t i, k, n;

	if (parse(v->how, v->text, strlen(v->text)) != 0)
		return;
	c = context();
	n = route.nlri.len;
	ATF_REQUIRE(n <= sizeof(p));
	memcpy(p, route.nlri.p, n);
	for (i = 0; i <= n; i++)
		try_nlri((enum fam)route.fam, p, i, &c);
	for (i = 0; i < n; i++) {
		was = p[i];
		for (k = 0; k < sizeof(values); k++) {
			p[i] = values[k];
			try_nlri((enum fam)route.fam, p, n, &c);
		}
		for (k = 0; k < 8; k++) {
			p[i] = (uint8_t)(was ^ 1U << k);
			try_nlri((enum fam)route.fam, p, n, &c);
		}
		p[i] = was;
	}
}

ATF_TC(broken_nlri);
ATF_TC_HEAD(broken_nlri, tc)
{
	atf_tc_set_md_var(tc, "timeout", "900");
}
ATF_TC_BODY(broken_nlri, tc)
{
	const struct vector *v;

	(void)tc;
	setup();
	for (v = vectors; v->text != NULL; v++)
		mutate_nlri(v);
	teardown();
}

/*
 * Whatever bytes a block holds, reading it must be safe; nothing but a real
 * block has each attribute once, though.
 */
static void
try_block(const uint8_t *p, size_t n)
{
	uint8_t *copy = malloc(n == 0 ? 1 : n);
	struct negot ng = negot(65001);
	struct nh nh;
	struct attr_iter it;

	ATF_REQUIRE(copy != NULL);
	if (n > 0)
		memcpy(copy, p, n);
	use_block(copy, n, true);
	attr_first(&it, copy, n, &nh);
	wb_reset(&attrs);
	attr_encode(&ng, copy, n, &nh, true, &attrs);
	ng.asn4 = 0;
	wb_reset(&attrs);
	attr_encode(&ng, copy, n, &nh, true, &attrs);
	free(copy);
}

ATF_TC(broken_blocks);
ATF_TC_HEAD(broken_blocks, tc)
{
	atf_tc_set_md_var(tc, "timeout", "900");
}
ATF_TC_BODY(broken_blocks, tc)
{
	const struct vector *v;
	uint8_t p[1024];
	size_t i, k, n;

	(void)tc;
	setup();
	for (v = vectors; v->text != NULL; v++) {
		if (v->attrs == NULL ||
		    parse(v->how, v->text, strlen(v->text)) != 0)
			continue;
		n = block.len;
		ATF_REQUIRE(n <= sizeof(p));
		memcpy(p, block.p, n);
		for (i = 0; i <= n; i++)
			try_block(p, i);
		for (i = 0; i < n; i++) {
			for (k = 0; k < 8; k++) {
				p[i] ^= (uint8_t)(1U << k);
				try_block(p, n);
				p[i] ^= (uint8_t)(1U << k);
			}
		}
	}
	teardown();
}

/* The body of an UPDATE with the route in MP_REACH_NLRI. */
static size_t
make_update(uint8_t *p)
{
	const struct nlri_ops *row = nlri_table[route.fam];
	const struct family *f = &families[route.fam];
	struct wbuf w, mp;
	size_t n;

	encode(65000);
	wb_init(&w, BUF_MAX);
	wb_init(&mp, BUF_MAX);
	wb_u16(&mp, f->afi);
	wb_u8(&mp, f->safi);
	nlri_nexthop(row, &route.attrs.nh, &mp);
	wb_u8(&mp, 0);
	wb_put(&mp, route.nlri.p, route.nlri.len);
	attr_put(&attrs, ATTR_OPTIONAL, ATTR_MP_REACH, mp.p, mp.len);
	wb_u16(&w, 0);
	wb_u16(&w, (uint16_t)attrs.len);
	wb_put(&w, attrs.p, attrs.len);
	n = w.len;
	memcpy(p, w.p, n);
	wb_free(&w);
	wb_free(&mp);
	return n;
}

static void
use_run(struct nlri_run run, const struct nh *nh)
{
	struct nlri_ctx c = { nh, false, 0, false };
	struct rbuf one;

	while (nlri_run_next(&run, &c.path_id, &one)) {
		c.has_path_id = run.addpath;
		use_nlri((enum fam)run.fam, one, &c);
	}
}

static void
try_update(struct update *u, const struct negot *ng, const uint8_t *p,
    size_t n)
{
	uint8_t *copy = malloc(n == 0 ? 1 : n);

	ATF_REQUIRE(copy != NULL);
	if (n > 0)
		memcpy(copy, p, n);
	update_decode(ng, rb_init(copy, n), u);
	if (u->err.action != ERR_RESET) {
		use_run(u->reach, &u->reach.nh);
		use_run(u->nlri, &u->nlri.nh);
		use_run(u->unreach, NULL);
		use_run(u->withdrawn, NULL);
		use_block(u->attrs.p, u->attrs.len, false);
	}
	free(copy);
}

ATF_TC(broken_updates);
ATF_TC_HEAD(broken_updates, tc)
{
	atf_tc_set_md_var(tc, "timeout", "900");
}
ATF_TC_BODY(broken_updates, tc)
{
	const struct vector *v;
	struct negot ng = negot(65000), paths = ng;
	struct update u;
	uint8_t p[2048];
	size_t i, k, n;

	(void)tc;
	setup();
	update_init(&u);
	paths.addpath_rx = paths.families;
	for (v = vectors; v->text != NULL; v++) {
		if (parse(v->how, v->text, strlen(v->text)) != 0)
			continue;
		n = make_update(p);
		ATF_REQUIRE(n <= sizeof(p));
		try_update(&u, &ng, p, n);
		ATF_CHECK_MSG(u.err.action == ERR_NONE &&
		    u.reach.fam == route.fam, "%s: %s", v->text,
		    u.err.text);
		for (i = 0; i < n; i++)
			try_update(&u, &ng, p, i);
		for (i = 0; i < n; i++) {
			for (k = 0; k < 8; k += 3) {
				p[i] ^= (uint8_t)(1U << k);
				try_update(&u, &ng, p, n);
				try_update(&u, &paths, p, n);
				p[i] ^= (uint8_t)(1U << k);
			}
		}
	}
	update_free(&u);
	teardown();
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, words_to_bytes);
	ATF_TP_ADD_TC(tp, bytes_to_words_to_bytes);
	ATF_TP_ADD_TC(tp, reports);
	ATF_TP_ADD_TC(tp, text_events);
	ATF_TP_ADD_TC(tp, shown);
	ATF_TP_ADD_TC(tp, generations);
	ATF_TP_ADD_TC(tp, ascending);
	ATF_TP_ADD_TC(tp, peer_as);
	ATF_TP_ADD_TC(tp, refused);
	ATF_TP_ADD_TC(tp, labels);
	ATF_TP_ADD_TC(tp, broken_nlri);
	ATF_TP_ADD_TC(tp, broken_blocks);
	ATF_TP_ADD_TC(tp, broken_updates);
	return atf_no_error();
}
