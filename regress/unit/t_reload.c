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
 * The store under configurations that follow each other, against a plain
 * model: programs, watchdogs, sessions, refreshes, neighbors of a range,
 * neighbors without an adj-rib-out, and dry runs come in between.
 */
#include <sys/types.h>

#include <atf-c.h>
#include <stdlib.h>
#include <string.h>

#include "base/family.h"

#define RUNS	4000
#define STEPS	150
#define PEERS	10
#define KEYS	8
#define LABELED	4	/* keys from here on have labels */
#define SETS	3
#define LISTS	5
#define ROUTES	8
#define OWNERS	3

#include "rib_model.h"

#define ALL	(BIT(PEERS) - 1)
#define RANGE	0		/* a range, */
#define MEMBERS	(BIT(1) | BIT(2))	/* and those made from it */
#define UNKEPT	(BIT(8) | BIT(9))

/* What a peer should have of a route. */
struct want {
	int	value;		/* attributes and label, 0: none */
	bool	conf;		/* the configuration has it */
	bool	maybe;		/* or it has been forgotten */
	uint8_t	owner;
};

static struct cursor refresh;
static uint32_t refreshed;		/* peer, PEERS: nobody */
static uint64_t up, there, fresh;
static struct want want[PEERS][KEYS];
static int view[PEERS][KEYS];
static struct attrs *attrs[SETS];

/* The configuration, and whether a list's watchdog is up. */
static struct {
	uint64_t	peers;
	struct {
		uint32_t	key;
		int		value;
	}		r[ROUTES];
	uint32_t	n;
	bool		held;
} conf[LISTS], loaded[LISTS];

static int
some_value(void)
{
	return (int)(4 * (1 + roll(SETS)) + 1 + roll(2));
}

static struct rib_key
key(uint32_t n, int value)
{
	static uint8_t nlri[7];
	const bool labeled = n >= LABELED;

	memset(nlri, 0, sizeof(nlri));
	nlri[0] = labeled ? 48 : 24;
	if (labeled) {
		nlri[2] = (uint8_t)(value & 3);
		nlri[3] = 1;
	}
	nlri[labeled ? 4 : 1] = (uint8_t)n;
	return (struct rib_key){ nlri, 0, labeled ? 7 : 4,
	    labeled ? FAM_IPV4_LABELED : FAM_IPV4_UNICAST, 0, 0 };
}

/* Without a label there is nothing of it in a value. */
static int
value_of(uint32_t n, int value)
{
	return n >= LABELED ? value : value & ~3;
}

static struct attrs *
attrs_of(int value)
{
	return attrs[value / 4 - 1];
}

static void
told(const struct rib_entry *e, uint64_t members)
{
	const uint64_t w = e->peers->w[0] & members;
	const bool labeled = e->fam == FAM_IPV4_LABELED;
	uint32_t p;

	for (p = 0; p < PEERS; p++)
		if (w & BIT(p))
			view[p][e->nlri[labeled ? 4 : 1]] =
			    e->attrs == NULL ? 0 : 4 * e->attrs->data[0] +
			    (labeled ? e->nlri[2] : 0);
}

static void
walk(struct cursor *c, uint64_t members, uint32_t max)
{
	struct pset *m = set(members);
	struct rib_entry *e;
	bool some = false;

	for (; max-- > 0 && (e = tell_next(c, m)) != NULL; some = true)
		told(e, members);
	if (some)
		pset_add(&rib, &rib.heard, m);
	pset_unref(&rib, m);
}

/* A turn of the engine: not all get to the end of the journal. */
static void
turn(uint32_t max)
{
	struct pset *listeners = set(up);
	int i;

	for (i = 0; i < PEERS; i++)
		if (groups[i].used)
			walk(&groups[i].c, groups[i].members,
			    roll(2) ? UINT32_MAX : max);
	rib_served(&rib);
	pset_add(&rib, &rib.heard, rib.deaf);
	pset_unref(&rib, rib.deaf);
	rib.deaf = NULL;
	rib_gc(&rib, roll(2) ? 3 : SIZE_MAX, listeners);
	pset_unref(&rib, listeners);
}

static void
refresh_end(void)
{
	if (refreshed < PEERS)
		cursor_stop(&rib, &refresh);
	refreshed = PEERS;
}

