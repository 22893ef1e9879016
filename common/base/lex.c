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
#include <strings.h>

#include "lex.h"

/* What a character means outside quotes. */
enum cclass {
	C_WORD,			/* part of a word */
	C_BLANK,
	C_NL,
	C_ONE,			/* a word on its own: [ ] , */
	C_PAREN,		/* the same, while lex.parens is set */
	C_TERM,			/* ; { } */
	C_QUOTE,
	C_HASH,
	C_ESC
};

static const uint8_t cclass[256] = {
	[' '] = C_BLANK, ['\t'] = C_BLANK, ['\r'] = C_BLANK, ['\n'] = C_NL,
	['['] = C_ONE, [']'] = C_ONE, [','] = C_ONE,
	['('] = C_PAREN, [')'] = C_PAREN,
	[';'] = C_TERM, ['{'] = C_TERM, ['}'] = C_TERM,
	['"'] = C_QUOTE, ['\''] = C_QUOTE, ['#'] = C_HASH, ['\\'] = C_ESC
};

/* One character after the first pass: escapes and continuations. */
struct chr {
	char	b[4];
	uint8_t	n;		/* bytes in b, 0 if it is malformed */
	uint8_t	class;
	size_t	raw;		/* bytes of the source */
	bool	joined;		/* a continuation: the line ends in it */
};

void
lex_init(struct lex *lx, enum lex_source kind, const char *src, size_t len,
    struct diag *diag)
{
	memset(lx, 0, sizeof(*lx));
	lx->src = src == NULL ? "" : src;
	lx->len = len;
	lx->line = 1;
	lx->kind = kind;
	lx->diag = diag;
	wb_init(&lx->scratch, SIZE_MAX);
}

void
lex_free(struct lex *lx)
{
	wb_free(&lx->scratch);
}

/* Length of backslash, blanks and newline at an offset, 0 if it is not so. */
static size_t
continuation(const struct lex *lx, size_t pos)
{
	size_t i = pos + 1;

	while (i < lx->len && cclass[(uint8_t)lx->src[i]] == C_BLANK)
		i++;
	return i < lx->len && lx->src[i] == '\n' ? i + 1 - pos : 0;
}

static void
put_utf8(struct chr *c, unsigned int v)
{
	if (v < 0x80) {
		c->b[0] = (char)v;
		c->n = 1;
	} else if (v < 0x800) {
		c->b[0] = (char)(0xc0 | v >> 6);
		c->b[1] = (char)(0x80 | (v & 0x3f));
		c->n = 2;
	} else {
		c->b[0] = (char)(0xe0 | v >> 12);
		c->b[1] = (char)(0x80 | (v >> 6 & 0x3f));
		c->b[2] = (char)(0x80 | (v & 0x3f));
		c->n = 3;
	}
	c->class = c->n == 1 ? cclass[v] : C_WORD;
}

/* \u and four digits; halves of a surrogate pair are no characters. */
static void
escape_u(const struct lex *lx, size_t pos, struct chr *c)
{
	unsigned int v = 0;
	size_t i;
	int d;

	for (i = 2; i < 6; i++) {
		if (pos + i >= lx->len ||
		    (d = val_hexdigit(lx->src[pos + i])) == -1) {
			c->raw = 2;
			return;
		}
		v = v << 4 | (unsigned int)d;
	}
	c->raw = 6;
	if (v < 0xd800 || v > 0xdfff)
		put_utf8(c, v);
}

/*
 * The escapes are a first pass over the text in ExaBGP, so what they give
 * may be a quote or a separator: this is where that happens.
 */
static void
escape(const struct lex *lx, size_t pos, struct chr *c)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *p;
	char ch;

	memset(c, 0, sizeof(*c));
	c->raw = continuation(lx, pos);
	if (c->raw > 0 || pos + 1 >= lx->len) {
		c->joined = c->raw > 0;
		c->raw = c->raw > 0 ? c->raw : 1;
		put_utf8(c, c->joined ? ' ' : '\\');
		c->class = c->joined ? C_BLANK : C_WORD;
		return;
	}
	ch = lx->src[pos + 1];
	if (ch == 'u')
		escape_u(lx, pos, c);
	else {
		if (ch != '\0' && (p = strchr(from, ch)) != NULL)
			ch = to[p - from];
		c->raw = 2;
		c->b[0] = ch;
		c->n = 1;
		c->class = cclass[(uint8_t)ch];
	}
	/* What would end a line or begin an escape does not do so twice. */
	if (c->class == C_NL)
		c->class = C_BLANK;
	if (c->class == C_ESC)
		c->class = C_WORD;
}

