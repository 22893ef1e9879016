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

/*
 * The services that are matched on in practice, by IANA's registry; where
 * one name has several ports, ExaBGP takes the highest.
 */
static const struct flow_name ports[] = {
	{ "tcpmux", 1 }, { "echo", 7 }, { "discard", 9 }, { "systat", 11 },
	{ "daytime", 13 }, { "qotd", 17 }, { "chargen", 19 },
	{ "ftp-data", 20 }, { "ftp", 21 }, { "ssh", 22 }, { "telnet", 23 },
	{ "smtp", 25 }, { "time", 37 }, { "nameserver", 42 },
	{ "nicname", 43 }, { "tacacs", 49 }, { "domain", 53 },
	{ "bootps", 67 }, { "bootpc", 68 }, { "tftp", 69 },
	{ "gopher", 70 }, { "finger", 79 }, { "http", 80 }, { "www", 80 },
	{ "kerberos", 88 }, { "hostname", 101 }, { "iso-tsap", 102 },
	{ "rtelnet", 107 }, { "pop2", 109 }, { "pop3", 110 },
	{ "sunrpc", 111 }, { "auth", 113 }, { "sftp", 115 },
	{ "nntp", 119 }, { "ntp", 123 }, { "epmap", 135 },
	{ "netbios-ns", 137 }, { "netbios-dgm", 138 },
	{ "netbios-ssn", 139 }, { "imap", 143 }, { "bftp", 152 },
	{ "snmp", 161 }, { "snmptrap", 162 }, { "cmip-man", 163 },
	{ "cmip-agent", 164 }, { "xdmcp", 177 }, { "bgp", 179 },
	{ "irc", 194 }, { "smux", 199 }, { "at-rtmp", 201 },
	{ "at-nbp", 202 }, { "at-echo", 204 }, { "at-zis", 206 },
	{ "qmtp", 209 }, { "ipx", 213 }, { "imap3", 220 },
	{ "bgmp", 264 }, { "http-mgmt", 280 }, { "ptp-event", 319 },
	{ "ptp-general", 320 }, { "rpki-rtr", 323 },
	{ "rpki-rtr-tls", 324 }, { "pdap", 344 }, { "ldap", 389 },
	{ "svrloc", 427 }, { "https", 443 }, { "snpp", 444 },
	{ "microsoft-ds", 445 }, { "kpasswd", 464 }, { "igmpv3lite", 465 },
	{ "isakmp", 500 }, { "exec", 512 }, { "biff", 512 },
	{ "login", 513 }, { "who", 513 }, { "shell", 514 },
	{ "syslog", 514 }, { "printer", 515 }, { "talk", 517 },
	{ "ntalk", 518 }, { "router", 521 }, { "efs", 520 },
	{ "ripng", 521 }, { "timed", 525 }, { "netnews", 532 },
	{ "netwall", 533 }, { "uucp", 540 }, { "klogin", 543 },
	{ "kshell", 544 }, { "dhcpv6-client", 546 },
	{ "dhcpv6-server", 547 }, { "rtsp", 554 }, { "nntps", 563 },
	{ "whoami", 565 }, { "submission", 587 }, { "ipp", 631 },
	{ "ldaps", 636 }, { "ldp", 646 }, { "olsr", 698 },
	{ "netconf-ssh", 830 }, { "iscsi", 860 }, { "rsync", 873 },
	{ "ftps-data", 989 }, { "ftps", 990 }, { "telnets", 992 },
	{ "imaps", 993 }, { "ircs", 994 }, { "pop3s", 995 },
	{ "socks", 1080 }, { "openvpn", 1194 }, { "ms-sql-s", 1433 },
	{ "ms-sql-m", 1434 }, { "ingreslock", 1524 }, { "l2tp", 1701 },
	{ "h323gatedisc", 1718 }, { "h323gatestat", 1719 },
	{ "h323hostcall", 1720 }, { "pptp", 1723 }, { "radius", 1812 },
	{ "radius-acct", 1813 }, { "ssdp", 1900 }, { "hsrp", 1985 },
	{ "cisco-sccp", 2000 }, { "gtp-control", 2123 },
	{ "gtp-user", 2152 }, { "docker", 2375 }, { "redis", 6379 },
	{ "icp", 3130 }, { "icpv2", 3130 }, { "mysql", 3306 },
	{ "ms-wbt-server", 3389 }, { "stun", 3478 }, { "turn", 3478 },
	{ "wsdapi", 5357 }, { "ws-discovery", 3702 },
	{ "bfd-control", 3784 }, { "bfd-echo", 3785 },
	{ "diameter", 3868 }, { "svn", 3690 }, { "nat-t-ike", 4500 },
	{ "ipsec-nat-t", 4500 }, { "vxlan", 4789 },
	{ "commplex-main", 5000 }, { "sip", 5060 }, { "sips", 5061 },
	{ "xmpp-client", 5222 }, { "xmpp-server", 5269 },
	{ "mdns", 5353 }, { "llmnr", 5355 }, { "postgresql", 5432 },
	{ "nat-pmp", 5351 }, { "coap", 5683 }, { "amqps", 5671 },
	{ "amqp", 5672 }, { "rfb", 5900 }, { "wsman", 5985 },
	{ "x11", 6063 }, { "syslog-tls", 6514 }, { "ircu", 6669 },
	{ "afs3-fileserver", 7000 }, { "http-alt", 8080 },
	{ "puppet", 8140 }, { "secure-mqtt", 8883 }, { "mqtt", 1883 },
	{ "git", 9418 }, { "ndmp", 10000 }, { "zabbix-agent", 10050 },
	{ "nbd", 10809 }, { NULL, 0 }
};

/* See the header. */
int
flow_port_name(const char *s, size_t n, uint32_t *v)
{
	const struct flow_name *p;

	for (p = ports; p->name != NULL; p++) {
		if (strncmp(p->name, s, n) == 0 && p->name[n] == '\0') {
			*v = p->value;
			return 0;
		}
	}
	return -1;
}
