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
 * A peer that announces routes as fast as the socket takes them, then
 * changes the first of them at a steady rate.
 *
 *	source [-c ADDRESS] [-b ADDRESS] [-r RATE] DIR ROUTES [CHANGED]
 *
 * It begins when DIR/go is there; DIR/up says that the session is, DIR/sent
 * when it began and when all was written, DIR/churned the same of the
 * changes: RATE routes a second, none twice, of CHANGED, that is ROUTES with
 * a salt and how many changed.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

#define CHUNK		262144
#define TICKS		10	/* in a second */

static struct source {
	struct speaker	 sp;
	const char	*dir;
	struct wbuf	 data;
	size_t		 off;
	double		 begin;
	struct routes	 churn;
	uint32_t	 rate, next;
	bool		 sent;
} so;

static void
say(const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", so.dir, name);
	report(path, "%.6f %.6f", so.begin, now());
}

static bool
is_there(const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", so.dir, name);
	return access(path, F_OK) == 0;
}

static void
pump(struct sess *s)
{
	size_t n;

	if (so.begin == 0 || so.sent)
		return;
	while (s->out.len == 0 && so.off < so.data.len) {
		n = so.data.len - so.off < CHUNK ? so.data.len - so.off :
		    CHUNK;
		wb_put(&s->out, so.data.p + so.off, n);
		so.off += n;
		speaker_send(s);
	}
	if (s->out.len == 0 && so.off == so.data.len) {
		so.sent = true;
		say("sent");
		so.begin = now();
	}
}

static void
churn(struct sess *s)
{
	uint32_t end = so.next + so.rate / TICKS;

	if (so.next >= so.churn.changed)
		return;
	if (end > so.churn.changed)
		end = so.churn.changed;
	while (so.next < end)
		so.next = wire_update(&s->out, &so.churn, so.next, end);
	speaker_send(s);
	if (so.next == so.churn.changed)
		say("churned");
}

static void
on_tick(void)
{
	struct sess *s = &so.sp.sess[0];

	if (!s->up)
		return;
	if (so.begin == 0 && is_there("go")) {
		so.begin = now();
		pump(s);
	} else if (so.sent && so.rate > 0)
		churn(s);
}

static void
on_up(struct sess *s)
{
	(void)s;
	say("up");
}

int
source_main(int argc, char *argv[])
{
	struct routes r;
	uint32_t i;
	int ch;

	so.sp = (struct speaker){ .base = "10.2.0.1", .n = 1, .hold = 180,
	    .as = SOURCE_AS, .up = on_up, .drained = pump, .tick = on_tick };
	while ((ch = getopt(argc, argv, "b:c:r:")) != -1) {
		switch (ch) {
		case 'b': so.sp.base = optarg; break;
		case 'c': so.sp.connect_to = optarg; break;
		case 'r': so.rate = (uint32_t)atoi(optarg); break;
		default: return 2;
		}
	}
	if (argc - optind < 2 || (so.rate > 0 && argc - optind < 3))
		errx(2, "usage: source [options] DIR ROUTES [CHANGED]");
	so.dir = argv[optind];
	routes_init(&r, argv[optind + 1]);
	if (so.rate > 0)
		routes_init(&so.churn, argv[optind + 2]);
	wb_init(&so.data, (size_t)1 << 30);
	for (i = 0; i < r.n; )
		i = wire_update(&so.data, &r, i, r.n);
	if (so.data.err)
		die("memory");
	speaker_start(&so.sp);
	return 0;
}
