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
 * Listening sockets.  The parent keeps its own copy of each, so that keys
 * can be added and taken away at a reload while the session engine goes on
 * accepting.  A reload makes the new set first (stage), so that a failure
 * leaves the old one as it is.
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sockaddr.h"
#include "parent.h"

#define BACKLOG		512

struct lsock {
	struct addr	addr;
	uint16_t	port;
	bool		required;	/* asked for by name: errors count */
	int		fd;
	int		copy;		/* for the session engine, if staged */
	bool		old;		/* same as in the set before */
};

struct lset {
	struct lsock	*s;
	size_t		 n;
};

static struct lset current, staged;

static struct lsock *
lset_find(struct lset *set, const struct addr *a, uint16_t port)
{
	size_t i;

	for (i = 0; set->s != NULL && i < set->n; i++)
		if (set->s[i].port == port &&
		    addr_cmp(&set->s[i].addr, a) == 0)
			return &set->s[i];
	return NULL;
}

static int
lset_want(struct lset *set, const struct addr *a, uint16_t port,
    bool required)
{
	struct lsock *l = lset_find(set, a, port);

	if (l != NULL) {
		l->required |= required;
		return 0;
	}
	l = reallocarray(set->s, set->n + 1, sizeof(*l));
	if (l == NULL)
		return -1;
	set->s = l;
	l = &set->s[set->n++];
	memset(l, 0, sizeof(*l));
	l->addr = *a;
	l->port = port;
	l->required = required;
	l->fd = l->copy = -1;
	return 0;
}

/*
 * An address that the machine does not have yet, as when it starts, may be
 * listened on, for the day on which it does.
 */
static int
bind_absent(int fd, const struct sockaddr_storage *ss, socklen_t len)
{
#ifdef IP_FREEBIND
	int one = 1;

	if (setsockopt(fd, ss->ss_family == AF_INET6 ? IPPROTO_IPV6 :
	    IPPROTO_IP, ss->ss_family == AF_INET6 ? IPV6_FREEBIND :
	    IP_FREEBIND, &one, sizeof(one)) == 0)
		return bind(fd, (const struct sockaddr *)ss, len);
#endif
	(void)fd;
	(void)ss;
	(void)len;
	errno = EADDRNOTAVAIL;
	return -1;
}

static int
lsock_bind(const struct lsock *l, int fd)
{
	struct sockaddr_storage ss;
	char buf[ADDR_STRLEN];
	socklen_t len;

	len = sockaddr_from(&l->addr, l->port, &ss);
	if (bind(fd, (struct sockaddr *)&ss, len) == 0)
		return 0;
	if (errno != EADDRNOTAVAIL || l->required ||
	    bind_absent(fd, &ss, len) == -1)
		return -1;
	addr_print(&l->addr, buf, sizeof(buf));
	log_warn("nobody can connect to %s until this machine has it", buf);
	return 0;
}

static int
lsock_open(struct lsock *l)
{
	int one = 1, fd;

	fd = socket(l->addr.len == 16 ? AF_INET6 : AF_INET, SOCK_STREAM |
	    SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (l->addr.len == 16)
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one,
		    sizeof(one));
	if (lsock_bind(l, fd) == -1 || listen(fd, BACKLOG) == -1) {
		close(fd);
		return -1;
	}
	l->fd = fd;
	return 0;
}

/* tcp.bind: the addresses that were checked when it was set. */
static int
want_bind(struct lset *set)
{
	char copy[sizeof(parent.env.tcp_bind)], *p = copy, *word;
	struct addr a;

	strlcpy(copy, parent.env.tcp_bind, sizeof(copy));
	while ((word = strsep(&p, " \t")) != NULL) {
		if (addr_parse(word, strlen(word), &a) == 0 &&
		    lset_want(set, &a, (uint16_t)parent.env.tcp_port,
		    true) == -1)
			return -1;
	}
	return 0;
}

/* A neighbor's own port; a passive one needs some listener to be of use. */
static int
want_neighbor(struct lset *set, const struct peer_conf *c)
{
	const struct addr *a = c->md5_ip.len != 0 ? &c->md5_ip : &c->local;
	struct addr any;

	memset(&any, 0, sizeof(any));
	any.len = c->peer.addr.len;
	if (a->len == 0)
		a = &any;
	if (c->listen_port != 0)
		return lset_want(set, a, c->listen_port, true);
	if (c->passive && parent.env.tcp_bind[0] == '\0')
		return lset_want(set, a, (uint16_t)parent.env.tcp_port,
		    false);
	return 0;
}

static bool
key_applies(const struct lsock *l, const struct peer_conf *c)
{
	static const struct addr any4 = { .len = 4 }, any6 = { .len = 16 };

	return l->addr.len == c->peer.addr.len && (c->local.len == 0 ||
	    addr_cmp(&l->addr, &c->local) == 0 ||
	    addr_cmp(&l->addr, &c->md5_ip) == 0 ||
	    addr_cmp(&l->addr, l->addr.len == 4 ? &any4 : &any6) == 0);
}

