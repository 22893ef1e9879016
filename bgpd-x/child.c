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
 * What both children do first.
 */
#include <sys/types.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/socket.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "sandbox.h"

/* Nothing is said on these: a child has no descriptor of any file. */
static void
close_stdio(void)
{
	int p[2], i;

	if (pipe(p) == -1)
		fatalx("pipe failed");
#ifdef SANITIZED
	for (i = 0; i < 2; i++)		/* reports go to stderr */
#else
	for (i = 0; i < 3; i++)
#endif
		(void)dup2(p[1], i);
	if (p[0] > 2)
		close(p[0]);
	if (p[1] > 2)
		close(p[1]);
}

/* The next message, waited for: only before the event loop runs. */
static void
child_wait(struct proc_chan *pc, struct imsg *m, enum imsg_type type)
{
	struct pollfd pfd = { .fd = pc->c.fd, .events = POLLIN };
	int n;

	while ((n = chan_next(&pc->c, m)) == 0) {
		(void)poll(&pfd, 1, -1);
		if (chan_read(&pc->c) == -1)
			_exit(1);
	}
	if (n == -1 || m->hdr.type != type ||
	    m->len < imsg_rules[type].min || m->len > imsg_rules[type].max)
		_exit(1);
}

/* It was started as /proc/self/exe, and top(1) would call it so. */
static void
child_name(enum role role)
{
#ifdef __linux__
	(void)prctl(PR_SET_NAME, role == ROLE_SESS ? "bgpd-x: session" :
	    "bgpd-x: route", 0, 0, 0);
#else
	(void)role;
#endif
}

int
child_start(struct proc_chan *pc, enum role role, const imsg_fn *handlers,
    void (*lost)(struct proc_chan *, const char *), struct im_startup *cfg)
{
	struct imsg m;

	child_name(role);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGUSR1, SIG_IGN);
	signal(SIGUSR2, SIG_IGN);
	signal(SIGALRM, SIG_IGN);
	signal(SIGTERM, SIG_IGN);	/* the parent tells us */
	if (fcntl(CHANNEL_FD, F_SETFD, FD_CLOEXEC) == -1 ||
	    pc_open(pc, CHANNEL_FD, role, ROLE_PARENT, handlers, lost) == -1)
		_exit(1);
	child_wait(pc, &m, IMSG_STARTUP);
	memcpy(cfg, m.data, sizeof(*cfg));
	child_wait(pc, &m, IMSG_CHANNEL);
	close_stdio();
	log_set_level((enum log_level)cfg->level);
	proc_log_to(pc);
	/* what follows may have been read already */
	event_active(&pc->rd, EV_READ, 1);
	return m.fd;
}
