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
 * The addresses that the health checker serves: on the loopback interface,
 * or on another if so asked.
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <net/if.h>
#include <netinet/in.h>

#include <ifaddrs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#include "base/sockaddr.h"
#include "health.h"

#ifdef __linux__
#define LOOPBACK	"lo"
#else
#define LOOPBACK	"lo0"
#endif
#define HOST_BITS_MAX	12		/* of a network: 4096 addresses */
#define IP_TIMEOUT	5000		/* ms, for a change of an address */

static int
ip_add(struct health *h, const struct prefix *p, const char *ifname)
{
	struct health_ip *n;

	n = reallocarray(h->ip, h->nip + 1, sizeof(*n));
	if (n == NULL)
		return -1;
	h->ip = n;
	n[h->nip].prefix = *p;
	n[h->nip++].ifname = ifname;
	return 0;
}

/* Linux has labels, of IPv4 addresses: INTERFACE:LABEL. */
static bool
label_fits(const struct health *h, const char *name)
{
	const char *label = strchr(name, ':');

	if (h->label == NULL)
		return true;
	if (label++ == NULL)
		return false;
	return h->exact_label ? strcmp(label, h->label) == 0 :
	    strncmp(label, h->label, strlen(h->label)) == 0;
}

/* Is this an address of the interface, and not one within a network? */
static bool
usable(const struct ifaddrs *i, const char *ifname, struct prefix *p)
{
	struct addr mask;
	size_t len = strcspn(i->ifa_name, ":"), n;

	if (i->ifa_addr == NULL || i->ifa_netmask == NULL ||
	    strlen(ifname) != len || strncmp(i->ifa_name, ifname, len) != 0 ||
	    sockaddr_to(i->ifa_addr, &p->addr, NULL) == -1)
		return false;
	memset(&mask, 0, sizeof(mask));
	mask.len = p->addr.len;
	if (mask.len == 4)
		memcpy(mask.b, &((const struct sockaddr_in *)(const void *)
		    i->ifa_netmask)->sin_addr, 4);
	else
		memcpy(mask.b, &((const struct sockaddr_in6 *)(const void *)
		    i->ifa_netmask)->sin6_addr, 16);
	p->plen = 0;
	for (n = 0; n < mask.len * 8U && (mask.b[n / 8] >> (7 - n % 8) & 1);
	    n++)
		p->plen++;
	return !addr_host_bits(&p->addr, p->plen);
}

static bool
is_loopback(const struct addr *a)
{
	static const struct addr one = { .len = 16, .b = { [15] = 1 } };

	return a->len == 4 ? a->b[0] == 127 : addr_cmp(a, &one) == 0;
}

/* Without --ip: what the loopback interface has. */
static int
find_all(struct health *h)
{
	struct ifaddrs *all, *i;
	struct prefix p;
	int r = 0;

	if (getifaddrs(&all) == -1)
		return -1;
	memset(&p, 0, sizeof(p));
	for (i = all; i != NULL && r == 0; i = i->ifa_next)
		if (usable(i, LOOPBACK, &p) && !is_loopback(&p.addr) &&
		    label_fits(h, i->ifa_name))
			r = ip_add(h, &p, NULL);
	freeifaddrs(all);
	return r;
}

/* The interface that --ip-ifname IP%IF names for this one, or NULL. */
static const char *
ifname_of(const struct health *h, const struct prefix *p)
{
	const char *s, *percent;
	struct prefix q;
	size_t i;

	for (i = 0; i < h->ip_ifnames.n; i++) {
		s = h->ip_ifnames.v[i];
		percent = strchr(s, '%');
		if (prefix_parse(s, (size_t)(percent - s), &q) == 0 &&
		    q.plen == p->plen && addr_cmp(&q.addr, &p->addr) == 0)
			return percent + 1;
	}
	return NULL;
}

/* --start-ip: the list begins somewhere else. */
static void
rotate(struct health *h)
{
	long n = (long)h->nip, by = (h->start_ip % n + n) % n;
	struct health_ip first;

	for (; by > 0; by--) {
		first = h->ip[0];
		memmove(h->ip, h->ip + 1, (h->nip - 1) * sizeof(*h->ip));
		h->ip[h->nip - 1] = first;
	}
}

static unsigned int
host_bits(const struct prefix *net)
{
	return net->addr.len * 8U - net->plen;
}

/* The nth address of a network, as a host; false behind the last one. */
static bool
host(const struct prefix *net, uint32_t n, struct prefix *p)
{
	size_t i;

	if (n >> host_bits(net) != 0)
		return false;
	*p = *net;
	p->plen = (uint8_t)(p->addr.len * 8);
	for (i = 1; i <= 4; i++)
		p->addr.b[p->addr.len - i] |= (uint8_t)(n >> (i - 1) * 8);
	return true;
}

