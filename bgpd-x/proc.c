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

#include <sys/types.h>
#include <sys/socket.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "proc.h"

/*
 * The children's output is bounded by credit (peers) and by the sizes of
 * configuration batches; this is the bound behind those bounds.
 */
#define CHANNEL_BOUND	(1024U * 1024 * 1024)
#define LOG_BOUND	(1024 * 1024)

static const char *program = "/proc/self/exe";

const char *
role_name(enum role role)
{
	switch (role) {
	case ROLE_SESS:
		return "session engine";
	case ROLE_ENG:
		return "route engine";
	default:
		return "parent";
	}
}

/* See proc.h. */
void
proc_program(const char *argv0)
{
	static char path[PATH_MAX];

	if (access(program, X_OK) == 0)
		return;
	program = argv0;
	if (strchr(argv0, '/') != NULL && realpath(argv0, path) != NULL)
		program = path;
}

pid_t
proc_exec(enum role role, int *fd)
{
	int sv[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, sv) == -1)
		return -1;
	if ((pid = fork()) == -1) {
		close(sv[0]);
		close(sv[1]);
		return -1;
	}
	if (pid == 0) {
		char *flag = strdup(role == ROLE_SESS ? "-S" : "-R");
		char *argv[] = { NULL, flag, NULL };

		argv[0] = strdup(role == ROLE_SESS ?
		    "bgpd-x: session engine" : "bgpd-x: route engine");
		if (flag == NULL || argv[0] == NULL)
			_exit(1);
		if (dup2(sv[1], CHANNEL_FD) == -1)
			_exit(1);
		closefrom(CHANNEL_FD + 1);
		execvp(program, argv);
		log_error("%s: %s", program, strerror(errno));
		_exit(1);
	}
	close(sv[1]);
	fcntl(sv[0], F_SETFD, FD_CLOEXEC);
	*fd = sv[0];
	return pid;
}

/* One message against its rule; the reason if it is broken. */
static const char *
imsg_check(const struct proc_chan *pc, const struct imsg *m)
{
	const struct imsg_rule *r;

	if (m->hdr.type >= IMSG_MAX)
		return "unknown type";
	r = &imsg_rules[m->hdr.type];
	if ((r->from & pc->peer) == 0 || (r->to & pc->self) == 0)
		return "wrong sender";
	if (m->len < r->min || m->len > r->max)
		return "wrong length";
	if ((r->fd == 0 && m->fd != -1) ||
	    (r->fd == 1 && (m->hdr.flags & CHAN_F_FD) == 0))
		return "wrong descriptor";
	if (pc->handlers[m->hdr.type] == NULL)
		return "unexpected";
	return NULL;
}

static void
dispatch(struct proc_chan *pc)
{
	struct imsg m;
	const char *why;
	char buf[96];
	int n;

	while (!pc->paused && (n = chan_next(&pc->c, &m)) != 0) {
		if (n == -1) {
			pc->lost(pc, "sent a malformed message");
			return;
		}
		if ((why = imsg_check(pc, &m)) != NULL) {
			if (m.fd != -1)
				close(m.fd);
			snprintf(buf, sizeof(buf),
			    "sent a forbidden message: %s %s",
			    m.hdr.type < IMSG_MAX ?
			    imsg_rules[m.hdr.type].name : "?", why);
			pc->lost(pc, buf);
			return;
		}
		pc->handlers[m.hdr.type](&m);
		if (pc->c.fd == -1)
			return;
	}
}

static void
pc_dispatch(struct proc_chan *pc)
{
	pc->busy = true;
	dispatch(pc);
	pc->busy = false;
}

/* See proc.h. */
void
pc_hear(struct proc_chan *pc)
{
	while (!pc->busy && pc->c.fd != -1 && chan_read(&pc->c) == 1)
		pc_dispatch(pc);
}

static void
pc_readable(int fd, short ev, void *arg)
{
	struct proc_chan *pc = arg;

	(void)fd;
	(void)ev;
	if (chan_read(&pc->c) == -1) {
		pc->lost(pc, "is gone");
		return;
	}
	pc_dispatch(pc);
}

static void
pc_writable(int fd, short ev, void *arg)
{
	(void)fd;
	(void)ev;
	pc_flush(arg);
}

