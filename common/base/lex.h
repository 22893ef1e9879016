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

#ifndef BASE_LEX_H
#define BASE_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"

enum tok_kind {
	TOK_WORD,
	TOK_SEMI,		/* ; */
	TOK_OPEN,		/* { */
	TOK_CLOSE,		/* } */
	TOK_END,		/* end of the text */
	TOK_ERROR		/* reported to the diag already */
};

/*
 * A token is a view: into the source where possible, into the lexer's
 * scratch buffer when quotes or escapes had to be removed.  It stays valid
 * until lex_statement() or the end of the line it belongs to.
 * "[", "]" and "," are words of one character; "(" and ")" too while
 * lex.parens is set.
 */
struct tok {
	const char	*s;
	size_t		 len;
	uint32_t	 line;		/* from 1 */
	uint32_t	 col;		/* from 1, in bytes */
	uint32_t	 off;		/* offset of the token in the source */
	enum tok_kind	 kind;
	bool		 quoted;
};

enum lex_source {
	LEX_FILE,		/* statements end on the line they start on */
	LEX_LINE		/* one API line or command */
};

struct lex {
	const char	*src;
	size_t		 len;
	size_t		 pos;
	uint32_t	 line;
	size_t		 bol;		/* offset of the line's first byte */
	enum lex_source	 kind;
	bool		 parens;	/* split "(" and ")" into words */
	bool		 pending;	/* a statement has begun on this line */
	bool		 has_peek;
	bool		 used;		/* scratch holds words of the statement */
	struct tok	 peek;
	struct tok	 first;		/* word that began the statement */
	struct wbuf	 scratch;	/* unquoted words of the statement */
	const char *const *macros;	/* "name=value", for $name; or NULL */
	struct diag	*diag;
};

void	lex_init(struct lex *, enum lex_source, const char *, size_t,
	    struct diag *);
void	lex_free(struct lex *);

/* The next token without and with consuming it. */
const struct tok *lex_peek(struct lex *);
struct tok lex_next(struct lex *);

/*
 * The next token if it is a word: true and consumed, else false and left.
 */
bool	lex_word(struct lex *, struct tok *);
/* The same when a word must follow: -1 and "expected WHAT" if none does. */
int	lex_need(struct lex *, struct tok *, const char *);
/* Consume the word if it is exactly this one. */
bool	lex_accept(struct lex *, const char *);
/* The next word is this one, which must last as long as the statement. */
void	lex_replace(struct lex *, const char *);
/* Consume exactly this word or report that it was expected. */
int	lex_expect(struct lex *, const char *);
/*
 * After an error: skip to behind the next ";" or balanced "{ }", or up to
 * the "}" of the section around.
 */
void	lex_recover(struct lex *);
/* The "{" of a section has been read: skip to behind its "}". */
void	lex_skip_section(struct lex *);
/* How the statement ends whose next word would be read, without reading. */
enum tok_kind lex_ends(const struct lex *);

bool	tok_is(const struct tok *, const char *);
bool	tok_is_nocase(const struct tok *, const char *);

/* Report at a token; returns -1 so that parsers can return it. */
#define lex_err(lx, tok, ...)	\
	(diag_err((lx)->diag, (tok), __VA_ARGS__), -1)

/*
 * lex_list: for `V` or `[ V V ... ]`.  Call with *state = 0 until it
 * returns 0 (end) or -1 (error); 1 means that *tok is the next item.
 * Commas are skipped when `commas` is set, else they are items.
 */
int	lex_list(struct lex *, int *, bool, struct tok *);

/* Append a word so that it is read back as the same one. */
void	lex_quote(struct wbuf *, const char *, size_t);

/* Values.  Each takes a whole token and returns 0, or -1 when it is none. */
int	val_u32(const struct tok *, uint32_t, uint32_t, uint32_t *);
int	val_u64(const struct tok *, uint64_t *);	/* decimal or 0x hex */
int	val_hexdigit(char);	/* -1: it is none */
int	val_int(const struct tok *, int64_t *);	/* "+30", "1_0", "-1" too */
int	val_asn(const struct tok *, uint32_t *);	/* N or H.L */
int	val_bool(const struct tok *, bool *);		/* ExaBGP's words */
/* "0x" and an even number of digits, appended to the buffer. */
int	val_hex(const struct tok *, struct wbuf *);

#endif
