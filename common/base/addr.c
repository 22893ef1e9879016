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

#include <sys/types.h>
#include <sys/socket.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <string.h>

#include "addr.h"

/* "a.b.c.d", each 0 to 255 without leading zeros, as inet_pton(3). */
static int
parse_v4(const char *s, size_t len, uint8_t *b)
{
	unsigned int v = 0;
	size_t i, digits = 0, n = 0;

	for (i = 0; i <= len; i++) {
		if (i == len || s[i] == '.') {
			if (digits == 0 || n == 4)
				return -1;
			b[n++] = (uint8_t)v;
			v = 0;
			digits = 0;
			continue;
		}
		if (s[i] < '0' || s[i] > '9' || (digits > 0 && v == 0))
			return -1;
		v = v * 10 + (unsigned int)(s[i] - '0');
		if (v > 255)
			return -1;
		digits++;
	}
	return n == 4 ? 0 : -1;
}

/* Text, not terminated, to an address of either family; 0 or -1. */
int
addr_parse(const char *s, size_t len, struct addr *a)
{
	char buf[INET6_ADDRSTRLEN];

	memset(a, 0, sizeof(*a));
	if (memchr(s, ':', len) == NULL) {
		if (len > 15 || parse_v4(s, len, a->b) == -1)
			return -1;
		a->len = 4;
		return 0;
	}
	if (len >= sizeof(buf) || memchr(s, '\0', len) != NULL)
		return -1;
	memcpy(buf, s, len);
	buf[len] = '\0';
	if (inet_pton(AF_INET6, buf, a->b) != 1) {
		memset(a, 0, sizeof(*a));
		return -1;
	}
	a->len = 16;
	return 0;
}

/* Decimal digits of a byte; returns how many. */
static size_t
put_byte(char *p, uint8_t v)
{
	size_t n = 0;

	if (v >= 100)
		p[n++] = (char)('0' + v / 100);
	if (v >= 10)
		p[n++] = (char)('0' + v / 10 % 10);
	p[n++] = (char)('0' + v % 10);
	return n;
}

/*
 * Text of an address, terminated, IPv6 as in RFC 5952; returns its length.
 * The buffer must hold ADDR_STRLEN bytes to be sure.
 */
size_t
addr_print(const struct addr *a, char *buf, size_t size)
{
	size_t i, n = 0;

	if (size < ADDR_STRLEN)
		return 0;
	if (a->len == 4) {
		for (i = 0; i < 4; i++) {
			if (i > 0)
				buf[n++] = '.';
			n += put_byte(buf + n, a->b[i]);
		}
	} else if (a->len == 16 &&
	    inet_ntop(AF_INET6, a->b, buf, (socklen_t)size) != NULL)
		n = strlen(buf);
	buf[n] = '\0';
	return n;
}

/* Order: no address, IPv4, IPv6; then by bytes. */
int
addr_cmp(const struct addr *a, const struct addr *b)
{
	if (a->len != b->len)
		return a->len < b->len ? -1 : 1;
	return memcmp(a->b, b->b, a->len);
}

/* Does the prefix contain the address? */
bool
addr_match(const struct addr *a, const struct prefix *p)
{
	struct addr m = *a;

	if (a->len != p->addr.len)
		return false;
	addr_mask(&m, p->plen);
	return addr_cmp(&m, &p->addr) == 0;
}

/* Clear the bits behind the prefix. */
void
addr_mask(struct addr *a, uint8_t plen)
{
	size_t i = plen / 8;

	if (i >= a->len)
		return;
	a->b[i] &= (uint8_t)(0xff00 >> (plen % 8));
	for (i++; i < a->len; i++)
		a->b[i] = 0;
}

/* Is any bit behind the prefix set? */
bool
addr_host_bits(const struct addr *a, uint8_t plen)
{
	struct addr m = *a;

	addr_mask(&m, plen);
	return memcmp(m.b, a->b, sizeof(m.b)) != 0;
}

