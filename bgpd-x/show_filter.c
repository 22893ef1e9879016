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
 * Which routes `show rib` shows: every filter that is given must match.
 */
#include <sys/types.h>

#include <string.h>

#include "show.h"

/* Attributes that are lists, of which routes may be asked to have some. */
static const char *const items[] = { "community", "large-community" };

#define NITEMS	(sizeof(items) / sizeof(items[0]))

/*
 * Families that a word stands for, `inet` for prefixes, or an AFI with all
 * of its families; 0: no such word.
 */
static uint32_t
word_families(const struct tok *t)
{
	const bool inet = tok_is(t, "inet"), flow = tok_is(t, "flow");
	const uint16_t afi = family_afi_parse(t->s, t->len);
	const struct family *f;
	uint32_t set = 0;
	int i;

	if (!inet && !flow && afi == 0)
		return 0;
	for (i = 0; i < FAM_MAX; i++) {
		f = &families[i];
		if (flow ? f->safi == 133 || f->safi == 134 :
		    inet ? family_has_prefixes(f) : f->afi == afi)
			set |= FAM_BIT(i);
	}
	return set;
}

/* `ipv4 flow` is one family, where `ipv4` alone is several. */
static uint32_t
words_families(struct lex *lx, const struct tok *t)
{
	const struct tok *safi = lex_peek(lx);
	enum fam fam = FAM_NONE;

	if (safi->kind == TOK_WORD)
		fam = family_parse(t->s, t->len, safi->s, safi->len);
	if (fam == FAM_NONE)
		return word_families(t);
	(void)lex_next(lx);
	return FAM_BIT(fam);
}

static int
only(struct rib_filter *f, uint32_t set)
{
	f->families = f->has_families ? f->families & set : set;
	f->has_families = true;
	return 1;
}

static int
filter_family(struct lex *lx, const struct tok *afi, struct rib_filter *f)
{
	struct tok safi;
	enum fam fam;

	if (lex_need(lx, &safi, "a SAFI") == -1)
		return -1;
	fam = family_parse(afi->s, afi->len, safi.s, safi.len);
	if (fam == FAM_NONE)
		return lex_err(lx, afi, "there is no such family");
	return only(f, FAM_BIT(fam));
}

/* The words that a filter may begin with. */
void
rib_filter_words(struct words *w)
{
	static const char *const words[] = { "inet", "ipv4", "ipv6", "flow",
	    "l2vpn", "bgp-ls", "more-specifics", "or-longer",
	    "longer-prefixes", "or-shorter", "as", "family" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		words_add(w, words[i], strlen(words[i]));
	for (i = 0; i < NITEMS; i++)
		words_add(w, items[i], strlen(items[i]));
}

static struct rib_cond *
next_cond(struct lex *lx, const struct tok *t, struct rib_filter *f)
{
	if (f->n < RIB_CONDS_MAX)
		return &f->cond[f->n++];
	(void)lex_err(lx, t, "more than %d conditions", RIB_CONDS_MAX);
	return NULL;
}

/* Each of the communities behind a keyword is a condition. */
static int
filter_items(struct lex *lx, const struct tok *t, const struct attr_ops *ops,
    struct rib_filter *f)
{
	uint8_t buf[RIB_CONDS_MAX * sizeof(f->cond[0].item) + 1];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };
	struct rib_cond *c;
	const uint8_t *p;
	struct rbuf r;

	if (ops->parse(lx, &w) == -1)
		return w.err ? lex_err(lx, t, "more than %d conditions",
		    RIB_CONDS_MAX) : -1;
	for (r = wb_view(&w); (p = rb_bytes(&r, ops->unit)) != NULL; ) {
		if ((c = next_cond(lx, t, f)) == NULL)
			return -1;
		c->kind = COND_ITEM;
		c->code = ops->code;
		c->size = (uint8_t)ops->unit;
		memcpy(c->item, p, c->size);
	}
	return 1;
}

static int
filter_as(struct lex *lx, const struct tok *t, struct rib_filter *f)
{
	struct rib_cond *c = next_cond(lx, t, f);
	struct tok v;

	if (c == NULL || lex_need(lx, &v, "a value") == -1)
		return -1;
	c->kind = COND_AS;
	return val_asn(&v, &c->as) == 0 ? 1 : lex_err(lx, &v, "\"%.*s\" is "
	    "no AS number", (int)v.len, v.s);
}