int
pc_open(struct proc_chan *pc, int fd, enum role self, enum role peer,
    const imsg_fn *handlers, void (*lost)(struct proc_chan *, const char *))
{
	int size = 1024 * 1024;

	memset(pc, 0, sizeof(*pc));
	if (chan_init(&pc->c, fd, CHANNEL_BOUND) == -1)
		return -1;
	/* Larger buffers mean fewer wake-ups; the default does as well. */
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	pc->self = self;
	pc->peer = peer;
	pc->handlers = handlers;
	pc->lost = lost;
	event_set(&pc->rd, fd, EV_READ | EV_PERSIST, pc_readable, pc);
	event_set(&pc->wr, fd, EV_WRITE, pc_writable, pc);
	if (event_add(&pc->rd, NULL) == -1) {
		chan_close(&pc->c);
		return -1;
	}
	return 0;
}

void
pc_close(struct proc_chan *pc)
{
	if (pc->c.fd == -1)
		return;
	event_del(&pc->rd);
	event_del(&pc->wr);
	chan_close(&pc->c);
}

/* Room for a message; without memory what waits makes some. */
static void
pc_room(struct proc_chan *pc, size_t len)
{
	if (wb_room(&pc->c.out, CHAN_HDR + len) != NULL)
		return;
	pc->c.out.err = false;
	pc_drain(pc);
}

void
pc_send2(struct proc_chan *pc, enum imsg_type type, uint32_t id,
    const void *a, size_t alen, const void *b, size_t blen)
{
	if (pc->c.fd == -1)
		return;
	pc_room(pc, alen + blen);
	if (chan_put2(&pc->c, (uint16_t)type, id, a, alen, b, blen) == -1)
		pc->lost(pc, "does not take its messages");
}

void
pc_send(struct proc_chan *pc, enum imsg_type type, uint32_t id,
    const void *data, size_t len)
{
	pc_send2(pc, type, id, data, len, NULL, 0);
}

void
pc_sendfd(struct proc_chan *pc, enum imsg_type type, uint32_t id, int fd,
    const void *data, size_t len)
{
	if (pc->c.fd == -1) {
		close(fd);
		return;
	}
	/* Descriptors under way are few; make room rather than fail. */
	if (pc->c.noutfd == CHAN_FDS)
		pc_drain(pc);
	pc_room(pc, len);
	if (chan_putfd(&pc->c, (uint16_t)type, id, fd, data, len) == -1)
		pc->lost(pc, "does not take its messages");
}

void
pc_flush(struct proc_chan *pc)
{
	if (pc->c.fd == -1 || chan_pending(&pc->c) == 0)
		return;
	switch (chan_flush(&pc->c)) {
	case 0:
		event_add(&pc->wr, NULL);
		break;
	case -1:
		pc_hear(pc);
		pc->lost(pc, "is gone");
		break;
	}
}

void
pc_drain(struct proc_chan *pc)
{
	struct pollfd pfd = { .fd = pc->c.fd, .events = POLLOUT };
	int n;

	while (pc->c.fd != -1 && (n = chan_flush(&pc->c)) != 1) {
		if (n == -1 || (poll(&pfd, 1, 10000) < 1 && errno != EINTR))
			return;
	}
}

void
pc_pause(struct proc_chan *pc, bool pause)
{
	if (pc->paused == pause || pc->c.fd == -1)
		return;
	pc->paused = pause;
	if (pause) {
		event_del(&pc->rd);
	} else {
		event_add(&pc->rd, NULL);
		/* What was read already does not make the fd readable. */
		event_active(&pc->rd, EV_READ, 1);
	}
}

/* See proc.h. */
void
timer_add(struct event *ev, const struct timeval *tv)
{
	if (event_add(ev, tv) == -1)
		event_active(ev, EV_TIMEOUT, 1);
}

void
proc_loop(const bool *stop, void (*turn)(void))
{
	turn();
	while (!*stop) {
		if (event_loop(EVLOOP_ONCE) == -1 && errno != EINTR)
			fatalx("event loop: %s", strerror(errno));
		turn();
	}
}

/* Bounded: a child that logs faster than the parent writes loses lines. */
static void
log_to_parent(void *arg, enum log_level level, const char *line, size_t len)
{
	struct proc_chan *pc = arg;

	if (pc->c.fd == -1 || chan_pending(&pc->c) > LOG_BOUND)
		return;
	(void)chan_put(&pc->c, IMSG_LOG, level, line, len == 0 ? 1 : len);
	if (level == LOGL_FATAL)
		pc_drain(pc);
}

void
proc_log_to(struct proc_chan *pc)
{
	log_init(log_to_parent, pc);
}
