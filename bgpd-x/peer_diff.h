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

#ifndef PEER_DIFF_H
#define PEER_DIFF_H

#include <stdbool.h>

#include "lang/conf.h"

/*
 * Do two configurations of a neighbor differ in what its session depends
 * on, or else in anything that can change under a session?  The names of
 * the settings are appended if they are asked for.
 */
bool	peer_diff(const struct peer_conf *, const struct peer_conf *, bool,
	    struct wbuf *);

/* What a range says of the member with this number and address. */
struct peer_conf peer_member(const struct peer_conf *, uint32_t,
	    const struct addr *);

#endif
