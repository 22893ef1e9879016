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

#include "nlri_rows.h"
#include "srpolicy.h"
#include "words.h"

/*
 * Segment routing policies, RFC 9830 2.1: length(1) distinguisher(4)
 * color(4) endpoint.  The policy itself is an attribute, TUNNEL_ENCAP, that
 * the options of the route make.
 */
enum { DISTINGUISHER, COLOR };

static int
srp_next(const struct nlri_ops *row, struct rbuf *in, struct rbuf *one,
    struct bgp_err *err)
{
	struct rbuf r = *in;
	uint8_t bits = rb_u8(&r);

	(void)rb_bytes(&r, (bits + 7U) / 8);
	if (r.err)
		return nlri_broken(row, err, "it is cut");
	*one = rb_sub(in, (size_t)(r.p - in->p));
	if (bits != 64 + nlri_alen(row) * 8)
		return nlri_skip(row, err, "bad length");
	return 0;
}

/* The endpoint decides the family. */
static int
srp_parse(struct lex *lx, struct route *r)
{
	struct addr *a = &r->prefix.addr;

	(void)lex_accept(lx, "sr-policy");
	if (need_word(lx, "distinguisher") == -1 ||
	    need_u32(lx, "distinguisher", UINT32_MAX,
	    &r->num[DISTINGUISHER]) == -1 ||
	    need_word(lx, "color") == -1 ||
	    need_u32(lx, "color", UINT32_MAX, &r->num[COLOR]) == -1 ||
	    need_word_addr(lx, "endpoint", 0, a) == -1)
		return -1;
	r->fam = a->len == 4 ? FAM_IPV4_SRPOLICY : FAM_IPV6_SRPOLICY;
	return 0;
}

static int
sub_number(struct lex *lx, const char *what, uint8_t type, struct wbuf *w)
{
	uint32_t v;

	if (need_u32(lx, what, UINT32_MAX, &v) == -1)
		return -1;
	wb_u8(w, type);
	wb_u8(w, 6);
	wb_u16(w, 0);
	wb_u32(w, v);
	return 1;
}

static int
opt_preference(struct lex *lx, struct wbuf *w)
{
	return sub_number(lx, "preference", SRP_PREFERENCE, w);
}

static int
opt_priority(struct lex *lx, struct wbuf *w)
{
	uint32_t v;

	if (need_u32(lx, "priority", UINT8_MAX, &v) == -1)
		return -1;
	wb_u8(w, SRP_PRIORITY);
	wb_u8(w, 2);
	wb_u8(w, (uint8_t)v);
	wb_u8(w, 0);
	return 1;
}

/* RFC 9830 2.4.2: no SID, or a label; the flag is as ExaBGP sets it. */
static int
opt_binding_sid(struct lex *lx, struct wbuf *w)
{
	uint32_t v;

	if (lex_accept(lx, "null")) {
		wb_u8(w, SRP_BINDING_SID);
		wb_u8(w, 2);
		wb_u16(w, 0);
		return 1;
	}
	if (need_word(lx, "mpls") == -1 ||
	    need_u32(lx, "label", SRP_LABEL_MAX, &v) == -1)
		return -1;
	wb_u8(w, SRP_BINDING_SID);
	wb_u8(w, 6);
	wb_u8(w, 0x10);
	wb_u8(w, 0);
	wb_u32(w, SRP_LABEL(v) | SRP_BOTTOM);
	return 1;
}

static int
opt_srv6_sid(struct lex *lx, struct wbuf *w)
{
	struct addr a;

	if (need_addr_of(lx, "srv6-binding-sid", 16, &a) == -1)
		return -1;
	wb_u8(w, SRP_SRV6_BINDING_SID);
	wb_u8(w, 18);
	wb_u16(w, 0);
	wb_put(w, a.b, 16);
	return 1;
}

static int
sub_name(struct lex *lx, const char *what, uint8_t type, struct wbuf *w)
{
	struct tok t;

	if (lex_need(lx, &t, what) == -1)
		return -1;
	if (t.len > UINT16_MAX - 1U)
		return lex_err(lx, &t, "%s is too long", what);
	wb_u8(w, type);
	wb_u16(w, (uint16_t)(t.len + 1));
	wb_u8(w, 0);
	wb_put(w, t.s, t.len);
	return 1;
}

static int
opt_policy_name(struct lex *lx, struct wbuf *w)
{
	return sub_name(lx, "policy-name", SRP_POLICY_NAME, w);
}

static int
opt_candidate_name(struct lex *lx, struct wbuf *w)
{
	return sub_name(lx, "candidate-path-name", SRP_CANDIDATE_NAME, w);
}

