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
 * What sets two configurations of a neighbor apart, setting by setting, and
 * whether a session has to be reset for it; and those of a range's members.
 */
#include <sys/types.h>

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "peer_diff.h"

struct setting {
	const char	*name;
	size_t		 off, len;
	bool		 session;	/* it depends on this */
};

#define SETTING(name, field, session)					\
	{ name, offsetof(struct peer_conf, field),			\
	    sizeof(((struct peer_conf *)NULL)->field), session }

/*
 * Every setting but the restart bit, which is for the first OPEN only, and
 * the name of this software, which is for the next daemon.
 */
static const struct setting settings[] = {
	SETTING("neighbor", peer, true),
	SETTING("local-address", local, true),
	SETTING("md5-ip", md5_ip, true),
	SETTING("md5-password or tcp-ao", key_number, true),
	SETTING("local-link-local", link_local, true),
	SETTING("source-interface", ifname, true),
	SETTING("outgoing-ttl", ttl_out, true),
	SETTING("incoming-ttl", ttl_in, true),
	SETTING("listen", listen_port, true),
	SETTING("connect", connect_port, true),
	SETTING("passive", passive, true),
	SETTING("group-updates", group_updates, true),
	SETTING("adj-rib-out", adj_rib_out, true),
	SETTING("manual-eor", manual_eor, true),
	SETTING("local-as", open.local_as, true),
	SETTING("peer-as", open.peer_as, true),
	SETTING("router-id", open.router_id, true),
	SETTING("hold-time", open.hold_time, true),
	SETTING("family", open.families, true),
	SETTING("family by number", open.raw, true),
	SETTING("add-path to receive", open.addpath_rx, true),
	SETTING("add-path to send", open.addpath_tx, true),
	SETTING("add-path limit", open.paths_limit, true),
	SETTING("add-path", open.addpath, true),
	SETTING("nexthop of families", open.extnh, true),
	SETTING("nexthop", open.nexthop, true),
	SETTING("asn4", open.asn4, true),
	SETTING("extended-message", open.extended_message, true),
	SETTING("route-refresh", open.route_refresh, true),
	SETTING("graceful-restart", open.graceful_restart, true),
	SETTING("graceful-restart time", open.gr_time, true),
	SETTING("multi-session", open.multisession, true),
	SETTING("operational", open.operational, true),
	SETTING("software-version", open.software_version, true),
	SETTING("link-local-nexthop", open.link_local_nh, true),
	SETTING("aigp", open.aigp, true),
	SETTING("host-name", open.host, true),
	SETTING("domain-name", open.domain, true),
	SETTING("description", description, false),
	SETTING("rate-limit", rate_limit, false),
	SETTING("adj-rib-in", adj_rib_in, false),
	SETTING("max-prefix", max_prefix, false),
	SETTING("auto-flush", auto_flush, false),
	SETTING("link-local-prefer", link_local_prefer, false)
};

/* See the header. */
bool
peer_diff(const struct peer_conf *a, const struct peer_conf *b, bool session,
    struct wbuf *names)
{
	const struct setting *s, *end = settings + sizeof(settings) /
	    sizeof(settings[0]);
	bool any = false;

	for (s = settings; s < end; s++) {
		if (s->session != session || memcmp((const char *)a + s->off,
		    (const char *)b + s->off, s->len) == 0)
			continue;
		if (names != NULL)
			wb_printf(names, "%s%s", any ? ", " : "", s->name);
		any = true;
	}
	return any;
}

struct peer_conf
peer_member(const struct peer_conf *range, uint32_t id,
    const struct addr *addr)
{
	struct peer_conf conf = *range;

	conf.id = id;
	conf.peer.addr = *addr;
	conf.peer.plen = (uint8_t)(addr->len * 8);
	conf.passive = 1;
	return conf;
}