/* --deaggregate-networks: each address by itself. */
static int
deaggregate(struct health *h)
{
	struct health_ip *old = h->ip;
	struct prefix p;
	size_t nold = h->nip, i;
	uint32_t n;
	int r = 0;

	h->ip = NULL;
	h->nip = 0;
	for (i = 0; i < nold; i++)
		for (n = 0; r == 0 && host(&old[i].prefix, n, &p); n++)
			r = ip_add(h, &p, old[i].ifname);
	free(old);
	return r;
}

/* Is there a network whose addresses are too many to deal with each? */
static bool
too_large(const struct health *h)
{
	size_t i;

	for (i = 0; i < h->nip; i++)
		if ((!h->no_ip_setup || h->dynamic || h->deaggregate) &&
		    host_bits(&h->ip[i].prefix) > HOST_BITS_MAX)
			return true;
	return false;
}

const char *
health_find(struct health *h)
{
	struct prefix p;
	size_t i;

	for (i = 0; i < h->ips.n; i++)
		if (prefix_parse(h->ips.v[i], strlen(h->ips.v[i]), &p) != 0 ||
		    ip_add(h, &p, ifname_of(h, &p)) == -1)
			return "out of memory";
	if (h->ips.n == 0 && find_all(h) == -1)
		return "cannot read the addresses";
	if (too_large(h))
		return "a network has more than 4096 addresses to set up or "
		    "to announce";
	if (h->deaggregate && deaggregate(h) == -1)
		return "out of memory";
	if (h->nip == 0)
		return "No IP found";
	rotate(h);
	return NULL;
}

/* ip(8) or ifconfig(8), for one address. */
static void
change(const struct health *h, const struct health_ip *ip,
    const struct prefix *p, bool add)
{
	const char *ifname = ip->ifname != NULL ? ip->ifname : LOOPBACK;
	const char *argv[12];
	struct health_cmd c = { .argv = argv, .timeout = IP_TIMEOUT,
	    .finish = true };
	char text[ADDR_STRLEN], label[64];
	size_t n = 0;
	int r;

	prefix_print(p, text, sizeof(text));
	snprintf(label, sizeof(label), "%s:%s", ifname, h->label != NULL ?
	    h->label : "");
	if (h->sudo)
		argv[n++] = "sudo";
#ifdef __linux__
	argv[n++] = "ip";
	argv[n++] = "address";
	argv[n++] = add ? "add" : "delete";
	argv[n++] = text;
	argv[n++] = "dev";
	argv[n++] = ifname;
	if (h->label != NULL) {
		argv[n++] = "label";
		argv[n++] = label;
	}
#else
	argv[n++] = "ifconfig";
	argv[n++] = ifname;
	argv[n++] = p->addr.len == 4 ? "inet" : "inet6";
	argv[n++] = text;
	argv[n++] = add ? "alias" : "-alias";
#endif
	argv[n] = NULL;
	health_log(h, LOG_DEBUG, "%s %s on %s", add ? "set up" : "take down",
	    text, ifname);
	if ((r = health_run(h, &c)) == 0)
		return;
	c.out[strcspn(c.out, "\n")] = '\0';
	health_log(h, LOG_WARNING, "cannot %s %s on %s: %s", add ? "set up" :
	    "take down", text, ifname, c.out[0] != '\0' ? c.out :
	    r == 127 ? "no such command" : "failed");
}

/* Is it set up?  With its label, where it is to be taken down. */
static bool
is_there(const struct health *h, const struct ifaddrs *all,
    const struct health_ip *ip, const struct prefix *p, bool label)
{
	const char *ifname = ip->ifname != NULL ? ip->ifname : LOOPBACK;
	struct prefix q;

	memset(&q, 0, sizeof(q));
	for (; all != NULL; all = all->ifa_next)
		if (usable(all, ifname, &q) && q.plen == p->plen &&
		    addr_cmp(&q.addr, &p->addr) == 0 &&
		    (!label || label_fits(h, all->ifa_name)))
			return true;
	return false;
}

static void
change_all(const struct health *h, bool add)
{
	struct ifaddrs *all;
	struct prefix p;
	uint32_t n;
	size_t i;

	if (getifaddrs(&all) == -1) {
		health_log(h, LOG_ERR, "cannot read the addresses");
		return;
	}
	for (i = 0; i < h->nip; i++)
		for (n = 0; host(&h->ip[i].prefix, n, &p); n++)
			if (is_there(h, all, &h->ip[i], &p, !add) != add)
				change(h, &h->ip[i], &p, add);
	freeifaddrs(all);
}

void
health_set_up(const struct health *h)
{
	change_all(h, true);
}

void
health_take_down(const struct health *h)
{
	change_all(h, false);
}
