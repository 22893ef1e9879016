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

/* The store, a route at a time: what is told to whom, and what is not. */
#include <sys/types.h>

#include <atf-c.h>
#include <string.h>

#include "base/family.h"

#define PEERS	1

#include "rib_model.h"

/* What most need: one peer and its walk, which may begin, two sets. */
static struct cursor *const c = &groups[0].c;
static struct pset *s;
static struct attrs *a, *b;

static void
fresh(void)
{
	ATF_REQUIRE_EQ(0, rib_init(&rib, 1));
	s = set(1);
	a = attrs_get(&rib, "a", 1);
	b = attrs_get(&rib, "b", 1);
}

static struct rib_key
key(uint8_t n)
{
	static uint8_t nlri[8][4];

	nlri[n][0] = 24;
	nlri[n][1] = n;
	return (struct rib_key){ nlri[n], 0, 4, FAM_IPV4_UNICAST, 0, 0 };
}

/* Routes are counted, not withdrawals that some peer has not heard of yet. */
ATF_TC_WITHOUT_HEAD(owned);
ATF_TC_BODY(owned, tc)
{
	struct rib_key k = key(1);

	(void)tc;
	fresh();
	cursor_start(&rib, c);
	rib.owner = 7;
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	ATF_CHECK_EQ(1, rib.owned[7]);
	ATF_CHECK(tell_next(c, s) != NULL);
	ATF_CHECK_EQ(1, rib_withdraw(&rib, &k, s, s, false));
	ATF_CHECK_EQ(1, rib.ntombs);
	ATF_CHECK_EQ(0, rib.owned[7]);
}

/* Said twice, sent once; changed back before it was sent, sent once. */
ATF_TC_WITHOUT_HEAD(nothing_twice);
ATF_TC_BODY(nothing_twice, tc)
{
	struct rib_key k = key(1);

	(void)tc;
	fresh();
	cursor_start(&rib, c);
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	ATF_CHECK_EQ(0, rib_announce(&rib, &k, a, s, 0));
	ATF_CHECK(tell_next(c, s) != NULL);
	ATF_CHECK(tell_next(c, s) == NULL);
	ATF_CHECK_EQ(0, rib_announce(&rib, &k, a, s, 0));
	ATF_CHECK(tell_next(c, s) == NULL);
	ATF_CHECK_EQ(1, rib_withdraw(&rib, &k, s, s, false));
	ATF_CHECK_EQ(1, rib.ntombs);
	ATF_CHECK(tell_next(c, s) != NULL);
	rib_served(&rib);
	/* a second withdrawal is told only when asked for */
	rib.heard = s;
	ATF_CHECK_EQ(1, rib_withdraw(&rib, &k, s, s, true));
	ATF_CHECK(tell_next(c, s) != NULL);
	rib_gc(&rib, 100, NULL);
	ATF_CHECK_EQ(0, rib.nentries);
}

/* The next entry that is sent is an announcement of this label. */
static void
told_label(uint8_t label)
{
	struct rib_entry *e = tell_next(c, s);

	ATF_REQUIRE(e != NULL);
	ATF_CHECK(e->attrs != NULL);
	ATF_CHECK_EQ(label, e->nlri[2]);
	ATF_CHECK(tell_next(c, s) == NULL);
	ATF_CHECK_EQ(1, rib.nentries);
}

