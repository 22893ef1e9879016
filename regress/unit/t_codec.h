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

#ifndef T_CODEC_H
#define T_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/family.h"

/* How the words of a vector are read; else a family. */
enum { HOW_ROUTE = 100, HOW_FLOW };

struct vector {
	int		 how;
	const char	*text;
	const char	*nlri;		/* its bytes */
	const char	*attrs;		/* all attributes but MP_*; or NULL */
};

struct report {
	int		 how;
	const char	*text;
	uint8_t		 version;
	bool		 attributes;	/* those, or else the NLRI */
	const char	*json;
};

extern const struct vector vectors[], bad[];	/* end with text NULL */
extern const struct report reports_nlri[];

/* NULL, or what is wrong with the JSON text; may a key come twice? */
const char *json_check(const char *, size_t, bool);

#endif
