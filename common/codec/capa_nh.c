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

/* Extended next hop (RFC 8950 4) and link-local next hop. */

static const uint8_t order[] = {
	FAM_IPV4_UNICAST, FAM_IPV4_MULTICAST, FAM_IPV4_LABELED, FAM_IPV4_VPN
};

static void
nexthop_encode(const struct open_params *p, struct wbuf *w)
{
	size_t i, at;

	if (!p->nexthop)
		return;
	wb_u8(w, CAPA_NEXTHOP);
	at = w->len;
	wb_u8(w, 0);
	for (i = 0; i < sizeof(order); i++) {
		if (!(p->extnh & FAM_BIT(order[i])))
			continue;
		wb_u16(w, families[order[i]].afi);
		wb_u16(w, families[order[i]].safi);
		wb_u16(w, AFI_IPV6);
	}
	wb_set_u8(w, at, (uint8_t)(w->len - at - 1));
}

static int
nexthop_decode(struct rbuf r, struct cap_set *set)
{
	uint16_t afi, safi, nh;
	enum fam fam;

	if (rb_left(&r) % 6 != 0)
		return -1;
	set->nexthop = true;
	while (rb_left(&r) > 0) {
		afi = rb_u16(&r);
		safi = rb_u16(&r);
		nh = rb_u16(&r);
		if (safi > 255 || nh != AFI_IPV6 || afi != AFI_IPV4)
			continue;
		if ((fam = family_find(afi, (uint8_t)safi)) != FAM_NONE)
			set->extnh |= FAM_BIT(fam);
	}
	return 0;
}

/* "ipv4/unicast/ipv6"; false at the end */
static bool
conversion(struct rbuf *r, char sep, char *buf, size_t n)
{
	char name[CAPA_FAMILY_NAME], nh[CAPA_FAMILY_NAME];
	uint16_t afi = rb_u16(r), safi = rb_u16(r), nhafi = rb_u16(r);
	unsigned int i;

	if (r->err)
		return false;
	capa_family_name(afi, (uint8_t)safi, sep, name, sizeof(name));
	snprintf(nh, sizeof(nh), "unknown-afi-0x%x", nhafi);
	for (i = 0; i < FAM_MAX; i++) {
		if (families[i].afi == nhafi)
			snprintf(nh, sizeof(nh), "%s", families[i].afi_name);
	}
	snprintf(buf, n, "%s%c%s", name, sep, nh);
	return true;
}

static void
nexthop_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	char name[CAPA_FAMILY_NAME * 2 + 2];
	struct rbuf r;
	size_t i;

	sink_obj(s);
	sink_key(s, "name");
	sink_str(s, "nexthop");
	sink_key(s, "conversion");
	sink_arr(s);
	for (i = 0; i < n; i++) {
		r = v[i];
		while (conversion(&r, '/', name, sizeof(name)))
			sink_str(s, name);
	}
	sink_end_arr(s);
	sink_end_obj(s);
}

static void
nexthop_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	char name[CAPA_FAMILY_NAME * 2 + 2];
	struct rbuf r;
	size_t i;
	bool any = false;

	wb_str(w, "nexthop(");
	for (i = 0; i < n; i++) {
		r = v[i];
		while (conversion(&r, ' ', name, sizeof(name))) {
			wb_str(w, any ? "," : "");
			wb_str(w, name);
			any = true;
		}
	}
	wb_u8(w, ')');
}

const struct capa_ops capa_nexthop = {
	.code = CAPA_NEXTHOP,
	.name = "nexthop",
	.encode = nexthop_encode,
	.decode = nexthop_decode,
	.emit = nexthop_emit,
	.text = nexthop_text
};

static void
link_local_encode(const struct open_params *p, struct wbuf *w)
{
	if (p->link_local_nh)
		capa_put_empty(w, CAPA_LINK_LOCAL_NH);
}

static int
link_local_decode(struct rbuf r, struct cap_set *set)
{
	(void)r;
	set->link_local_nh = true;
	return 0;
}

static void
link_local_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	(void)v;
	(void)n;
	sink_obj(s);
	sink_key(s, "name");
	sink_str(s, "link-local-nexthop");
	sink_end_obj(s);
}

static void
link_local_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	(void)v;
	(void)n;
	wb_str(w, "link-local nexthop");
}

const struct capa_ops capa_link_local_nh = {
	.code = CAPA_LINK_LOCAL_NH,
	.since = 6,
	.name = "link-local-nexthop",
	.encode = link_local_encode,
	.decode = link_local_decode,
	.emit = link_local_emit,
	.text = link_local_text
};
