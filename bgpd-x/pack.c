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
 * Entries of the store to UPDATE messages (RFC 4271 4.3, RFC 4760 3, 4).
 * A batch is sorted into buckets of one family, attribute set and target;
 * withdrawals leave first, then each bucket fills its messages.
 */
#include <sys/types.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec/update.h"
#include "group.h"

#define BATCH		8192	/* entries sorted at once */
#define OUT_BYTES	(60 * 1024)	/* handed over in pieces of this */
#define OUT_MAX		(128 * 1024)	/* and with one message more */
#define MP_HDR_MAX	64	/* header of MP_REACH with its next hop */

struct bucket {
	struct attrs	*attrs;
	struct pset	*peers;
	uint8_t		 fam;
	int32_t		 first, last;
	int32_t		 hnext;
};

struct batch {
	struct rib_entry *e[BATCH];
	int32_t		  next[BATCH];
	struct bucket	  b[BATCH];
	int32_t		  hash[BATCH];
	size_t		  n, nb;
	uint64_t	  start;	/* of the cursor */
};

int
pack_init(struct pack *p, struct rib *rib, pack_fn send, void *arg)
{
	memset(p, 0, sizeof(*p));
	p->rib = rib;
	p->send = send;
	p->arg = arg;
	wb_init(&p->out, OUT_MAX);
	wb_init(&p->attrs, MSG_EXT_MAX);
	wb_init(&p->nlri, MSG_EXT_MAX);
	/* all there will be: a route that finds none would be lost */
	return wb_room(&p->out, OUT_MAX) == NULL ||
	    wb_room(&p->attrs, MSG_EXT_MAX) == NULL ||
	    wb_room(&p->nlri, MSG_EXT_MAX) == NULL ? -1 : 0;
}

void
class_init(struct enc_class *c, const struct negot *n,
    const struct addr *other, const struct peer_conf *conf)
{
	memset(c, 0, sizeof(*c));
	c->negot = *n;
	c->self_other = *other;
	c->group_updates = conf->group_updates;
	c->rate_limit = conf->rate_limit;
	if (conf->open.nexthop)
		c->extnh_refused = conf->open.extnh & ~n->extnh;
	/* of use on a common link only */
	if (n->link_local_nh && conf->ttl_out <= 1)
		c->link_local = conf->link_local;
	/* of no consequence for what we send */
	memset(&c->negot.remote, 0, sizeof(c->negot.remote));
	c->negot.addpath_rx = 0;
	c->negot.peer_id = 0;
	c->negot.hold_time = c->negot.gr_time = 0;
	c->negot.gr_families = 0;
	c->negot.refresh = c->negot.operational = 0;
	c->negot.multisession = c->negot.graceful_restart = 0;
	/* only whether it is our own AS */
	if (n->peer_as != n->local_as)
		c->negot.peer_as = n->local_as == 0 ? 1 : 0;
}

