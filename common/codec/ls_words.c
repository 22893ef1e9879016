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

#include "bgp_ls.h"
#include "tlv.h"
#include "words.h"

/*
 * BGP-LS routes as words:
 *
 *	node protocol isis-l2 identifier 0 local-node [ as 65000 router-id
 *	0000.0000.0001 ]
 *
 * Descriptors stand in the order in which they are sent, which must be that
 * of their types.  One that has no word, or a value that its word cannot
 * say, is `tlv TYPE 0xBYTES`, so that text always leads back to the same
 * bytes.
 */

enum where { NODE = 1, ROUTE4 = 2, ROUTE6 = 4, ROUTE = ROUTE4 | ROUTE6 };

struct descr {
	uint16_t	 type;
	uint8_t		 where;
	uint8_t		 len;		/* of the value; 0: any */
	const char	*word;
	int		(*parse)(struct lex *, const struct descr *,
			    struct wbuf *);
	bool		(*text)(struct rbuf, struct wbuf *);
};

static int	node_parse(struct lex *, const struct descr *, struct wbuf *);
static bool	node_text(struct rbuf, struct wbuf *);

static const char *const protocols[] = { NULL, "isis-l1", "isis-l2",
    "ospfv2", "direct", "static", "ospfv3", "bgp" };

#define NPROTOCOLS	(sizeof(protocols) / sizeof(protocols[0]))

static int
number_parse(struct lex *lx, const struct descr *d, struct wbuf *w)
{
	uint32_t v;

	if (need_u32(lx, d->word, d->len == 1 ? UINT8_MAX : UINT32_MAX, &v) ==
	    -1)
		return -1;
	if (d->len == 1)
		wb_u8(w, (uint8_t)v);
	else
		wb_u32(w, v);
	return 0;
}

static bool
number_text(struct rbuf r, struct wbuf *w)
{
	put_dec(w, rb_left(&r) == 1 ? rb_u8(&r) : rb_u32(&r));
	return true;
}

static int
address_parse(struct lex *lx, const struct descr *d, struct wbuf *w)
{
	struct addr a;

	if (need_addr_of(lx, d->word, d->len, &a) == -1)
		return -1;
	wb_put(w, a.b, a.len);
	return 0;
}

static bool
address_text(struct rbuf r, struct wbuf *w)
{
	put_addr(w, r.p, rb_left(&r));
	return true;
}

/* LOCAL:REMOTE, RFC 5307 1.1. */
static int
ids_parse(struct lex *lx, const struct descr *d, struct wbuf *w)
{
	struct tok t, part[2];
	uint32_t v[2];

	if (lex_need(lx, &t, d->word) == -1)
		return -1;
	if (word_split(&t, ':', part, 2) != 2 ||
	    val_u32(&part[0], 0, UINT32_MAX, &v[0]) == -1 ||
	    val_u32(&part[1], 0, UINT32_MAX, &v[1]) == -1)
		return lex_err(lx, &t, "invalid %s %.*s, it is not N:N",
		    d->word, (int)t.len, t.s);
	wb_u32(w, v[0]);
	wb_u32(w, v[1]);
	return 0;
}

static bool
ids_text(struct rbuf r, struct wbuf *w)
{
	put_dec(w, rb_u32(&r));
	wb_u8(w, ':');
	put_dec(w, rb_u32(&r));
	return true;
}

static int
topologies_parse(struct lex *lx, const struct descr *d, struct wbuf *w)
{
	struct tok t;
	int state = 0, more;
	uint32_t v;

	while ((more = lex_list(lx, &state, false, &t)) == 1) {
		if (val_u32(&t, 0, UINT16_MAX, &v) == -1)
			return lex_err(lx, &t, "invalid %s %.*s", d->word,
			    (int)t.len, t.s);
		wb_u16(w, (uint16_t)v);
	}
	return more;
}

static bool
topologies_text(struct rbuf r, struct wbuf *w)
{
	if (rb_left(&r) == 0 || rb_left(&r) % 2 != 0)
		return false;
	wb_u8(w, '[');
	while (rb_left(&r) > 0) {
		wb_u8(w, ' ');
		put_dec(w, rb_u16(&r));
	}
	wb_str(w, " ]");
	return true;
}

/*
 * RFC 9552 5.2.1.4: 0000.0000.0001 of IS-IS, with .02 of a pseudonode;
 * A.B.C.D of OSPF, with :A.B.C.D of the interface of a pseudonode.
 */
