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
 * The commands `show`: neighbors, and routes in both directions.  They are
 * answered piece by piece as the client reads.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "show.h"

/* Words behind the command. */
struct show_args {
	enum show_mode	mode;
	bool		json;
	bool		v6;
	bool		has_peer;
	bool		named;		/* the word `neighbor` was there */
	struct prefix	peer;		/* or a range */
	struct rib_filter filter;
};

/* An operator is told that there is no such neighbor. */
static int
is_there(struct cmd_ctx *x, const struct prefix *at)
{
	struct pset *set;

	if (x->c->kind != CLIENT_CTL)
		return 0;
	if ((set = select_at(x->sel, at)) == NULL)
		return lex_err(x->lex, NULL, "no neighbor matching the "
		    "command");
	pset_unref(&eng.rib, set);
	return 0;
}

/* The last two are not for lists of routes. */
static const char *const show_words[] = { "extensive", "detail", "json",
    "neighbor", "text", "summary", "configuration" };

#define NWORDS	(sizeof(show_words) / sizeof(show_words[0]))

/* `show rib` is for operators, `show adj-rib` is ExaBGP's. */
static bool
is_show_rib(const struct cmd_ctx *x)
{
	return strncmp(x->words, "show rib", 8) == 0;
}

/* An address behind `show rib` that is not a neighbor's is looked up. */
static bool
looks_up(const struct cmd_ctx *x, const struct prefix *at)
{
	struct pset *set;

	if (!is_show_rib(x))
		return false;
	set = select_at(x->sel, at);
	pset_unref(&eng.rib, set);
	return set == NULL;
}

/* A word of a list of routes or of neighbors: 1, 0 not one, -1 error. */
static int
show_word(struct cmd_ctx *x, const struct tok *t, struct show_args *a,
    bool routes)
{
	struct prefix peer;

	if (tok_is(t, "extensive") || tok_is(t, "detail"))
		a->mode = SHOW_EXTENSIVE;
	else if (tok_is(t, "json"))
		a->json = true;
	else if (!routes && tok_is(t, "summary"))
		a->mode = SHOW_SUMMARY;
	else if (!routes && tok_is(t, "configuration"))
		a->mode = SHOW_CONF;
	else if (tok_is(t, "neighbor"))
		a->named = true;	/* its address follows */
	else if (prefix_parse(t->s, t->len, &peer) == 0 &&
	    (!routes || memchr(t->s, '/', t->len) == NULL)) {
		if (!a->named && looks_up(x, &peer))
			return rib_filter_lookup(x->lex, t, &peer.addr,
			    &a->filter);
		a->peer = peer;
		a->has_peer = true;
		a->named = false;
	} else if (!tok_is(t, "text"))
		return routes ? rib_filter_word(x->lex, t, &a->filter) : 0;
	return 1;
}

/* The words behind the command. */
static int
show_args(struct cmd_ctx *x, struct show_args *a, bool routes)
{
	struct words w = { .n = 0 };
	struct tok t;
	size_t i;
	int ret;

	memset(a, 0, sizeof(*a));
	a->json = x->v6 || x->c->json;
	a->v6 = x->v6;
	for (i = 0; i < (routes ? NWORDS - 2 : NWORDS); i++)
		words_add(&w, show_words[i], strlen(show_words[i]));
	if (routes)
		rib_filter_words(&w);
	while (words_next(x, &w, &t)) {
		if ((ret = show_word(x, &t, a, routes)) == -1)
			return -1;
		if (ret == 0)
			return words_error(x->lex, &w, &t, "word", true);
	}
	return a->has_peer ? is_there(x, &a->peer) : 0;
}

/* show neighbor */

struct neighbor_job {
	struct job	j;
	struct show_args a;
	struct pset	*sel;
	uint32_t	next;		/* id */
	bool		begun;
};

static bool
shown(const struct neighbor_job *nj, const struct eng_peer *p)
{
	return p != NULL && pset_test(nj->sel, p->conf.id) &&
	    (!nj->a.has_peer || peer_is(p, &nj->a.peer));
}

static void
show_array(struct client *c, const struct neighbor_job *nj)
{
	struct sink *s = reply_item(c);
	uint32_t id;

	sink_arr(s);
	for (id = 0; id < eng.nids; id++)
		if (shown(nj, eng_peer_find(id)))
			show_object(eng_peer_find(id), false, nj->a.v6, s);
	sink_end_arr(s);
	reply_item_end(c);
}

