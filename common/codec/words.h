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

#ifndef CODEC_WORDS_H
#define CODEC_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/addr.h"
#include "../base/buf.h"
#include "../base/lex.h"

/* Small pieces of text that many rows read and write. */

/*
 * Split a word at every separator into at most max words; returns how many
 * there are, max + 1 if there are more.
 */
size_t	word_split(const struct tok *, char, struct tok *, size_t);
/* The word from an offset on. */
struct tok word_from(const struct tok *, size_t);
bool	word_prefix(const struct tok *, const char *);
/* Is it written as a hexadecimal number, "0x" or "0X"? */
bool	word_is_hex(const struct tok *);

/* The next word as a value: 0, or -1 and an error that names it. */
int	need_u32(struct lex *, const char *, uint32_t, uint32_t *);
int	need_u64(struct lex *, const char *, uint64_t, uint64_t *);
int	need_addr(struct lex *, const char *, struct addr *);
/* One of that length, 0: of either. */
int	need_addr_of(struct lex *, const char *, size_t, struct addr *);
int	need_rd(struct lex *, uint8_t *);
/* Exactly this word. */
int	need_word(struct lex *, const char *);
/* This word, then an address of that length (0: of either). */
int	need_word_addr(struct lex *, const char *, size_t, struct addr *);
/* This word as an address of that length, 0 for either: 0 or -1. */
int	word_addr(struct lex *, const struct tok *, size_t, struct addr *);
/* Exactly n bytes written as pairs of digits, with ":" between if any. */
int	word_bytes(const struct tok *, uint8_t *, size_t);

/* Decimal digits, appended. */
void	put_dec(struct wbuf *, uint64_t);
/* An address of n (4 or 16) bytes, appended. */
void	put_addr(struct wbuf *, const uint8_t *, size_t);
void	put_prefix(struct wbuf *, const struct prefix *);
/* Pairs of digits with ":" between, appended. */
void	put_bytes(struct wbuf *, const uint8_t *, size_t, bool);
/* A list item: a blank, and "[" in front of the first of several. */
void	put_item(struct wbuf *, size_t, size_t);
void	put_end(struct wbuf *, size_t);

#endif