static void
session_down(uint32_t p)
{
	struct pset *s = set(BIT(p));
	uint32_t k;

	if (refreshed == p)
		refresh_end();
	leave(p);
	up &= ~BIT(p);
	pset_del(&rib, &rib.heard, s);
	pset_del(&rib, &rib.deaf, s);
	pset_unref(&rib, s);
	memset(view[p], 0, sizeof(view[p]));
	for (k = 0; (UNKEPT & BIT(p)) && k < KEYS; k++)
		want[p][k].maybe |= !want[p][k].conf;
}

static void
session(uint32_t p)
{
	if (up & BIT(p)) {
		session_down(p);
	} else if ((there & BIT(p)) && p != RANGE) {
		up |= BIT(p);
		cursor_start(&rib, &group_new(p)->c);
		rib_gc_again(&rib);
	}
}

static void
refresh_turn(uint32_t p)
{
	if (refreshed < PEERS) {
		walk(&refresh, BIT(refreshed), 1 + roll(8));
		if (cursor_at_tail(&rib, &refresh))
			refresh_end();
	} else if (up & BIT(p)) {
		refreshed = p;
		cursor_start(&rib, &refresh);
	}
}

static void
remove_peer(uint32_t p)
{
	struct pset *s = set(BIT(p));

	if (up & BIT(p))
		session_down(p);
	rib_forget(&rib, p, s);
	there &= ~BIT(p);
	memset(want[p], 0, sizeof(want[p]));
	pset_unref(&rib, s);
}

/* Someone calls from within the range, or is gone. */
static void
member(uint32_t p)
{
	struct pset *s;

	if (there & BIT(p)) {
		remove_peer(p);
	} else if (there & ~fresh & BIT(RANGE)) {
		there |= BIT(p);
		s = set(BIT(p));
		rib_clone(&rib, RANGE, s);
		memcpy(want[p], want[RANGE], sizeof(want[p]));
		pset_unref(&rib, s);
	}
}

/* A route is taken from some who had it: what is forgotten may stay. */
static void
unwant(uint32_t p, uint32_t k)
{
	struct want *w = &want[p][k];

	if ((UNKEPT & BIT(p)) && !w->conf)
		w->maybe = true;
	else
		memset(w, 0, sizeof(*w));
}

/* A program's word. */
static void
say(uint64_t peers, uint8_t owner)
{
	const uint32_t k = roll(KEYS);
	const int v = roll(4) == 0 ? 0 : value_of(k, some_value());
	struct rib_key rk = key(k, v != 0 ? v : some_value());
	struct pset *s = set(peers), *u = set(up);
	struct want *w;
	uint32_t p;

	rib.owner = owner;
	if (s != NULL && v == 0)
		ATF_REQUIRE(rib_withdraw(&rib, &rk, s, u, true) != -1);
	else if (s != NULL)
		ATF_REQUIRE(rib_announce(&rib, &rk, attrs_of(v), s, 0) != -1);
	rib.owner = 0;
	for (p = 0; p < PEERS; p++) {
		w = &want[p][k];
		if ((peers & BIT(p)) == 0)
			continue;
		if (w->value != v || w->maybe)
			*w = (struct want){ v, false, false, owner };
		else if (v != 0 && !w->conf)
			w->owner = owner;
	}
	pset_unref(&rib, s);
	pset_unref(&rib, u);
}

/* Whom a list is for: those made from the range too. */
static uint64_t
list_peers(int l, uint64_t peers)
{
	(void)l;
	if (peers & BIT(RANGE))
		peers |= MEMBERS;
	return peers & there;
}

