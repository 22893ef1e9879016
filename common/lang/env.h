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

#ifndef LANG_ENV_H
#define LANG_ENV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/buf.h"
#include "../base/diag.h"

/* ExaBGP's environment settings; each has one row in env.c. */
struct env {
	/* daemon */
	char	pid[256];
	char	user[64];
	bool	user_set;		/* given, not the default */
	bool	daemonize;
	bool	drop;
	unsigned int umask;
	/* log */
	bool	log_enable;
	char	log_level[16];
	char	log_destination[256];
	bool	log_all, log_configuration, log_reactor, log_daemon,
		log_processes, log_network, log_statistics, log_packets,
		log_rib, log_message, log_timers, log_routes, log_parser,
		log_short;
	/* tcp */
	unsigned int tcp_attempts;	/* 0: for ever */
	unsigned int tcp_delay;		/* minutes */
	char	tcp_bind[512];		/* addresses, blank separated */
	unsigned int tcp_port;
	bool	tcp_port_set;		/* also the default connect port */
	/* bgp */
	bool	bgp_passive;
	unsigned int bgp_openwait;	/* s */
	/* api */
	bool	api_ack;
	unsigned int api_chunk;
	bool	api_compact, api_respawn, api_terminate;
	unsigned int api_version;	/* 0: 5 */
	char	api_show_routes_format[4];
};

void	env_defaults(struct env *);
/* The three sources, to be called in this order; later ones win. */
int	env_file(struct env *, const char *, size_t, struct diag *);
int	env_environ(struct env *, char *const *, struct diag *);
int	env_option(struct env *, const char *, struct diag *);	/* name=value */

#endif
