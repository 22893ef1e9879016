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

#include <stdio.h>

#include "bgp_ls.h"
#include "nlri_rows.h"
#include "tlv.h"
#include "words.h"

/*
 * BGP-LS, RFC 9552 5.2: type(2) length(2), for VPN a route distinguisher,
 * protocol(1) identifier(8) and descriptors, which are TLVs.  ExaBGP has no
 * words for these routes: ours are in ls_words.c.
 */
enum {
	LS_NODE = 1, LS_LINK = 2, LS_PREFIX4 = 3, LS_PREFIX6 = 4,
	LS_SRV6_SID = 6
};

enum {
	D_LOCAL_NODE = 256, D_REMOTE_NODE = 257, D_LINK_IDS = 258,
	D_IF_ADDR4 = 259, D_NBR_ADDR4 = 260, D_IF_ADDR6 = 261,
	D_NBR_ADDR6 = 262, D_TOPOLOGY = 263, D_ROUTE_TYPE = 264,
	D_REACHABILITY = 265, D_AS = 512, D_LS_ID = 513, D_AREA = 514,
	D_ROUTER_ID = 515, D_BGP_ROUTER_ID = 516, D_MEMBER_AS = 517,
	D_SRV6_SID = 518
};

#define TOPOLOGY_MASK	0x0fff	/* RFC 9552 5.2.2.1 */
#define NODE_DESCR_MAX	64	/* that are looked at more than once */

struct ls {
	uint16_t	 code;
	const uint8_t	*rd;
	uint8_t		 protocol;
	uint64_t	 id;
	struct rbuf	 descr;
};

static const struct {
	uint16_t	 code;
	const char	*name;		/* in JSON */
	const char	*word;
} kinds[] = {
	{ LS_NODE, "bgpls-node", "node" },
	{ LS_LINK, "bgpls-link", "link" },
	{ LS_PREFIX4, "bgpls-prefix-v4", "prefix-v4" },
	{ LS_PREFIX6, "bgpls-prefix-v6", "prefix-v6" },
	{ LS_SRV6_SID, "bgpls-srv6sid", "srv6-sid" }
};

#define NKINDS	(sizeof(kinds) / sizeof(kinds[0]))

static const char *
kind_name(uint16_t code)
{
	size_t i;

	for (i = 0; i < NKINDS; i++) {
		if (kinds[i].code == code)
			return kinds[i].name;
	}
	return NULL;
}

/* The value of the first TLV of a type; empty without. */
static struct rbuf
find(struct rbuf r, uint16_t type)
{
	struct tlv t;

	while (tlv_next(&r, TLV_2_2, &t)) {
		if (t.type == type)
			return t.val;
	}
	return rb_init(NULL, 0);
}

static size_t
reach_alen(uint16_t code)
{
	return code == LS_PREFIX6 ? 16 : 4;
}

/*
 * Lengths of descriptors: RFC 9552 5.2, RFC 9086 4.1, RFC 9514 6.1.  A type
 * with several rows may have the length of any of them.
 */
static const struct {
	uint16_t	 type;
	uint8_t		 min, max;
	uint8_t		 unit;
} lengths[] = {
	{ D_LINK_IDS, 8, 8, 1 }, { D_IF_ADDR4, 4, 4, 1 },
	{ D_NBR_ADDR4, 4, 4, 1 }, { D_IF_ADDR6, 16, 16, 1 },
	{ D_NBR_ADDR6, 16, 16, 1 }, { D_TOPOLOGY, 2, 254, 2 },
	{ D_ROUTE_TYPE, 1, 1, 1 }, { D_AS, 4, 4, 1 }, { D_LS_ID, 4, 4, 1 },
	{ D_AREA, 4, 4, 1 }, { D_ROUTER_ID, 4, 4, 1 },
	{ D_ROUTER_ID, 6, 8, 1 }, { D_BGP_ROUTER_ID, 4, 4, 1 },
	{ D_MEMBER_AS, 4, 4, 1 }, { D_SRV6_SID, 16, 16, 1 }
};

