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

#include "attr_rows.h"
#include "excom.h"
#include "words.h"

/*
 * EXTENDED_COMMUNITIES (RFC 4360) and those of IPv6 (RFC 5701).  A new kind
 * is a row in one of the excom files and a line here.
 */
static const struct excom_ops *const excom_table[] = {
	&excom_target2,
	&excom_target_ip,
	&excom_target4,
	&excom_origin2,
	&excom_origin_ip,
	&excom_origin4,
	&excom_target4_word,
	&excom_origin4_word,
	&excom_rate,
	&excom_rate_packets,
	&excom_action,
	&excom_redirect2,
	&excom_redirect4,
	&excom_mark,
	&excom_nexthop,
	&excom_copy_word,
	&excom_nexthop_ietf,
	&excom_copy_ietf_word,
	&excom_interface_set,
	&excom_interface_set_local,
	&excom_encap,
	&excom_mobility,
	&excom_l2info,
	&excom_bandwidth,
	&excom_mup,
	&excom_record2,
	&excom_record_ip,
	&excom_record4,
	&excom_hash_order,
	NULL
};

#define NON_TRANSITIVE	0x40

/* "0x" and the digits of so many octets. */
static void
excom_put_hex(const uint8_t *p, size_t n, struct wbuf *w)
{
	wb_str(w, "0x");
	wb_hex(w, p, n, true);
}

/* See the header. */
void
excom_put16(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

/* See the header. */
void
excom_put32(uint8_t *p, uint32_t v)
{
	excom_put16(p, v >> 16);
	excom_put16(p + 2, v);
}

/* See the header. */
void
excom_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	const struct excom_ops *const *r;
	size_t at = w->len;

	for (r = excom_table; *r != NULL; r++) {
		if ((*r)->string != NULL && (*r)->subtype == p[1] &&
		    (*r)->type == (p[0] & ~NON_TRANSITIVE)) {
			if ((*r)->string(p, version, w))
				return;
			w->len = at;
		}
	}
	excom_put_hex(p, EXCOM_LEN, w);
}

/* See the header. */
void
excom_text(const uint8_t *p, struct wbuf *w)
{
	const struct excom_ops *const *r;
	size_t at = w->len;

	for (r = excom_table; *r != NULL; r++) {
		if ((*r)->text != NULL && (*r)->type == p[0] &&
		    (*r)->subtype == p[1]) {
			if ((*r)->text(p, w))
				return;
			w->len = at;
		}
	}
	excom_put_hex(p, EXCOM_LEN, w);
}

int
excom_number(struct lex *lx, const struct tok *whole, const struct tok *t,
    uint32_t max, uint32_t *v)
{
	struct tok digits = *t;
	struct addr a;
	uint64_t n;

	if (digits.len > 1 && digits.s[digits.len - 1] == 'L')
		digits.len--;
	if (addr_parse(t->s, t->len, &a) == 0 && a.len == 4) {
		n = (uint64_t)a.b[0] << 24 | (uint32_t)a.b[1] << 16 |
		    (uint32_t)a.b[2] << 8 | a.b[3];
	} else if (digits.len == 0 || digits.s[0] < '0' || digits.s[0] > '9' ||
	    word_is_hex(&digits) || val_u64(&digits, &n) == -1)
		return lex_err(lx, whole, "invalid extended community: %.*s",
		    (int)whole->len, whole->s);
	if (n > max)
		return lex_err(lx, whole, "invalid extended community, value "
		    "is too large %.*s", (int)t->len, t->s);
	*v = (uint32_t)n;
	return 0;
}

/* "0x" and sixteen digits, sent as they are. */
static int
parse_hex(struct lex *lx, const struct tok *t, uint8_t *p)
{
	struct tok digits = word_from(t, 2);

	if (digits.len % 2 != 0)
		return lex_err(lx, t, "invalid extended community %.*s",
		    (int)t->len, t->s);
	if (digits.len != EXCOM_LEN * 2)
		return lex_err(lx, t, "invalid extended community, expected "
		    "8 bytes, got %zu", digits.len / 2);
	if (word_bytes(&digits, p, EXCOM_LEN) == -1)
		return lex_err(lx, t, "invalid extended community %.*s",
		    (int)t->len, t->s);
	return 0;
}

