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
 * The route engine: start, messages from the other processes, stop.
 */
#include <sys/types.h>
#include <sys/time.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "api.h"
#include "cmd.h"
#include "ctl.h"
#include "eng.h"
#include "event.h"
#include "sandbox.h"
#include "show.h"

struct eng eng;

static struct event wake_timer, shutdown_timer;

static void
on_wake(int fd, short ev, void *arg)
{
	(void)fd;
	(void)ev;
	(void)arg;
}

void
eng_wake(int64_t ms)
{
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 }, due;

	/* the sooner of the two */
	if (evtimer_pending(&wake_timer, &due) && ms > 0)
		return;
	timer_add(&wake_timer, &tv);
}

const char *
eng_uuid(void)
{
	static char uuid[37];
	uint32_t r[4];

	if (uuid[0] != '\0')
		return uuid;
	arc4random_buf(r, sizeof(r));
	snprintf(uuid, sizeof(uuid), "%08x-%04x-4%03x-%04x-%08x%04x", r[0],
	    r[1] >> 16, r[1] & 0xfff, (r[2] >> 16 & 0x3fff) | 0x8000, r[3],
	    r[2] & 0xffff);
	return uuid;
}

static void
on_loglevel(struct imsg *m)
{
	struct im_loglevel l;

	memcpy(&l, m->data, sizeof(l));
	log_set_level((enum log_level)l.level);
}

static void
on_signal(struct imsg *m)
{
	struct im_signal sig;

	memcpy(&sig, m->data, sizeof(sig));
	event_signal((int)sig.signo);
}

static void
eng_done(int fd, short ev, void *arg)
{
	(void)fd;
	(void)ev;
	(void)arg;
	pc_send(&eng.parent, IMSG_DONE, 0, NULL, 0);
	pc_drain(&eng.parent);
	eng.stop = true;
}

/*
 * The session engine reports the end of each session; then the processes
 * hear of the shutdown.  It all ends when its channel closes, or in time.
 */
static void
on_shutdown(struct imsg *m)
{
	struct timeval tv = { 2, 0 };

	(void)m;
	eng.shutting_down = true;
	pc_pause(&eng.sess, false);
	evtimer_set(&shutdown_timer, eng_done, NULL);
	timer_add(&shutdown_timer, &tv);
}

static void
on_ctlsock(struct imsg *m)
{
	if (m->fd == -1)
		fatalx("no file descriptor left for the control socket");
	ctl_listen(m->fd, m->hdr.id == 1);
}

static const imsg_fn parent_handlers[IMSG_MAX] = {
	[IMSG_CTLSOCK] = on_ctlsock,
	[IMSG_IFADDR] = eng_ifaddr,
	[IMSG_RECONF_BEGIN] = reconf_begin,
	[IMSG_RECONF_PEER] = reconf_peer,
	[IMSG_RECONF_PROC] = reconf_proc,
	[IMSG_RECONF_SUB] = reconf_sub,
	[IMSG_RECONF_ATTRS] = reconf_attrs,
	[IMSG_RECONF_DOG] = reconf_dog,
	[IMSG_RECONF_LIST] = reconf_list,
	[IMSG_RECONF_ROUTES] = reconf_routes,
	[IMSG_RECONF_END] = reconf_end,
	[IMSG_RECONF_COMMIT] = reconf_commit,
	[IMSG_RECONF_DONE] = reconf_done,
	[IMSG_RECONF_ABORT] = reconf_abort,
	[IMSG_PEER_ADD] = create_added,
	[IMSG_PEER_DEL] = create_deleted,
	[IMSG_PEER_REFUSED] = create_refused,
	[IMSG_API_STDIN] = api_stdin,
	[IMSG_API_STDOUT] = api_stdout,
	[IMSG_API_STDERR] = api_stderr,
	[IMSG_API_STARTED] = api_started,
	[IMSG_API_EXIT] = api_exit,
	[IMSG_RELOAD_DONE] = ctl_reload_done,
	[IMSG_RELOAD_CHANGE] = ctl_reload_change,
	[IMSG_RELOAD_DIFF] = ctl_reload_diff,
	[IMSG_LOGLEVEL] = on_loglevel,
	[IMSG_SIGNAL] = on_signal,
	[IMSG_SHUTDOWN] = on_shutdown,
};

static const imsg_fn sess_handlers[IMSG_MAX] = {
	[IMSG_SESS_UP] = eng_sess_up,
	[IMSG_SESS_DOWN] = eng_sess_down,
	[IMSG_SESS_STATE] = eng_sess_state,
	[IMSG_SESS_NEGOT] = eng_sess_negot,
	[IMSG_PEER_NEW] = eng_peer_new,
	[IMSG_PEER_GONE] = eng_peer_gone,
	[IMSG_TX_CREDIT] = eng_credit,
	[IMSG_RX_UPDATE] = rx_update,
	[IMSG_RX_STUCK] = rx_stuck,
	[IMSG_RX_MSG] = rx_msg,
	[IMSG_SHOW_PEER] = show_peer_stat,
	[IMSG_SHOW_END] = show_peer_end,
};

static void
eng_lost(struct proc_chan *pc, const char *why)
{
	if (pc == &eng.parent)
		_exit(1);
	if (!eng.shutting_down) {
		log_debug("route engine: %s %s", role_name(pc->peer), why);
		_exit(1);
	}
	/* all sessions are over: the last words to the processes */
	pc_close(pc);
	api_shutdown();
	eng_done(-1, 0, NULL);
}

static void
eng_turn(void)
{
	eng.more = false;
	api_turn();
	ctl_turn();
	groups_turn();
	eng.more |= cmd_sent();
	/* peers first: whoever is woken takes a core from the next */
	pc_flush(&eng.sess);
	api_flush();
	ctl_flush();
	rib_gc(&eng.in, ENG_TURN_ROUTES, NULL);
	pc_flush(&eng.sess);
	pc_flush(&eng.parent);
	if (eng.more && !eng.stop)
		eng_wake(0);
	eng.now = mono_now();
}

void
eng_main(void)
{
	struct timeval tv;
	uint64_t key[2];
	int sessfd;

	event_init();
	arc4random_buf(key, sizeof(key));
	TAILQ_INIT(&eng.peers);
	RB_INIT(&eng.places);
	TAILQ_INIT(&eng.groups);
	TAILQ_INIT(&eng.kinds);
	eng.now = eng.started = mono_now();
	gettimeofday(&tv, NULL);
	eng.start_time = (double)tv.tv_sec + (double)tv.tv_usec / 1e6;
	if (rib_init(&eng.rib, key[0]) == -1 ||
	    rib_init(&eng.in, key[1]) == -1 ||
	    pack_init(&eng.pack, &eng.rib, eng_send, NULL) == -1)
		fatalx("out of memory");
	eng.in.by_peer = true;
	eng.pack.warn = eng_log_warned;
	evtimer_set(&wake_timer, on_wake, NULL);
	rx_init();
	sessfd = child_start(&eng.parent, ROLE_ENG, parent_handlers,
	    eng_lost, &eng.cfg);
	if (pc_open(&eng.sess, sessfd, ROLE_ENG, ROLE_SESS, sess_handlers,
	    eng_lost) == -1)
		fatalx("out of memory");
	sandbox_enter(ROLE_ENG, &eng.cfg);
	pc_send(&eng.parent, IMSG_READY, 0, NULL, 0);
	proc_loop(&eng.stop, eng_turn);
}
