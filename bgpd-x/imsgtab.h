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

#ifndef IMSGTAB_H
#define IMSGTAB_H

#include <stdint.h>

#include "base/addr.h"
#include "base/chan.h"
#include "codec/negot.h"
#include "lang/conf.h"

/* The three processes, as bits so that a rule can name several. */
enum role { ROLE_PARENT = 1, ROLE_SESS = 2, ROLE_ENG = 4 };

#define PAYLOAD(t)	sizeof(struct t), sizeof(struct t)
#define ANY		0, CHAN_PAYLOAD_MAX
#define EMPTY		0, 0
#define TEXT(n)		0, (n)
#define AT_LEAST(n)	(n), CHAN_PAYLOAD_MAX

/*
 * Every message between the processes: who may send it, to whom, how long
 * its payload is and whether a descriptor comes with it.  A child that
 * breaks a rule is taken for compromised.  Fields: name, from, to, min,
 * max, descriptor (0 no, 1 yes, 2 maybe).
 */
#define IMSG_TABLE(X)							\
/* start and stop */							\
X(STARTUP,	PARENT,		SESS | ENG,	PAYLOAD(im_startup), 0)	\
X(CHANNEL,	PARENT,		SESS | ENG,	EMPTY, 1)		\
X(READY,	SESS | ENG,	PARENT,		EMPTY, 0)		\
X(SHUTDOWN,	PARENT,		SESS | ENG,	EMPTY, 0)		\
X(DONE,		SESS | ENG,	PARENT,		EMPTY, 0)		\
X(LOG,		SESS | ENG,	PARENT,		AT_LEAST(1), 0)		\
X(LOGLEVEL,	PARENT,		SESS | ENG,	PAYLOAD(im_loglevel), 0) \
/* sockets */								\
X(LISTENER,	PARENT,		SESS,		PAYLOAD(im_listener), 1) \
X(CTLSOCK,	PARENT,		ENG,		EMPTY, 1)		\
X(SOCKET_REQ,	SESS,		PARENT,		EMPTY, 0)		\
X(SOCKET,	PARENT,		SESS,		PAYLOAD(im_socket), 2)	\
X(IFADDR_REQ,	ENG,		PARENT,		PAYLOAD(addr), 0)	\
X(IFADDR,	PARENT,		ENG,		PAYLOAD(addr), 0)	\
/* configuration in two phases */					\
X(RECONF_BEGIN,	PARENT,		SESS | ENG,	PAYLOAD(im_gen), 0)	\
X(RECONF_PEER,	PARENT,		SESS | ENG,	PAYLOAD(peer_conf), 0)	\
X(RECONF_PROC,	PARENT,		ENG,		PAYLOAD(im_proc), 0)	\
X(RECONF_SUB,	PARENT,		ENG,		PAYLOAD(sub_conf), 0)	\
X(RECONF_ATTRS,	PARENT,		ENG,		AT_LEAST(4), 0)		\
X(RECONF_DOG,	PARENT,		ENG,		TEXT(CONF_NAME_MAX), 0)	\
X(RECONF_LIST,	PARENT,		ENG,		AT_LEAST(4), 0)		\
X(RECONF_ROUTES, PARENT,	ENG,		AT_LEAST(1), 0)		\
X(RECONF_END,	PARENT,		SESS | ENG,	PAYLOAD(im_gen), 0)	\
X(RECONF_READY,	SESS | ENG,	PARENT,		PAYLOAD(im_gen), 0)	\
X(RECONF_FAIL,	SESS | ENG,	PARENT,		TEXT(256), 0)		\
X(RECONF_COMMIT, PARENT,	SESS | ENG,	PAYLOAD(im_gen), 0)	\
X(RECONF_DONE,	PARENT,		ENG,		EMPTY, 0)		\
X(RECONF_ABORT,	PARENT,		SESS | ENG,	PAYLOAD(im_gen), 0)	\
/* API processes */							\
X(API_STDIN,	PARENT,		ENG,		EMPTY, 1)		\
X(API_STDOUT,	PARENT,		ENG,		EMPTY, 1)		\
X(API_STDERR,	PARENT,		ENG,		EMPTY, 1)		\
X(API_STARTED,	PARENT,		ENG,		PAYLOAD(im_started), 0)	\
X(API_EXIT,	PARENT,		ENG,		PAYLOAD(im_exit), 0)	\
X(API_KILL,	ENG,		PARENT,		EMPTY, 0)		\
/* sessions */								\
X(SESS_UP,	SESS,		ENG,		PAYLOAD(im_up), 0)	\
X(SESS_DOWN,	SESS,		ENG,		PAYLOAD(im_down), 0)	\
X(SESS_STATE,	SESS,		ENG,		PAYLOAD(im_state), 0)	\
X(SESS_NEGOT,	SESS,		ENG,		PAYLOAD(negot), 0)	\
X(PEER_NEW,	SESS,		ENG,		PAYLOAD(im_peer_new), 0) \
X(PEER_GONE,	SESS,		ENG,		EMPTY, 0)		\
X(PEER_STOP,	ENG,		SESS,		PAYLOAD(im_stop), 0)	\
X(PEER_START,	ENG,		SESS,		EMPTY, 0)		\
X(PEER_COPY,	ENG,		SESS,		PAYLOAD(im_copy), 0)	\
/* neighbors made and removed at run time */				\
X(PEER_CREATE,	ENG,		PARENT,		PAYLOAD(peer_conf), 0)	\
X(PEER_DELETE,	ENG,		PARENT,		EMPTY, 0)		\
X(PEER_ADD,	PARENT,		SESS | ENG,	PAYLOAD(peer_conf), 0)	\
X(PEER_DEL,	PARENT,		SESS | ENG,	EMPTY, 0)		\
X(PEER_REFUSED, PARENT,		ENG,		TEXT(256), 0)		\
/* messages of the peers */						\
X(TX_START,	ENG,		SESS,		PAYLOAD(im_start), 0)	\
X(TX_UPDATE,	ENG,		SESS,		AT_LEAST(8), 0)		\
X(TX_CREDIT,	SESS,		ENG,		PAYLOAD(im_credit), 0)	\
X(RX_UPDATE,	SESS,		ENG,		AT_LEAST(23), 0)	\
X(RX_MSG,	SESS,		ENG,		AT_LEAST(8), 0)		\
X(RX_CREDIT,	ENG,		SESS,		PAYLOAD(im_credit), 0)	\
X(RX_STUCK,	SESS,		ENG,		EMPTY, 0)		\
/* requests of operators */						\
X(SHOW_REQ,	ENG,		SESS,		EMPTY, 0)		\
X(SHOW_PEER,	SESS,		ENG,		PAYLOAD(im_peer_stat), 0) \
X(SHOW_END,	SESS,		ENG,		EMPTY, 0)		\
X(RELOAD_REQ,	ENG,		PARENT,		PAYLOAD(im_reload), 0)	\
X(RELOAD_DONE,	PARENT,		ENG,		TEXT(8192), 0)		\
X(RELOAD_CHANGE, PARENT,	ENG,		PAYLOAD(im_change), 0)	\
X(RELOAD_DIFF,	PARENT,		ENG,		EMPTY, 0)		\
X(SHUTDOWN_REQ,	ENG,		PARENT,		EMPTY, 0)		\
X(RESTART_REQ,	ENG,		PARENT,		EMPTY, 0)		\
X(SIGNAL,	PARENT,		SESS | ENG,	PAYLOAD(im_signal), 0)	\
X(LOGLEVEL_REQ,	ENG,		PARENT,		PAYLOAD(im_loglevel), 0)

