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
 * The sessions, looked at every second: on a terminal until q or ^C, with
 * -n that many times, one below the other.
 */
#include <sys/types.h>
#include <sys/ioctl.h>

#include <cbor.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/mono.h"
#include "bgpctl.h"

#define PATIENCE_MS	5000
#define PERIOD_MS	1000
#define SESSIONS_MAX	65536
#define FRAME_MAX	(16 * 1024 * 1024)
#define COLUMNS		"%-*s %-10s %-11s %11s %8s %8s %8s %8s %8s %8s"

struct session {
	char		name[64], state[16];
	uint64_t	as, seconds;
	uint64_t	in, out;	/* messages */
	uint64_t	updates_in, updates_out;
	uint64_t	routes;		/* received, of all families */
	uint64_t	queue;		/* bytes not sent yet */
	bool		up;
};

struct look {
	struct session	*v;
	size_t		 n, room;
	struct mono	 when;
};

struct top {
	struct look	 now, before, next;
	struct wbuf	 frame;
	unsigned short	 rows, columns;
	int		 width;		/* of the longest name */
	bool		 screen;	/* not a frame below the other */
	struct termios	 old;
};

/* The value of a map's key, path by path; NULL when there is none. */
static const cbor_item_t *
member(const cbor_item_t *it, const char *const *path)
{
	struct cbor_pair *v;
	size_t i, n;

	for (; it != NULL && *path != NULL; path++) {
		if (!cbor_isa_map(it))
			return NULL;
		v = cbor_map_handle(it);
		n = cbor_map_size(it);
		for (it = NULL, i = 0; i < n; i++)
			if (cbor_isa_string(v[i].key) &&
			    cbor_string_is_definite(v[i].key) &&
			    cbor_string_length(v[i].key) == strlen(*path) &&
			    memcmp(cbor_string_handle(v[i].key), *path,
			    strlen(*path)) == 0)
				it = v[i].value;
	}
	return it;
}

#define PATH(...)	((const char *const []){ __VA_ARGS__, NULL })

static uint64_t
number(const cbor_item_t *it, const char *const *path)
{
	it = member(it, path);
	return it != NULL && cbor_isa_uint(it) ? cbor_get_int(it) : 0;
}

/* Of all numbers in a map. */
static uint64_t
sum(const cbor_item_t *it, const char *const *path)
{
	struct cbor_pair *v;
	uint64_t n = 0;
	size_t i;

	it = member(it, path);
	if (it == NULL || !cbor_isa_map(it))
		return 0;
	v = cbor_map_handle(it);
	for (i = 0; i < cbor_map_size(it); i++)
		if (cbor_isa_uint(v[i].value))
			n += cbor_get_int(v[i].value);
	return n;
}

/* A word that fits its column and has nothing in it that moves a cursor. */
static void
word(const cbor_item_t *it, const char *const *path, char *buf, size_t size)
{
	struct wbuf w;

	buf[0] = '\0';
	it = member(it, path);
	if (it == NULL || !cbor_isa_string(it) || !cbor_string_is_definite(it))
		return;
	wb_init(&w, cbor_string_length(it) * 4 + 1);
	plain_text(&w, cbor_string_handle(it), cbor_string_length(it));
	wb_u8(&w, '\0');
	if (!w.err)
		strlcpy(buf, (const char *)w.p, size);
	buf[strcspn(buf, "\n\t")] = '\0';
	wb_free(&w);
}

static int
take(void *arg, bool item, const void *data, size_t len)
{
	struct look *l = arg;
	cbor_item_t *it;
	struct session *s;
	char up[8];

	if (!item || (it = cbor_tree(data, len)) == NULL)
		return -1;
	if (l->n == l->room) {
		s = reallocarray(l->v, l->room + 64, sizeof(*s));
		if (s == NULL || l->n >= SESSIONS_MAX) {
			l->v = s != NULL ? s : l->v;
			cbor_decref(&it);
			return -1;
		}
		l->v = s;
		l->room += 64;
	}
	s = &l->v[l->n++];
	memset(s, 0, sizeof(*s));
	word(it, PATH("peer", "address"), s->name, sizeof(s->name));
	word(it, PATH("fsm"), s->state, sizeof(s->state));
	word(it, PATH("state"), up, sizeof(up));
	s->up = strcmp(up, "up") == 0;
	s->as = number(it, PATH("peer", "as"));
	s->seconds = number(it, PATH("duration"));
	s->in = number(it, PATH("messages", "received", "total"));
	s->out = number(it, PATH("messages", "sent", "total"));
	s->updates_in = number(it, PATH("messages", "received", "update"));
	s->updates_out = number(it, PATH("messages", "sent", "update"));
	s->routes = sum(it, PATH("routes"));
	s->queue = number(it, PATH("queue"));
	cbor_decref(&it);
	return 0;
}

