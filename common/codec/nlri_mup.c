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
 * Mobile user plane, draft-ietf-bess-mup-safi 3.1: architecture(1) type(2)
 * length(1) value.  Each type has a row with the parts of its value.
 */
#define MUP_3GPP	1

enum {
	MUP_ISD = 1,		/* interwork segment discovery */
	MUP_DSD = 2,		/* direct segment discovery */
	MUP_T1ST = 3,		/* type 1 session transformed */
	MUP_T2ST = 4
};

struct mup {
	uint8_t		 arch;
	uint16_t	 code;
	const uint8_t	*rd;
	uint8_t		 plen;		/* of the prefix */
	struct rbuf	 prefix;	/* its bytes, or the address */
	uint8_t		 qfi;
	uint8_t		 eplen;		/* bits, of a T2ST with its TEID */
	struct rbuf	 ep;
	struct rbuf	 teid;
	uint8_t		 srclen;	/* 0 without a source */
	struct rbuf	 src;
};

struct mup_kind {
	uint16_t	 code;
	const char	*word;		/* in the language */
	const char	*shown;		/* as ExaBGP shows it */
	const char	*name;		/* in events */
	bool		(*read)(struct rbuf *, size_t, struct mup *);
	int		(*parse)(struct lex *, size_t, struct route *);
	void		(*text)(const struct mup *, size_t, struct wbuf *);
	void		(*emit)(const struct mup *, size_t, struct sink *);
};

static bool
read_prefix(struct rbuf *r, size_t alen, struct mup *v)
{
	v->plen = rb_u8(r);
	if (v->plen > alen * 8)
		return false;
	v->prefix = rb_sub(r, (v->plen + 7U) / 8);
	return !r->err;
}

/* An address behind its length in bits. */
static bool
read_addr(struct rbuf *r, uint8_t *len, struct rbuf *a)
{
	*len = rb_u8(r);
	if (*len != 32 && *len != 128)
		return false;
	*a = rb_sub(r, *len / 8U);
	return !r->err;
}

static bool
read_dsd(struct rbuf *r, size_t alen, struct mup *v)
{
	v->prefix = rb_sub(r, alen);
	return !r->err;
}

static bool
read_t1st(struct rbuf *r, size_t alen, struct mup *v)
{
	if (!read_prefix(r, alen, v))
		return false;
	v->teid = rb_sub(r, 4);
	v->qfi = rb_u8(r);
	if (!read_addr(r, &v->eplen, &v->ep))
		return false;
	return rb_left(r) == 0 || read_addr(r, &v->srclen, &v->src);
}

static bool
read_t2st(struct rbuf *r, size_t alen, struct mup *v)
{
	v->eplen = rb_u8(r);
	if (v->eplen < alen * 8 || v->eplen > alen * 8 + 32)
		return false;
	v->ep = rb_sub(r, alen);
	v->teid = rb_sub(r, (v->eplen - alen * 8 + 7) / 8);
	return !r->err;
}

/* A prefix whose bits behind the mask are nobody's business. */
static int
parse_prefix(struct lex *lx, size_t alen, struct wbuf *w)
{
	struct tok t, part[2];
	struct addr a;
	uint32_t plen = (uint32_t)alen * 8;
	size_t n;

	if (lex_need(lx, &t, "prefix") == -1)
		return -1;
	n = word_split(&t, '/', part, 2);
	if (n > 2 || word_addr(lx, &part[0], alen, &a) == -1)
		return n > 2 ? lex_err(lx, &t, "invalid prefix %.*s",
		    (int)t.len, t.s) : -1;
	if (n == 2 && val_u32(&part[1], 0, plen, &plen) == -1)
		return lex_err(lx, &t, "invalid netmask %.*s",
		    (int)part[1].len, part[1].s);
	wb_u8(w, (uint8_t)plen);
	wb_put(w, a.b, (plen + 7) / 8);
	return 0;
}

