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
 * Watchdogs: routes of the configuration under a name, which programs
 * announce and withdraw together.  What a name was last set to outlives a
 * reload; a name never set follows the `withdraw` of each route.
 */
#include <sys/types.h>
#include <sys/tree.h>

#include <stdlib.h>
#include <string.h>

#include "eng.h"

enum dog_state { DOG_AS_WRITTEN, DOG_UP, DOG_DOWN };

struct dog_route {
	struct dog_route *next;
	struct attrs	 *attrs;
	struct pset	 *peers;
	uint32_t	  path_id;
	uint16_t	  len;
	uint8_t		  fam;
	uint8_t		  nlri[];
};

struct dog {
	RB_ENTRY(dog)	  entry;
	struct dog_route *routes;	/* as written: the last word wins */
	struct dog_route **end;
	enum dog_state	  state;
	char		  name[CONF_NAME_MAX];
};

static int
dog_cmp(const struct dog *a, const struct dog *b)
{
	return strcmp(a->name, b->name);
}

static RB_HEAD(dogs, dog) dogs = RB_INITIALIZER(&dogs);
RB_PROTOTYPE(dogs, dog, entry, dog_cmp)
RB_GENERATE(dogs, dog, entry, dog_cmp)

static struct dog *
dog_find(const char *name)
{
	struct dog key;

	strlcpy(key.name, name, sizeof(key.name));
	return RB_FIND(dogs, &dogs, &key);
}

static struct dog *
dog_get(const char *name)
{
	struct dog *d = dog_find(name);

	if (d != NULL || (d = calloc(1, sizeof(*d))) == NULL)
		return d;
	d->end = &d->routes;
	strlcpy(d->name, name, sizeof(d->name));
	(void)RB_INSERT(dogs, &dogs, d);
	return d;
}

/*
 * A new configuration follows: what was said of a name stays, the routes are
 * sent anew.
 */
void
watchdogs_reset(void)
{
	struct dog_route *r;
	struct dog *d, *next;

	RB_FOREACH_SAFE(d, dogs, &dogs, next) {
		while ((r = d->routes) != NULL) {
			d->routes = r->next;
			attrs_unref(&eng.rib, r->attrs);
			pset_unref(&eng.rib, r->peers);
			free(r);
		}
		d->end = &d->routes;
		if (d->state != DOG_AS_WRITTEN)
			continue;
		(void)RB_REMOVE(dogs, &dogs, d);
		free(d);
	}
}

void
watchdogs_clone(uint32_t from, const struct pset *to)
{
	struct dog_route *r;
	struct dog *d;

	RB_FOREACH(d, dogs, &dogs)
		for (r = d->routes; r != NULL; r = r->next)
			if (pset_test(r->peers, from))
				pset_add(&eng.rib, &r->peers, to);
}

void
watchdogs_forget(const struct pset *who)
{
	struct dog_route *r;
	struct dog *d;

	RB_FOREACH(d, dogs, &dogs)
		for (r = d->routes; r != NULL; r = r->next)
			pset_del(&eng.rib, &r->peers, who);
}

/*
 * A route under a name: 1 if it is to be announced now, 0 if it is held,
 * -1 without memory.
 */
int
watchdog_add(const char *name, const struct rib_key *k, struct attrs *a,
    struct pset *peers, bool held)
{
	struct dog *d = dog_get(name);
	struct dog_route *r;

	if (d == NULL || (r = malloc(sizeof(*r) + k->len)) == NULL)
		/* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): in the tree */
		return -1;
	r->attrs = a;
	a->refs++;
	r->peers = pset_or(&eng.rib, peers, NULL);
	r->path_id = k->path_id;
	r->len = k->len;
	r->fam = k->fam;
	memcpy(r->nlri, k->nlri, k->len);
	r->next = NULL;
	*d->end = r;
	d->end = &r->next;
	return !watchdog_holds(name, held);
}

bool
watchdog_holds(const char *name, bool held)
{
	const struct dog *d = dog_find(name);

	if (d == NULL || d->state == DOG_AS_WRITTEN)
		return held;
	return d->state == DOG_DOWN;
}

/*
 * Announce or withdraw all routes under a name, if there are any; -1 if there
 * was no memory for some.  They are the configuration's, whoever releases
 * them.
 */
int
watchdog_set(const char *name, bool up)
{
	const uint8_t owner = eng.rib.owner;
	struct dog *d = dog_find(name);
	struct dog_route *r;
	struct rib_key k;
	int ret = 0;

	if (d == NULL)
		return 0;
	d->state = up ? DOG_UP : DOG_DOWN;
	eng.rib.owner = 0;
	for (r = d->routes; r != NULL; r = r->next) {
		k = (struct rib_key){ r->nlri, r->path_id, r->len, r->fam,
		    0, 0 };
		if ((up ? rib_announce(&eng.rib, &k, r->attrs, r->peers,
		    RIB_STATIC) : rib_withdraw(&eng.rib, &k, r->peers, eng.up,
		    false)) == -1)
			ret = -1;
	}
	eng.rib.owner = owner;
	return ret;
}
