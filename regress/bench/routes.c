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

/* Sets of routes that follow from a word, see bench.h. */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "base/hash.h"

#define SHARE_OF(x)	((uint32_t)((x) * 65536))

static const char *const kinds[] = { "ipv4", "ipv6", "flow", "vpn", "host",
    "table", "bulk" };

/* Prefix lengths of the public tables, with the share of each. */
struct share {
	uint8_t		len;
	uint32_t	part;		/* of 65536, cumulative */
};

static const struct share lengths4[] = {
	{ 24, SHARE_OF(.61) }, { 22, SHARE_OF(.72) }, { 23, SHARE_OF(.82) },
	{ 20, SHARE_OF(.87) }, { 21, SHARE_OF(.93) }, { 19, SHARE_OF(.96) },
	{ 18, SHARE_OF(.975) }, { 17, SHARE_OF(.985) }, { 16, 65536 }
};
static const struct share lengths6[] = {
	{ 48, SHARE_OF(.46) }, { 32, SHARE_OF(.60) }, { 44, SHARE_OF(.70) },
	{ 40, SHARE_OF(.80) }, { 36, SHARE_OF(.86) }, { 47, SHARE_OF(.92) },
	{ 46, 65536 }
};

static uint32_t
mix(uint64_t a, uint64_t b)
{
	return (uint32_t)hash_mix(a * 2 + 0x9e3779b97f4a7c15U,
	    b * 2 + 0xd6e8feb86659fd93U);
}

/* An odd factor permutes: none comes twice. */
static uint32_t
permute(uint32_t k, unsigned bits)
{
	return k * 2654435761U & (bits == 32 ? 0xffffffff : (1U << bits) - 1);
}

static bool
usable4(uint32_t a)
{
	uint32_t net = a >> 24;

	return net != 0 && net != 10 && net < 224 && net != 127;
}

/* Counters go on where the last prefix of that length was. */
static uint32_t
next4(uint32_t *counter, unsigned len)
{
	uint32_t a;

	do
		a = permute((*counter)++, len) << (32 - len);
	while (!usable4(a));
	return a;
}

static void
put_be(uint8_t *p, uint64_t v, unsigned bytes)
{
	while (bytes > 0) {
		p[--bytes] = (uint8_t)v;
		v >>= 8;
	}
}

static unsigned
length_of(const struct share *s, uint32_t dice)
{
	while ((dice & 0xffff) >= s->part)
		s++;
	return s->len;
}

/* Runs of routes with one set: 6.5 of them on average, with a heavy tail. */
static uint32_t
run_length(uint32_t dice)
{
	uint32_t part = dice & 0xff, more = dice >> 8 & 0xff;

	if (part < 150)
		return 1 + more % 3;
	if (part < 230)
		return 3 + more % 8;
	return 8 + more % 64;
}

static void
table_init(struct routes *r)
{
	uint32_t count4[33] = { 0 }, count6[65] = { 0 }, i, set = 0, left = 0;
	uint64_t a;
	unsigned len;

	r->table = calloc(r->n, sizeof(*r->table));
	r->set_of = calloc(r->n, sizeof(*r->set_of));
	if (r->table == NULL || r->set_of == NULL)
		err(1, NULL);
	for (i = 0; i < r->n; i++) {
		if (left-- == 0) {
			set++;
			left = run_length(mix(set, 77)) - 1;
		}
		r->set_of[i] = set;
		if (i < r->n4) {
			len = length_of(lengths4, mix(i, 4));
			put_be(r->table[i] + 1, next4(&count4[len], len), 4);
		} else {
			len = length_of(lengths6, mix(i, 6));
			a = (uint64_t)1 << 61 | (uint64_t)permute(
			    ++count6[len], len - 3 > 31 ? 31 : len - 3) <<
			    (64 - len);
			put_be(r->table[i] + 1, a, 8);
		}
		r->table[i][0] = (uint8_t)len;
	}
	r->sets = set + 1;
}

static uint32_t
number(char **rest, uint32_t def)
{
	char *p = *rest, *end;
	unsigned long v;

	if (p == NULL || *p == '\0')
		return def;
	v = strtoul(p, &end, 10);
	*rest = *end == '\0' ? NULL : end + 1;
	return (uint32_t)v;
}

void
routes_init(struct routes *r, const char *spec)
{
	char buf[128], *p;
	size_t k;

	memset(r, 0, sizeof(*r));
	if (strlcpy(buf, spec, sizeof(buf)) >= sizeof(buf) ||
	    (p = strchr(buf, ':')) == NULL)
		errx(2, "%s: not routes", spec);
	*p++ = '\0';
	for (k = 0; strcmp(kinds[k], buf) != 0; )
		if (++k == sizeof(kinds) / sizeof(kinds[0]))
			errx(2, "%s: no such kind", spec);
	r->kind = (enum kind)k;
	r->n = r->n4 = number(&p, 0);
	if (r->kind == KIND_TABLE)
		r->n += number(&p, 0);
	r->sets = number(&p, 1);
	r->salt = number(&p, 0);
	r->changed = number(&p, r->n);
	if (r->kind == KIND_TABLE)
		table_init(r);
	if (r->sets == 0)
		errx(2, "%s: no attribute sets", spec);
}

void
routes_free(struct routes *r)
{
	free(r->table);
	free(r->set_of);
}

