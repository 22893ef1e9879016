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
 * The journal: entries in the order in which they were made, and cursors
 * among them.  The initial table, later changes, refreshes and slow peers
 * are the same walk from a cursor to the tail.
 */
#include <sys/types.h>

#include <stddef.h>
#include <string.h>

#include "rib.h"

static bool
is_marker(const struct jnode *n)
{
	return (n->seq & JOURNAL_MARK) != 0;
}

static uint64_t
cursor_seq(const struct cursor *c)
{
	return c->node.seq & ~JOURNAL_MARK;
}

/* Entries that were split have one number: is it between two of them? */
static bool
is_between(const struct cursor *c)
{
	const struct jnode *n = &c->node;

	if (c->whole)
		return false;
	do {
		n = TAILQ_NEXT(n, j);
	} while (n != NULL && is_marker(n));
	return n != NULL && n->seq == cursor_seq(c);
}

static struct rib_entry *
node_entry(struct jnode *n)
{
	return (struct rib_entry *)(void *)n;
}

struct jpost *
jnode_post(struct jnode *n)
{
	return (n->seq & JOURNAL_POST) == 0 ? NULL :
	    (struct jpost *)(void *)n;
}

/* Without memory the last one serves for more entries. */
static struct jpost *
post_here(struct rib *rib)
{
	struct jpost *last = TAILQ_LAST(&rib->posts, jposts), *post;

	if (last != NULL && last->n < rib->post_every)
		return last;
	if ((post = slab_alloc(&rib->slab, sizeof(*post))) == NULL)
		return last;
	memset(post, 0, sizeof(*post));
	post->node.seq = rib->seq | JOURNAL_MARK | JOURNAL_POST;
	TAILQ_INSERT_TAIL(&rib->journal, &post->node, j);
	TAILQ_INSERT_TAIL(&rib->posts, post, entry);
	return post;
}

/* The newest entry, with a number of its own. */
void
journal_append(struct rib *rib, struct rib_entry *e)
{
	struct jpost *post = post_here(rib);

	if (post != NULL) {
		post->fold |= e->peers->fold;
		post->n++;
	}
	e->node.seq = ++rib->seq;
	TAILQ_INSERT_TAIL(&rib->journal, &e->node, j);
	if (rib->news == NULL)
		rib->news = &e->node;
}

/* A post goes with the last of what is behind it, if another one follows. */
void
journal_remove(struct rib *rib, struct jnode *n)
{
	struct jnode *prev = TAILQ_PREV(n, journal, j);
	struct jnode *next = TAILQ_NEXT(n, j);
	struct jpost *post;

	while (rib->news != NULL && (rib->news == n || is_marker(rib->news)))
		rib->news = TAILQ_NEXT(rib->news, j);
	TAILQ_REMOVE(&rib->journal, n, j);
	if (prev == NULL || next == NULL || jnode_post(next) == NULL ||
	    (post = jnode_post(prev)) == NULL)
		return;
	TAILQ_REMOVE(&rib->journal, prev, j);
	TAILQ_REMOVE(&rib->posts, post, entry);
	slab_free(&rib->slab, post, sizeof(*post));
}

/* At the head: all that is there is new to it. */
void
cursor_start(struct rib *rib, struct cursor *c)
{
	c->node.seq = JOURNAL_MARK;
	c->start = rib->seq;
	c->list = 0;
	c->whole = true;
	TAILQ_INSERT_HEAD(&rib->journal, &c->node, j);
	TAILQ_INSERT_TAIL(&rib->cursors, c, entry);
}

void
cursor_start_list(struct rib *rib, struct cursor *c)
{
	const unsigned int unused = RIB_OWED & ~rib->lists;

	cursor_start(rib, c);
	c->list = (uint8_t)(unused & -unused);
	rib->lists |= c->list;
}

bool
cursor_lists(const struct cursor *c, const struct rib_entry *e)
{
	return c->list == 0 || e->node.seq <= c->start ||
	    (e->flags & c->list) != 0;
}

uint8_t
rib_entry_owed(const struct rib *rib, const struct rib_entry *e)
{
	const struct cursor *c;
	uint8_t owed = 0;

	if (rib->lists == 0 || e->attrs == NULL)
		return 0;
	TAILQ_FOREACH(c, &rib->cursors, entry)
		if (cursor_seq(c) < e->node.seq && cursor_lists(c, e))
			owed |= c->list;
	return owed;
}

