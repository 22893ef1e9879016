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

#include <stdio.h>

#include "update.h"

/* ROUTE-REFRESH: RFC 2918, RFC 7313. */

#define REFRESH_LENGTH	1	/* RFC 7313 5: invalid message length */
#define REFRESH_BEGIN	1	/* subtypes, RFC 7313 3.2 */
#define REFRESH_END	2

#define WORD	32

/* RFC 7313 5: the data of the NOTIFICATION is the whole message. */
static int
bad_length(struct rbuf r, struct bgp_err *err)
{
	uint8_t msg[ERR_DATA_MAX];
	size_t n = rb_left(&r), len = MSG_HDR + n;

	memset(msg, 0xff, 16);
	msg[16] = (uint8_t)(len >> 8);
	msg[17] = (uint8_t)len;
	msg[18] = MSG_REFRESH;
	if (n > sizeof(msg) - MSG_HDR)
		n = sizeof(msg) - MSG_HDR;
	if (n > 0)
		memcpy(msg + MSG_HDR, r.p, n);
	return err_raise(err, ERR_RESET, NOTIFY_REFRESH, REFRESH_LENGTH, msg,
	    MSG_HDR + n, "ROUTE-REFRESH of %zu bytes", len);
}

/*
 * Families and subtypes that we do not know are for the caller to ignore.
 * RFC 7313 5 has a length for the two subtypes of its own only: behind a
 * request there may be filters (RFC 5291 5), which we have not asked for.
 */
int
refresh_decode(struct rbuf r, struct refresh *m, struct bgp_err *err)
{
	const struct rbuf all = r;

	memset(m, 0, sizeof(*m));
	m->fam = FAM_NONE;
	m->afi = rb_u16(&r);
	m->subtype = rb_u8(&r);
	m->safi = rb_u8(&r);
	if (r.err || (rb_left(&r) > 0 && (m->subtype == REFRESH_BEGIN ||
	    m->subtype == REFRESH_END)))
		return bad_length(all, err);
	m->fam = (uint8_t)family_find(m->afi, m->safi);
	return 0;
}

void
refresh_put(struct wbuf *w, uint32_t fams, uint8_t subtype)
{
	int f;

	for (f = 0; f < FAM_RAW; f++) {
		if ((fams & FAM_BIT(f)) == 0)
			continue;
		msg_header(w, MSG_REFRESH, MSG_HDR + 4);
		wb_u16(w, families[f].afi);
		wb_u8(w, subtype);
		wb_u8(w, families[f].safi);
	}
}

/* The words for its AFI, SAFI and subtype. */
static const char *
words(const struct refresh *m, char afi[WORD], char safi[WORD])
{
	static const char *const subtypes[] = { "query", "begin", "end" };

	if (m->fam < FAM_MAX) {
		snprintf(afi, WORD, "%s", families[m->fam].afi_name);
		snprintf(safi, WORD, "%s", families[m->fam].safi_name);
	} else {
		snprintf(afi, WORD, "unknown-afi-0x%x", m->afi);
		snprintf(safi, WORD, "unknown safi %u", m->safi);
	}
	return m->subtype < 3 ? subtypes[m->subtype] : "invalid";
}

/* The "route-refresh" object. */
void
refresh_emit(const struct refresh *m, struct sink *s)
{
	char afi[WORD], safi[WORD];
	const char *subtype = words(m, afi, safi);

	sink_obj(s);
	sink_key(s, "afi");
	sink_str(s, afi);
	sink_key(s, "safi");
	sink_str(s, safi);
	sink_key(s, "subtype");
	sink_str(s, subtype);
	sink_end_obj(s);
}

void
refresh_text(const struct refresh *m, struct wbuf *w)
{
	char afi[WORD], safi[WORD];
	const char *subtype = words(m, afi, safi);

	wb_printf(w, "route-refresh afi %s safi %s %s", afi, safi, subtype);
}
