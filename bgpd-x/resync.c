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
 * A program that lost events reads again: it is told how many, then hears
 * the state of its neighbors and every route they have announced as if that
 * had just come, and a marker.  Live events go on meanwhile in the same
 * queue, so what comes last about a route is true.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "event.h"

struct resync {
	struct job	 j;		/* first: a job is its resync */
	struct prog	*pr;
	struct cursor	 cursor;
	uint32_t	 next;		/* id, of the neighbors */
};

static bool
listens(const struct eng_peer *p, const struct prog *pr)
{
	size_t i;

	for (i = 0; i < p->nsubs; i++)
		if (p->subs[i].prog == pr)
			return true;
	return false;
}

/* The UPDATE that would announce this one route. */
static void
say_route(const struct resync *rs, struct eng_peer *p, struct rib_entry *e)
{
	uint8_t nlri[4 + NLRI_LEN_MAX];
	struct wbuf w = { nlri, 0, sizeof(nlri), sizeof(nlri), false };
	struct attr_iter it;
	struct nlri_run *run;
	struct update u;

	memset(&u, 0, sizeof(u));
	u.eor = u.withdrawn.fam = u.unreach.fam = u.reach.fam = u.nlri.fam =
	    FAM_NONE;
	u.attrs = (struct wbuf){ e->attrs->data, e->attrs->len,
	    e->attrs->len, e->attrs->len, false };
	run = &u.reach;
	attr_first(&it, e->attrs->data, e->attrs->len, &run->nh);
	if (e->fam == FAM_IPV4_UNICAST && run->nh.len == 4) {
		u.nlri = u.reach;
		u.reach.fam = FAM_NONE;
		run = &u.nlri;
	}
	run->fam = e->fam;
	run->addpath = (p->negot.addpath_rx & FAM_BIT(e->fam)) != 0;
	if (run->addpath)
		wb_u32(&w, e->path_id);
	wb_put(&w, e->nlri, e->len);
	run->nlri = wb_view(&w);
	u.has_attrs = true;
	u.has_reach = run == &u.reach;
	event_update_again(p, rs->pr, &u);
}

static int
resync_step(struct client *c, struct job *j)
{
	struct resync *rs = (struct resync *)(void *)j;
	struct eng_peer *p;
	struct rib_entry *e;
	uint32_t i;

	(void)c;
	while (rs->next < eng.nids) {
		p = eng_peer_find(rs->next++);
		if (p == NULL || !listens(p, rs->pr))
			continue;
		event_state_again(p, rs->pr);
		return 1;
	}
	if ((e = cursor_next(&eng.in, &rs->cursor, eng.all)) == NULL) {
		event_marker(rs->pr);
		return 0;
	}
	for (i = 0; i < e->peers->nw * 64 && e->attrs != NULL; i++)
		if (pset_test(e->peers, i) && (p = eng_peer_find(i)) != NULL)
			say_route(rs, p, e);
	return 1;
}

static void
resync_free(struct job *j)
{
	struct resync *rs = (struct resync *)(void *)j;

	cursor_stop(&eng.in, &rs->cursor);
	free(rs);
}

/* See api.h. */
void
resync_start(struct prog *pr)
{
	struct resync *rs;

	if ((rs = calloc(1, sizeof(*rs))) == NULL)
		return;
	rs->pr = pr;
	rs->j.step = resync_step;
	rs->j.free = resync_free;
	rs->j.quiet = true;	/* nobody asked for it */
	cursor_start(&eng.in, &rs->cursor);
	pr->c.job = &rs->j;
	eng_wake(0);
}