static int
parse_rd(struct lex *lx, struct route *r)
{
	if (need_word(lx, "rd") == -1 || need_rd(lx, r->rd) == -1)
		return -1;
	r->has_rd = true;
	return 0;
}

static int
parse_isd(struct lex *lx, size_t alen, struct route *r)
{
	if (parse_prefix(lx, alen, &r->work) == -1)
		return -1;
	return parse_rd(lx, r);
}

static int
parse_dsd(struct lex *lx, size_t alen, struct route *r)
{
	struct addr a;

	if (need_addr_of(lx, "address", alen, &a) == -1)
		return -1;
	wb_put(&r->work, a.b, alen);
	return parse_rd(lx, r);
}

static void
put_bits_addr(const struct addr *a, struct wbuf *w)
{
	wb_u8(w, (uint8_t)(a->len * 8));
	wb_put(w, a->b, a->len);
}

static int
parse_t1st(struct lex *lx, size_t alen, struct route *r)
{
	struct wbuf *w = &r->work;
	uint32_t teid, qfi;
	struct addr a;

	if (parse_prefix(lx, alen, w) == -1 || parse_rd(lx, r) == -1 ||
	    need_word(lx, "teid") == -1 ||
	    need_u32(lx, "teid", UINT32_MAX, &teid) == -1 ||
	    need_word(lx, "qfi") == -1 ||
	    need_u32(lx, "qfi", UINT8_MAX, &qfi) == -1 ||
	    need_word_addr(lx, "endpoint", 0, &a) == -1)
		return -1;
	wb_u32(w, teid);
	wb_u8(w, (uint8_t)qfi);
	put_bits_addr(&a, w);
	if (lex_accept(lx, "source")) {
		if (need_addr_of(lx, "source", 0, &a) == -1)
			return -1;
		put_bits_addr(&a, w);
	}
	return 0;
}

/* NUMBER/BITS */
static int
parse_teid(struct lex *lx, uint32_t *teid, uint32_t *bits)
{
	struct tok t, part[2];

	if (need_word(lx, "teid") == -1 || lex_need(lx, &t, "teid") == -1)
		return -1;
	if (word_split(&t, '/', part, 2) != 2 ||
	    val_u32(&part[0], 0, UINT32_MAX, teid) == -1 ||
	    val_u32(&part[1], 0, 32, bits) == -1)
		return lex_err(lx, &t, "unexpect teid format, this expect "
		    "format <teid>/<length, expect 0 ~ 32>");
	if (*bits < 32 && *teid >> *bits != 0)
		return lex_err(lx, &t, "unexpect teid format, we can not "
		    "store %u using %u bits", *teid, *bits);
	return 0;
}

static int
parse_t2st(struct lex *lx, size_t alen, struct route *r)
{
	uint32_t teid, bits, n;
	struct addr a;

	if (need_addr_of(lx, "address", alen, &a) == -1 ||
	    parse_rd(lx, r) == -1 || parse_teid(lx, &teid, &bits) == -1)
		return -1;
	wb_u8(&r->work, (uint8_t)(alen * 8 + bits));
	wb_put(&r->work, a.b, alen);
	for (n = (bits + 7) / 8; n > 0; n--)
		wb_u8(&r->work, (uint8_t)(teid >> (n - 1) * 8));
	return 0;
}

static uint32_t
number(struct rbuf r)
{
	uint32_t v = 0;

	while (rb_left(&r) > 0)
		v = v << 8 | rb_u8(&r);
	return v;
}

/* The address of the prefix, filled up with zeros. */
static const uint8_t *
whole(const struct mup *v, uint8_t *b)
{
	memset(b, 0, 16);
	if (rb_left(&v->prefix) > 0 && rb_left(&v->prefix) <= 16)
		memcpy(b, v->prefix.p, rb_left(&v->prefix));
	return b;
}

