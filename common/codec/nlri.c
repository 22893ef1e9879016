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

#include <sys/types.h>

#include "nlri_rows.h"
#include "words.h"

/* The registry: a new family is a file and a line here. */
const struct nlri_ops *const nlri_table[FAM_MAX] = {
	[FAM_IPV4_UNICAST] = &nlri_ipv4_unicast,
	[FAM_IPV4_MULTICAST] = &nlri_ipv4_multicast,
	[FAM_IPV4_LABELED] = &nlri_ipv4_labeled,
	[FAM_IPV4_MVPN] = &nlri_ipv4_mvpn,
	[FAM_IPV4_SRPOLICY] = &nlri_ipv4_srpolicy,
	[FAM_IPV4_MUP] = &nlri_ipv4_mup,
	[FAM_IPV4_VPN] = &nlri_ipv4_vpn,
	[FAM_IPV4_RTC] = &nlri_ipv4_rtc,
	[FAM_IPV4_FLOW] = &nlri_ipv4_flow,
	[FAM_IPV4_FLOWVPN] = &nlri_ipv4_flowvpn,
	[FAM_IPV6_UNICAST] = &nlri_ipv6_unicast,
	[FAM_IPV6_MULTICAST] = &nlri_ipv6_multicast,
	[FAM_IPV6_LABELED] = &nlri_ipv6_labeled,
	[FAM_IPV6_MVPN] = &nlri_ipv6_mvpn,
	[FAM_IPV6_SRPOLICY] = &nlri_ipv6_srpolicy,
	[FAM_IPV6_MUP] = &nlri_ipv6_mup,
	[FAM_IPV6_VPN] = &nlri_ipv6_vpn,
	[FAM_IPV6_FLOW] = &nlri_ipv6_flow,
	[FAM_IPV6_FLOWVPN] = &nlri_ipv6_flowvpn,
	[FAM_L2VPN_VPLS] = &nlri_vpls,
	[FAM_L2VPN_EVPN] = &nlri_evpn,
	[FAM_BGPLS] = &nlri_bgpls,
	[FAM_BGPLS_VPN] = &nlri_bgpls_vpn,
	[FAM_RAW] = &nlri_raw
};

void
route_init(struct route *r)
{
	memset(r, 0, sizeof(*r));
	wb_init(&r->work, 1U << 16);
	wb_init(&r->nlri, 1U << 16);
	ab_init(&r->attrs);
	route_reset(r);
}

/* Empty again, with the buffers it has grown. */
void
route_reset(struct route *r)
{
	r->fam = FAM_NONE;
	r->has_path_id = r->has_prefix = r->has_rd = r->has_label = false;
	r->withdraw = false;
	r->split = r->nlabels = r->have = 0;
	r->path_id = 0;
	memset(r->num, 0, sizeof(r->num));
	memset(r->rd, 0, sizeof(r->rd));
	memset(&r->prefix, 0, sizeof(r->prefix));
	wb_reset(&r->work);
	wb_reset(&r->nlri);
	ab_reset(&r->attrs);
	r->watchdog[0] = r->name[0] = '\0';
}

void
route_free(struct route *r)
{
	wb_free(&r->work);
	wb_free(&r->nlri);
	ab_free(&r->attrs);
}

static const struct nlri_ops *
row_of(enum fam fam)
{
	return fam < FAM_MAX ? nlri_table[fam] : NULL;
}

int
nlri_next(enum fam fam, struct rbuf *in, struct rbuf *one,
    struct bgp_err *err)
{
	const struct nlri_ops *row = row_of(fam);

	if (row == NULL)
		return -1;
	return row->next(row, in, one, err);
}

void
nlri_ident(enum fam fam, struct rbuf one, struct wbuf *w)
{
	const struct nlri_ops *row = row_of(fam);

	if (row == NULL || row->ident == NULL)
		wb_put(w, one.p, rb_left(&one));
	else
		row->ident(row, one, w);
}

void
nlri_text(enum fam fam, struct rbuf one, const struct nlri_ctx *ctx,
    struct wbuf *w)
{
	const struct nlri_ops *row = row_of(fam);

	if (row != NULL)
		row->text(row, one, ctx, w);
}

void
nlri_emit(enum fam fam, struct rbuf one, const struct nlri_ctx *ctx,
    struct sink *s)
{
	const struct nlri_ops *row = row_of(fam);

	if (row != NULL)
		row->emit(row, one, ctx, s);
	else
		sink_null(s);
}

int
nlri_finish(struct lex *lx, const struct tok *t, struct route *r)
{
	const struct nlri_ops *row = row_of((enum fam)r->fam);

	if (row == NULL || row->finish == NULL)
		return lex_err(lx, t, "this family can not be announced");
	return row->finish(lx, t, r);
}

