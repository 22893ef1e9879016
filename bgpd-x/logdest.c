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
 * Where the log goes: stderr, a file, or syslog.  Only the parent writes;
 * a full disk, a dead syslog or a pipe that is not read loses lines and
 * blocks nobody.
 */
#include <sys/types.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "parent.h"

#define STUCK_MS	1000	/* for a reader to go on */

static struct {
	int	fd;		/* -1: syslog */
	bool	stamp;
	bool	off;
} dest = { 2, false, false };

static int
syslog_prio(enum log_level level)
{
	static const int prio[] = { LOG_CRIT, LOG_CRIT, LOG_ERR, LOG_WARNING,
	    LOG_INFO, LOG_DEBUG };

	return prio[level];
}

/* Is a line taken?  Who lets us wait does so once, until it takes one. */
static bool
dest_ready(void)
{
	static bool stuck;
	struct pollfd pfd = { .fd = dest.fd, .events = POLLOUT };

	stuck = poll(&pfd, 1, stuck ? 0 : STUCK_MS) < 1;
	return !stuck;
}

static void
logdest_write(void *arg, enum log_level level, const char *line, size_t len)
{
	char buf[LOG_LINE_MAX + 96], when[32] = "";
	struct tm tm;
	time_t now;
	int n;

	(void)arg;
	if (dest.off)
		return;
	if (dest.fd == -1) {
		syslog(syslog_prio(level), "%.*s", (int)len, line);
		return;
	}
	if (dest.stamp) {
		now = time(NULL);
		if (localtime_r(&now, &tm) != NULL)
			strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S ",
			    &tm);
	}
	n = snprintf(buf, sizeof(buf), "%s%s:%*s%.*s\n", when,
	    log_level_name(level), (int)(9 - strlen(log_level_name(level))),
	    "", (int)len, line);
	if (n < 0)
		return;
	if ((size_t)n >= sizeof(buf)) {
		n = (int)sizeof(buf) - 1;
		buf[n - 1] = '\n';
	}
	if (dest_ready())
		(void)!write(dest.fd, buf, (size_t)n);
}

/*
 * `stdout` of ExaBGP means the terminal, which is stderr here as there.
 * In the background it is syslog.
 */
int
logdest_open(const struct env *env, bool foreground, bool verbose)
{
	const char *d = env->log_destination;
	enum log_level level = LOGL_INFO;
	int fd;

	if (strncmp(d, "file:", 5) == 0)
		d += 5;
	dest.off = !env->log_enable;
	dest.stamp = !env->log_short;
	if (*d == '\0' || strcmp(d, "syslog") == 0 ||
	    (!foreground && (strcmp(d, "stdout") == 0 ||
	    strcmp(d, "stderr") == 0))) {
		openlog("bgpd-x", LOG_PID | LOG_NDELAY, LOG_DAEMON);
		dest.fd = -1;
	} else if (*d == '/') {
		fd = open(d, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC |
		    O_NONBLOCK | O_NOCTTY, 0640);
		if (fd == -1) {
			log_error("log.destination %s: %s", d,
			    strerror(errno));
			return -1;
		}
		dest.fd = fd;
	} else if (strcmp(d, "stdout") != 0 && strcmp(d, "stderr") != 0) {
		log_error("log.destination \"%s\" is none of stdout, "
		    "stderr, syslog and a path", d);
		return -1;
	}
	if (log_level_parse(env->log_level, &level) == -1) {
		log_error("log.level \"%s\" is none of FATAL CRITICAL ERROR "
		    "WARNING INFO DEBUG", env->log_level);
		return -1;
	}
	log_set_level(verbose || env->log_all ? LOGL_DEBUG : level);
	log_init(logdest_write, NULL);
	return 0;
}

/* A line of a child; it is not trusted to be text. */
void
logdest_child(enum log_level level, enum role role, const char *line,
    size_t len)
{
	char safe[LOG_LINE_MAX];

	(void)role;
	if (level > LOGL_DEBUG)
		level = LOGL_DEBUG;
	if (!log_enabled(level))
		return;
	log_safe(line, len, safe, sizeof(safe));
	logdest_write(NULL, level, safe, strlen(safe));
}
