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
 * Options, settings, and which of the three processes this one is.
 */
#include <sys/types.h>

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "parent.h"

#define MACROS_MAX	64
#define OPTIONS_MAX	128

extern char **environ;

#ifdef SANITIZED
/* The engines end by _exit and cannot open what a leak report needs. */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return "detect_leaks=0:abort_on_error=1";
}
#endif

struct options {
	const char	*conf;
	const char	*sock;
	const char	*env_file;
	const char	*set[OPTIONS_MAX];	/* -o */
	const char	*macro[MACROS_MAX + 1];	/* -D, NULL terminated */
	size_t		 nset, nmacro;
	bool		 debug;		/* -d */
	bool		 foreground;	/* FILE */
	bool		 check;
	bool		 verbose;
};

static void __attribute__((__noreturn__))
usage(void)
{
	fprintf(stderr, "usage: bgpd-x [-dnVv] [-D macro=value] "
	    "[-e env-file] [-f file]\n"
	    "              [-o name=value] [-s socket] [file]\n");
	exit(2);
}

static void __attribute__((__noreturn__))
version(void)
{
	struct utsname u;

	memset(&u, 0, sizeof(u));
	(void)uname(&u);
	printf("bgpd-x : %s\n%s : %s %s\n", BGPD_X_VERSION, u.sysname,
	    u.release, u.machine);
	exit(0);
}

static void
add_word(const char **list, size_t *n, size_t max, const char *word)
{
	if (strchr(word, '=') == NULL || *word == '=') {
		fprintf(stderr, "bgpd-x: \"%s\" is not name=value\n", word);
		usage();
	}
	if (*n == max) {
		fprintf(stderr, "bgpd-x: \"%s\" is one too many, %zu are "
		    "allowed\n", word, max);
		exit(2);
	}
	list[(*n)++] = word;
}

/*
 * What may follow ExaBGP's name, for those who are used to it: `validate -nrv
 * FILE` is -nv, as everything is checked in any case, and `server FILE` the
 * file alone.  Such a word is dropped.
 */
static void
exabgp_word(int *argc, char **argv[], struct options *o)
{
	static const char validate[] = "nrv";
	const char *word = *argc > 1 ? (*argv)[1] : "";
	int ch;

	if (strcmp(word, "version") == 0 || strcmp(word, "--version") == 0)
		version();
	if (strcmp(word, "server") != 0 && strcmp(word, "validate") != 0)
		return;
	(*argv)[1] = (*argv)[0];
	(*argc)--;
	(*argv)++;
	o->check = *word == 'v';
	while (o->check && (ch = getopt(*argc, *argv, validate)) != -1) {
		if (ch == '?')
			usage();
		o->verbose |= ch == 'v';
	}
}

static void
options(int argc, char *argv[], struct options *o)
{
	int ch;

	exabgp_word(&argc, &argv, o);
	while ((ch = getopt(argc, argv, "dD:e:f:no:s:Vv")) != -1) {
		switch (ch) {
		case 'd':
			o->debug = true;
			break;
		case 'D':
			add_word(o->macro, &o->nmacro, MACROS_MAX, optarg);
			break;
		case 'e':
			o->env_file = optarg;
			break;
		case 'f':
			o->conf = optarg;
			break;
		case 'n':
			o->check = true;
			break;
		case 'o':
			add_word(o->set, &o->nset, OPTIONS_MAX, optarg);
			break;
		case 's':
			o->sock = optarg;
			break;
		case 'V':
			version();
		case 'v':
			o->verbose = true;
			break;
		default:
			usage();
		}
	}
	/* `exabgp FILE` stays in the foreground, and so does this */
	if (argc - optind == 1) {
		o->conf = argv[optind];
		o->foreground = true;
	} else if (argc != optind) {
		usage();
	}
}

/* Everything the diag holds to stderr. */
static void
show_diag(struct diag *d)
{
	if (d->warn.len > 0)
		fwrite(d->warn.p, 1, d->warn.len, stderr);
	if (d->out.len > 0)
		fwrite(d->out.p, 1, d->out.len, stderr);
	else if (d->nerr > 0)
		fprintf(stderr, "bgpd-x: %s\n", d->first);
}