static int
router_id_parse(struct lex *lx, const struct descr *d, struct wbuf *w)
{
	struct tok t, part[2];
	struct addr a[2];
	uint8_t b[7], digits[14];
	size_t i, n = 0, parts;

	if (lex_need(lx, &t, d->word) == -1)
		return -1;
	if ((t.len == 14 || t.len == 17) && t.s[4] == '.' && t.s[9] == '.' &&
	    (t.len == 14 || t.s[14] == '.')) {
		for (i = 0; i < t.len && n < sizeof(digits); i++)
			if (i != 4 && i != 9 && i != 14)
				digits[n++] = (uint8_t)t.s[i];
		part[0] = t;
		part[0].s = (const char *)digits;
		part[0].len = n;
		if (word_bytes(&part[0], b, n / 2) == 0) {
			wb_put(w, b, n / 2);
			return 0;
		}
	}
	parts = word_split(&t, ':', part, 2);
	for (i = 0; i < parts && parts <= 2; i++)
		if (addr_parse(part[i].s, part[i].len, &a[i]) == -1 ||
		    a[i].len != 4)
			break;
	if (i != parts)
		return lex_err(lx, &t, "invalid %s %.*s", d->word,
		    (int)t.len, t.s);
	for (i = 0; i < parts; i++)
		wb_put(w, a[i].b, 4);
	return 0;
}

static bool
router_id_text(struct rbuf r, struct wbuf *w)
{
	const size_t n = rb_left(&r);

	if (n == 4 || n == 8) {
		put_addr(w, rb_bytes(&r, 4), 4);
		if (n == 8) {
			wb_u8(w, ':');
			put_addr(w, rb_bytes(&r, 4), 4);
		}
		return true;
	}
	if (n != 6 && n != 7)
		return false;
	while (rb_left(&r) > 0) {
		if (rb_left(&r) < n)
			wb_u8(w, '.');
		if (rb_left(&r) > 1)
			wb_printf(w, "%04x", rb_u16(&r));
		else
			wb_printf(w, "%02x", rb_u8(&r));
	}
	return true;
}

static int
reach_parse(struct lex *lx, const struct descr *d, struct wbuf *w)
{
	struct prefix p;
	struct tok t;

	if (lex_need(lx, &t, d->word) == -1)
		return -1;
	if (prefix_parse(t.s, t.len, &p) != 0 ||
	    p.addr.len != (d->where == ROUTE6 ? 16 : 4))
		return lex_err(lx, &t, "invalid %s %.*s", d->word,
		    (int)t.len, t.s);
	prefix_wire(&p, w);
	return 0;
}

/* Only as it would be written: no bits behind the length, and no bytes. */
static bool
reach_text(struct rbuf r, uint8_t alen, struct wbuf *w)
{
	uint8_t buf[32];
	struct wbuf again = { buf, 0, sizeof(buf), sizeof(buf), false };
	const struct rbuf all = r;
	struct prefix p;

	if (prefix_read(&r, alen, &p) == -1)
		return false;
	prefix_wire(&p, &again);
	if (again.len != rb_left(&all) || memcmp(buf, all.p, again.len) != 0)
		return false;
	put_prefix(w, &p);
	return true;
}

static bool
reach4_text(struct rbuf r, struct wbuf *w)
{
	return reach_text(r, 4, w);
}

static bool
reach6_text(struct rbuf r, struct wbuf *w)
{
	return reach_text(r, 16, w);
}

/* RFC 9552 5.2, RFC 9086 4.1, RFC 9514 6.1 */
static const struct descr table[] = {
	{ 256, ROUTE, 0, "local-node", node_parse, node_text },
	{ 257, ROUTE, 0, "remote-node", node_parse, node_text },
	{ 258, ROUTE, 8, "link-ids", ids_parse, ids_text },
	{ 259, ROUTE, 4, "interface", address_parse, address_text },
	{ 260, ROUTE, 4, "neighbor", address_parse, address_text },
	{ 261, ROUTE, 16, "interface", address_parse, address_text },
	{ 262, ROUTE, 16, "neighbor", address_parse, address_text },
	{ 263, ROUTE, 0, "topology", topologies_parse, topologies_text },
	{ 264, ROUTE, 1, "ospf-route-type", number_parse, number_text },
	{ 265, ROUTE4, 0, "prefix", reach_parse, reach4_text },
	{ 265, ROUTE6, 0, "prefix", reach_parse, reach6_text },
	{ 512, NODE, 4, "as", number_parse, number_text },
	{ 513, NODE, 4, "bgp-ls-id", number_parse, number_text },
	{ 514, NODE, 4, "area", address_parse, address_text },
	{ 515, NODE, 0, "router-id", router_id_parse, router_id_text },
	{ 516, NODE, 4, "bgp-router-id", address_parse, address_text },
	{ 517, NODE, 4, "member-as", number_parse, number_text },
	{ 518, ROUTE, 16, "sid", address_parse, address_text }
};

#define NDESCRS	(sizeof(table) / sizeof(table[0]))

/* The row of a word; of two, the one that takes the address behind it. */
static const struct descr *
row_of(struct lex *lx, const struct tok *t, enum where where)
{
	const struct descr *d, *found = NULL;
	struct addr a;

	for (d = table; d < table + NDESCRS; d++) {
		if (!(d->where & where) || !tok_is(t, d->word))
			continue;
		if (found == NULL || (d->parse == address_parse &&
		    addr_parse(lex_peek(lx)->s, lex_peek(lx)->len, &a) == 0 &&
		    a.len == d->len))
			found = d;
	}
	return found;
}

