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

/* Numbers of neighbors when a configuration follows another one. */
#include <sys/types.h>

#include <atf-c.h>
#include <stdlib.h>
#include <string.h>

#include "../../bgpd-x/parent.h"

static struct nbr_list now, new;

static void
add(struct nbr_list *l, const char *name, uint16_t listen_port)
{
	struct nbr *n;

	if ((l->n & (l->n - 1)) == 0)
		l->v = realloc(l->v, (l->n * 2 + 1) * sizeof(*l->v));
	ATF_REQUIRE(l->v != NULL);
	n = &l->v[l->n++];
	memset(n, 0, sizeof(*n));
	n->name = strdup(name);
	n->conf.listen_port = listen_port;
}

static uint32_t
number(size_t place)
{
	return new.v[place].conf.id;
}

static void
commit(void)
{
	nbrs_free(&now);
	now = new;
	memset(&new, 0, sizeof(new));
}

static void
over(void)
{
	nbrs_free(&now);
	nbrs_free(&new);
}

static void
first(void)
{
	add(&new, "a", 0);
	add(&new, "b", 0);
	add(&new, "b", 1790);
	add(&new, "c", 0);
	ATF_REQUIRE(nbrs_number(&new, &now) == NULL);
	commit();
}

ATF_TC_WITHOUT_HEAD(kept);
ATF_TC_BODY(kept, tc)
{
	uint32_t d;

	first();
	add(&new, "c", 0);
	add(&new, "d", 0);
	add(&new, "a", 179);
	ATF_REQUIRE(nbrs_number(&new, &now) == NULL);
	ATF_CHECK_EQ(number(0), now.v[3].conf.id);
	ATF_CHECK_EQ(number(2), now.v[0].conf.id);
	d = number(1);
	ATF_CHECK(d != 0 && nbr_find(&now, d) == NULL);
	ATF_CHECK(nbr_find(&new, d) == &new.v[1]);
	ATF_CHECK(nbr_find(&new, now.v[1].conf.id) == NULL);
	ATF_CHECK(nbr_find(&new, DYNAMIC_ID) == NULL);
	over();
}

/* Of those with one name, each follows the one with its port. */
ATF_TC_WITHOUT_HEAD(ports);
ATF_TC_BODY(ports, tc)
{
	first();
	add(&new, "b", 1790);
	add(&new, "b", 179);
	ATF_REQUIRE(nbrs_number(&new, &now) == NULL);
	ATF_CHECK_EQ(number(0), now.v[2].conf.id);
	ATF_CHECK_EQ(number(1), now.v[1].conf.id);
	over();
}

/* There are numbers for those of now and the next ones together. */
ATF_TC_WITHOUT_HEAD(full);
ATF_TC_BODY(full, tc)
{
	const size_t half = DYNAMIC_ID / 2 - 1;
	const char *why;
	size_t i;

	for (i = 0; i < half; i++)
		add(&now, "old", 0);
	ATF_REQUIRE(nbrs_number(&now, &new) == NULL);
	for (i = 0; i < half + 1; i++)
		add(&new, "new", 0);
	why = nbrs_number(&new, &now);
	ATF_CHECK_MSG(why == NULL, "%s", why);
	for (i = 0; i < new.n; i++)
		ATF_CHECK(nbr_find(&now, number(i)) == NULL &&
		    nbr_find(&new, number(i)) == &new.v[i]);
	for (i = 0; i < new.n; i++)
		new.v[i].conf.id = 0;
	add(&new, "one more", 0);
	why = nbrs_number(&new, &now);
	ATF_CHECK_STREQ("too many neighbors are new at once",
	    why == NULL ? "" : why);
	over();
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, kept);
	ATF_TP_ADD_TC(tp, ports);
	ATF_TP_ADD_TC(tp, full);
	return atf_no_error();
}
