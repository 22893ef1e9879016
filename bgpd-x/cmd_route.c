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
 * Commands about routes.  The store is changed at once; what is sent
 * leaves at the end of the turn, packed.
 */
#include <sys/types.h>

#include <string.h>

#include "codec/oper.h"
#include "lang/rtext.h"
#include "cmd.h"

#define CMD_SPLIT_MAX	(1U << 18)	/* routes: others wait for them */

/* One route is built at a time: its buffers stay for the next line. */
static struct route rt;
static struct wbuf block;

struct route *
cmd_route_start(void)
{
	if (block.max == 0) {
		wb_init(&block, MSG_EXT_MAX * 2);
		route_init(&rt);
	} else {
		route_reset(&rt);
	}
	wb_reset(&block);
	return &rt;
}

static int
no_memory(struct cmd_ctx *x)
{
	return lex_err(x->lex, NULL, "out of memory");
}

int
cmd_announce(const struct rib_key *k, struct attrs *a, struct pset *sel)
{
	if (rib_untold(&eng.rib, k, a, sel))
		groups_turn();
	return rib_announce(&eng.rib, k, a, sel, 0);
}

/* Mostly the first peer has the family; a raw one is looked at when sent. */
static bool
is_heard(const struct pset *to, uint8_t fam)
{
	const struct eng_peer *p;
	uint64_t w;
	uint32_t i;

	for (i = 0; i < to->nw; i++)
		for (w = to->w[i]; w != 0; w &= w - 1) {
			p = eng_peer_find(i * 64 +
			    (uint32_t)__builtin_ctzll(w));
			if (p != NULL &&
			    (p->conf.open.families & FAM_BIT(fam)) != 0)
				return true;
		}
	return fam == FAM_RAW;
}

static void
note_change(struct cmd_ctx *x, uint8_t fam)
{
	x->c->changes++;
	if (!x->withdraw && !is_heard(x->sel, fam))
		eng_log_unheard(x->c->name, (enum fam)fam);
}

int
cmd_put(struct cmd_ctx *x, const struct rib_key *k, struct attrs *a)
{
	int ret;

	note_change(x, k->fam);
	if (!x->withdraw)
		return cmd_announce(k, a, x->sel) == -1 ? no_memory(x) : 0;
	ret = rib_withdraw(&eng.rib, k, x->sel, eng.up, true);
	return ret == -1 ? no_memory(x) : 0;
}

/* See cmd.h. */
int
cmd_count(struct cmd_ctx *x, const struct route *r, uint64_t *n)
{
	*n += r->has_prefix && r->split > r->prefix.plen ?
	    1ULL << (r->split - r->prefix.plen) : 1;
	return *n <= CMD_SPLIT_MAX ? 0 : lex_err(x->lex, NULL, "a split by "
	    "command makes %u routes at most", CMD_SPLIT_MAX);
}

struct rib_key
cmd_route_key(const struct route *r)
{
	return (struct rib_key){ r->nlri.p, r->has_path_id ? r->path_id : 0,
	    (uint16_t)r->nlri.len, r->fam, 0, 0 };
}

int
cmd_put_route(struct cmd_ctx *x, struct route *r, struct attrs *a)
{
	uint64_t n = 0, count = 0;
	struct rib_key k;

	if (cmd_count(x, r, &count) == -1)
		return -1;
	while (rtext_split(r, &n)) {
		k = cmd_route_key(r);
		if (cmd_put(x, &k, a) == -1)
			return -1;
	}
	return 0;
}

/* With others, unless there is more to it than one route and `done`. */
static enum cmd_result
put_or_queue(struct cmd_ctx *x, struct route *r, struct attrs *a)
{
	struct rib_key k;

	if (r->split == 0 && r->nlri.len <= QUEUE_NLRI_MAX && !x->sync &&
	    !x->c->mute) {
		k = cmd_route_key(r);
		note_change(x, k.fam);
		queue_put(x->c, &k, a, x->sel);
		return CMD_LATER;
	}
	queue_flush();
	return cmd_put_route(x, r, a) == -1 ? CMD_FAIL : CMD_DONE;
}

