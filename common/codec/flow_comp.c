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

#include "flow.h"
#include "words.h"

/* Components of FlowSpec matches: RFC 8955 4.2, RFC 8956 3. */

#define PORT_RANGE	"you tried to set an invalid port number .."

static const struct flow_comp comps[] = {
	{ "destination-ipv4", 1, FLOW_PREFIX, FLOW_V4, false, false, 0,
	    NULL, NULL, NULL },
	{ "destination-ipv6", 1, FLOW_PREFIX, FLOW_V6, false, false, 0,
	    NULL, NULL, NULL },
	{ "destination", 1, FLOW_PREFIX, 0, false, false, 0, NULL, NULL,
	    NULL },
	{ "source-ipv4", 2, FLOW_PREFIX, FLOW_V4, false, false, 0, NULL,
	    NULL, NULL },
	{ "source-ipv6", 2, FLOW_PREFIX, FLOW_V6, false, false, 0, NULL,
	    NULL, NULL },
	{ "source", 2, FLOW_PREFIX, 0, false, false, 0, NULL, NULL, NULL },
	{ "protocol", 3, FLOW_NUMERIC, FLOW_V4, true, true, 255,
	    flow_protocols, "protocol", "invalid protocol number" },
	{ "next-header", 3, FLOW_NUMERIC, FLOW_V6, true, true, 255,
	    flow_protocols, "protocol", "invalid protocol number" },
	{ "port", 4, FLOW_NUMERIC, FLOW_V4 | FLOW_V6, true, false, 65535,
	    NULL, NULL, PORT_RANGE },
	{ "destination-port", 5, FLOW_NUMERIC, FLOW_V4 | FLOW_V6, true,
	    false, 65535, NULL, NULL, PORT_RANGE },
	{ "source-port", 6, FLOW_NUMERIC, FLOW_V4 | FLOW_V6, true, false,
	    65535, NULL, NULL, PORT_RANGE },
	{ "icmp-type", 7, FLOW_NUMERIC, FLOW_V4 | FLOW_V6, true, true, 255,
	    flow_icmp_types, "icmp type", "invalid icmp type" },
	{ "icmp-code", 8, FLOW_NUMERIC, FLOW_V4 | FLOW_V6, true, false, 255,
	    flow_icmp_codes, "icmp code", "invalid icmp code" },
	{ "tcp-flags", 9, FLOW_BINARY, FLOW_V4 | FLOW_V6, true, true, 65535,
	    flow_tcp_flags, "tcp flag", "invalid tcp flags" },
	{ "packet-length", 10, FLOW_NUMERIC, FLOW_V4 | FLOW_V6, false,
	    false, 65535, NULL, "packet length", "cloudflare already found "
	    "that invalid max-packet length for for you .." },
	{ "dscp", 11, FLOW_NUMERIC, FLOW_V4, false, false, 63, NULL, "dscp",
	    "you tried to filter a flow using an invalid dscp for a "
	    "component .." },
	{ "traffic-class", 11, FLOW_NUMERIC, FLOW_V6, false, false, 255,
	    NULL, "traffic class", "you tried to filter a flow using an "
	    "invalid traffic class for a component .." },
	{ "fragment", 12, FLOW_BINARY, FLOW_V4 | FLOW_V6, true, true, 65535,
	    flow_fragments, "fragment", "invalid fragment" },
	{ "flow-label", 13, FLOW_NUMERIC, FLOW_V4 | FLOW_V6, false, false,
	    1048575, NULL, "flow label", "you tried to filter a flow using "
	    "an invalid traffic label for a component .." }
};

#define NCOMPS	(sizeof(comps) / sizeof(comps[0]))

/* Numeric operators by their three bits, less than, greater, equal. */
static const char *const numeric_ops[8] = {
	"false", "=", ">", ">=", "<", "<=", "!=", "true"
};
/* Binary ones: not, match. */
static const char *const binary_ops[4] = { "", "=", "!", "!=" };

const struct flow_comp *
flow_comp_word(const struct tok *t)
{
	size_t i;

	for (i = 0; i < NCOMPS; i++) {
		if (tok_is(t, comps[i].word))
			return &comps[i];
	}
	return NULL;
}

const struct flow_comp *
flow_comp_type(uint8_t type, bool v6)
{
	size_t i;

	for (i = 0; i < NCOMPS; i++) {
		if (comps[i].type == type &&
		    comps[i].prints & (v6 ? FLOW_V6 : FLOW_V4))
			return &comps[i];
	}
	return NULL;
}