/* API lines have no comments: "#" is a character like others there. */
static bool
in_word(const struct lex *lx, uint8_t class)
{
	return class == C_WORD || (class == C_PAREN && !lx->parens) ||
	    (class == C_HASH && lx->kind == LEX_LINE);
}

static void
newline(struct lex *lx)
{
	lx->line++;
	lx->bol = lx->pos;
}

/*
 * Tokens are made where they will stay: a copy of what was written a
 * moment ago, member by member, makes the processor wait.
 */
static void
here(const struct lex *lx, struct tok *t, enum tok_kind kind, size_t len)
{
	t->s = lx->src + lx->pos;
	t->len = len;
	t->line = lx->line;
	t->col = (uint32_t)(lx->pos - lx->bol + 1);
	t->off = (uint32_t)lx->pos;
	t->kind = kind;
	t->quoted = false;
}

static void
bad_escape(struct lex *lx, struct tok *t)
{
	here(lx, t, TOK_ERROR, 2);
	(void)lex_err(lx, t,
	    "invalid \\u escape sequence: expected 4 hexadecimal digits");
	lx->pos += 2;
}

/*
 * A comment reaches to the end of the line, but an escape in it may be
 * malformed and a backslash at its end joins the next line.
 */
static int
skip_comment(struct lex *lx)
{
	const char *nl, *p = lx->src + lx->pos;
	struct chr c;
	struct tok t;
	size_t n;

	nl = memchr(p, '\n', lx->len - lx->pos);
	n = nl == NULL ? lx->len - lx->pos : (size_t)(nl - p);
	if (memchr(p, '\\', n) == NULL) {
		lx->pos += n;
		return 0;
	}
	while (lx->pos < lx->len && lx->src[lx->pos] != '\n') {
		if (lx->src[lx->pos] != '\\') {
			lx->pos++;
			continue;
		}
		escape(lx, lx->pos, &c);
		if (c.n == 0) {
			bad_escape(lx, &t);
			return -1;
		}
		lx->pos += c.raw;
		if (c.joined)
			newline(lx);
	}
	return 0;
}

/*
 * A statement was begun on this line and not ended.  The words are gone;
 * the next line is read as if nothing had been before it.
 */
static void
unfinished(struct lex *lx, struct tok *t)
{
	*t = lx->first;
	(void)lex_err(lx, t, "invalid syntax line %u: \"%.*s\" is not ended "
	    "by \";\" or \"{\" on its line", t->line, (int)t->len, t->s);
	lx->pending = lx->used = false;
	t->kind = TOK_ERROR;
}

/* For looking ahead: macros are words there, and none is missing. */
static const char *const any_macro[] = { NULL };

/* The value of $name or ${name}: true if that macro is defined. */
static bool
substitute(const struct lex *lx, struct tok *t)
{
	const char *name = t->s + 1;
	size_t i, n = t->len - 1;

	if (n > 2 && name[0] == '{' && name[n - 1] == '}') {
		name++;
		n -= 2;
	}
	for (i = 0; lx->macros[i] != NULL; i++) {
		if (n > 0 && strcspn(lx->macros[i], "=") == n &&
		    lx->macros[i][n] == '=' &&
		    memcmp(lx->macros[i], name, n) == 0) {
			t->s = lx->macros[i] + n + 1;
			t->len = strlen(t->s);
			return true;
		}
	}
	return false;
}

/* "${name}" at this place is a word, braces and all: its length, or 0. */
static size_t
braced(const struct lex *lx)
{
	const char *p = lx->src + lx->pos;
	size_t n, left = lx->len - lx->pos;

	if (lx->macros == NULL || left < 2 || p[0] != '$' || p[1] != '{')
		return 0;
	for (n = 2; n < left && cclass[(uint8_t)p[n]] == C_WORD; n++)
		;
	return n < left && p[n] == '}' ? n + 1 : 0;
}

static void
macro(struct lex *lx, struct tok *t, size_t len)
{
	here(lx, t, TOK_WORD, len);
	lx->pos += len;
	if (!substitute(lx, t) && lx->macros != any_macro)
		(void)lex_err(lx, t, "no option -D gives %.*s a value",
		    (int)t->len, t->s);
}

