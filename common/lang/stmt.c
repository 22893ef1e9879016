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

#include <string.h>

#include "stmt.h"

/* Words up to the closing brace, which stays; where they began is known. */
static enum stmt
drop_words(struct lex *lx, const struct tok *kw)
{
	struct tok t;

	diag_warn(lx->diag, kw, "\"%.*s\" is ignored: it is not ended by "
	    "\";\"", (int)kw->len, kw->s);
	while (lex_word(lx, &t))
		;
	t = lex_next(lx);
	return t.kind == TOK_CLOSE ? STMT_CLOSE : STMT_ERROR;
}

static enum stmt
text_ends(struct lex *lx, const struct tok *t)
{
	diag_warn(lx->diag, t, "the text ends with a section still open: %s",
	    lx->diag->where);
	return STMT_CLOSE;
}

/* See the header. */
enum stmt
stmt_next(struct lex *lx, struct tok *kw)
{
	*kw = lex_next(lx);
	switch (kw->kind) {
	case TOK_WORD:
		break;
	case TOK_CLOSE:
		return STMT_CLOSE;
	case TOK_END:
		return text_ends(lx, kw);
	case TOK_SEMI:
		(void)lex_err(lx, kw, "invalid keyword \"\"");
		return STMT_ERROR;
	case TOK_OPEN:
		(void)lex_err(lx, kw, "a section needs a name");
		lex_skip_section(lx);
		return STMT_ERROR;
	default:
		return STMT_ERROR;
	}
	switch (lex_ends(lx)) {
	case TOK_CLOSE:
		return drop_words(lx, kw);
	case TOK_OPEN:
		return STMT_SECTION;
	default:
		return STMT_WORDS;
	}
}

static int
rest(struct lex *lx, enum tok_kind kind, const char *what)
{
	struct tok t, first;
	size_t n = 0;

	while (lex_word(lx, &t)) {
		if (n++ == 0)
			first = t;
	}
	if (lex_peek(lx)->kind == TOK_ERROR)
		return -1;
	if (n > 0)
		diag_warn(lx->diag, &first, "\"%.*s\" is ignored: nothing "
		    "more is expected here", (int)first.len, first.s);
	if (lex_peek(lx)->kind == kind) {
		(void)lex_next(lx);
		return 0;
	}
	if (kind == TOK_SEMI && lx->kind == LEX_LINE &&
	    lex_peek(lx)->kind == TOK_END)
		return 0;
	return lex_err(lx, lex_peek(lx), "expected %s", what);
}

int
stmt_end(struct lex *lx)
{
	return rest(lx, TOK_SEMI, "\";\"");
}

int
stmt_open(struct lex *lx)
{
	return rest(lx, TOK_OPEN, "\"{\"");
}

size_t
stmt_enter(struct diag *d, const char *name, size_t len)
{
	size_t was = strlen(d->where);

	if (was + len + 2 < sizeof(d->where)) {
		if (was > 0)
			d->where[was] = '/';
		memcpy(d->where + was + (was > 0), name, len);
		d->where[was + (was > 0) + len] = '\0';
	}
	return was;
}

void
stmt_leave(struct diag *d, size_t was)
{
	d->where[was] = '\0';
}