/* Copy bits of an address, from and to any bit. */
static void
copy_bits(uint8_t *to, unsigned int at, const uint8_t *from,
    unsigned int start, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (from[(start + i) / 8] & 0x80 >> (start + i) % 8)
			to[(at + i) / 8] |=
			    (uint8_t)(0x80 >> (at + i) % 8);
	}
}

/* RFC 8956 3.1: only the bits from the offset on are sent. */
static void
put_prefix6(const struct addr *a, uint8_t plen, uint8_t offset,
    struct wbuf *w)
{
	unsigned int bits = plen - (unsigned int)offset;
	uint8_t b[16] = { 0 };

	copy_bits(b, 0, a->b, offset, bits);
	wb_u8(w, plen);
	wb_u8(w, offset);
	wb_put(w, b, (bits + 7) / 8);
}

/* A prefix decides which family the match is of. */
static int
set_family(struct lex *lx, const struct tok *t, struct route *r, bool v6)
{
	const uint16_t afi = families[r->fam].afi;
	const uint8_t other = v6 ? FLOW_V4 : FLOW_V6;

	if ((r->have & other) || (!v6 && afi == AFI_IPV6))
		return lex_err(lx, t, "%.*s is not of the address family of "
		    "this flow", (int)t->len, t->s);
	if (v6 && afi == AFI_IPV4)
		r->fam = r->fam == FAM_IPV4_FLOW ? FAM_IPV6_FLOW :
		    FAM_IPV6_FLOWVPN;
	r->have |= v6 ? FLOW_V6 : FLOW_V4;
	return 0;
}

static bool
has_type(const struct route *r, uint8_t type)
{
	struct rbuf work = wb_view(&r->work);
	uint8_t one;

	while (rb_left(&work) > 0) {
		one = rb_u8(&work);
		if (one == type)
			return true;
		(void)rb_bytes(&work, rb_u8(&work));
	}
	return false;
}

/* ADDRESS/LENGTH, and for IPv6 perhaps /OFFSET */
static int
parse_prefix(struct lex *lx, const struct flow_comp *c, struct route *r)
{
	uint32_t plen, offset = 0;
	struct tok t, part[3];
	struct addr a;
	size_t n, at;

	if (lex_need(lx, &t, "prefix") == -1)
		return -1;
	n = word_split(&t, '/', part, 3);
	if (n < 2 || n > 3 ||
	    addr_parse(part[0].s, part[0].len, &a) == -1 ||
	    (a.len == 4 && n == 3) ||
	    val_u32(&part[1], 0, a.len * 8U, &plen) == -1 ||
	    (n == 3 && val_u32(&part[2], 0, 128, &offset) == -1) ||
	    (offset > 0 && offset >= plen))
		return lex_err(lx, &t, "invalid %s %.*s, expected "
		    "<address>/<length>", c->word, (int)t.len, t.s);
	if (has_type(r, c->type))
		return lex_err(lx, &t, "%s is given twice", c->word);
	if (set_family(lx, &t, r, a.len == 16) == -1)
		return -1;
	addr_mask(&a, (uint8_t)plen);
	wb_u8(&r->work, c->type);
	at = r->work.len;
	wb_u8(&r->work, 0);
	if (a.len == 16)
		put_prefix6(&a, (uint8_t)plen, (uint8_t)offset, &r->work);
	else {
		wb_u8(&r->work, (uint8_t)plen);
		wb_put(&r->work, a.b, (plen + 7) / 8);
	}
	wb_set_u8(&r->work, at, (uint8_t)(r->work.len - at - 1));
	return r->work.err ? -1 : 1;
}

/* Names are the same in either case, and with "_" for "-". */
static bool
same_name(const struct tok *t, const char *name)
{
	size_t i;
	char c;

	for (i = 0; i < t->len && name[i] != '\0'; i++) {
		c = t->s[i] == '_' ? '-' :
		    (char)tolower((unsigned char)t->s[i]);
		if (c != name[i])
			return false;
	}
	return i == t->len && name[i] == '\0';
}

/* A name, or a number in decimal or hexadecimal. */
static int
one_term(const struct flow_comp *c, const struct tok *t, uint64_t *v)
{
	const struct flow_name *n;
	uint32_t port;

	for (n = c->names; n != NULL && n->name != NULL; n++) {
		if (same_name(t, n->name)) {
			*v = n->value;
			return 0;
		}
	}
	if (c->sums && c->names == NULL &&
	    val_u64(t, v) == -1 && flow_port_name(t, &port) == 0) {
		*v = port;
		return 0;
	}
	if (!c->sums && word_is_hex(t))
		return -1;
	return val_u64(t, v);
}

