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

#ifndef CMD_H
#define CMD_H

#include "base/diag.h"
#include "base/lex.h"
#include "client.h"
#include "eng.h"

/* One command being carried out. */
struct cmd_ctx {
	struct client	*c;
	struct lex	*lex;		/* behind the command's words */
	const struct pset *from;	/* the peers that a selector finds */
	struct pset	*sel;		/* the peers it is for; a reference */
	bool		 selected;	/* a selector was given */
	bool		 v6;
	bool		 json;		/* the word `json` was there */
	bool		 withdraw;
	bool		 sync;		/* done waits until routes have left */
	const char	*words;		/* of the command */
};

/*
 * A command: done (the caller replies), failed (the diag says why), or the
 * reply has been given or will be.
 */
enum cmd_result { CMD_DONE = 0, CMD_FAIL = -1, CMD_LATER = 1 };

typedef enum cmd_result (*cmd_fn)(struct cmd_ctx *);

/* What parts the words of a line. */
static inline bool
cmd_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* cmd_word.c: the words that may stand in a place, each once, copied */
#define WORDS_MAX	96

struct words {
	const char	*v[WORDS_MAX];
	char		 buf[1024];
	size_t		 n, used;
};
void	 words_add(struct words *, const char *, size_t);
/* The one that is this token, or the only one that begins so, or NULL. */
const char *words_whole(const struct tok *, const char *const *, size_t);
/* The next word, consumed, and whole though an operator shortened it. */
bool	 words_next(struct cmd_ctx *, const struct words *, struct tok *);
/*
 * Why the token is none of these, in a place of that kind, and if so wanted
 * with a list of them all.  Returns -1.
 */
int	 words_error(struct lex *, const struct words *, const struct tok *,
	    const char *, bool);

/* select.c: "neighbor A [KEY VALUE]... , neighbor ..." and "peer S" */
int	 select_neighbor(struct cmd_ctx *);
int	 select_peer(struct cmd_ctx *);
/* An error if the command is for nobody. */
int	 select_any(struct cmd_ctx *);
/* Has it this address, or is it made from this range or the range itself? */
bool	 peer_is(const struct eng_peer *, const struct prefix *);
/* Those of a set of which that is so: a reference, NULL if there are none. */
struct pset *select_at(const struct pset *, const struct prefix *);

/* cmd_route.c */
enum cmd_result cmd_route(struct cmd_ctx *);
enum cmd_result cmd_flow(struct cmd_ctx *);
enum cmd_result cmd_vpls(struct cmd_ctx *);
enum cmd_result cmd_raw(struct cmd_ctx *);
enum cmd_result cmd_family(struct cmd_ctx *);
enum cmd_result cmd_eor(struct cmd_ctx *);
enum cmd_result cmd_refresh(struct cmd_ctx *);
enum cmd_result cmd_operational(struct cmd_ctx *);
enum cmd_result cmd_watchdog(struct cmd_ctx *);
enum cmd_result cmd_flush_out(struct cmd_ctx *);
enum cmd_result cmd_clear_out(struct cmd_ctx *);
enum cmd_result cmd_clear_in(struct cmd_ctx *);

struct route;
/* The route being built, emptied; a complete one's key. */
struct route *cmd_route_start(void);
struct rib_key cmd_route_key(const struct route *);
/*
 * A key with these attributes, or a route and all it is split into, into the
 * store, or out of it; -1 with the reason in the lexer's diag.
 */
int	 cmd_put(struct cmd_ctx *, const struct rib_key *, struct attrs *);
int	 cmd_put_route(struct cmd_ctx *, struct route *, struct attrs *);
/* Add what a route is split into; -1 if that is more than a command may. */
int	 cmd_count(struct cmd_ctx *, const struct route *, uint64_t *);
/*
 * rib_announce() for a command: each step of a flap is told, as ExaBGP does
 * when its commands come one by one.
 */
int	 cmd_announce(const struct rib_key *, struct attrs *, struct pset *);
/*
 * Messages to these peers at once; -1 with the reason if one of them has not
 * read too much already: nobody gets them then.
 */