static bool
length_fits(const struct tlv *t)
{
	const size_t n = rb_left(&t->val);
	bool known = false;
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		if (t->type != lengths[i].type)
			continue;
		known = true;
		if (n >= lengths[i].min && n <= lengths[i].max &&
		    n % lengths[i].unit == 0)
			return true;
	}
	return !known;
}

/* Can all TLVs be read, and are they of the lengths they must have? */
static bool
lengths_fit(struct rbuf r)
{
	struct tlv t;

	while (tlv_next(&r, TLV_2_2, &t)) {
		if (!length_fits(&t))
			return false;
	}
	return !r.err;
}

/*
 * RFC 9552 5.1: TLVs ascend by type, then by length, then by value, so that
 * there is one form of a route only.  Of those in a node there is one of a
 * type (5.2.1.4).
 */
static bool
in_order(struct rbuf r, bool node)
{
	struct tlv t, last = { 0 };
	size_t n, m;

	while (tlv_next(&r, TLV_2_2, &t)) {
		n = rb_left(&t.val);
		m = rb_left(&last.val);
		if (last.val.p != NULL && (t.type < last.type ||
		    (t.type == last.type && (node || n < m ||
		    (n == m && memcmp(t.val.p, last.val.p, n) < 0)))))
			return false;
		last = t;
	}
	return true;
}

/* What is wrong with the descriptors, or NULL if nothing is. */
static const char *
check_descr(const struct ls *v)
{
	const struct rbuf local = find(v->descr, D_LOCAL_NODE);
	const struct rbuf remote = find(v->descr, D_REMOTE_NODE);
	struct rbuf r = v->descr;
	struct prefix p;

	if (!lengths_fit(r))
		return "descriptor of a bad length";
	if (tlv_count(r, TLV_2_2, D_LOCAL_NODE) == 0)
		return "no local node";
	if (!lengths_fit(local) || !lengths_fit(remote))
		return "node descriptor of a bad length";
	if (!in_order(r, false) || !in_order(local, true) ||
	    !in_order(remote, true))
		return "descriptors are not in order";
	if (v->code == LS_PREFIX4 || v->code == LS_PREFIX6) {
		r = find(r, D_REACHABILITY);
		if (prefix_read(&r, (uint8_t)reach_alen(v->code), &p) == -1)
			return "bad reachability";
	}
	return NULL;
}

/* False if it is of a known type and too short. */
static bool
ls_read(const struct nlri_ops *row, struct rbuf r, struct ls *v)
{
	memset(v, 0, sizeof(*v));
	v->code = rb_u16(&r);
	(void)rb_u16(&r);
	if (kind_name(v->code) == NULL)
		return true;
	if (row->flags & NF_RD)
		v->rd = rb_bytes(&r, 8);
	v->protocol = rb_u8(&r);
	v->id = rb_u64(&r);
	v->descr = r;
	return !r.err;
}

static int
ls_next(const struct nlri_ops *row, struct rbuf *in, struct rbuf *one,
    struct bgp_err *err)
{
	struct rbuf r = *in;
	const char *why;
	struct ls v;

	(void)rb_u16(&r);
	(void)rb_bytes(&r, rb_u16(&r));
	if (r.err)
		return nlri_broken(row, err, "it is cut");
	*one = rb_sub(in, (size_t)(r.p - in->p));
	if (!ls_read(row, *one, &v))
		return nlri_skip(row, err, "it is too short");
	if (kind_name(v.code) != NULL && (why = check_descr(&v)) != NULL)
		return nlri_skip(row, err, why);
	return 0;
}

/* What words cannot say is reported by what reads the bytes. */
static int
check_words(struct lex *lx, const struct tok *at, const struct route *r)
{
	struct bgp_err err = { 0 };
	struct rbuf in = wb_view(&r->work), one;

	if (!r->work.err && nlri_next((enum fam)r->fam, &in, &one, &err) == 0)
		return 0;
	return lex_err(lx, at, "invalid route: %s", err.text[0] != '\0' ?
	    err.text : "it is too long");
}

