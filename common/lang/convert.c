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
#include "convert.h"
#include "convert_priv.h"

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

const char *
convert_word(const struct node *n, size_t i)
{
	const char *p = n->words;

	if (i >= n->n)
		return "";
	while (i-- > 0)
		p += strlen(p) + 1;
	return p + 1;
}

bool
convert_is(const struct node *n, const char *s)
{
	return strcmp(convert_word(n, 0), s) == 0;
}

const struct node *
convert_find(const struct node *list, const char *name)
{
	for (; list != NULL; list = list->next) {
		if (convert_is(list, name))
			return list;
	}
	return NULL;
}

void
convert_indent(struct convert *c)
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
		convert_indent(c);
		wb_put(c->out, p, (size_t)(end - p));
		wb_u8(c->out, '\n');
		p = next;
	}
}

void
convert_comments(struct convert *c, const struct node *n)
{
	put_gap(c, &n->before);
	put_gap(c, &n->after);
}

void
convert_put_word(struct convert *c, const char *marked)
{
	const char *s = marked + 1;

	if (marked[0] == ' ' && s[0] != '\0' &&
	    (strpbrk(s, " \t\r\n[],;{}\"'#\\") == NULL ||
	    (s[1] == '\0' && strchr("[],", s[0]) != NULL)))
		wb_str(c->out, s);
	else
		lex_quote(c->out, s, strlen(s));
}

void
convert_changed(struct convert *c, const struct node *n, const char *what)
{
	if (!c->told)
		wb_printf(c->changes, "line %u: %s\n", n->line, what);
}

/* ExaBGP 3 sent the prefix of a route without the bits behind its length. */
static bool
put_prefix(struct convert *c, const struct node *n)
{
	const char *s = convert_word(n, 1);
	char buf[ADDR_STRLEN];
	struct prefix p;

	if (prefix_parse(s, strlen(s), &p) != -3)
		return false;
	addr_mask(&p.addr, p.plen);
	(void)prefix_print(&p, buf, sizeof(buf));
	wb_str(c->out, buf);
	convert_changed(c, n, "the address of a route has no bits behind the "
	    "length");
	return true;
}

/* It took any word that begins and ends with these for both ways. */
static bool
put_ways(struct convert *c, const struct node *n)
{
	const char *s = convert_word(n, 1);
	size_t len = strlen(s);

	if (len < 11 || strncasecmp(s, "send", 4) != 0 ||
	    strcasecmp(s + len - 7, "receive") != 0 ||
	    strcasecmp(s + 4, "/receive") == 0)
		return false;
	wb_str(c->out, "send/receive");
	convert_changed(c, n, "add-path of both ways is send/receive");
	return true;
}

/* Words that have another spelling today. */
static bool
put_respelled(struct convert *c, const struct node *n, const char *s)
{
	if (convert_is(n, "route") && strcmp(s, "withdrawn") == 0) {
		wb_str(c->out, "withdraw");
		convert_changed(c, n, "withdrawn is withdraw");
		return true;
	}
	if (convert_is(n, "fragment") && strcmp(s, "not-a-fragment") == 0) {
		wb_str(c->out, "=not-a-fragment");
		convert_changed(c, n, "not-a-fragment is =not-a-fragment");
		return true;
	}
	return false;
}

/* The words from one on, with blanks between. */
static void
put_words(struct convert *c, const struct node *n, size_t from)
{
	size_t i;

	for (i = from; i < n->n; i++) {
		if (i > from)
			wb_u8(c->out, ' ');
		if (i == 1 && ((convert_is(n, "route") && put_prefix(c, n)) ||
		    (convert_is(n, "add-path") && put_ways(c, n))))
			continue;
		if (!put_respelled(c, n, convert_word(n, i)))
			convert_put_word(c, convert_word(n, i) - 1);
	}
}