bool
routes_v6(const struct routes *r, uint32_t i)
{
	return r->kind == KIND_IPV6 || (r->kind == KIND_TABLE && i >= r->n4);
}

/* Spread over the unicast space, but 10 and 127. */
static uint32_t
slash24(uint32_t i)
{
	uint32_t v = i, net;

	do
		v = permute(v, 24);
	while (v >= 221U << 16);
	net = (v >> 16) + 1;
	if (net >= 10)
		net++;
	if (net >= 127)
		net++;
	return net << 16 | (v & 0xffff);
}

/* In wire form; its length. */
size_t
routes_nlri(const struct routes *r, uint32_t i, uint8_t *b)
{
	static const uint8_t vpn[] = { 88 + 24, 0, 0x06, 0x41, 0, 0, 0xfd,
	    0xe8, 0, 0, 0, 1 };		/* label 100, 65000:1 */

	switch (r->kind) {
	case KIND_IPV4:
	case KIND_BULK:
		b[0] = 24;
		put_be(b + 1, slash24(i + 1), 3);
		return 4;
	case KIND_HOST:
		b[0] = 32;
		put_be(b + 1, 0x64400000U + i, 4);
		return 5;
	case KIND_IPV6:
		b[0] = 48;
		put_be(b + 1, (uint64_t)0x2001 << 32 | permute(i + 1, 32), 6);
		return 7;
	case KIND_FLOW:
		b[0] = 5;		/* length, type 1, a /24 */
		b[1] = 1;
		b[2] = 24;
		put_be(b + 3, slash24(i + 1), 3);
		return 6;
	case KIND_VPN:
		memcpy(b, vpn, sizeof(vpn));
		put_be(b + sizeof(vpn), slash24(i + 1), 3);
		return sizeof(vpn) + 3;
	default:
		memcpy(b, r->table[i], 18);
		return 1 + (b[0] + 7U) / 8;
	}
}

uint32_t
routes_set(const struct routes *r, uint32_t i)
{
	uint32_t set;

	if (r->set_of != NULL)
		set = r->set_of[i];
	else if (r->kind == KIND_BULK)
		set = i / BULK % r->sets;
	else
		set = i * 40503U % r->sets;
	if (i < r->changed)
		set += r->salt * r->sets;
	return set;
}

/* Nobody's own: neither reserved (RFC 6996, 7300) nor AS_TRANS. */
static uint32_t
as_number(uint32_t v)
{
	return v == 23456 || (v >= 64496 && v < 131072) ? v + 70000 : v;
}

/* As in the Internet: 4.3 ASes, some prepended, 0 to 24 communities. */
static void
aset_table(uint32_t set, struct aset *a)
{
	static const uint8_t ases[16] = { 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5,
	    5, 6, 6, 8 };
	uint32_t dice = mix(set, 1), i;

	a->npath = ases[dice & 15];
	for (i = 0; i < a->npath; i++)
		a->path[i] = i == 0 ? 1000 + dice % 50 : as_number(3000 +
		    mix(set, 100 + i) % (i < 3 ? 5000 : 300000));
	if ((dice >> 4 & 15) == 0)
		a->path[a->npath - 1] = a->path[a->npath - 2];
	a->ncom = (dice >> 8 & 7) == 0 ? 0 : (dice >> 12) % 12 +
	    ((dice >> 20 & 7) == 0 ? 13 : 0);
	for (i = 0; i < a->ncom; i++)
		a->com[i] = a->path[0] << 16 | (i * 2000 + mix(set, 200 + i) %
		    2000);
	a->has_large = dice >> 24 < 20;		/* 8 % */
	a->large[0] = a->path[0];
	a->large[1] = dice & 0xffff;
	a->large[2] = 1;
}

void
routes_aset(const struct routes *r, uint32_t set, struct aset *a)
{
	memset(a, 0, sizeof(*a));
	if (r->kind == KIND_TABLE) {
		aset_table(set, a);
		return;
	}
	if (r->kind == KIND_FLOW) {
		a->discard = true;
		if (r->sets == 1)
			return;
	}
	a->ncom = 2;
	if (r->sets == 1) {
		/* what every program can originate */
		a->com[0] = (uint32_t)DAEMON_AS << 16 | (2 * set + 1);
		a->com[1] = (uint32_t)DAEMON_AS << 16 | (2 * set + 2);
		return;
	}
	a->com[0] = (uint32_t)DAEMON_AS << 16 | (set & 0xffff);
	a->com[1] = (uint32_t)SINK_AS << 16 | (set >> 4 & 0xffff);
	if (r->kind == KIND_FLOW)
		return;
	a->med = set;
	a->npath = 2;
	a->path[0] = 64512 + set % 400;
	a->path[1] = 3000 + set;
}

/* The sum that a peer comes to who has all of them. */
uint64_t
routes_sum(const struct routes *r)
{
	uint64_t sum = 0, attrs = 0;
	uint32_t i, set, last = UINT32_MAX;
	uint8_t b[NLRI_MAX];
	struct aset a;
	size_t n;

	for (i = 0; i < r->n; i++) {
		set = routes_set(r, i);
		if (set != last) {
			routes_aset(r, set, &a);
			attrs = sum_aset(&a);
			last = set;
		}
		n = routes_nlri(r, i, b);
		sum += sum_route(attrs, sum_nlri(b, n));
	}
	return sum;
}
