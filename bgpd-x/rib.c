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
 * The store: which route has which attributes for which peers.  A peer is
 * in the set of one entry of a route at most.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "base/family.h"
#include "base/hash.h"
#include "base/large.h"
#include "codec/nlri.h"
#include "rib.h"

#define BUCKETS_MIN	1024
#define AHEAD		32	/* entries */
#define POST_EVERY	256	/* entries */
#define RIB_WORK	2048	/* bytes: an entry and the sets on the way */

/*
 * Families with more in their NLRI than identifies a route: labels, most
 * of all.  The same prefix with another label is a change of the route.
 */
#define IDENT_FAMS	(FAM_BIT(FAM_IPV4_LABELED) | \
	FAM_BIT(FAM_IPV6_LABELED) | FAM_BIT(FAM_IPV4_VPN) | \
	FAM_BIT(FAM_IPV6_VPN) | FAM_BIT(FAM_L2VPN_EVPN) | \
	FAM_BIT(FAM_IPV4_MUP) | FAM_BIT(FAM_IPV6_MUP))
#define IDENT_MAX	64

int
rib_init(struct rib *rib, uint64_t key)
{
	memset(rib, 0, sizeof(*rib));
	slab_init(&rib->slab);
	TAILQ_INIT(&rib->journal);
	TAILQ_INIT(&rib->posts);
	rib->post_every = POST_EVERY;
	TAILQ_INIT(&rib->cursors);
	rib->hashkey = key;
	rib->bucket = calloc(BUCKETS_MIN, sizeof(*rib->bucket));
	if (rib->bucket == NULL)
		return -1;
	rib->nbuckets = BUCKETS_MIN;
	rib->gc.seq = JOURNAL_MARK;
	TAILQ_INSERT_HEAD(&rib->journal, &rib->gc, j);
	return 0;
}

void
rib_done(struct rib *rib)
{
	struct rib_entry *e;
	size_t i;

	for (i = 0; i < rib->nbuckets; i++)
		while ((e = rib->bucket[i]) != NULL)
			rib_entry_free(rib, e);
	free(rib->bucket);
	free(rib->abucket);
	free(rib->pbucket);
	slab_done(&rib->slab);
	memset(rib, 0, sizeof(*rib));
}

/* What identifies the route; in the buffer if it is not the NLRI itself. */
static struct rbuf
key_ident(const struct rib_key *k, uint8_t *buf)
{
	struct wbuf w = { buf, 0, IDENT_MAX, IDENT_MAX, false };
	struct rbuf all = rb_init(k->nlri, k->len);

	if ((IDENT_FAMS & FAM_BIT(k->fam)) == 0)
		return all;
	nlri_ident(k->fam, all, &w);
	return w.err || w.len == 0 ? all : wb_view(&w);
}

static uint64_t
key_hash(const struct rib *rib, const struct rib_key *k)
{
	uint8_t buf[IDENT_MAX];
	struct rbuf r;

	if (k->hash != 0)
		return k->hash;
	r = key_ident(k, buf);
	return hash_bytes(rib->hashkey ^ ((uint64_t)k->path_id << 8 |
	    k->fam) ^ (rib->by_peer ? (uint64_t)k->peer << 40 : 0), r.p,
	    rb_left(&r));
}

struct rib_key
rib_entry_key(const struct rib_entry *e)
{
	return (struct rib_key){ e->nlri, e->path_id, e->len, e->fam, 0,
	    pset_first(e->peers) };
}

bool
rib_same_bytes(const struct rib_entry *e, const struct rib_key *k)
{
	return e->len == k->len && memcmp(e->nlri, k->nlri, k->len) == 0;
}

static bool
same_ident(const struct rib_entry *e, const struct rib_key *k)
{
	struct rib_key ek = rib_entry_key(e);
	uint8_t buf[2][IDENT_MAX];
	struct rbuf a = key_ident(&ek, buf[0]), b = key_ident(k, buf[1]);

	return rb_left(&a) == rb_left(&b) &&
	    memcmp(a.p, b.p, rb_left(&a)) == 0;
}

static bool
entry_is(const struct rib_entry *e, const struct rib_key *k)
{
	return e->fam == k->fam && e->path_id == k->path_id &&
	    (rib_same_bytes(e, k) ||
	    ((IDENT_FAMS & FAM_BIT(k->fam)) != 0 && same_ident(e, k)));
}

static struct rib_entry **
bucket_of(const struct rib *rib, const struct rib_key *k)
{
	return &rib->bucket[key_hash(rib, k) & (rib->nbuckets - 1)];
}

static void
chain(struct rib_entry **bucket, struct rib_entry *e)
{
	e->hnext = *bucket;
	*bucket = e;
}