static int
neighbor_step(struct client *c, struct job *j)
{
	struct neighbor_job *nj = (struct neighbor_job *)(void *)j;
	const struct eng_peer *p;
	struct sink *s;

	if (nj->a.json && c->kind == CLIENT_PROG) {
		/* `done` when it was read, however long it is */
		if (nj->begun)
			return 0;
		nj->begun = true;
		show_array(c, nj);
		return 1;
	}
	if (!nj->begun && !nj->a.json && nj->a.mode == SHOW_SUMMARY)
		show_summary_head(c);
	nj->begun = true;
	while (nj->next < eng.nids && !shown(nj, eng_peer_find(nj->next)))
		nj->next++;
	if ((p = eng_peer_find(nj->next++)) == NULL)
		return 0;
	if (nj->a.json) {
		s = reply_item(c);
		show_object(p, c->json, nj->a.v6, s);
		reply_item_end(c);
	} else if (nj->a.mode == SHOW_SUMMARY) {
		show_summary(c, p);
	} else if (nj->a.mode == SHOW_EXTENSIVE) {
		show_extensive(c, p);
	} else {
		show_conf(c, p);
	}
	return 1;
}

static void
neighbor_free(struct job *j)
{
	struct neighbor_job *nj = (struct neighbor_job *)(void *)j;

	pset_unref(&eng.rib, nj->sel);
	free(nj);
}

static enum cmd_result
show_neighbor(struct cmd_ctx *x, enum show_mode mode)
{
	struct neighbor_job *nj;
	struct show_args a;

	if (show_args(x, &a, false) == -1)
		return CMD_FAIL;
	if (a.mode == SHOW_NONE)
		a.mode = mode;
	if (a.mode == SHOW_NONE && x->c->kind == CLIENT_CTL)
		a.mode = a.has_peer ? SHOW_EXTENSIVE : SHOW_SUMMARY;
	if (a.mode == SHOW_NONE && !a.json) {
		reply_line(x->c, "please specify summary, extensive or "
		    "configuration");
		reply_line(x->c, "you can filter by peer ip address adding "
		    "it after the word neighbor");
		return CMD_DONE;
	}
	if ((nj = calloc(1, sizeof(*nj))) == NULL)
		return (enum cmd_result)lex_err(x->lex, NULL,
		    "out of memory");
	nj->j.step = neighbor_step;
	nj->j.free = neighbor_free;
	nj->j.waiting = true;
	nj->a = a;
	/* without a selector a process sees all of them, as in ExaBGP */
	nj->sel = pset_or(&eng.rib, x->selected ? x->sel : eng.all, NULL);
	x->c->job = &nj->j;
	pc_send(&eng.sess, IMSG_SHOW_REQ, x->c->id, NULL, 0);
	return CMD_LATER;
}

enum cmd_result
cmd_show_neighbor(struct cmd_ctx *x)
{
	return show_neighbor(x, SHOW_NONE);
}

enum cmd_result
cmd_show_summary(struct cmd_ctx *x)
{
	return show_neighbor(x, SHOW_SUMMARY);
}

void
show_peer_stat(struct imsg *m)
{
	struct eng_peer *p = eng_peer_find(m->hdr.id);

	if (p == NULL)
		return;
	memcpy(&p->stat, m->data, sizeof(p->stat));
	p->stat.last_error[sizeof(p->stat.last_error) - 1] = '\0';
	if (p->stat.state > 5)
		p->stat.state = 0;
}

void
show_peer_end(struct imsg *m)
{
	struct client *c = client_find(m->hdr.id);

	if (c != NULL && c->job != NULL)
		c->job->waiting = false;
}

/* show adj-rib */

struct rib_job {
	struct job	 j;
	struct show_args a;
	struct rib	*rib;
	struct cursor	 cursor;
	struct pset	*sel;
	bool		 table;
	bool		 begun;
};

/* The next hop as this peer is or would be told: NULL, or why it is not. */
const char *
show_next_hop(const struct eng_peer *p, const struct rib_entry *e,
    struct nh *nh)
{
	struct enc_class cls;
	struct attr_iter it;
	const char *why;
	struct negot n;
	struct nh raw;

	attr_first(&it, e->attrs->data, e->attrs->len, &raw);
	n = p->negot;
	if (!p->up) {
		memset(&n, 0, sizeof(n));
		n.local = p->conf.local;
		n.local_id = p->conf.open.router_id;
		n.extnh = p->conf.open.extnh;
	}
	class_init(&cls, &n, &p->self_other, &p->conf);
	if ((why = class_next_hop(&cls, e->fam, &raw, nh)) != NULL)
		*nh = raw;
	return why;
}

