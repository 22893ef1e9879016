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
 * The sandbox of the children on Linux: an empty root directory, an own
 * user, no_new_privs, Landlock, seccomp.  A kernel without Landlock or
 * seccomp is used as it is, with a line in the log.
 */
#include <sys/types.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <linux/landlock.h>

#include <errno.h>
#include <grp.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "sandbox.h"

#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER	(1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE	(1ULL << 14)
#endif
#define LANDLOCK_NET_ALL		3ULL	/* bind and connect, ABI 4 */

/* Later kernels' layout: the header of Debian 12 has the first word only. */
struct landlock_attr {
	uint64_t	fs;
	uint64_t	net;
};

/* What an innocent process of ours calls. */
static const int allowed[] = {
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev),
	SCMP_SYS(recvmsg), SCMP_SYS(recvfrom),
	SCMP_SYS(accept4), SCMP_SYS(accept),
	SCMP_SYS(shutdown), SCMP_SYS(getsockopt), SCMP_SYS(setsockopt),
	SCMP_SYS(getsockname), SCMP_SYS(getpeername), SCMP_SYS(close),
	SCMP_SYS(fcntl), SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait),
	SCMP_SYS(epoll_ctl), SCMP_SYS(epoll_create1), SCMP_SYS(poll),
	SCMP_SYS(ppoll), SCMP_SYS(futex), SCMP_SYS(munmap), SCMP_SYS(brk),
	SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(sigreturn), SCMP_SYS(exit),
	SCMP_SYS(exit_group), SCMP_SYS(restart_syscall),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(sched_yield), SCMP_SYS(timerfd_settime),
	SCMP_SYS(uname), SCMP_SYS(getuid), SCMP_SYS(geteuid)
};

/* Never innocent: whoever calls these ends. */
static const int deadly[] = {
	SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
	SCMP_SYS(bpf), SCMP_SYS(mount), SCMP_SYS(umount2),
	SCMP_SYS(setns), SCMP_SYS(unshare), SCMP_SYS(init_module),
	SCMP_SYS(finit_module), SCMP_SYS(kexec_load), SCMP_SYS(keyctl),
	SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(pivot_root),
	SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(userfaultfd)
};

static void
enter_root(const struct im_startup *cfg)
{
	gid_t gid = cfg->gid;

	if (chroot(cfg->chroot) == -1 || chdir("/") == -1)
		fatalx("chroot to %s: %s", cfg->chroot, strerror(errno));
	if (setgroups(1, &gid) == -1 ||
	    setresgid(gid, gid, gid) == -1 ||
	    setresuid(cfg->uid, cfg->uid, cfg->uid) == -1)
		fatalx("cannot become user %u: %s", cfg->uid,
		    strerror(errno));
	if (setuid(0) != -1)
		fatalx("root privileges could be regained");
}

/* Deny every access to files, and TCP where the kernel can (ABI 4). */
static void
landlock(void)
{
	struct landlock_attr attr = { (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1,
	    0 };
	size_t size = sizeof(attr.fs);
	long abi;
	int fd;

	abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	if (abi < 1) {
		log_debug("this kernel has no Landlock");
		return;
	}
	if (abi >= 2)
		attr.fs |= LANDLOCK_ACCESS_FS_REFER;
	if (abi >= 3)
		attr.fs |= LANDLOCK_ACCESS_FS_TRUNCATE;
	if (abi >= 4) {
		attr.net = LANDLOCK_NET_ALL;
		size = sizeof(attr);
	}
	fd = (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0);
	if (fd == -1 || syscall(SYS_landlock_restrict_self, fd, 0) == -1)
		fatalx("Landlock: %s", strerror(errno));
	close(fd);
}

static int
add_rules(scmp_filter_ctx ctx)
{
	uint32_t kill = SCMP_ACT_KILL_PROCESS;
	size_t i;
	int r = 0;

#ifdef SANITIZED
	kill = SCMP_ACT_ERRNO(EPERM);
	r |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(sigaltstack), 0);
	r |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 0);
	r |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 0);
#endif
	for (i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		r |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, allowed[i], 0);
	/* with this flag they connect, from a listener that is shut down */
	r |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(sendto), 1,
	    SCMP_A3(SCMP_CMP_MASKED_EQ, MSG_FASTOPEN, 0));
	r |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(sendmsg), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, MSG_FASTOPEN, 0));
#ifndef SANITIZED
	r |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, (uint32_t)PROT_EXEC, 0));
	r |= seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, (uint32_t)PROT_EXEC, 0));
#endif
	if (kill != SCMP_ACT_ERRNO(EPERM))
		for (i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++)
			r |= seccomp_rule_add(ctx, kill, deadly[i], 0);
	return r;
}

static void
filter_calls(void)
{
	scmp_filter_ctx ctx;
	int r;

	if ((ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM))) == NULL)
		fatalx("seccomp: out of memory");
	(void)seccomp_attr_set(ctx, SCMP_FLTATR_CTL_LOG, 1);
	if (add_rules(ctx) != 0)
		fatalx("seccomp: a rule is not accepted");
	if ((r = seccomp_load(ctx)) != 0) {
		if (r != -EINVAL && r != -ENOSYS)
			fatalx("seccomp: %s", strerror(-r));
		log_warn("this kernel has no seccomp filters");
	}
	seccomp_release(ctx);
}

void
sandbox_enter(enum role role, const struct im_startup *cfg)
{
	(void)role;
	if (cfg->root)
		enter_root(cfg);
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == -1 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		fatalx("prctl: %s", strerror(errno));
	landlock();
	filter_calls();
}
