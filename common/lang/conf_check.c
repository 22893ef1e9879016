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
#include "../base/version.h"
#include "conf_priv.h"

/*
 * The checks at the "}" of a neighbor, in ExaBGP's order, and the record
 * that comes out of it.
 */

/* Strict base64 (RFC 4648 4): length, or -1 and why not. */
static int
base64(const struct secret *in, uint8_t *out, const char **why)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = 0;
	size_t i, pad = 0;
	const char *p;
	int n = 0;

	for (i = 0; i < in->len; i++) {
		if (in->s[i] == '=') {
			pad++;
			continue;
		}
		p = in->s[i] == '\0' ? NULL : strchr(set, in->s[i]);
		if (p == NULL || pad > 0) {
			*why = "Only base64 data is allowed";
			return -1;
		}
		bits = bits << 6 | (uint32_t)(p - set);
		if (i % 4 != 0)
			out[n++] = (uint8_t)(bits >> (6 - i % 4 * 2));
	}
	if (in->len % 4 != 0 || pad > 2) {
		*why = "Incorrect padding";
		return -1;
	}
	return n;
}

static int
decode_key(struct cparse *cp, const struct tok *at, const struct secret *s,
    bool b64, struct peer_key *key)
{
	const char *what = key->ao ? "TCP-AO key" : "MD5 password", *why;
	uint8_t buf[SECRET_MAX];
	int n;

	if (b64) {
		if ((n = base64(s, buf, &why)) == -1)
			return lex_err(&cp->lx, at, "Invalid %s: not valid "
			    "base64 (%s)", what, why);
	} else {
		memcpy(buf, s->s, s->len);
		n = s->len;
	}
	if (n > CONF_KEY_MAX)
		return lex_err(&cp->lx, at, "%s must be no larger than %d "
		    "characters", what, CONF_KEY_MAX);
	memset(key->key, 0, sizeof(key->key));
	memcpy(key->key, buf, (size_t)n);
	key->len = (uint8_t)n;
	explicit_bzero(buf, sizeof(buf));
	return 0;
}

static int
check_ao(struct cparse *cp, const struct nbr *n, struct peer_key *key)
{
	static const char *const needed[] = { "keyid", "algorithm",
	    "password" };
	size_t i;

	for (i = 0; i < 3; i++) {
		if (conf_option_at(n, needed[i]) == NULL)
			return lex_err(&cp->lx, &n->at, "incomplete tcp-ao, "
			    "missing %s", needed[i]);
	}
	if (conf_option_at(n, "md5-password") != NULL)
		return lex_err(&cp->lx, conf_option_at(n, "md5-password"),
		    "MD5 and TCP-AO are mutually exclusive - cannot use "
		    "both");
	key->ao = 1;
	key->ao_keyid = n->ao_keyid;
	key->ao_alg = n->ao_alg;
	return decode_key(cp, conf_option_at(n, "password"), &n->ao,
	    n->ao_base64, key);
}

static int
check_keys(struct cparse *cp, struct nbr *n, struct peer_key *key)
{
	const struct tok *at = conf_option_at(n, "md5-password");

	memset(key, 0, sizeof(*key));
	if (n->has_ao && check_ao(cp, n, key) == -1)
		return -1;
	if (!n->has_ao && at != NULL &&
	    decode_key(cp, at, &n->md5, n->md5_base64, key) == -1)
		return -1;
	n->peer.key_number = key->len > 0;
	return 0;
}

static int
missing(struct cparse *cp, const struct nbr *n, const char *what)
{
	return lex_err(&cp->lx, &n->at, "incomplete neighbor, missing %s",
	    what);
}

static int
check_as(struct cparse *cp, const struct nbr *n)
{
	bool local = conf_option_at(n, "local-as") != NULL;
	bool peer = conf_option_at(n, "peer-as") != NULL;

	if (local && peer)
		return 0;
	return missing(cp, n, local ? "peer-as" : peer ? "local-as" :
	    "local-as, peer-as");
}

/* What max-prefix limits is counted in the Adj-RIB-In. */
static void
keep_adj_rib_in(struct cparse *cp, struct nbr *n)
{
	size_t i;

	for (i = 0; i < FAM_MAX && !n->peer.adj_rib_in; i++) {
		if (n->peer.max_prefix[i].limit == 0)
			continue;
		diag_warn(cp->diag, conf_option_at(n, "adj-rib-in"),
		    "adj-rib-in is kept, as max-prefix needs it");
		n->peer.adj_rib_in = 1;
	}
}

