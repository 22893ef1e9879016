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
#include <sys/tree.h>

#include "base/mono.h"
#include "codec/update.h"
#include "group.h"
#include "proc.h"

/*
 * The route engine owns every route, every API line and every byte of an
 * UPDATE.  It sees no socket of a peer.
 */
#define ENG_TXWINDOW	(256 * 1024)	/* bytes under way to a peer */
#define ENG_NOW_MAX	(1024 * 1024)	/* of commands, beside the routes */
#define ENG_TURN_ROUTES	65536		/* packed for a group in one turn */

struct client;
struct prog;

/* What decides how a route is encoded, and how many groups share that. */
struct kind {
	TAILQ_ENTRY(kind)	 entry;
	struct enc_class	 cls;
	uint32_t		 ngroups;
};
TAILQ_HEAD(kind_list, kind);

/* Members at the same place of the journal, with the same encoding. */
struct group {
	TAILQ_ENTRY(group)	 entry;
	struct cursor		 cursor;
	struct kind		*kind;
	struct pset		*members;
	struct eng_peer		*refresh;	/* it asked for this walk */
	uint64_t		 turn;		/* it was last at work */
	struct mono		 paid;		/* rate limit: used up to here */
	bool			 initial;	/* End-of-RIB is still to come */
};
TAILQ_HEAD(group_list, group);

/* What an API process hears of a neighbor. */
struct sub {
	struct prog		*prog;
	struct sub_conf		 conf;
};

struct eng_peer {
	TAILQ_ENTRY(eng_peer)	 entry;
	RB_ENTRY(eng_peer)	 place;		/* by address and number */
	struct peer_conf	 conf;
	struct negot		 negot;		/* while agreed */
	struct addr		 self_other;
	struct addr		 local;		/* of the connection, or len 0 */
	struct group		*group;
	struct pset		*self;		/* the set of this one */
	struct sub		*subs;
	size_t			 nsubs;
	struct im_peer_stat	 stat;		/* as last asked for */
	uint64_t		 counter;	/* of events */
	uint64_t		 errors;	/* UPDATEs with an error */
	uint64_t		 announced;	/* routes that it sent */
	uint64_t		 withdrawn;
	uint32_t		 nroutes[FAM_MAX]; /* in its Adj-RIB-In */
	uint32_t		 warned;	/* FAM_BITs: near the limit */
	int64_t			 credit;	/* bytes it may be sent */
	uint32_t		 now;		/* bytes of eng_send_now(), unread */
	uint32_t		 rx_owed;	/* bytes not given back yet */
	uint32_t		 serial;	/* of its session */
	uint32_t		 tmpl;		/* id of its range, 0: none */
	bool			 up;
	bool			 agreed;	/* both OPENs are known */
	bool			 doomed;	/* told to end its session */
	bool			 waiting;	/* for an interface address */
	bool			 keep;		/* in the new configuration */
	char			 name[ADDR_STRLEN];
};
TAILQ_HEAD(eng_peers, eng_peer);
RB_HEAD(eng_places, eng_peer);

struct eng {
	struct proc_chan	 parent, sess;
	struct im_startup	 cfg;
	struct rib		 rib;		/* what is announced */
	struct rib		 in;		/* what was received, if kept */
	struct pack		 pack;
	struct eng_peers	 peers;
	struct eng_places	 places;
	struct eng_peer		**by_id;
	uint32_t		 nids;
	struct group_list	 groups;
	struct kind_list	 kinds;
	struct pset		*up;		/* all that are up */
	struct pset		*all;		/* all there are */
	struct mono		 now;
	struct mono		 started;
	double			 start_time;	/* s since 1970 */
	uint64_t		 turn;
	bool			 more;		/* work is left for a next turn */
	bool			 stop;
	bool			 shutting_down;
};

extern struct eng eng;

/* eng.c */
void	 eng_wake(int64_t ms);	/* run a turn without an event, then */

const char *eng_uuid(void);	/* of this run of the daemon */

