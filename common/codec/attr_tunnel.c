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
#include "srpolicy.h"
#include "tlv.h"

/* TUNNEL_ENCAP, RFC 9012 2: TLVs of tunnels with sub-TLVs inside. */

/* What is reported in parts has no more of them than this. */
#define TUNNEL_TLVS_MAX	512

static bool
policy_valid(struct rbuf r)
{
	struct tlv t;

	while (tlv_next(&r, TLV_TUNNEL, &t)) {
		if (t.type == SRP_SEGMENT_LIST) {
			(void)rb_u8(&t.val);
			if (t.val.err || !tlv_valid(t.val, TLV_1_1))
				return false;
		}
	}
	return !r.err;
}

static bool
tunnel_valid(struct rbuf r)
{
	struct tlv t;

	while (tlv_next(&r, TLV_2_2, &t)) {
		if (t.type == TUNNEL_SRPOLICY && !policy_valid(t.val))
			return false;
	}
	return !r.err;
}

/* Flags and a reserved byte, then a number. */
static void
emit_preference(struct rbuf r, struct sink *s)
{
	(void)rb_u16(&r);
	sink_u64(s, rb_u32(&r));
}

static void
emit_priority(struct rbuf r, struct sink *s)
{
	sink_u64(s, rb_u8(&r));
}

static void
emit_binding_sid(struct rbuf r, struct sink *s)
{
	uint32_t v;

	(void)rb_u16(&r);
	if (rb_left(&r) != 4 && rb_left(&r) != 16) {
		sink_null(s);
		return;
	}
	sink_obj(s);
	sink_key(s, "type");
	if (rb_left(&r) == 4) {
		v = rb_u32(&r);
		sink_str(s, "mpls");
		sink_key(s, "label");
		sink_u64(s, v >> 12);
	} else {
		sink_str(s, "srv6");
		sink_key(s, "sid");
		tlv_emit_addr(r, s);
	}
	sink_end_obj(s);
}

/* A structure may follow the address. */
static void
emit_srv6_sid(struct rbuf r, struct sink *s)
{
	(void)rb_u16(&r);
	tlv_emit_addr(rb_sub(&r, 16), s);
}

static void
emit_name(struct rbuf r, struct sink *s)
{
	(void)rb_u8(&r);
	tlv_emit_text(r, s);
}

/* RFC 9830 2.4.4.1: without a weight it is 1. */
static void
emit_segment_list(struct rbuf r, struct sink *s)
{
	bool weight = false;
	struct rbuf again;
	struct tlv t;

	(void)rb_u8(&r);
	again = r;
	sink_obj(s);
	while (!weight && tlv_next(&r, TLV_1_1, &t)) {
		if (t.type != SRP_WEIGHT)
			continue;
		sink_key(s, "weight");
		emit_preference(t.val, s);
		weight = true;
	}
	if (!weight) {
		sink_key(s, "weight");
		sink_u64(s, 1);
	}
	sink_key(s, "segments");
	sink_arr(s);
	while (tlv_next(&again, TLV_1_1, &t)) {
		if (t.type != SRP_WEIGHT)
			srp_emit_segment(t.type, t.val, s);
	}
	sink_end_arr(s);
	sink_end_obj(s);
}

/* Sub-TLVs of a policy in the order in which they are reported. */
static const struct {
	uint16_t	 type;
	const char	*key;
	bool		 list;
	void		(*emit)(struct rbuf, struct sink *);
} subs[] = {
	{ SRP_PREFERENCE, "preference", false, emit_preference },
	{ SRP_BINDING_SID, "binding-sid", false, emit_binding_sid },
	{ SRP_SRV6_BINDING_SID, "srv6-binding-sid", false, emit_srv6_sid },
	{ SRP_PRIORITY, "priority", false, emit_priority },
	{ SRP_POLICY_NAME, "policy-name", false, emit_name },
	{ SRP_CANDIDATE_NAME, "candidate-path-name", false, emit_name },
	{ SRP_SEGMENT_LIST, "segment-lists", true, emit_segment_list }
};

#define NSUBS	(sizeof(subs) / sizeof(subs[0]))

static bool
known(uint16_t type)
{
	size_t i;

	for (i = 0; i < NSUBS; i++) {
		if (subs[i].type == type)
			return true;
	}
	return false;
}

static void
emit_policy(struct rbuf r, struct sink *s)
{
	struct rbuf all = r;
	struct tlv t;
	char key[32];
	size_t i;

	if (tlv_total(r, TLV_TUNNEL) > TUNNEL_TLVS_MAX) {
		tlv_emit_hex(r, s);
		return;
	}
	sink_obj(s);
	for (i = 0; i < NSUBS; i++) {
		if (tlv_count(r, TLV_TUNNEL, subs[i].type) > 0)
			tlv_emit(s, subs[i].key, r, TLV_TUNNEL,
			    subs[i].type, subs[i].list, subs[i].emit);
	}
	while (tlv_next(&r, TLV_TUNNEL, &t)) {
		if (known(t.type) || !tlv_is_first(all, TLV_TUNNEL, &t))
			continue;
		snprintf(key, sizeof(key), "unknown-subtlv-%u", t.type);
		tlv_emit(s, key, all, TLV_TUNNEL, t.type, false,
		    tlv_emit_hex);
	}
	sink_end_obj(s);
}

/* Older generations of the events have the bytes only. */
static void
tunnel_emit(struct rbuf r, struct sink *s)
{
	struct rbuf all = r;
	struct tlv t;
	char key[32];

	if (s->version < 6 || tlv_total(r, TLV_2_2) > TUNNEL_TLVS_MAX) {
		attr_raw_emit(attr_tunnel.flags, ATTR_TUNNEL_ENCAP, r, s);
		return;
	}
	sink_key(s, "tunnel-encap");
	sink_obj(s);
	while (tlv_next(&r, TLV_2_2, &t)) {
		if (!tlv_is_first(all, TLV_2_2, &t))
			continue;
		if (t.type == TUNNEL_SRPOLICY) {
			tlv_emit(s, "sr-policy", all, TLV_2_2, t.type,
			    false, emit_policy);
			continue;
		}
		snprintf(key, sizeof(key), "tunnel-type-%u", t.type);
		tlv_emit(s, key, all, TLV_2_2, t.type, false, tlv_emit_hex);
	}
	sink_end_obj(s);
}

/* Reported as what is not known, with the partial bit. */
static void
tunnel_event(struct rbuf r, struct wbuf *w)
{
	attr_raw_text(attr_tunnel.flags | ATTR_PARTIAL, ATTR_TUNNEL_ENCAP, r,
	    w);
}

/* There is no keyword: text is raw bytes, which has nothing to lose. */
const struct attr_ops attr_tunnel = {
	.json = "tunnel-encap",
	.code = ATTR_TUNNEL_ENCAP,
	.flags = ATTR_OPTIONAL | ATTR_TRANSITIVE,
	.on_error = ERR_WITHDRAW,
	.min = 4,
	.valid = tunnel_valid,
	.event = tunnel_event,
	.emit = tunnel_emit
};