bool
class_same(const struct enc_class *a, const struct enc_class *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

void
pack_eor(struct wbuf *w, enum fam fam)
{
	const struct family *f = &families[fam];

	if (fam == FAM_IPV4_UNICAST) {
		msg_header(w, MSG_UPDATE, MSG_HDR + 4);
		wb_u32(w, 0);
		return;
	}
	msg_header(w, MSG_UPDATE, MSG_HDR + 11);
	wb_u16(w, 0);
	wb_u16(w, 7);
	wb_u8(w, ATTR_OPTIONAL | ATTR_EXTLEN);
	wb_u8(w, ATTR_MP_UNREACH);
	wb_u16(w, 3);
	wb_u16(w, f->afi);
	wb_u8(w, f->safi);
}

static int32_t *
bucket_head(struct batch *b, const struct rib_entry *e)
{
	uintptr_t h = (uintptr_t)e->attrs / 16 * 31 + (uintptr_t)e->peers /
	    16 + e->fam;

	return &b->hash[(h ^ h >> 13) % BATCH];
}

static void
batch_add(struct batch *b, struct rib_entry *e)
{
	int32_t *head = bucket_head(b, e), i, at = (int32_t)b->n++;
	struct bucket *bk;

	b->e[at] = e;
	b->next[at] = -1;
	for (i = *head; i != -1; i = b->b[i].hnext) {
		bk = &b->b[i];
		/* NOLINTNEXTLINE(clang-analyzer-core.*): in a list, so set */
		if (bk->attrs == e->attrs && bk->peers == e->peers &&
		    bk->fam == e->fam) {
			b->next[bk->last] = at;
			bk->last = at;
			return;
		}
	}
	bk = &b->b[b->nb];
	*bk = (struct bucket){ e->attrs, e->peers, e->fam, at, at, *head };
	*head = (int32_t)b->nb++;
}

/* A global IPv6 next hop and our link-local one behind it. */
static void
add_link_local(const struct enc_class *c, uint8_t fam, struct nh *nh)
{
	if (c->link_local.len != 16 || families[fam].afi != AFI_IPV6 ||
	    nh->kind != NH_ADDR || nh->len != 16 ||
	    (nh->b[0] == 0xfe && (nh->b[1] & 0xc0) == 0x80))
		return;
	memcpy(nh->b + 16, c->link_local.b, 16);
	nh->len = 32;
}

/*
 * Our address on the session, or for the other address family that of the
 * same interface; an IPv4 route on an IPv6 session falls back to the router
 * id, as ExaBGP does.
 */
static bool
next_hop_self(const struct enc_class *c, uint8_t fam, struct nh *nh)
{
	const struct addr *a = &c->negot.local;
	size_t want = families[fam].afi == AFI_IPV6 ? 16 : 4;

	if (families[fam].afi != AFI_IPV6 && families[fam].afi != AFI_IPV4)
		want = a->len;
	if (a->len != want)
		a = &c->self_other;
	nh->kind = NH_ADDR;
	if (a->len == want) {
		nh->len = a->len;
		memcpy(nh->b, a->b, a->len);
		return true;
	}
	if (want != 4)
		return false;
	nh->len = 4;
	nh->b[0] = (uint8_t)(c->negot.local_id >> 24);
	nh->b[1] = (uint8_t)(c->negot.local_id >> 16);
	nh->b[2] = (uint8_t)(c->negot.local_id >> 8);
	nh->b[3] = (uint8_t)c->negot.local_id;
	return true;
}

/* See the header. */
const char *
class_next_hop(const struct enc_class *c, uint8_t fam, const struct nh *in,
    struct nh *nh)
{
	*nh = *in;
	if (in->kind == NH_SELF && !next_hop_self(c, fam, nh))
		return "the session's interface has no address for "
		    "next-hop self";
	/* RFC 8950 4: who was asked and has not agreed does not get it */
	if (nh->len >= 16 && (c->extnh_refused & FAM_BIT(fam)) != 0)
		return "the peer has not agreed to next hops of IPv6";
	add_link_local(c, fam, nh);
	return NULL;
}

/* One message under way. */
struct msg {
	const struct enc_class	*c;
	struct pset		*to;	/* a reference */
	struct update_shape	 shape;
};

static void
pack_flush(struct pack *p, const struct pset *to)
{
	if (p->out.len > 0)
		p->send(p->arg, to, p->out.p, p->out.len);
	wb_reset(&p->out);
}

static void
put_message(struct pack *p, const struct msg *m)
{
	if (p->nlri.len == 0)
		return;
	update_put(&m->shape, &p->attrs, &p->nlri, &p->out);
	wb_reset(&p->nlri);
	if (p->out.len >= OUT_BYTES || p->out.len + m->c->negot.msg_max >
	    120 * 1024)
		pack_flush(p, m->to);
}

/* Bytes left for NLRI in a message of this bucket. */
static size_t
nlri_room(const struct pack *p, const struct msg *m)
{
	size_t used = MSG_HDR + 4 + p->attrs.len +
	    (m->shape.plain ? 0 : MP_HDR_MAX);

	return used < m->c->negot.msg_max ? m->c->negot.msg_max - used : 0;
}

static void
warn(const struct pack *p, const struct pset *to, const struct rib_entry *e,
    const char *why)
{
	if (p->warn != NULL)
		p->warn(to, e, why);
}

/* A family known by its numbers: each session has some of them. */
static bool
raw_negotiated(const struct negot *n, const struct rib_entry *e)
{
	struct rbuf r = rb_init(e->nlri, e->len);
	uint16_t afi = rb_u16(&r);

	return raw_family_has(n->raw, RAW_FAMILY(afi, rb_u8(&r)));
}

/*
 * A default route goes alone: to analyzers a length of zero in front of more
 * octets is the first half of a path identifier.
 */
static bool
goes_alone(const struct pack *p, size_t need)
{
	return need == 1 || p->nlri.len == 1;
}

static bool
has_path_id(const struct msg *m, const struct rib_entry *e)
{
	return (m->c->negot.addpath_tx & FAM_BIT(e->fam)) != 0;
}

static bool
fits(const struct msg *m, const struct rib_entry *e, size_t room)
{
	return e->len + (has_path_id(m, e) ? 4U : 0U) <= room;
}

/* False if no message can hold it. */
static bool
put_entry(struct pack *p, const struct msg *m, const struct rib_entry *e)
{
	bool addpath = has_path_id(m, e);
	size_t need = e->len + (addpath ? 4U : 0U), room = nlri_room(p, m);

	if (e->fam == FAM_RAW && !raw_negotiated(&m->c->negot, e)) {
		warn(p, m->to, e, "is not announced: its family was not "
		    "negotiated");
		return true;
	}
	if (need > room)
		return false;
	if (p->nlri.len + need > room || !m->c->group_updates ||
	    e->fam == FAM_RAW || goes_alone(p, need))
		put_message(p, m);
	if (addpath)
		wb_u32(&p->nlri, e->path_id);
	wb_put(&p->nlri, e->nlri, e->len);
	return true;
}

/*
 * Attributes and shape of a bucket's messages; false: not to be sent, and
 * *why if that is to be told.
 */
static bool
bucket_start(struct pack *p, struct msg *m, const struct bucket *b,
    const char **why)
{
	const struct nlri_ops *ops = nlri_table[b->fam];
	struct update_shape *sh = &m->shape;
	struct attr_iter it;
	struct nh nh;

	*why = NULL;
	if (ops == NULL || (m->c->negot.families & FAM_BIT(b->fam)) == 0)
		return false;
	sh->fam = (enum fam)b->fam;
	sh->announce = b->attrs != NULL;
	sh->plain = (ops->flags & NF_V4_FIELD) != 0;
	memset(&sh->nh, 0, sizeof(sh->nh));
	wb_reset(&p->attrs);
	if (!sh->announce) {
		if (ops->flags & NF_WD_ATTRS)
			attr_encode(&m->c->negot, "\0", 2, &sh->nh, false,
			    &p->attrs);
		return true;
	}
	attr_first(&it, b->attrs->data, b->attrs->len, &nh);
	if ((*why = class_next_hop(m->c, b->fam, &nh, &sh->nh)) != NULL)
		return false;
	if (sh->nh.len != 4)
		sh->plain = false;
	attr_encode(&m->c->negot, b->attrs->data, b->attrs->len, &sh->nh,
	    (ops->flags & NF_NH_ATTR) != 0, &p->attrs);
	if (p->attrs.err)
		*why = "its attributes do not fit a message";
	return *why == NULL;
}

/*
 * An IPv6 next hop of IPv4 routes needs an agreement (RFC 8950 4).  If none
 * was sought it is sent as well, as ExaBGP does: the peer may be set up to
 * take it.
 */
static bool
needs_extnh(const struct msg *m, uint8_t fam)
{
	const uint32_t v4 = FAM_BIT(FAM_IPV4_UNICAST) |
	    FAM_BIT(FAM_IPV4_MULTICAST) | FAM_BIT(FAM_IPV4_LABELED) |
	    FAM_BIT(FAM_IPV4_VPN);

	return m->shape.announce && m->shape.nh.len >= 16 &&
	    (FAM_BIT(fam) & v4 & ~m->c->negot.extnh) != 0;
}

/*
 * Routes that these peers can not have: those that `room` is too small for.
 * What they may have in their place, from before, is withdrawn.
 */
static void
hold_bucket(struct pack *p, const struct batch *b, const struct bucket *bk,
    struct msg *m, size_t room, const char *why)
{
	struct bucket gone = *bk;
	const struct rib_entry *e;
	char text[128];
	int32_t i;

	snprintf(text, sizeof(text), "is not announced: %s", why);
	for (i = bk->first; i != -1; i = b->next[i])
		if (!fits(m, b->e[i], room))
			warn(p, m->to, b->e[i], text);
	gone.attrs = NULL;
	if (!bucket_start(p, m, &gone, &why))
		return;
	for (i = bk->first; i != -1; i = b->next[i]) {
		e = b->e[i];
		if (!fits(m, e, room) && e->node.seq > b->start &&
		    (e->flags & RIB_FRESH) == 0)
			(void)put_entry(p, m, e);
	}
	put_message(p, m);
}

static void
fill_bucket(struct pack *p, const struct batch *b, const struct bucket *bk,
    struct msg *m)
{
	const size_t room = nlri_room(p, m);
	bool all = true;
	int32_t i;

	if (needs_extnh(m, bk->fam))
		warn(p, m->to, b->e[bk->first], "has an IPv6 next hop, which "
		    "the peer has not agreed to");
	for (i = bk->first; i != -1; i = b->next[i])
		all &= put_entry(p, m, b->e[i]);
	put_message(p, m);
	if (!all && m->shape.announce)
		hold_bucket(p, b, bk, m, room, "it does not fit a message");
}

static void
put_bucket(struct pack *p, const struct batch *b, const struct bucket *bk,
    struct msg *m, struct pset *members)
{
	struct pset *to = pset_and(p->rib, bk->peers, members);
	const char *why;

	if (to == NULL)
		return;
	/* equal sets are one object: messages for the same peers gather */
	if (m->to != to) {
		pack_flush(p, m->to);
		pset_unref(p->rib, m->to);
		m->to = pset_or(p->rib, to, NULL);
	}
	pset_unref(p->rib, to);
	if (bucket_start(p, m, bk, &why))
		fill_bucket(p, b, bk, m);
	else if (why != NULL)
		hold_bucket(p, b, bk, m, 0, why);
}

static void
put_batch(struct pack *p, const struct batch *b, const struct enc_class *c,
    struct pset *members)
{
	struct msg m = { .c = c };
	size_t i;

	for (i = 0; i < b->nb; i++)
		if (b->b[i].attrs == NULL)
			put_bucket(p, b, &b->b[i], &m, members);
	for (i = 0; i < b->nb; i++)
		if (b->b[i].attrs != NULL)
			put_bucket(p, b, &b->b[i], &m, members);
	pack_flush(p, m.to);
	pset_unref(p->rib, m.to);
}

size_t
pack_run(struct pack *p, struct cursor *cur, const struct enc_class *c,
    const struct pset *members, size_t max)
{
	struct batch *b;
	struct rib_entry *e;
	struct pset *m = pset_or(p->rib, members, NULL);
	size_t total = 0;
	bool more;

	if ((b = malloc(sizeof(*b))) == NULL)
		return 0;
	b->start = cur->start;
	do {
		b->n = b->nb = 0;
		memset(b->hash, 0xff, sizeof(b->hash));
		more = false;
		while (!more && total + b->n < max &&
		    (e = cursor_next(p->rib, cur, members)) != NULL) {
			batch_add(b, e);
			/* what replaces a shadow must not overtake it */
			more = b->n == BATCH || (e->flags & RIB_SHADOW) != 0;
		}
		put_batch(p, b, c, m);
		total += b->n;
	} while (more && total < max);
	cursor_told(p->rib, cur);
	free(b);
	pset_unref(p->rib, m);
	return total;
}
