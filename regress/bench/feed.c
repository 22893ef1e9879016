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
 * The API process that writes commands.
 *
 *	feed [-l] [-k GOAL] [-r RATE] [-L STAMPS] DIR FILE ...
 *
 * Each file is written once DIR/goal.K is there, K counting from 0 or GOAL;
 * DIR/fed.K then says when it began and ended.  Answers are read meanwhile.
 * -r RATE lines a second, with -L each with its time; -l for ever.
 */
#include <sys/types.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#define CHUNK		65536

static uint64_t *stamps;
static uint32_t rate;

/* Take what waits on stdin away: the answers. */
static void
drain(int wait_ms)
{
	struct pollfd pfd = { .fd = 0, .events = POLLIN };
	static char buf[65536];

	while (poll(&pfd, 1, wait_ms) > 0) {
		if (read(0, buf, sizeof(buf)) <= 0)
			exit(0);
		wait_ms = 0;
	}
}

static void
idle(void)
{
	drain(0);
}

static void
put(const char *p, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = write(1, p, len);
		if (n == -1 && errno == EAGAIN) {
			drain(1);
			continue;
		}
		if (n <= 0)
			exit(0);
		p += n;
		len -= (size_t)n;
		drain(0);
	}
}

static char *
slurp(const char *path, size_t *len)
{
	size_t off = 0;
	char *data;
	ssize_t n;
	off_t end;
	int fd;

	if ((fd = open(path, O_RDONLY)) == -1 ||
	    (end = lseek(fd, 0, SEEK_END)) == -1 ||
	    (data = malloc((size_t)end + 1)) == NULL)
		die("%s", path);
	*len = (size_t)end;
	while (off < *len && (n = pread(fd, data + off, *len - off,
	    (off_t)off)) > 0)
		off += (size_t)n;
	close(fd);
	return data;
}

static void
fast(const char *data, size_t len)
{
	size_t off, n;

	for (off = 0; off < len; off += n) {
		n = len - off < CHUNK ? len - off : CHUNK;
		put(data + off, n);
	}
}

/* As many lines as are due, then a pause of a millisecond or to the next. */
static void
steady(const char *data, size_t len)
{
	const uint64_t begin = now_ns();
	const char *p = data, *end = data + len, *from;
	struct timespec pause = { 0, 1000000 };
	uint64_t due;
	uint32_t i = 0;

	if (rate < 1000)
		pause.tv_nsec = 1000000000 / rate;
	while (p < end) {
		due = (now_ns() - begin) * rate / 1000000000 + 1;
		from = p;
		while (p < end && i < due) {
			if (stamps != NULL)
				stamps[i] = now_ns();
			p = (const char *)memchr(p, '\n',
			    (size_t)(end - p)) + 1;
			i++;
			if (stamps != NULL)
				break;
		}
		put(from, (size_t)(p - from));
		if (p < end && i >= due)
			nanosleep(&pause, NULL);
		drain(0);
	}
}

static void
one(const char *dir, const char *file, unsigned goal)
{
	double begin;
	size_t len;
	char *data = slurp(file, &len), *path;

	path = path_in(dir, "goal", goal);
	await_file(path, idle);
	free(path);
	begin = now();
	if (rate > 0)
		steady(data, len);
	else
		fast(data, len);
	path = path_in(dir, "fed", goal);
	report(path, "%.6f %.6f", begin, now());
	free(path);
	free(data);
}

static void
forever(const char *dir, const char *file)
{
	size_t len;
	char *data = slurp(file, &len), *path;

	path = path_in(dir, "goal", 0);
	await_file(path, idle);
	free(path);
	for (;;)
		steady(data, len);
}

int
feed_main(int argc, char *argv[])
{
	bool loop = false;
	unsigned goal = 0;
	int ch, i;

	while ((ch = getopt(argc, argv, "k:L:lr:")) != -1) {
		switch (ch) {
		case 'k': goal = (unsigned)atoi(optarg); break;
		case 'L': stamps = stamps_map(optarg, 1 << 20); break;
		case 'l': loop = true; break;
		case 'r': rate = (uint32_t)atoi(optarg); break;
		default: return 2;
		}
	}
	if (argc - optind < 2)
		errx(2, "usage: feed [options] DIR FILE ...");
	if (loop)
		forever(argv[optind], argv[optind + 1]);
	for (i = optind + 1; i < argc; i++)
		one(argv[optind], argv[i], goal++);
	for (;;)
		drain(-1);
}
