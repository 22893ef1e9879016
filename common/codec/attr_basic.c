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
#include "words.h"

/* The attributes of RFC 4271 and RFC 4456 that hold one simple value. */

static const char *const origin_names[] = { "igp", "egp", "incomplete" };

static bool
origin_valid(struct rbuf r)
{
	return rb_peek(&r) <= 2;
}

static int
origin_check(const struct attr_ctx *ctx, struct rbuf r, struct wbuf *out,
    struct bgp_err *err)
{
	(void)ctx;
	if (!attr_valid(&attr_origin, r))
		return err_raise(err, ERR_WITHDRAW, NOTIFY_UPDATE,
		    rb_left(&r) == 1 ? UPDATE_ORIGIN : UPDATE_ATTR_LENGTH,
		    NULL, 0, "ORIGIN is malformed");
	wb_put(out, r.p, 1);
	return 0;
}

static int
origin_parse(struct lex *lx, struct wbuf *w)
{
	struct tok t;
	uint8_t i;

	if (lex_need(lx, &t, "origin") == -1)
		return -1;
	for (i = 0; i < 3; i++) {
		if (tok_is_nocase(&t, origin_names[i])) {
			wb_u8(w, i);
			return 0;
		}
	}
	return lex_err(lx, &t, "unknown origin %.*s", (int)t.len, t.s);
}

static void
origin_text(struct rbuf r, struct wbuf *w)
{
	wb_str(w, "origin ");
	wb_str(w, origin_names[rb_peek(&r)]);
}

static void
origin_emit(struct rbuf r, struct sink *s)
{
	sink_key(s, "origin");
	sink_str(s, origin_names[rb_peek(&r)]);
}

const struct attr_ops attr_origin = {
	.name = "origin",
	.json = "origin",
	.code = ATTR_ORIGIN,
	.flags = ATTR_TRANSITIVE,
	.on_error = ERR_WITHDRAW,
	.min = 1,
	.max = 1,
	.valid = origin_valid,
	.check = origin_check,
	.parse = origin_parse,
	.text = origin_text,
	.emit = origin_emit
};

/*
 * Is it the address of the session at our side?  With both sides on one
 * address nobody can tell whose it is.
 */
static bool
is_own(const struct negot *n, const uint8_t *p)
{
	return !n->shown && n->local.len == 4 && memcmp(n->local.b, p, 4) == 0 &&
	    addr_cmp(&n->local, &n->remote) != 0;
}

/*
 * NEXT_HOP belongs to the routes, see update.c; the row exists for its
 * flags.  RFC 7606 7.3: the length, then whether a host can have it, which
 * must not be ourselves (RFC 4271 6.3).  What is only shown may have any.
 */
static int
next_hop_check(const struct attr_ctx *ctx, struct rbuf r, struct wbuf *out,
    struct bgp_err *err)
{
	const uint8_t *p = r.p;

	if (!ctx->has_nlri && rb_left(&r) != 4)
		return 1;
	if (!ctx->has_nlri) {
		wb_put(out, p, 4);	/* of no use, but JSON 6 tells it */
		return 0;
	}
	if (rb_left(&r) != 4)
		return err_raise(err, ERR_WITHDRAW, NOTIFY_UPDATE,
		    UPDATE_ATTR_LENGTH, NULL, 0, "NEXT_HOP of %zu bytes",
		    rb_left(&r));
	if (!ctx->negot->shown &&
	    (p[0] >= 224 || (p[0] | p[1] | p[2] | p[3]) == 0))
		return err_raise(err, ERR_WITHDRAW, NOTIFY_UPDATE,
		    UPDATE_NEXT_HOP, NULL, 0, "NEXT_HOP %u.%u.%u.%u is not "
		    "the address of a host", p[0], p[1], p[2], p[3]);
	if (is_own(ctx->negot, p))
		return err_raise(err, ERR_WITHDRAW, NOTIFY_UPDATE,
		    UPDATE_NEXT_HOP, NULL, 0, "NEXT_HOP %u.%u.%u.%u is our "
		    "own address", p[0], p[1], p[2], p[3]);
	wb_put(out, p, 4);
	return 0;
}

const struct attr_ops attr_next_hop = {
	.code = ATTR_NEXT_HOP,
	.flags = ATTR_TRANSITIVE,
	.on_error = ERR_WITHDRAW,
	.min = 4,
	.max = 4,
	.check = next_hop_check
};

/* MP_REACH_NLRI and MP_UNREACH_NLRI: rows for their flags, see update.c. */
const struct attr_ops attr_mp_reach = {
	.code = ATTR_MP_REACH,
	.flags = ATTR_OPTIONAL,
	.on_error = ERR_WITHDRAW
};

const struct attr_ops attr_mp_unreach = {
	.code = ATTR_MP_UNREACH,
	.flags = ATTR_OPTIONAL,
	.on_error = ERR_WITHDRAW
};

