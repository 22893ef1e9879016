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

#include <atf-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../bgpd-x/fsm.h"
#include "codec/err.h"

#define EST	FSM_ESTABLISHED_STATE

/* What RFC 4271 8.2.2 says of each state and event: where to, with what. */
struct expect {
	enum fsm_state	to;
	uint8_t		code, subcode;	/* of a NOTIFICATION, 0 for none */
};

static const struct expect table[FSM_STATES][FSM_INPUTS] = {
#define I { FSM_IDLE, 0, 0 }
#define N(c, s) { FSM_IDLE, c, s }
	/* START STOP RETRY HOLD KEEP WAIT SENDHOLD UP FAIL
	 * OPEN KA UPDATE REFRESH NOTIF ERROR COLLISION */
	[FSM_IDLE] = { { FSM_CONNECT, 0, 0 }, I, I, I, I, I, I,
	    { FSM_OPEN_SENT, 0, 0 }, I, I, I, I, I, I, I, I },
	[FSM_CONNECT] = { { FSM_CONNECT, 0, 0 }, I, { FSM_CONNECT, 0, 0 },
	    I, I, I, I, { FSM_OPEN_SENT, 0, 0 }, I, I, I, I, I, I, I, I },
	[FSM_ACTIVE] = { { FSM_ACTIVE, 0, 0 }, I, { FSM_CONNECT, 0, 0 },
	    I, I, I, I, { FSM_OPEN_SENT, 0, 0 }, I, I, I, I, I, I, I, I },
	[FSM_OPEN_SENT] = { { FSM_OPEN_SENT, 0, 0 }, N(6, 2),
	    { FSM_OPEN_SENT, 0, 0 }, N(4, 0), N(5, 1), N(4, 0), N(5, 1),
	    { FSM_OPEN_SENT, 0, 0 }, I, { FSM_OPEN_CONFIRM, 0, 0 },
	    N(5, 1), N(5, 1), N(5, 1), I, N(6, 2), N(6, 7) },
	[FSM_OPEN_CONFIRM] = { { FSM_OPEN_CONFIRM, 0, 0 }, N(6, 2),
	    { FSM_OPEN_CONFIRM, 0, 0 }, N(4, 0), { FSM_OPEN_CONFIRM, 0, 0 },
	    N(5, 2), N(5, 2), { FSM_OPEN_CONFIRM, 0, 0 }, I, N(5, 2),
	    { EST, 0, 0 }, N(5, 2), N(5, 2), I, N(6, 2), N(6, 7) },
	[EST] = { { EST, 0, 0 }, N(6, 2), { EST, 0, 0 }, N(4, 0),
	    { EST, 0, 0 }, N(5, 3), N(8, 0), { EST, 0, 0 }, I, N(5, 3),
	    { EST, 0, 0 }, { EST, 0, 0 }, { EST, 0, 0 }, I, N(6, 2),
	    N(6, 7) },
};

ATF_TC_WITHOUT_HEAD(every_state_every_event);
ATF_TC_BODY(every_state_every_event, tc)
{
	const struct expect *e;
	struct fsm_actions a;
	struct fsm_event ev;
	struct fsm f;
	int s, i;

	(void)tc;
	for (s = 0; s < FSM_STATES; s++) {
		for (i = 0; i < FSM_INPUTS; i++) {
			memset(&f, 0, sizeof(f));
			f.state = (enum fsm_state)s;
			f.hold_time = 90;
			f.connect_retry = 20;
			ev = (struct fsm_event){ (enum fsm_input)i, 6, 2 };
			fsm_step(&f, &ev, &a);
			e = &table[s][i];
			printf("%s, event %d -> %s %u/%u\n",
			    fsm_state_name((enum fsm_state)s), i,
			    fsm_state_name(f.state), a.code, a.subcode);
			ATF_CHECK_EQ(e->to, f.state);
			ATF_CHECK_EQ(e->code, a.code);
			ATF_CHECK_EQ(e->subcode, a.subcode);
			ATF_CHECK_EQ(e->code != 0,
			    (a.set & FSM_DO_SEND_NOTIFICATION) != 0);
			/* whoever leaves a connection closes it */
			if (s >= FSM_OPEN_SENT && f.state == FSM_IDLE)
				ATF_CHECK_EQ(FSM_DO_CLOSE | FSM_DO_DOWN,
				    a.set & (FSM_DO_CLOSE | FSM_DO_DOWN));
		}
	}
}

ATF_TC_WITHOUT_HEAD(session_life);
ATF_TC_BODY(session_life, tc)
{
	struct fsm f = { .hold_time = 9, .connect_retry = 20 };
	struct fsm_actions a;

	(void)tc;
	fsm_step(&f, &(struct fsm_event){ FSM_EV_START, 0, 0 }, &a);
	ATF_CHECK(a.set & FSM_DO_CONNECT);
	fsm_step(&f, &(struct fsm_event){ FSM_EV_TCP_UP, 0, 0 }, &a);
	ATF_CHECK(a.set & FSM_DO_SEND_OPEN);
	fsm_step(&f, &(struct fsm_event){ FSM_EV_OPEN, 0, 0 }, &a);
	ATF_CHECK(a.set & FSM_DO_SEND_KEEPALIVE);
	ATF_CHECK_EQ(3000, a.timer[FSM_T_KEEPALIVE]);
	ATF_CHECK_EQ(9000, a.timer[FSM_T_HOLD]);
	fsm_step(&f, &(struct fsm_event){ FSM_EV_KEEPALIVE, 0, 0 }, &a);
	ATF_CHECK(a.set & FSM_DO_UP);
	ATF_CHECK_EQ(EST, f.state);
	ATF_CHECK_EQ(480000, a.timer[FSM_T_SEND_HOLD]);
	/* hold time zero: no timers at all (RFC 4271 4.2) */
	f = (struct fsm){ .state = FSM_OPEN_SENT };
	fsm_step(&f, &(struct fsm_event){ FSM_EV_OPEN, 0, 0 }, &a);
	ATF_CHECK_EQ(FSM_TIMER_STOP, a.timer[FSM_T_HOLD]);
	ATF_CHECK_EQ(FSM_TIMER_STOP, a.timer[FSM_T_KEEPALIVE]);
}

ATF_TC_WITHOUT_HEAD(passive_and_delays);
ATF_TC_BODY(passive_and_delays, tc)
{
	static const uint32_t want[] = { 0, 1, 2, 3, 4, 5, 7, 9, 11, 14 };
	struct fsm f = { .passive = true };
	struct fsm_actions a;
	uint32_t i;

	(void)tc;
	fsm_step(&f, &(struct fsm_event){ FSM_EV_START, 0, 0 }, &a);
	ATF_CHECK_EQ(FSM_ACTIVE, f.state);
	ATF_CHECK_EQ(0, a.set & FSM_DO_CONNECT);
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		ATF_CHECK_EQ(want[i], fsm_idle_delay(i));
	ATF_CHECK_EQ(60, fsm_idle_delay(1000));
	f.hold_time = 600;
	ATF_CHECK_EQ(1200, fsm_send_hold(&f));
	f.hold_time = 0;
	ATF_CHECK_EQ(0, fsm_send_hold(&f));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, every_state_every_event);
	ATF_TP_ADD_TC(tp, session_life);
	ATF_TP_ADD_TC(tp, passive_and_delays);
	return atf_no_error();
}