/* A label is no part of what a route is: another one replaces it. */
ATF_TC_WITHOUT_HEAD(label_changes);
ATF_TC_BODY(label_changes, tc)
{
	uint8_t one[] = { 48, 0, 1, 1, 10, 3, 0 };
	uint8_t two[] = { 48, 0, 2, 1, 10, 3, 0 };
	uint8_t other[] = { 48, 0, 3, 1, 10, 3, 0 };
	struct rib_key k1 = { one, 0, sizeof(one), FAM_IPV4_LABELED, 0, 0 };
	struct rib_key k2 = { two, 0, sizeof(two), FAM_IPV4_LABELED, 0, 0 };
	struct rib_key k3 = { other, 0, sizeof(other), FAM_IPV4_LABELED, 0, 0 };

	(void)tc;
	fresh();
	cursor_start(&rib, c);
	ATF_CHECK_EQ(1, rib_announce(&rib, &k1, a, s, 0));
	told_label(1);
	ATF_CHECK_EQ(1, rib_announce(&rib, &k2, a, s, 0));
	told_label(2);
	ATF_CHECK_EQ(1, rib_announce(&rib, &k1, a, s, 0));
	told_label(1);
	ATF_CHECK_EQ(0, rib_announce(&rib, &k1, a, s, 0));
	ATF_CHECK_EQ(1, rib_withdraw(&rib, &k3, s, s, false));
	ATF_CHECK(tell_next(c, s) != NULL);
	rib_gc(&rib, 100, NULL);
	ATF_CHECK_EQ(0, rib.nentries);
}

/* Loading a configuration again that has another label is a change. */
ATF_TC_WITHOUT_HEAD(label_compared);
ATF_TC_BODY(label_compared, tc)
{
	uint8_t one[] = { 48, 0, 1, 1, 10, 3, 0 };
	uint8_t two[] = { 48, 0, 2, 1, 10, 3, 0 };
	struct rib_key k1 = { one, 0, sizeof(one), FAM_IPV4_LABELED, 0, 0 };
	struct rib_key k2 = { two, 0, sizeof(two), FAM_IPV4_LABELED, 0, 0 };

	(void)tc;
	fresh();
	ATF_CHECK_EQ(1, rib_announce(&rib, &k1, a, s, RIB_STATIC));
	ATF_CHECK_EQ(0, rib_compare(&rib, &k1, a, s));
	ATF_CHECK_EQ(0, rib_unseen(&rib));
	ATF_CHECK_EQ(1, rib_compare(&rib, &k2, a, s));
	ATF_CHECK_EQ(0, rib_unseen(&rib));
}

/* How many have this route, by their number as bits. */
static uint64_t
who_has(const struct rib_key *k)
{
	struct rib_entry *e;
	uint64_t w = 0;

	for (e = rib_find(&rib, k); e != NULL; e = rib_find_next(e, k))
		if (e->attrs == a)
			w |= e->peers->w[0];
	return w;
}

/* What the file has for one of them does not make it the others' too. */
ATF_TC_WITHOUT_HEAD(static_for_one);
ATF_TC_BODY(static_for_one, tc)
{
	struct rib_key k = key(1);
	struct pset *one, *other;

	(void)tc;
	fresh();
	s = set(3);
	one = set(1);
	other = set(2);
	rib.owner = 7;
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	rib.owner = 0;
	/* by a watchdog, and when the file is loaded again */
	ATF_CHECK_EQ(0, rib_announce(&rib, &k, a, one, RIB_STATIC));
	pset_unref(&rib, rib_mark(&rib, &k, a, one));
	rib_sweep(&rib, s);
	ATF_CHECK_EQ(3, who_has(&k));
	rib_sweep(&rib, s);
	ATF_CHECK_EQ(2, who_has(&k));
	/* of what is in the file for both, one may lose it */
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, RIB_STATIC));
	ATF_CHECK_EQ(0, rib_compare(&rib, &k, a, one));
	ATF_CHECK_EQ(0, rib_compare(&rib, &k, a, other));
	ATF_CHECK_EQ(0, rib_unseen(&rib));
	ATF_CHECK_EQ(0, rib_compare(&rib, &k, a, one));
	ATF_CHECK_EQ(1, rib_unseen(&rib));
	ATF_CHECK_EQ(3, who_has(&k));
}

