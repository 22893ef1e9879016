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
 * The connection to the daemon.  Every request ends: a daemon that says
 * nothing for a while is given up.
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/chan.h"
#include "base/ctl.h"
#include "base/mono.h"
#include "bgpctl.h"

#define SILENCE_MS	20000
#define SLICE_MS	500
#define OUT_MAX		(1024 * 1024)
#define ITEM_MAX	((size_t)64 * 1024 * 1024)

/* It has ended, or too many others are there. */
static const char closed[] = "the daemon has closed the connection";

static int
fail(struct ask *a, const char *what, const char *why)
{
	snprintf(a->why, sizeof(a->why), "%s: %s", what, why);
	return 1;
}

static int
no_daemon(struct ask *a, int error)
{
	snprintf(a->why, sizeof(a->why), "%s: %s%s", a->sock, strerror(error),
	    error == ENOENT || error == ECONNREFUSED ?
	    ", is bgpd-x running?" : "");
	return 1;
}

static int
client_connect(const char *sock)
{
	struct sockaddr_un sun;
	int fd, e;

	memset(&sun, 0, sizeof(sun));
	sun.sun_family = AF_UNIX;
	if (strlcpy(sun.sun_path, sock, sizeof(sun.sun_path)) >=
	    sizeof(sun.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if ((fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0)) == -1)
		return -1;
	if (connect(fd, (struct sockaddr *)&sun, sizeof(sun)) == -1) {
		e = errno;
		close(fd);
		errno = e;
		return -1;
	}
	return fd;
}

/*
 * 0 when it is so, else 1 and why not.  In slices: a signal may come right
 * before poll(2).
 */
static int
wait_for(struct ask *a, struct chan *c, short what, struct mono end)
{
	struct pollfd pfd[2] = { { c->fd, what, 0 }, { a->stop, POLLIN, 0 } };
	int64_t ms = SLICE_MS;
	int n = 0;

	while (n == 0 && ms > 0) {
		if (mono_is_set(end))
			ms = mono_diff_ms(mono_now(), end);
		n = interrupted ? -1 : poll(pfd, 2, ms < 0 ? 0 :
		    ms < SLICE_MS ? (int)ms : SLICE_MS);
		if (n == -1 && errno == EINTR && !interrupted)
			n = 0;
	}
	if (n == -1 || pfd[1].revents != 0)
		return fail(a, a->sock, "interrupted");
	return n > 0 ? 0 : fail(a, a->sock, "the daemon does not answer");
}

static int
show_item(struct ask *a, const void *data, size_t len)
{
	struct wbuf w;
	int r = 0;

	wb_init(&w, ITEM_MAX);
	if (cbor_to_json(data, len, &w) == -1)
		r = fail(a, "reply", "not understood");
	wb_u8(&w, '\n');
	if (r == 0)
		plain_print(stdout, w.p, w.len);
	wb_free(&w);
	return r;
}

/* An error of the daemon's own: asked by the operator, all of it. */
static void
show_error(struct ask *a, const struct imsg *m)
{
	if (a->got != NULL) {
		snprintf(a->why, sizeof(a->why), "%.*s", (int)m->len,
		    (const char *)m->data);
		return;
	}
	fflush(stdout);
	fprintf(stderr, "bgpctl-x: ");
	plain_print(stderr, m->data, m->len);
	fprintf(stderr, "\n");
}

static int
piece(struct ask *a, bool item, const void *data, size_t len)
{
	if (a->got != NULL) {
		if (a->got(a->arg, item, data, len) == -1)
			return fail(a, "reply", "not understood");
	} else if (item) {
		return show_item(a, data, len);
	} else {
		plain_print(stdout, data, len);
	}
	return 0;
}

/* A long item comes in parts; the last one says that it is the last. */
static int
whole_item(struct ask *a, const struct imsg *m)
{
	int r;

	if (a->part.len == 0 && m->hdr.type == CTL_ITEM)
		return piece(a, true, m->data, m->len);
	wb_put(&a->part, m->data, m->len);
	if (a->part.err)
		return fail(a, "reply", "too long");
	if (m->hdr.type == CTL_PART)
		return 0;
	r = piece(a, true, a->part.p, a->part.len);
	wb_free(&a->part);
	return r;
}

/* One message of the answer; -1: go on, else the exit status. */
static int
answer(struct ask *a, const struct imsg *m, bool *failed)
{
	struct ctl_done d;

	switch (m->hdr.type) {
	case CTL_TEXT:
		return piece(a, false, m->data, m->len) != 0 ? 1 : -1;
	case CTL_PART:
	case CTL_ITEM:
		return whole_item(a, m) != 0 ? 1 : -1;
	case CTL_ERROR:
		show_error(a, m);
		*failed = true;
		return -1;
	case CTL_DONE:
		if (m->len != sizeof(d))
			return fail(a, "reply", "not understood");
		memcpy(&d, m->data, sizeof(d));
		if (fflush(stdout) != 0)
			return fail(a, "output", strerror(errno));
		if (d.status != 0 && !*failed)
			return fail(a, "daemon", "refused");
		return d.status != 0;
	default:
		return fail(a, "reply", "not understood");
	}
}

/* All of it has its time when we look at it, else each silence. */
static int
answers(struct ask *a, struct chan *c, struct mono end)
{
	bool failed = false;
	struct imsg m;
	int n, r;

	for (;;) {
		while ((n = chan_next(c, &m)) == 1)
			if ((r = answer(a, &m, &failed)) != -1)
				return r;
		if (n == -1)
			return fail(a, a->sock, "not a control socket");
		if (fflush(stdout) != 0)
			return fail(a, "output", strerror(errno));
		if (a->got == NULL && mono_is_set(end))
			end = mono_add_ms(mono_now(), a->ms);
		if (wait_for(a, c, POLLIN, end) != 0)
			return 1;
		if (chan_read(c) == -1)
			return failed ? 1 :
			    fail(a, a->sock, closed);
	}
}

/*
 * Is it the one command that may be silent for as long as it likes, under
 * either name and perhaps shortened?  A word of another command that looks
 * like it costs that one its limit, and nothing else.
 */
static bool
is_monitor(const char *words, size_t len)
{
	static const struct {
		const char	*word;
		size_t		 least;	/* that much tells it from others */
	} names[] = { { "monitor", 1 }, { "subscribe", 2 } };
	size_t at, i, n;

	for (at = 0; at < len; at += n + 1) {
		for (n = 0; at + n < len && words[at + n] != ' '; n++)
			;
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (n >= names[i].least &&
			    strncmp(names[i].word, words + at, n) == 0)
				return true;
	}
	return false;
}

static int
send_all(struct ask *a, struct chan *c, struct mono end)
{
	int n;

	while ((n = chan_flush(c)) == 0)
		if (wait_for(a, c, POLLOUT, end) != 0)
			return 1;
	return n == -1 ? fail(a, a->sock, closed) : 0;
}

static int
request(struct ask *a, const char *words, size_t len)
{
	struct mono end = mono_add_ms(mono_now(), a->ms);
	struct ctl_request rq = { a->json };
	struct chan c;
	int fd, n;

	if ((fd = client_connect(a->sock)) == -1)
		return no_daemon(a, errno);
	wb_init(&a->part, ITEM_MAX);
	if (chan_init(&c, fd, OUT_MAX) == -1 || chan_put2(&c, CTL_REQUEST, 0,
	    &rq, sizeof(rq), words, len) == -1) {
		n = fail(a, a->sock, "out of memory");
	} else if ((n = send_all(a, &c, end)) == 0) {
		n = answers(a, &c, a->got == NULL && is_monitor(words, len) ?
		    MONO_NEVER : end);
	}
	chan_close(&c);
	wb_free(&a->part);
	return n;
}

int
client_ask(struct ask *a)
{
	a->why[0] = '\0';
	return request(a, a->words, strlen(a->words));
}

int
client_run(const char *sock, bool json, const char *words, size_t len)
{
	struct ask a = { .sock = sock, .json = json, .ms = SILENCE_MS,
	    .stop = -1 };
	int r = request(&a, words, len);

	if (a.why[0] != '\0')
		fprintf(stderr, "bgpctl-x: %s\n", a.why);
	return r;
}
