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
 * Commands one after the other, each as if it were typed alone: from a
 * terminal with a prompt, a history and completion, else line by line.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <histedit.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "bgpctl.h"

#define HISTORY_MAX	1000
#define HISTORY_FILE	".bgpctl-x_history"
#define CANDIDATES_WIDE	76

struct shell {
	const struct opts *opts;
	EditLine	*el;
	History		*hist;
	Tokenizer	*tok;
	char		 file[1024];	/* of the history, "" without */
};

static void
on_interrupt(int sig)
{
	(void)sig;
	interrupted = 1;
}

/* The words behind the program's name, in one piece of memory. */
static char **
copy_words(int argc, const char *words[])
{
	static char name[] = "bgpctl-x";
	size_t n, room = 0;
	char **argv, *p;
	int i;

	for (i = 0; i < argc; i++)
		room += strlen(words[i]) + 1;
	if ((argv = malloc(((size_t)argc + 2) * sizeof(*argv) + room)) == NULL)
		return NULL;
	p = (char *)(argv + argc + 2);
	argv[0] = name;
	for (i = 0; i < argc; i++, p += n) {
		n = strlen(words[i]) + 1;
		argv[i + 1] = memcpy(p, words[i], n);
	}
	argv[argc + 1] = NULL;
	return argv;
}

/* One line; its exit status, -1: that was the end. */
static int
run_line(const struct opts *o, Tokenizer *tok, const char *line)
{
	const char **words;
	char **argv;
	int argc, r;

	tok_reset(tok);
	if (tok_str(tok, line, &argc, &words) != 0) {
		fprintf(stderr, "bgpctl-x: a quote is not closed\n");
		return 2;
	}
	if (argc == 0 || words[0][0] == '#')
		return 0;
	if (argc == 1 && (strcmp(words[0], "quit") == 0 ||
	    strcmp(words[0], "exit") == 0))
		return -1;
	if ((argv = copy_words(argc, words)) == NULL) {
		fprintf(stderr, "bgpctl-x: out of memory\n");
		return 1;
	}
	r = command_run(o, argc + 1, argv);
	fflush(stdout);
	free(argv);
	return r;
}

int
shell_lines(const struct opts *o, FILE *f)
{
	Tokenizer *tok = tok_init(NULL);
	char *line = NULL;
	size_t size = 0;
	int failed = 0, r;

	while (tok != NULL && getline(&line, &size, f) != -1) {
		line[strcspn(line, "\r\n")] = '\0';
		if ((r = run_line(o, tok, line)) == -1)
			break;
		failed |= r != 0;
	}
	free(line);
	if (tok != NULL)
		tok_end(tok);
	return failed || tok == NULL;
}

static char *
prompt(EditLine *el)
{
	static char text[] = "bgpctl-x> ";

	(void)el;
	return text;
}

/* The words in front of the cursor, the last one perhaps empty. */
static size_t
words_before(char *text, char *v[], size_t max)
{
	size_t n = 0;

	for (;;) {
		text += strspn(text, " \t");
		if (n == max)
			return 0;
		v[n++] = text;
		text += strcspn(text, " \t");
		if (*text == '\0')
			return n;
		*text++ = '\0';
	}
}

static size_t
common_prefix(const struct words *w)
{
	size_t i, n = strlen(w->v[0]);

	for (i = 1; i < w->n; i++)
		while (strncmp(w->v[0], w->v[i], n) != 0)
			n--;
	return n;
}

static void
list_words(const struct words *w)
{
	size_t i, wide = 1, columns;

	for (i = 0; i < w->n; i++)
		if (strlen(w->v[i]) + 2 > wide)
			wide = strlen(w->v[i]) + 2;
	columns = wide < CANDIDATES_WIDE ? CANDIDATES_WIDE / wide : 1;
	for (i = 0; i < w->n; i++)
		printf("%s%-*s", i % columns == 0 ? "\n" : "", (int)wide,
		    w->v[i]);
	printf("\n");
	fflush(stdout);
}

/* Put in what all candidates begin with; a single one is complete. */
static bool
insert_common(EditLine *el, const struct words *w, size_t typed)
{
	size_t n = common_prefix(w);
	char *s;

	if (n == typed && w->n > 1)
		return false;
	if ((s = malloc(n - typed + 2)) == NULL)
		return false;
	memcpy(s, w->v[0] + typed, n - typed);
	strlcpy(s + (n - typed), w->n == 1 ? " " : "", 2);
	n = (size_t)el_insertstr(el, s);
	free(s);
	return n != (size_t)-1;
}

static unsigned char
complete(EditLine *el, bool list)
{
	const LineInfo *li = el_line(el);
	unsigned char r = CC_ERROR;
	struct words found = { NULL, 0 };
	struct shell *sh;
	char *v[256], *text;
	size_t n;

	el_get(el, EL_CLIENTDATA, &sh);
	text = strndup(li->buffer, (size_t)(li->cursor - li->buffer));
	if (text == NULL || (n = words_before(text, v, 256)) == 0) {
		free(text);
		return r;
	}
	interrupted = 0;
	complete_words(sh->opts, n, v, &found);
	if (found.n > 0 && !list && insert_common(el, &found, strlen(v[n - 1])))
		r = CC_REFRESH;
	else if (found.n > 0) {
		list_words(&found);
		r = CC_REDISPLAY;
	}
	words_free(&found);
	free(text);
	return r;
}

