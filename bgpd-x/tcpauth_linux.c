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

/*
 * TCP-MD5 signatures (RFC 2385) by setsockopt: the key stays with the
 * socket, and only the kernel can read it.
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <linux/tcp.h>

#include <errno.h>
#include <string.h>

#include "base/sockaddr.h"
#include "parent.h"

#ifndef IPPROTO_TCP
#define IPPROTO_TCP	6
#endif

static int
md5_set(int fd, const struct prefix *peer, const char *key, size_t len)
{
	struct tcp_md5sig md5;
	struct sockaddr_storage ss;
	bool range = peer->plen != peer->addr.len * 8;
	int opt = TCP_MD5SIG;

	memset(&md5, 0, sizeof(md5));
	sockaddr_from(&peer->addr, 0, &ss);
	memcpy(&md5.tcpm_addr, &ss, sizeof(ss) < sizeof(md5.tcpm_addr) ?
	    sizeof(ss) : sizeof(md5.tcpm_addr));
	if (range) {
		opt = TCP_MD5SIG_EXT;
		md5.tcpm_flags = TCP_MD5SIG_FLAG_PREFIX;
		md5.tcpm_prefixlen = peer->plen;
	}
	md5.tcpm_keylen = (uint16_t)len;
	if (len > 0)
		memcpy(md5.tcpm_key, key, len);
	if (setsockopt(fd, IPPROTO_TCP, opt, &md5, sizeof(md5)) == -1) {
		explicit_bzero(&md5, sizeof(md5));
		return -1;
	}
	explicit_bzero(&md5, sizeof(md5));
	return 0;
}

int
tcpauth_set(int fd, const struct prefix *peer, const struct peer_key *key)
{
	if (key->ao) {
		errno = EPROTONOSUPPORT;
		return -1;
	}
	if (key->len == 0)
		return 0;
	return md5_set(fd, peer, key->key, key->len);
}

int
tcpauth_del(int fd, const struct prefix *peer)
{
	return md5_set(fd, peer, NULL, 0);
}

/* Linux 6.7 has it, but its interface is not used yet. */
bool
tcpauth_have_ao(void)
{
	return false;
}
