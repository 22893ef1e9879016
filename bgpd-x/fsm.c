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
 * RFC 4271 8: the finite state machine.  Each state has one function; an
 * event that a state does not expect is an FSM error, RFC 6608.
 */
#include <string.h>

#include "codec/err.h"
#include "fsm.h"

#define HOLD_LARGE	240	/* s, while the OPEN is awaited: RFC 4271 8.2 */

static const char *const state_names[FSM_STATES] = {
	"Idle", "Connect", "Active", "OpenSent", "OpenConfirm", "Established"
};

const char *
fsm_state_name(enum fsm_state s)
{
	return s < FSM_STATES ? state_names[s] : "?";
}

uint32_t
fsm_idle_delay(uint32_t failures)
{
	uint32_t d = 0;

	while (failures-- > 0 && d < 60)
		d = d * 12 / 10 + 1;
	return d < 60 ? d : 60;
}

static void
timer_set(struct fsm_actions *a, enum fsm_timer t, uint32_t sec)
{
	a->timer[t] = sec == 0 ? FSM_TIMER_STOP : (int64_t)sec * 1000;
}

static void
timers_stop(struct fsm_actions *a)
{
	int t;

	for (t = 0; t < FSM_TIMERS; t++)
		a->timer[t] = FSM_TIMER_STOP;
}

/* Eight minutes, or twice the hold time if that is more. */
uint32_t
fsm_send_hold(const struct fsm *f)
{
	uint32_t t = (uint32_t)f->hold_time * 2;

	if (f->hold_time == 0)
		return 0;
	return t > 480 ? t : 480;
}

/*
 * Back to Idle.  A connection of the peer's is simply over; ours is tried
 * again after the idle hold time, which grows with every failure.
 */
static enum fsm_state
to_idle(struct fsm *f, struct fsm_actions *a)
{
	enum fsm_state from = f->state;

	timers_stop(a);
	a->set |= FSM_DO_CLOSE | FSM_DO_RELEASE;
	if (from >= FSM_OPEN_SENT)
		a->set |= FSM_DO_DOWN;
	if (!f->incoming) {
		a->timer[FSM_T_IDLE_HOLD] =
		    (int64_t)fsm_idle_delay(f->failures) * 1000 + 1 +
		    f->retry_ms_jitter;
		f->failures++;
	}
	return FSM_IDLE;
}

static enum fsm_state
notify_idle(struct fsm *f, struct fsm_actions *a, uint8_t code,
    uint8_t subcode)
{
	a->set |= FSM_DO_SEND_NOTIFICATION;
	a->code = code;
	a->subcode = subcode;
	return to_idle(f, a);
}

/* Stopped by the operator: Idle, and nothing restarts it. */
static enum fsm_state
stopped(struct fsm *f, struct fsm_actions *a, const struct fsm_event *ev)
{
	uint32_t failures = f->failures;

	if (f->state >= FSM_OPEN_SENT) {
		a->set |= FSM_DO_SEND_NOTIFICATION;
		a->code = ev->code;
		a->subcode = ev->subcode;
	}
	to_idle(f, a);
	f->failures = failures;
	a->timer[FSM_T_IDLE_HOLD] = FSM_TIMER_STOP;
	return FSM_IDLE;
}

static enum fsm_state
to_open_sent(struct fsm *f, struct fsm_actions *a)
{
	a->set |= FSM_DO_SEND_OPEN;
	a->timer[FSM_T_CONNECT_RETRY] = FSM_TIMER_STOP;
	a->timer[FSM_T_IDLE_HOLD] = FSM_TIMER_STOP;
	timer_set(a, FSM_T_HOLD, HOLD_LARGE);
	timer_set(a, FSM_T_OPEN_WAIT, f->open_wait);
	return FSM_OPEN_SENT;
}

static enum fsm_state
start_connect(struct fsm *f, struct fsm_actions *a)
{
	a->timer[FSM_T_IDLE_HOLD] = FSM_TIMER_STOP;
	if (f->passive) {
		a->timer[FSM_T_CONNECT_RETRY] = FSM_TIMER_STOP;
		return FSM_ACTIVE;
	}
	a->set |= FSM_DO_CONNECT;
	timer_set(a, FSM_T_CONNECT_RETRY, f->connect_retry);
	return FSM_CONNECT;
}

static enum fsm_state
in_idle(struct fsm *f, const struct fsm_event *ev, struct fsm_actions *a)
{
	switch (ev->input) {
	case FSM_EV_START:
		return start_connect(f, a);
	case FSM_EV_TCP_UP:
		/* the peer connected while we pause between attempts */
		return to_open_sent(f, a);
	case FSM_EV_STOP:
		timers_stop(a);
		return FSM_IDLE;
	default:
		return FSM_IDLE;
	}
}