/*
 * Twice the buckets; without memory the chains grow instead.  The journal
 * has all entries, nearly in the order of their memory, which a walk along
 * the chains has not.  A bucket is asked for some entries before its turn.
 */
static void
rib_rehash(struct rib *rib)
{
	size_t n = rib->nbuckets * 2, i = 0;
	struct rib_entry **b, **at[AHEAD] = { NULL }, *e[AHEAD];
	struct rib_key k;
	struct jnode *j;

	if ((b = calloc(n, sizeof(*b))) == NULL)
		return;
	large_hint(b, n * sizeof(*b));
	TAILQ_FOREACH(j, &rib->journal, j) {
		if ((j->seq & JOURNAL_MARK) != 0)
			continue;
		if (at[i] != NULL)
			chain(at[i], e[i]);
		e[i] = (struct rib_entry *)j;
		k = rib_entry_key(e[i]);
		at[i] = &b[key_hash(rib, &k) & (n - 1)];
		__builtin_prefetch(at[i], 1);
		i = (i + 1) % AHEAD;
	}
	for (; at[i] != NULL; at[i] = NULL, i = (i + 1) % AHEAD)
		chain(at[i], e[i]);
	free(rib->bucket);
	rib->bucket = b;
	rib->nbuckets = n;
}

/*
 * The first entry of a route; others of it follow in its chain, the newest
 * one in front.
 */
struct rib_entry *
rib_find(struct rib *rib, const struct rib_key *k)
{
	struct rib_entry *e = *bucket_of(rib, k);

	while (e != NULL && !entry_is(e, k))
		e = e->hnext;
	return e;
}

/* The first entry of a route that may be of the peers at hand. */
static struct rib_entry *
find_recent(struct rib *rib, const struct rib_key *k)
{
	struct rib_entry *e = *bucket_of(rib, k);

	while (e != NULL && e->node.seq > rib->floor && !entry_is(e, k))
		e = e->hnext;
	return e != NULL && e->node.seq > rib->floor ? e : NULL;
}

struct rib_entry *
rib_find_next(const struct rib_entry *e, const struct rib_key *k)
{
	struct rib_entry *n = e->hnext;

	while (n != NULL && !entry_is(n, k))
		n = n->hnext;
	return n;
}

void
rib_ask(struct rib *rib, struct rib_key *k)
{
	k->hash = 0;
	k->hash = key_hash(rib, k);
	__builtin_prefetch(bucket_of(rib, k), 1);
}

void
rib_fetch(struct rib *rib, const struct rib_key *k, size_t n)
{
	const struct rib_entry *e;
	size_t i;

	for (i = 0; i < n; i++)
		if ((e = *bucket_of(rib, &k[i])) != NULL)
			__builtin_prefetch(e, 1);
	for (i = 0; i < n; i++)
		if ((e = *bucket_of(rib, &k[i])) != NULL && e->hnext != NULL)
			__builtin_prefetch(e->hnext, 1);
}

/* See rib.h. */
bool
rib_ready(struct rib *rib)
{
	return slab_ready(&rib->slab, RIB_WORK) == 0;
}

/*
 * Memory for the entry of a route, before any other of it is lost: peers
 * would not be told of that.
 */
static struct rib_entry *
entry_room(struct rib *rib, const struct rib_key *k)
{
	if (slab_ready(&rib->slab, RIB_WORK) == -1)
		return NULL;
	return slab_alloc(&rib->slab, RIB_ENTRY_SIZE(k->len));
}

static void
rib_append(struct rib *rib, struct rib_entry *e, const struct rib_key *k,
    struct attrs *a, struct pset *peers, uint8_t flags)
{
	if (rib->nentries >= rib->nbuckets)
		rib_rehash(rib);
	memset(e, 0, RIB_ENTRY_SIZE(0));
	e->path_id = k->path_id;
	e->fam = k->fam;
	e->flags = flags;
	e->len = k->len;
	/* a withdrawal is nobody's: it is no route */
	e->owner = a != NULL ? rib->owner : 0;
	rib->owned[e->owner]++;
	memcpy(e->nlri, k->nlri, k->len);
	if (flags & RIB_EPHEMERAL)
		rib->nephemeral++;
	e->attrs = a;
	if (a != NULL)
		a->refs++;
	else
		rib->ntombs++;
	e->peers = peers;
	journal_append(rib, e);
	chain(bucket_of(rib, k), e);
	rib->nentries++;
}

void
rib_entry_free(struct rib *rib, struct rib_entry *e)
{
	struct rib_key k = rib_entry_key(e);
	struct rib_entry **p = bucket_of(rib, &k);

	while (*p != e)
		p = &(*p)->hnext;
	*p = e->hnext;
	if (rib->expect == &e->node)
		rib->expect = NULL;
	journal_remove(rib, &e->node);
	if (e->attrs == NULL)
		rib->ntombs--;
	if (e->flags & RIB_SHADOW)
		rib->nshadows--;
	if (e->flags & RIB_EPHEMERAL)
		rib->nephemeral--;
	attrs_unref(rib, e->attrs);
	pset_unref(rib, e->peers);
	rib->owned[e->owner]--;
	rib->nentries--;
	slab_free(&rib->slab, e, RIB_ENTRY_SIZE(e->len));
}

