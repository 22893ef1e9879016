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

#include "rtext.h"
#include "rtext_priv.h"
#include "stmt.h"

#define LABEL_MAX	0xfffff		/* 20 bits, RFC 3032 2.1 */
#define SUGGEST_MAX	96		/* keywords looked at for a hint */

/* Keywords of the language itself, and in which families they stand. */
enum where {
	IN_PATH = 1,		/* families with ADD-PATH */
	IN_LABEL = 2,
	IN_RD = 4,
	IN_ALL = 8,
	IN_NAMED = 16		/* name, watchdog, ...: all but flow and mup */
};

struct keyword {
	const char	*name;
	uint8_t		 where;
	int		(*parse)(struct lex *, struct route *);
};

/*
 * Copy a word that is kept, maybe an empty one; names are labels.  Of two
 * the first one counts, as of attributes.
 */
static int
keep_word(struct lex *lx, const char *what, char *buf)
{
	struct tok t;

	if (!lex_word(lx, &t) || t.len == 0)
		return 0;
	if (t.len >= ROUTE_WORD_MAX)
		return lex_err(lx, &t, "%s is longer than %d characters",
		    what, ROUTE_WORD_MAX - 1);
	if (buf[0] != '\0')
		return 0;
	memcpy(buf, t.s, t.len);
	buf[t.len] = '\0';
	return 0;
}

static bool
in_next_hop_attr(const struct nh *nh)
{
	return nh->kind == NH_SELF || (nh->kind == NH_ADDR && nh->len == 4);
}

/*
 * ExaBGP keeps the first next hop for NEXT_HOP and the last for
 * MP_REACH_NLRI; there is one here, which is the first while both go into
 * NEXT_HOP, as those of IPv4 and our own do.
 */
static void
set_next_hop(struct lex *lx, const struct tok *t, struct route *r,
    const struct nh *nh)
{
	struct nh *old = &r->attrs.nh;

	if (r->attrs.has_nh) {
		diag_warn(lx->diag, t, "next-hop is given twice");
		if (in_next_hop_attr(old) && in_next_hop_attr(nh))
			return;
	}
	*old = *nh;
	r->attrs.has_nh = true;
}

static int
kw_next_hop(struct lex *lx, struct route *r)
{
	struct nh nh;
	struct addr a;
	struct tok t;

	if (lex_need(lx, &t, "next-hop") == -1)
		return -1;
	memset(&nh, 0, sizeof(nh));
	if (tok_is_nocase(&t, "self"))
		nh.kind = NH_SELF;
	else if (addr_parse(t.s, t.len, &a) == 0) {
		nh.kind = NH_ADDR;
		nh.len = a.len;
		memcpy(nh.b, a.b, a.len);
	} else
		return lex_err(lx, &t, "can not decode this ip address : "
		    "%.*s", (int)t.len, t.s);
	set_next_hop(lx, &t, r, &nh);
	return 0;
}

static int
kw_path_information(struct lex *lx, struct route *r)
{
	struct addr a;
	struct tok t;

	if (lex_need(lx, &t, "path-information") == -1)
		return -1;
	if (addr_parse(t.s, t.len, &a) == 0 && a.len == 4)
		r->path_id = addr_to_v4(&a);
	else if (val_u32(&t, 0, UINT32_MAX, &r->path_id) == -1)
		return lex_err(lx, &t, "invalid path-information %.*s",
		    (int)t.len, t.s);
	r->has_path_id = true;
	return 0;
}

static int
kw_rd(struct lex *lx, struct route *r)
{
	struct tok t;

	if (lex_need(lx, &t, "route-distinguisher") == -1)
		return -1;
	if (rd_parse(&t, r->rd) == -1)
		return lex_err(lx, &t, "invalid route-distinguisher %.*s",
		    (int)t.len, t.s);
	r->has_rd = true;
	return 0;
}

/* Labels that without the bottom bit are none: RFC 8277 2.4. */
static bool
is_withdrawal(uint32_t label)
{
	return label == 0 || label == 0x80000;
}

