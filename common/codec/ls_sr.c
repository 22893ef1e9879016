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

#include "bgp_ls.h"
#include "nlri_rows.h"
#include "tlv.h"

/* Segment routing in BGP-LS: MPLS RFC 9085, IPv6 RFC 9514. */

#define SID_LABEL	1161		/* RFC 9085 2.1.1 */
#define SID_STRUCTURE	1252
#define LABEL_MASK	0xfffff
#define SUBS_MAX	64		/* reported one by one */

/* RFC 9085 2.1.1: three bytes are a label, four an index. */
static void
emit_sid(struct rbuf r, struct sink *s)
{
	if (rb_left(&r) == 3)
		sink_u64(s, rb_u24(&r) & LABEL_MASK);
	else
		sink_u64(s, rb_u32(&r));
}

static bool
is_sid(const struct rbuf *r)
{
	return rb_left(r) == 3 || rb_left(r) == 4;
}

/* A label of three bytes or an index of four, whatever is there. */
static void
emit_sids(struct rbuf r, struct sink *s)
{
	sink_arr(s);
	if (is_sid(&r))
		emit_sid(r, s);
	sink_end_arr(s);
}

/* What is no SID goes to the list behind. */
static void
emit_sid_lists(const char *undecoded, struct rbuf r, struct sink *s)
{
	sink_key(s, "sids");
	emit_sids(r, s);
	sink_key(s, undecoded);
	sink_arr(s);
	if (!is_sid(&r) && rb_left(&r) > 0)
		tlv_emit_hex(r, s);
	sink_end_arr(s);
}

/* flags(1) reserved(1) { range(3) SID sub-TLV }*: RFC 9085 2.1.2 */
static void
emit_capability(struct rbuf r, struct sink *s)
{
	static const char *const names[] = { "I", "V", NULL };
	struct rbuf sub;
	uint32_t range;

	sink_key(s, "sr-capability-flags");
	ls_emit_flags(names, rb_u8(&r), 8, s);
	(void)rb_u8(&r);
	sink_key(s, "sids");
	sink_arr(s);
	while (rb_left(&r) >= 7) {
		range = rb_u24(&r);
		if (rb_u16(&r) != SID_LABEL)
			break;
		sub = rb_sub(&r, rb_u16(&r));
		if (r.err || !is_sid(&sub))
			break;
		sink_arr(s);
		sink_u64(s, range);
		emit_sid(sub, s);
		sink_end_arr(s);
	}
	sink_end_arr(s);
}

/* RFC 9514 3.1: the second bit is the only one with a meaning. */
static void
emit_srv6_capabilities(struct rbuf r, struct sink *s)
{
	uint16_t v = rb_u16(&r);

	sink_obj(s);
	sink_key(s, "flags");
	sink_obj(s);
	sink_key(s, "O");
	sink_u64(s, v >> 14 & 1U);
	sink_end_obj(s);
	sink_end_obj(s);
}

static const char *const adj_flags[] = { "F", "B", "V", "L", "S", "P",
    NULL };

/* flags(1) weight(1) reserved(2) SID: RFC 9085 2.2.1 */
static void
emit_adj(struct rbuf r, struct sink *s)
{
	uint8_t flags = rb_u8(&r), weight = rb_u8(&r);

	(void)rb_u16(&r);
	sink_obj(s);
	sink_key(s, "flags");
	ls_emit_flags(adj_flags, flags, 8, s);
	sink_key(s, "sids");
	emit_sids(r, s);
	sink_key(s, "weight");
	sink_u64(s, weight);
	sink_key(s, "undecoded-sids");
	sink_arr(s);
	if (!is_sid(&r) && rb_left(&r) > 0)
		tlv_emit_hex(r, s);
	sink_end_arr(s);
	sink_end_obj(s);
}

/* The same with the neighbor, six bytes of IS-IS or four of OSPF. */
static void
emit_adj_lan(struct rbuf r, struct sink *s)
{
	uint8_t flags = rb_u8(&r), weight = rb_u8(&r);
	struct rbuf id;

	(void)rb_u16(&r);
	id = rb_sub(&r, rb_left(&r) >= 9 ? 6 : 4);
	sink_obj(s);
	sink_key(s, "flags");
	ls_emit_flags(adj_flags, flags, 8, s);
	sink_key(s, "weight");
	sink_u64(s, weight);
	if (rb_left(&id) == 4) {
		sink_key(s, "neighbor-id");
		tlv_emit_addr(id, s);
	} else {
		sink_key(s, "system-id");
		sink_hex(s, id.p, rb_left(&id), false, false);
	}
	emit_sid_lists("undecoded", r, s);
	sink_end_obj(s);
}

/* flags(1) algorithm(1) reserved(2) SID: RFC 9085 2.3.1; members */
static void
emit_prefix_sid(struct rbuf r, struct sink *s)
{
	static const char *const names[] = { "R", "N", "P", "E", "V", "L",
	    NULL };
	uint8_t flags = rb_u8(&r), algorithm = rb_u8(&r);

	(void)rb_u16(&r);
	sink_key(s, "sr-prefix-flags");
	ls_emit_flags(names, flags, 8, s);
	emit_sid_lists("undecoded-sids", r, s);
	sink_key(s, "sr-algorithm");
	sink_u64(s, algorithm);
}

static const char *const endx_flags[] = { "B", "S", "P", NULL };

static void
structure(struct rbuf r, struct sink *s)
{
	static const char *const names[4] = { "loc_block_len",
	    "loc_node_len", "func_len", "arg_len" };
	unsigned int i;

	sink_obj(s);
	for (i = 0; i < 4; i++) {
		sink_key(s, names[i]);
		sink_u64(s, rb_u8(&r));
	}
	sink_end_obj(s);
}

