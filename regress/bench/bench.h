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

#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* The AS numbers of the daemon and of the peers on its two sides. */
#define DAEMON_AS	65000
#define SINK_AS		65001
#define SOURCE_AS	65002

#define MSG_HDR		19
#define MSG_OPEN	1
#define MSG_UPDATE	2
#define MSG_NOTIFICATION 3
#define MSG_KEEPALIVE	4
#define MSG_REFRESH	5
#define MSG_MAX		4096

#define NLRI_MAX	24
#define BULK		100

/* util.c */
double	 now(void);
uint64_t now_ns(void);
void	 die(const char *, ...) __attribute__((__noreturn__,
	    __format__(__printf__, 1, 2)));
char	*path_in(const char *, const char *, unsigned);
void	 report(const char *, const char *, ...)
	    __attribute__((__format__(__printf__, 2, 3)));
void	 await_file(const char *, void (*)(void));
uint64_t *stamps_map(const char *, uint32_t);

/*
 * routes.c: a set of routes follows from a word,
 *
 *	KIND:N[+N6][:SETS[:SALT[:CHANGED]]]
 *
 * so that processes given the same word work on the same routes.  KIND is
 * ipv4, ipv6, flow, vpn, host (consecutive addresses), bulk (BULK routes of
 * IPv4 in a row have one set) or table (as in the Internet, N of IPv4 and
 * N6 of IPv6).  The first CHANGED routes have other
 * attributes than with another SALT.
 */
enum kind { KIND_IPV4, KIND_IPV6, KIND_FLOW, KIND_VPN, KIND_HOST,
	KIND_TABLE, KIND_BULK };

struct aset {
	uint32_t	med;		/* 0: none */
	uint32_t	path[24];
	unsigned	npath;
	uint32_t	com[24];
	unsigned	ncom;
	uint32_t	large[3];
	bool		has_large;
	bool		discard;	/* FlowSpec: traffic-rate 0 */
};

struct routes {
	enum kind	 kind;
	uint32_t	 n;		/* all of them */
	uint32_t	 n4;
	uint32_t	 sets;
	uint32_t	 salt;
	uint32_t	 changed;
	uint32_t	*set_of;	/* of a table, else NULL */
	uint8_t		(*table)[18];	/* NLRI of a table */
};

void	 routes_init(struct routes *, const char *);
void	 routes_free(struct routes *);
bool	 routes_v6(const struct routes *, uint32_t);
size_t	 routes_nlri(const struct routes *, uint32_t, uint8_t *);
uint32_t routes_set(const struct routes *, uint32_t);
void	 routes_aset(const struct routes *, uint32_t set, struct aset *);
uint64_t routes_sum(const struct routes *);

/* sum.c: what lost, added or altered routes change, in any order. */
uint64_t sum_aset(const struct aset *);
uint64_t sum_attrs(struct rbuf);
uint64_t sum_nlri(const void *, size_t);
uint64_t sum_route(uint64_t attrs, uint64_t nlri);

/* wire.c: messages. */
void	 wire_open(struct wbuf *, uint32_t as, uint32_t id, uint16_t hold);
void	 wire_empty(struct wbuf *, uint8_t type);
void	 wire_refresh(struct wbuf *, uint16_t afi);
void	 wire_attrs(struct wbuf *, const struct aset *, bool with_nh);
uint32_t wire_update(struct wbuf *, const struct routes *, uint32_t from,
	    uint32_t to);

/* gen_grpc.c: one route as GoBGP's API takes it, on stdout. */
void	 gen_grpc(const struct routes *, uint32_t);

/* speaker.c: N sessions, from addresses that follow each other. */
struct event;
struct speaker;

struct sess {
	struct speaker	*sp;
	struct event	*rd;
	struct event	*wr;
	int		 fd;
	bool		 up;
	unsigned	 index;
	size_t		 len;
	uint8_t		 rest[MSG_MAX];	/* of a message not complete */
	struct wbuf	 out;
	/* the user's */
	uint64_t	 sum;
	uint32_t	 prefixes;
};

struct speaker {
	const char	*connect_to;	/* NULL: listen */
	const char	*base;		/* first address of ours */
	unsigned	 n;
	uint32_t	 as;
	uint16_t	 hold;
	bool		 stalled;	/* reads nothing once all are up */
	void		(*up)(struct sess *);
	void		(*update)(struct sess *, struct rbuf);
	void		(*drained)(struct sess *);
	void		(*batch)(void);	/* after what one read brought */
	void		(*tick)(void);
	struct sess	*sess;
	unsigned	 nup;
	unsigned	 turn;
	unsigned	 opening;	/* connected, or to be, and not up */
	unsigned	 next;		/* to connect */
};

void	 speaker_start(struct speaker *);
void	 speaker_flap(struct speaker *);
void	 speaker_send(struct sess *);	/* what is in s->out */

/* One file each: the modes. */
int	 gen_main(int, char *[]);
int	 feed_main(int, char *[]);
int	 count_main(int, char *[]);
int	 hops_main(int, char *[]);
int	 parse_main(int, char *[]);
int	 sink_main(int, char *[]);
int	 source_main(int, char *[]);

#endif
