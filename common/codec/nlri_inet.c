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
#include "words.h"

/*
 * The families of prefixes: unicast and multicast (RFC 4271 4.3, 4760 5),
 * labelled (RFC 8277 2.2), VPN (RFC 4364 4.3.4, 4659 3.2).  All are a
 * length in bits, labels, a route distinguisher, and the prefix; the flags
 * of a row tell which of these it has.
 */
struct inet {
	struct prefix	 prefix;
	const uint8_t	*rd;
	uint32_t	 labels[LABELS_MAX];
	uint8_t		 nlabels;
};

/*
 * The label stack ends with the bottom bit, or with one of the values that
 * a withdrawal has instead of a label (RFC 8277 2.4).  One of these is also
 * the explicit null label: more follow it if there is more left than the
 * rest can have.  Behind a label they are part of what is no stack.
 */
static int
read_stack(struct rbuf *r, unsigned int *bits, unsigned int rest,
    struct inet *v)
{
	uint32_t l;

	do {
		if (*bits < 24 || v->nlabels == LABELS_MAX)
			return -1;
		l = rb_u24(r);
		v->labels[v->nlabels++] = l;
		*bits -= 24;
	} while ((l & 1) == 0 && (v->nlabels > 1 ||
	    (l != 0x800000 && l != 0) || *bits > rest));
	return 0;
}

/*
 * If it has no end there is one label, whose bottom bit is to be ignored
 * (RFC 8277 2.2), as is all that a withdrawal has in its place (2.4).
 */
static int
read_labels(struct rbuf *r, unsigned int *bits, unsigned int rest,
    struct inet *v)
{
	const struct rbuf all = *r;
	const unsigned int total = *bits;

	if (read_stack(r, bits, rest, v) == 0)
		return 0;
	if (total < 24)
		return -1;
	*r = all;
	(void)rb_u24(r);
	*bits = total - 24;
	v->nlabels = 1;
	return 0;
}

/* What is wrong with the NLRI, or NULL if nothing is. */
static const char *
inet_read(const struct nlri_ops *row, struct rbuf r, struct inet *v)
{
	const uint8_t *p;
	const size_t alen = nlri_alen(row);
	const unsigned int rest = (unsigned int)alen * 8 +
	    (row->flags & NF_RD ? 64 : 0);
	unsigned int bits = rb_u8(&r);
	size_t n;

	v->rd = NULL;
	v->nlabels = 0;
	if ((row->flags & NF_LABEL) &&
	    read_labels(&r, &bits, rest, v) == -1)
		return "bad label stack";
	if (row->flags & NF_RD) {
		if (bits < 64 || (v->rd = rb_bytes(&r, 8)) == NULL)
			return "no room for a route distinguisher";
		bits -= 64;
	}
	if (bits > alen * 8)
		return "prefix is too long";
	n = (bits + 7) / 8;
	if ((p = rb_bytes(&r, n)) == NULL)
		return "prefix is cut";
	memset(&v->prefix, 0, sizeof(v->prefix));
	v->prefix.addr.len = (uint8_t)alen;
	v->prefix.plen = (uint8_t)bits;
	memcpy(v->prefix.addr.b, p, n);
	addr_mask(&v->prefix.addr, v->prefix.plen);
	return NULL;
}

static int
inet_next(const struct nlri_ops *row, struct rbuf *in, struct rbuf *one,
    struct bgp_err *err)
{
	struct inet v;
	const char *why;

	*one = rb_sub(in, 1 + (rb_peek(in) + 7U) / 8);
	if (one->err)
		return nlri_broken(row, err, "it is cut");
	if ((why = inet_read(row, *one, &v)) != NULL)
		return nlri_broken(row, err, why);
	return 0;
}

/* Labels do not identify a route, nor do bits behind the prefix. */
static void
inet_ident(const struct nlri_ops *row, struct rbuf one, struct wbuf *w)
{
	struct inet v;

	if (inet_read(row, one, &v) != NULL)
		return;
	if (v.rd != NULL)
		wb_put(w, v.rd, 8);
	prefix_wire(&v.prefix, w);
}

/* A prefix, with ExaBGP's words for what can be wrong with it. */
int
nlri_prefix_parse(struct lex *lx, const struct tok *t, struct prefix *p)
{
	const char *slash = memchr(t->s, '/', t->len);
	int alen = (int)(slash == NULL ? t->len : (size_t)(slash - t->s));
	int rest = slash == NULL ? 0 : (int)t->len - alen - 1;

	switch (prefix_parse(t->s, t->len, p)) {
	case 0:
		return 0;
	case -2:
		return lex_err(lx, t, "invalid netmask %.*s", rest,
		    slash + 1);
	case -3:
		return lex_err(lx, t, "invalid network %.*s for netmask %.*s",
		    alen, t->s, rest, slash + 1);
	default:
		return lex_err(lx, t, "unrecognised ip address %.*s",
		    (int)t->len, t->s);
	}
}

static int
inet_parse(struct lex *lx, struct route *r)
{
	struct tok t;

	if (lex_need(lx, &t, "prefix") == -1 ||
	    nlri_prefix_parse(lx, &t, &r->prefix) == -1)
		return -1;
	r->has_prefix = true;
	return 0;
}

