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

#include <sys/types.h>

#include <stdlib.h>

#include "attr_rows.h"

/* The registry: a new attribute is a row in a file and a line here. */
#define ATTR_ROWS(X)						\
	X(ATTR_ORIGIN, attr_origin)				\
	X(ATTR_AS_PATH, attr_as_path)				\
	X(ATTR_NEXT_HOP, attr_next_hop)				\
	X(ATTR_MED, attr_med)					\
	X(ATTR_LOCAL_PREF, attr_local_pref)			\
	X(ATTR_ATOMIC_AGGREGATE, attr_atomic_aggregate)		\
	X(ATTR_AGGREGATOR, attr_aggregator)			\
	X(ATTR_COMMUNITIES, attr_communities)			\
	X(ATTR_ORIGINATOR_ID, attr_originator_id)		\
	X(ATTR_CLUSTER_LIST, attr_cluster_list)			\
	X(ATTR_MP_REACH, attr_mp_reach)				\
	X(ATTR_MP_UNREACH, attr_mp_unreach)			\
	X(ATTR_EXT_COMMUNITIES, attr_ext_communities)		\
	X(ATTR_AS4_PATH, attr_as4_path)				\
	X(ATTR_AS4_AGGREGATOR, attr_as4_aggregator)		\
	X(ATTR_PMSI_TUNNEL, attr_pmsi)				\
	X(ATTR_TUNNEL_ENCAP, attr_tunnel)			\
	X(ATTR_IPV6_EXT_COMMUNITIES, attr_ext_communities6)	\
	X(ATTR_AIGP, attr_aigp)					\
	X(ATTR_BGP_LS, attr_bgp_ls)				\
	X(ATTR_LARGE_COMMUNITIES, attr_large_communities)	\
	X(ATTR_OTC, attr_otc)					\
	X(ATTR_PREFIX_SID, attr_prefix_sid)			\
	X(ATTR_SET, attr_attr_set)

/* NOLINTBEGIN(bugprone-macro-parentheses): initializers take none */
#define ROW_POINTER(code, row)	&row,
#define ROW_BY_CODE(code, row)	[code] = &row,
/* NOLINTEND(bugprone-macro-parentheses) */

const struct attr_ops *const attr_table[] = {
	ATTR_ROWS(ROW_POINTER)
	&attr_prefix_sid_srv6,	/* a second keyword of PREFIX_SID */
	NULL
};

static const struct attr_ops *const by_code[256] = {
	ATTR_ROWS(ROW_BY_CODE)
};

const struct attr_ops *
attr_find(uint8_t code)
{
	return by_code[code];
}

/* The row with that keyword, NULL if there is none. */
const struct attr_ops *
attr_find_name(const char *s, size_t len)
{
	const struct attr_ops *const *r;

	for (r = attr_table; *r != NULL; r++) {
		if ((*r)->name != NULL && (*r)->parse != NULL && len > 0 &&
		    (*r)->name[0] == s[0] && strlen((*r)->name) == len &&
		    memcmp((*r)->name, s, len) == 0)
			return *r;
	}
	return NULL;
}

/* See the header. */
bool
attr_valid(const struct attr_ops *row, struct rbuf r)
{
	size_t n = rb_left(&r);

	if (n < row->min || (row->max != 0 && n > row->max) ||
	    (row->unit != 0 && n % row->unit != 0))
		return false;
	return row->valid == NULL || row->valid(r);
}

void
ab_init(struct attr_build *ab)
{
	memset(ab, 0, sizeof(*ab));
	wb_init(&ab->data, 1U << 20);
}

void
ab_reset(struct attr_build *ab)
{
	memset(&ab->nh, 0, sizeof(ab->nh));
	ab->has_nh = false;
	ab->n = 0;
	wb_reset(&ab->data);
}

void
ab_free(struct attr_build *ab)
{
	wb_free(&ab->data);
}

/* See the header.  Types mostly come in ascending order. */
int
ab_commit(struct attr_build *ab, uint8_t code, uint8_t flags, size_t off)
{
	struct attr_slot *s = ab->slot;
	unsigned int i = ab->n;

	while (i > 0 && s[i - 1].code > code)
		i--;
	if (ab->data.err || ab->data.len - off > ATTR_VALUE_MAX ||
	    ab->n == ATTR_BUILD_MAX) {
		ab->data.len = off;
		return -1;
	}
	if (i > 0 && s[i - 1].code == code) {
		ab->data.len = off;
		return 1;
	}
	memmove(s + i + 1, s + i, (ab->n - i) * sizeof(*s));
	s[i].code = code;
	s[i].flags = flags;
	s[i].off = (uint32_t)off;
	s[i].len = (uint32_t)(ab->data.len - off);
	ab->n++;
	return 0;
}

