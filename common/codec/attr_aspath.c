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

#include <stdio.h>

#include "attr_rows.h"
#include "words.h"

/* AS_PATH (RFC 4271 4.3, 5.1.2; RFC 5065) and AS4_PATH (RFC 6793). */

enum seg_type {
	SEG_SET = 1,
	SEG_SEQUENCE = 2,
	SEG_CONFED_SEQUENCE = 3,
	SEG_CONFED_SET = 4
};

#define AS_TRANS	23456
#define SEG_MAX		255

/*
 * Walk over a path with numbers of `width` bytes; each segment that is kept
 * is appended with four.  An AS number of zero makes the path malformed
 * (RFC 7607), an empty segment does too (RFC 7606 7.2).
 */
static int
path_read(struct rbuf r, size_t width, bool confed, bool drop,
    struct wbuf *out)
{
	uint8_t type, count, i;
	uint32_t as;
	bool keep;

	while (rb_left(&r) > 0) {
		type = rb_u8(&r);
		count = rb_u8(&r);
		if (r.err || type < SEG_SET || type > SEG_CONFED_SET ||
		    count == 0)
			return -1;
		if (type >= SEG_CONFED_SEQUENCE && !confed && !drop)
			return -1;
		keep = out != NULL && (confed || type < SEG_CONFED_SEQUENCE);
		if (keep) {
			wb_u8(out, type);
			wb_u8(out, count);
		}
		for (i = 0; i < count; i++) {
			as = width == 4 ? rb_u32(&r) : rb_u16(&r);
			if (r.err || as == 0)
				return -1;
			if (keep)
				wb_u32(out, as);
		}
	}
	return 0;
}

bool
aspath_valid(struct rbuf r)
{
	return path_read(r, 4, true, false, NULL) == 0;
}

/* RFC 5065 5.3: confederation segments are an error from outside. */
static int
path_check(const struct attr_ctx *ctx, struct rbuf r, struct wbuf *out,
    struct bgp_err *err)
{
	if (path_read(r, ctx->negot->asn4 ? 4 : 2, negot_ibgp(ctx->negot),
	    false, out) == -1)
		return err_raise(err, ERR_WITHDRAW, NOTIFY_UPDATE,
		    UPDATE_AS_PATH, NULL, 0, "AS_PATH is malformed");
	return 0;
}

/* RFC 6793 4.1, 6: ignored from peers that have it in AS_PATH already. */
static int
path4_check(const struct attr_ctx *ctx, struct rbuf r, struct wbuf *out,
    struct bgp_err *err)
{
	if (ctx->negot->asn4)
		return 1;
	if (rb_left(&r) == 0 || path_read(r, 4, false, true, out) == -1)
		return err_raise(err, ERR_DISCARD, NOTIFY_UPDATE,
		    UPDATE_OPT_ATTR, NULL, 0, "AS4_PATH is malformed");
	return 0;
}

/* Length of a path for its comparison: RFC 4271 9.1.2.2, RFC 5065 5.3. */
static size_t
path_count(struct rbuf r)
{
	uint8_t type, count;
	size_t n = 0;

	while (rb_left(&r) > 0 && !r.err) {
		type = rb_u8(&r);
		count = rb_u8(&r);
		(void)rb_bytes(&r, count * 4U);
		if (type == SEG_SEQUENCE)
			n += count;
		else if (type == SEG_SET)
			n++;
	}
	return n;
}

/* See the header: RFC 6793 4.2.3. */
bool
aspath_merge(struct rbuf path, struct rbuf as4, struct wbuf *out)
{
	size_t lead = path_count(path), n4 = path_count(as4);
	size_t last = SIZE_MAX;
	uint8_t type, count, take;

	if (lead < n4)
		return false;
	lead -= n4;
	while (rb_left(&path) > 0 &&
	    (lead > 0 || rb_peek(&path) >= SEG_CONFED_SEQUENCE)) {
		type = rb_u8(&path);
		take = count = rb_u8(&path);
		if (type == SEG_SEQUENCE && take > lead)
			take = (uint8_t)lead;
		if (type == SEG_SEQUENCE)
			lead -= take;
		else if (type == SEG_SET)
			lead--;
		last = out->len;
		wb_u8(out, type);
		wb_u8(out, take);
		wb_put(out, rb_bytes(&path, take * 4U), take * 4U);
		(void)rb_bytes(&path, (count - take) * 4U);
	}
	/* One sequence again where the old speaker saw one. */
	if (last != SIZE_MAX && !out->err && out->p[last] == SEG_SEQUENCE &&
	    rb_left(&as4) >= 2 && as4.p[0] == SEG_SEQUENCE &&
	    as4.p[1] + out->p[last + 1] <= SEG_MAX) {
		(void)rb_u8(&as4);
		count = rb_u8(&as4);
		out->p[last + 1] = (uint8_t)(out->p[last + 1] + count);
	}
	wb_put(out, as4.p, rb_left(&as4));
	return true;
}

