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
 * Monitors.  What happens while the snapshot is on its way is sent as well,
 * so nothing is missed; numbers in sequence show that.
 */
#include <sys/types.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "codec/event.h"
#include "monitor.h"
#include "show.h"

struct monitor {
	struct job	 j;		/* first: a job is its monitor */
	TAILQ_ENTRY(monitor) entry;
	struct client	*c;
	struct pset	*sel;		/* of these neighbors */
	struct cursor	 cursor;	/* of the snapshot */
	struct rib_filter filter;
	uint64_t	 seq;
	uint64_t	 lost;		/* items that found no room */
	uint32_t	 next;		/* id, of the sessions' snapshot */
	bool		 all;		/* or of all that there are then */
	bool		 json;
	bool		 live;		/* the snapshot is over */
};

static TAILQ_HEAD(, monitor) monitors = TAILQ_HEAD_INITIALIZER(monitors);

static const struct pset *
selected(const struct monitor *m)
{
	if (!m->all)
		return m->sel;
	return m->c->kind == CLIENT_CTL ? eng.all : m->c->may;
}

static bool
wants(const struct monitor *m, const struct eng_peer *p)
{
	return pset_test(selected(m), p->conf.id);
}

/* See the header. */
void
monitors_forget(const struct pset *who)
{
	struct monitor *m;

	TAILQ_FOREACH(m, &monitors, entry)
		pset_del(&eng.rib, &m->sel, who);
}

/* A process that does not read misses what happens meanwhile. */
static bool
has_room(struct monitor *m)
{
	if (m->c->kind == CLIENT_CTL || (m->lost == 0 &&
	    api_room_live(m->c)))
		return true;
	m->lost++;
	return false;
}

/* "sequence", "type", "neighbor": what every item begins with. */
static struct sink *
item(struct monitor *m, const char *type, const struct eng_peer *p)
{
	struct sink *s = reply_item(m->c);

	sink_obj(s);
	sink_key(s, "sequence");
	sink_u64(s, ++m->seq);
	sink_key(s, "type");
	sink_str(s, type);
	if (p != NULL) {
		sink_key(s, "neighbor");
		sink_str(s, p->name);
	}
	return s;
}

static void
item_end(struct monitor *m, struct sink *s)
{
	sink_end_obj(s);
	reply_item_end(m->c);
}

static void
say_state(struct monitor *m, const struct eng_peer *p, const char *state,
    const char *reason)
{
	struct sink *s;

	if (!m->json) {
		reply_line(m->c, "neighbor %s %s%s%s", p->name, state,
		    reason != NULL ? " - " : "", reason != NULL ? reason :
		    "");
		return;
	}
	s = item(m, "state", p);
	sink_key(s, "state");
	sink_str(s, state);
	if (reason != NULL) {
		sink_key(s, "reason");
		sink_str(s, reason);
	}
	item_end(m, s);
}

void
monitor_state(const struct eng_peer *p, const char *state,
    const char *reason)
{
	struct monitor *m;

	TAILQ_FOREACH(m, &monitors, entry)
		if (wants(m, p) && has_room(m))
			say_state(m, p, state, reason);
}

void
monitor_update(const struct eng_peer *p, bool sent, const struct update *u)
{
	char prefix[ADDR_STRLEN + 32];
	struct monitor *m;
	struct wbuf w;
	struct sink *s;

	TAILQ_FOREACH(m, &monitors, entry) {
		if (sent || !wants(m, p) || !has_room(m))
			continue;
		if (m->json) {
			s = item(m, "update", p);
			update_emit(u, EVENT_EXABGP, false, s);
			item_end(m, s);
			continue;
		}
		snprintf(prefix, sizeof(prefix), "neighbor %s update ",
		    p->name);
		wb_init(&w, 16 * 1024 * 1024);
		update_text(u, &(struct event_text){ prefix, 6 }, &w);
		reply_buf(m->c, &w);
	}
}

static void
say_route(struct monitor *m, const struct eng_peer *p,
    const struct rib_entry *e)
{
	struct nlri_ctx ctx = { NULL, e->path_id != 0, e->path_id, false };
	uint8_t buf[ADDR_STRLEN];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };
	struct attr_iter it;
	struct sink *s;
	struct nh nh;

	attr_first(&it, e->attrs->data, e->attrs->len, &nh);
	ctx.nh = &nh;
	if (!m->json) {
		wb_init(&w, 4 * MSG_EXT_MAX);
		wb_printf(&w, "neighbor %s route %s ", p->name,
		    families[e->fam].name);
		nlri_text((enum fam)e->fam, rb_init(e->nlri, e->len), &ctx,
		    &w);
		attr_event(e->attrs->data, e->attrs->len, 5, &w);
		wb_u8(&w, '\n');
		reply_buf(m->c, &w);
		return;
	}
	s = item(m, "route", p);
	sink_key(s, "family");
	sink_str(s, families[e->fam].name);
	sink_key(s, "nlri");
	nlri_emit((enum fam)e->fam, rb_init(e->nlri, e->len), &ctx, s);
	if (nh.kind == NH_ADDR) {
		nh_text(&nh, &w);
		sink_key(s, "next-hop");
		sink_nstr(s, (const char *)buf, w.len);
	}
	sink_key(s, "attribute");
	sink_obj(s);
	(void)attr_emit(e->attrs->data, e->attrs->len, s);
	sink_end_obj(s);
	item_end(m, s);
}

