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
 * Commands: the first words decide, from the start of the line only; the
 * grammars of ExaBGP 4 and 5 and of 6 are told apart line by line.
 */
#include <sys/types.h>

#include <string.h>

#include "base/log.h"
#include "cmd_table.h"

/* Is this the k-th word of the row?  Words are parted by one blank. */
static const char *
row_word(const char *words, unsigned int k, size_t *len)
{
	while (k-- > 0) {
		if ((words = strchr(words, ' ')) == NULL)
			return NULL;
		words++;
	}
	*len = strcspn(words, " ");
	return words;
}

static bool
row_matches(const struct cmd *row, unsigned int k, const struct tok *t)
{
	size_t len;
	const char *w = row_word(row->words, k, &len);

	return w != NULL && t->kind == TOK_WORD && len == t->len &&
	    memcmp(w, t->s, len) == 0;
}

/* Do the first k words of two rows agree? */
static bool
same_prefix(const struct cmd *a, const struct cmd *b, unsigned int k)
{
	size_t len = 0;
	const char *w;

	if (k == 0)
		return true;
	w = row_word(a->words, k - 1, &len);
	return w != NULL && strncmp(a->words, b->words,
	    (size_t)(w - a->words) + len) == 0;
}

/* Does the token begin the k-th word of the row? */
static bool
row_begins(const struct cmd *row, unsigned int k, const struct tok *t)
{
	size_t len;
	const char *w = row_word(row->words, k, &len);

	return w != NULL && t->kind == TOK_WORD && t->len < len &&
	    memcmp(w, t->s, t->len) == 0;
}

/*
 * The first row that goes on with this word; for people at a terminal the
 * beginning of a word will do, if no other one begins so.
 */
static const struct cmd *
cmd_next(const struct cmd *table, const struct cmd *at, unsigned int k,
    const struct tok *t, bool abbrev)
{
	const struct cmd *row, *found = NULL;

	for (row = at != NULL ? at : table; row->words != NULL; row++)
		if ((at == NULL || same_prefix(at, row, k)) &&
		    row_matches(row, k, t))
			return row;
	for (row = table; abbrev && row->words != NULL; row++) {
		if ((at != NULL && !same_prefix(at, row, k)) ||
		    !row_begins(row, k, t))
			continue;
		if (found != NULL && !same_prefix(found, row, k + 1))
			return NULL;
		if (found == NULL)
			found = row;
	}
	return found;
}

/* How far down a table a command is known. */
struct place {
	const struct cmd *table, *at;
	unsigned int	  k;		/* words of it */
	bool		  whole;	/* the first one is not shortened */
};

/* Word by word down the table; what is left in the lexer is its rest. */
static const struct cmd *
cmd_find(struct lex *lx, struct place *p, bool abbrev)
{
	const struct cmd *row;
	size_t len;

	for (; (row = cmd_next(p->table, p->at, p->k, lex_peek(lx),
	    abbrev && (p->k > 0 || !p->whole))) != NULL; p->k++) {
		(void)lex_next(lx);
		p->at = row;
		if (row_word(row->words, p->k + 1, &len) == NULL)
			return row;
	}
	if (p->at == NULL)
		return NULL;
	/* a row that ends here, such as "clear adj-rib" */
	for (row = p->table; row->words != NULL; row++)
		if (same_prefix(p->at, row, p->k) &&
		    row_word(row->words, p->k, &len) == NULL)
			return row;
	return NULL;
}

/* The words that go on there, behind a selector or not. */
static void
next_words(const struct place *p, bool selected, struct words *w)
{
	const struct cmd *row;
	const char *s;
	size_t len;

	for (row = p->table; row->words != NULL; row++)
		if ((!selected || cmd_selects(row)) && (p->at == NULL ||
		    same_prefix(p->at, row, p->k)) &&
		    (s = row_word(row->words, p->k, &len)) != NULL)
			words_add(w, s, len);
}

