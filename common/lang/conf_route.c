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

#include <stdlib.h>
#include <string.h>

#include "conf_priv.h"
#include "rtext.h"

/* Sections with routes: static, flow, l2vpn and announce. */

#define ROUTES_MAX	(1ULL << 27)	/* of one configuration */

/* The list of the neighbor at hand, made when the first route comes. */
static struct list_info *
own_list(struct cparse *cp)
{
	struct conf *c = cp->conf;
	struct list_info *info, **infos;
	struct route_list **lists;

	if (cp->cur->own != NULL)
		return cp->cur->own;
	lists = conf_grow(cp, c->lists, c->nlists, sizeof(*lists));
	if (lists == NULL)
		return NULL;
	c->lists = lists;
	infos = conf_grow(cp, cp->lists, cp->nlists, sizeof(*infos));
	if (infos == NULL)
		return NULL;
	cp->lists = infos;
	info = calloc(1, sizeof(*info));
	if (info == NULL || (info->list = calloc(1, sizeof(*info->list))) ==
	    NULL) {
		free(info);
		cp->nomem = true;
		(void)diag_err(cp->diag, NULL, "out of memory");
		return NULL;
	}
	wb_init(&info->list->bytes, UINT32_MAX);
	info->list->index = c->nlists;
	c->lists[c->nlists++] = info->list;
	cp->lists[cp->nlists++] = info;
	cp->cur->own = info;
	return info;
}

/* One more at the end of the list; the NLRI are the route's. */
static int
append(struct cparse *cp, struct route_list *l, const struct conf_route *cr)
{
	const struct wbuf *nlri = &cp->route.nlri;
	struct conf_route *r;
	size_t cap;

	if (l->n == l->cap) {
		cap = l->cap == 0 ? 16 : l->cap * 2;
		if ((r = reallocarray(l->routes, cap, sizeof(*r))) == NULL)
			goto nomem;
		l->routes = r;
		l->cap = cap;
	}
	r = &l->routes[l->n];
	*r = *cr;
	r->nlri_off = (uint32_t)l->bytes.len;
	r->nlri_len = (uint16_t)nlri->len;
	wb_put(&l->bytes, nlri->p, nlri->len);
	if (l->bytes.err)
		goto nomem;
	l->n++;
	return 0;
 nomem:
	cp->nomem = true;
	return diag_err(cp->diag, NULL, "out of memory");
}

/* Keep the route that was read; a split one is many. */
static int
store(struct cparse *cp, const struct tok *t)
{
	struct route *r = &cp->route;
	struct list_info *info = own_list(cp);
	struct conf_route cr;
	uint64_t n = 0;
	int64_t attrs;

	if (info == NULL || (attrs = conf_intern(cp)) == -1)
		return -1;
	memset(&cr, 0, sizeof(cr));
	if (conf_watchdog(cp, r->watchdog, &cr.watchdog) == -1)
		return -1;
	cr.attrs = (uint32_t)attrs;
	cr.path_id = r->path_id;
	cr.fam = r->fam;
	if (r->withdraw && cr.watchdog != 0)
		cr.flags |= CR_WITHDRAWN;
	else if (r->withdraw)
		diag_warn(cp->diag, t, "withdraw has no effect without "
		    "watchdog: the route is announced");
	if (!(info->list->fams & FAM_BIT(r->fam))) {
		info->list->fams |= FAM_BIT(r->fam);
		info->at[r->fam] = *t;
	}
	while (rtext_split(r, &n)) {
		if (++cp->nroutes > ROUTES_MAX)
			return lex_err(&cp->lx, t, "more than %llu routes",
			    (unsigned long long)ROUTES_MAX);
		if (append(cp, info->list, &cr) == -1)
			return -1;
	}
	return 0;
}

/* What a reader returned: 1 is a statement that does not count. */
static int
done(struct cparse *cp, const struct tok *t, int ret)
{
	return ret == 0 ? store(cp, t) : ret == 1 ? 0 : -1;
}

static int
kw_route(struct cparse *cp, const struct tok *t)
{
	struct tok at = *t;

	route_reset(&cp->route);
	return done(cp, &at, rtext_route(&cp->lx, &cp->route, false));
}

/* One set of attributes for several prefixes. */
static int
kw_attributes(struct cparse *cp, const struct tok *t)
{
	struct tok at = *t;
	int more;

	route_reset(&cp->route);
	if (rtext_attributes(&cp->lx, &cp->route, false) == -1)
		return -1;
	while ((more = rtext_nlri_next(&cp->lx, &cp->route, false)) == 1) {
		if (store(cp, &at) == -1)
			return -1;
	}
	return more;
}

static int
kw_srpolicy(struct cparse *cp, const struct tok *t)
{
	struct tok at = *t;

	route_reset(&cp->route);
	return done(cp, &at, rtext_srpolicy(&cp->lx, &cp->route, false));
}

static int
kw_flow(struct cparse *cp, const struct tok *t)
{
	struct tok at = *t;

	route_reset(&cp->route);
	return done(cp, &at, rtext_flow(&cp->lx, &cp->route, false));
}

