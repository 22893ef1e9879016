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
#include <string.h>

#include "lang/convert.h"

#include "conf_text.h"

/* Convert this to the buffers, and end the new text as a string. */
static void
convert(const char *old, struct wbuf *out, struct wbuf *changes)
{
	wb_init(out, 1U << 20);
	wb_init(changes, 1U << 20);
	diag_free(&d);
	diag_init(&d, "t.conf", NULL, 0);
	ATF_REQUIRE_EQ(0, convert_config(old, strlen(old), out, changes,
	    &d));
	wb_u8(out, 0);
}

/* ExaBGP 3 becomes what is read today; what is of today stays so. */
ATF_TC_WITHOUT_HEAD(everything);
ATF_TC_BODY(everything, tc)
{
	static const char old[] = "# all\n"
	    "group g { # ours\n\tlocal-as 65000; md5 'a b'; # key \\\\\n"
	    "\tgraceful-restart 120;\n\tprocess p { run /bin/cat; receive {"
	    " parsed; updates; neighbor-changes; } }\n"
	    "\tfamily { inet unicast; minimal; }\n\tneighbor 10.0.0.2 {\n"
	    "\t\tpeer-as 65001; local-address 10.0.0.1;\n"
	    "\t\tprocess p { run /bin/dog; parse-routes; }\n"
	    "\t\tttl-security;\n"
	    "\t\troute 10.0.0.0/24 next-hop 1.2.3.4;\n\t\t#last\n\t}\n}\n"
	    "#end";
	struct wbuf out, changes, again;
	struct conf *c;

	(void)tc;
	wb_init(&again, 1U << 20);
	convert(old, &out, &changes);
	contains(&changes, "line 3: md5 is md5-password\n");
	contains(&changes, "line 9: another process of that name exists");
	contains(&out, "processes [ p-2 ];");
	contains(&out, "\toutgoing-ttl 255;\n");
	contains(&out, "# all\nneighbor 10.0.0.2 {\n\t# ours\n\tlocal-as");
	contains(&out, "\n\t# key\n\tmd5-password \"a b\";\n");
	contains(&out, "\t#last\n}\n\n#end\nprocess p {");
	c = good((const char *)out.p);
	ATF_REQUIRE_EQ(1, c->nneighbors);
	ATF_REQUIRE_EQ(2, c->nsubs);
	ATF_CHECK_EQ(SUB_CHANGES, c->subs[0].other);
	ATF_CHECK_EQ(SUB_UPDATE, c->subs[0].rx_kind);
	ATF_CHECK_EQ(120, c->neighbors[0].peer.open.gr_time);
	ATF_CHECK_EQ(FAM_BIT(FAM_IPV4_UNICAST),
	    c->neighbors[0].peer.open.families);
	ATF_CHECK_STREQ("a b", c->neighbors[0].key.key);
	ATF_CHECK_EQ(1, c->lists[0]->n);
	conf_free(c);
	changes.len = 0;
	ATF_CHECK_EQ(0, convert_config((const char *)out.p, out.len - 1,
	    &again, &changes, &d));
	ATF_CHECK_EQ(0, changes.len);
	ATF_CHECK_EQ(out.len - 1, again.len);
	ATF_CHECK_EQ(0, memcmp(out.p, again.p, again.len));
	wb_free(&out);
	wb_free(&changes);
	wb_free(&again);
}

/* What a process without a name says is of the program of the group. */
ATF_TC_WITHOUT_HEAD(nameless);
ATF_TC_BODY(nameless, tc)
{
	static const char old[] = "group g { process p { run /bin/cat; "
	    "encoder json; }\n\tlocal-as 1; neighbor 10.0.0.2 { peer-as 1; "
	    "local-address 10.0.0.1;\n\t\tprocess { neighbor-changes; "
	    "receive-routes; } } }\n";
	struct wbuf out, changes;
	struct conf *c;
	unsigned int other = 0, kinds = 0;
	size_t i;

	(void)tc;
	convert(old, &out, &changes);
	c = good((const char *)out.p);
	ATF_CHECK_EQ(1, c->nprocs);
	for (i = 0; i < c->nsubs; i++) {
		ATF_CHECK_EQ(0, c->subs[i].proc);
		other |= c->subs[i].other;
		kinds |= c->subs[i].rx_kind;
	}
	ATF_CHECK_EQ(SUB_CHANGES, other);
	ATF_CHECK_EQ(SUB_UPDATE | SUB_REFRESH, kinds);
	conf_free(c);
	wb_free(&out);
	wb_free(&changes);
}

