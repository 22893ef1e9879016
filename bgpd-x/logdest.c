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
#include <sys/socket.h>
#include <sys/un.h>

#include <errno.h>
#include <fcntl.h>
#include <paths.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "parent.h"

#define STUCK_MS	1000	/* for a reader to go on */

static struct {
	int	fd;		/* -1: a syslog that is not there */
	bool	syslog;
	bool	stamp;
	bool	off;
} dest = { 2, false, false, false };

static int
syslog_prio(enum log_level level)
{
	static const int prio[] = { LOG_CRIT, LOG_CRIT, LOG_ERR, LOG_WARNING,
	    LOG_INFO, LOG_DEBUG };

	return prio[level];
}

/* syslog(3) would wait, for ever, for a syslogd that does not read. */
static void
syslog_connect(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX,
	    .sun_path = _PATH_LOG };

	if (dest.fd != -1)
		close(dest.fd);
	dest.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
	    0);
	if (dest.fd != -1 && connect(dest.fd, (struct sockaddr *)&sun,
	    sizeof(sun)) == -1) {
		close(dest.fd);
		dest.fd = -1;
	}
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

static bool
dest_send(const char *buf, size_t len)
{
	return dest.fd != -1 && (!dest_ready() ||
	    write(dest.fd, buf, len) != -1 || errno == EAGAIN);
}

/* As RFC 3164, 4.1 has it; without a host, as is the custom here. */
static int
syslog_line(char *buf, size_t size, const struct tm *tm, enum log_level level,
    const char *line, size_t len)
{
	static const char month[][4] = { "Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

	return snprintf(buf, size, "<%d>%s %2d %02d:%02d:%02d bgpd-x[%ld]: "
	    "%.*s", LOG_DAEMON | syslog_prio(level), month[tm->tm_mon],
	    tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec, (long)getpid(),
	    (int)len, line);
}

static int
plain_line(char *buf, size_t size, const struct tm *tm, enum log_level level,
    const char *line, size_t len)
{
	const char *name = log_level_name(level);
	char when[32] = "";
	int n;

	if (dest.stamp)
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S ", tm);
	n = snprintf(buf, size, "%s%s:%*s%.*s\n", when, name,
	    (int)(9 - strlen(name)), "", (int)len, line);
	if (n >= 0 && (size_t)n >= size)
		buf[size - 2] = '\n';
	return n;
}

static void
logdest_write(void *arg, enum log_level level, const char *line, size_t len)
{
	char buf[LOG_LINE_MAX + 96];
	time_t now = time(NULL);
	struct tm tm;
	int n;

	(void)arg;
	if (dest.off || localtime_r(&now, &tm) == NULL)
		return;
	n = dest.syslog ?
	    syslog_line(buf, sizeof(buf), &tm, level, line, len) :
	    plain_line(buf, sizeof(buf), &tm, level, line, len);
	if (n < 0)
		return;
	if ((size_t)n >= sizeof(buf))
		n = (int)sizeof(buf) - 1;
	if (!dest_send(buf, (size_t)n) && dest.syslog) {
		syslog_connect();	/* it may have been started again */
		(void)dest_send(buf, (size_t)n);
	}
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
		dest.syslog = true;
		dest.fd = -1;
		syslog_connect();
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
