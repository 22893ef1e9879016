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
 * API processes: started, watched, started again.  A process that keeps
 * dying stops itself only: it is tried again ever more rarely.
 */
#include <sys/types.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parent.h"

#define WINDOW_MASK	(~(int64_t)63)	/* s: ExaBGP's window of 64 s */
#define WINDOW_STARTS	5		/* allowed in one */
#define PIPE_IN		(256 * 1024)	/* what a program is told */
#define PIPE_OUT	(1024 * 1024)	/* what it says */
#define BACKOFF_MIN	60		/* s */
#define BACKOFF_MAX	3600
#define SIGNAL_US	100000		/* SIGTERM is heard of first, */
#define STUBBORN_S	3		/* then the end of the input */

struct prog {
	TAILQ_ENTRY(prog) entry;
	struct proc_conf  conf;		/* argstr owned */
	struct event	  timer;
	pid_t		  pid;		/* 0: not running */
	int64_t		  window;
	unsigned int	  starts;
	uint32_t	  backoff;	/* s */
	int		  error;	/* of the last start, told once */
	int		  held[3];	/* its pipes, until it has ended */
	bool		  keep;
	bool		  gone;		/* removed: free when it has ended */
	bool		  told;		/* it was, and its input is over */
};

static TAILQ_HEAD(, prog) progs = TAILQ_HEAD_INITIALIZER(progs);

extern char **environ;

/* User and group of a process: its own, the daemon's, or nobody. */
static int
prog_user(const struct prog *pr, uint32_t *uid, uint32_t *gid,
    const char **name)
{
	*name = pr->conf.user;
	if (**name == '\0')
		*name = parent.env.user_set ? parent.env.user : "nobody";
	return user_lookup(*name, uid, gid);
}

/* In the child: become the program, or report errno on the pipe. */
static void
prog_child(const struct prog *pr, int in, int out, int err, int report)
{
	const char *user;
	char **argv;
	uint32_t uid, gid;
	size_t i, off;
	int e;

	setpgid(0, 0);
	if (dup2(in, 0) == -1 || dup2(out, 1) == -1 || dup2(err, 2) == -1 ||
	    dup2(report, 3) == -1 ||
	    fcntl(3, F_SETFD, FD_CLOEXEC) == -1)
		_exit(127);
	closefrom(4);
	for (e = 1; e < NSIG; e++)
		signal(e, SIG_DFL);
	if (parent.root) {
		if (prog_user(pr, &uid, &gid, &user) == -1) {
			errno = EINVAL;
			goto fail;
		}
		if (initgroups(user, gid) == -1 ||
		    setgid(gid) == -1 || setuid(uid) == -1)
			goto fail;
	}
	argv = calloc(pr->conf.argc + 1, sizeof(*argv));
	if (argv == NULL)
		goto fail;
	for (i = 0, off = 0; i < pr->conf.argc; i++) {
		argv[i] = pr->conf.argstr + off;
		off += strlen(argv[i]) + 1;
	}
	argv[0] = strdup(pr->conf.path);
	umask((mode_t)parent.env.umask);
	setenv("TERM", "dumb", 1);
	execve(pr->conf.path, argv, environ);
fail:
	e = errno;
	(void)!write(3, &e, sizeof(e));
	_exit(127);
}

/* Fork; 0 and the parent's pipe ends, or errno. */
static int
prog_fork(struct prog *pr, int fds[3])
{
	int p[4][2], i, e = 0;
	ssize_t n;
	pid_t pid;

	for (i = 0; i < 4; i++) {
		if (pipe2(p[i], O_CLOEXEC) == -1) {
			e = errno;
			while (--i >= 0) {
				close(p[i][0]);
				close(p[i][1]);
			}
			return e;
		}
	}
#ifdef F_SETPIPE_SZ
	/* fewer wake-ups for both; the default does as well */
	(void)fcntl(p[0][1], F_SETPIPE_SZ, PIPE_IN);
	(void)fcntl(p[1][0], F_SETPIPE_SZ, PIPE_OUT);
#endif
	if ((pid = fork()) == 0)
		prog_child(pr, p[0][0], p[1][1], p[2][1], p[3][1]);
	if (pid == -1)
		e = errno;
	close(p[0][0]);
	close(p[1][1]);
	close(p[2][1]);
	close(p[3][1]);
	fds[0] = p[0][1];
	fds[1] = p[1][0];
	fds[2] = p[2][0];
	if (pid > 0) {
		(void)setpgid(pid, pid);
		pr->pid = pid;
		/* closed by exec: silence means success */
		while ((n = read(p[3][0], &i, sizeof(i))) == -1 &&
		    errno == EINTR)
			;
		if (n == (ssize_t)sizeof(i))
			e = i;
	}
	close(p[3][0]);
	return e;
}

/*
 * What a program says when it is told to end finds its pipes open, or it dies
 * of that instead of cleaning up.
 */
static void
prog_hold(struct prog *pr, const int fds[3])
{
	int i;

	for (i = 0; i < 3; i++)
		pr->held[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, 0);
}

