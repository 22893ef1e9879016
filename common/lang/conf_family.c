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

#include "../codec/words.h"
#include "conf_priv.h"

/* The sections family, add-path, nexthop and max-prefix. */

/* Families for which RFC 7911 paths make sense in an OPEN of ours. */
#define ADDPATH_FAMS	(FAM_BIT(FAM_IPV4_UNICAST) | \
	FAM_BIT(FAM_IPV6_UNICAST) | FAM_BIT(FAM_IPV4_LABELED) | \
	FAM_BIT(FAM_IPV6_LABELED) | FAM_BIT(FAM_IPV4_VPN) | \
	FAM_BIT(FAM_IPV6_VPN) | FAM_BIT(FAM_IPV4_MUP) | FAM_BIT(FAM_IPV6_MUP))

/* Negotiable, but without a name in the language (ExaBGP's rule). */
#define UNNAMED_FAMS	(FAM_BIT(FAM_IPV4_RTC) | FAM_BIT(FAM_IPV6_MULTICAST))

/* In `seen`: the block said "all". */
#define SEEN_ALL	FAM_BIT(FAM_MAX)

static int
bad_pair(struct cparse *cp, const struct tok *at, const struct tok *afi,
    const struct tok *safi)
{
	return lex_err(&cp->lx, at, "invalid afi/safi pair %.*s/%.*s",
	    (int)afi->len, afi->s, (int)safi->len, safi->s);
}

/*
 * The family whose first word is the keyword, but none of those barred:
 * FAM_NONE after an error.
 */
static enum fam
pair(struct cparse *cp, const struct tok *afi, uint32_t barred)
{
	struct tok safi = *lex_peek(&cp->lx);
	enum fam fam;

	if (!lex_word(&cp->lx, &safi)) {
		safi.s = "";
		safi.len = 0;
	}
	fam = family_parse(afi->s, afi->len, safi.s, safi.len);
	if (fam == FAM_NONE || barred & FAM_BIT(fam)) {
		(void)bad_pair(cp, safi.len > 0 ? &safi : afi, afi, &safi);
		return FAM_NONE;
	}
	return fam;
}

/* No pair twice in one block. */
static int
first_time(struct cparse *cp, const struct tok *t, enum fam fam)
{
	if (cp->seen & FAM_BIT(fam))
		return lex_err(&cp->lx, t, "duplicate afi/safi pair %s",
		    families[fam].slash);
	cp->seen |= FAM_BIT(fam);
	return 0;
}

static int
add(struct cparse *cp, const struct tok *t, struct fam_block *b,
    enum fam fam)
{
	if (cp->seen & SEEN_ALL && FAM_DEFAULT & FAM_BIT(fam))
		return lex_err(&cp->lx, t, "can not add any family once "
		    "family all is set");
	if (b->all && FAM_DEFAULT & FAM_BIT(fam))
		diag_warn(cp->diag, t, "\"all\" of another section is "
		    "ignored: families are named here");
	if (first_time(cp, t, fam) == -1)
		return -1;
	b->bits |= FAM_BIT(fam);
	b->given = 1;
	return 0;
}

/* Behind a family, `all` changes nothing. */
static int
all(struct cparse *cp, const struct tok *t, struct fam_block *b)
{
	if (b->bits != 0 && !b->all) {
		diag_warn(cp->diag, t, "\"all\" is ignored: families are "
		    "named already");
		return 0;
	}
	b->all = b->given = 1;
	cp->seen |= SEEN_ALL;
	return 0;
}

/*
 * "afi N safi N": a family by its numbers, for those without a name in the
 * language, whether we know it otherwise or not.
 */
