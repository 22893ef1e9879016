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
 * Commands about the daemon, its sessions, and the client itself.
 */
#include <sys/types.h>

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/version.h"
#include "codec/err.h"
#include "api.h"
#include "cmd.h"
#include "event.h"

enum cmd_result
cmd_version(struct cmd_ctx *x)
{
	struct sink *s;

	if (!x->json && !x->v6 && !x->c->json) {
		reply_line(x->c, "exabgp 5.0.13 (bgpd-x %s)",
		    BGPD_X_VERSION);
		return CMD_DONE;
	}
	s = reply_item(x->c);
	sink_obj(s);
	sink_key(s, "version");
	sink_str(s, BGPD_X_VERSION);
	sink_key(s, "application");
	sink_str(s, "bgpd-x");
	sink_end_obj(s);
	reply_item_end(x->c);
	return CMD_DONE;
}

static void
reply_status(struct cmd_ctx *x, const char *text)
{
	struct sink *s;

	if (!x->v6) {
		reply_line(x->c, "%s", text);
		return;
	}
	s = reply_item(x->c);
	sink_obj(s);
	sink_key(s, "status");
	sink_str(s, text);
	sink_end_obj(s);
	reply_item_end(x->c);
}

/* Commands that stand for signals are told to who hears of signals. */
static enum cmd_result
in_progress(struct cmd_ctx *x, const char *what)
{
	reply_status(x, what);
	reply_done(x->c);
	event_signal(0);
	return CMD_LATER;
}

static struct job reload_job = { .waiting = true };

/*
 * A control client waits for the outcome, a process does not; and what
 * follows is of no meaning to it, as in ExaBGP.
 */
enum cmd_result
cmd_reload(struct cmd_ctx *x)
{
	struct im_reload r = { 0, 0, 0, { 0, 0 } };

	r.dry = lex_accept(x->lex, "-n");
	if (x->c->kind == CLIENT_CTL && lex_peek(x->lex)->kind == TOK_WORD)
		return (enum cmd_result)lex_err(x->lex, lex_peek(x->lex),
		    "nothing or \"-n\" is expected");
	if (r.dry && x->c->kind != CLIENT_CTL)
		return (enum cmd_result)lex_err(x->lex, NULL, "what a reload "
		    "would change is told on the control socket only");
	r.cookie = x->c->kind == CLIENT_CTL ? x->c->id : 0;
	pc_send(&eng.parent, IMSG_RELOAD_REQ, r.cookie, &r, sizeof(r));
	if (x->c->kind == CLIENT_CTL) {
		x->c->job = &reload_job;
		if (!r.dry)
			event_signal(0);
		return CMD_LATER;
	}
	return in_progress(x, "reload in progress");
}

enum cmd_result
cmd_restart(struct cmd_ctx *x)
{
	pc_send(&eng.parent, IMSG_RESTART_REQ, 0, NULL, 0);
	return in_progress(x, "restart in progress");
}

enum cmd_result
cmd_shutdown(struct cmd_ctx *x)
{
	pc_send(&eng.parent, IMSG_SHUTDOWN_REQ, 0, NULL, 0);
	return in_progress(x, "shutdown in progress");
}

/*
 * The text of the Cease: the rest of the line, without quotes around it, or
 * what the subcode means.  Two subcodes have its length in front (RFC 9003
 * 2).
 */
void
cease_text(struct lex *lx, struct im_stop *s)
{
	const struct tok *t = lex_peek(lx);
	const char *p = lx->src + t->off;
	size_t n = lx->len - t->off, at = 0;

	if (t->kind != TOK_WORD) {
		p = notify_subcode_name(NOTIFY_CEASE, s->subcode);
		n = strlen(p);
	}
	while (n > 0 && p[n - 1] == ' ')
		n--;
	if (n >= 2 && p[0] == '"' && p[n - 1] == '"') {
		p++;
		n -= 2;
	}
	if (n > sizeof(s->data) - 1)
		n = sizeof(s->data) - 1;
	if (s->subcode == CEASE_ADMIN_DOWN || s->subcode == CEASE_ADMIN_RESET)
		s->data[at++] = (uint8_t)n;
	memcpy(s->data + at, p, n);
	s->datalen = (uint8_t)(at + n);
}