/* The entry is no longer for these peers; freed if for nobody. */
bool
rib_entry_lose(struct rib *rib, struct rib_entry *e, const struct pset *s)
{
	struct pset *rest;

	if (!pset_meets(e->peers, s))
		return false;
	if ((rest = pset_minus(rib, e->peers, s)) == NULL) {
		rib_entry_free(rib, e);
	} else {
		pset_unref(rib, e->peers);
		e->peers = rest;
	}
	return true;
}

/*
 * A configuration with two routes for one prefix: both are sent, as ExaBGP
 * does, and the last one holds.
 */
static bool
entry_shadow(struct rib *rib, struct rib_entry *e, const struct pset *peers,
    uint8_t flags)
{
	if ((flags & RIB_SEEN) == 0 || (e->flags & RIB_SEEN) == 0 ||
	    e->peers != peers || e->attrs == NULL)
		return false;
	if ((e->flags & RIB_SHADOW) == 0)
		rib->nshadows++;
	e->flags |= RIB_SHADOW;
	return true;
}

/* The next entry with these bytes and attributes, after one if given. */
struct rib_entry *
rib_find_attrs(struct rib *rib, const struct rib_key *k,
    const struct attrs *a, struct rib_entry *after)
{
	struct rib_entry *e = after != NULL ? after->hnext :
	    find_recent(rib, k);

	while (e != NULL && (e->attrs != a || !entry_is(e, k) ||
	    !rib_same_bytes(e, k) || (e->flags & RIB_SHADOW) != 0))
		e = e->hnext;
	return e;
}

/* See rib.h. */
struct rib_entry *
rib_split(struct rib *rib, struct rib_entry *e, const struct pset *peers)
{
	struct pset *rest = pset_minus(rib, e->peers, peers);
	struct rib_entry *n;

	if (rest == NULL)
		return e;
	if ((n = slab_alloc(&rib->slab, RIB_ENTRY_SIZE(e->len))) == NULL) {
		pset_unref(rib, rest);
		return NULL;
	}
	memcpy(n, e, RIB_ENTRY_SIZE(e->len));
	n->attrs->refs++;
	n->peers = pset_and(rib, e->peers, peers);
	pset_unref(rib, e->peers);
	e->peers = rest;
	TAILQ_INSERT_AFTER(&rib->journal, &e->node, &n->node, j);
	e->hnext = n;
	if (n->flags & RIB_SHADOW)
		rib->nshadows++;
	if (n->flags & RIB_EPHEMERAL)
		rib->nephemeral++;
	rib->owned[n->owner]++;
	rib->nentries++;
	return n;
}

/* The route is there for these already, or was told and forgotten. */
static bool
entry_same(const struct rib *rib, const struct rib_entry *e,
    const struct rib_key *k, const struct attrs *a)
{
	return e->attrs == a && rib_same_bytes(e, k) &&
	    (e->flags & RIB_SHADOW) == 0 &&
	    !(rib_entry_brief(e) && rib_entry_told(rib, e));
}

/* A withdrawal that is still to be sent: what follows goes behind it. */
static bool
tomb_waits(const struct rib *rib, const struct rib_entry *e)
{
	return e->attrs == NULL && e->node.seq > rib->told;
}

bool
rib_untold(struct rib *rib, const struct rib_key *k, const struct attrs *a,
    const struct pset *peers)
{
	const struct rib_entry *e;

	for (e = rib_find(rib, k); e != NULL; e = rib_find_next(e, k))
		if (e->node.seq > rib->told && e->attrs != a &&
		    e->attrs != NULL && pset_meets(e->peers, peers))
			return true;
	return false;
}

void
rib_entry_own(struct rib *rib, struct rib_entry *e, uint8_t owner)
{
	rib->owned[e->owner]--;
	e->owner = owner;
	rib->owned[owner]++;
}

/*
 * Those of its peers have it from the configuration too, if that is said;
 * else it belongs to who has said it last.  -1 without memory.
 */
static int
entry_keep(struct rib *rib, struct rib_entry *e, const struct pset *peers,
    uint8_t flags)
{
	uint8_t owner = (e->flags & RIB_STATIC) != 0 ? e->owner : rib->owner;

	flags &= RIB_STATIC | RIB_SEEN;
	if ((e->flags & flags) == flags && e->owner == owner)
		return 0;
	if ((e = rib_split(rib, e, peers)) == NULL)
		return -1;
	e->flags |= flags;
	rib_entry_own(rib, e, owner);
	return 0;
}

