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
 * Listening sockets, made and keyed by the parent: we only accept.
 */
#include <sys/types.h>
#include <sys/socket.h>

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/sockaddr.h"
#include "sess.h"

struct listener {
	TAILQ_ENTRY(listener)	entry;
	struct event		ev, retry;
	struct im_listener	info;
	int			fd;
	bool			next;	/* it is of the set that follows */
};

static TAILQ_HEAD(, listener) listeners = TAILQ_HEAD_INITIALIZER(listeners);

static void
listen_close(struct listener *l)
{
	TAILQ_REMOVE(&listeners, l, entry);
	event_del(&l->ev);
	evtimer_del(&l->retry);
	close(l->fd);
	free(l);
}

/* What it takes may not be there: then in a second. */
static void
listen_begin(struct listener *l)
{
	static const struct timeval tv = { 1, 0 };

	if (event_add(&l->ev, NULL) == -1)
		timer_add(&l->retry, &tv);
}

static void
listen_retry(int fd, short ev, void *arg)
{
	(void)fd;
	(void)ev;
	listen_begin(arg);
}

static void
listen_ready(int fd, short ev, void *arg)
{
	struct listener *l = arg;
	struct sockaddr_storage ss;
	struct timeval tv = { 1, 0 };
	struct addr remote, local;
	socklen_t len;
	int s, i;

	(void)ev;
	sess.now = mono_now();
	for (i = 0; i < SESS_BACKLOG_MAX; i++) {
		len = sizeof(ss);
		s = accept4(fd, (struct sockaddr *)&ss, &len,
		    SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (s == -1 && (errno == EMFILE || errno == ENFILE ||
		    errno == ENOBUFS || errno == ENOMEM)) {
			/* nothing to accept with: look again in a second */
			event_del(&l->ev);
			timer_add(&l->retry, &tv);
			return;
		}
		if (s == -1)
			return;
		if (sockaddr_to((struct sockaddr *)&ss, &remote, NULL) ==
		    -1) {
			close(s);
			continue;
		}
		sock_local(s, &local);
		conn_accept(s, &remote, &local, l->info.port);
	}
}

/* What cannot be had anew goes on as it is, if it was there before. */
static void
listen_keep(const struct im_listener *info, const char *what)
{
	struct listener *l;

	TAILQ_FOREACH(l, &listeners, entry)
		if (l->info.port == info->port &&
		    addr_cmp(&l->info.addr, &info->addr) == 0) {
			l->next = true;
			return;
		}
	log_error("no %s left to listen with", what);
}

/*
 * The parent sends the whole set anew before every commit; -1 is one that
 * has got lost, for want of a descriptor.
 */
void
listen_stage(int fd, const struct im_listener *info)
{
	struct listener *l;

	if (fd == -1) {
		listen_keep(info, "file descriptor");
		return;
	}
	if ((l = calloc(1, sizeof(*l))) == NULL) {
		close(fd);
		listen_keep(info, "memory");
		return;
	}
	l->fd = fd;
	l->info = *info;
	l->next = true;
	event_set(&l->ev, fd, EV_READ | EV_PERSIST, listen_ready, l);
	evtimer_set(&l->retry, listen_retry, l);
	TAILQ_INSERT_TAIL(&listeners, l, entry);
}

/* The set that was sent takes the place of the one before. */
void
listen_switch(void)
{
	struct listener *l, *tmp;
	char buf[ADDR_STRLEN];

	TAILQ_FOREACH_SAFE(l, &listeners, entry, tmp) {
		if (!l->next) {
			listen_close(l);
			continue;
		}
		l->next = false;
		listen_begin(l);
		addr_print(&l->info.addr, buf, sizeof(buf));
		log_debug("listening on %s port %u", buf, l->info.port);
	}
}

void
listen_close_all(void)
{
	struct listener *l, *tmp;

	TAILQ_FOREACH_SAFE(l, &listeners, entry, tmp)
		listen_close(l);
}