enum cmd_result
cmd_teardown(struct cmd_ctx *x)
{
	struct eng_peer *p;
	struct im_stop s;
	uint32_t code;
	struct tok t;

	memset(&s, 0, sizeof(s));
	if (lex_need(x->lex, &t, "a Cease subcode") == -1)
		return CMD_FAIL;
	if (val_u32(&t, 0, 255, &code) == -1)
		return (enum cmd_result)lex_err(x->lex, &t,
		    "\"%.*s\" is no Cease subcode", (int)t.len, t.s);
	s.code = NOTIFY_CEASE;
	s.subcode = (uint8_t)code;
	cease_text(x->lex, &s);
	/* without a selector a program tears nothing down */
	TAILQ_FOREACH(p, &eng.peers, entry)
		if (code != 0 && p->up && pset_test(x->sel, p->conf.id) &&
		    (x->selected || x->c->kind == CLIENT_CTL || x->v6))
			pc_send(&eng.sess, IMSG_PEER_STOP, p->conf.id, &s,
			    sizeof(s));
	return CMD_DONE;
}

enum cmd_result
cmd_ack_on(struct cmd_ctx *x)
{
	x->c->ack = true;
	return CMD_DONE;
}

enum cmd_result
cmd_ack_off(struct cmd_ctx *x)
{
	reply_done(x->c);
	x->c->ack = false;
	return CMD_LATER;
}

enum cmd_result
cmd_ack_silent(struct cmd_ctx *x)
{
	x->c->ack = false;
	return x->c->kind == CLIENT_PROG ? CMD_LATER : CMD_DONE;
}

/* Commands are carried out as they come: there is no queue to drop. */
enum cmd_result
cmd_reset(struct cmd_ctx *x)
{
	if (!x->v6)
		return x->c->kind == CLIENT_PROG ? CMD_LATER : CMD_DONE;
	reply_status(x, "asynchronous queue cleared");
	return CMD_DONE;
}

/* ExaBGP's aid for its own tests: an error, and nothing happens. */
enum cmd_result
cmd_crash(struct cmd_ctx *x)
{
	(void)lex_err(x->lex, NULL, "nothing crashes here");
	return CMD_FAIL;
}

enum cmd_result
cmd_log(struct cmd_ctx *x)
{
	static const struct words how = { .v = { "verbose", "brief" },
	    .n = 2 };
	struct im_loglevel l = { LOGL_INFO };
	struct tok t;

	if (!words_next(x, &how, &t) || (!tok_is(&t, "verbose") &&
	    !tok_is(&t, "brief")))
		return (enum cmd_result)lex_err(x->lex, NULL,
		    "log verbose or log brief");
	if (tok_is(&t, "verbose"))
		l.level = LOGL_DEBUG;
	pc_send(&eng.parent, IMSG_LOGLEVEL_REQ, 0, &l, sizeof(l));
	return CMD_DONE;
}

/* The word `text` asks for text, in the newer grammar too. */
static bool
ends_with_text(struct cmd_ctx *x)
{
	struct tok t;
	bool text = false;

	while (lex_word(x->lex, &t))
		text = tok_is(&t, "text");
	return text;
}

/* Both at once for programs of the 6.0 grammar: is anybody there? */
enum cmd_result
cmd_ping(struct cmd_ctx *x)
{
	struct sink *s;

	if (!x->c->json && (!x->v6 || ends_with_text(x))) {
		reply_line(x->c, "pong %s active=true", eng_uuid());
		return CMD_DONE;
	}
	s = reply_item(x->c);
	sink_obj(s);
	sink_key(s, "pong");
	sink_str(s, eng_uuid());
	sink_key(s, "active");
	sink_bool(s, true);
	sink_end_obj(s);
	reply_item_end(x->c);
	return CMD_DONE;
}