/* Sub-TLVs of an SRv6 SID as members. */
static void
emit_srv6_subs(struct rbuf r, struct sink *s)
{
	const struct rbuf all = r;
	struct tlv t;
	char key[32];

	if (tlv_total(r, TLV_2_2) > SUBS_MAX) {
		sink_key(s, "sub-tlvs");
		tlv_emit_hex(r, s);
		return;
	}
	while (tlv_next(&r, TLV_2_2, &t)) {
		if (!tlv_is_first(all, TLV_2_2, &t))
			continue;
		if (t.type == SID_STRUCTURE) {
			tlv_emit(s, "srv6-sid-structure", all, TLV_2_2,
			    t.type, false, structure);
			continue;
		}
		snprintf(key, sizeof(key), s->version >= 6 ?
		    "unknown-subtlv-%u" : "%u-undecoded", t.type);
		tlv_emit(s, key, all, TLV_2_2, t.type, false, tlv_emit_hex);
	}
}

/*
 * behavior(2) flags(1) algorithm(1) weight(1) reserved(1), the neighbor of
 * a LAN, SID(16), sub-TLVs: RFC 9514 4.1 and 4.2
 */
static void
emit_endx(struct rbuf r, size_t idlen, struct sink *s)
{
	uint16_t behavior = rb_u16(&r);
	uint8_t flags = rb_u8(&r), algorithm = rb_u8(&r);
	uint8_t weight = rb_u8(&r);
	struct rbuf id;

	(void)rb_u8(&r);
	id = rb_sub(&r, idlen);
	sink_obj(s);
	sink_key(s, "flags");
	ls_emit_flags(endx_flags, flags, 8, s);
	if (idlen > 0)
		sink_key(s, "neighbor-id");
	if (idlen == 4)
		tlv_emit_addr(id, s);
	else if (idlen > 0)
		sink_hex(s, id.p, rb_left(&id), false, false);
	sink_key(s, "behavior");
	sink_u64(s, behavior);
	sink_key(s, "algorithm");
	sink_u64(s, algorithm);
	sink_key(s, "weight");
	sink_u64(s, weight);
	sink_key(s, "sid");
	tlv_emit_addr(rb_sub(&r, 16), s);
	emit_srv6_subs(r, s);
	sink_end_obj(s);
}

static void
emit_p2p(struct rbuf r, struct sink *s)
{
	emit_endx(r, 0, s);
}

static void
emit_lan_isis(struct rbuf r, struct sink *s)
{
	emit_endx(r, 6, s);
}

static void
emit_lan_ospf(struct rbuf r, struct sink *s)
{
	emit_endx(r, 4, s);
}

/* flags(1) algorithm(1) reserved(2) metric(4): RFC 9514 5.1 */
static void
emit_locator(struct rbuf r, struct sink *s)
{
	static const char *const names[] = { "D", NULL };
	uint8_t flags = rb_u8(&r), algorithm = rb_u8(&r);

	(void)rb_u16(&r);
	sink_obj(s);
	sink_key(s, "flags");
	ls_emit_flags(names, flags, 8, s);
	sink_key(s, "algorithm");
	sink_u64(s, algorithm);
	sink_key(s, "metric");
	sink_u64(s, rb_u32(&r));
	if (rb_left(&r) > 0)
		emit_srv6_subs(r, s);
	sink_end_obj(s);
}

/* behavior(2) flags(1) algorithm(1): RFC 9514 7.1; no flag is defined */
static void
emit_behavior(struct rbuf r, struct sink *s)
{
	uint16_t behavior = rb_u16(&r);

	(void)rb_u8(&r);
	sink_obj(s);
	sink_key(s, "endpoint-behavior");
	sink_u64(s, behavior);
	sink_key(s, "flags");
	sink_arr(s);
	sink_end_arr(s);
	sink_key(s, "algorithm");
	sink_u64(s, rb_u8(&r));
	sink_end_obj(s);
}

const struct ls_tlv ls_sr_tlvs[] = {
	{ 1034, 1034, 12, 0, 1, LS_MEMBERS, "sr-capabilities", "sr-capabilities",
	    emit_capability },
	{ 1038, 1038, 4, 4, 1, 0, "srv6-capabilities", NULL,
	    emit_srv6_capabilities },
	{ 1099, 1099, 7, 8, 1, LS_LIST6, "sr-adj", "sr-adjs", emit_adj },
	{ 1100, 1100, 11, 14, 1, LS_LIST, "sr-adj-lan-sids", "sr-adj-lan",
	    emit_adj_lan },
	{ 1106, 1106, 22, 0, 1, LS_LIST, "srv6-endx", NULL, emit_p2p },
	{ 1107, 1107, 28, 0, 1, LS_LIST, "srv6-lan-endx-isis", NULL,
	    emit_lan_isis },
	{ 1108, 1108, 26, 0, 1, LS_LIST, "srv6-lan-endx-ospf", NULL,
	    emit_lan_ospf },
	{ 1158, 1158, 7, 8, 1, LS_MEMBERS | LS_LIST6, "sr-prefix-sids",
	    "sr-prefix-sids", emit_prefix_sid },
	{ 1162, 1162, 8, 0, 1, LS_LIST6, "srv6-locator", "srv6-locators",
	    emit_locator },
	{ 1250, 1250, 4, 4, 1, 0, "srv6-endpoint-behavior", NULL, emit_behavior },
	{ SID_STRUCTURE, SID_STRUCTURE, 4, 4, 1, 0, "srv6-sid-structure", NULL,
	    structure },
	{ 0, 0, 0, 0, 0, 0, NULL, NULL, NULL }
};