int	 cmd_send(struct cmd_ctx *, const struct pset *, const struct wbuf *);
/* What it says besides the NLRI: a reference, NULL without memory. */
struct attrs *cmd_route_attrs(const struct cmd_ctx *, struct route *);

/* cmd_attributes.c: "attributes ... nlri P P ..." */
enum cmd_result cmd_attributes(struct cmd_ctx *);

/* cmd_routes.c */
enum cmd_result cmd_routes(struct cmd_ctx *);

/* cmd_queue.c */
#define QUEUE_NLRI_MAX	64	/* bytes: longer ones are not queued */
/*
 * A route for these peers, without attributes one that is withdrawn: it is
 * carried out, and replied to, with the next queue_flush().
 */
void	 queue_put(struct client *, const struct rib_key *, struct attrs *,
	    struct pset *);
void	 queue_flush(void);

/* cmd_same.c: routes whose words have been seen before */
bool	 same_route(struct cmd_ctx *);
bool	 same_line(struct client *, const char *, size_t);
void	 same_learn(const struct cmd_ctx *, const struct route *,
	    struct attrs *, const char *, size_t);
void	 same_clear(void);

/* cmd_daemon.c */
enum cmd_result cmd_version(struct cmd_ctx *);
enum cmd_result cmd_reload(struct cmd_ctx *);
enum cmd_result cmd_restart(struct cmd_ctx *);
enum cmd_result cmd_shutdown(struct cmd_ctx *);
enum cmd_result cmd_teardown(struct cmd_ctx *);
enum cmd_result cmd_ack_on(struct cmd_ctx *);
enum cmd_result cmd_ack_off(struct cmd_ctx *);
enum cmd_result cmd_ack_silent(struct cmd_ctx *);
enum cmd_result cmd_reset(struct cmd_ctx *);
enum cmd_result cmd_crash(struct cmd_ctx *);
enum cmd_result cmd_log(struct cmd_ctx *);
enum cmd_result cmd_ping(struct cmd_ctx *);
enum cmd_result cmd_bye(struct cmd_ctx *);
enum cmd_result cmd_status(struct cmd_ctx *);
enum cmd_result cmd_queue_status(struct cmd_ctx *);
enum cmd_result cmd_api_version(struct cmd_ctx *);
enum cmd_result cmd_peer_list(struct cmd_ctx *);
enum cmd_result cmd_sync_on(struct cmd_ctx *);
enum cmd_result cmd_sync_off(struct cmd_ctx *);

enum cmd_result cmd_show_process(struct cmd_ctx *);

/* cmd_help.c */
enum cmd_result cmd_help(struct cmd_ctx *);

/* cmd_create.c: neighbors made and removed at run time */
enum cmd_result cmd_create(struct cmd_ctx *);
enum cmd_result cmd_delete(struct cmd_ctx *);
void	 create_added(struct imsg *);
void	 create_deleted(struct imsg *);
void	 create_refused(struct imsg *);

/* cmd_group.c: commands that are carried out together */
enum cmd_result cmd_group_start(struct cmd_ctx *);
enum cmd_result cmd_group_end(struct cmd_ctx *);
enum cmd_result cmd_group_line(struct cmd_ctx *);
bool	 group_take(struct client *, const char *, size_t);
void	 group_drop(struct client *);
/* `done` once all routes have left. */
void	 cmd_wait_sent(struct client *);
/* Is that so, and somebody waits for it? */
bool	 cmd_sent(void);

/* cmd_peer.c: what an operator does to a neighbor */
enum cmd_result cmd_peer_up(struct cmd_ctx *);
enum cmd_result cmd_peer_down(struct cmd_ctx *);
enum cmd_result cmd_peer_clear(struct cmd_ctx *);
enum cmd_result cmd_peer_refresh(struct cmd_ctx *);
enum cmd_result cmd_peer_destroy(struct cmd_ctx *);
/* The rest of the line, or what the subcode means, as text of a Cease. */
void	 cease_text(struct lex *, struct im_stop *);

/* cmd_show.c */
enum cmd_result cmd_show_summary(struct cmd_ctx *);
enum cmd_result cmd_show_neighbor(struct cmd_ctx *);
enum cmd_result cmd_show_out(struct cmd_ctx *);
enum cmd_result cmd_show_in(struct cmd_ctx *);

#endif
