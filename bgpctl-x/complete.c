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
 * What may come next on a line.  The commands are those that the daemon
 * lists in its help; a row of it is words and, in pointed brackets, places
 * where a neighbor stands.  A daemon that is busy or gone adds nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "base/family.h"
#include "bgpctl.h"

#define PATIENCE_MS	2000
#define HELP_MAX	(256 * 1024)
#define NEIGHBORS_MAX	(4 * 1024 * 1024)
#define ROWS_MAX	1024
#define PLACE		'<'

/* A row of the help. */
struct row {
	const char	*at;		/* what is not matched yet */
	const char	*args;		/* what may follow the words */
	bool		 alive;
};

struct completion {
	const struct opts *opts;
	const char	*part;		/* to be completed */
	size_t		 typed;		/* its length */
	struct words	*out;
	bool		 neighbors;	/* they may stand here */
	bool		 gone;		/* the daemon did not answer */
};

static const char *const own[] = { "convert", "decode", "encode",
	"healthcheck", "top" };
static const char *const encode[] = { "announce", "flow", "raw", "route",
    "vpls", "withdraw" };
/* Words in front of an address family. */
static const char *const before_family[] = { "eor", "family",
    "route-refresh" };

static bool
is_one_of(const char *s, const char *const *v, size_t n)
{
	while (n-- > 0)
		if (strcmp(s, v[n]) == 0)
			return true;
	return false;
}

/* A candidate, if it begins with what was typed and no shell minds it. */
static void
offer(struct completion *c, const char *s, size_t len)
{
	struct words *w = c->out;
	char **v;
	size_t i;

	if (len < c->typed || memcmp(s, c->part, c->typed) != 0 || len == 0)
		return;
	for (i = 0; i < len; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV"
		    "WXYZ0123456789.:/_-", s[i]) == NULL || s[i] == '\0')
			return;
	for (i = 0; i < w->n; i++)
		if (strncmp(w->v[i], s, len) == 0 && w->v[i][len] == '\0')
			return;
	if ((v = realloc(w->v, (w->n + 1) * sizeof(*v))) == NULL)
		return;
	w->v = v;
	if ((v[w->n] = strndup(s, len)) != NULL)
		w->n++;
}

static void
offer_all(struct completion *c, const char *const *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		offer(c, v[i], strlen(v[i]));
}

/* The families' first words, or the second ones behind this first one. */
static void
offer_family(struct completion *c, const char *afi)
{
	const char *s;
	int f;

	for (f = 0; f < FAM_RAW; f++) {
		if (afi != NULL && strcmp(families[f].afi_name, afi) != 0)
			continue;
		s = afi != NULL ? families[f].safi_name :
		    families[f].afi_name;
		offer(c, s, strlen(s));
	}
}

static int
collect(void *arg, bool item, const void *data, size_t len)
{
	struct wbuf *w = arg;

	wb_put(w, data, len);
	return item || w->err ? -1 : 0;
}

/* The text of an answer with a NUL behind it; we wait in vain but once. */
static void
ask_text(struct completion *c, const char *words, struct wbuf *w)
{
	struct ask a = { .sock = c->opts->sock, .words = words, .stop = -1,
	    .ms = PATIENCE_MS, .got = collect, .arg = w };

	c->gone = c->gone || client_ask(&a) != 0;
	if (c->gone)
		wb_reset(w);
	wb_u8(w, '\0');
}

/* The first words of the lines behind the heading. */
static void
offer_neighbors(struct completion *c)
{
	const char *p;
	struct wbuf w;

	wb_init(&w, NEIGHBORS_MAX);
	ask_text(c, "show summary", &w);
	if (!w.err)
		for (p = strchr((const char *)w.p, '\n'); p != NULL;
		    p = strchr(p + 1, '\n'))
			offer(c, p + 1, strcspn(p + 1, " \n"));
	wb_free(&w);
}

static size_t
add_row(struct row *rows, size_t n, const char *at, const char *args)
{
	if (n < ROWS_MAX)
		rows[n++] = (struct row){ at, args, true };
	return n;
}

/* What follows a command is cut off: it begins in capitals or brackets. */
static const char *
cut_arguments(char *line)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789-<>";
	char *p = line;

	for (; *p != '\0'; p += strcspn(p, " "), p += strspn(p, " "))
		if (p > line && strcspn(p, " ") != strspn(p, plain)) {
			p[-1] = '\0';
			break;
		}
	return p;
}

