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
#include <strings.h>

#include "../base/addr.h"
#include "../base/lex.h"
#include "convert.h"
#include "stmt.h"

/*
 * ExaBGP 3 to today.  The text becomes a tree of statements, which is
 * written out again with what has changed since:
 *
 *	group			gone: its statements go to its neighbors
 *	process in a neighbor	on its own, and named by an api section
 *	capabilities		in a section of that name
 *	md5, ttl-security	have other names
 *	families		inet is ipv4, inet6 is ipv6, minimal is gone
 *	run "program word"	its words are not in one pair of quotes
 *	routes			their addresses end where the length says
 *
 * Comments stand on lines of their own before what they were next to.
 */
#define DEPTH_MAX	16
#define NODES_MAX	(1U << 24)

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

/* A process of a neighbor, with the name that it has from now on. */
struct program {
	const struct node	*node;
	struct program		*next;
	char			*name;
};

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

static struct node *read_nodes(struct convert *, unsigned int, struct gap *);

static void
nodes_free(struct node *n)
{
	struct node *next;

	for (; n != NULL; n = next) {
		next = n->next;
		nodes_free(n->child);
		free(n->words);
		free(n);
	}
}

/* The byte in front of a word tells if it was in quotes. */
static int
add_word(struct convert *c, struct node *n, const struct tok *t)
{
	char *p = realloc(n->words, n->len + t->len + 2);

	if (p == NULL) {
		c->failed = true;
		return diag_err(c->diag, NULL, "out of memory");
	}
	n->words = p;
	p += n->len;
	*p++ = t->quoted ? '"' : ' ';
	memcpy(p, t->s, t->len);
	p[t->len] = '\0';
	n->len += t->len + 2;
	n->n++;
	return 0;
}

static struct node *
read_node(struct convert *c, const struct tok *first, unsigned int depth)
{
	struct node *n = calloc(1, sizeof(*n));
	struct tok t = *first;

	if (n == NULL || ++c->nodes > NODES_MAX) {
		free(n);
		c->failed = true;
		(void)diag_err(c->diag, NULL, "out of memory");
		return NULL;
	}
	n->line = first->line;
	while (t.kind == TOK_WORD && add_word(c, n, &t) == 0)
		t = lex_next(&c->lx);
	if (t.kind != TOK_OPEN)
		return n;
	n->section = true;
	n->child = read_nodes(c, depth + 1, &n->last);
	return n;
}

/* The gap's rest of the line belongs to the statement that it ends. */
static void
split_gap(struct gap *gap, struct node *before)
{
	const char *nl;

	if (before == NULL || gap->p == gap->end)
		return;
	nl = memchr(gap->p, '\n', (size_t)(gap->end - gap->p));
	before->after.p = gap->p;
	before->after.end = nl == NULL ? gap->end : nl;
	gap->p = before->after.end;
}

/* Statements up to the "}" or the end of the text, and what is before it. */
static struct node *
read_nodes(struct convert *c, unsigned int depth, struct gap *rest)
{
	struct node *first = NULL, **last = &first, *n = NULL;
	struct gap gap = { NULL, NULL };
	struct tok t;

	while (!c->failed && c->diag->nerr <= DIAG_MAX) {
		if (gap.p == NULL)
			gap.p = c->lx.src + c->lx.pos;
		t = lex_next(&c->lx);
		gap.end = c->lx.src + t.off;
		if (t.kind == TOK_CLOSE || t.kind == TOK_END) {
			split_gap(&gap, n);
			*rest = gap;
			break;
		}
		if (t.kind == TOK_SEMI || t.kind == TOK_ERROR)
			continue;
		if (depth > DEPTH_MAX || t.kind == TOK_OPEN) {
			(void)lex_err(&c->lx, &t, depth > DEPTH_MAX ?
			    "sections are nested too deeply" :
			    "a section needs a name");
			lex_recover(&c->lx);
			continue;
		}
		split_gap(&gap, n);
		*last = n = read_node(c, &t, depth);
		if (n == NULL)
			break;
		n->before = gap;
		gap.p = NULL;
		last = &n->next;
	}
	return first;
}

static const char *
word(const struct node *n, size_t i)
{
	const char *p = n->words;

	if (i >= n->n)
		return "";
	while (i-- > 0)
		p += strlen(p) + 1;
	return p + 1;
}

static bool
is(const struct node *n, const char *s)
{
	return strcmp(word(n, 0), s) == 0;
}

static void
indent(struct convert *c)
{
	unsigned int i;

	for (i = 0; i < c->depth; i++)
		wb_u8(c->out, '\t');
}

