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
 * Routes of multicast VPNs, RFC 6514 4: type(1) length(1) value.  Three
 * types have words; of the others only the bytes are known.
 */
enum {
	MVPN_SOURCE_AD = 5,
	MVPN_SHARED_JOIN = 6,
	MVPN_SOURCE_JOIN = 7
};

struct mvpn_kind {
	uint8_t		 code;
	bool		 has_as;	/* source AS behind the RD */
	const char	*word;		/* in the language */
	const char	*source;	/* keyword of the first address */
	const char	*shown;		/* as ExaBGP shows it */
	const char	*name;		/* in events */
};

static const struct mvpn_kind kinds[] = {
	{ MVPN_SOURCE_AD, false, "source-ad", "source", "mvpn:sourcead::",
	    "Source Active A-D Route" },
	{ MVPN_SHARED_JOIN, true, "shared-join", "rp", "mvpn:shared-join::",
	    "C-Multicast Shared Tree Join route" },
	{ MVPN_SOURCE_JOIN, true, "source-join", "source", "mvpn:source-join::",
	    "C-Multicast Source Tree Join route" }
};

#define NKINDS	(sizeof(kinds) / sizeof(kinds[0]))

struct mvpn {
	const struct mvpn_kind	*kind;	/* NULL: not known */
	uint8_t			 code;
	const uint8_t		*rd;
	uint32_t		 as;
	struct rbuf		 source;
	struct rbuf		 group;
};

/* An address behind its length in bits. */
static struct rbuf
read_addr(struct rbuf *r)
{
	uint8_t bits = rb_u8(r);

	if (bits != 32 && bits != 128)
		r->err = true;
	return rb_sub(r, bits / 8U);
}

/* False if it is of a known type and malformed. */
static bool
mvpn_read(struct rbuf r, struct mvpn *v)
{
	size_t i;

	memset(v, 0, sizeof(*v));
	v->code = rb_u8(&r);
	(void)rb_u8(&r);
	for (i = 0; i < NKINDS; i++) {
		if (kinds[i].code == v->code)
			v->kind = &kinds[i];
	}
	if (v->kind == NULL)
		return true;
	v->rd = rb_bytes(&r, 8);
	if (v->kind->has_as)
		v->as = rb_u32(&r);
	v->source = read_addr(&r);
	v->group = read_addr(&r);
	return !r.err && rb_left(&r) == 0;
}

static int
mvpn_next(const struct nlri_ops *row, struct rbuf *in, struct rbuf *one,
    struct bgp_err *err)
{
	struct mvpn v;

	if (nlri_next_typed(row, in, one, err) == -1)
		return -1;
	if (!mvpn_read(*one, &v))
		return nlri_skip(row, err, "bad lengths");
	return 0;
}

/* The words come in this order, so the value is made at once. */
static int
parse_words(struct lex *lx, const struct mvpn_kind *k, struct route *r)
{
	const size_t alen = nlri_alen(nlri_table[r->fam]);
	struct addr source, group;
	uint32_t as = 0;
	size_t at;

	if (need_word_addr(lx, k->source, alen, &source) == -1 ||
	    need_word_addr(lx, "group", alen, &group) == -1 ||
	    need_word(lx, "rd") == -1 || need_rd(lx, r->rd) == -1)
		return -1;
	if (k->has_as && (need_word(lx, "source-as") == -1 ||
	    need_u32(lx, "source-as", UINT32_MAX, &as) == -1))
		return -1;
	wb_u8(&r->work, k->code);
	at = r->work.len;
	wb_u8(&r->work, 0);
	wb_put(&r->work, r->rd, sizeof(r->rd));
	if (k->has_as)
		wb_u32(&r->work, as);
	wb_u8(&r->work, (uint8_t)(alen * 8));
	wb_put(&r->work, source.b, alen);
	wb_u8(&r->work, (uint8_t)(alen * 8));
	wb_put(&r->work, group.b, alen);
	wb_set_u8(&r->work, at, (uint8_t)(r->work.len - at - 1));
	return r->work.err ? -1 : 0;
}

