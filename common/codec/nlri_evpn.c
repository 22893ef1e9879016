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
 * Ethernet VPN, RFC 7432 7 and RFC 9136 3.1: type(1) length(1) value.  The
 * values of all types are made of the same parts in the same order, and a
 * row tells which of them a type has.
 */
enum {
	P_RD = 1,
	P_ESI = 2,		/* 10 bytes */
	P_TAG = 4,		/* 4 bytes */
	P_MAC = 8,		/* length in bits and 6 bytes */
	P_IP = 16,		/* length in bits and 0, 4 or 16 bytes */
	P_NO_IP = 32,		/* ... of which none are fine too */
	P_PREFIX = 64,		/* length, prefix, gateway */
	P_LABEL = 128,		/* 3 bytes */
	P_LABEL2 = 256		/* another 3, or none */
};

#define ESI_LEN	10
#define MAC_LEN	6

struct evpn_kind {
	uint8_t		 code;
	uint16_t	 parts;
	uint16_t	 ident;		/* parts that identify a route */
	const char	*word;
	const char	*name;		/* in events */
};

static const struct evpn_kind kinds[] = {
	{ 1, P_RD | P_ESI | P_TAG | P_LABEL, P_RD | P_ESI | P_TAG,
	    "ethernet-ad", "Ethernet Auto-Discovery" },
	{ 2, P_RD | P_ESI | P_TAG | P_MAC | P_IP | P_NO_IP | P_LABEL |
	    P_LABEL2, P_RD | P_TAG | P_MAC | P_IP,
	    "mac-ip", "MAC/IP advertisement" },
	{ 3, P_RD | P_TAG | P_IP, P_RD | P_TAG | P_IP,
	    "multicast", "Inclusive Multicast Ethernet Tag" },
	{ 4, P_RD | P_ESI | P_IP, P_RD | P_ESI | P_IP,
	    "ethernet-segment", "Ethernet Segment" },
	{ 5, P_RD | P_ESI | P_TAG | P_PREFIX | P_LABEL,
	    P_RD | P_TAG | P_PREFIX,
	    "ip-prefix", "IP Prefix Advertisement" }
};

#define NKINDS	(sizeof(kinds) / sizeof(kinds[0]))

struct evpn {
	const struct evpn_kind	*kind;	/* NULL: not known */
	uint8_t			 code;
	const uint8_t		*rd;
	const uint8_t		*esi;
	uint32_t		 tag;
	const uint8_t		*mac;
	uint8_t			 plen;	/* of the prefix */
	struct rbuf		 ip;	/* or the prefix, as received */
	struct addr		 net;	/* the prefix without bits behind it */
	struct rbuf		 gw;
	uint8_t			 nlabels;
	uint32_t		 label[2];
};

/* The address of a type 2, 3 or 4. */
static void
read_ip(struct rbuf *r, unsigned int parts, struct evpn *v)
{
	const uint8_t bits = rb_u8(r);

	if (bits != 32 && bits != 128 && !(bits == 0 && parts & P_NO_IP))
		r->err = true;
	v->ip = rb_sub(r, bits / 8U);
}

/* RFC 9136 3.1: the length of all tells the size of the addresses. */
static void
read_prefix(struct rbuf *r, struct evpn *v)
{
	const size_t alen = rb_left(r) == 1 + 4 + 4 + 3 ? 4 : 16;

	v->plen = rb_u8(r);
	if (v->plen > alen * 8)
		r->err = true;
	v->ip = rb_sub(r, alen);
	v->gw = rb_sub(r, alen);
	if (!r->err && addr_from_bytes(&v->net, v->ip.p, alen) == 0)
		addr_mask(&v->net, v->plen);
}

static void
read_parts(struct rbuf *r, unsigned int parts, struct evpn *v)
{
	v->rd = rb_bytes(r, 8);
	if (parts & P_ESI)
		v->esi = rb_bytes(r, ESI_LEN);
	if (parts & P_TAG)
		v->tag = rb_u32(r);
	if (parts & P_MAC) {
		if (rb_u8(r) != MAC_LEN * 8)
			r->err = true;
		v->mac = rb_bytes(r, MAC_LEN);
	}
	if (parts & P_IP)
		read_ip(r, parts, v);
	if (parts & P_PREFIX)
		read_prefix(r, v);
	if (parts & P_LABEL)
		v->label[v->nlabels++] = rb_u24(r);
	if ((parts & P_LABEL2) && rb_left(r) > 0)
		v->label[v->nlabels++] = rb_u24(r);
}

/* False if it is of a known type and malformed. */
static bool
evpn_read(struct rbuf r, struct evpn *v)
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
	read_parts(&r, v->kind->parts, v);
	return !r.err && rb_left(&r) == 0;
}

static int
evpn_next(const struct nlri_ops *row, struct rbuf *in, struct rbuf *one,
    struct bgp_err *err)
{
	struct evpn v;

	if (nlri_next_typed(row, in, one, err) == -1)
		return -1;
	if (!evpn_read(*one, &v))
		return nlri_skip(row, err, "bad lengths");
	return 0;
}