static void
show_route_text(struct client *c, const struct rib_job *rj,
    const struct eng_peer *p, const struct rib_entry *e)
{
	struct nlri_ctx ctx = { NULL, e->path_id != 0, e->path_id, true };
	struct wbuf w;
	struct nh nh;
	const char *why = show_next_hop(p, e, &nh);

	ctx.nh = &nh;
	wb_init(&w, 4 * MSG_EXT_MAX);
	if (rj->a.mode == SHOW_EXTENSIVE)
		conf_neighbor_name(&p->conf, &w);
	else
		wb_str(&w, p->name);
	wb_printf(&w, " %s ", families[e->fam].name);
	nlri_text((enum fam)e->fam, rb_init(e->nlri, e->len), &ctx, &w);
	if (rj->a.mode == SHOW_EXTENSIVE)
		attr_event(e->attrs->data, e->attrs->len, 5, &w);
	if (why != NULL)
		wb_printf(&w, " # not announced: %s", why);
	wb_u8(&w, '\n');
	reply_buf(c, &w);
}

/*
 * ExaBGP's second format: next hop and family are members of the NLRI, so
 * they are written where its row ends the object.
 */
struct record {
	struct sink_ops	 ops;
	void		(*end_obj)(struct sink *);
	const struct nh	*nh;
	const struct family *family;
};

#define RECORD_DEPTH	3	/* of the NLRI */

static void
record_end_obj(struct sink *s)
{
	const struct record *r = (const struct record *)(const void *)s->ops;
	uint8_t buf[ADDR_STRLEN * 2];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };

	if (s->depth == RECORD_DEPTH) {
		sink_key(s, "nexthop");
		nh_text(r->nh, &w);
		if (r->nh->kind == NH_NONE)
			sink_null(s);
		else
			sink_nstr(s, (const char *)buf, w.len);
		sink_key(s, "family");
		sink_obj(s);
		sink_key(s, "afi");
		sink_str(s, r->family->afi_name);
		sink_key(s, "safi");
		sink_str(s, r->family->safi_name);
		r->end_obj(s);
	}
	r->end_obj(s);
}

static void
record_nlri(const struct rib_entry *e, const struct nh *nh, struct sink *s)
{
	struct nlri_ctx ctx = { NULL, e->path_id != 0, e->path_id, false };
	const struct sink_ops *ops = s->ops;
	struct record r = { *ops, ops->end_obj, nh, &families[e->fam] };

	r.ops.end_obj = record_end_obj;
	s->ops = &r.ops;
	nlri_emit((enum fam)e->fam, rb_init(e->nlri, e->len), &ctx, s);
	s->ops = ops;
}

/* With all of the neighbor: in JSON a program has to ask for it. */
static bool
with_neighbor(const struct client *c, const struct show_args *a)
{
	return a->json && a->mode == SHOW_EXTENSIVE && c->kind == CLIENT_PROG;
}

static void
show_route_v2(struct client *c, const struct rib_job *rj,
    const struct eng_peer *p, const struct rib_entry *e)
{
	bool all = with_neighbor(c, &rj->a);
	struct sink *s = reply_item(c);
	struct nh nh;

	(void)show_next_hop(p, e, &nh);
	s->words = true;
	sink_obj(s);
	sink_key(s, "peer");
	if (all) {
		show_remote(p, rj->a.v6, s);
	} else {
		sink_obj(s);
		sink_key(s, "address");
		sink_str(s, p->name);
		sink_end_obj(s);
	}
	sink_key(s, "route");
	sink_obj(s);
	sink_key(s, "nlri");
	record_nlri(e, &nh, s);
	sink_key(s, "attributes");
	sink_obj(s);
	(void)attr_emit(e->attrs->data, e->attrs->len, s);
	sink_end_obj(s);
	sink_end_obj(s);
	if (all)
		show_members(p, false, rj->a.v6, s);
	sink_end_obj(s);
	reply_item_end(c);
}

static void
emit_family(const struct rib_entry *e, struct sink *s)
{
	sink_key(s, "family");
	sink_str(s, families[e->fam].name);
}