/*
 * Bytes from here to the end of the line with its continuations: no word
 * of the statement is longer, so that the scratch buffer is grown once and
 * the views into it stay where they are.
 */
static size_t
line_rest(const struct lex *lx)
{
	size_t i, n;

	for (i = lx->pos; i < lx->len && lx->src[i] != '\n'; i += n) {
		n = 1;
		if (lx->src[i] == '\\') {
			n = continuation(lx, i);
			if (n == 0)
				n = i + 1 < lx->len ? 2 : 1;
		}
	}
	return i - lx->pos;
}

/*
 * The slow way, for a word with escapes or quotes in it: what was read so
 * far is copied, then the rest one character after the other.
 */
static void
word_slow(struct lex *lx, struct tok *t)
{
	size_t start = lx->scratch.len;
	struct chr c;
	char quote = 0;

	if (!lx->used) {
		wb_reset(&lx->scratch);
		start = 0;
		lx->used = true;
		(void)wb_room(&lx->scratch, t->len + line_rest(lx) + 1);
	}
	wb_put(&lx->scratch, t->s, t->len);
	while (lx->pos < lx->len && lx->src[lx->pos] != '\n') {
		if (lx->src[lx->pos] == '\\')
			escape(lx, lx->pos, &c);
		else {
			c.b[0] = lx->src[lx->pos];
			c.n = 1;
			c.raw = 1;
			c.class = cclass[(uint8_t)c.b[0]];
			c.joined = false;
		}
		if (c.n == 0) {
			bad_escape(lx, t);
			return;
		}
		if (quote == 0 && c.class == C_QUOTE) {
			t->quoted = true;
			quote = c.b[0];
			lx->pos += c.raw;
			continue;
		}
		if (quote != 0 && c.n == 1 && c.b[0] == quote) {
			lx->pos += c.raw;
			quote = 0;
			break;
		}
		if (quote == 0 && !in_word(lx, c.class))
			break;
		wb_put(&lx->scratch, c.b, c.n);
		lx->pos += c.raw;
		if (c.joined)
			newline(lx);
	}
	if (quote != 0) {
		(void)lex_err(lx, t, "invalid syntax line %u: the quote is "
		    "not closed", t->line);
		t->kind = TOK_ERROR;
		lx->pending = lx->used = false;
		return;
	}
	if (lx->scratch.err) {
		(void)lex_err(lx, t, "out of memory");
		t->kind = TOK_ERROR;
		return;
	}
	t->s = (const char *)lx->scratch.p + start;
	t->len = lx->scratch.len - start;
}

static void
word(struct lex *lx, struct tok *t)
{
	const char *p = lx->src + lx->pos, *end = lx->src + lx->len;
	uint8_t class = C_WORD;
	size_t len;

	if (*p == '$' && (len = braced(lx)) > 0) {
		macro(lx, t, len);
		return;
	}
	while (p < end) {
		class = cclass[(uint8_t)*p];
		if (class != C_WORD && !in_word(lx, class))
			break;
		p++;
	}
	len = (size_t)(p - (lx->src + lx->pos));
	here(lx, t, TOK_WORD, len);
	lx->pos += len;
	if (p < end && (class == C_QUOTE || class == C_ESC))
		word_slow(lx, t);
	else if (lx->macros != NULL && len > 1 && t->s[0] == '$')
		(void)substitute(lx, t);
}

static void
terminator(struct lex *lx, struct tok *t, char c, size_t raw)
{
	here(lx, t, c == '{' ? TOK_OPEN : c == '}' ? TOK_CLOSE : TOK_SEMI, 1);
	lx->pos += raw;
	lx->pending = lx->used = false;
}

/* A word of one character that was written as an escape. */
static void
escaped_one(struct lex *lx, struct tok *t, const struct chr *c)
{
	static const char ones[] = "[],()";

	here(lx, t, TOK_WORD, 1);
	t->s = strchr(ones, c->b[0]);
	lx->pos += c->raw;
}

/* A word that begins with an escape. */
static void
escaped_word(struct lex *lx, struct tok *t)
{
	here(lx, t, TOK_WORD, 0);
	word_slow(lx, t);
}

