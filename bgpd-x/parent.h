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

#ifndef PARENT_H
#define PARENT_H

#include <sys/queue.h>

#include <stdbool.h>

#include "lang/conf.h"
#include "lang/env.h"
#include "base/log.h"
#include "base/mono.h"
#include "base/version.h"
#include "proc.h"

#define DEFAULT_CONF	"/etc/bgpd-x/bgpd-x.conf"
#define DEFAULT_SOCK	"/run/bgpd-x/bgpd-x.sock"
#define RUN_DIR		"/run/bgpd-x"
#define EMPTY_DIR	"/run/bgpd-x/empty"
#define PRIVSEP_USER	"_bgpdx"

/* A neighbor as the parent knows it after the routes were handed over. */
struct nbr {
	struct peer_conf conf;
	struct peer_key	 key;
	char		*name;		/* identity across reloads */
	struct mono	 last_req;
	bool		 claimed;	/* by one of the next configuration */
};

struct nbr_list {
	struct nbr	*v;
	size_t		 n;
	uint16_t	 at[DYNAMIC_ID];	/* by number: place + 1, or 0 */
};

struct parent {
	struct proc_chan  sess, eng;
	pid_t		  sess_pid, eng_pid;
	struct env	  env;
	const char	 *conf_path;
	const char *const *macros;
	struct nbr_list	  nbrs;
	char		  ctl_path[2][108];	/* rw, ro; "" without */
	int		  ctl_fd[2];		/* -1 without */
	uint32_t	  uid, gid;		/* of the children */
	uint32_t	  gen;
	unsigned int	  nready;		/* engines that staged a reload */
	bool		  root;
	bool		  foreground;
	bool		  started;		/* children were READY */
	bool		  stopping;
	bool		  stop;
	int		  status;
};

extern struct parent parent;

/* parent.c */
int	 parent_prepare(const char *);
int	 parent_run(struct conf *, const char *);
void	 parent_shutdown(int);

/* reload.c: configuration to the children, in two phases */
void	 reload_start(struct conf *, void (*)(void));
void	 reload_request(uint32_t, const struct im_reload *);
void	 reload_signal(bool);
void	 reload_ready(struct imsg *);
void	 reload_fail(struct imsg *);
uint32_t reload_cookie(void);
bool	 reload_active(void);
struct conf *reload_parse(struct diag *, bool);

/* nbr.c: lists of neighbors */
void	 nbrs_index(struct nbr_list *);		/* after a change */
struct nbr *nbr_find(const struct nbr_list *, uint32_t);
/* The next number that nobody has, round and round; there must be one. */
uint32_t nbrs_free_id(const struct nbr_list *, uint32_t);
/*
 * Number the neighbors of the next configuration: who is there already keeps
 * the number, others get free ones.  NULL, or why it cannot be.
 */
const char *nbrs_number(struct nbr_list *, const struct nbr_list *);
void	 nbrs_free(struct nbr_list *);

/* reload_diff.c: what would change, told to who asked */
void	 reload_diff(const struct conf *, const struct nbr_list *);

/* restart.c: was there a daemon a moment ago (RFC 4724 4.1)? */
void	 restart_begin(const char *);
bool	 restart_within(unsigned int);
void	 restart_end(void);

/* dynamic.c: neighbors made and removed at run time */
void	 dynamic_create(struct imsg *);
void	 dynamic_delete(struct imsg *);

/* listen.c: listening sockets with the keys of their neighbors */
int	 listen_setup(const struct conf *, char *, size_t);
void	 listen_unkey(const struct nbr_list *);
void	 listen_commit(void);
void	 listen_abort(void);

/* connect.c: sockets for outgoing sessions, and interface addresses */
void	 connect_request(struct imsg *);
void	 ifaddr_request(struct imsg *);

/* tcpauth_*.c: TCP-MD5 (RFC 2385) and TCP-AO (RFC 5925) keys on a socket */
int	 tcpauth_set(int, const struct prefix *, const struct peer_key *);
int	 tcpauth_del(int, const struct prefix *, const struct peer_key *);
bool	 tcpauth_have_ao(void);

/* exec.c: API processes */
void	 exec_apply(const struct conf *, bool);
void	 exec_diff(const struct conf *,
	    void (*)(const char *, const char *));
void	 exec_reap(pid_t, int);
void	 exec_kill(uint32_t);
void	 exec_end_input(void);
bool	 exec_stop(int);
uint32_t exec_id(const char *);

/* ctlsock.c */
int	 ctlsock_open(const char *, bool);
void	 ctlsock_give(void);
void	 ctlsock_unlink(void);

/* logdest.c: stderr, a file, or syslog */
int	 logdest_open(const struct env *, bool, bool);
void	 logdest_child(enum log_level, enum role, const char *, size_t);

/* user.c */
int	 user_lookup(const char *, uint32_t *, uint32_t *);
void	 parent_drop_caps(void);

/* notify.c: readiness for systemd and other supervisors */
void	 notify_state(const char *);

#endif
