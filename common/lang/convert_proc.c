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

#include "convert_priv.h"

/*
 * The processes of ExaBGP 3 were in neighbors and said themselves what they
 * hear.  Today they are sections of their own, and the api section of a
 * neighbor says it.
 */

/* A process of a neighbor, with the name that it has from now on. */
struct program {
	const struct node	*node;
	struct program		*next;
	char			*name;
};

/* What a process heard, and where its words are today. */
#define HEAR_CHANGES	0x01U
#define HEAR_PARSED	0x02U
#define HEAR_PACKETS	0x04U
#define HEAR_UPDATE	0x08U
#define HEAR_REFRESH	0x10U
#define HEAR_OPER	0x20U
#define HEAR_SENT	0x40U
#define HEAR_RECEIVE	(HEAR_PARSED | HEAR_PACKETS | HEAR_UPDATE | \
	HEAR_REFRESH | HEAR_OPER)

static const struct {
	const char	*word;
	unsigned int	 what;
} hears[] = {
	{ "neighbor-changes", HEAR_CHANGES },
	{ "peer-updates", HEAR_CHANGES | HEAR_PARSED | HEAR_UPDATE },
	{ "parse-routes", HEAR_CHANGES | HEAR_PARSED | HEAR_UPDATE },
	{ "receive-routes", HEAR_PARSED | HEAR_UPDATE | HEAR_REFRESH },
	{ "receive-parsed", HEAR_PARSED | HEAR_UPDATE },
	{ "receive-updates", HEAR_PARSED | HEAR_UPDATE },
	{ "receive-operational", HEAR_PARSED | HEAR_OPER },
	{ "receive-packets", HEAR_PACKETS },
	{ "send-packets", HEAR_SENT }
};

static unsigned int
hear(const struct node *n)
{
	size_t i;

	for (i = 0; i < sizeof(hears) / sizeof(hears[0]); i++) {
		if (convert_is(n, hears[i].word))
			return hears[i].what;
	}
	return 0;
}

/* The kinds of messages, with their plural, and what names them above. */
static const struct {
	const char	*name;
	const char	*plural;
	unsigned int	 what;
} kinds[] = {
	{ "open", "opens", 0 },
	{ "update", "updates", HEAR_UPDATE },
	{ "notification", "notifications", 0 },
	{ "keepalive", "keepalives", 0 },
	{ "refresh", "refreshes", HEAR_REFRESH },
	{ "operational", "operational", HEAR_OPER }
};

#define NKINDS	(sizeof(kinds) / sizeof(kinds[0]))

static void
statement(struct convert *c, const char *name)
{
	convert_indent(c);
	wb_printf(c->out, "%s;\n", name);
}

/* The kinds that are meant, unless they are there; packets had no kinds. */
static void
put_kinds(struct convert *c, unsigned int what, bool all,
    const struct node *have)
{
	size_t i;

	for (i = 0; i < NKINDS; i++) {
		if ((all || (kinds[i].what & what) != 0) &&
		    convert_find(have, kinds[i].name) == NULL &&
		    convert_find(have, kinds[i].plural) == NULL)
			statement(c, kinds[i].name);
	}
}

/* The `receive` or `send` of a process, without what was moved out. */
static void
put_messages(struct convert *c, const struct node *n, unsigned int what)
{
	const struct node *k;
	const char *name;
	size_t i;
	bool all;

	convert_comments(c, n);
	convert_begin(c, convert_word(n, 0));
	for (k = n->child; k != NULL; k = k->next) {
		if (hear(k) != 0)
			continue;
		name = NULL;
		for (i = 0; i < NKINDS; i++) {
			if (convert_is(k, kinds[i].plural))
				name = kinds[i].name;
		}
		convert_copy(c, k, name);
	}
	all = convert_find(n->child, "packets") != NULL &&
	    (convert_is(n, "send") || ((what & HEAR_PARSED) == 0 &&
	    convert_find(n->child, "parsed") == NULL));
	put_kinds(c, 0, all, n->child);
	convert_end(c, n);
}

static unsigned int
collect(const struct node *list)
{
	unsigned int what = 0;

	for (; list != NULL; list = list->next)
		what |= list->section ? collect(list->child) : hear(list);
	return what;
}

/* What the process was in the neighbor, as a section api. */
static void
put_api(struct convert *c, const struct node *n, const char *name)
{
	unsigned int what = collect(n->child);
	const struct node *k;

	convert_begin(c, "api");
	convert_indent(c);
	wb_str(c->out, "processes [ ");
	lex_quote(c->out, name, strlen(name));
	wb_str(c->out, " ];\n");
	if ((what & HEAR_CHANGES) != 0)
		statement(c, "neighbor-changes");
	if ((what & HEAR_RECEIVE) != 0) {
		convert_begin(c, "receive");
		if ((what & HEAR_PARSED) != 0)
			statement(c, "parsed");
		if ((what & HEAR_PACKETS) != 0)
			statement(c, "packets");
		put_kinds(c, what, (what & HEAR_PARSED) == 0, NULL);
		convert_end(c, NULL);
	}
	if ((what & HEAR_SENT) != 0) {
		convert_begin(c, "send");
		statement(c, "packets");
		put_kinds(c, 0, true, NULL);
		convert_end(c, NULL);
	}
	for (k = n->child; k != NULL; k = k->next) {
		if (k->section && (convert_is(k, "receive") ||
		    convert_is(k, "send")))
			put_messages(c, k, what);
	}
	convert_end(c, NULL);
}

