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
 * What a compromised engine would try.  Linked around proc_loop() of the
 * daemon's own objects into a binary for the tests, never into the daemon:
 * HOOK=ENGINE:WHAT names the engine, session or route, and an attempt; some
 * turns after its sandbox is entered it does that, and says what came of it.
 * session:reset=N is what the network does: N times what is written to a peer
 * finds that it has just reset the connection.
 */
#include <sys/types.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <netinet/in.h>
#include <linux/tcp.h>

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "../../bgpd-x/eng.h"
#include "../../bgpd-x/sess.h"

ssize_t	__real_writev(int, const struct iovec *, int);
ssize_t	__wrap_writev(int, const struct iovec *, int);
void	__real_proc_loop(const bool *, void (*)(void));
void	__wrap_proc_loop(const bool *, void (*)(void));

#define FDS	64		/* those that are tried */

static struct event timer;
static struct proc_chan *channel;
static const char *attempt;
static int resets;

static const struct sockaddr_in elsewhere = {
	.sin_family = AF_INET, .sin_port = 0x5000,
	.sin_addr = { 0x0101a8c0 }
};

/* Of the calls on each descriptor: 0 as soon as one succeeds. */
static int
connect_all(void)
{
	int fd, r = -1;

	for (fd = 0; fd < FDS && r == -1; fd++)
		r = connect(fd, (const struct sockaddr *)&elsewhere,
		    sizeof(elsewhere));
	return r;
}

static int
bind_all(void)
{
	int fd, r = -1;

	for (fd = 0; fd < FDS && r == -1; fd++)
		r = bind(fd, (const struct sockaddr *)&elsewhere,
		    sizeof(elsewhere));
	return r;
}

/* A listener that is shut down is a socket like any other again. */
static int
fast_open(void)
{
	socklen_t len = sizeof(int);
	int fd, is = 0;

	for (fd = 0; fd < FDS; fd++) {
		if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &is, &len) ==
		    -1 || !is || shutdown(fd, SHUT_RDWR) == -1)
			continue;
		if (sendto(fd, "x", 1, MSG_FASTOPEN | MSG_NOSIGNAL,
		    (const struct sockaddr *)&elsewhere,
		    sizeof(elsewhere)) != -1 || errno == EINPROGRESS ||
		    errno == ECONNREFUSED)
			return 0;
	}
	return -1;
}

static int
read_keys(void)
{
	struct tcp_md5sig key;
	socklen_t len;
	int fd;

	for (fd = 0; fd < FDS; fd++) {
		len = sizeof(key);
		if (getsockopt(fd, IPPROTO_TCP, TCP_MD5SIG, &key, &len) == 0)
			return 0;
	}
	return -1;
}

static int
map_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

static int
limits(void)
{
	const struct rlimit rl = { 65536, 65536 };

	return setrlimit(RLIMIT_CORE, &rl);
}

/* Those that are refused: none may return anything but -1. */
#define DENIED(X)							\
	X(open_file, open("/etc/passwd", O_RDONLY))			\
	X(open_root, open("/", O_RDONLY | O_DIRECTORY))			\
	X(open_memory, open("/proc/self/mem", O_RDWR))			\
	X(make_file, open("/x", O_WRONLY | O_CREAT, 0644))		\
	X(make_folder, mkdir("/x", 0755))				\
	X(leave_root, chroot("."))					\
	X(leave_folder, chdir(".."))					\
	X(memory_file, (int)syscall(SYS_memfd_create, "x", 0))		\
	X(new_socket, socket(AF_INET, SOCK_STREAM, 0))			\
	X(raw_socket, socket(AF_INET, SOCK_RAW, IPPROTO_TCP))		\
	X(unix_socket, socket(AF_UNIX, SOCK_STREAM, 0))			\
	X(netlink_socket, socket(AF_NETLINK, SOCK_RAW, 0))		\
	X(connect, connect_all())					\
	X(bind, bind_all())						\
	X(listen, listen(0, 1))						\
	X(fork, (int)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0))		\
	X(kill_parent, kill(getppid(), SIGKILL))			\
	X(kill_group, kill(0, 0))					\
	X(signal_init, kill(1, 0))					\
	X(become_root, setuid(0))					\
	X(become_group, setgid(0))					\
	X(dumpable, prctl(PR_SET_DUMPABLE, 1, 0, 0, 0))			\
	X(limits, limits())						\
	X(code, map_code())						\
	X(io_uring, (int)syscall(SYS_io_uring_setup, 1, NULL))		\
	X(perf, (int)syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0))	\
	X(descriptor, (int)syscall(SYS_pidfd_open, getppid(), 0))	\
	X(ioctl, (int)syscall(SYS_ioctl, 0, 0x5412, "x"))		\
	X(keys, read_keys())						\
	X(fast_open, fast_open())

