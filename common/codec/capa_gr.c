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

#include "capa_rows.h"

/* Graceful restart, RFC 4724 3: flags(4 bits) time(12 bits) families. */

#define GR_RESTART	0x8000
#define GR_TIME		0x0fff
#define GR_FORWARDING	0x80

static void
gr_encode(const struct open_params *p, struct wbuf *w)
{
	unsigned int i;
	size_t at;

	if (!p->graceful_restart)
		return;
	wb_u8(w, CAPA_GR);
	at = w->len;
	wb_u8(w, 0);
	wb_u16(w, (uint16_t)((p->gr_restarting ? GR_RESTART : 0) |
	    (p->gr_time & GR_TIME)));
	for (i = 0; i < FAM_RAW; i++) {
		if (!(p->families & FAM_BIT(i)))
			continue;
		wb_u16(w, families[i].afi);
		wb_u8(w, families[i].safi);
		wb_u8(w, GR_FORWARDING);
	}
	wb_set_u8(w, at, (uint8_t)(w->len - at - 1));
}

static int
gr_decode(struct rbuf r, struct cap_set *set)
{
	uint16_t afi, time = rb_u16(&r);
	uint8_t safi;
	enum fam fam;

	if (r.err || rb_left(&r) % 4 != 0)
		return -1;
	set->graceful_restart = true;
	set->gr_time = time & GR_TIME;
	/* The last one counts if there are several, RFC 4724 3. */
	set->gr_families = 0;
	while (rb_left(&r) > 0) {
		afi = rb_u16(&r);
		safi = rb_u8(&r);
		(void)rb_u8(&r);
		if ((fam = family_find(afi, safi)) != FAM_NONE)
			set->gr_families |= FAM_BIT(fam);
	}
	return 0;
}

/* Is the family listed again further on?  Then that entry is the one. */
static bool
listed_again(struct rbuf r, uint16_t afi, uint8_t safi)
{
	uint16_t a;
	uint8_t s;

	while (rb_left(&r) >= 4) {
		a = rb_u16(&r);
		s = rb_u8(&r);
		(void)rb_u8(&r);
		if (a == afi && s == safi)
			return true;
	}
	return false;
}

/* ExaBGP's names: "restart" for F of a family, "forwarding" for R. */
static void
gr_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	char name[CAPA_FAMILY_NAME];
	struct rbuf r = v[n - 1];
	uint16_t afi, head = rb_u16(&r);
	uint8_t safi, flags;

	sink_obj(s);
	sink_key(s, "name");
	sink_str(s, "graceful restart");
	sink_key(s, "time");
	sink_u64(s, head & GR_TIME);
	sink_key(s, "address-family-flags");
	sink_obj(s);
	while (rb_left(&r) >= 4) {
		afi = rb_u16(&r);
		safi = rb_u8(&r);
		flags = rb_u8(&r);
		if (listed_again(r, afi, safi))
			continue;
		capa_family_name(afi, safi, '/', name, sizeof(name));
		sink_key(s, name);
		sink_arr(s);
		if (flags & GR_FORWARDING)
			sink_str(s, "restart");
		sink_end_arr(s);
	}
	sink_end_obj(s);
	sink_key(s, "restart-flags");
	sink_arr(s);
	if (head & GR_RESTART)
		sink_str(s, "forwarding");
	sink_end_arr(s);
	sink_end_obj(s);
}

static void
gr_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	char name[CAPA_FAMILY_NAME];
	struct rbuf r = v[n - 1];
	uint16_t afi, head = rb_u16(&r);
	uint8_t safi;

	wb_printf(w, "graceful restart flags 0x%x time %u",
	    (unsigned int)(head >> 12), (unsigned int)(head & GR_TIME));
	while (rb_left(&r) >= 4) {
		afi = rb_u16(&r);
		safi = rb_u8(&r);
		capa_family_name(afi, safi, '/', name, sizeof(name));
		wb_printf(w, " %s=0x%02x", name, (unsigned int)rb_u8(&r));
	}
}

const struct capa_ops capa_gr = {
	.code = CAPA_GR,
	.name = "graceful-restart",
	.encode = gr_encode,
	.decode = gr_decode,
	.emit = gr_emit,
	.text = gr_text
};