static int
one_label(struct lex *lx, const struct tok *t, struct route *r)
{
	uint32_t v;

	if (val_u32(t, 0, UINT32_MAX, &v) == -1)
		return lex_err(lx, t, "invalid label %.*s", (int)t->len,
		    t->s);
	if (v > LABEL_MAX)
		return lex_err(lx, t, "MPLS label %u out of range, must be "
		    "0 to 1048575 (20-bit)", v);
	if (r->nlabels > 0 && is_withdrawal(r->labels[r->nlabels - 1]))
		return lex_err(lx, t, "label %u must be the last one: before "
		    "others it stands for a withdrawal",
		    r->labels[r->nlabels - 1]);
	if (r->nlabels == LABELS_MAX)
		return lex_err(lx, t, "more than %d labels", LABELS_MAX);
	r->labels[r->nlabels++] = v;
	return 0;
}

/* An empty list is no label, as in ExaBGP 6: RFC 8277 wants one at least. */
static int
kw_label(struct lex *lx, struct route *r)
{
	int state = 0, more;
	struct tok t;

	r->nlabels = 0;
	while ((more = lex_list(lx, &state, false, &t)) == 1) {
		if (one_label(lx, &t, r) == -1)
			return -1;
	}
	r->has_label = r->nlabels > 0;
	return more;
}

static int
kw_attribute(struct lex *lx, struct route *r)
{
	return attr_raw_parse(lx, &r->attrs);
}

static int
kw_name(struct lex *lx, struct route *r)
{
	int ret;

	lx->parens = false;
	ret = keep_word(lx, "name", r->name);
	lx->parens = true;
	return ret;
}

static int
kw_split(struct lex *lx, struct route *r)
{
	struct tok t, n;
	uint32_t v;

	if (lex_need(lx, &t, "split /<number>") == -1)
		return -1;
	n = t;
	n.s++;
	n.len--;
	if (t.len < 2 || t.s[0] != '/' || val_u32(&n, 0, 128, &v) == -1)
		return lex_err(lx, &t, "invalid split %.*s, expected split "
		    "/<number>", (int)t.len, t.s);
	if (r->split == 0)
		r->split = (uint8_t)v;
	return 0;
}

static int
kw_watchdog(struct lex *lx, struct route *r)
{
	struct tok t = *lex_peek(lx);

	if (keep_word(lx, "watchdog name", r->watchdog) == -1)
		return -1;
	if (tok_is(&t, "announce") || tok_is(&t, "withdraw"))
		return lex_err(lx, &t, "invalid watchdog name %.*s",
		    (int)t.len, t.s);
	return 0;
}

static int
kw_withdraw(struct lex *lx, struct route *r)
{
	(void)lx;
	r->withdraw = true;
	return 0;
}

static const struct keyword keywords[] = {
	{ "next-hop", IN_ALL, kw_next_hop },
	{ "path-information", IN_PATH, kw_path_information },
	{ "rd", IN_RD, kw_rd },
	{ "route-distinguisher", IN_RD, kw_rd },
	{ "label", IN_LABEL, kw_label },
	{ "attribute", IN_ALL, kw_attribute },
	{ "name", IN_NAMED, kw_name },
	{ "split", IN_NAMED, kw_split },
	{ "watchdog", IN_NAMED, kw_watchdog },
	{ "withdraw", IN_NAMED, kw_withdraw }
};

#define NKEYWORDS	(sizeof(keywords) / sizeof(keywords[0]))

/* Which of the keywords a route of that family can have. */
static unsigned int
allowed(enum fam fam)
{
	switch (families[fam < FAM_MAX ? fam : 0].safi) {
	case 4:
		return IN_ALL | IN_NAMED | IN_PATH | IN_LABEL;
	case 128:
		return IN_ALL | IN_NAMED | IN_PATH | IN_LABEL | IN_RD;
	case 65:
		return IN_ALL | IN_NAMED | IN_RD;
	case 133:
	case 134:
		return IN_ALL | IN_RD;
	case 85:
		return IN_ALL | IN_PATH;
	case 1:
		return fam == FAM_NONE ? UINT8_MAX :
		    IN_ALL | IN_NAMED | IN_PATH;
	default:
		return IN_ALL | IN_NAMED;
	}
}

