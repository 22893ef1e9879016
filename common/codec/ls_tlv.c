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

#include "bgp_ls.h"
#include "nlri_rows.h"
#include "tlv.h"

/* TLVs of the BGP-LS attribute: RFC 9552 5.3, performance RFC 8571. */

#define ANOMALOUS	0x80000000U	/* RFC 8571 2.1 */
#define LOSS_UNIT	0.000003

void
ls_emit_flags(const char *const *names, uint32_t v, unsigned int bits,
    struct sink *s)
{
	unsigned int i;

	sink_obj(s);
	for (i = 0; i < bits && names[i] != NULL; i++) {
		sink_key(s, names[i]);
		sink_u64(s, v >> (bits - 1 - i) & 1);
	}
	if (i < bits) {
		sink_key(s, "RSV");
		sink_u64(s, 0);
	}
	sink_end_obj(s);
}

static void
emit_node_flags(struct rbuf r, struct sink *s)
{
	static const char *const names[] = { "O", "T", "E", "B", "R", "V",
	    NULL };

	ls_emit_flags(names, rb_u8(&r), 8, s);
}

/* The bytes as text, in version 6 as digits. */
static void
emit_opaque(struct rbuf r, struct sink *s)
{
	if (s->version >= 6)
		sink_hex(s, r.p, rb_left(&r), false, false);
	else
		tlv_emit_text(r, s);
}

/*
 * The digits of the number that the bytes are, as a string; in version 4 the
 * bytes.
 */
static void
emit_area(struct rbuf r, struct sink *s)
{
	uint8_t buf[64];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };
	struct sink digits;

	if (s->version < 5) {
		sink_hex(s, r.p, rb_left(&r), false, false);
		return;
	}
	sink_init(&digits, &sink_json_ops, &w);
	sink_bigint(&digits, r.p, rb_left(&r) > 24 ? 24 : rb_left(&r));
	sink_nstr(s, (const char *)buf, w.len);
}

static void
emit_link_ids(struct rbuf r, struct sink *s)
{
	sink_obj(s);
	sink_key(s, "local-id");
	sink_u64(s, rb_u32(&r));
	sink_key(s, "remote-id");
	sink_u64(s, rb_u32(&r));
	sink_end_obj(s);
}

static void
emit_u8s(struct rbuf r, struct sink *s)
{
	while (rb_left(&r) > 0)
		sink_u64(s, rb_u8(&r));
}

static void
emit_u32s(struct rbuf r, struct sink *s)
{
	while (rb_left(&r) >= 4)
		sink_u64(s, rb_u32(&r));
}

static void
emit_u64s(struct rbuf r, struct sink *s)
{
	while (rb_left(&r) >= 8)
		sink_u64(s, rb_u64(&r));
}

static void
emit_floats(struct rbuf r, struct sink *s)
{
	while (rb_left(&r) >= 4)
		tlv_emit_float(rb_sub(&r, 4), s);
}

const struct ls_tlv ls_node_tlvs[] = {
	{ 1024, 1024, 1, 1, 1, 0, "node-flags", NULL, emit_node_flags },
	{ 1025, 1025, 0, 0, 1, 0, "opaque", NULL, emit_opaque },
	{ 1026, 1026, 0, 255, 1, 0, "node-name", NULL, tlv_emit_text },
	{ 1027, 1027, 1, 20, 1, LS_LIST6, "area-id", "area-ids", emit_area },
	{ 1028, 1029, 4, 16, 12, LS_LIST, "local-te-router-ids", "local-router-ids",
	    tlv_emit_addr },
	{ 1030, 1031, 4, 16, 12, LS_LIST6, "remote-te-router-id",
	    "remote-router-ids", tlv_emit_addr },
	{ 1035, 1035, 1, 0, 1, LS_LIST, "sr-algorithms", NULL, emit_u8s },
	{ 0, 0, 0, 0, 0, 0, NULL, NULL, NULL }
};

/* RFC 5307 1.2: the bits count from the last one here. */
static void
emit_protection(struct rbuf r, struct sink *s)
{
	static const char *const names[] = { "ExtraTrafic", "Unprotected",
	    "Shared", "Dedicated 1:1", "Dedicated 1+1", "Enhanced" };
	uint8_t v = rb_u8(&r);
	unsigned int i;

	sink_obj(s);
	for (i = 0; i < 6; i++) {
		sink_key(s, names[i]);
		sink_u64(s, v >> i & 1U);
	}
	sink_key(s, "RSV");
	sink_u64(s, 0);
	sink_end_obj(s);
}

static void
emit_mpls_mask(struct rbuf r, struct sink *s)
{
	static const char *const names[] = { "LDP", "RSVP-TE", NULL };

	ls_emit_flags(names, rb_u8(&r), 8, s);
}

static void
emit_anomalous(uint32_t v, struct sink *s)
{
	sink_key(s, "anomalous");
	sink_bool(s, (v & ANOMALOUS) != 0);
}

static void
emit_delay(struct rbuf r, struct sink *s)
{
	uint32_t v = rb_u32(&r);

	sink_obj(s);
	sink_key(s, "delay-us");
	sink_u64(s, v & 0xffffff);
	emit_anomalous(v, s);
	sink_end_obj(s);
}