/* The same session a look ago; mostly it stands in the same place. */
static const struct session *
earlier(const struct look *l, const struct session *s, size_t hint)
{
	size_t i;

	if (hint < l->n && strcmp(l->v[hint].name, s->name) == 0)
		return &l->v[hint];
	for (i = 0; i < l->n; i++)
		if (strcmp(l->v[i].name, s->name) == 0)
			return &l->v[i];
	return NULL;
}

static double
rate(uint64_t now, uint64_t before, double seconds)
{
	return now < before || seconds <= 0 ? 0 :
	    (double)(now - before) / seconds;
}

/* "1d02:03:04" */
static void
duration(uint64_t s, char *buf, size_t size)
{
	char days[24] = "";

	if (s >= 86400)
		snprintf(days, sizeof(days), "%llud",
		    (unsigned long long)s / 86400);
	snprintf(buf, size, "%s%02u:%02u:%02u", days,
	    (unsigned int)(s / 3600 % 24), (unsigned int)(s / 60 % 60),
	    (unsigned int)(s % 60));
}

/* A line of the frame, no wider than the screen. */
static void
line(struct top *t, const char *s)
{
	size_t n = strlen(s);

	if (t->screen && n > t->columns)
		n = t->columns;
	wb_put(&t->frame, s, n);
	wb_str(&t->frame, t->screen ? "\033[K\n" : "\n");
}

static void
heading(struct top *t)
{
	char buf[256];

	snprintf(buf, sizeof(buf), COLUMNS, t->width, "Neighbor", "AS",
	    "State", "Up/down", "Routes", "Queue", "Upd in", "Upd out",
	    "Msg/s in", "out");
	line(t, buf);
}

static void
session_line(struct top *t, size_t i)
{
	const struct session *s = &t->now.v[i];
	const struct session *b = earlier(&t->before, s, i);
	double seconds = (double)mono_diff_ms(t->before.when, t->now.when) /
	    1000;
	char buf[512], since[48], n[7][32];

	duration(s->seconds, since, sizeof(since));
	snprintf(n[0], sizeof(n[0]), "%llu", (unsigned long long)s->as);
	snprintf(n[1], sizeof(n[1]), "%llu",
	    (unsigned long long)s->updates_in);
	snprintf(n[2], sizeof(n[2]), "%llu",
	    (unsigned long long)s->updates_out);
	snprintf(n[3], sizeof(n[3]), "%.1f", b == NULL ? 0 :
	    rate(s->in, b->in, seconds));
	snprintf(n[4], sizeof(n[4]), "%.1f", b == NULL ? 0 :
	    rate(s->out, b->out, seconds));
	snprintf(n[5], sizeof(n[5]), "%llu", (unsigned long long)s->routes);
	snprintf(n[6], sizeof(n[6]), "%llu", (unsigned long long)s->queue);
	snprintf(buf, sizeof(buf), COLUMNS, t->width, s->name, n[0], s->state,
	    since, n[5], n[6], n[1], n[2], n[3], n[4]);
	line(t, buf);
}

static void
frame(struct top *t, const char *why)
{
	size_t i, up = 0, shown = t->now.n;
	char buf[400], clock[16];
	time_t now = time(NULL);
	struct tm tm;
	int n;

	wb_reset(&t->frame);
	if (t->screen)
		wb_str(&t->frame, "\033[H");
	t->width = 22;
	for (i = 0; i < t->now.n; i++) {
		up += t->now.v[i].up;
		if ((n = (int)strlen(t->now.v[i].name)) > t->width)
			t->width = n;
	}
	strftime(clock, sizeof(clock), "%H:%M:%S", localtime_r(&now, &tm));
	snprintf(buf, sizeof(buf), "%s  %zu neighbors, %zu up%s%s", clock,
	    t->now.n, up, why[0] != '\0' ? "  " : "", why);
	line(t, buf);
	heading(t);
	/* a line each for these two, for what is left, for the cursor */
	if (t->screen && shown + 3 > t->rows)
		shown = t->rows > 4 ? (size_t)t->rows - 4 : 0;
	for (i = 0; i < shown; i++)
		session_line(t, i);
	if (shown < t->now.n) {
		snprintf(buf, sizeof(buf), "and %zu more", t->now.n - shown);
		line(t, buf);
	}
	wb_str(&t->frame, t->screen ? "\033[J" : "\n");
	fwrite(t->frame.p, 1, t->frame.len, stdout);
	fflush(stdout);
}

