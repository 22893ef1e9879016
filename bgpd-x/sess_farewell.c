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
 * Connections that are over but for their last words.  Closing one with
 * input unread would reset it, and the NOTIFICATION be lost: what is queued
 * is written, and what still comes is thrown away until the other side has
 * closed too.  One of which nothing is seen for a second is given up, and so
 * is one that goes on for ten.
 */
#include <sys/types.h>
#include <sys/socket.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sess.h"

#define FAREWELL_QUIET	1000	/* ms without a sign of the other side */
#define FAREWELL_MAX	10000	/* ms in all */

struct farewell {
	TAILQ_ENTRY(farewell)	entry;
	struct event		rd, wr, timer;
	struct txq		txq;
	struct mono		until;
	int			fd;
};

static TAILQ_HEAD(, farewell) farewells = TAILQ_HEAD_INITIALIZER(farewells);
static size_t nfarewells;

static void
farewell_end(struct farewell *f)
{
	TAILQ_REMOVE(&farewells, f, entry);
	nfarewells--;
	event_del(&f->rd);
	event_del(&f->wr);
	evtimer_del(&f->timer);
	tx_free(&f->txq);
	close(f->fd);
	free(f);
}

static void
farewell_over(int fd, short ev, void *arg)
{
	(void)fd;
	(void)ev;
	farewell_end(arg);
}

/* The other side is there: it may be slow, and still has to hear why. */
static void
farewell_alive(struct farewell *f)
{
	struct timeval tv = { FAREWELL_QUIET / 1000, 0 };

	if (!sess.shutting_down && mono_diff_ms(mono_now(), f->until) > 0)
		timer_add(&f->timer, &tv);
}

static void
farewell_write(int fd, short ev, void *arg)
{
	struct farewell *f = arg;
	struct txdone done;
	int r;

	(void)ev;
	if ((r = tx_queue_write(&f->txq, fd, &done)) == -1) {
		farewell_end(f);
		return;
	}
	if (done.bytes > 0)
		farewell_alive(f);
	if (r == 1)
		event_add(&f->wr, NULL);
	else
		(void)shutdown(fd, SHUT_WR);
}

static void
farewell_read(int fd, short ev, void *arg)
{
	ssize_t n = read(fd, sess.rxbuf, RX_TURN);

	(void)ev;
	if (n == 0 || (n == -1 && errno != EAGAIN && errno != EINTR))
		farewell_end(arg);
	else if (n > 0)
		farewell_alive(arg);
}

void
farewell(int fd, struct txq *q)
{
	struct timeval tv = { FAREWELL_QUIET / 1000, 0 };
	struct farewell *f;

	if ((f = calloc(1, sizeof(*f))) == NULL) {
		tx_free(q);
		close(fd);
		return;
	}
	f->fd = fd;
	f->until = mono_add_ms(mono_now(), FAREWELL_MAX);
	f->txq = *q;
	memset(q, 0, sizeof(*q));
	event_set(&f->rd, fd, EV_READ | EV_PERSIST, farewell_read, f);
	event_set(&f->wr, fd, EV_WRITE, farewell_write, f);
	evtimer_set(&f->timer, farewell_over, f);
	event_add(&f->rd, NULL);
	timer_add(&f->timer, &tv);
	TAILQ_INSERT_TAIL(&farewells, f, entry);
	nfarewells++;
	farewell_write(fd, EV_WRITE, f);
}

size_t
farewell_count(void)
{
	return nfarewells;
}