/* What a peer has not been served with yet, and would not hear of. */
ATF_TC_WITHOUT_HEAD(untold);
ATF_TC_BODY(untold, tc)
{
	const struct rib_entry *e;
	struct rib_key k = key(1);
	struct pset *other;

	(void)tc;
	fresh();
	cursor_start(&rib, c);
	other = set(2);
	ATF_CHECK(!rib_untold(&rib, &k, a, s));
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	ATF_CHECK(!rib_untold(&rib, &k, a, s));
	ATF_CHECK(!rib_untold(&rib, &k, b, other));
	ATF_CHECK(rib_untold(&rib, &k, b, s));
	ATF_CHECK(tell_next(c, s) != NULL);
	rib_served(&rib);
	ATF_CHECK(!rib_untold(&rib, &k, b, s));
	ATF_CHECK_EQ(1, rib_withdraw(&rib, &k, s, s, true));
	ATF_CHECK(!rib_untold(&rib, &k, b, s));
	/* said once, and before the route that follows */
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	rib.heard = s;
	ATF_CHECK_EQ(0, rib_withdraw(&rib, &k, s, s, true));
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, b, s, 0));
	ATF_REQUIRE((e = tell_next(c, s)) != NULL);
	ATF_CHECK(e->attrs == NULL);
	ATF_REQUIRE((e = tell_next(c, s)) != NULL);
	ATF_CHECK(e->attrs == b);
	ATF_CHECK(tell_next(c, s) == NULL);
}

/* Announced and withdrawn before it was sent: whether the latter is told. */
ATF_TC_WITHOUT_HEAD(unsent);
ATF_TC_BODY(unsent, tc)
{
	const struct rib_entry *e;
	struct rib_key k = key(1);

	(void)tc;
	fresh();
	cursor_start(&rib, c);
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	ATF_CHECK_EQ(0, rib_withdraw(&rib, &k, s, s, true));
	ATF_CHECK(tell_next(c, s) == NULL);
	rib.heard = s;
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	ATF_CHECK_EQ(0, rib_withdraw(&rib, &k, s, s, false));
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	ATF_CHECK_EQ(1, rib_withdraw(&rib, &k, s, s, true));
	ATF_CHECK((e = tell_next(c, s)) != NULL &&
	    e->attrs == NULL);
	ATF_CHECK(tell_next(c, s) == NULL);
}

/* An operator who lists the table is not a peer who hears of it. */
ATF_TC_WITHOUT_HEAD(listed);
ATF_TC_BODY(listed, tc)
{
	struct rib_key k = key(1);
	struct cursor list;

	(void)tc;
	fresh();
	cursor_start(&rib, c);
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	cursor_start_list(&rib, &list);
	ATF_CHECK(cursor_next(&rib, &list, s) != NULL);
	ATF_CHECK(cursor_next(&rib, &list, s) == NULL);
	cursor_stop(&rib, &list);
	ATF_CHECK_EQ(0, rib_withdraw(&rib, &k, s, s, false));
	ATF_CHECK_EQ(0, rib.nentries);
}

/* Two programs have said a route: a walk that stops between its parts. */
ATF_TC_WITHOUT_HEAD(between);
ATF_TC_BODY(between, tc)
{
	struct rib_key k = key(1);
	int unkept;

	(void)tc;
	for (unkept = 0; unkept < 2; unkept++) {
		fresh();
		s = set(3);
			rib.unkept = unkept ? set(3) : NULL;
		cursor_start(&rib, c);
		ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
		rib.owner = 1;
		ATF_CHECK_EQ(0, rib_announce(&rib, &k, a, set(1), 0));
		ATF_CHECK(tell_next(c, s) != NULL);
		ATF_CHECK(!cursor_at_tail(&rib, c));
		rib_served(&rib);
		rib_gc(&rib, 100, s);
		ATF_CHECK(tell_next(c, s) != NULL);
		ATF_CHECK(cursor_at_tail(&rib, c));
		cursor_stop(&rib, c);
		rib_done(&rib);
	}
}