/* Version 6 has the two members the other way round. */
static void
emit_route(const struct rib_entry *e, bool v6, struct sink *s)
{
	const bool prefix = family_has_prefixes(&families[e->fam]);
	const uint8_t *blank;
	struct wbuf w;
	size_t n;

	wb_init(&w, 4 * MSG_EXT_MAX);
	nlri_text((enum fam)e->fam, rb_init(e->nlri, e->len),
	    &(struct nlri_ctx){ NULL, false, 0, true }, &w);
	sink_obj(s);
	if (v6)
		emit_family(e, s);
	sink_key(s, prefix ? "prefix" : "nlri");
	/* a label or distinguisher behind the prefix is left out */
	if (prefix && w.len > 0 && (blank = memchr(w.p, ' ', w.len)) != NULL)
		n = (size_t)(blank - w.p);
	else
		n = w.len;
	sink_nstr(s, (const char *)w.p, n);
	s->w->err |= w.err;
	if (!v6)
		emit_family(e, s);
	sink_end_obj(s);
	wb_free(&w);
}

/* ExaBGP's first format: an object for each route. */
static void
show_route_v1(struct client *c, const struct rib_job *rj,
    const struct eng_peer *p, const struct rib_entry *e)
{
	const struct nlri_ops *row = nlri_table[e->fam];
	struct sink *s;

	if (row == NULL)
		return;
	s = reply_item(c);
	sink_obj(s);
	sink_key(s, p->name);
	sink_obj(s);
	sink_key(s, "routes");
	sink_arr(s);
	emit_route(e, rj->a.v6, s);
	sink_end_arr(s);
	if (with_neighbor(c, &rj->a))
		show_members(p, true, rj->a.v6, s);
	sink_end_obj(s);
	sink_end_obj(s);
	reply_item_end(c);
}

static void
show_route(struct client *c, struct rib_job *rj, const struct eng_peer *p,
    const struct rib_entry *e)
{
	if (rj->a.has_peer && !peer_is(p, &rj->a.peer))
		return;
	if (rj->table) {
		if (!rj->begun)
			show_table_head(c);
		rj->begun = true;
		show_table_row(c, p, e);
	} else if (!rj->a.json)
		show_route_text(c, rj, p, e);
	else if (c->kind == CLIENT_CTL || (eng.cfg.show_v2 && !rj->a.v6))
		show_route_v2(c, rj, p, e);
	else
		show_route_v1(c, rj, p, e);
}

static int
rib_step(struct client *c, struct job *j)
{
	struct rib_job *rj = (struct rib_job *)(void *)j;
	const struct rib_entry *e;
	struct eng_peer *p;
	uint64_t w;
	uint32_t i;

	e = cursor_next(rj->rib, &rj->cursor, rj->sel);
	if (e == NULL)
		return 0;
	if (e->attrs == NULL || (e->flags & RIB_SHADOW) != 0 ||
	    !cursor_lists(&rj->cursor, e) ||
	    !rib_filter_match(&rj->a.filter, e))
		return 1;
	for (i = 0; i < e->peers->nw; i++)
		for (w = e->peers->w[i]; w != 0; w &= w - 1) {
			p = eng_peer_find(i * 64 +
			    (uint32_t)__builtin_ctzll(w));
			if (p != NULL && pset_test(rj->sel, p->conf.id))
				show_route(c, rj, p, e);
		}
	return 1;
}

static void
rib_free(struct job *j)
{
	struct rib_job *rj = (struct rib_job *)(void *)j;

	cursor_stop(rj->rib, &rj->cursor);
	pset_unref(&eng.rib, rj->sel);
	free(rj);
}

static enum cmd_result
show_rib(struct cmd_ctx *x, struct rib *rib)
{
	struct rib_job *rj;
	struct show_args a;

	if (show_args(x, &a, true) == -1)
		return CMD_FAIL;
	if ((rj = calloc(1, sizeof(*rj))) == NULL)
		return (enum cmd_result)lex_err(x->lex, NULL,
		    "out of memory");
	rj->j.step = rib_step;
	rj->j.free = rib_free;
	rj->a = a;
	rj->rib = rib;
	rj->table = x->c->kind == CLIENT_CTL && is_show_rib(x) && !a.json &&
	    a.mode == SHOW_NONE;
	rj->sel = pset_or(&eng.rib, x->selected ? x->sel : eng.all, NULL);
	cursor_start_list(rib, &rj->cursor);
	x->c->job = &rj->j;
	if (with_neighbor(x->c, &a)) {
		rj->j.waiting = true;
		pc_send(&eng.sess, IMSG_SHOW_REQ, x->c->id, NULL, 0);
	}
	return CMD_LATER;
}

enum cmd_result
cmd_show_out(struct cmd_ctx *x)
{
	return show_rib(x, &eng.rib);
}

enum cmd_result
cmd_show_in(struct cmd_ctx *x)
{
	return show_rib(x, &eng.in);
}
