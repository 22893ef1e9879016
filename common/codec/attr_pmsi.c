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

#include "attr_rows.h"
#include "words.h"

/* PMSI_TUNNEL, RFC 6514 5: flags(1) type(1) label(3) identifier. */

enum {
	PMSI_NONE = 0, PMSI_RSVP = 1, PMSI_MLDP_P2MP = 2, PMSI_PIM_SSM = 3,
	PMSI_PIM_SM = 4, PMSI_PIM_BIDIR = 5, PMSI_INGRESS = 6,
	PMSI_MLDP_MP2MP = 7
};

#define PMSI_TEXT		128	/* more than all but the identifier */

static const char *const kinds[] = {
	"notunnel", "rsvp-tep2mplsp", "mldpp2mplsp", "pim-ssmtree",
	"pim-smtree", "bidir-pimtree", "ingressreplication", "mldpmp2mplsp"
};

#define NKINDS	(sizeof(kinds) / sizeof(kinds[0]))

/* Lengths of the identifier for IPv4 and IPv6 by type. */
static const uint8_t id_len[NKINDS][2] = {
	[PMSI_NONE] = { 0, 0 },
	[PMSI_RSVP] = { 12, 24 },	/* RFC 4875 19.1.1 */
	[PMSI_PIM_SSM] = { 8, 32 },	/* sender and group */
	[PMSI_PIM_SM] = { 8, 32 },
	[PMSI_PIM_BIDIR] = { 8, 32 },
	[PMSI_INGRESS] = { 4, 16 }
};

/*
 * An mLDP FEC element, RFC 6388 2.2: type(1) family(2) length(1) root,
 * length(2) opaque value.
 */
static bool
fec_valid(struct rbuf r)
{
	uint8_t alen;

	(void)rb_u24(&r);
	alen = rb_u8(&r);
	(void)rb_bytes(&r, alen);
	(void)rb_bytes(&r, rb_u16(&r));
	return !r.err && rb_left(&r) == 0;
}

/*
 * RFC 6514 5: malformed if the identifier is none of its type.  What later
 * RFCs have added (RFC 7385) is for others to read.
 */
static bool
pmsi_valid(struct rbuf r)
{
	size_t n;
	uint8_t type;

	(void)rb_u8(&r);
	type = rb_u8(&r);
	(void)rb_u24(&r);
	n = rb_left(&r);
	if (type >= NKINDS)
		return true;
	if (type == PMSI_MLDP_P2MP || type == PMSI_MLDP_MP2MP)
		return fec_valid(r);
	return n == id_len[type][0] || n == id_len[type][1];
}

/*
 * ExaBGP's form, kind:flags:label(raw label):tunnel, where only ingress
 * replication over IPv4 has the raw label and an address; in version 6 all
 * that have more of it than the label have the raw one.
 */
static void
put_pmsi(struct rbuf r, bool v6, struct wbuf *w)
{
	uint8_t flags = rb_u8(&r), type = rb_u8(&r);
	uint32_t label = rb_u24(&r);
	bool v4 = type == PMSI_INGRESS && rb_left(&r) == 4;

	wb_str(w, "pmsi:");
	wb_str(w, type < NKINDS ? kinds[type] : "unknown");
	wb_u8(w, ':');
	put_dec(w, flags);
	wb_u8(w, ':');
	put_dec(w, label >> 4);
	if (v6 ? (label & 15) != 0 : v4 && label != 0) {
		wb_u8(w, '(');
		put_dec(w, label);
		wb_u8(w, ')');
	}
	wb_u8(w, ':');
	if (v4)
		put_addr(w, r.p, rb_left(&r));
	else if (rb_left(&r) > 0) {
		wb_str(w, "0x");
		wb_hex(w, r.p, rb_left(&r), true);
	}
}

static void
pmsi_event(struct rbuf r, struct wbuf *w)
{
	wb_str(w, "pmsi ");
	put_pmsi(r, false, w);
}

static void
pmsi_emit(struct rbuf r, struct sink *s)
{
	struct wbuf w;

	wb_init(&w, 2U * ATTR_VALUE_MAX + PMSI_TEXT);
	put_pmsi(r, s->version == 6, &w);
	s->w->err |= w.err;
	sink_key(s, "pmsi");
	sink_nstr(s, (const char *)w.p, w.len);
	wb_free(&w);
}

/* There is no keyword: text is raw bytes, which has nothing to lose. */
const struct attr_ops attr_pmsi = {
	.json = "pmsi",
	.code = ATTR_PMSI_TUNNEL,
	.flags = ATTR_OPTIONAL | ATTR_TRANSITIVE,
	.on_error = ERR_WITHDRAW,
	.min = 5,
	.valid = pmsi_valid,
	.event = pmsi_event,
	.emit = pmsi_emit
};
