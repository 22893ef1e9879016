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

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "flow.h"

/* Names of values in FlowSpec matches; the first of a value prints it. */

const struct flow_name flow_protocols[] = {
	{ "icmp", 1 }, { "igmp", 2 }, { "tcp", 6 }, { "egp", 8 },
	{ "udp", 17 }, { "rsvp", 46 }, { "gre", 47 }, { "esp", 50 },
	{ "ah", 51 }, { "ospf", 89 }, { "ipip", 94 }, { "pim", 103 },
	{ "sctp", 132 }, { NULL, 0 }
};

const struct flow_name flow_icmp_types[] = {
	{ "echo-reply", 0 }, { "unreachable", 3 }, { "redirect", 5 },
	{ "echo-request", 8 }, { "router-advertisement", 9 },
	{ "router-solicit", 10 }, { "time-exceeded", 11 },
	{ "parameter-problem", 12 }, { "timestamp", 13 },
	{ "timestamp-reply", 14 }, { "photuris", 40 },
	{ "experimental-mobility", 41 }, { "extended-echo-request", 42 },
	{ "extended-echo-reply", 43 }, { "experimental-one", 253 },
	{ "experimental-two", 254 },
	{ "source-quench", 4 },		/* of older configurations */
	{ NULL, 0 }
};

/* Codes of several types of message, so one number has several names. */
const struct flow_name flow_icmp_codes[] = {
	{ "network-unreachable", 0 }, { "host-unreachable", 1 },
	{ "protocol-unreachable", 2 }, { "port-unreachable", 3 },
	{ "fragmentation-needed", 4 }, { "source-route-failed", 5 },
	{ "destination-network-unknown", 6 },
	{ "destination-host-unknown", 7 }, { "source-host-isolated", 8 },
	{ "destination-network-prohibited", 9 },
	{ "destination-host-prohibited", 10 },
	{ "network-unreachable-for-tos", 11 },
	{ "host-unreachable-for-tos", 12 },
	{ "communication-prohibited-by-filtering", 13 },
	{ "host-precedence-violation", 14 },
	{ "precedence-cutoff-in-effect", 15 },
	{ "redirect-for-network", 0 }, { "redirect-for-host", 1 },
	{ "redirect-for-tos-and-net", 2 },
	{ "redirect-for-tos-and-host", 3 },
	{ "ttl-eq-zero-during-transit", 0 },
	{ "ttl-eq-zero-during-reassembly", 1 },
	{ "required-option-missing", 1 }, { "ip-header-bad", 2 },
	{ NULL, 0 }
};

const struct flow_name flow_tcp_flags[] = {
	{ "fin", 0x01 }, { "syn", 0x02 }, { "rst", 0x04 }, { "push", 0x08 },
	{ "ack", 0x10 }, { "urg", 0x20 }, { "ece", 0x40 }, { "cwr", 0x80 },
	{ "ns", 0x100 }, { "urgent", 0x20 }, { NULL, 0 }
};

const struct flow_name flow_fragments[] = {
	{ "dont-fragment", 1 }, { "is-fragment", 2 },
	{ "first-fragment", 4 }, { "last-fragment", 8 },
	{ "not-a-fragment", 0 },	/* of older configurations */
	{ NULL, 0 }
};

/* Names of services that have left the registry. */
static const struct flow_name old_ports[] = {
	{ "biff", 512 }, { "ircs", 994 }, { "l2tp", 1701 },
	{ "nameserver", 42 }, { "www", 80 }, { NULL, 0 }
};

/* The number behind a name in a list "name port name port ". */
static int
find_port(const char *list, const char *s, size_t n, uint32_t *v)
{
	const char *p = list, *end;

	while ((end = strchr(p, ' ')) != NULL) {
		if ((size_t)(end - p) == n && memcmp(p, s, n) == 0) {
			*v = (uint32_t)strtoul(end + 1, NULL, 10);
			return 0;
		}
		if ((end = strchr(end + 1, ' ')) == NULL)
			break;
		p = end + 1;
	}
	return -1;
}

/* See the header. */
int
flow_port_name(const struct tok *t, uint32_t *v)
{
	const struct flow_name *p;
	char name[FLOW_PORT_NAME];
	size_t i;

	if (t->len == 0 || t->len > sizeof(name))
		return -1;
	for (i = 0; i < t->len; i++)
		name[i] = t->s[i] == '_' ? '-' :
		    (char)tolower((unsigned char)t->s[i]);
	for (p = old_ports; p->name != NULL; p++) {
		if (strlen(p->name) == t->len &&
		    memcmp(p->name, name, t->len) == 0) {
			*v = p->value;
			return 0;
		}
	}
	if (isdigit((unsigned char)name[0]))
		return find_port(flow_ports_0[0], name, t->len, v);
	if (name[0] >= 'a' && name[0] <= 'l')
		return find_port(flow_ports_0[name[0] - 'a' + 1], name,
		    t->len, v);
	if (name[0] >= 'm' && name[0] <= 'z')
		return find_port(flow_ports_m[name[0] - 'm'], name, t->len,
		    v);
	return -1;
}
