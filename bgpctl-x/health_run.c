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
 * The health checker's commands: in a process group of their own, which is
 * killed when the time is over.
 */
#include <sys/types.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mono.h"
#include "health.h"

volatile sig_atomic_t health_stop;

static void
child(const struct health *h, const struct health_cmd *c, int out)
{
	int null = open("/dev/null", O_RDWR);

	(void)setpgid(0, 0);
	if (null == -1 || dup2(null, STDIN_FILENO) == -1 ||
	    dup2(out, STDOUT_FILENO) == -1 || dup2(out, STDERR_FILENO) == -1)
		_exit(127);
	(void)signal(SIGPIPE, SIG_DFL);
	(void)sigprocmask(SIG_SETMASK, &h->waiting, NULL);
	if (c->state != NULL && setenv("STATE", c->state, 1) == -1)
		_exit(127);
	execvp(c->argv[0], (char *const *)(uintptr_t)c->argv);
	_exit(127);
}

/* Read what there is; false at the end. */
static bool
take(struct health_cmd *c, int fd)
{
	char buf[4096];
	size_t have = strlen(c->out), n;
	ssize_t r = read(fd, buf, sizeof(buf));

	if (r <= 0)
		return r == -1 && (errno == EAGAIN || errno == EINTR);
	n = (size_t)r;
	if (n > sizeof(c->out) - 1 - have)
		n = sizeof(c->out) - 1 - have;
	memcpy(c->out + have, buf, n);
	c->out[have + n] = '\0';
	return true;
}

/* How the child ended; -1 while it runs. */
static int
ended(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, WNOHANG) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status);
}

static int
watch(const struct health *h, struct health_cmd *c, pid_t pid, int fd)
{
	const struct mono end = mono_add_ms(mono_now(), c->timeout);
	struct timespec ts, *left = NULL;
	struct pollfd p = { fd, POLLIN, 0 };
	int64_t ms;
	int status;

	for (;;) {
		if ((status = ended(pid)) != -1) {
			while (p.fd != -1 && take(c, fd) &&
			    poll(&p, 1, 0) == 1)
				;
			return status;
		}
		if (health_stop && !c->finish)
			return RUN_STOPPED;
		if (c->timeout != 0) {
			ms = mono_diff_ms(mono_now(), end);
			if (ms <= 0)
				return RUN_TIMEOUT;
			ts.tv_sec = (time_t)(ms / 1000);
			ts.tv_nsec = (long)(ms % 1000) * 1000000;
			left = &ts;
		}
		if (ppoll(&p, 1, left, &h->waiting) == 1 && !take(c, fd))
			p.fd = -1;	/* its end is a signal */
	}
}

int
health_run(const struct health *h, struct health_cmd *c)
{
	int fd[2], status;
	pid_t pid;

	c->out[0] = '\0';
	if (pipe2(fd, O_CLOEXEC) == -1)
		return RUN_FAILED;
	(void)fcntl(fd[0], F_SETFL, O_NONBLOCK);
	if ((pid = fork()) == 0)
		child(h, c, fd[1]);
	close(fd[1]);
	status = RUN_FAILED;
	if (pid != -1) {
		(void)setpgid(pid, pid);
		status = watch(h, c, pid, fd[0]);
	}
	if (status == RUN_TIMEOUT || status == RUN_STOPPED) {
		(void)kill(-pid, SIGKILL);
		while (waitpid(pid, NULL, 0) == -1 && errno == EINTR)
			;
	}
	close(fd[0]);
	return status;
}
