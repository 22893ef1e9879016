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

#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct tok;

#define DIAG_MAX	20	/* errors reported per run */
#define DIAG_WARN_MAX	100	/* warnings reported per run */

/*
 * Errors and warnings about a text, as data.  Each message is written to
 * `out` as "name:line:col: message" (API lines and words have no name),
 * followed by the source line and a caret when `caret` is set.  With
 * `where` ExaBGP's "syntax error in section WHERE" comes before it.
 */
struct diag {
	const char	*name;		/* file name, or NULL */
	const char	*src;		/* whole source text, for the caret */
	size_t		 srclen;
	struct wbuf	 out;		/* errors, one or three lines each */
	struct wbuf	 warn;		/* warnings, same form */
	unsigned int	 nerr;
	unsigned int	 nwarn;
	uint32_t	 line, col;	/* of the last error */
	bool		 caret;
	char		 first[256];	/* first error, message only */
	char		 where[160];	/* sections open, "a/b", or "" */
};

void	diag_init(struct diag *, const char *, const char *, size_t);
void	diag_reset(struct diag *);
void	diag_free(struct diag *);

/*
 * Record an error at a token (NULL: nowhere in particular); returns -1.  Of
 * a place the first one counts: what else is wrong there follows from it.
 */
int	diag_err(struct diag *, const struct tok *, const char *, ...)
	    __attribute__((__format__(__printf__, 3, 4)));
void	diag_warn(struct diag *, const struct tok *, const char *, ...)
	    __attribute__((__format__(__printf__, 3, 4)));

/* The candidate nearest to a mistyped word, or NULL when none is near. */
const char *diag_suggest(const char *, size_t, const char *const *, size_t);

#endif
