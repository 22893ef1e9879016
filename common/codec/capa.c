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
#include "words.h"

/* The registry of capabilities (RFC 5492): a new one is a row here. */
const struct capa_ops *const capa_table[] = {
	&capa_mp,
	&capa_asn4,
	&capa_nexthop,
	&capa_addpath,
	&capa_paths_limit,
	&capa_gr,
	&capa_refresh,
	&capa_enhanced_refresh,
	&capa_operational,
	&capa_ext_message,
	&capa_hostname,
	&capa_software,
	&capa_link_local_nh,
	&capa_multisession,
	&capa_refresh_cisco,
	&capa_multisession_cisco,
	NULL
};

/* The row of a code, NULL if there is none. */
const struct capa_ops *
capa_find(uint8_t code)
{
	size_t i;

	for (i = 0; capa_table[i] != NULL; i++) {
		if (capa_table[i]->code == code)
			return capa_table[i];
	}
	return NULL;
}

void
capa_family_name(uint16_t afi, uint8_t safi, char sep, char *buf, size_t n)
{
	enum fam fam = family_find(afi, safi);
	char a[32], s[32];
	unsigned int i;

	if (fam != FAM_NONE) {
		snprintf(buf, n, "%s%c%s", families[fam].afi_name, sep,
		    families[fam].safi_name);
		return;
	}
	snprintf(a, sizeof(a), "unknown-afi-0x%x", afi);
	snprintf(s, sizeof(s), "unknown safi %u", safi);
	for (i = 0; i < FAM_RAW; i++) {
		if (families[i].afi == afi)
			snprintf(a, sizeof(a), "%s", families[i].afi_name);
		if (families[i].safi == safi)
			snprintf(s, sizeof(s), "%s", families[i].safi_name);
	}
	snprintf(buf, n, "%s%c%s", a, sep, s);
}

void
capa_put_empty(struct wbuf *w, uint8_t code)
{
	wb_u8(w, code);
	wb_u8(w, 0);
}

void
capa_unknown_emit(uint8_t code, const struct rbuf *v, struct sink *s)
{
	sink_obj(s);
	sink_key(s, "name");
	sink_str(s, "unknown");
	sink_key(s, "iana");
	sink_str(s, code >= 128 ? "reserved" : code >= 70 ? "unassigned" :
	    "unknown");
	sink_key(s, "value");
	sink_u64(s, code);
	sink_key(s, "raw");
	sink_hex(s, v->p, rb_left(v), false, true);
	sink_end_obj(s);
}

void
capa_unknown_text(uint8_t code, struct wbuf *w)
{
	wb_str(w, code >= 128 ? "reserved " : code >= 70 ? "unassigned " :
	    "unknown ");
	put_dec(w, code);
}
