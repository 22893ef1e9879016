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

#include <stdlib.h>
#include <string.h>

#include "../base/hash.h"
#include "conf_priv.h"

/*
 * Attribute sets of static routes, each kept once.  Routes written one
 * below the other mostly have the same, so the last one is tried first.
 */
#define CHUNK	(64U * 1024)

/* Bytes that live as long as the configuration. */
static uint8_t *
keep(struct cparse *cp, const void *data, size_t len)
{
	struct conf_chunk *c = cp->conf->chunks;
	size_t size = len > CHUNK ? len : CHUNK;

	if (c == NULL || c->size - c->used < len) {
		if ((c = malloc(sizeof(*c) + size)) == NULL) {
			cp->nomem = true;
			(void)diag_err(cp->diag, NULL, "out of memory");
			return NULL;
		}
		c->size = size;
		c->used = 0;
		c->next = cp->conf->chunks;
		cp->conf->chunks = c;
	}
	memcpy(c->data + c->used, data, len);
	c->used += len;
	return c->data + c->used - len;
}

static bool
same(const struct attr_block *a, const struct wbuf *w)
{
	return a->len == w->len && memcmp(a->data, w->p, w->len) == 0;
}

static uint32_t
attr_hash(const struct conf *c, size_t i)
{
	return c->attrs[i].hash;
}

static uint32_t
name_hash(const char *name)
{
	return (uint32_t)hash_bytes(0, name, strlen(name));
}

static uint32_t
watchdog_hash(const struct conf *c, size_t i)
{
	return name_hash(c->watchdogs[i]);
}

/* See conf_priv.h. */
int
conf_slots(struct cparse *cp, struct slots *s, size_t n,
    uint32_t (*hash)(const struct conf *, size_t))
{
	size_t size = s->size == 0 ? 1024 : s->size * 2, i, k;
	uint32_t *v;

	if (n * 2 < s->size)
		return 0;
	if ((v = calloc(size, sizeof(*v))) == NULL) {
		cp->nomem = true;
		return diag_err(cp->diag, NULL, "out of memory");
	}
	for (i = 0; i < n; i++) {
		k = hash(cp->conf, i) & (size - 1);
		while (v[k] != 0)
			k = (k + 1) & (size - 1);
		v[k] = (uint32_t)i + 1;
	}
	free(s->v);
	s->v = v;
	s->size = size;
	return 0;
}

static int64_t
add(struct cparse *cp, size_t slot, uint32_t hash)
{
	struct conf *c = cp->conf;
	struct attr_block *a;

	a = conf_grow(cp, c->attrs, c->nattrs, sizeof(*a));
	if (a == NULL)
		return -1;
	c->attrs = a;
	a += c->nattrs;
	a->len = (uint32_t)cp->intern.block.len;
	a->hash = hash;
	a->data = keep(cp, cp->intern.block.p, a->len);
	if (a->data == NULL)
		return -1;
	cp->intern.slots.v[slot] = (uint32_t)++c->nattrs;
	return (int64_t)c->nattrs - 1;
}

/* See conf_priv.h. */
int64_t
conf_intern(struct cparse *cp)
{
	struct intern *in = &cp->intern;
	struct slots *s = &in->slots;
	struct conf *c = cp->conf;
	uint32_t hash;
	size_t k;
	int64_t i;

	wb_reset(&in->block);
	if (ab_finish(&cp->route.attrs, &in->block) == -1)
		return diag_err(cp->diag, NULL, in->block.len +
		    ATTR_VALUE_MAX + 4 <= in->block.max ? "out of memory" :
		    "the attributes are too long");
	if (in->last != 0 && same(&c->attrs[in->last - 1], &in->block))
		return in->last - 1;
	if (conf_slots(cp, s, c->nattrs, attr_hash) == -1)
		return -1;
	hash = (uint32_t)hash_bytes(0, in->block.p, in->block.len);
	k = hash & (s->size - 1);
	while (s->v[k] != 0) {
		i = (int64_t)s->v[k] - 1;
		if (c->attrs[i].hash == hash && same(&c->attrs[i], &in->block))
			break;
		k = (k + 1) & (s->size - 1);
	}
	i = s->v[k] != 0 ? (int64_t)s->v[k] - 1 : add(cp, k, hash);
	if (i >= 0)
		in->last = (uint32_t)i + 1;
	return i;
}

/* The number of a watchdog, 0 for the empty name. */
int
conf_watchdog(struct cparse *cp, const char *name, uint16_t *number)
{
	struct slots *s = &cp->dogs;
	struct conf *c = cp->conf;
	size_t k;
	void *p;

	*number = 0;
	if (name[0] == '\0')
		return 0;
	if (conf_slots(cp, s, c->nwatchdogs, watchdog_hash) == -1)
		return -1;
	k = name_hash(name) & (s->size - 1);
	while (s->v[k] != 0 && strcmp(c->watchdogs[s->v[k] - 1], name) != 0)
		k = (k + 1) & (s->size - 1);
	if ((*number = (uint16_t)s->v[k]) != 0)
		return 0;
	if (c->nwatchdogs == UINT16_MAX)
		return diag_err(cp->diag, NULL, "more than %d watchdogs",
		    UINT16_MAX);
	p = conf_grow(cp, c->watchdogs, c->nwatchdogs,
	    sizeof(*c->watchdogs));
	if (p == NULL)
		return -1;
	c->watchdogs = p;
	memset(c->watchdogs[c->nwatchdogs], 0, CONF_NAME_MAX);
	(void)strlcpy(c->watchdogs[c->nwatchdogs], name, CONF_NAME_MAX);
	*number = (uint16_t)++c->nwatchdogs;
	s->v[k] = *number;
	return 0;
}
