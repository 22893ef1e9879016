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

#include "attr_rows.h"
#include "nlri_rows.h"
#include "update.h"

/*
 * UPDATE: RFC 4271 4.3 and 6.3, RFC 4760, with the reactions of RFC 7606:
 *
 *	length(2) withdrawn  length(2) attributes  NLRI
 */

#define AS_TRANS	23456

void
update_init(struct update *u)
{
	memset(u, 0, sizeof(*u));
	wb_init(&u->attrs, 1U << 17);
	ab_init(&u->build);
}

void
update_free(struct update *u)
{
	wb_free(&u->attrs);
	ab_free(&u->build);
}

static void
clear_run(struct nlri_run *run)
{
	memset(run, 0, sizeof(*run));
	run->fam = FAM_NONE;
}

/*
 * The NLRI of a family; it stays absent if that was not negotiated, which
 * is no reason to end a session.
 */
static void
set_run(const struct negot *n, struct nlri_run *run, enum fam fam,
    struct rbuf nlri)
{
	if (fam == FAM_NONE || !(n->families & FAM_BIT(fam)) ||
	    nlri_table[fam] == NULL)
		return;
	run->fam = (uint8_t)fam;
	run->addpath = (n->addpath_rx & FAM_BIT(fam)) != 0;
	run->nlri = nlri;
}

/* Cut every NLRI once, so that walking over them later cannot fail. */
static void
check_run(struct nlri_run *run, struct bgp_err *err)
{
	struct rbuf r = run->nlri, one;

	if (run->fam == FAM_NONE)
		return;
	while (rb_left(&r) > 0) {
		if (run->addpath)
			(void)rb_u32(&r);
		if (r.err) {
			(void)nlri_broken(nlri_table[run->fam], err,
			    "no room for a path identifier");
			return;
		}
		switch (nlri_next((enum fam)run->fam, &r, &one, err)) {
		case 0:
			run->count++;
			break;
		case -1:
			return;
		}
	}
}

/* See the header. */
bool
nlri_run_next(struct nlri_run *run, uint32_t *path_id, struct rbuf *one)
{
	struct bgp_err ignored;
	int ret;

	if (run->fam == FAM_NONE)
		return false;
	while (rb_left(&run->nlri) > 0) {
		*path_id = run->addpath ? rb_u32(&run->nlri) : 0;
		ignored.action = ERR_RESET;
		ret = nlri_next((enum fam)run->fam, &run->nlri, one,
		    &ignored);
		if (ret == 0)
			return true;
		if (ret == -1)
			break;
	}
	return false;
}

static void
set_nexthop(struct nh *nh, const uint8_t *p, size_t n)
{
	memset(nh, 0, sizeof(*nh));
	if (n == 0)
		return;
	nh->kind = NH_ADDR;
	nh->len = (uint8_t)n;
	memcpy(nh->b, p, n);
}

/*
 * IPv6 prefixes have a next hop of their own family (RFC 2545 3, 4659 3.2)
 * unless another was negotiated.
 */
static bool
nexthop_fits(const struct negot *n, uint8_t fam, size_t len, size_t rd)
{
	const uint32_t v6 = FAM_BIT(FAM_IPV6_UNICAST) |
	    FAM_BIT(FAM_IPV6_MULTICAST) | FAM_BIT(FAM_IPV6_LABELED) |
	    FAM_BIT(FAM_IPV6_VPN);

	if (len == rd + 4)
		return (FAM_BIT(fam) & v6 & ~n->extnh) == 0;
	return len == rd + 16 || len == 2 * (rd + 16);
}

/*
 * The next hop of MP_REACH_NLRI: 4 or 16 bytes, or 32 with a link-local
 * address behind the global one (RFC 2545 3), each after a route
 * distinguisher for the VPN families.  FlowSpec has none.  An IPv6 next hop
 * of IPv4 routes must have been negotiated (RFC 8950 4).
 */
