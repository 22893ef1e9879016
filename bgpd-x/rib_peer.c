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
 * Peers that come and go: what the store holds for one of them.
 */
#include <sys/types.h>

#include <string.h>

#include "rib.h"

static struct rib_entry *
journal_entry(struct jnode *n)
{
	return (n->seq & JOURNAL_MARK) != 0 ? NULL :
	    (struct rib_entry *)(void *)n;
}

/*
 * Every route that is for the one is for the other too, from now on; it
 * has not been told of any.
 */
void
rib_clone(struct rib *rib, uint32_t from, struct pset *to)
{
	struct pset *old = NULL, *new = NULL, *more;
	struct rib_entry *e;
	struct jpost *post = NULL;
	struct jnode *n;

	TAILQ_FOREACH(n, &rib->journal, j) {
		if (jnode_post(n) != NULL)
			post = jnode_post(n);
		e = journal_entry(n);
		if (e == NULL || e->attrs == NULL ||
		    !pset_test(e->peers, from))
			continue;
		/* most routes are for the same peers: one set serves all */
		if (e->peers != old) {
			if ((more = pset_or(rib, e->peers, to)) == NULL)
				continue;
			pset_unref(rib, old);
			pset_unref(rib, new);
			old = pset_or(rib, e->peers, NULL);
			new = more;
		}
		more = pset_or(rib, new, NULL);
		pset_unref(rib, e->peers);
		e->peers = more;
		if (post != NULL)
			post->fold |= to->fold;
	}
	pset_unref(rib, old);
	pset_unref(rib, new);
}

/* The peer is gone: nothing is for it, and nobody needs to be told. */
void
rib_forget(struct rib *rib, uint32_t id, const struct pset *self)
{
	struct rib_entry *e;
	struct jnode *n, *next;

	for (n = TAILQ_FIRST(&rib->journal); n != NULL; n = next) {
		n = journal_skip(n, self->fold);
		next = TAILQ_NEXT(n, j);
		if ((e = journal_entry(n)) != NULL && pset_test(e->peers, id))
			(void)rib_entry_lose(rib, e, self);
	}
}

static bool
is_expected(const struct rib_entry *e, const struct rib_key *k,
    const struct attrs *a, const struct pset *peers)
{
	return e->attrs == a && e->peers == peers && e->fam == k->fam &&
	    e->path_id == k->path_id && rib_same_bytes(e, k) &&
	    (e->flags & (RIB_SHADOW | RIB_SEEN)) == 0;
}

static void
expect_next(struct rib *rib, struct rib_entry *e)
{
	struct jnode *n = &e->node;

	do {
		n = TAILQ_NEXT(n, j);
	} while (n != NULL && journal_entry(n) == NULL);
	rib->expect = n;
}

/*
 * A configuration has its routes in the order in which the last one had
 * them, so the entry that is asked for mostly is the one behind the last.
 * There may be as many of that route as there are neighbors.
 */
static struct rib_entry *
expected(struct rib *rib, const struct rib_key *k, const struct attrs *a,
    const struct pset *peers)
{
	struct rib_entry *e = rib->expect == NULL ? NULL :
	    journal_entry(rib->expect);

	if (e == NULL || !is_expected(e, k, a, peers))
		return NULL;
	expect_next(rib, e);
	return e;
}

static void
mark(struct rib *rib, struct rib_entry *e)
{
	e->flags |= RIB_SEEN | RIB_STATIC;
	rib_entry_own(rib, e, rib->owner);
}

/*
 * Reload: these peers keep the route with these attributes, if they have
 * it, and it is marked as seen.  Returns who has it that way; a reference.
 */
struct pset *
rib_mark(struct rib *rib, const struct rib_key *k, const struct attrs *a,
    const struct pset *peers)
{
	struct pset *done = NULL, *have;
	struct rib_entry *e, *part;

	if ((e = expected(rib, k, a, peers)) != NULL) {
		mark(rib, e);
		return pset_or(rib, peers, NULL);
	}
	for (e = rib_find_attrs(rib, k, a, NULL); e != NULL;
	    e = rib_find_attrs(rib, k, a, e)) {
		if (!pset_meets(e->peers, peers))
			continue;
		have = pset_and(rib, e->peers, peers);
		part = e;
		if ((e->flags & RIB_SEEN) == 0 &&
		    (part = rib_split(rib, e, peers)) != NULL) {
			mark(rib, part);
			expect_next(rib, part);
		}
		if (part != NULL)
			pset_add(rib, &done, have);
		pset_unref(rib, have);
	}
	return done;
}

/* See rib.h. */
int
rib_compare(struct rib *rib, const struct rib_key *k, const struct attrs *a,
    const struct pset *peers)
{
	struct rib_entry *e, *part;
	struct pset *lack;
	int r = 2;

	if ((e = expected(rib, k, a, peers)) != NULL) {
		e->flags |= RIB_SEEN;
		return 0;
	}
	lack = pset_or(rib, peers, NULL);
	for (e = rib_find(rib, k); e != NULL; e = rib_find_next(e, k)) {
		if (e->attrs == NULL || !pset_meets(e->peers, peers))
			continue;
		r = 1;
		if (e->attrs == a && rib_same_bytes(e, k) &&
		    (e->flags & RIB_SHADOW) == 0)
			pset_del(rib, &lack, e->peers);
		if (e->peers == peers)
			expect_next(rib, e);
		/* what others of its peers have is looked at for itself */
		part = (e->flags & (RIB_STATIC | RIB_SEEN)) == RIB_STATIC ?
		    rib_split(rib, e, peers) : e;
		if (part != NULL)
			part->flags |= RIB_SEEN;
	}
	if (lack == NULL)
		return 0;
	pset_unref(rib, lack);
	return r;
}