static int
numbers(struct cparse *cp, const struct tok *t)
{
	struct tok at = *t;
	uint32_t afi, safi;
	enum fam fam;

	if (need_u32(&cp->lx, "afi", UINT16_MAX, &afi) == -1 ||
	    need_word(&cp->lx, "safi") == -1 ||
	    need_u32(&cp->lx, "safi", UINT8_MAX, &safi) == -1)
		return -1;
	if (afi == 0 || safi == 0)
		return lex_err(&cp->lx, &at, "there is no afi %u safi %u",
		    afi, safi);
	if ((fam = family_find((uint16_t)afi, (uint8_t)safi)) != FAM_NONE)
		return add(cp, &at, &cp->cur->fams, fam);
	if (raw_family_add(cp->cur->raw, RAW_FAMILY(afi, safi)) == -1)
		return lex_err(&cp->lx, &at, "more than %d families without "
		    "a name", RAW_FAMILIES);
	cp->cur->fams.bits |= FAM_BIT(FAM_RAW);
	cp->cur->fams.given = 1;
	return 0;
}

static int
is_afi(const struct tok *t)
{
	return family_afi_parse(t->s, t->len) != 0;
}

static int
family_word(struct cparse *cp, const struct tok *t)
{
	enum fam fam;

	if (tok_is(t, "all"))
		return all(cp, t, &cp->cur->fams);
	if (tok_is(t, "afi"))
		return numbers(cp, t);
	if (!is_afi(t))
		return 1;
	if ((fam = pair(cp, t, UNNAMED_FAMS)) == FAM_NONE)
		return -1;
	return add(cp, t, &cp->cur->fams, fam);
}

/* "limit N" behind a family of add-path: PATHS-LIMIT. */
static int
limit(struct cparse *cp, enum fam fam)
{
	struct tok t;
	uint32_t n;

	if (!lex_accept(&cp->lx, "limit"))
		return 0;
	if (lex_need(&cp->lx, &t, "limit") == -1)
		return -1;
	if (val_u32(&t, 1, UINT16_MAX, &n) == -1)
		return lex_err(&cp->lx, &t, "paths-limit must be 1-65535, "
		    "got %.*s", (int)t.len, t.s);
	cp->cur->limits[fam] = (uint16_t)n;
	return 0;
}

static int
addpath_word(struct cparse *cp, const struct tok *t)
{
	enum fam fam;

	if (tok_is(t, "all")) {
		diag_warn(cp->diag, t, "\"all\" selects no family here: "
		    "without the section add-path is for all");
		return all(cp, t, &cp->cur->apfams);
	}
	if (!is_afi(t))
		return 1;
	if ((fam = pair(cp, t, UNNAMED_FAMS)) == FAM_NONE ||
	    add(cp, t, &cp->cur->apfams, fam) == -1)
		return -1;
	cp->cur->own_paths |= FAM_BIT(fam);
	return limit(cp, fam);
}

/* "ipv4 unicast ipv6": the third word is the AFI of the next hop. */
static int
nexthop_word(struct cparse *cp, const struct tok *t)
{
	struct tok afi = *t, safi = *lex_peek(&cp->lx), nh;
	enum fam fam;

	if (!is_afi(t))
		return 1;
	if ((fam = pair(cp, t, 0)) == FAM_NONE)
		return -1;
	switch (families[fam].safi) {
	case 1:
	case 2:
	case 4:
	case 128:
		break;
	default:
		return bad_pair(cp, &safi, &afi, &safi);
	}
	nh = *lex_peek(&cp->lx);
	if (!lex_word(&cp->lx, &nh)) {
		nh.s = "";
		nh.len = 0;
	}
	if (!tok_is_nocase(&nh, families[fam].afi == AFI_IPV4 ? "ipv6" :
	    "ipv4"))
		return lex_err(&cp->lx, &nh, "invalid nexthop afi %.*s",
		    (int)nh.len, nh.s);
	cp->cur->has_extnh = 1;
	if (families[fam].afi == AFI_IPV4) {
		cp->cur->extnh |= FAM_BIT(fam);
		cp->cur->own_extnh |= FAM_BIT(fam);
	} else
		diag_warn(cp->diag, &afi, "%s with next hops of ipv4 has no "
		    "effect: RFC 8950 has none for it", families[fam].slash);
	return 0;
}