static void
put_mup_prefix(const struct mup *v, size_t alen, struct wbuf *w)
{
	uint8_t b[16];

	wb_u8(w, ' ');
	put_addr(w, whole(v, b), alen);
	wb_u8(w, '/');
	put_dec(w, v->plen);
}

static void
put_rd(const struct mup *v, struct wbuf *w)
{
	wb_str(w, " rd ");
	rd_text(v->rd, w);
}

static void
text_isd(const struct mup *v, size_t alen, struct wbuf *w)
{
	put_mup_prefix(v, alen, w);
	put_rd(v, w);
}

static void
text_dsd(const struct mup *v, size_t alen, struct wbuf *w)
{
	wb_u8(w, ' ');
	put_addr(w, v->prefix.p, alen);
	put_rd(v, w);
}

static void
text_t1st(const struct mup *v, size_t alen, struct wbuf *w)
{
	put_mup_prefix(v, alen, w);
	put_rd(v, w);
	wb_str(w, " teid ");
	put_dec(w, number(v->teid));
	wb_str(w, " qfi ");
	put_dec(w, v->qfi);
	wb_str(w, " endpoint ");
	put_addr(w, v->ep.p, rb_left(&v->ep));
	if (v->srclen > 0) {
		wb_str(w, " source ");
		put_addr(w, v->src.p, rb_left(&v->src));
	}
}

static void
text_t2st(const struct mup *v, size_t alen, struct wbuf *w)
{
	wb_u8(w, ' ');
	put_addr(w, v->ep.p, alen);
	put_rd(v, w);
	wb_str(w, " teid ");
	put_dec(w, number(v->teid));
	wb_u8(w, '/');
	put_dec(w, v->eplen - alen * 8);
}

/*
 * mup:KIND::RD:..., as ExaBGP shows it: the length behind the endpoint is
 * that of the prefix.
 */
static void
show_mup(const struct mup *v, const char *kind, size_t alen,
    const struct nlri_ctx *ctx, struct wbuf *w)
{
	uint8_t b[16];

	wb_str(w, kind);
	nlri_text_rd(ctx, v->rd, w);
	wb_u8(w, ':');
	if (v->code == MUP_T2ST) {
		wb_printf(w, "%u:", v->eplen);
		put_addr(w, v->ep.p, alen);
		wb_printf(w, ":%u:", number(v->teid));
		return;
	}
	put_addr(w, whole(v, b), alen);
	if (v->code == MUP_DSD)
		return;
	wb_printf(w, "/%u", v->plen);
	if (v->code == MUP_ISD)
		return;
	wb_printf(w, ":%u:%u:", number(v->teid), v->qfi);
	put_addr(w, v->ep.p, rb_left(&v->ep));
	wb_printf(w, "/%u", v->plen);
	if (v->srclen > 0) {
		wb_u8(w, ':');
		put_addr(w, v->src.p, rb_left(&v->src));
		wb_printf(w, "/%u", v->srclen);
	}
}

static void
emit_prefix(const struct mup *v, size_t alen, struct sink *s)
{
	uint8_t b[16];

	sink_key(s, "prefix_ip_len");
	sink_u64(s, v->plen);
	sink_key(s, "prefix_ip");
	nlri_emit_addr(whole(v, b), alen, s);
}

static void
emit_isd(const struct mup *v, size_t alen, struct sink *s)
{
	emit_prefix(v, alen, s);
	nlri_emit_rd(v->rd, s);
}

static void
emit_dsd(const struct mup *v, size_t alen, struct sink *s)
{
	sink_key(s, "ip");
	nlri_emit_addr(v->prefix.p, alen, s);
	nlri_emit_rd(v->rd, s);
}

static void
emit_teid(const struct mup *v, struct sink *s)
{
	sink_key(s, "teid");
	sink_fmt(s, "%u", number(v->teid));
}

