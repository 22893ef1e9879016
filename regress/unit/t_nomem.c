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
 * Memory that cannot be had, one allocation after the other: what is refused
 * is said to be, nothing else is lost, and it works when there is memory.
 */
#include <sys/types.h>

#include <atf-c.h>
#include <stdlib.h>
#include <string.h>

#include "codec/event.h"
#include "codec/update.h"
#include "lang/conf.h"
#include "../../bgpd-x/group.h"
#include "../lib/refuse.h"

static unsigned int left;	/* the so manieth fails, 0: none */

static bool
refused(void)
{
	return left > 0 && --left == 0;
}

/* Was it refused?  From here on there is memory. */
static bool
was_refused(void)
{
	bool ret = left == 0;

	left = 0;
	return ret;
}

static struct rib rib;
static struct pset *all;

static void
store(void)
{
	const uint64_t w = 1;

	ATF_REQUIRE_EQ(0, rib_init(&rib, 1));
	all = pset_get(&rib, &w, 1);
}

static struct attrs *
attrs_of(uint8_t first)
{
	const uint8_t block[] = { NH_ADDR, 4, 1, 2, 3, first };

	return attrs_get(&rib, block, sizeof(block));
}

static struct wbuf got;

static void
collect(void *arg, const struct pset *to, const void *data, size_t len)
{
	(void)arg;
	(void)to;
	wb_put(&got, data, len);
}

static struct negot
session(void)
{
	struct negot n;

	memset(&n, 0, sizeof(n));
	n.families = FAM_BIT(FAM_IPV4_UNICAST) | FAM_BIT(FAM_IPV4_FLOW);
	n.local_as = n.peer_as = 65000;
	n.asn4 = 1;
	n.msg_max = MSG_MAX;
	addr_from_v4(&n.local, 0x7f000001);
	return n;
}

static void
pack_free(struct pack *p)
{
	wb_free(&p->out);
	wb_free(&p->attrs);
	wb_free(&p->nlri);
}

/* A route whose message finds no memory would be lost, and nobody know. */
ATF_TC_WITHOUT_HEAD(packed);
ATF_TC_BODY(packed, tc)
{
	static const uint8_t net[] = { 24, 10, 0, 0 };
	static struct peer_conf conf;
	const struct negot n = session();
	const struct addr none = { .len = 0 };
	struct rib_key k = { net, 0, 4, FAM_IPV4_UNICAST, 0, 0 };
	struct enc_class cls;
	struct attrs *a;
	struct cursor c;
	struct pack p;
	unsigned int i;
	bool told;

	(void)tc;
	store();
	conf.group_updates = 1;
	class_init(&cls, &n, &none, &conf);
	wb_init(&got, 1 << 16);
	ATF_REQUIRE(wb_room(&got, 4096) != NULL);
	cursor_start(&rib, &c);
	for (i = 1; i < 8; i++) {
		left = i;
		if (pack_init(&p, &rib, collect, NULL) == -1) {
			ATF_CHECK(was_refused());
			pack_free(&p);
			continue;
		}
		left = 0;
		a = attrs_of((uint8_t)i);
		ATF_REQUIRE_EQ(1, rib_announce(&rib, &k, a, all, 0));
		attrs_unref(&rib, a);
		wb_reset(&got);
		left = i;
		told = pack_run(&p, &c, &cls, all, 10) > 0;
		ATF_CHECK_EQ(!told, was_refused());
		if (!told)	/* it is not passed: there is another turn */
			ATF_CHECK_EQ(1, pack_run(&p, &c, &cls, all, 10));
		ATF_CHECK(got.len > MSG_HDR);
		pack_free(&p);
	}
	wb_free(&got);
}

/* What is told of a long route, when there may be no memory for it. */
static int
put_long(struct rib_key *k, struct attrs *a)
{
	return a == NULL ? rib_withdraw(&rib, k, all, all, true) :
	    rib_announce(&rib, k, a, all, 0);
}

ATF_TC_WITHOUT_HEAD(long_route);
ATF_TC_BODY(long_route, tc)
{
	static uint8_t nlri[1000];
	struct rib_key k = { nlri, 0, sizeof(nlri), FAM_IPV4_FLOW, 0, 0 };
	struct attrs *a, *b, *next;
	struct cursor c;
	struct rib_entry *e;
	unsigned int i, refusals = 0;

	(void)tc;
	store();
	a = attrs_of(1);
	b = attrs_of(2);
	cursor_start(&rib, &c);
	ATF_REQUIRE_EQ(1, put_long(&k, a));
	ATF_REQUIRE(cursor_next(&rib, &c, all) != NULL);
	cursor_told(&rib, &c);
	rib_served(&rib);
	for (i = 1; i < 4; i++)
		for (next = b; ; next = NULL) {
			left = i;
			if (put_long(&k, next) != -1) {
				left = 0;
				ATF_REQUIRE_EQ(1, put_long(&k, a));
				rib_served(&rib);
				while (cursor_next(&rib, &c, all) != NULL)
					;
			} else {
				ATF_CHECK(was_refused());
				refusals++;
			}
			/* what the peer has is what there is */
			e = rib_find(&rib, &k);
			ATF_REQUIRE(e != NULL);
			ATF_CHECK_EQ(a, e->attrs);
			if (next == NULL)
				break;
		}
	ATF_CHECK(refusals >= 2);
}

