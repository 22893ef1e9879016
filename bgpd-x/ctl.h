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

#ifndef CTL_H
#define CTL_H

#include "base/ctl.h"
#include "client.h"
#include "eng.h"

/* Clients of the control sockets. */
void	 ctl_listen(int, bool readonly);
void	 ctl_put(struct client *, enum ctl_type, const void *, size_t);
void	 ctl_end(struct client *, uint32_t status);
bool	 ctl_room(const struct client *);
struct client *ctl_client(uint32_t);
void	 ctl_turn(void);
void	 ctl_flush(void);
void	 ctl_reload_done(struct imsg *);
void	 ctl_reload_change(struct imsg *);
void	 ctl_reload_diff(struct imsg *);

#endif