/* A flow matched several values without brackets, if they had operators. */
static bool
is_unbracketed(const struct node *n)
{
	static const char *const words[] = { "port", "source-port",
	    "destination-port", "protocol", "next-header", "packet-length",
	    "icmp-type", "icmp-code", "dscp", "traffic-class", "flow-label",
	    "fragment", "tcp-flags" };
	size_t i;

	if (n->section || n->n < 3 || strspn(convert_word(n, 1), "=<>") == 0)
		return false;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (convert_is(n, words[i]))
			return true;
	}
	return false;
}

void
convert_begin(struct convert *c, const char *name)
{
	convert_indent(c);
	wb_printf(c->out, "%s {\n", name);
	c->depth++;
}

void
convert_end(struct convert *c, const struct node *n)
{
	if (n != NULL)
		put_gap(c, &n->last);
	c->depth--;
	convert_indent(c);
	wb_str(c->out, "}\n");
}

/* What a word without a value meant, where it means something else today. */
static void
put_default(struct convert *c, const struct node *n)
{
	static const char *const words[][3] = {
		{ "adj-rib-out", "true", "adj-rib-out alone meant true" },
		{ "manual-eor", "true", "manual-eor alone meant true" },
		{ "aigp", "false", "aigp alone meant false" }
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (n->n != 1 || n->section || !convert_is(n, words[i][0]))
			continue;
		wb_printf(c->out, " %s", words[i][1]);
		convert_changed(c, n, words[i][2]);
	}
}

/* As it is, with a new first word if there is one. */
void
convert_copy(struct convert *c, const struct node *n, const char *name)
{
	const struct node *k;

	convert_comments(c, n);
	convert_indent(c);
	if (name != NULL) {
		wb_str(c->out, name);
		if (n->n > 1)
			wb_u8(c->out, ' ');
	}
	if (is_unbracketed(n)) {
		wb_printf(c->out, "%s [ ", convert_word(n, 0));
		put_words(c, n, 1);
		wb_str(c->out, " ]");
		convert_changed(c, n, "several values of a flow are in "
		    "brackets");
	} else
		put_words(c, n, name != NULL ? 1 : 0);
	put_default(c, n);
	if (!n->section) {
		wb_str(c->out, ";\n");
		return;
	}
	wb_str(c->out, " {\n");
	c->depth++;
	for (k = n->child; k != NULL; k = k->next)
		convert_copy(c, k, NULL);
	convert_end(c, n);
}

static bool
is_capability(const struct node *n)
{
	static const char *const words[] = { "asn4", "route-refresh",
	    "graceful-restart", "add-path", "multi-session", "operational",
	    "aigp" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!n->section && convert_is(n, words[i]))
			return true;
	}
	return false;
}

static void
put_family(struct convert *c, const struct node *n)
{
	const struct node *k;

	convert_comments(c, n);
	convert_begin(c, "family");
	for (k = n->child; k != NULL; k = k->next) {
		if (convert_is(k, "minimal")) {
			convert_changed(c, k, "family minimal is gone: all "
			    "families are offered, name those that are "
			    "wanted");
			continue;
		}
		if (convert_is(k, "inet") || convert_is(k, "inet4") ||
		    convert_is(k, "inet6")) {
			convert_changed(c, k, "inet is ipv4 and inet6 is ipv6");
			convert_copy(c, k, convert_is(k, "inet6") ? "ipv6" :
			    "ipv4");
		} else
			convert_copy(c, k, NULL);
	}
	convert_end(c, n);
}

/* One statement in a section of one line. */
static void
wrapped(struct convert *c, const struct node *n, const char *section)
{
	convert_begin(c, section);
	convert_copy(c, n, NULL);
	convert_end(c, NULL);
}

