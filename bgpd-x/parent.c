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
 * The parent: starts the engines, watches them, answers what they may ask,
 * handles signals, stops everything.
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "parent.h"

#define STOP_STEP_S	3	/* for the engines, then for the processes */

struct parent parent;

static struct event sig_ev[8], stop_timer;
static unsigned int stop_step;

/* An engine is behind its sandbox, or about to end: nothing depends on it. */
static void
on_note(struct imsg *m)
{
	log_debug("%s", imsg_rules[m->hdr.type].name);
}

static void
on_log(struct imsg *m)
{
	logdest_child((enum log_level)m->hdr.id, ROLE_SESS,
	    (const char *)m->data, m->len);
}

static void
on_api_kill(struct imsg *m)
{
	exec_kill(m->hdr.id);
}

static void
on_reload_req(struct imsg *m)
{
	struct im_reload req;

	memcpy(&req, m->data, sizeof(req));
	reload_request(m->hdr.id, &req);
}

static void
on_shutdown_req(struct imsg *m)
{
	(void)m;
	parent_shutdown(0);
}

static void
on_restart_req(struct imsg *m)
{
	const struct im_signal sig = { SIGALRM };

	(void)m;
	pc_send(&parent.sess, IMSG_SIGNAL, 0, &sig, sizeof(sig));
}

static void
set_level(enum log_level level)
{
	const struct im_loglevel l = { (uint32_t)level };

	log_set_level(level);
	pc_send(&parent.sess, IMSG_LOGLEVEL, 0, &l, sizeof(l));
	pc_send(&parent.eng, IMSG_LOGLEVEL, 0, &l, sizeof(l));
}

static void
on_loglevel_req(struct imsg *m)
{
	struct im_loglevel l;

	memcpy(&l, m->data, sizeof(l));
	if (l.level <= LOGL_DEBUG)
		set_level((enum log_level)l.level);
}

static const imsg_fn sess_handlers[IMSG_MAX] = {
	[IMSG_READY] = on_note,
	[IMSG_DONE] = on_note,
	[IMSG_LOG] = on_log,
	[IMSG_SOCKET_REQ] = connect_request,
	[IMSG_RECONF_READY] = reload_ready,
	[IMSG_RECONF_FAIL] = reload_fail,
};

static const imsg_fn eng_handlers[IMSG_MAX] = {
	[IMSG_READY] = on_note,
	[IMSG_DONE] = on_note,
	[IMSG_LOG] = on_log,
	[IMSG_IFADDR_REQ] = ifaddr_request,
	[IMSG_RECONF_READY] = reload_ready,
	[IMSG_RECONF_FAIL] = reload_fail,
	[IMSG_API_KILL] = on_api_kill,
	[IMSG_PEER_CREATE] = dynamic_create,
	[IMSG_PEER_DELETE] = dynamic_delete,
	[IMSG_RELOAD_REQ] = on_reload_req,
	[IMSG_SHUTDOWN_REQ] = on_shutdown_req,
	[IMSG_RESTART_REQ] = on_restart_req,
	[IMSG_LOGLEVEL_REQ] = on_loglevel_req,
};

/* A number is another process's once it has been waited for. */
static void
kill_engines(void)
{
	if (parent.sess_pid > 0)
		kill(parent.sess_pid, SIGKILL);
	if (parent.eng_pid > 0)
		kill(parent.eng_pid, SIGKILL);
}

/* An engine is gone or broke a rule: half a daemon is worse than none. */
static void
engine_lost(struct proc_chan *pc, const char *why)
{
	pc_close(pc);
	if (parent.stopping)
		return;
	/* mostly it is the other one that went first, and has said why */
	pc_hear(&parent.sess);
	pc_hear(&parent.eng);
	log_line(LOGL_CRITICAL, "%s %s: stopping", role_name(pc->peer), why);
	kill_engines();
	parent_shutdown(1);
}