static void
settings_file(const char *path, struct diag *d)
{
	char buf[65536];
	size_t n = 0;
	FILE *f;

	if ((f = fopen(path, "r")) == NULL) {
		fprintf(stderr, "bgpd-x: %s: %s\n", path, strerror(errno));
		exit(1);
	}
	n = fread(buf, 1, sizeof(buf), f);
	if (n == sizeof(buf) || ferror(f) != 0) {
		fprintf(stderr, "bgpd-x: %s: %s\n", path, n == sizeof(buf) ?
		    "too large" : "cannot read");
		exit(1);
	}
	fclose(f);
	d->name = path;
	(void)env_file(&parent.env, buf, n, d);
	d->name = NULL;
}

/* Settings: the file, then the environment, then -o; later ones win. */
static void
settings(const struct options *o)
{
	const char *file = o->env_file != NULL ? o->env_file :
	    getenv("EXABGP_ENVFILE");
	struct diag d;
	size_t i;

	diag_init(&d, NULL, NULL, 0);
	env_defaults(&parent.env);
	if (file != NULL && *file != '\0')
		settings_file(file, &d);
	(void)env_environ(&parent.env, environ, &d);
	for (i = 0; i < o->nset; i++)
		(void)env_option(&parent.env, o->set[i], &d);
	show_diag(&d);
	if (d.nerr > 0)
		exit(1);
	diag_free(&d);
}

/*
 * ExaBGP's logging has subsystems, this one has levels: those that are off
 * by default turn the details on.  What has no counterpart is said.
 */
static void
settings_log(struct env *e)
{
	if (e->log_packets || e->log_rib || e->log_message || e->log_timers ||
	    e->log_routes || e->log_parser)
		e->log_all = true;
	if (!e->log_configuration || !e->log_reactor || !e->log_daemon ||
	    !e->log_processes || !e->log_network || !e->log_statistics)
		fprintf(stderr, "bgpd-x: warning: single subsystems of the "
		    "log can not be turned off, see log.level\n");
	if (!e->drop)
		fprintf(stderr, "bgpd-x: warning: daemon.drop=false: "
		    "processes never run as root unless their block says "
		    "\"user root\"\n");
	if (e->api_chunk != 1)
		fprintf(stderr, "bgpd-x: warning: api.chunk is always 1\n");
}

static volatile sig_atomic_t stopped;

static void
on_stop(int signo)
{
	(void)signo;
	stopped = 1;
}

/*
 * tcp.delay: start on a multiple of so many minutes.  False if it was told to
 * stop meanwhile; the other signals wait until the parent hears of them.
 */
static bool
delay(unsigned int minutes)
{
	time_t now = time(NULL), step = (time_t)minutes * 60;
	sigset_t later;

	if (minutes == 0)
		return true;
	sigemptyset(&later);
	sigaddset(&later, SIGHUP);
	sigaddset(&later, SIGUSR1);
	sigaddset(&later, SIGUSR2);
	sigaddset(&later, SIGALRM);
	sigprocmask(SIG_BLOCK, &later, NULL);
	signal(SIGTERM, on_stop);
	signal(SIGINT, on_stop);
	log_info("waiting %lld s, as tcp.delay says",
	    (long long)(step - now % step));
	(void)sleep((unsigned int)(step - now % step));
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	return stopped == 0;
}

static struct conf *
load(void)
{
	struct conf *conf;
	struct diag d;

	conf = reload_parse(&d, true);
	show_diag(&d);
	diag_free(&d);
	return conf;
}

/* -n: check only; with -v print it in canonical form. */
static int
check(bool print)
{
	struct conf *conf;
	struct wbuf w;

	if ((conf = load()) == NULL)
		return 1;
	if (print) {
		wb_init(&w, (size_t)CONF_FILE_MAX * 4);
		conf_print(conf, &w);
		if (w.err || fwrite(w.p, 1, w.len, stdout) != w.len) {
			fprintf(stderr, "bgpd-x: out of memory\n");
			return 1;
		}
		wb_free(&w);
	} else {
		printf("configuration OK\n");
	}
	conf_free(conf);
	return fflush(stdout) == 0 ? 0 : 1;
}

