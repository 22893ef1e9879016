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
 * The health checker: its states, the lines that it writes for bgpd-x, and
 * its log.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <errno.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mono.h"
#include "health.h"

#define ANSWER_MS	5000		/* to wait for an answer */
#define LINE_MAX_LEN	4096

static const char *const state_names[HEALTH_STATES] = {
	"INIT", "RISING", "UP", "FALLING", "DOWN", "DISABLED", "EXIT"
};

void
health_log(const struct health *h, int level, const char *fmt, ...)
{
	const char *name = level == LOG_DEBUG ? "DEBUG" : level == LOG_INFO ?
	    "INFO" : level == LOG_WARNING ? "WARNING" : "ERROR";
	char text[1024];
	va_list ap;

	if (level == LOG_DEBUG && !h->debug)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (!h->silent)
		fprintf(stderr, "%s[healthcheck] %s\n", name, text);
	if (!h->no_syslog && !h->debug)
		syslog(level, "%s", text);
}

static int
log_open(const struct health *h)
{
	static const struct { const char *name; int code; } facilities[] = {
		{ "auth", LOG_AUTH }, { "authpriv", LOG_AUTHPRIV },
		{ "cron", LOG_CRON }, { "daemon", LOG_DAEMON },
		{ "ftp", LOG_FTP }, { "kern", LOG_KERN },
		{ "local0", LOG_LOCAL0 }, { "local1", LOG_LOCAL1 },
		{ "local2", LOG_LOCAL2 }, { "local3", LOG_LOCAL3 },
		{ "local4", LOG_LOCAL4 }, { "local5", LOG_LOCAL5 },
		{ "local6", LOG_LOCAL6 }, { "local7", LOG_LOCAL7 },
		{ "lpr", LOG_LPR }, { "mail", LOG_MAIL },
		{ "news", LOG_NEWS }, { "syslog", LOG_SYSLOG },
		{ "user", LOG_USER }, { "uucp", LOG_UUCP }
	};
	static char tag[128] = "healthcheck";
	size_t i, n = sizeof(facilities) / sizeof(facilities[0]);

	if (h->name != NULL)
		snprintf(tag, sizeof(tag), "healthcheck-%s", h->name);
	for (i = 0; h->facility != NULL && i < n; i++)
		if (strcasecmp(facilities[i].name, h->facility) == 0)
			break;
	if (h->facility != NULL && i == n) {
		fprintf(stderr, "healthcheck: no syslog facility \"%s\"\n",
		    h->facility);
		return -1;
	}
	openlog(tag, LOG_PID, h->facility == NULL ? LOG_DAEMON :
	    facilities[i].code);
	return 0;
}

static void
on_signal(int signo)
{
	if (signo != SIGCHLD)
		health_stop = 1;
}

/* Signals come while we wait, and at no other time. */
static void
signals(struct health *h)
{
	static const int handled[] = { SIGTERM, SIGINT, SIGCHLD };
	struct sigaction sa;
	sigset_t held;
	size_t i;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_signal;
	sigemptyset(&held);
	for (i = 0; i < sizeof(handled) / sizeof(handled[0]); i++) {
		sigaddset(&held, handled[i]);
		(void)sigaction(handled[i], &sa, NULL);
	}
	(void)sigprocmask(SIG_BLOCK, &held, &h->waiting);
	for (i = 0; i < sizeof(handled) / sizeof(handled[0]); i++)
		sigdelset(&h->waiting, handled[i]);
	(void)signal(SIGPIPE, SIG_IGN);
}

/*
 * Wait until then, or until the daemon has written a line; what it writes
 * besides answers is of no interest.  Returns true for a line.
 */
static bool
wait_input(struct health *h, struct mono end, bool stops)
{
	struct pollfd p = { STDIN_FILENO, POLLIN, 0 };
	struct timespec ts;
	char buf[4096];
	int64_t ms;
	ssize_t n;

	while ((ms = mono_diff_ms(mono_now(), end)) > 0 &&
	    !(stops && health_stop)) {
		ts.tv_sec = (time_t)(ms / 1000);
		ts.tv_nsec = (long)(ms % 1000) * 1000000;
		p.fd = h->daemon ? STDIN_FILENO : -1;
		if (ppoll(&p, 1, &ts, &h->waiting) != 1)
			continue;
		n = read(STDIN_FILENO, buf, sizeof(buf));
		if (n > 0 && memchr(buf, '\n', (size_t)n) != NULL)
			return true;
		if (n == 0 || (n == -1 && errno != EINTR &&
		    errno != EAGAIN)) {
			health_log(h, LOG_INFO, "bgpd-x is gone");
			h->daemon = false;
			health_stop = 1;
		}
	}
	return false;
}