/* KIND [rd RD] and words, or `raw`, whose bytes have the rd among them. */
static int
ls_parse(struct lex *lx, struct route *r)
{
	struct tok t;
	size_t i;

	if (lex_need(lx, &t, "node, link, prefix-v4, prefix-v6, srv6-sid or "
	    "raw") == -1)
		return -1;
	r->has_rd = r->fam == FAM_BGPLS_VPN;
	if (tok_is(&t, "raw"))
		return nlri_raw_parse(lx, r);
	for (i = 0; i < NKINDS; i++)
		if (tok_is(&t, kinds[i].word))
			break;
	if (i == NKINDS)
		return lex_err(lx, &t, "unknown kind of route \"%.*s\"",
		    (int)t.len, t.s);
	if (r->has_rd && (need_word(lx, "rd") == -1 ||
	    need_rd(lx, r->rd) == -1))
		return -1;
	wb_u16(&r->work, kinds[i].code);
	wb_u16(&r->work, 0);
	if (r->has_rd)
		wb_put(&r->work, r->rd, 8);
	if (ls_words_parse(lx, kinds[i].code == LS_PREFIX6, &r->work) == -1)
		return -1;
	if (r->work.len - 4 > UINT16_MAX)
		return lex_err(lx, &t, "the route is too long");
	wb_set_u16(&r->work, 2, (uint16_t)(r->work.len - 4));
	return check_words(lx, &t, r);
}

static void
ls_text(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct wbuf *w)
{
	struct rbuf r = one;
	struct ls v;
	size_t i;

	for (i = 0; i < NKINDS; i++)
		if (ls_read(row, one, &v) && kinds[i].code == v.code)
			break;
	if (i == NKINDS) {
		nlri_raw_text(one, ctx, w);
		return;
	}
	wb_str(w, kinds[i].word);
	(void)rb_u32(&r);
	if (v.rd != NULL) {
		wb_str(w, " rd ");
		nlri_text_rd(ctx, v.rd, w);
		(void)rb_bytes(&r, 8);
	}
	ls_words_text(r, v.code == LS_PREFIX6, w);
	nlri_text_path_id(ctx, w);
	nlri_text_nh(ctx, w);
}

static void
emit_string_number(struct rbuf r, struct sink *s)
{
	uint64_t v = 0;

	while (rb_left(&r) > 0)
		v = v << 8 | rb_u8(&r);
	sink_fmt(s, "%llu", (unsigned long long)v);
}

/*
 * The identifier in its protocol: an address of OSPF, of IS-IS six bytes
 * in hexadecimal, and one more for a pseudonode; RFC 9552 5.2.1.4.
 */
static void
emit_router_id(struct rbuf r, struct sink *s)
{
	const size_t n = rb_left(&r);

	sink_key(s, "router-id");
	switch (n) {
	case 4:
		tlv_emit_addr(r, s);
		break;
	case 8:
		tlv_emit_addr(rb_sub(&r, 4), s);
		sink_key(s, "designated-router-id");
		tlv_emit_addr(r, s);
		break;
	default:
		sink_hex(s, r.p, n, false, false);
		if (n == 7) {
			sink_key(s, "psn");
			sink_fmt(s, "%u", r.p[6]);
		}
	}
}

static void
emit_node_descr(const struct tlv *t, struct sink *s)
{
	char key[32];

	switch (t->type) {
	case D_AS:
		sink_key(s, "autonomous-system");
		tlv_emit_number(t->val, s);
		break;
	case D_LS_ID:
		sink_key(s, "bgp-ls-identifier");
		emit_string_number(t->val, s);
		break;
	case D_AREA:
		sink_key(s, "ospf-area-id");
		tlv_emit_addr(t->val, s);
		break;
	case D_ROUTER_ID:
		emit_router_id(t->val, s);
		break;
	case D_BGP_ROUTER_ID:
		sink_key(s, "bgp-router-id");
		tlv_emit_addr(t->val, s);
		break;
	case D_MEMBER_AS:
		sink_key(s, "member-as");
		tlv_emit_number(t->val, s);
		break;
	default:
		snprintf(key, sizeof(key), "node-descriptor-%u", t->type);
		sink_key(s, key);
		tlv_emit_hex(t->val, s);
	}
}

/*
 * Each descriptor is an object of its own; in version 4 one object has all,
 * which can not have two of a type.
 */