static int
mvpn_parse(struct lex *lx, struct route *r)
{
	struct tok t;
	size_t i;

	if (lex_need(lx, &t, "mcast-vpn route type") == -1)
		return -1;
	for (i = 0; i < NKINDS; i++) {
		if (tok_is(&t, kinds[i].word))
			return parse_words(lx, &kinds[i], r);
	}
	if (tok_is(&t, "raw"))
		return nlri_raw_parse(lx, r);
	return lex_err(lx, &t, "mcast-vpn: unknown/unsupported mvpn route "
	    "type: %.*s", (int)t.len, t.s);
}

/* mvpn:KIND::RD:AS:SOURCE:GROUP */
static void
show_mvpn(const struct mvpn *v, const struct nlri_ctx *ctx, struct wbuf *w)
{
	wb_str(w, v->kind->shown);
	nlri_text_rd(ctx, v->rd, w);
	if (v->kind->has_as) {
		wb_u8(w, ':');
		put_dec(w, v->as);
	}
	wb_u8(w, ':');
	put_addr(w, v->source.p, rb_left(&v->source));
	wb_u8(w, ':');
	put_addr(w, v->group.p, rb_left(&v->group));
}

static void
mvpn_text(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct wbuf *w)
{
	const size_t size = families[row->fam].afi == AFI_IPV6 ? 16 : 4;
	struct mvpn v;

	if (!mvpn_read(one, &v))
		return;
	/* words are for addresses of the family only */
	if (v.kind == NULL || rb_left(&v.source) != size ||
	    rb_left(&v.group) != size) {
		nlri_raw_text(one, ctx, w);
		return;
	}
	if (ctx->shown) {
		show_mvpn(&v, ctx, w);
		return;
	}
	wb_str(w, v.kind->word);
	wb_u8(w, ' ');
	wb_str(w, v.kind->source);
	wb_u8(w, ' ');
	put_addr(w, v.source.p, rb_left(&v.source));
	wb_str(w, " group ");
	put_addr(w, v.group.p, rb_left(&v.group));
	wb_str(w, " rd ");
	nlri_text_rd(ctx, v.rd, w);
	if (v.kind->has_as) {
		wb_str(w, " source-as ");
		put_dec(w, v.as);
	}
	nlri_text_nh(ctx, w);
}

static void
mvpn_emit(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct sink *s)
{
	struct mvpn v;
	bool ok = mvpn_read(one, &v) && v.kind != NULL;

	(void)row;
	(void)ctx;
	sink_obj(s);
	sink_key(s, "code");
	sink_u64(s, v.code);
	sink_key(s, "parsed");
	sink_bool(s, ok);
	nlri_emit_raw(one, s);
	if (ok) {
		sink_key(s, "name");
		sink_str(s, v.kind->name);
		nlri_emit_rd(v.rd, s);
		if (v.kind->has_as) {
			sink_key(s, "source-as");
			sink_fmt(s, "%u", v.as);
		}
		sink_key(s, "source");
		nlri_emit_addr(v.source.p, rb_left(&v.source), s);
		sink_key(s, "group");
		nlri_emit_addr(v.group.p, rb_left(&v.group), s);
	}
	sink_end_obj(s);
}

#define MVPN_FUNCTIONS		\
	.flags = NF_NH_ATTR | NF_WD_ATTRS, \
	.next = mvpn_next,	\
	.parse = mvpn_parse,	\
	.finish = nlri_work_finish, \
	.text = mvpn_text,	\
	.emit = mvpn_emit

const struct nlri_ops nlri_ipv4_mvpn = {
	.fam = FAM_IPV4_MVPN,
	MVPN_FUNCTIONS
};

const struct nlri_ops nlri_ipv6_mvpn = {
	.fam = FAM_IPV6_MVPN,
	MVPN_FUNCTIONS
};
