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

#ifndef LANG_CONF_H
#define LANG_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/addr.h"
#include "../base/diag.h"
#include "../codec/negot.h"
#include "../codec/nlri.h"

#define CONF_NAME_MAX	64	/* process, template, watchdog name */
#define CONF_DESCR_MAX	128
#define CONF_IFNAME_MAX	16
#define CONF_KEY_MAX	80	/* TCP-MD5 key, bytes (RFC 2385) */
#define CONF_NEIGHBORS_MAX 32000	/* other numbers are those of ranges */
#define CONF_FILE_MAX	(512U << 20)	/* bytes of a configuration file */

#define TTL_UNSET	(-1)

/* How many routes of a family a neighbor may send: RFC 4486 4. */
struct max_prefix {
	uint32_t	limit;		/* 0: any number */
	uint32_t	idle;		/* s down after it; 0: until told */
	uint8_t		warning;	/* per cent of the limit */
	uint8_t		pad[3];
};

/*
 * One neighbor, templates resolved.  Fixed width and without pointers: it
 * is the payload of IMSG_RECONF_PEER.  No secret is in it.
 */
struct peer_conf {
	uint32_t		id;		/* index, given by the parent */
	struct prefix		peer;		/* a range if plen is short */
	struct addr		local;		/* len 0: auto */
	struct addr		md5_ip;		/* len 0: as local */
	struct addr		link_local;	/* local-link-local */
	struct open_params	open;
	uint32_t		rate_limit;	/* UPDATEs a second, 0: off */
	uint16_t		listen_port;	/* 0: no listener of its own */
	uint16_t		connect_port;	/* 0: the default */
	int16_t			ttl_out;	/* TTL_UNSET, or 0..255 */
	int16_t			ttl_in;
	uint8_t			passive;
	uint8_t			group_updates;
	uint8_t			adj_rib_in;
	uint8_t			adj_rib_out;
	uint8_t			manual_eor;
	uint8_t			auto_flush;
	uint8_t			link_local_prefer;
	uint8_t			key_number;	/* 0: none; of MD5 or TCP-AO */
	struct max_prefix	max_prefix[FAM_MAX];
	char			description[CONF_DESCR_MAX];
	char			ifname[CONF_IFNAME_MAX];
};

/* The secret part, which never leaves the parent. */
struct peer_key {
	uint8_t	len;
	char	key[CONF_KEY_MAX + 1];
	uint8_t	ao_keyid, ao_alg, ao;	/* TCP-AO instead of MD5 */
};

enum encoder { ENC_JSON, ENC_TEXT, ENC_CBOR };
enum layout { LAYOUT_EXABGP, LAYOUT_GUIDE };
enum slow_consumer { SLOW_PAUSE, SLOW_DROP, SLOW_KILL };
enum on_exit { EXIT_KEEP, EXIT_WITHDRAW, EXIT_SHUTDOWN };

/* A process block.  The parent keeps argv; the rest goes to the engine. */
struct proc_conf {
	uint32_t	 id;
	char		 name[CONF_NAME_MAX];
	char		 user[CONF_NAME_MAX];	/* "" : the default */
	uint8_t		 encoder;
	uint8_t		 version;		/* JSON: 4, 5, 6; 0 default */
	uint8_t		 layout;
	uint8_t		 slow;
	uint8_t		 on_exit;
	uint8_t		 respawn;
	uint8_t		 compact;
	uint8_t		 coalesce;	/* acknowledgements, when behind */
	char		 path[1024];		/* program found */
	char		*argstr;		/* argv, NUL separated; owned */
	size_t		 arglen;
	size_t		 argc;
};

/* What a process hears of a neighbor; bits by kind, per form. */
enum sub_kind {
	SUB_OPEN = 1, SUB_UPDATE = 2, SUB_NOTIFICATION = 4,
	SUB_KEEPALIVE = 8, SUB_REFRESH = 16, SUB_OPERATIONAL = 32
};
enum sub_form { SUB_PARSED = 1, SUB_PACKETS = 2, SUB_CONSOLIDATE = 4 };
enum sub_other {
	SUB_CHANGES = 1, SUB_NEGOTIATED = 2, SUB_FSM = 4, SUB_SIGNAL = 8
};

struct sub_conf {
	uint32_t	peer;		/* ids */
	uint32_t	proc;
	uint8_t		command;	/* may command this neighbor */
	uint8_t		other;		/* enum sub_other bits */
	uint8_t		rx_kind, rx_form;
	uint8_t		tx_kind, tx_form;
	uint8_t		pad[2];
};

/* A static route: canonical bytes, attributes shared by index. */
struct conf_route {
	uint32_t	 attrs;		/* index into conf.attrs */
	uint32_t	 path_id;
	uint32_t	 nlri_off;	/* into conf.bytes of the list */
	uint16_t	 nlri_len;
	uint8_t		 fam;
	uint8_t		 flags;		/* enum conf_route_flag */
	uint16_t	 watchdog;	/* index + 1 into conf.watchdogs */
};
enum conf_route_flag { CR_WITHDRAWN = 1 };

/* Routes written at one place; several neighbors may share the list. */
struct route_list {
	struct conf_route	*routes;
	size_t			 n, cap;
	struct wbuf		 bytes;		/* NLRI */
	size_t			 index;		/* among all lists */
	uint32_t		 fams;		/* FAM_BITs of the routes */
	uint32_t		 turn;		/* those of later ones count */
};

struct attr_block {
	uint32_t	 len;
	uint32_t	 hash;
	uint8_t		*data;
};

/* Memory of the attribute sets, in large pieces. */
struct conf_chunk {
	struct conf_chunk	*next;
	size_t			 size, used;
	uint8_t			 data[];
};

struct neighbor_conf {
	struct peer_conf	 peer;
	struct peer_key		 key;
	struct route_list	**lists;	/* own and inherited */
	size_t			 nlists;
	uint32_t		 line;		/* where it is defined */
};

struct conf {
	struct neighbor_conf	*neighbors;
	size_t			 nneighbors;
	struct proc_conf	*procs;
	size_t			 nprocs;
	struct sub_conf		*subs;
	size_t			 nsubs;
	struct route_list	**lists;	/* all, owned */
	size_t			 nlists;
	struct attr_block	*attrs;		/* interned sets */
	size_t			 nattrs;
	char			(*watchdogs)[CONF_NAME_MAX];
	size_t			 nwatchdogs;
	struct conf_chunk	*chunks;
};

struct conf_opts {
	const char	*dir;		/* of the file, for `run` paths */
	bool		 passive;	/* exabgp.bgp.passive */
	bool		 check_programs;
	const char *const *macros;	/* "name=value", NULL terminated */
	const char	*software;	/* "NAME/VERSION", NULL: ours */
};

/*
 * Parse a whole configuration.  Returns the configuration, or NULL when the
 * diag has errors (or memory ran out).  The text may be freed afterwards.
 */
struct conf *conf_parse(const char *, size_t, const struct conf_opts *,
	    struct diag *);
void	conf_free(struct conf *);
/* Canonical form, which parses back to the same. */
void	conf_print(const struct conf *, struct wbuf *);
/* Name of a neighbor as the API shows and matches it (API 2.1.2). */
void	conf_neighbor_name(const struct peer_conf *, struct wbuf *);
/* The same for a log: "192.0.2.1 (local AS 65001, peer AS auto)". */
void	conf_neighbor_brief(const struct peer_conf *, struct wbuf *);

#endif
