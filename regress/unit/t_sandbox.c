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
 * The sandbox from within: what a compromised engine could try fails.
 */
#include <sys/types.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <netinet/in.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <atf-c.h>

#include "../../bgpd-x/sandbox.h"

#define NOBODY	65534

/* Each returns true if the attempt came to nothing. */
static bool
no_file(void)
{
	return open("/etc/passwd", O_RDONLY) == -1 &&
	    open("/", O_RDONLY) == -1 &&
	    open("x", O_WRONLY | O_CREAT, 0644) == -1;
}

static bool
no_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) == -1 &&
	    socket(AF_UNIX, SOCK_STREAM, 0) == -1;
}

/* A descriptor from before is of no use either. */
static int inherited = -1;

static bool
no_connect(void)
{
	struct sockaddr_in sin;

	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_port = htons(179);
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (sendto(inherited, "x", 1, MSG_FASTOPEN, (struct sockaddr *)&sin,
	    sizeof(sin)) != -1 || errno != EPERM)
		return false;
	return connect(inherited, (struct sockaddr *)&sin, sizeof(sin)) ==
	    -1 && errno == EPERM && bind(inherited, (struct sockaddr *)&sin,
	    sizeof(sin)) == -1 && errno == EPERM;
}

static bool
no_signal(void)
{
	return kill(getppid(), 0) == -1 && errno == EPERM;
}

static bool
no_root(void)
{
	return setuid(0) == -1 && setgid(0) == -1;
}

#ifndef SANITIZED
static bool
no_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}
#endif

static bool
no_limit(void)
{
	struct rlimit rl = { 1 << 20, 1 << 20 };

	return setrlimit(RLIMIT_NOFILE, &rl) == -1;
}

/* These do not return: whoever calls them ends. */
static bool
exec(void)
{
	char *argv[] = { NULL };

	(void)execve("/bin/true", argv, argv);
	return false;
}

static bool
trace(void)
{
	(void)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
	return false;
}

/* Run one attempt in a process like an engine; its exit status. */
static int
attempt(bool (*fn)(void))
{
	struct im_startup cfg;
	static const char dir[] = "empty";
	int status;
	pid_t pid;

	memset(&cfg, 0, sizeof(cfg));
	ATF_REQUIRE_EQ(0, mkdir(dir, 0755));
	ATF_REQUIRE(getcwd(cfg.chroot, sizeof(cfg.chroot) - 32) != NULL);
	strlcat(cfg.chroot, "/", sizeof(cfg.chroot));
	strlcat(cfg.chroot, dir, sizeof(cfg.chroot));
	cfg.uid = cfg.gid = NOBODY;
	cfg.root = 1;
	inherited = socket(AF_INET, SOCK_STREAM, 0);
	ATF_REQUIRE((pid = fork()) != -1);
	if (pid == 0) {
		sandbox_enter(ROLE_ENG, &cfg);
		_exit(fn() ? 0 : 1);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	close(inherited);
	rmdir(dir);
	return status;
}

ATF_TC(refused);
ATF_TC_HEAD(refused, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(refused, tc)
{
	static const struct {
		const char	*name;
		bool		(*fn)(void);
	} tries[] = {
		{ "open a file", no_file },
		{ "make a socket", no_socket },
		{ "connect or bind one", no_connect },
		{ "signal the parent", no_signal },
		{ "become root again", no_root },
#ifndef SANITIZED	/* these map as they like */
		{ "map new code", no_code },
#endif
		{ "raise a limit", no_limit }
	};
	size_t i;

	(void)tc;
	for (i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		ATF_CHECK_MSG(attempt(tries[i].fn) == 0, "it could %s",
		    tries[i].name);
}

ATF_TC(deadly);
ATF_TC_HEAD(deadly, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(deadly, tc)
{
	int status;

	(void)tc;
#ifdef SANITIZED
	atf_tc_skip("sanitizers need a weaker filter");
#endif
	status = attempt(exec);
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
	status = attempt(trace);
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, refused);
	ATF_TP_ADD_TC(tp, deadly);
	return atf_no_error();
}
