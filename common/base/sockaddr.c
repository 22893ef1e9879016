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
#include <netinet/in.h>

#include <string.h>

#include "sockaddr.h"

socklen_t
sockaddr_from(const struct addr *a, uint16_t port,
    struct sockaddr_storage *ss)
{
	struct sockaddr_in sin;
	struct sockaddr_in6 sin6;

	memset(ss, 0, sizeof(*ss));
	if (a->len == 16) {
		memset(&sin6, 0, sizeof(sin6));
		sin6.sin6_family = AF_INET6;
		sin6.sin6_port = htons(port);
		memcpy(&sin6.sin6_addr, a->b, 16);
		memcpy(ss, &sin6, sizeof(sin6));
		return sizeof(sin6);
	}
	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_port = htons(port);
	memcpy(&sin.sin_addr, a->b, 4);
	memcpy(ss, &sin, sizeof(sin));
	return sizeof(sin);
}

int
sockaddr_to(const struct sockaddr *sa, struct addr *a, uint16_t *port)
{
	struct sockaddr_in sin;
	struct sockaddr_in6 sin6;

	memset(a, 0, sizeof(*a));
	if (sa->sa_family == AF_INET) {
		memcpy(&sin, sa, sizeof(sin));
		a->len = 4;
		memcpy(a->b, &sin.sin_addr, 4);
		if (port != NULL)
			*port = ntohs(sin.sin_port);
		return 0;
	}
	if (sa->sa_family == AF_INET6) {
		memcpy(&sin6, sa, sizeof(sin6));
		a->len = 16;
		memcpy(a->b, &sin6.sin6_addr, 16);
		if (port != NULL)
			*port = ntohs(sin6.sin6_port);
		return 0;
	}
	return -1;
}

void
sock_local(int fd, struct addr *a)
{
	struct sockaddr_storage ss;
	socklen_t len = sizeof(ss);

	memset(a, 0, sizeof(*a));
	memset(&ss, 0, sizeof(ss));
	if (getsockname(fd, (struct sockaddr *)&ss, &len) == 0)
		(void)sockaddr_to((struct sockaddr *)&ss, a, NULL);
}

void
sock_remote(int fd, struct addr *a)
{
	struct sockaddr_storage ss;
	socklen_t len = sizeof(ss);

	memset(a, 0, sizeof(*a));
	memset(&ss, 0, sizeof(ss));
	if (getpeername(fd, (struct sockaddr *)&ss, &len) == 0)
		(void)sockaddr_to((struct sockaddr *)&ss, a, NULL);
}

int
sock_set_ttl(int fd, bool v6, int ttl, int minttl)
{
	int level = v6 ? IPPROTO_IPV6 : IPPROTO_IP;
	int r = 0;

	if (ttl > 0)
		r |= setsockopt(fd, level, v6 ? IPV6_UNICAST_HOPS : IP_TTL,
		    &ttl, sizeof(ttl));
	if (minttl > 0)
		r |= setsockopt(fd, level, v6 ? IPV6_MINHOPCOUNT : IP_MINTTL,
		    &minttl, sizeof(minttl));
	return r;
}