/* RFC 7432 7.1 to 7.4, RFC 9136 3.1: what the key of a route is. */
static void
evpn_ident(const struct nlri_ops *row, struct rbuf one, struct wbuf *w)
{
	struct evpn v;

	(void)row;
	if (!evpn_read(one, &v))
		return;
	if (v.kind == NULL) {
		wb_put(w, one.p, rb_left(&one));
		return;
	}
	wb_u8(w, v.code);
	wb_put(w, v.rd, 8);
	if (v.kind->ident & P_ESI)
		wb_put(w, v.esi, ESI_LEN);
	if (v.kind->ident & P_TAG)
		wb_u32(w, v.tag);
	if (v.kind->ident & P_MAC)
		wb_put(w, v.mac, MAC_LEN);
	if (v.kind->ident & P_PREFIX) {
		wb_u8(w, v.plen);
		wb_put(w, v.net.b, v.net.len);
	} else
		wb_put(w, v.ip.p, rb_left(&v.ip));
}

/* `esi -` is the one of zeros. */
static int
parse_esi(struct lex *lx, struct wbuf *w)
{
	uint8_t b[ESI_LEN] = { 0 };
	struct tok t;

	if (need_word(lx, "esi") == -1 || lex_need(lx, &t, "esi") == -1)
		return -1;
	if (!tok_is(&t, "-") && word_bytes(&t, b, sizeof(b)) == -1)
		return lex_err(lx, &t, "invalid esi %.*s", (int)t.len, t.s);
	wb_put(w, b, sizeof(b));
	return 0;
}

static int
parse_mac(struct lex *lx, struct wbuf *w)
{
	uint8_t b[MAC_LEN];
	struct tok t;

	if (need_word(lx, "mac") == -1 || lex_need(lx, &t, "mac") == -1)
		return -1;
	if (word_bytes(&t, b, sizeof(b)) == -1)
		return lex_err(lx, &t, "invalid mac %.*s", (int)t.len, t.s);
	wb_u8(w, MAC_LEN * 8);
	wb_put(w, b, sizeof(b));
	return 0;
}

static int
parse_ip(struct lex *lx, unsigned int parts, struct wbuf *w)
{
	struct addr a;

	if ((parts & P_NO_IP) && !tok_is(lex_peek(lx), "ip")) {
		wb_u8(w, 0);
		return 0;
	}
	if (need_word_addr(lx, "ip", 0, &a) == -1)
		return -1;
	wb_u8(w, (uint8_t)(a.len * 8));
	wb_put(w, a.b, a.len);
	return 0;
}

static int
parse_prefix(struct lex *lx, struct wbuf *w)
{
	struct prefix p;
	struct addr gw;
	struct tok t;

	if (need_word(lx, "prefix") == -1 ||
	    lex_need(lx, &t, "prefix") == -1 ||
	    nlri_prefix_parse(lx, &t, &p) == -1 ||
	    need_word_addr(lx, "gateway", p.addr.len, &gw) == -1)
		return -1;
	wb_u8(w, p.plen);
	wb_put(w, p.addr.b, p.addr.len);
	wb_put(w, gw.b, gw.len);
	return 0;
}

/* `label N` is a label with its bottom bit, `vni N` all 24 bits. */
static int
parse_label(struct lex *lx, struct wbuf *w)
{
	uint32_t v;

	if (lex_accept(lx, "vni")) {
		if (need_u32(lx, "vni", 0xffffff, &v) == -1)
			return -1;
		wb_u24(w, v);
		return 0;
	}
	if (need_word(lx, "label") == -1 ||
	    need_u32(lx, "label", 0xfffff, &v) == -1)
		return -1;
	wb_u24(w, v << 4 | 1);
	return 0;
}

static int
parse_parts(struct lex *lx, unsigned int parts, struct route *r)
{
	struct wbuf *w = &r->work;
	uint32_t tag;

	if (need_word(lx, "rd") == -1 || need_rd(lx, r->rd) == -1)
		return -1;
	wb_put(w, r->rd, sizeof(r->rd));
	if ((parts & P_ESI) && parse_esi(lx, w) == -1)
		return -1;
	if (parts & P_TAG) {
		if (need_word(lx, "ethernet-tag") == -1 ||
		    need_u32(lx, "ethernet-tag", UINT32_MAX, &tag) == -1)
			return -1;
		wb_u32(w, tag);
	}
	if (((parts & P_MAC) && parse_mac(lx, w) == -1) ||
	    ((parts & P_IP) && parse_ip(lx, parts, w) == -1) ||
	    ((parts & P_PREFIX) && parse_prefix(lx, w) == -1) ||
	    ((parts & P_LABEL) && parse_label(lx, w) == -1))
		return -1;
	if ((parts & P_LABEL2) && (tok_is(lex_peek(lx), "label") ||
	    tok_is(lex_peek(lx), "vni")) && parse_label(lx, w) == -1)
		return -1;
	return w->err ? -1 : 0;
}