enum imsg_type {
#define X(name, from, to, minmax, ...)	IMSG_##name,
	IMSG_TABLE(X)
#undef X
	IMSG_MAX
};

struct imsg_rule {
	const char	*name;
	uint8_t		 from, to;
	size_t		 min, max;
	uint8_t		 fd;
};

extern const struct imsg_rule imsg_rules[IMSG_MAX];

/* Payloads: fixed width, no pointers. */
struct im_startup {
	uint32_t	uid, gid;
	uint32_t	pid, ppid;	/* of the parent: shown to programs */
	uint32_t	level;		/* enum log_level */
	uint32_t	openwait;	/* s */
	uint32_t	attempts;	/* connection attempts, 0: no limit */
	uint32_t	api_version;
	uint8_t		root;		/* change user and root directory */
	uint8_t		api_ack;
	uint8_t		api_compact;
	uint8_t		show_v2;
	char		host[64];
	char		chroot[256];
};

struct im_loglevel {
	uint32_t	level;
};

struct im_listener {
	struct addr	addr;
	uint16_t	port;
	uint16_t	pad;
};

struct im_socket {
	int32_t		error;		/* errno, 0 with a descriptor */
};

struct im_gen {
	uint32_t	gen;
};

struct im_proc {
	char	name[CONF_NAME_MAX];
	uint8_t	encoder, version, layout, slow, on_exit, compact, coalesce;
	uint8_t	pad;
};

