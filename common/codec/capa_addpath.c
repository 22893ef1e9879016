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

#include "capa_rows.h"
#include "words.h"

/* ADD-PATH (RFC 7911 4) and PATHS-LIMIT. */

#define ADDPATH_RECEIVE	1
#define ADDPATH_SEND	2

/* The families it exists for, in the order in which they are listed. */
static const uint8_t order[] = {
	FAM_IPV4_UNICAST, FAM_IPV6_UNICAST, FAM_IPV4_LABELED,
	FAM_IPV6_LABELED, FAM_IPV4_VPN, FAM_IPV6_VPN, FAM_IPV4_MUP,
	FAM_IPV6_MUP
};

#define NORDER	(sizeof(order) / sizeof(order[0]))
#define ENTRIES_MAX	1024	/* more than any sane OPEN has */

static void
addpath_encode(const struct open_params *p, struct wbuf *w)
{
	size_t i, at;
	uint8_t mode;

	if (!p->addpath)
		return;
	wb_u8(w, CAPA_ADDPATH);
	at = w->len;
	wb_u8(w, 0);
	for (i = 0; i < NORDER; i++) {
		if (!(p->families & FAM_BIT(order[i])))
			continue;
		mode = 0;
		if (p->addpath_rx & FAM_BIT(order[i]))
			mode |= ADDPATH_RECEIVE;
		if (p->addpath_tx & FAM_BIT(order[i]))
			mode |= ADDPATH_SEND;
		if (mode == 0)
			continue;
		wb_u16(w, families[order[i]].afi);
		wb_u8(w, families[order[i]].safi);
		wb_u8(w, mode);
	}
	wb_set_u8(w, at, (uint8_t)(w->len - at - 1));
}

/* Entries with a mode that RFC 7911 does not know are ignored. */
static int
addpath_decode(struct rbuf r, struct cap_set *set)
{
	uint16_t afi;
	uint8_t safi, mode;
	enum fam fam;

	if (rb_left(&r) % 4 != 0)
		return -1;
	set->addpath = true;
	while (rb_left(&r) > 0) {
		afi = rb_u16(&r);
		safi = rb_u8(&r);
		mode = rb_u8(&r);
		fam = family_find(afi, safi);
		if (fam == FAM_NONE || mode == 0 ||
		    mode > (ADDPATH_RECEIVE | ADDPATH_SEND))
			continue;
		/* The last entry of a family counts, RFC 7911 4. */
		set->addpath_recv &= ~FAM_BIT(fam);
		set->addpath_send &= ~FAM_BIT(fam);
		if (mode & ADDPATH_RECEIVE)
			set->addpath_recv |= FAM_BIT(fam);
		if (mode & ADDPATH_SEND)
			set->addpath_send |= FAM_BIT(fam);
	}
	return 0;
}

/* One entry of all the capabilities of an OPEN. */
struct entry {
	uint16_t	afi;
	uint8_t		safi;
	uint16_t	value;
};

/*
 * All entries, each family once and with its last value: a peer must not
 * be able to make a JSON object with a key twice.
 */
static size_t
entries(const struct rbuf *v, size_t n, bool wide, struct entry *e)
{
	struct rbuf r;
	struct entry one;
	size_t i, k, count = 0;

	for (i = 0; i < n; i++) {
		r = v[i];
		while (rb_left(&r) > 0) {
			one.afi = rb_u16(&r);
			one.safi = rb_u8(&r);
			one.value = wide ? rb_u16(&r) : rb_u8(&r);
			if (r.err)
				break;
			for (k = 0; k < count; k++) {
				if (e[k].afi == one.afi &&
				    e[k].safi == one.safi)
					break;
			}
			if (k == ENTRIES_MAX)
				return count;
			e[k] = one;
			if (k == count)
				count++;
		}
	}
	return count;
}

static const char *
mode_name(uint16_t mode)
{
	static const char *const names[] = { "disabled", "receive", "send",
	    "send/receive" };

	return mode < 4 ? names[mode] : "invalid";
}

static void
addpath_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	char name[CAPA_FAMILY_NAME];
	struct entry e[ENTRIES_MAX];
	size_t i, count = entries(v, n, false, e);

	sink_obj(s);
	sink_key(s, "name");
	sink_str(s, "addpath");
	for (i = 0; i < count; i++) {
		capa_family_name(e[i].afi, e[i].safi, '/', name,
		    sizeof(name));
		sink_key(s, name);
		sink_str(s, mode_name(e[i].value));
	}
	sink_end_obj(s);
}

static void
addpath_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	char name[CAPA_FAMILY_NAME];
	struct entry e[ENTRIES_MAX];
	size_t i, count = entries(v, n, false, e);

	wb_str(w, "addpath(");
	for (i = 0; i < count; i++) {
		capa_family_name(e[i].afi, e[i].safi, ' ', name,
		    sizeof(name));
		wb_str(w, i > 0 ? "," : "");
		wb_str(w, mode_name(e[i].value));
		wb_u8(w, ' ');
		wb_str(w, name);
	}
	wb_u8(w, ')');
}

const struct capa_ops capa_addpath = {
	.code = CAPA_ADDPATH,
	.name = "add-path",
	.encode = addpath_encode,
	.decode = addpath_decode,
	.emit = addpath_emit,
	.text = addpath_text
};

/* How many paths we want to receive of a prefix. */
static void
limit_encode(const struct open_params *p, struct wbuf *w)
{
	size_t i, start = w->len;

	if (!p->addpath)
		return;
	wb_u8(w, CAPA_PATHS_LIMIT);
	wb_u8(w, 0);
	for (i = 0; i < NORDER; i++) {
		if (p->paths_limit[order[i]] == 0 || !(p->families &
		    p->addpath_rx & FAM_BIT(order[i])))
			continue;
		wb_u16(w, families[order[i]].afi);
		wb_u8(w, families[order[i]].safi);
		wb_u16(w, p->paths_limit[order[i]]);
	}
	if (!w->err && w->len == start + 2)
		w->len = start;
	else
		wb_set_u8(w, start + 1, (uint8_t)(w->len - start - 2));
}

static int
limit_decode(struct rbuf r, struct cap_set *set)
{
	(void)set;
	return rb_left(&r) % 5 == 0 ? 0 : -1;
}

static void
limit_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	char name[CAPA_FAMILY_NAME];
	struct entry e[ENTRIES_MAX];
	size_t i, count = entries(v, n, true, e);

	sink_obj(s);
	sink_key(s, "name");
	sink_str(s, "paths-limit");
	for (i = 0; i < count; i++) {
		capa_family_name(e[i].afi, e[i].safi, '/', name,
		    sizeof(name));
		sink_key(s, name);
		sink_u64(s, e[i].value);
	}
	sink_end_obj(s);
}

static void
limit_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	char name[CAPA_FAMILY_NAME];
	struct entry e[ENTRIES_MAX];
	size_t i, count = entries(v, n, true, e);

	wb_str(w, "pathslimit(");
	for (i = 0; i < count; i++) {
		capa_family_name(e[i].afi, e[i].safi, ' ', name,
		    sizeof(name));
		wb_str(w, i > 0 ? ", " : "");
		wb_str(w, name);
		wb_u8(w, ' ');
		put_dec(w, e[i].value);
	}
	wb_u8(w, ')');
}

const struct capa_ops capa_paths_limit = {
	.code = CAPA_PATHS_LIMIT,
	.since = 6,
	.name = "paths-limit",
	.encode = limit_encode,
	.decode = limit_decode,
	.emit = limit_emit,
	.text = limit_text
};