static int
opt_segment_list(struct lex *lx, struct wbuf *w)
{
	size_t at, first;

	wb_u8(w, SRP_SEGMENT_LIST);
	at = w->len;
	wb_u16(w, 0);
	wb_u8(w, 0);
	if (need_word(lx, "weight") == -1 ||
	    sub_number(lx, "weight", SRP_WEIGHT, w) == -1)
		return -1;
	first = w->len;
	while (lex_accept(lx, "segment")) {
		if (srp_segment(lx, w) == -1)
			return -1;
	}
	srp_segments_end(w, first);
	wb_set_u16(w, at, (uint16_t)(w->len - at - 2));
	return 1;
}

static const struct {
	const char	*word;
	int		(*parse)(struct lex *, struct wbuf *);
} options[] = {
	{ "preference", opt_preference },
	{ "priority", opt_priority },
	{ "binding-sid", opt_binding_sid },
	{ "srv6-binding-sid", opt_srv6_sid },
	{ "policy-name", opt_policy_name },
	{ "candidate-path-name", opt_candidate_name },
	{ "segment-list", opt_segment_list }
};

/*
 * Words of the options of a policy, whose keyword is consumed, appended to
 * the buffer as sub-TLVs: 1 done, 0 no such option, -1 error.
 */
static int
srp_option(struct lex *lx, const struct tok *t, struct wbuf *w)
{
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (tok_is(t, options[i].word))
			return options[i].parse(lx, w);
	}
	return 0;
}

static int
srp_keyword(struct lex *lx, const struct tok *t, struct route *r)
{
	return srp_option(lx, t, &r->work);
}

/* The options become one tunnel, unless the attribute is there as bytes. */
static int
add_tunnel(struct route *r)
{
	struct wbuf *w = &r->attrs.data;
	size_t off = w->len;

	if (r->work.err || r->work.len + 4 > ATTR_VALUE_MAX)
		return -1;
	if (r->work.len == 0)
		return 0;
	wb_u16(w, TUNNEL_SRPOLICY);
	wb_u16(w, (uint16_t)r->work.len);
	wb_put(w, r->work.p, r->work.len);
	return ab_commit(&r->attrs, ATTR_TUNNEL_ENCAP,
	    ATTR_OPTIONAL | ATTR_TRANSITIVE, off) == -1 ? -1 : 0;
}

static int
srp_finish(struct lex *lx, const struct tok *t, struct route *r)
{
	const struct addr *a = &r->prefix.addr;

	if (a->len != nlri_alen(nlri_table[r->fam]))
		return lex_err(lx, t, "the sr-policy route is missing");
	if (add_tunnel(r) == -1)
		return lex_err(lx, t, "the policy is too long");
	wb_reset(&r->nlri);
	wb_u8(&r->nlri, (uint8_t)(64 + a->len * 8));
	wb_u32(&r->nlri, r->num[DISTINGUISHER]);
	wb_u32(&r->nlri, r->num[COLOR]);
	wb_put(&r->nlri, a->b, a->len);
	return r->nlri.err ? -1 : 0;
}

static void
srp_text(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct wbuf *w)
{
	const size_t alen = nlri_alen(row);

	(void)rb_u8(&one);
	wb_str(w, "sr-policy distinguisher ");
	put_dec(w, rb_u32(&one));
	wb_str(w, " color ");
	put_dec(w, rb_u32(&one));
	wb_str(w, " endpoint ");
	put_addr(w, rb_bytes(&one, alen), alen);
	nlri_text_nh(ctx, w);
}

static void
srp_emit(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct sink *s)
{
	const size_t alen = nlri_alen(row);

	(void)ctx;
	(void)rb_u8(&one);
	sink_obj(s);
	sink_key(s, "distinguisher");
	sink_u64(s, rb_u32(&one));
	sink_key(s, "color");
	sink_u64(s, rb_u32(&one));
	sink_key(s, "endpoint");
	nlri_emit_addr(rb_bytes(&one, alen), alen, s);
	sink_end_obj(s);
}

#define SRP_FUNCTIONS		\
	.flags = NF_WD_ATTRS,	\
	.next = srp_next,	\
	.parse = srp_parse,	\
	.keyword = srp_keyword,	\
	.finish = srp_finish,	\
	.text = srp_text,	\
	.emit = srp_emit

const struct nlri_ops nlri_ipv4_srpolicy = {
	.fam = FAM_IPV4_SRPOLICY,
	SRP_FUNCTIONS
};

const struct nlri_ops nlri_ipv6_srpolicy = {
	.fam = FAM_IPV6_SRPOLICY,
	SRP_FUNCTIONS
};
