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

#include "../codec/words.h"
#include "conf.h"

static void
put_as(struct wbuf *w, uint32_t as)
{
	if (as == 0)
		wb_str(w, "auto");
	else
		put_dec(w, as);
}

static void
put_families(struct wbuf *w, uint32_t bits)
{
	const char *sep = "";
	enum fam fam;

	for (fam = 0; fam < FAM_MAX; fam++) {
		if (!(bits & FAM_BIT(fam)))
			continue;
		wb_printf(w, "%s%s-%s", sep, families[fam].afi_name,
		    families[fam].safi_name);
		sep = "/";
	}
}

static void
put_peer(struct wbuf *w, const struct prefix *peer)
{
	if (prefix_is_host(peer))
		put_addr(w, peer->addr.b, peer->addr.len);
	else
		put_prefix(w, peer);
}

/* See the header. */
void
conf_neighbor_brief(const struct peer_conf *p, struct wbuf *w)
{
	put_peer(w, &p->peer);
	wb_str(w, " (local AS ");
	put_as(w, p->open.local_as);
	wb_str(w, ", peer AS ");
	put_as(w, p->open.peer_as);
	wb_u8(w, ')');
}

/* See the header. */
void
conf_neighbor_name(const struct peer_conf *p, struct wbuf *w)
{
	struct addr id;
	char buf[ADDR_STRLEN];

	wb_str(w, "neighbor ");
	put_peer(w, &p->peer);
	wb_str(w, " local-ip ");
	if (p->local.len == 0)
		wb_str(w, "None");
	else
		put_addr(w, p->local.b, p->local.len);
	wb_str(w, " local-as ");
	put_as(w, p->open.local_as);
	wb_str(w, " peer-as ");
	put_as(w, p->open.peer_as);
	addr_from_v4(&id, p->open.router_id);
	(void)addr_print(&id, buf, sizeof(buf));
	wb_printf(w, " router-id %s family-allowed ", buf);
	if (p->open.multisession)
		put_families(w, p->open.families);
	else
		wb_str(w, "in-open");
}