/* A backslash at the end would join the next line to the comment. */
static void
put_gap(struct convert *c, const struct gap *gap)
{
	const char *p = gap->p, *end, *next;

	while (p != NULL && p < gap->end &&
	    (p = memchr(p, '#', (size_t)(gap->end - p))) != NULL) {
		next = memchr(p, '\n', (size_t)(gap->end - p));
		end = next == NULL ? gap->end : next;
		while (end > p && strchr(" \t\r\\", end[-1]) != NULL &&
		    end[-1] != '\0')
			end--;
		indent(c);
		wb_put(c->out, p, (size_t)(end - p));
		wb_u8(c->out, '\n');
		p = next;
	}
}

static void
put_comments(struct convert *c, const struct node *n)
{
	put_gap(c, &n->before);
	put_gap(c, &n->after);
}

static void
put_word(struct convert *c, const char *marked)
{
	const char *s = marked + 1;

	if (marked[0] == ' ' && s[0] != '\0' &&
	    (strpbrk(s, " \t\r\n[],;{}\"'#\\") == NULL ||
	    (s[1] == '\0' && strchr("[],", s[0]) != NULL)))
		wb_str(c->out, s);
	else
		lex_quote(c->out, s, strlen(s));
}

static void
changed(struct convert *c, const struct node *n, const char *what)
{
	if (!c->told)
		wb_printf(c->changes, "line %u: %s\n", n->line, what);
}

/* ExaBGP 3 sent the prefix of a route without the bits behind its length. */
static bool
put_prefix(struct convert *c, const struct node *n)
{
	const char *s = word(n, 1);
	char buf[ADDR_STRLEN];
	struct prefix p;

	if (prefix_parse(s, strlen(s), &p) != -3)
		return false;
	addr_mask(&p.addr, p.plen);
	(void)prefix_print(&p, buf, sizeof(buf));
	wb_str(c->out, buf);
	changed(c, n, "the address of a route has no bits behind the length");
	return true;
}

/* It took any word that begins and ends with these for both ways. */
static bool
put_ways(struct convert *c, const struct node *n)
{
	const char *s = word(n, 1);
	size_t len = strlen(s);

	if (len < 11 || strncasecmp(s, "send", 4) != 0 ||
	    strcasecmp(s + len - 7, "receive") != 0 ||
	    strcasecmp(s + 4, "/receive") == 0)
		return false;
	wb_str(c->out, "send/receive");
	changed(c, n, "add-path of both ways is send/receive");
	return true;
}

/* The words from one on, with blanks between. */
static void
put_words(struct convert *c, const struct node *n, size_t from)
{
	size_t i;

	for (i = from; i < n->n; i++) {
		if (i > from)
			wb_u8(c->out, ' ');
		if (i == 1 && ((is(n, "route") && put_prefix(c, n)) ||
		    (is(n, "add-path") && put_ways(c, n))))
			continue;
		put_word(c, word(n, i) - 1);
	}
}

static void
begin(struct convert *c, const char *name)
{
	indent(c);
	wb_printf(c->out, "%s {\n", name);
	c->depth++;
}

static void
end(struct convert *c, const struct node *n)
{
	if (n != NULL)
		put_gap(c, &n->last);
	c->depth--;
	indent(c);
	wb_str(c->out, "}\n");
}

/* As it is, with a new first word if there is one. */
static void
copy(struct convert *c, const struct node *n, const char *name)
{
	const struct node *k;

	put_comments(c, n);
	indent(c);
	if (name != NULL) {
		wb_str(c->out, name);
		if (n->n > 1)
			wb_u8(c->out, ' ');
	}
	put_words(c, n, name != NULL ? 1 : 0);
	if (!n->section) {
		wb_str(c->out, ";\n");
		return;
	}
	wb_str(c->out, " {\n");
	c->depth++;
	for (k = n->child; k != NULL; k = k->next)
		copy(c, k, NULL);
	end(c, n);
}

/* Words of a process that say what it hears; NULL: not a word of these. */
static const struct {
	const char	*word;
	bool		 changes;	/* neighbor-changes too */
	bool		 routes;	/* parsed updates */
} hears[] = {
	{ "neighbor-changes", true, false },
	{ "peer-updates", true, true },
	{ "parse-routes", true, true },
	{ "receive-routes", false, true },
	{ "receive-parsed", false, true },
	{ "receive-updates", false, true }
};

#define NHEARS	(sizeof(hears) / sizeof(hears[0]))

