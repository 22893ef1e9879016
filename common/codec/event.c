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
 * Events as objects: their head, and the routes of an UPDATE in the two
 * layouts.
 */
#include <stdlib.h>
#include <string.h>

#include "event.h"

/* Everything announced or withdrawn by one UPDATE: runs of NLRI. */
#define RUNS_MAX	4

struct runs {
	const struct nlri_run	*r[RUNS_MAX];
	unsigned int		 n;
};

static void
emit_addr(struct sink *s, const char *key, const struct addr *a)
{
	char buf[ADDR_STRLEN];

	sink_key(s, key);
	sink_nstr(s, buf, addr_print(a, buf, sizeof(buf)));
}

/* Members "header" and "body" of a whole message. */
static void
event_raw(struct sink *s, struct rbuf msg)
{
	const uint8_t *hdr = rb_bytes(&msg, MSG_HDR);

	if (hdr == NULL)
		return;
	sink_key(s, "header");
	sink_hex(s, hdr, MSG_HDR, true, true);
	if (rb_left(&msg) == 0)
		return;
	sink_key(s, "body");
	sink_hex(s, msg.p, rb_left(&msg), true, true);
}

const char *
event_version(uint8_t version)
{
	return version == 4 ? "4.0.1" : version == 6 ? "6.0.0" : "5.0.0";
}

void
event_begin(struct sink *s, const struct event_head *h, enum event_dir dir)
{
	static const char *const dirs[] = { "", "receive", "send", "in" };
	struct addr id;

	sink_obj(s);
	sink_key(s, "exabgp");
	sink_str(s, event_version(s->version));
	sink_key(s, "time");
	sink_time(s, h->time);
	sink_key(s, "host");
	sink_str(s, h->host);
	sink_key(s, "pid");
	sink_u64(s, h->pid);
	sink_key(s, "ppid");
	sink_u64(s, h->ppid);
	sink_key(s, "counter");
	sink_u64(s, h->counter);
	sink_key(s, "type");
	sink_str(s, h->type);
	if (rb_left(&h->raw) > 0)
		event_raw(s, h->raw);
	sink_key(s, "neighbor");
	sink_obj(s);
	sink_key(s, "address");
	sink_obj(s);
	emit_addr(s, "local", &h->local);
	emit_addr(s, "peer", &h->peer);
	sink_end_obj(s);
	sink_key(s, "asn");
	sink_obj(s);
	sink_key(s, "local");
	sink_u64(s, h->local_as);
	sink_key(s, "peer");
	sink_u64(s, h->peer_as);
	sink_end_obj(s);
	if (s->version != 4) {
		addr_from_v4(&id, h->router_id);
		emit_addr(s, "router-id", &id);
	}
	if (dir != EVENT_NONE) {
		sink_key(s, "direction");
		sink_str(s, dirs[dir]);
	}
}

void
event_end(struct sink *s)
{
	sink_end_obj(s);
	sink_end_obj(s);
}

/* What has no NLRI that can be read is not there. */
static void
runs_add(struct runs *rs, const struct nlri_run *r)
{
	struct nlri_run first = *r;
	struct rbuf one;
	uint32_t id;

	if (nlri_run_next(&first, &id, &one))
		rs->r[rs->n++] = r;
}

/* The family whose name is the key: BGP-LS has one for both, as in ExaBGP. */
static enum fam
key_of(const struct nlri_run *r)
{
	return r->fam == FAM_BGPLS_VPN ? FAM_BGPLS : (enum fam)r->fam;
}

static bool
same_key(const struct nlri_run *a, const struct nlri_run *b)
{
	return key_of(a) == key_of(b);
}

/* Has a run before this one the same family? */
static bool
seen_family(const struct runs *rs, unsigned int i)
{
	unsigned int j;

	for (j = 0; j < i; j++)
		if (same_key(rs->r[j], rs->r[i]))
			return true;
	return false;
}