struct im_started {
	uint32_t	pid;
	int32_t		error;		/* errno when it could not start */
};

struct im_exit {
	int32_t		status;		/* of wait(2) */
	uint32_t	respawn;	/* it will be started again */
	uint32_t	pid;
};

struct im_down {
	uint8_t		sent;		/* a NOTIFICATION was sent, or got */
	uint8_t		received;
	uint8_t		code, subcode;
	uint8_t		pad[4];
	char		reason[128];
	char		text[256];	/* what the NOTIFICATION says besides */
};

struct im_state {
	uint8_t		state;		/* enum fsm_state */
	uint8_t		connected;	/* a TCP connection was made */
	uint8_t		pad[2];
	struct addr	local;
};

struct im_peer_new {
	uint32_t	tmpl;		/* id of the range neighbor */
	struct addr	addr;
};

struct im_stop {
	uint32_t	serial;		/* of the session meant, 0: of any */
	uint32_t	idle;		/* s until it starts again, 0: never */
	uint8_t		code, subcode;
	uint8_t		hold;		/* stay down until PEER_START */
	uint8_t		datalen;
	uint8_t		data[255];
	uint8_t		pad;
};

struct im_copy {
	uint8_t		rx, tx;		/* enum sub_kind bits to copy */
	uint8_t		fsm;		/* report every state */
	uint8_t		pad;
};

struct im_credit {
	uint32_t	bytes;
};

/*
 * A session is known by a number.  What the route engine sent before it
 * heard of one belongs to the peer's last, and may be encoded otherwise:
 * TX_START says that all that follows is for this one.
 */
struct im_up {
	struct negot	negot;
	uint32_t	serial;		/* never 0 */
};

struct im_start {
	uint32_t	serial;
};

struct im_reload {
	uint32_t	cookie;
	uint8_t		dry;		/* report only */
	uint8_t		procs;		/* restart all processes too */
	uint8_t		pad[2];
};

/* One thing that a reload would do. */
struct im_change {
	char		what[16];	/* neighbor, process */
	char		name[CONF_NAME_MAX];
	char		change[24];
	char		why[256];
};

struct im_signal {
	uint32_t	signo;
};

/* One direction of message counters, by message type. */
struct im_count {
	uint64_t	n[8];
	uint64_t	bytes;
};

struct im_peer_stat {
	uint32_t	state;
	uint32_t	established;	/* how often */
	uint64_t	uptime_ms;	/* up, or since the last change */
	uint64_t	queued;		/* bytes not yet taken by TCP */
	struct im_count	rx, tx;
	struct negot	negot;		/* of the session, or as offered */
	uint8_t		peer_caps[32];	/* bit set of the peer's OPEN */
	uint8_t		has_open;
	uint8_t		disabled;
	uint8_t		pad[6];
	char		last_error[384];
};

/* RX_MSG: direction before the whole message. */
struct im_rxmsg {
	uint32_t	sent;		/* 1 sent, 0 received */
	uint32_t	pad;
};

/*
 * TX_UPDATE: this header, `nwords` words of the peer bitmap, then whole
 * messages.  The credit of every peer named is used up by their length.
 */
struct im_txhdr {
	uint32_t	nwords;
	uint32_t	pad;
};

/* Route as in RECONF_ROUTES: this, then nlri_len bytes. */
struct im_route {
	uint32_t	attrs;
	uint32_t	path_id;
	uint16_t	nlri_len;
	uint16_t	watchdog;
	uint8_t		fam;
	uint8_t		flags;
	uint8_t		pad[2];
};

#endif
