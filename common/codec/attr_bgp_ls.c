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
#include "bgp_ls.h"
#include "tlv.h"

/* BGP-LS attribute, RFC 9552 5.3: TLVs of nodes, links and prefixes. */

static const struct ls_tlv *const tables[] = {
	ls_node_tlvs, ls_link_tlvs, ls_prefix_tlvs, ls_sr_tlvs
};

/*
 * More of them than any router has: a peer's work for us grows with the
 * square of their number, so they are reported as bytes.
 */
#define LS_TLVS_MAX	512

static const struct ls_tlv *
find_type(uint16_t type)
{
	const struct ls_tlv *r;
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		for (r = tables[i]; r->emit != NULL; r++) {
			if (type >= r->first && type <= r->last)
				return r;
		}
	}
	return NULL;
}

/* The row that reports a TLV in a version of the JSON. */
static const struct ls_tlv *
find_row(const struct tlv *t, uint8_t version)
{
	const struct ls_tlv *r = find_type(t->type);

	return r != NULL && (r->flags & LS_V6) && version < 6 ? NULL : r;
}

/* RFC 9552 8.2.2: the lengths are all that is looked at. */
static bool
bgp_ls_valid(struct rbuf r)
{
	const struct ls_tlv *row;
	struct tlv t;
	size_t n;

	while (tlv_next(&r, TLV_2_2, &t)) {
		if ((row = find_type(t.type)) == NULL)
			continue;
		n = rb_left(&t.val);
		if (n < row->min || (row->max != 0 && n > row->max) ||
		    (n - row->min) % row->step != 0)
			return false;
		/* Of a pair, the second is the one of IPv6. */
		if (row->first != row->last &&
		    n != (t.type == row->first ? row->min : row->max))
			return false;
	}
	return !r.err;
}

/* How many TLVs a row describes, and whether this one is the first. */
static size_t
count_row(struct rbuf r, const struct ls_tlv *row, uint8_t version,
    const struct tlv *one, bool *first)
{
	struct tlv t;
	size_t n = 0;

	while (tlv_next(&r, TLV_2_2, &t)) {
		if (find_row(&t, version) != row)
			continue;
		if (n++ == 0)
			*first = t.val.p == one->val.p;
	}
	return n;
}

/* How many TLVs there are whose members have no object around. */
static size_t
count_members(struct rbuf r, uint8_t version)
{
	const struct ls_tlv *row;
	struct tlv t;
	size_t n = 0;

	while (tlv_next(&r, TLV_2_2, &t)) {
		row = find_row(&t, version);
		n += row != NULL && row->flags & LS_MEMBERS;
	}
	return n;
}

/*
 * Members that ExaBGP 5 writes without an object around: if there are
 * several such TLVs, or in version 6, they are objects in a list.
 */
static void
emit_members(const struct ls_tlv *row, struct rbuf r, struct sink *s)
{
	const bool list = count_members(r, s->version) > 1 ||
	    (row->flags & LS_LIST6 && s->version >= 6);
	struct tlv t;

	if (list) {
		sink_key(s, row->key6);
		sink_arr(s);
	}
	while (tlv_next(&r, TLV_2_2, &t)) {
		if (find_row(&t, s->version) != row)
			continue;
		if (list)
			sink_obj(s);
		row->emit(t.val, s);
		if (list)
			sink_end_obj(s);
	}
	if (list)
		sink_end_arr(s);
}

/* All TLVs of a row under one key, which no peer can make occur twice. */
static void
emit_row(const struct ls_tlv *row, struct rbuf r, size_t n, struct sink *s)
{
	const bool list = n > 1 || row->flags & LS_LIST ||
	    (row->flags & LS_LIST6 && s->version >= 6);
	struct tlv t;

	if (row->flags & LS_MEMBERS) {
		emit_members(row, r, s);
		return;
	}
	sink_key(s, s->version >= 6 && row->key6 != NULL ? row->key6 :
	    row->key);
	if (list)
		sink_arr(s);
	while (tlv_next(&r, TLV_2_2, &t)) {
		if (find_row(&t, s->version) == row)
			row->emit(t.val, s);
	}
	if (list)
		sink_end_arr(s);
}

/* Those without a row. */
static void
emit_generic(struct rbuf all, const struct tlv *one, struct sink *s)
{
	bool done = false;
	struct tlv t;
	char key[32];

	while (tlv_next(&all, TLV_2_2, &t)) {
		if (t.type != one->type || find_row(&t, s->version) != NULL)
			continue;
		if (!done && t.val.p != one->val.p)
			return;
		if (!done) {
			snprintf(key, sizeof(key), "generic-lsid-%u",
			    t.type);
			sink_key(s, key);
			sink_arr(s);
			done = true;
		}
		tlv_emit_hex(t.val, s);
	}
	if (done)
		sink_end_arr(s);
}

static void
bgp_ls_emit(struct rbuf r, struct sink *s)
{
	const struct rbuf all = r;
	const struct ls_tlv *row;
	struct tlv t;
	bool first = false;
	size_t n;

	if (tlv_total(r, TLV_2_2) > LS_TLVS_MAX) {
		attr_raw_emit(attr_bgp_ls.flags, ATTR_BGP_LS, r, s);
		return;
	}
	sink_key(s, "bgp-ls");
	sink_obj(s);
	while (tlv_next(&r, TLV_2_2, &t)) {
		if ((row = find_row(&t, s->version)) == NULL) {
			emit_generic(all, &t, s);
			continue;
		}
		n = count_row(all, row, s->version, &t, &first);
		if (first)
			emit_row(row, all, n, s);
	}
	sink_end_obj(s);
}

/* There is no keyword: text is raw bytes, which has nothing to lose. */
const struct attr_ops attr_bgp_ls = {
	.json = "bgp-ls",
	.code = ATTR_BGP_LS,
	.flags = ATTR_OPTIONAL,
	.on_error = ERR_DISCARD,
	.min = 4,
	.valid = bgp_ls_valid,
	.emit = bgp_ls_emit
};
