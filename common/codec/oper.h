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

#ifndef CODEC_OPER_H
#define CODEC_OPER_H

#include "../base/lex.h"
#include "../out/sink.h"
#include "negot.h"

/*
 * OPERATIONAL messages, which ExaBGP speaks with itself (capability 185):
 *
 *	type(2) length(2) afi(2) safi(1) data
 *
 * where data is a text (an advisory) or router-id(4) sequence(4), and for
 * an answer counter(4).
 */
#define OPER_TEXT_MAX	2048	/* bytes of an advisory */

/* Is the word the KIND of a message? */
bool	oper_is_kind(const struct tok *);
/*
 * "KIND afi A safi S ..." to the body of a message, appended; 0 or -1.  *own
 * is where the router-id of the sender goes, 0 if it was given or is not
 * needed.
 */
int	oper_parse(struct lex *, size_t *own, struct wbuf *);
/* The "operational" object, and the words of the text form. */
void	oper_emit(struct rbuf, struct sink *);
void	oper_text(struct rbuf, struct wbuf *);

#endif
