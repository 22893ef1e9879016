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

#ifndef CODEC_ATTR_ROWS_H
#define CODEC_ATTR_ROWS_H

#include "attr.h"

/* The rows of attr_table, one file for each group of them. */
extern const struct attr_ops attr_origin, attr_as_path, attr_next_hop,
    attr_med, attr_local_pref, attr_atomic_aggregate, attr_aggregator,
    attr_communities, attr_originator_id, attr_cluster_list, attr_mp_reach,
    attr_mp_unreach, attr_ext_communities, attr_as4_path,
    attr_as4_aggregator, attr_pmsi, attr_tunnel, attr_ext_communities6,
    attr_aigp, attr_bgp_ls, attr_large_communities, attr_otc,
    attr_prefix_sid, attr_prefix_sid_srv6, attr_attr_set;

/*
 * The parts of AS_PATH that update_decode() needs when the peer has two
 * octet AS numbers only (RFC 6793 4.2.3): the AS_PATH with its first ASes
 * kept and the rest taken from AS4_PATH; false if AS4_PATH is longer.
 */
bool	aspath_merge(struct rbuf, struct rbuf, struct wbuf *);
/* Is this a valid AS_PATH with numbers of four octets? */
bool	aspath_valid(struct rbuf);

/*
 * Check one received attribute by its row (RFC 7606 3): 0 and the canonical
 * value appended; 1 if it is to be ignored; -1 if it is bad, and the error
 * says what follows from that.
 */
int	attr_check(const struct attr_ctx *, uint8_t flags, uint8_t code,
	    struct rbuf, struct wbuf *, struct bgp_err *);
/*
 * Take the header of the next attribute off the input: 0, or -1 if what is
 * left is no whole attribute; the type is set if it was there at all.
 */
int	attr_cut(struct rbuf *, struct attr_iter *);

/* Print and report an attribute without a form of its own. */
void	attr_raw_text(uint8_t, uint8_t, struct rbuf, struct wbuf *);
void	attr_raw_emit(uint8_t, uint8_t, struct rbuf, struct sink *);

/* The words of an AS path in events of version 4. */
void	path_event4(struct rbuf, struct wbuf *);

#endif
