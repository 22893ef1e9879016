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
 * TCP-MD5 signatures (RFC 2385) and TCP-AO (RFC 5925) by setsockopt: the
 * key stays with the socket, and only the kernel can read it.
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <linux/tcp.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

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
	bool range = !prefix_is_host(peer);
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

/*
 * TCP-AO came with Linux 6.7, after the headers of many systems that run
 * such a kernel.
 */
#define AO_ADD_KEY	38
#define AO_DEL_KEY	39
#define AO_KEY_MAX	80

struct ao_add {
	struct sockaddr_storage	 addr;
	char			 alg[64];
	int32_t			 ifindex;
	uint32_t		 flags;
	uint16_t		 pad;
	uint8_t			 plen;
	uint8_t			 sndid, rcvid;
	uint8_t			 maclen;	/* 0: 12 bytes */
	uint8_t			 keyflags;
	uint8_t			 keylen;
	uint8_t			 key[AO_KEY_MAX];
};

struct ao_del {
	struct sockaddr_storage	 addr;
	int32_t			 ifindex;
	uint32_t		 flags;
	uint16_t		 pad;
	uint8_t			 plen;
	uint8_t			 sndid, rcvid;
	uint8_t			 current, rnext;
	uint8_t			 keyflags;
};

static int
ao_set(int fd, const struct prefix *peer, const struct peer_key *key)
{
	/* by their numbers in struct peer_key */
	static const char *const algs[] = { "hmac(sha1)",
	    "cmac(aes128)", "hmac(sha256)" };
	struct ao_add add;
	int ret;

	memset(&add, 0, sizeof(add));
	if (key->len > sizeof(add.key) ||
	    key->ao_alg >= sizeof(algs) / sizeof(algs[0])) {
		errno = EINVAL;
		return -1;
	}
	sockaddr_from(&peer->addr, 0, &add.addr);
	strlcpy(add.alg, algs[key->ao_alg], sizeof(add.alg));
	add.plen = peer->plen;
	add.sndid = add.rcvid = key->ao_keyid;
	add.keylen = (uint8_t)key->len;
	memcpy(add.key, key->key, key->len);
	ret = setsockopt(fd, IPPROTO_TCP, AO_ADD_KEY, &add, sizeof(add));
	explicit_bzero(&add, sizeof(add));
	return ret;
}

static int
ao_del(int fd, const struct prefix *peer, const struct peer_key *key)
{
	struct ao_del del;

	memset(&del, 0, sizeof(del));
	sockaddr_from(&peer->addr, 0, &del.addr);
	del.plen = peer->plen;
	del.sndid = del.rcvid = key->ao_keyid;
	return setsockopt(fd, IPPROTO_TCP, AO_DEL_KEY, &del, sizeof(del));
}

int
tcpauth_set(int fd, const struct prefix *peer, const struct peer_key *key)
{
	if (key->len == 0)
		return 0;
	if (key->ao)
		return ao_set(fd, peer, key);
	return md5_set(fd, peer, key->key, key->len);
}

int
tcpauth_del(int fd, const struct prefix *peer, const struct peer_key *key)
{
	if (key->ao)
		return ao_del(fd, peer, key);
	return md5_set(fd, peer, NULL, 0);
}

/* A kernel without it does not know the option; one with it says EINVAL. */
bool
tcpauth_have_ao(void)
{
	const struct ao_add nothing = { .keylen = 0 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool have;

	if (fd == -1)
		return false;
	have = setsockopt(fd, IPPROTO_TCP, AO_ADD_KEY, &nothing,
	    sizeof(nothing)) == 0 ||
	    (errno != ENOPROTOOPT && errno != EOPNOTSUPP);
	close(fd);
	return have;
}