/* Header of an attribute whose value is written after it. */
static void
put_header(struct wbuf *w, uint8_t flags, uint8_t code, size_t len)
{
	if (len > 255)
		flags |= ATTR_EXTLEN;
	wb_u8(w, flags);
	wb_u8(w, code);
	if (flags & ATTR_EXTLEN)
		wb_u16(w, (uint16_t)len);
	else
		wb_u8(w, (uint8_t)len);
}

/* The path with numbers of two bytes; true if one did not fit. */
static bool
put_path2(struct wbuf *w, uint8_t flags, struct rbuf r)
{
	struct rbuf scan = r;
	size_t len = 0;
	uint32_t as;
	uint8_t count;
	bool big = false;

	while (rb_left(&scan) > 0) {
		(void)rb_u8(&scan);
		count = rb_u8(&scan);
		(void)rb_bytes(&scan, count * 4U);
		len += 2 + count * 2U;
	}
	put_header(w, flags, ATTR_AS_PATH, len);
	while (rb_left(&r) > 0) {
		wb_u8(w, rb_u8(&r));
		count = rb_u8(&r);
		wb_u8(w, count);
		while (count-- > 0) {
			as = rb_u32(&r);
			if (as > UINT16_MAX) {
				as = AS_TRANS;
				big = true;
			}
			wb_u16(w, (uint16_t)as);
		}
	}
	return big;
}

/* AS4_PATH: the whole path, but what belongs to confederations. */
static void
put_path4(struct wbuf *w, struct rbuf r)
{
	struct rbuf seg, scan = r;
	size_t len = 0, n;
	uint8_t type, count;

	while (rb_left(&scan) > 0) {
		type = rb_u8(&scan);
		count = rb_u8(&scan);
		(void)rb_bytes(&scan, count * 4U);
		if (type < SEG_CONFED_SEQUENCE)
			len += 2 + count * 4U;
	}
	put_header(w, ATTR_OPTIONAL | ATTR_TRANSITIVE, ATTR_AS4_PATH, len);
	while (rb_left(&r) > 0) {
		type = rb_peek(&r);
		scan = r;
		(void)rb_u8(&scan);
		n = 2 + rb_u8(&scan) * 4U;
		seg = rb_sub(&r, n);
		if (type < SEG_CONFED_SEQUENCE)
			wb_put(w, seg.p, rb_left(&seg));
	}
}

/* RFC 6793 4.2.2; a path given as raw bytes may be no path at all. */
static void
path_wire(const struct negot *n, uint8_t flags, struct rbuf r,
    struct wbuf *w)
{
	if (n->asn4 || !aspath_valid(r)) {
		attr_put(w, flags, ATTR_AS_PATH, r.p, rb_left(&r));
		return;
	}
	if (put_path2(w, flags, r))
		put_path4(w, r);
}

/*
 * One group up to its closing word; segments hold 255 numbers at most.  A
 * set inside a sequence goes to `sets`, to stand behind it: that is how
 * ExaBGP 4.2 reads it.
 */
static int
parse_group(struct lex *lx, uint8_t type, struct wbuf *sets, struct wbuf *w)
{
	const char *close = type == SEG_SEQUENCE ||
	    type == SEG_CONFED_SEQUENCE ? "]" : ")";
	size_t count_at = 0;
	unsigned int count = SEG_MAX;
	uint32_t as;
	struct tok t;

	for (;;) {
		if (lex_need(lx, &t, "AS number") == -1)
			return -1;
		if (tok_is(&t, close))
			break;
		if (tok_is(&t, ","))
			continue;
		if (type == SEG_SEQUENCE && tok_is(&t, "(")) {
			if (parse_group(lx, SEG_SET, NULL, sets) == -1)
				return -1;
			continue;
		}
		if (val_asn(&t, &as) == -1)
			return lex_err(lx, &t, "could not parse as-path: "
			    "%.*s is not an AS number", (int)t.len, t.s);
		if (count == SEG_MAX) {
			wb_u8(w, type);
			count_at = w->len;
			wb_u8(w, 0);
			count = 0;
		}
		wb_u32(w, as);
		wb_set_u8(w, count_at, (uint8_t)++count);
	}
	return 0;
}

