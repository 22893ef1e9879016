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

#include "attr_rows.h"
#include "nlri_rows.h"
#include "tlv.h"
#include "words.h"

/* BGP Prefix-SID: RFC 8669 3, SRv6 services RFC 9252 2 and 3. */

enum {
	SID_LABEL_INDEX = 1,	/* reserved(1) flags(2) index(4) */
	SID_IPV6_DRAFT = 2,	/* deprecated: reserved(1) flags(2) SID(16) */
	SID_SRGB = 3,		/* flags(2) { base(3) range(3) }* */
	SID_VPN_DRAFT = 4,	/* deprecated: reserved(1) flags(2) SID(16) */
	SID_L3_SERVICE = 5,	/* reserved(1) sub-TLVs */
	SID_L2_SERVICE = 6,
	SUB_SID_INFO = 1,	/* reserved(1) SID(16) flags(1) behavior(2)
				 * reserved(1) sub-sub-TLVs */
	SUB_SUB_STRUCTURE = 1	/* six lengths */
};

#define BEHAVIOR_OPAQUE	0xffff
#define STRUCTURE_LEN	6
#define SID_TLVS_MAX	512	/* reported in parts */

/* One SID of a service. */
struct sid_info {
	const uint8_t	*sid;
	uint8_t		 flags;
	uint16_t	 behavior;
	struct rbuf	 rest;		/* sub-sub-TLVs */
	const uint8_t	*structure;	/* NULL without */
	bool		 plain;		/* all reserved bytes are zero */
};

static bool
read_sid(struct rbuf r, struct sid_info *si)
{
	struct rbuf rest;
	struct tlv t;

	memset(si, 0, sizeof(*si));
	si->plain = rb_u8(&r) == 0;
	si->sid = rb_bytes(&r, 16);
	si->flags = rb_u8(&r);
	si->behavior = rb_u16(&r);
	si->plain = rb_u8(&r) == 0 && si->plain;
	if (r.err)
		return false;
	si->rest = rest = r;
	while (tlv_next(&rest, TLV_1_2, &t)) {
		if (t.type != SUB_SUB_STRUCTURE)
			continue;
		if (rb_left(&t.val) != STRUCTURE_LEN)
			return false;
		if (si->structure == NULL)
			si->structure = t.val.p;
	}
	return !rest.err;
}

static bool
service_valid(struct rbuf r)
{
	struct sid_info si;
	struct tlv t;
	bool any = false;

	(void)rb_u8(&r);
	while (tlv_next(&r, TLV_1_2, &t)) {
		any = true;
		if (t.type == SUB_SID_INFO && !read_sid(t.val, &si))
			return false;
	}
	return !r.err && any;
}

/* Types start at 1; a TLV of zeros once took down many a session. */
static bool
sid_valid(struct rbuf r)
{
	struct tlv t;
	size_t n;

	while (tlv_next(&r, TLV_1_2, &t)) {
		n = rb_left(&t.val);
		switch (t.type) {
		case 0:
			return false;
		case SID_LABEL_INDEX:
			if (n != 7)
				return false;
			break;
		case SID_SRGB:
			if (n < 8 || (n - 2) % 6 != 0)
				return false;
			break;
		case SID_L3_SERVICE:
		case SID_L2_SERVICE:
			if (!service_valid(t.val))
				return false;
			break;
		}
	}
	return !r.err;
}

/* `( BASE , RANGE )`, comma optional; the opening word is read already. */
static int
parse_range(struct lex *lx, struct wbuf *w)
{
	struct tok at = *lex_peek(lx), t;
	uint32_t v;
	int i;

	for (i = 0; i < 2; i++) {
		if (lex_need(lx, &t, "SRGB") == -1)
			return -1;
		if (i == 1 && tok_is(&t, ",") &&
		    lex_need(lx, &t, "SRGB range") == -1)
			return -1;
		if (val_u32(&t, 0, 0xffffff, &v) == -1)
			return lex_err(lx, &at,
			    "could not parse SRGB tupple");
		wb_u24(w, v);
	}
	return lex_expect(lx, ")");
}