/* The capabilities that follow from more than their own keyword. */
static void
set_capabilities(struct cparse *cp, struct nbr *n)
{
	struct open_params *o = &n->peer.open;
	const struct tok *at = conf_option_at(n, "adj-rib-out");

	if (o->route_refresh && !n->peer.adj_rib_out) {
		diag_warn(cp->diag, at, "adj-rib-out is kept, as "
		    "route-refresh needs it");
		n->peer.adj_rib_out = 1;
	}
	o->gr_time = n->graceful.mode == GRACEFUL_HOLD ? o->hold_time :
	    n->graceful.time;
	if (o->gr_time > CONF_GR_MAX)
		o->gr_time = CONF_GR_MAX;
	o->graceful_restart = n->graceful.mode != GRACEFUL_OFF &&
	    o->gr_time > 0;
	if (!o->graceful_restart)
		o->gr_time = 0;
	(void)strlcpy(o->software, cp->opts->software != NULL ?
	    cp->opts->software : "bgpd-x/" BGPD_X_VERSION, sizeof(o->software));
}

static int
check_addresses(struct cparse *cp, struct nbr *n)
{
	struct peer_conf *p = &n->peer;
	bool id = conf_option_at(n, "router-id") != NULL;

	if (p->listen_port != 0 && p->local.len == 0)
		return missing(cp, n, "local-address");
	if (!id && (p->local.len == 0 || p->peer.addr.len == 16))
		return missing(cp, n, "router-id");
	if (p->local.len != 0 && p->local.len != p->peer.addr.len)
		return lex_err(&cp->lx, conf_option_at(n, "local-address"),
		    "local-address and peer-address must be of the same "
		    "family");
	if (p->md5_ip.len != 0 && p->md5_ip.len != p->peer.addr.len)
		diag_warn(cp->diag, conf_option_at(n, "md5-ip"), "md5-ip and "
		    "peer-address are not of the same family: it can not be "
		    "connected from there");
	if (!id)
		p->open.router_id = addr_to_v4(&p->local);
	if (cp->opts->passive)
		p->passive = 1;
	if (!prefix_is_host(&p->peer) && !p->passive)
		return lex_err(&cp->lx, &n->at, "can only use ip ranges for "
		    "the peer address with passive neighbors");
	return 0;
}

static bool
same_name(const struct peer_conf *a, const struct peer_conf *b)
{
	return addr_cmp(&a->local, &b->local) == 0 &&
	    a->open.local_as == b->open.local_as &&
	    a->open.peer_as == b->open.peer_as &&
	    a->open.router_id == b->open.router_id &&
	    a->open.multisession == b->open.multisession &&
	    (!a->open.multisession || a->open.families == b->open.families);
}

static uint32_t
peer_hash(const struct conf *c, size_t i)
{
	const struct prefix *p = &c->neighbors[i].peer.peer;

	return (uint32_t)hash_bytes(p->plen, p->addr.b, p->addr.len);
}

/* Neighbors with a port of their own are told apart by that. */
static int
check_pair(struct cparse *cp, const struct nbr *n,
    const struct neighbor_conf *other)
{
	const struct peer_conf *p = &n->peer, *q = &other->peer;
	char buf[ADDR_STRLEN];

	if (q->peer.plen != p->peer.plen ||
	    addr_cmp(&q->peer.addr, &p->peer.addr) != 0)
		return 0;
	if (p->listen_port != q->listen_port) {
		if (same_name(p, q))
			diag_warn(cp->diag, &n->at, "this neighbor differs "
			    "from the one in line %u in its port only",
			    other->line);
		return 0;
	}
	if (p->listen_port == 0 && !same_name(p, q))
		return 0;
	(void)addr_print(&p->peer.addr, buf, sizeof(buf));
	return lex_err(&cp->lx, &n->at, "duplicate peer definition %s", buf);
}