/* Told by a refresh that overtook the peer's own walk and is over. */
ATF_TC_WITHOUT_HEAD(overtaken);
ATF_TC_BODY(overtaken, tc)
{
	const struct rib_entry *e;
	struct rib_key k = key(1);
	struct cursor refresh;

	(void)tc;
	fresh();
	cursor_start(&rib, c);
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	cursor_start(&rib, &refresh);
	ATF_CHECK(tell_next(&refresh, s) != NULL);
	cursor_stop(&rib, &refresh);
	ATF_CHECK_EQ(1, rib_withdraw(&rib, &k, s, s, false));
	ATF_CHECK((e = tell_next(c, s)) != NULL &&
	    e->attrs == NULL);
	/* who comes when all are gone has heard of nothing */
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	ATF_CHECK(tell_next(c, s) != NULL);
	cursor_stop(&rib, c);
	cursor_start(&rib, c);
	ATF_CHECK_EQ(0, rib_withdraw(&rib, &k, s, s, false));
	ATF_CHECK(tell_next(c, s) == NULL);
}

/* A peer without an adj_rib_out: what it was told is forgotten. */
ATF_TC_WITHOUT_HEAD(unkept);
ATF_TC_BODY(unkept, tc)
{
	struct rib_key k = key(1);
	struct pset *other;

	(void)tc;
	fresh();
	other = set(2);
	rib.unkept = set(3);
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, other, 0));
	rib_gc(&rib, 100, NULL);		/* nobody has heard of it */
	ATF_CHECK_EQ(2, rib.nentries);
	cursor_start(&rib, c);
	rib_gc_again(&rib);
	ATF_CHECK_EQ(0, rib_announce(&rib, &k, a, s, 0));
	ATF_CHECK(tell_next(c, s) != NULL);
	ATF_CHECK(tell_next(c, s) == NULL);
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	ATF_CHECK(tell_next(c, s) != NULL);
	rib_gc(&rib, 100, s);
	ATF_CHECK_EQ(1, rib.nentries);		/* the other peer's */
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, RIB_STATIC));
	ATF_CHECK(tell_next(c, s) != NULL);
	rib_gc_again(&rib);
	rib_gc(&rib, 100, s);
	ATF_CHECK_EQ(2, rib.nentries);
	ATF_CHECK_EQ(1, rib.nephemeral);
}

/* One for the file that replaces what is forgotten and is taken out again. */
ATF_TC_WITHOUT_HEAD(unkept_static);
ATF_TC_BODY(unkept_static, tc)
{
	const struct rib_entry *e;
	struct rib_key k = key(1);

	(void)tc;
	fresh();
	rib.unkept = set(1);
	cursor_start(&rib, c);
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, a, s, 0));
	ATF_CHECK(tell_next(c, s) != NULL);
	rib_gc(&rib, 100, s);
	ATF_CHECK_EQ(0, rib.nentries);
	ATF_CHECK_EQ(1, rib_announce(&rib, &k, b, s, RIB_STATIC));
	rib_sweep(&rib, s);
	ATF_REQUIRE((e = tell_next(c, s)) != NULL);
	ATF_CHECK(e->attrs == NULL);
}

/* What is listed next, by its second byte; -1 at the end. */
static int
listed(struct cursor *list)
{
	const struct rib_entry *e;

	while ((e = tell_next(list, s)) != NULL)
		if (e->attrs != NULL && cursor_lists(list, e))
			return e->nlri[1];
	return -1;
}

/*
 * A list of a table that changes: what has changed is there once, what has
 * been taken back or is new is not.
 */
