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
 * Replies to commands, in the form of the client.
 */
#include <sys/types.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "api.h"
#include "client.h"
#include "ctl.h"

#define ITEM_MAX	((size_t)64 * 1024 * 1024)
#define ITEM_KEEP	((size_t)1024 * 1024)	/* of memory between two */

static struct wbuf item;
static struct sink item_sink;

uint32_t
client_new_id(void)
{
	static uint32_t last;

	return ++last;
}

struct client *
client_find(uint32_t id)
{
	struct client *c = api_client(id);

	return c != NULL ? c : ctl_client(id);
}

void
reply_text(struct client *c, const void *data, size_t len)
{
	if (c->mute)
		return;
	if (c->kind == CLIENT_PROG)
		api_put(c, data, len);
	else
		ctl_put(c, CTL_TEXT, data, len);
}

void
reply_buf(struct client *c, struct wbuf *w)
{
	if (w->err)
		c->cut = true;
	else
		reply_text(c, w->p, w->len);
	wb_free(w);
}

void
reply_line(struct client *c, const char *fmt, ...)
{
	char buf[1024];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(buf, sizeof(buf) - 1, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if ((size_t)n > sizeof(buf) - 2)
		n = (int)sizeof(buf) - 2;
	buf[n++] = '\n';
	reply_text(c, buf, (size_t)n);
}

struct sink *
reply_item(struct client *c)
{
	if (item.max == 0)
		wb_init(&item, ITEM_MAX);
	if (item.cap > ITEM_KEEP)
		wb_free(&item);
	wb_reset(&item);
	sink_init(&item_sink, c->kind == CLIENT_CTL ? &sink_cbor_ops :
	    &sink_json_ops, &item);
	item_sink.version = 5;
	return &item_sink;
}

void
reply_item_end(struct client *c)
{
	if (item.err) {
		log_error("a reply to %s is too long, or there is no memory "
		    "for it: left out", c->name);
		c->cut = true;
		return;
	}
	if (c->mute)
		return;
	if (c->kind == CLIENT_CTL) {
		ctl_put(c, CTL_ITEM, item.p, item.len);
		return;
	}
	wb_u8(&item, '\n');
	api_put(c, item.p, item.len);
}

void
reply_done(struct client *c)
{
	if (c->mute)
		return;
	if (c->cut) {
		c->cut = false;
		reply_error(c, "some of the answer is left out");
	} else if (c->kind == CLIENT_PROG) {
		if (c->ack)
			api_ack(c, "done\n");
	} else {
		ctl_end(c, 0);
	}
}

/*
 * ExaBGP says the reason only in its 6.0 grammar: an older program that
 * expects one line would lose step.
 */
void
reply_error(struct client *c, const char *fmt, ...)
{
	char buf[1024];
	va_list ap;

	if (c->mute) {
		c->failed++;
		return;
	}
	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	if (c->kind == CLIENT_PROG) {
		if (!c->ack)
			return;
		if (c->v6)
			reply_line(c, "error: %s", buf);
		api_ack(c, "error\n");
	} else {
		ctl_put(c, CTL_ERROR, buf, strlen(buf));
		ctl_end(c, 1);
	}
}

void
reply_refused(struct client *c, const char *why)
{
	struct sink *s = reply_item(c);

	sink_obj(s);
	sink_key(s, "error");
	sink_str(s, why);
	sink_end_obj(s);
	reply_item_end(c);
	if (c->kind == CLIENT_CTL || c->mute)
		reply_error(c, "%s", why);
	else if (c->ack)
		api_ack(c, "error\n");
}

/* Is there room for more of a long reply? */
static bool
reply_room(const struct client *c)
{
	return c->kind == CLIENT_PROG ? api_room(c) : ctl_room(c);
}

bool
client_job_more(const struct client *c)
{
	return c->job != NULL && !c->job->waiting && !c->job->idle &&
	    reply_room(c);
}

void
client_job_drop(struct client *c)
{
	struct job *j = c->job;

	c->job = NULL;
	if (j != NULL && j->free != NULL)
		j->free(j);
}

bool
client_job(struct client *c)
{
	int r = 1;
	bool quiet;

	while (c->job != NULL && !c->job->waiting && reply_room(c) &&
	    (r = c->job->step(c, c->job)) == 1)
		;
	if (c->job == NULL)
		return true;
	if (r == 1 || r == 2)
		return false;
	quiet = c->job->quiet && c->kind == CLIENT_PROG;
	client_job_drop(c);
	if (r == 0 && !quiet)
		reply_done(c);
	else if (r != 0)
		reply_error(c, "failed");
	return true;
}