/* A configuration is refused, and says so, or has all its routes. */
static size_t
routes_of(const char *text, const char **said)
{
	static char first[256];
	struct conf_opts opts = { .dir = "/" };
	struct diag d;
	struct conf *c;
	size_t n = 0, i;

	diag_init(&d, "f.conf", NULL, 0);
	c = conf_parse(text, strlen(text), &opts, &d);
	for (i = 0; c != NULL && i < c->nlists; i++)
		n += c->lists[i]->n;
	ATF_CHECK_EQ(c == NULL, d.nerr > 0);
	*said = c != NULL ? NULL : first;
	strlcpy(first, d.first, sizeof(first));
	conf_free(c);
	diag_free(&d);
	return n;
}

ATF_TC_WITHOUT_HEAD(configuration);
ATF_TC_BODY(configuration, tc)
{
	static const char text[] =
	    "neighbor 10.0.0.2 {\n"
	    "router-id 10.0.0.1; local-address 10.0.0.1;\n"
	    "local-as 65000; peer-as 65001;\n"
	    "static { route 10.1.0.0/24 next-hop self med 5 watchdog w; }\n"
	    "flow { route { match { destination 10.1.0.0/24; port =80; }\n"
	    "then { discard; } } }\n"
	    "l2vpn { vpls v { endpoint 5; base 10; offset 1; size 8; "
	    "rd 1:1; next-hop 1.2.3.4; } }\n"
	    "announce { ipv4 { mcast-vpn shared-join rp 1.2.3.4 group "
	    "239.1.1.1 rd 65000:1 source-as 65000 next-hop 1.2.3.4; } }\n"
	    "}\n";
	const char *said;
	unsigned int i;
	size_t n;

	(void)tc;
	n = routes_of(text, &said);
	ATF_REQUIRE_MSG(said == NULL, "%s", said);
	ATF_REQUIRE_EQ(4, n);
	for (i = 1; ; i++) {
		left = i;
		n = routes_of(text, &said);
		if (!was_refused())
			break;
		if (said != NULL)
			ATF_CHECK_MSG(strstr(said, "memory") != NULL,
			    "%u: %s", i, said);
		else
			ATF_CHECK_EQ_MSG(4, n, "%u: %zu routes", i, n);
	}
	ATF_CHECK(i > 20);
}

/* ORIGIN, AS_PATH, NEXT_HOP and as many communities as grow the buffer. */
static size_t
update_body(uint8_t *p)
{
	static const uint8_t front[] = { 0, 0, 2, 0x12, 0x40, 1, 1, 0,
	    0x40, 2, 0, 0x40, 3, 4, 1, 2, 3, 4, 0xd0, 8, 2, 0 };
	static const uint8_t net[] = { 24, 10, 0, 0 };
	size_t n = sizeof(front), i;

	memcpy(p, front, n);
	for (i = 0; i < 128; i++, n += 4)
		memcpy(p + n, (uint8_t[]){ 0, 1, 0, (uint8_t)i }, 4);
	memcpy(p + n, net, sizeof(net));
	return n + sizeof(net);
}

ATF_TC_WITHOUT_HEAD(update);
ATF_TC_BODY(update, tc)
{
	const struct negot n = session();
	uint8_t body[1024];
	const size_t len = update_body(body);
	struct update u;
	unsigned int i, refusals = 0;
	size_t whole;

	(void)tc;
	update_init(&u);
	update_decode(&n, rb_init(body, len), &u);
	ATF_REQUIRE_EQ_MSG(ERR_NONE, u.err.action, "%s", u.err.text);
	whole = u.attrs.len;
	for (i = 1; ; i++) {
		update_free(&u);
		update_init(&u);
		left = i;
		update_decode(&n, rb_init(body, len), &u);
		if (!was_refused())
			break;
		refusals++;
		ATF_CHECK_EQ(ERR_WITHDRAW, u.err.action);
		update_decode(&n, rb_init(body, len), &u);
		ATF_CHECK_EQ(ERR_NONE, u.err.action);
		ATF_CHECK_EQ(whole, u.attrs.len);
	}
	ATF_CHECK(refusals > 2);
	update_free(&u);
}

/* An event says all of a route or is known to say less. */
ATF_TC_WITHOUT_HEAD(event);
ATF_TC_BODY(event, tc)
{
	static const uint8_t flow[] = { 8, 1, 24, 10, 0, 0, 3, 0x81, 6 };
	static const uint8_t pmsi[] = { NH_NONE, 0, 0xc0, 22, 9, 0, 6, 0, 0,
	    16, 1, 2, 3, 4 };
	const struct nlri_ctx ctx = { NULL, false, 0, false };
	struct wbuf w;
	struct sink s;
	unsigned int i, refusals = 0;
	size_t whole = 0;
	bool first = true;

	(void)tc;
	for (i = 0; ; i++) {
		wb_init(&w, 1 << 16);
		ATF_REQUIRE(wb_room(&w, 4096) != NULL);
		sink_init(&s, &sink_json_ops, &w);
		s.version = 5;
		left = i;
		nlri_emit(FAM_IPV4_FLOW, rb_init(flow, sizeof(flow)), &ctx,
		    &s);
		sink_obj(&s);
		(void)attr_emit(pmsi, sizeof(pmsi), &s);
		sink_end_obj(&s);
		if (first)
			whole = w.len;
		else if (!was_refused())
			break;
		else
			refusals++;
		ATF_CHECK_EQ_MSG(!first, w.err, "%u", i);
		ATF_CHECK(w.err || w.len == whole);
		first = false;
		wb_free(&w);
	}
	ATF_CHECK(refusals > 1);
	wb_free(&w);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, packed);
	ATF_TP_ADD_TC(tp, long_route);
	ATF_TP_ADD_TC(tp, configuration);
	ATF_TP_ADD_TC(tp, update);
	ATF_TP_ADD_TC(tp, event);
	return atf_no_error();
}