/* "ipv4 unicast 1000 warning 80 idle 300" */
static int
maxprefix_word(struct cparse *cp, const struct tok *t)
{
	struct max_prefix m = { .warning = 75 };
	struct tok count;
	uint32_t warning;
	enum fam fam;

	if (!is_afi(t))
		return 1;
	if ((fam = pair(cp, t, UNNAMED_FAMS)) == FAM_NONE ||
	    first_time(cp, t, fam) == -1)
		return -1;
	count = *lex_peek(&cp->lx);
	if (need_u32(&cp->lx, "max-prefix", UINT32_MAX, &m.limit) == -1)
		return -1;
	if (m.limit == 0)
		return lex_err(&cp->lx, &count, "max-prefix must be at least 1; "
		    "without a line there is no limit");
	if (lex_accept(&cp->lx, "warning")) {
		if (need_u32(&cp->lx, "warning", 100, &warning) == -1)
			return -1;
		m.warning = (uint8_t)warning;
	}
	if (lex_accept(&cp->lx, "idle") &&
	    need_u32(&cp->lx, "idle", 86400, &m.idle) == -1)
		return -1;
	if (lex_peek(&cp->lx)->kind == TOK_WORD)
		return lex_err(&cp->lx, lex_peek(&cp->lx), "expecting "
		    "\"warning\" or \"idle\"");
	cp->cur->own_max |= FAM_BIT(fam);
	cp->cur->peer.max_prefix[fam] = m;
	return 0;
}

static const char *const names[] = { "ipv4", "ipv6", "l2vpn", "bgp-ls",
    "all" };

static size_t
some_words(const char **words, size_t max, size_t n)
{
	if (n > max)
		n = max;
	memcpy(words, names, n * sizeof(*words));
	return n;
}

/* What may begin a statement of family and add-path, ... */
static size_t
family_words(const char **words, size_t max)
{
	return some_words(words, max, 5);
}

/* ... of max-prefix, ... */
static size_t
afi_words(const char **words, size_t max)
{
	return some_words(words, max, 4);
}

/* ... and of nexthop. */
static size_t
ip_words(const char **words, size_t max)
{
	return some_words(words, max, 2);
}

int
conf_family(struct cparse *cp, const struct tok *t)
{
	static const struct section sec = { "family", NULL, 0, family_word,
	    family_words };

	cp->seen = 0;
	conf_section(cp, &sec, t->s, t->len);
	return 0;
}

int
conf_addpath(struct cparse *cp, const struct tok *t)
{
	static const struct section sec = { "add-path", NULL, 0,
	    addpath_word, family_words };

	cp->seen = 0;
	conf_section(cp, &sec, t->s, t->len);
	return 0;
}

int
conf_nexthop(struct cparse *cp, const struct tok *t)
{
	static const struct section sec = { "nexthop", NULL, 0,
	    nexthop_word, ip_words };

	conf_section(cp, &sec, t->s, t->len);
	return 0;
}

int
conf_maxprefix(struct cparse *cp, const struct tok *t)
{
	static const struct section sec = { "max-prefix", NULL, 0,
	    maxprefix_word, afi_words };

	cp->seen = 0;
	conf_section(cp, &sec, t->s, t->len);
	return 0;
}

/* What capability add-path and its section together offer. */
static void
set_addpath(struct nbr *n, struct open_params *o)
{
	uint32_t fams = ADDPATH_FAMS & o->families;
	size_t i;

	o->addpath = n->addpath != 0;
	if (n->apfams.given)
		fams &= n->apfams.bits;
	o->addpath_rx = n->addpath & ADDPATH_RX ? fams : 0;
	o->addpath_tx = n->addpath & ADDPATH_TX ? fams : 0;
	for (i = 0; i < FAM_MAX; i++)
		o->paths_limit[i] = o->addpath_rx & FAM_BIT(i) ?
		    n->limits[i] : 0;
}

