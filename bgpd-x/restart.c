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
 * Restarts: a file in the run directory, which does not outlive a boot,
 * says when the last daemon stopped, or that it never did.  Daemons with
 * control sockets of their own are told apart by these.
 */
#include <sys/types.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "parent.h"

#define STAMP	RUN_DIR "/stopped"

static char path[sizeof(STAMP) + 256] = STAMP;
static bool before;		/* there was one in this boot */
static int64_t stopped;		/* s since boot; 0: it did not stop */

static int64_t
boot_time(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec + 1;
}

static void
stamp(int64_t when)
{
	FILE *f;
	int fd;

	if (!parent.root)
		return;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC |
	    O_NOFOLLOW, 0600);
	if (fd == -1 || (f = fdopen(fd, "w")) == NULL) {
		if (fd != -1)
			close(fd);
		return;
	}
	fprintf(f, "%lld\n", (long long)when);
	fclose(f);
}

/* `sock` as given, or NULL. */
void
restart_begin(const char *sock)
{
	char line[32] = "", *end, *p;
	FILE *f;

	if (!parent.root)
		return;
	if (sock != NULL) {
		snprintf(path, sizeof(path), "%s-%s", STAMP, sock);
		for (p = path + sizeof(STAMP) - 1; *p != '\0'; p++)
			if (*p == '/')
				*p = '-';
	}
	if ((f = fopen(path, "re")) != NULL) {
		if (fgets(line, sizeof(line), f) == NULL)
			line[0] = '\0';
		stopped = strtoll(line, &end, 10);
		before = end != line;
		fclose(f);
	}
	stamp(0);
}

/*
 * Did a daemon end at most so many seconds ago?  One that could not say
 * when has been started again by whoever watches it: at once.
 */
bool
restart_within(unsigned int seconds)
{
	return before && (stopped == 0 ||
	    boot_time() - stopped <= (int64_t)seconds);
}

void
restart_end(void)
{
	stamp(boot_time());
}