/* The next step of stopping: engines, SIGTERM, end of input, SIGKILL. */
static void
stop_next(int fd, short ev, void *arg)
{
	static const struct timeval heard = { 0, 100000 };
	struct timeval tv = { STOP_STEP_S, 0 };

	(void)fd;
	(void)ev;
	(void)arg;
	switch (stop_step++) {
	case 0:
		exec_stop(SIGTERM);
		tv = heard;
		break;
	case 1:
		exec_end_input();
		break;
	case 2:
		exec_stop(SIGKILL);
		kill_engines();
		break;
	default:
		parent.stop = true;
		return;
	}
	timer_add(&stop_timer, &tv);
}

/* Stop everything in order; a second call hurries. */
void
parent_shutdown(int status)
{
	struct timeval tv = { STOP_STEP_S, 0 };

	if (status != 0)
		parent.status = status;
	if (parent.stopping) {
		if (stop_step == 1)
			stop_step++;
		stop_next(-1, 0, NULL);
		return;
	}
	parent.stopping = true;
	notify_state("STOPPING=1");
	/* known there before the session engine, which it needs, is gone */
	pc_send(&parent.eng, IMSG_SHUTDOWN, 0, NULL, 0);
	pc_flush(&parent.eng);
	pc_send(&parent.sess, IMSG_SHUTDOWN, 0, NULL, 0);
	evtimer_set(&stop_timer, stop_next, NULL);
	timer_add(&stop_timer, &tv);
}

static void
engine_reap(enum role role, int status)
{
	/* SIGKILL when stopping is ours */
	if (WIFSIGNALED(status) && (!parent.stopping ||
	    WTERMSIG(status) != SIGKILL))
		log_line(LOGL_CRITICAL, "%s was ended by signal %d",
		    role_name(role), WTERMSIG(status));
	*(role == ROLE_SESS ? &parent.sess_pid : &parent.eng_pid) = 0;
}

static void
reap(void)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid == parent.sess_pid)
			engine_reap(ROLE_SESS, status);
		else if (pid == parent.eng_pid)
			engine_reap(ROLE_ENG, status);
		else
			exec_reap(pid, status);
	}
}

/*
 * How the engines ended is told in any case.  Their channels are closed a
 * moment before they can be waited for.
 */
static void
reap_last(void)
{
	const struct timespec moment = { 0, 10 * 1000 * 1000 };
	int tries;

	for (tries = 0; tries < 200; tries++) {
		reap();
		if (parent.sess_pid <= 0 && parent.eng_pid <= 0)
			break;
		nanosleep(&moment, NULL);
	}
}

static void
on_signal(int signo, short ev, void *arg)
{
	const struct im_signal sig = { (uint32_t)signo };

	(void)ev;
	(void)arg;
	if (signo == SIGCHLD) {
		reap();
		return;
	}
	log_info("signal %d received", signo);
	pc_send(&parent.eng, IMSG_SIGNAL, 0, &sig, sizeof(sig));
	switch (signo) {
	case SIGTERM:
	case SIGINT:
		parent_shutdown(0);
		break;
	case SIGALRM:
		pc_send(&parent.sess, IMSG_SIGNAL, 0, &sig, sizeof(sig));
		break;
	default:
		reload_signal(signo == SIGUSR2);
	}
}