static int
u32_parse(struct lex *lx, const char *what, struct wbuf *w)
{
	uint32_t v;

	if (need_u32(lx, what, UINT32_MAX, &v) == -1)
		return -1;
	wb_u32(w, v);
	return 0;
}

static void
u32_text(struct rbuf r, const char *keyword, struct wbuf *w)
{
	wb_str(w, keyword);
	wb_u8(w, ' ');
	put_dec(w, rb_u32(&r));
}

static int
med_parse(struct lex *lx, struct wbuf *w)
{
	return u32_parse(lx, "MED", w);
}

static void
med_text(struct rbuf r, struct wbuf *w)
{
	u32_text(r, "med", w);
}

static void
med_emit(struct rbuf r, struct sink *s)
{
	sink_key(s, "med");
	sink_u64(s, rb_u32(&r));
}

const struct attr_ops attr_med = {
	.name = "med",
	.json = "med",
	.code = ATTR_MED,
	.flags = ATTR_OPTIONAL,
	.on_error = ERR_WITHDRAW,
	.min = 4,
	.max = 4,
	.parse = med_parse,
	.text = med_text,
	.emit = med_emit
};

static int
local_pref_parse(struct lex *lx, struct wbuf *w)
{
	return u32_parse(lx, "local preference", w);
}

static void
local_pref_text(struct rbuf r, struct wbuf *w)
{
	u32_text(r, "local-preference", w);
}

static void
local_pref_emit(struct rbuf r, struct sink *s)
{
	sink_key(s, "local-preference");
	sink_u64(s, rb_u32(&r));
}

/* RFC 4271 5.1.5: not to be sent to external peers. */
static void
local_pref_wire(const struct negot *n, uint8_t flags, struct rbuf r,
    struct wbuf *w)
{
	if (negot_ibgp(n))
		attr_put(w, flags, ATTR_LOCAL_PREF, r.p, rb_left(&r));
}

const struct attr_ops attr_local_pref = {
	.name = "local-preference",
	.json = "local-preference",
	.code = ATTR_LOCAL_PREF,
	.flags = ATTR_TRANSITIVE,
	.on_error = ERR_WITHDRAW,
	.min = 4,
	.max = 4,
	.ibgp_only = true,
	.wire = local_pref_wire,
	.parse = local_pref_parse,
	.text = local_pref_text,
	.emit = local_pref_emit
};

static bool
atomic_valid(struct rbuf r)
{
	return rb_left(&r) == 0;
}

static int
atomic_parse(struct lex *lx, struct wbuf *w)
{
	(void)lx;
	(void)w;
	return 0;
}

static void
atomic_text(struct rbuf r, struct wbuf *w)
{
	(void)r;
	wb_str(w, "atomic-aggregate");
}

static void
atomic_emit(struct rbuf r, struct sink *s)
{
	(void)r;
	sink_key(s, "atomic-aggregate");
	sink_bool(s, true);
}

const struct attr_ops attr_atomic_aggregate = {
	.name = "atomic-aggregate",
	.json = "atomic-aggregate",
	.code = ATTR_ATOMIC_AGGREGATE,
	.flags = ATTR_TRANSITIVE,
	.on_error = ERR_DISCARD,
	.valid = atomic_valid,
	.parse = atomic_parse,
	.text = atomic_text,
	.emit = atomic_emit
};

static int
originator_parse(struct lex *lx, struct wbuf *w)
{
	struct addr a;
	struct tok t;

	if (lex_need(lx, &t, "originator-id") == -1)
		return -1;
	if (addr_parse(t.s, t.len, &a) == -1 || a.len != 4)
		return lex_err(lx, &t, "invalid Originator ID %.*s",
		    (int)t.len, t.s);
	wb_put(w, a.b, 4);
	return 0;
}

static void
originator_text(struct rbuf r, struct wbuf *w)
{
	wb_str(w, "originator-id ");
	put_addr(w, r.p, 4);
}

static void
emit_v4(struct sink *s, const uint8_t *p)
{
	char buf[ADDR_STRLEN];
	struct addr a;

	addr_from_bytes(&a, p, 4);
	sink_nstr(s, buf, addr_print(&a, buf, sizeof(buf)));
}

static void
originator_emit(struct rbuf r, struct sink *s)
{
	sink_key(s, "originator-id");
	emit_v4(s, r.p);
}

const struct attr_ops attr_originator_id = {
	.name = "originator-id",
	.json = "originator-id",
	.code = ATTR_ORIGINATOR_ID,
	.flags = ATTR_OPTIONAL,
	.on_error = ERR_WITHDRAW,
	.min = 4,
	.max = 4,
	.ibgp_only = true,
	.parse = originator_parse,
	.text = originator_text,
	.emit = originator_emit
};

