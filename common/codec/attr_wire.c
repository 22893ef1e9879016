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

#include "attr_rows.h"

/*
 * From the canonical block to the attributes of one UPDATE.  The types that
 * are there by default or by peer are merged in at their place.
 */
static const uint8_t by_peer[] = {
	ATTR_ORIGIN, ATTR_AS_PATH, ATTR_NEXT_HOP, ATTR_LOCAL_PREF
};

#define NBYPEER	(sizeof(by_peer) / sizeof(by_peer[0]))

/* RFC 4271 5.1.2: our AS towards eBGP, an empty path towards iBGP. */
static void
default_path(const struct negot *n, struct wbuf *w)
{
	uint8_t seg[6] = { 2, 1, (uint8_t)(n->local_as >> 24),
	    (uint8_t)(n->local_as >> 16), (uint8_t)(n->local_as >> 8),
	    (uint8_t)n->local_as };

	attr_as_path.wire(n, ATTR_TRANSITIVE,
	    rb_init(seg, negot_ibgp(n) ? 0 : sizeof(seg)), w);
}

/* One that the block does not have. */
static void
put_default(const struct negot *n, uint8_t code, const struct nh *nh,
    bool with_nh, struct wbuf *w)
{
	static const uint8_t pref[4] = { 0, 0, 0, 100 };
	static const uint8_t igp[1] = { 0 };

	switch (code) {
	case ATTR_ORIGIN:
		attr_put(w, ATTR_TRANSITIVE, code, igp, sizeof(igp));
		break;
	case ATTR_AS_PATH:
		default_path(n, w);
		break;
	case ATTR_NEXT_HOP:
		if (with_nh && nh != NULL && nh->len == 4)
			attr_put(w, ATTR_TRANSITIVE, code, nh->b, 4);
		break;
	case ATTR_LOCAL_PREF:
		if (negot_ibgp(n))
			attr_put(w, ATTR_TRANSITIVE, code, pref,
			    sizeof(pref));
		break;
	}
}

/* See the header. */
void
attr_encode(const struct negot *n, const void *block, size_t len,
    const struct nh *nh, bool with_nh, struct wbuf *w)
{
	const struct attr_ops *row;
	struct attr_iter it;
	struct nh unused;
	size_t i = 0;

	attr_first(&it, block, len, &unused);
	while (attr_next(&it)) {
		for (; i < NBYPEER && by_peer[i] < it.code; i++)
			put_default(n, by_peer[i], nh, with_nh, w);
		if (i < NBYPEER && by_peer[i] == it.code)
			i++;
		row = attr_find(it.code);
		if (row != NULL && row->wire != NULL)
			row->wire(n, it.flags, it.val, w);
		else
			attr_put(w, it.flags, it.code, it.val.p,
			    rb_left(&it.val));
	}
	for (; i < NBYPEER; i++)
		put_default(n, by_peer[i], nh, with_nh, w);
}
