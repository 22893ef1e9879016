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

#include "rtext.h"

/* Completeness of a route, its family, and the pieces of a split one. */

/* ExaBGP's rule: rd makes a VPN route, label a labelled one. */
static enum fam
route_family(const struct route *r)
{
	bool v4 = r->prefix.addr.len == 4;

	if (r->has_rd)
		return v4 ? FAM_IPV4_VPN : FAM_IPV6_VPN;
	if (r->has_label)
		return v4 ? FAM_IPV4_LABELED : FAM_IPV6_LABELED;
	if (v4 && r->prefix.addr.b[0] >> 4 == 14)
		return FAM_IPV4_MULTICAST;
	return v4 ? FAM_IPV4_UNICAST : FAM_IPV6_UNICAST;
}

/* Bytes before the prefix in the NLRI of a family of prefixes. */
static size_t
head_len(const struct route *r)
{
	const struct nlri_ops *row = nlri_table[r->fam];

	return (row->flags & NF_LABEL ? 3U * r->nlabels : 0) +
	    (row->flags & NF_RD ? 8 : 0);
}

/* What is no prefix is not split: for VPLS the word has no effect. */
static int
check_split(struct lex *lx, const struct tok *t, struct route *r)
{
	if (!r->has_prefix)
		return 0;
	if (r->split > r->prefix.addr.len * 8)
		return lex_err(lx, t, "split /%u is longer than an address",
		    r->split);
	if (r->split > r->prefix.plen &&
	    r->split - r->prefix.plen > RTEXT_SPLIT_MAX)
		return lex_err(lx, t, "split /%u of a /%u makes more than "
		    "%u routes", r->split, r->prefix.plen,
		    1U << RTEXT_SPLIT_MAX);
	if (r->split > r->prefix.plen &&
	    head_len(r) * 8 + r->split > UINT8_MAX)
		return lex_err(lx, t, "too many labels for split /%u",
		    r->split);
	return 0;
}

/* What is missing for the families whose routes are a prefix. */
static int
incomplete(struct lex *lx, const struct tok *t, const struct route *r)
{
	switch (families[r->fam].safi) {
	case 4:
		return lex_err(lx, t,
		    "invalid announcement (missing next-hop or label ?)");
	case 128:
		return lex_err(lx, t,
		    "invalid announcement (missing next-hop, label or rd ?)");
	case 65:
		return lex_err(lx, t, "vpls nlri next-hop missing");
	case 134:
		return lex_err(lx, t, "a flow-vpn route needs its rd");
	default:
		return lex_err(lx, t,
		    "invalid route (missing next-hop, label or rd ?)");
	}
}

/* See the header. */
int
rtext_finish(struct lex *lx, const struct tok *t, struct route *r,
    bool withdraw)
{
	const struct nlri_ops *row;

	if (r->fam == FAM_NONE)
		r->fam = (uint8_t)route_family(r);
	if (r->has_rd && r->fam == FAM_IPV4_FLOW)
		r->fam = FAM_IPV4_FLOWVPN;
	else if (r->has_rd && r->fam == FAM_IPV6_FLOW)
		r->fam = FAM_IPV6_FLOWVPN;
	if ((row = nlri_table[r->fam]) == NULL)
		return lex_err(lx, t, "this family can not be announced");
	if ((row->flags & NF_LABEL) && !r->has_label)
		return incomplete(lx, t, r);
	if ((row->flags & NF_RD) && !r->has_rd)
		return incomplete(lx, t, r);
	if (!withdraw && !(row->flags & NF_NO_NH) && !r->attrs.has_nh)
		return incomplete(lx, t, r);
	if (check_split(lx, t, r) == -1 || nlri_finish(lx, t, r) == -1)
		return -1;
	if (r->nlri.len > NLRI_LEN_MAX)
		return lex_err(lx, t, "the NLRI is longer than %d bytes",
		    NLRI_LEN_MAX);
	return 0;
}

/* The address that follows in steps of the prefix's size. */
static void
next_address(struct prefix *p)
{
	unsigned int i = (p->plen - 1U) / 8;
	unsigned int add = 1U << (7 - (p->plen - 1U) % 8);

	for (;; i--) {
		add += p->addr.b[i];
		p->addr.b[i] = (uint8_t)add;
		if ((add >>= 8) == 0 || i == 0)
			break;
	}
}

/*
 * See the header.  *n counts the pieces given in its low bits and has the
 * length of the whole prefix plus one in its high ones, or nothing there
 * if the route is not split.
 */
bool
rtext_split(struct route *r, uint64_t *n)
{
	uint64_t count = *n & ((1ULL << 56) - 1);
	uint8_t whole = (uint8_t)(*n >> 56);
	size_t head;

	if (count == 0 && r->has_prefix && r->split > r->prefix.plen)
		whole = (uint8_t)(r->prefix.plen + 1);
	if (whole == 0) {
		*n = count + 1;
		return count == 0;
	}
	if (count >= 1ULL << (r->split + 1 - whole))
		return false;
	head = head_len(r);
	if (count == 0)
		r->prefix.plen = r->split;
	else
		next_address(&r->prefix);
	*n = (uint64_t)whole << 56 | (count + 1);
	r->nlri.len = 0;
	wb_u8(&r->nlri, (uint8_t)(head * 8 + r->split));
	r->nlri.len += head;
	wb_put(&r->nlri, r->prefix.addr.b, (r->split + 7U) / 8);
	return !r->nlri.err;
}