/* Is a word a number, an address, or a number with "L"? */
static bool
is_admin(const struct tok *t)
{
	return t->len > 0 && t->s[0] >= '0' && t->s[0] <= '9';
}

/* See the header: `keyword:field:field`, or A:N for a route target. */
int
excom_parse(struct lex *lx, const struct tok *t, uint8_t *p)
{
	const struct excom_ops *const *r;
	struct tok f[EXCOM_FIELDS + 1];
	size_t n;

	if (word_prefix(t, "0x") || word_prefix(t, "0X"))
		return parse_hex(lx, t, p);
	n = word_split(t, ':', f + 1, EXCOM_FIELDS);
	if (n == 2 && is_admin(&f[1]))
		return excom_target2.parse(lx, t, f, p);
	for (r = excom_table; *r != NULL; r++) {
		if ((*r)->keyword == NULL || !tok_is(&f[1], (*r)->keyword))
			continue;
		if ((*r)->fields != 0 && n != (*r)->fields)
			return lex_err(lx, t, "invalid extended community "
			    "%s, expecting %u fields", (*r)->keyword,
			    (*r)->fields);
		return (*r)->parse(lx, t, f + 1, p);
	}
	if (n == 1)
		return lex_err(lx, t, "invalid extended community %.*s - "
		    "lc+gc", (int)t->len, t->s);
	return lex_err(lx, t, "invalid extended community type %.*s",
	    (int)f[1].len, f[1].s);
}

static int
excoms_parse(struct lex *lx, struct wbuf *w)
{
	uint8_t p[EXCOM_LEN];
	size_t off = w->len;
	int r, state = 0;
	struct tok t;

	while ((r = lex_list(lx, &state, false, &t)) == 1) {
		if (excom_parse(lx, &t, p) == -1)
			return -1;
		wb_put(w, p, sizeof(p));
	}
	if (r == -1 || w->err)
		return -1;
	if (w->len == off)
		return 1;
	attr_sort(w->p + off, w->len - off, EXCOM_LEN);
	return 0;
}

static void
excoms_text(struct rbuf r, struct wbuf *w)
{
	size_t i, n = rb_left(&r) / EXCOM_LEN;

	wb_str(w, "extended-community");
	for (i = 0; i < n; i++) {
		put_item(w, i, n);
		excom_text(rb_bytes(&r, EXCOM_LEN), w);
	}
	put_end(w, n);
}

static void
excoms_event(struct rbuf r, struct wbuf *w)
{
	size_t i, n = rb_left(&r) / EXCOM_LEN;

	wb_str(w, "extended-community");
	for (i = 0; i < n; i++) {
		put_item(w, i, n);
		excom_string(rb_bytes(&r, EXCOM_LEN), 5, w);
	}
	put_end(w, n);
}

static void
excom_emit(const uint8_t *p, struct sink *s)
{
	uint8_t buf[128];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };

	excom_string(p, s->version, &w);
	if (s->words) {
		sink_nstr(s, (const char *)buf, w.len);
		return;
	}
	sink_obj(s);
	sink_key(s, "value");
	sink_bigint(s, p, EXCOM_LEN);
	sink_key(s, "string");
	sink_nstr(s, (const char *)buf, w.len);
	if (s->version >= 6 && p[1] == excom_interface_set.subtype &&
	    (p[0] & ~NON_TRANSITIVE) == excom_interface_set.type) {
		sink_key(s, "transitive");
		sink_bool(s, (p[0] & NON_TRANSITIVE) == 0);
	}
	sink_end_obj(s);
}

static void
excoms_emit(struct rbuf r, struct sink *s)
{
	sink_key(s, "extended-community");
	sink_arr(s);
	while (rb_left(&r) > 0)
		excom_emit(rb_bytes(&r, EXCOM_LEN), s);
	sink_end_arr(s);
}

