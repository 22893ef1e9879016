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

#ifndef RIB_H
#define RIB_H

#include <sys/queue.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slab.h"
#include "codec/nlri.h"

/*
 * One store of routes for all peers.  An entry is a route with one
 * attribute set and the set of peers it is for; it never changes but for
 * that set.  A change is a new entry at the tail of the journal, so that
 * whoever walks the journal from where it stopped learns what is new:
 * nothing is queued for a peer, and a slow one costs nothing.
 */
#define RIB_PEERS_MAX	65536

/* An interned canonical attribute block. */
struct attrs {
	struct attrs	*next;
	uint32_t	 refs;
	uint32_t	 hash;
	uint32_t	 len;
	uint8_t		 data[];
};

/* An interned set of peers; NULL is the empty set. */
struct pset {
	struct pset	*next;
	uint32_t	 refs;
	uint32_t	 hash;
	uint32_t	 nw;		/* words, the last one not zero */
	uint32_t	 first;		/* the first one that is not zero */
	uint64_t	 fold;		/* all words in one */
	uint64_t	 w[];
};

/*
 * A place in the journal: an entry with its number, or a marker, which has
 * the number of the entry it passed last and JOURNAL_MARK.
 */
#define JOURNAL_MARK	(1ULL << 63)

struct jnode {
	TAILQ_ENTRY(jnode) j;
	uint64_t	   seq;
};
TAILQ_HEAD(journal, jnode);

/*
 * A marker that stays, in front of each some hundred entries: it says for
 * whom they are, so that who looks for the routes of one peer among those of
 * many passes over most.
 */
#define JOURNAL_POST	(1ULL << 62)

struct jpost {
	struct jnode	   node;
	TAILQ_ENTRY(jpost) entry;
	uint64_t	   fold;	/* of the sets of all up to the next */
	size_t		   n;		/* entries put there, gone or not */
};

enum rib_flag {
	RIB_STATIC = 1,		/* from the configuration */
	RIB_EPHEMERAL = 2,	/* forgotten once told, unless static */
	RIB_SEEN = 4,		/* static, and in the new configuration too */
	RIB_FRESH = 8,		/* its peers had no such route before */
	RIB_SHADOW = 16,	/* replaced in the same configuration */
	RIB_OWED = 32 | 64 | 128 /* to those who list the table, a bit each */
};

struct rib_entry {
	struct jnode	  node;
	struct rib_entry *hnext;
	struct attrs	 *attrs;	/* NULL: a withdrawal to be told */
	struct pset	 *peers;
	uint32_t	  path_id;
	uint8_t		  fam;
	uint8_t		  flags;
	uint16_t	  len;
	uint8_t		  owner;	/* who announced it */
	uint8_t		  nlri[];
};

/* Without the padding at the end: most routes fit 64 bytes. */
#define RIB_ENTRY_SIZE(n)	(offsetof(struct rib_entry, nlri) + (n))

/* Where a group of peers stands. */
struct cursor {
	struct jnode		 node;
	TAILQ_ENTRY(cursor)	 entry;
	uint64_t		 start;	/* older withdrawals do not matter */
	uint8_t			 list;	/* its bit of RIB_OWED, 0: none */
	bool			 whole;	/* all with its number are passed */
};

/* What a route is: the key of the store. */
struct rib_key {
	const uint8_t	*nlri;
	uint32_t	 path_id;
	uint16_t	 len;
	uint8_t		 fam;
	uint64_t	 hash;		/* of one store, 0: not known yet */
	uint32_t	 peer;		/* whose, in a store by peer */
};