ATF_TC_WITHOUT_HEAD(lists);
ATF_TC_BODY(lists, tc)
{
	struct rib_key k[6];
	struct cursor list[4];
	uint8_t i;

	(void)tc;
	fresh();
	for (i = 0; i < 6; i++)
		k[i] = key(i);
	for (i = 0; i < 5; i++)
		ATF_CHECK_EQ(1, rib_announce(&rib, &k[i], a, s, 0));
	cursor_start_list(&rib, &list[0]);
	ATF_CHECK_EQ(0, listed(&list[0]));
	ATF_CHECK_EQ(1, listed(&list[0]));
	cursor_start_list(&rib, &list[1]);
	ATF_CHECK_EQ(0, listed(&list[1]));
	/* behind both, behind one, ahead of both, and that twice */
	ATF_CHECK_EQ(1, rib_announce(&rib, &k[0], b, s, 0));
	ATF_CHECK_EQ(1, rib_announce(&rib, &k[1], b, s, 0));
	ATF_CHECK_EQ(1, rib_announce(&rib, &k[2], b, s, 0));
	ATF_CHECK_EQ(1, rib_announce(&rib, &k[2], a, s, 0));
	ATF_CHECK_EQ(1, rib_announce(&rib, &k[5], a, s, 0));
	ATF_CHECK_EQ(0, rib_withdraw(&rib, &k[3], s, s, false));
	ATF_CHECK_EQ(4, listed(&list[0]));
	ATF_CHECK_EQ(2, listed(&list[0]));
	ATF_CHECK_EQ(1, rib_announce(&rib, &k[2], b, s, 0));
	ATF_CHECK_EQ(-1, listed(&list[0]));
	ATF_CHECK_EQ(4, listed(&list[1]));
	ATF_CHECK_EQ(1, listed(&list[1]));
	ATF_CHECK_EQ(2, listed(&list[1]));
	ATF_CHECK_EQ(-1, listed(&list[1]));
	cursor_stop(&rib, &list[0]);
	cursor_stop(&rib, &list[1]);
	/* a place is free again; one more than there are has all of it */
	for (i = 0; i < 4; i++)
		cursor_start_list(&rib, &list[i]);
	for (i = 0; i < 4; i++)
		ATF_CHECK_EQ(4, listed(&list[i]));
	ATF_CHECK_EQ(1, rib_announce(&rib, &k[4], b, s, 0));
	for (i = 0; i < 4; i++) {
		while (listed(&list[i]) != 2)
			;
		ATF_CHECK_EQ(i < 3 ? -1 : 4, listed(&list[i]));
	}
}

/* Every peer of a range of numbers, in words enough for the last one. */
static struct pset *
many(uint32_t first, uint32_t last)
{
	uint64_t w[8] = { 0 };
	uint32_t i;

	for (i = first; i <= last; i++)
		w[i / 64] |= 1ULL << i % 64;
	return pset_get(&rib, w, 8);
}

/*
 * What is taken back is the route that was there, though its memory is in
 * use for other things by then: a set of four words takes as much, a rule
 * of FlowSpec more than the slabs have.
 */
ATF_TC_WITHOUT_HEAD(sweep_names);
ATF_TC_BODY(sweep_names, tc)
{
	uint8_t rule[600] = { 0xf2, 0x56 };
	struct rib_key k[2] = { key(3),
	    { rule, 0, sizeof(rule), FAM_IPV4_FLOW, 0, 0 } };
	struct pset *ups;
	const struct rib_entry *e;
	int i;

	(void)tc;
	for (i = 2; i < 600; i++)
		rule[i] = (uint8_t)i;
	for (i = 0; i < 2; i++) {
		fresh();
		pset_unref(&rib, s);
		s = many(192, 194);
		ups = many(193, 196);
		cursor_start(&rib, c);
		ATF_CHECK_EQ(1, rib_announce(&rib, &k[i], a, s, RIB_STATIC));
		ATF_CHECK(tell_next(c, s) != NULL);
		rib_sweep(&rib, ups);
		e = tell_next(c, s);
		ATF_REQUIRE(e != NULL);
		ATF_CHECK(e->attrs == NULL);
		ATF_CHECK_EQ(k[i].len, e->len);
		ATF_CHECK_EQ(0, memcmp(k[i].nlri, e->nlri, e->len));
		ATF_CHECK(rib_find(&rib, &k[i]) == e);
		rib_done(&rib);
	}
}