/* From and to the number that an IPv4 address is. */
void
addr_from_v4(struct addr *a, uint32_t v)
{
	memset(a, 0, sizeof(*a));
	a->len = 4;
	a->b[0] = (uint8_t)(v >> 24);
	a->b[1] = (uint8_t)(v >> 16);
	a->b[2] = (uint8_t)(v >> 8);
	a->b[3] = (uint8_t)v;
}

uint32_t
addr_to_v4(const struct addr *a)
{
	return (uint32_t)a->b[0] << 24 | (uint32_t)a->b[1] << 16 |
	    (uint32_t)a->b[2] << 8 | a->b[3];
}

/* From 4 or 16 bytes of the wire; -1 for any other number. */
int
addr_from_bytes(struct addr *a, const uint8_t *b, size_t len)
{
	memset(a, 0, sizeof(*a));
	if (b == NULL || (len != 4 && len != 16))
		return -1;
	memcpy(a->b, b, len);
	a->len = (uint8_t)len;
	return 0;
}

/* fe80::/10 */
bool
addr_is_linklocal(const struct addr *a)
{
	return a->len == 16 && a->b[0] == 0xfe && (a->b[1] & 0xc0) == 0x80;
}

/* 127.0.0.0/8, ::1 */
bool
addr_is_loopback(const struct addr *a)
{
	static const uint8_t one[16] = { [15] = 1 };

	return a->len == 4 ? a->b[0] == 127 :
	    a->len == 16 && memcmp(a->b, one, sizeof(one)) == 0;
}

/* Text, not terminated, to a prefix; the header tells the results. */
int
prefix_parse(const char *s, size_t len, struct prefix *p)
{
	const char *slash = memchr(s, '/', len);
	size_t alen = slash == NULL ? len : (size_t)(slash - s), i;
	unsigned int plen = 0;

	memset(p, 0, sizeof(*p));
	if (addr_parse(s, alen, &p->addr) == -1)
		return -1;
	if (slash == NULL) {
		p->plen = (uint8_t)(p->addr.len * 8);
		return 0;
	}
	if (len - alen < 2 || len - alen > 4)
		return -2;
	for (i = alen + 1; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -2;
		plen = plen * 10 + (unsigned int)(s[i] - '0');
	}
	if (plen > p->addr.len * 8U)
		return -2;
	p->plen = (uint8_t)plen;
	return addr_host_bits(&p->addr, p->plen) ? -3 : 0;
}

/* As addr_print(), with "/N". */
size_t
prefix_print(const struct prefix *p, char *buf, size_t size)
{
	size_t n;

	if (size < ADDR_STRLEN)
		return 0;
	n = addr_print(&p->addr, buf, size);
	buf[n++] = '/';
	n += put_byte(buf + n, p->plen);
	buf[n] = '\0';
	return n;
}

bool
prefix_is_host(const struct prefix *p)
{
	return p->plen == p->addr.len * 8;
}

size_t
prefix_print_host(const struct prefix *p, char *buf, size_t size)
{
	return prefix_is_host(p) ? addr_print(&p->addr, buf, size) :
	    prefix_print(p, buf, size);
}

/* The length in bits and the bytes that hold them, appended. */
void
prefix_wire(const struct prefix *p, struct wbuf *w)
{
	wb_u8(w, p->plen);
	wb_put(w, p->addr.b, (p->plen + 7U) / 8);
}

/*
 * Read such a prefix for addresses of alen bytes.  Bits behind the prefix
 * have no meaning (RFC 4271 4.3) and are cleared.  0, or -1 if it is cut or
 * too long.
 */
int
prefix_read(struct rbuf *r, uint8_t alen, struct prefix *p)
{
	const uint8_t *b;
	size_t n;

	memset(p, 0, sizeof(*p));
	p->addr.len = alen;
	p->plen = rb_u8(r);
	n = (p->plen + 7U) / 8;
	if (r->err || n > alen || (b = rb_bytes(r, n)) == NULL)
		return -1;
	if (n > 0)
		memcpy(p->addr.b, b, n);
	addr_mask(&p->addr, p->plen);
	return 0;
}