enum cmd_result
cmd_bye(struct cmd_ctx *x)
{
	(void)x;
	return CMD_DONE;
}

static void
status_text(struct cmd_ctx *x, unsigned long long uptime)
{
	struct eng_peer *p;

	reply_line(x->c, "VERSION: %s", BGPD_X_VERSION);
	reply_line(x->c, "UUID: %s", eng_uuid());
	reply_line(x->c, "PID: %u", eng.cfg.pid);
	reply_line(x->c, "UPTIME: %llu", uptime);
	TAILQ_FOREACH(p, &eng.peers, entry)
		reply_line(x->c, "PEER: %s %s", p->name,
		    p->up ? "ESTABLISHED" : "IDLE");
}

enum cmd_result
cmd_status(struct cmd_ctx *x)
{
	unsigned long long up = (unsigned long long)mono_diff_ms(eng.started,
	    eng.now) / 1000;
	struct eng_peer *p;
	struct wbuf w;
	struct sink *s;

	if (!x->v6 && !x->c->json) {
		status_text(x, up);
		return CMD_DONE;
	}
	wb_init(&w, 1024);
	s = reply_item(x->c);
	sink_obj(s);
	sink_key(s, "version");
	sink_str(s, BGPD_X_VERSION);
	sink_key(s, "uuid");
	sink_str(s, eng_uuid());
	sink_key(s, "pid");
	sink_u64(s, eng.cfg.pid);
	sink_key(s, "uptime");
	sink_u64(s, up);
	sink_key(s, "start_time");
	sink_dbl(s, eng.start_time);
	sink_key(s, "peers");
	sink_obj(s);
	TAILQ_FOREACH(p, &eng.peers, entry) {
		wb_reset(&w);
		conf_neighbor_name(&p->conf, &w);
		sink_nkey(s, (const char *)w.p, w.len);
		sink_str(s, p->up ? "ESTABLISHED" : "IDLE");
	}
	sink_end_obj(s);
	sink_end_obj(s);
	reply_item_end(x->c);
	wb_free(&w);
	return CMD_DONE;
}

enum cmd_result
cmd_queue_status(struct cmd_ctx *x)
{
	struct prog *pr;
	struct sink *s;

	if (!x->v6 && !x->c->json) {
		TAILQ_FOREACH(pr, &progs, entry)
			reply_line(x->c, "%s: %zu bytes", pr->c.name,
			    api_unread(pr));
		return CMD_DONE;
	}
	s = reply_item(x->c);
	sink_obj(s);
	TAILQ_FOREACH(pr, &progs, entry) {
		sink_key(s, pr->c.name);
		sink_obj(s);
		sink_key(s, "items");
		sink_u64(s, api_unread(pr) > 0);
		sink_key(s, "bytes");
		sink_u64(s, api_unread(pr));
		sink_end_obj(s);
	}
	sink_end_obj(s);
	reply_item_end(x->c);
	return CMD_DONE;
}

/* The grammar is told by each line, so there is nothing to set. */
enum cmd_result
cmd_api_version(struct cmd_ctx *x)
{
	struct sink *s;
	struct tok t;
	bool set = lex_word(x->lex, &t);

	if (set && !tok_is(&t, "4") && !tok_is(&t, "6")) {
		if (x->v6) {
			reply_refused(x->c, "API version must be 4 or 6");
			return CMD_LATER;
		}
		return (enum cmd_result)lex_err(x->lex, &t,
		    "API version must be 4 or 6");
	}
	s = reply_item(x->c);
	sink_obj(s);
	if (set) {
		sink_key(s, "status");
		sink_str(s, "API version set");
		sink_key(s, "version");
		sink_u64(s, tok_is(&t, "4") ? 4 : 6);
		sink_key(s, "note");
		sink_str(s, "both grammars are understood at any time");
	} else {
		sink_key(s, "api_version");
		sink_u64(s, 6);
		sink_key(s, "description");
		sink_str(s, "json-only");
	}
	sink_end_obj(s);
	reply_item_end(x->c);
	return CMD_DONE;
}