static void
prog_let_go(struct prog *pr, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		if (pr->held[i] != -1)
			close(pr->held[i]);
		pr->held[i] = -1;
	}
}

/*
 * Without a child there is none to be waited for, and to be started again:
 * look in a second whether there is what was lacking.
 */
static void
prog_failed(struct prog *pr, int error)
{
	static const struct timeval tv = { 1, 0 };
	const char *user;
	uint32_t uid, gid;

	if (error == pr->error && pr->pid == 0)
		;
	else if (error == EINVAL && parent.root &&
	    prog_user(pr, &uid, &gid, &user) == -1)
		log_error("Process '%s' failed to start: there is no user "
		    "\"%s\"", pr->conf.name, user);
	else
		log_error("Process '%s' failed to start: %s: %s",
		    pr->conf.name, pr->conf.path, strerror(error));
	if (pr->pid == 0 && !parent.stopping)
		timer_add(&pr->timer, &tv);
}

static void
prog_start(struct prog *pr)
{
	struct im_started st;
	int fds[3] = { -1, -1, -1 }, i;

	memset(&st, 0, sizeof(st));
	st.error = prog_fork(pr, fds);
	if (st.error != 0) {
		prog_failed(pr, st.error);
		for (i = 0; i < 3; i++)
			if (fds[i] != -1)
				close(fds[i]);
	} else {
		st.pid = (uint32_t)pr->pid;
		prog_hold(pr, fds);
		log_info("Started process '%s' with PID %d", pr->conf.name,
		    (int)pr->pid);
		pc_sendfd(&parent.eng, IMSG_API_STDIN, pr->conf.id, fds[0],
		    NULL, 0);
		pc_sendfd(&parent.eng, IMSG_API_STDOUT, pr->conf.id, fds[1],
		    NULL, 0);
		pc_sendfd(&parent.eng, IMSG_API_STDERR, pr->conf.id, fds[2],
		    NULL, 0);
	}
	pr->error = st.error;
	pc_send(&parent.eng, IMSG_API_STARTED, pr->conf.id, &st, sizeof(st));
}

/* Time to start it, or it was told to end and has not. */
static void
prog_timeout(int fd, short ev, void *arg)
{
	static const struct timeval tv = { STUBBORN_S, 0 };
	struct prog *pr = arg;

	(void)fd;
	(void)ev;
	if (pr->gone && !pr->told) {
		pr->told = true;
		prog_let_go(pr, 1);
		timer_add(&pr->timer, &tv);
	} else if (pr->gone)
		kill(-pr->pid, SIGKILL);
	else if (pr->pid == 0 && !parent.stopping)
		prog_start(pr);
}

static void
prog_free(struct prog *pr)
{
	TAILQ_REMOVE(&progs, pr, entry);
	evtimer_del(&pr->timer);
	free(pr->conf.argstr);
	free(pr);
}

static bool
prog_same(const struct proc_conf *a, const struct proc_conf *b)
{
	return strcmp(a->path, b->path) == 0 &&
	    strcmp(a->user, b->user) == 0 && a->encoder == b->encoder &&
	    a->version == b->version && a->layout == b->layout &&
	    a->arglen == b->arglen &&
	    memcmp(a->argstr, b->argstr, a->arglen) == 0;
}

static struct prog *
prog_find(const char *name)
{
	struct prog *pr;

	TAILQ_FOREACH(pr, &progs, entry)
		if (!pr->gone && strcmp(pr->conf.name, name) == 0)
			return pr;
	return NULL;
}

/* The number of a process, kept across reloads by its name. */
uint32_t
exec_id(const char *name)
{
	static uint32_t last;
	struct prog *pr = prog_find(name);

	return pr != NULL ? pr->conf.id : ++last;
}

static void
prog_terminate(struct prog *pr)
{
	static const struct timeval tv = { 0, SIGNAL_US };

	pr->gone = true;
	if (pr->pid == 0) {
		prog_free(pr);
		return;
	}
	kill(-pr->pid, SIGTERM);
	timer_add(&pr->timer, &tv);
}

static void
prog_add(const struct proc_conf *conf)
{
	struct prog *pr;
	char *argstr;

	if ((pr = calloc(1, sizeof(*pr))) == NULL ||
	    (pr->conf.argstr = malloc(conf->arglen + 1)) == NULL) {
		log_error("process '%s' is not started: out of memory",
		    conf->name);
		free(pr);
		return;
	}
	argstr = pr->conf.argstr;
	pr->conf = *conf;
	pr->conf.argstr = argstr;
	memcpy(pr->conf.argstr, conf->argstr, conf->arglen);
	pr->keep = true;
	pr->window = time(NULL) & WINDOW_MASK;
	pr->starts = 1;
	pr->held[0] = pr->held[1] = pr->held[2] = -1;
	evtimer_set(&pr->timer, prog_timeout, pr);
	TAILQ_INSERT_TAIL(&progs, pr, entry);
	prog_start(pr);
}

