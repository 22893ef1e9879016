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

#include "flow.h"
#include "nlri_rows.h"
#include "words.h"

/*
 * FlowSpec, RFC 8955 4 and 8: a length of one or two bytes, for VPN a route
 * distinguisher, and components in ascending order of type.
 */
#define FLOW_SHORT	240		/* from here on it has two bytes */
#define FLOW_LEN_MAX	4094
#define FLOW_RD		8
#define FLOW_LABEL	13		/* RFC 8956 3.7 */

static bool
is_v6(const struct nlri_ops *row)
{
	return families[row->fam].afi == AFI_IPV6;
}

static bool
is_vpn(const struct nlri_ops *row)
{
	return (row->flags & NF_RD) != 0;
}

/* Skip the length. */
static struct rbuf
value_of(struct rbuf one)
{
	if (rb_u8(&one) >= FLOW_SHORT)
		(void)rb_u8(&one);
	return one;
}

/* What is wrong with the value, or NULL if nothing is. */
static const char *
flow_check(const struct nlri_ops *row, struct rbuf r)
{
	struct rbuf comp;
	uint8_t type, last = 0;

	if (is_vpn(row) && rb_bytes(&r, FLOW_RD) == NULL)
		return "no room for a route distinguisher";
	while (flow_comp_next(&r, is_v6(row), &type, &comp)) {
		if (type <= last)
			return "components are not in order";
		if (type == FLOW_LABEL && !is_v6(row))
			return "the flow label is for IPv6";
		last = type;
	}
	if (r.err)
		return "bad component";
	return last == 0 ? "no component" : NULL;
}

static int
flow_next(const struct nlri_ops *row, struct rbuf *in, struct rbuf *one,
    struct bgp_err *err)
{
	struct rbuf r = *in;
	const char *why;
	size_t len = rb_u8(&r);

	if (len >= FLOW_SHORT)
		len = (len & 15) << 8 | rb_u8(&r);
	(void)rb_bytes(&r, len);
	if (r.err)
		return nlri_broken(row, err, "it is cut");
	*one = rb_sub(in, (size_t)(r.p - in->p));
	if ((why = flow_check(row, value_of(*one))) != NULL)
		return nlri_skip(row, err, why);
	return 0;
}

/* How the length is written does not matter. */
static void
flow_ident(const struct nlri_ops *row, struct rbuf one, struct wbuf *w)
{
	struct rbuf r = value_of(one);

	(void)row;
	wb_put(w, r.p, rb_left(&r));
}

/* The word that text has in front, which the language reads elsewhere. */
static int
flow_parse(struct lex *lx, struct route *r)
{
	(void)r;
	(void)lex_accept(lx, "flow");
	return 0;
}

static int
flow_keyword(struct lex *lx, const struct tok *t, struct route *r)
{
	const struct flow_comp *c = flow_comp_word(t);

	return c == NULL ? 0 : flow_comp_parse(lx, c, r);
}

/* Bytes of one type among the entries; the last operator is marked. */
static void
put_type(const struct route *r, uint8_t type, bool ops, struct wbuf *w)
{
	struct rbuf work = wb_view(&r->work), val;
	size_t last = 0;
	uint8_t one;

	while (rb_left(&work) > 0) {
		one = rb_u8(&work);
		val = rb_sub(&work, rb_u8(&work));
		if (one != type)
			continue;
		if (last == 0)
			wb_u8(w, type);
		last = w->len;
		wb_put(w, val.p, rb_left(&val));
	}
	if (last != 0 && ops && !w->err)
		wb_set_u8(w, last, w->p[last] | FLOW_OP_END);
}

/* How long all will be: each type once, and the entries less two bytes. */
static size_t
flow_length(const struct route *r)
{
	struct rbuf work = wb_view(&r->work);
	unsigned int seen = 0;
	size_t n = r->has_rd ? FLOW_RD : 0;
	uint8_t type, len;

	while (rb_left(&work) > 0) {
		type = rb_u8(&work);
		len = rb_u8(&work);
		(void)rb_bytes(&work, len);
		n += len + ((seen & 1U << type) == 0 ? 1U : 0U);
		seen |= 1U << type;
	}
	return n;
}

static int
flow_finish(struct lex *lx, const struct tok *t, struct route *r)
{
	const struct nlri_ops *row = nlri_table[r->fam];
	const struct flow_comp *c;
	size_t len = flow_length(r), had;
	uint8_t type;

	if (is_vpn(row) != r->has_rd)
		return lex_err(lx, t, "invalid flow (missing rd ?)");
	if (r->work.len == 0)
		return lex_err(lx, t, "a flow needs something to match");
	if (len > FLOW_LEN_MAX)
		return lex_err(lx, t, "attempted to announce a Flow Spec "
		    "rule larger than encoding allows (%zu bytes)", len);
	wb_reset(&r->nlri);
	if (len < FLOW_SHORT)
		wb_u8(&r->nlri, (uint8_t)len);
	else
		wb_u16(&r->nlri, (uint16_t)(0xf000 | len));
	if (r->has_rd)
		wb_put(&r->nlri, r->rd, FLOW_RD);
	for (type = 1; type <= FLOW_TYPE_MAX; type++) {
		c = flow_comp_type(type, is_v6(row));
		had = r->nlri.len;
		put_type(r, type, c->kind != FLOW_PREFIX, &r->nlri);
		/* ExaBGP sends it; who receives it can not read the rule */
		if (type == FLOW_LABEL && !is_v6(row) && r->nlri.len > had)
			diag_warn(lx->diag, t, "flow-label is for IPv6 only: "
			    "peers refuse this rule");
	}
	return r->nlri.err ? -1 : 0;
}