/* See nlri_rows.h. */
int
nlri_raw_parse(struct lex *lx, struct route *r)
{
	struct bgp_err err = { 0 };
	struct rbuf in, one;
	struct tok t;

	if (lex_need(lx, &t, "raw route") == -1)
		return -1;
	if (val_hex(&t, &r->work) == -1)
		return lex_err(lx, &t, "invalid raw route, it is not 0x "
		    "hexadecimal");
	in = wb_view(&r->work);
	if (nlri_next((enum fam)r->fam, &in, &one, &err) != 0 ||
	    rb_left(&in) > 0)
		return lex_err(lx, &t, "invalid raw route: %s",
		    err.text[0] != '\0' ? err.text : "bytes are left over");
	return 0;
}

void
nlri_raw_text(struct rbuf one, const struct nlri_ctx *ctx, struct wbuf *w)
{
	wb_str(w, "raw 0x");
	wb_hex(w, one.p, rb_left(&one), false);
	nlri_text_path_id(ctx, w);
	nlri_text_nh(ctx, w);
}

int
nlri_work_finish(struct lex *lx, const struct tok *t, struct route *r)
{
	if (r->work.err)
		return lex_err(lx, t, "out of memory");
	if (r->work.len == 0)
		return lex_err(lx, t, "the route is missing");
	wb_reset(&r->nlri);
	wb_put(&r->nlri, r->work.p, r->work.len);
	return r->nlri.err ? -1 : 0;
}

size_t
nlri_alen(const struct nlri_ops *row)
{
	return families[row->fam].afi == AFI_IPV6 ? 16 : 4;
}

int
nlri_broken(const struct nlri_ops *row, struct bgp_err *err, const char *why)
{
	return err_raise(err, ERR_RESET, NOTIFY_UPDATE, UPDATE_NETWORK, NULL,
	    0, "%s NLRI: %s", families[row->fam].name, why);
}

int
nlri_skip(const struct nlri_ops *row, struct bgp_err *err, const char *why)
{
	(void)err_raise(err, ERR_DISCARD, NOTIFY_UPDATE, UPDATE_NETWORK,
	    NULL, 0, "%s NLRI skipped: %s", families[row->fam].name, why);
	return 1;
}

int
nlri_next_typed(const struct nlri_ops *row, struct rbuf *in, struct rbuf *one,
    struct bgp_err *err)
{
	struct rbuf r = *in;

	(void)rb_u8(&r);
	(void)rb_bytes(&r, rb_u8(&r));
	if (r.err)
		return nlri_broken(row, err, "it is cut");
	*one = rb_sub(in, (size_t)(r.p - in->p));
	return 0;
}

/* A:N, IP:N, or all eight bytes as "0x" and digits. */
int
rd_parse(const struct tok *t, uint8_t *rd)
{
	struct tok part[2], hex;
	struct addr a;
	uint32_t n, as;
	uint16_t type;

	if (t->len == 18 && word_prefix(t, "0x")) {
		hex = word_from(t, 2);
		return word_bytes(&hex, rd, 8);
	}
	if (word_split(t, ':', part, 2) != 2 ||
	    val_u32(&part[1], 0, UINT32_MAX, &n) == -1)
		return -1;
	if (addr_parse(part[0].s, part[0].len, &a) == 0) {
		as = addr_to_v4(&a);
		type = 1;
	} else if (val_u32(&part[0], 0, UINT32_MAX, &as) == 0)
		type = as > UINT16_MAX ? 2 : 0;
	else
		return -1;
	if (type != 0 && n > UINT16_MAX)
		return -1;
	rd[0] = 0;
	rd[1] = (uint8_t)type;
	if (type == 0) {
		rd[2] = (uint8_t)(as >> 8);
		rd[3] = (uint8_t)as;
		rd[4] = (uint8_t)(n >> 24);
		rd[5] = (uint8_t)(n >> 16);
	} else {
		rd[2] = (uint8_t)(as >> 24);
		rd[3] = (uint8_t)(as >> 16);
		rd[4] = (uint8_t)(as >> 8);
		rd[5] = (uint8_t)as;
	}
	rd[6] = (uint8_t)(n >> 8);
	rd[7] = (uint8_t)n;
	return 0;
}

