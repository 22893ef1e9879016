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

#ifndef FSM_H
#define FSM_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The finite state machine of RFC 4271 8, for one TCP connection: pure,
 * without I/O, clock or memory.  It is told what happened and answers what
 * is to be done.
 */
enum fsm_state {
	FSM_IDLE, FSM_CONNECT, FSM_ACTIVE, FSM_OPEN_SENT, FSM_OPEN_CONFIRM,
	FSM_ESTABLISHED_STATE, FSM_STATES
};

enum fsm_input {
	FSM_EV_START,		/* 1, 3: start, or the idle time is over */
	FSM_EV_STOP,		/* 2, 8: with the Cease of `code` */
	FSM_EV_CONNECT_RETRY,	/* 9 */
	FSM_EV_HOLD,		/* 10 */
	FSM_EV_KEEPALIVE_TIMER,	/* 11 */
	FSM_EV_OPEN_WAIT,	/* no OPEN came in time */
	FSM_EV_SEND_HOLD,	/* RFC 9687: the peer takes nothing */
	FSM_EV_TCP_UP,		/* 16, 17: connected or accepted */
	FSM_EV_TCP_FAIL,	/* 18: refused, lost, closed */
	FSM_EV_OPEN,		/* 19: and it is acceptable */
	FSM_EV_KEEPALIVE,	/* 26 */
	FSM_EV_UPDATE,		/* 27 */
	FSM_EV_REFRESH,		/* RFC 2918 */
	FSM_EV_NOTIFICATION,	/* 24, 25 */
	FSM_EV_ERROR,		/* 21, 22, 28: with the error of `code` */
	FSM_EV_COLLISION,	/* 23: this connection loses */
	FSM_INPUTS
};

enum fsm_timer {
	FSM_T_CONNECT_RETRY, FSM_T_HOLD, FSM_T_KEEPALIVE, FSM_T_IDLE_HOLD,
	FSM_T_OPEN_WAIT, FSM_T_SEND_HOLD, FSM_TIMERS
};

enum fsm_action {
	FSM_DO_CONNECT = 1,	/* ask for a connection */
	FSM_DO_CLOSE = 2,	/* close this one */
	FSM_DO_SEND_OPEN = 4,
	FSM_DO_SEND_KEEPALIVE = 8,
	FSM_DO_SEND_NOTIFICATION = 16,	/* code and subcode below */
	FSM_DO_UP = 32,		/* the session is established */
	FSM_DO_DOWN = 64,	/* it was, or was about to be; now it is not */
	FSM_DO_RELEASE = 128	/* free all resources: back to Idle */
};

#define FSM_TIMER_KEEP	(-1)	/* leave it as it is */
#define FSM_TIMER_STOP	(-2)

struct fsm {
	enum fsm_state	state;
	bool		passive;	/* never connects out */
	bool		incoming;	/* made by the peer */
	uint16_t	hold_time;	/* s, negotiated; ours before that */
	uint16_t	retry_ms_jitter; /* added to connect-retry */
	uint32_t	connect_retry;	/* s */
	uint32_t	open_wait;	/* s */
	uint32_t	failures;	/* since the last established session */
};

struct fsm_event {
	enum fsm_input	input;
	uint8_t		code, subcode;	/* STOP, ERROR */
};

struct fsm_actions {
	uint32_t	 set;			/* enum fsm_action bits */
	uint8_t		 code, subcode;
	int64_t		 timer[FSM_TIMERS];	/* ms, or KEEP or STOP */
	enum fsm_state	 from, to;
};

/* One step; the state in *fsm is advanced and returned. */
enum fsm_state fsm_step(struct fsm *, const struct fsm_event *,
	    struct fsm_actions *);
const char *fsm_state_name(enum fsm_state);
/* Seconds a peer may take nothing, 0: for ever (RFC 9687 3). */
uint32_t fsm_send_hold(const struct fsm *);
/* Seconds to stay idle after n failures: 0 1 2 3 4 5 7 9 11 ... 60. */
uint32_t fsm_idle_delay(uint32_t);

#endif