/* " protocol [ =tcp =udp ]" */
static void
text_comp(const struct flow_comp *c, bool v6, struct rbuf r, struct wbuf *w)
{
	struct rbuf again = r;
	size_t n = 0, i = 0, at = w->len;
	bool list;

	while (flow_comp_text(c, v6, &again, w))
		n++;
	list = n > 1 || (w->len > at &&
	    memchr(w->p + at, '&', w->len - at) != NULL);
	w->len = at;
	wb_u8(w, ' ');
	wb_str(w, c->word);
	if (list)
		wb_str(w, " [");
	while (i++ < n) {
		wb_u8(w, ' ');
		(void)flow_comp_text(c, v6, &r, w);
	}
	if (list)
		wb_str(w, " ]");
}

static void
flow_text(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct wbuf *w)
{
	struct rbuf r = value_of(one), comp;
	const uint8_t *rd = is_vpn(row) ? rb_bytes(&r, FLOW_RD) : NULL;
	uint8_t type;

	wb_str(w, "flow");
	while (flow_comp_next(&r, is_v6(row), &type, &comp))
		text_comp(flow_comp_type(type, is_v6(row)), is_v6(row),
		    comp, w);
	if (rd != NULL) {
		wb_str(w, " rd ");
		nlri_text_rd(ctx, rd, w);
	}
	nlri_text_nh(ctx, w);
}

static void
emit_comp(const struct flow_comp *c, bool v6, struct rbuf r, struct wbuf *w,
    struct sink *s)
{
	sink_key(s, c->word);
	sink_arr(s);
	wb_reset(w);
	while (flow_comp_text(c, v6, &r, w)) {
		sink_nstr(s, (const char *)w->p, w->len);
		s->w->err |= w->err;
		wb_reset(w);
	}
	sink_end_arr(s);
}

/*
 * The next hop is a key of its own and in the text, but for the last
 * generation, which has it in front of the list only.
 */
static void
flow_emit(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct sink *s)
{
	struct rbuf r = value_of(one), comp;
	const uint8_t *rd = is_vpn(row) ? rb_bytes(&r, FLOW_RD) : NULL;
	struct nlri_ctx c = *ctx;
	struct wbuf w;
	uint8_t type;

	c.shown = true;
	wb_init(&w, 1U << 18);
	sink_obj(s);
	if (s->words) {
		sink_key(s, "rules");
		sink_obj(s);
	}
	while (flow_comp_next(&r, is_v6(row), &type, &comp))
		emit_comp(flow_comp_type(type, is_v6(row)), is_v6(row),
		    comp, &w, s);
	if (s->words)
		sink_end_obj(s);
	if (rd != NULL)
		nlri_emit_rd(rd, s);
	if (s->version >= 6)
		c.nh = NULL;
	if (c.nh != NULL && c.nh->kind != NH_NONE) {
		wb_reset(&w);
		nh_text(c.nh, &w);
		s->w->err |= w.err;
		sink_key(s, "next-hop");
		sink_nstr(s, (const char *)w.p, w.len);
	}
	if (!s->words) {
		wb_reset(&w);
		flow_text(row, one, &c, &w);
		s->w->err |= w.err;
		sink_key(s, "string");
		sink_nstr(s, (const char *)w.p, w.len);
	}
	sink_end_obj(s);
	wb_free(&w);
}

#define FLOW_FUNCTIONS		\
	.next = flow_next,	\
	.ident = flow_ident,	\
	.parse = flow_parse,	\
	.keyword = flow_keyword,\
	.finish = flow_finish,	\
	.text = flow_text,	\
	.emit = flow_emit

const struct nlri_ops nlri_ipv4_flow = {
	.fam = FAM_IPV4_FLOW,
	.flags = NF_NO_NH | NF_WD_ATTRS,
	FLOW_FUNCTIONS
};

const struct nlri_ops nlri_ipv4_flowvpn = {
	.fam = FAM_IPV4_FLOWVPN,
	.flags = NF_NO_NH | NF_WD_ATTRS | NF_RD,
	FLOW_FUNCTIONS
};

const struct nlri_ops nlri_ipv6_flow = {
	.fam = FAM_IPV6_FLOW,
	.flags = NF_NO_NH | NF_WD_ATTRS,
	FLOW_FUNCTIONS
};

const struct nlri_ops nlri_ipv6_flowvpn = {
	.fam = FAM_IPV6_FLOWVPN,
	.flags = NF_NO_NH | NF_WD_ATTRS | NF_RD,
	FLOW_FUNCTIONS
};
