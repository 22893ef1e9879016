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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/env.h"

#include "conf_text.h"

/* Sections between which the tests put theirs. */
#define HEAD	"neighbor 10.0.0.2 {\n\tlocal-address 10.0.0.1;\n" \
		"\tlocal-as 65000;\n\tpeer-as 65001;\n"
#define PROC	"process p {\n\trun /bin/cat;\n\tencoder json;\n}\n"

static void
bad(const char *text, const char *message)
{
	struct conf *c = load(text);

	if (c != NULL)
		atf_tc_fail_nonfatal("accepted: %s", text);
	else
		contains(&d.out, message);
	conf_free(c);
}

static void
warns(const char *text, const char *message)
{
	struct conf *c = good(text);

	contains(&d.warn, message);
	conf_free(c);
}

static char *
printed(const struct conf *c)
{
	struct wbuf w;

	wb_init(&w, SIZE_MAX);
	conf_print(c, &w);
	wb_u8(&w, 0);
	ATF_REQUIRE(!w.err);
	return (char *)w.p;
}

/* What was printed has to be read as the same, and printed as the same. */
static void
fixed_point(const char *text)
{
	struct conf *a = good(text), *b;
	char *once = printed(a), *twice;

	b = good(once);
	twice = printed(b);
	ATF_CHECK_STREQ(once, twice);
	ATF_CHECK_EQ(a->nneighbors, b->nneighbors);
	ATF_CHECK_EQ(a->nsubs, b->nsubs);
	ATF_CHECK_EQ(a->nattrs, b->nattrs);
	free(once);
	free(twice);
	conf_free(a);
	conf_free(b);
}

static const char everything[] =
"process a { run /bin/cat \"x y\" [ z, w ]; encoder json; user root;\n"
"receive { parsed; updates; } version 4; slow-consumer drop;\n"
"on-exit withdraw; compact; coalesce-acks; respawn no; }\n"
"process b { run /bin/cat; encoder text; layout guide; }\n"
"template { neighbor t1 { hold-time 30; capability { add-path send; }\n"
"static { route 1.0.0.0/8 next-hop 1.1.1.1; }\n"
"api x { processes [ b ]; receive { parsed; update; } } } }\n"
"template { neighbor t2 { hold-time 40; family { all; ipv4 sr-policy; }\n"
"static { route 224.1.0.0/16 next-hop 1.1.1.1; } } }\n"
"neighbor 10.0.0.2 { inherit t1; inherit t2; local-address 10.0.0.1;\n"
"local-as 65000; peer-as 1.1; description \"hi there; {x}\";\n"
"host-name r1; domain-name example.com; rate-limit 10; passive;\n"
"listen 1790; connect 1791; outgoing-ttl 255; incoming-ttl 1;\n"
"md5-password \"it's\"; md5-ip 10.0.0.9; source-interface eth0;\n"
"manual-eor true; adj-rib-in false; group-updates false;\n"
"capability { graceful-restart; route-refresh; nexthop; operational;\n"
"aigp; software-version enable; link-local-nexthop true;\n"
"multi-session; }\n"
"add-path { ipv4 unicast limit 10; ipv6 unicast; }\n"
"nexthop { ipv4 unicast ipv6; ipv4 mpls-vpn ipv6; }\n"
"api { processes [ a, b ]; neighbor-changes; send { packets; open; } }\n"
"static {\n"
"route 10.0.0.0/24 { next-hop self; med 5; rd 1:2; label [ 3 4 ]; }\n"
"route 10.0.1.0/24 next-hop self split /26 watchdog \"a b\" withdraw;\n"
"route 10.0.2.0/24 next-hop 1.2.3.4 label 5 path-information 1.2.3.4\\\n"
" as-path [ 1 2 ] ( 3 4 ) community [ no-export 1:2 ] aigp 5;\n"
"attributes next-hop 1.2.3.4 med 5 nlri 10.3.0.0/24 10.4.0.0/25;\n"
"sr-policy distinguisher 0 color 100 endpoint 10.1.1.1 next-hop \\\n"
"192.0.2.1 preference 100; }\n"
"flow { route f { rd 1:2; next-hop 5.6.7.8;\n"
"match { source 10.0.0.0/24; port [ =80 >90&<100 ]; }\n"
"scope { interface-set [ transitive:input:1:2 ]; }\n"
"then { redirect-to-nexthop; rate-limit 9600; community 1:1; mark 10;\n"
"action sample-terminal; redirect 70000:1; } }\n"
"route destination 2001:db8::/32 next-header udp discard; }\n"
"l2vpn { vpls s { endpoint 5; base 10; offset 1; size 8; rd 1:2;\n"
"next-hop 1.2.3.4; } }\n"
"announce { ipv4 { unicast 224.0.0.0/8 next-hop 1.2.3.4;\n"
"multicast 10.0.0.0/8 next-hop 1.2.3.4; }\n"
"ipv6 { unicast 2001::/48 next-hop self; } } }\n"
"neighbor 10.0.1.0/24 { inherit [ t1, t2 ]; passive; local-as auto;\n"
"router-id 1.2.3.4; peer-as auto; md5-base64 true;\n"
"md5-password \"/wD/AA==\"; md5-ip 1.1.1.1; }\n"
"neighbor 2001::1 { router-id 9.9.9.9; local-as 1; peer-as 2;\n"
"tcp-ao { keyid 3; algorithm hmac-sha-256; password \"a b\"; } }\n";

