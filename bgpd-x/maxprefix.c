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
 * How many routes of a family a neighbor has sent, and the end of its
 * session when they are more than it may: RFC 4271 6.7, RFC 4486 4.  Counted
 * is what the Adj-RIB-In holds, so a route announced twice counts once.
 */
#include <sys/types.h>

#include <string.h>

#include "base/log.h"
#include "codec/err.h"
#include "eng.h"

static struct rib_entry *
route_of(const struct eng_peer *p, const struct rib_key *k)
{
	struct rib_entry *e;

	for (e = rib_find(&eng.in, k); e != NULL; e = rib_find_next(e, k))
		if (pset_test(e->peers, p->conf.id))
			return e;
	return NULL;
}

/* See eng.h.  An entry is of one peer: it goes without any memory. */
int
adj_rib_in_set(struct eng_peer *p, const struct rib_key *k, struct attrs *a)
{
	struct rib_entry *e = route_of(p, k);
	const bool had = e != NULL;
	int ret = 0;

	if (a != NULL)
		ret = rib_announce(&eng.in, k, a, p->self, 0);
	if ((a == NULL || ret == -1) && e != NULL)
		rib_entry_free(&eng.in, e);
	p->nroutes[k->fam] += (uint32_t)(a != NULL && ret != -1) -
	    (uint32_t)had;
	return ret == -1 ? -1 : 0;
}

void
adj_rib_in_clear(struct eng_peer *p)
{
	rib_forget(&eng.in, p->conf.id, p->self);
	memset(p->nroutes, 0, sizeof(p->nroutes));
	p->warned = 0;
}

/* Cease, with the family and the limit as data: RFC 4486 4. */
static void
stop(const struct eng_peer *p, enum fam fam)
{
	const struct max_prefix *m = &p->conf.max_prefix[fam];
	struct im_stop s;

	log_error("neighbor %s: more than %u routes of %s: session closed%s",
	    p->name, m->limit, families[fam].name,
	    m->idle == 0 ? " until it is told \"up\"" : "");
	memset(&s, 0, sizeof(s));
	s.serial = p->serial;
	s.code = NOTIFY_CEASE;
	s.subcode = CEASE_MAX_PREFIX;
	s.hold = 1;
	s.idle = m->idle;
	s.data[0] = (uint8_t)(families[fam].afi >> 8);
	s.data[1] = (uint8_t)families[fam].afi;
	s.data[2] = families[fam].safi;
	s.data[3] = (uint8_t)(m->limit >> 24);
	s.data[4] = (uint8_t)(m->limit >> 16);
	s.data[5] = (uint8_t)(m->limit >> 8);
	s.data[6] = (uint8_t)m->limit;
	s.datalen = 7;
	pc_send(&eng.sess, IMSG_PEER_STOP, p->conf.id, &s, sizeof(s));
}

/* See eng.h. */
bool
max_prefix_reached(struct eng_peer *p)
{
	const struct max_prefix *m;
	enum fam fam;

	for (fam = 0; fam < FAM_MAX; fam++) {
		m = &p->conf.max_prefix[fam];
		if (m->limit == 0)
			continue;
		if (p->nroutes[fam] > m->limit) {
			stop(p, fam);
			return true;
		}
		if ((p->warned & FAM_BIT(fam)) == 0 && p->nroutes[fam] >=
		    (uint64_t)m->limit * m->warning / 100) {
			p->warned |= FAM_BIT(fam);
			log_warn("neighbor %s: %u routes of %s, the limit is "
			    "%u", p->name, p->nroutes[fam],
			    families[fam].name, m->limit);
		}
	}
	return false;
}
