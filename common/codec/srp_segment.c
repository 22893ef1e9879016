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

#include "nlri_rows.h"
#include "srpolicy.h"
#include "words.h"

/*
 * Segments of a policy, RFC 9830 2.4.4.2 and RFC 9831 2: type(1) length(1)
 * flags(1) algorithm-or-0(1), then fields.  A row has the fields in order,
 * which is that of the words and of the bytes.
 */
#define FLAG_ALGORITHM	0x40	/* as ExaBGP sets them */
#define FLAG_BEHAVIOR	0x10

enum field_kind {
	F_END,
	F_LABEL,		/* 4 bytes */
	F_NUMBER,		/* 4 bytes */
	F_IP4,
	F_IP6,
	F_ALGORITHM,		/* in the head */
	F_SID_LABEL,		/* the rest may be absent */
	F_SID_IP6,
	F_BEHAVIOR		/* 8 bytes, RFC 9830 2.4.4.2.4 */
};

#define NFIELDS	7

struct segment_row {
	const char	*word;
	const char	*type;		/* in events */
	uint8_t		 code;
	struct {
		const char	*word;
		enum field_kind	 kind;
	} field[NFIELDS];
};

static const struct segment_row rows[] = {
	{ "type-a", "A", 1, { { "mpls", F_LABEL } } },
	{ "type-b", "B", 13, { { "srv6", F_IP6 },
	    { "endpoint-behavior", F_BEHAVIOR } } },
	{ "type-c", "C", 3, { { "ipv4", F_IP4 },
	    { "algorithm", F_ALGORITHM }, { "sid", F_SID_LABEL } } },
	{ "type-d", "D", 4, { { "ipv6", F_IP6 },
	    { "algorithm", F_ALGORITHM }, { "sid", F_SID_LABEL } } },
	{ "type-e", "E", 5, { { "local-if-id", F_NUMBER },
	    { "ipv4", F_IP4 }, { "sid", F_SID_LABEL } } },
	{ "type-f", "F", 6, { { "local", F_IP4 }, { "remote", F_IP4 },
	    { "sid", F_SID_LABEL } } },
	{ "type-g", "G", 7, { { "local-if-id", F_NUMBER },
	    { "local-ipv6", F_IP6 }, { "remote-if-id", F_NUMBER },
	    { "remote-ipv6", F_IP6 }, { "sid", F_SID_LABEL } } },
	{ "type-h", "H", 8, { { "local", F_IP6 }, { "remote", F_IP6 },
	    { "sid", F_SID_LABEL } } },
	{ "type-i", "I", 14, { { "ipv6", F_IP6 },
	    { "algorithm", F_ALGORITHM }, { "sid", F_SID_IP6 },
	    { "endpoint-behavior", F_BEHAVIOR } } },
	{ "type-j", "J", 15, { { "local-if-id", F_NUMBER },
	    { "local-ipv6", F_IP6 }, { "remote-if-id", F_NUMBER },
	    { "remote-ipv6", F_IP6 }, { "algorithm", F_ALGORITHM },
	    { "sid", F_SID_IP6 }, { "endpoint-behavior", F_BEHAVIOR } } },
	{ "type-k", "K", 16, { { "local", F_IP6 }, { "remote", F_IP6 },
	    { "algorithm", F_ALGORITHM }, { "sid", F_SID_IP6 },
	    { "endpoint-behavior", F_BEHAVIOR } } }
};

#define NROWS	(sizeof(rows) / sizeof(rows[0]))

/* B LB LN F A to behavior(2) reserved(2) and the four lengths */
static int
parse_behavior(struct lex *lx, struct wbuf *w)
{
	uint64_t v;
	uint32_t n;
	int i;

	if (need_u64(lx, "endpoint behavior", UINT16_MAX, &v) == -1)
		return -1;
	wb_u16(w, (uint16_t)v);
	wb_u16(w, 0);
	for (i = 0; i < 4; i++) {
		if (need_u32(lx, "length in endpoint-behavior", 255,
		    &n) == -1)
			return -1;
		wb_u8(w, (uint8_t)n);
	}
	return 0;
}

/* The value of a field, its word consumed; `head` is where the flags are. */
static int
parse_field(struct lex *lx, enum field_kind kind, const char *word,
    size_t head, struct wbuf *w)
{
	const size_t alen = kind == F_IP4 ? 4 : 16;
	struct addr a;
	uint32_t v;

	switch (kind) {
	case F_LABEL:
	case F_SID_LABEL:
		if (need_u32(lx, "label", SRP_LABEL_MAX, &v) == -1)
			return -1;
		wb_u32(w, SRP_LABEL(v));
		return 0;
	case F_NUMBER:
		if (need_u32(lx, word, UINT32_MAX, &v) == -1)
			return -1;
		wb_u32(w, v);
		return 0;
	case F_ALGORITHM:
		if (need_u32(lx, word, UINT8_MAX, &v) == -1)
			return -1;
		if (v != 0 && !w->err)
			w->p[head] |= FLAG_ALGORITHM;
		wb_set_u8(w, head + 1, (uint8_t)v);
		return 0;
	case F_BEHAVIOR:
		if (!w->err)
			w->p[head] |= FLAG_BEHAVIOR;
		return parse_behavior(lx, w);
	default:
		if (need_addr_of(lx, word, alen, &a) == -1)
			return -1;
		wb_put(w, a.b, alen);
		return 0;
	}
}

