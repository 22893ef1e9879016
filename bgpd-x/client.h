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

#ifndef CLIENT_H
#define CLIENT_H

#include <sys/queue.h>

#include <stdbool.h>

#include "lang/conf.h"
#include "out/sink.h"
#include "rib.h"

/*
 * Who gives commands: an API process or a user of the control socket.
 * Replies go through the functions below and never block: a process gets
 * text or JSON lines, a control client messages.
 */
enum client_kind { CLIENT_PROG, CLIENT_CTL };

struct client;

/* A command that takes more than one turn; the next one waits for it. */
struct job {
	/* some more of it; 1: again when there is room, 2: in another turn,
	 * 0: done, -1: failed */
	int	(*step)(struct client *, struct job *);
	void	(*free)(struct job *);
	bool	 waiting;	/* for another process's answer */
	bool	 idle;		/* nothing to do before something happens */
	bool	 quiet;		/* no `done` behind it, for programs */
};

struct client {
	enum client_kind kind;
	uint32_t	 id;		/* to tell answers apart */
	bool		 ack;		/* done and error are written */
	bool		 readonly;
	bool		 json;		/* items, not text (control clients) */
	bool		 v6;		/* grammar of the command at work */
	bool		 sync;		/* done waits until routes have left */
	bool		 mute;		/* replies are counted, not given */
	bool		 cut;		/* some of the answer was left out */
	bool		 wait_sent;	/* one of them asked for it */
	unsigned int	 failed;	/* commands while mute */
	unsigned int	 changes;	/* routes put or withdrawn, ever */
	struct attrs	*shared;	/* by the routes of a group */
	struct wbuf	*group;		/* lines of a group begun */
	struct pset	*may;		/* whom it may command; a reference */
	struct job	*job;
	char		 name[CONF_NAME_MAX];
};

/* reply.c */
void	 reply_text(struct client *, const void *, size_t);
void	 reply_line(struct client *, const char *, ...)
	    __attribute__((__format__(__printf__, 2, 3)));
/* A text that is whole, or left out; frees it. */
void	 reply_buf(struct client *, struct wbuf *);
/* One JSON line or CBOR item: fill the sink between the two. */
struct sink *reply_item(struct client *);
void	 reply_item_end(struct client *);
void	 reply_done(struct client *);
void	 reply_error(struct client *, const char *, ...)
	    __attribute__((__format__(__printf__, 2, 3)));
/* The same, and the reason is an object: for the newer grammar. */
void	 reply_refused(struct client *, const char *);

/* Client of a number, of either kind; NULL if it is gone. */
struct client *client_find(uint32_t);
uint32_t client_new_id(void);
/* Run the job on while there is room; true when there is none (left). */
bool	 client_job(struct client *);
void	 client_job_drop(struct client *);
/* Is there a job that could go on at once? */
bool	 client_job_more(const struct client *);

/* cmd.c: one line, without its newline; the reply is given or will be. */
void	 cmd_line(struct client *, const char *, size_t);

#endif
