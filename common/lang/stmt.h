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

#ifndef LANG_STMT_H
#define LANG_STMT_H

#include "../base/lex.h"

/*
 * Statements, which is what sections of the configuration are made of:
 * "word ... ;" or "word ... {".  The same in files and API lines.
 */
enum stmt {
	STMT_ERROR = -1,	/* reported, and skipped */
	STMT_CLOSE,		/* the section ends */
	STMT_WORDS,		/* ends with ";", which is still to be read */
	STMT_SECTION		/* ends with "{" */
};

/*
 * The keyword of the next statement.  Words before a "}" are dropped with
 * a warning, and the end of the text closes all sections, as in ExaBGP.
 */
enum stmt stmt_next(struct lex *, struct tok *);
/* Behind the ";" or "{"; words before it are ignored, with a warning. */
int	stmt_end(struct lex *);
int	stmt_open(struct lex *);

/* Note in the diag that a section is open; returns what to leave with. */
size_t	stmt_enter(struct diag *, const char *, size_t);
void	stmt_leave(struct diag *, size_t);

#endif