static int
parse_row(struct lex *lx, const struct segment_row *row, struct wbuf *w)
{
	const size_t head = w->len + 2;
	enum field_kind kind;
	size_t i;

	wb_u8(w, row->code);
	wb_u8(w, 0);
	wb_u16(w, 0);
	for (i = 0; i < NFIELDS; i++) {
		kind = row->field[i].kind;
		if (kind == F_END)
			break;
		if (kind >= F_SID_LABEL) {
			if (!lex_accept(lx, row->field[i].word))
				continue;
		} else if (need_word(lx, row->field[i].word) == -1)
			return -1;
		if (parse_field(lx, kind, row->field[i].word, head,
		    w) == -1)
			return -1;
	}
	wb_set_u8(w, head - 1, (uint8_t)(w->len - head));
	return w->err ? -1 : 0;
}

/* See the header. */
int
srp_segment(struct lex *lx, struct wbuf *w)
{
	struct tok t;
	size_t i;

	if (lex_need(lx, &t, "segment type") == -1)
		return -1;
	for (i = 0; i < NROWS; i++) {
		if (tok_is(&t, rows[i].word))
			return parse_row(lx, &rows[i], w);
	}
	return lex_err(lx, &t, "unknown segment type %.*s, expected type-a "
	    "to type-k", (int)t.len, t.s);
}

/*
 * See the header.  The last label of types A and C is the bottom of the
 * stack, as in ExaBGP; receivers ignore the bit (RFC 9830 2.4.4.2.1).
 */
void
srp_segments_end(struct wbuf *w, size_t at)
{
	size_t label = 0;

	if (w->err)
		return;
	for (; at < w->len; at += 2U + w->p[at + 1]) {
		if (w->p[at] == 1)
			label = at + 4;
		else if (w->p[at] == 3 && w->p[at + 1] == 10)
			label = at + 8;
	}
	if (label != 0)
		w->p[label + 2] |= SRP_BOTTOM >> 8;
}

/* "label", "tc", "s" and "ttl" of four bytes, as members. */
static void
srp_emit_label(uint32_t v, struct sink *s)
{
	sink_key(s, "label");
	sink_u64(s, v >> 12);
	sink_key(s, "tc");
	sink_u64(s, v >> 9 & 7);
	sink_key(s, "s");
	sink_bool(s, v >> 8 & 1);
	sink_key(s, "ttl");
	sink_u64(s, v & 0xff);
}

static void
emit_behavior(struct rbuf *r, struct sink *s)
{
	static const char *const names[4] = { "lb-length", "ln-length",
	    "fun-length", "arg-length" };
	unsigned int i;

	sink_obj(s);
	sink_key(s, "behavior");
	sink_u64(s, rb_u16(r));
	(void)rb_u16(r);
	for (i = 0; i < 4; i++) {
		sink_key(s, names[i]);
		sink_u64(s, rb_u8(r));
	}
	sink_end_obj(s);
}

static size_t
field_len(enum field_kind kind)
{
	switch (kind) {
	case F_ALGORITHM:
		return 0;
	case F_IP6:
	case F_SID_IP6:
		return 16;
	case F_BEHAVIOR:
		return 8;
	default:
		return 4;
	}
}

static void
emit_field(enum field_kind kind, const char *word, uint8_t algorithm,
    struct rbuf *r, struct sink *s)
{
	switch (kind) {
	case F_LABEL:
	case F_SID_LABEL:
		srp_emit_label(rb_u32(r), s);
		return;
	case F_NUMBER:
		sink_key(s, word);
		sink_u64(s, rb_u32(r));
		return;
	case F_ALGORITHM:
		sink_key(s, word);
		sink_u64(s, algorithm);
		return;
	case F_BEHAVIOR:
		sink_key(s, word);
		emit_behavior(r, s);
		return;
	default:
		sink_key(s, strcmp(word, "srv6") == 0 ? "sid" : word);
		nlri_emit_addr(rb_bytes(r, field_len(kind)),
		    field_len(kind), s);
	}
}

/* What is optional is there if so many bytes are left. */
static bool
present(enum field_kind kind, const struct rbuf *r)
{
	if (kind < F_SID_LABEL || kind == F_BEHAVIOR)
		return rb_left(r) >= field_len(kind);
	if (kind == F_SID_IP6)
		return rb_left(r) >= 16;
	return rb_left(r) >= 4;
}

static void
emit_unknown(uint16_t type, struct rbuf r, struct sink *s)
{
	sink_key(s, "type");
	sink_u64(s, type);
	sink_key(s, "raw");
	sink_hex(s, r.p, rb_left(&r), true, true);
}

/* See the header. */
void
srp_emit_segment(uint16_t type, struct rbuf r, struct sink *s)
{
	const struct segment_row *row = NULL;
	const struct rbuf all = r;
	uint8_t algorithm;
	size_t i;

	for (i = 0; i < NROWS; i++) {
		if (rows[i].code == type)
			row = &rows[i];
	}
	sink_obj(s);
	if (row == NULL || rb_left(&r) < 2) {
		emit_unknown(type, all, s);
		sink_end_obj(s);
		return;
	}
	(void)rb_u8(&r);
	algorithm = rb_u8(&r);
	sink_key(s, "type");
	sink_str(s, row->type);
	for (i = 0; i < NFIELDS && row->field[i].kind != F_END; i++) {
		if (present(row->field[i].kind, &r))
			emit_field(row->field[i].kind, row->field[i].word,
			    algorithm, &r, s);
	}
	sink_end_obj(s);
}
