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

#ifndef HEALTH_H
#define HEALTH_H

#include <sys/types.h>

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/addr.h"

struct opts;

/*
 * The health checker: a program of the daemon's that runs a command again
 * and again and announces addresses as long as the service is well.  Its
 * options and what it writes are those of ExaBGP's.
 */
enum health_state {
	HEALTH_INIT, HEALTH_RISING, HEALTH_UP, HEALTH_FALLING, HEALTH_DOWN,
	HEALTH_DISABLED, HEALTH_EXIT, HEALTH_STATES
};

struct health_list {
	const char	**v;
	size_t		  n;
};

/* An address to serve, and where it is to be set up; NULL: the loopback. */
struct health_ip {
	struct prefix	 prefix;
	const char	*ifname;
};

/* What the options say; the strings are theirs. */
struct health {
	const char	*name, *facility, *pid, *user, *group, *config;
	const char	*disable, *command, *label, *next_hop;
	const char	*community, *extended_community, *large_community;
	const char	*disabled_community;
	const char	*as_path, *state_as_path[HEALTH_STATES];
	struct health_list args;		/* of the file */
	struct health_list ips, ip_ifnames, neighbors;
	struct health_list execute, state_execute[HEALTH_STATES];
	int64_t		 interval, fast, timeout;	/* ms */
	long		 rise, fall;		/* checks */
	long		 local_preference, path_id, start_ip, increase;
	long		 metric[HEALTH_STATES];
	bool		 help, silent, no_syslog, debug, no_ack, sudo;
	bool		 deaggregate, no_ip_setup, dynamic, exact_label;
	bool		 withdraw_on_down, debounce;

	struct health_ip *ip;
	size_t		 nip;
	bool		 daemon;	/* bgpd-x reads us, and answers */
	sigset_t	 waiting;	/* mask: signals come while we wait */
};

/* health_opt.c: 0, 1: that was all, -1 with the reason told. */
int	health_options(struct health *, int, char *[]);

/* health.c: the command, from main.c; 0, 1, or 2 for wrong usage */
int	health_main(const struct opts *, int, char *[]);
void	health_log(const struct health *, int, const char *, ...)
	    __attribute__((__format__(__printf__, 3, 4)));

/*
 * health_ip.c: the addresses.  health_find fills in those that are to be
 * served, and says why there are none; the other two set up what is missing
 * and take down what is there.
 */
const char *health_find(struct health *);
void	health_set_up(const struct health *);
void	health_take_down(const struct health *);

/*
 * health_run.c: a command, its words ended by NULL.  Returns its exit status,
 * 128 and the signal that ended it, or one of these.  After so many
 * milliseconds, 0: never, it is killed with all its children; a signal to
 * end ends the waiting, unless it is to be finished.
 */
#define RUN_TIMEOUT	(-1)
#define RUN_STOPPED	(-2)
#define RUN_FAILED	(-3)
struct health_cmd {
	const char *const *argv;
	const char	*state;		/* STATE in its environment, or NULL */
	int64_t		 timeout;
	bool		 finish;
	char		 out[1024];	/* the begin of what it wrote */
};
int	health_run(const struct health *, struct health_cmd *);
extern volatile sig_atomic_t health_stop;

#endif