static void
put_statement(struct convert *c, const struct node *n,
    const struct node *group)
{
	if (convert_is(n, "process") && (n->section || n->n == 2))
		convert_process(c, n, group);
	else if (is_capability(n)) {
		convert_changed(c, n, "capabilities are in a section");
		wrapped(c, n, "capability");
	} else if (convert_is(n, "md5")) {
		convert_changed(c, n, "md5 is md5-password");
		convert_copy(c, n, "md5-password");
	} else if (convert_is(n, "ttl-security")) {
		convert_changed(c, n, "ttl-security is outgoing-ttl");
		convert_copy(c, n, n->n > 1 ? "outgoing-ttl" :
		    "outgoing-ttl 255");
	} else if (n->section && convert_is(n, "family"))
		put_family(c, n);
	else if (convert_is(n, "route")) {
		convert_changed(c, n, "routes are in the section static");
		wrapped(c, n, "static");
	} else
		convert_copy(c, n, NULL);
}

static bool
is_routes(const struct node *n)
{
	return convert_is(n, "route") || (n->section &&
	    (convert_is(n, "static") || convert_is(n, "flow") ||
	    convert_is(n, "l2vpn")));
}

/*
 * What the neighbor has of its group: what stands before it there, but no
 * families if it names some, and the processes wherever they are.
 */
static void
put_inherited(struct convert *c, const struct node *n,
    const struct node *group, bool routes)
{
	const struct node *k;
	bool before = true;

	for (k = group; k != NULL; k = k->next) {
		if (k == n)
			before = false;
		if (convert_is(k, "neighbor") || is_routes(k) != routes ||
		    (!before && !convert_is(k, "process")) ||
		    (convert_is(k, "family") &&
		    convert_find(n->child, "family") != NULL))
			continue;
		put_statement(c, k, group);
	}
}

/*
 * The statements of its group come first, what is said last counts; but its
 * own routes went out before those of the group.
 */
static void
put_neighbor(struct convert *c, const struct node *n,
    const struct node *group)
{
	const struct node *k;
	bool told = c->told;

	convert_comments(c, n);
	convert_indent(c);
	put_words(c, n, 0);
	wb_str(c->out, " {\n");
	c->depth++;
	put_inherited(c, n, group, false);
	c->told = false;
	for (k = n->child; k != NULL; k = k->next)
		put_statement(c, k, group);
	c->told = told;
	put_inherited(c, n, group, true);
	c->told = false;
	convert_end(c, n);
	wb_u8(c->out, '\n');
}

static void
put_group(struct convert *c, const struct node *group)
{
	const struct node *k, *after = group->child;
	bool first = true;

	convert_changed(c, group, "group is gone: each neighbor has its "
	    "statements");
	convert_comments(c, group);
	for (k = group->child; k != NULL; k = k->next) {
		if (!convert_is(k, "neighbor"))
			continue;
		c->told = !first;
		put_neighbor(c, k, group->child);
		first = false;
		after = k->next;
	}
	for (k = after; k != NULL; k = k->next) {
		if (!convert_is(k, "process"))
			convert_changed(c, k, "no neighbor follows, so it had "
			    "no effect");
	}
	put_gap(c, &group->last);
}

static void
put_root(struct convert *c, const struct node *list, const struct gap *last)
{
	const struct node *n;

	for (n = list; n != NULL; n = n->next) {
		if (n->section && convert_is(n, "group"))
			put_group(c, n);
		else if (n->section && convert_is(n, "neighbor"))
			put_neighbor(c, n, NULL);
		else {
			convert_copy(c, n, NULL);
			wb_u8(c->out, '\n');
		}
	}
	put_gap(c, last);
	convert_programs(c);
}

/* See the header. */
int
convert_config(const char *text, size_t len, struct wbuf *out,
    struct wbuf *changes, struct diag *d)
{
	struct convert c;
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
	convert_programs_free(&c);
	nodes_free(list);
	lex_free(&c.lx);
	if (out->err || changes->err || c.failed)
		return diag_err(d, NULL, "out of memory");
	return d->nerr > nerr ? -1 : 0;
}