/* The words that a line may begin with. */
static const struct words *
first_words(void)
{
	static const char *const selectors[] = { "neighbor", "peer" };
	static struct words w;
	size_t i;

	if (w.n > 0)
		return &w;
	for (i = 0; i < 2; i++)
		words_add(&w, selectors[i], strlen(selectors[i]));
	next_words(&(struct place){ .table = commands }, false, &w);
	next_words(&(struct place){ .table = commands6 }, false, &w);
	return &w;
}

/* People need not type all of the first word. */
static void
expand(struct cmd_ctx *x)
{
	const struct words *w = first_words();
	const char *whole;

	if (x->c->kind != CLIENT_CTL)
		return;
	whole = words_whole(lex_peek(x->lex), w->v, w->n);
	if (whole != NULL)
		lex_replace(x->lex, whole);
}

/* Why is there no such command? */
static void
unknown(struct cmd_ctx *x, const struct place *p, const char *verb)
{
	const struct tok *t = lex_peek(x->lex);
	struct words w = { .n = 0 };

	if (x->c->kind == CLIENT_CTL && p->k == 0 && !x->selected) {
		(void)words_error(x->lex, first_words(), t, "command",
		    false);
	} else if (x->c->kind == CLIENT_CTL) {
		next_words(p, p->k == 0, &w);
		(void)words_error(x->lex, &w, t, "command", true);
	} else if (x->v6 && x->selected && verb != NULL &&
	    t->kind == TOK_WORD)
		(void)lex_err(x->lex, t, "unknown %s type: %.*s", verb,
		    (int)t->len, t->s);
	else
		(void)lex_err(x->lex, t, "unknown command");
}

/*
 * Whom the command is for: with a selector those it matches, and but for some
 * commands none that is not the client's.
 */
static int
narrow(struct cmd_ctx *x, const struct cmd *row)
{
	const struct pset *whom = row->flags & C_ALL ? eng.all : x->c->may;
	struct pset *sel;

	if (!x->selected) {
		if ((row->flags & C_NAMED) == C_NAMED)
			return lex_err(x->lex, NULL, "neighbor ADDR is "
			    "missing in front");
		x->sel = pset_or(&eng.rib, whom, NULL);
		return 0;
	}
	sel = pset_and(&eng.rib, x->sel, whom);
	pset_unref(&eng.rib, x->sel);
	x->sel = sel;
	return select_any(x);
}

/* The row of one word that comes next. */
static const struct cmd *
take_row(struct lex *lx, const struct cmd *table)
{
	const struct cmd *row;

	for (row = table; row->words != NULL; row++)
		if (lex_accept(lx, row->words))
			return row;
	return NULL;
}

static const struct cmd *
cmd_parse(struct cmd_ctx *x)
{
	struct place p = { .table = commands };
	const struct cmd *row;
	const struct tok *t;
	const char *verb;

	expand(x);
	x->from = eng.all;
	if (lex_accept(x->lex, "neighbor")) {
		if (select_neighbor(x) == -1)
			return NULL;
	} else if (lex_accept(x->lex, "peer")) {
		x->v6 = true;
		x->from = x->c->may;
		if ((row = take_row(x->lex, commands_peer)) != NULL)
			return row;
		if (select_peer(x) == -1)
			return NULL;
		if ((row = take_row(x->lex, commands_peers)) != NULL)
			return row;
	} else {
		t = lex_peek(x->lex);
		x->v6 = tok_is(t, "rib") || tok_is(t, "daemon") ||
		    tok_is(t, "session") || tok_is(t, "system") ||
		    tok_is(t, "group");
	}
	t = lex_peek(x->lex);
	verb = tok_is(t, "announce") ? "announce" : tok_is(t, "withdraw") ?
	    "withdraw" : NULL;
	if (x->v6 && !x->selected)
		p.table = commands6;
	/* what it begins is known of both grammars */
	p.whole = !x->selected;
	row = cmd_find(x->lex, &p, x->c->kind == CLIENT_CTL);
	if (row == NULL)
		unknown(x, &p, verb);
	return row != NULL && narrow(x, row) == 0 ? row : NULL;
}