static void
emit_min_max(struct rbuf r, struct sink *s)
{
	uint32_t min = rb_u32(&r), max = rb_u32(&r);

	sink_obj(s);
	sink_key(s, "min-delay-us");
	sink_u64(s, min & 0xffffff);
	sink_key(s, "max-delay-us");
	sink_u64(s, max & 0xffffff);
	emit_anomalous(min, s);
	sink_end_obj(s);
}

static void
emit_variation(struct rbuf r, struct sink *s)
{
	sink_u64(s, rb_u32(&r) & 0xffffff);
}

/* RFC 8571 2.4: in units of 0.000003 percent */
static void
emit_loss(struct rbuf r, struct sink *s)
{
	uint32_t v = rb_u32(&r);

	sink_obj(s);
	sink_key(s, "loss-percent");
	sink_dbl(s, (v & 0xffffff) * LOSS_UNIT);
	emit_anomalous(v, s);
	sink_end_obj(s);
}

/* Version 4 has a list of one. */
static void
emit_group_mask(struct rbuf r, struct sink *s)
{
	if (s->version < 5)
		sink_arr(s);
	tlv_emit_number(r, s);
	if (s->version < 5)
		sink_end_arr(s);
}

const struct ls_tlv ls_link_tlvs[] = {
	{ 258, 258, 8, 8, 1, LS_V6, "link-local-remote-identifiers", NULL,
	    emit_link_ids },
	{ 1088, 1088, 4, 4, 1, 0, "admin-group-mask", NULL, emit_group_mask },
	{ 1089, 1089, 4, 4, 1, 0, "maximum-link-bandwidth", NULL,
	    tlv_emit_float },
	{ 1090, 1090, 4, 4, 1, 0, "maximum-reservable-link-bandwidth", NULL,
	    tlv_emit_float },
	{ 1091, 1091, 32, 32, 1, LS_LIST, "unreserved-bandwidth", NULL,
	    emit_floats },
	{ 1092, 1092, 4, 4, 1, 0, "te-metric", NULL, tlv_emit_number },
	{ 1093, 1093, 2, 2, 1, 0, "link-protection-flags", NULL,
	    emit_protection },
	{ 1094, 1094, 1, 1, 1, 0, "mpls-mask", NULL, emit_mpls_mask },
	{ 1095, 1095, 1, 3, 1, 0, "igp-metric", NULL, tlv_emit_number },
	{ 1096, 1096, 0, 0, 4, LS_LIST, "shared-risk-link-groups", NULL,
	    emit_u32s },
	{ 1097, 1097, 0, 0, 1, 0, "opaque-link", NULL, emit_opaque },
	{ 1098, 1098, 0, 255, 1, 0, "link-name", NULL, tlv_emit_text },
	{ 1114, 1114, 4, 4, 1, LS_V6, "unidirectional-link-delay", NULL,
	    emit_delay },
	{ 1115, 1115, 8, 8, 1, LS_V6, "minmax-unidirectional-link-delay", NULL,
	    emit_min_max },
	{ 1116, 1116, 4, 4, 1, LS_V6, "unidirectional-delay-variation", NULL,
	    emit_variation },
	{ 1117, 1117, 4, 4, 1, LS_V6, "unidirectional-link-loss", NULL,
	    emit_loss },
	{ 1118, 1118, 4, 4, 1, LS_V6, "unidirectional-residual-bandwidth",
	    NULL, tlv_emit_float },
	{ 1119, 1119, 4, 4, 1, LS_V6, "unidirectional-available-bandwidth",
	    NULL, tlv_emit_float },
	{ 1120, 1120, 4, 4, 1, LS_V6, "unidirectional-utilized-bandwidth",
	    NULL, tlv_emit_float },
	{ 0, 0, 0, 0, 0, 0, NULL, NULL, NULL }
};

static void
emit_igp_flags(struct rbuf r, struct sink *s)
{
	static const char *const names[] = { "D", "N", "L", "P", NULL };

	ls_emit_flags(names, rb_u8(&r), 8, s);
}

static void
emit_attr_flags(struct rbuf r, struct sink *s)
{
	static const char *const names[] = { "X", "R", "N", NULL };

	ls_emit_flags(names, rb_u8(&r), 8, s);
}

const struct ls_tlv ls_prefix_tlvs[] = {
	{ 1152, 1152, 1, 1, 1, 0, "igp-flags", NULL, emit_igp_flags },
	{ 1153, 1153, 0, 0, 4, LS_LIST, "igp-route-tags", NULL, emit_u32s },
	{ 1154, 1154, 0, 0, 8, LS_LIST, "igp-extended-route-tags", NULL,
	    emit_u64s },
	{ 1155, 1155, 4, 4, 1, 0, "prefix-metric", NULL, tlv_emit_number },
	{ 1156, 1156, 4, 16, 12, 0, "ospf-forwarding-address", NULL,
	    tlv_emit_addr },
	{ 1157, 1157, 0, 0, 1, 0, "opaque-prefix", NULL, emit_opaque },
	{ 1170, 1170, 1, 0, 1, 0, "sr-prefix-attribute-flags", NULL,
	    emit_attr_flags },
	{ 1171, 1171, 4, 16, 12, 0, "sr-source-router-id", NULL, tlv_emit_addr },
	{ 0, 0, 0, 0, 0, 0, NULL, NULL, NULL }
};
