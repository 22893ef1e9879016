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

#include "excom.h"
#include "words.h"

/*
 * Route target and route origin: RFC 4360 4 and 5, RFC 5668 for AS numbers
 * of four octets.
 *
 *	00 sub  AS(2) number(4)
 *	01 sub  IPv4(4) number(2)
 *	02 sub  AS(4) number(2)
 */
#define SUB_TARGET	0x02
#define SUB_ORIGIN	0x03
#define SUB_RECORD	0x13	/* draft-ietf-bess-service-chaining */

/* Two fields behind the keyword; the type follows from how they look. */
static int
parse_rt(struct lex *lx, const struct tok *t, const struct tok *f,
    bool four, uint8_t *p)
{
	const struct tok admin = f[1];
	struct addr a;
	uint32_t as, n;

	if (admin.len > 1 && admin.s[admin.len - 1] == 'L')
		four = true;
	if (addr_parse(admin.s, admin.len, &a) == 0 && a.len == 4) {
		p[0] = 1;
		memcpy(p + 2, a.b, 4);
	} else {
		if (excom_number(lx, t, &admin, UINT32_MAX, &as) == -1)
			return -1;
		p[0] = four || as > UINT16_MAX ? 2 : 0;
		if (p[0] == 2)
			excom_put32(p + 2, as);
		else
			excom_put16(p + 2, as);
	}
	if (excom_number(lx, t, &f[2], p[0] == 0 ? UINT32_MAX : UINT16_MAX,
	    &n) == -1)
		return -1;
	if (p[0] == 0)
		excom_put32(p + 4, n);
	else
		excom_put16(p + 6, n);
	return 0;
}

static int
target_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	p[1] = SUB_TARGET;
	return parse_rt(lx, t, f, false, p);
}

static int
target4_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	p[1] = SUB_TARGET;
	return parse_rt(lx, t, f, true, p);
}

static int
origin_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	p[1] = SUB_ORIGIN;
	return parse_rt(lx, t, f, false, p);
}

static int
origin4_parse(struct lex *lx, const struct tok *t, const struct tok *f,
    uint8_t *p)
{
	p[1] = SUB_ORIGIN;
	return parse_rt(lx, t, f, true, p);
}

/* `suffix`: "L" where a small AS number of four octets needs it. */
static void
print_rt(const uint8_t *p, const char *keyword, bool suffix, struct wbuf *w)
{
	struct rbuf r = rb_init(p + 2, 6);
	uint32_t as;

	wb_str(w, keyword);
	wb_u8(w, ':');
	switch (p[0] & 0x3f) {
	case 0:
		put_dec(w, rb_u16(&r));
		wb_u8(w, ':');
		put_dec(w, rb_u32(&r));
		return;
	case 1:
		put_addr(w, rb_bytes(&r, 4), 4);
		break;
	default:
		as = rb_u32(&r);
		put_dec(w, as);
		if (suffix && as <= UINT16_MAX)
			wb_u8(w, 'L');
		break;
	}
	wb_u8(w, ':');
	put_dec(w, rb_u16(&r));
}

static bool
target_text(const uint8_t *p, struct wbuf *w)
{
	print_rt(p, "target", true, w);
	return true;
}

static bool
target_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	(void)version;
	print_rt(p, "target", false, w);
	return true;
}

static bool
origin_text(const uint8_t *p, struct wbuf *w)
{
	print_rt(p, "origin", true, w);
	return true;
}

static bool
record_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	(void)version;
	print_rt(p, "rtrecord", false, w);
	return true;
}

/* ExaBGP up to 5.0 prints the number of an AS as an address, ... */
static bool
origin2_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	struct rbuf r = rb_init(p + 2, 6);

	(void)version;
	wb_str(w, "origin:");
	put_dec(w, rb_u16(&r));
	wb_u8(w, ':');
	put_addr(w, rb_bytes(&r, 4), 4);
	return true;
}

/* ... and the two halves of an address the other way round. */
static bool
origin_ip_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	struct rbuf r = rb_init(p + 6, 2);

	if (version >= 6) {
		print_rt(p, "origin", false, w);
		return true;
	}
	wb_str(w, "origin:");
	put_dec(w, rb_u16(&r));
	wb_u8(w, ':');
	put_addr(w, p + 2, 4);
	return true;
}

static bool
origin4_string(const uint8_t *p, uint8_t version, struct wbuf *w)
{
	(void)version;
	print_rt(p, "origin", false, w);
	return true;
}

const struct excom_ops excom_target2 = {
	.type = 0,
	.subtype = SUB_TARGET,
	.keyword = "target",
	.fields = 3,
	.parse = target_parse,
	.text = target_text,
	.string = target_string
};

const struct excom_ops excom_target_ip = {
	.type = 1,
	.subtype = SUB_TARGET,
	.text = target_text,
	.string = target_string
};

const struct excom_ops excom_target4 = {
	.type = 2,
	.subtype = SUB_TARGET,
	.text = target_text,
	.string = target_string
};

const struct excom_ops excom_target4_word = {
	.type = 2,
	.subtype = SUB_TARGET,
	.keyword = "target4",
	.fields = 3,
	.parse = target4_parse
};

const struct excom_ops excom_origin2 = {
	.type = 0,
	.subtype = SUB_ORIGIN,
	.keyword = "origin",
	.fields = 3,
	.parse = origin_parse,
	.text = origin_text,
	.string = origin2_string
};

const struct excom_ops excom_origin_ip = {
	.type = 1,
	.subtype = SUB_ORIGIN,
	.text = origin_text,
	.string = origin_ip_string
};

const struct excom_ops excom_origin4 = {
	.type = 2,
	.subtype = SUB_ORIGIN,
	.text = origin_text,
	.string = origin4_string
};

const struct excom_ops excom_origin4_word = {
	.type = 2,
	.subtype = SUB_ORIGIN,
	.keyword = "origin4",
	.fields = 3,
	.parse = origin4_parse
};

const struct excom_ops excom_record2 = {
	.type = 0,
	.subtype = SUB_RECORD,
	.string = record_string
};

const struct excom_ops excom_record_ip = {
	.type = 1,
	.subtype = SUB_RECORD,
	.string = record_string
};

const struct excom_ops excom_record4 = {
	.type = 2,
	.subtype = SUB_RECORD,
	.string = record_string
};
