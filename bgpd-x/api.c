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
 * Pipes of the API processes.
 */
#include <sys/types.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "api.h"
#include "cmd.h"
#include "event.h"
#include "monitor.h"

#define READ_TURN	(1024 * 1024)	/* bytes of commands in one turn */
#define TURN_MS		5	/* then others have theirs */
#define TURN_LINES	64	/* between looks at the clock */
#define TURN_ROUTES	4096	/* likewise, where a line has many */
#define ERRLINE_MAX	1024		/* of stderr, in the log */

struct progs progs = TAILQ_HEAD_INITIALIZER(progs);

struct prog *
api_find(uint32_t id)
{
	struct prog *pr;

	TAILQ_FOREACH(pr, &progs, entry)
		if (pr->id == id)
			return pr;
	return NULL;
}

struct client *
api_client(uint32_t id)
{
	struct prog *pr;

	TAILQ_FOREACH(pr, &progs, entry)
		if (pr->c.id == id)
			return &pr->c;
	return NULL;
}

size_t
api_unread(const struct prog *pr)
{
	return pr->tx.len - pr->tx_off;
}

void
api_close_in(struct prog *pr)
{
	if (pr->in == -1)
		return;
	event_del(&pr->wr_ev);
	close(pr->in);
	pr->in = -1;
	wb_reset(&pr->tx);
	pr->tx_off = 0;
}

static void
close_out(struct prog *pr)
{
	if (pr->out == -1)
		return;
	event_del(&pr->rd_ev);
	close(pr->out);
	pr->out = -1;
	wb_reset(&pr->rx);
	pr->rx_off = 0;
	pr->skipping = false;
}

static void
close_err(struct prog *pr)
{
	if (pr->err == -1)
		return;
	event_del(&pr->err_ev);
	close(pr->err);
	pr->err = -1;
	wb_reset(&pr->errline);
}

/* The process is gone, or another takes its place. */
static void
prog_reset(struct prog *pr)
{
	client_job_drop(&pr->c);
	monitor_drop(&pr->c);
	group_drop(&pr->c);
	pr->c.sync = false;
	api_close_in(pr);
	close_out(pr);
	close_err(pr);
	pr->c.ack = eng.cfg.api_ack != 0;
	pr->rd_paused = pr->killed = pr->starved = false;
	pr->acks_dropped = pr->events_dropped = pr->lost = 0;
}

/*
 * Its routes stay, as ExaBGP's do, unless the block says otherwise.  What it
 * has written and nobody has read yet must not come after that.
 */
static void
prog_over(struct prog *pr)
{
	size_t left;

	if (pr->conf.on_exit != EXIT_WITHDRAW)
		return;
	client_job_drop(&pr->c);
	group_drop(&pr->c);
	close_out(pr);
	if (eng.rib.owned[pr->owner] == 0)
		return;
	log_info("process %s is gone: its %zu routes are withdrawn",
	    pr->c.name, eng.rib.owned[pr->owner]);
	if ((left = rib_disown(&eng.rib, pr->owner, eng.up)) > 0)
		log_error("out of memory: %zu routes of process %s stay",
		    left, pr->c.name);
}

static void
prog_free(struct prog *pr)
{
	same_clear();
	prog_over(pr);
	rib_orphan(&eng.rib, pr->owner);
	prog_reset(pr);
	wb_free(&pr->rx);
	wb_free(&pr->tx);
	wb_free(&pr->errline);
	pset_unref(&eng.rib, pr->c.may);
	TAILQ_REMOVE(&progs, pr, entry);
	free(pr);
}

void
api_conf_begin(void)
{
	struct prog *pr;

	TAILQ_FOREACH(pr, &progs, entry)
		pr->keep = false;
}

/* Processes beyond what fits share the last number. */
static uint8_t
free_owner(void)
{
	struct prog *pr;
	uint8_t n;

	for (n = 1; n < 255; n++) {
		TAILQ_FOREACH(pr, &progs, entry)
			if (pr->owner == n)
				break;
		if (pr == NULL)
			break;
	}
	return n;
}