/* One descriptor, its word consumed: 1, 0 if it is none, or -1. */
static int
descr_parse(struct lex *lx, const struct tok *t, enum where where,
    struct wbuf *w)
{
	const struct descr *d = row_of(lx, t, where);
	bool plain = tok_is(t, "tlv");
	uint32_t type = d != NULL ? d->type : 0;
	struct tok value;
	size_t at;

	if (d == NULL && !plain)
		return 0;
	if (plain && need_u32(lx, "tlv", UINT16_MAX, &type) == -1)
		return -1;
	wb_u16(w, (uint16_t)type);
	at = w->len;
	wb_u16(w, 0);
	if (!plain) {
		if (d->parse(lx, d, w) == -1)
			return -1;
	} else if (lex_need(lx, &value, "tlv") == -1)
		return -1;
	else if (!tok_is(&value, "0x") && val_hex(&value, w) == -1)
		return lex_err(lx, &value, "invalid tlv, it is not 0x "
		    "hexadecimal");
	if (w->len - at - 2 > UINT16_MAX)
		return lex_err(lx, t, "%.*s is too long", (int)t->len, t->s);
	wb_set_u16(w, at, (uint16_t)(w->len - at - 2));
	return 1;
}

static void
descrs_text(struct rbuf r, enum where where, struct wbuf *w)
{
	const struct descr *d;
	struct tlv v;
	size_t at;

	while (tlv_next(&r, TLV_2_2, &v)) {
		wb_u8(w, ' ');
		at = w->len;
		for (d = table; d < table + NDESCRS; d++) {
			if (d->type != v.type || !(d->where & where) ||
			    (d->len != 0 && rb_left(&v.val) != d->len))
				continue;
			wb_str(w, d->word);
			wb_u8(w, ' ');
			if (d->text(v.val, w))
				break;
			w->len = at;
		}
		if (d < table + NDESCRS)
			continue;
		wb_printf(w, "tlv %u 0x", v.type);
		wb_hex(w, v.val.p, rb_left(&v.val), false);
	}
}

static int
node_parse(struct lex *lx, const struct descr *d, struct wbuf *w)
{
	struct tok t;
	int ret;

	(void)d;
	if (lex_expect(lx, "[") == -1)
		return -1;
	while (lex_need(lx, &t, "]") == 0) {
		if (tok_is(&t, "]"))
			return 0;
		if ((ret = descr_parse(lx, &t, NODE, w)) == 0)
			return lex_err(lx, &t, "unknown descriptor of a node "
			    "\"%.*s\"", (int)t.len, t.s);
		if (ret == -1)
			return -1;
	}
	return -1;
}

static bool
node_text(struct rbuf r, struct wbuf *w)
{
	if (!tlv_valid(r, TLV_2_2))
		return false;
	wb_u8(w, '[');
	descrs_text(r, NODE, w);
	wb_str(w, " ]");
	return true;
}

/* protocol(1) identifier(8) and the descriptors, behind their words. */
int
ls_words_parse(struct lex *lx, bool six, struct wbuf *w)
{
	struct tok t;
	uint64_t id;
	uint32_t n;
	int ret = 1;

	if (need_word(lx, "protocol") == -1 ||
	    lex_need(lx, &t, "protocol") == -1)
		return -1;
	for (n = 1; n < NPROTOCOLS; n++)
		if (tok_is(&t, protocols[n]))
			break;
	if (n == NPROTOCOLS && val_u32(&t, 0, UINT8_MAX, &n) == -1)
		return lex_err(lx, &t, "invalid protocol %.*s", (int)t.len,
		    t.s);
	if (need_word(lx, "identifier") == -1 ||
	    need_u64(lx, "identifier", UINT64_MAX, &id) == -1)
		return -1;
	wb_u8(w, (uint8_t)n);
	wb_u64(w, id);
	while (ret == 1 && lex_peek(lx)->kind == TOK_WORD) {
		t = *lex_peek(lx);
		if (row_of(lx, &t, six ? ROUTE6 : ROUTE4) == NULL &&
		    !tok_is(&t, "tlv"))
			break;
		(void)lex_next(lx);
		ret = descr_parse(lx, &t, six ? ROUTE6 : ROUTE4, w);
	}
	return ret == -1 ? -1 : 0;
}

void
ls_words_text(struct rbuf r, bool six, struct wbuf *w)
{
	uint8_t protocol = rb_u8(&r);

	wb_str(w, " protocol ");
	if (protocol > 0 && protocol < NPROTOCOLS)
		wb_str(w, protocols[protocol]);
	else
		put_dec(w, protocol);
	wb_str(w, " identifier ");
	put_dec(w, rb_u64(&r));
	descrs_text(r, six ? ROUTE6 : ROUTE4, w);
}
