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

/*
 * Interned attribute blocks and peer sets: equal ones are one object.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/large.h"
#include "base/log.h"
#include "rib.h"

static int
attrs_rehash(struct rib *rib)
{
	/* seldom, as each attribute block is touched */
	size_t n = rib->nabuckets == 0 ? 256 : rib->nabuckets * 4, i;
	struct attrs **b, *a;

	if ((b = calloc(n, sizeof(*b))) == NULL)
		return -1;
	large_hint(b, n * sizeof(*b));
	for (i = 0; i < rib->nabuckets; i++) {
		while ((a = rib->abucket[i]) != NULL) {
			rib->abucket[i] = a->next;
			a->next = b[a->hash & (n - 1)];
			b[a->hash & (n - 1)] = a;
		}
	}
	free(rib->abucket);
	rib->abucket = b;
	rib->nabuckets = n;
	return 0;
}

struct attrs *
attrs_get(struct rib *rib, const void *data, size_t len)
{
	uint32_t hash = (uint32_t)hash_bytes(rib->hashkey, data, len);
	struct attrs *a;

	if (rib->nattrs >= rib->nabuckets && attrs_rehash(rib) == -1 &&
	    rib->nabuckets == 0)
		return NULL;
	for (a = rib->abucket[hash & (rib->nabuckets - 1)]; a != NULL;
	    a = a->next) {
		if (a->hash == hash && a->len == len &&
		    memcmp(a->data, data, len) == 0) {
			a->refs++;
			return a;
		}
	}
	if ((a = slab_alloc(&rib->slab, sizeof(*a) + len)) == NULL)
		return NULL;
	a->refs = 1;
	a->hash = hash;
	a->len = (uint32_t)len;
	memcpy(a->data, data, len);
	a->next = rib->abucket[hash & (rib->nabuckets - 1)];
	rib->abucket[hash & (rib->nabuckets - 1)] = a;
	rib->nattrs++;
	return a;
}

void
attrs_unref(struct rib *rib, struct attrs *a)
{
	struct attrs **p;

	if (a == NULL || --a->refs > 0)
		return;
	p = &rib->abucket[a->hash & (rib->nabuckets - 1)];
	while (*p != a)
		p = &(*p)->next;
	*p = a->next;
	rib->nattrs--;
	slab_free(&rib->slab, a, sizeof(*a) + a->len);
}

static int
pset_rehash(struct rib *rib)
{
	size_t n = rib->npbuckets == 0 ? 64 : rib->npbuckets * 2, i;
	struct pset **b, *s;

	if ((b = calloc(n, sizeof(*b))) == NULL)
		return -1;
	for (i = 0; i < rib->npbuckets; i++) {
		while ((s = rib->pbucket[i]) != NULL) {
			rib->pbucket[i] = s->next;
			s->next = b[s->hash & (n - 1)];
			b[s->hash & (n - 1)] = s;
		}
	}
	free(rib->pbucket);
	rib->pbucket = b;
	rib->npbuckets = n;
	return 0;
}

/*
 * The set with these words; NULL if it is empty.  Without memory this is the
 * end: peers taken for none would miss what is for them, and nobody know.
 * Whoever is asked for a route makes sure of memory before.
 */
struct pset *
pset_get(struct rib *rib, const uint64_t *w, size_t nw)
{
	struct pset *s;
	uint32_t hash;
	size_t i;

	while (nw > 0 && w[nw - 1] == 0)
		nw--;
	if (nw == 0)
		return NULL;
	hash = (uint32_t)hash_bytes(rib->hashkey, w, nw * 8);
	if (rib->npsets >= rib->npbuckets && pset_rehash(rib) == -1 &&
	    rib->npbuckets == 0)
		fatalx("out of memory");
	for (s = rib->pbucket[hash & (rib->npbuckets - 1)]; s != NULL;
	    s = s->next) {
		if (s->hash == hash && s->nw == nw &&
		    memcmp(s->w, w, nw * 8) == 0) {
			s->refs++;
			return s;
		}
	}
	if ((s = slab_alloc(&rib->slab, sizeof(*s) + nw * 8)) == NULL)
		fatalx("out of memory");
	memset(s, 0, sizeof(*s));
	s->refs = 1;
	s->hash = hash;
	s->nw = (uint32_t)nw;
	memcpy(s->w, w, nw * 8);
	while (s->w[s->first] == 0)
		s->first++;
	for (i = 0; i < nw; i++)
		s->fold |= w[i];
	s->next = rib->pbucket[hash & (rib->npbuckets - 1)];
	rib->pbucket[hash & (rib->npbuckets - 1)] = s;
	rib->npsets++;
	return s;
}

