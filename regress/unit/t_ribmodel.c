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
 * The store, journal and cursors against a naive map per peer: whatever is
 * announced, withdrawn, split, joined or cut off in between, each peer
 * ends with what was last said of each route, and no withdrawal stays.
 */
#include <sys/types.h>

#include <atf-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/family.h"

#define RUNS	3000
#define STEPS	400
#define PEERS	6
#define KEYS	8
#define SETS	4

#include "rib_model.h"

static uint64_t up;
static int want[PEERS][KEYS];		/* attribute set, 0 none */
static int view[PEERS][KEYS];		/* what the peer was told */

static struct rib_key
key(uint32_t n)
{
	static uint8_t nlri[KEYS][4];

	nlri[n][0] = 24;
	nlri[n][1] = (uint8_t)n;
	return (struct rib_key){ nlri[n], 0, 4, 0, 0, 0 };
}

static void
told(const struct rib_entry *e, uint64_t members)
{
	uint64_t w = e->peers->w[0] & members;
	uint32_t p;

	for (p = 0; p < PEERS; p++)
		if (w >> p & 1)
			view[p][e->nlri[1]] = e->attrs == NULL ? 0 :
			    e->attrs->data[0];
}

/* Let a group walk up to so many entries. */
static void
walk(struct group *g, uint32_t max)
{
	struct pset *m = set(g->members);
	struct rib_entry *e;

	rib_served(&rib);
	while (max-- > 0 && (e = tell_next(&g->c, m)) != NULL)
		told(e, g->members);
	pset_unref(&rib, m);
}

static void
session(uint32_t p)
{
	struct group *g = group_of(p);

	memset(view[p], 0, sizeof(view[p]));
	up ^= 1ULL << p;
	if (g != NULL)
		leave(p);
	else
		cursor_start(&rib, &group_new(p)->c);
}

static void
change(uint32_t k, uint64_t w, uint8_t attr)
{
	struct rib_key rk = key(k);
	struct pset *s = set(w), *u = set(up);
	struct attrs *a;
	uint32_t p;

	if (s == NULL) {
		pset_unref(&rib, u);
		return;
	}
	if (attr != 0) {
		a = attrs_get(&rib, &attr, 1);
		ATF_REQUIRE(rib_announce(&rib, &rk, a, s, 0) != -1);
		attrs_unref(&rib, a);
	} else {
		ATF_REQUIRE(rib_withdraw(&rib, &rk, s, u, roll(2) == 0) !=
		    -1);
	}
	for (p = 0; p < PEERS; p++)
		if (w >> p & 1)
			want[p][k] = attr;
	pset_unref(&rib, s);
	pset_unref(&rib, u);
}

static void
step(void)
{
	uint32_t p = roll(PEERS);
	struct group *g = &groups[p];

	switch (roll(10)) {
	case 0:
		if (roll(4) == 0)
			session(p);
		break;
	case 1:
		split(p);
		break;
	case 2:
		join(g, &groups[roll(PEERS)]);
		break;
	case 3:
	case 4:
		if (g->used)
			walk(g, roll(6));
		break;
	case 5:
		rib_gc(&rib, roll(5), NULL);
		break;
	case 6:
		change(roll(KEYS), roll(1 << PEERS), 0);
		break;
	default:
		change(roll(KEYS), roll(1 << PEERS),
		    (uint8_t)(1 + roll(SETS)));
		break;
	}
}

static void
finish(int run)
{
	uint32_t p;
	int i;

	for (i = 0; i < PEERS; i++)
		if (groups[i].used)
			walk(&groups[i], UINT32_MAX);
	rib_gc(&rib, SIZE_MAX, NULL);
	check_posts();
	ATF_REQUIRE_EQ_MSG(0, rib.ntombs, "run %d: %zu withdrawals stay",
	    run, rib.ntombs);
	for (p = 0; p < PEERS; p++)
		if (up >> p & 1)
			ATF_REQUIRE_MSG(memcmp(view[p], want[p],
			    sizeof(view[p])) == 0, "run %d: peer %u", run, p);
}

ATF_TC_WITHOUT_HEAD(model);
ATF_TC_BODY(model, tc)
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
		up = 0;
		for (i = 0; i < STEPS; i++)
			step();
		finish(run);
		rib_done(&rib);
	}
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, model);
	return atf_no_error();
}
