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

#include "capa_rows.h"
#include "words.h"

/*
 * OPEN: RFC 4271 4.2, with the capabilities of RFC 5492 and the long form
 * of the parameters of RFC 9072.
 */

#define AS_TRANS	23456
#define PARAM_CAPS	2
#define PARAM_EXTENDED	255
#define CAPS_BUF	2048	/* all the capabilities we could ever offer */

/* Each capability in a parameter of its own, as ExaBGP has it. */
static void
put_params(struct wbuf *w, struct rbuf caps, bool extended)
{
	uint8_t code, len;

	while (rb_left(&caps) > 0) {
		code = rb_u8(&caps);
		len = rb_u8(&caps);
		wb_u8(w, PARAM_CAPS);
		if (extended)
			wb_u16(w, (uint16_t)(len + 2));
		else
			wb_u8(w, (uint8_t)(len + 2));
		wb_u8(w, code);
		wb_u8(w, len);
		wb_put(w, rb_bytes(&caps, len), len);
	}
}

static size_t
params_length(struct rbuf caps)
{
	size_t n = 0;
	uint8_t len;

	while (rb_left(&caps) > 0) {
		(void)rb_u8(&caps);
		len = rb_u8(&caps);
		(void)rb_bytes(&caps, len);
		n += len + 4U;
	}
	return n;
}

/* See the header. */
void
open_encode(const struct open_params *p, struct wbuf *w)
{
	uint8_t buf[CAPS_BUF];
	struct wbuf caps = { buf, 0, sizeof(buf), sizeof(buf), false };
	size_t i, n, at;

	for (i = 0; capa_table[i] != NULL; i++) {
		if (capa_table[i]->encode != NULL)
			capa_table[i]->encode(p, &caps);
	}
	if (caps.err)
		w->err = true;
	wb_u8(w, 4);
	wb_u16(w, p->local_as > UINT16_MAX ? AS_TRANS :
	    (uint16_t)p->local_as);
	wb_u16(w, p->hold_time);
	wb_u32(w, p->router_id);
	n = params_length(wb_view(&caps));
	if (n < 255) {
		wb_u8(w, (uint8_t)n);
		put_params(w, wb_view(&caps), false);
		return;
	}
	/* In one parameter they may fit: few read the long form. */
	if (caps.len < 253) {
		wb_u8(w, (uint8_t)(caps.len + 2));
		wb_u8(w, PARAM_CAPS);
		wb_u8(w, (uint8_t)caps.len);
		wb_put(w, caps.p, caps.len);
		return;
	}
	wb_u8(w, PARAM_EXTENDED);
	wb_u8(w, PARAM_EXTENDED);
	at = w->len;
	wb_u16(w, 0);
	put_params(w, wb_view(&caps), true);
	wb_set_u16(w, at, (uint16_t)(w->len - at - 2));
}

static int
bad_open(struct bgp_err *err, uint8_t subcode, const char *why)
{
	return err_raise(err, ERR_RESET, NOTIFY_OPEN, subcode, NULL, 0, "%s",
	    why);
}

/* The capabilities of one parameter. */
static int
read_caps(struct rbuf r, struct open *o, struct bgp_err *err)
{
	struct cap_view c;
	struct rbuf v;

	while (rb_left(&r) > 0) {
		c.code = rb_u8(&r);
		c.val = rb_sub(&r, rb_u8(&r));
		if (r.err)
			return bad_open(err, 0, "a capability is cut");
		if (c.code == CAPA_ASN4) {
			if (rb_left(&c.val) != 4)
				return bad_open(err, 0, "the four octet AS "
				    "capability is malformed");
			v = c.val;
			o->as = rb_u32(&v);
		}
		if (o->ncaps < OPEN_CAPS_MAX)
			o->caps[o->ncaps++] = c;
	}
	return 0;
}

static int
read_params(struct rbuf r, bool extended, struct open *o,
    struct bgp_err *err)
{
	struct rbuf val;
	uint8_t type;

	while (rb_left(&r) > 0) {
		type = rb_u8(&r);
		val = rb_sub(&r, extended ? rb_u16(&r) : rb_u8(&r));
		if (r.err)
			return bad_open(err, 0, "an optional parameter is "
			    "cut");
		if (type != PARAM_CAPS)
			return bad_open(err, OPEN_OPT_PARAM, "unknown "
			    "optional parameter");
		if (read_caps(val, o, err) == -1)
			return -1;
	}
	return 0;
}

/*
 * See the header.  What the values mean for the session is checked later by
 * open_negotiate(), so that a refused OPEN can be reported before.
 */
