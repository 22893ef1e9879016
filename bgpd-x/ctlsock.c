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
 * The control sockets: made here, served by the route engine.
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "parent.h"

#define CTL_BACKLOG	64

static struct stat made[2];	/* the files of our sockets */

/* One that has no room for more clients is in use as well. */
static bool
in_use(const struct sockaddr_un *sun)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
	    0);
	bool used;

	used = fd != -1 && (connect(fd, (const struct sockaddr *)sun,
	    sizeof(*sun)) == 0 || errno == EAGAIN);
	if (fd != -1)
		close(fd);
	return used;
}

/* One that nobody serves is replaced; anything else is not ours to remove. */
static bool
is_file(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && !S_ISSOCK(st.st_mode);
}

static int
ctlsock_make(const char *path, mode_t mode)
{
	struct sockaddr_un sun;
	mode_t old;
	int fd, r;

	memset(&sun, 0, sizeof(sun));
	sun.sun_family = AF_UNIX;
	if (strlcpy(sun.sun_path, path, sizeof(sun.sun_path)) >=
	    sizeof(sun.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (is_file(path) || in_use(&sun)) {
		errno = is_file(path) ? EEXIST : EADDRINUSE;
		return -1;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -1;
	(void)unlink(path);
	old = umask(S_IXUSR | S_IXGRP | S_IRWXO);
	r = bind(fd, (struct sockaddr *)&sun, sizeof(sun));
	umask(old);
	if (r == -1 || chmod(path, mode) == -1 ||
	    (parent.root && chown(path, 0, parent.gid) == -1) ||
	    listen(fd, CTL_BACKLOG) == -1) {
		r = errno;
		close(fd);
		errno = r;
		return -1;
	}
	return fd;
}

/* The name of the second one ends in .rsock; -1 when it is too long. */
static int
ctlsock_name(const char *path, int i, char *buf, size_t size)
{
	char *dot;

	if (strlcpy(buf, path, size) >= size)
		return -1;
	if (i == 0)
		return 0;
	dot = strrchr(buf, '.');
	if (dot != NULL && strchr(dot, '/') == NULL)
		*dot = '\0';
	return strlcat(buf, ".rsock", size) >= size ? -1 : 0;
}

/* The terminal hears of it even when it is about to be left. */
static void
complain(const char *path, bool required)
{
	const char *why = strerror(errno);

	if (required || !parent.foreground)
		fprintf(stderr, "bgpd-x: control socket %s: %s%s\n", path, why,
		    required ? "" : ", going on without it");
	if (!required)
		log_warn("control socket %s: %s, going on without it", path,
		    why);
}

/*
 * Make both sockets.  One that was asked for must work: -1 when it does
 * not; the default one is done without if it is taken.
 */
int
ctlsock_open(const char *path, bool required)
{
	static const mode_t mode[2] = { 0660, 0666 };
	char *name;
	int i;

	parent.ctl_fd[0] = parent.ctl_fd[1] = -1;
	for (i = 0; i < 2; i++) {
		name = parent.ctl_path[i];
		errno = ENAMETOOLONG;
		if (ctlsock_name(path, i, name,
		    sizeof(parent.ctl_path[i])) == 0)
			parent.ctl_fd[i] = ctlsock_make(name, mode[i]);
		if (parent.ctl_fd[i] != -1) {
			(void)lstat(name, &made[i]);
			continue;
		}
		complain(errno == ENAMETOOLONG ? path : name, required);
		*name = '\0';
		if (required)
			ctlsock_unlink();
		return required ? -1 : 0;
	}
	return 0;
}

/* Hand them to the route engine. */
void
ctlsock_give(void)
{
	int i;

	for (i = 0; i < 2; i++)
		if (parent.ctl_fd[i] != -1)
			pc_sendfd(&parent.eng, IMSG_CTLSOCK, (uint32_t)i,
			    parent.ctl_fd[i], NULL, 0);
}

/* Another daemon's may be there by now, if somebody removed ours. */
void
ctlsock_unlink(void)
{
	struct stat st;
	int i;

	for (i = 0; i < 2; i++)
		if (parent.ctl_path[i][0] != '\0' &&
		    lstat(parent.ctl_path[i], &st) == 0 &&
		    st.st_dev == made[i].st_dev &&
		    st.st_ino == made[i].st_ino)
			(void)unlink(parent.ctl_path[i]);
}
