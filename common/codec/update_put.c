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

/*
 * UPDATE messages from their parts.
 */
#include "update.h"

/* MP_REACH_NLRI or MP_UNREACH_NLRI around the NLRI: RFC 4760 3, 4. */
static void
put_mp(const struct update_shape *m, const struct wbuf *nlri,
    struct wbuf *w)
{
	const struct nlri_ops *row = nlri_table[m->fam];
	struct rbuf in = wb_view(nlri);
	bool own = (row->flags & NF_OWN_AFI) != 0;
	uint16_t afi = own ? rb_u16(&in) : families[m->fam].afi;
	uint8_t safi = own ? rb_u8(&in) : families[m->fam].safi;
	uint8_t buf[64];
	struct wbuf nh = { buf, 0, sizeof(buf), sizeof(buf), false };
	size_t len;

	if (m->announce)
		nlri_nexthop(row, &m->nh, &nh);
	len = 3 + rb_left(&in) + (m->announce ? nh.len + 1 : 0);
	wb_u8(w, (uint8_t)(ATTR_OPTIONAL | (len > 255 ? ATTR_EXTLEN : 0)));
	wb_u8(w, m->announce ? ATTR_MP_REACH : ATTR_MP_UNREACH);
	if (len > 255)
		wb_u16(w, (uint16_t)len);
	else
		wb_u8(w, (uint8_t)len);
	wb_u16(w, afi);
	wb_u8(w, safi);
	if (m->announce) {
		wb_put(w, nh.p, nh.len);
		wb_u8(w, 0);	/* reserved */
	}
	wb_put(w, in.p, rb_left(&in));
}

void
update_put(const struct update_shape *m, const struct wbuf *attrs,
    const struct wbuf *nlri, struct wbuf *w)
{
	size_t start = w->len, at;

	msg_header(w, MSG_UPDATE, 0);
	if (m->plain && !m->announce) {
		wb_u16(w, (uint16_t)nlri->len);
		wb_put(w, nlri->p, nlri->len);
		wb_u16(w, 0);
	} else {
		wb_u16(w, 0);
		at = w->len;
		wb_u16(w, 0);
		wb_put(w, attrs->p, attrs->len);
		if (!m->plain)
			put_mp(m, nlri, w);
		wb_set_u16(w, at, (uint16_t)(w->len - at - 2));
		if (m->plain)
			wb_put(w, nlri->p, nlri->len);
	}
	wb_set_u16(w, start + 16, (uint16_t)(w->len - start));
}