/*
 * Is this next hop what `self` means to each of the peers?  Then it is
 * stored as such, so that saying it in either way is the same route.
 */
static bool
is_self(const struct cmd_ctx *x, const struct nh *nh)
{
	const struct addr *a;
	struct eng_peer *p;
	uint64_t w;
	uint32_t i;

	for (i = 0; i < x->sel->nw; i++)
		for (w = x->sel->w[i]; w != 0; w &= w - 1) {
			p = eng_peer_find(i * 64 +
			    (uint32_t)__builtin_ctzll(w));
			if (p == NULL)
				continue;
			a = &p->conf.local;
			if (a->len != nh->len ||
			    memcmp(a->b, nh->b, nh->len) != 0)
				return false;
		}
	return true;
}

/* What is shared by a group comes before what a route says, as in ExaBGP. */
static void
add_shared(const struct attrs *shared, struct attr_build *ab)
{
	struct attr_iter it;
	struct nh unused;

	attr_first(&it, shared->data, shared->len, &unused);
	while (attr_next(&it)) {
		ab_del(ab, it.code);
		(void)ab_put(ab, it.code, it.flags, it.val.p,
		    rb_left(&it.val));
	}
}

struct attrs *
cmd_route_attrs(const struct cmd_ctx *x, struct route *r)
{
	struct nh *nh = &r->attrs.nh, said = *nh;
	int ret;

	if (nh->kind == NH_ADDR && families[r->fam].afi ==
	    (nh->len == 4 ? AFI_IPV4 : AFI_IPV6) && is_self(x, nh))
		*nh = (struct nh){ .kind = NH_SELF };
	if (x->c->shared != NULL)
		add_shared(x->c->shared, &r->attrs);
	wb_reset(&block);
	ret = ab_finish(&r->attrs, &block);
	*nh = said;	/* for another family it is no `self` */
	return ret == -1 || block.err ? NULL :
	    attrs_get(&eng.rib, block.p, block.len);
}

/* What an announcement says, for somebody. */
static int
need_attrs(struct cmd_ctx *x, struct route *r, struct attrs **a)
{
	if (x->sel == NULL)
		return lex_err(x->lex, NULL,
		    "no neighbor matching the command");
	if (!x->withdraw && (*a = cmd_route_attrs(x, r)) == NULL)
		return no_memory(x);
	return 0;
}

static enum cmd_result
finish_route(struct cmd_ctx *x, struct route *r)
{
	enum cmd_result ret;
	struct attrs *a = NULL;

	if (need_attrs(x, r, &a) == -1)
		return CMD_FAIL;
	ret = put_or_queue(x, r, a);
	attrs_unref(&eng.rib, a);
	return ret;
}

enum cmd_result
cmd_route(struct cmd_ctx *x)
{
	struct lex *lx = x->lex;
	struct attrs *a = NULL;
	enum cmd_result ret;
	const struct tok *t;
	struct route *r;
	size_t at;

	if (x->sel != NULL && !x->sync && !x->c->mute && same_route(x))
		return CMD_LATER;
	r = cmd_route_start();
	t = lex_peek(lx);
	at = t->off + t->len;
	if (rtext_route(lx, r, x->withdraw) != 0)
		return CMD_FAIL;
	if (need_attrs(x, r, &a) == -1)
		return CMD_FAIL;
	if (x->c->shared == NULL)
		same_learn(x, r, a, lx->src + at, lx->len - at);
	ret = put_or_queue(x, r, a);
	attrs_unref(&eng.rib, a);
	return ret;
}

enum cmd_result
cmd_flow(struct cmd_ctx *x)
{
	struct route *r = cmd_route_start();

	if (rtext_flow(x->lex, r, x->withdraw) != 0)
		return CMD_FAIL;
	return finish_route(x, r);
}