/* Those that end the engine. */
#define DEADLY(X)							\
	X(exec, execl("/bin/sh", "sh", (char *)NULL))			\
	X(ptrace, (int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL))	\
	X(peek, (int)syscall(SYS_process_vm_readv, getppid(), NULL, 0,	\
	    NULL, 0, 0))						\
	X(mount, mount("none", "/", "tmpfs", 0, NULL))			\
	X(unshare, unshare(CLONE_NEWUSER))				\
	X(bpf, (int)syscall(SYS_bpf, 0, NULL, 0))			\
	X(keyring, (int)syscall(SYS_keyctl, 0, 0, 0, 0, 0))

static void
say(const char *name, int r)
{
	if (r == -1)
		log_warn("hook: %s denied", name);
	else
		log_warn("hook: %s SUCCEEDED: %d, %s", name, r,
		    strerror(errno));
}

/* A message of this type with random fields, of a length that fits. */
static void
forge(unsigned int type)
{
	static uint8_t data[CHAN_PAYLOAD_MAX];
	size_t len = 64;

	if (type < IMSG_MAX) {
		len = imsg_rules[type].max;
		if (imsg_rules[type].min != len)
			len = imsg_rules[type].min + arc4random_uniform(200);
		if (len > imsg_rules[type].max)
			len = imsg_rules[type].max;
	}
	arc4random_buf(data, len);
	/* half of them nearly right */
	if (arc4random_uniform(2) == 0)
		memset(data + len / 2, 0, len - len / 2);
	(void)chan_put(&channel->c, (uint16_t)type,
	    arc4random_uniform(2) == 0 ? arc4random_uniform(4) :
	    arc4random(), data, len);
	pc_drain(channel);
}

/* All that this engine may say to the parent, but that it should stop. */
static void
forge_allowed(void)
{
	unsigned int t;
	int n;

	for (n = 0; n < 500; n++)
		for (t = 0; t < IMSG_MAX; t++)
			if ((imsg_rules[t].from & channel->self) != 0 &&
			    (imsg_rules[t].to & ROLE_PARENT) != 0 &&
			    t != IMSG_SHUTDOWN_REQ)
				forge(t);
	log_warn("hook: forged");
}

ssize_t
__wrap_writev(int fd, const struct iovec *iov, int n)
{
	if (resets == 0)
		return __real_writev(fd, iov, n);
	resets--;
	log_warn("hook: reset");
	errno = ECONNRESET;
	return -1;
}

static void
attack(int fd, short ev, void *arg)
{
	(void)fd;
	(void)ev;
	(void)arg;
	if (strcmp(attempt, "denied") == 0) {
#define X(name, call)	say(#name, call);
		DENIED(X)
		log_warn("hook: tried");
	}
	if (strcmp(attempt, "allowed") == 0)
		forge_allowed();
	if (strncmp(attempt, "type=", 5) == 0)
		forge((unsigned int)atoi(attempt + 5));
#undef X
#define X(name, call)							\
	if (strcmp(attempt, #name) == 0)				\
		say(#name, call);
	DEADLY(X)
}

void
__wrap_proc_loop(const bool *stop, void (*turn)(void))
{
	const struct timeval tv = { 0, 300000 };
	const char *hook = getenv("HOOK");

	if (hook != NULL && sess.parent.self == ROLE_SESS &&
	    strncmp(hook, "session:", 8) == 0)
		channel = &sess.parent;
	if (hook != NULL && eng.parent.self == ROLE_ENG &&
	    strncmp(hook, "route:", 6) == 0)
		channel = &eng.parent;
	if (channel != NULL) {
		attempt = strchr(hook, ':') + 1;
		if (strncmp(attempt, "reset=", 6) == 0)
			resets = atoi(attempt + 6);
		evtimer_set(&timer, attack, NULL);
		evtimer_add(&timer, &tv);
	}
	__real_proc_loop(stop, turn);
}