static int
inet_finish(struct lex *lx, const struct tok *t, struct route *r)
{
	const struct nlri_ops *row = nlri_table[r->fam];
	const struct prefix *p = &r->prefix;
	unsigned int bits = p->plen;

	if (!r->has_prefix)
		return lex_err(lx, t, "the prefix is missing");
	if (p->addr.len != nlri_alen(row))
		return lex_err(lx, t, "the prefix is not of the family %s",
		    families[r->fam].afi_name);
	if ((row->flags & NF_RD) && !r->has_rd)
		return lex_err(lx, t, "route-distinguisher is missing");
	if (row->flags & NF_LABEL)
		bits += 24U * r->nlabels;
	if (row->flags & NF_RD)
		bits += 64;
	if (bits > 255)
		return lex_err(lx, t, "too many labels");
	wb_reset(&r->nlri);
	wb_u8(&r->nlri, (uint8_t)bits);
	if (row->flags & NF_LABEL)
		labels_wire(r->labels, r->nlabels, &r->nlri);
	if (row->flags & NF_RD)
		wb_put(&r->nlri, r->rd, sizeof(r->rd));
	wb_put(&r->nlri, p->addr.b, (p->plen + 7U) / 8);
	return r->nlri.err ? -1 : 0;
}

static void
text_labels(const struct inet *v, struct wbuf *w)
{
	uint8_t i;

	if (v->nlabels == 0)
		return;
	wb_str(w, " label");
	for (i = 0; i < v->nlabels; i++) {
		put_item(w, i, v->nlabels);
		put_dec(w, v->labels[i] >> 4);
	}
	put_end(w, v->nlabels);
}

static void
inet_text(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct wbuf *w)
{
	struct inet v;

	if (inet_read(row, one, &v) != NULL)
		return;
	put_prefix(w, &v.prefix);
	nlri_text_path_id(ctx, w);
	text_labels(&v, w);
	nlri_text_nh(ctx, w);
	if (v.rd != NULL) {
		wb_str(w, " rd ");
		nlri_text_rd(ctx, v.rd, w);
	}
}

static void
emit_path_id(uint32_t id, struct sink *s)
{
	char buf[ADDR_STRLEN];
	struct addr a;

	addr_from_v4(&a, id);
	sink_key(s, "path-information");
	sink_nstr(s, buf, addr_print(&a, buf, sizeof(buf)));
}

static void
inet_emit(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct sink *s)
{
	char buf[ADDR_STRLEN];
	struct inet v;
	uint8_t i;

	sink_obj(s);
	if (inet_read(row, one, &v) == NULL) {
		sink_key(s, s->words ? "prefix" : "nlri");
		sink_nstr(s, buf, prefix_print(&v.prefix, buf, sizeof(buf)));
		if (ctx->has_path_id)
			emit_path_id(ctx->path_id, s);
		if (row->flags & NF_LABEL) {
			sink_key(s, "label");
			sink_arr(s);
			for (i = 0; i < v.nlabels; i++)
				nlri_emit_label(v.labels[i],
				    s->version >= 6 && v.labels[i] != 0, s);
			sink_end_arr(s);
		}
		if (v.rd != NULL)
			nlri_emit_rd(v.rd, s);
	}
	sink_end_obj(s);
}

#define INET_FUNCTIONS		\
	.next = inet_next,	\
	.ident = inet_ident,	\
	.parse = inet_parse,	\
	.finish = inet_finish,	\
	.text = inet_text,	\
	.emit = inet_emit

/* RFC 4760: IPv4 unicast has its own fields in the UPDATE. */
const struct nlri_ops nlri_ipv4_unicast = {
	.fam = FAM_IPV4_UNICAST,
	.flags = NF_ADDPATH | NF_V4_FIELD | NF_NH_ATTR,
	INET_FUNCTIONS
};

const struct nlri_ops nlri_ipv4_multicast = {
	.fam = FAM_IPV4_MULTICAST,
	.flags = NF_NH_ATTR,
	INET_FUNCTIONS
};

const struct nlri_ops nlri_ipv4_labeled = {
	.fam = FAM_IPV4_LABELED,
	.flags = NF_ADDPATH | NF_LABEL | NF_NH_ATTR | NF_WD_ATTRS,
	INET_FUNCTIONS
};

const struct nlri_ops nlri_ipv4_vpn = {
	.fam = FAM_IPV4_VPN,
	.flags = NF_ADDPATH | NF_LABEL | NF_RD | NF_RD_NH | NF_NH_ATTR |
	    NF_WD_ATTRS,
	INET_FUNCTIONS
};

const struct nlri_ops nlri_ipv6_unicast = {
	.fam = FAM_IPV6_UNICAST,
	.flags = NF_ADDPATH | NF_NH_ATTR,
	INET_FUNCTIONS
};

const struct nlri_ops nlri_ipv6_multicast = {
	.fam = FAM_IPV6_MULTICAST,
	.flags = NF_NH_ATTR,
	INET_FUNCTIONS
};

const struct nlri_ops nlri_ipv6_labeled = {
	.fam = FAM_IPV6_LABELED,
	.flags = NF_ADDPATH | NF_LABEL | NF_NH_ATTR | NF_WD_ATTRS,
	INET_FUNCTIONS
};

const struct nlri_ops nlri_ipv6_vpn = {
	.fam = FAM_IPV6_VPN,
	.flags = NF_ADDPATH | NF_LABEL | NF_RD | NF_RD_NH | NF_NH_ATTR |
	    NF_WD_ATTRS,
	INET_FUNCTIONS
};