/* `[ ( BASE,RANGE ), ... ]` behind the index, as a TLV of its own. */
static int
parse_srgb(struct lex *lx, struct wbuf *w)
{
	size_t at;
	struct tok t;

	wb_u8(w, SID_SRGB);
	at = w->len;
	wb_u16(w, 0);
	wb_u16(w, 0);
	for (;;) {
		if (lex_need(lx, &t, "SRGB") == -1)
			return -1;
		if (tok_is(&t, "]"))
			break;
		if (tok_is(&t, ","))
			continue;
		if (!tok_is(&t, "("))
			return lex_err(lx, &t,
			    "could not parse SRGB tupple");
		if (parse_range(lx, w) == -1)
			return -1;
	}
	if (w->len == at + 4)
		w->len = at - 1;
	else
		wb_set_u16(w, at, (uint16_t)(w->len - at - 2));
	return w->err ? -1 : 0;
}

static int
label_parse(struct lex *lx, struct wbuf *w)
{
	uint32_t index;
	struct tok t;

	if (!lex_accept(lx, "["))
		return lex_err(lx, lex_peek(lx),
		    "invalid bgp-prefix-sid, it does not start with [");
	if (lex_need(lx, &t, "label index") == -1)
		return -1;
	if (val_u32(&t, 0, UINT32_MAX, &index) == -1)
		return lex_err(lx, &t, "invalid label index %.*s",
		    (int)t.len, t.s);
	wb_u8(w, SID_LABEL_INDEX);
	wb_u16(w, 7);
	wb_u24(w, 0);
	wb_u32(w, index);
	(void)lex_accept(lx, ",");
	if (lex_accept(lx, "[") && parse_srgb(lx, w) == -1)
		return -1;
	return lex_expect(lx, "]");
}

/* Is it what the words above can say: an index, then perhaps ranges? */
static bool
label_only(struct rbuf r)
{
	struct tlv t;

	if (!tlv_next(&r, TLV_1_2, &t) || t.type != SID_LABEL_INDEX ||
	    rb_u24(&t.val) != 0)
		return false;
	if (rb_left(&r) == 0)
		return true;
	return tlv_next(&r, TLV_1_2, &t) && t.type == SID_SRGB &&
	    rb_u16(&t.val) == 0 && rb_left(&r) == 0;
}

static void
label_text(struct rbuf r, struct wbuf *w)
{
	struct tlv t;

	(void)tlv_next(&r, TLV_1_2, &t);
	(void)rb_u24(&t.val);
	wb_str(w, "bgp-prefix-sid [ ");
	put_dec(w, rb_u32(&t.val));
	if (tlv_next(&r, TLV_1_2, &t)) {
		(void)rb_u16(&t.val);
		wb_str(w, ", [");
		while (rb_left(&t.val) > 0) {
			wb_str(w, " ( ");
			put_dec(w, rb_u24(&t.val));
			wb_u8(w, ',');
			put_dec(w, rb_u24(&t.val));
			wb_str(w, rb_left(&t.val) > 0 ? " )," : " )");
		}
		wb_str(w, " ]");
	}
	wb_str(w, " ]");
}

/* The one SID of a service that words can say; false for all else. */
static bool
service_only(struct rbuf r, uint16_t *service, struct sid_info *si)
{
	struct tlv t, sub;

	if (!tlv_next(&r, TLV_1_2, &t) || rb_left(&r) > 0 ||
	    (t.type != SID_L3_SERVICE && t.type != SID_L2_SERVICE) ||
	    rb_u8(&t.val) != 0 || !tlv_next(&t.val, TLV_1_2, &sub) ||
	    rb_left(&t.val) > 0 || sub.type != SUB_SID_INFO ||
	    !read_sid(sub.val, si))
		return false;
	*service = t.type;
	return si->plain && si->flags == 0 && rb_left(&si->rest) ==
	    (si->structure == NULL ? 0U : 3U + STRUCTURE_LEN);
}

static void
service_text(uint16_t service, const struct sid_info *si, struct wbuf *w)
{
	unsigned int i;

	wb_str(w, "bgp-prefix-sid-srv6 ( ");
	wb_str(w, service == SID_L3_SERVICE ? "l3-service " : "l2-service ");
	put_addr(w, si->sid, 16);
	wb_printf(w, " 0x%x", (unsigned int)si->behavior);
	for (i = 0; si->structure != NULL && i < STRUCTURE_LEN; i++) {
		wb_str(w, i == 0 ? " [" : ",");
		put_dec(w, si->structure[i]);
	}
	wb_str(w, si->structure != NULL ? "] )" : " )");
}