int
api_conf(uint32_t id, const struct im_proc *conf)
{
	struct prog *pr = api_find(id);

	if (pr == NULL) {
		if ((pr = calloc(1, sizeof(*pr))) == NULL)
			return -1;
		pr->id = id;
		pr->c.kind = CLIENT_PROG;
		pr->c.id = client_new_id();
		pr->c.ack = eng.cfg.api_ack != 0;
		pr->in = pr->out = pr->err = -1;
		pr->owner = free_owner();
		wb_init(&pr->rx, API_LINE_MAX + READ_TURN);
		wb_init(&pr->tx, API_OUT_MAX);
		wb_init(&pr->errline, ERRLINE_MAX);
		TAILQ_INSERT_TAIL(&progs, pr, entry);
	}
	pr->conf = *conf;
	if (conf->slow != SLOW_PAUSE)
		pr->slow = false;	/* those that waited go on */
	pr->conf.name[sizeof(pr->conf.name) - 1] = '\0';
	memcpy(pr->c.name, pr->conf.name, sizeof(pr->c.name));
	pr->keep = true;
	return 0;
}

void
api_conf_end(void)
{
	struct prog *pr, *next;

	TAILQ_FOREACH_SAFE(pr, &progs, entry, next)
		if (!pr->keep)
			prog_free(pr);
}

/* Which neighbors each process may command. */
void
api_peers_changed(void)
{
	struct eng_peer *p;
	struct prog *pr;
	size_t i;

	same_clear();
	TAILQ_FOREACH(pr, &progs, entry) {
		pset_unref(&eng.rib, pr->c.may);
		pr->c.may = NULL;
	}
	TAILQ_FOREACH(p, &eng.peers, entry)
		for (i = 0; i < p->nsubs; i++)
			if (p->subs[i].conf.command)
				pset_add(&eng.rib, &p->subs[i].prog->c.may,
				    p->self);
}

/* Only text is a command: ExaBGP's words have no control characters. */
static bool
line_is_text(const uint8_t *p, size_t n)
{
	const uint64_t ones = 0x0101010101010101U, top = ones << 7;
	uint64_t w, odd = 0;
	size_t i;

	/* eight at a time: any below 0x20 or equal to 0x7f? */
	for (i = 0; i + 8 <= n; i += 8) {
		memcpy(&w, p + i, 8);
		odd |= (w - ones * 0x20) & ~w & top;
		odd |= ((w ^ ones * 0x7f) - ones) & ~(w ^ ones * 0x7f) & top;
	}
	if (odd == 0) {
		p += i;
		n -= i;
	}
	for (i = 0; i < n; i++)
		if ((p[i] < 0x20 && p[i] != '\t') || p[i] == 0x7f)
			return false;
	return true;
}

static void
run_line(struct prog *pr, const uint8_t *p, size_t n)
{
	const bool long_line = pr->skipping || n > API_LINE_MAX;

	while (n > 0 && (p[n - 1] == '\r' || p[n - 1] == ' '))
		n--;
	if (long_line) {
		pr->skipping = false;
		queue_flush();
		pr->c.v6 = false;
		eng_log_refused(pr->c.name, "it is longer than a MiB");
		reply_error(&pr->c, "command too long");
	} else if (!line_is_text(p, n)) {
		queue_flush();
		pr->c.v6 = false;
		eng_log_refused(pr->c.name, "control characters in it");
		reply_error(&pr->c, "control characters in a command");
	} else {
		pr->commands++;
		eng.rib.owner = pr->owner;
		cmd_line(&pr->c, (const char *)p, n);
		eng.rib.owner = 0;
	}
}

/*
 * Execute whole lines, until one starts a job, or until others should have
 * their turn: true then.
 */
