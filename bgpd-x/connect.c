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
 * Sockets for outgoing sessions.  The parent binds them, puts the keys and
 * TTLs on and starts the connection, so that a session engine gone bad can
 * reach no host that is not configured.
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <errno.h>
#include <ifaddrs.h>
#include <string.h>
#include <unistd.h>

#include "base/sockaddr.h"
#include "parent.h"

#define REQ_MIN_MS	200	/* between two requests for one neighbor */

static int
socket_prepare(int fd, const struct nbr *n)
{
	const struct peer_conf *c = &n->conf;
	const struct addr *local = c->md5_ip.len != 0 ? &c->md5_ip :
	    &c->local;
	struct sockaddr_storage ss;
	socklen_t len;
	int one = 1;

	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
#ifdef SO_BINDTODEVICE
	if (c->ifname[0] != '\0' && setsockopt(fd, SOL_SOCKET,
	    SO_BINDTODEVICE, c->ifname, sizeof(c->ifname)) == -1)
		return -1;
#endif
#ifdef IP_BIND_ADDRESS_NO_PORT
	(void)setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one,
	    sizeof(one));
#endif
	if (local->len != 0) {
		len = sockaddr_from(local, 0, &ss);
		if (bind(fd, (struct sockaddr *)&ss, len) == -1)
			return -1;
	}
	if (sock_set_ttl(fd, c->peer.addr.len == 16, c->ttl_out,
	    c->ttl_in) != 0)
		return -1;
	return tcpauth_set(fd, &c->peer, &n->key);
}

static int
socket_connect(const struct nbr *n, struct im_socket *s)
{
	struct sockaddr_storage ss;
	socklen_t len;
	int fd;

	len = sockaddr_from(&n->conf.peer.addr, n->conf.connect_port, &ss);
	fd = socket(ss.ss_family, SOCK_STREAM | SOCK_NONBLOCK |
	    SOCK_CLOEXEC, 0);
	if (fd == -1) {
		s->error = errno;
		return -1;
	}
	if (socket_prepare(fd, n) == -1 ||
	    (connect(fd, (struct sockaddr *)&ss, len) == -1 &&
	    errno != EINPROGRESS)) {
		s->error = errno;
		close(fd);
		return -1;
	}
	return fd;
}

void
connect_request(struct imsg *m)
{
	struct nbr *n = nbr_find(&parent.nbrs, m->hdr.id);
	struct im_socket s = { 0 };
	struct mono now = mono_now();
	int fd = -1;

	if (n == NULL || n->conf.passive || !prefix_is_host(&n->conf.peer))
		s.error = EACCES;
	else if (mono_is_set(n->last_req) &&
	    mono_diff_ms(n->last_req, now) < REQ_MIN_MS)
		s.error = EAGAIN;
	else {
		n->last_req = now;
		fd = socket_connect(n, &s);
	}
	if (fd == -1)
		pc_send(&parent.sess, IMSG_SOCKET, m->hdr.id, &s, sizeof(s));
	else
		pc_sendfd(&parent.sess, IMSG_SOCKET, m->hdr.id, fd, &s,
		    sizeof(s));
}

/*
 * How well an address serves as a next hop: global before link-local.  On
 * the loopback interface, where routers have addresses of their own, 127.0.0.1
 * and ::1 are of no use to a neighbor.
 */
static int
ifaddr_rank(const struct addr *a)
{
	return addr_is_loopback(a) ? 0 : addr_is_linklocal(a) ? 1 : 2;
}

/*
 * `next-hop self` for the other address family: an address of the
 * interface that carries this one.
 */
void
ifaddr_request(struct imsg *m)
{
	struct ifaddrs *list, *i, *own = NULL;
	struct addr local, a, best;

	memcpy(&local, m->data, sizeof(local));
	memset(&best, 0, sizeof(best));
	if (getifaddrs(&list) == -1)
		list = NULL;
	for (i = list; i != NULL && own == NULL; i = i->ifa_next)
		if (i->ifa_addr != NULL && sockaddr_to(i->ifa_addr, &a,
		    NULL) == 0 && addr_cmp(&a, &local) == 0)
			own = i;
	for (i = list; i != NULL && own != NULL; i = i->ifa_next) {
		if (i->ifa_addr == NULL || strcmp(i->ifa_name,
		    own->ifa_name) != 0 || sockaddr_to(i->ifa_addr, &a,
		    NULL) == -1 || a.len == local.len)
			continue;
		if (best.len == 0 || ifaddr_rank(&a) > ifaddr_rank(&best))
			best = a;
	}
	if (list != NULL)
		freeifaddrs(list);
	pc_send(&parent.eng, IMSG_IFADDR, m->hdr.id, &best, sizeof(best));
}