static void
emit_t1st(const struct mup *v, size_t alen, struct sink *s)
{
	emit_prefix(v, alen, s);
	emit_teid(v, s);
	sink_key(s, "qfi");
	sink_fmt(s, "%u", v->qfi);
	nlri_emit_rd(v->rd, s);
	sink_key(s, "endpoint_ip_len");
	sink_u64(s, v->eplen);
	sink_key(s, "endpoint_ip");
	nlri_emit_addr(v->ep.p, rb_left(&v->ep), s);
	sink_key(s, "source_ip_len");
	sink_u64(s, v->srclen);
	sink_key(s, "source_ip");
	if (v->srclen == 0)
		sink_str(s, "");
	else
		nlri_emit_addr(v->src.p, rb_left(&v->src), s);
}

static void
emit_t2st(const struct mup *v, size_t alen, struct sink *s)
{
	sink_key(s, "endpoint_len");
	sink_u64(s, v->eplen);
	sink_key(s, "endpoint_ip");
	nlri_emit_addr(v->ep.p, alen, s);
	nlri_emit_rd(v->rd, s);
	emit_teid(v, s);
}

static const struct mup_kind kinds[] = {
	{ MUP_ISD, "mup-isd", "mup:isd::",
	    "InterworkSegmentDiscoveryRoute",
	    read_prefix, parse_isd, text_isd, emit_isd },
	{ MUP_DSD, "mup-dsd", "mup:dsd::",
	    "DirectSegmentDiscoveryRoute",
	    read_dsd, parse_dsd, text_dsd, emit_dsd },
	{ MUP_T1ST, "mup-t1st", "mup:t1st::",
	    "Type1SessionTransformedRoute",
	    read_t1st, parse_t1st, text_t1st, emit_t1st },
	{ MUP_T2ST, "mup-t2st", "mup:t2st::",
	    "Type2SessionTransformedRoute",
	    read_t2st, parse_t2st, text_t2st, emit_t2st }
};

#define NKINDS	(sizeof(kinds) / sizeof(kinds[0]))

static const struct mup_kind *
find_kind(uint8_t arch, uint16_t code)
{
	size_t i;

	for (i = 0; i < NKINDS; i++) {
		if (arch == MUP_3GPP && kinds[i].code == code)
			return &kinds[i];
	}
	return NULL;
}

/* False if it is of a known type and malformed; *k is NULL if it is not. */
static bool
mup_read(size_t alen, struct rbuf r, struct mup *v,
    const struct mup_kind **k)
{
	memset(v, 0, sizeof(*v));
	v->arch = rb_u8(&r);
	v->code = rb_u16(&r);
	(void)rb_u8(&r);
	if ((*k = find_kind(v->arch, v->code)) == NULL)
		return true;
	v->rd = rb_bytes(&r, 8);
	return !r.err && (*k)->read(&r, alen, v) && rb_left(&r) == 0;
}

static int
mup_next(const struct nlri_ops *row, struct rbuf *in, struct rbuf *one,
    struct bgp_err *err)
{
	const struct mup_kind *k;
	struct rbuf r = *in;
	struct mup v;

	(void)rb_u24(&r);
	(void)rb_bytes(&r, rb_u8(&r));
	if (r.err)
		return nlri_broken(row, err, "it is cut");
	*one = rb_sub(in, (size_t)(r.p - in->p));
	if (!mup_read(nlri_alen(row), *one, &v, &k))
		return nlri_skip(row, err, "bad lengths");
	return 0;
}

/* The RD comes late in the words and first in the bytes. */
static int
parse_kind(struct lex *lx, const struct mup_kind *k, struct route *r)
{
	struct wbuf *w = &r->work;
	size_t at;

	wb_u8(w, MUP_3GPP);
	wb_u16(w, k->code);
	at = w->len;
	wb_u8(w, 0);
	wb_u64(w, 0);
	if (k->parse(lx, nlri_alen(nlri_table[r->fam]), r) == -1)
		return -1;
	if (w->err)
		return -1;
	memcpy(w->p + at + 1, r->rd, sizeof(r->rd));
	wb_set_u8(w, at, (uint8_t)(w->len - at - 1));
	return 0;
}