ATF_TC_WITHOUT_HEAD(minimal);
ATF_TC_BODY(minimal, tc)
{
	const struct peer_conf *p;
	struct wbuf w;
	struct conf *c;

	(void)tc;
	c = good(HEAD "\tstatic {\n\t\troute 100.10.0.0/24 next-hop self;\n"
	    "\t}\n}\n");
	ATF_REQUIRE_EQ(1, c->nneighbors);
	p = &c->neighbors[0].peer;
	ATF_CHECK_EQ(32, p->peer.plen);
	ATF_CHECK_EQ(0x0a000002, addr_to_v4(&p->peer.addr));
	ATF_CHECK_EQ(0x0a000001, p->open.router_id);
	ATF_CHECK_EQ(65000, p->open.local_as);
	ATF_CHECK_EQ(65001, p->open.peer_as);
	ATF_CHECK_EQ(180, p->open.hold_time);
	ATF_CHECK_EQ(FAM_DEFAULT, p->open.families);
	ATF_CHECK_EQ(TTL_UNSET, p->ttl_out);
	ATF_CHECK(p->group_updates && p->adj_rib_in && p->adj_rib_out);
	ATF_CHECK(p->open.asn4 && p->open.extended_message);
	ATF_CHECK(!p->open.route_refresh && !p->passive && !p->key_number);
	ATF_CHECK_EQ(1, c->neighbors[0].nlists);
	ATF_REQUIRE_EQ(1, c->lists[0]->n);
	ATF_CHECK_EQ(4, c->lists[0]->routes[0].nlri_len);
	ATF_CHECK_EQ(0, memcmp(c->lists[0]->bytes.p, "\x18\x64\x0a\x00", 4));
	wb_init(&w, 1000);
	conf_neighbor_name(p, &w);
	wb_u8(&w, 0);
	ATF_CHECK_STREQ("neighbor 10.0.0.2 local-ip 10.0.0.1 local-as 65000 "
	    "peer-as 65001 router-id 10.0.0.1 family-allowed in-open",
	    (const char *)w.p);
	wb_free(&w);
	conf_free(c);
}

/* The process of the page that new users copy from. */
ATF_TC_WITHOUT_HEAD(guide_layout);
ATF_TC_BODY(guide_layout, tc)
{
	struct conf *c;

	(void)tc;
	c = good(HEAD "\tapi {\n\t\tprocesses [ p ];\n\t}\n}\nprocess p {\n"
	    "\trun /etc/exabgp/api/receive.py;\n\tencoder json;  # JSON\n"
	    "\treceive {\n\t\tparsed;    # parsed\n\t\tupdates;\n\t}\n}\n");
	ATF_REQUIRE_EQ(1, c->nprocs);
	ATF_REQUIRE_EQ(1, c->nsubs);
	ATF_CHECK_EQ(LAYOUT_GUIDE, c->procs[0].layout);
	ATF_CHECK_EQ(ENC_JSON, c->procs[0].encoder);
	ATF_CHECK_EQ(SUB_UPDATE, c->subs[0].rx_kind);
	ATF_CHECK_EQ(SUB_PARSED, c->subs[0].rx_form);
	ATF_CHECK_EQ(0, c->subs[0].other);
	ATF_CHECK_EQ(1, c->subs[0].command);
	conf_free(c);
	c = good("process p { run a; layout exabgp; receive { update; } }");
	ATF_CHECK_EQ(LAYOUT_EXABGP, c->procs[0].layout);
	ATF_CHECK_EQ(ENC_TEXT, c->procs[0].encoder);
	ATF_CHECK_EQ(1, c->procs[0].respawn);
	conf_free(c);
}