/* Arguments in small letters are words to be typed; capitals are values. */
static void
offer_arguments(struct completion *c, const char *args)
{
	static const char between[] = " |[]";
	size_t len;

	if (strpbrk(args, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL)
		return;
	for (; *args != '\0'; args += len) {
		args += strspn(args, between);
		len = strcspn(args, between);
		offer(c, args, len);
	}
}

/*
 * The rows of a help, behind its line "# ": "[neighbor <ip> [filters]] X" is
 * "neighbor <ip> X" and "X", and without the outer brackets the first alone.
 * The text is changed.
 */
static size_t
read_help(char *text, struct row *rows, size_t n)
{
	char *line, *next, *opt, *shut;
	const char *args;

	if ((line = strstr(text, "\n# \n")) == NULL)
		return n;
	for (line += 4; (next = strchr(line, '\n')) != NULL; line = next + 1) {
		*next = '\0';
		if (line[0] != '[') {
			if ((opt = strstr(line, "[filters]")) != NULL)
				memset(opt, ' ', 9);
			args = cut_arguments(line);
			n = add_row(rows, n, line, args);
			continue;
		}
		if ((opt = strchr(line + 1, '[')) == NULL ||
		    (shut = strstr(opt, "]] ")) == NULL)
			continue;
		args = cut_arguments(shut + 3);
		n = add_row(rows, n, shut + 3, args);
		memset(opt, ' ', (size_t)(shut + 2 - opt));
		n = add_row(rows, n, line + 1, args);
	}
	return n;
}

/* How a word fits the next one of a row: 2 exactly, 1 shortened. */
static int
fits(const struct row *r, const char *word)
{
	size_t len = strcspn(r->at, " "), n = strlen(word);

	if (r->at[0] == PLACE)
		return 2;
	if (n > len || memcmp(r->at, word, n) != 0)
		return 0;
	return n == len && n > 0 ? 2 : n > 0;
}

/* Another word was typed: rows that it does not fit are out. */
static void
advance(struct row *rows, size_t n, const char *word)
{
	int best = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (rows[i].alive && fits(&rows[i], word) > best)
			best = fits(&rows[i], word);
	for (i = 0; i < n; i++) {
		if (!rows[i].alive)
			continue;
		/* what stands behind a whole command is left to it */
		if (rows[i].at[0] == '\0')
			continue;
		rows[i].alive = best > 0 && fits(&rows[i], word) == best;
		rows[i].at += strcspn(rows[i].at, " ");
		rows[i].at += strspn(rows[i].at, " ");
	}
}

static void
offer_rows(struct completion *c, const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (!rows[i].alive)
			continue;
		if (rows[i].at[0] == PLACE)
			c->neighbors = true;
		else if (rows[i].at[0] == '\0')
			offer_arguments(c, rows[i].args);
		else
			offer(c, rows[i].at, strcspn(rows[i].at, " "));
	}
}

/* The words of the daemon's commands. */
static void
complete_command(struct completion *c, size_t n, char *const v[])
{
	static const char *const helps[] = { "help", "system help" };
	static struct row rows[ROWS_MAX];
	struct wbuf w[2];
	size_t i, nrows = 0;

	for (i = 0; i < 2; i++) {
		wb_init(&w[i], HELP_MAX);
		ask_text(c, helps[i], &w[i]);
		if (!w[i].err)
			nrows = read_help((char *)w[i].p, rows, nrows);
	}
	for (i = 0; i + 1 < n; i++)
		advance(rows, nrows, v[i]);
	offer_rows(c, rows, nrows);
	for (i = 0; i < 2; i++)
		wb_free(&w[i]);
}

/* Behind a command that lists routes: neighbors, and what filters them. */
static void
complete_filter(struct completion *c, const char *last)
{
	static const char *const values[] = { "as", "community",
	    "large-community" };
	static const char *const words[] = { "as", "bgp-ls", "community",
	    "family", "flow", "inet", "ipv4", "ipv6", "l2vpn",
	    "large-community", "more-specifics", "or-shorter" };

	if (is_one_of(last, values, sizeof(values) / sizeof(values[0])) ||
	    strcmp(last, "family") == 0)
		return;
	c->neighbors = true;
	offer_all(c, words, sizeof(words) / sizeof(words[0]));
}

/* What stands behind other words, wherever they are. */
static void
complete_argument(struct completion *c, size_t n, char *const v[])
{
	const char *last = v[n - 2];
	const bool show = strcmp(v[0], "show") == 0 && n > 2;

	if (is_one_of(last, before_family, sizeof(before_family) /
	    sizeof(before_family[0])))
		offer_family(c, NULL);
	else
		offer_family(c, last);
	if (strcmp(last, "neighbor") == 0)
		c->neighbors = strcmp(v[0], "create") != 0;
	else if ((show && (strcmp(v[1], "rib") == 0 ||
	    strcmp(v[1], "adj-rib") == 0)) ||
	    strcmp(v[0], "monitor") == 0)
		complete_filter(c, last);
	if (strcmp(v[0], "encode") == 0 && n == 2) {
		offer_all(c, encode, sizeof(encode) / sizeof(encode[0]));
		offer_family(c, NULL);
	}
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
words_free(struct words *w)
{
	while (w->n > 0)
		free(w->v[--w->n]);
	free(w->v);
	w->v = NULL;
}

void
complete_words(const struct opts *o, size_t n, char *const v[],
    struct words *out)
{
	struct completion c = { o, v[n - 1], strlen(v[n - 1]), out, false,
	    false };
	const size_t nown = sizeof(own) / sizeof(own[0]);

	if (n == 1)
		offer_all(&c, own, nown);
	else
		complete_argument(&c, n, v);
	if (n == 1 || !is_one_of(v[0], own, nown))
		complete_command(&c, n, v);
	if (c.neighbors)
		offer_neighbors(&c);
	if (out->n > 0)
		qsort(out->v, out->n, sizeof(out->v[0]), compare);
}

/* For shells: the words behind the program's name, options among them. */
int
complete_run(const struct opts *defaults, int argc, char *argv[])
{
	struct opts o = *defaults;
	struct words found = { NULL, 0 };
	size_t i;

	for (argc--, argv++; argc > 1 && argv[0][0] == '-'; argc--, argv++) {
		if (strcmp(argv[0], "-s") != 0)
			continue;
		if (argc == 2)
			return 0;	/* a file, which the shell knows */
		o.sock = argv[1];
		argc--;
		argv++;
	}
	if (argc < 1)
		return 2;
	complete_words(&o, (size_t)argc, argv, &found);
	for (i = 0; i < found.n; i++)
		printf("%s\n", found.v[i]);
	words_free(&found);
	return fflush(stdout) != 0;
}
