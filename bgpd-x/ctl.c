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
 * The control sockets: clients ask one thing at a time.  A client that
 * does not read loses its connection when its bound is reached.
 */
#include <sys/types.h>
#include <sys/socket.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "cmd.h"
#include "ctl.h"

#define CLIENTS_MAX	64	/* of each socket: anyone may fill one */
#define OUT_MAX		(16 * 1024 * 1024)	/* unread output of one */
#define OUT_ROOM	(1024 * 1024)
#define STALLED_MS	10000	/* unread for so long: it may make room */

struct ctl {
	struct client	 c;		/* first: a client is its ctl */
	TAILQ_ENTRY(ctl) entry;
	struct chan	 ch;
	struct event	 rd, wr;
	struct mono	 moved;		/* when it last sent or read */
	bool		 busy;		/* a request is being answered */
	bool		 dead;
};

static TAILQ_HEAD(, ctl) ctls = TAILQ_HEAD_INITIALIZER(ctls);
static unsigned int nctls[2];		/* read and write, read only */
static struct event listener[2], retry[2];	/* all, read-only */

static void
ctl_free(struct ctl *ct)
{
	client_job_drop(&ct->c);
	group_drop(&ct->c);
	event_del(&ct->rd);
	event_del(&ct->wr);
	chan_close(&ct->ch);
	TAILQ_REMOVE(&ctls, ct, entry);
	nctls[ct->c.readonly]--;
	free(ct);
}

struct client *
ctl_client(uint32_t id)
{
	struct ctl *ct;

	TAILQ_FOREACH(ct, &ctls, entry)
		if (ct->c.id == id && !ct->dead)
			return &ct->c;
	return NULL;
}

void
ctl_put(struct client *c, enum ctl_type type, const void *data, size_t len)
{
	struct ctl *ct = (struct ctl *)(void *)c;
	const uint8_t *p = data;
	enum ctl_type t;
	size_t n;

	do {
		n = len < CHAN_PAYLOAD_MAX ? len : CHAN_PAYLOAD_MAX;
		t = type == CTL_ITEM && n < len ? CTL_PART : type;
		if (chan_put(&ct->ch, (uint16_t)t, 0, p, n) == -1) {
			ct->dead = true;
			return;
		}
		p += n;
		len -= n;
	} while (len > 0);
}

void
ctl_end(struct client *c, uint32_t status)
{
	struct ctl *ct = (struct ctl *)(void *)c;
	struct ctl_done d = { status };

	ctl_put(c, CTL_DONE, &d, sizeof(d));
	ct->busy = false;
}

bool
ctl_room(const struct client *c)
{
	const struct ctl *ct = (const struct ctl *)(const void *)c;

	return chan_pending(&ct->ch) < OUT_ROOM;
}

static void
ctl_request(struct ctl *ct, const struct imsg *m)
{
	struct ctl_request rq;

	if (m->hdr.type != CTL_REQUEST || m->len < sizeof(rq) ||
	    m->len > sizeof(rq) + CTL_WORDS_MAX || m->fd != -1) {
		if (m->fd != -1)
			close(m->fd);
		ct->dead = true;
		return;
	}
	memcpy(&rq, m->data, sizeof(rq));
	ct->c.json = rq.json != 0;
	ct->c.may = eng.all;
	ct->busy = true;
	cmd_line(&ct->c, (const char *)m->data + sizeof(rq),
	    m->len - sizeof(rq));
	queue_flush();
}

static void
ctl_requests(struct ctl *ct)
{
	struct imsg m;
	int n;

	while (!ct->busy && !ct->dead && (n = chan_next(&ct->ch, &m)) != 0) {
		if (n == -1)
			ct->dead = true;
		else
			ctl_request(ct, &m);
	}
}

static void
on_readable(int fd, short ev, void *arg)
{
	struct ctl *ct = arg;

	(void)fd;
	(void)ev;
	ct->moved = eng.now = mono_now();
	if (chan_read(&ct->ch) == -1)
		ct->dead = true;
	ctl_requests(ct);
}

static void
on_writable(int fd, short ev, void *arg)
{
	(void)fd;
	(void)ev;
	(void)arg;	/* the end of the turn writes */
}

static struct ctl *
oldest_idle(bool readonly)
{
	struct ctl *ct, *old = NULL;

	TAILQ_FOREACH(ct, &ctls, entry)
		if (ct->c.readonly == readonly && !ct->busy &&
		    chan_pending(&ct->ch) == 0 && (old == NULL ||
		    mono_diff_ms(ct->moved, old->moved) > 0))
			old = ct;
	return old;
}

/*
 * Too many: who has asked for nothing makes room, the oldest first, or who
 * has not read its answer for long.
 */
static bool
make_room(bool readonly)
{
	struct ctl *ct;

	while ((ct = oldest_idle(readonly)) != NULL) {
		/* its first words may just have come */
		on_readable(-1, 0, ct);
		if (ct->dead || (!ct->busy && chan_pending(&ct->ch) == 0)) {
			ctl_free(ct);
			return true;
		}
	}
	TAILQ_FOREACH(ct, &ctls, entry) {
		if (ct->c.readonly == readonly &&
		    chan_pending(&ct->ch) > 0 &&
		    mono_diff_ms(ct->moved, mono_now()) >= STALLED_MS) {
			ctl_free(ct);
			return true;
		}
	}
	return false;
}

/* One line a second, however many come. */
static void
log_crowd(bool room)
{
	static int64_t last;
	int64_t now = mono_now().ns / 1000000000;

	if (now != last)
		log_warn("more than %d control clients: %s", CLIENTS_MAX,
		    room ? "idle ones make room" : "one was refused");
	last = now;
}

