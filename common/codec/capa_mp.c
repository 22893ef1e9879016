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

/* Multiprotocol, RFC 4760 8: one capability for each family. */

static void
mp_put(uint16_t afi, uint8_t safi, struct wbuf *w)
{
	wb_u8(w, CAPA_MP);
	wb_u8(w, 4);
	wb_u16(w, afi);
	wb_u8(w, 0);
	wb_u8(w, safi);
}

static void
mp_encode(const struct open_params *p, struct wbuf *w)
{
	unsigned int i;

	for (i = 0; i < FAM_RAW; i++) {
		if (p->families & FAM_BIT(i))
			mp_put(families[i].afi, families[i].safi, w);
	}
	for (i = 0; i < RAW_FAMILIES && p->raw[i] != 0; i++)
		mp_put(RAW_AFI(p->raw[i]), RAW_SAFI(p->raw[i]), w);
}

static int
mp_decode(struct rbuf r, struct cap_set *set)
{
	uint16_t afi = rb_u16(&r);
	uint8_t safi;
	enum fam fam;

	(void)rb_u8(&r);
	safi = rb_u8(&r);
	if (r.err || rb_left(&r) > 0)
		return -1;
	set->mp = true;
	if ((fam = family_find(afi, safi)) == FAM_NONE) {
		(void)raw_family_add(set->raw, RAW_FAMILY(afi, safi));
		return 0;
	}
	if (set->families & FAM_BIT(fam))
		return 0;
	set->families |= FAM_BIT(fam);
	set->fam_order[set->nfam++] = (uint8_t)fam;
	return 0;
}

static void
mp_name(struct rbuf r, char sep, char *buf, size_t n)
{
	uint16_t afi = rb_u16(&r);

	(void)rb_u8(&r);
	capa_family_name(afi, rb_u8(&r), sep, buf, n);
}

static void
mp_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	char name[CAPA_FAMILY_NAME];
	size_t i;

	sink_obj(s);
	sink_key(s, "name");
	sink_str(s, "multiprotocol");
	sink_key(s, "families");
	sink_arr(s);
	for (i = 0; i < n; i++) {
		mp_name(v[i], '/', name, sizeof(name));
		sink_str(s, name);
	}
	sink_end_arr(s);
	sink_end_obj(s);
}

static void
mp_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	char name[CAPA_FAMILY_NAME];
	size_t i;

	wb_str(w, "multiprotocol(");
	for (i = 0; i < n; i++) {
		mp_name(v[i], ' ', name, sizeof(name));
		wb_str(w, i > 0 ? "," : "");
		wb_str(w, name);
	}
	wb_u8(w, ')');
}

const struct capa_ops capa_mp = {
	.code = CAPA_MP,
	.name = "multiprotocol",
	.encode = mp_encode,
	.decode = mp_decode,
	.emit = mp_emit,
	.text = mp_text
};
