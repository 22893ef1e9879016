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
 * Sessions that count what they are told and check it.
 *
 *	sink [-tz] [-c ADDRESS] [-b ADDRESS] [-S SESSIONS] [-H HOLD]
 *	    [-L STAMPS] [-T SECONDS] DIR GOAL ...
 *
 * A goal is what each session shall have heard: routes (see bench.h);
 * `up`, only that it is there; `flap`, close all and come back;
 * `refresh=ROUTES`, ask for all again; `quiet`, nothing for a second.  When the K-th begins, DIR/goal.K is
 * made, when it is reached, DIR/done.K: begin, end, prefixes and UPDATEs
 * meanwhile, first prefix, verdict.  A goal behind `@` waits for SIGUSR1.
 * With -t there is a table: what is told twice counts once, what is
 * withdrawn counts no more.  -z stops reading once it is up.
 */
#include <sys/types.h>

#include <err.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

struct goal {
	const char	*word;
	uint32_t	 n;
	uint64_t	 sum;
};

struct entry {
	uint64_t	 key;
	uint64_t	 sum;		/* 0: withdrawn */
};

static struct sink {
	struct speaker	 sp;
	const char	*dir;
	struct goal	*goal;
	unsigned	 ngoals;
	unsigned	 at;
	bool		 running;	/* the goal has begun */
	double		 begin, first, last, limit;
	uint64_t	 prefixes, updates;
	unsigned	 complete;	/* sessions that have heard all */
	/* with a table */
	struct entry	*table;
	size_t		 mask;
	uint32_t	 present;
	uint64_t	 sum;
	/* latency */
	uint64_t	*stamps;
	uint64_t	*delay;
	uint32_t	 samples;
} sk;

static volatile sig_atomic_t go;

static void
on_usr1(int sig)
{
	(void)sig;
	go = 1;
}

static struct goal *
current(void)
{
	return &sk.goal[sk.at];
}

static const char *
routes_word(const char *word)
{
	const char *p = strchr(word, '=');

	if (*word == '@')
		word++;
	if (p != NULL)
		return p + 1;
	return strchr(word, ':') == NULL ? NULL : word;
}

static void
goal_begin(void)
{
	const char *word = current()->word;
	char *path;
	unsigned i;

	if (*word == '@') {
		if (!go)
			return;
		go = 0;
		word++;
	}
	sk.running = true;
	sk.begin = sk.last = now();
	sk.first = 0;
	sk.prefixes = sk.updates = 0;
	sk.complete = 0;
	for (i = 0; i < sk.sp.n; i++)
		sk.sp.sess[i].sum = sk.sp.sess[i].prefixes = 0;
	if (strcmp(word, "flap") == 0)
		speaker_flap(&sk.sp);
	if (strncmp(word, "refresh=", 8) == 0) {
		memset(sk.table, 0, (sk.mask + 1) * sizeof(*sk.table));
		sk.present = 0;
		sk.sum = 0;
		wire_refresh(&sk.sp.sess[0].out, 1);
		speaker_send(&sk.sp.sess[0]);
	}
	path = path_in(sk.dir, "goal", sk.at);
	report(path, "%.6f", sk.begin);
	free(path);
}

