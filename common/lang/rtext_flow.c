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

#include "../codec/excom.h"
#include "../codec/words.h"
#include "rtext.h"
#include "rtext_priv.h"
#include "stmt.h"

/*
 * FlowSpec routes: what a rule does (RFC 8955 7), and the block form.
 * Each action is an extended community, some with a next hop.
 */
struct action {
	const char	*name;
	int		(*parse)(struct lex *, struct route *);
};

static int
add(struct lex *lx, struct route *r, const uint8_t *p)
{
	if (excom_add(&r->attrs, p) == -1)
		return lex_err(lx, lex_peek(lx), "too many extended "
		    "communities");
	return 1;
}

static void
set_nh(struct route *r, const struct addr *a)
{
	memset(&r->attrs.nh, 0, sizeof(r->attrs.nh));
	r->attrs.nh.kind = NH_ADDR;
	r->attrs.nh.len = a->len;
	memcpy(r->attrs.nh.b, a->b, a->len);
	r->attrs.has_nh = true;
}

static int
act_accept(struct lex *lx, struct route *r)
{
	(void)lx;
	(void)r;
	return 1;
}

static int
act_discard(struct lex *lx, struct route *r)
{
	static const uint8_t p[EXCOM_LEN] = { 0x80, 0x06 };

	return add(lx, r, p);
}

static int
act_rate(struct lex *lx, struct route *r)
{
	uint8_t p[EXCOM_LEN];
	struct tok t;

	if (lex_need(lx, &t, "rate-limit") == -1 ||
	    excom_rate_value(lx, &t, p) == -1)
		return -1;
	if (lex_accept(lx, "packets"))
		p[1] = excom_rate_packets.subtype;
	else
		(void)lex_accept(lx, "bytes");
	return add(lx, r, p);
}

/* Redirect into a VRF by its route target. */
static int
redirect_target(struct lex *lx, const struct tok *t, struct route *r)
{
	uint8_t p[EXCOM_LEN];
	struct tok f[2];
	uint64_t as, n;

	if (word_split(t, ':', f, 2) != 2 || f[0].len == 0 ||
	    word_is_hex(&f[0]) || word_is_hex(&f[1]) ||
	    val_u64(&f[0], &as) == -1 || val_u64(&f[1], &n) == -1)
		return lex_err(lx, t, "can not decode this ip address : %.*s",
		    (int)t->len, t->s);
	if (as > UINT32_MAX)
		return lex_err(lx, t, "asn is a 32 bits number, value too "
		    "large %.*s", (int)f[0].len, f[0].s);
	if (n > UINT32_MAX)
		return lex_err(lx, t, "Local administrator field is a 32 "
		    "bits number, value too large %.*s", (int)f[1].len,
		    f[1].s);
	if (as > UINT16_MAX && n > UINT16_MAX)
		return lex_err(lx, t, "asn is a 32 bits number, local "
		    "administrator field can only be 16 bit %.*s",
		    (int)f[1].len, f[1].s);
	excom_redirect((uint32_t)as, (uint32_t)n, p);
	return add(lx, r, p);
}

static int
act_redirect(struct lex *lx, struct route *r)
{
	static const uint8_t p[EXCOM_LEN] = { 0x08, 0x00 };
	struct tok t, f[2];
	struct addr a;

	if (lex_need(lx, &t, "redirect") == -1)
		return -1;
	if (addr_parse(t.s, t.len, &a) == 0) {
		set_nh(r, &a);
		return add(lx, r, p);
	}
	if (word_split(&t, ':', f, 2) == 2 &&
	    addr_parse(f[0].s, f[0].len, &a) == 0)
		return lex_err(lx, &t, "redirect to IP:number is not "
		    "possible, expected AS:number or the address of a next "
		    "hop");
	return redirect_target(lx, &t, r);
}

static int
act_nexthop(struct lex *lx, struct route *r)
{
	static const uint8_t p[EXCOM_LEN] = { 0x08, 0x00 };

	return add(lx, r, p);
}

/* draft-ietf-idr-flowspec-redirect-ip: the address is in the community. */
static int
act_nexthop_ietf(struct lex *lx, struct route *r)
{
	uint8_t p[EXCOM6_LEN] = { 0x01, 0x0c };
	struct addr a;

	if (need_addr(lx, "redirect-to-nexthop-ietf", &a) == -1)
		return -1;
	memcpy(p + 2, a.b, a.len);
	if (a.len == 4)
		return add(lx, r, p);
	p[0] = 0x00;
	if (excom6_add(&r->attrs, p) == -1)
		return lex_err(lx, lex_peek(lx), "too many extended "
		    "communities");
	return 1;
}

static int
act_copy(struct lex *lx, struct route *r)
{
	static const uint8_t p[EXCOM_LEN] = { 0x08, 0, 0, 0, 0, 0, 0, 1 };
	struct addr a;

	if (need_addr(lx, "copy", &a) == -1)
		return -1;
	set_nh(r, &a);
	return add(lx, r, p);
}