int
ab_put(struct attr_build *ab, uint8_t code, uint8_t flags, const void *v,
    size_t n)
{
	size_t off = ab->data.len;

	wb_put(&ab->data, v, n);
	return ab_commit(ab, code, flags, off);
}

const struct attr_slot *
ab_get(const struct attr_build *ab, uint8_t code)
{
	unsigned int i;

	for (i = 0; i < ab->n && ab->slot[i].code <= code; i++) {
		if (ab->slot[i].code == code)
			return &ab->slot[i];
	}
	return NULL;
}

struct rbuf
ab_value(const struct attr_build *ab, const struct attr_slot *s)
{
	struct rbuf r = wb_view(&ab->data);

	(void)rb_bytes(&r, s->off);
	return rb_sub(&r, s->len);
}

void
ab_del(struct attr_build *ab, uint8_t code)
{
	const struct attr_slot *s = ab_get(ab, code);
	size_t i;

	if (s == NULL)
		return;
	i = (size_t)(s - ab->slot);
	memmove(ab->slot + i, ab->slot + i + 1,
	    (ab->n - i - 1) * sizeof(*s));
	ab->n--;
}

/* See the header. */
int
ab_finish(const struct attr_build *ab, struct wbuf *w)
{
	const struct attr_slot *s;
	struct rbuf v;

	wb_u8(w, ab->nh.kind);
	wb_u8(w, ab->nh.len);
	wb_put(w, ab->nh.b, ab->nh.len);
	for (s = ab->slot; s < ab->slot + ab->n; s++) {
		v = ab_value(ab, s);
		attr_put(w, s->flags, s->code, v.p, rb_left(&v));
	}
	return w->err ? -1 : 0;
}

/* See the header; the flag for a long length is added when it must. */
void
attr_put(struct wbuf *w, uint8_t flags, uint8_t code, const void *v, size_t n)
{
	if (n > 255)
		flags |= ATTR_EXTLEN;
	wb_u8(w, flags);
	wb_u8(w, code);
	if (flags & ATTR_EXTLEN)
		wb_u16(w, (uint16_t)n);
	else
		wb_u8(w, (uint8_t)n);
	wb_put(w, v, n);
}

void
attr_first(struct attr_iter *it, const void *block, size_t len, struct nh *nh)
{
	const uint8_t *p;

	memset(it, 0, sizeof(*it));
	memset(nh, 0, sizeof(*nh));
	it->rest = rb_init(block, len);
	nh->kind = rb_u8(&it->rest);
	nh->len = rb_u8(&it->rest);
	if (nh->len > sizeof(nh->b) ||
	    (p = rb_bytes(&it->rest, nh->len)) == NULL) {
		it->rest.err = true;
		nh->len = 0;
		return;
	}
	memcpy(nh->b, p, nh->len);
}

bool
attr_next(struct attr_iter *it)
{
	size_t n;

	if (it->rest.err || rb_left(&it->rest) == 0)
		return false;
	it->flags = rb_u8(&it->rest);
	it->code = rb_u8(&it->rest);
	n = it->flags & ATTR_EXTLEN ? rb_u16(&it->rest) : rb_u8(&it->rest);
	it->val = rb_sub(&it->rest, n);
	return !it->rest.err;
}

static int
cmp4(const void *a, const void *b)
{
	return memcmp(a, b, 4);
}

static int
cmp8(const void *a, const void *b)
{
	return memcmp(a, b, 8);
}

static int
cmp12(const void *a, const void *b)
{
	return memcmp(a, b, 12);
}

static int
cmp20(const void *a, const void *b)
{
	return memcmp(a, b, 20);
}

/* Lists are short nearly always, and then mostly in order already. */
static void
sort_short(uint8_t *p, size_t n, size_t unit)
{
	uint8_t item[20];
	size_t i, j;

	for (i = 1; i < n; i++) {
		memcpy(item, p + i * unit, unit);
		for (j = i; j > 0 &&
		    memcmp(p + (j - 1) * unit, item, unit) > 0; j--)
			memcpy(p + j * unit, p + (j - 1) * unit, unit);
		memcpy(p + j * unit, item, unit);
	}
}

void
attr_sort(uint8_t *p, size_t len, size_t unit)
{
	size_t n = len / unit;

	if (n <= 24)
		sort_short(p, n, unit);
	else
		qsort(p, n, unit, unit == 4 ? cmp4 : unit == 8 ? cmp8 :
		    unit == 12 ? cmp12 : cmp20);
}