/* Connect and Active: no connection yet. */
static enum fsm_state
in_connect(struct fsm *f, const struct fsm_event *ev, struct fsm_actions *a)
{
	switch (ev->input) {
	case FSM_EV_TCP_UP:
		return to_open_sent(f, a);
	case FSM_EV_CONNECT_RETRY:
		a->set |= FSM_DO_CLOSE;
		return start_connect(f, a);
	case FSM_EV_TCP_FAIL:
		if (f->passive)
			return FSM_ACTIVE;
		to_idle(f, a);
		return FSM_IDLE;
	case FSM_EV_STOP:
		return stopped(f, a, ev);
	case FSM_EV_START:
		return f->state;
	default:
		return to_idle(f, a);
	}
}

static enum fsm_state
in_open_sent(struct fsm *f, const struct fsm_event *ev,
    struct fsm_actions *a)
{
	switch (ev->input) {
	case FSM_EV_OPEN:
		a->set |= FSM_DO_SEND_KEEPALIVE;
		a->timer[FSM_T_OPEN_WAIT] = FSM_TIMER_STOP;
		timer_set(a, FSM_T_HOLD, f->hold_time);
		timer_set(a, FSM_T_KEEPALIVE, f->hold_time / 3U);
		return FSM_OPEN_CONFIRM;
	case FSM_EV_OPEN_WAIT:
	case FSM_EV_HOLD:
		return notify_idle(f, a, NOTIFY_HOLD, 0);
	default:
		return notify_idle(f, a, NOTIFY_FSM, FSM_OPENSENT);
	}
}

static enum fsm_state
in_open_confirm(struct fsm *f, const struct fsm_event *ev,
    struct fsm_actions *a)
{
	switch (ev->input) {
	case FSM_EV_KEEPALIVE:
		a->set |= FSM_DO_UP;
		f->failures = 0;
		timer_set(a, FSM_T_HOLD, f->hold_time);
		timer_set(a, FSM_T_SEND_HOLD, fsm_send_hold(f));
		return FSM_ESTABLISHED_STATE;
	case FSM_EV_KEEPALIVE_TIMER:
		a->set |= FSM_DO_SEND_KEEPALIVE;
		timer_set(a, FSM_T_KEEPALIVE, f->hold_time / 3U);
		return FSM_OPEN_CONFIRM;
	case FSM_EV_HOLD:
		return notify_idle(f, a, NOTIFY_HOLD, 0);
	default:
		return notify_idle(f, a, NOTIFY_FSM, FSM_OPENCONFIRM);
	}
}

static enum fsm_state
in_established(struct fsm *f, const struct fsm_event *ev,
    struct fsm_actions *a)
{
	switch (ev->input) {
	case FSM_EV_KEEPALIVE:
	case FSM_EV_UPDATE:
	case FSM_EV_REFRESH:
		timer_set(a, FSM_T_HOLD, f->hold_time);
		return FSM_ESTABLISHED_STATE;
	case FSM_EV_KEEPALIVE_TIMER:
		a->set |= FSM_DO_SEND_KEEPALIVE;
		timer_set(a, FSM_T_KEEPALIVE, f->hold_time / 3U);
		return FSM_ESTABLISHED_STATE;
	case FSM_EV_HOLD:
		return notify_idle(f, a, NOTIFY_HOLD, 0);
	case FSM_EV_SEND_HOLD:
		/* it would not be read, but RFC 9687 4.4 wants it tried */
		return notify_idle(f, a, NOTIFY_SEND_HOLD, 0);
	default:
		return notify_idle(f, a, NOTIFY_FSM, FSM_ESTABLISHED);
	}
}

/* What all states with a connection do alike. */
static bool
in_connected(struct fsm *f, const struct fsm_event *ev,
    struct fsm_actions *a)
{
	switch (ev->input) {
	case FSM_EV_STOP:
		stopped(f, a, ev);
		return true;
	case FSM_EV_COLLISION:
		stopped(f, a, &(struct fsm_event){ FSM_EV_STOP, NOTIFY_CEASE,
		    CEASE_COLLISION });
		return true;
	case FSM_EV_ERROR:
		notify_idle(f, a, ev->code, ev->subcode);
		return true;
	case FSM_EV_NOTIFICATION:
	case FSM_EV_TCP_FAIL:
		to_idle(f, a);
		return true;
	case FSM_EV_START:
	case FSM_EV_CONNECT_RETRY:
	case FSM_EV_TCP_UP:
		a->to = f->state;
		return true;
	default:
		return false;
	}
}

enum fsm_state
fsm_step(struct fsm *f, const struct fsm_event *ev, struct fsm_actions *a)
{
	static enum fsm_state (*const by_state[FSM_STATES])(struct fsm *,
	    const struct fsm_event *, struct fsm_actions *) = {
		in_idle, in_connect, in_connect, in_open_sent,
		in_open_confirm, in_established
	};
	int t;

	memset(a, 0, sizeof(*a));
	for (t = 0; t < FSM_TIMERS; t++)
		a->timer[t] = FSM_TIMER_KEEP;
	a->from = f->state;
	a->to = FSM_IDLE;
	if (f->state < FSM_OPEN_SENT || !in_connected(f, ev, a))
		a->to = by_state[f->state](f, ev, a);
	f->state = a->to;
	return f->state;
}
