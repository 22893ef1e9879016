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
 * `peer S routes list|add|remove`: routes by an index that names them to
 * programs.  As in ExaBGP 6 the object is the whole answer: no `done`.
 */
#include <sys/types.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec/words.h"
#include "lang/rtext.h"
#include "show.h"

#define NO_PATH_ID	"no-pi"		/* in the place of a path identifier */
#define LIST_MAX	((size_t)64 * 1024 * 1024)	/* bytes of a line */
#define LIST_TURN	1024		/* routes looked at in one turn */

struct routes_job {
	struct job	 j;		/* first: a job is its routes_job */
	struct cursor	 cursor;
	struct pset	*sel;
	uint32_t	 families;
	unsigned int	 seen;		/* routes looked at */
	bool		 over;		/* and that was all */
	struct wbuf	 out;		/* a program's line */
};

/* AFI and SAFI as digits, the path identifier and the NLRI. */
static void
index_put(const struct rib_key *k, struct wbuf *w)
{
	const struct family *f = &families[k->fam];

	wb_printf(w, "%02x%02x", f->afi, f->safi);
	if (k->path_id != 0)
		wb_u32(w, k->path_id);
	else
		wb_str(w, NO_PATH_ID);
	wb_put(w, k->nlri, k->len);
}

static void
emit_index(const struct rib_key *k, struct sink *s)
{
	struct wbuf w;

	wb_init(&w, 2 * NLRI_LEN_MAX);
	index_put(k, &w);
	sink_key(s, "index");
	sink_hex(s, w.p, w.len, false, false);
	s->w->err |= w.err;
	wb_free(&w);
}

/* With the words of these attributes, if there are any. */
static void
emit_route(const struct rib_key *k, const struct nh *nh,
    const struct attrs *attrs, struct sink *s)
{
	struct nlri_ctx ctx = { nh, k->path_id != 0, k->path_id, false };
	struct wbuf w;

	wb_init(&w, 4 * MSG_EXT_MAX);
	nlri_text((enum fam)k->fam, rb_init(k->nlri, k->len), &ctx, &w);
	if (attrs != NULL)
		attr_event(attrs->data, attrs->len, 5, &w);
	sink_key(s, "route");
	sink_nstr(s, (const char *)w.p, w.len);
	s->w->err |= w.err;
	wb_free(&w);
}

static void
emit_entry(const struct eng_peer *p, const struct rib_entry *e,
    struct sink *s)
{
	struct rib_key k = rib_entry_key(e);
	struct wbuf w;
	struct nh nh;

	(void)show_next_hop(p, e, &nh);
	sink_obj(s);
	emit_index(&k, s);
	emit_route(&k, &nh, e->attrs, s);
	wb_init(&w, 1024);
	conf_neighbor_name(&p->conf, &w);
	sink_key(s, "neighbor");
	sink_nstr(s, (const char *)w.p, w.len);
	s->w->err |= w.err;
	wb_free(&w);
	sink_end_obj(s);
}

/* Control clients get items; programs one line, which no event cuts. */
static void
list_entry(struct client *c, struct routes_job *rj, const struct eng_peer *p,
    const struct rib_entry *e)
{
	struct sink s;

	if (c->kind == CLIENT_CTL) {
		emit_entry(p, e, reply_item(c));
		reply_item_end(c);
		return;
	}
	wb_str(&rj->out, rj->out.len > 0 ? ", " : "[");
	sink_init(&s, &sink_json_ops, &rj->out);
	emit_entry(p, e, &s);
}

static void
list_end(struct client *c, struct routes_job *rj)
{
	if (c->kind != CLIENT_PROG)
		return;
	wb_str(&rj->out, rj->out.len > 0 ? "]\n" : "[]\n");
	if (rj->out.err)
		reply_error(c, "the list is too long, name a family");
	else
		reply_text(c, rj->out.p, rj->out.len);
}