static size_t
hear(const struct node *n)
{
	size_t i;

	for (i = 0; i < NHEARS && !is(n, hears[i].word); i++)
		;
	return i;
}

/* The `receive` or `send` of a process, without what was moved out. */
static void
put_messages(struct convert *c, const struct node *n)
{
	static const char *const plural[][2] = {
		{ "updates", "update" }, { "opens", "open" },
		{ "keepalives", "keepalive" },
		{ "notifications", "notification" },
		{ "refreshes", "refresh" }
	};
	const struct node *k;
	const char *name;
	size_t i;

	put_comments(c, n);
	begin(c, word(n, 0));
	for (k = n->child; k != NULL; k = k->next) {
		if (hear(k) < NHEARS)
			continue;
		name = NULL;
		for (i = 0; i < sizeof(plural) / sizeof(plural[0]); i++) {
			if (is(k, plural[i][0]))
				name = plural[i][1];
		}
		copy(c, k, name);
	}
	end(c, n);
}

static void
collect(const struct node *list, bool *changes, bool *routes)
{
	const struct node *k;
	size_t i;

	for (k = list; k != NULL; k = k->next) {
		if (k->section)
			collect(k->child, changes, routes);
		else if ((i = hear(k)) < NHEARS) {
			*changes |= hears[i].changes;
			*routes |= hears[i].routes;
		}
	}
}

/* What the process was in the neighbor, as a section api. */
static void
put_api(struct convert *c, const struct node *n, const char *name)
{
	bool changes = false, routes = false;
	const struct node *k;

	collect(n->child, &changes, &routes);
	begin(c, "api");
	indent(c);
	wb_str(c->out, "processes [ ");
	lex_quote(c->out, name, strlen(name));
	wb_str(c->out, " ];\n");
	if (changes) {
		indent(c);
		wb_str(c->out, "neighbor-changes;\n");
	}
	if (routes) {
		begin(c, "receive");
		indent(c);
		wb_str(c->out, "parsed;\n");
		indent(c);
		wb_str(c->out, "update;\n");
		end(c, NULL);
	}
	for (k = n->child; k != NULL; k = k->next) {
		if (k->section && (is(k, "receive") || is(k, "send")))
			put_messages(c, k);
	}
	end(c, NULL);
}

static const struct node *
find(const struct node *list, const char *name)
{
	for (; list != NULL; list = list->next) {
		if (is(list, name))
			return list;
	}
	return NULL;
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
	const char *name = n->n > 1 ? word(n, 1) : "process";
	struct program *p, **last;
	struct wbuf w;
	size_t same = 1;

	for (last = &c->programs; (p = *last) != NULL; last = &p->next) {
		if (strcmp(word(p->node, 1), word(n, 1)) != 0)
			continue;
		if (same_words(find(p->node->child, "run"),
		    find(n->child, "run")))
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
		changed(c, n, "another process of that name exists: it gets "
		    "a number");
	return p->name;
}

/*
 * A process without name and program says what those of the group hear
 * from this neighbor.
 */
static void
put_process(struct convert *c, const struct node *n, const struct node *group)
{
	const struct node *k;

	changed(c, n, "the process is a section of its own, and the "
	    "neighbor names it with api");
	if (n->n > 1 || find(n->child, "run") != NULL) {
		put_api(c, n, program(c, n));
		return;
	}
	put_comments(c, n);
	for (k = group; k != NULL; k = k->next) {
		if (is(k, "process") && find(k->child, "run") != NULL)
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
	const char *s = word(n, 1);
	struct wbuf w;
	char quote;

	if (n->n != 2 || s[-1] != '"' || strpbrk(s, " \t") == NULL) {
		copy(c, n, NULL);
		return;
	}
	changed(c, n, "the program and its arguments are words of their own");
	put_comments(c, n);
	indent(c);
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
			put_word(c, (const char *)w.p);
	}
	c->failed |= w.err;
	wb_free(&w);
	wb_str(c->out, ";\n");
}

/* The processes of neighbors, each once; the encoder is wanted today. */
static void
put_programs(struct convert *c)
{
	const struct program *p;
	const struct node *k;

	for (p = c->programs; p != NULL; p = p->next) {
		put_comments(c, p->node);
		wb_str(c->out, "process ");
		lex_quote(c->out, p->name, strlen(p->name));
		wb_str(c->out, " {\n");
		c->depth++;
		for (k = p->node->child; k != NULL; k = k->next) {
			if (is(k, "run"))
				put_run(c, k);
			else if (is(k, "encoder") || is(k, "respawn"))
				copy(c, k, NULL);
		}
		if (find(p->node->child, "encoder") == NULL) {
			indent(c);
			wb_str(c->out, "encoder text;\n");
		}
		end(c, p->node);
		wb_u8(c->out, '\n');
	}
}

static bool
is_capability(const struct node *n)
{
	static const char *const words[] = { "asn4", "route-refresh",
	    "graceful-restart", "add-path", "multi-session", "operational",
	    "aigp" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!n->section && is(n, words[i]))
			return true;
	}
	return false;
}

