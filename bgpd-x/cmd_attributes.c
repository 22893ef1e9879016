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
 * "attributes ... nlri P P ...": one set of attributes for many prefixes.
 * All or nothing, so the line is read to its end before anything is done.
 */
#include <sys/types.h>

#include <string.h>

#include "lang/rtext.h"
#include "cmd.h"

#define LIST_MAX	(64U * 1024 * 1024)	/* bytes: a line's are less */
#define AHEAD		32			/* routes dealt with at once */

/* What a line lists: an item and its NLRI, back to back. */
struct item {
	uint32_t	path_id;
	uint16_t	len;
	uint8_t		fam;
	uint8_t		pad;
};

static struct wbuf list;

static void
list_add(const struct route *r)
{
	struct item it = { r->has_path_id ? r->path_id : 0,
	    (uint16_t)r->nlri.len, r->fam, 0 };

	wb_put(&list, &it, sizeof(it));
	wb_put(&list, r->nlri.p, r->nlri.len);
}

/*
 * Read the prefixes.  Those that are split are too many to list; they, and
 * all without memory for the list, are read again later.
 */
static int
read_list(struct cmd_ctx *x, struct route *r, bool *listed)
{
	uint64_t count = 0;
	int ret;

	if (list.max == 0)
		wb_init(&list, LIST_MAX);
	wb_reset(&list);
	while ((ret = rtext_nlri_next(x->lex, r, x->withdraw)) == 1) {
		if (cmd_count(x, r, &count) == -1)
			return -1;
		if (r->split == 0)
			list_add(r);
	}
	*listed = r->split == 0 && !list.err;
	return ret;
}

static size_t
next_keys(struct rbuf *r, struct rib_key k[AHEAD])
{
	struct item it;
	size_t n;

	for (n = 0; n < AHEAD && rb_left(r) > 0; n++) {
		memcpy(&it, rb_bytes(r, sizeof(it)), sizeof(it));
		k[n] = (struct rib_key){ rb_bytes(r, it.len), it.path_id,
		    it.len, it.fam, 0, 0 };
		rib_ask(&eng.rib, &k[n]);
	}
	rib_fetch(&eng.rib, k, n);
	return n;
}

/* What the routes of a line share; of no family yet if it is NULL. */
struct shared {
	struct attrs	*attrs;
	uint8_t		 fam;
};

/* For the family of the next route: `self` depends on it. */
static int
share(struct cmd_ctx *x, struct route *r, uint8_t fam, struct shared *s)
{
	if (x->withdraw || (s->attrs != NULL && s->fam == fam))
		return 0;
	attrs_unref(&eng.rib, s->attrs);
	r->fam = s->fam = fam;
	s->attrs = cmd_route_attrs(x, r);
	return s->attrs != NULL ? 0 : lex_err(x->lex, NULL, "out of memory");
}

static int
put_list(struct cmd_ctx *x, struct route *r)
{
	struct rbuf in = wb_view(&list);
	struct shared s = { .attrs = NULL };
	struct rib_key k[AHEAD];
	size_t n, i;
	int ret = 0;

	while (ret == 0 && (n = next_keys(&in, k)) > 0)
		for (i = 0; i < n && ret == 0; i++)
			if ((ret = share(x, r, k[i].fam, &s)) == 0)
				ret = cmd_put(x, &k[i], s.attrs);
	attrs_unref(&eng.rib, s.attrs);
	return ret;
}

static int
put_split(struct cmd_ctx *x, struct route *r)
{
	struct shared s = { .attrs = NULL };
	int ret;

	while ((ret = rtext_nlri_next(x->lex, r, x->withdraw)) == 1)
		if (share(x, r, r->fam, &s) == -1 ||
		    cmd_put_route(x, r, s.attrs) == -1) {
			ret = -1;
			break;
		}
	attrs_unref(&eng.rib, s.attrs);
	return ret;
}

enum cmd_result
cmd_attributes(struct cmd_ctx *x)
{
	struct route *r = cmd_route_start();
	struct lex at;
	bool listed;

	if (x->sel == NULL)
		return (enum cmd_result)lex_err(x->lex, NULL,
		    "no neighbor matching the command");
	if (rtext_attributes(x->lex, r, x->withdraw) != 0)
		return CMD_FAIL;
	at = *x->lex;
	if (read_list(x, r, &listed) == -1)
		return CMD_FAIL;
	if (listed)
		return put_list(x, r) == -1 ? CMD_FAIL : CMD_DONE;
	/* words of prefixes need no scratch memory: the place is enough */
	at.scratch = x->lex->scratch;
	*x->lex = at;
	return put_split(x, r) == -1 ? CMD_FAIL : CMD_DONE;
}
