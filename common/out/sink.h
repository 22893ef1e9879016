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

#ifndef OUT_SINK_H
#define OUT_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/buf.h"

/*
 * A sink takes a tree of values in order and writes it in one format, JSON
 * or CBOR.  Emitters of the codec tables know sinks only, never formats.
 * Strings may hold any byte: the sink escapes by its format's rules and
 * replaces what is not UTF-8.  Output errors stick in the wbuf.
 */
#define SINK_DEPTH	24

struct sink;

struct sink_ops {
	void	(*obj)(struct sink *);
	void	(*end_obj)(struct sink *);
	void	(*arr)(struct sink *);
	void	(*end_arr)(struct sink *);
	void	(*key)(struct sink *, const char *, size_t);
	void	(*str)(struct sink *, const char *, size_t);
	void	(*u64)(struct sink *, uint64_t);
	void	(*i64)(struct sink *, int64_t);
	void	(*dbl)(struct sink *, double);
	void	(*time)(struct sink *, int64_t);
	void	(*boolean)(struct sink *, bool);
	void	(*null)(struct sink *);
	void	(*bigint)(struct sink *, const uint8_t *, size_t);
};

struct sink {
	const struct sink_ops	*ops;
	struct wbuf		*w;
	uint8_t			 version;	/* ExaBGP JSON: 4, 5 or 6 */
	uint8_t			 depth;
	bool			 words;	/* as in tables, see show */
	bool			 first[SINK_DEPTH];
	bool			 after_key;
};

extern const struct sink_ops sink_json_ops, sink_cbor_ops;

void	sink_init(struct sink *, const struct sink_ops *, struct wbuf *);

static inline void sink_obj(struct sink *s) { s->ops->obj(s); }
static inline void sink_end_obj(struct sink *s) { s->ops->end_obj(s); }
static inline void sink_arr(struct sink *s) { s->ops->arr(s); }
static inline void sink_end_arr(struct sink *s) { s->ops->end_arr(s); }
static inline void sink_u64(struct sink *s, uint64_t v) { s->ops->u64(s, v); }
static inline void sink_i64(struct sink *s, int64_t v) { s->ops->i64(s, v); }
static inline void sink_dbl(struct sink *s, double v) { s->ops->dbl(s, v); }
/* A point in time, in microseconds, as a number of seconds. */
static inline void sink_time(struct sink *s, int64_t v) { s->ops->time(s, v); }
static inline void sink_bool(struct sink *s, bool v) { s->ops->boolean(s, v); }
static inline void sink_null(struct sink *s) { s->ops->null(s); }

/* A key that the codec or a peer made up at run time. */
static inline void
sink_nkey(struct sink *s, const char *k, size_t n)
{
	s->ops->key(s, k, n);
}

static inline void
sink_key(struct sink *s, const char *k)
{
	s->ops->key(s, k, strlen(k));
}

static inline void
sink_nstr(struct sink *s, const char *v, size_t n)
{
	s->ops->str(s, v, n);
}

static inline void
sink_str(struct sink *s, const char *v)
{
	s->ops->str(s, v, strlen(v));
}

/* An unsigned big-endian number of any length, as an integer. */
static inline void
sink_bigint(struct sink *s, const uint8_t *p, size_t n)
{
	s->ops->bigint(s, p, n);
}

/* A string of hexadecimal digits, with "0x" in front if prefix is set. */
void	sink_hex(struct sink *, const void *, size_t, bool, bool);
void	sink_fmt(struct sink *, const char *, ...)
	    __attribute__((__format__(__printf__, 2, 3)));

#endif
