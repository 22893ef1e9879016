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
 * Groups: commands that are kept until their end and then carried out in
 * one turn, so that what they change leaves together.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "lang/rtext.h"
#include "cmd.h"

#define GROUP_BYTES	((size_t)100 * 1024 * 1024)
#define FAILED_BYTES	((size_t)32 * 1024)	/* of lines in an answer */

void
group_drop(struct client *c)
{
	if (c->group == NULL)
		return;
	wb_free(c->group);
	free(c->group);
	c->group = NULL;
}

static bool
begins(const char *line, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len > n && memcmp(line, word, n) == 0 && cmd_blank(line[n]);
}

/* Keep the line if a group has begun and it is for one. */
bool
group_take(struct client *c, const char *line, size_t len)
{
	if (c->group == NULL || c->mute || (!begins(line, len, "announce") &&
	    !begins(line, len, "withdraw")))
		return false;
	c->v6 = true;
	wb_put(c->group, line, len);
	wb_u8(c->group, '\n');
	if (c->group->err) {
		c->group->err = false;
		reply_error(c, "the group is too large");
	} else {
		reply_done(c);
	}
	return true;
}

static enum cmd_result
refuse(struct cmd_ctx *x, const char *why)
{
	eng_log_refused(x->c->name, why);
	reply_refused(x->c, why);
	return CMD_LATER;
}

enum cmd_result
cmd_group_start(struct cmd_ctx *x)
{
	struct sink *s;

	/* its next line is another client's, and would be done at once */
	if (x->c->kind == CLIENT_CTL)
		return (enum cmd_result)lex_err(x->lex, NULL, "a group is "
		    "one line here: peer SELECTOR group COMMAND ; COMMAND");
	if (x->c->group != NULL)
		return refuse(x, "already in group block (nested groups not "
		    "allowed)");
	if ((x->c->group = calloc(1, sizeof(*x->c->group))) == NULL)
		return refuse(x, "out of memory");
	wb_init(x->c->group, GROUP_BYTES);
	s = reply_item(x->c);
	sink_obj(s);
	sink_key(s, "status");
	sink_str(s, "group started");
	sink_end_obj(s);
	reply_item_end(x->c);
	return CMD_DONE;
}

/* What became of a group. */
struct outcome {
	unsigned int	 count[2];	/* routes announced, withdrawn */
	struct wbuf	 failed;	/* what is wrong, a line each */
	unsigned int	 more;		/* of them that had no place there */
};

static void
keep_failed(struct outcome *o, const char *why, const char *line, size_t len)
{
	const size_t at = o->failed.len;

	if (strlen(why) + len + 1 > FAILED_BYTES - o->failed.len) {
		o->more++;
		return;
	}
	wb_str(&o->failed, why);
	wb_put(&o->failed, line, len);
	wb_u8(&o->failed, '\n');
	if (o->failed.err) {
		o->failed.err = false;
		o->failed.len = at;
		o->more++;
	}
}

/* Attributes for the routes of the commands behind this one. */
static int
share(struct client *c, const char *line, size_t len)
{
	struct diag diag;
	struct lex lex;
	struct attrs *a = NULL;
	struct route *r;
	struct wbuf w;

	diag_init(&diag, NULL, NULL, 0);
	lex_init(&lex, LEX_LINE, line, len, &diag);
	r = cmd_route_start();
	wb_init(&w, MSG_EXT_MAX * 2);
	if (rtext_shared(&lex, r) == 0 && ab_finish(&r->attrs, &w) == 0 &&
	    !w.err)
		a = attrs_get(&eng.rib, w.p, w.len);
	wb_free(&w);
	lex_free(&lex);
	diag_free(&diag);
	if (a == NULL)
		return -1;
	attrs_unref(&eng.rib, c->shared);
	c->shared = a;
	return 0;
}

/* One command of a group; those that make no routes are none. */
static void
run_member(struct client *c, const struct wbuf *prefix, const char *line,
    size_t len, struct outcome *o)
{
	unsigned int failed = c->failed, changes = c->changes;
	size_t word = 0;
	struct wbuf w;
	bool wd = begins(line, len, "withdraw");

	while (word < len && !cmd_blank(line[word]))
		word++;
	if (begins(line, len, "attributes") || begins(line, len, "attribute")) {
		if (share(c, line + word, len - word) == -1)
			keep_failed(o, "could not parse attributes: ", line,
			    len);
		return;
	}
	if (!wd && !begins(line, len, "announce")) {
		keep_failed(o, "unknown action in group: ", line, word);
		return;
	}
	wb_init(&w, prefix->len + len + 1);
	wb_put(&w, prefix->p, prefix->len);
	wb_put(&w, line, len);
	if (!w.err)
		cmd_line(c, (const char *)w.p, w.len);
	if (w.err || c->failed != failed)
		keep_failed(o, "could not parse: ", line, len);
	else
		o->count[wd] += c->changes - changes;
	wb_free(&w);
}

/* The lines one by one, their replies counted only. */
static void
run_group(struct client *c, const struct wbuf *prefix,
    const struct wbuf *lines, struct outcome *o)
{
	struct rbuf r = wb_view(lines);
	const uint8_t *nl;

	c->mute = true;
	c->wait_sent = false;
	while (rb_left(&r) > 0 &&
	    (nl = memchr(r.p, '\n', rb_left(&r))) != NULL) {
		run_member(c, prefix, (const char *)r.p, (size_t)(nl - r.p),
		    o);
		(void)rb_bytes(&r, (size_t)(nl - r.p) + 1);
	}
	attrs_unref(&eng.rib, c->shared);
	c->shared = NULL;
	c->mute = false;
}

