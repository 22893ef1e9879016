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

#ifndef PROC_H
#define PROC_H

#include <sys/types.h>

#include <event.h>

#include "imsgtab.h"

#define CHANNEL_FD	3	/* a child's channel to the parent */
#define DYNAMIC_ID	32768U	/* from here on: peers made from ranges */

/* Handlers by message type; a NULL one is as forbidden as a broken rule. */
typedef void (*imsg_fn)(struct imsg *);

/* A channel to another process, in the event loop. */
struct proc_chan {
	struct chan	 c;
	enum role	 self, peer;
	const imsg_fn	*handlers;
	struct event	 rd, wr;
	void		(*lost)(struct proc_chan *, const char *);
	bool		 paused;
	bool		 busy;		/* one of its messages is at work */
};

const char *role_name(enum role);

/*
 * How this program was called: where there is no /proc, as in some chroots
 * and on OpenBSD, it is found by that.  To be said before the directory
 * changes.
 */
void	proc_program(const char *);
/* Start this program again in a child with that role; fd is its channel. */
pid_t	proc_exec(enum role, int *);

int	pc_open(struct proc_chan *, int, enum role, enum role,
	    const imsg_fn *, void (*)(struct proc_chan *, const char *));
void	pc_close(struct proc_chan *);
/* Queue a message; a full channel is treated as a lost one. */
void	pc_send(struct proc_chan *, enum imsg_type, uint32_t, const void *,
	    size_t);
void	pc_sendfd(struct proc_chan *, enum imsg_type, uint32_t, int,
	    const void *, size_t);
void	pc_send2(struct proc_chan *, enum imsg_type, uint32_t, const void *,
	    size_t, const void *, size_t);
/* Write what is queued; called at the end of each turn. */
void	pc_flush(struct proc_chan *);
/* Write it all now, however long it takes: before exit and hand-over. */
void	pc_drain(struct proc_chan *);
/* What it has said so far, before it is taken for gone. */
void	pc_hear(struct proc_chan *);
/* Stop and go on reading, for back-pressure. */
void	pc_pause(struct proc_chan *, bool);

/* A timer; without memory for it, it is due at once: better than never. */
void	timer_add(struct event *, const struct timeval *);

/* Run the loop until *stop; turn() runs after each round of events. */
void	proc_loop(const bool *, void (*)(void));

/* The two children; they return when they are told to stop. */
void	sess_main(void);
void	eng_main(void);

/* Log lines of a child go to the parent as messages. */
void	proc_log_to(struct proc_chan *);

#endif