/* ExaBGP 3 took values that are written otherwise today. */
ATF_TC_WITHOUT_HEAD(values);
ATF_TC_BODY(values, tc)
{
	static const char old[] = "neighbor 10.0.0.2 { local-as 1; peer-as 1;"
	    " local-address 10.0.0.1; add-path send-receive; manual-eor;\n"
	    "\tprocess p { run \"/bin/sh -c 'sleep  9' x\"; }\n"
	    "\tstatic { route 10.9.7.7/21 next-hop 10.0.0.1 withdrawn; }\n"
	    "\tflow { route f { match { port =80 >442&<445;\n"
	    "\tfragment not-a-fragment; } then { discard; } } } }\n";
	static const char *const today[] = {
	    "\trun /bin/sh -c \"sleep  9\" x;\n",
	    "\t}\n\tmanual-eor true;\n\tapi {",
	    "\troute 10.9.0.0/21 next-hop 10.0.0.1 withdraw;\n",
	    "\tport [ =80 >442&<445 ];\n",
	    "\tfragment =not-a-fragment;\n" };
	struct wbuf out, changes;
	size_t i;

	(void)tc;
	convert(old, &out, &changes);
	for (i = 0; i < sizeof(today) / sizeof(today[0]); i++)
		contains(&out, today[i]);
	conf_free(good((const char *)out.p));
	wb_free(&out);
	wb_free(&changes);
}

/*
 * A neighbor had what stood before it in its group, without the families if
 * it named its own, and its routes went out before those of the group.
 */
ATF_TC_WITHOUT_HEAD(inherited);
ATF_TC_BODY(inherited, tc)
{
	static const char old[] = "group g { local-as 1; peer-as 1;\n"
	    "\tlocal-address 10.0.0.1; family { inet unicast; }\n"
	    "\tstatic { route 10.1.0.0/24 next-hop 10.0.0.1; }\n"
	    "\tneighbor 10.0.0.2 { static {"
	    " route 10.2.0.0/24 next-hop 10.0.0.1; } }\n"
	    "\thold-time 60; static { route 10.3.0.0/24 next-hop 10.0.0.1; }\n"
	    "\tneighbor 10.0.0.3 { family { inet6 unicast; } }\n"
	    "\tprocess p { run /bin/cat; }\n"
	    "\tstatic { route 10.4.0.0/24 next-hop 10.0.0.1; } }\n";
	struct wbuf out, changes;
	const char *own, *shared;
	struct conf *c;

	(void)tc;
	convert(old, &out, &changes);
	own = strstr((const char *)out.p, "10.2.0.0/24");
	shared = strstr((const char *)out.p, "10.1.0.0/24");
	ATF_CHECK(own != NULL && shared != NULL && own < shared);
	ATF_CHECK_EQ(NULL, strstr((const char *)out.p, "10.4.0.0/24"));
	contains(&changes, "line 8: no neighbor follows, so it had no effect");
	c = good((const char *)out.p);
	ATF_REQUIRE_EQ(2, c->nneighbors);
	ATF_CHECK_EQ(2, c->lists[0]->n);
	ATF_CHECK_EQ(180, c->neighbors[0].peer.open.hold_time);
	ATF_CHECK_EQ(60, c->neighbors[1].peer.open.hold_time);
	ATF_CHECK_EQ(FAM_BIT(FAM_IPV6_UNICAST),
	    c->neighbors[1].peer.open.families);
	ATF_CHECK_EQ(2, c->nsubs);
	conf_free(c);
	wb_free(&out);
	wb_free(&changes);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, everything);
	ATF_TP_ADD_TC(tp, nameless);
	ATF_TP_ADD_TC(tp, values);
	ATF_TP_ADD_TC(tp, inherited);
	return atf_no_error();
}