/* One line for the daemon, and its answer. */
static void
write_line(struct health *h, const struct wbuf *w, bool last)
{
	const uint8_t *p = w->p;
	size_t left = w->len;
	ssize_t n;

	while (left > 0) {
		n = write(STDOUT_FILENO, p, left);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1) {
			health_stop = 1;
			return;
		}
		p += n;
		left -= (size_t)n;
	}
	if (h->no_ack || !h->daemon)
		return;
	if (!wait_input(h, mono_add_ms(mono_now(), last ? ANSWER_MS / 5 :
	    ANSWER_MS), !last) && h->daemon && !health_stop)
		health_log(h, LOG_WARNING, "no answer: --no-ack?");
}

/* To whom, and what. */
static void
begin_line(const struct health *h, bool announce, struct wbuf *w)
{
	bool all = h->neighbors.n == 0;
	size_t i;

	for (i = 0; i < h->neighbors.n; i++)
		all |= strcmp(h->neighbors.v[i], "*") == 0;
	if (all)
		wb_str(w, "neighbor *");
	for (i = 0; !all && i < h->neighbors.n; i++)
		wb_printf(w, "%sneighbor %s", i > 0 ? ", " : "",
		    h->neighbors.v[i]);
	wb_str(w, announce ? " announce" : " withdraw");
}

static void
bracketed(struct wbuf *w, const char *name, const char *value)
{
	if (value != NULL && *value != '\0')
		wb_printf(w, " %s [ %s ]", name, value);
}

static void
attributes(const struct health *h, enum health_state st, long metric,
    struct wbuf *w)
{
	const char *path = h->state_as_path[st], *community = h->community;

	if (st != HEALTH_UP && h->disabled_community != NULL &&
	    *h->disabled_community != '\0')
		community = h->disabled_community;
	wb_printf(w, " med %ld", metric);
	if (h->local_preference >= 0)
		wb_printf(w, " local-preference %ld", h->local_preference);
	bracketed(w, "community", community);
	bracketed(w, "extended-community", h->extended_community);
	bracketed(w, "large-community", h->large_community);
	bracketed(w, "as-path", path != NULL ? path : h->as_path);
}

/* The routes of a state, which is UP, DOWN, DISABLED or EXIT. */
static void
say(struct health *h, enum health_state st)
{
	const bool announce = st == HEALTH_UP || (st != HEALTH_EXIT &&
	    !h->withdraw_on_down);
	long metric = h->metric[st];
	char text[ADDR_STRLEN];
	struct wbuf w;
	size_t i;

	if (st == HEALTH_UP && h->dynamic)
		health_set_up(h);
	health_log(h, LOG_INFO, "send announces for %s state to bgpd-x",
	    state_names[st]);
	wb_init(&w, LINE_MAX_LEN);
	for (i = 0; i < h->nip && (st == HEALTH_EXIT || !health_stop); i++) {
		wb_reset(&w);
		prefix_print(&h->ip[i].prefix, text, sizeof(text));
		begin_line(h, announce, &w);
		wb_printf(&w, " route %s next-hop %s", text,
		    h->next_hop != NULL ? h->next_hop : "self");
		if (announce)
			attributes(h, st, metric, &w);
		if (h->path_id > 0)
			wb_printf(&w, " path-information %ld", h->path_id);
		wb_u8(&w, '\n');
		metric += h->increase;
		write_line(h, &w, st == HEALTH_EXIT);
	}
	wb_free(&w);
	if (h->dynamic && (st == HEALTH_DOWN || st == HEALTH_DISABLED))
		health_take_down(h);
}

/* The end: nothing is announced, and what --ip named is taken down. */
static void
leave(struct health *h)
{
	say(h, HEALTH_EXIT);
	if (h->ips.n > 0 && (h->dynamic || !h->no_ip_setup))
		health_take_down(h);
}

static bool
well(const struct health *h)
{
	const char *argv[] = { "sh", "-c", h->command, NULL };
	struct health_cmd c = { .argv = argv, .timeout = h->timeout };
	int r;

	if (h->command == NULL)
		return true;
	health_log(h, LOG_DEBUG, "Checking command %s", h->command);
	r = health_run(h, &c);
	if (r == RUN_TIMEOUT)
		health_log(h, LOG_WARNING, "Timeout (%g) while running check "
		    "command %s", (double)h->timeout / 1000, h->command);
	else if (r != 0 && r != RUN_STOPPED)
		health_log(h, LOG_WARNING, "Check command was unsuccessful: "
		    "%d", r);
	c.out[strcspn(c.out, "\n")] = '\0';
	if (r > 0 && c.out[0] != '\0')
		health_log(h, LOG_INFO, "Output of check command: %s", c.out);
	return r == 0;
}