/*
 * An entry counts if its family is offered.  ExaBGP wants that of IPv6 to
 * be offered too, and else offers a list of nothing, which FRR refuses.
 */
static void
set_nexthop(struct nbr *n, struct open_params *o)
{
	enum fam fam;

	o->nexthop = n->nexthop == NEXTHOP_ON ||
	    (n->nexthop == NEXTHOP_AUTO && n->has_extnh);
	o->extnh = 0;
	for (fam = 0; fam < FAM_MAX && o->nexthop; fam++) {
		if (n->extnh & FAM_BIT(fam) && o->families & FAM_BIT(fam))
			o->extnh |= FAM_BIT(fam);
	}
}

/* All families, and with a route of sr-policy these, as in ExaBGP 6. */
static uint32_t
all_families(const struct nbr *n)
{
	const uint32_t srp = FAM_BIT(FAM_IPV4_SRPOLICY) |
	    FAM_BIT(FAM_IPV6_SRPOLICY);
	uint32_t routes = n->own != NULL ? n->own->list->fams : 0;
	size_t i;

	for (i = 0; i < n->nlists; i++)
		routes |= n->lists[i]->list->fams;
	return routes & srp ? FAM_DEFAULT | srp : FAM_DEFAULT;
}

/*
 * See conf_priv.h: no family named means all that there are; those that are
 * named win over "all", of a template for instance.
 */
void
conf_families_set(struct nbr *n)
{
	struct open_params *o = &n->peer.open;

	o->families = n->fams.bits;
	if (n->fams.bits == 0 ||
	    (n->fams.all && (n->fams.bits & FAM_DEFAULT) == 0))
		o->families |= all_families(n);
	memcpy(o->raw, n->raw, sizeof(o->raw));
	set_addpath(n, o);
	set_nexthop(n, o);
}

static void
idle(struct cparse *cp, const struct nbr *n, const char *section,
    uint32_t fams, const char *why)
{
	enum fam fam;

	for (fam = 0; fam < FAM_MAX; fam++) {
		if (fams & FAM_BIT(fam))
			diag_warn(cp->diag, &n->at, "%s of %s has no effect: "
			    "%s", section, families[fam].slash, why);
	}
}

/*
 * See conf_priv.h.  What a template has may be for others that inherit it,
 * so that is passed over.
 */
void
conf_families_idle(struct cparse *cp, const struct nbr *n)
{
	static const char absent[] = "the family is not offered";
	const struct open_params *o = &n->peer.open;
	uint32_t paths = n->own_paths, limited = 0;
	enum fam fam;

	for (fam = 0; fam < FAM_MAX; fam++)
		limited |= n->limits[fam] != 0 ? FAM_BIT(fam) : 0;
	idle(cp, n, "max-prefix", n->own_max & ~o->families, absent);
	idle(cp, n, "nexthop", n->own_extnh & ~o->families, absent);
	idle(cp, n, "nexthop", o->nexthop ? 0 : n->own_extnh & o->families,
	    "capability nexthop is off");
	idle(cp, n, "add-path", paths & ~o->families, absent);
	paths &= o->families;
	idle(cp, n, "add-path", paths & ~ADDPATH_FAMS, "it has no paths");
	paths &= ADDPATH_FAMS;
	if (n->addpath == 0)
		idle(cp, n, "add-path", paths, "capability add-path is off");
	else if (!(n->addpath & ADDPATH_RX))
		idle(cp, n, "the limit of paths", paths & limited,
		    "capability add-path does not receive");
}