static bool
same_nh(const struct nlri_run *a, const struct nlri_run *b)
{
	return same_key(a, b) && a->nh.kind == b->nh.kind &&
	    a->nh.len == b->nh.len && memcmp(a->nh.b, b->nh.b,
	    a->nh.len) == 0;
}

static void
emit_list(const struct nlri_run *run, const struct nh *nh, bool compact,
    struct sink *s)
{
	struct nlri_run r = *run;
	struct nlri_ctx ctx = { nh, r.addpath, 0, false };
	bool bare = compact && !r.addpath && r.fam < FAM_MAX &&
	    families[r.fam].safi <= 2;
	uint8_t buf[ADDR_STRLEN];
	struct wbuf w;
	struct rbuf one;

	while (nlri_run_next(&r, &ctx.path_id, &one)) {
		if (!bare) {
			nlri_emit((enum fam)r.fam, one, &ctx, s);
			continue;
		}
		w = (struct wbuf){ buf, 0, sizeof(buf), sizeof(buf), false };
		nlri_text((enum fam)r.fam, one, &(struct nlri_ctx){ NULL,
		    false, 0, false }, &w);
		sink_nstr(s, (const char *)buf, w.len);
	}
}

static void
emit_nh_key(const struct nh *nh, struct sink *s)
{
	uint8_t buf[ADDR_STRLEN];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };

	if (nh->kind == NH_NONE || nh->len == 0) {
		sink_key(s, "no-nexthop");
		return;
	}
	nh_text(nh, &w);
	sink_nkey(s, (const char *)buf, w.len);
}

/* family: { next hop: [ nlri ... ] }; no key twice. */
static void
emit_announce(const struct runs *rs, unsigned int i, bool compact,
    struct sink *s)
{
	unsigned int j, k;

	for (j = i; j < rs->n; j++) {
		if (!same_key(rs->r[j], rs->r[i]))
			continue;
		for (k = i; k < j; k++)
			if (same_nh(rs->r[k], rs->r[j]))
				break;
		if (k < j)
			continue;
		emit_nh_key(&rs->r[j]->nh, s);
		sink_arr(s);
		for (k = j; k < rs->n; k++)
			if (k == j || same_nh(rs->r[k], rs->r[j]))
				emit_list(rs->r[k], &rs->r[k]->nh, compact,
				    s);
		sink_end_arr(s);
		if (rs->r[j]->nh_ll.len == 0 || s->version == 6)
			continue;
		emit_nh_key(&rs->r[j]->nh_ll, s);
		sink_arr(s);
		emit_list(rs->r[j], &rs->r[j]->nh_ll, compact, s);
		sink_end_arr(s);
	}
}

static void
emit_withdraw(const struct runs *rs, unsigned int i, bool compact,
    struct sink *s)
{
	unsigned int j;

	for (j = i; j < rs->n; j++)
		if (same_key(rs->r[j], rs->r[i]))
			emit_list(rs->r[j], NULL, compact, s);
}

#define KEYS_MAX	(1U << 24)	/* of one message */

/* One NLRI of the guide's layout, to be sorted by its key. */
struct keyed {
	const struct nlri_run	*run;
	const char		*key;
	size_t			 off, len;	/* of the key, in all of them */
	uint32_t		 path_id;
};

static int
keyed_cmp(const void *va, const void *vb)
{
	const struct keyed *a = va, *b = vb;
	int c = memcmp(a->key, b->key, a->len < b->len ? a->len : b->len);

	if (c != 0)
		return c;
	if (a->len != b->len)
		return a->len < b->len ? -1 : 1;
	return a->off < b->off ? -1 : a->off > b->off;
}

static void
emit_guide_route(const struct keyed *k, bool announce,
    const struct update *u, struct sink *s)
{
	uint8_t buf[ADDR_STRLEN];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };
	struct addr id;

	sink_obj(s);
	if (announce && k->run->nh.kind == NH_ADDR) {
		nh_text(&k->run->nh, &w);
		sink_key(s, "next-hop");
		sink_nstr(s, (const char *)buf, w.len);
	}
	if (k->run->addpath) {
		addr_from_v4(&id, k->path_id);
		emit_addr(s, "path-information", &id);
	}
	if (announce)
		(void)attr_emit(u->attrs.p, u->attrs.len, s);
	sink_end_obj(s);
}