static int
path_groups(struct lex *lx, struct wbuf *w)
{
	struct wbuf sets;
	bool confed;
	int ret = 0;

	wb_init(&sets, w->max);
	for (;;) {
		confed = lex_accept(lx, "confed");
		if (lex_accept(lx, "["))
			ret = parse_group(lx, confed ? SEG_CONFED_SEQUENCE :
			    SEG_SEQUENCE, &sets, w);
		else if (lex_accept(lx, "("))
			ret = parse_group(lx, confed ? SEG_CONFED_SET :
			    SEG_SET, NULL, w);
		else if (confed)
			ret = lex_err(lx, lex_peek(lx), "could not parse "
			    "as-path: expected \"[\" or \"(\"");
		else
			break;
		wb_put(w, sets.p, sets.len);
		w->err |= sets.err;
		wb_reset(&sets);
		if (ret == -1)
			break;
	}
	wb_free(&sets);
	return ret;
}

/*
 * `[ 1 2 ] ( 3 4 )`: sequences and sets, those of a confederation behind
 * `confed`; or one bare number.
 */
static int
path_parse(struct lex *lx, struct wbuf *w)
{
	uint32_t as;
	struct tok t = *lex_peek(lx);

	if (t.kind == TOK_WORD && (tok_is(&t, "[") || tok_is(&t, "(") ||
	    tok_is(&t, "confed")))
		return path_groups(lx, w);
	if (lex_need(lx, &t, "as-path") == -1)
		return -1;
	if (val_asn(&t, &as) == -1)
		return lex_err(lx, &t, "could not parse as-path");
	wb_u8(w, SEG_SEQUENCE);
	wb_u8(w, 1);
	wb_u32(w, as);
	return 0;
}

/* See attr.h: other segments stand between the words of a configuration. */
void
aspath_text(struct rbuf r, struct wbuf *w)
{
	static const char *const open[5] = { "", "( ", "", "confed [ ",
	    "confed ( " };
	static const char *const close[5] = { "", " )", "", " ]", " )" };
	const char *gap = "";
	uint8_t type, count;

	while (rb_left(&r) > 0) {
		type = rb_u8(&r);
		count = rb_u8(&r);
		wb_str(w, gap);
		wb_str(w, open[type]);
		for (gap = ""; count > 0; count--, gap = " ") {
			wb_str(w, gap);
			put_dec(w, rb_u32(&r));
		}
		wb_str(w, close[type]);
		gap = " ";
	}
}

/* Print every segment between its own pair of words. */
static void
print_path(struct rbuf r, const char *const open[5],
    const char *const close[5], struct wbuf *w)
{
	uint8_t type, count;

	wb_str(w, "as-path");
	if (rb_left(&r) == 0) {
		wb_u8(w, ' ');
		wb_str(w, open[SEG_SEQUENCE]);
		wb_u8(w, ' ');
		wb_str(w, close[SEG_SEQUENCE]);
	}
	while (rb_left(&r) > 0) {
		type = rb_u8(&r);
		count = rb_u8(&r);
		wb_u8(w, ' ');
		wb_str(w, open[type]);
		while (count-- > 0) {
			wb_u8(w, ' ');
			put_dec(w, rb_u32(&r));
		}
		wb_u8(w, ' ');
		wb_str(w, close[type]);
	}
}

static void
path_text(struct rbuf r, struct wbuf *w)
{
	static const char *const open[5] = { "", "(", "[", "confed [",
	    "confed (" };
	static const char *const close[5] = { "", ")", "]", "]", ")" };

	print_path(r, open, close, w);
}

/*
 * ExaBGP's text encoder uses the same brackets the other way round, and has
 * no word for an empty path, as every route of an internal session has one.
 */
static void
path_event(struct rbuf r, struct wbuf *w)
{
	static const char *const open[5] = { "", "[", "(", "{(", "{[" };
	static const char *const close[5] = { "", "]", ")", ")}", "]}" };

	/* an empty one has no words there */
	if (rb_left(&r) > 0)
		print_path(r, open, close, w);
}