size_t
rib_unseen(struct rib *rib)
{
	struct rib_entry *e;
	struct jnode *n;
	size_t count = 0;

	TAILQ_FOREACH(n, &rib->journal, j) {
		if ((e = journal_entry(n)) == NULL)
			continue;
		count += (e->flags & (RIB_STATIC | RIB_SEEN | RIB_SHADOW)) ==
		    RIB_STATIC && e->attrs != NULL;
		e->flags &= (uint8_t)~RIB_SEEN;
	}
	return count;
}

/* A reload begins: routes that were replaced at once are forgotten. */
void
rib_unshadow(struct rib *rib)
{
	struct jnode *n, *next;
	struct rib_entry *e;

	if (rib->nshadows == 0)
		return;
	TAILQ_FOREACH_SAFE(n, &rib->journal, j, next)
		if ((e = journal_entry(n)) != NULL &&
		    (e->flags & RIB_SHADOW) != 0)
			rib_entry_free(rib, e);
}

/*
 * These peers lose the entry's route, and with it what it has replaced at
 * once, which is another entry.  Returns what follows in the journal; one
 * that there is no memory to withdraw is counted, and stays.
 */
static struct jnode *
withdraw_entry(struct rib *rib, struct rib_entry *e, struct pset *peers,
    struct pset *up, size_t *left)
{
	struct jnode mark = { .seq = JOURNAL_MARK }, *next;
	struct rib_key k = rib_entry_key(e);
	uint8_t nlri[UINT16_MAX];

	/* the withdrawal is made when the entry is gone */
	memcpy(nlri, k.nlri, k.len);
	k.nlri = nlri;
	TAILQ_INSERT_AFTER(&rib->journal, &e->node, &mark, j);
	if (rib_withdraw(rib, &k, peers, up, false) == -1)
		++*left;
	next = TAILQ_NEXT(&mark, j);
	journal_remove(rib, &mark);
	return next;
}

/* What is newer than this was made by the walk itself. */
static bool
is_newer(const struct jnode *n, uint64_t seq)
{
	return (n->seq & JOURNAL_MARK) == 0 && n->seq > seq;
}

/* The end of a reload: take back what is static and was not seen. */
size_t
rib_sweep(struct rib *rib, struct pset *up)
{
	const uint64_t end = rib->seq;
	struct rib_entry *e;
	struct jnode *n, *next;
	struct pset *peers;
	size_t left = 0;

	for (n = TAILQ_FIRST(&rib->journal); n != NULL && !is_newer(n, end);
	    n = next) {
		next = TAILQ_NEXT(n, j);
		e = journal_entry(n);
		if (e != NULL && (e->flags & RIB_STATIC) != 0 &&
		    (e->flags & RIB_SEEN) == 0 && e->attrs != NULL) {
			peers = pset_or(rib, e->peers, NULL);
			next = withdraw_entry(rib, e, peers, up, &left);
			pset_unref(rib, peers);
		} else if (e != NULL) {
			e->flags &= (uint8_t)~RIB_SEEN;
		}
	}
	return left;
}

/* What this one announced is withdrawn. */
size_t
rib_disown(struct rib *rib, uint8_t owner, struct pset *up)
{
	const uint64_t end = rib->seq;
	struct jnode *n, *next;
	struct pset *peers;
	size_t left = 0;
	struct rib_entry *e;

	for (n = TAILQ_FIRST(&rib->journal); n != NULL && !is_newer(n, end);
	    n = next) {
		next = TAILQ_NEXT(n, j);
		e = journal_entry(n);
		if (e == NULL || e->attrs == NULL || e->owner != owner)
			continue;
		peers = pset_or(rib, e->peers, NULL);
		next = withdraw_entry(rib, e, peers, up, &left);
		pset_unref(rib, peers);
	}
	return left;
}

/* See rib.h. */
void
rib_orphan(struct rib *rib, uint8_t owner)
{
	struct rib_entry *e;
	struct jnode *n;

	if (owner == 0 || rib->owned[owner] == 0)
		return;
	TAILQ_FOREACH(n, &rib->journal, j)
		if ((e = journal_entry(n)) != NULL && e->owner == owner)
			rib_entry_own(rib, e, 0);
}

/* These peers lose every route they have. */
size_t
rib_clear(struct rib *rib, const struct pset *who, struct pset *up)
{
	const uint64_t end = rib->seq;
	struct jnode *n, *next;
	struct pset *peers;
	size_t left = 0;
	struct rib_entry *e;

	for (n = TAILQ_FIRST(&rib->journal); n != NULL && !is_newer(n, end);
	    n = next) {
		next = TAILQ_NEXT(n, j);
		e = journal_entry(n);
		if (e == NULL || e->attrs == NULL ||
		    (peers = pset_and(rib, e->peers, who)) == NULL)
			continue;
		next = withdraw_entry(rib, e, peers, up, &left);
		pset_unref(rib, peers);
	}
	return left;
}