/* The NLRI of a family from all runs, each with its key: -1 without memory. */
static int
add_keyed(const struct nlri_run *run, struct keyed **k, size_t *n,
    struct wbuf *keys)
{
	const struct nlri_ctx ctx = { NULL, false, 0, false };
	struct nlri_run r = *run;
	struct keyed *more;
	struct rbuf one;
	size_t off;
	uint32_t id;

	while (nlri_run_next(&r, &id, &one)) {
		/* room doubles at each power of two */
		if (*n == 0 || (*n >= 64 && (*n & (*n - 1)) == 0)) {
			more = reallocarray(*k, *n == 0 ? 64 : *n * 2,
			    sizeof(**k));
			if (more == NULL)
				return -1;
			*k = more;
		}
		off = keys->len;
		nlri_text((enum fam)run->fam, one, &ctx, keys);
		(*k)[(*n)++] = (struct keyed){ run, NULL, off,
		    keys->len - off, id };
	}
	return keys->err ? -1 : 0;
}

/*
 * prefix: [ { next-hop, attributes } ... ], sorted, no key twice; what is
 * the same as text may differ in bits that mean nothing.
 */
static void
emit_keyed(struct keyed *k, size_t n, bool announce, const struct update *u,
    struct sink *s)
{
	size_t a, b;

	for (a = 0; a < n; a = b) {
		sink_nkey(s, k[a].key, k[a].len);
		sink_arr(s);
		for (b = a; b < n && k[a].len == k[b].len &&
		    memcmp(k[a].key, k[b].key, k[a].len) == 0; b++)
			emit_guide_route(&k[b], announce, u, s);
		sink_end_arr(s);
	}
}

static void
emit_guide(const struct runs *rs, unsigned int i, bool announce,
    const struct update *u, struct sink *s)
{
	struct keyed *k = NULL;
	struct wbuf keys;
	size_t n = 0, a;
	unsigned int j;
	int ret = 0;

	wb_init(&keys, KEYS_MAX);
	for (j = i; j < rs->n && ret == 0; j++) {
		if (same_key(rs->r[j], rs->r[i]))
			ret = add_keyed(rs->r[j], &k, &n, &keys);
	}
	for (a = 0; a < n && ret == 0; a++)
		k[a].key = (const char *)keys.p + k[a].off;
	if (n > 1 && ret == 0)
		qsort(k, n, sizeof(*k), keyed_cmp);
	if (ret == 0)
		emit_keyed(k, n, announce, u, s);
	else
		s->w->err = true;
	wb_free(&keys);
	free(k);
}

/* The "announce" or "withdraw" member, if there is anything in it. */
static void
emit_runs(const struct update *u, const struct runs *rs, bool announce,
    enum event_layout layout, bool compact, struct sink *s)
{
	bool list = !announce && layout == EVENT_EXABGP;
	unsigned int i;

	if (rs->n == 0)
		return;
	sink_key(s, announce ? "announce" : "withdraw");
	sink_obj(s);
	for (i = 0; i < rs->n; i++) {
		if (seen_family(rs, i))
			continue;
		sink_key(s, families[key_of(rs->r[i])].name);
		if (list)
			sink_arr(s);
		else
			sink_obj(s);
		if (layout == EVENT_GUIDE)
			emit_guide(rs, i, announce, u, s);
		else if (announce)
			emit_announce(rs, i, compact, s);
		else
			emit_withdraw(rs, i, compact, s);
		if (list)
			sink_end_arr(s);
		else
			sink_end_obj(s);
	}
	sink_end_obj(s);
}

