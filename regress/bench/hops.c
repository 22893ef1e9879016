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
 * The limit of latency: a line that goes through processes that do nothing
 * but pass it on, from pipe to pipe.
 *
 *	hops N SAMPLES	p50, p99, p99.9 and the most, in us, of N wake-ups
 */
#include <sys/epoll.h>
#include <sys/types.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#define HOPS_MAX	8

/* As a daemon does: wait for events, read, write. */
static void
pass_on(int in, int out)
{
	struct epoll_event ev = { .events = EPOLLIN };
	int ep = epoll_create1(0);
	uint64_t t;

	if (ep == -1 || epoll_ctl(ep, EPOLL_CTL_ADD, in, &ev) == -1)
		die("epoll");
	while (epoll_wait(ep, &ev, 1, -1) == 1 &&
	    read(in, &t, sizeof(t)) == sizeof(t) &&
	    write(out, &t, sizeof(t)) == sizeof(t))
		;
	_exit(0);
}

static int
by_size(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void
take(int in, uint64_t *delay, uint32_t n)
{
	uint64_t t;
	uint32_t i;

	for (i = 0; i < n && read(in, &t, sizeof(t)) == sizeof(t); i++)
		delay[i] = now_ns() - t;
	qsort(delay, n, sizeof(*delay), by_size);
	printf("%.1f %.1f %.1f %.1f\n", (double)delay[n / 2] / 1e3,
	    (double)delay[(uint64_t)n * 99 / 100] / 1e3,
	    (double)delay[(uint64_t)n * 999 / 1000] / 1e3,
	    (double)delay[n - 1] / 1e3);
}

int
hops_main(int argc, char *argv[])
{
	const struct timespec pause = { 0, 5000000 };
	int p[HOPS_MAX][2], hops, i, j;
	uint64_t *delay, t;
	uint32_t n, k;

	if (argc != 3 || (hops = atoi(argv[1])) < 1 || hops > HOPS_MAX ||
	    (n = (uint32_t)atoi(argv[2])) == 0)
		errx(2, "usage: hops N SAMPLES");
	if ((delay = calloc(n, sizeof(*delay))) == NULL)
		die("memory");
	for (i = 0; i < hops; i++)
		if (pipe2(p[i], 0) == -1)
			die("pipe");
	/* the end of one is the end of the next: no other holds its pipe */
	for (i = hops - 2; i >= 0; i--) {
		if (fork() == 0) {
			for (j = 0; j <= i; j++)
				close(p[j][1]);
			pass_on(p[i][0], p[i + 1][1]);
		}
		close(p[i + 1][1]);
	}
	if (fork() == 0) {
		for (k = 0; k < n; k++) {
			nanosleep(&pause, NULL);
			t = now_ns();
			if (write(p[0][1], &t, sizeof(t)) != sizeof(t))
				die("write");
		}
		_exit(0);
	}
	close(p[0][1]);
	take(p[hops - 1][0], delay, n);
	return 0;
}
