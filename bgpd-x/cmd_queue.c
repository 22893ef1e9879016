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
 * Routes of commands that are understood and about to be put into the store
 * or out of it, in their order.  What they will touch there is asked for as
 * they come, so that it is at hand when they are carried out.
 */
#include <sys/types.h>

#include <string.h>

#include "cmd.h"

#define QUEUE		32

struct queued {
	struct client	*c;
	struct attrs	*attrs;		/* a reference, NULL: withdrawn */
	struct pset	*sel;		/* a reference */
	uint8_t		 owner;
	uint8_t		 nlri[QUEUE_NLRI_MAX];
};

static struct queued queue[QUEUE];
static struct rib_key keys[QUEUE];	/* theirs */
static size_t nqueued;
static bool flushing;

static int
carry_out(const struct queued *q, const struct rib_key *k)
{
	if (q->attrs != NULL)
		return cmd_announce(k, q->attrs, q->sel);
	return rib_withdraw(&eng.rib, k, q->sel, eng.up, true);
}

void
queue_flush(void)
{
	const uint8_t owner = eng.rib.owner;	/* of the line at work */
	struct queued *q;
	size_t i;

	if (nqueued == 0 || flushing)
		return;
	flushing = true;
	rib_fetch(&eng.rib, keys, nqueued);
	for (i = 0; i < nqueued; i++) {
		q = &queue[i];
		eng.rib.owner = q->owner;
		if (carry_out(q, &keys[i]) == -1)
			reply_error(q->c, "out of memory");
		else
			reply_done(q->c);
		attrs_unref(&eng.rib, q->attrs);
		pset_unref(&eng.rib, q->sel);
	}
	eng.rib.owner = owner;
	nqueued = 0;
	flushing = false;
}

void
queue_put(struct client *c, const struct rib_key *k, struct attrs *a,
    struct pset *sel)
{
	struct queued *q = &queue[nqueued];
	struct rib_key *own = &keys[nqueued];

	q->c = c;
	if ((q->attrs = a) != NULL)
		a->refs++;
	q->sel = sel;
	sel->refs++;
	q->owner = eng.rib.owner;
	memcpy(q->nlri, k->nlri, k->len);
	*own = *k;
	own->nlri = q->nlri;
	rib_ask(&eng.rib, own);
	if (++nqueued == QUEUE)
		queue_flush();
}
