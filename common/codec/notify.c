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

#include <stdarg.h>
#include <stdio.h>

#include "../out/utf8.h"
#include "update.h"
#include "words.h"

/* NOTIFICATION: RFC 4271 4.5, and errors on the way to becoming one. */

int
err_raise(struct bgp_err *e, enum err_action action, uint8_t code,
    uint8_t subcode, const void *data, size_t n, const char *fmt, ...)
{
	va_list ap;

	if (action <= e->action)
		return -1;
	if (n > sizeof(e->data))
		n = sizeof(e->data);
	e->action = action;
	e->code = code;
	e->subcode = subcode;
	e->attr = 0;
	e->datalen = (uint8_t)n;
	if (n > 0)
		memcpy(e->data, data, n);
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	return -1;
}

static const char *const code_names[] = {
	[0] = "undefined",
	[NOTIFY_HEADER] = "Message header error",
	[NOTIFY_OPEN] = "OPEN message error",
	[NOTIFY_UPDATE] = "UPDATE message error",
	[NOTIFY_HOLD] = "Hold timer expired",
	[NOTIFY_FSM] = "State machine error",
	[NOTIFY_CEASE] = "Cease",
	[NOTIFY_REFRESH] = "Enhanced ROUTE-REFRESH error",
	[NOTIFY_SEND_HOLD] = "Send hold timer expired"
};

static const struct {
	uint8_t		 code;
	uint8_t		 subcode;
	const char	*name;
} subcode_names[] = {
	{ NOTIFY_HEADER, HEADER_SYNC, "Connection Not Synchronized" },
	{ NOTIFY_HEADER, HEADER_LENGTH, "Bad Message Length" },
	{ NOTIFY_HEADER, HEADER_TYPE, "Bad Message Type" },
	{ NOTIFY_OPEN, OPEN_VERSION, "Unsupported Version Number" },
	{ NOTIFY_OPEN, OPEN_PEER_AS, "Bad Peer AS" },
	{ NOTIFY_OPEN, OPEN_BGP_ID, "Bad BGP Identifier" },
	{ NOTIFY_OPEN, OPEN_OPT_PARAM, "Unsupported Optional Parameter" },
	{ NOTIFY_OPEN, 5, "Authentication Notification (Deprecated)" },
	{ NOTIFY_OPEN, OPEN_HOLD_TIME, "Unacceptable Hold Time" },
	{ NOTIFY_OPEN, OPEN_CAPABILITY, "Unsupported Capability" },
	{ NOTIFY_OPEN, 8, "Grouping Conflict" },
	{ NOTIFY_OPEN, 9, "Grouping Required" },
	{ NOTIFY_OPEN, 11, "Role Mismatch" },
	{ NOTIFY_UPDATE, UPDATE_ATTR_LIST, "Malformed Attribute List" },
	{ NOTIFY_UPDATE, UPDATE_UNKNOWN_WK,
	    "Unrecognized Well-known Attribute" },
	{ NOTIFY_UPDATE, UPDATE_MISSING_WK, "Missing Well-known Attribute" },
	{ NOTIFY_UPDATE, UPDATE_ATTR_FLAGS, "Attribute Flags Error" },
	{ NOTIFY_UPDATE, UPDATE_ATTR_LENGTH, "Attribute Length Error" },
	{ NOTIFY_UPDATE, UPDATE_ORIGIN, "Invalid ORIGIN Attribute" },
	{ NOTIFY_UPDATE, 7, "AS Routing Loop" },
	{ NOTIFY_UPDATE, UPDATE_NEXT_HOP, "Invalid NEXT_HOP Attribute" },
	{ NOTIFY_UPDATE, UPDATE_OPT_ATTR, "Optional Attribute Error" },
	{ NOTIFY_UPDATE, UPDATE_NETWORK, "Invalid Network Field" },
	{ NOTIFY_UPDATE, UPDATE_AS_PATH, "Malformed AS_PATH" },
	{ NOTIFY_FSM, FSM_OPENSENT,
	    "Receive Unexpected Message in OpenSent State" },
	{ NOTIFY_FSM, FSM_OPENCONFIRM,
	    "Receive Unexpected Message in OpenConfirm State" },
	{ NOTIFY_FSM, FSM_ESTABLISHED,
	    "Receive Unexpected Message in Established State" },
	{ NOTIFY_CEASE, CEASE_MAX_PREFIX,
	    "Maximum Number of Prefixes Reached" },
	{ NOTIFY_CEASE, CEASE_ADMIN_DOWN, "Administrative Shutdown" },
	{ NOTIFY_CEASE, CEASE_DECONFIGURED, "Peer De-configured" },
	{ NOTIFY_CEASE, CEASE_ADMIN_RESET, "Administrative Reset" },
	{ NOTIFY_CEASE, CEASE_REJECTED, "Connection Rejected" },
	{ NOTIFY_CEASE, CEASE_CONFIG_CHANGE, "Other Configuration Change" },
	{ NOTIFY_CEASE, CEASE_COLLISION, "Connection Collision Resolution" },
	{ NOTIFY_CEASE, CEASE_RESOURCES, "Out of Resources" },
	{ NOTIFY_CEASE, CEASE_HARD_RESET, "Hard Reset" },
	{ NOTIFY_CEASE, CEASE_BFD_DOWN, "BFD Down" },
	{ NOTIFY_REFRESH, 1, "Invalid Message Length" },
	{ NOTIFY_REFRESH, 2, "Malformed Message Subtype" }
};