const struct attr_ops attr_ext_communities = {
	.name = "extended-community",
	.json = "extended-community",
	.code = ATTR_EXT_COMMUNITIES,
	.flags = ATTR_OPTIONAL | ATTR_TRANSITIVE,
	.on_error = ERR_WITHDRAW,
	.min = EXCOM_LEN,
	.unit = EXCOM_LEN,
	.merge = true,
	.parse = excoms_parse,
	.text = excoms_text,
	.event = excoms_event,
	.emit = excoms_emit
};

int
excom_add(struct attr_build *ab, const uint8_t *p)
{
	return attr_merge(&attr_ext_communities, ab, p, EXCOM_LEN);
}

int
excom6_add(struct attr_build *ab, const uint8_t *p)
{
	return attr_merge(&attr_ext_communities6, ab, p, EXCOM6_LEN);
}

/* type(1) subtype(1) address(16) local(2): only the flow redirect is known. */
static void
excom6_string(const uint8_t *p, struct wbuf *w)
{
	if (p[0] != 0 || p[1] != 0x0c) {
		excom_put_hex(p, EXCOM6_LEN, w);
		return;
	}
	wb_str(w, p[19] & 1 ? "copy-to-nexthop-ietf " :
	    "redirect-to-nexthop-ietf ");
	put_addr(w, p + 2, 16);
	if (p[19] & 1)
		wb_str(w, " (with copy)");
}

static void
excoms6_event(struct rbuf r, struct wbuf *w)
{
	size_t i, n = rb_left(&r) / EXCOM6_LEN;

	wb_str(w, "extended-community-ipv6");
	for (i = 0; i < n; i++) {
		put_item(w, i, n);
		excom6_string(rb_bytes(&r, EXCOM6_LEN), w);
	}
	put_end(w, n);
}

/*
 * The words of the flow action that makes one; all else is raw bytes, which
 * flow routes do not take.
 */
static void
excoms6_text(struct rbuf r, struct wbuf *w)
{
	const struct rbuf all = r;
	const size_t at = w->len;
	const uint8_t *p;

	while ((p = rb_bytes(&r, EXCOM6_LEN)) != NULL) {
		if (p[0] != 0 || p[1] != 0x0c || p[18] != 0 || p[19] != 0) {
			w->len = at;
			attr_raw_text(attr_ext_communities6.flags,
			    ATTR_IPV6_EXT_COMMUNITIES, all, w);
			return;
		}
		if (w->len != at)
			wb_u8(w, ' ');
		wb_str(w, "redirect-to-nexthop-ietf ");
		put_addr(w, p + 2, 16);
	}
}

static void
excoms6_emit(struct rbuf r, struct sink *s)
{
	uint8_t buf[ADDR_STRLEN * 2];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };
	const uint8_t *p;

	sink_key(s, "extended-community-ipv6");
	sink_arr(s);
	while (rb_left(&r) > 0 && (p = rb_bytes(&r, EXCOM6_LEN)) != NULL) {
		wb_reset(&w);
		excom6_string(p, &w);
		if (!s->words) {
			sink_obj(s);
			sink_key(s, "value");
			sink_bigint(s, p, EXCOM6_LEN);
			sink_key(s, "string");
		}
		sink_nstr(s, (const char *)buf, w.len);
		if (!s->words)
			sink_end_obj(s);
	}
	sink_end_arr(s);
}

/* Made by flow actions only: there is no keyword. */
const struct attr_ops attr_ext_communities6 = {
	.json = "extended-community-ipv6",
	.code = ATTR_IPV6_EXT_COMMUNITIES,
	.flags = ATTR_OPTIONAL | ATTR_TRANSITIVE,
	.on_error = ERR_WITHDRAW,
	.min = EXCOM6_LEN,
	.unit = EXCOM6_LEN,
	.merge = true,
	.text = excoms6_text,
	.event = excoms6_event,
	.emit = excoms6_emit
};