/*
 * An escape between words: what it gives may be a blank, a separator or
 * the beginning of a word.  False if it was skipped.
 */
static bool
escaped(struct lex *lx, struct tok *t)
{
	struct chr c;

	escape(lx, lx->pos, &c);
	if (c.n == 0) {
		bad_escape(lx, t);
		return true;
	}
	switch (c.class) {
	case C_BLANK:
		lx->pos += c.raw;
		if (c.joined)
			newline(lx);
		return false;
	case C_HASH:
		if (lx->kind == LEX_LINE) {
			escaped_word(lx, t);
			return true;
		}
		if (skip_comment(lx) == -1) {
			here(lx, t, TOK_ERROR, 0);
			return true;
		}
		return false;
	case C_TERM:
		terminator(lx, t, c.b[0], c.raw);
		return true;
	case C_PAREN:
		if (!lx->parens) {
			escaped_word(lx, t);
			return true;
		}
		/* FALLTHROUGH */
	case C_ONE:
		escaped_one(lx, t, &c);
		return true;
	default:
		escaped_word(lx, t);
		return true;
	}
}

/* The end of the line; true if a token follows from it. */
static bool
line_end(struct lex *lx, struct tok *t)
{
	bool was = lx->pending && lx->kind == LEX_FILE;

	lx->pos++;
	if (was)
		unfinished(lx, t);
	newline(lx);
	return was;
}

static void
text_end(struct lex *lx, struct tok *t)
{
	if (lx->pending && lx->kind == LEX_FILE) {
		unfinished(lx, t);
		return;
	}
	here(lx, t, TOK_END, 0);
	lx->pending = lx->used = false;
}

/* The next token, but for what lex_next() does to every word. */
static void
scan(struct lex *lx, struct tok *t)
{
	while (lx->pos < lx->len) {
		switch (cclass[(uint8_t)lx->src[lx->pos]]) {
		case C_BLANK:
			lx->pos++;
			continue;
		case C_NL:
			if (line_end(lx, t))
				return;
			continue;
		case C_HASH:
			if (lx->kind == LEX_LINE)
				break;
			if (skip_comment(lx) == 0)
				continue;
			here(lx, t, TOK_ERROR, 0);
			return;
		case C_ESC:
			if (escaped(lx, t))
				return;
			continue;
		case C_TERM:
			terminator(lx, t, lx->src[lx->pos], 1);
			return;
		case C_PAREN:
			if (!lx->parens)
				break;
			/* FALLTHROUGH */
		case C_ONE:
			here(lx, t, TOK_WORD, 1);
			lx->pos++;
			return;
		default:
			break;
		}
		word(lx, t);
		return;
	}
	text_end(lx, t);
}

static void
advance(struct lex *lx)
{
	scan(lx, &lx->peek);
	if (!lx->pending && lx->peek.kind == TOK_WORD) {
		lx->pending = true;
		lx->first = lx->peek;
	}
}

const struct tok *
lex_peek(struct lex *lx)
{
	if (!lx->has_peek) {
		advance(lx);
		lx->has_peek = true;
	}
	return &lx->peek;
}

struct tok
lex_next(struct lex *lx)
{
	(void)lex_peek(lx);
	lx->has_peek = false;
	return lx->peek;
}

bool
lex_word(struct lex *lx, struct tok *t)
{
	if (lex_peek(lx)->kind != TOK_WORD)
		return false;
	*t = lex_next(lx);
	return true;
}

int
lex_need(struct lex *lx, struct tok *t, const char *what)
{
	const struct tok *p = lex_peek(lx);

	if (p->kind == TOK_WORD) {
		*t = lex_next(lx);
		return 0;
	}
	if (p->kind == TOK_ERROR)
		return -1;
	return lex_err(lx, p, "expected %s", what);
}

void
lex_replace(struct lex *lx, const char *word)
{
	(void)lex_peek(lx);
	lx->peek.s = word;
	lx->peek.len = strlen(word);
}

bool
lex_accept(struct lex *lx, const char *s)
{
	if (lex_peek(lx)->kind != TOK_WORD || !tok_is(&lx->peek, s))
		return false;
	lx->has_peek = false;
	return true;
}