/* MUP, VPLS and FlowSpec routes take some of the attributes only. */
static bool
attr_allowed(enum fam fam, uint8_t code)
{
	switch (families[fam < FAM_MAX ? fam : 0].safi) {
	case 65:
		return code != ATTR_LARGE_COMMUNITIES && code != ATTR_AIGP &&
		    code != ATTR_PREFIX_SID;
	case 85:
		return code == ATTR_EXT_COMMUNITIES ||
		    code == ATTR_PREFIX_SID;
	case 133:
	case 134:
		return code == ATTR_COMMUNITIES ||
		    code == ATTR_LARGE_COMMUNITIES ||
		    code == ATTR_EXT_COMMUNITIES;
	default:
		return true;
	}
}

int
rtext_attr(struct lex *lx, const struct tok *t, struct route *r)
{
	const struct attr_ops *row = attr_find_name(t->s, t->len);

	if (row == NULL || !attr_allowed((enum fam)r->fam, row->code))
		return 0;
	return attr_parse(row, lx, &r->attrs) == -1 ? -1 : 1;
}

/*
 * One keyword of the block form `route P { kw ...; }`: 1 done, 0 not one,
 * -1 error.
 */
static int
rtext_keyword(struct lex *lx, const struct tok *t, struct route *r)
{
	const struct nlri_ops *row;
	const struct keyword *k;
	unsigned int in;
	int ret;

	for (k = keywords; k < keywords + NKEYWORDS; k++) {
		if (k->name[0] != t->s[0] || !tok_is(t, k->name))
			continue;
		in = allowed((enum fam)r->fam);
		if (in & k->where)
			return k->parse(lx, r) == -1 ? -1 : 1;
	}
	if ((ret = rtext_attr(lx, t, r)) != 0)
		return ret;
	row = r->fam < FAM_MAX ? nlri_table[r->fam] : NULL;
	if (row != NULL && row->keyword != NULL &&
	    (ret = row->keyword(lx, t, r)) != 0)
		return ret;
	return rtext_is_flow(r) ? rtext_action(lx, t, r) : 0;
}

/* All keywords that could have been meant, for the hint. */
static size_t
candidates(const struct route *r, const char **words)
{
	const struct attr_ops *const *a;
	unsigned int in = allowed((enum fam)r->fam);
	size_t i, n = 0;

	for (i = 0; i < NKEYWORDS; i++) {
		if (in & keywords[i].where)
			words[n++] = keywords[i].name;
	}
	for (a = attr_table; *a != NULL && n < SUGGEST_MAX; a++) {
		if ((*a)->name != NULL && (*a)->parse != NULL &&
		    attr_allowed((enum fam)r->fam, (*a)->code))
			words[n++] = (*a)->name;
	}
	if (rtext_is_flow(r) && n < SUGGEST_MAX)
		n += rtext_action_words(words + n, SUGGEST_MAX - n);
	return n;
}

/* Report a word that is no keyword here. */
static int
rtext_unknown(struct lex *lx, const struct tok *t, const struct route *r)
{
	const char *words[SUGGEST_MAX + NKEYWORDS], *near;
	size_t n = candidates(r, words);

	near = diag_suggest(t->s, t->len, words, n);
	return lex_err(lx, t, "unknown command \"%.*s\"%s%s%s", (int)t->len,
	    t->s, near == NULL ? "" : ", did you mean \"",
	    near == NULL ? "" : near, near == NULL ? "" : "\"?");
}

/* Keywords up to the end of the statement, which stays. */
static int
rtext_words(struct lex *lx, struct route *r)
{
	struct tok t;

	while (lex_word(lx, &t)) {
		switch (t.len == 0 ? 0 : rtext_keyword(lx, &t, r)) {
		case 1:
			break;
		case 0:
			return rtext_unknown(lx, &t, r);
		default:
			return -1;
		}
	}
	return lex_peek(lx)->kind == TOK_ERROR ? -1 : 0;
}