/*
 * In the newer grammar the last words of a change may say whether `done`
 * waits until the routes have left, and in which form it answers, which
 * makes no difference.
 */
static void
take_sync(struct cmd_ctx *x)
{
	static const struct {
		const char	*word;
		bool		 sync, async;
	} words[] = { { "sync", true, false }, { "async", false, true },
	    { "json", false, false }, { "text", false, false } };
	const size_t nwords = sizeof(words) / sizeof(words[0]);
	size_t i, n, turn, len = x->lex->len;

	x->sync = x->c->sync;
	for (turn = 0; turn < 2 && (x->v6 || x->c->mute); turn++) {
		while (len > 0 &&
		    strchr(" \t\r", x->lex->src[len - 1]) != NULL)
			len--;
		for (i = 0; i < nwords; i++) {
			n = strlen(words[i].word);
			if (len > n && cmd_blank(x->lex->src[len - n - 1]) &&
			    memcmp(x->lex->src + len - n, words[i].word,
			    n) == 0)
				break;
		}
		if (i == nwords)
			return;
		x->lex->len = len -= n;
		x->sync = words[i].sync || (x->sync && !words[i].async);
	}
}

/* `done` to what a row's function has done, now or when it has left. */
static void
finish(struct cmd_ctx *x, const struct cmd *row)
{
	if ((row->flags & C_ROUTE) == 0 || !x->sync)
		reply_done(x->c);
	else if (x->c->mute)
		x->c->wait_sent = true;	/* the group's own does */
	else
		cmd_wait_sent(x->c);
}

static void
cmd_run(struct cmd_ctx *x, struct diag *d)
{
	const struct cmd *row = cmd_parse(x);
	enum cmd_result r = CMD_FAIL;

	/* what was said before comes first, replies as well */
	if (row == NULL || (row->flags & C_QUEUE) == 0)
		queue_flush();
	x->c->v6 = x->v6;
	if (row != NULL && (row->flags & C_WRITE) && x->c->readonly) {
		reply_error(x->c, "not on the read-only socket");
		return;
	}
	if (row != NULL) {
		x->withdraw = (row->flags & C_WITHDRAW) != 0;
		x->words = row->words;
		if (row->flags & C_ROUTE)
			take_sync(x);
		r = row->fn(x);
	}
	if (r == CMD_DONE) {
		finish(x, row);
	} else if (r == CMD_FAIL) {
		queue_flush();
		eng_log_refused(x->c->name, d->first);
		reply_error(x->c, "%s", d->first[0] != '\0' ? d->first :
		    "failed");
	}
}

void
cmd_line(struct client *c, const char *line, size_t len)
{
	static struct diag diag;
	static struct lex lex;
	static bool ready;
	struct cmd_ctx x;

	c->v6 = c->cut = false;
	while (len > 0 && cmd_blank(*line)) {
		line++;
		len--;
	}
	if (c->kind == CLIENT_PROG)
		eng_log_command(line, len);
	if (len > 0 && line[0] == '#') {
		queue_flush();
		reply_done(c);
		return;
	}
	if (len >= 6 && memcmp(line, "debug", 5) == 0 && cmd_blank(line[5]) &&
	    c->kind == CLIENT_PROG) {
		log_warn("%s: %.*s", c->name, (int)(len < 1024 ? len : 1024),
		    line);
		return;
	}
	if (c->group != NULL)
		queue_flush();
	if (!rib_ready(&eng.rib)) {
		queue_flush();
		reply_error(c, "out of memory");
		return;
	}
	if (group_take(c, line, len) || same_line(c, line, len))
		return;
	if (!ready)
		diag_init(&diag, NULL, NULL, 0);
	ready = true;
	diag_reset(&diag);
	memset(&x, 0, sizeof(x));
	x.c = c;
	x.lex = &lex;
	lex_init(&lex, LEX_LINE, line, len, &diag);
	cmd_run(&x, &diag);
	lex_free(&lex);
	pset_unref(&eng.rib, x.sel);
}