static int
kw_vpls(struct cparse *cp, const struct tok *t)
{
	struct tok at = *t;

	route_reset(&cp->route);
	return done(cp, &at, rtext_vpls(&cp->lx, &cp->route, false));
}

/* The family is that of the section and the keyword. */
static int
kw_family(struct cparse *cp, const struct tok *t)
{
	const char *afi = cp->afi == AFI_IPV4 ? "ipv4" :
	    cp->afi == AFI_IPV6 ? "ipv6" :
	    cp->afi == AFI_L2VPN ? "l2vpn" : "bgp-ls";
	struct tok at = *t;
	enum fam fam = family_parse(afi, strlen(afi), t->s, t->len);

	route_reset(&cp->route);
	return done(cp, &at, rtext_family(&cp->lx, fam, &cp->route, false));
}

int
conf_static(struct cparse *cp, const struct tok *t)
{
	static const struct kw kws[] = {
		{ "route", KW_WHOLE, kw_route },
		{ "attributes", KW_WHOLE, kw_attributes },
		{ "attribute", KW_WHOLE, kw_attributes },
		{ "sr-policy", KW_WHOLE, kw_srpolicy }
	};
	static const struct section sec = { "static", kws,
	    sizeof(kws) / sizeof(kws[0]), NULL, NULL };

	conf_section(cp, &sec, t->s, t->len);
	return 0;
}

int
conf_flow(struct cparse *cp, const struct tok *t)
{
	static const struct kw kws[] = { { "route", KW_WHOLE, kw_flow } };
	static const struct section sec = { "flow", kws,
	    sizeof(kws) / sizeof(kws[0]), NULL, NULL };

	conf_section(cp, &sec, t->s, t->len);
	return 0;
}

int
conf_l2vpn(struct cparse *cp, const struct tok *t)
{
	static const struct kw kws[] = { { "vpls", KW_WHOLE, kw_vpls } };
	static const struct section sec = { "l2vpn", kws,
	    sizeof(kws) / sizeof(kws[0]), NULL, NULL };

	conf_section(cp, &sec, t->s, t->len);
	return 0;
}

static int
announce_ip(struct cparse *cp, const struct tok *t)
{
	static const struct kw kws[] = {
		{ "unicast", KW_WHOLE, kw_family },
		{ "multicast", KW_WHOLE, kw_family },
		{ "nlri-mpls", KW_WHOLE, kw_family },
		{ "labeled-unicast", KW_WHOLE, kw_family },
		{ "mpls-vpn", KW_WHOLE, kw_family },
		{ "mcast-vpn", KW_WHOLE, kw_family },
		{ "flow", KW_WHOLE, kw_family },
		{ "flow-vpn", KW_WHOLE, kw_family },
		{ "mup", KW_WHOLE, kw_family },
		{ "sr-policy", KW_WHOLE, kw_family },
		{ "rtc", KW_WHOLE, kw_family }		/* of IPv4 only */
	};
	static const size_t n = sizeof(kws) / sizeof(kws[0]);
	static const struct section v4 = { "ipv4", kws, n, NULL, NULL },
	    v6 = { "ipv6", kws, n - 1, NULL, NULL };
	bool is4 = tok_is(t, "ipv4");

	cp->afi = is4 ? AFI_IPV4 : AFI_IPV6;
	conf_section(cp, is4 ? &v4 : &v6, t->s, t->len);
	return 0;
}

static int
announce_l2vpn(struct cparse *cp, const struct tok *t)
{
	static const struct kw kws[] = {
		{ "vpls", KW_WHOLE, kw_family },
		{ "evpn", KW_WHOLE, kw_family }
	};
	static const struct section sec = { "l2vpn", kws,
	    sizeof(kws) / sizeof(kws[0]), NULL, NULL };

	cp->afi = AFI_L2VPN;
	conf_section(cp, &sec, t->s, t->len);
	return 0;
}

static int
announce_bgpls(struct cparse *cp, const struct tok *t)
{
	static const struct kw kws[] = {
		{ "bgp-ls", KW_WHOLE, kw_family },
		{ "bgp-ls-vpn", KW_WHOLE, kw_family }
	};
	static const struct section sec = { "bgp-ls", kws,
	    sizeof(kws) / sizeof(kws[0]), NULL, NULL };

	cp->afi = AFI_BGPLS;
	conf_section(cp, &sec, t->s, t->len);
	return 0;
}

/* A route of a family that is known by its numbers only. */
static int
announce_raw(struct cparse *cp, const struct tok *t)
{
	struct tok at = *t;

	route_reset(&cp->route);
	return done(cp, &at, rtext_raw(&cp->lx, &cp->route, false));
}

int
conf_announce(struct cparse *cp, const struct tok *t)
{
	static const struct kw kws[] = {
		{ "ipv4", KW_SECTION, announce_ip },
		{ "ipv6", KW_SECTION, announce_ip },
		{ "l2vpn", KW_SECTION, announce_l2vpn },
		{ "bgp-ls", KW_SECTION, announce_bgpls },
		{ "raw", KW_WHOLE, announce_raw }
	};
	static const struct section sec = { "announce", kws,
	    sizeof(kws) / sizeof(kws[0]), NULL, NULL };

	conf_section(cp, &sec, t->s, t->len);
	return 0;
}