/* A watchdog is told: what was loaded of a list comes or goes. */
static void
watchdog(int l)
{
	const uint64_t peers = list_peers(l, loaded[l].peers) & ~UNKEPT;
	struct pset *s = set(peers), *u = set(up);
	struct rib_key rk;
	uint32_t j, k, p;
	int v;

	conf[l].held = loaded[l].held = !loaded[l].held;
	for (j = 0; s != NULL && j < loaded[l].n; j++) {
		k = loaded[l].r[j].key;
		v = loaded[l].held ? 0 : value_of(k, loaded[l].r[j].value);
		rk = key(k, loaded[l].r[j].value);
		if (v == 0)
			(void)rib_withdraw(&rib, &rk, s, u, false);
		else
			(void)rib_announce(&rib, &rk, attrs_of(v), s,
			    RIB_STATIC);
		for (p = 0; p < PEERS; p++) {
			if ((peers & BIT(p)) == 0)
				continue;
			if (want[p][k].value != v)
				want[p][k] = (struct want){ v, true, 0, 0 };
			want[p][k].conf = v != 0;
			want[p][k].owner = 0;
		}
	}
	pset_unref(&rib, s);
	pset_unref(&rib, u);
}

static void
clear(uint64_t peers)
{
	struct pset *s = set(peers), *u = set(up);
	uint32_t p, k;

	rib_clear(&rib, s, u);
	for (p = 0; p < PEERS; p++)
		for (k = 0; (peers & BIT(p)) && k < KEYS; k++)
			unwant(p, k);
	pset_unref(&rib, s);
	pset_unref(&rib, u);
}

static void
disown(uint8_t owner)
{
	struct pset *u = set(up);
	uint32_t p, k;

	rib_disown(&rib, owner, u);
	for (p = 0; p < PEERS; p++)
		for (k = 0; k < KEYS; k++)
			/* whose it was is forgotten with it */
			if (want[p][k].owner == owner || (!want[p][k].conf &&
			    (UNKEPT & BIT(p))))
				unwant(p, k);
	pset_unref(&rib, u);
}

static void
change_conf(void)
{
	uint32_t i, j, l = roll(LISTS);

	if (roll(3) == 0) {
		conf[l].peers = roll(1 << PEERS) & ~MEMBERS;
		if (l < 2)	/* theirs are watchdogs' */
			conf[l].peers &= ~UNKEPT;
	}
	if (roll(2) == 0)
		conf[l].n = roll(ROUTES);
	for (i = roll(3); i > 0; i--)
		conf[l].r[roll(ROUTES)].value = 0;
	for (j = 0; j < ROUTES; j++)
		if (conf[l].r[j].value == 0) {
			conf[l].r[j].key = roll(KEYS);
			conf[l].r[j].value = some_value();
		}
}

/* How a route would count, 3: that is not to be told. */
static int
foretold(int l, uint32_t j, uint64_t peers)
{
	const uint32_t k = conf[l].r[j].key;
	const int v = value_of(k, conf[l].r[j].value);
	bool all = true, none = true;
	uint32_t p;

	if (peers & UNKEPT)
		return 3;
	for (p = 0; p < PEERS; p++)
		if (peers & BIT(p)) {
			all &= want[p][k].value == v;
			none &= want[p][k].value == 0;
		}
	return all ? 0 : none ? 2 : 1;
}

static void
dry_run(void)
{
	bool lost = false, now[PEERS][KEYS] = { { false } };
	struct pset *s;
	struct rib_key rk;
	uint64_t peers;
	uint32_t j, k, p;
	int l, r, ret;
	size_t n;

	for (l = 0; l < LISTS; l++) {
		peers = list_peers(l, conf[l].peers);
		if ((s = set(peers)) == NULL || conf[l].held)
			continue;
		for (j = 0; j < conf[l].n; j++) {
			k = conf[l].r[j].key;
			for (p = 0; p < PEERS; p++)
				now[p][k] |= (peers & BIT(p)) != 0;
			rk = key(k, conf[l].r[j].value);
			r = foretold(l, j, peers);
			ret = rib_compare(&rib, &rk,
			    attrs_of(conf[l].r[j].value), s);
			ATF_REQUIRE_MSG(r == 3 || r == ret, "%d, not %d",
			    ret, r);
		}
		pset_unref(&rib, s);
	}
	n = rib_unseen(&rib);
	for (p = 0; p < PEERS; p++)
		for (k = 0; k < KEYS; k++)
			lost |= want[p][k].conf && !now[p][k];
	ATF_REQUIRE_MSG(lost == (n > 0), "%zu withdrawn", n);
}