void
pset_unref(struct rib *rib, struct pset *s)
{
	struct pset **p;

	if (s == NULL || --s->refs > 0)
		return;
	p = &rib->pbucket[s->hash & (rib->npbuckets - 1)];
	while (*p != s)
		p = &(*p)->next;
	*p = s->next;
	rib->npsets--;
	slab_free(&rib->slab, s, sizeof(*s) + s->nw * 8);
}

bool
pset_test(const struct pset *s, uint32_t peer)
{
	return s != NULL && peer / 64 < s->nw &&
	    (s->w[peer / 64] >> peer % 64 & 1) != 0;
}

uint32_t
pset_first(const struct pset *s)
{
	return s == NULL ? 0 : s->first * 64 +
	    (uint32_t)__builtin_ctzll(s->w[s->first]);
}

bool
pset_meets(const struct pset *a, const struct pset *b)
{
	uint32_t i, n;

	if (a == NULL || b == NULL)
		return false;
	if (a == b)
		return true;
	n = a->nw < b->nw ? a->nw : b->nw;
	for (i = a->first > b->first ? a->first : b->first; i < n; i++)
		if ((a->w[i] & b->w[i]) != 0)
			return true;
	return false;
}

static uint64_t
word(const struct pset *s, size_t i)
{
	return s != NULL && i < s->nw ? s->w[i] : 0;
}

enum set_op { OP_AND, OP_MINUS, OP_OR };

static struct pset *
pset_ref(const struct pset *s)
{
	struct pset *r = (struct pset *)(uintptr_t)s;

	if (r != NULL)
		r->refs++;
	return r;
}

static struct pset *
pset_op(struct rib *rib, const struct pset *a, const struct pset *b,
    enum set_op op)
{
	uint64_t w[RIB_PEERS_MAX / 64];
	size_t na = a == NULL ? 0 : a->nw, nb = b == NULL ? 0 : b->nw, i;
	size_t n = na > nb ? na : nb;

	if (op == OP_OR && (a == b || a == NULL || b == NULL))
		return pset_ref(a != NULL ? a : b);
	if (op == OP_AND && a == b)
		return pset_ref(a);
	for (i = 0; i < n; i++) {
		w[i] = word(a, i);
		if (op == OP_AND)
			w[i] &= word(b, i);
		else if (op == OP_MINUS)
			w[i] &= ~word(b, i);
		else
			w[i] |= word(b, i);
	}
	return pset_get(rib, w, n);
}

struct pset *
pset_and(struct rib *rib, const struct pset *a, const struct pset *b)
{
	return pset_op(rib, a, b, OP_AND);
}

struct pset *
pset_minus(struct rib *rib, const struct pset *a, const struct pset *b)
{
	return pset_op(rib, a, b, OP_MINUS);
}

struct pset *
pset_or(struct rib *rib, const struct pset *a, const struct pset *b)
{
	return pset_op(rib, a, b, OP_OR);
}

void
pset_add(struct rib *rib, struct pset **s, const struct pset *more)
{
	struct pset *old = *s;

	*s = pset_or(rib, old, more);
	pset_unref(rib, old);
}

void
pset_del(struct rib *rib, struct pset **s, const struct pset *less)
{
	struct pset *old = *s;

	*s = pset_minus(rib, old, less);
	pset_unref(rib, old);
}
