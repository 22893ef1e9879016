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
#include "bgpctl.h"

#define SILENCE_MS	20000
#define OUT_MAX		(1024 * 1024)

static int
fail(const char *what, const char *why)
{
	fprintf(stderr, "bgpctl-x: %s: %s\n", what, why);
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

static int
wait_for(struct chan *c, short what, int ms)
{
	struct pollfd pfd = { .fd = c->fd, .events = what };
	int n;

	while ((n = poll(&pfd, 1, ms)) == -1 && errno == EINTR)
		;
	return n > 0 ? 0 : -1;
}

static int
show_item(const struct imsg *m)
{
	struct wbuf w;
	int r = 0;

	wb_init(&w, 64 * 1024 * 1024);
	if (cbor_to_json(m->data, m->len, &w) == -1)
		r = fail("reply", "not understood");
	else
		printf("%.*s\n", (int)w.len, (const char *)w.p);
	wb_free(&w);
	return r;
}

/* One message of the answer; -1: go on, else the exit status. */
static int
answer(const struct imsg *m, bool *failed)
{
	struct ctl_done d;

	switch (m->hdr.type) {
	case CTL_TEXT:
		fwrite(m->data, 1, m->len, stdout);
		return -1;
	case CTL_ITEM:
		return show_item(m) != 0 ? 1 : -1;
	case CTL_ERROR:
		fprintf(stderr, "bgpctl-x: %.*s\n", (int)m->len,
		    (const char *)m->data);
		*failed = true;
		return -1;
	case CTL_DONE:
		if (m->len != sizeof(d))
			return fail("reply", "not understood");
		memcpy(&d, m->data, sizeof(d));
		if (fflush(stdout) != 0)
			return fail("output", strerror(errno));
		if (d.status != 0 && !*failed)
			return fail("daemon", "refused");
		return d.status != 0;
	default:
		return fail("reply", "not understood");
	}
}

static int
answers(struct chan *c, const char *sock, int silence)
{
	bool failed = false;
	struct imsg m;
	int n, r;

	for (;;) {
		while ((n = chan_next(c, &m)) == 1)
			if ((r = answer(&m, &failed)) != -1)
				return r;
		if (n == -1)
			return fail(sock, "not a control socket");
		if (fflush(stdout) != 0)
			return fail("output", strerror(errno));
		if (wait_for(c, POLLIN, silence) == -1)
			return fail(sock, "the daemon does not answer");
		if (chan_read(c) == -1)
			return failed ? 1 :
			    fail(sock, "the daemon is gone");
	}
}

/* The one command that may be silent for as long as it likes. */
static bool
is_monitor(const char *words, size_t len)
{
	static const char word[] = "monitor";
	size_t i, n = sizeof(word) - 1;

	for (i = 0; i + n <= len; i++)
		if ((i == 0 || words[i - 1] == ' ') &&
		    memcmp(words + i, word, n) == 0 &&
		    (i + n == len || words[i + n] == ' '))
			return true;
	return false;
}

int
client_run(const char *sock, bool json, const char *words, size_t len)
{
	struct ctl_request rq = { json };
	struct chan c;
	int fd, n;

	if ((fd = client_connect(sock)) == -1)
		return fail(sock, strerror(errno));
	if (chan_init(&c, fd, OUT_MAX) == -1 || chan_put2(&c, CTL_REQUEST, 0,
	    &rq, sizeof(rq), words, len) == -1)
		return fail(sock, "out of memory");
	while ((n = chan_flush(&c)) == 0)
		if (wait_for(&c, POLLOUT, SILENCE_MS) == -1)
			return fail(sock, "the daemon does not answer");
	n = n == -1 ? fail(sock, "the daemon is gone") : answers(&c, sock, is_monitor(words, len) ? -1 : SILENCE_MS);
	chan_close(&c);
	return n;
}