enum cmd_result
cmd_peer_list(struct cmd_ctx *x)
{
	struct eng_peer *p;
	struct sink *s = reply_item(x->c);

	sink_arr(s);
	TAILQ_FOREACH(p, &eng.peers, entry) {
		sink_obj(s);
		sink_key(s, "peer-address");
		sink_str(s, p->name);
		sink_key(s, "peer-as");
		sink_u64(s, p->up ? p->negot.peer_as : p->conf.open.peer_as);
		sink_key(s, "state");
		sink_str(s, p->up ? "ESTABLISHED" : "IDLE");
		sink_end_obj(s);
	}
	sink_end_arr(s);
	reply_item_end(x->c);
	return CMD_DONE;
}

/* Whether `done` waits until routes have left. */
enum cmd_result
cmd_sync_on(struct cmd_ctx *x)
{
	x->c->sync = true;
	return CMD_DONE;
}

enum cmd_result
cmd_sync_off(struct cmd_ctx *x)
{
	x->c->sync = false;
	return CMD_DONE;
}

static void
emit_process(struct sink *s, const struct prog *pr, uint64_t uptime)
{
	sink_obj(s);
	sink_key(s, "name");
	sink_str(s, pr->c.name);
	sink_key(s, "pid");
	if (pr->pid != 0)
		sink_u64(s, pr->pid);
	else
		sink_null(s);
	sink_key(s, "uptime");
	sink_u64(s, uptime);
	sink_key(s, "restarts");
	sink_u64(s, pr->restarts);
	sink_key(s, "commands");
	sink_u64(s, pr->commands);
	sink_key(s, "routes");
	sink_u64(s, eng.rib.owned[pr->owner]);
	sink_key(s, "queue");
	sink_u64(s, api_unread(pr));
	sink_key(s, "dropped-acks");
	sink_u64(s, pr->acks_dropped);
	sink_key(s, "dropped-events");
	sink_u64(s, pr->events_dropped);
	sink_end_obj(s);
}

/* The column of the names is as wide as the longest. */
static int
names_width(void)
{
	const struct prog *pr;
	int n, width = 20;

	TAILQ_FOREACH(pr, &progs, entry)
		if ((n = (int)strlen(pr->c.name)) > width)
			width = n;
	return width;
}

/* One line, or one item, for each API process. */
enum cmd_result
cmd_show_process(struct cmd_ctx *x)
{
	bool json = lex_accept(x->lex, "json") || x->c->json || x->v6;
	const int width = names_width();
	struct prog *pr;
	uint64_t up;
	char pid[16];

	if (!json)
		reply_line(x->c, "%-*s %7s %10s %8s %10s %10s %10s",
		    width, "Process", "pid", "uptime", "restarts", "commands",
		    "routes", "queue");
	TAILQ_FOREACH(pr, &progs, entry) {
		up = pr->pid == 0 ? 0 : (uint64_t)mono_diff_ms(pr->started,
		    eng.now) / 1000;
		if (json) {
			emit_process(reply_item(x->c), pr, up);
			reply_item_end(x->c);
			continue;
		}
		snprintf(pid, sizeof(pid), "%u", pr->pid);
		reply_line(x->c, "%-*s %7s %10llu %8llu %10llu %10zu %10zu",
		    width, pr->c.name, pr->pid == 0 ? "-" : pid,
		    (unsigned long long)up, (unsigned long long)pr->restarts,
		    (unsigned long long)pr->commands,
		    eng.rib.owned[pr->owner], api_unread(pr));
	}
	return CMD_DONE;
}
