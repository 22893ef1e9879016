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

#ifndef RIB_MODEL_H
#define RIB_MODEL_H

/*
 * What the models of the store share: one store, and groups of PEERS peers
 * that walk its journal.  Sets of peers are words, a bit each.
 */
#include <atf-c.h>

#include "../../bgpd-x/rib.h"

#define BIT(p)	(1ULL << (p))

struct group {
	struct cursor	c;
	uint64_t	members;
	bool		used;
};

static struct rib rib;
static struct group groups[PEERS];
static uint32_t rnd = 1;

static inline uint32_t
roll(uint32_t n)
{
	rnd = rnd * 1664525 + 1013904223;
	return (rnd >> 8) % n;
}

static inline struct pset *
set(uint64_t w)
{
	return pset_get(&rib, &w, 1);
}

/* The next entry is sent to these. */
static inline struct rib_entry *
tell_next(struct cursor *c, const struct pset *members)
{
	struct rib_entry *e = cursor_next(&rib, c, members);

	cursor_told(&rib, c);
	return e;
}

static inline struct group *
group_of(uint32_t p)
{
	int i;

	for (i = 0; i < PEERS; i++)
		if (groups[i].used && (groups[i].members & BIT(p)))
			return &groups[i];
	return NULL;
}

static inline struct group *
group_new(uint32_t p)
{
	int i;

	for (i = 0; groups[i].used; i++)
		;
	groups[i].used = true;
	groups[i].members = BIT(p);
	return &groups[i];
}

static inline void
leave(uint32_t p)
{
	struct group *g = group_of(p);

	if ((g->members &= ~BIT(p)) != 0)
		return;
	cursor_stop(&rib, &g->c);
	g->used = false;
}

/* One of several goes on alone. */
static inline void
split(uint32_t p)
{
	struct group *g = group_of(p), *n;

	if (g == NULL || g->members == BIT(p))
		return;
	g->members &= ~BIT(p);
	n = group_new(p);
	cursor_split(&rib, &n->c, &g->c);
}

/* Two groups that have both reached the tail become one. */
static inline void
join(struct group *a, struct group *b)
{
	if (a == b || !a->used || !b->used || !cursor_at_tail(&rib, &a->c) ||
	    !cursor_at_tail(&rib, &b->c))
		return;
	a->members |= b->members;
	cursor_stop(&rib, &b->c);
	b->used = false;
}

/* Each post tells of what is behind it, and none is left over. */
static inline void
check_posts(void)
{
	const struct rib_entry *e;
	struct jpost *post = NULL;
	struct jnode *n, *last = NULL;

	TAILQ_FOREACH(n, &rib.journal, j) {
		if (jnode_post(n) != NULL) {
			ATF_REQUIRE_MSG(last == NULL ||
			    jnode_post(last) == NULL, "two posts in a row");
			post = jnode_post(n);
		} else if ((n->seq & JOURNAL_MARK) == 0) {
			e = (const struct rib_entry *)(const void *)n;
			ATF_REQUIRE(post != NULL);
			ATF_REQUIRE((e->peers->fold & ~post->fold) == 0);
		}
		last = n;
	}
}

#endif