/* daemon.user=root, as in many a container: as if it were not set. */
static void
refuse_root(struct env *e)
{
	uint32_t uid, gid;

	if (!e->user_set || user_lookup(e->user, &uid, &gid) == -1 ||
	    uid != 0)
		return;
	e->user_set = false;
	fprintf(stderr, "bgpd-x: warning: daemon.user=%s: the engines run as "
	    PRIVSEP_USER ", processes as nobody unless their block says "
	    "\"user root\"\n", e->user);
}

static void
find_users(void)
{
	const char *name;

	parent.uid = geteuid();
	parent.gid = getegid();
	parent.root = parent.uid == 0;
	if (!parent.root)
		return;
	refuse_root(&parent.env);
	name = parent.env.user_set ? parent.env.user : PRIVSEP_USER;
	if (user_lookup(name, &parent.uid, &parent.gid) == 0)
		return;
	fprintf(stderr, "bgpd-x: there is no user \"%s\": run \"make "
	    "install\", or name another one with -o daemon.user=NAME\n",
	    name);
	exit(1);
}

/* A path that leads there from the root directory too. */
static const char *
absolute(const char *path, char *buf, size_t size)
{
	char cwd[PATH_MAX];

	if (path == NULL || *path == '\0' || *path == '/')
		return path;
	if (getcwd(cwd, sizeof(cwd)) != NULL &&
	    snprintf(buf, size, "%s/%s", cwd, path) < (int)size)
		return buf;
	fprintf(stderr, "bgpd-x: %s: its directory is too long or gone\n",
	    path);
	exit(1);
}

/* Opened while there is a terminal, written when the number is known. */
static FILE *
open_pid(const char *path)
{
	FILE *f;

	if ((f = fopen(path, "we")) == NULL)
		fprintf(stderr, "bgpd-x: %s: %s\n", path, strerror(errno));
	return f;
}

static void
write_pid(FILE *f)
{
	if (f == NULL)
		return;
	fprintf(f, "%ld\n", (long)getpid());
	fclose(f);
}

/* The terminal, unless it is to be kept, and the directory. */
static int
leave(void)
{
	if ((parent.foreground ? chdir("/") : daemon(0, 0)) == 0)
		return 0;
	fprintf(stderr, "bgpd-x: %s\n", strerror(errno));
	return -1;
}

/* Everything is known: into the background, and run.  The exit status. */
static int
start(struct conf *conf, const char *sock)
{
	static char sock_buf[PATH_MAX], pid_buf[PATH_MAX];
	const char *pid = absolute(parent.env.pid, pid_buf, sizeof(pid_buf));
	FILE *f = NULL;
	int status = 0;

	sock = absolute(sock, sock_buf, sizeof(sock_buf));
	if (parent_prepare(sock) == -1)
		return 1;
	if ((*pid != '\0' && (f = open_pid(pid)) == NULL) || leave() == -1) {
		ctlsock_unlink();
		if (f != NULL)
			fclose(f);
		return 1;
	}
	write_pid(f);
	if (delay(parent.env.tcp_delay))
		status = parent_run(conf, sock);
	else
		ctlsock_unlink();
	if (*pid != '\0')
		(void)unlink(pid);
	return status;
}

int
main(int argc, char *argv[])
{
	static struct options o = { .conf = DEFAULT_CONF };
	static char path[PATH_MAX];
	struct conf *conf;

	if (argc == 2 && strcmp(argv[1], "-S") == 0) {
		sess_main();
		return 0;
	}
	if (argc == 2 && strcmp(argv[1], "-R") == 0) {
		eng_main();
		return 0;
	}
	proc_program(argv[0]);
	options(argc, argv, &o);
	settings(&o);
	settings_log(&parent.env);
	/* the directory changes below, and a reload reads it again */
	parent.conf_path = realpath(o.conf, path) != NULL ? path : o.conf;
	parent.macros = o.macro;
	if (o.check)
		return check(o.verbose);
	if ((conf = load()) == NULL)
		return 1;
	find_users();
	parent.foreground = o.debug ||
	    (o.foreground && !parent.env.daemonize);
	if (logdest_open(&parent.env, parent.foreground, o.verbose) == -1)
		return 1;
	return start(conf, o.sock);
}
