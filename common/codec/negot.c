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

#include "capa_rows.h"

/* From two OPENs to what the session may do: RFC 4271 6.2, RFC 5492. */

#define AS_TRANS	23456

/*
 * Refuse the OPEN, with a text as the data of the NOTIFICATION: the RFCs
 * define none for these, and ExaBGP's users know it.
 */
static int
refuse(struct bgp_err *err, uint8_t subcode, const char *why)
{
	return err_raise(err, ERR_RESET, NOTIFY_OPEN, subcode, why,
	    strlen(why), "%s", why);
}

/* The values of the fixed part. */
static int
check_fixed(const struct open_params *p, const struct open *o,
    struct bgp_err *err)
{
	const uint32_t local = p->local_as != 0 ? p->local_as : o->as;
	char why[ERR_DATA_MAX + 1];

	/* RFC 7607 2: neither field may be zero. */
	if (o->as == 0 || o->as2 == 0 ||
	    (o->as == AS_TRANS && o->as2 != AS_TRANS) ||
	    (p->peer_as != 0 && o->as != p->peer_as)) {
		snprintf(why, sizeof(why), "ASN in OPEN (%u) did not match "
		    "ASN expected (%u)", o->as2 == 0 ? 0 : o->as, p->peer_as);
		return refuse(err, OPEN_PEER_AS, why);
	}
	/* RFC 6286 2.1: unique inside an AS only. */
	if (o->id == 0)
		return refuse(err, OPEN_BGP_ID,
		    "0.0.0.0 is an invalid router_id");
	if (o->id == p->router_id && o->as == local)
		return refuse(err, OPEN_BGP_ID,
		    "the router_id is the same as ours");
	if (o->hold_time == 1 || o->hold_time == 2) {
		snprintf(why, sizeof(why), "Hold Time is invalid (%u)",
		    o->hold_time);
		return refuse(err, OPEN_HOLD_TIME, why);
	}
	return 0;
}

/* All that the peer's capabilities say; malformed ones are ignored. */
static void
collect(const struct open *o, struct cap_set *set)
{
	const struct capa_ops *row;
	size_t i;

	memset(set, 0, sizeof(*set));
	for (i = 0; i < o->ncaps; i++) {
		row = capa_find(o->caps[i].code);
		if (row != NULL)
			(void)row->decode(o->caps[i].val, set);
	}
	/* RFC 4760 8: without the capability it is IPv4 unicast. */
	if (!set->mp) {
		set->families = FAM_BIT(FAM_IPV4_UNICAST);
		set->fam_order[set->nfam++] = FAM_IPV4_UNICAST;
	}
}

/* The families without a row that both have named by their numbers. */
static void
agree_raw(const struct open_params *p, const struct cap_set *set,
    struct negot *n)
{
	unsigned int i;

	for (i = 0; i < RAW_FAMILIES && p->raw[i] != 0; i++) {
		if (raw_family_has(set->raw, p->raw[i]) &&
		    raw_family_add(n->raw, p->raw[i]) == 0)
			n->families |= FAM_BIT(FAM_RAW);
	}
}

static void
agree_families(const struct open_params *p, const struct cap_set *set,
    struct negot *n)
{
	unsigned int i;

	n->families = p->families & set->families & ~FAM_BIT(FAM_RAW);
	agree_raw(p, set, n);
	for (i = 0; i < set->nfam; i++) {
		if (n->families & FAM_BIT(set->fam_order[i]))
			n->fam_order[n->nfam++] = set->fam_order[i];
	}
	if (p->addpath && set->addpath) {
		n->addpath_rx = p->addpath_rx & set->addpath_send &
		    n->families;
		n->addpath_tx = p->addpath_tx & set->addpath_recv &
		    n->families;
	}
	if (p->nexthop && set->nexthop)
		n->extnh = p->extnh & set->extnh & n->families;
	n->gr_families = set->gr_families & n->families;
}

/*
 * See the header.  The addresses in the record are the caller's: they are
 * left as they are.
 */
int
open_negotiate(const struct open_params *p, const struct open *o,
    struct negot *n, struct bgp_err *err)
{
	const struct addr local = n->local, remote = n->remote;
	struct cap_set set;

	if (check_fixed(p, o, err) == -1)
		return -1;
	collect(o, &set);
	memset(n, 0, sizeof(*n));
	n->local = local;
	n->remote = remote;
	agree_families(p, &set, n);
	n->local_as = p->local_as != 0 ? p->local_as : o->as;
	n->peer_as = o->as;
	n->local_id = p->router_id;
	n->peer_id = o->id;
	n->hold_time = o->hold_time < p->hold_time ? o->hold_time :
	    p->hold_time;
	n->asn4 = p->asn4 && set.asn4;
	n->ext_message = p->extended_message && set.ext_message;
	n->msg_max = n->ext_message ? MSG_EXT_MAX : MSG_MAX;
	if (p->route_refresh && set.enhanced_refresh)
		n->refresh = REFRESH_ENHANCED;
	else if (p->route_refresh && set.refresh)
		n->refresh = REFRESH_NORMAL;
	n->operational = p->operational && set.operational;
	n->multisession = p->multisession && set.multisession;
	n->link_local_nh = p->link_local_nh && set.link_local_nh;
	n->graceful_restart = p->graceful_restart && set.graceful_restart;
	n->gr_time = set.gr_time;
	n->aigp = p->aigp;
	return 0;
}

/* In the peer's order, as ExaBGP has them; what has no place in it behind. */
static void
emit_families(const struct negot *n, const char *key, uint32_t set,
    const char *tail, struct sink *s)
{
	char name[CAPA_FAMILY_NAME];
	unsigned int i, f;

	sink_key(s, key);
	sink_arr(s);
	for (i = 0; i < n->nfam + (unsigned int)FAM_MAX; i++) {
		f = i < n->nfam ? n->fam_order[i] : i - n->nfam;
		if (!(set & FAM_BIT(f)))
			continue;
		set &= ~FAM_BIT(f);
		snprintf(name, sizeof(name), "%s%s", families[f].name, tail);
		sink_str(s, name);
	}
	sink_end_arr(s);
}

/* See the header. */
void
negot_emit(const struct negot *n, struct sink *s)
{
	static const char *const refresh[] = { "absent", "normal",
	    "enhanced" };

	sink_obj(s);
	sink_key(s, "message_size");
	sink_u64(s, n->msg_max);
	sink_key(s, "hold_time");
	sink_u64(s, n->hold_time);
	sink_key(s, "asn4");
	sink_bool(s, n->asn4 != 0);
	sink_key(s, "multisession");
	sink_bool(s, n->multisession != 0);
	sink_key(s, "operational");
	sink_bool(s, n->operational != 0);
	sink_key(s, "refresh");
	sink_str(s, refresh[n->refresh <= REFRESH_ENHANCED ? n->refresh : 0]);
	emit_families(n, "families", n->families, "", s);
	emit_families(n, "nexthop", n->extnh, " ipv6", s);
	sink_key(s, "add_path");
	sink_obj(s);
	emit_families(n, "send", n->addpath_tx, "", s);
	emit_families(n, "receive", n->addpath_rx, "", s);
	sink_end_obj(s);
	sink_end_obj(s);
}