static void
put_family(struct convert *c, const struct node *n)
{
	const struct node *k;

	put_comments(c, n);
	begin(c, "family");
	for (k = n->child; k != NULL; k = k->next) {
		if (is(k, "minimal")) {
			changed(c, k, "family minimal is gone: all families "
			    "are offered, name those that are wanted");
			continue;
		}
		if (is(k, "inet") || is(k, "inet4") || is(k, "inet6")) {
			changed(c, k, "inet is ipv4 and inet6 is ipv6");
			copy(c, k, is(k, "inet6") ? "ipv6" : "ipv4");
		} else
			copy(c, k, NULL);
	}
	end(c, n);
}

/* One statement in a section of one line. */
static void
wrapped(struct convert *c, const struct node *n, const char *section)
{
	begin(c, section);
	copy(c, n, NULL);
	end(c, NULL);
}

static void
put_statement(struct convert *c, const struct node *n,
    const struct node *group)
{
	if (n->section && is(n, "process"))
		put_process(c, n, group);
	else if (is_capability(n)) {
		changed(c, n, "capabilities are in a section");
		wrapped(c, n, "capability");
	} else if (is(n, "md5")) {
		changed(c, n, "md5 is md5-password");
		copy(c, n, "md5-password");
	} else if (is(n, "ttl-security")) {
		changed(c, n, "ttl-security is outgoing-ttl");
		copy(c, n, n->n > 1 ? "outgoing-ttl" : "outgoing-ttl 255");
	} else if (n->section && is(n, "family"))
		put_family(c, n);
	else if (is(n, "route")) {
		changed(c, n, "routes are in the section static");
		wrapped(c, n, "static");
	} else
		copy(c, n, NULL);
}

/* The statements of its group come first: what is said last counts. */
static void
put_neighbor(struct convert *c, const struct node *n,
    const struct node *group)
{
	const struct node *k;

	put_comments(c, n);
	indent(c);
	put_words(c, n, 0);
	wb_str(c->out, " {\n");
	c->depth++;
	for (k = group; k != NULL; k = k->next) {
		if (!is(k, "neighbor"))
			put_statement(c, k, group);
	}
	c->told = false;
	for (k = n->child; k != NULL; k = k->next)
		put_statement(c, k, group);
	end(c, n);
	wb_u8(c->out, '\n');
}

static void
put_group(struct convert *c, const struct node *group)
{
	const struct node *k;
	bool first = true;

	changed(c, group, "group is gone: each neighbor has its statements");
	put_comments(c, group);
	for (k = group->child; k != NULL; k = k->next) {
		if (!is(k, "neighbor"))
			continue;
		c->told = !first;
		put_neighbor(c, k, group->child);
		first = false;
	}
	put_gap(c, &group->last);
}

static void
put_root(struct convert *c, const struct node *list, const struct gap *last)
{
	const struct node *n;

	for (n = list; n != NULL; n = n->next) {
		if (n->section && is(n, "group"))
			put_group(c, n);
		else if (n->section && is(n, "neighbor"))
			put_neighbor(c, n, NULL);
		else {
			copy(c, n, NULL);
			wb_u8(c->out, '\n');
		}
	}
	put_gap(c, last);
	put_programs(c);
}

/* See the header. */
int
convert_config(const char *text, size_t len, struct wbuf *out,
    struct wbuf *changes, struct diag *d)
{
	struct convert c;
	struct program *p;
	struct gap last = { NULL, NULL };
	struct node *list;
	unsigned int nerr = d->nerr;

	memset(&c, 0, sizeof(c));
	c.diag = d;
	c.out = out;
	c.changes = changes;
	lex_init(&c.lx, LEX_FILE, text, len, d);
	list = read_nodes(&c, 0, &last);
	if (d->nerr == nerr)
		put_root(&c, list, &last);
	while ((p = c.programs) != NULL) {
		c.programs = p->next;
		free(p->name);
		free(p);
	}
	nodes_free(list);
	lex_free(&c.lx);
	if (out->err || changes->err || c.failed)
		return diag_err(d, NULL, "out of memory");
	return d->nerr > nerr ? -1 : 0;
}