/* The neighbors that come and go with a configuration. */
static void
load_peers(void)
{
	uint32_t p = roll(PEERS), m;

	if (roll(3) == 0 && (there & BIT(p)) && !(MEMBERS & BIT(p))) {
		remove_peer(p);
		for (m = 1; p == RANGE && m < PEERS; m++)
			if (MEMBERS & there & BIT(m))
				remove_peer(m);
	}
	fresh = roll(2) ? ~there & ALL & ~MEMBERS : 0;
	there |= fresh;
}

static void
load_list(int l)
{
	const uint64_t peers = list_peers(l, conf[l].peers);
	struct pset *s = set(peers), *done, *rest;
	struct rib_key rk;
	uint32_t j;
	int v;

	if (s == NULL)
		return;
	rib.floor = (peers & ~fresh) == 0 ? rib.seq : 0;
	fresh &= ~peers;
	for (j = 0; !conf[l].held && j < conf[l].n; j++) {
		v = conf[l].r[j].value;
		rk = key(conf[l].r[j].key, v);
		done = rib_mark(&rib, &rk, attrs_of(v), s);
		rest = pset_minus(&rib, s, done);
		if (rest != NULL)
			(void)rib_announce(&rib, &rk, attrs_of(v), rest,
			    RIB_STATIC | RIB_SEEN);
		pset_unref(&rib, rest);
		pset_unref(&rib, done);
	}
	pset_unref(&rib, s);
}

/* What is wanted after a reload: of two routes in a file the last one. */
static void
want_conf(void)
{
	bool now[PEERS][KEYS] = { { false } };
	uint64_t peers;
	uint32_t j, p, k;
	int l;

	for (l = 0; l < LISTS; l++) {
		peers = list_peers(l, conf[l].peers);
		for (j = 0; !conf[l].held && j < conf[l].n; j++) {
			k = conf[l].r[j].key;
			for (p = 0; p < PEERS; p++)
				if (peers & BIT(p)) {
					now[p][k] = true;
					want[p][k] = (struct want){ value_of(k,
					    conf[l].r[j].value), true, 0, 0 };
				}
		}
	}
	for (p = 0; p < PEERS; p++)
		for (k = 0; k < KEYS; k++)
			if (want[p][k].conf && !now[p][k])
				memset(&want[p][k], 0, sizeof(want[p][k]));
}

static void
load(void)
{
	struct pset *u;
	int l;

	load_peers();
	rib_unshadow(&rib);
	for (l = 0; l < LISTS; l++)
		load_list(l);
	rib.floor = 0;
	fresh = 0;
	u = set(up);
	rib_sweep(&rib, u);
	pset_unref(&rib, u);
	want_conf();
	memcpy(loaded, conf, sizeof(loaded));
}

static void
step(void)
{
	const uint32_t p = roll(PEERS);

	switch (roll(16)) {
	case 0:
		session(p);
		break;
	case 1:
		split(p);
		break;
	case 2:
		join(&groups[p], &groups[roll(PEERS)]);
		break;
	case 3:
		refresh_turn(p);
		break;
	case 4:
		if (MEMBERS & BIT(p))
			member(p);
		break;
	case 5:
		if (roll(8) == 0)
			clear(roll(1 << PEERS) & there);
		break;
	case 6:
		if (roll(4) == 0)
			disown((uint8_t)(1 + roll(OWNERS)));
		break;
	case 7:
		watchdog((int)roll(2));
		break;
	case 8:
		dry_run();
		break;
	case 9:
	case 10:
		change_conf();
		if (roll(2))
			dry_run();
		if (roll(4))
			load();
		break;
	case 11:
	case 12:
		turn(roll(6));
		break;
	default:
		say(roll(1 << PEERS) & there, (uint8_t)(1 + roll(OWNERS)));
		break;
	}
}

static void
finish(int run)
{
	const struct want *w;
	uint32_t p, k;
	int i;

	for (i = 0; i < PEERS; i++)
		if (groups[i].used)
			walk(&groups[i].c, groups[i].members, UINT32_MAX);
	if (refreshed < PEERS)
		walk(&refresh, BIT(refreshed), UINT32_MAX);
	rib_gc(&rib, SIZE_MAX, NULL);
	check_posts();
	ATF_REQUIRE_EQ_MSG(0, rib.ntombs, "run %d: %zu withdrawals stay",
	    run, rib.ntombs);
	for (p = 0; p < PEERS; p++)
		for (k = 0; (up & BIT(p)) && k < KEYS; k++) {
			w = &want[p][k];
			ATF_REQUIRE_MSG(view[p][k] == w->value ||
			    (w->maybe && view[p][k] == 0),
			    "run %d: peer %u, route %u: %d, not %d", run, p,
			    k, view[p][k], w->value);
		}
}

