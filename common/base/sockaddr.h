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

#ifndef BASE_SOCKADDR_H
#define BASE_SOCKADDR_H

#include <sys/types.h>
#include <sys/socket.h>

#include <stdbool.h>
#include <stdint.h>

#include "addr.h"

/* Addresses in and out of socket structures; ports in host order. */
socklen_t sockaddr_from(const struct addr *, uint16_t,
	    struct sockaddr_storage *);
int	sockaddr_to(const struct sockaddr *, struct addr *, uint16_t *);
void	sock_local(int, struct addr *);
void	sock_remote(int, struct addr *);
/* TTL to send with and least TTL to accept (RFC 5082); -1: leave alone. */
int	sock_set_ttl(int, bool, int, int);

#endif
