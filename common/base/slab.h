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

#ifndef BASE_SLAB_H
#define BASE_SLAB_H

#include <stddef.h>
#include <stdint.h>

/*
 * Memory from size classes of eight bytes up to SLAB_MAX, cut from pages
 * of 256 KiB or, when there are many, of 2 MiB: no header per object, freed
 * objects are reused by class.  One of 64 bytes lies in one cache line.
 * Larger objects come from malloc.  The caller gives the size back.
 */
#define SLAB_MAX	256

struct slab_chunk;

struct slab {
	void			*free[SLAB_MAX / 8 + 1];
	struct slab_chunk	*chunks;
	uint8_t			*next;
	size_t			 left;
	size_t			 used;		/* bytes handed out */
};

void	 slab_init(struct slab *);
void	 slab_done(struct slab *);
void	*slab_alloc(struct slab *, size_t);	/* NULL: out of memory */
void	 slab_free(struct slab *, void *, size_t);
/* The next small objects, of so many bytes in all, will be had; or -1. */
int	 slab_ready(struct slab *, size_t);

#endif
