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

#ifndef BASE_MONO_H
#define BASE_MONO_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* A point on the monotonic clock, wrapped so that it mixes with nothing. */
struct mono {
	int64_t	ns;		/* 0: never, not set */
};

#define MONO_NEVER	((struct mono){ 0 })

/* The clock itself: for process loops only, everything below is passed it. */
static inline struct mono
mono_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (struct mono){ (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec };
}

static inline struct mono
mono_add_ms(struct mono t, int64_t ms)
{
	return (struct mono){ t.ns + ms * 1000000 };
}

/* Milliseconds from a to b. */
static inline int64_t
mono_diff_ms(struct mono a, struct mono b)
{
	return (b.ns - a.ns) / 1000000;
}

static inline bool
mono_is_set(struct mono t)
{
	return t.ns != 0;
}

#endif