/* At most 27 bytes; `exact` when the text has to parse back. */
static void
rd_print(const uint8_t *rd, bool exact, struct wbuf *w)
{
	struct rbuf r = rb_init(rd, 8);
	uint16_t type = rb_u16(&r);
	uint32_t as;

	if (type > 2 || (exact && type == 2 && rd[2] == 0 && rd[3] == 0)) {
		wb_str(w, "0x");
		wb_hex(w, rd, 8, true);
		return;
	}
	if (type == 0) {
		put_dec(w, rb_u16(&r));
		wb_u8(w, ':');
		put_dec(w, rb_u32(&r));
		return;
	}
	if (type == 1)
		put_addr(w, rb_bytes(&r, 4), 4);
	else {
		as = rb_u32(&r);
		put_dec(w, as);
	}
	wb_u8(w, ':');
	put_dec(w, rb_u16(&r));
}

void
rd_text(const uint8_t *rd, struct wbuf *w)
{
	rd_print(rd, true, w);
}

/* See the header. */
void
nlri_text_rd(const struct nlri_ctx *ctx, const uint8_t *rd, struct wbuf *w)
{
	rd_print(rd, !ctx->shown, w);
}

static void
rd_emit(const uint8_t *rd, struct sink *s)
{
	uint8_t buf[ADDR_STRLEN * 2];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };

	rd_print(rd, false, &w);
	sink_nstr(s, (const char *)buf, w.len);
}

/* RFC 8277 2.2: 20 bits of label, three unused, one on the last. */
void
labels_wire(const uint32_t *l, uint8_t n, struct wbuf *w)
{
	uint8_t i;

	for (i = 0; i < n; i++)
		wb_u24(w, l[i] << 4 | (i + 1 == n ? 1 : 0));
}

/* Next hop with a route distinguisher of zeros: RFC 4364 4.3.2, 4659 3.2. */
static void
nexthop_rd(const struct nh *nh, struct wbuf *w)
{
	size_t i, n = nh->len == 32 ? 16 : nh->len;

	wb_u8(w, (uint8_t)(nh->len == 0 ? 0 : nh->len + 8 * (nh->len / n)));
	for (i = 0; i < nh->len; i += n) {
		wb_u64(w, 0);
		wb_put(w, nh->b + i, n);
	}
}

/* See the header.  MUP over IPv6 maps an IPv4 address (as ExaBGP does). */
void
nlri_nexthop(const struct nlri_ops *row, const struct nh *nh, struct wbuf *w)
{
	static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	    0xff, 0xff };

	if (nh == NULL || nh->kind != NH_ADDR)
		wb_u8(w, 0);
	else if (row->flags & NF_RD_NH)
		nexthop_rd(nh, w);
	else if (row->fam == FAM_IPV6_MUP && nh->len == 4) {
		wb_u8(w, 16);
		wb_put(w, mapped, sizeof(mapped));
		wb_put(w, nh->b, 4);
	} else {
		wb_u8(w, nh->len);
		wb_put(w, nh->b, nh->len);
	}
}

void
nh_text(const struct nh *nh, struct wbuf *w)
{
	if (nh->kind == NH_SELF)
		wb_str(w, "self");
	else
		put_addr(w, nh->b, nh->len == 32 ? 16 : nh->len);
}

void
nlri_text_nh(const struct nlri_ctx *ctx, struct wbuf *w)
{
	if (ctx->nh == NULL || ctx->nh->kind == NH_NONE)
		return;
	wb_str(w, " next-hop ");
	nh_text(ctx->nh, w);
}

void
nlri_text_path_id(const struct nlri_ctx *ctx, struct wbuf *w)
{
	const uint32_t id = ctx->path_id;
	const uint8_t b[4] = { (uint8_t)(id >> 24), (uint8_t)(id >> 16),
	    (uint8_t)(id >> 8), (uint8_t)id };

	if (!ctx->has_path_id)
		return;
	wb_str(w, " path-information ");
	put_addr(w, b, 4);
}

void
nlri_emit_rd(const uint8_t *rd, struct sink *s)
{
	sink_key(s, "rd");
	rd_emit(rd, s);
}

void
nlri_emit_addr(const uint8_t *p, size_t n, struct sink *s)
{
	char buf[ADDR_STRLEN];
	struct addr a;

	if (addr_from_bytes(&a, p, n) == -1)
		sink_null(s);
	else
		sink_nstr(s, buf, addr_print(&a, buf, sizeof(buf)));
}

void
nlri_emit_raw(struct rbuf r, struct sink *s)
{
	sink_key(s, "raw");
	sink_hex(s, r.p, rb_left(&r), false, true);
}

void
nlri_emit_label(uint32_t v, bool pair, struct sink *s)
{
	sink_arr(s);
	sink_u64(s, v >> 4);
	if (pair)
		sink_u64(s, v);
	sink_end_arr(s);
}
