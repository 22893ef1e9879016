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

#ifndef BGPCTL_H
#define BGPCTL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"

#define DEFAULT_SOCK	"/run/bgpd-x/bgpd-x.sock"

struct cbor_item_t;

/* What the options in front of a command say. */
struct opts {
	const char	*sock;
	bool		 json;
};

/*
 * main.c: a command as it is typed; exit statuses, 2 for wrong usage.  What
 * is set by a signal that ends what is under way, not the program.
 */
int	command_run(const struct opts *, int, char *[]);
extern volatile sig_atomic_t interrupted;

/* A question whose answer the program itself looks at. */
struct ask {
	const char	*sock;
	const char	*words;
	bool		 json;
	int		 ms;		/* for all of it */
	int		 stop;		/* -1, or input here ends it */
	/* a piece of the answer, an item or text; -1: not understood */
	int		(*got)(void *, bool item, const void *, size_t);
	void		*arg;
	struct wbuf	 part;		/* of an item, the begin */
	char		 why[256];	/* it failed, one line */
};

/*
 * client.c: one request; what comes back goes to standard output.  0 done,
 * 1 refused or failed, with one line why on standard error.
 */
int	client_run(const char *sock, bool json, const char *, size_t);
int	client_ask(struct ask *);

/* plain.c: text, without what a terminal would obey if this is one. */
void	plain_print(FILE *, const void *, size_t);
void	plain_text(struct wbuf *, const void *, size_t);

/* offline.c: what needs no daemon; exit statuses, 2 for usage */
int	offline_decode(int, char *[]);
int	offline_encode(int, char *[]);
int	offline_convert(int, char *[]);

/* complete.c: what may come next, sorted and each once. */
struct words {
	char	**v;
	size_t	  n;
};
void	words_free(struct words *);
/* The last of the words is the one to complete; more are added. */
void	complete_words(const struct opts *, size_t, char *const [],
	    struct words *);
int	complete_run(const struct opts *, int, char *[]);

/* shell.c: commands from a terminal, and from anything else */
int	shell_terminal(const struct opts *);
int	shell_lines(const struct opts *, FILE *);

/* top.c: the sessions, again and again */
int	top_run(const struct opts *, int, char *[]);

/* tojson.c: one CBOR data item as JSON, appended; -1 if it is none. */
int	cbor_to_json(const void *, size_t, struct wbuf *);
/* The same as a tree, for cbor_decref(); NULL if it is none. */
struct cbor_item_t *cbor_tree(const void *, size_t);

#endif