static int
act_mark(struct lex *lx, struct route *r)
{
	uint8_t p[EXCOM_LEN];
	struct tok t;

	if (lex_need(lx, &t, "mark") == -1 ||
	    excom_mark_value(lx, &t, p) == -1)
		return -1;
	return add(lx, r, p);
}

static int
act_action(struct lex *lx, struct route *r)
{
	uint8_t p[EXCOM_LEN];
	struct tok t;

	if (lex_need(lx, &t, "action") == -1 ||
	    excom_action_value(lx, &t, p) == -1)
		return -1;
	return add(lx, r, p);
}

static int
act_set(struct lex *lx, struct route *r)
{
	uint8_t p[EXCOM_LEN];
	int state = 0, more;
	struct tok t;

	while ((more = lex_list(lx, &state, false, &t)) == 1) {
		if (excom_set_value(lx, &t, p) == -1 || add(lx, r, p) == -1)
			return -1;
	}
	return more == -1 ? -1 : 1;
}

static const struct action actions[] = {
	{ "accept", act_accept },
	{ "discard", act_discard },
	{ "rate-limit", act_rate },
	{ "redirect", act_redirect },
	{ "redirect-to-nexthop", act_nexthop },
	{ "redirect-to-nexthop-ietf", act_nexthop_ietf },
	{ "copy", act_copy },
	{ "mark", act_mark },
	{ "action", act_action },
	{ "interface-set", act_set }
};

#define NACTIONS	(sizeof(actions) / sizeof(actions[0]))

/* See rtext_priv.h. */
int
rtext_action(struct lex *lx, const struct tok *t, struct route *r)
{
	const struct action *a;

	for (a = actions; a < actions + NACTIONS; a++) {
		if (tok_is(t, a->name))
			return a->parse(lx, r);
	}
	return 0;
}

size_t
rtext_action_words(const char **words, size_t max)
{
	size_t i;

	for (i = 0; i < NACTIONS && i < max; i++)
		words[i] = actions[i].name;
	return i;
}

static int
match_word(struct lex *lx, const struct tok *t, struct route *r)
{
	return nlri_table[r->fam]->keyword(lx, t, r);
}

static int
then_word(struct lex *lx, const struct tok *t, struct route *r)
{
	int ret = tok_is(t, "interface-set") ? 0 : rtext_action(lx, t, r);

	return ret != 0 ? ret : rtext_attr(lx, t, r);
}

static int
scope_word(struct lex *lx, const struct tok *t, struct route *r)
{
	return tok_is(t, "interface-set") ? act_set(lx, r) : 0;
}

static const struct part {
	const char	*name;
	int		(*word)(struct lex *, const struct tok *,
			    struct route *);
} parts[] = {
	{ "match", match_word },
	{ "then", then_word },
	{ "scope", scope_word }
};

/* A word that does not stand in this part of a flow. */
static void
unknown(struct lex *lx, const struct part *part, const struct tok *t)
{
	const char *words[NACTIONS], *near = NULL;
	size_t n = rtext_action_words(words, NACTIONS);

	if (part->word == then_word)
		near = diag_suggest(t->s, t->len, words, n);
	(void)lex_err(lx, t, "invalid keyword \"%.*s\"%s%s%s", (int)t->len,
	    t->s, near != NULL ? ", did you mean \"" : "",
	    near != NULL ? near : "", near != NULL ? "\"?" : "");
}

static int
part_words(struct lex *lx, const struct part *part, struct route *r)
{
	enum stmt s;
	struct tok t;
	int ret = 0, one;

	while ((s = stmt_next(lx, &t)) != STMT_CLOSE) {
		one = s == STMT_WORDS ? part->word(lx, &t, r) : -1;
		if (s == STMT_SECTION)
			(void)lex_err(lx, &t, "section %.*s is invalid in "
			    "%s", (int)t.len, t.s, part->name);
		else if (one == 0)
			unknown(lx, part, &t);
		else if (one == 1 && stmt_end(lx) == 0)
			continue;
		lex_recover(lx);
		ret = -1;
	}
	return ret;
}

/* See rtext_priv.h: "match { ... }" and the like, the name consumed. */
int
rtext_part(struct lex *lx, const struct tok *t, struct route *r)
{
	size_t i, was;
	int ret;

	for (i = 0; i < 3 && !tok_is(t, parts[i].name); i++)
		;
	if (i == 3 || !rtext_is_flow(r))
		return 0;
	if (stmt_open(lx) == -1)
		return -1;
	was = stmt_enter(lx->diag, parts[i].name, strlen(parts[i].name));
	ret = part_words(lx, &parts[i], r);
	stmt_leave(lx->diag, was);
	return ret == -1 ? -1 : 1;
}

/* See rtext_priv.h: what stands beside match and then. */
bool
rtext_beside_parts(const struct tok *t)
{
	return tok_is(t, "rd") || tok_is(t, "route-distinguisher") ||
	    tok_is(t, "next-hop");
}

bool
rtext_is_flow(const struct route *r)
{
	return r->fam == FAM_IPV4_FLOW || r->fam == FAM_IPV6_FLOW ||
	    r->fam == FAM_IPV4_FLOWVPN || r->fam == FAM_IPV6_FLOWVPN;
}
