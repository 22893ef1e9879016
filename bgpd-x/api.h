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

#ifndef API_H
#define API_H

#include <event.h>

#include "client.h"
#include "eng.h"

/*
 * API processes: their pipes.  Commands are read in turns of a bounded
 * size; what is written waits in a bounded buffer and never blocks.
 */
#define API_LINE_MAX	(1024 * 1024)	/* bytes of a command */
#define API_ACK_MAX	(8 * 1024 * 1024)	/* unread output: no more acks */
#define API_BEHIND	(64 * 1024)	/* a pipe full: acks may be counted */
#define API_OUT_MAX	(80 * 1024 * 1024)	/* unread output, in all */
#define API_PAUSE	(48 * 1024 * 1024)	/* above: peers have to wait */
#define API_DROP	(4 * 1024 * 1024)	/* above: or events are lost */
#define API_RESUME	(1024 * 1024)

struct prog {
	struct client	 c;		/* first: a client is its prog */
	TAILQ_ENTRY(prog) entry;
	uint32_t	 id;		/* the parent's number */
	struct im_proc	 conf;
	int		 in;		/* its stdin: we write */
	int		 out;		/* its stdout: we read */
	int		 err;
	struct event	 wr_ev, rd_ev, err_ev;
	struct wbuf	 rx;		/* lines not yet executed */
	size_t		 rx_off;
	struct wbuf	 tx;
	size_t		 tx_off;
	struct wbuf	 errline;
	struct mono	 started;
	uint64_t	 commands;
	uint64_t	 restarts;
	uint64_t	 acks_dropped;
	uint64_t	 acks_held;	/* to be told as one */
	uint64_t	 events_dropped;
	uint64_t	 lost;		/* of those, not yet told */
	uint32_t	 pid;
	uint8_t		 owner;		/* number in the store, never 0 */
	bool		 skipping;	/* the rest of an overlong line */
	bool		 slow;		/* peers it listens to are paused */
	bool		 given_up;	/* for too long: events are dropped */
	bool		 killed;
	bool		 starved;	/* a pipe of it was lost */
	bool		 rd_paused;	/* a job is at work */
	bool		 keep;
};
TAILQ_HEAD(progs, prog);

extern struct progs progs;

/* messages of the parent */
void	 api_stdin(struct imsg *);
void	 api_stdout(struct imsg *);
void	 api_stderr(struct imsg *);
void	 api_started(struct imsg *);
void	 api_exit(struct imsg *);

/* configuration */
void	 api_conf_begin(void);
int	 api_conf(uint32_t, const struct im_proc *);
void	 api_conf_end(void);
void	 api_peers_changed(void);
struct prog *api_find(uint32_t);
/* Bytes written for it that it has not read. */
size_t	 api_unread(const struct prog *);
struct client *api_client(uint32_t);
/* Nothing more is told to it. */
void	 api_close_in(struct prog *);

/* api_out.c: what they are told */
void	 api_put(struct client *, const void *, size_t);
void	 api_ack(struct client *, const char *);
bool	 api_room(const struct client *);
/* For what happens: less than where peers are paused. */
bool	 api_room_live(const struct client *);
bool	 api_is_text(const struct client *);
/* Where an event is written; NULL if it is not to be. */
struct wbuf *api_event(struct prog *);
void	 api_write(struct prog *);
void	 api_writable(int, short, void *);
/* Is some program that listens to this neighbor behind? */
bool	 api_slow(const struct sub *, size_t);
/* Those lose events from now on, until they read. */
void	 api_give_up(const struct sub *, size_t);
/*
 * Behind, caught up again, or gone: the peers concerned wait or go on, and
 * nobody hears of acknowledgements that were for one that is gone.
 */
void	 api_slow_check(struct prog *);
/* Tell a program that lost events how things are: resync.c */
void	 resync_start(struct prog *);

void	 api_turn(void);
void	 api_flush(void);
/* The last words, and the end of their input. */
void	 api_shutdown(void);

#endif