int
open_decode(struct rbuf r, struct open *o, struct bgp_err *err)
{
	static const uint8_t version[2] = { 0, 4 };
	bool extended = false;
	size_t len;

	memset(o, 0, offsetof(struct open, caps));
	o->version = rb_u8(&r);
	o->as = o->as2 = rb_u16(&r);
	o->hold_time = rb_u16(&r);
	o->id = rb_u32(&r);
	len = rb_u8(&r);
	if (r.err)
		return err_raise(err, ERR_RESET, NOTIFY_HEADER,
		    HEADER_LENGTH, NULL, 0, "the OPEN is cut");
	if (o->version != 4)
		return err_raise(err, ERR_RESET, NOTIFY_OPEN, OPEN_VERSION,
		    version, sizeof(version), "BGP version %u", o->version);
	/* RFC 9072 2: type 255 first, whatever the one byte length says. */
	if (len > 0 && rb_left(&r) > 0 && rb_peek(&r) == PARAM_EXTENDED) {
		(void)rb_u8(&r);
		len = rb_u16(&r);
		extended = true;
	}
	if (r.err || len != rb_left(&r))
		return bad_open(err, 0, "the optional parameters are longer "
		    "or shorter than the message");
	return read_params(r, extended, o, err);
}

/* The values of all capabilities with the code of the one at `first`. */
static size_t
same_code(const struct open *o, size_t first, struct rbuf *v)
{
	size_t i, n = 0;

	for (i = 0; i < first; i++) {
		if (o->caps[i].code == o->caps[first].code)
			return 0;
	}
	for (i = first; i < o->ncaps; i++) {
		if (o->caps[i].code == o->caps[first].code)
			v[n++] = o->caps[i].val;
	}
	return n;
}

/* Can the row read all the values?  If not they are shown as bytes. */
static bool
all_valid(const struct capa_ops *row, const struct rbuf *v, size_t n)
{
	struct cap_set unused;
	size_t i;

	memset(&unused, 0, sizeof(unused));
	for (i = 0; i < n; i++) {
		if (row->decode(v[i], &unused) == -1)
			return false;
	}
	return true;
}

/*
 * ExaBGP's keys are decimal codes in a received OPEN and names in a sent
 * one.
 */
void
open_emit(const struct open *o, bool sent, struct sink *s)
{
	const struct capa_ops *row;
	struct rbuf v[OPEN_CAPS_MAX];
	char code[8], buf[ADDR_STRLEN];
	struct addr id;
	size_t i, n;

	addr_from_v4(&id, o->id);
	sink_obj(s);
	sink_key(s, "version");
	sink_u64(s, o->version);
	sink_key(s, "asn");
	sink_u64(s, o->as);
	sink_key(s, "hold_time");
	sink_u64(s, o->hold_time);
	sink_key(s, "router_id");
	sink_nstr(s, buf, addr_print(&id, buf, sizeof(buf)));
	sink_key(s, "capabilities");
	sink_obj(s);
	for (i = 0; i < o->ncaps; i++) {
		if ((n = same_code(o, i, v)) == 0)
			continue;
		row = capa_find(o->caps[i].code);
		snprintf(code, sizeof(code), "%u", o->caps[i].code);
		sink_key(s, sent && row != NULL ? row->name : code);
		if (row != NULL && row->since <= s->version &&
		    all_valid(row, v, n))
			row->emit(v, n, s);
		else
			capa_unknown_emit(o->caps[i].code, &v[n - 1], s);
	}
	sink_end_obj(s);
	sink_end_obj(s);
}

/* All capabilities of one code. */
static void
caps_text(const struct open *o, uint8_t code, struct wbuf *w, bool *any)
{
	const struct capa_ops *row = capa_find(code);
	struct rbuf v[OPEN_CAPS_MAX];
	size_t i, n = 0;

	for (i = 0; i < o->ncaps; i++)
		if (o->caps[i].code == code)
			v[n++] = o->caps[i].val;
	if (n == 0)
		return;
	wb_str(w, *any ? ", " : "");
	*any = true;
	if (row != NULL && all_valid(row, v, n))
		row->text(v, n, w);
	else
		capa_unknown_text(code, w);
}

/* As in ExaBGP the codes ascend here, but not in JSON. */
void
open_text(const struct open *o, struct wbuf *w)
{
	struct addr id;
	unsigned int code;
	bool any = false;

	addr_from_v4(&id, o->id);
	wb_printf(w, "version %u asn %u hold_time %u router_id ", o->version,
	    o->as, o->hold_time);
	put_addr(w, id.b, 4);
	wb_str(w, " capabilities [");
	for (code = 0; code <= UINT8_MAX; code++)
		caps_text(o, (uint8_t)code, w, &any);
	wb_u8(w, ']');
}
