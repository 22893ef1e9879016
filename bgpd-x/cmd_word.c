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

/*
 * Words as people type them: their beginnings will do where no other word
 * begins so, and what is wrong with one is answered with what may stand
 * there.
 */
#include <sys/types.h>

#include <string.h>

#include "cmd.h"

/* See the header. */
void
words_add(struct words *w, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (strncmp(w->v[i], s, len) == 0 && w->v[i][len] == '\0')
			return;
	if (w->n == WORDS_MAX || w->used + len + 1 > sizeof(w->buf))
		return;
	memcpy(w->buf + w->used, s, len);
	w->buf[w->used + len] = '\0';
	w->v[w->n++] = w->buf + w->used;
	w->used += len + 1;
}

/* See the header. */
const char *
words_whole(const struct tok *t, const char *const *v, size_t n)
{
	const char *found = NULL;
	size_t i;

	if (t->kind != TOK_WORD || t->len == 0)
		return NULL;
	for (i = 0; i < n; i++) {
		if (strncmp(v[i], t->s, t->len) != 0)
			continue;
		if (v[i][t->len] == '\0')
			return v[i];
		found = found == NULL ? v[i] : "";
	}
	return found != NULL && *found != '\0' ? found : NULL;
}

/* "a, b or c" of those that begin with the token, or of all. */
static void
enumerate(const struct words *w, const struct tok *t, char *buf, size_t size)
{
	size_t i, len = t->kind == TOK_WORD ? t->len : 0, left = 0;

	*buf = '\0';
	for (i = 0; i < w->n; i++)
		left += strncmp(w->v[i], t->s, len) == 0;
	for (i = 0; i < w->n; i++) {
		if (strncmp(w->v[i], t->s, len) != 0)
			continue;
		strlcat(buf, w->v[i], size);
		if (--left > 0)
			strlcat(buf, left > 1 ? ", " : " or ", size);
	}
}

/* See the header. */
bool
words_next(struct cmd_ctx *x, const struct words *w, struct tok *t)
{
	const char *whole;

	if (!lex_word(x->lex, t))
		return false;
	if (x->c->kind == CLIENT_CTL &&
	    (whole = words_whole(t, w->v, w->n)) != NULL) {
		t->s = whole;
		t->len = strlen(whole);
	}
	return true;
}

/* See the header. */
int
words_error(struct lex *lx, const struct words *w, const struct tok *t,
    const char *what, bool list)
{
	static const struct tok any = { .kind = TOK_END, .s = "" };
	char all[1024], some[1024];
	const char *near;

	enumerate(w, &any, all, sizeof(all));
	if (t->kind != TOK_WORD)
		return lex_err(lx, t, "incomplete %s, expected %s", what,
		    all);
	enumerate(w, t, some, sizeof(some));
	if (*some != '\0')
		return lex_err(lx, t, "\"%.*s\" may be %s", (int)t->len, t->s,
		    some);
	near = diag_suggest(t->s, t->len, w->v, w->n);
	if (near != NULL)
		return lex_err(lx, t, "unknown %s \"%.*s\", did you mean "
		    "\"%s\"?", what, (int)t->len, t->s, near);
	return lex_err(lx, t, "unknown %s \"%.*s\"%s%s", what, (int)t->len,
	    t->s, list ? ", expected " : "", list ? all : "");
}
