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
 * Log lines about single routes and commands: what an operator follows
 * along at a terminal.  Above a rate they become counts.
 */
#include <sys/types.h>

#include "base/log.h"
#include "eng.h"

#define LINES		100	/* a second, of each kind */

struct tally {
	const char	*what;
	int64_t		 second;
	uint64_t	 lines;
	uint64_t	 more;
};

static struct tally routes = { .what = "routes announced or withdrawn" };
static struct tally commands = { .what = "commands from API processes" };
static struct tally refused = { .what = "commands refused" };
static struct tally warned = { .what = "warnings of routes" };
static struct event timer;

static void
tally_flush(struct tally *t)
{
	if (t->more > 0)
		log_info("%llu more %s", (unsigned long long)t->more,
		    t->what);
	t->more = 0;
}

static void
on_timer(int fd, short ev, void *arg)
{
	(void)fd;
	(void)ev;
	(void)arg;
	tally_flush(&routes);
	tally_flush(&commands);
	tally_flush(&refused);
	tally_flush(&warned);
}

/* How many of n lines may be written now; the others are counted. */
static size_t
tally_take(struct tally *t, size_t n)
{
	const struct timeval tv = { 1, 0 };
	int64_t second = eng.now.ns / 1000000000;

	if (t->second != second) {
		tally_flush(t);
		t->second = second;
		t->lines = 0;
	}
	if (n <= LINES - t->lines) {
		t->lines += n;
		return n;
	}
	if (t->more == 0 && !event_initialized(&timer))
		evtimer_set(&timer, on_timer, NULL);
	if (!evtimer_pending(&timer, NULL))
		timer_add(&timer, &tv);
	t->more += n;
	return 0;
}

void
eng_log_command(const char *line, size_t len)
{
	char safe[512];

	if (!log_enabled(LOGL_INFO) || tally_take(&commands, 1) == 0)
		return;
	log_safe(line, len < 400 ? len : 400, safe, sizeof(safe));
	log_info("Received command from API: %s%s", safe,
	    len > 400 ? " ..." : "");
}

void
eng_log_refused(const char *name, const char *why)
{
	if (tally_take(&refused, 1) > 0)
		log_warn("command from %s refused: %s", name, why);
}

/* A client's route of a family that nobody whom it is for has. */
void
eng_log_unheard(const char *name, enum fam fam)
{
	if (tally_take(&warned, 1) > 0)
		log_warn("route from %s: it is for no neighbor with family "
		    "%s %s", name, families[fam].afi_name,
		    families[fam].safi_name);
}

static void
log_route(const struct group *g, const struct rib_entry *e)
{
	struct nlri_ctx ctx = { NULL, e->path_id != 0, e->path_id, false };
	struct attr_iter it;
	struct nh nh, use;
	char safe[512];
	struct wbuf w;

	if ((g->kind->cls.negot.families & FAM_BIT(e->fam)) == 0)
		return;
	wb_init(&w, 8192);
	if (e->attrs != NULL) {
		attr_first(&it, e->attrs->data, e->attrs->len, &nh);
		if (class_next_hop(&g->kind->cls, e->fam, &nh, &use) != NULL) {
			wb_free(&w);
			return;
		}
		ctx.nh = &use;
	}
	nlri_text((enum fam)e->fam, rb_init(e->nlri, e->len), &ctx, &w);
	log_safe((char *)w.p, w.len < 400 ? w.len : 400, safe, sizeof(safe));
	log_info("%s route %s", e->attrs != NULL ? "Announced" :
	    "Withdrew", safe);
	wb_free(&w);
}

/* Something about a route for these peers: one of them is named. */
void
eng_log_warned(const struct pset *to, const struct rib_entry *e,
    const char *why)
{
	struct nlri_ctx ctx = { NULL, e->path_id != 0, e->path_id, false };
	const char *name = NULL;
	struct eng_peer *p;
	unsigned int others = 0;
	char safe[512], more[32] = "";
	struct wbuf w;

	if (tally_take(&warned, 1) == 0)
		return;
	TAILQ_FOREACH(p, &eng.peers, entry) {
		if (!pset_test(to, p->conf.id))
			continue;
		if (name == NULL)
			name = p->name;
		else
			others++;
	}
	if (others > 0)
		snprintf(more, sizeof(more), " and %u more", others);
	wb_init(&w, 8192);
	nlri_text((enum fam)e->fam, rb_init(e->nlri, e->len), &ctx, &w);
	log_safe((char *)w.p, w.len < 400 ? w.len : 400, safe, sizeof(safe));
	log_warn("neighbor %s%s: route %s %s", name != NULL ? name : "",
	    more, safe, why);
	wb_free(&w);
}

/* The n routes behind a cursor have been sent to a group. */
void
eng_log_routes(struct group *g, struct cursor *c, size_t n)
{
	struct rib_entry *e;

	if (n == 0 || !log_enabled(LOGL_INFO) ||
	    tally_take(&routes, n) == 0)
		return;
	while (n-- > 0 && (e = cursor_next(&eng.rib, c, g->members)) != NULL)
		log_route(g, e);
}
