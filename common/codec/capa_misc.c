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

#include "../out/utf8.h"
#include "capa_rows.h"
#include "words.h"

/* Capabilities of one flag, number or text. */

/* Four octet AS numbers, RFC 6793 3. */
static void
asn4_encode(const struct open_params *p, struct wbuf *w)
{
	if (!p->asn4)
		return;
	wb_u8(w, CAPA_ASN4);
	wb_u8(w, 4);
	wb_u32(w, p->local_as);
}

static int
asn4_decode(struct rbuf r, struct cap_set *set)
{
	if (rb_left(&r) != 4)
		return -1;
	set->asn4 = true;
	return 0;
}

static void
asn4_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	struct rbuf r = v[n - 1];

	sink_obj(s);
	sink_key(s, "name");
	sink_str(s, "asn4");
	sink_key(s, "asn4");
	sink_u64(s, rb_u32(&r));
	sink_end_obj(s);
}

static void
asn4_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	struct rbuf r = v[n - 1];

	wb_str(w, "asn4(");
	put_dec(w, rb_u32(&r));
	wb_u8(w, ')');
}

const struct capa_ops capa_asn4 = {
	.code = CAPA_ASN4,
	.name = "asn4",
	.encode = asn4_encode,
	.decode = asn4_decode,
	.emit = asn4_emit,
	.text = asn4_text
};

/* { "name": NAME, KEY: VALUE }, the second member only with a key. */
static void
emit_named(struct sink *s, const char *name, const char *key,
    const char *value)
{
	sink_obj(s);
	sink_key(s, "name");
	sink_str(s, name);
	if (key != NULL) {
		sink_key(s, key);
		sink_str(s, value);
	}
	sink_end_obj(s);
}

/* Route refresh: RFC 2918, and Cisco's code before it. */
static void
refresh_encode(const struct open_params *p, struct wbuf *w)
{
	if (p->route_refresh)
		capa_put_empty(w, CAPA_REFRESH);
}

static int
refresh_decode_cap(struct rbuf r, struct cap_set *set)
{
	(void)r;
	set->refresh = true;
	return 0;
}

static void
refresh_emit_cap(const struct rbuf *v, size_t n, struct sink *s)
{
	(void)v;
	(void)n;
	emit_named(s, "route-refresh", "variant", "RFC");
}

static void
refresh_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	(void)v;
	(void)n;
	wb_str(w, "route refresh");
}

const struct capa_ops capa_refresh = {
	.code = CAPA_REFRESH,
	.name = "route-refresh",
	.encode = refresh_encode,
	.decode = refresh_decode_cap,
	.emit = refresh_emit_cap,
	.text = refresh_text
};

static void
cisco_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	(void)v;
	(void)n;
	emit_named(s, "route-refresh", "variant", "Cisco");
}

static void
cisco_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	(void)v;
	(void)n;
	wb_str(w, "cisco route refresh");
}

const struct capa_ops capa_refresh_cisco = {
	.code = CAPA_REFRESH_CISCO,
	.name = "cisco-route-refresh",
	.decode = refresh_decode_cap,
	.emit = cisco_emit,
	.text = cisco_text
};

/* Enhanced route refresh, RFC 7313 3.1. */
static void
enhanced_encode(const struct open_params *p, struct wbuf *w)
{
	if (p->route_refresh)
		capa_put_empty(w, CAPA_ENHANCED_REFRESH);
}

static int
enhanced_decode(struct rbuf r, struct cap_set *set)
{
	(void)r;
	set->enhanced_refresh = true;
	return 0;
}

static void
enhanced_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	(void)v;
	(void)n;
	emit_named(s, "enhanced-route-refresh", NULL, NULL);
}

static void
enhanced_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	(void)v;
	(void)n;
	wb_str(w, "enhanced route refresh");
}

const struct capa_ops capa_enhanced_refresh = {
	.code = CAPA_ENHANCED_REFRESH,
	.name = "enhanced-route-refresh",
	.encode = enhanced_encode,
	.decode = enhanced_decode,
	.emit = enhanced_emit,
	.text = enhanced_text
};

/* The operational messages of ExaBGP. */
static void
operational_encode(const struct open_params *p, struct wbuf *w)
{
	if (p->operational)
		capa_put_empty(w, CAPA_OPERATIONAL);
}

static int
operational_decode(struct rbuf r, struct cap_set *set)
{
	(void)r;
	set->operational = true;
	return 0;
}

static void
operational_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	(void)v;
	(void)n;
	emit_named(s, "operational", NULL, NULL);
}

static void
operational_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	(void)v;
	(void)n;
	wb_str(w, "operational");
}

const struct capa_ops capa_operational = {
	.code = CAPA_OPERATIONAL,
	.name = "operational",
	.encode = operational_encode,
	.decode = operational_decode,
	.emit = operational_emit,
	.text = operational_text
};

/* Extended messages, RFC 8654. */
static void
ext_encode(const struct open_params *p, struct wbuf *w)
{
	if (p->extended_message)
		capa_put_empty(w, CAPA_EXT_MESSAGE);
}

static int
ext_decode(struct rbuf r, struct cap_set *set)
{
	(void)r;
	set->ext_message = true;
	return 0;
}

static void
ext_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	(void)v;
	(void)n;
	sink_obj(s);
	sink_key(s, "name");
	sink_str(s, "extended-message");
	sink_key(s, "size");
	sink_u64(s, MSG_EXT_MAX);
	sink_end_obj(s);
}