static int
list_step(struct client *c, struct job *j)
{
	struct routes_job *rj = (struct routes_job *)(void *)j;
	const struct rib_entry *e;
	struct eng_peer *p;
	int more;

	if (rj->over)
		return 0;	/* it was read: answers have room again */
	if ((e = cursor_next(&eng.rib, &rj->cursor, rj->sel)) == NULL ||
	    rj->out.err) {
		list_end(c, rj);
		rj->over = true;
		return 1;
	}
	more = ++rj->seen % LIST_TURN == 0 ? 2 : 1;
	if (e->attrs == NULL || (e->flags & RIB_SHADOW) != 0 ||
	    !cursor_lists(&rj->cursor, e) ||
	    (rj->families & FAM_BIT(e->fam)) == 0)
		return more;
	TAILQ_FOREACH(p, &eng.peers, entry)
		if (pset_test(rj->sel, p->conf.id) &&
		    pset_test(e->peers, p->conf.id))
			list_entry(c, rj, p, e);
	return more;
}

static void
list_free(struct job *j)
{
	struct routes_job *rj = (struct routes_job *)(void *)j;

	cursor_stop(&eng.rib, &rj->cursor);
	pset_unref(&eng.rib, rj->sel);
	wb_free(&rj->out);
	free(rj);
}

static enum cmd_result
list(struct cmd_ctx *x, uint32_t fams)
{
	struct routes_job *rj;

	if ((rj = calloc(1, sizeof(*rj))) == NULL)
		return (enum cmd_result)lex_err(x->lex, NULL,
		    "out of memory");
	rj->j.step = list_step;
	rj->j.free = list_free;
	rj->j.quiet = true;
	rj->families = fams;
	wb_init(&rj->out, LIST_MAX);
	rj->sel = pset_or(&eng.rib, x->sel, NULL);
	cursor_start_list(&eng.rib, &rj->cursor);
	x->c->job = &rj->j;
	return CMD_LATER;
}

/* The object of a change, and nothing behind it. */
static enum cmd_result
answer(struct cmd_ctx *x, const struct rib_key *k, const struct nh *nh,
    const char *key, bool value)
{
	struct sink *s = reply_item(x->c);

	sink_obj(s);
	if (!value || nh == NULL) {
		sink_key(s, key);
		sink_bool(s, value);
	}
	if (value && nh == NULL)
		emit_route(k, NULL, NULL, s);
	emit_index(k, s);
	if (nh != NULL) {
		emit_route(k, nh, NULL, s);
		sink_key(s, key);
		sink_bool(s, value);
	}
	sink_end_obj(s);
	reply_item_end(x->c);
	return x->c->kind == CLIENT_CTL ? CMD_DONE : CMD_LATER;
}

static enum cmd_result
add(struct cmd_ctx *x)
{
	struct route *r = cmd_route_start();
	struct attrs *a;
	struct rib_key k;
	struct nh nh;
	int ret;

	if (lex_expect(x->lex, "route") == -1 ||
	    rtext_route(x->lex, r, false) != 0)
		return CMD_FAIL;
	nh = r->attrs.nh;
	if ((a = cmd_route_attrs(x, r)) == NULL)
		return (enum cmd_result)lex_err(x->lex, NULL,
		    "out of memory");
	ret = cmd_put_route(x, r, a);
	attrs_unref(&eng.rib, a);
	if (ret == -1)
		return CMD_FAIL;
	k = cmd_route_key(r);
	return answer(x, &k, &nh, "success", true);
}

/* An index back to what it names; false if it names nothing. */
static bool
index_get(struct rbuf r, struct rib_key *k)
{
	static const size_t none = sizeof(NO_PATH_ID) - 1;
	char digits[8] = "";
	unsigned int i, n;

	memset(k, 0, sizeof(*k));
	for (i = 0; i < FAM_MAX; i++) {
		n = (unsigned int)snprintf(digits, sizeof(digits),
		    "%02x%02x", families[i].afi, families[i].safi);
		if (rb_left(&r) > n && memcmp(r.p, digits, n) == 0)
			break;
	}
	if (i == FAM_MAX)
		return false;
	(void)rb_bytes(&r, n);
	k->fam = (uint8_t)i;
	if (rb_left(&r) > none && memcmp(r.p, NO_PATH_ID, none) == 0)
		(void)rb_bytes(&r, none);
	else
		k->path_id = rb_u32(&r);
	k->nlri = r.p;
	k->len = (uint16_t)rb_left(&r);
	return !r.err && rb_left(&r) > 0 && rb_left(&r) <= NLRI_LEN_MAX;
}