const char *
notify_code_name(uint8_t code)
{
	if (code >= sizeof(code_names) / sizeof(code_names[0]))
		return "unknown error";
	return code_names[code];
}

const char *
notify_subcode_name(uint8_t code, uint8_t subcode)
{
	size_t i;

	if (subcode == 0)
		return "Unspecific";
	for (i = 0; i < sizeof(subcode_names) / sizeof(subcode_names[0]);
	    i++) {
		if (subcode_names[i].code == code &&
		    subcode_names[i].subcode == subcode)
			return subcode_names[i].name;
	}
	return "unknown reason";
}

void
notify_encode(const struct bgp_err *e, struct wbuf *w)
{
	wb_u8(w, e->code);
	wb_u8(w, e->subcode);
	wb_put(w, e->data, e->datalen);
}

/* "code 6 subcode 2 data 0x..." */
void
notify_text(struct rbuf r, struct wbuf *w)
{
	wb_str(w, "code ");
	put_dec(w, rb_u8(&r));
	wb_str(w, " subcode ");
	put_dec(w, rb_u8(&r));
	wb_str(w, " data 0x");
	wb_hex(w, r.p, rb_left(&r), true);
}

static bool
is_utf8(const uint8_t *p, size_t n)
{
	uint32_t c;
	size_t i, len;

	for (i = 0; i < n; i += len) {
		if ((len = utf8_decode(p + i, n - i, &c)) == 0)
			return false;
	}
	return true;
}

static void
bad_shutdown(struct wbuf *w, const char *why, size_t len, struct rbuf r)
{
	wb_printf(w, "invalid Shutdown Communication (%s) length : %zu [0x",
	    why, len);
	wb_hex(w, r.p, rb_left(&r), true);
	wb_u8(w, ']');
}

/* Shutdown Communication (RFC 9003), in ExaBGP's words. */
static void
shutdown_text(struct rbuf r, struct wbuf *w)
{
	struct rbuf all, text;
	size_t i, len;

	if (rb_left(&r) == 0)
		return;
	len = rb_u8(&r);
	all = r;
	if (len == 0) {
		wb_str(w, "empty Shutdown Communication.");
		return;
	}
	text = rb_sub(&r, len);
	if (text.p == NULL) {
		bad_shutdown(w, "buffer underrun", len, all);
		return;
	}
	if (len > 128) {
		bad_shutdown(w, "too large", len, text);
		return;
	}
	if (!is_utf8(text.p, len)) {
		bad_shutdown(w, "invalid UTF-8", len, text);
		return;
	}
	wb_str(w, "Shutdown Communication: \"");
	for (i = 0; i < len; i++)
		wb_u8(w, text.p[i] == '\n' || text.p[i] == '\r' ? ' ' :
		    text.p[i]);
	wb_u8(w, '"');
	if (rb_left(&r) > 0) {
		wb_str(w, ", trailing data: 0x");
		wb_hex(w, r.p, rb_left(&r), true);
	}
}

static bool
has_communication(uint8_t code, uint8_t subcode)
{
	return code == NOTIFY_CEASE && (subcode == CEASE_ADMIN_DOWN ||
	    subcode == CEASE_ADMIN_RESET);
}

static bool
is_printable(struct rbuf r)
{
	uint8_t c;

	while (rb_left(&r) > 0) {
		c = rb_u8(&r);
		if (c < 0x20 || c > 0x7e)
			return false;
	}
	return true;
}

/* Nothing that a terminal would obey: C0 and C1 controls are blanked. */
static void
blank_controls(uint8_t *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (p[i] < 0x20 || p[i] == 0x7f)
			p[i] = ' ';
		else if (p[i] == 0xc2 && i + 1 < n && p[i + 1] < 0xa0)
			p[i] = p[i + 1] = ' ';
	}
}

void
notify_words(uint8_t code, uint8_t subcode, struct rbuf data, char *buf,
    size_t size)
{
	uint8_t words[1024];
	struct wbuf w = { words, 0, sizeof(words), sizeof(words), false };

	/* a communication and its length at most; there may be much more */
	if (rb_left(&data) > 1 + UINT8_MAX)
		data = rb_init(data.p, 1 + UINT8_MAX);
	if (has_communication(code, subcode))
		shutdown_text(data, &w);
	else if (is_printable(data))
		wb_put(&w, data.p, rb_left(&data));
	else {
		wb_str(&w, "0x");
		wb_hex(&w, data.p, rb_left(&data), true);
	}
	blank_controls(words, w.len);
	snprintf(buf, size, "%.*s", (int)w.len, (const char *)words);
}

/* The "notification" object; data is what was on the wire. */
void
notify_emit(struct rbuf r, struct sink *s)
{
	uint8_t code = rb_u8(&r), subcode = rb_u8(&r), buf[1024];
	struct wbuf w = { buf, 0, sizeof(buf), sizeof(buf), false };

	sink_obj(s);
	sink_key(s, "code");
	sink_u64(s, code);
	sink_key(s, "subcode");
	sink_u64(s, subcode);
	sink_key(s, "data");
	sink_hex(s, r.p, rb_left(&r), true, true);
	if (s->version >= 5) {
		sink_key(s, "message");
		if (has_communication(code, subcode)) {
			shutdown_text(r, &w);
			sink_nstr(s, (const char *)buf, w.len);
		} else
			sink_nstr(s, (const char *)r.p, rb_left(&r));
	}
	sink_end_obj(s);
}