/* A line is one statement: behind it nothing counts that could be meant. */
static int
line_over(struct lex *lx)
{
	const struct tok *t = lex_peek(lx);

	if (lx->kind != LEX_LINE)
		return 0;
	for (; t->kind == TOK_SEMI || t->kind == TOK_CLOSE; t = lex_peek(lx))
		(void)lex_next(lx);
	if (t->kind == TOK_END)
		return 0;
	return t->kind == TOK_ERROR ? -1 : lex_err(lx, t, "\"%.*s\" behind "
	    "the end of the route", (int)t->len, t->s);
}

/*
 * The end of an inline statement: 0, or 1 if a "}" comes where the ";"
 * should be, so that the statement does not count.
 */
static int
rtext_end(struct lex *lx)
{
	const struct tok *t = lex_peek(lx);

	switch (t->kind) {
	case TOK_SEMI:
		(void)lex_next(lx);
		return line_over(lx);
	case TOK_END:
		if (lx->kind == LEX_LINE)
			return 0;
		break;
	case TOK_CLOSE:
		if (lx->kind == LEX_FILE)
			return 1;
		break;
	case TOK_ERROR:
		return -1;
	default:
		break;
	}
	return lex_err(lx, t, "expected \";\"");
}

/* One statement of a block: 0, or -1 to recover. */
static int
block_stmt(struct lex *lx, enum stmt s, const struct tok *t, struct route *r)
{
	int ret;

	if (s == STMT_SECTION) {
		if ((ret = rtext_part(lx, t, r)) == 0)
			return lex_err(lx, t, "section %.*s is invalid in "
			    "route", (int)t->len, t->s);
		return ret == -1 ? -1 : 0;
	}
	if (rtext_is_flow(r) && !rtext_beside_parts(t))
		return lex_err(lx, t, "invalid keyword \"%.*s\": what a flow "
		    "matches and does is in \"match\", \"scope\" and "
		    "\"then\"", (int)t->len, t->s);
	if ((ret = rtext_keyword(lx, t, r)) == 0)
		return rtext_unknown(lx, t, r);
	return ret == -1 ? -1 : stmt_end(lx);
}

/* Keywords of a block, one a statement, up to its "}". */
static int
block(struct lex *lx, struct route *r)
{
	enum stmt s;
	struct tok t;
	int ret = 0;

	while ((s = stmt_next(lx, &t)) != STMT_CLOSE) {
		if (s != STMT_ERROR && block_stmt(lx, s, &t, r) == 0)
			continue;
		lex_recover(lx);
		ret = -1;
	}
	return ret;
}

/* From anywhere before the "{" to behind the "}". */
static int
rtext_block(struct lex *lx, struct route *r)
{
	const char *name = r->fam == FAM_L2VPN_VPLS ? "vpls" : "route";
	struct tok t;
	size_t was;
	int ret;

	while (lex_word(lx, &t))
		;
	if (stmt_open(lx) == -1)
		return -1;
	was = stmt_enter(lx->diag, name, strlen(name));
	ret = block(lx, r);
	stmt_leave(lx->diag, was);
	return ret == 0 ? line_over(lx) : ret;
}

static int
route_words(struct lex *lx, struct route *r, bool withdraw)
{
	struct tok t;
	int dropped = 0;

	if (lex_need(lx, &t, "prefix") == -1 ||
	    nlri_prefix_parse(lx, &t, &r->prefix) == -1)
		return -1;
	r->has_prefix = true;
	if (lex_ends(lx) == TOK_OPEN) {
		if (rtext_block(lx, r) == -1)
			return -1;
	} else if (rtext_words(lx, r) == -1 ||
	    (dropped = rtext_end(lx)) == -1)
		return -1;
	if (dropped)
		return 1;
	return rtext_finish(lx, &t, r, withdraw);
}

int
rtext_route(struct lex *lx, struct route *r, bool withdraw)
{
	int ret;

	lx->parens = true;
	ret = route_words(lx, r, withdraw);
	lx->parens = false;
	return ret;
}

