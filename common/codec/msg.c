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
#include <string.h>

#include "update.h"

/* The message header, RFC 4271 4.1. */

void
msg_header(struct wbuf *w, uint8_t type, uint16_t len)
{
	uint8_t *p = wb_room(w, MSG_HDR);

	if (p == NULL)
		return;
	memset(p, 0xff, 16);
	p[16] = (uint8_t)(len >> 8);
	p[17] = (uint8_t)len;
	p[18] = type;
	w->len += MSG_HDR;
}

/* Shortest and longest message of a type; RFC 8654 4 for the long ones. */
static bool
length_ok(uint8_t type, uint16_t len, uint32_t max)
{
	switch (type) {
	case MSG_OPEN:
		return len >= 29 && len <= MSG_MAX;
	case MSG_UPDATE:
		return len >= 23 && len <= max;
	case MSG_NOTIFICATION:
		return len >= 21 && len <= max;
	case MSG_KEEPALIVE:
		return len == MSG_HDR;
	case MSG_REFRESH:
		return len >= 23 && len <= max;
	default:
		return len >= MSG_HDR && len <= max;
	}
}

/* See the header. */
int
msg_check(struct rbuf r, uint32_t max, bool operational, uint8_t *type,
    uint16_t *len, struct bgp_err *err)
{
	static const uint8_t ones[16] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	const uint8_t *mark = rb_bytes(&r, 16), *l = r.p;
	char text[48];

	*len = rb_u16(&r);
	*type = rb_u8(&r);
	if (mark != NULL && memcmp(mark, ones, 16) != 0)
		return err_raise(err, ERR_RESET, NOTIFY_HEADER, HEADER_SYNC,
		    NULL, 0, "the marker is not all ones");
	if (r.err || *len < MSG_HDR || *len > max)
		return err_raise(err, ERR_RESET, NOTIFY_HEADER,
		    HEADER_LENGTH, r.err ? NULL : l, r.err ? 0 : 2,
		    "a message of %u bytes", *len);
	if (*type == 0 || *type > MSG_OPERATIONAL ||
	    (*type == MSG_OPERATIONAL && !operational)) {
		/* the data as ExaBGP has it, not the octet of RFC 4271 6.1 */
		snprintf(text, sizeof(text),
		    "can not decode message of type \"%u\"", *type);
		return err_raise(err, ERR_RESET, NOTIFY_HEADER, HEADER_TYPE,
		    text, strlen(text), "%s", text);
	}
	if (!length_ok(*type, *len, max))
		return err_raise(err, ERR_RESET, NOTIFY_HEADER,
		    HEADER_LENGTH, l, 2, "a message of type %u with %u bytes",
		    *type, *len);
	return 0;
}