/* Ask; what was known before stays when there is no answer. */
static int
look(struct top *t, struct ask *a)
{
	t->next = (struct look){ NULL, 0, 0, mono_now() };
	a->arg = &t->next;
	if (client_ask(a) != 0) {
		free(t->next.v);
		return 1;
	}
	free(t->before.v);
	t->before = t->now;
	t->now = t->next;
	return 0;
}

static void
on_signal(int sig)
{
	(void)sig;
	interrupted = 1;
}

static const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
#define NENDS	(sizeof(ends) / sizeof(ends[0]))

static void
catch_signals(struct sigaction *old)
{
	struct sigaction sa;
	size_t i;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_signal;
	for (i = 0; i < NENDS; i++)
		sigaction(ends[i], &sa, &old[i]);
}

static int
screen_on(struct top *t)
{
	struct termios raw;

	if (tcgetattr(STDIN_FILENO, &t->old) == -1)
		return -1;
	raw = t->old;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	if (tcsetattr(STDIN_FILENO, TCSANOW, &raw) == -1)
		return -1;
	printf("\033[?1049h\033[?25l");
	return 0;
}

static void
screen_off(const struct top *t)
{
	printf("\033[?25h\033[?1049l");
	fflush(stdout);
	tcsetattr(STDIN_FILENO, TCSANOW, &t->old);
}

static void
screen_size(struct top *t)
{
	struct winsize ws;

	t->rows = 24;
	t->columns = 80;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_row > 0 &&
	    ws.ws_col > 0) {
		t->rows = ws.ws_row;
		t->columns = ws.ws_col;
	}
}

/* Until the next look is due; false: it is to end. */
static bool
rest(struct mono due)
{
	struct pollfd pfd = { STDIN_FILENO, POLLIN, 0 };
	int64_t ms;
	char c;

	while (!interrupted) {
		if ((ms = mono_diff_ms(mono_now(), due)) < 0)
			ms = 0;
		if (poll(&pfd, 1, (int)ms) == 0)
			return true;
		if (pfd.revents == 0)
			continue;
		if (read(STDIN_FILENO, &c, 1) != 1 || c == 'q' || c == 'Q' ||
		    c == 3)
			return false;
	}
	return false;
}

static int
on_screen(struct top *t, struct ask *a)
{
	struct mono due;

	if (screen_on(t) == -1)
		return 2;
	t->screen = true;
	a->stop = STDIN_FILENO;
	do {
		due = mono_add_ms(mono_now(), PERIOD_MS);
		screen_size(t);
		(void)look(t, a);
		frame(t, a->why);
	} while (rest(due));
	screen_off(t);
	return 0;
}

static int
count_frames(struct top *t, struct ask *a, long long n)
{
	while (!interrupted && n-- > 0) {
		if (look(t, a) != 0) {
			fprintf(stderr, "bgpctl-x: %s\n", a->why);
			return 1;
		}
		frame(t, "");
		if (n > 0)
			(void)poll(NULL, 0, PERIOD_MS);
	}
	return 0;
}

int
top_run(const struct opts *o, int argc, char *argv[])
{
	struct ask a = { .sock = o->sock, .words = "show neighbor",
	    .json = true, .ms = PATIENCE_MS, .stop = -1, .got = take };
	struct top t = { 0 };
	struct sigaction old[NENDS];
	const char *bad = NULL;
	long long n = 0;
	size_t i;
	int ch, r;

	optind = optreset = 1;
	while ((ch = getopt(argc, argv, "+n:")) != -1) {
		if (ch != 'n')
			return 2;
		n = strtonum(optarg, 1, INT_MAX, &bad);
		if (bad != NULL) {
			fprintf(stderr, "bgpctl-x: -n: \"%s\" is %s\n",
			    optarg, bad);
			return 2;
		}
	}
	if (optind != argc)
		return 2;
	if (n == 0 && (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))) {
		fprintf(stderr, "bgpctl-x: without a terminal top needs "
		    "-n\n");
		return 2;
	}
	wb_init(&t.frame, FRAME_MAX);
	catch_signals(old);
	r = n > 0 ? count_frames(&t, &a, n) : on_screen(&t, &a);
	for (i = 0; i < NENDS; i++)
		sigaction(ends[i], &old[i], NULL);
	free(t.now.v);
	free(t.before.v);
	wb_free(&t.frame);
	return r;
}