/* What it takes may not be there: then in a second. */
static void
listen_begin(bool readonly)
{
	const struct timeval tv = { 1, 0 };

	if (event_add(&listener[readonly], NULL) == -1)
		timer_add(&retry[readonly], &tv);
}

static void
on_retry(int fd, short ev, void *arg)
{
	(void)fd;
	(void)ev;
	listen_begin(arg != &listener[0]);
}

/* Nothing to accept with: the client waits, we look again in a second. */
static void
accept_failed(bool readonly)
{
	const struct timeval tv = { 1, 0 };

	if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS &&
	    errno != ENOMEM)
		return;
	event_del(&listener[readonly]);
	timer_add(&retry[readonly], &tv);
}

static void
on_accept(int lfd, short ev, void *arg)
{
	const bool readonly = arg != NULL;
	struct ctl *ct = NULL;
	bool room = true;
	int fd;

	(void)ev;
	fd = accept4(lfd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd == -1) {
		accept_failed(readonly);
		return;
	}
	if (nctls[readonly] == CLIENTS_MAX) {
		room = make_room(readonly);
		log_crowd(room);
	}
	if (!room || (ct = calloc(1, sizeof(*ct))) == NULL) {
		close(fd);
		return;
	}
	if (chan_init(&ct->ch, fd, OUT_MAX) == -1) {
		close(fd);
		free(ct);
		return;
	}
	ct->c.kind = CLIENT_CTL;
	ct->c.id = client_new_id();
	ct->c.ack = true;
	ct->moved = mono_now();
	ct->c.readonly = readonly;
	strlcpy(ct->c.name, "control", sizeof(ct->c.name));
	event_set(&ct->rd, fd, EV_READ | EV_PERSIST, on_readable, ct);
	event_set(&ct->wr, fd, EV_WRITE, on_writable, ct);
	if (event_add(&ct->rd, NULL) == -1)
		ct->dead = true;
	TAILQ_INSERT_TAIL(&ctls, ct, entry);
	nctls[readonly]++;
}

void
ctl_listen(int fd, bool readonly)
{
	struct event *e = &listener[readonly];

	event_set(e, fd, EV_READ | EV_PERSIST, on_accept,
	    readonly ? e : NULL);
	evtimer_set(&retry[readonly], on_retry, e);
	listen_begin(readonly);
}

void
ctl_turn(void)
{
	struct ctl *ct, *next;

	TAILQ_FOREACH_SAFE(ct, &ctls, entry, next) {
		if (ct->c.job != NULL && !client_job(&ct->c))
			eng.more |= client_job_more(&ct->c);
		ctl_requests(ct);
		if (ct->dead)
			ctl_free(ct);
	}
}

void
ctl_flush(void)
{
	struct ctl *ct, *next;
	size_t left;

	TAILQ_FOREACH_SAFE(ct, &ctls, entry, next) {
		if ((left = chan_pending(&ct->ch)) == 0)
			continue;
		switch (chan_flush(&ct->ch)) {
		case 0:
			if (chan_pending(&ct->ch) < left)
				ct->moved = mono_now();
			event_add(&ct->wr, NULL);
			break;
		case 1:		/* room for the rest of an answer */
			ct->moved = mono_now();
			eng.more |= client_job_more(&ct->c);
			break;
		default:
			ctl_free(ct);
			break;
		}
	}
}

/* The parent's answer to a reload that was asked for: "" or why not. */
void
ctl_reload_done(struct imsg *m)
{
	struct client *c = client_find(m->hdr.id);

	if (c == NULL || c->job == NULL)
		return;
	client_job_drop(c);
	if (m->len == 0)
		reply_done(c);
	else
		reply_error(c, "%.*s", (int)m->len, (const char *)m->data);
}

/* One neighbor or process that a reload would change. */
void
ctl_reload_change(struct imsg *m)
{
	struct client *c = client_find(m->hdr.id);
	struct im_change ch;
	struct sink *s;

	if (c == NULL || c->job == NULL)
		return;
	memcpy(&ch, m->data, sizeof(ch));
	if (!c->json) {
		reply_line(c, "%s %s: %s%s%s", ch.what, ch.name, ch.change,
		    ch.why[0] != '\0' ? ": " : "", ch.why);
		return;
	}
	s = reply_item(c);
	sink_obj(s);
	sink_key(s, ch.what);
	sink_str(s, ch.name);
	sink_key(s, "change");
	sink_str(s, ch.change);
	if (ch.why[0] != '\0') {
		sink_key(s, "settings");
		sink_str(s, ch.why);
	}
	sink_end_obj(s);
	reply_item_end(c);
}

/* All of them were told: the routes, and that is it. */
void
ctl_reload_diff(struct imsg *m)
{
	struct client *c = client_find(m->hdr.id);
	struct reconf_diff d;
	struct sink *s;

	if (c == NULL || c->job == NULL)
		return;
	client_job_drop(c);
	reconf_diff(&d);
	if (c->json) {
		s = reply_item(c);
		sink_obj(s);
		sink_key(s, "routes");
		sink_obj(s);
		sink_key(s, "new");
		sink_u64(s, d.new);
		sink_key(s, "changed");
		sink_u64(s, d.changed);
		sink_key(s, "withdrawn");
		sink_u64(s, d.withdrawn);
		sink_key(s, "same");
		sink_u64(s, d.same);
		sink_end_obj(s);
		sink_end_obj(s);
		reply_item_end(c);
	} else {
		reply_line(c, "routes: %zu new, %zu changed, %zu withdrawn, "
		    "%zu the same", d.new, d.changed, d.withdrawn, d.same);
	}
	reply_done(c);
}
