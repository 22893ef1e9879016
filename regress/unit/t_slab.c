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

#include <atf-c.h>
#include <stdlib.h>
#include <string.h>

#include "base/slab.h"

#define OBJECTS	4000

static struct {
	uint8_t	*p;
	size_t	 size;
	uint8_t	 fill;
} objects[OBJECTS];

static void
put(struct slab *s, size_t i, size_t size)
{
	objects[i].p = slab_alloc(s, size);
	ATF_REQUIRE(objects[i].p != NULL);
	objects[i].size = size;
	objects[i].fill = (uint8_t)(i * 7 + size);
	memset(objects[i].p, objects[i].fill, size);
	if (size > 56 && size <= 64)
		ATF_REQUIRE_EQ(0, (uintptr_t)objects[i].p % 64);
}

static void
check_and_free(struct slab *s, size_t i)
{
	size_t k;

	for (k = 0; k < objects[i].size; k++)
		ATF_REQUIRE_EQ(objects[i].fill, objects[i].p[k]);
	slab_free(s, objects[i].p, objects[i].size);
}

/*
 * Objects of all sizes, exchanged at random: none overlaps another, and
 * those as long as a cache line lie in one.
 */
ATF_TC_WITHOUT_HEAD(mixed);
ATF_TC_BODY(mixed, tc)
{
	struct slab s;
	size_t i, n;

	(void)tc;
	srandom(1);
	slab_init(&s);
	for (i = 0; i < OBJECTS; i++)
		put(&s, i, 8 + (size_t)random() % (SLAB_MAX + 40));
	for (n = 0; n < 100000; n++) {
		i = (size_t)random() % OBJECTS;
		check_and_free(&s, i);
		put(&s, i, 8 + (size_t)random() % (SLAB_MAX + 40));
	}
	for (i = 0; i < OBJECTS; i++)
		check_and_free(&s, i);
	ATF_CHECK_EQ(0, s.used);
	slab_done(&s);
}

/* What lies before an object that begins a line is used for smaller ones. */
ATF_TC_WITHOUT_HEAD(gaps);
ATF_TC_BODY(gaps, tc)
{
	uint8_t *small, *line, *gap;
	struct slab s;

	(void)tc;
	slab_init(&s);
	small = slab_alloc(&s, 16);
	line = slab_alloc(&s, 64);
	gap = slab_alloc(&s, 48);
	ATF_CHECK_EQ(0, (uintptr_t)line % 64);
	ATF_CHECK(gap == small + 16);
	ATF_CHECK(line == small + 64);
	slab_done(&s);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, mixed);
	ATF_TP_ADD_TC(tp, gaps);
	return atf_no_error();
}