enum cmd_result
cmd_vpls(struct cmd_ctx *x)
{
	struct route *r = cmd_route_start();

	if (rtext_vpls(x->lex, r, x->withdraw) != 0)
		return CMD_FAIL;
	return finish_route(x, r);
}

/* "announce ipv4 SAFI ...": the AFI is the command's last word. */
enum cmd_result
cmd_family(struct cmd_ctx *x)
{
	const char *afi = strrchr(x->words, ' ') + 1;
	struct route *r = cmd_route_start();
	struct tok t;
	enum fam fam;

	if (lex_need(x->lex, &t, "an address family") == -1)
		return CMD_FAIL;
	fam = family_parse(afi, strlen(afi), t.s, t.len);
	if (fam == FAM_NONE)
		return (enum cmd_result)lex_err(x->lex, &t,
		    "there is no family %s %.*s", afi, (int)t.len, t.s);
	if (rtext_family(x->lex, fam, r, x->withdraw) != 0)
		return CMD_FAIL;
	return finish_route(x, r);
}

enum cmd_result
cmd_raw(struct cmd_ctx *x)
{
	struct route *r = cmd_route_start();

	if (rtext_raw(x->lex, r, x->withdraw) != 0)
		return CMD_FAIL;
	return finish_route(x, r);
}

static int
need_family(struct cmd_ctx *x, enum fam *fam)
{
	struct tok afi, safi;

	if (lex_need(x->lex, &afi, "an address family") == -1 ||
	    lex_need(x->lex, &safi, "an address family") == -1)
		return -1;
	*fam = family_parse(afi.s, afi.len, safi.s, safi.len);
	if (*fam == FAM_NONE)
		return lex_err(x->lex, &afi, "there is no such family");
	return 0;
}

static int
nothing_more(struct cmd_ctx *x)
{
	const struct tok *t = lex_peek(x->lex);

	if (t->kind != TOK_WORD)
		return 0;
	return lex_err(x->lex, t, "\"%.*s\" is not expected", (int)t->len,
	    t->s);
}

static int
nobody_up(struct cmd_ctx *x, struct pset **to)
{
	if ((*to = pset_and(&eng.rib, x->sel, eng.up)) != NULL)
		return 0;
	return lex_err(x->lex, NULL, "no session is established");
}

int
cmd_send(struct cmd_ctx *x, const struct pset *to, const struct wbuf *w)
{
	const struct eng_peer *p = eng_send_now(to, w->p, w->len);

	return p == NULL ? 0 : lex_err(x->lex, NULL,
	    "neighbor %s does not read what it was sent", p->name);
}

/* What was announced before it goes first. */
enum cmd_result
cmd_eor(struct cmd_ctx *x)
{
	enum fam fam = FAM_IPV4_UNICAST;
	struct pset *to;
	struct wbuf w;
	int ret;

	if (lex_peek(x->lex)->kind == TOK_WORD && need_family(x, &fam) == -1)
		return CMD_FAIL;
	if (nothing_more(x) == -1 || nobody_up(x, &to) == -1)
		return CMD_FAIL;
	groups_turn();
	wb_init(&w, 256);
	pack_eor(&w, fam);
	ret = cmd_send(x, to, &w);
	wb_free(&w);
	pset_unref(&eng.rib, to);
	return ret == -1 ? CMD_FAIL : CMD_DONE;
}

/*
 * Only peers that understand it get one (RFC 2918 3), and only of a family
 * of theirs in the configuration.
 */
