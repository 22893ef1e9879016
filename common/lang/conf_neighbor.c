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

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "conf_priv.h"

/* The sections neighbor and template, and how one becomes the other. */

/*
 * "IP" or "IP/LENGTH".  The window of a range begins at its base: bits
 * behind the length are cleared, which ExaBGP does not do.
 */
int
conf_peer(struct cparse *cp, const struct tok *t, struct prefix *p)
{
	const char *slash = memchr(t->s, '/', t->len);
	struct tok len = *t;
	size_t n = slash != NULL ? (size_t)(slash - t->s) : t->len;
	uint32_t v;

	if (addr_parse(t->s, n, &p->addr) == -1)
		goto bad;
	v = p->addr.len * 8U;
	if (slash != NULL) {
		len.s = slash + 1;
		len.len = t->len - n - 1;
		if (val_u32(&len, 0, v, &v) == -1)
			goto bad;
	}
	p->plen = (uint8_t)v;
	if (addr_host_bits(&p->addr, p->plen)) {
		diag_warn(cp->diag, t, "the bits behind /%u are ignored", v);
		addr_mask(&p->addr, p->plen);
	}
	return 0;
 bad:
	return lex_err(&cp->lx, t, "\"%.*s\" is an invalid IP address",
	    (int)t->len, t->s);
}

static int
kw_inherit(struct cparse *cp, const struct tok *kw)
{
	struct nbr *n = cp->cur;
	size_t had = n->ninherit;
	int state = 0, more;
	struct tok t;

	while ((more = lex_list(&cp->lx, &state, true, &t)) == 1) {
		if (conf_word(cp, &n->inherit, &n->ninherit, &t) == -1)
			return -1;
	}
	if (more == -1)
		return -1;
	if (n->ninherit == had || lex_peek(&cp->lx)->kind == TOK_WORD)
		return lex_err(&cp->lx, kw, "invalid inherit list");
	return 0;
}

/* No version of ExaBGP loads these; the section itself may be there. */
static int
operational_word(struct cparse *cp, const struct tok *t)
{
	return lex_err(&cp->lx, t, "operational messages can not be written "
	    "in a file: send them with the command \"announce operational\"");
}

static int
kw_operational(struct cparse *cp, const struct tok *t)
{
	static const struct section sec = { "operational", NULL, 0,
	    operational_word, NULL };

	conf_section(cp, &sec, t->s, t->len);
	return 0;
}

static int
capability_word(struct cparse *cp, const struct tok *t)
{
	return conf_option(cp, OPT_CAPABILITY, t);
}

static size_t
capability_words(const char **words, size_t max)
{
	return conf_option_words(OPT_CAPABILITY, words, max);
}

static int
kw_capability(struct cparse *cp, const struct tok *t)
{
	static const struct section sec = { "capability", NULL, 0,
	    capability_word, capability_words };

	conf_section(cp, &sec, t->s, t->len);
	return 0;
}

static int
ao_word(struct cparse *cp, const struct tok *t)
{
	return conf_option(cp, OPT_AO, t);
}

static size_t
ao_words(const char **words, size_t max)
{
	return conf_option_words(OPT_AO, words, max);
}

static int
kw_tcp_ao(struct cparse *cp, const struct tok *t)
{
	static const struct section sec = { "tcp-ao", NULL, 0, ao_word,
	    ao_words };

	cp->cur->has_ao = 1;
	conf_section(cp, &sec, t->s, t->len);
	return 0;
}

static const struct kw neighbor_kws[] = {
	{ "inherit", KW_WORDS, kw_inherit },
	{ "family", KW_SECTION, conf_family },
	{ "capability", KW_SECTION, kw_capability },
	{ "add-path", KW_SECTION, conf_addpath },
	{ "max-prefix", KW_SECTION, conf_maxprefix },
	{ "nexthop", KW_SECTION, conf_nexthop },
	{ "api", KW_SECTION, conf_api },
	{ "operational", KW_SECTION, kw_operational },
	{ "static", KW_SECTION, conf_static },
	{ "flow", KW_SECTION, conf_flow },
	{ "l2vpn", KW_SECTION, conf_l2vpn },
	{ "announce", KW_SECTION, conf_announce },
	{ "tcp-ao", KW_SECTION, kw_tcp_ao }
};

static int
neighbor_word(struct cparse *cp, const struct tok *t)
{
	return conf_option(cp, OPT_NEIGHBOR, t);
}

static size_t
neighbor_words(const char **words, size_t max)
{
	return conf_option_words(OPT_NEIGHBOR, words, max);
}

static const struct section neighbor_section = { "neighbor", neighbor_kws,
    sizeof(neighbor_kws) / sizeof(neighbor_kws[0]), neighbor_word,
    neighbor_words };

static struct nbr *
nbr_new(struct cparse *cp, const struct tok *at)
{
	struct nbr *n;

	if ((n = calloc(1, sizeof(*n))) == NULL) {
		cp->nomem = true;
		(void)diag_err(cp->diag, NULL, "out of memory");
		return NULL;
	}
	n->at = *at;
	conf_option_defaults(n);
	return n;
}

void
conf_nbr_free(struct nbr *n)
{
	size_t i;

	if (n == NULL)
		return;
	for (i = 0; i < n->napis; i++)
		conf_api_free(&n->apis[i]);
	free(n->apis);
	conf_words_free(n->inherit, n->ninherit);
	free(n->lists);
	freezero(n, sizeof(*n));
}