static void
emit_eor(enum fam fam, struct sink *s)
{
	sink_key(s, "eor");
	sink_obj(s);
	sink_key(s, "afi");
	sink_str(s, families[fam].afi_name);
	sink_key(s, "safi");
	sink_str(s, families[fam].safi_name);
	sink_end_obj(s);
}

void
update_emit(const struct update *u, enum event_layout layout, bool compact,
    struct sink *s)
{
	bool bad = u->err.action == ERR_WITHDRAW;
	struct runs ann = { { NULL }, 0 }, wd = { { NULL }, 0 };
	const struct nh *next_hop = NULL;
	bool attrs = (u->has_attrs || bad) &&
	    !(layout == EVENT_GUIDE && !bad);

	sink_key(s, "message");
	sink_obj(s);
	if (u->eor != FAM_NONE) {
		emit_eor((enum fam)u->eor, s);
		sink_end_obj(s);
		return;
	}
	runs_add(&wd, &u->withdrawn);
	runs_add(bad ? &wd : &ann, &u->nlri);
	runs_add(&wd, &u->unreach);
	runs_add(bad ? &wd : &ann, &u->reach);
	/* version 6 has NEXT_HOP there when routes are withdrawn */
	if (s->version == 6 && wd.n > 0 && u->nlri.nh.len == 4)
		next_hop = &u->nlri.nh;
	sink_key(s, "update");
	sink_obj(s);
	if (attrs) {
		sink_key(s, "attribute");
		sink_obj(s);
		(void)attr_emit_nh(u->attrs.p, u->attrs.len, next_hop, s);
		if (bad) {
			sink_key(s, "error");
			sink_str(s, "treat-as-withdraw");
		}
		sink_end_obj(s);
	}
	emit_runs(u, &ann, true, layout, compact, s);
	emit_runs(u, &wd, false, layout, compact, s);
	sink_end_obj(s);
	if (layout == EVENT_GUIDE) {
		emit_runs(u, &ann, true, layout, compact, s);
		emit_runs(u, &wd, false, layout, compact, s);
	}
	sink_end_obj(s);
}

/* A line for the route, with the next hop of an announcement. */
static void
text_line(const struct update *u, enum fam fam, struct rbuf one,
    const struct nlri_ctx *ctx, const struct event_text *t, struct wbuf *w)
{
	wb_str(w, t->prefix);
	wb_str(w, ctx->nh != NULL ? "announced " : "withdrawn ");
	nlri_text(fam, one, ctx, w);
	if (ctx->nh != NULL)
		attr_event(u->attrs.p, u->attrs.len, t->version, w);
	wb_u8(w, '\n');
}

/* A link-local next hop has a line of its own, but for the last generation. */
static void
text_run(const struct update *u, const struct nlri_run *run, bool announce,
    const struct event_text *t, struct wbuf *w)
{
	const bool twice = announce && run->nh_ll.len > 0 && t->version < 6;
	struct nlri_run r = *run;
	struct nlri_ctx ctx = { NULL, r.addpath, 0, true };
	struct rbuf one;

	while (nlri_run_next(&r, &ctx.path_id, &one)) {
		ctx.nh = announce ? &run->nh : NULL;
		text_line(u, (enum fam)r.fam, one, &ctx, t, w);
		if (!twice)
			continue;
		ctx.nh = &run->nh_ll;
		text_line(u, (enum fam)r.fam, one, &ctx, t, w);
	}
}

void
update_text(const struct update *u, const struct event_text *t,
    struct wbuf *w)
{
	bool bad = u->err.action == ERR_WITHDRAW;
	const struct family *f;

	if (u->eor != FAM_NONE) {
		f = &families[u->eor];
		wb_printf(w, "%sroute eor %u/%u (%s)\n", t->prefix, f->afi,
		    f->safi, f->name);
	} else {
		text_run(u, &u->withdrawn, false, t, w);
		text_run(u, &u->nlri, !bad, t, w);
		text_run(u, &u->unreach, false, t, w);
		text_run(u, &u->reach, !bad, t, w);
	}
}
