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
 * Neighbors that programs make and remove while the daemon runs.  The route
 * engine has read the words; nothing of what it sends is trusted.  They are
 * gone with the next reload.
 */
#include <sys/types.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parent.h"

static void
refuse(uint32_t cookie, const char *why)
{
	pc_send(&parent.eng, IMSG_PEER_REFUSED, cookie, why, strlen(why));
}

static bool
is_string(const char *s, size_t size)
{
	return memchr(s, '\0', size) != NULL;
}

/* What a neighbor of this kind may be: one address, no key, no range. */
static const char *
check(const struct peer_conf *c)
{
	const struct addr *a = &c->peer.addr;

	if ((a->len != 4 && a->len != 16) || !prefix_is_host(&c->peer))
		return "not a single address";
	if (c->local.len != 0 && c->local.len != a->len)
		return "local-address is of another kind";
	if (c->key_number != 0 || c->md5_ip.len != 0 || c->ifname[0] != '\0' ||
	    c->listen_port != 0)
		return "not possible at run time";
	if (c->ttl_in > 255 || c->ttl_out > 255 ||
	    (c->open.families & ~(FAM_BIT(FAM_MAX) - 1)) != 0)
		return "out of range";
	if (!is_string(c->description, sizeof(c->description)) ||
	    !is_string(c->open.host, sizeof(c->open.host)) ||
	    !is_string(c->open.domain, sizeof(c->open.domain)) ||
	    !is_string(c->open.software, sizeof(c->open.software)))
		return "a text has no end";
	return NULL;
}

static bool
exists(const struct peer_conf *c)
{
	const struct peer_conf *o;
	size_t i;

	for (i = 0; i < parent.nbrs.n; i++) {
		o = &parent.nbrs.v[i].conf;
		if (addr_cmp(&o->peer.addr, &c->peer.addr) == 0 &&
		    addr_cmp(&o->local, &c->local) == 0)
			return true;
	}
	return false;
}

void
dynamic_create(struct imsg *m)
{
	static uint32_t last;
	struct nbr_list *now = &parent.nbrs;
	char why_not[ADDR_STRLEN + 32], addr[ADDR_STRLEN];
	struct peer_conf c;
	const char *why;
	struct nbr *n;

	memcpy(&c, m->data, sizeof(c));
	if ((why = check(&c)) != NULL) {
		refuse(m->hdr.id, why);
		return;
	}
	/* it would be gone in a moment, and nobody would be told */
	if (reload_active()) {
		refuse(m->hdr.id, "a reload is under way");
		return;
	}
	if (exists(&c)) {
		addr_print(&c.peer.addr, addr, sizeof(addr));
		snprintf(why_not, sizeof(why_not), "peer already exists: %s",
		    addr);
		refuse(m->hdr.id, why_not);
		return;
	}
	if (now->n >= CONF_NEIGHBORS_MAX ||
	    (n = reallocarray(now->v, now->n + 1, sizeof(*n))) == NULL) {
		refuse(m->hdr.id, "too many neighbors");
		return;
	}
	now->v = n;
	/* what is under way for one that has gone is not for this one */
	c.id = last = nbrs_free_id(now, last);
	if (c.connect_port == 0)
		c.connect_port = parent.env.tcp_port_set ?
		    (uint16_t)parent.env.tcp_port : 179;
	n = &n[now->n];
	memset(n, 0, sizeof(*n));
	n->conf = c;
	if ((n->name = strdup("made at run time")) == NULL) {
		refuse(m->hdr.id, "out of memory");
		return;
	}
	now->at[c.id] = (uint16_t)++now->n;
	pc_send(&parent.eng, IMSG_PEER_ADD, m->hdr.id, &c, sizeof(c));
	pc_send(&parent.sess, IMSG_PEER_ADD, c.id, &c, sizeof(c));
}

void
dynamic_delete(struct imsg *m)
{
	struct nbr_list *now = &parent.nbrs;
	struct nbr *n = nbr_find(now, m->hdr.id);

	if (n == NULL)
		return;
	free(n->name);
	explicit_bzero(n, sizeof(*n));
	now->n--;
	memmove(n, n + 1, (size_t)(now->v + now->n - n) * sizeof(*n));
	nbrs_index(now);
	pc_send(&parent.sess, IMSG_PEER_DEL, m->hdr.id, NULL, 0);
	pc_send(&parent.eng, IMSG_PEER_DEL, m->hdr.id, NULL, 0);
}
