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

	return len > n && memcmp(line, word, n) == 0 && line[n] == ' ';
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

static void
reply_object(struct cmd_ctx *x, const char *key, const char *text)
{
	struct sink *s = reply_item(x->c);

	sink_obj(s);
	sink_key(s, key);
	sink_str(s, text);
	sink_end_obj(s);
	reply_item_end(x->c);
}

static enum cmd_result
refuse(struct cmd_ctx *x, const char *why)
{
	reply_object(x, "error", why);
	return (enum cmd_result)lex_err(x->lex, NULL, "%s", why);
}

enum cmd_result
cmd_group_start(struct cmd_ctx *x)
{
	if (x->c->group != NULL)
		return refuse(x, "already in group block (nested groups not "
		    "allowed)");
	if ((x->c->group = calloc(1, sizeof(*x->c->group))) == NULL)
		return refuse(x, "out of memory");
	wb_init(x->c->group, GROUP_BYTES);
	reply_object(x, "status", "group started");
	return CMD_DONE;
}

/* What became of a group. */
struct outcome {
	unsigned int	 count[2];	/* announced, withdrawn */
	struct wbuf	 failed;	/* lines that were not understood */
	unsigned int	 more;		/* of them that had no place there */
};

static void
keep_failed(struct outcome *o, const uint8_t *line, size_t len)
{
	while (len > 0 && line[len - 1] == ' ')
		len--;
	if (len + 1 > FAILED_BYTES - o->failed.len) {
		o->more++;
		return;
	}
	wb_put(&o->failed, line, len);
	wb_u8(&o->failed, '\n');
}

/* The lines one by one, their replies counted only. */
static void
run_group(struct client *c, const char *prefix, struct wbuf *lines,
    struct outcome *o)
{
	struct rbuf r = wb_view(lines);
	const uint8_t *line, *nl;
	unsigned int failed;
	struct wbuf w;
	bool wd;

	wb_init(&w, GROUP_BYTES);
	c->mute = true;
	c->failed = 0;
	while (rb_left(&r) > 0 &&
	    (nl = memchr(r.p, '\n', rb_left(&r))) != NULL) {
		line = r.p;
		wb_reset(&w);
		wb_str(&w, prefix);
		wb_put(&w, line, (size_t)(nl - line));
		wd = begins((const char *)line, rb_left(&r), "withdraw");
		(void)rb_bytes(&r, (size_t)(nl - line) + 1);
		failed = c->failed;
		cmd_line(c, (const char *)w.p, w.len);
		if (c->failed == failed)
			o->count[wd]++;
		else
			keep_failed(o, line, (size_t)(nl - line));
		if (rb_left(&r) == 0)
			break;
	}
	c->mute = false;
	wb_free(&w);
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
		sink_fmt(s, "could not parse: %.*s", (int)(nl - r.p),
		    (const char *)r.p);
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
	struct sink *s = reply_item(c);

	sink_obj(s);
	sink_key(s, "status");
	sink_str(s, "group processed");
	sink_key(s, "announced");
	sink_u64(s, o->count[0]);
	sink_key(s, "withdrawn");
	sink_u64(s, o->count[1]);
	if (c->failed > 0)
		emit_failed(o, s);
	sink_end_obj(s);
	reply_item_end(c);
	wb_free(&o->failed);
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
	struct wbuf *lines = c->group;

	if (lines == NULL)
		return refuse(x, "not in group block");
	c->group = NULL;
	wb_init(&o.failed, FAILED_BYTES);
	run_group(c, "", lines, &o);
	wb_free(lines);
	free(lines);
	c->v6 = true;
	reply_group(c, &o);
	reply_done(c);
	return CMD_LATER;
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

	wb_init(&o.failed, FAILED_BYTES);
	wb_init(&lines, GROUP_BYTES);
	wb_init(&prefix, GROUP_BYTES);
	/* all before the word "group" selects the peers of each command */
	for (i = at; i > 5 && memcmp(src + i - 5, "group", 5) != 0; i--)
		;
	wb_put(&prefix, src, i - 5);
	for (i = at; i < x->lex->len; i++) {
		if (src[i] != ';')
			wb_u8(&lines, (uint8_t)src[i]);
		else
			wb_u8(&lines, '\n');
		while (src[i] == ';' && i + 1 < x->lex->len &&
		    src[i + 1] == ' ')
			i++;
	}
	wb_u8(&lines, '\n');
	wb_u8(&prefix, 0);
	run_group(c, (const char *)prefix.p, &lines, &o);
	wb_free(&lines);
	wb_free(&prefix);
	c->v6 = true;
	reply_group(c, &o);
	reply_done(c);
	return CMD_LATER;
}

/* All that was announced has left, or has nobody to go to. */
static int
sent_step(struct client *c, struct job *j)
{
	struct group *g;

	(void)c;
	(void)j;
	TAILQ_FOREACH(g, &eng.groups, entry)
		if (!cursor_at_tail(&g->cursor))
			return 2;
	return 0;
}

static struct job sent_job = { .step = sent_step };

void
cmd_wait_sent(struct client *c)
{
	c->job = &sent_job;
}
