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

#ifndef LANG_CONVERT_PRIV_H
#define LANG_CONVERT_PRIV_H

#include "../base/buf.h"
#include "../base/diag.h"
#include "../base/lex.h"

/* What the files of the converter share. */

/* Source between two tokens: blanks and comments. */
struct gap {
	const char	*p;
	const char	*end;
};

/* A statement: its words, each terminated, and what is in its braces. */
struct node {
	char		*words;		/* owned; quoted ones are marked */
	size_t		 len;
	size_t		 n;
	struct gap	 before;
	struct gap	 after;		/* on the line of its end */
	struct gap	 last;		/* before its "}" */
	struct node	*child;
	struct node	*next;
	uint32_t	 line;
	bool		 section;
};

struct program;

struct convert {
	struct lex	 lx;
	struct diag	*diag;
	struct wbuf	*out;
	struct wbuf	*changes;
	struct program	*programs;
	size_t		 nodes;
	unsigned int	 depth;		/* of what is being written */
	bool		 told;		/* changes of this group are listed */
	bool		 failed;
};

const char *convert_word(const struct node *, size_t);
bool	convert_is(const struct node *, const char *);
const struct node *convert_find(const struct node *, const char *);
void	convert_changed(struct convert *, const struct node *, const char *);

/* Writers: a line's indent, a word, comments, a section, a statement. */
void	convert_indent(struct convert *);
void	convert_put_word(struct convert *, const char *);
void	convert_comments(struct convert *, const struct node *);
void	convert_begin(struct convert *, const char *);
void	convert_end(struct convert *, const struct node *);
void	convert_copy(struct convert *, const struct node *, const char *);

/* A process of a neighbor in a group, and at the end all of them. */
void	convert_process(struct convert *, const struct node *,
	    const struct node *);
void	convert_programs(struct convert *);
void	convert_programs_free(struct convert *);

#endif
