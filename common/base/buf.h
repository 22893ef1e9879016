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

#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * rbuf: a read-only view on bytes that came from outside, passed by value
 * or pointer, never allocated.  Every getter checks the bounds; a getter
 * that fails returns zero and sets the sticky error flag, so a parser may
 * read a whole fixed part and check once.
 */
struct rbuf {
	const uint8_t	*p;
	const uint8_t	*end;
	bool		 err;
};

static inline struct rbuf
rb_init(const void *data, size_t len)
{
	const uint8_t *p = data;
	struct rbuf r = { p, len == 0 ? p : p + len, false };

	return r;
}

static inline size_t
rb_left(const struct rbuf *r)
{
	return (size_t)(r->end - r->p);
}

/* The next n bytes, consumed; NULL and the error flag when fewer are left. */
static inline const uint8_t *
rb_bytes(struct rbuf *r, size_t n)
{
	const uint8_t *p = r->p;

	if (r->err || rb_left(r) < n) {
		r->err = true;
		r->p = r->end;
		return NULL;
	}
	if (n > 0)
		r->p += n;
	return p;
}

static inline uint8_t
rb_u8(struct rbuf *r)
{
	const uint8_t *p = rb_bytes(r, 1);

	return p == NULL ? 0 : p[0];
}

static inline uint16_t
rb_u16(struct rbuf *r)
{
	const uint8_t *p = rb_bytes(r, 2);

	return (uint16_t)(p == NULL ? 0 : p[0] << 8 | p[1]);
}

static inline uint32_t
rb_u24(struct rbuf *r)
{
	const uint8_t *p = rb_bytes(r, 3);

	return p == NULL ? 0 :
	    (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

static inline uint32_t
rb_u32(struct rbuf *r)
{
	const uint8_t *p = rb_bytes(r, 4);

	return p == NULL ? 0 : (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static inline uint64_t
rb_u64(struct rbuf *r)
{
	uint64_t hi = rb_u32(r);

	return hi << 32 | rb_u32(r);
}

/* Carve a child view of n bytes: what reads it cannot leave it. */
static inline struct rbuf
rb_sub(struct rbuf *r, size_t n)
{
	const uint8_t *p = rb_bytes(r, n);
	struct rbuf sub = { p, p == NULL || n == 0 ? p : p + n, p == NULL };

	return sub;
}

/* The first byte without consuming it; zero at the end. */
static inline uint8_t
rb_peek(const struct rbuf *r)
{
	return rb_left(r) == 0 ? 0 : r->p[0];
}

/*
 * wbuf: a growable byte buffer with a bound.  A write that would pass the
 * bound, or for which there is no memory, writes nothing and sets the
 * sticky error flag; the caller checks it once at the end.
 */
struct wbuf {
	uint8_t	*p;
	size_t	 len;
	size_t	 cap;
	size_t	 max;
	bool	 err;
};

void	 wb_init(struct wbuf *, size_t);
void	 wb_free(struct wbuf *);
int	 wb_grow(struct wbuf *, size_t);
void	 wb_drain(struct wbuf *, size_t);
void	 wb_printf(struct wbuf *, const char *, ...)
	    __attribute__((__format__(__printf__, 2, 3)));
void	 wb_hex(struct wbuf *, const void *, size_t, bool);

static inline void
wb_reset(struct wbuf *w)
{
	w->len = 0;
	w->err = false;
}

/* Room for n bytes at the end, not yet counted; NULL when there is none. */
static inline uint8_t *
wb_room(struct wbuf *w, size_t n)
{
	if (w->cap - w->len < n && wb_grow(w, n) == -1)
		return NULL;
	return w->p + w->len;
}

static inline void
wb_put(struct wbuf *w, const void *data, size_t n)
{
	uint8_t *p;

	if (n == 0)
		return;
	if ((p = wb_room(w, n)) == NULL)
		return;
	memcpy(p, data, n);
	w->len += n;
}

static inline void
wb_str(struct wbuf *w, const char *s)
{
	wb_put(w, s, strlen(s));
}

static inline void
wb_u8(struct wbuf *w, uint8_t v)
{
	uint8_t *p;

	if ((p = wb_room(w, 1)) == NULL)
		return;
	p[0] = v;
	w->len += 1;
}

static inline void
wb_u16(struct wbuf *w, uint16_t v)
{
	const uint8_t b[2] = { (uint8_t)(v >> 8), (uint8_t)v };

	wb_put(w, b, sizeof(b));
}

static inline void
wb_u24(struct wbuf *w, uint32_t v)
{
	const uint8_t b[3] = { (uint8_t)(v >> 16), (uint8_t)(v >> 8),
	    (uint8_t)v };

	wb_put(w, b, sizeof(b));
}

static inline void
wb_u32(struct wbuf *w, uint32_t v)
{
	const uint8_t b[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16),
	    (uint8_t)(v >> 8), (uint8_t)v };

	wb_put(w, b, sizeof(b));
}

static inline void
wb_u64(struct wbuf *w, uint64_t v)
{
	wb_u32(w, (uint32_t)(v >> 32));
	wb_u32(w, (uint32_t)v);
}

/* Overwrite bytes already written, for lengths known only afterwards. */
static inline void
wb_set_u8(struct wbuf *w, size_t at, uint8_t v)
{
	if (!w->err && at < w->len)
		w->p[at] = v;
}

static inline void
wb_set_u16(struct wbuf *w, size_t at, uint16_t v)
{
	if (w->err || at + 2 > w->len)
		return;
	w->p[at] = (uint8_t)(v >> 8);
	w->p[at + 1] = (uint8_t)v;
}

static inline struct rbuf
wb_view(const struct wbuf *w)
{
	return rb_init(w->p, w->len);
}

#endif