static int
bad_value(struct lex *lx, const struct flow_comp *c, const struct tok *t)
{
	if (c->what == NULL)
		return lex_err(lx, t, "%s", c->range);
	return lex_err(lx, t, "unknown %s %.*s", c->what, (int)t->len, t->s);
}

static int
parse_value(struct lex *lx, const struct flow_comp *c, const struct tok *t,
    uint32_t *value)
{
	uint64_t v, sum = 0;
	struct tok term, rest = *t;
	const char *plus;

	do {
		plus = c->sums ? memchr(rest.s, '+', rest.len) : NULL;
		term = rest;
		if (plus != NULL) {
			term.len = (size_t)(plus - rest.s);
			rest = word_from(&rest, term.len + 1);
		}
		if (one_term(c, &term, &v) == -1)
			return bad_value(lx, c, &term);
		sum = v > UINT32_MAX ? v : sum + v;
		if (sum > c->max)
			return lex_err(lx, t, "%s", c->range);
	} while (plus != NULL);
	*value = (uint32_t)sum;
	return 0;
}

/* The operator in front of a value; the word shrinks by it. */
static int
parse_op(struct lex *lx, const struct flow_comp *c, struct tok *t,
    uint8_t *op)
{
	const char *const *ops = c->kind == FLOW_BINARY ? binary_ops :
	    numeric_ops;
	const size_t nops = c->kind == FLOW_BINARY ? 4 : 8;
	size_t i, best = nops, len = 0;

	for (i = 0; i < nops; i++) {
		if (strlen(ops[i]) > len && word_prefix(t, ops[i])) {
			best = i;
			len = strlen(ops[i]);
		}
	}
	if (best == nops && c->kind == FLOW_NUMERIC && word_prefix(t, "!"))
		return lex_err(lx, t, "invalid operator syntax %.*s",
		    (int)t->len, t->s);
	if (best == nops)
		best = c->kind == FLOW_BINARY ? 0 : 1;
	*op = (uint8_t)best;
	*t = word_from(t, len);
	return 0;
}

/* One operator and its value, in as few bytes as can be: RFC 8955 4.2.1 */
static void
put_op(struct route *r, const struct flow_comp *c, uint8_t op, uint32_t v)
{
	const uint8_t len = v > UINT16_MAX ? 4 : v > UINT8_MAX ? 2 : 1;

	op |= (uint8_t)(len / 2 << 4);
	wb_u8(&r->work, c->type);
	wb_u8(&r->work, (uint8_t)(1 + len));
	wb_u8(&r->work, op);
	if (len == 4)
		wb_u32(&r->work, v);
	else if (len == 2)
		wb_u16(&r->work, (uint16_t)v);
	else
		wb_u8(&r->work, (uint8_t)v);
}

/* What a type cannot be in IPv4 is of an IPv6 flow. */
static int
check_family(struct lex *lx, const struct flow_comp *c, const struct tok *t,
    uint32_t v, struct route *r)
{
	if (v <= flow_comp_type(c->type, false)->max)
		return 0;
	return set_family(lx, t, r, true);
}

/* Terms with "&" between them. */
static int
parse_item(struct lex *lx, const struct flow_comp *c, const struct tok *t,
    struct route *r)
{
	struct tok term, rest = *t;
	const char *amp;
	uint8_t op = 0, and = 0;
	uint32_t v;

	do {
		amp = memchr(rest.s, '&', rest.len);
		term = rest;
		if (amp != NULL) {
			term.len = (size_t)(amp - rest.s);
			rest = word_from(&rest, term.len + 1);
		}
		if (term.len == 0)
			return lex_err(lx, t,
			    "Can not finish an expresion on an &");
		if (parse_op(lx, c, &term, &op) == -1)
			return -1;
		v = 0;
		if ((term.len > 0 || c->kind == FLOW_BINARY ||
		    (op != 0 && op != FLOW_OP_BITS)) &&
		    (parse_value(lx, c, &term, &v) == -1 ||
		    check_family(lx, c, t, v, r) == -1))
			return -1;
		put_op(r, c, op | and, v);
		and = FLOW_OP_AND;
	} while (amp != NULL);
	return r->work.err ? -1 : 0;
}

/* See the header.  Without any value there is no component. */
int
flow_comp_parse(struct lex *lx, const struct flow_comp *c, struct route *r)
{
	int state = 0, more;
	struct tok t;

	if (c->kind == FLOW_PREFIX)
		return parse_prefix(lx, c, r);
	if (lex_peek(lx)->kind != TOK_WORD)
		return lex_peek(lx)->kind == TOK_ERROR ? -1 : 1;
	while ((more = lex_list(lx, &state, false, &t)) == 1) {
		if (parse_item(lx, c, &t, r) == -1)
			return -1;
	}
	return more == -1 ? -1 : 1;
}