static void
lsock_key(const struct lsock *l, const struct peer_conf *c,
    const struct peer_key *key)
{
	if (l->fd == -1 || key->len == 0 || !key_applies(l, c))
		return;
	if (tcpauth_set(l->fd, &c->peer, key) == -1)
		log_error("%s key: %s", key->ao ? "TCP-AO" : "TCP-MD5",
		    strerror(errno));
}

void
listen_abort(void)
{
	size_t i;

	for (i = 0; i < staged.n; i++) {
		if (staged.s[i].copy != -1)
			close(staged.s[i].copy);
		if (!staged.s[i].old && staged.s[i].fd != -1)
			close(staged.s[i].fd);
	}
	free(staged.s);
	memset(&staged, 0, sizeof(staged));
}

/* Find it in the current set or make it anew; -1 if there is none. */
static int
lsock_stage(struct lsock *l)
{
	const struct lsock *old = lset_find(&current, &l->addr, l->port);

	if (old != NULL && old->fd != -1) {
		l->fd = old->fd;
		l->old = true;
	} else if (lsock_open(l) == -1) {
		return -1;
	}
	l->copy = fcntl(l->fd, F_DUPFD_CLOEXEC, 0);
	return l->copy == -1 ? -1 : 0;
}

/* Make the sockets that a configuration needs; -1 with the reason. */
int
listen_setup(const struct conf *conf, char *err, size_t size)
{
	char buf[ADDR_STRLEN];
	struct lsock *l;
	size_t i, j;
	int r;

	r = want_bind(&staged);
	for (i = 0; r == 0 && i < conf->nneighbors; i++)
		r = want_neighbor(&staged, &conf->neighbors[i].peer);
	for (i = 0; r == 0 && i < staged.n; i++) {
		l = &staged.s[i];
		if (lsock_stage(l) == 0)
			continue;
		addr_print(&l->addr, buf, sizeof(buf));
		snprintf(err, size, "cannot listen on %s port %u: %s", buf,
		    l->port, strerror(errno));
		if (l->required || l->fd != -1)
			r = -1;
		else
			log_warn("%s", err);
	}
	if (r == -1) {
		listen_abort();
		return -1;
	}
	/* a new one is keyed before anybody can connect to it */
	for (i = 0; i < staged.n; i++)
		for (j = 0; !staged.s[i].old && j < conf->nneighbors; j++)
			lsock_key(&staged.s[i], &conf->neighbors[j].peer,
			    &conf->neighbors[j].key);
	return 0;
}

/*
 * Who is to have a key that takes the place of this one's; NULL if nobody
 * is.  Mostly it is the one behind the last that was found.
 */
static const struct nbr *
successor(const struct nbr *old, const struct nbr_list *new)
{
	static size_t at;
	const struct nbr *s;
	size_t i;

	for (i = 0; i < new->n && !old->key.ao; i++) {
		s = &new->v[(at + i) % new->n];
		if (s->key.len == 0 || s->key.ao ||
		    s->conf.peer.plen != old->conf.peer.plen ||
		    addr_cmp(&s->conf.peer.addr, &old->conf.peer.addr) != 0)
			continue;
		at = (at + i + 1) % new->n;
		return s;
	}
	return NULL;
}

/*
 * Before the neighbors change: the keys of those there now come off, unless
 * others will take their place.  Without any, everybody could connect.
 */
void
listen_unkey(const struct nbr_list *new)
{
	const struct nbr_list *now = &parent.nbrs;
	const struct nbr *old, *next;
	const struct lsock *l;

	for (old = now->v; old < now->v + now->n; old++) {
		if (old->key.len == 0)
			continue;
		next = successor(old, new);
		for (l = current.s; l < current.s + current.n; l++)
			if (l->fd != -1 && (next == NULL ||
			    !key_applies(l, &next->conf)))
				(void)tcpauth_del(l->fd, &old->conf.peer,
				    &old->key);
	}
}

/*
 * The staged set becomes the current one, with the keys of the neighbors
 * of now; the session engine gets it.
 */
void
listen_commit(void)
{
	struct im_listener info;
	size_t i, j;

	for (i = 0; i < current.n; i++)
		if (current.s[i].fd != -1 && lset_find(&staged,
		    &current.s[i].addr, current.s[i].port) == NULL)
			close(current.s[i].fd);
	free(current.s);
	current = staged;
	memset(&staged, 0, sizeof(staged));
	for (i = 0; current.s != NULL && i < current.n; i++) {
		for (j = 0; current.s[i].old && j < parent.nbrs.n; j++)
			lsock_key(&current.s[i], &parent.nbrs.v[j].conf,
			    &parent.nbrs.v[j].key);
		current.s[i].old = true;
		if (current.s[i].copy == -1)
			continue;
		memset(&info, 0, sizeof(info));
		info.addr = current.s[i].addr;
		info.port = current.s[i].port;
		pc_sendfd(&parent.sess, IMSG_LISTENER, 0, current.s[i].copy,
		    &info, sizeof(info));
		current.s[i].copy = -1;
	}
}