ATF_TC_WITHOUT_HEAD(subscriptions);
ATF_TC_BODY(subscriptions, tc)
{
	struct conf *c;

	(void)tc;
	c = good(PROC "process q { run /bin/cat; }" HEAD "api a { processes "
	    "[ p, q ]; neighbor-changes; fsm false; receive { parsed; "
	    "updates; open disable; } }\napi b { processes-match [ \"^q\" ]; "
	    "send { packets; keepalive; } }\n}");
	ATF_REQUIRE_EQ(2, c->nsubs);
	ATF_CHECK_EQ(SUB_CHANGES, c->subs[0].other);
	ATF_CHECK_EQ(SUB_UPDATE, c->subs[0].rx_kind);
	ATF_CHECK_EQ(0, c->subs[0].tx_kind);
	ATF_CHECK_EQ(SUB_KEEPALIVE, c->subs[1].tx_kind);
	ATF_CHECK_EQ(SUB_PACKETS, c->subs[1].tx_form);
	ATF_CHECK_EQ(SUB_PARSED, c->subs[1].rx_form);
	conf_free(c);
	bad(HEAD "api { processes [ z ]; } }", "an api called 'z' is used by "
	    "neighbor '10.0.0.2' but not defined");
	bad(PROC HEAD "api { processes-match [ \"^z\" ]; } }",
	    "Any process match regex '^z' for neighbor '10.0.0.2'.");
	warns(PROC HEAD "api { processes-match [ \"^z\" \"^p\" ]; } }",
	    "no process matches '^z'");
	bad(PROC HEAD "api { processes-match [ \"(\" ]; } }",
	    "is not a valid regex");
	bad(PROC HEAD "api { processes [ p ]; processes-match [ \"p\" ]; } }",
	    "mutually exclusive");
	bad(PROC HEAD "api { processes p; } }", "does not start with [");
}

ATF_TC_WITHOUT_HEAD(templates);
ATF_TC_BODY(templates, tc)
{
	static const char a[] = "template { neighbor a { hold-time 30; "
	    "family { ipv4 unicast; } static { route 1.0.0.0/8 next-hop "
	    "1.1.1.1; } } }\n", b[] = "template { neighbor b { hold-time "
	    "40; family { ipv6 unicast; } static { route 2.0.0.0/8 next-hop "
	    "1.1.1.1; } } }\n";
	char text[2000];
	struct conf *c;

	(void)tc;
	snprintf(text, sizeof(text), "%s%s%s%s", a, b, HEAD "inherit [ a b ];"
	    "hold-time 90; static { route 3.0.0.0/8 next-hop 1.1.1.1; } }\n",
	    "neighbor 10.0.0.3 { inherit a; local-address 10.0.0.1; "
	    "local-as 1; peer-as 2; }");
	c = good(text);
	ATF_REQUIRE_EQ(2, c->nneighbors);
	/* the template wins, the last one most */
	ATF_CHECK_EQ(40, c->neighbors[0].peer.open.hold_time);
	ATF_CHECK_EQ(30, c->neighbors[1].peer.open.hold_time);
	ATF_CHECK_EQ(FAM_BIT(FAM_IPV4_UNICAST) | FAM_BIT(FAM_IPV6_UNICAST),
	    c->neighbors[0].peer.open.families);
	/* and no template gets what another one has */
	ATF_CHECK_EQ(FAM_BIT(FAM_IPV4_UNICAST),
	    c->neighbors[1].peer.open.families);
	ATF_CHECK_EQ(3, c->neighbors[0].nlists);
	ATF_CHECK_EQ(1, c->neighbors[1].nlists);
	ATF_CHECK_EQ(c->neighbors[0].lists[1], c->neighbors[1].lists[0]);
	conf_free(c);
	bad(HEAD "inherit nobody;\n}", "no template \"nobody\"");
	bad(HEAD "inherit;\n}", "t.conf:5:");
	bad("template { neighbor a { } }\ntemplate { neighbor a { } }",
	    "t.conf:2:21: the name \"a\" already exists");
}