static bool
same_words(const struct node *a, const struct node *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a->len == b->len && memcmp(a->words, b->words, a->len) == 0;
}

/* The name under which a process goes: one program has one name. */
static const char *
program(struct convert *c, const struct node *n)
{
	const char *name = n->n > 1 ? convert_word(n, 1) : "process";
	struct program *p, **last;
	struct wbuf w;
	size_t same = 1;

	for (last = &c->programs; (p = *last) != NULL; last = &p->next) {
		if (strcmp(convert_word(p->node, 1), convert_word(n, 1)) != 0)
			continue;
		if (same_words(convert_find(p->node->child, "run"),
		    convert_find(n->child, "run")))
			return p->name;
		same++;
	}
	wb_init(&w, SIZE_MAX);
	if (same == 1)
		wb_str(&w, name);
	else
		wb_printf(&w, "%s-%zu", name, same);
	wb_u8(&w, 0);
	if (w.err || (p = calloc(1, sizeof(*p))) == NULL) {
		wb_free(&w);
		c->failed = true;
		return "";
	}
	p->node = n;
	p->name = (char *)w.p;
	*last = p;
	if (same > 1)
		convert_changed(c, n, "another process of that name exists: "
		    "it gets a number");
	return p->name;
}

/*
 * A mere name is that of a process elsewhere.  A process without name and
 * program says what those of the group hear from this neighbor.
 */
void
convert_process(struct convert *c, const struct node *n,
    const struct node *group)
{
	const struct node *k;

	convert_changed(c, n, "the process is a section of its own, and the "
	    "neighbor names it with api");
	if (n->section &&
	    (n->n > 1 || convert_find(n->child, "run") != NULL)) {
		put_api(c, n, program(c, n));
		return;
	}
	convert_comments(c, n);
	if (!n->section) {
		put_api(c, n, convert_word(n, 1));
		return;
	}
	for (k = group; k != NULL; k = k->next) {
		if (convert_is(k, "process") &&
		    convert_find(k->child, "run") != NULL)
			put_api(c, n, program(c, k));
	}
}

/*
 * A command line in quotes was taken apart as a shell does it, without what
 * else a shell does.
 */
static void
put_run(struct convert *c, const struct node *n)
{
	const char *s = convert_word(n, 1);
	struct wbuf w;
	char quote;

	if (n->n != 2 || s[-1] != '"' || strpbrk(s, " \t") == NULL) {
		convert_copy(c, n, NULL);
		return;
	}
	convert_changed(c, n, "the program and its arguments are words of "
	    "their own");
	convert_comments(c, n);
	convert_indent(c);
	wb_str(c->out, "run");
	wb_init(&w, SIZE_MAX);
	while (s[strspn(s, " \t")] != '\0') {
		s += strspn(s, " \t");
		w.len = 0;
		wb_u8(&w, ' ');
		for (quote = 0; *s != '\0' && (quote != 0 ||
		    strchr(" \t", *s) == NULL); s++) {
			if (quote == 0 ? *s == '"' || *s == '\'' : *s == quote)
				quote = quote == 0 ? *s : 0;
			else
				wb_u8(&w, (uint8_t)*s);
		}
		wb_u8(&w, 0);
		wb_u8(c->out, ' ');
		if (!w.err)
			convert_put_word(c, (const char *)w.p);
	}
	c->failed |= w.err;
	wb_free(&w);
	wb_str(c->out, ";\n");
}

/* The processes of neighbors, each once; the encoder is wanted today. */
void
convert_programs(struct convert *c)
{
	const struct program *p;
	const struct node *k;

	for (p = c->programs; p != NULL; p = p->next) {
		convert_comments(c, p->node);
		wb_str(c->out, "process ");
		lex_quote(c->out, p->name, strlen(p->name));
		wb_str(c->out, " {\n");
		c->depth++;
		for (k = p->node->child; k != NULL; k = k->next) {
			if (convert_is(k, "run"))
				put_run(c, k);
			else if (convert_is(k, "encoder") ||
			    convert_is(k, "respawn"))
				convert_copy(c, k, NULL);
		}
		if (convert_find(p->node->child, "encoder") == NULL)
			statement(c, "encoder text");
		convert_end(c, p->node);
		wb_u8(c->out, '\n');
	}
}

void
convert_programs_free(struct convert *c)
{
	struct program *p;

	while ((p = c->programs) != NULL) {
		c->programs = p->next;
		free(p->name);
		free(p);
	}
}