static int
read_nexthop(const struct negot *n, struct nlri_run *run, struct rbuf r,
    struct bgp_err *err)
{
	const struct nlri_ops *row = nlri_table[run->fam];
	const size_t len = rb_left(&r);
	const size_t rd = row->flags & NF_RD_NH || (run->fam ==
	    FAM_BGPLS_VPN && (len == 12 || len == 24)) ? 8 : 0;
	const uint32_t needs = FAM_BIT(FAM_IPV4_UNICAST) |
	    FAM_BIT(FAM_IPV4_MULTICAST);

	if (len == 0 && (row->flags & NF_NO_NH))
		return 0;
	if (!nexthop_fits(n, run->fam, len, rd))
		return err_raise(err, ERR_RESET, NOTIFY_UPDATE,
		    UPDATE_OPT_ATTR, NULL, 0, "next hop of %zu bytes for %s",
		    len, families[run->fam].name);
	(void)rb_bytes(&r, rd);
	if (len == rd + 4) {
		set_nexthop(&run->nh, rb_bytes(&r, 4), 4);
		return 0;
	}
	set_nexthop(&run->nh, rb_bytes(&r, 16), 16);
	if (len == 2 * (rd + 16)) {
		(void)rb_bytes(&r, rd);
		set_nexthop(&run->nh_ll, rb_bytes(&r, 16), 16);
	}
	if ((needs & FAM_BIT(run->fam)) && !(n->extnh & FAM_BIT(run->fam)))
		return err_raise(err, ERR_WITHDRAW, NOTIFY_UPDATE,
		    UPDATE_OPT_ATTR, NULL, 0, "an IPv6 next hop for %s was "
		    "not negotiated", families[run->fam].name);
	return 0;
}

/* MP_REACH_NLRI: AFI(2) SAFI(1) length(1) next-hop reserved(1) NLRI */
static void
read_reach(const struct negot *n, struct rbuf r, struct update *u)
{
	uint16_t afi = rb_u16(&r);
	uint8_t safi = rb_u8(&r);
	struct rbuf nh = rb_sub(&r, rb_u8(&r));

	(void)rb_u8(&r);
	if (r.err) {
		(void)err_raise(&u->err, ERR_RESET, NOTIFY_UPDATE,
		    UPDATE_OPT_ATTR, NULL, 0, "MP_REACH_NLRI is cut");
		return;
	}
	u->has_reach = rb_left(&r) > 0;
	set_run(n, &u->reach, family_find(afi, safi), r);
	if (u->reach.fam == FAM_NONE)
		return;
	(void)read_nexthop(n, &u->reach, nh, &u->err);
	check_run(&u->reach, &u->err);
}

/* MP_UNREACH_NLRI: AFI(2) SAFI(1) NLRI */
static void
read_unreach(const struct negot *n, struct rbuf r, struct update *u)
{
	uint16_t afi = rb_u16(&r);
	uint8_t safi = rb_u8(&r);

	if (r.err) {
		(void)err_raise(&u->err, ERR_RESET, NOTIFY_UPDATE,
		    UPDATE_OPT_ATTR, NULL, 0, "MP_UNREACH_NLRI is cut");
		return;
	}
	if (rb_left(&r) == 0)
		u->eor = (uint8_t)family_find(afi, safi);
	set_run(n, &u->unreach, family_find(afi, safi), r);
	check_run(&u->unreach, &u->err);
}

/* RFC 7606 3c for the two attributes that are read in any case. */
static void
check_mp_flags(const struct attr_iter *it, struct bgp_err *err)
{
	if ((it->flags & (ATTR_OPTIONAL | ATTR_TRANSITIVE)) == ATTR_OPTIONAL)
		return;
	(void)err_raise(err, ERR_WITHDRAW, NOTIFY_UPDATE, UPDATE_ATTR_FLAGS,
	    NULL, 0, "attribute %u has flags 0x%02x", it->code, it->flags);
	if (err->attr == 0)
		err->attr = it->code;
}

static void
read_attr(const struct attr_ctx *ctx, const struct attr_iter *it,
    struct update *u)
{
	size_t off = u->build.data.len;