static int
cluster_parse(struct lex *lx, struct wbuf *w)
{
	size_t off = w->len;
	struct tok at = *lex_peek(lx), t;
	struct addr a;
	int r, state = 0;

	while ((r = lex_list(lx, &state, false, &t)) == 1) {
		if (addr_parse(t.s, t.len, &a) == -1 || a.len != 4)
			return lex_err(lx, &t, "invalid cluster list %.*s",
			    (int)t.len, t.s);
		wb_put(w, a.b, 4);
	}
	if (r == 0 && w->len == off)
		return lex_err(lx, &at, "invalid cluster list, it is empty");
	return r;
}

static void
cluster_text(struct rbuf r, struct wbuf *w)
{
	size_t i, n = rb_left(&r) / 4;

	wb_str(w, "cluster-list");
	for (i = 0; i < n; i++) {
		put_item(w, i, n);
		put_addr(w, rb_bytes(&r, 4), 4);
	}
	put_end(w, n);
}

/* ExaBGP has brackets around a single one as well. */
static void
cluster_event(struct rbuf r, struct wbuf *w)
{
	const uint8_t *p;

	wb_str(w, "cluster-list [");
	while (rb_left(&r) > 0 && (p = rb_bytes(&r, 4)) != NULL) {
		wb_u8(w, ' ');
		put_addr(w, p, 4);
	}
	wb_str(w, " ]");
}

static void
cluster_emit(struct rbuf r, struct sink *s)
{
	const uint8_t *p;

	sink_key(s, "cluster-list");
	sink_arr(s);
	while (rb_left(&r) > 0 && (p = rb_bytes(&r, 4)) != NULL)
		emit_v4(s, p);
	sink_end_arr(s);
}

const struct attr_ops attr_cluster_list = {
	.name = "cluster-list",
	.json = "cluster-list",
	.code = ATTR_CLUSTER_LIST,
	.flags = ATTR_OPTIONAL,
	.on_error = ERR_WITHDRAW,
	.min = 4,
	.unit = 4,
	.ibgp_only = true,
	.parse = cluster_parse,
	.text = cluster_text,
	.event = cluster_event,
	.emit = cluster_emit
};

/* Only To Customer, RFC 9234 5. */
static int
otc_parse(struct lex *lx, struct wbuf *w)
{
	uint32_t as;
	struct tok t;

	if (lex_need(lx, &t, "AS number") == -1)
		return -1;
	if (val_asn(&t, &as) == -1)
		return lex_err(lx, &t, "invalid AS number %.*s", (int)t.len,
		    t.s);
	wb_u32(w, as);
	return 0;
}

static void
otc_text(struct rbuf r, struct wbuf *w)
{
	u32_text(r, "only-to-customer", w);
}

static void
otc_emit(struct rbuf r, struct sink *s)
{
	sink_key(s, "only-to-customer");
	sink_u64(s, rb_u32(&r));
}

const struct attr_ops attr_otc = {
	.name = "only-to-customer",
	.json = "only-to-customer",
	.code = ATTR_OTC,
	.flags = ATTR_OPTIONAL | ATTR_TRANSITIVE,
	.on_error = ERR_WITHDRAW,
	.min = 4,
	.max = 4,
	.parse = otc_parse,
	.text = otc_text,
	.emit = otc_emit
};

/*
 * ATTR_SET, RFC 6368 5: an AS number and attributes of a customer, which
 * must be well formed and must not be of the kinds that carry routes.
 * Nothing needs its content, so that it stays raw bytes.
 */
static int
attr_set_check(const struct attr_ctx *ctx, struct rbuf r, struct wbuf *out,
    struct bgp_err *err)
{
	struct attr_ctx inner = *ctx;
	struct negot n = *ctx->negot;
	struct bgp_err ignored;
	struct rbuf all = r;
	struct attr_iter it;
	size_t off = out->len;

	memset(&ignored, 0, sizeof(ignored));
	n.asn4 = 1;
	n.peer_as = n.local_as;
	inner.negot = &n;
	(void)rb_u32(&r);
	while (!r.err && rb_left(&r) > 0) {
		if (attr_cut(&r, &it) == -1 || it.code == ATTR_SET ||
		    it.code == ATTR_NEXT_HOP || it.code == ATTR_MP_REACH ||
		    it.code == ATTR_MP_UNREACH || attr_check(&inner,
		    it.flags, it.code, it.val, out, &ignored) == -1)
			r.err = true;
	}
	out->len = off;
	if (r.err)
		return err_raise(err, ERR_WITHDRAW, NOTIFY_UPDATE,
		    UPDATE_OPT_ATTR, NULL, 0, "ATTR_SET is malformed");
	wb_put(out, all.p, rb_left(&all));
	return 0;
}

const struct attr_ops attr_attr_set = {
	.code = ATTR_SET,
	.flags = ATTR_OPTIONAL | ATTR_TRANSITIVE,
	.on_error = ERR_WITHDRAW,
	.check = attr_set_check
};