/* ExaBGP has no words for these routes; the ones here are ours. */
static int
evpn_parse(struct lex *lx, struct route *r)
{
	struct tok t;
	size_t i, at;

	if (lex_need(lx, &t, "evpn route type") == -1)
		return -1;
	if (tok_is(&t, "raw"))
		return nlri_raw_parse(lx, r);
	for (i = 0; i < NKINDS && !tok_is(&t, kinds[i].word); i++)
		continue;
	if (i == NKINDS)
		return lex_err(lx, &t, "unknown evpn route type: %.*s",
		    (int)t.len, t.s);
	wb_u8(&r->work, kinds[i].code);
	at = r->work.len;
	wb_u8(&r->work, 0);
	if (parse_parts(lx, kinds[i].parts, r) == -1)
		return -1;
	wb_set_u8(&r->work, at, (uint8_t)(r->work.len - at - 1));
	return 0;
}

static bool
zero_esi(const uint8_t *esi)
{
	static const uint8_t none[ESI_LEN];

	return memcmp(esi, none, sizeof(none)) == 0;
}

static void
put_esi(const uint8_t *esi, struct wbuf *w)
{
	if (zero_esi(esi))
		wb_u8(w, '-');
	else
		put_bytes(w, esi, ESI_LEN, false);
}

static void
text_label(uint32_t v, struct wbuf *w)
{
	wb_str(w, (v & 15) == 1 ? " label " : " vni ");
	put_dec(w, (v & 15) == 1 ? v >> 4 : v);
}

static void
text_parts(const struct evpn *v, unsigned int parts,
    const struct nlri_ctx *ctx, struct wbuf *w)
{
	uint8_t i;

	wb_str(w, " rd ");
	nlri_text_rd(ctx, v->rd, w);
	if (parts & P_ESI) {
		wb_str(w, " esi ");
		put_esi(v->esi, w);
	}
	if (parts & P_TAG) {
		wb_str(w, " ethernet-tag ");
		put_dec(w, v->tag);
	}
	if (parts & P_MAC) {
		wb_str(w, " mac ");
		put_bytes(w, v->mac, MAC_LEN, true);
	}
	if ((parts & P_IP) && rb_left(&v->ip) > 0) {
		wb_str(w, " ip ");
		put_addr(w, v->ip.p, rb_left(&v->ip));
	}
	if (parts & P_PREFIX) {
		wb_str(w, " prefix ");
		put_addr(w, v->net.b, v->net.len);
		wb_u8(w, '/');
		put_dec(w, v->plen);
		wb_str(w, " gateway ");
		put_addr(w, v->gw.p, rb_left(&v->gw));
	}
	for (i = 0; i < v->nlabels; i++)
		text_label(v->label[i], w);
}

static void
evpn_text(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct wbuf *w)
{
	struct evpn v;

	(void)row;
	if (!evpn_read(one, &v))
		return;
	if (v.kind == NULL) {
		nlri_raw_text(one, ctx, w);
		return;
	}
	wb_str(w, v.kind->word);
	text_parts(&v, v.kind->parts, ctx, w);
	nlri_text_nh(ctx, w);
}

static void
emit_bytes(const char *key, const uint8_t *p, size_t n, struct sink *s)
{
	uint8_t buf[ESI_LEN * 3];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };

	sink_key(s, key);
	if (n == ESI_LEN)
		put_esi(p, &w);
	else
		put_bytes(&w, p, n, true);
	sink_nstr(s, (const char *)buf, w.len);
}

/* The address comes behind the label here; a second label does not. */
static void
emit_parts(const struct evpn *v, unsigned int parts, struct sink *s)
{
	nlri_emit_rd(v->rd, s);
	if (parts & P_ESI)
		emit_bytes("esi", v->esi, ESI_LEN, s);
	if (parts & P_TAG) {
		sink_key(s, "ethernet-tag");
		sink_u64(s, v->tag);
	}
	if (parts & P_MAC)
		emit_bytes("mac", v->mac, MAC_LEN, s);
	if (v->nlabels > 0) {
		sink_key(s, "label");
		sink_arr(s);
		nlri_emit_label(v->label[0], v->label[0] != 0, s);
		sink_end_arr(s);
	}
	if (rb_left(&v->ip) > 0) {
		sink_key(s, "ip");
		nlri_emit_addr(v->ip.p, rb_left(&v->ip), s);
	}
	if (parts & P_PREFIX) {
		sink_key(s, "iplen");
		sink_u64(s, v->plen);
		sink_key(s, "gateway");
		nlri_emit_addr(v->gw.p, rb_left(&v->gw), s);
	}
}

static void
evpn_emit(const struct nlri_ops *row, struct rbuf one,
    const struct nlri_ctx *ctx, struct sink *s)
{
	struct evpn v;
	bool ok = evpn_read(one, &v) && v.kind != NULL;

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
		emit_parts(&v, v.kind->parts, s);
	}
	sink_end_obj(s);
}

const struct nlri_ops nlri_evpn = {
	.fam = FAM_L2VPN_EVPN,
	.flags = NF_WD_ATTRS,
	.next = evpn_next,
	.ident = evpn_ident,
	.parse = evpn_parse,
	.finish = nlri_work_finish,
	.text = evpn_text,
	.emit = evpn_emit
};