/* Is any of the peers in question told of the route? */
static bool
is_there(const struct cmd_ctx *x, const struct rib_key *k)
{
	const struct rib_entry *e;

	for (e = rib_find(&eng.rib, k); e != NULL;
	    e = rib_find_next(e, k))
		if (e->attrs != NULL && pset_meets(e->peers, x->sel))
			return true;
	return false;
}

static enum cmd_result
remove_key(struct cmd_ctx *x, const struct rib_key *k)
{
	if (!is_there(x, k))
		return answer(x, k, NULL, "removed", false);
	if (rib_withdraw(&eng.rib, k, x->sel, eng.up, false) == -1)
		return (enum cmd_result)lex_err(x->lex, NULL,
		    "out of memory");
	return answer(x, k, NULL, "removed", true);
}

static enum cmd_result
remove_index(struct cmd_ctx *x)
{
	uint8_t buf[NLRI_LEN_MAX + 16];
	struct rib_key k;
	struct tok t;
	struct sink *s;

	if (lex_need(x->lex, &t, "index") == -1)
		return CMD_FAIL;
	if (t.len / 2 > sizeof(buf) || word_bytes(&t, buf, t.len / 2) == -1)
		return (enum cmd_result)lex_err(x->lex, &t,
		    "invalid hex index: %.*s", (int)t.len, t.s);
	if (index_get(rb_init(buf, t.len / 2), &k))
		return remove_key(x, &k);
	s = reply_item(x->c);
	sink_obj(s);
	sink_key(s, "removed");
	sink_bool(s, false);
	sink_key(s, "index");
	sink_nstr(s, t.s, t.len);
	sink_end_obj(s);
	reply_item_end(x->c);
	return x->c->kind == CLIENT_CTL ? CMD_DONE : CMD_LATER;
}

static enum cmd_result
remove_route(struct cmd_ctx *x)
{
	struct route *r = cmd_route_start();
	struct rib_key k;

	if (lex_accept(x->lex, "index"))
		return remove_index(x);
	if (lex_expect(x->lex, "route") == -1 ||
	    rtext_route(x->lex, r, true) != 0)
		return CMD_FAIL;
	k = cmd_route_key(r);
	return remove_key(x, &k);
}

/* AFI [SAFI] in front: the families that are listed. */
static uint32_t
which_families(struct cmd_ctx *x)
{
	struct tok afi = *lex_peek(x->lex), safi;
	uint32_t fams = 0;
	unsigned int i;
	enum fam fam;

	if (afi.kind != TOK_WORD || family_afi_parse(afi.s, afi.len) == 0)
		return ~0U;
	(void)lex_next(x->lex);
	safi = *lex_peek(x->lex);
	if (safi.kind == TOK_WORD && (fam = family_parse(afi.s, afi.len,
	    safi.s, safi.len)) != FAM_NONE) {
		(void)lex_next(x->lex);
		return FAM_BIT(fam);
	}
	for (i = 0; i < FAM_RAW; i++)
		if (families[i].afi == family_afi_parse(afi.s, afi.len))
			fams |= FAM_BIT(i);
	return fams;
}

enum cmd_result
cmd_routes(struct cmd_ctx *x)
{
	uint32_t fams;

	if (x->sel == NULL)
		return (enum cmd_result)lex_err(x->lex, NULL,
		    "no neighbor matching the command");
	fams = which_families(x);
	if (lex_accept(x->lex, "list"))
		return list(x, fams);
	if (x->c->readonly)
		return (enum cmd_result)lex_err(x->lex, NULL,
		    "not on the read-only socket");
	if (lex_accept(x->lex, "add"))
		return add(x);
	if (lex_accept(x->lex, "remove"))
		return remove_route(x);
	return (enum cmd_result)lex_err(x->lex, lex_peek(x->lex),
	    "expected list, add or remove");
}
