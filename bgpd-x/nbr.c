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
 * Lists of neighbors as the parent knows them: those of now, and those of a
 * configuration that is being taken.  They are found by number, and those of
 * the next configuration take over the numbers of the ones they follow.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "parent.h"

void
nbrs_index(struct nbr_list *l)
{
	size_t i;

	memset(l->at, 0, sizeof(l->at));
	for (i = 0; i < l->n; i++)
		l->at[l->v[i].conf.id] = (uint16_t)(i + 1);
}

struct nbr *
nbr_find(const struct nbr_list *l, uint32_t id)
{
	return id < DYNAMIC_ID && l->at[id] != 0 ? &l->v[l->at[id] - 1] : NULL;
}

uint32_t
nbrs_free_id(const struct nbr_list *l, uint32_t id)
{
	do {
		if (++id >= DYNAMIC_ID)
			id = 1;
	} while (l->at[id] != 0);
	return id;
}

void
nbrs_free(struct nbr_list *l)
{
	size_t i;

	for (i = 0; l->v != NULL && i < l->n; i++)
		free(l->v[i].name);
	freezero(l->v, l->n * sizeof(*l->v));
	memset(l, 0, sizeof(*l));
}

static bool
same_key(const struct peer_key *a, const struct peer_key *b)
{
	return a->len == b->len && memcmp(a->key, b->key, a->len) == 0 &&
	    a->ao == b->ao && a->ao_keyid == b->ao_keyid &&
	    a->ao_alg == b->ao_alg;
}

/*
 * The engine is not told the key but must see that it changed, since a
 * session goes on with the one it began with: a number that is not 0.
 */
static uint8_t
key_number(const struct nbr *old, const struct peer_key *key)
{
	if (key->len == 0)
		return 0;
	if (same_key(&old->key, key))
		return old->conf.key_number;
	return (uint8_t)(old->conf.key_number % 255 + 1);
}

/* By name; those of one name in the order of the file. */
static int
by_name(const void *a, const void *b)
{
	const struct nbr *const *x = a, *const *y = b;
	int r = strcmp((*x)->name, (*y)->name);

	return r != 0 ? r : (*x > *y) - (*x < *y);
}

/* The first of that name, or where it would be. */
static size_t
lower_bound(struct nbr *const *v, size_t n, const char *name)
{
	size_t low = 0, mid;

	while (low < n) {
		mid = low + (n - low) / 2;
		if (strcmp(v[mid]->name, name) < 0)
			low = mid + 1;
		else
			n = mid;
	}
	return low;
}

static void
claim(struct nbr *new, struct nbr **old, size_t nold, bool other_port)
{
	size_t i;

	for (i = lower_bound(old, nold, new->name); i < nold &&
	    strcmp(old[i]->name, new->name) == 0; i++) {
		if (old[i]->claimed || (!other_port &&
		    old[i]->conf.listen_port != new->conf.listen_port))
			continue;
		old[i]->claimed = true;
		new->conf.id = old[i]->conf.id;
		new->conf.key_number = key_number(old[i], &new->key);
		return;
	}
}

/* See parent.h.  Several may have one name, and differ in where they listen. */
const char *
nbrs_number(struct nbr_list *new, const struct nbr_list *now)
{
	struct nbr **old;
	size_t i, left = DYNAMIC_ID - 1 - now->n;
	uint32_t next = 0;
	int pass;

	if ((old = calloc(now->n + 1, sizeof(*old))) == NULL)
		return "out of memory";
	for (i = 0; i < now->n; i++) {
		old[i] = &now->v[i];
		old[i]->claimed = false;
	}
	qsort(old, now->n, sizeof(*old), by_name);
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < new->n; i++)
			if (new->v[i].conf.id == 0)
				claim(&new->v[i], old, now->n, pass == 1);
	free(old);
	for (i = 0; i < new->n; i++) {
		if (new->v[i].conf.id != 0)
			continue;
		if (left-- == 0)
			return "too many neighbors are new at once";
		new->v[i].conf.id = next = nbrs_free_id(now, next);
	}
	nbrs_index(new);
	return NULL;
}
