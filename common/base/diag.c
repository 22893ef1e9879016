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

#include <sys/types.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lex.h"

#define LINE_SHOWN	120	/* bytes of the source line at most */
#define WORD_MAX	32	/* longest word that gets a suggestion */

void
diag_init(struct diag *d, const char *name, const char *src, size_t len)
{
	memset(d, 0, sizeof(*d));
	d->name = name;
	d->src = src;
	d->srclen = len;
	wb_init(&d->out, 1U << 20);
	wb_init(&d->warn, 1U << 20);
}

/* Empty again, with the buffers it has grown. */
void
diag_reset(struct diag *d)
{
	wb_reset(&d->out);
	wb_reset(&d->warn);
	d->nerr = d->nwarn = 0;
	d->line = d->col = 0;
	d->first[0] = '\0';
	d->where[0] = '\0';
}

void
diag_free(struct diag *d)
{
	wb_free(&d->out);
	wb_free(&d->warn);
}

/* The source line and a caret below the token; tabs stay tabs. */
static void
put_caret(const struct diag *d, const struct tok *t, struct wbuf *w)
{
	size_t col = t->col - 1, from, end, i, start = 0;

	if (d->src == NULL || t->off > d->srclen || t->off < col)
		return;
	from = t->off - col;
	for (end = from; end < d->srclen && d->src[end] != '\n'; end++)
		;
	if (end > from && d->src[end - 1] == '\r')
		end--;
	if (col > LINE_SHOWN / 2)
		start = col - LINE_SHOWN / 2;
	if (end - from - start > LINE_SHOWN)
		end = from + start + LINE_SHOWN;
	wb_str(w, "    ");
	wb_put(w, d->src + from + start, end - from - start);
	wb_str(w, "\n    ");
	for (i = from + start; i < t->off; i++)
		wb_u8(w, d->src[i] == '\t' ? '\t' : ' ');
	wb_str(w, "^\n");
}

static void
report(struct diag *d, struct wbuf *w, const struct tok *t, const char *kind,
    const char *msg)
{
	if (d->where[0] != '\0' && w == &d->out)
		wb_printf(w, "syntax error in section %s\n", d->where);
	if (d->name != NULL) {
		wb_str(w, d->name);
		if (t != NULL)
			wb_printf(w, ":%u:%u", t->line, t->col);
		wb_str(w, ": ");
	}
	wb_str(w, kind);
	wb_str(w, msg);
	wb_u8(w, '\n');
	if (d->caret && t != NULL)
		put_caret(d, t, w);
}

/* One message is one line, whatever the text in question holds. */
static void
clean(char *s)
{
	for (; *s != '\0'; s++) {
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			*s = '?';
	}
}

/* See the header; one more line says that there were too many errors. */
int
diag_err(struct diag *d, const struct tok *t, const char *fmt, ...)
{
	char msg[512];
	va_list ap;

	if (d->nerr > DIAG_MAX || (t != NULL && t->line != 0 &&
	    t->line == d->line && t->col == d->col))
		return -1;
	d->line = t != NULL ? t->line : 0;
	d->col = t != NULL ? t->col : 0;
	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	clean(msg);
	if (d->nerr == 0)
		(void)strlcpy(d->first, msg, sizeof(d->first));
	if (d->nerr++ == DIAG_MAX) {
		wb_str(&d->out, "too many errors, the rest is not shown\n");
		return -1;
	}
	report(d, &d->out, t, "", msg);
	return -1;
}

void
diag_warn(struct diag *d, const struct tok *t, const char *fmt, ...)
{
	char msg[512];
	va_list ap;

	if (d->nwarn++ >= DIAG_WARN_MAX) {
		if (d->nwarn == DIAG_WARN_MAX + 1)
			wb_str(&d->warn, "too many warnings, the rest is not "
			    "shown\n");
		return;
	}
	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	clean(msg);
	report(d, &d->warn, t, "warning: ", msg);
}

/*
 * How many letters have to be changed, inserted, removed or exchanged with
 * their neighbour; or a large number if the words are too long.
 */
static unsigned int
distance(const char *a, size_t alen, const char *b, size_t blen)
{
	unsigned int row[3][WORD_MAX + 1], best;
	size_t i, j;

	if (alen > WORD_MAX || blen > WORD_MAX)
		return 100;
	memset(row, 0, sizeof(row));
	for (j = 0; j <= blen; j++)
		row[1][j] = (unsigned int)j;
	for (i = 1; i <= alen; i++) {
		row[2][0] = (unsigned int)i;
		for (j = 1; j <= blen; j++) {
			best = row[1][j - 1] + (a[i - 1] != b[j - 1]);
			if (row[1][j] + 1 < best)
				best = row[1][j] + 1;
			if (row[2][j - 1] + 1 < best)
				best = row[2][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && row[0][j - 2] + 1 < best)
				best = row[0][j - 2] + 1;
			row[2][j] = best;
		}
		memcpy(row[0], row[1], sizeof(row[0]));
		memcpy(row[1], row[2], sizeof(row[1]));
	}
	return row[1][blen];
}

/* See the header: near is up to a third of the letters. */
const char *
diag_suggest(const char *s, size_t len, const char *const *words, size_t n)
{
	const char *best = NULL;
	unsigned int d, least = (unsigned int)(len + 1) / 3 + 1;
	size_t i;

	for (i = 0; i < n; i++) {
		d = distance(s, len, words[i], strlen(words[i]));
		if (d < least) {
			least = d;
			best = words[i];
		}
	}
	return best;
}
