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

#ifndef BASE_ADDR_H
#define BASE_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

#define ADDR_STRLEN	64	/* any address or prefix as text, with NUL */

/* An IPv4 or IPv6 address; len is 4, 16, or 0 for none. */
struct addr {
	uint8_t	len;
	uint8_t	b[16];
	uint8_t	pad[3];
};

/* An address with a prefix length in bits. */
struct prefix {
	struct addr	addr;
	uint8_t		plen;
	uint8_t		pad[3];
};

int	addr_parse(const char *, size_t, struct addr *);
size_t	addr_print(const struct addr *, char *, size_t);
int	addr_cmp(const struct addr *, const struct addr *);
bool	addr_match(const struct addr *, const struct prefix *);
void	addr_mask(struct addr *, uint8_t);
bool	addr_host_bits(const struct addr *, uint8_t);
void	addr_from_v4(struct addr *, uint32_t);
uint32_t addr_to_v4(const struct addr *);
int	addr_from_bytes(struct addr *, const uint8_t *, size_t);
bool	addr_is_linklocal(const struct addr *);
bool	addr_is_loopback(const struct addr *);

/*
 * prefix_parse: "a.b.c.d/n", "x::/n" or a bare address; returns 0, or -1 for
 * a bad address, -2 for a bad length, -3 for host bits that are set.
 */
int	prefix_parse(const char *, size_t, struct prefix *);
size_t	prefix_print(const struct prefix *, char *, size_t);
/* One address?  As text it has no length then. */
bool	prefix_is_host(const struct prefix *);
size_t	prefix_print_host(const struct prefix *, char *, size_t);

/* BGP form (RFC 4271 4.3): length in bits, then the bytes that hold them. */
void	prefix_wire(const struct prefix *, struct wbuf *);
int	prefix_read(struct rbuf *, uint8_t, struct prefix *);

#endif