/* On to the next segment of one type; its AS numbers follow. */
static bool
next_of(struct rbuf *r, uint8_t want, uint8_t *count)
{
	uint8_t type;

	while (rb_left(r) > 0) {
		type = rb_u8(r);
		*count = rb_u8(r);
		if (type == want)
			return true;
		(void)rb_bytes(r, *count * 4U);
	}
	return false;
}

/* All numbers in segments of one type, each with a blank in front. */
static size_t
print_type(struct rbuf r, uint8_t want, const char *open, struct wbuf *w)
{
	size_t n = 0;
	uint8_t count;

	while (next_of(&r, want, &count)) {
		if (n == 0)
			wb_str(w, open);
		for (n += count; count > 0; count--) {
			wb_u8(w, ' ');
			put_dec(w, rb_u32(&r));
		}
	}
	return n;
}

/* As version 4 has it: sequences with the sets in them, then confederations. */
void
path_event4(struct rbuf r, struct wbuf *w)
{
	static const uint8_t kinds[2][2] = { { SEG_SEQUENCE, SEG_SET },
	    { SEG_CONFED_SEQUENCE, SEG_CONFED_SET } };
	size_t at, i, n, sets;

	if (rb_left(&r) == 0)
		return;
	wb_str(w, "as-path ");
	for (i = 0; i < 2; i++) {
		at = w->len;
		wb_u8(w, '[');
		n = print_type(r, kinds[i][0], "", w);
		sets = print_type(r, kinds[i][1], " (", w);
		wb_str(w, sets > 0 ? " ) ]" : " ]");
		if (i > 0 && n + sets == 0)
			w->len = at;
	}
}

static void
emit_numbers(struct rbuf *r, uint8_t count, struct sink *s)
{
	while (count-- > 0)
		sink_u64(s, rb_u32(r));
}

/* All segments of one type under one key, the form of version 4. */
static void
emit_type(struct rbuf r, uint8_t want, const char *key, bool always,
    struct sink *s)
{
	uint8_t count;
	bool open = always;

	if (always) {
		sink_key(s, key);
		sink_arr(s);
	}
	while (next_of(&r, want, &count)) {
		if (!open) {
			sink_key(s, key);
			sink_arr(s);
			open = true;
		}
		emit_numbers(&r, count, s);
	}
	if (open)
		sink_end_arr(s);
}

static void
path_emit(struct rbuf r, struct sink *s)
{
	static const char *const names[5] = { "", "as-set", "as-sequence",
	    "as-confed-sequence", "as-confed-set" };
	unsigned int i;
	char key[24];
	uint8_t type;

	if (rb_left(&r) == 0)
		return;
	if (s->version == 4) {
		emit_type(r, SEG_SEQUENCE, "as-path", true, s);
		emit_type(r, SEG_SET, "as-set", false, s);
		emit_type(r, SEG_CONFED_SEQUENCE, "confederation-path", true,
		    s);
		emit_type(r, SEG_CONFED_SET, "confederation-set", false, s);
		return;
	}
	sink_key(s, "as-path");
	sink_obj(s);
	for (i = 0; rb_left(&r) > 0; i++) {
		snprintf(key, sizeof(key), "%u", i);
		sink_key(s, key);
		sink_obj(s);
		sink_key(s, "element");
		type = rb_u8(&r);
		sink_str(s, names[type]);
		sink_key(s, "value");
		sink_arr(s);
		emit_numbers(&r, rb_u8(&r), s);
		sink_end_arr(s);
		sink_end_obj(s);
	}
	sink_end_obj(s);
}

const struct attr_ops attr_as_path = {
	.name = "as-path",
	.json = "as-path",
	.code = ATTR_AS_PATH,
	.flags = ATTR_TRANSITIVE,
	.on_error = ERR_WITHDRAW,
	.valid = aspath_valid,
	.check = path_check,
	.wire = path_wire,
	.parse = path_parse,
	.text = path_text,
	.event = path_event,
	.emit = path_emit
};

const struct attr_ops attr_as4_path = {
	.code = ATTR_AS4_PATH,
	.flags = ATTR_OPTIONAL | ATTR_TRANSITIVE,
	.on_error = ERR_DISCARD,
	.valid = aspath_valid,
	.check = path4_check
};
