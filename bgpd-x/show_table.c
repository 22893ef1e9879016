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
 * Routes as an operator reads them: a line each, in columns.  They stream, so
 * a word that is too wide for its column moves what is behind it.
 */
#include <sys/types.h>

#include "show.h"

/* Fill a column that began at `from`; the next one is a blank away. */
static void
pad(struct wbuf *w, size_t from, size_t width)
{
	do
		wb_u8(w, ' ');
	while (!w->err && w->len - from <= width);
}

static void
put_number(struct wbuf *w, struct rbuf val, int width)
{
	if (rb_left(&val) == 0)
		wb_printf(w, "%*s", width, "-");
	else
		wb_printf(w, "%*u", width, rb_u32(&val));
}

void
show_table_head(struct client *c)
{
	reply_line(c, "Peer            Family        Prefix             "
	    "Next hop          MED LocPrf AS path");
}

/* What the columns say of the attributes. */
static void
put_attrs(const struct rib_entry *e, struct wbuf *w)
{
	struct rbuf med = rb_init(NULL, 0), pref = med, path = med;
	const struct attr_ops *row;
	struct attr_iter it;
	struct nh nh;

	attr_first(&it, e->attrs->data, e->attrs->len, &nh);
	while (attr_next(&it)) {
		/* one written as raw octets may be anything */
		row = attr_find(it.code);
		if (row == NULL || !attr_valid(row, it.val))
			continue;
		if (it.code == ATTR_MED)
			med = it.val;
		else if (it.code == ATTR_LOCAL_PREF)
			pref = it.val;
		else if (it.code == ATTR_AS_PATH)
			path = it.val;
	}
	put_number(w, med, 5);
	wb_u8(w, ' ');
	put_number(w, pref, 6);
	if (rb_left(&path) > 0)
		wb_u8(w, ' ');
	aspath_text(path, w);
}

void
show_table_row(struct client *c, const struct eng_peer *p,
    const struct rib_entry *e)
{
	struct nlri_ctx ctx = { NULL, e->path_id != 0, e->path_id, true };
	struct wbuf w;
	struct nh nh;
	const char *why = show_next_hop(p, e, &nh);
	size_t at;

	wb_init(&w, 4 * MSG_EXT_MAX);
	wb_str(&w, p->name);
	pad(&w, 0, 15);
	at = w.len;
	wb_str(&w, families[e->fam].name);
	pad(&w, at, 13);
	at = w.len;
	nlri_text((enum fam)e->fam, rb_init(e->nlri, e->len), &ctx, &w);
	pad(&w, at, 18);
	at = w.len;
	if (nh.kind == NH_NONE)
		wb_u8(&w, '-');
	else
		nh_text(&nh, &w);
	pad(&w, at, 15);
	put_attrs(e, &w);
	if (why != NULL)
		wb_printf(&w, " # not announced: %s", why);
	wb_u8(&w, '\n');
	reply_buf(c, &w);
}
