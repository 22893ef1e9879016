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

#ifndef GROUP_H
#define GROUP_H

#include "base/buf.h"
#include "codec/nlri.h"
#include "lang/conf.h"
#include "rib.h"

/*
 * What an UPDATE depends on besides its routes.  Peers with equal classes
 * get the same bytes: they share one encoding and one cursor.
 */
struct enc_class {
	struct negot	negot;		/* normalised by class_init() */
	struct addr	self_other;	/* our address of the other family */
	struct addr	link_local;	/* second next hop, or len 0 */
	uint32_t	rate_limit;	/* routes a second, 0: no limit */
	uint32_t	extnh_refused;	/* offered, and not agreed to */
	uint8_t		group_updates;
	uint8_t		pad[3];
};

/* Takes whole messages for these peers. */
typedef void (*pack_fn)(void *, const struct pset *, const void *, size_t);

struct pack {
	struct rib	*rib;
	pack_fn		 send;
	void		*arg;
	struct wbuf	 out;		/* messages of one target */
	struct wbuf	 attrs;		/* path attributes of one bucket */
	struct wbuf	 nlri;
	/* a route for these peers, and what is odd about it; or NULL */
	void		(*warn)(const struct pset *, const struct rib_entry *,
			    const char *);
};

int	 pack_init(struct pack *, struct rib *, pack_fn, void *);

/* The class of a session: all that does not change bytes is cleared. */
void	 class_init(struct enc_class *, const struct negot *,
	    const struct addr *, const struct peer_conf *);
bool	 class_same(const struct enc_class *, const struct enc_class *);
/*
 * The next hop of a route in this class: NULL, or why the route is not
 * announced.
 */
const char *class_next_hop(const struct enc_class *, uint8_t,
	    const struct nh *, struct nh *);

/*
 * Walk a cursor over up to `max` entries and send them to the members;
 * returns how many there were, 0 at the tail.
 */
size_t	 pack_run(struct pack *, struct cursor *, const struct enc_class *,
	    const struct pset *, size_t);
/* End-of-RIB of a family (RFC 4724 2). */
void	 pack_eor(struct wbuf *, enum fam);

#endif
