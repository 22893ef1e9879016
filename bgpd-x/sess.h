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

#ifndef SESS_H
#define SESS_H

#include <sys/queue.h>

#include <event.h>
#include <stdbool.h>

#include "base/mono.h"
#include "codec/open.h"
#include "fsm.h"
#include "proc.h"

/*
 * The session engine owns the TCP connections and the FSM.  It parses
 * headers, OPENs, KEEPALIVEs and NOTIFICATIONs; UPDATE bodies pass through
 * to the route engine unread.
 */
#define SESS_RXWINDOW	(512 * 1024)	/* bytes a peer may have in flight */
#define SESS_TXCREDIT_BATCH (16 * 1024)	/* returned in pieces of this */
#define SESS_BACKLOG_MAX 64		/* accepts in one turn */
/* Read in turns of this, so that one peer cannot keep the loop. */
#define RX_TURN		(128 * 1024)

/* A run of whole messages, shared by all the peers they go to. */
struct txbuf {
	uint32_t	refs;
	uint32_t	len;
	uint8_t		data[];
};

struct txref {
	struct txbuf	*buf;
	uint32_t	 off;
	bool		 counted;	/* gives credit back when written */
};

struct txq {
	struct txref	*ring;
	size_t		 cap, head, n;
	size_t		 bytes;
};

/* What one attempt has written, and how much of it gives credit back. */
struct txdone {
	size_t		 bytes;
	uint32_t	 counted;
};

struct peer;

/* One TCP connection with a peer, or our attempt at one. */
struct conn {
	TAILQ_ENTRY(conn) entry;	/* on the list of the dead */
	struct peer	*peer;
	int		 fd;		/* -1: none yet */
	struct fsm	 fsm;
	struct event	 rd, wr, timer;
	struct mono	 due[FSM_TIMERS];
	struct mono	 armed;		/* when the timer event fires */
	struct addr	 local, remote;
	struct negot	 negot;
	uint8_t		*part;		/* unfinished message, malloced */
	size_t		 partlen;
	struct txq	 txq;
	uint32_t	 credit_due;	/* bytes to give back to the RE */
	uint32_t	 serial;	/* of the session, once it is up */
	uint8_t		 peer_caps[32];
	uint8_t		 hold_extended;
	bool		 has_open;
	bool		 connecting;
	bool		 asked;		/* a socket was asked for */
	bool		 paused;	/* no receive credit left */
	bool		 started;	/* the RE sends to this session */
	bool		 dead;		/* freed at the end of the turn */
	struct bgp_err	 err;		/* the NOTIFICATION we send */
	struct im_down	 down;		/* why it ends */
};

struct peer {
	TAILQ_ENTRY(peer)  entry;
	struct peer_conf   conf;
	struct conn	  *conn[2];	/* ours, theirs */
	struct conn	  *up;		/* the established one */
	struct im_count	   rx, tx;
	struct im_copy	   copy;
	struct mono	   since;	/* of the state shown */
	struct event	   idle;	/* the end of being held down */
	struct bgp_err	   held;	/* why: what it is told when it calls */
	uint32_t	   established;
	uint32_t	   attempts;
	uint32_t	   tmpl;	/* id of the range it was made from */
	int64_t		   rx_credit;	/* bytes it may still send to the RE */
	bool		   disabled;	/* by the operator */
	bool		   dynamic;	/* made from a range */
	bool		   keep;	/* mark of a reload */
	char		   name[ADDR_STRLEN];
	char		   last_error[384];
	size_t		   notified;	/* the NOTIFICATION's part of that */
};
TAILQ_HEAD(peer_list, peer);
TAILQ_HEAD(conn_list, conn);

/*
 * A neighbor of the next configuration.  The route engine may take that a
 * little earlier, and what it says is about this one too.
 */
struct staged {
	struct peer_conf  conf;
	struct im_copy	  copy;
	bool		  down;		/* by the operator */
};

struct sess {
	struct proc_chan  parent, eng;
	struct im_startup cfg;
	struct peer_list  peers;
	struct peer	**by_id;
	uint32_t	  nids;
	struct conn_list  dead;
	struct staged	 *staged;	/* of a reload under way */
	size_t		  nstaged, capstaged;
	bool		  nomem;	/* for all of them */
	uint32_t	  gen;
	uint32_t	  serial;	/* of the last session */
	struct mono	  now;
	uint8_t		 *rxbuf;	/* one for all connections */
	bool		  stop;
	bool		  shutting_down;
	bool		  dynamic_over;	/* look at the ranges' peers */
};

extern struct sess sess;

/* sess_peer.c: the table of peers */
struct peer *peer_find(uint32_t);
struct peer *peer_by_addr(const struct addr *, const struct addr *, uint16_t);
struct peer *peer_add(const struct peer_conf *);
void	 peer_remove(struct peer *, uint8_t);
void	 peers_check_ranges(void);
void	 peer_start(struct peer *);
void	 peer_stop(struct peer *, const struct im_stop *);
void	 peer_stat(struct peer *, struct im_peer_stat *);
void	 peer_conn_over(struct peer *, struct conn *);
bool	 peer_idle(const struct peer *);

/* sess_accept.c: connections that peers make */
void	 conn_accept(int, const struct addr *, const struct addr *, uint16_t);
/* It has its OPEN: two of one peer become one.  False if it is not this. */
bool	 conn_collide(struct conn *, const struct negot *);

/* sess_conn.c: connections and the actions of the FSM */
struct conn *conn_new(struct peer *, bool);
void	 conn_attach(struct conn *, int);
void	 conn_bury(struct conn *);
void	 conn_reap(void);
void	 conn_event(struct conn *, enum fsm_input);
void	 conn_error(struct conn *, const struct bgp_err *);
void	 conn_set_error(struct peer *, const char *, const struct im_down *);
void	 conn_cease(struct conn *, const struct im_stop *);
void	 stop_error(const struct im_stop *, struct bgp_err *);
void	 conn_got_socket(struct conn *, int, const struct im_socket *);
void	 conn_opened(struct conn *, const struct open *);
void	 conn_timer_set(struct conn *, enum fsm_timer, int64_t);

/* sess_rx.c: framing */
void	 rx_ready(struct conn *);
void	 rx_resume(struct conn *);
void	 rx_finish(struct conn *);
/* The peer has ended it, which may be unread yet. */
bool	 rx_hung_up(const struct conn *);

/* sess_tx.c: output queues */
void	 tx_update(struct imsg *);
void	 tx_message(struct conn *, uint8_t, struct wbuf *);
void	 tx_write(struct conn *);
void	 tx_clear(struct conn *);
void	 tx_free(struct txq *);
/* Write what the socket takes; 0: all, 1: some is left, -1: it is broken. */
int	 tx_queue_write(struct txq *, int, struct txdone *);

/* sess_farewell.c: connections that end; takes the socket and the queue */
void	 farewell(int, struct txq *);
size_t	 farewell_count(void);

/* sess_listen.c: listening sockets handed over by the parent */
void	 listen_stage(int, const struct im_listener *);
void	 listen_switch(void);
void	 listen_close_all(void);

/* copies for programs that subscribed to them */
void	 sess_copy(struct peer *, bool, uint8_t, const void *, size_t);

#endif