static void
execute(const struct health *h, const struct health_list *l,
    enum health_state st)
{
	const char *argv[] = { "sh", "-c", NULL, NULL };
	struct health_cmd c = { .argv = argv, .state = state_names[st] };
	size_t i;

	for (i = 0; i < l->n && !health_stop; i++) {
		argv[2] = l->v[i];
		health_log(h, LOG_DEBUG, "Transition to %s, execute `%s`",
		    state_names[st], l->v[i]);
		(void)health_run(h, &c);
	}
}

static enum health_state
next_state(const struct health *h, enum health_state st, bool ok, long *n)
{
	const enum health_state way = ok ? HEALTH_RISING : HEALTH_FALLING;
	const enum health_state end = ok ? HEALTH_UP : HEALTH_DOWN;

	if (st == end)
		return st;
	*n = st == way ? *n + 1 : 1;
	return *n >= (ok ? h->rise : h->fall) ? end : way;
}

/* A check, what follows from it, and the routes. */
static enum health_state
turn(struct health *h, enum health_state st, long *n)
{
	struct stat sb;
	enum health_state next;

	if (h->disable != NULL && stat(h->disable, &sb) == 0)
		next = HEALTH_DISABLED;
	else if (st == HEALTH_DISABLED)
		next = HEALTH_INIT;
	else
		next = next_state(h, st, well(h), n);
	if (health_stop)
		return st;
	if (next != st) {
		health_log(h, LOG_DEBUG, "Transition to %s",
		    state_names[next]);
		execute(h, &h->state_execute[next], next);
		execute(h, &h->execute, next);
	}
	if ((next == HEALTH_UP || next == HEALTH_DOWN ||
	    next == HEALTH_DISABLED) && (!h->debounce || next != st))
		say(h, next);
	return next;
}

static void
loop(struct health *h)
{
	enum health_state st = HEALTH_INIT;
	struct mono end;
	bool fast;
	long n = 0;

	while (!health_stop) {
		st = turn(h, st, &n);
		fast = st == HEALTH_RISING || st == HEALTH_FALLING;
		if (!fast && h->interval == 0 && !health_stop) {
			health_log(h, LOG_INFO, "interval set to zero, "
			    "exiting after the announcement");
			return;
		}
		end = mono_add_ms(mono_now(), fast ? h->fast : h->interval);
		while (wait_input(h, end, true))
			;
	}
	leave(h);
}

static int
write_pid(const char *path)
{
	FILE *f = fopen(path, "we");
	bool ok = f != NULL && fprintf(f, "%ld\n", (long)getpid()) > 0;

	if (f != NULL && fclose(f) == EOF)
		ok = false;
	if (!ok)
		fprintf(stderr, "healthcheck: %s: %s\n", path,
		    strerror(errno));
	return ok ? 0 : -1;
}

/* --group and --user, once the addresses are there. */
static const char *
drop(const struct health *h)
{
	struct group *gr = NULL;
	struct passwd *pw = NULL;

	if (h->group != NULL && (gr = getgrnam(h->group)) == NULL)
		return "no such group";
	if (h->user != NULL && (pw = getpwnam(h->user)) == NULL)
		return "no such user";
	if ((gr != NULL || pw != NULL) && geteuid() == 0 &&
	    setgroups(0, NULL) == -1)
		return strerror(errno);
	if (gr != NULL && setresgid(gr->gr_gid, gr->gr_gid, gr->gr_gid) == -1)
		return strerror(errno);
	if (pw != NULL && setresuid(pw->pw_uid, pw->pw_uid, pw->pw_uid) == -1)
		return strerror(errno);
	return NULL;
}

int
health_main(const struct opts *o, int argc, char *argv[])
{
	static struct health h;
	struct stat sb;
	const char *why;
	int r;

	(void)o;
	if ((r = health_options(&h, argc, argv)) == 1)
		return 0;
	if (r == -1 || log_open(&h) == -1)
		return 2;
	if (h.pid != NULL && write_pid(h.pid) == -1)
		return 2;
	signals(&h);
	/* by hand there is nobody who answers */
	h.daemon = !isatty(STDOUT_FILENO) && fstat(STDIN_FILENO, &sb) == 0 &&
	    (S_ISFIFO(sb.st_mode) || S_ISSOCK(sb.st_mode));
	if ((why = health_find(&h)) == NULL) {
		if (!h.no_ip_setup)
			health_set_up(&h);
		why = drop(&h);
	}
	if (why != NULL) {
		health_log(&h, LOG_ERR, "%s", why);
		return 1;
	}
	loop(&h);
	return 0;
}
