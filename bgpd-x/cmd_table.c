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
 * The commands of both grammars: words, function, and what may follow.
 */
#include <stddef.h>

#include "cmd_table.h"
#include "monitor.h"

/* Most used first: the search is from the top. */
const struct cmd commands[] = {
	{ "announce route", C_ADD, cmd_route,
	    "PREFIX next-hop ADDRESS [ ATTRIBUTE VALUE ] ..." },
	{ "withdraw route", C_DROP, cmd_route,
	    "PREFIX [ path-information ID ] [ rd RD ]" },
	{ "announce attributes", C_WRITE | C_ROUTE, cmd_attributes,
	    "ATTRIBUTE VALUE ... nlri PREFIX ..." },
	{ "announce attribute", C_WRITE | C_ROUTE, cmd_attributes,
	    "ATTRIBUTE VALUE ... nlri PREFIX ..." },
	{ "announce ipv4", C_ADD, cmd_family, "FAMILY ROUTE" },
	{ "announce ipv6", C_ADD, cmd_family, "FAMILY ROUTE" },
	{ "announce l2vpn", C_ADD, cmd_family, "FAMILY ROUTE" },
	{ "announce bgp-ls", C_ADD, cmd_family, "ROUTE" },
	{ "announce flow route", C_ADD, cmd_flow,
	    "MATCH ... ACTION ..." },
	{ "announce vpls", C_ADD, cmd_vpls, "ROUTE" },
	{ "announce raw", C_ADD, cmd_raw,
	    "afi N safi N nlri HEX [ ATTRIBUTE VALUE ] ..." },
	{ "announce eor", C_WRITE | C_ALL, cmd_eor, "[ AFI SAFI ]" },
	{ "announce route-refresh", C_WRITE | C_ALL, cmd_refresh, "AFI SAFI" },
	{ "announce operational", C_WRITE | C_PEERS, cmd_operational,
	    "KIND afi AFI safi SAFI ..." },
	{ "announce watchdog", C_WRITE | C_PEERS, cmd_watchdog, "NAME" },
	{ "withdraw attributes", C_WRITE | C_ROUTE | C_WITHDRAW, cmd_attributes,
	    "ATTRIBUTE VALUE ... nlri PREFIX ..." },
	{ "withdraw attribute", C_WRITE | C_ROUTE | C_WITHDRAW, cmd_attributes,
	    "ATTRIBUTE VALUE ... nlri PREFIX ..." },
	{ "withdraw ipv4", C_DROP, cmd_family, "FAMILY ROUTE" },
	{ "withdraw ipv6", C_DROP, cmd_family, "FAMILY ROUTE" },
	{ "withdraw l2vpn", C_DROP, cmd_family, "FAMILY ROUTE" },
	{ "withdraw bgp-ls", C_DROP, cmd_family, "ROUTE" },
	{ "withdraw flow route", C_DROP, cmd_flow, "MATCH ..." },
	{ "withdraw vpls", C_DROP, cmd_vpls, "ROUTE" },
	{ "withdraw raw", C_DROP, cmd_raw, "afi N safi N nlri HEX" },
	{ "withdraw watchdog", C_WRITE | C_PEERS | C_WITHDRAW, cmd_watchdog,
	    "NAME" },
	{ "teardown", C_WRITE | C_ALL, cmd_teardown, "CODE [ REASON ]" },
	{ "show neighbor", C_JSON, cmd_show_neighbor,
	    "[ summary | extensive | configuration ]" },
	{ "show summary", C_JSON, cmd_show_summary, NULL },
	{ "show rib out", C_JSON, cmd_show_out, "[ FILTER ... ] [ detail ]" },
	{ "show rib in", C_JSON, cmd_show_in, "[ FILTER ... ] [ detail ]" },
	{ "show rib", C_JSON, cmd_show_in, "[ FILTER ... ] [ detail ]" },
	{ "show adj-rib out", C_JSON, cmd_show_out, "[ extensive ]" },
	{ "show adj-rib in", C_JSON, cmd_show_in, "[ extensive ]" },
	{ "flush adj-rib out", C_WRITE | C_ALL, cmd_flush_out, NULL },
	{ "clear adj-rib in", C_WRITE | C_ALL, cmd_clear_in, NULL },
	{ "clear adj-rib out", C_WRITE | C_ALL, cmd_clear_out, NULL },
	{ "clear adj-rib", C_WRITE | C_ALL, cmd_clear_out, NULL },
	{ "reload", C_WRITE, cmd_reload, "[ -n ]" },
	{ "restart", C_WRITE, cmd_restart, NULL },
	{ "shutdown", C_WRITE, cmd_shutdown, NULL },
	{ "version", C_JSON, cmd_version, NULL },
	{ "help", 0, cmd_help, NULL },
	{ "reset", 0, cmd_reset, NULL },
	{ "crash", 0, cmd_crash, NULL },
	{ "disable-ack", 0, cmd_ack_off, NULL },
	{ "enable-ack", 0, cmd_ack_on, NULL },
	{ "silence-ack", 0, cmd_ack_silent, NULL },
	{ "log", C_WRITE, cmd_log, "verbose|brief" },
	{ "up", C_WRITE | C_NAMED, cmd_peer_up, NULL },
	{ "down", C_WRITE | C_NAMED, cmd_peer_down, "[ REASON ]" },
	{ "clear", C_WRITE | C_NAMED, cmd_peer_clear, "[ REASON ]" },
	{ "refresh", C_WRITE | C_NAMED, cmd_peer_refresh, NULL },
	{ "destroy", C_WRITE | C_NAMED, cmd_peer_destroy, NULL },
	{ "monitor", C_JSON, cmd_monitor, "[ FILTER ... ]" },
	{ "subscribe", C_JSON, cmd_monitor, "[ FILTER ... ]" },
	{ "show process", C_JSON, cmd_show_process, NULL },
	{ "create neighbor", C_WRITE, cmd_create, "ADDRESS SETTING VALUE ..." },
	{ "delete neighbor", C_WRITE, cmd_delete, "ADDRESS" },
	{ "ping", 0, cmd_ping, NULL },
	{ "bye", 0, cmd_bye, NULL },
	{ "status", 0, cmd_status, NULL },
	{ "queue-status", 0, cmd_queue_status, NULL },
	{ "api version", 0, cmd_api_version, "[ N ]" },
	{ "enable-sync", 0, cmd_sync_on, NULL },
	{ "disable-sync", 0, cmd_sync_off, NULL },
	{ NULL, 0, NULL, NULL }
};