void
cursor_split(struct rib *rib, struct cursor *c, const struct cursor *from)
{
	struct jnode *at = TAILQ_NEXT(&from->node, j);

	c->node.seq = from->node.seq;
	c->start = from->start;
	c->list = 0;
	c->whole = from->whole;
	if (at != NULL)
		TAILQ_INSERT_BEFORE(at, &c->node, j);
	else
		TAILQ_INSERT_TAIL(&rib->journal, &c->node, j);
	TAILQ_INSERT_TAIL(&rib->cursors, c, entry);
}

void
cursor_stop(struct rib *rib, struct cursor *c)
{
	journal_remove(rib, &c->node);
	TAILQ_REMOVE(&rib->cursors, c, entry);
	rib->lists &= (uint8_t)~c->list;
	if (TAILQ_EMPTY(&rib->cursors))
		rib->reached = 0;
}

static void
node_move_after(struct rib *rib, struct jnode *m, struct jnode *n)
{
	journal_remove(rib, m);
	TAILQ_INSERT_AFTER(&rib->journal, n, m, j);
}

/* See rib.h. */
struct jnode *
journal_skip(struct jnode *n, uint64_t fold)
{
	struct jpost *post, *next;

	while ((post = jnode_post(n)) != NULL && (post->fold & fold) == 0 &&
	    (next = TAILQ_NEXT(post, entry)) != NULL)
		n = &next->node;
	return n;
}

struct rib_entry *
cursor_next(struct rib *rib, struct cursor *c, const struct pset *members)
{
	const uint64_t fold = members == NULL ? 0 : members->fold;
	struct jnode *n, *last = NULL;
	struct rib_entry *e, *found = NULL;

	/* of a thousand cursors at the tail none need pass the others */
	n = cursor_seq(c) == rib->told && !is_between(c) ? rib->news :
	    TAILQ_NEXT(&c->node, j);
	for (; n != NULL; n = TAILQ_NEXT(n, j)) {
		last = n = journal_skip(n, fold);
		if (jnode_post(n) != NULL)
			c->node.seq = n->seq & ~JOURNAL_POST;
		if (is_marker(n))
			continue;
		e = node_entry(n);
		c->node.seq = n->seq | JOURNAL_MARK;
		if (e->attrs == NULL && n->seq <= c->start)
			continue;
		if (pset_meets(e->peers, members)) {
			found = e;
			break;
		}
	}
	if (last != NULL)
		node_move_after(rib, &c->node, last);
	c->whole = found == NULL;
	if (c->whole)
		c->node.seq = rib->seq | JOURNAL_MARK;
	return found;
}

void
cursor_told(struct rib *rib, const struct cursor *c)
{
	if (cursor_seq(c) > rib->reached)
		rib->reached = cursor_seq(c);
}

void
rib_served(struct rib *rib)
{
	rib->told = rib->seq;
	rib->news = NULL;
}

bool
cursor_at_tail(const struct rib *rib, const struct cursor *c)
{
	const struct jnode *n;

	if (is_between(c))
		return false;
	if (cursor_seq(c) == rib->seq)
		return true;
	if (cursor_seq(c) == rib->told)
		return rib->news == NULL;
	for (n = TAILQ_NEXT(&c->node, j); n != NULL; n = TAILQ_NEXT(n, j))
		if (!is_marker(n))
			return false;
	return true;
}

/* How far everybody is. */
static uint64_t
told_seq(const struct rib *rib)
{
	uint64_t min = UINT64_MAX;
	struct cursor *c;

	TAILQ_FOREACH(c, &rib->cursors, entry)
		if (cursor_seq(c) <= min)
			min = cursor_seq(c) - is_between(c);
	return min;
}

bool
rib_entry_told(const struct rib *rib, const struct rib_entry *e)
{
	return !TAILQ_EMPTY(&rib->cursors) && e->node.seq <= told_seq(rib);
}

bool
rib_entry_brief(const struct rib_entry *e)
{
	return (e->flags & (RIB_EPHEMERAL | RIB_STATIC)) == RIB_EPHEMERAL;
}

void
rib_gc_again(struct rib *rib)
{
	journal_remove(rib, &rib->gc);
	TAILQ_INSERT_HEAD(&rib->journal, &rib->gc, j);
}

void
rib_gc(struct rib *rib, size_t budget, const struct pset *listeners)
{
	const uint64_t min = told_seq(rib);
	struct jnode *n;
	struct rib_entry *e;

	while (budget-- > 0 && (n = TAILQ_NEXT(&rib->gc, j)) != NULL) {
		if (!is_marker(n) && n->seq > min)
			return;
		node_move_after(rib, &rib->gc, n);
		if (is_marker(n))
			continue;
		e = node_entry(n);
		if (e->attrs == NULL)
			rib_entry_free(rib, e);
		else if (rib_entry_brief(e))
			(void)rib_entry_lose(rib, e, listeners);
	}
}