static void
ext_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	(void)v;
	(void)n;
	wb_printf(w, "extended message(%u)", MSG_EXT_MAX);
}

const struct capa_ops capa_ext_message = {
	.code = CAPA_EXT_MESSAGE,
	.name = "extended-message",
	.encode = ext_encode,
	.decode = ext_decode,
	.emit = ext_emit,
	.text = ext_text
};

/* A text with its length in front, cut to what the buffer holds. */
static void
put_text(struct wbuf *w, const char *s, size_t max)
{
	size_t n = strnlen(s, max);

	wb_u8(w, (uint8_t)n);
	wb_put(w, s, n);
}

static struct rbuf
get_text(struct rbuf *r)
{
	return rb_sub(r, rb_u8(r));
}

/* Host and domain name (draft-walton-bgp-hostname-capability). */
static void
hostname_encode(const struct open_params *p, struct wbuf *w)
{
	size_t at;

	if (p->host[0] == '\0')
		return;
	wb_u8(w, CAPA_HOSTNAME);
	at = w->len;
	wb_u8(w, 0);
	put_text(w, p->host, CAP_NAME_MAX);
	put_text(w, p->domain, CAP_NAME_MAX);
	wb_set_u8(w, at, (uint8_t)(w->len - at - 1));
}

static int
hostname_decode(struct rbuf r, struct cap_set *set)
{
	(void)set;
	(void)get_text(&r);
	(void)get_text(&r);
	return r.err ? -1 : 0;
}

static void
hostname_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	struct rbuf r = v[n - 1], host = get_text(&r), domain = get_text(&r);

	sink_obj(s);
	sink_key(s, "host-name");
	sink_nstr(s, (const char *)host.p, rb_left(&host));
	sink_key(s, "domain-name");
	sink_nstr(s, (const char *)domain.p, rb_left(&domain));
	sink_end_obj(s);
}

static void
hostname_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	struct rbuf r = v[n - 1], host = get_text(&r), domain = get_text(&r);

	wb_str(w, "hostname(");
	utf8_escape(w, host.p, rb_left(&host));
	wb_u8(w, ' ');
	utf8_escape(w, domain.p, rb_left(&domain));
	wb_u8(w, ')');
}

const struct capa_ops capa_hostname = {
	.code = CAPA_HOSTNAME,
	.since = 5,
	.name = "hostname",
	.encode = hostname_encode,
	.decode = hostname_decode,
	.emit = hostname_emit,
	.text = hostname_text
};

/* Software version (draft-abraitis-bgp-version-capability). */
static void
software_encode(const struct open_params *p, struct wbuf *w)
{
	size_t at;

	if (!p->software_version)
		return;
	wb_u8(w, CAPA_SOFTWARE);
	at = w->len;
	wb_u8(w, 0);
	put_text(w, p->software, CAP_SOFTWARE_MAX);
	wb_set_u8(w, at, (uint8_t)(w->len - at - 1));
}

static int
software_decode(struct rbuf r, struct cap_set *set)
{
	(void)set;
	(void)get_text(&r);
	return r.err ? -1 : 0;
}

static void
software_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	struct rbuf r = v[n - 1], text = get_text(&r);

	sink_obj(s);
	sink_key(s, "software");
	sink_nstr(s, (const char *)text.p, rb_left(&text));
	sink_end_obj(s);
}

static void
software_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	struct rbuf r = v[n - 1], text = get_text(&r);

	wb_str(w, "software(");
	utf8_escape(w, text.p, rb_left(&text));
	wb_u8(w, ')');
}

const struct capa_ops capa_software = {
	.code = CAPA_SOFTWARE,
	.since = 5,
	.name = "software-version",
	.encode = software_encode,
	.decode = software_decode,
	.emit = software_emit,
	.text = software_text
};

/* Multisession: advertised as ExaBGP does, and nothing else. */
static void
multisession_encode(const struct open_params *p, struct wbuf *w)
{
	static const uint8_t both[] = { CAPA_MULTISESSION, 1, 0,
	    CAPA_MULTISESSION, 1, CAPA_MP };

	if (p->multisession)
		wb_put(w, both, sizeof(both));
}

static int
multisession_decode(struct rbuf r, struct cap_set *set)
{
	(void)r;
	set->multisession = true;
	return 0;
}

static void
emit_multisession(struct sink *s, const char *variant)
{
	sink_obj(s);
	sink_key(s, "name");
	sink_str(s, "multisession");
	sink_key(s, "variant");
	sink_str(s, variant);
	sink_key(s, "capabilities");
	sink_arr(s);
	sink_end_arr(s);
	sink_end_obj(s);
}

static void
multisession_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	(void)v;
	(void)n;
	emit_multisession(s, "RFC");
}

static void
multisession_text(const struct rbuf *v, size_t n, struct wbuf *w)
{
	(void)v;
	(void)n;
	wb_str(w, "multisession");
}

const struct capa_ops capa_multisession = {
	.code = CAPA_MULTISESSION,
	.name = "multi-session",
	.encode = multisession_encode,
	.decode = multisession_decode,
	.emit = multisession_emit,
	.text = multisession_text
};

static void
cisco_session_emit(const struct rbuf *v, size_t n, struct sink *s)
{
	(void)v;
	(void)n;
	emit_multisession(s, "Cisco");
}

const struct capa_ops capa_multisession_cisco = {
	.code = CAPA_MULTISESSION_CISCO,
	.name = "cisco-multi-session",
	.decode = multisession_decode,
	.emit = cisco_session_emit,
	.text = multisession_text
};