/* eng_conf.c: configuration in two phases */
void	 reconf_begin(struct imsg *);
void	 reconf_peer(struct imsg *);
void	 reconf_proc(struct imsg *);
void	 reconf_sub(struct imsg *);
void	 reconf_attrs(struct imsg *);
void	 reconf_dog(struct imsg *);
void	 reconf_list(struct imsg *);
void	 reconf_routes(struct imsg *);
void	 reconf_end(struct imsg *);
void	 reconf_commit(struct imsg *);
void	 reconf_done(struct imsg *);
void	 reconf_abort(struct imsg *);
/* What the staged routes would change. */
struct reconf_diff {
	size_t	new, changed, withdrawn, same;
};
void	 reconf_diff(struct reconf_diff *);

/* eng_peer.c */
struct eng_peer *eng_peer_find(uint32_t);
/* The first neighbor with this address or range, and the next one. */
struct eng_peer *eng_peer_at(const struct prefix *);
struct eng_peer *eng_peer_at_next(struct eng_peer *);
struct eng_peer *eng_peer_add(const struct peer_conf *);
void	 eng_peer_set(struct eng_peer *, const struct peer_conf *);
/* A member of a range has what the range says now. */
void	 eng_peer_follow(struct eng_peer *, const struct eng_peer *);
void	 eng_peer_remove(struct eng_peer *);
void	 eng_peer_copy(struct eng_peer *);
void	 eng_peer_new(struct imsg *);
void	 eng_peer_gone(struct imsg *);
void	 eng_sess_up(struct imsg *);
void	 eng_sess_down(struct imsg *);
void	 eng_sess_state(struct imsg *);
void	 eng_sess_negot(struct imsg *);
void	 eng_ifaddr(struct imsg *);
void	 eng_credit(struct imsg *);

/* eng_group.c */
int	 group_enter(struct eng_peer *);	/* -1: no memory */
void	 group_leave(struct eng_peer *);
void	 group_limit(struct eng_peer *);
void	 group_refresh(struct eng_peer *, uint32_t families);
void	 groups_turn(void);
void	 eng_send(void *, const struct pset *, const void *, size_t);
/*
 * Messages that commands make go out at once, credit or not; a peer that has
 * not read too many of them gets no more: it is the answer then.
 */
struct eng_peer *eng_send_now(const struct pset *, const void *, size_t);

/* eng_log.c: lines about routes and commands, counted above a rate */
void	 eng_log_command(const char *, size_t);
void	 eng_log_refused(const char *, const char *);
void	 eng_log_unheard(const char *, enum fam);
void	 eng_log_routes(struct group *, struct cursor *, size_t);
void	 eng_log_warned(const struct pset *, const struct rib_entry *,
	    const char *);

/* rx.c: messages of the peers */
void	 rx_init(void);
void	 rx_update(struct imsg *);
void	 rx_msg(struct imsg *);
void	 rx_credit_back(struct eng_peer *);
void	 rx_stuck(struct imsg *);
/* What is sent to a peer, for programs that listen to that. */
void	 rx_sent(struct eng_peer *, const void *, size_t);

/* maxprefix.c: the Adj-RIB-In, counted; without memory it lacks the route */
int	 adj_rib_in_set(struct eng_peer *, const struct rib_key *,
	    struct attrs *);
void	 adj_rib_in_clear(struct eng_peer *);
/* Warns near the limit; true if it was passed and the session ends. */
bool	 max_prefix_reached(struct eng_peer *);

/* watchdog.c: named sets of routes that are held and released */
void	 watchdogs_reset(void);
int	 watchdog_add(const char *, const struct rib_key *, struct attrs *,
	    struct pset *, bool held);
int	 watchdog_set(const char *, bool);
/* Peers that come, their routes those of another one, and that go. */
void	 watchdogs_clone(uint32_t, const struct pset *);
void	 watchdogs_forget(const struct pset *);
/* Would a route under this name be held? */
bool	 watchdog_holds(const char *, bool);

#endif