ATF_TC_WITHOUT_HEAD(everything);
ATF_TC_BODY(everything, tc)
{
	int run, i;

	(void)tc;
	for (run = 0; run < RUNS; run++) {
		rnd = (uint32_t)run + 1;
		ATF_REQUIRE_EQ(0, rib_init(&rib, (uint64_t)run));
		rib.post_every = 1 + (size_t)run % 8;
		memset(groups, 0, sizeof(groups));
		memset(want, 0, sizeof(want));
		memset(view, 0, sizeof(view));
		memset(conf, 0, sizeof(conf));
		memset(loaded, 0, sizeof(loaded));
		up = there = fresh = 0;
		refreshed = PEERS;
		for (i = 0; i < SETS; i++)
			attrs[i] = attrs_get(&rib, &(uint8_t){ (uint8_t)
			    (i + 1) }, 1);
		rib.unkept = set(UNKEPT);
		for (i = 0; i < STEPS; i++)
			step();
		finish(run);
		rib_done(&rib);
	}
}

/* One peer's word on a route of a store that finds entries by their peer. */
static void
own_word(uint32_t p, uint32_t n, struct pset *s, uint8_t *has)
{
	const int v = (int)roll(SETS + 1);
	struct rib_key k = key(LABELED + n % 4, (int)roll(4));

	k.path_id = n / 4;
	k.peer = p;
	if (v == 0)
		ATF_REQUIRE_EQ(0, rib_withdraw(&rib, &k, s, NULL, false));
	else
		ATF_REQUIRE(rib_announce(&rib, &k, attrs[v - 1], s, 0) != -1);
	*has = (uint8_t)v;
}

/* What a peer has of a route by the store. */
static int
own_has(uint32_t p, uint32_t n)
{
	struct rib_key k = key(LABELED + n % 4, 0);
	const struct rib_entry *e;
	int v = 0;

	k.path_id = n / 4;
	k.peer = p;
	for (e = rib_find(&rib, &k); e != NULL; e = rib_find_next(e, &k))
		if (pset_test(e->peers, p)) {
			ATF_REQUIRE_EQ_MSG(0, v, "twice");
			v = e->attrs->data[0];
		}
	return v;
}

/* An Adj-RIB-In of many peers: each has only what it said. */
ATF_TC_WITHOUT_HEAD(by_peer);
ATF_TC_BODY(by_peer, tc)
{
	enum { MANY = 150, N = 40, WORDS = 200000 };
	static uint8_t has[MANY][N];
	struct pset *s[MANY];
	uint32_t i, p, n, count = 0;

	(void)tc;
	rnd = 1;
	ATF_REQUIRE_EQ(0, rib_init(&rib, 1));
	rib.by_peer = true;
	for (i = 0; i < SETS; i++)
		attrs[i] = attrs_get(&rib, &(uint8_t){ (uint8_t)(i + 1) }, 1);
	for (p = 0; p < MANY; p++) {
		uint64_t w[3] = { 0 };

		w[p / 64] = 1ULL << p % 64;
		s[p] = pset_get(&rib, w, 3);
	}
	for (i = 0; i < WORDS; i++) {
		p = roll(MANY);
		n = roll(N);
		own_word(p, n, s[p], &has[p][n]);
		if (roll(1000) == 0) {
			rib_forget(&rib, p, s[p]);
			memset(has[p], 0, sizeof(has[p]));
		}
		rib_gc(&rib, 3, NULL);
	}
	for (p = 0; p < MANY; p++)
		for (n = 0; n < N; n++) {
			ATF_REQUIRE_EQ(has[p][n], own_has(p, n));
			count += has[p][n] != 0;
		}
	ATF_CHECK_EQ(count, rib.nentries);
	rib_done(&rib);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, by_peer);
	ATF_TP_ADD_TC(tp, everything);
	return atf_no_error();
}