ATF_TC_WITHOUT_HEAD(capabilities);
ATF_TC_BODY(capabilities, tc)
{
	const struct open_params *o;
	struct conf *c;

	(void)tc;
	c = good(HEAD "family { ipv4 unicast; ipv6 unicast; ipv4 flow; }\n"
	    "capability { graceful-restart; add-path send/receive; "
	    "route-refresh; asn4 disable; }\nadd-path { ipv6 unicast limit 7;"
	    " ipv4 flow; }\nnexthop { ipv4 unicast ipv6; }\n"
	    "adj-rib-out false;\n}");
	o = &c->neighbors[0].peer.open;
	ATF_CHECK_EQ(180, o->gr_time);
	ATF_CHECK(o->graceful_restart && o->addpath && o->nexthop);
	ATF_CHECK_EQ(FAM_BIT(FAM_IPV6_UNICAST), o->addpath_rx);
	ATF_CHECK_EQ(FAM_BIT(FAM_IPV6_UNICAST), o->addpath_tx);
	ATF_CHECK_EQ(7, o->paths_limit[FAM_IPV6_UNICAST]);
	ATF_CHECK_EQ(FAM_BIT(FAM_IPV4_UNICAST), o->extnh);
	ATF_CHECK(!o->asn4);
	/* route-refresh needs what was sent */
	ATF_CHECK_EQ(1, c->neighbors[0].peer.adj_rib_out);
	conf_free(c);
	bad(HEAD "capability { graceful-restart 5000; } }", "4095");
	c = good(HEAD "max-prefix { ipv4 unicast 10; ipv6 unicast 20 "
	    "warning 50 idle 30; } }");
	ATF_CHECK_EQ(10, c->neighbors[0].peer.max_prefix[FAM_IPV4_UNICAST].
	    limit);
	ATF_CHECK_EQ(75, c->neighbors[0].peer.max_prefix[FAM_IPV4_UNICAST].
	    warning);
	ATF_CHECK_EQ(30, c->neighbors[0].peer.max_prefix[FAM_IPV6_UNICAST].
	    idle);
	conf_free(c);
	fixed_point(HEAD "max-prefix { ipv4 unicast 10; ipv6 unicast 20 "
	    "warning 50 idle 30; } }");
	warns(HEAD "adj-rib-in false; max-prefix { ipv4 unicast 10; } }",
	    "max-prefix needs it");
	bad(HEAD "max-prefix { ipv4 unicast; } }", "max-prefix");
	bad(HEAD "max-prefix {\nipv4 unicast 0; } }",
	    "6:14: max-prefix must be at least 1");
	bad(HEAD "max-prefix { ipv4 unicast 1; ipv4 unicast 2; } }",
	    "duplicate afi/safi pair");
	bad(HEAD "max-prefix { ipv4 unicast 1 warning 101; } }", "warning");
	bad(HEAD "max-prefix { ipv4 unicast 1 warnin 80; } }",
	    "expecting \"warning\"");
	bad(HEAD "capability { add-path receive/send; } }",
	    "the option is send/receive");
	bad(HEAD "family { ipv6 multicast; } }",
	    "invalid afi/safi pair ipv6/multicast");
	bad(HEAD "family { all; ipv4 unicast; } }", "once family all is set");
	c = good(HEAD "static { sr-policy distinguisher 0 color 1 endpoint "
	    "1.1.1.1 next-hop 1.1.1.1; } }");
	ATF_CHECK_EQ(FAM_DEFAULT | FAM_BIT(FAM_IPV4_SRPOLICY) |
	    FAM_BIT(FAM_IPV6_SRPOLICY), c->neighbors[0].peer.open.families);
	conf_free(c);
	fixed_point(HEAD "static { sr-policy distinguisher 0 color 1 "
	    "endpoint 1.1.1.1 next-hop 1.1.1.1; } }");
	/* families that are named win over "all" of another section */
	warns(HEAD "family { all; } family { ipv4 unicast; } }",
	    "\"all\" of another section is ignored");
	warns("template { neighbor t { family { all; } } }\n" HEAD
	    "family { ipv6 flow; } inherit t; }", "\"all\" is ignored");
	c = good("template { neighbor t { family { all; } } }\n" HEAD
	    "family { ipv6 flow; } inherit t; }");
	ATF_CHECK_EQ(FAM_BIT(FAM_IPV6_FLOW), c->neighbors[0].peer.open.
	    families);
	conf_free(c);
	warns(HEAD "nexthop { ipv6 unicast ipv4; } }",
	    "ipv6/unicast with next hops of ipv4 has no effect");
	c = good(HEAD "nexthop { ipv4 unicast IPv6; ipv6 multicast ipv4; } }");
	ATF_CHECK_EQ(FAM_BIT(FAM_IPV4_UNICAST), c->neighbors[0].peer.open.
	    extnh);
	conf_free(c);
	bad(HEAD "nexthop { ipv4 unicast ipv4; } }",
	    "invalid nexthop afi ipv4");
}

