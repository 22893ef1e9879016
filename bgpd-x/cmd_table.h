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

#ifndef CMD_TABLE_H
#define CMD_TABLE_H

#include "cmd.h"

enum {
	C_WRITE = 1,		/* not for the read-only socket */
	C_WITHDRAW = 2,
	C_JSON = 4,		/* has a JSON form: the word `json` is its */
	C_ROUTE = 8,		/* changes routes: sync concerns it */
	C_ALL = 16,		/* for any neighbor, not only the client's */
	C_PEERS = 32,		/* for neighbors, as routes and these are */
	C_NAMED = C_PEERS | 64,	/* but never for all by accident */
	C_QUEUE = 128,		/* queues routes behind those of others */
	C_ADD = C_WRITE | C_ROUTE | C_QUEUE,
	C_DROP = C_ADD | C_WITHDRAW
};

struct cmd {
	const char	*words;
	uint8_t		 flags;
	cmd_fn		 fn;
	const char	*args;		/* what may follow, for help */
};

/* The tables end with a row without words. */
extern const struct cmd commands[], commands6[];
/* Behind `peer` alone, and behind a selector only of the newer grammar. */
extern const struct cmd commands_peer[], commands_peers[];

/* May a selector of neighbors stand before it? */
static inline bool
cmd_selects(const struct cmd *c)
{
	return (c->flags & (C_ROUTE | C_ALL | C_PEERS)) != 0;
}

#endif
