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

#include <string.h>

#include "conf_priv.h"
#include "rtext.h"

/* Routes in the sections where their family can be written. */

enum place { IN_NONE, IN_STATIC, IN_FLOW, IN_L2VPN, IN_ANNOUNCE, IN_RAW };

/* Would `route` take it for another family? */
static bool
is_multicast(struct rbuf nlri)
{
	(void)rb_u8(&nlri);
	return rb_peek(&nlri) >> 4 == 14;
}

/* Without a prefix nothing in a flow says that it is of IPv6. */
static bool
says_ipv6(uint8_t fam, struct rbuf nlri)
{
	if (rb_u8(&nlri) >= 0xf0)
		(void)rb_u8(&nlri);
	if (families[fam].safi == 134)
		(void)rb_bytes(&nlri, 8);
	return rb_peek(&nlri) <= 2;
}

static enum place
place_of(uint8_t fam, struct rbuf nlri)
{
	switch (families[fam].safi) {
	case 0:
		return IN_RAW;
	case 1:
		return fam == FAM_IPV4_UNICAST && is_multicast(nlri) ?
		    IN_ANNOUNCE : IN_STATIC;
	case 2:
		return fam == FAM_IPV4_MULTICAST && is_multicast(nlri) ?
		    IN_STATIC : IN_ANNOUNCE;
	case 4:
	case 73:
	case 128:
		return IN_STATIC;
	case 65:
		return IN_L2VPN;
	case 133:
	case 134:
		return families[fam].afi == AFI_IPV6 &&
		    !says_ipv6(fam, nlri) ? IN_ANNOUNCE : IN_FLOW;
	default:
		return IN_ANNOUNCE;
	}
}

static void
open_place(enum place place, uint16_t afi, struct wbuf *w)
{
	switch (place) {
	case IN_NONE:
		break;
	case IN_STATIC:
		wb_str(w, "\tstatic {\n");
		break;
	case IN_FLOW:
		wb_str(w, "\tflow {\n");
		break;
	case IN_L2VPN:
		wb_str(w, "\tl2vpn {\n");
		break;
	case IN_ANNOUNCE:
		wb_printf(w, "\tannounce {\n\t\t%s {\n", afi == AFI_IPV4 ?
		    "ipv4" : afi == AFI_IPV6 ? "ipv6" : afi == AFI_L2VPN ?
		    "l2vpn" : "bgp-ls");
		break;
	case IN_RAW:
		wb_str(w, "\tannounce {\n");
		break;
	}
}

static void
close_place(enum place place, struct wbuf *w)
{
	if (place == IN_ANNOUNCE)
		wb_str(w, "\t\t}\n");
	if (place != IN_NONE)
		wb_str(w, "\t}\n");
}

/* The words before the NLRI; text of some families has them itself. */
static void
keyword(enum place place, uint8_t fam, struct wbuf *w)
{
	wb_str(w, place == IN_ANNOUNCE ? "\t\t\t" : "\t\t");
	if (place == IN_FLOW || (place == IN_STATIC &&
	    families[fam].safi != 73))
		wb_str(w, "route ");
	else if (place == IN_ANNOUNCE || place == IN_RAW) {
		wb_str(w, families[fam].safi_name);
		wb_u8(w, ' ');
	}
}

/* Text of a flow begins with a word that is said by the section. */
static void
drop_flow(struct wbuf *w, size_t at)
{
	static const char word[] = "flow ";
	const size_t n = sizeof(word) - 1;

	if (w->err || w->len < at + n || memcmp(w->p + at, word, n) != 0)
		return;
	memmove(w->p + at, w->p + at + n, w->len - at - n);
	w->len -= n;
}

static void
show_route(const struct conf *c, const struct conf_route *r,
    struct rbuf nlri, struct wbuf *w)
{
	const struct attr_block *a = &c->attrs[r->attrs];
	const char *dog;
	struct attr_iter it;
	struct nlri_ctx ctx;
	size_t at = w->len;
	struct nh nh;

	attr_first(&it, a->data, a->len, &nh);
	ctx.nh = &nh;
	ctx.has_path_id = r->path_id != 0;
	ctx.path_id = r->path_id;
	ctx.shown = false;
	rtext_print((enum fam)r->fam, &ctx, nlri, a->data, a->len, w);
	drop_flow(w, at);
	if (r->watchdog != 0) {
		dog = c->watchdogs[r->watchdog - 1];
		wb_str(w, " watchdog ");
		lex_quote(w, dog, strlen(dog));
	}
	if (r->flags & CR_WITHDRAWN)
		wb_str(w, " withdraw");
	wb_str(w, ";\n");
}

/* See conf_priv.h: the order is kept, so sections may repeat. */
void
conf_print_routes(const struct conf *c, const struct route_list *l,
    struct route_place *at, struct wbuf *w)
{
	const struct conf_route *r;
	struct rbuf nlri;
	uint16_t afi;
	uint8_t next;
	size_t i;

	for (i = 0; i < l->n; i++) {
		r = &l->routes[i];
		nlri = rb_init(l->bytes.p + r->nlri_off, r->nlri_len);
		next = (uint8_t)place_of(r->fam, nlri);
		afi = families[r->fam].afi;
		if (next != at->place ||
		    (next == IN_ANNOUNCE && afi != at->afi)) {
			close_place(at->place, w);
			open_place(next, afi, w);
			at->place = next;
			at->afi = afi;
		}
		keyword(next, r->fam, w);
		show_route(c, r, nlri, w);
	}
}

void
conf_print_end(struct route_place *at, struct wbuf *w)
{
	close_place(at->place, w);
	at->place = IN_NONE;
}