struct rib {
	struct slab		 slab;
	struct journal		 journal;
	struct jnode		 gc;	/* withdrawals before it are gone */
	TAILQ_HEAD(jposts, jpost) posts;
	size_t			 post_every;	/* so many entries */
	TAILQ_HEAD(, cursor)	 cursors;
	struct rib_entry	**bucket;
	size_t			 nbuckets;
	size_t			 nentries;
	size_t			 ntombs;
	size_t			 nshadows;
	size_t			 nephemeral;
	struct pset		*unkept;	/* peers without an adj_rib_out */
	struct pset		*heard;		/* had routes in this session */
	struct pset		*deaf;		/* a withdrawal came before them */
	struct attrs		**abucket;
	size_t			 nabuckets, nattrs;
	struct pset		**pbucket;
	size_t			 npbuckets, npsets;
	size_t			 owned[256];	/* entries by owner */
	uint64_t		 seq;
	uint64_t		 told;		/* seq when the peers were served */
	struct jnode		*news;		/* the first entry since then */
	uint64_t		 reached;	/* newer entries nobody has heard of */
	uint64_t		 floor;		/* older entries are of others than
						 * the peers at hand */
	struct jnode		*expect;	/* what a reload marks next */
	uint64_t		 hashkey;
	uint8_t			 owner;		/* of what comes now */
	uint8_t			 lists;		/* bits of RIB_OWED in use */
	bool			 by_peer;	/* an entry is of one peer, and is
						 * found by it */
};

int	 rib_init(struct rib *, uint64_t);
/* Is there memory for some sets?  Asked where things can be refused still. */
bool	 rib_ready(struct rib *);
void	 rib_done(struct rib *);

/*
 * Interned objects: a reference of the caller's.  Attributes are NULL without
 * memory; for sets it is the end.
 */
struct attrs *attrs_get(struct rib *, const void *, size_t);
void	 attrs_unref(struct rib *, struct attrs *);
struct pset *pset_get(struct rib *, const uint64_t *, size_t);
void	 pset_unref(struct rib *, struct pset *);
bool	 pset_test(const struct pset *, uint32_t);
/* The lowest number in it, 0 if it is empty. */
uint32_t pset_first(const struct pset *);
bool	 pset_meets(const struct pset *, const struct pset *);
/* a and b; a without b; a or b: a new reference, NULL if empty. */
struct pset *pset_and(struct rib *, const struct pset *,
	    const struct pset *);
struct pset *pset_minus(struct rib *, const struct pset *,
	    const struct pset *);
struct pset *pset_or(struct rib *, const struct pset *,
	    const struct pset *);
/* The set becomes one with these, or without them. */
void	 pset_add(struct rib *, struct pset **, const struct pset *);
void	 pset_del(struct rib *, struct pset **, const struct pset *);

/*
 * The route has these attributes for these peers from now on.  1 if there
 * is something to send, 0 if all of them have it, -1 without memory: the
 * store is then as before, but that some of the peers may have it.
 * What is not static is forgotten as soon as peers in rib->unkept know it.
 */
int	 rib_announce(struct rib *, const struct rib_key *, struct attrs *,
	    struct pset *, uint8_t);
/*
 * These peers lose the route, and who was told of it hears of that.  With
 * `always`, as ExaBGP does for commands, who was told of any route in its
 * session hears too, and the others become deaf.  Returns as
 * rib_announce() does.
 */
int	 rib_withdraw(struct rib *, const struct rib_key *, struct pset *,
	    struct pset *up, bool always);
/*
 * Would these attributes replace a route that came after the peers were
 * served last, so that they never heard of it?  Of a withdrawal they do: what
 * is announced after it is sent after it, and another one not at all.
 */
bool	 rib_untold(struct rib *, const struct rib_key *,
	    const struct attrs *, const struct pset *);
struct rib_entry *rib_find(struct rib *, const struct rib_key *);
struct rib_entry *rib_find_next(const struct rib_entry *,
	    const struct rib_key *);
/*
 * A key will be looked up in this store, which is larger than any cache: ask
 * for its bucket.  Leaves its hash in it.
 */
