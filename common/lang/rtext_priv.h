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

#ifndef LANG_RTEXT_PRIV_H
#define LANG_RTEXT_PRIV_H

#include "rtext.h"

/* What the files of the route language share. */

/* A word of a flow route's `then` or `scope`: 1 done, 0 not one, -1. */
int	rtext_action(struct lex *, const struct tok *, struct route *);
size_t	rtext_action_words(const char **, size_t);
/* A section of a flow route, such as `match`: 1 done, 0 not one, -1. */
int	rtext_part(struct lex *, const struct tok *, struct route *);
/* May the word be a statement of its own in the block of a flow route? */
bool	rtext_beside_parts(const struct tok *);
bool	rtext_is_flow(const struct route *);

#endif