static void
emit_failed(const struct outcome *o, struct sink *s)
{
	struct rbuf r = wb_view(&o->failed);
	const uint8_t *nl;

	sink_key(s, "errors");
	sink_arr(s);
	while (rb_left(&r) > 0 &&
	    (nl = memchr(r.p, '\n', rb_left(&r))) != NULL) {
		sink_nstr(s, (const char *)r.p, (size_t)(nl - r.p));
		(void)rb_bytes(&r, (size_t)(nl - r.p) + 1);
	}
	if (o->more > 0)
		sink_fmt(s, "%u more could not be parsed", o->more);
	sink_end_arr(s);
}

/* The answer; what the outcome holds is freed. */
static void
reply_group(struct client *c, struct outcome *o)
{
	struct sink *s;

	c->v6 = true;
	s = reply_item(c);
	sink_obj(s);
	sink_key(s, "status");
	sink_str(s, "group processed");
	sink_key(s, "announced");
	sink_u64(s, o->count[0]);
	sink_key(s, "withdrawn");
	sink_u64(s, o->count[1]);
	if (o->failed.len > 0 || o->more > 0)
		emit_failed(o, s);
	sink_end_obj(s);
	reply_item_end(c);
	wb_free(&o->failed);
	if (c->wait_sent)
		cmd_wait_sent(c);
	else
		reply_done(c);
}

static void
reply_empty(struct client *c)
{
	struct sink *s = reply_item(c);

	sink_obj(s);
	sink_key(s, "status");
	sink_str(s, "group ended");
	sink_key(s, "commands");
	sink_u64(s, 0);
	sink_end_obj(s);
	reply_item_end(c);
}

/*
 * The commands run inside this one: the lexer and the diag are theirs, and
 * it must not look at its own any more.
 */
enum cmd_result
cmd_group_end(struct cmd_ctx *x)
{
	struct outcome o = { .more = 0 };
	struct client *c = x->c;
	struct wbuf *lines = c->group, none = { .p = NULL };
	bool empty;

	if (lines == NULL)
		return refuse(x, "not in group block");
	c->group = NULL;
	empty = lines->len == 0;
	if (empty) {
		reply_empty(c);
	} else {
		wb_init(&o.failed, FAILED_BYTES);
		run_group(c, &none, lines, &o);
		reply_group(c, &o);
	}
	wb_free(lines);
	free(lines);
	return empty ? CMD_DONE : CMD_LATER;
}

/* How long the command is: semicolons in braces are its own. */
static size_t
command_len(const char *p, size_t len)
{
	unsigned int depth = 0;
	size_t n;

	for (n = 0; n < len && (p[n] != ';' || depth > 0); n++) {
		if (p[n] == '{')
			depth++;
		else if (p[n] == '}' && depth > 0)
			depth--;
	}
	return n;
}

/* The commands between the semicolons, a line each. */
static void
split_line(const char *p, size_t len, struct wbuf *lines)
{
	size_t n, next;

	for (; len > 0; p += next, len -= next) {
		n = command_len(p, len);
		next = n < len ? n + 1 : n;
		for (; n > 0 && cmd_blank(*p); n--, next--, len--)
			p++;
		while (n > 0 && cmd_blank(p[n - 1]))
			n--;
		wb_put(lines, p, n);
		if (n > 0)
			wb_u8(lines, '\n');
	}
}

/* "peer SELECTOR group C ; C ; C" */
enum cmd_result
cmd_group_line(struct cmd_ctx *x)
{
	struct outcome o = { .more = 0 };
	const char *src = x->lex->src;
	size_t at = lex_peek(x->lex)->off, i;
	struct client *c = x->c;
	struct wbuf lines, prefix;
	bool nomem;

	wb_init(&lines, GROUP_BYTES);
	split_line(src + at, x->lex->len - at, &lines);
	if (lines.len == 0 && !lines.err)
		return refuse(x, "empty group");
	wb_init(&o.failed, FAILED_BYTES);
	wb_init(&prefix, GROUP_BYTES);
	/* all before the word "group" selects the peers of each command */
	for (i = at; i > 5 && memcmp(src + i - 5, "group", 5) != 0; i--)
		;
	wb_put(&prefix, src, i - 5);
	/* without it the commands would be for other peers as well */
	nomem = lines.err || prefix.err;
	if (!nomem)
		run_group(c, &prefix, &lines, &o);
	wb_free(&lines);
	wb_free(&prefix);
	if (nomem)
		return refuse(x, "out of memory");
	reply_group(c, &o);
	return CMD_LATER;
}

static unsigned int nsync;	/* clients that wait */

/* All that was announced has left, or has nobody to go to. */
static bool
all_sent(void)
{
	const struct group *g;

	TAILQ_FOREACH(g, &eng.groups, entry)
		if (!cursor_at_tail(&eng.rib, &g->cursor))
			return false;
	return true;
}

static int
sent_step(struct client *c, struct job *j)
{
	(void)c;
	(void)j;
	return all_sent() ? 0 : 2;
}

static void
sent_free(struct job *j)
{
	(void)j;
	nsync--;
}

/* Whether it is over shows when the peers have been served. */
static struct job sent_job = { .step = sent_step, .free = sent_free,
    .idle = true };

void
cmd_wait_sent(struct client *c)
{
	nsync++;
	c->job = &sent_job;
}

bool
cmd_sent(void)
{
	return nsync > 0 && all_sent();
}
