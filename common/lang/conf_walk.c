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

#include <stdlib.h>
#include <string.h>

#include "conf_priv.h"

/* The walker of sections, and small things for all of them. */

void *
conf_grow(struct cparse *cp, void *p, size_t n, size_t size)
{
	void *q;

	if (p != NULL && (n & (n - 1)) != 0)
		return p;
	q = reallocarray(p, n == 0 ? 1 : n * 2, size);
	if (q == NULL && !cp->nomem) {
		cp->nomem = true;
		(void)diag_err(cp->diag, NULL, "out of memory");
	}
	return q;
}

/* See the header. */
int
conf_word(struct cparse *cp, struct word **words, size_t *n,
    const struct tok *t)
{
	struct word *w;

	if ((w = conf_grow(cp, *words, *n, sizeof(*w))) == NULL)
		return -1;
	*words = w;
	if ((w[*n].s = malloc(t->len + 1)) == NULL) {
		cp->nomem = true;
		return diag_err(cp->diag, NULL, "out of memory");
	}
	memcpy(w[*n].s, t->s, t->len);
	w[*n].s[t->len] = '\0';
	w[*n].at = *t;
	w[*n].at.s = "";
	w[*n].at.len = 0;
	(*n)++;
	return 0;
}

void
conf_words_free(struct word *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(words[i].s);
	free(words);
}

/* See the header. */
int
conf_name(struct cparse *cp, const struct tok *t, const char *what,
    char *buf, size_t size)
{
	if (t->len >= size)
		return lex_err(&cp->lx, t, "%s is longer than %zu characters",
		    what, size - 1);
	memcpy(buf, t->s, t->len);
	buf[t->len] = '\0';
	return 0;
}

static const struct kw *
find(const struct section *sec, const struct tok *t)
{
	size_t i;

	for (i = 0; i < sec->nkws; i++) {
		if (tok_is(t, sec->kws[i].name))
			return &sec->kws[i];
	}
	return NULL;
}

/* What might have been meant, NULL if nothing is near. */
static const char *
hint(const struct section *sec, const struct tok *t, bool words)
{
	const char *list[SECTION_WORDS_MAX];
	size_t i, n = 0;

	for (i = 0; i < sec->nkws && n < SECTION_WORDS_MAX; i++) {
		if (sec->kws[i].kind == KW_WHOLE ||
		    (sec->kws[i].kind == KW_WORDS) == words)
			list[n++] = sec->kws[i].name;
	}
	if (words && sec->words != NULL)
		n += sec->words(list + n, SECTION_WORDS_MAX - n);
	return diag_suggest(t->s, t->len, list, n);
}

static void
unknown_section(struct cparse *cp, const struct section *sec,
    const struct tok *t)
{
	const char *near = hint(sec, t, false), *where = cp->diag->where;
	const char *old = conf_old_hint(sec->class, t);
	char more[128] = "";

	if (old != NULL)
		snprintf(more, sizeof(more), ": %s", old);
	else if (near != NULL)
		snprintf(more, sizeof(more), ", did you mean \"%s\"?", near);
	(void)lex_err(&cp->lx, t, "section %.*s is invalid in %s%s%s%s",
	    (int)t->len, t->s, sec->class, *where != '\0' ? ", " : "", where,
	    more);
}

static void
unknown_word(struct cparse *cp, const struct section *sec,
    const struct tok *t)
{
	const char *near, *old = conf_old_hint(sec->class, t);

	if (old != NULL) {
		(void)lex_err(&cp->lx, t, "invalid keyword \"%.*s\": %s",
		    (int)t->len, t->s, old);
		return;
	}
	if (find(sec, t) != NULL) {
		(void)lex_err(&cp->lx, t, "invalid keyword \"%.*s\": it "
		    "begins a section, which needs \"{\"", (int)t->len,
		    t->s);
		return;
	}
	near = hint(sec, t, true);
	(void)lex_err(&cp->lx, t, "invalid keyword \"%.*s\"%s%s%s",
	    (int)t->len, t->s, near != NULL ? ", did you mean \"" : "",
	    near != NULL ? near : "", near != NULL ? "\"?" : "");
}

/* One statement whose first word has been read: 0, or -1 to recover. */
static int
statement(struct cparse *cp, const struct section *sec, const struct tok *t,
    bool words)
{
	const struct kw *k = find(sec, t);
	int ret = 1;

	if (k != NULL && k->kind == KW_WHOLE)
		return k->fn(cp, t);
	if (k != NULL && (k->kind == KW_WORDS) == words)
		ret = k->fn(cp, t);
	else if (k == NULL && words && sec->other != NULL)
		ret = sec->other(cp, t);
	if (ret == 1) {
		if (words)
			unknown_word(cp, sec, t);
		else
			unknown_section(cp, sec, t);
		return -1;
	}
	if (ret == 0 && words)
		ret = stmt_end(&cp->lx);
	return ret;
}

/*
 * After "}" where nothing is open ExaBGP reads no further, and what its
 * user wrote behind it is lost unseen.  One at the end of a file, as in one
 * of its own samples, does no harm.
 */
static bool
root_ends(struct cparse *cp)
{
	struct tok t = *lex_peek(&cp->lx);

	if (t.kind == TOK_END)
		return true;
	if (t.kind != TOK_CLOSE)
		return false;
	(void)lex_next(&cp->lx);
	if (lex_peek(&cp->lx)->kind == TOK_END)
		diag_warn(cp->diag, &t, "\"}\" with no section open");
	else
		(void)lex_err(&cp->lx, &t, "\"}\" with no section open");
	return true;
}

void
conf_statements(struct cparse *cp, const struct section *sec, bool root)
{
	struct tok t;
	enum stmt s;

	while (cp->diag->nerr <= DIAG_MAX && !cp->nomem) {
		if (root && root_ends(cp))
			return;
		s = stmt_next(&cp->lx, &t);
		if (s == STMT_CLOSE)
			return;
		if (s != STMT_ERROR && statement(cp, sec, &t,
		    s == STMT_WORDS) != -1)
			continue;
		/* whose buffer did not grow has said nothing */
		if (cp->diag->nerr == 0) {
			cp->nomem = true;
			(void)diag_err(cp->diag, NULL, "out of memory");
			return;
		}
		lex_recover(&cp->lx);
	}
}

/* See the header. */
void
conf_section(struct cparse *cp, const struct section *sec, const char *name,
    size_t len)
{
	size_t was;

	if (stmt_open(&cp->lx) == -1) {
		lex_recover(&cp->lx);
		return;
	}
	was = stmt_enter(cp->diag, name, len);
	conf_statements(cp, sec, false);
	stmt_leave(cp->diag, was);
}
