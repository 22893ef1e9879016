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

#ifndef LANG_RTEXT_H
#define LANG_RTEXT_H

#include "../codec/nlri.h"

#define RTEXT_SPLIT_MAX	24	/* bits: a split makes 2^24 routes at most */

/*
 * The route language, one for configuration, API lines and bgpctl-x.
 * Each function reads the words of one statement up to and with its ";",
 * "}" or the end of the line, and fills a route that was reset; 0, or -1
 * with the error in the lexer's diag.  1 if a file has a "}" in place of
 * the ";": such a statement does not count, and the "}" is still there.
 *
 * `withdraw`: next hop and attributes are optional and what is required
 * is only what identifies the route.
 */

/*
 * "PREFIX keyword value ..." or "PREFIX { keyword value; ... }": after
 * `route`.  The family follows from the words.
 */
int	rtext_route(struct lex *, struct route *, bool withdraw);
/*
 * "keyword value ... nlri P P ...": after `attributes`.  Attributes are in
 * the route; call rtext_nlri_next() for each prefix: 1 filled, 0 end, -1.
 */
int	rtext_attributes(struct lex *, struct route *, bool withdraw);
int	rtext_shared(struct lex *, struct route *);	/* without `nlri` */
int	rtext_nlri_next(struct lex *, struct route *, bool withdraw);
/* Words of one family: after `announce ipv4 unicast`, ... */
int	rtext_family(struct lex *, enum fam, struct route *, bool withdraw);
/* After `flow route`, `vpls` and `sr-policy`, inline or a block. */
int	rtext_flow(struct lex *, struct route *, bool withdraw);
int	rtext_vpls(struct lex *, struct route *, bool withdraw);
int	rtext_srpolicy(struct lex *, struct route *, bool withdraw);
/* After `raw`: "afi N safi N nlri 0x... keyword value ...". */
int	rtext_raw(struct lex *, struct route *, bool withdraw);
/* One attribute keyword, already consumed: 1 done, 0 not one, -1 error. */
int	rtext_attr(struct lex *, const struct tok *, struct route *);
/* What ends a route, at its last word: checks, and its family. */
int	rtext_finish(struct lex *, const struct tok *, struct route *,
	    bool withdraw);
/*
 * A route with `split /N` stands for many: call with *n = 0 at first and
 * then what it left there; the route is the next piece, or false when there
 * are no more.  Without split it yields the route once.
 */
bool	rtext_split(struct route *, uint64_t *n);

/* A route as text that parses back: "10.0.0.0/24 next-hop 1.2.3.4 ...". */
void	rtext_print(enum fam, const struct nlri_ctx *, struct rbuf,
	    const void *, size_t, struct wbuf *);

#endif