static void
signals_init(void)
{
	static const int signos[] = { SIGTERM, SIGINT, SIGHUP, SIGUSR1,
	    SIGUSR2, SIGALRM, SIGCHLD };
	sigset_t none;
	size_t i;

	signal(SIGPIPE, SIG_IGN);
	for (i = 0; i < sizeof(signos) / sizeof(signos[0]); i++) {
		signal_set(&sig_ev[i], signos[i], on_signal, NULL);
		signal_add(&sig_ev[i], NULL);
	}
	/* those that came during tcp.delay */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void
send_startup(void)
{
	struct im_startup s;

	memset(&s, 0, sizeof(s));
	s.uid = parent.uid;
	s.gid = parent.gid;
	s.pid = (uint32_t)getpid();
	s.ppid = (uint32_t)getppid();
	s.level = (uint32_t)log_get_level();
	s.openwait = parent.env.bgp_openwait;
	s.attempts = parent.env.tcp_attempts;
	s.api_version = parent.env.api_version;
	s.root = parent.root;
	s.api_ack = parent.env.api_ack;
	s.api_compact = parent.env.api_compact;
	s.show_v2 = strcmp(parent.env.api_show_routes_format, "v2") == 0;
	if (gethostname(s.host, sizeof(s.host) - 1) == -1)
		strlcpy(s.host, "localhost", sizeof(s.host));
	strlcpy(s.chroot, EMPTY_DIR, sizeof(s.chroot));
	pc_send(&parent.sess, IMSG_STARTUP, 0, &s, sizeof(s));
	pc_send(&parent.eng, IMSG_STARTUP, 0, &s, sizeof(s));
}

/* Both engines, each with a channel to us and one to the other. */
static void
start_engines(void)
{
	int fd[2], sv[2];

	if ((parent.sess_pid = proc_exec(ROLE_SESS, &fd[0])) == -1 ||
	    (parent.eng_pid = proc_exec(ROLE_ENG, &fd[1])) == -1 ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sv) == -1)
		fatalx("cannot start the engines: %s", strerror(errno));
	if (pc_open(&parent.sess, fd[0], ROLE_PARENT, ROLE_SESS,
	    sess_handlers, engine_lost) == -1 ||
	    pc_open(&parent.eng, fd[1], ROLE_PARENT, ROLE_ENG, eng_handlers,
	    engine_lost) == -1)
		fatalx("out of memory");
	send_startup();
	pc_sendfd(&parent.sess, IMSG_CHANNEL, 0, sv[0], NULL, 0);
	pc_sendfd(&parent.eng, IMSG_CHANNEL, 0, sv[1], NULL, 0);
}

/* The children's root directory: ours, empty, and nobody's to write to. */
static int
make_dirs(void)
{
	const char *dir = RUN_DIR;

	if (mkdir(dir, 0755) == 0 || errno == EEXIST) {
		dir = EMPTY_DIR;
		if (mkdir(dir, 0555) == 0 || errno == EEXIST)
			return 0;
	}
	fprintf(stderr, "bgpd-x: mkdir %s: %s\n", dir, strerror(errno));
	return -1;
}

static void
raise_limits(void)
{
	struct rlimit rl;

	if (getrlimit(RLIMIT_NOFILE, &rl) == -1)
		return;
	if (parent.root && rl.rlim_max < 65536)
		rl.rlim_max = 65536;
	rl.rlim_cur = rl.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &rl);
}

static void
first_load_done(void)
{
	notify_state("READY=1");
	parent.started = true;
	if (parent.root)
		parent_drop_caps();
}

static void
parent_turn(void)
{
	/* for the last event, in front of the signal */
	static const struct timeval grace = { 0, 100000 };
	static bool waited;

	pc_flush(&parent.sess);
	pc_flush(&parent.eng);
	if (!parent.stopping)
		return;
	/* the engines have gone: now the processes, then we */
	if (parent.sess.c.fd != -1 || parent.eng.c.fd != -1)
		return;
	if (!exec_stop(0)) {
		parent.stop = true;
	} else if (stop_step == 0 && !waited) {
		waited = true;
		timer_add(&stop_timer, &grace);
	}
}

/*
 * What the terminal should hear of before it is left: -1 when it has.  The
 * path of the socket is absolute, or NULL for the default one.
 */
int
parent_prepare(const char *sock)
{
	if (parent.root && make_dirs() == -1)
		return -1;
	return ctlsock_open(sock != NULL ? sock : DEFAULT_SOCK, sock != NULL);
}

/* The daemon, until it is stopped: its exit status. */
int
parent_run(struct conf *conf, const char *sock)
{
	raise_limits();
	event_init();
	signals_init();
	restart_begin(sock);
	start_engines();
	log_info("Welcome to bgpd-x %s", BGPD_X_VERSION);
	if (!parent.root)
		log_warn("started without root: ports below 1024 and other "
		    "users are out of reach");
	ctlsock_give();
	reload_start(conf, first_load_done);
	proc_loop(&parent.stop, parent_turn);
	reap_last();
	ctlsock_unlink();
	restart_end();
	log_info("bgpd-x has stopped");
	return parent.status;
}
