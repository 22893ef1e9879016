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
#include <string.h>
#include <unistd.h>

#include "parent.h"

#define CTL_BACKLOG	64

static bool
in_use(const struct sockaddr_un *sun)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool used;

	used = fd != -1 && connect(fd, (const struct sockaddr *)sun,
	    sizeof(*sun)) == 0;
	if (fd != -1)
		close(fd);
	return used;
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
	if (in_use(&sun)) {
		errno = EADDRINUSE;
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

/*
 * Make both sockets and hand them to the route engine.  A socket that was
 * asked for must work; the default one is done without if it is taken.
 */
int
ctlsock_open(const char *path, bool required)
{
	static const mode_t mode[2] = { 0660, 0666 };
	int fd, i;

	for (i = 0; i < 2; i++) {
		strlcpy(parent.ctl_path[i], path, sizeof(parent.ctl_path[i]));
		if (i == 1) {
			char *dot = strrchr(parent.ctl_path[i], '.');

			if (dot != NULL && strchr(dot, '/') == NULL)
				*dot = '\0';
			strlcat(parent.ctl_path[i], ".rsock",
			    sizeof(parent.ctl_path[i]));
		}
		fd = ctlsock_make(parent.ctl_path[i], mode[i]);
		if (fd == -1) {
			log_line(required ? LOGL_ERROR : LOGL_WARNING,
			    "control socket %s: %s%s", parent.ctl_path[i],
			    strerror(errno), required ? "" :
			    ", going on without it");
			parent.ctl_path[i][0] = '\0';
			return required ? -1 : 0;
		}
		pc_sendfd(&parent.eng, IMSG_CTLSOCK, (uint32_t)i, fd, NULL,
		    0);
	}
	return 0;
}

void
ctlsock_unlink(void)
{
	int i;

	for (i = 0; i < 2; i++)
		if (parent.ctl_path[i][0] != '\0')
			(void)unlink(parent.ctl_path[i]);
}