static int
filter_cond(struct lex *lx, const struct tok *t, struct rib_filter *f)
{
	struct prefix prefix;
	struct rib_cond *c;
	size_t i;

	if (memchr(t->s, '/', t->len) != NULL) {
		/* with what is wrong about it */
		if (nlri_prefix_parse(lx, t, &prefix) == -1 ||
		    (c = next_cond(lx, t, f)) == NULL)
			return -1;
		c->kind = COND_PREFIX;
		c->prefix = prefix;
		return 1;
	}
	for (i = 0; i < NITEMS; i++)
		if (tok_is(t, items[i]))
			return filter_items(lx, t, attr_find_name(items[i],
			    strlen(items[i])), f);
	return tok_is(t, "as") ? filter_as(lx, t, f) : 0;
}

/* See the header. */
int
rib_filter_lookup(struct lex *lx, const struct tok *t, const struct addr *a,
    struct rib_filter *f)
{
	struct rib_cond *c = next_cond(lx, t, f);

	if (c == NULL)
		return -1;
	c->kind = COND_LOOKUP;
	c->prefix.addr = *a;
	c->prefix.plen = (uint8_t)(a->len * 8);
	return 1;
}

/* One word of a filter, consumed: 1 done, 0 not one, -1 error. */
int
rib_filter_word(struct lex *lx, const struct tok *t, struct rib_filter *f)
{
	const uint32_t set = words_families(lx, t);
	struct tok v;

	if (set != 0)
		return only(f, set);
	if (tok_is(t, "more-specifics") || tok_is(t, "or-longer") ||
	    tok_is(t, "longer-prefixes")) {
		f->longer = true;
		return 1;
	}
	if (tok_is(t, "or-shorter")) {
		f->shorter = true;
		return 1;
	}
	if (!tok_is(t, "family"))
		return filter_cond(lx, t, f);
	return lex_need(lx, &v, "a value") == -1 ? -1 :
	    filter_family(lx, &v, f);
}

/* Items of a fixed size: is this one among them? */
static bool
has_item(struct rbuf r, const uint8_t *item, size_t n)
{
	const uint8_t *p;

	while ((p = rb_bytes(&r, n)) != NULL)
		if (memcmp(p, item, n) == 0)
			return true;
	return false;
}

/* Segments of AS_PATH: type, count, that many numbers (RFC 4271 4.3). */
static bool
path_has(struct rbuf r, uint32_t as)
{
	uint8_t n;

	while (rb_left(&r) > 0 && !r.err) {
		(void)rb_u8(&r);
		for (n = rb_u8(&r); n > 0; n--)
			if (rb_u32(&r) == as && !r.err)
				return true;
	}
	return false;
}

static bool
attrs_match(const struct rib_cond *c, const struct attrs *a)
{
	struct attr_iter it;
	bool found = false;
	struct nh nh;

	attr_first(&it, a->data, a->len, &nh);
	while (!found && attr_next(&it)) {
		if (c->kind == COND_ITEM)
			found = it.code == c->code &&
			    has_item(it.val, c->item, c->size);
		else
			found = it.code == ATTR_AS_PATH &&
			    path_has(it.val, c->as);
	}
	return found;
}

/* The prefix is the first word of the route's text, if it has one. */
static bool
prefix_matches(const struct rib_cond *c, const struct rib_filter *f,
    const struct rib_entry *e)
{
	uint8_t buf[256];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };
	struct prefix p;
	size_t n;

	nlri_text((enum fam)e->fam, rb_init(e->nlri, e->len),
	    &(struct nlri_ctx){ NULL, false, 0, false }, &w);
	for (n = 0; n < w.len && buf[n] != ' '; n++)
		;
	if (prefix_parse((const char *)buf, n, &p) != 0)
		return false;
	if (c->kind == COND_LOOKUP)
		return addr_match(&c->prefix.addr, &p);
	if (p.plen == c->prefix.plen)
		return addr_cmp(&p.addr, &c->prefix.addr) == 0;
	return p.plen > c->prefix.plen ?
	    f->longer && addr_match(&p.addr, &c->prefix) :
	    f->shorter && addr_match(&c->prefix.addr, &p);
}

bool
rib_filter_match(const struct rib_filter *f, const struct rib_entry *e)
{
	const struct rib_cond *c;

	if (f->has_families && (f->families & FAM_BIT(e->fam)) == 0)
		return false;
	for (c = f->cond; c < f->cond + f->n; c++)
		if (c->kind == COND_PREFIX || c->kind == COND_LOOKUP ?
		    !prefix_matches(c, f, e) : !attrs_match(c, e->attrs))
			return false;
	return true;
}
