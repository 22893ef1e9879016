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

#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codec/attr_rows.h"
#include "codec/update.h"

/* What the targets share. */

#define FUZZ_BUF	(1U << 21)

/* What must hold whatever the input is. */
#define MUST(c, ...)	do {					\
	if (!(c))						\
		fuzz_fail(__FILE__, __LINE__, #c, __VA_ARGS__);	\
} while (0)

void	fuzz_fail(const char *, int, const char *, const char *, ...)
	    __attribute__((__noreturn__, __format__(__printf__, 4, 5)));

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* A session of all families; the bits choose what else it has. */
enum { FUZZ_ASN4 = 1, FUZZ_PATHS = 2, FUZZ_IBGP = 4, FUZZ_V6NH = 8 };
struct negot fuzz_negot(uint8_t);

/* Report one NLRI and one block in all ways; JSON must be valid. */
void	fuzz_use_nlri(enum fam, struct rbuf, const struct nlri_ctx *);
void	fuzz_use_block(const void *, size_t, bool);
void	fuzz_json(const struct wbuf *, bool);

/* How words are read; else a family. */
enum { WORDS_ROUTE = 100, WORDS_FLOW, WORDS_VPLS, WORDS_SRPOLICY, WORDS_MAX };

/* Words to a route and its block: 0, or -1 and the message in the buffer. */
int	fuzz_parse(int, const char *, size_t, bool, struct route *,
	    struct wbuf *);

#endif
