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
 * What the API processes are told, and what becomes of those that do not
 * read.
 */
#include <sys/types.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "api.h"
#include "event.h"
#include "monitor.h"

static void
prog_put(struct prog *pr, const void *data, size_t len)
{
	if (pr->in == -1)
		return;
	wb_put(&pr->tx, data, len);
	if (pr->tx.err) {
		pr->tx.err = false;
		if (pr->events_dropped++ == 0)
			log_error("process %s does not read: output dropped",
			    pr->c.name);
	}
}

/* Several "done" as one, for a program that understands it. */
static void
acks_flush(struct prog *pr)
{
	char buf[32];

	if (pr->acks_held == 0)
		return;
	if (pr->acks_held == 1)
		strlcpy(buf, "done\n", sizeof(buf));
	else
		snprintf(buf, sizeof(buf), "done %llu\n",
		    (unsigned long long)pr->acks_held);
	pr->acks_held = 0;
	prog_put(pr, buf, strlen(buf));
}

void
api_put(struct client *c, const void *data, size_t len)
{
	struct prog *pr = (struct prog *)(void *)c;

	acks_flush(pr);
	prog_put(pr, data, len);
}

void
api_ack(struct client *c, const char *word)
{
	struct prog *pr = (struct prog *)(void *)c;
	size_t left = api_unread(pr);

	if (pr->conf.coalesce && left > API_BEHIND && word[0] == 'd') {
		pr->acks_held++;
		return;
	}
	if (left < API_ACK_MAX) {
		api_put(c, word, strlen(word));
		return;
	}
	if (pr->acks_dropped++ == 0)
		log_warn("process %s does not read its acknowledgements: "
		    "dropped from now on", c->name);
}

bool
api_room(const struct client *c)
{
	const struct prog *pr = (const struct prog *)(const void *)c;

	return api_unread(pr) < API_RESUME;
}

bool
api_room_live(const struct client *c)
{
	const struct prog *pr = (const struct prog *)(const void *)c;

	return api_unread(pr) < API_DROP;
}

bool
api_is_text(const struct client *c)
{
	const struct prog *pr = (const struct prog *)(const void *)c;

	return pr->conf.encoder == ENC_TEXT;
}

struct wbuf *
api_event(struct prog *pr)
{
	if (pr->in == -1 || pr->killed)
		return NULL;
	if (api_unread(pr) < API_DROP || (pr->conf.slow == SLOW_PAUSE &&
	    !pr->given_up))
		return &pr->tx;
	pr->lost++;
	if (pr->events_dropped++ == 0)
		log_warn("process %s does not read: %s", pr->c.name,
		    pr->conf.slow == SLOW_KILL ? "killed" :
		    "events dropped");
	if (pr->conf.slow == SLOW_KILL) {
		pr->killed = true;
		pc_send(&eng.parent, IMSG_API_KILL, pr->id, NULL, 0);
	}
	return NULL;
}

bool
api_slow(const struct sub *subs, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (subs[i].prog->slow)
			return true;
	return false;
}

/* Those that keep nobody waiting any more let their peers go on. */
static void
slow_over(struct prog *pr)
{
	struct eng_peer *p;

	pr->slow = false;
	TAILQ_FOREACH(p, &eng.peers, entry)
		rx_credit_back(p);
}

void
api_give_up(const struct sub *subs, size_t n)
{
	struct prog *pr;
	size_t i;

	for (i = 0; i < n; i++) {
		pr = subs[i].prog;
		if (!pr->slow)
			continue;
		log_warn("process %s has not read for several hold times: "
		    "its events are dropped", pr->c.name);
		pr->given_up = true;
		slow_over(pr);
	}
}

/* See the header. */
void
api_slow_check(struct prog *pr)
{
	size_t left = api_unread(pr);
	uint64_t lost = pr->lost;

	if (pr->acks_held > 0 && left <= API_BEHIND) {
		acks_flush(pr);
		eng_wake(0);
	}
	if (lost > 0 && left < API_RESUME && pr->in != -1 &&
	    pr->c.job == NULL) {
		pr->lost = 0;
		event_lagged(pr, lost);
		resync_start(pr);
	}
	if (left < API_RESUME && pr->in != -1)
		monitor_room(&pr->c);
	if (left < API_RESUME)
		pr->given_up = false;
	if (!pr->slow && left > API_PAUSE && pr->conf.slow == SLOW_PAUSE &&
	    pr->in != -1 && !pr->given_up)
		pr->slow = true;
	else if (pr->slow && (left < API_RESUME || pr->in == -1))
		slow_over(pr);
}

void
api_write(struct prog *pr)
{
	size_t left = api_unread(pr);
	ssize_t n;

	while (pr->in != -1 && left > 0) {
		n = write(pr->in, pr->tx.p + pr->tx_off, left);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1 && errno == EAGAIN) {
			if (event_add(&pr->wr_ev, NULL) == -1)
				eng_wake(100);
			break;
		}
		if (n == -1) {
			log_debug("process %s closed its input", pr->c.name);
			api_close_in(pr);
			break;
		}
		pr->tx_off += (size_t)n;
		left -= (size_t)n;
	}
	/* move what is left only when it is the smaller part */
	if (pr->tx_off > 0 && left <= pr->tx_off) {
		wb_drain(&pr->tx, pr->tx_off);
		pr->tx_off = 0;
	}
	/* a flood that is over leaves nothing behind */
	if (pr->tx.len == 0 && pr->tx.cap > API_RESUME)
		wb_free(&pr->tx);
	api_slow_check(pr);
}

void
api_writable(int fd, short ev, void *arg)
{
	(void)fd;
	(void)ev;
	api_write(arg);
}