static int
add_list(struct cparse *cp, struct nbr *n, struct list_info *info)
{
	struct list_info **l;
	size_t i;

	for (i = 0; i < n->nlists; i++) {
		if (n->lists[i] == info)
			return 0;
	}
	l = conf_grow(cp, n->lists, n->nlists, sizeof(*l));
	if (l == NULL)
		return -1;
	n->lists = l;
	n->lists[n->nlists++] = info;
	return 0;
}

/* Of "all" and names the names win, whichever the template has. */
static void
inherit_families(struct cparse *cp, struct nbr *n, const struct nbr *from)
{
	size_t i;

	if ((n->fams.all && (from->fams.bits & FAM_DEFAULT)) ||
	    (from->fams.all && (n->fams.bits & FAM_DEFAULT)))
		diag_warn(cp->diag, &n->at, "with template \"%s\" \"all\" "
		    "is ignored: families are named as well", from->name);
	n->fams.bits |= from->fams.bits;
	n->fams.all |= from->fams.all;
	for (i = 0; i < RAW_FAMILIES && from->raw[i] != 0; i++)
		(void)raw_family_add(n->raw, from->raw[i]);
	n->apfams.bits |= from->apfams.bits;
	n->apfams.given |= from->apfams.given;
	n->extnh |= from->extnh;
	n->has_extnh |= from->has_extnh;
	for (i = 0; i < FAM_MAX; i++) {
		if (from->limits[i] != 0)
			n->limits[i] = from->limits[i];
		if (from->peer.max_prefix[i].limit != 0)
			n->peer.max_prefix[i] = from->peer.max_prefix[i];
	}
}

static void
apply(struct cparse *cp, struct nbr *n, const struct nbr *from)
{
	conf_option_inherit(cp, n, from);
	n->has_ao |= from->has_ao;
	inherit_families(cp, n, from);
	conf_api_inherit(cp, n, from);
	if (from->own != NULL)
		(void)add_list(cp, n, from->own);
}

/* At the "}": what the templates have wins over the neighbor's own. */
static void
inherit(struct cparse *cp, struct nbr *n)
{
	size_t i, j;

	for (i = 0; i < n->ninherit; i++) {
		for (j = 0; j < cp->ntemplates; j++) {
			if (strcmp(cp->templates[j]->name,
			    n->inherit[i].s) == 0)
				break;
		}
		if (j < cp->ntemplates)
			apply(cp, n, cp->templates[j]);
		else
			(void)diag_err(cp->diag, &n->inherit[i].at,
			    "no template \"%s\" before this line",
			    n->inherit[i].s);
	}
}

int
conf_neighbor(struct cparse *cp, const struct tok *kw)
{
	struct tok t = *lex_peek(&cp->lx), at = *kw;
	unsigned int nerr;
	struct nbr *n;

	if (!lex_word(&cp->lx, &t))
		t.len = 0;
	if ((n = nbr_new(cp, &at)) == NULL)
		return -1;
	nerr = cp->diag->nerr;
	cp->cur = n;
	(void)conf_peer(cp, &t, &n->peer.peer);
	conf_section(cp, &neighbor_section, at.s, at.len);
	if (!cp->nomem) {
		inherit(cp, n);
		if (cp->diag->nerr == nerr)
			conf_neighbor_done(cp, n);
	}
	cp->cur = NULL;
	conf_nbr_free(n);
	return 0;
}

static int
template_name(struct cparse *cp, const struct tok *t, char *name)
{
	size_t i;
	char c;

	if (conf_name(cp, t, "the name of a template", name,
	    CONF_NAME_MAX) == -1)
		return -1;
	for (i = 0; i < t->len; i++) {
		c = t->s[i];
		if (!isalnum((unsigned char)c) && strchr(".-_", c) == NULL)
			break;
	}
	if (t->len == 0 || i < t->len)
		return lex_err(&cp->lx, t, "invalid character in name for "
		    "template-neighbor");
	for (i = 0; i < cp->ntemplates; i++) {
		if (strcmp(cp->templates[i]->name, name) == 0)
			return lex_err(&cp->lx, t, "the name \"%s\" already "
			    "exists in template-neighbor", name);
	}
	return 0;
}

static int
template_neighbor(struct cparse *cp, const struct tok *kw)
{
	struct tok t = *lex_peek(&cp->lx), at = *kw;
	struct nbr *n, **list;

	if (!lex_word(&cp->lx, &t))
		t.len = 0;
	list = conf_grow(cp, cp->templates, cp->ntemplates, sizeof(*list));
	if (list == NULL)
		return -1;
	cp->templates = list;
	if ((n = nbr_new(cp, &at)) == NULL)
		return -1;
	(void)template_name(cp, &t, n->name);
	cp->cur = n;
	conf_section(cp, &neighbor_section, at.s, at.len);
	cp->cur = NULL;
	if (n->ninherit > 0)
		diag_warn(cp->diag, &n->inherit[0].at, "inherit is ignored "
		    "in a template");
	cp->templates[cp->ntemplates++] = n;
	return 0;
}

int
conf_template(struct cparse *cp, const struct tok *kw)
{
	static const struct kw kws[] = {
		{ "neighbor", KW_SECTION, template_neighbor }
	};
	static const struct section sec = { "template", kws, 1, NULL, NULL };

	conf_section(cp, &sec, kw->s, kw->len);
	return 0;
}