int
lex_expect(struct lex *lx, const char *s)
{
	const struct tok *p;

	if (lex_accept(lx, s))
		return 0;
	p = lex_peek(lx);
	if (p->kind == TOK_ERROR)
		return -1;
	if (p->kind == TOK_END)
		return lex_err(lx, p, "expected '%s'", s);
	return lex_err(lx, p, "expected '%s' but found '%.*s' instead", s,
	    (int)p->len, p->s);
}

void
lex_skip_section(struct lex *lx)
{
	unsigned int depth = 1;
	struct tok t;

	while (depth > 0) {
		t = lex_next(lx);
		if (t.kind == TOK_END)
			return;
		if (t.kind == TOK_OPEN)
			depth++;
		else if (t.kind == TOK_CLOSE)
			depth--;
	}
}

void
lex_recover(struct lex *lx)
{
	const struct tok *p;

	while (lx->has_peek || lx->pending) {
		p = lex_peek(lx);
		if (p->kind == TOK_CLOSE || p->kind == TOK_END)
			return;
		lx->has_peek = false;
		if (p->kind == TOK_SEMI)
			return;
		if (p->kind == TOK_OPEN) {
			lex_skip_section(lx);
			return;
		}
	}
}

/*
 * See the header.  Text without braces and backslashes is not looked at
 * closely: it ends with ";", or the reader will find out that it does not.
 */
enum tok_kind
lex_ends(const struct lex *lx)
{
	const char *p = lx->src + lx->pos, *semi;
	size_t n = lx->len - lx->pos;
	struct lex copy;
	struct diag quiet;
	struct tok t;

	if (lx->has_peek && lx->peek.kind != TOK_WORD)
		return lx->peek.kind;
	if ((semi = memchr(p, ';', n)) != NULL)
		n = (size_t)(semi - p);
	if (!lx->has_peek && memchr(p, '{', n) == NULL &&
	    memchr(p, '}', n) == NULL && memchr(p, '\\', n) == NULL)
		return TOK_SEMI;
	diag_init(&quiet, NULL, NULL, 0);
	copy = *lx;
	copy.diag = &quiet;
	wb_init(&copy.scratch, SIZE_MAX);
	copy.used = false;
	if (copy.macros != NULL)
		copy.macros = any_macro;
	do
		t = lex_next(&copy);
	while (t.kind == TOK_WORD);
	lex_free(&copy);
	diag_free(&quiet);
	return t.kind;
}

int
lex_list(struct lex *lx, int *state, bool commas, struct tok *t)
{
	if (*state == 2)
		return 0;
	if (*state == 0) {
		if (!lex_accept(lx, "[")) {
			*state = 2;
			return lex_need(lx, t, "a value") == -1 ? -1 : 1;
		}
		*state = 1;
	}
	for (;;) {
		if (lex_need(lx, t, "\"]\" at the end of the list") == -1)
			return -1;
		if (tok_is(t, "]")) {
			*state = 2;
			return 0;
		}
		if (!commas || !tok_is(t, ","))
			return 1;
	}
}

bool
tok_is(const struct tok *t, const char *s)
{
	return strlen(s) == t->len && memcmp(s, t->s, t->len) == 0;
}

bool
tok_is_nocase(const struct tok *t, const char *s)
{
	return strlen(s) == t->len && strncasecmp(s, t->s, t->len) == 0;
}

static bool
plain_word(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (cclass[(uint8_t)s[i]] != C_WORD || (uint8_t)s[i] < ' ')
			return false;
	}
	return n > 0 && s[0] != '$';
}

/*
 * See the header.  No word holds both kinds of quotes, as neither can be
 * written inside a run of its own kind.
 */
void
lex_quote(struct wbuf *w, const char *s, size_t n)
{
	static const char from[] = "\b\f\n\r\t", to[] = "bfnrt";
	const char *p, q = n > 0 && memchr(s, '"', n) != NULL ? '\'' : '"';
	size_t i;

	if (plain_word(s, n)) {
		wb_put(w, s, n);
		return;
	}
	wb_u8(w, (uint8_t)q);
	for (i = 0; i < n; i++) {
		if (s[i] == '\\')
			wb_str(w, "\\\\");
		else if (s[i] != '\0' && (p = strchr(from, s[i])) != NULL) {
			wb_u8(w, '\\');
			wb_u8(w, (uint8_t)to[p - from]);
		} else
			wb_u8(w, (uint8_t)s[i]);
	}
	wb_u8(w, (uint8_t)q);
}