static bool
run_lines(struct prog *pr)
{
	const struct mono began = mono_now();
	unsigned int n = 0, looked = pr->c.changes;
	const uint8_t *p, *nl;
	bool more = false, look;
	size_t left;

	while (pr->c.job == NULL && pr->out != -1) {
		p = pr->rx.p + pr->rx_off;
		left = pr->rx.len - pr->rx_off;
		if (left == 0 || (nl = memchr(p, '\n', left)) == NULL)
			break;
		look = ++n % TURN_LINES == 0 ||
		    pr->c.changes - looked > TURN_ROUTES;
		if (look)
			looked = pr->c.changes;
		more = look && mono_diff_ms(began, mono_now()) >= TURN_MS;
		if (more)
			break;
		pr->rx_off += (size_t)(nl - p) + 1;
		run_line(pr, p, (size_t)(nl - p));
	}
	queue_flush();
	/* after each line of many, only when what is left is less */
	if (pr->rx_off > 0 && ((pr->c.job == NULL && !more) ||
	    pr->rx_off >= pr->rx.len / 2)) {
		wb_drain(&pr->rx, pr->rx_off);
		pr->rx_off = 0;
	}
	if (pr->rx.len > API_LINE_MAX && pr->c.job == NULL && !more) {
		pr->skipping = true;
		wb_reset(&pr->rx);
	}
	return more;
}

static void
on_readable(int fd, short ev, void *arg)
{
	static struct log_rate nomem_rate;
	struct prog *pr = arg;
	size_t size = READ_TURN;
	uint8_t *room;
	ssize_t n;

	(void)ev;
	if ((room = wb_room(&pr->rx, READ_TURN)) == NULL) {
		/* what is there already may do; or else there is a next time */
		pr->rx.err = false;
		size = pr->rx.cap - pr->rx.len;
		room = pr->rx.p + pr->rx.len;
		if (log_rate_ok(&nomem_rate, eng.now.ns / 1000000, 1, 1))
			log_error("process %s: out of memory, it waits",
			    pr->c.name);
	}
	if (size == 0)
		return;
	n = read(fd, room, size);
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		close_out(pr);
		return;
	}
	pr->rx.len += (size_t)n;
	eng.now = mono_now();
	if ((run_lines(pr) || pr->c.job != NULL) && !pr->rd_paused &&
	    pr->out != -1) {
		pr->rd_paused = true;
		event_del(&pr->rd_ev);
	}
}

/* What a process says on stderr goes to the log under its name. */
static void
on_stderr(int fd, short ev, void *arg)
{
	struct prog *pr = arg;
	uint8_t buf[4096];
	ssize_t n, i;

	(void)ev;
	n = read(fd, buf, sizeof(buf));
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	for (i = 0; i < n; i++) {
		if (buf[i] == '\0')
			wb_u8(&pr->errline, '?');	/* not the line's end */
		else if (buf[i] != '\n')
			wb_u8(&pr->errline, buf[i]);
		if (buf[i] == '\n' || pr->errline.len == ERRLINE_MAX) {
			log_info("%s: %.*s", pr->c.name,
			    (int)pr->errline.len, (char *)pr->errline.p);
			wb_reset(&pr->errline);
		}
	}
	if (n <= 0)
		close_err(pr);
}

/* One end of a pipe of a process, for a slot that is free. */
static bool
take_pipe(struct prog *pr, int *slot, int fd)
{
	if (fd == -1) {
		pr->starved = true;
		return false;
	}
	if (*slot != -1) {
		close(fd);
		return false;
	}
	fcntl(fd, F_SETFL, O_NONBLOCK);
	*slot = fd;
	return true;
}

/* The process of this number; without one, its pipe is nobody's. */
static struct prog *
pipe_owner(const struct imsg *m)
{
	struct prog *pr = api_find(m->hdr.id);

	if (pr == NULL && m->fd != -1)
		close(m->fd);
	return pr;
}

/*
 * Another process comes: what the last one has said, and nobody has read or
 * done yet, is done now.  Only a command that waits for others is given up.
 */
static void
hear_out(struct prog *pr)
{
	int reads = 2;		/* a pipe holds no more */
	size_t had;

	api_close_in(pr);
	while (pr->out != -1) {
		if (pr->c.job != NULL && !client_job(&pr->c)) {
			log_warn("process %s was started again: a command "
			    "of the last one was given up", pr->c.name);
			client_job_drop(&pr->c);
		}
		had = pr->rx.len;
		if (run_lines(pr) || pr->c.job != NULL || pr->rx.len < had)
			continue;
		if (reads-- == 0)
			break;
		on_readable(pr->out, EV_READ, pr);
	}
}