static void
sid_text(struct rbuf r, struct wbuf *w)
{
	struct sid_info si;
	uint16_t service;

	if (label_only(r))
		label_text(r, w);
	else if (service_only(r, &service, &si))
		service_text(service, &si, w);
	else
		attr_raw_text(attr_prefix_sid.flags, ATTR_PREFIX_SID, r, w);
}

/* `[ LBL,LNL,FL,AL,TPL,TPO ]`, the opening word read already. */
static int
parse_structure(struct lex *lx, struct wbuf *w)
{
	uint64_t v;
	int i;

	wb_u8(w, SUB_SUB_STRUCTURE);
	wb_u16(w, STRUCTURE_LEN);
	for (i = 0; i < STRUCTURE_LEN; i++) {
		if (i > 0)
			(void)lex_accept(lx, ",");
		if (need_u64(lx, "length in SID structure", UINT8_MAX,
		    &v) == -1)
			return -1;
		wb_u8(w, (uint8_t)v);
	}
	return lex_expect(lx, "]");
}

static int
parse_behavior(struct lex *lx, struct wbuf *w)
{
	uint64_t v = BEHAVIOR_OPAQUE;

	if (!tok_is(lex_peek(lx), ")") && !tok_is(lex_peek(lx), "[") &&
	    need_u64(lx, "endpoint behavior", UINT16_MAX, &v) == -1)
		return -1;
	wb_u16(w, (uint16_t)v);
	wb_u8(w, 0);
	if (lex_accept(lx, "[") && parse_structure(lx, w) == -1)
		return -1;
	return lex_expect(lx, ")");
}

/* The TLV of a draft: `( ipv6|vpn SID )`, which only ExaBGP 4.2 has. */
static int
draft_parse(struct lex *lx, uint8_t tlv, struct wbuf *w)
{
	struct addr a;
	struct tok t;

	if (lex_need(lx, &t, "SID") == -1 ||
	    word_addr(lx, &t, 16, &a) == -1)
		return -1;
	wb_u8(w, tlv);
	wb_u16(w, 19);
	wb_u24(w, 0);
	wb_put(w, a.b, 16);
	return lex_expect(lx, ")");
}

/* `( l3-service|l2-service SID [BEHAVIOR [ [STRUCTURE] ] ] )` */
static int
service_parse(struct lex *lx, struct wbuf *w)
{
	size_t outer, inner;
	struct addr a;
	struct tok t;

	if (lex_expect(lx, "(") == -1 || lex_need(lx, &t, "service") == -1)
		return -1;
	if (tok_is(&t, "ipv6"))
		return draft_parse(lx, SID_IPV6_DRAFT, w);
	if (tok_is(&t, "vpn"))
		return draft_parse(lx, SID_VPN_DRAFT, w);
	if (tok_is(&t, "l3-service") || tok_is(&t, "l3vpn"))
		wb_u8(w, SID_L3_SERVICE);
	else if (tok_is(&t, "l2-service"))
		wb_u8(w, SID_L2_SERVICE);
	else
		return lex_err(lx, &t, "invalid service %.*s, expected "
		    "l3-service or l2-service", (int)t.len, t.s);
	outer = w->len;
	wb_u16(w, 0);
	wb_u8(w, 0);
	wb_u8(w, SUB_SID_INFO);
	inner = w->len;
	wb_u16(w, 0);
	wb_u8(w, 0);
	if (lex_need(lx, &t, "SID") == -1 ||
	    word_addr(lx, &t, 16, &a) == -1)
		return -1;
	wb_put(w, a.b, 16);
	wb_u8(w, 0);
	if (parse_behavior(lx, w) == -1)
		return -1;
	wb_set_u16(w, outer, (uint16_t)(w->len - outer - 2));
	wb_set_u16(w, inner, (uint16_t)(w->len - inner - 2));
	return 0;
}