/* The grammar of 6: what comes behind `peer SELECTOR` is as above. */
const struct cmd commands6[] = {
	{ "rib show out", C_JSON, cmd_show_out, "[ extensive ]" },
	{ "rib show in", C_JSON, cmd_show_in, "[ extensive ]" },
	{ "rib flush out", C_WRITE | C_ALL, cmd_flush_out, NULL },
	{ "rib clear out", C_WRITE | C_ALL, cmd_clear_out, NULL },
	{ "rib clear in", C_WRITE | C_ALL, cmd_clear_in, NULL },
	{ "daemon reload", C_WRITE, cmd_reload, NULL },
	{ "daemon restart", C_WRITE, cmd_restart, NULL },
	{ "daemon shutdown", C_WRITE, cmd_shutdown, NULL },
	{ "session ack enable", 0, cmd_ack_on, NULL },
	{ "session ack disable", 0, cmd_ack_off, NULL },
	{ "session ack silence", 0, cmd_ack_silent, NULL },
	{ "session reset", 0, cmd_reset, NULL },
	{ "session ping", 0, cmd_ping, "[ UUID START ]" },
	{ "session bye", 0, cmd_bye, "UUID" },
	{ "session sync enable", 0, cmd_sync_on, NULL },
	{ "session sync disable", 0, cmd_sync_off, NULL },
	{ "daemon status", 0, cmd_status, NULL },
	{ "system queue-status", 0, cmd_queue_status, NULL },
	{ "system api version", 0, cmd_api_version, "[ N ]" },
	{ "system help", 0, cmd_help, NULL },
	{ "group start", C_WRITE, cmd_group_start, NULL },
	{ "group end", C_WRITE, cmd_group_end, NULL },
	{ "system version", C_JSON, cmd_version, NULL },
	{ "system crash", 0, cmd_crash, NULL },
	{ NULL, 0, NULL, NULL }
};

const struct cmd commands_peer[] = {
	{ "list", 0, cmd_peer_list, NULL },
	{ "show", C_JSON, cmd_show_neighbor,
	    "[ summary | extensive | configuration ]" },
	{ "create", C_WRITE, cmd_create, "ADDRESS SETTING VALUE ..." },
	{ "delete", C_WRITE, cmd_delete, "SELECTOR" },
	{ NULL, 0, NULL, NULL }
};

const struct cmd commands_peers[] = {
	{ "show", C_JSON, cmd_show_neighbor,
	    "[ summary | extensive | configuration ]" },
	{ "group", C_WRITE, cmd_group_line, "COMMAND ; COMMAND ..." },
	{ "routes", C_JSON, cmd_routes,
	    "[ AFI [ SAFI ] ] list | add ROUTE | remove ROUTE" },
	{ NULL, 0, NULL, NULL }
};
