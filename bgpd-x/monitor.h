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

#ifndef MONITOR_H
#define MONITOR_H

#include "cmd.h"

/*
 * Monitors: control clients, and processes with `subscribe`, that follow
 * sessions and updates.  They get a snapshot, a marker, and what happens
 * from the moment they asked on.
 */
enum cmd_result cmd_monitor(struct cmd_ctx *);
void	 monitor_state(const struct eng_peer *, const char *, const char *);
void	 monitor_update(const struct eng_peer *, bool sent,
	    const struct update *);
/* A process is gone; one that was behind has read. */
void	 monitor_drop(const struct client *);
/* These are gone; their numbers may become those of others. */
void	 monitors_forget(const struct pset *);
void	 monitor_room(struct client *);

#endif