	switch (it->code) {
	case ATTR_MP_REACH:
		check_mp_flags(it, &u->err);
		read_reach(ctx->negot, it->val, u);
		return;
	case ATTR_MP_UNREACH:
		check_mp_flags(it, &u->err);
		read_unreach(ctx->negot, it->val, u);
		return;
	}
	if (attr_check(ctx, it->flags, it->code, it->val, &u->build.data,
	    &u->err) != 0)
		return;
	/* What we know is stored with as short a header as can be. */
	if (attr_find(it->code) != NULL)
		(void)ab_commit(&u->build, it->code,
		    it->flags & (uint8_t)~ATTR_EXTLEN & 0xf0, off);
	else
		(void)ab_commit(&u->build, it->code,
		    (it->flags | ATTR_PARTIAL) & 0xf0, off);
}

/*
 * RFC 7606 3g: the first of a type counts, but a second MP attribute makes
 * the message malformed.  RFC 7606 4: one that overruns the others ends the
 * list; the routes can be withdrawn still, unless they are in it.
 * Is there any but MP_UNREACH_NLRI?
 */
static bool
read_attrs(const struct attr_ctx *ctx, struct rbuf r, struct update *u)
{
	struct attr_iter it;
	uint8_t seen[32] = { 0 };
	bool mp, others = false;

	while (rb_left(&r) > 0) {
		it.code = 0;
		if (attr_cut(&r, &it) == -1) {
			mp = it.code == ATTR_MP_REACH ||
			    it.code == ATTR_MP_UNREACH;
			(void)err_raise(&u->err, mp ? ERR_RESET :
			    ERR_WITHDRAW, NOTIFY_UPDATE, UPDATE_ATTR_LIST,
			    NULL, 0, "attribute %u is longer than the "
			    "message", it.code);
			return true;
		}
		others |= it.code != ATTR_MP_UNREACH;
		mp = it.code == ATTR_MP_REACH || it.code == ATTR_MP_UNREACH;
		if ((seen[it.code / 8] & 1U << it.code % 8) == 0) {
			seen[it.code / 8] |= (uint8_t)(1U << it.code % 8);
			read_attr(ctx, &it, u);
		} else if (mp)
			(void)err_raise(&u->err, ERR_RESET, NOTIFY_UPDATE,
			    UPDATE_ATTR_LIST, NULL, 0,
			    "attribute %u is there twice", it.code);
	}
	return others;
}

/* Put the value that was appended at off in the place of an older one. */
static void
replace(struct attr_build *ab, uint8_t code, size_t off)
{
	const struct attr_slot *s = ab_get(ab, code);
	uint8_t flags = s->flags;

	ab_del(ab, code);
	(void)ab_commit(ab, code, flags, off);
}

/*
 * Restore what an old speaker could not carry, RFC 6793 4.2.3: if there is
 * an AGGREGATOR that is not AS_TRANS, both new attributes are ignored.
 */
static void
merge_as4(struct attr_build *ab)
{
	const struct attr_slot *path = ab_get(ab, ATTR_AS_PATH);
	const struct attr_slot *path4 = ab_get(ab, ATTR_AS4_PATH);
	const struct attr_slot *aggr = ab_get(ab, ATTR_AGGREGATOR);
	const struct attr_slot *aggr4 = ab_get(ab, ATTR_AS4_AGGREGATOR);
	struct rbuf r, copy, as4;
	size_t off = ab->data.len;
	bool use = true;

	if (aggr != NULL && aggr4 != NULL) {
		r = ab_value(ab, aggr);
		use = rb_u32(&r) == AS_TRANS;
		if (use)
			memcpy(ab->data.p + aggr->off, ab->data.p +
			    aggr4->off, 8);
	}
	/* The buffer may move while it grows: make room beforehand. */
	if (use && path != NULL && path4 != NULL &&
	    wb_room(&ab->data, path->len + path4->len) != NULL) {
		copy = ab_value(ab, path);
		as4 = ab_value(ab, path4);
		if (aspath_merge(copy, as4, &ab->data))
			replace(ab, ATTR_AS_PATH, off);
	}
	ab_del(ab, ATTR_AS4_PATH);
	ab_del(ab, ATTR_AS4_AGGREGATOR);
}