/* What is said for nothing is told, unless it is said in a template. */
ATF_TC_WITHOUT_HEAD(idle_lines);
ATF_TC_BODY(idle_lines, tc)
{
	struct conf *c;

	(void)tc;
	warns(HEAD "family { ipv4 unicast; } max-prefix { ipv6 unicast 9; } }",
	    "max-prefix of ipv6/unicast has no effect: the family is not");
	warns(HEAD "family { ipv4 unicast; } nexthop { ipv4 mpls-vpn ipv6; } "
	    "}", "nexthop of ipv4/mpls-vpn has no effect: the family is not");
	warns(HEAD "nexthop { ipv4 unicast ipv6; } capability { nexthop no; "
	    "} }", "nexthop of ipv4/unicast has no effect: capability");
	warns(HEAD "add-path { ipv4 unicast; } }",
	    "add-path of ipv4/unicast has no effect: capability");
	warns(HEAD "capability { add-path send; } add-path { ipv4 flow; } }",
	    "add-path of ipv4/flow has no effect: it has no paths");
	warns(HEAD "capability { add-path send; } add-path { ipv4 unicast "
	    "limit 4; } }", "the limit of paths of ipv4/unicast has no");
	warns(HEAD "md5-ip 2001:db8::1; }", "not of the same family");
	warns(HEAD "static { route 10.0.0.0/24 next-hop self withdraw; } }",
	    "withdraw has no effect without watchdog");
	warns(HEAD "flow { route source 10.0.0.0/8 flow-label 5 discard; } }",
	    "flow-label is for IPv6 only");
	warns(HEAD "api { receive { parsed; update; } } }", "5:1: warning: "
	    "this section has no effect: it names no process");
	warns(PROC HEAD "api { processes [ p ]; receive { update; } } }",
	    "hears of no message received: none of parsed, packets");
	warns(PROC HEAD "api { processes [ p ]; send { parsed; } } }",
	    "hears of no message sent: no kind is named");
	c = good(PROC HEAD "api a { processes [ p ]; receive { update; } } "
	    "api b { processes [ p ]; receive { parsed; } } }");
	ATF_CHECK_EQ(0, d.warn.len);
	conf_free(c);
	c = good(HEAD "flow { route source 2001:db8::/32 flow-label 5 "
	    "discard; } static { route 10.0.0.0/24 next-hop self withdraw "
	    "watchdog dog; } }");
	ATF_CHECK_EQ(0, d.warn.len);
	conf_free(c);
	c = good("template { neighbor t { max-prefix { ipv6 unicast 9; } "
	    "add-path { ipv6 unicast; } } }\n" HEAD
	    "family { ipv4 unicast; } inherit t; }");
	ATF_CHECK_EQ(0, d.warn.len);
	conf_free(c);
}

/* Each with ExaBGP's words, and the place. */
ATF_TC_WITHOUT_HEAD(messages);
ATF_TC_BODY(messages, tc)
{
	static const struct {
		const char	*text;
		const char	*message;
	} cases[] = {
		{ "", "no data" },
		{ "# x\n", "no data" },
		{ "}\n", "no data" },
		{ "group a { }", "invalid in root: this is the language of "
		    "ExaBGP 3, which bgpctl-x convert" },
		{ "neighbour a { }", "invalid in root, did you mean "
		    "\"neighbor\"?" },
		{ HEAD "process a { run b; } }", "bgpctl-x convert" },
		{ HEAD "add-path send; }", "bgpctl-x convert" },
		{ HEAD "hold-tme 3; }", "t.conf:5:1: invalid keyword "
		    "\"hold-tme\", did you mean \"hold-time\"?" },
		{ HEAD "famly { } }", "did you mean \"family\"?" },
		{ HEAD "hold-time 2; }", "zero or at least 3" },
		{ HEAD "hold-time x; }", "t.conf:5:11: \"x\" is an invalid "
		    "hold-time" },
		{ HEAD "passive perhaps; }", "invalid value (perhaps) for a "
		    "boolean" },
		{ HEAD "outgoing-ttl 256; }", "ttl must be smaller" },
		{ HEAD "host-name -a; }", "bad host-name (alphanumeric)" },
		{ HEAD "md5-password; }", "requires the value password" },
		{ HEAD "md5-password x; md5-base64 true; }",
		    "Invalid MD5 password: not valid base64" },
		{ HEAD "operational { asm afi ipv4; } }",
		    "announce operational" },
		{ HEAD "tcp-ao { keyid 1; } }", "missing algorithm" },
		{ HEAD "static { route 10.0.0.1/24 next-hop self; } }",
		    "invalid network 10.0.0.1 for netmask 24" },
		{ HEAD "static { route 10.0.0.0/24; } }",
		    "invalid route (missing next-hop" },
		{ HEAD "static { route 10.0.0.0/24 next-hop self med 5 5; }"
		    " }", "unknown command \"5\"" },
		{ HEAD "family { ipv4 unicast; }\nannounce { ipv6 {\n"
		    "unicast 2001::/48 next-hop self; } } }",
		    "t.conf:7:1: Trying to announce a route of type "
		    "ipv6,unicast" },
		{ HEAD "announce { ipv4 { unicast 2001::/48 next-hop self; "
		    "} } }", "not of the family ipv4" },
		{ "neighbor 10.0.0.2 { local-as 1; }", "missing peer-as" },
		{ "neighbor 10.0.0.2 { local-as 1; peer-as 1; }",
		    "missing router-id" },
		{ "neighbor ::1 { local-address ::2; local-as 1; peer-as 1; "
		    "}", "missing router-id" },
		{ "neighbor foo { }", "\"foo\" is an invalid IP address" },
		{ "neighbor 10.0.0.0/24 { local-address 10.0.0.1; local-as "
		    "1; peer-as 1; }", "can only use ip ranges" },
		{ HEAD "local-address ::1; }", "must be of the same family" },
		{ HEAD "}" HEAD "}", "duplicate peer definition 10.0.0.2" },
		{ "process p { encoder json; }", "unset process sections" },
		{ PROC PROC, "called \"p\" already exists" },
		{ "process p { run a; encoder xml; }", "\"xml\" is an invalid"
		    " option, options are: json, text, cbor" },
		{ HEAD "hold-time 30\n}", "invalid syntax line 5" },
		{ HEAD "description \"x;\n}", "invalid syntax line 5" },
		{ HEAD "static { route 2001::/48 rd 1:1 label 3 next-hop ::1 "
		    "bgp-prefix-sid-srv6 ( l3-service ::2 0x12345 ); } }",
		    "t.conf:5:91: endpoint behavior is larger than 65535" },
		{ HEAD "}\n\xff", "t.conf:6:1: byte 0xff" }
	};
	size_t i;

	(void)tc;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		bad(cases[i].text, cases[i].message);
	/* all of them in one run, with the line and a caret */
	bad(HEAD "\thold-tme 3;\n\tpeer-a 3;\n\tstatic { rout x; }\n}",
	    "t.conf:7:11: invalid keyword \"rout\"");
	ATF_CHECK_EQ(3, d.nerr);
	contains(&d.out, "    \thold-tme 3;\n    \t^\n");
	contains(&d.out, "syntax error in section neighbor/static\n");
	/* what was given, if not well, is not missing */
	bad("template { neighbor t { local-as x; } }\nneighbor 10.0.0.2 { "
	    "local-address 10.0.0.1; peer-as 1; inherit t; }",
	    "\"x\" is an invalid local-as");
	ATF_CHECK_EQ(1, d.nerr);
	/* no hint at the word itself */
	bad(HEAD "nexthop { all ipv6; } }", "invalid keyword \"all\"\n");
	bad(HEAD "l2vpn { vpls s { endpoint x; } } }",
	    "syntax error in section neighbor/l2vpn/vpls\n");
}