/* 3.1.3: of a T1ST it is the prefix; what it is transformed to is not. */
static void
mup_ident(const struct nlri_ops *row, struct rbuf one, struct wbuf *w)
{
	const struct mup_kind *k;
	struct mup v;

	if (!mup_read(nlri_alen(row), one, &v, &k) || k == NULL ||
	    k->code != MUP_T1ST) {
		wb_put(w, one.p, rb_left(&one));
		return;
	}
	wb_put(w, one.p, 3);
	wb_put(w, v.rd, 8);
	wb_u8(w, v.plen);
	wb_put(w, v.prefix.p, rb_left(&v.prefix));
}

static int
mup_parse(struct lex *lx, struct route *r)
{
	struct tok t;
	size_t i;

	if (lex_need(lx, &t, "mup route type") == -1)
		return -1;
	for (i = 0; i < NKINDS; i++) {
		if (tok_is(&t, kinds[i].word))
			return parse_kind(lx, &kinds[i], r);
	}
	if (tok_is(&t, "raw"))
		return nlri_raw_parse(lx, r);
	return lex_err(lx, &t, "mup: unknown/unsupported mup route type: "
	    "%.*s", (int)t.len, t.s);
}

/* Bits behind a prefix or a TEID are no reason to lose them. */
static bool
in_words(const struct mup *v, size_t alen)
{
	const size_t bits = v->eplen - alen * 8;
	struct addr a;
	uint8_t b[16];

	if (v->code == MUP_T2ST)
		return bits >= 32 || number(v->teid) >> bits == 0;
	if (v->code != MUP_ISD && v->code != MUP_T1ST)
		return true;
	(void)addr_from_bytes(&a, whole(v, b), alen);
	return !addr_host_bits(&a, v->plen);
}

static void
mup_text(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct wbuf *w)
{
	const size_t alen = nlri_alen(row);
	const struct mup_kind *k;
	struct mup v;

	if (!mup_read(alen, one, &v, &k))
		return;
	if (k == NULL || !in_words(&v, alen)) {
		nlri_raw_text(one, ctx, w);
		return;
	}
	if (ctx->shown) {
		show_mup(&v, k->shown, alen, ctx, w);
		return;
	}
	wb_str(w, k->word);
	k->text(&v, alen, w);
	nlri_text_path_id(ctx, w);
	nlri_text_nh(ctx, w);
}

static void
mup_emit(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct sink *s)
{
	const size_t alen = nlri_alen(row);
	const struct mup_kind *k;
	struct mup v;

	(void)ctx;
	sink_obj(s);
	if (mup_read(alen, one, &v, &k)) {
		if (k != NULL) {
			sink_key(s, "name");
			sink_str(s, k->name);
		}
		sink_key(s, "arch");
		sink_u64(s, v.arch);
		sink_key(s, "code");
		sink_u64(s, v.code);
		if (k != NULL)
			k->emit(&v, alen, s);
		nlri_emit_raw(one, s);
	}
	sink_end_obj(s);
}

#define MUP_FUNCTIONS		\
	.next = mup_next,	\
	.ident = mup_ident,	\
	.parse = mup_parse,	\
	.finish = nlri_work_finish, \
	.text = mup_text,	\
	.emit = mup_emit

const struct nlri_ops nlri_ipv4_mup = {
	.fam = FAM_IPV4_MUP,
	.flags = NF_NH_ATTR | NF_WD_ATTRS | NF_ADDPATH,
	MUP_FUNCTIONS
};

const struct nlri_ops nlri_ipv6_mup = {
	.fam = FAM_IPV6_MUP,
	.flags = NF_WD_ATTRS | NF_ADDPATH,
	MUP_FUNCTIONS
};