/* A neighbor made from its record again, to be printed. */
void
conf_families_unset(struct nbr *n)
{
	const struct open_params *o = &n->peer.open;
	uint32_t paths = o->addpath_rx | o->addpath_tx;

	n->fams.bits = o->families;
	memcpy(n->raw, o->raw, sizeof(n->raw));
	n->addpath = (uint8_t)((o->addpath_rx ? ADDPATH_RX : 0) |
	    (o->addpath_tx ? ADDPATH_TX : 0));
	if (o->addpath && n->addpath == 0)
		n->addpath = ADDPATH_RX | ADDPATH_TX;
	if (o->addpath && paths != (ADDPATH_FAMS & o->families)) {
		n->apfams.given = 1;
		n->apfams.bits = paths;
	}
	memcpy(n->limits, o->paths_limit, sizeof(n->limits));
	n->nexthop = o->nexthop ? NEXTHOP_ON : NEXTHOP_AUTO;
	n->extnh = o->extnh;
}

static void
show_family(const struct nbr *n, struct wbuf *w)
{
	uint32_t bits = n->fams.bits;
	enum fam fam;
	size_t i;

	if (bits == FAM_DEFAULT)
		return;
	wb_str(w, "\tfamily {\n");
	if ((bits & FAM_DEFAULT) == FAM_DEFAULT) {
		wb_str(w, "\t\tall;\n");
		bits &= ~FAM_DEFAULT;
	}
	for (fam = 0; fam < FAM_RAW; fam++) {
		if (!(bits & FAM_BIT(fam)))
			continue;
		if (UNNAMED_FAMS & FAM_BIT(fam))
			wb_printf(w, "\t\tafi %u safi %u;\n",
			    families[fam].afi, families[fam].safi);
		else
			wb_printf(w, "\t\t%s;\n", families[fam].name);
	}
	for (i = 0; i < RAW_FAMILIES && n->raw[i] != 0; i++)
		wb_printf(w, "\t\tafi %u safi %u;\n", RAW_AFI(n->raw[i]),
		    RAW_SAFI(n->raw[i]));
	wb_str(w, "\t}\n");
}

static void
show_addpath(const struct nbr *n, struct wbuf *w)
{
	uint32_t bits = n->apfams.given ? n->apfams.bits :
	    ADDPATH_FAMS & n->fams.bits, limited = 0;
	enum fam fam;

	for (fam = 0; fam < FAM_MAX; fam++)
		limited |= n->limits[fam] != 0 ? FAM_BIT(fam) : 0;
	if (!n->apfams.given && limited == 0)
		return;
	wb_str(w, "\tadd-path {\n");
	if (bits == 0)
		wb_str(w, "\t\tall;\n");
	for (fam = 0; fam < FAM_MAX; fam++) {
		if (!(bits & FAM_BIT(fam)))
			continue;
		wb_printf(w, "\t\t%s", families[fam].name);
		if (limited & FAM_BIT(fam))
			wb_printf(w, " limit %u", n->limits[fam]);
		wb_str(w, ";\n");
	}
	wb_str(w, "\t}\n");
}

static void
show_maxprefix(const struct nbr *n, struct wbuf *w)
{
	const struct max_prefix *m;
	size_t was = w->len;
	enum fam fam;

	for (fam = 0; fam < FAM_RAW; fam++) {
		m = &n->peer.max_prefix[fam];
		if (m->limit == 0)
			continue;
		if (w->len == was)
			wb_str(w, "\tmax-prefix {\n");
		wb_printf(w, "\t\t%s %u warning %u", families[fam].name,
		    m->limit, m->warning);
		if (m->idle != 0)
			wb_printf(w, " idle %u", m->idle);
		wb_str(w, ";\n");
	}
	if (w->len > was)
		wb_str(w, "\t}\n");
}

/* See conf_priv.h: the sections, as far as they are needed. */
void
conf_families_show(const struct nbr *n, struct wbuf *w)
{
	enum fam fam;

	show_family(n, w);
	show_addpath(n, w);
	show_maxprefix(n, w);
	if (n->extnh == 0)
		return;
	wb_str(w, "\tnexthop {\n");
	for (fam = 0; fam < FAM_MAX; fam++) {
		if (n->extnh & FAM_BIT(fam))
			wb_printf(w, "\t\t%s ipv6;\n", families[fam].name);
	}
	wb_str(w, "\t}\n");
}