/* Two routes for one prefix in the file go together, and those behind. */
ATF_TC_WITHOUT_HEAD(clear_shadows);
ATF_TC_BODY(clear_shadows, tc)
{
	struct rib_key k[3] = { key(1), key(2), key(3) };
	const uint8_t flags = RIB_STATIC | RIB_SEEN;
	const struct rib_entry *e;
	int i;

	(void)tc;
	fresh();
	ATF_CHECK_EQ(1, rib_announce(&rib, &k[0], a, s, flags));
	ATF_CHECK_EQ(1, rib_announce(&rib, &k[0], b, s, flags));
	ATF_CHECK_EQ(1, rib_announce(&rib, &k[1], a, s, flags));
	ATF_CHECK_EQ(1, rib_announce(&rib, &k[2], a, s, flags));
	cursor_start(&rib, c);
	while (tell_next(c, s) != NULL)
		;
	/* the one that holds is not the one that it replaced */
	ATF_CHECK_EQ(1, rib_compare(&rib, &k[0], a, s));
	ATF_CHECK_EQ(0, rib_compare(&rib, &k[0], b, s));
	(void)rib_unseen(&rib);
	rib_clear(&rib, s, s);
	for (i = 0; i < 3; i++) {
		e = rib_find(&rib, &k[i]);
		ATF_REQUIRE(e != NULL);
		ATF_CHECK(e->attrs == NULL);
		ATF_CHECK(rib_find_next(e, &k[i]) == NULL);
	}
	ATF_CHECK_EQ(0, rib.nshadows);
}

/*
 * Where each entry is of one peer, those of the others are not in its way;
 * nor are they when an unchanged configuration of many is loaded again.
 */
ATF_TC_WITHOUT_HEAD(many_peers);
ATF_TC_BODY(many_peers, tc)
{
	enum { N = 500 };
	struct rib_key k = key(1);
	struct rib_entry *e;
	struct pset *of[N], *done;
	uint32_t i, n;
	int by_peer;

	(void)tc;
	for (by_peer = 0; by_peer < 2; by_peer++) {
		fresh();
		rib.by_peer = by_peer != 0;
		for (k.peer = 0; k.peer < N; k.peer++) {
			of[k.peer] = many(k.peer, k.peer);
			ATF_REQUIRE_EQ(1, rib_announce(&rib, &k, a,
			    of[k.peer], RIB_STATIC));
		}
		for (i = 0; i < N; i++) {
			k.peer = i;
			done = rib_mark(&rib, &k, a, of[i]);
			ATF_CHECK(done == of[i]);
			pset_unref(&rib, done);
			/* the next one is found without a search */
			e = (struct rib_entry *)(void *)rib.expect;
			ATF_CHECK(i + 1 < N ? e != NULL &&
			    e->peers == of[i + 1] : e == NULL);
		}
		k.peer = N / 2;
		for (n = 0, e = rib_find(&rib, &k); e != NULL; n++)
			e = rib_find_next(e, &k);
		ATF_CHECK_MSG(by_peer ? n < 20 : n == N, "%u entries", n);
		rib_done(&rib);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, untold);
	ATF_TP_ADD_TC(tp, unsent);
	ATF_TP_ADD_TC(tp, listed);
	ATF_TP_ADD_TC(tp, unkept);
	ATF_TP_ADD_TC(tp, owned);
	ATF_TP_ADD_TC(tp, nothing_twice);
	ATF_TP_ADD_TC(tp, lists);
	ATF_TP_ADD_TC(tp, unkept_static);
	ATF_TP_ADD_TC(tp, label_changes);
	ATF_TP_ADD_TC(tp, label_compared);
	ATF_TP_ADD_TC(tp, static_for_one);
	ATF_TP_ADD_TC(tp, sweep_names);
	ATF_TP_ADD_TC(tp, clear_shadows);
	ATF_TP_ADD_TC(tp, overtaken);
	ATF_TP_ADD_TC(tp, between);
	ATF_TP_ADD_TC(tp, many_peers);
	return atf_no_error();
}