static void
emit_structure(const uint8_t *p, struct sink *s)
{
	static const char *const names[STRUCTURE_LEN] = {
		"locator-block-length", "locator-node-length",
		"function-length", "argument-length",
		"transposition-length", "transposition-offset"
	};
	unsigned int i;

	sink_key(s, "structure");
	sink_obj(s);
	for (i = 0; i < STRUCTURE_LEN; i++) {
		sink_key(s, names[i]);
		sink_u64(s, p[i]);
	}
	sink_end_obj(s);
}

/* The SIDs of one service, items of the list under its key. */
static void
emit_service(struct rbuf r, struct sink *s)
{
	struct sid_info si;
	struct tlv t;

	(void)rb_u8(&r);
	while (tlv_next(&r, TLV_1_2, &t)) {
		if (t.type != SUB_SID_INFO || !read_sid(t.val, &si))
			continue;
		sink_obj(s);
		sink_key(s, "sid");
		nlri_emit_addr(si.sid, 16, s);
		sink_key(s, "flags");
		sink_u64(s, si.flags);
		sink_key(s, "endpoint_behavior");
		sink_u64(s, si.behavior);
		if (si.structure != NULL)
			emit_structure(si.structure, s);
		sink_end_obj(s);
	}
}

static void
emit_index(struct rbuf r, struct sink *s)
{
	(void)rb_u24(&r);
	sink_u64(s, rb_u32(&r));
}

static void
emit_srgb(struct rbuf r, struct sink *s)
{
	(void)rb_u16(&r);
	sink_arr(s);
	while (rb_left(&r) > 0) {
		sink_arr(s);
		sink_u64(s, rb_u24(&r));
		sink_u64(s, rb_u24(&r));
		sink_end_arr(s);
	}
	sink_end_arr(s);
}

static void
sid_emit(struct rbuf r, struct sink *s)
{
	struct rbuf all = r;
	struct tlv t;
	char key[40];

	if (tlv_total(r, TLV_1_2) > SID_TLVS_MAX) {
		attr_raw_emit(attr_prefix_sid.flags, ATTR_PREFIX_SID, r, s);
		return;
	}
	sink_key(s, "bgp-prefix-sid");
	sink_obj(s);
	while (tlv_next(&r, TLV_1_2, &t)) {
		if (!tlv_is_first(all, TLV_1_2, &t))
			continue;
		if (t.type == SID_LABEL_INDEX)
			tlv_emit(s, "sr-label-index", all, TLV_1_2, t.type,
			    false, emit_index);
		else if (t.type == SID_SRGB)
			tlv_emit(s, "sr-srgbs", all, TLV_1_2, t.type, false,
			    emit_srgb);
		else if (t.type == SID_L3_SERVICE)
			tlv_emit(s, "l3-service", all, TLV_1_2, t.type, true,
			    emit_service);
		else if (t.type == SID_L2_SERVICE)
			tlv_emit(s, "l2-service", all, TLV_1_2, t.type, true,
			    emit_service);
		else {
			snprintf(key, sizeof(key),
			    "attribute-not-implemented-%u", t.type);
			tlv_emit(s, key, all, TLV_1_2, t.type, false,
			    tlv_emit_hex);
		}
	}
	sink_end_obj(s);
}

const struct attr_ops attr_prefix_sid = {
	.name = "bgp-prefix-sid",
	.json = "bgp-prefix-sid",
	.code = ATTR_PREFIX_SID,
	.flags = ATTR_OPTIONAL | ATTR_TRANSITIVE,
	.on_error = ERR_DISCARD,
	.min = 3,
	.valid = sid_valid,
	.parse = label_parse,
	.text = sid_text,
	.emit = sid_emit
};

/* The same attribute by its other keyword. */
const struct attr_ops attr_prefix_sid_srv6 = {
	.name = "bgp-prefix-sid-srv6",
	.json = "bgp-prefix-sid",
	.code = ATTR_PREFIX_SID,
	.flags = ATTR_OPTIONAL | ATTR_TRANSITIVE,
	.on_error = ERR_DISCARD,
	.min = 3,
	.valid = sid_valid,
	.parse = service_parse,
	.text = sid_text,
	.emit = sid_emit
};