/* Put the items that are there already behind the new ones, and sort. */
static int
merge_items(const struct attr_ops *row, struct attr_build *ab, size_t off)
{
	const struct attr_slot *old = ab_get(ab, row->code);
	uint8_t *p;

	if ((p = wb_room(&ab->data, old->len)) == NULL)
		return -1;
	memcpy(p, ab->data.p + old->off, old->len);
	ab->data.len += old->len;
	attr_sort(ab->data.p + off, ab->data.len - off, row->unit);
	ab_del(ab, row->code);
	return ab_commit(ab, row->code, row->flags, off);
}

int
attr_merge(const struct attr_ops *row, struct attr_build *ab, const void *v,
    size_t n)
{
	size_t off = ab->data.len;

	wb_put(&ab->data, v, n);
	if (ab_get(ab, row->code) != NULL)
		return merge_items(row, ab, off);
	return ab_commit(ab, row->code, row->flags, off);
}

/* See the header. */
int
attr_parse(const struct attr_ops *row, struct lex *lx, struct attr_build *ab)
{
	struct tok at = *lex_peek(lx);
	size_t off = ab->data.len;
	bool nomem;
	int r;

	r = row->parse(lx, &ab->data);
	nomem = ab->data.err && ab->data.len - off <= ATTR_VALUE_MAX;
	if (r == 0 && row->merge && ab_get(ab, row->code) != NULL)
		r = merge_items(row, ab, off);
	else if (r == 0)
		r = ab_commit(ab, row->code, row->flags, off);
	else {
		ab->data.len = off;
		return r == 1 ? 0 : -1;
	}
	if (r == -1)
		return lex_err(lx, &at, nomem ? "%s: out of memory" :
		    "%s is too long", row->name);
	return 0;
}

/* Can the row's own text and emit be used for this attribute? */
static const struct attr_ops *
row_of(const struct attr_iter *it)
{
	const struct attr_ops *row = by_code[it->code];
	const uint8_t own = ATTR_OPTIONAL | ATTR_TRANSITIVE;

	if (row == NULL || (it->flags & own) != row->flags ||
	    !attr_valid(row, it->val))
		return NULL;
	return row;
}

/* As events of that version have them, or with 0 as the language has. */
static void
print_all(const void *block, size_t len, uint8_t version, struct wbuf *w)
{
	const struct attr_ops *row;
	struct attr_iter it;
	struct nh nh;
	size_t at;

	attr_first(&it, block, len, &nh);
	while (attr_next(&it)) {
		at = w->len;
		wb_u8(w, ' ');
		row = row_of(&it);
		if (row == &attr_as_path && version == 4)
			path_event4(it.val, w);
		else if (row != NULL && version != 0 && row->event != NULL)
			row->event(it.val, w);
		else if (row != NULL && row->text != NULL)
			row->text(it.val, w);
		else
			attr_raw_text(it.flags, it.code, it.val, w);
		if (!w->err && w->len == at + 1)
			w->len = at;
	}
}

void
attr_text(const void *block, size_t len, struct wbuf *w)
{
	print_all(block, len, 0, w);
}

void
attr_event(const void *block, size_t len, uint8_t version, struct wbuf *w)
{
	print_all(block, len, version, w);
}

static void
emit_next_hop(const struct nh *nh, struct sink *s)
{
	char buf[ADDR_STRLEN];
	struct addr a;

	memset(&a, 0, sizeof(a));
	a.len = 4;
	memcpy(a.b, nh->b, 4);
	sink_key(s, "next-hop");
	sink_nstr(s, buf, addr_print(&a, buf, sizeof(buf)));
}

bool
attr_emit(const void *block, size_t len, struct sink *s)
{
	return attr_emit_nh(block, len, NULL, s);
}

bool
attr_emit_nh(const void *block, size_t len, const struct nh *next_hop,
    struct sink *s)
{
	const struct attr_ops *row;
	struct attr_iter it;
	struct nh nh;
	bool any = false;

	attr_first(&it, block, len, &nh);
	while (attr_next(&it)) {
		any = true;
		if (next_hop != NULL && it.code > ATTR_NEXT_HOP) {
			emit_next_hop(next_hop, s);
			next_hop = NULL;
		}
		row = row_of(&it);
		if (row != NULL && row->emit != NULL)
			row->emit(it.val, s);
		else
			attr_raw_emit(it.flags, it.code, it.val, s);
	}
	if (next_hop != NULL)
		emit_next_hop(next_hop, s);
	return any;
}