/* See the header: `nlri` is the last of the keywords. */
static int
attributes(struct lex *lx, struct route *r)
{
	struct tok t;

	while (lex_need(lx, &t, "nlri") == 0) {
		if (tok_is(&t, "nlri"))
			return 0;
		switch (rtext_keyword(lx, &t, r)) {
		case 1:
			break;
		case 0:
			return rtext_unknown(lx, &t, r);
		default:
			return -1;
		}
	}
	return -1;
}

int
rtext_attributes(struct lex *lx, struct route *r, bool withdraw)
{
	int ret;

	(void)withdraw;
	lx->parens = true;
	ret = attributes(lx, r);
	lx->parens = false;
	if (ret == 0 && lex_peek(lx)->kind != TOK_WORD)
		ret = lex_err(lx, lex_peek(lx), "no prefix after nlri");
	return ret;
}

int
rtext_shared(struct lex *lx, struct route *r)
{
	int ret;

	lx->parens = true;
	ret = rtext_words(lx, r) == -1 ? -1 : rtext_end(lx);
	lx->parens = false;
	return ret;
}

int
rtext_nlri_next(struct lex *lx, struct route *r, bool withdraw)
{
	struct tok t;

	if (!lex_word(lx, &t))
		return rtext_end(lx) == -1 ? -1 : 0;
	if (nlri_prefix_parse(lx, &t, &r->prefix) == -1)
		return -1;
	r->has_prefix = true;
	r->fam = FAM_NONE;
	return rtext_finish(lx, &t, r, withdraw) == -1 ? -1 : 1;
}

/* The words of a family's row and all others, or a block of them. */
static int
row_words(struct lex *lx, struct route *r, bool may_block)
{
	const struct nlri_ops *row = nlri_table[r->fam];

	if (may_block && lex_ends(lx) == TOK_OPEN)
		return rtext_block(lx, r);
	if ((row->parse != NULL && row->parse(lx, r) == -1) ||
	    rtext_words(lx, r) == -1)
		return -1;
	return rtext_end(lx);
}

/* A route of a family that is known from what stood before. */
static int
of_family(struct lex *lx, enum fam fam, struct route *r, bool withdraw,
    bool may_block)
{
	const struct nlri_ops *row = fam < FAM_MAX ? nlri_table[fam] : NULL;
	struct tok at = *lex_peek(lx);
	int ret;

	if (row == NULL || row->finish == NULL)
		return lex_err(lx, &at, "this family can not be announced");
	r->fam = (uint8_t)fam;
	lx->parens = true;
	ret = row_words(lx, r, may_block);
	lx->parens = false;
	return ret != 0 ? ret : rtext_finish(lx, &at, r, withdraw);
}

/* The family must be the one that was asked for. */
int
rtext_family(struct lex *lx, enum fam fam, struct route *r, bool withdraw)
{
	struct tok at = *lex_peek(lx);
	int ret = of_family(lx, fam, r, withdraw, false);

	if (ret == 0 && families[fam].afi != families[r->fam].afi)
		return lex_err(lx, &at, "the route is not of the family %s",
		    families[fam].afi_name);
	return ret;
}

int
rtext_flow(struct lex *lx, struct route *r, bool withdraw)
{
	return of_family(lx, FAM_IPV4_FLOW, r, withdraw, true);
}

int
rtext_vpls(struct lex *lx, struct route *r, bool withdraw)
{
	return of_family(lx, FAM_L2VPN_VPLS, r, withdraw, true);
}

int
rtext_srpolicy(struct lex *lx, struct route *r, bool withdraw)
{
	return of_family(lx, FAM_IPV4_SRPOLICY, r, withdraw, false);
}

int
rtext_raw(struct lex *lx, struct route *r, bool withdraw)
{
	return of_family(lx, FAM_RAW, r, withdraw, false);
}

void
rtext_print(enum fam fam, const struct nlri_ctx *ctx, struct rbuf nlri,
    const void *attrs, size_t len, struct wbuf *w)
{
	nlri_text(fam, nlri, ctx, w);
	attr_text(attrs, len, w);
}