/* Is there one of the same name?  *slot is where this one goes. */
static int
check_duplicate(struct cparse *cp, const struct nbr *n, size_t *slot)
{
	struct conf *c = cp->conf;
	const struct slots *s = &cp->peers;
	size_t k;

	if (conf_slots(cp, &cp->peers, c->nneighbors, peer_hash) == -1)
		return -1;
	c->neighbors[c->nneighbors].peer.peer = n->peer.peer;
	k = peer_hash(c, c->nneighbors) & (s->size - 1);
	for (; s->v[k] != 0; k = (k + 1) & (s->size - 1))
		if (check_pair(cp, n, &c->neighbors[s->v[k] - 1]) == -1)
			return -1;
	*slot = k;
	return 0;
}

/* Routes of IPv4 unicast are forgiven, and not sent. */
static int
check_list(struct cparse *cp, const struct nbr *n,
    const struct list_info *l)
{
	uint32_t odd = l->list->fams & ~n->peer.open.families &
	    ~FAM_BIT(FAM_IPV4_UNICAST);
	enum fam fam;

	for (fam = 0; fam < FAM_MAX; fam++) {
		if (odd & FAM_BIT(fam))
			return lex_err(&cp->lx, &l->at[fam], "Trying to "
			    "announce a route of type %s,%s when we are not "
			    "announcing the family to our peer",
			    families[fam].afi_name, families[fam].safi_name);
	}
	return 0;
}

static int
check_lists(struct cparse *cp, const struct nbr *n)
{
	size_t i;

	if (n->own != NULL && check_list(cp, n, n->own) == -1)
		return -1;
	for (i = 0; i < n->nlists; i++) {
		if (check_list(cp, n, n->lists[i]) == -1)
			return -1;
	}
	return 0;
}

static int
put_lists(struct cparse *cp, struct nbr *n, struct neighbor_conf *nc)
{
	size_t i, count = n->nlists + (n->own != NULL);

	if (count == 0)
		return 0;
	nc->lists = calloc(count, sizeof(*nc->lists));
	if (nc->lists == NULL) {
		cp->nomem = true;
		return diag_err(cp->diag, NULL, "out of memory");
	}
	if (n->own != NULL)
		nc->lists[nc->nlists++] = n->own->list;
	for (i = 0; i < n->nlists; i++)
		nc->lists[nc->nlists++] = n->lists[i]->list;
	return 0;
}

/* The api sections wait for the end of the file. */
static void
put_apis(struct cparse *cp, struct nbr *n)
{
	struct pending_api *p;
	size_t i;

	for (i = 0; i < n->napis; i++) {
		p = conf_grow(cp, cp->pending, cp->npending, sizeof(*p));
		if (p == NULL)
			break;
		cp->pending = p;
		p += cp->npending++;
		p->block = n->apis[i];
		p->neighbor = (uint32_t)cp->conf->nneighbors;
		memset(&n->apis[i], 0, sizeof(n->apis[i]));
	}
}

static void
finish(struct cparse *cp, struct nbr *n)
{
	struct conf *c = cp->conf;
	struct neighbor_conf *nc;
	size_t slot;

	if (c->nneighbors >= CONF_NEIGHBORS_MAX) {
		(void)lex_err(&cp->lx, &n->at, "more than %d neighbors",
		    CONF_NEIGHBORS_MAX);
		return;
	}
	nc = conf_grow(cp, c->neighbors, c->nneighbors, sizeof(*nc));
	if (nc == NULL)
		return;
	c->neighbors = nc;
	nc += c->nneighbors;
	memset(nc, 0, sizeof(*nc));
	if (check_as(cp, n) == -1)
		return;
	conf_families_set(n);
	conf_families_idle(cp, n);
	set_capabilities(cp, n);
	keep_adj_rib_in(cp, n);
	if (check_addresses(cp, n) == -1 ||
	    check_duplicate(cp, n, &slot) == -1 ||
	    check_keys(cp, n, &nc->key) == -1 || check_lists(cp, n) == -1 ||
	    put_lists(cp, n, nc) == -1)
		return;
	nc->peer = n->peer;
	nc->line = n->at.line;
	put_apis(cp, n);
	cp->peers.v[slot] = (uint32_t)++c->nneighbors;
}

void
conf_neighbor_done(struct cparse *cp, struct nbr *n)
{
	size_t was = stmt_enter(cp->diag, "neighbor", 8);

	finish(cp, n);
	stmt_leave(cp->diag, was);
}
