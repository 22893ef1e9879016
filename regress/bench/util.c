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

/* Time, files that say that something happened, and shared stamps. */
#include <sys/mman.h>
#include <sys/types.h>

#include <err.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

uint64_t
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000U + (uint64_t)ts.tv_nsec;
}

double
now(void)
{
	return (double)now_ns() / 1e9;
}

void
die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vwarn(fmt, ap);
	va_end(ap);
	exit(1);
}

/* DIR/NAME.N; the caller frees it. */
char *
path_in(const char *dir, const char *name, unsigned n)
{
	char *p;

	if (asprintf(&p, "%s/%s.%u", dir, name, n) == -1)
		die("memory");
	return p;
}

/* A line in a file of its own, which is complete once it is there. */
void
report(const char *path, const char *fmt, ...)
{
	char part[4096];
	va_list ap;
	FILE *f;

	snprintf(part, sizeof(part), "%s.part", path);
	if ((f = fopen(part, "w")) == NULL)
		die("%s", part);
	va_start(ap, fmt);
	vfprintf(f, fmt, ap);
	va_end(ap);
	fputc('\n', f);
	if (fclose(f) != 0 || rename(part, path) == -1)
		die("%s", path);
}

/* Until a file is there; `idle`, if any, is called meanwhile. */
void
await_file(const char *path, void (*idle)(void))
{
	const struct timespec ms = { 0, 1000000 };

	while (access(path, F_OK) == -1) {
		if (idle != NULL)
			idle();
		nanosleep(&ms, NULL);
	}
}

/* Times of n events, shared by the processes that map the same file. */
uint64_t *
stamps_map(const char *path, uint32_t n)
{
	size_t size = n * sizeof(uint64_t);
	void *p;
	int fd;

	if ((fd = open(path, O_RDWR | O_CREAT, 0666)) == -1 ||
	    ftruncate(fd, (off_t)size) == -1)
		die("%s", path);
	p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		die("%s", path);
	close(fd);
	return p;
}
