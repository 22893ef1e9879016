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
#include "words.h"

/*
 * Attributes without a form of their own: `attribute [ 0xTYPE 0xFLAGS
 * 0xDATA ]` in routes, "attribute-0x63-0xE0": "0x..." in events.
 */
static int
raw_byte(struct lex *lx, const char *what, uint8_t *v)
{
	uint64_t n;
	struct tok t;

	if (lex_need(lx, &t, what) == -1)
		return -1;
	if ((!word_prefix(&t, "0x") && !word_prefix(&t, "0X")) ||
	    val_u64(&t, &n) == -1)
		return lex_err(lx, &t,
		    "invalid attribute, %s is not 0x hexadecimal", what);
	if (n > 255)
		return lex_err(lx, &t,
		    "invalid attribute, %s %.*s does not fit in one byte",
		    what, (int)t.len, t.s);
	*v = (uint8_t)n;
	return 0;
}

/* The three words between the brackets; data may be empty ("0x"). */
static int
raw_words(struct lex *lx, uint8_t *code, uint8_t *flags, struct wbuf *w)
{
	struct tok t;

	if (!lex_accept(lx, "["))
		return lex_err(lx, lex_peek(lx),
		    "invalid attribute, does not starts with [");
	if (raw_byte(lx, "code", code) == -1 ||
	    raw_byte(lx, "flag", flags) == -1)
		return -1;
	if (lex_need(lx, &t, "data") == -1)
		return -1;
	if (!tok_is_nocase(&t, "0x") && val_hex(&t, w) == -1)
		return lex_err(lx, &t,
		    "invalid attribute, data is not 0x hexadecimal");
	if (!lex_accept(lx, "]"))
		return lex_err(lx, lex_peek(lx),
		    "invalid attribute, does not ends with ]");
	return 0;
}

/*
 * See the header.  The types that carry routes or the next hop are ours to
 * make: a second one would be a malformed UPDATE.
 */
int
attr_raw_parse(struct lex *lx, struct attr_build *ab)
{
	struct tok at = *lex_peek(lx);
	size_t off = ab->data.len;
	uint8_t code, flags;

	if (raw_words(lx, &code, &flags, &ab->data) == -1) {
		ab->data.len = off;
		return -1;
	}
	if (code == ATTR_NEXT_HOP || code == ATTR_MP_REACH ||
	    code == ATTR_MP_UNREACH) {
		ab->data.len = off;
		return lex_err(lx, &at,
		    "attribute type 0x%02x can not be given as raw bytes",
		    code);
	}
	if (ab_commit(ab, code, flags, off) == -1)
		return lex_err(lx, &at, "attribute is too long");
	return 0;
}

void
attr_raw_text(uint8_t flags, uint8_t code, struct rbuf r, struct wbuf *w)
{
	wb_str(w, "attribute [ 0x");
	wb_hex(w, &code, 1, true);
	wb_str(w, " 0x");
	wb_hex(w, &flags, 1, true);
	wb_str(w, " 0x");
	wb_hex(w, r.p, rb_left(&r), false);
	wb_str(w, " ]");
}

/*
 * ExaBGP reports what it does not know with the partial bit, as RFC 4271 5
 * wants it passed on.
 */
void
attr_raw_emit(uint8_t flags, uint8_t code, struct rbuf r, struct sink *s)
{
	static const char digits[] = "0123456789ABCDEF";
	char key[] = "attribute-0x00-0x00";

	flags |= ATTR_PARTIAL;
	if (rb_left(&r) > UINT8_MAX)
		flags |= ATTR_EXTLEN;
	key[12] = digits[code >> 4];
	key[13] = digits[code & 15];
	key[17] = digits[flags >> 4];
	key[18] = digits[flags & 15];
	sink_key(s, key);
	sink_hex(s, r.p, rb_left(&r), true, false);
}
