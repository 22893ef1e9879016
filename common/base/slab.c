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
#include <string.h>

#include "large.h"
#include "slab.h"

#define CACHE_LINE	64
#define CHUNK_SIZE	(256 * 1024)
#define LARGE_FROM	(4 * CHUNK_SIZE)	/* bytes in use */

/* As long as a cache line, so that objects of that size lie in one each. */
struct slab_chunk {
	struct slab_chunk	*next;
	uint8_t			 pad[CACHE_LINE - sizeof(void *)];
};

void
slab_init(struct slab *s)
{
	memset(s, 0, sizeof(*s));
}

/* Free all chunks; objects above SLAB_MAX must have been freed before. */
void
slab_done(struct slab *s)
{
	struct slab_chunk *c;

	while ((c = s->chunks) != NULL) {
		s->chunks = c->next;
		free(c);
	}
	slab_init(s);
}

static int
slab_refill(struct slab *s)
{
	size_t size = s->used < LARGE_FROM ? CHUNK_SIZE : LARGE_PAGE;
	struct slab_chunk *c;

	c = aligned_alloc(size < LARGE_PAGE ? CACHE_LINE : size, size);
	if (c == NULL)
		return -1;
	large_hint(c, size);
	c->next = s->chunks;
	s->chunks = c;
	s->next = (uint8_t *)(c + 1);
	s->left = size - sizeof(*c);
	return 0;
}

int
slab_ready(struct slab *s, size_t size)
{
	return s->left < size ? slab_refill(s) : 0;
}

static void
give_back(struct slab *s, void *p, size_t class)
{
	memcpy(p, &s->free[class], sizeof(void *));
	s->free[class] = p;
}

/* Go on at the next cache line; what is left of this one is not lost. */
static void
line_up(struct slab *s)
{
	size_t gap = s->left % CACHE_LINE;

	if (gap == 0)
		return;
	give_back(s, s->next, gap / 8);
	s->next += gap;
	s->left -= gap;
}

void *
slab_alloc(struct slab *s, size_t size)
{
	size_t class = (size + 7) / 8;
	void *p;

	s->used += class * 8;
	if (size > SLAB_MAX) {
		if ((p = malloc(size)) == NULL)
			s->used -= class * 8;
		return p;
	}
	if ((p = s->free[class]) != NULL) {
		memcpy(&s->free[class], p, sizeof(void *));
		return p;
	}
	if (s->left < class * 8 && slab_refill(s) == -1) {
		s->used -= class * 8;
		return NULL;
	}
	if (class * 8 == CACHE_LINE)
		line_up(s);
	p = s->next;
	s->next += class * 8;
	s->left -= class * 8;
	return p;
}

void
slab_free(struct slab *s, void *p, size_t size)
{
	size_t class = (size + 7) / 8;

	if (p == NULL)
		return;
	s->used -= class * 8;
	if (size > SLAB_MAX) {
		free(p);
		return;
	}
	give_back(s, p, class);
}