/* A new configuration: only processes whose definition changed restart. */
void
exec_apply(const struct conf *conf, bool all)
{
	struct prog *pr, *next;
	size_t i;

	TAILQ_FOREACH(pr, &progs, entry)
		pr->keep = false;
	for (i = 0; i < conf->nprocs; i++) {
		pr = prog_find(conf->procs[i].name);
		if (pr != NULL && !all && prog_same(&pr->conf,
		    &conf->procs[i])) {
			pr->keep = true;
			pr->conf.respawn = conf->procs[i].respawn;
			if (pr->pid == 0) {
				pr->backoff = 0;
				prog_timeout(-1, 0, pr);
			}
		}
	}
	TAILQ_FOREACH_SAFE(pr, &progs, entry, next)
		if (!pr->keep && !pr->gone)
			prog_terminate(pr);
	for (i = 0; i < conf->nprocs; i++)
		if (prog_find(conf->procs[i].name) == NULL)
			prog_add(&conf->procs[i]);
}

/* What exec_apply() would do, one process a call. */
void
exec_diff(const struct conf *conf, void (*tell)(const char *, const char *))
{
	struct prog *pr;
	size_t i;

	TAILQ_FOREACH(pr, &progs, entry) {
		for (i = 0; i < conf->nprocs; i++)
			if (strcmp(conf->procs[i].name, pr->conf.name) == 0)
				break;
		if (pr->gone)
			continue;
		if (i == conf->nprocs)
			tell(pr->conf.name, "stopped");
		else if (!prog_same(&pr->conf, &conf->procs[i]))
			tell(pr->conf.name, "restarted");
		else if (pr->pid == 0)
			tell(pr->conf.name, "started");
	}
	for (i = 0; i < conf->nprocs; i++)
		if (prog_find(conf->procs[i].name) == NULL)
			tell(conf->procs[i].name, "started");
}

/* Seconds until it may start again: ExaBGP's limit, then ever longer. */
static uint32_t
prog_delay(struct prog *pr)
{
	int64_t window = time(NULL) & WINDOW_MASK;

	if (pr->window != window) {
		pr->window = window;
		pr->starts = 0;
	}
	if (++pr->starts <= WINDOW_STARTS)
		return 0;
	pr->backoff = pr->backoff == 0 ? BACKOFF_MIN :
	    pr->backoff * 2 < BACKOFF_MAX ? pr->backoff * 2 : BACKOFF_MAX;
	return pr->backoff;
}

static void
prog_respawn(struct prog *pr)
{
	uint32_t delay = prog_delay(pr);
	struct timeval tv = { (time_t)delay, delay == 0 ? 10000 : 0 };

	if (delay != 0)
		log_error("Process '%s' died more than %d times in a minute, "
		    "next start in %u s", pr->conf.name, WINDOW_STARTS,
		    delay);
	timer_add(&pr->timer, &tv);
}

/* A child of ours has ended; not all of them are API processes. */
void
exec_reap(pid_t pid, int status)
{
	struct im_exit ex;
	struct prog *pr;

	TAILQ_FOREACH(pr, &progs, entry)
		if (pr->pid == pid)
			break;
	if (pr == NULL)
		return;
	pr->pid = 0;
	prog_let_go(pr, 3);
	memset(&ex, 0, sizeof(ex));
	ex.status = status;
	ex.pid = (uint32_t)pid;
	ex.respawn = pr->conf.respawn && parent.env.api_respawn &&
	    !pr->gone && !parent.stopping;
	pc_send(&parent.eng, IMSG_API_EXIT, pr->conf.id, &ex, sizeof(ex));
	if (pr->gone) {
		log_info("Stopped process '%s'", pr->conf.name);
		prog_free(pr);
		return;
	}
	if (parent.stopping)
		return;
	if (WIFSIGNALED(status))
		log_warn("Process '%s' was ended by signal %d",
		    pr->conf.name, WTERMSIG(status));
	else if (WEXITSTATUS(status) != 127)
		log_warn("Process '%s' exited with status %d", pr->conf.name,
		    WEXITSTATUS(status));
	if (ex.respawn)
		prog_respawn(pr);
	else if (parent.env.api_terminate) {
		log_error("Process '%s' is gone and api.terminate is set",
		    pr->conf.name);
		parent_shutdown(1);
	}
}

/* The route engine gives up on a process: it may be started again. */
void
exec_kill(uint32_t id)
{
	struct prog *pr;

	TAILQ_FOREACH(pr, &progs, entry)
		if (pr->conf.id == id && !pr->gone && pr->pid != 0)
			kill(-pr->pid, SIGKILL);
}

/* The inputs of all end, which have been told to end. */
void
exec_end_input(void)
{
	struct prog *pr;

	TAILQ_FOREACH(pr, &progs, entry)
		prog_let_go(pr, 1);
}

/* Send a signal to all; false when none is left running. */
bool
exec_stop(int signo)
{
	struct prog *pr;
	bool any = false;

	TAILQ_FOREACH(pr, &progs, entry) {
		evtimer_del(&pr->timer);
		if (pr->pid == 0)
			continue;
		any = true;
		if (signo != 0)
			kill(-pr->pid, signo);
	}
	return any;
}