ATF_TC_WITHOUT_HEAD(replaced);
ATF_TC_BODY(replaced, tc)
{
	struct conf *c;

	(void)tc;
	c = good("neighbor ${peer} { local-address 10.0.0.1; local-as 1; "
	    "peer-as ${as}; description \"${as}\"; }\nneighbor 10.0.0.8 { "
	    "local-address 10.0.0.1; local-as $as; peer-as 1; "
	    "description $none; }");
	ATF_REQUIRE_EQ(2, c->nneighbors);
	ATF_CHECK_EQ(65009, c->neighbors[0].peer.open.peer_as);
	ATF_CHECK_STREQ("${as}", c->neighbors[0].peer.description);
	ATF_CHECK_EQ(65009, c->neighbors[1].peer.open.local_as);
	ATF_CHECK_STREQ("$none", c->neighbors[1].peer.description);
	conf_free(c);
	bad(HEAD "hold-time ${none};\n}", "t.conf:5:11: no option -D gives "
	    "${none} a value");
	bad("neighbor ${none} { local-address 10.0.0.1; local-as 1; "
	    "peer-as 1; }", "t.conf:1:10: no option -D gives");
	/* one error of a place */
	bad("AS 65001\nrouter-id 10.0.0.1\n", "invalid keyword \"AS\"");
	ATF_CHECK_EQ(2, d.nerr);
}

/* What ExaBGP takes without a word, and we with one. */
ATF_TC_WITHOUT_HEAD(forgiven);
ATF_TC_BODY(forgiven, tc)
{
	struct conf *c;

	(void)tc;
	warns(HEAD "adj-rib-in; }", "means false");
	warns(HEAD "hold-time 30 40; }", "\"40\" is ignored");
	warns(HEAD "hold-time 30 }", "not ended by \";\"");
	warns(HEAD "static { route 10.0.0.0/8 next-hop self; ",
	    "section still open: neighbor/static");
	warns(HEAD "} }\n# end\n", "with no section open");
	bad(HEAD "} }\n}\n", "with no section open");
	bad(HEAD "} }\nneighbor x {", "with no section open");
	warns("neighbor 10.0.0.5/24 { passive; local-address 10.0.0.1; "
	    "local-as 1; peer-as 1; }", "the bits behind /24");
	c = good(HEAD "listen 1; }\nneighbor 10.0.0.2 { listen 2; "
	    "local-address 10.0.0.1; local-as 65000; peer-as 65001; }");
	ATF_CHECK_EQ(2, c->nneighbors);
	contains(&d.warn, "in its port only");
	conf_free(c);
	/* the end of a line and a backslash, both as escapes */
	c = good(HEAD "hold-time\\u000a\\u000d30; description a\\u005cb; }");
	ATF_CHECK_EQ(30, c->neighbors[0].peer.open.hold_time);
	ATF_CHECK_STREQ("a\\b", c->neighbors[0].peer.description);
	conf_free(c);
	/* an IPv6 /32 beside an IPv4 peer, which ExaBGP trips over */
	c = good(HEAD "static { route 2001:db8::/32 next-hop ::1; } }");
	conf_free(c);
}