static int
announce(struct rib *rib, const struct rib_key *k, struct attrs *a,
    struct pset *peers, uint8_t flags)
{
	struct rib_entry *room = entry_room(rib, k), *e, *next;
	struct pset *lack;
	int ret = 0;

	if (room == NULL)
		return -1;
	lack = pset_or(rib, peers, NULL);
	for (e = find_recent(rib, k); e != NULL && e->node.seq > rib->floor;
	    e = next) {
		next = e->hnext;
		if (!pset_meets(e->peers, peers) || !entry_is(e, k))
			continue;
		if (tomb_waits(rib, e)) {
			flags &= (uint8_t)~RIB_FRESH;
			continue;
		}
		if (entry_same(rib, e, k, a)) {
			pset_del(rib, &lack, e->peers);
			if (entry_keep(rib, e, peers, flags) == -1)
				ret = -1;
			continue;
		}
		if (rib->lists != 0)
			flags |= rib_entry_owed(rib, e);
		/* what it replaces may have been told, a shadow too */
		if (entry_shadow(rib, e, peers, flags) ||
		    rib_entry_lose(rib, e, peers))
			flags &= (uint8_t)~RIB_FRESH;
	}
	if (lack == NULL) {
		slab_free(&rib->slab, room, RIB_ENTRY_SIZE(k->len));
		return ret;
	}
	rib_append(rib, room, k, a, lack, flags);
	return ret == -1 ? -1 : 1;
}

int
rib_announce(struct rib *rib, const struct rib_key *k, struct attrs *a,
    struct pset *peers, uint8_t flags)
{
	struct pset *keep, *brief;
	int ret = 0, ret2;

	if (slab_ready(&rib->slab, RIB_WORK) == -1)
		return -1;
	if (!pset_meets(peers, rib->unkept))
		return announce(rib, k, a, peers, flags | RIB_FRESH);
	/* never fresh: what was forgotten may be the same route */
	if (flags & RIB_STATIC)
		return announce(rib, k, a, peers, flags);
	keep = pset_minus(rib, peers, rib->unkept);
	brief = pset_and(rib, peers, rib->unkept);
	if (keep != NULL)
		ret = announce(rib, k, a, keep, flags | RIB_FRESH);
	ret2 = announce(rib, k, a, brief, flags | RIB_EPHEMERAL);
	pset_unref(rib, keep);
	pset_unref(rib, brief);
	return ret == -1 || ret2 == -1 ? -1 : ret | ret2;
}

/*
 * Nobody has been told of it, nor of the route before.  A walk that is over,
 * as for a refresh, may have been ahead of all that there are now.
 */
static bool
entry_unsent(const struct rib *rib, const struct rib_entry *e)
{
	return (e->flags & RIB_FRESH) != 0 && e->attrs != NULL &&
	    e->node.seq > rib->reached;
}

/*
 * A withdrawal by command is also for those who have been told of any other
 * route.  The rest becomes deaf.
 */
static void
tell_heard(struct rib *rib, const struct pset *all, struct pset **tell)
{
	struct pset *heard = pset_and(rib, all, rib->heard), *rest;

	pset_add(rib, tell, heard);
	rest = pset_minus(rib, all, *tell);
	pset_add(rib, &rib->deaf, rest);
	pset_unref(rib, heard);
	pset_unref(rib, rest);
}

int
rib_withdraw(struct rib *rib, const struct rib_key *k, struct pset *peers,
    struct pset *up, bool always)
{
	struct pset *had = NULL, *unsent = NULL, *told = NULL, *all, *tell;
	struct rib_entry *room = entry_room(rib, k), *e, *next;

	if (room == NULL)
		return -1;
	for (e = rib_find(rib, k); e != NULL; e = next) {
		next = e->hnext;
		if (!pset_meets(e->peers, peers) || !entry_is(e, k))
			continue;
		if (tomb_waits(rib, e)) {
			pset_add(rib, &told, e->peers);
			continue;
		}
		pset_add(rib, &had, e->peers);
		if (entry_unsent(rib, e))
			pset_add(rib, &unsent, e->peers);
		(void)rib_entry_lose(rib, e, peers);
	}
	all = pset_and(rib, peers, up);
	tell = pset_and(rib, all, had);
	pset_del(rib, &tell, unsent);
	if (always)
		tell_heard(rib, all, &tell);
	pset_del(rib, &tell, told);
	pset_unref(rib, told);
	pset_unref(rib, all);
	pset_unref(rib, unsent);
	pset_unref(rib, had);
	if (tell == NULL) {
		slab_free(&rib->slab, room, RIB_ENTRY_SIZE(k->len));
		return 0;
	}
	rib_append(rib, room, k, NULL, tell, 0);
	return 1;
}
