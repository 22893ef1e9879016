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

#ifndef ENG_H
#define ENG_H

#include <sys/queue.h>

#include "base/mono.h"
#include "group.h"
#include "proc.h"

/*
 * The route engine owns every route, every API line and every byte of an
 * UPDATE.  It sees no socket of a peer.
 */
#define ENG_TXWINDOW	(256 * 1024)	/* bytes under way to a peer */
#define ENG_TURN_ROUTES	65536		/* packed for a group in one turn */

/* Members at the same place of the journal, with the same encoding. */
struct group {
	TAILQ_ENTRY(group)	 entry;
	struct cursor		 cursor;
	struct enc_class	 cls;
	struct pset		*members;
	uint64_t		 turn;		/* it was last at work */
	bool			 initial;	/* End-of-RIB is still to come */
};
TAILQ_HEAD(group_list, group);

struct eng_peer {
	TAILQ_ENTRY(eng_peer)	 entry;
	struct peer_conf	 conf;
	struct negot		 negot;		/* while up */
	struct addr		 self_other;
	struct group		*group;
	struct pset		*self;		/* the set of this one */
	int64_t			 credit;	/* bytes it may be sent */
	bool			 up;
	bool			 waiting;	/* for an interface address */
	char			 name[ADDR_STRLEN];
};
TAILQ_HEAD(eng_peers, eng_peer);

struct eng {
	struct proc_chan	 parent, sess;
	struct im_startup	 cfg;
	struct rib		 rib;
	struct pack		 pack;
	struct eng_peers	 peers;
	struct eng_peer		**by_id;
	uint32_t		 nids;
	struct group_list	 groups;
	struct pset		*up;		/* all that are up */
	struct mono		 now;
	uint64_t		 turn;
	bool			 stop;
	bool			 shutting_down;
};

extern struct eng eng;

/* eng_peer.c */
struct eng_peer *eng_peer_find(uint32_t);
struct eng_peer *eng_peer_add(const struct peer_conf *);
void	 eng_peer_remove(struct eng_peer *);
void	 eng_sess_up(struct imsg *);
void	 eng_sess_down(struct imsg *);
void	 eng_ifaddr(struct imsg *);
void	 eng_credit(struct imsg *);

/* eng_group.c */
void	 group_enter(struct eng_peer *);
void	 group_leave(struct eng_peer *);
void	 groups_turn(void);
void	 eng_send(void *, const struct pset *, const void *, size_t);

#endif