static void
missing(struct update *u, uint8_t code)
{
	if (ab_get(&u->build, code) == NULL)
		(void)err_raise(&u->err, ERR_WITHDRAW, NOTIFY_UPDATE,
		    UPDATE_MISSING_WK, &code, 1, "attribute %u is missing",
		    code);
}

/*
 * RFC 7606 5.2: with attributes but no routes that are announced, a route
 * may have been lost to the error, so that there is nothing to withdraw.
 */
static void
no_routes(struct update *u, const struct attr_ctx *ctx)
{
	if (u->err.action == ERR_WITHDRAW && !ctx->has_nlri && !u->has_reach)
		u->err.action = ERR_RESET;
}

/* The next hop leaves the attributes for the routes it belongs to. */
static void
take_nexthop(struct update *u)
{
	const struct attr_slot *s = ab_get(&u->build, ATTR_NEXT_HOP);
	struct rbuf r;

	if (s != NULL) {
		r = ab_value(&u->build, s);
		set_nexthop(&u->nlri.nh, r.p, s->len);
		ab_del(&u->build, ATTR_NEXT_HOP);
	}
	u->build.nh = u->nlri.fam != FAM_NONE ? u->nlri.nh : u->reach.nh;
	u->build.has_nh = u->build.nh.kind == NH_ADDR;
}

/*
 * RFC 4724 2: an UPDATE with nothing in it, or with nothing but an
 * MP_UNREACH_NLRI without NLRI, of a family that need not be agreed.
 */
static uint8_t
end_of_rib(const struct update *u, bool empty)
{
	if (empty)
		return FAM_IPV4_UNICAST;
	if (u->has_reach || u->reach.fam != FAM_NONE ||
	    u->nlri.fam != FAM_NONE || u->withdrawn.fam != FAM_NONE ||
	    u->build.n > 0)
		return FAM_NONE;
	return u->eor;
}

static void
reset(struct update *u)
{
	clear_run(&u->withdrawn);
	clear_run(&u->unreach);
	clear_run(&u->reach);
	clear_run(&u->nlri);
	u->has_attrs = u->has_reach = false;
	u->eor = FAM_NONE;
	wb_reset(&u->attrs);
	ab_reset(&u->build);
	memset(&u->err, 0, sizeof(u->err));
}

/* See the header. */
void
update_decode(const struct negot *n, struct rbuf r, struct update *u)
{
	struct rbuf wd, at;
	struct attr_ctx ctx = { n, false };
	bool others;

	reset(u);
	wd = rb_sub(&r, rb_u16(&r));
	at = rb_sub(&r, rb_u16(&r));
	if (r.err) {
		(void)err_raise(&u->err, ERR_RESET, NOTIFY_UPDATE,
		    UPDATE_ATTR_LIST, NULL, 0, "a length is longer than the "
		    "message");
		return;
	}
	if (rb_left(&wd) > 0)
		set_run(n, &u->withdrawn, FAM_IPV4_UNICAST, wd);
	if (rb_left(&r) > 0)
		set_run(n, &u->nlri, FAM_IPV4_UNICAST, r);
	ctx.has_nlri = rb_left(&r) > 0;
	check_run(&u->withdrawn, &u->err);
	check_run(&u->nlri, &u->err);
	others = read_attrs(&ctx, at, u);
	if (!n->asn4)
		merge_as4(&u->build);
	if (u->nlri.fam != FAM_NONE || u->reach.fam != FAM_NONE) {
		missing(u, ATTR_ORIGIN);
		missing(u, ATTR_AS_PATH);
	}
	if (u->nlri.fam != FAM_NONE)
		missing(u, ATTR_NEXT_HOP);
	if (others)
		no_routes(u, &ctx);
	take_nexthop(u);
	u->has_attrs = u->build.n > 0;
	u->eor = end_of_rib(u, rb_left(&wd) == 0 && rb_left(&at) == 0 &&
	    rb_left(&r) == 0);
	if (ab_finish(&u->build, &u->attrs) == -1 || u->build.data.err)
		(void)err_raise(&u->err, ERR_WITHDRAW, NOTIFY_CEASE,
		    CEASE_RESOURCES, NULL, 0, "no memory for attributes");
}