/* A new process: nothing that was meant for the last one reaches it. */
void
api_stdin(struct imsg *m)
{
	struct prog *pr = pipe_owner(m);

	if (pr == NULL)
		return;
	hear_out(pr);
	if (pr->pid != 0)
		prog_over(pr);
	pr->pid = 0;
	prog_reset(pr);
	api_slow_check(pr);
	if (take_pipe(pr, &pr->in, m->fd))
		event_set(&pr->wr_ev, pr->in, EV_WRITE, api_writable, pr);
}

void
api_stdout(struct imsg *m)
{
	struct prog *pr = pipe_owner(m);

	if (pr == NULL || !take_pipe(pr, &pr->out, m->fd))
		return;
	event_set(&pr->rd_ev, pr->out, EV_READ | EV_PERSIST, on_readable,
	    pr);
	if (event_add(&pr->rd_ev, NULL) == -1) {
		log_error("process %s: out of memory", pr->c.name);
		close_out(pr);
		pr->starved = true;
	}
}

void
api_stderr(struct imsg *m)
{
	struct prog *pr = pipe_owner(m);

	if (pr == NULL || !take_pipe(pr, &pr->err, m->fd))
		return;
	event_set(&pr->err_ev, pr->err, EV_READ | EV_PERSIST, on_stderr, pr);
	if (event_add(&pr->err_ev, NULL) == -1) {
		close_err(pr);
		pr->starved = true;
	}
}

void
api_started(struct imsg *m)
{
	struct prog *pr = api_find(m->hdr.id);
	struct im_started st;

	memcpy(&st, m->data, sizeof(st));
	if (pr == NULL)
		return;
	if (pr->pid != 0)
		prog_over(pr);	/* and there is none in its place */
	pr->pid = st.error == 0 ? st.pid : 0;
	if (mono_is_set(pr->started))
		pr->restarts++;
	pr->started = mono_now();
	if (pr->starved) {
		log_error("process %s: no file descriptor left to talk to it",
		    pr->c.name);
		pc_send(&eng.parent, IMSG_API_KILL, pr->id, NULL, 0);
	}
}

void
api_exit(struct imsg *m)
{
	struct prog *pr = api_find(m->hdr.id);
	struct im_exit ex;

	memcpy(&ex, m->data, sizeof(ex));
	if (pr == NULL || pr->pid != ex.pid)
		return;
	pr->pid = 0;
	api_close_in(pr);
	api_slow_check(pr);
	prog_over(pr);
	if (pr->conf.on_exit == EXIT_SHUTDOWN && !eng.shutting_down) {
		log_error("process %s is gone: stopping, as its block says",
		    pr->c.name);
		pc_send(&eng.parent, IMSG_SHUTDOWN_REQ, 0, NULL, 0);
	}
}

void
api_turn(void)
{
	struct prog *pr;

	TAILQ_FOREACH(pr, &progs, entry) {
		if (pr->c.job == NULL ? !pr->rd_paused : !client_job(&pr->c))
			continue;
		if (run_lines(pr)) {
			eng.more = true;
		} else if (pr->c.job != NULL) {
			eng.more |= client_job_more(&pr->c);
		} else if (pr->rd_paused && pr->out != -1) {
			pr->rd_paused = false;
			event_add(&pr->rd_ev, NULL);
		}
	}
}

void
api_flush(void)
{
	struct prog *pr;

	TAILQ_FOREACH(pr, &progs, entry) {
		if (pr->in != -1 && api_unread(pr) > 0) {
			if (event_pending(&pr->wr_ev, EV_WRITE, NULL))
				api_slow_check(pr);
			else
				api_write(pr);
		}
		/* room for the rest of an answer */
		eng.more |= client_job_more(&pr->c);
	}
}

void
api_shutdown(void)
{
	struct prog *pr;

	event_shutdown();
	TAILQ_FOREACH(pr, &progs, entry) {
		if (pr->in != -1 && api_unread(pr) > 0)
			api_write(pr);
		api_close_in(pr);
	}
}