static unsigned char
on_tab(EditLine *el, int ch)
{
	(void)ch;
	return complete(el, false);
}

/* Inside of quotes it is a question mark. */
static unsigned char
on_question(EditLine *el, int ch)
{
	const LineInfo *li = el_line(el);
	bool quoted = false;
	const char *p;

	(void)ch;
	for (p = li->buffer; p < li->cursor; p++)
		quoted ^= *p == '"';
	if (quoted)
		return el_insertstr(el, "?") == -1 ? CC_ERROR : CC_REFRESH;
	return complete(el, true);
}

/* The line is dropped, the program stays. */
static unsigned char
on_cancel(EditLine *el, int ch)
{
	const LineInfo *li = el_line(el);
	int n = (int)(li->lastchar - li->buffer);

	(void)ch;
	printf("^C\n");
	fflush(stdout);
	el_cursor(el, (int)(li->lastchar - li->cursor));
	if (n > 0)
		el_deletestr(el, n);
	return CC_REDISPLAY;
}

static void
history_open(struct shell *sh)
{
	const char *home = getenv("HOME");
	HistEvent ev;

	history(sh->hist, &ev, H_SETSIZE, HISTORY_MAX);
	history(sh->hist, &ev, H_SETUNIQUE, 1);
	if (home == NULL || home[0] != '/' || (size_t)snprintf(sh->file,
	    sizeof(sh->file), "%s/" HISTORY_FILE, home) >= sizeof(sh->file))
		sh->file[0] = '\0';
	else
		history(sh->hist, &ev, H_LOAD, sh->file);
}

/* After each line: a terminal that is closed loses nothing. */
static void
history_add(struct shell *sh, const char *line)
{
	HistEvent ev;
	mode_t old;

	if (line[strspn(line, " \t\r\n")] == '\0')
		return;
	history(sh->hist, &ev, H_ENTER, line);
	if (sh->file[0] == '\0')
		return;
	old = umask(077);
	history(sh->hist, &ev, H_SAVE, sh->file);
	umask(old);
}

static void
shell_setup(struct shell *sh)
{
	el_set(sh->el, EL_CLIENTDATA, sh);
	el_set(sh->el, EL_PROMPT, prompt);
	el_set(sh->el, EL_HIST, history, sh->hist);
	el_set(sh->el, EL_EDITOR, "emacs");
	el_set(sh->el, EL_ADDFN, "complete", "complete the word", on_tab);
	el_set(sh->el, EL_ADDFN, "candidates", "list what may come",
	    on_question);
	el_set(sh->el, EL_ADDFN, "cancel", "drop the line", on_cancel);
	el_set(sh->el, EL_BIND, "^I", "complete", NULL);
	el_set(sh->el, EL_BIND, "?", "candidates", NULL);
	el_set(sh->el, EL_BIND, "^R", "em-inc-search-prev", NULL);
	/* while a line is edited ^C is a key, not a signal */
	el_set(sh->el, EL_SETTY, "-d", "-isig", NULL);
	el_set(sh->el, EL_BIND, "^C", "cancel", NULL);
	/* and ^D, typed ahead while a command runs, waits for the prompt */
	el_set(sh->el, EL_SETTY, "-x", "eof=", NULL);
}

static void
shell_loop(struct shell *sh)
{
	const char *line;
	char *copy;
	int n, r = 0;

	while (r != -1 && (line = el_gets(sh->el, &n)) != NULL && n > 0) {
		if ((copy = strdup(line)) == NULL)
			break;
		history_add(sh, copy);
		copy[strcspn(copy, "\r\n")] = '\0';
		r = run_line(sh->opts, sh->tok, copy);
		interrupted = 0;
		free(copy);
	}
	if (r != -1)
		printf("\n");
}

int
shell_terminal(const struct opts *o)
{
	struct shell sh = { .opts = o };
	struct sigaction sa;

	setlocale(LC_CTYPE, "");
	sh.hist = history_init();
	sh.tok = tok_init(NULL);
	sh.el = el_init("bgpctl-x", stdin, stdout, stderr);
	if (sh.hist == NULL || sh.tok == NULL || sh.el == NULL) {
		fprintf(stderr, "bgpctl-x: no editing on this terminal\n");
		return 1;
	}
	/* it ends a command, and poll(2) is to notice */
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_interrupt;
	sigaction(SIGINT, &sa, NULL);
	history_open(&sh);
	shell_setup(&sh);
	shell_loop(&sh);
	el_end(sh.el);
	history_end(sh.hist);
	tok_end(sh.tok);
	return 0;
}