static int
by_size(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static double
percentile(double p)
{
	uint32_t i = (uint32_t)(p * sk.samples);

	return (double)sk.delay[i < sk.samples ? i : sk.samples - 1] / 1000;
}

static void
goal_end(const char *verdict)
{
	char *path;

	path = path_in(sk.dir, "latency", sk.at);
	if (sk.samples > 0) {
		qsort(sk.delay, sk.samples, sizeof(*sk.delay), by_size);
		report(path, "%u %.1f %.1f %.1f %.1f", sk.samples,
		    percentile(.5), percentile(.99), percentile(.999),
		    percentile(1));
	}
	free(path);
	path = path_in(sk.dir, "done", sk.at);
	report(path, "%.6f %.6f %" PRIu64 " %" PRIu64 " %.6f %s", sk.begin,
	    sk.last, sk.prefixes, sk.updates, sk.first, verdict);
	free(path);
	sk.running = false;
	sk.at++;
}

static bool
reached(void)
{
	const struct goal *g = current();

	if (strcmp(g->word, "quiet") == 0)
		return now() - sk.last > 1;
	if (routes_word(g->word) == NULL)
		return sk.sp.nup == sk.sp.n;
	if (sk.delay != NULL)
		return sk.samples >= g->n;
	if (sk.table != NULL)
		return sk.present == g->n && sk.sum == g->sum;
	return sk.complete == sk.sp.n;
}

/* Without a table what was wrong stays wrong. */
static const char *
verdict(void)
{
	unsigned i;

	if (sk.table == NULL && sk.delay == NULL &&
	    routes_word(current()->word) != NULL)
		for (i = 0; i < sk.sp.n; i++)
			if (sk.sp.sess[i].sum != current()->sum)
				return "WRONG";
	return "ok";
}

/* After each read: is the goal reached, can the next begin? */
static void
check(void)
{
	while (sk.at < sk.ngoals) {
		if (!sk.running) {
			if (sk.at == 0 && sk.sp.nup < sk.sp.n &&
			    routes_word(current()->word) != NULL)
				return;
			goal_begin();
		}
		if (!sk.running || !reached())
			return;
		if (routes_word(current()->word) == NULL)
			sk.last = now();
		goal_end(verdict());
	}
}

static void
on_up(struct sess *s)
{
	(void)s;
	check();
}

static struct entry *
lookup(uint64_t key)
{
	size_t i;

	for (i = key & sk.mask; sk.table[i].key != 0 &&
	    sk.table[i].key != key; )
		i = (i + 1) & sk.mask;
	return &sk.table[i];
}

/* sum 0: withdrawn */
static void
remember(uint64_t key, uint64_t sum)
{
	struct entry *e = lookup(key);

	if (e->sum == 0 && sum != 0)
		sk.present++;
	else if (e->sum != 0 && sum == 0)
		sk.present--;
	sk.sum += sum - e->sum;
	e->key = key;
	e->sum = sum;
}

static void
measure(const uint8_t *nlri, double t)
{
	uint32_t i;

	if (nlri[0] != 32 || sk.at >= sk.ngoals)
		return;
	i = ((uint32_t)nlri[1] << 24 | (uint32_t)nlri[2] << 16 |
	    (uint32_t)nlri[3] << 8 | nlri[4]) - 0x64400000U;
	if (i < current()->n && sk.samples < current()->n)
		sk.delay[sk.samples++] = (uint64_t)(t * 1e9) - sk.stamps[i];
}

static size_t
nlri_len(uint8_t first, bool flow)
{
	return flow ? 1U + first : 1U + (first + 7U) / 8;
}

static void
take_nlri(struct sess *s, struct rbuf r, bool flow, const uint64_t *attrs)
{
	const uint8_t *p;
	uint64_t key;
	size_t n;

	while (rb_left(&r) > 0) {
		n = nlri_len(rb_peek(&r), flow);
		if ((p = rb_bytes(&r, n)) == NULL)
			break;
		key = sum_nlri(p, n);
		sk.prefixes++;
		if (sk.first == 0)
			sk.first = sk.last;
		if (sk.delay != NULL)
			measure(p, sk.last);
		if (sk.table != NULL)
			remember(key, attrs == NULL ? 0 :
			    sum_route(*attrs, key));
		if (attrs == NULL || sk.at >= sk.ngoals)
			continue;
		s->sum += sum_route(*attrs, key);
		if (++s->prefixes == current()->n)
			sk.complete++;
	}
}

/* MP_REACH_NLRI and MP_UNREACH_NLRI, if any. */
static void
take_mp(struct sess *s, struct rbuf attrs, uint64_t sum)
{
	struct rbuf v;
	uint8_t flags, code, safi;

	while (rb_left(&attrs) > 0 && !attrs.err) {
		flags = rb_u8(&attrs);
		code = rb_u8(&attrs);
		v = rb_sub(&attrs, flags & 0x10 ? rb_u16(&attrs) :
		    rb_u8(&attrs));
		if (code != 14 && code != 15)
			continue;
		(void)rb_u16(&v);
		safi = rb_u8(&v);
		if (code == 14) {
			(void)rb_sub(&v, rb_u8(&v));
			(void)rb_u8(&v);
		}
		take_nlri(s, v, safi == 133, code == 14 ? &sum : NULL);
	}
}

static void
on_update(struct sess *s, struct rbuf r)
{
	struct rbuf withdrawn, attrs;
	uint64_t sum = 0;

	sk.last = now();
	sk.updates++;
	withdrawn = rb_sub(&r, rb_u16(&r));
	attrs = rb_sub(&r, rb_u16(&r));
	take_nlri(s, withdrawn, false, NULL);
	if (rb_left(&attrs) == 0)
		return;
	sum = sum_attrs(attrs);
	take_nlri(s, r, false, &sum);
	take_mp(s, attrs, sum);
}

static void
goals_init(int n, char *words[])
{
	struct routes r;
	const char *word;
	uint32_t most = 0;
	int i;

	sk.ngoals = (unsigned)n;
	if ((sk.goal = calloc((size_t)n, sizeof(*sk.goal))) == NULL)
		err(1, NULL);
	for (i = 0; i < n; i++) {
		sk.goal[i].word = words[i];
		if ((word = routes_word(words[i])) == NULL)
			continue;
		routes_init(&r, word);
		sk.goal[i].n = r.n;
		sk.goal[i].sum = routes_sum(&r);
		if (r.n > most)
			most = r.n;
		routes_free(&r);
	}
	if (sk.stamps == NULL)
		return;
	if ((sk.delay = calloc(most, sizeof(*sk.delay))) == NULL)
		err(1, NULL);
}

static void
table_init(void)
{
	size_t size = 1024;
	unsigned i;

	for (i = 0; i < sk.ngoals; i++)
		while (size < 2 * (size_t)sk.goal[i].n)
			size *= 2;
	if ((sk.table = calloc(size, sizeof(*sk.table))) == NULL)
		err(1, NULL);
	sk.mask = size - 1;
}

static void
on_alarm(int sig)
{
	(void)sig;
	go = -1;
}

/* Signals come between reads: look once a tick too. */
static void
on_tick(void)
{
	if (go == -1) {
		if (sk.at < sk.ngoals)
			goal_end("WRONG");
		exit(1);
	}
	check();
}

int
sink_main(int argc, char *argv[])
{
	const char *stamps = NULL;
	bool table = false;
	int ch, limit = 300;

	sk.sp = (struct speaker){ .base = "10.1.0.1", .n = 1, .as = SINK_AS,
	    .hold = 180, .up = on_up, .update = on_update, .batch = check,
	    .tick = on_tick };
	while ((ch = getopt(argc, argv, "b:c:H:L:S:T:tz")) != -1) {
		switch (ch) {
		case 'b': sk.sp.base = optarg; break;
		case 'c': sk.sp.connect_to = optarg; break;
		case 'H': sk.sp.hold = (uint16_t)atoi(optarg); break;
		case 'L': stamps = optarg; break;
		case 'S': sk.sp.n = (unsigned)atoi(optarg); break;
		case 'T': limit = atoi(optarg); break;
		case 't': table = true; break;
		case 'z': sk.sp.stalled = true; break;
		default: return 2;
		}
	}
	if (argc - optind < 2)
		errx(2, "usage: sink [options] DIR GOAL ...");
	sk.dir = argv[optind];
	if (stamps != NULL)
		sk.stamps = stamps_map(stamps, 1 << 20);
	goals_init(argc - optind - 1, argv + optind + 1);
	if (table)
		table_init();
	signal(SIGUSR1, on_usr1);
	signal(SIGALRM, on_alarm);
	alarm((unsigned)limit);
	speaker_start(&sk.sp);
	return 0;
}