/* First the sessions, then the routes received, then the marker. */
static int
monitor_step(struct client *c, struct job *j)
{
	struct monitor *m = (struct monitor *)(void *)j;
	const struct rib_entry *e;
	struct eng_peer *p;
	uint32_t i;

	while (m->next < eng.nids) {
		p = eng_peer_find(m->next++);
		if (p != NULL && wants(m, p)) {
			say_state(m, p, p->up ? "up" : "down", NULL);
			return 1;
		}
	}
	if ((e = cursor_next(&eng.in, &m->cursor, selected(m))) == NULL) {
		if (m->json)
			item_end(m, item(m, "marker", NULL));
		else
			reply_line(c, "# live from here");
		m->live = true;
		j->waiting = c->kind == CLIENT_CTL;
		return j->waiting ? 2 : 0;
	}
	if (e->attrs == NULL || !rib_filter_match(&m->filter, e))
		return 1;
	for (i = 0; i < e->peers->nw * 64; i++)
		if (pset_test(e->peers, i) && (p = eng_peer_find(i)) !=
		    NULL && wants(m, p))
			say_route(m, p, e);
	return 1;
}

static void
monitor_done(struct monitor *m)
{
	TAILQ_REMOVE(&monitors, m, entry);
	pset_unref(&eng.rib, m->sel);
	free(m);
}

/* Processes go on with commands when they have the snapshot. */
static void
snapshot_free(struct job *j)
{
	struct monitor *m = (struct monitor *)(void *)j;

	cursor_stop(&eng.in, &m->cursor);
	if (!m->live || m->c->kind == CLIENT_CTL)
		monitor_done(m);
}

static void
snapshot_start(struct monitor *m)
{
	m->live = false;
	m->next = 0;
	cursor_start(&eng.in, &m->cursor);
	m->c->job = &m->j;
}

void
monitor_drop(const struct client *c)
{
	struct monitor *m, *next;

	TAILQ_FOREACH_SAFE(m, &monitors, entry, next)
		if (m->c == c)
			monitor_done(m);
}

/* A process that reads again is told what it missed, and sees all anew. */
void
monitor_room(struct client *c)
{
	struct monitor *m;
	struct sink *s;

	TAILQ_FOREACH(m, &monitors, entry) {
		if (m->c != c || m->lost == 0 || c->job != NULL)
			continue;
		if (m->json) {
			s = item(m, "lagged", NULL);
			sink_key(s, "dropped");
			sink_u64(s, m->lost);
			item_end(m, s);
		} else
			reply_line(c, "# lagged: %llu dropped",
			    (unsigned long long)m->lost);
		m->lost = 0;
		m->j.quiet = true;	/* nobody asked for this one */
		snapshot_start(m);
		eng_wake(0);
	}
}

/* The filters, and the peers they leave; -1 with the reason in the diag. */
static int
monitor_args(struct cmd_ctx *x, struct monitor *m)
{
	struct words w = { .n = 0 };
	bool has_addr = false;
	struct prefix one;
	struct addr a;
	struct tok t;
	int r;

	rib_filter_words(&w);
	while (words_next(x, &w, &t)) {
		if (addr_parse(t.s, t.len, &a) == 0) {
			one = (struct prefix){ .addr = a,
			    .plen = (uint8_t)(a.len * 8) };
			has_addr = true;
		} else if ((r = rib_filter_word(x->lex, &t, &m->filter)) == -1)
			return -1;
		else if (r == 0)
			return words_error(x->lex, &w, &t, "word", true);
	}
	m->all = !has_addr && !x->selected;
	if (!m->all)
		m->sel = has_addr ? select_at(x->sel, &one) :
		    pset_or(&eng.rib, x->sel, NULL);
	return !has_addr || m->sel != NULL ? 0 :
	    lex_err(x->lex, NULL, "no neighbor matching the command");
}

/* It ends when the client does. */
enum cmd_result
cmd_monitor(struct cmd_ctx *x)
{
	struct monitor *m;

	if (x->c->kind != CLIENT_CTL && strcmp(x->words, "monitor") == 0)
		return (enum cmd_result)lex_err(x->lex, NULL,
		    "a process says \"subscribe\"");
	if ((m = calloc(1, sizeof(*m))) == NULL)
		return (enum cmd_result)lex_err(x->lex, NULL,
		    "out of memory");
	if (monitor_args(x, m) == -1) {
		free(m);
		return CMD_FAIL;
	}
	m->j.step = monitor_step;
	m->j.free = snapshot_free;
	m->c = x->c;
	m->json = x->c->kind == CLIENT_CTL ? x->c->json : !api_is_text(x->c);
	monitor_drop(x->c);	/* a second one takes the place of the first */
	TAILQ_INSERT_TAIL(&monitors, m, entry);
	snapshot_start(m);
	return CMD_LATER;
}