void	 rib_ask(struct rib *, struct rib_key *);
/* They are about to be, and their buckets were asked for: the entries. */
void	 rib_fetch(struct rib *, const struct rib_key *, size_t);
struct rib_entry *rib_find_attrs(struct rib *, const struct rib_key *,
	    const struct attrs *, struct rib_entry *);
/* Not only the same route, but so in every bit. */
bool	 rib_same_bytes(const struct rib_entry *, const struct rib_key *);
/*
 * An entry, which is not a withdrawal, for those of its peers that are among
 * these, and there are some: itself if all are, else one of their own at the
 * same place, so that nobody is told anything.  NULL without memory.
 */
struct rib_entry *rib_split(struct rib *, struct rib_entry *,
	    const struct pset *);
struct rib_key rib_entry_key(const struct rib_entry *);

/* rib_peer.c */
void	 rib_clone(struct rib *, uint32_t, struct pset *);
void	 rib_forget(struct rib *, uint32_t, const struct pset *);
struct pset *rib_mark(struct rib *, const struct rib_key *,
	    const struct attrs *, const struct pset *);
/* This and the two that take back as well: how many stay without memory. */
size_t	 rib_sweep(struct rib *, struct pset *);
/* How many it would take back; the marks of rib_compare() are gone then. */
size_t	 rib_unseen(struct rib *);
/* 0: these peers have the route so; 1: otherwise; 2: none has it. */
int	 rib_compare(struct rib *, const struct rib_key *,
	    const struct attrs *, const struct pset *);
void	 rib_unshadow(struct rib *);
size_t	 rib_clear(struct rib *, const struct pset *, struct pset *);
size_t	 rib_disown(struct rib *, uint8_t, struct pset *);
/* They stay, and are nobody's: the number is free. */
void	 rib_orphan(struct rib *, uint8_t);

/* journal.c */
void	 journal_append(struct rib *, struct rib_entry *);
void	 journal_remove(struct rib *, struct jnode *);
/* NULL if it is none. */
struct jpost *jnode_post(struct jnode *);
/* From a post to a later one if there is nothing for these peers between. */
struct jnode *journal_skip(struct jnode *, uint64_t);
void	 cursor_start(struct rib *, struct cursor *);
/*
 * For a list of what is there now: cursor_lists() says whether an entry is
 * in it.  A route that changes meanwhile is once, one that is new is not,
 * unless too many lists are under way: then none of this holds.
 */
void	 cursor_start_list(struct rib *, struct cursor *);
bool	 cursor_lists(const struct cursor *, const struct rib_entry *);
/* The lists that still have to come to an entry, as bits of RIB_OWED. */
uint8_t	 rib_entry_owed(const struct rib *, const struct rib_entry *);
/* A second cursor at the same place. */
void	 cursor_split(struct rib *, struct cursor *, const struct cursor *);
void	 cursor_stop(struct rib *, struct cursor *);
/* The next entry for any of these peers, passed; NULL at the tail. */
struct rib_entry *cursor_next(struct rib *, struct cursor *,
	    const struct pset *);
/* Peers have heard of what it has passed. */
void	 cursor_told(struct rib *, const struct cursor *);
bool	 cursor_at_tail(const struct rib *, const struct cursor *);
/* All peers that take something have been served. */
void	 rib_served(struct rib *);
/*
 * Free what everybody has been told, at most so many steps a call.
 * Ephemeral routes are kept for those who are not among the listeners.
 */
void	 rib_gc(struct rib *, size_t, const struct pset *);
/* Look at all of the journal again: there are more listeners. */
void	 rib_gc_again(struct rib *);
void	 rib_entry_free(struct rib *, struct rib_entry *);
bool	 rib_entry_lose(struct rib *, struct rib_entry *,
	    const struct pset *);
void	 rib_entry_own(struct rib *, struct rib_entry *, uint8_t);
bool	 rib_entry_told(const struct rib *, const struct rib_entry *);
/* Is it of those that are forgotten? */
bool	 rib_entry_brief(const struct rib_entry *);

#endif