static void
emit_node(const char *key, struct rbuf r, struct sink *s)
{
	const bool one = s->version < 5 &&
	    tlv_total(r, TLV_2_2) <= NODE_DESCR_MAX;
	const struct rbuf all = r;
	struct tlv t;

	sink_key(s, key);
	if (one)
		sink_obj(s);
	else
		sink_arr(s);
	while (tlv_next(&r, TLV_2_2, &t)) {
		if (one && !tlv_is_first(all, TLV_2_2, &t))
			continue;
		if (!one)
			sink_obj(s);
		emit_node_descr(&t, s);
		if (!one)
			sink_end_obj(s);
	}
	if (one)
		sink_end_obj(s);
	else
		sink_end_arr(s);
}

/* A list of what the TLVs of one type, or of two, hold. */
static void
emit_list(const char *key, struct rbuf r, uint16_t a, uint16_t b,
    void (*emit)(struct rbuf, struct sink *), struct sink *s)
{
	struct tlv t;

	sink_key(s, key);
	sink_arr(s);
	while (tlv_next(&r, TLV_2_2, &t)) {
		if (t.type == a || t.type == b)
			emit(t.val, s);
	}
	sink_end_arr(s);
}

static void
emit_topologies(struct rbuf r, struct sink *s)
{
	while (rb_left(&r) >= 2)
		sink_u64(s, rb_u16(&r) & TOPOLOGY_MASK);
}

/* Those of a SID are strings in ExaBGP. */
static void
emit_sid_topologies(struct rbuf r, struct sink *s)
{
	while (rb_left(&r) >= 2)
		sink_fmt(s, "%u", rb_u16(&r) & TOPOLOGY_MASK);
}

static void
emit_link_ids(struct rbuf r, struct sink *s)
{
	sink_obj(s);
	sink_key(s, "link-local-id");
	sink_u64(s, rb_u32(&r));
	sink_key(s, "link-remote-id");
	sink_u64(s, rb_u32(&r));
	sink_end_obj(s);
}

/* ExaBGP 4 has one address in an object, perhaps an empty one. */
static void
emit_address4(const char *key, struct rbuf r, uint16_t a, uint16_t b,
    struct sink *s)
{
	if (tlv_count(r, TLV_2_2, a) == 0)
		a = b;
	sink_key(s, key);
	sink_obj(s);
	if (tlv_count(r, TLV_2_2, a) > 0) {
		sink_key(s, key);
		tlv_emit_addr(find(r, a), s);
	}
	sink_end_obj(s);
}

static void
emit_link4(struct rbuf d, struct sink *s)
{
	emit_address4("interface-address", d, D_IF_ADDR4, D_IF_ADDR6, s);
	emit_address4("neighbor-address", d, D_NBR_ADDR4, D_NBR_ADDR6, s);
	if (tlv_count(d, TLV_2_2, D_TOPOLOGY) > 0)
		emit_list("multi-topology-ids", d, D_TOPOLOGY, D_TOPOLOGY,
		    emit_topologies, s);
	if (tlv_count(d, TLV_2_2, D_LINK_IDS) > 0)
		emit_list("link-identifiers", d, D_LINK_IDS, D_LINK_IDS,
		    emit_link_ids, s);
}

static void
emit_link(const struct ls *v, struct sink *s)
{
	const struct rbuf d = v->descr;

	emit_node("local-node-descriptors", find(d, D_LOCAL_NODE), s);
	emit_node("remote-node-descriptors", find(d, D_REMOTE_NODE), s);
	if (s->version < 5) {
		emit_link4(d, s);
		return;
	}
	emit_list("interface-addresses", d, D_IF_ADDR4, D_IF_ADDR6,
	    tlv_emit_addr, s);
	emit_list("neighbor-addresses", d, D_NBR_ADDR4, D_NBR_ADDR6,
	    tlv_emit_addr, s);
	emit_list("multi-topology-ids", d, D_TOPOLOGY, D_TOPOLOGY,
	    emit_topologies, s);
	emit_list("link-identifiers", d, D_LINK_IDS, D_LINK_IDS,
	    emit_link_ids, s);
}