/* Length and bytes of a prefix; no host bits matter. */
static bool
next_prefix(struct rbuf *r, bool v6)
{
	uint8_t plen = rb_u8(r), offset = v6 ? rb_u8(r) : 0;

	if (plen > (v6 ? 128 : 32) || (offset > 0 && offset >= plen))
		return false;
	(void)rb_bytes(r, (plen - (size_t)offset + 7) / 8);
	return !r->err;
}

static bool
next_ops(struct rbuf *r)
{
	uint8_t op;

	do {
		op = rb_u8(r);
		(void)rb_bytes(r, 1U << ((op & FLOW_OP_LEN) >> 4));
	} while (!r->err && (op & FLOW_OP_END) == 0);
	return !r->err;
}

/* See the header. */
bool
flow_comp_next(struct rbuf *r, bool v6, uint8_t *type, struct rbuf *one)
{
	const struct flow_comp *c;

	if (r->err || rb_left(r) == 0)
		return false;
	*type = rb_u8(r);
	*one = *r;
	c = flow_comp_type(*type, v6);
	if (c == NULL || !(c->kind == FLOW_PREFIX ? next_prefix(r, v6) :
	    next_ops(r))) {
		r->err = true;
		return false;
	}
	one->end = r->p;
	return true;
}

static void
text_prefix(bool v6, struct rbuf *r, struct wbuf *w)
{
	const uint8_t *p;
	uint8_t plen = rb_u8(r), offset = v6 ? rb_u8(r) : 0;
	unsigned int bits = plen - (unsigned int)offset;
	uint8_t b[16] = { 0 };

	if ((p = rb_bytes(r, (bits + 7) / 8)) == NULL || bits > 128)
		return;
	copy_bits(b, offset, p, 0, bits);
	put_addr(w, b, v6 ? 16 : 4);
	wb_u8(w, '/');
	put_dec(w, plen);
	if (v6) {
		wb_u8(w, '/');
		put_dec(w, offset);
	}
}

/* Bits by name, what has none as a number. */
static void
text_bits(const struct flow_comp *c, uint64_t v, struct wbuf *w)
{
	const struct flow_name *n;
	uint64_t left = v;
	const char *sep = "";

	for (n = c->names; n->name != NULL; n++) {
		if (n->value == 0 || (left & n->value) == 0)
			continue;
		wb_str(w, sep);
		wb_str(w, n->name);
		left &= ~(uint64_t)n->value;
		sep = "+";
	}
	if (left != 0 || v == 0) {
		wb_str(w, sep);
		put_dec(w, left);
	}
}

static void
text_value(const struct flow_comp *c, uint64_t v, struct wbuf *w)
{
	const struct flow_name *n;

	if (c->kind == FLOW_BINARY) {
		text_bits(c, v, w);
		return;
	}
	for (n = c->names; c->print_names && n->name != NULL; n++) {
		if (n->value == v) {
			wb_str(w, n->name);
			return;
		}
	}
	put_dec(w, v);
}

static void
text_op(const struct flow_comp *c, uint8_t op, struct rbuf val,
    struct wbuf *w)
{
	uint64_t v = 0;

	while (rb_left(&val) > 0)
		v = v << 8 | rb_u8(&val);
	if (c->kind == FLOW_BINARY)
		wb_str(w, binary_ops[op & 3]);
	else
		wb_str(w, numeric_ops[op & FLOW_OP_BITS]);
	/* "true" and "false" compare with nothing, but carry a value */
	if (c->kind == FLOW_BINARY || v != 0 || ((op & FLOW_OP_BITS) != 0 &&
	    (op & FLOW_OP_BITS) != FLOW_OP_BITS))
		text_value(c, v, w);
}

/* See the header. */
bool
flow_comp_text(const struct flow_comp *c, bool v6, struct rbuf *r,
    struct wbuf *w)
{
	struct rbuf val;
	uint8_t op;
	size_t n = 0;

	if (r->err || rb_left(r) == 0)
		return false;
	if (c->kind == FLOW_PREFIX) {
		text_prefix(v6, r, w);
		return !r->err;
	}
	do {
		op = rb_u8(r);
		val = rb_sub(r, 1U << ((op & FLOW_OP_LEN) >> 4));
		if (r->err)
			return false;
		if (n++ > 0)
			wb_u8(w, '&');
		text_op(c, op, val, w);
	} while (rb_left(r) > 0 && (rb_peek(r) & FLOW_OP_AND));
	return true;
}