ATF_TC_WITHOUT_HEAD(routes);
ATF_TC_BODY(routes, tc)
{
	static char octets[(NLRI_LEN_MAX - 3 + 1) * 2 + 1];
	static char text[sizeof(octets) + 512];
	const struct conf_route *r;
	struct conf *c;

	(void)tc;
	c = good(HEAD "static {\nroute 10.0.0.0/24 next-hop 1.2.3.4;\n"
	    "route 10.0.1.0/24 next-hop 1.2.3.4 watchdog w withdraw;\n"
	    "route 10.0.2.0/24 next-hop 1.2.3.4 withdraw;\n"
	    "route 10.1.0.0/24 next-hop 1.2.3.4 med 1 split /26;\n"
	    "attributes next-hop 1.2.3.4 nlri 10.2.0.0/24 10.3.0.0/24;\n} }");
	ATF_REQUIRE_EQ(9, c->lists[0]->n);
	ATF_CHECK_EQ(2, c->nattrs);
	r = c->lists[0]->routes;
	ATF_CHECK_EQ(0, r[0].watchdog);
	ATF_CHECK_EQ(1, r[1].watchdog);
	ATF_CHECK_EQ(CR_WITHDRAWN, r[1].flags);
	ATF_CHECK_EQ(0, r[2].flags);
	ATF_CHECK_STREQ("w", c->watchdogs[0]);
	ATF_CHECK_EQ(0, memcmp(c->lists[0]->bytes.p + r[4].nlri_off,
	    "\x1a\x0a\x01\x00\x40", 5));
	conf_free(c);
	/* as by command */
	memset(octets, '0', sizeof(octets) - 1);
	(void)snprintf(text, sizeof(text), HEAD "family { afi 25 safi 75; } "
	    "announce { raw afi 25 safi 75 nlri 0x%s next-hop self; } }",
	    octets + 2);
	conf_free(good(text));
	(void)snprintf(text, sizeof(text), HEAD "family { afi 25 safi 75; } "
	    "announce { raw afi 25 safi 75 nlri 0x%s next-hop self; } }",
	    octets);
	bad(text, "the NLRI is longer than 4200 bytes");
	bad(HEAD "static { route 10.0.0.0/8 next-hop self split /33; } }",
	    "split");
}

/* As many names as there may be, each for two routes, and one more. */
ATF_TC(watchdogs);
ATF_TC_HEAD(watchdogs, tc)
{
	/* A search through all of them for each takes eight seconds. */
	atf_tc_set_md_var(tc, "timeout", "4");
}
ATF_TC_BODY(watchdogs, tc)
{
	struct conf *c;
	struct wbuf w;
	unsigned i, n;

	for (n = UINT16_MAX; n <= UINT16_MAX + 1; n++) {
		wb_init(&w, SIZE_MAX);
		wb_str(&w, HEAD "static {");
		for (i = 0; i < 2 * n; i++)
			wb_printf(&w, "route 10.%u.%u.0/24 next-hop self "
			    "watchdog dog%u;", i / 256 % 256, i % 256, i % n);
		wb_str(&w, "} }");
		wb_u8(&w, 0);
		if (n > UINT16_MAX) {
			bad((const char *)w.p, "more than 65535 watchdogs");
		} else {
			c = good((const char *)w.p);
			ATF_CHECK_EQ(n, c->nwatchdogs);
			ATF_CHECK_STREQ("dog65534", c->watchdogs[n - 1]);
			conf_free(c);
		}
		wb_free(&w);
	}
}

ATF_TC_WITHOUT_HEAD(canonical);
ATF_TC_BODY(canonical, tc)
{
	struct conf *c;
	char *text;

	(void)tc;
	/* nothing else says that these flows are of IPv6 */
	c = good(HEAD "announce { ipv6 { flow protocol tcp discard;\n"
	    "flow-vpn rd 1:2 port 5 discard; } } }");
	text = printed(c);
	conf_free(c);
	c = good(text);
	free(text);
	ATF_REQUIRE_EQ(1, c->nlists);
	ATF_CHECK_EQ(FAM_BIT(FAM_IPV6_FLOW) | FAM_BIT(FAM_IPV6_FLOWVPN),
	    c->lists[0]->fams);
	conf_free(c);
	fixed_point(everything);
	fixed_point(HEAD "}");
	fixed_point(HEAD "capability { add-path send; } family { ipv4 flow; }"
	    "\n}");
}