/* A withdrawal has the word None, as in ExaBGP 5; in 6 it has nothing. */
static void
emit_nexthop(const struct nlri_ctx *ctx, struct sink *s)
{
	uint8_t buf[ADDR_STRLEN];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };

	if (ctx->nh == NULL || ctx->nh->kind == NH_NONE) {
		if (s->version < 6) {
			sink_key(s, "nexthop");
			sink_str(s, "None");
		}
		return;
	}
	sink_key(s, "nexthop");
	nh_text(ctx->nh, &w);
	sink_nstr(s, (const char *)buf, w.len);
}

static void
emit_prefix(const struct ls *v, const struct nlri_ctx *ctx, struct sink *s)
{
	struct rbuf r = find(v->descr, D_REACHABILITY);
	char buf[ADDR_STRLEN];
	struct prefix p;
	size_t n;

	emit_node("node-descriptors", find(v->descr, D_LOCAL_NODE), s);
	if (prefix_read(&r, (uint8_t)reach_alen(v->code), &p) == 0) {
		n = prefix_print(&p, buf, sizeof(buf));
		sink_key(s, "ip-reachability-tlv");
		if (s->version >= 6)
			sink_nstr(s, buf, n);
		else
			nlri_emit_addr(p.addr.b, p.addr.len, s);
		sink_key(s, "ip-reach-prefix");
		sink_nstr(s, buf, n);
	}
	emit_nexthop(ctx, s);
	if (tlv_count(v->descr, TLV_2_2, D_ROUTE_TYPE) > 0) {
		sink_key(s, "ospf-route-type");
		tlv_emit_number(find(v->descr, D_ROUTE_TYPE), s);
	}
	if (tlv_count(v->descr, TLV_2_2, D_TOPOLOGY) > 0)
		emit_list("multi-topology-ids", v->descr, D_TOPOLOGY,
		    D_TOPOLOGY, emit_topologies, s);
}

static void
emit_sid(const struct ls *v, struct sink *s)
{
	emit_node("node-descriptors", find(v->descr, D_LOCAL_NODE), s);
	sink_key(s, "srv6-sid-descriptors");
	sink_obj(s);
	emit_list("multi-topology-ids", v->descr, D_TOPOLOGY, D_TOPOLOGY,
	    emit_sid_topologies, s);
	if (tlv_count(v->descr, TLV_2_2, D_SRV6_SID) > 0)
		tlv_emit(s, "srv6-sid", v->descr, TLV_2_2, D_SRV6_SID,
		    false, tlv_emit_addr);
	sink_end_obj(s);
}

static void
emit_known(const struct ls *v, const struct nlri_ctx *ctx, struct sink *s)
{
	sink_key(s, "ls-nlri-type");
	sink_str(s, kind_name(v->code));
	sink_key(s, "l3-routing-topology");
	sink_u64(s, v->id);
	sink_key(s, "protocol-id");
	sink_u64(s, v->protocol);
	switch (v->code) {
	case LS_NODE:
		emit_node("node-descriptors", find(v->descr, D_LOCAL_NODE),
		    s);
		emit_nexthop(ctx, s);
		break;
	case LS_LINK:
		emit_link(v, s);
		break;
	case LS_SRV6_SID:
		emit_sid(v, s);
		break;
	default:
		emit_prefix(v, ctx, s);
	}
	if (v->rd != NULL)
		nlri_emit_rd(v->rd, s);
}

static void
ls_emit(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct sink *s)
{
	struct ls v;

	sink_obj(s);
	if (ls_read(row, one, &v) && kind_name(v.code) != NULL)
		emit_known(&v, ctx, s);
	else {
		sink_key(s, "code");
		sink_u64(s, v.code);
		sink_key(s, "parsed");
		sink_bool(s, false);
		nlri_emit_raw(one, s);
	}
	sink_end_obj(s);
}

#define LS_FUNCTIONS		\
	.next = ls_next,	\
	.parse = ls_parse,	\
	.finish = nlri_work_finish, \
	.text = ls_text,	\
	.emit = ls_emit

const struct nlri_ops nlri_bgpls = {
	.fam = FAM_BGPLS,
	.flags = NF_WD_ATTRS,
	LS_FUNCTIONS
};

const struct nlri_ops nlri_bgpls_vpn = {
	.fam = FAM_BGPLS_VPN,
	.flags = NF_WD_ATTRS | NF_RD,
	LS_FUNCTIONS
};
