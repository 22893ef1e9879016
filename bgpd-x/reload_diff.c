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
 * A reload that only says what it would do: `reload -n`.  The parent knows
 * neighbors and processes; the route engine, which has staged the rest,
 * adds the routes and drops what it staged.
 */
#include <sys/types.h>

#include <string.h>

#include "parent.h"
#include "peer_diff.h"

static void
say(const char *what, const char *name, const char *change, const char *why)
{
	struct im_change c;

	memset(&c, 0, sizeof(c));
	strlcpy(c.what, what, sizeof(c.what));
	strlcpy(c.name, name, sizeof(c.name));
	strlcpy(c.change, change, sizeof(c.change));
	strlcpy(c.why, why, sizeof(c.why));
	pc_send(&parent.eng, IMSG_RELOAD_CHANGE, reload_cookie(), &c,
	    sizeof(c));
}

static void
neighbor(const struct nbr *old, const struct nbr *new)
{
	const struct peer_conf *c = new != NULL ? &new->conf : &old->conf;
	char name[ADDR_STRLEN];
	struct wbuf why;

	prefix_print_host(&c->peer, name, sizeof(name));
	wb_init(&why, 4096);
	if (old == NULL || new == NULL)
		say("neighbor", name, old == NULL ? "added" : "removed", "");
	else if (peer_diff(&old->conf, c, true, &why)) {
		wb_u8(&why, 0);
		say("neighbor", name, "session resets", (char *)why.p);
	} else if (peer_diff(&old->conf, c, false, &why)) {
		wb_u8(&why, 0);
		say("neighbor", name, "changed", (char *)why.p);
	}
	wb_free(&why);
}

static void
process(const char *name, const char *change)
{
	say("process", name, change, "");
}

/* See parent.h. */
void
reload_diff(const struct conf *conf, const struct nbr_list *new)
{
	const struct nbr_list *now = &parent.nbrs;
	size_t i;

	for (i = 0; i < now->n; i++)
		if (nbr_find(new, now->v[i].conf.id) == NULL)
			neighbor(&now->v[i], NULL);
	for (i = 0; i < new->n; i++)
		neighbor(nbr_find(now, new->v[i].conf.id), &new->v[i]);
	exec_diff(conf, process);
	pc_send(&parent.eng, IMSG_RELOAD_DIFF, reload_cookie(), NULL, 0);
}