enum cmd_result
cmd_refresh(struct cmd_ctx *x)
{
	enum cmd_result ret = CMD_DONE;
	struct eng_peer *p;
	enum fam fam;
	struct pset *to;
	struct wbuf w;

	if (need_family(x, &fam) == -1 || nothing_more(x) == -1 ||
	    nobody_up(x, &to) == -1)
		return CMD_FAIL;
	wb_init(&w, 256);
	refresh_put(&w, FAM_BIT(fam), 0);
	TAILQ_FOREACH(p, &eng.peers, entry)
		if (pset_test(to, p->conf.id) &&
		    (p->conf.open.families & FAM_BIT(fam)) != 0 &&
		    p->negot.refresh != REFRESH_ABSENT &&
		    cmd_send(x, p->self, &w) == -1)
			ret = CMD_FAIL;
	wb_free(&w);
	pset_unref(&eng.rib, to);
	return ret;
}

/*
 * For peers that speak it: capability 185 in both OPENs.  As with ExaBGP a
 * kind that is not known is done, and nothing is sent.
 */
enum cmd_result
cmd_operational(struct cmd_ctx *x)
{
	struct eng_peer *p;
	struct wbuf body, w;
	struct pset *to;
	size_t own;
	int ret;

	if (!oper_is_kind(lex_peek(x->lex))) {
		eng_log_refused(x->c->name,
		    "there is no operational message of this kind");
		return CMD_DONE;
	}
	wb_init(&body, MSG_MAX);
	ret = oper_parse(x->lex, &own, &body);
	if (ret == -1 || nobody_up(x, &to) == -1) {
		wb_free(&body);
		return CMD_FAIL;
	}
	wb_init(&w, MSG_MAX);
	msg_header(&w, MSG_OPERATIONAL, (uint16_t)(MSG_HDR + body.len));
	wb_put(&w, body.p, body.len);
	TAILQ_FOREACH(p, &eng.peers, entry) {
		if (!pset_test(to, p->conf.id) || !p->negot.operational)
			continue;
		if (own != 0) {
			wb_set_u16(&w, MSG_HDR + own,
			    (uint16_t)(p->negot.local_id >> 16));
			wb_set_u16(&w, MSG_HDR + own + 2,
			    (uint16_t)p->negot.local_id);
		}
		if (cmd_send(x, p->self, &w) == -1)
			ret = -1;
	}
	wb_free(&w);
	wb_free(&body);
	pset_unref(&eng.rib, to);
	return ret == -1 ? CMD_FAIL : CMD_DONE;
}

/* Without a name it is the process's own. */
enum cmd_result
cmd_watchdog(struct cmd_ctx *x)
{
	char name[CONF_NAME_MAX];
	struct tok t;

	memcpy(name, x->c->name, sizeof(name));
	if (lex_word(x->lex, &t)) {
		if (t.len >= sizeof(name))
			return (enum cmd_result)lex_err(x->lex, &t,
			    "the name is too long");
		memcpy(name, t.s, t.len);
		name[t.len] = '\0';
	}
	if (watchdog_set(name, !x->withdraw) == -1)
		return (enum cmd_result)no_memory(x);
	return CMD_DONE;
}

/* As in ExaBGP only the newer grammar is content with nobody. */
enum cmd_result
cmd_flush_out(struct cmd_ctx *x)
{
	struct eng_peer *p;
	struct pset *to;

	if (!x->v6) {
		if (nobody_up(x, &to) == -1)
			return CMD_FAIL;
		pset_unref(&eng.rib, to);
	}
	groups_turn();
	TAILQ_FOREACH(p, &eng.peers, entry)
		if (p->up && pset_test(x->sel, p->conf.id))
			group_refresh(p, p->negot.families);
	return CMD_DONE;
}

enum cmd_result
cmd_clear_out(struct cmd_ctx *x)
{
	if (rib_clear(&eng.rib, x->sel, eng.up) > 0)
		return (enum cmd_result)no_memory(x);
	return CMD_DONE;
}

enum cmd_result
cmd_clear_in(struct cmd_ctx *x)
{
	struct eng_peer *p;

	TAILQ_FOREACH(p, &eng.peers, entry)
		if (pset_test(x->sel, p->conf.id))
			adj_rib_in_clear(p);
	return CMD_DONE;
}