/* Wherever the text ends, it is read to its end and all is freed. */
ATF_TC_WITHOUT_HEAD(truncated);
ATF_TC_BODY(truncated, tc)
{
	struct conf_opts opts;
	struct conf *c;
	char *text;
	size_t n;

	(void)tc;
	memset(&opts, 0, sizeof(opts));
	for (n = 0; n < sizeof(everything); n++) {
		text = malloc(n + 1);
		ATF_REQUIRE(text != NULL);
		memcpy(text, everything, n);
		diag_free(&d);
		diag_init(&d, "t.conf", NULL, 0);
		c = conf_parse(text, n, &opts, &d);
		ATF_CHECK(c != NULL || d.nerr > 0);
		conf_free(c);
		free(text);
	}
}

ATF_TC_WITHOUT_HEAD(settings);
ATF_TC_BODY(settings, tc)
{
	static const char file[] = "# comment\n[exabgp.tcp]\nport = 1790\n"
	    "bind = '127.0.0.1 ::1'\n[exabgp.log]\nlevel = debug\n"
	    "all = on\n[other]\nx = y\n[exabgp.api]\nfoo = bar\n";
	char a[] = "exabgp.tcp.port=180", b[] = "exabgp_tcp_port=181",
	    once[] = "exabgp_tcp_once=true", odd[] = "exabgp.api.ack=maybe",
	    v2[] = "exabgp_api_show-routes-format=v2", typo[] =
	    "exabgp_tcp_prt=1";
	char *vars[] = { b, a, once, odd, v2, typo, NULL };
	struct env e;

	(void)tc;
	diag_free(&d);
	diag_init(&d, "exabgp.env", NULL, 0);
	env_defaults(&e);
	ATF_CHECK_EQ(179, e.tcp_port);
	ATF_CHECK_EQ(0137, e.umask);
	ATF_CHECK_EQ(0, env_file(&e, file, sizeof(file) - 1, &d));
	ATF_CHECK_EQ(1790, e.tcp_port);
	ATF_CHECK(e.tcp_port_set && e.log_all);
	ATF_CHECK_STREQ("127.0.0.1 ::1", e.tcp_bind);
	ATF_CHECK_STREQ("DEBUG", e.log_level);
	contains(&d.warn, "exabgp.env:11:1: warning: unknown setting api.foo");
	ATF_CHECK_EQ(0, env_environ(&e, vars, &d));
	contains(&d.warn, "variable exabgp_tcp_prt is no setting, did you "
	    "mean exabgp.tcp.port?");
	ATF_CHECK(memmem(d.warn.p, d.warn.len, "once", 4) == NULL);
	ATF_CHECK_EQ(180, e.tcp_port);
	ATF_CHECK_EQ(1, e.tcp_attempts);
	ATF_CHECK(!e.api_ack);
	ATF_CHECK_STREQ("v2", e.api_show_routes_format);
	ATF_CHECK_EQ(0, env_option(&e, "daemon.user=root", &d));
	ATF_CHECK(e.user_set);
	ATF_CHECK_EQ(-1, env_option(&e, "log.level=verbose", &d));
	contains(&d.out, "invalid value for log.level : verbose");
	ATF_CHECK_EQ(-1, env_option(&e, "tcp.prt=1", &d));
	contains(&d.out, "did you mean tcp.port?");
	ATF_CHECK_EQ(-1, env_option(&e, "tcp.port=x", &d));
}

/* What is left out is told, of warnings as of errors. */
ATF_TC_WITHOUT_HEAD(too_many);
ATF_TC_BODY(too_many, tc)
{
	struct wbuf w;
	int i;

	(void)tc;
	wb_init(&w, 1 << 16);
	wb_str(&w, HEAD "static {");
	for (i = 0; i <= DIAG_WARN_MAX; i++)
		wb_printf(&w, "\nroute 10.0.%d.0/24 next-hop 1.2.3.4 withdraw;",
		    i);
	wb_put(&w, "\n} }", 5);
	warns((char *)w.p, "too many warnings");
	wb_free(&w);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, minimal);
	ATF_TP_ADD_TC(tp, guide_layout);
	ATF_TP_ADD_TC(tp, subscriptions);
	ATF_TP_ADD_TC(tp, templates);
	ATF_TP_ADD_TC(tp, capabilities);
	ATF_TP_ADD_TC(tp, idle_lines);
	ATF_TP_ADD_TC(tp, messages);
	ATF_TP_ADD_TC(tp, replaced);
	ATF_TP_ADD_TC(tp, forgiven);
	ATF_TP_ADD_TC(tp, routes);
	ATF_TP_ADD_TC(tp, watchdogs);
	ATF_TP_ADD_TC(tp, canonical);
	ATF_TP_ADD_TC(tp, truncated);
	ATF_TP_ADD_TC(tp, settings);
	ATF_TP_ADD_TC(tp, too_many);
	return atf_no_error();
}
