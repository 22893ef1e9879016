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
 * Commands: the first words decide, from the start of the line only; the
 * grammars of ExaBGP 4 and 5 and of 6 are told apart line by line.
 */
#include <sys/types.h>

#include <signal.h>
#include <string.h>

#include "base/log.h"
#include "base/version.h"
#include "codec/err.h"
#include "cmd.h"

enum {
	C_WRITE = 1,		/* not for the read-only socket */
	C_WITHDRAW = 2,
	C_JSON = 4		/* has a JSON form: the word `json` is its */
};

struct cmd {
	const char	*words;
	uint8_t		 flags;
	cmd_fn		 fn;
};

static enum cmd_result
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

static struct job reload_job = { NULL, NULL, true };

/* A control client waits for the outcome, a process does not. */
static enum cmd_result
cmd_reload(struct cmd_ctx *x)
{
	struct im_reload r = { 0, 0, 0, { 0, 0 } };

	r.cookie = x->c->kind == CLIENT_CTL ? x->c->id : 0;
	pc_send(&eng.parent, IMSG_RELOAD_REQ, r.cookie, &r, sizeof(r));
	if (x->c->kind == CLIENT_CTL) {
		x->c->job = &reload_job;
		return CMD_LATER;
	}
	reply_status(x, "reload in progress");
	return CMD_DONE;
}

static enum cmd_result
cmd_restart(struct cmd_ctx *x)
{
	pc_send(&eng.parent, IMSG_RESTART_REQ, 0, NULL, 0);
	reply_status(x, "restart in progress");
	return CMD_DONE;
}

static enum cmd_result
cmd_shutdown(struct cmd_ctx *x)
{
	pc_send(&eng.parent, IMSG_SHUTDOWN_REQ, 0, NULL, 0);
	reply_status(x, "shutdown in progress");
	return CMD_DONE;
}

/*
 * The text of the Cease: the rest of the line, without quotes around it, or
 * what the subcode means.  Two subcodes have its length in front (RFC 9003
 * 2).
 */
static void
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

static enum cmd_result
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

static enum cmd_result
cmd_ack_on(struct cmd_ctx *x)
{
	x->c->ack = true;
	return CMD_DONE;
}

static enum cmd_result
cmd_ack_off(struct cmd_ctx *x)
{
	reply_done(x->c);
	x->c->ack = false;
	return CMD_LATER;
}

static enum cmd_result
cmd_ack_silent(struct cmd_ctx *x)
{
	x->c->ack = false;
	return CMD_LATER;
}

/* Commands are carried out as they come: there is no queue to drop. */
static enum cmd_result
cmd_reset(struct cmd_ctx *x)
{
	if (!x->v6)
		return CMD_LATER;
	reply_status(x, "asynchronous queue cleared");
	return CMD_DONE;
}

/* ExaBGP's aid for its own tests: an error, and nothing happens. */
static enum cmd_result
cmd_crash(struct cmd_ctx *x)
{
	(void)lex_err(x->lex, NULL, "nothing crashes here");
	return CMD_FAIL;
}

static enum cmd_result
cmd_log(struct cmd_ctx *x)
{
	struct im_loglevel l = { LOGL_INFO };

	if (lex_accept(x->lex, "verbose"))
		l.level = LOGL_DEBUG;
	else if (!lex_accept(x->lex, "brief"))
		return (enum cmd_result)lex_err(x->lex, NULL,
		    "log verbose or log brief");
	pc_send(&eng.parent, IMSG_LOGLEVEL_REQ, 0, &l, sizeof(l));
	return CMD_DONE;
}

static enum cmd_result cmd_help(struct cmd_ctx *);

/* Most used first: the search is from the top. */
static const struct cmd commands[] = {
	{ "announce route", C_WRITE, cmd_route },
	{ "withdraw route", C_WRITE | C_WITHDRAW, cmd_route },
	{ "announce attributes", C_WRITE, cmd_attributes },
	{ "announce attribute", C_WRITE, cmd_attributes },
	{ "announce ipv4", C_WRITE, cmd_family },
	{ "announce ipv6", C_WRITE, cmd_family },
	{ "announce l2vpn", C_WRITE, cmd_family },
	{ "announce bgp-ls", C_WRITE, cmd_family },
	{ "announce flow route", C_WRITE, cmd_flow },
	{ "announce vpls", C_WRITE, cmd_vpls },
	{ "announce eor", C_WRITE, cmd_eor },
	{ "announce route-refresh", C_WRITE, cmd_refresh },
	{ "announce watchdog", C_WRITE, cmd_watchdog },
	{ "withdraw attributes", C_WRITE | C_WITHDRAW, cmd_attributes },
	{ "withdraw attribute", C_WRITE | C_WITHDRAW, cmd_attributes },
	{ "withdraw ipv4", C_WRITE | C_WITHDRAW, cmd_family },
	{ "withdraw ipv6", C_WRITE | C_WITHDRAW, cmd_family },
	{ "withdraw l2vpn", C_WRITE | C_WITHDRAW, cmd_family },
	{ "withdraw bgp-ls", C_WRITE | C_WITHDRAW, cmd_family },
	{ "withdraw flow route", C_WRITE | C_WITHDRAW, cmd_flow },
	{ "withdraw vpls", C_WRITE | C_WITHDRAW, cmd_vpls },
	{ "withdraw watchdog", C_WRITE | C_WITHDRAW, cmd_watchdog },
	{ "teardown", C_WRITE, cmd_teardown },
	{ "show neighbor", C_JSON, cmd_show_neighbor },
	{ "show adj-rib out", C_JSON, cmd_show_out },
	{ "show adj-rib in", C_JSON, cmd_show_in },
	{ "flush adj-rib out", C_WRITE, cmd_flush_out },
	{ "clear adj-rib in", C_WRITE, cmd_clear_in },
	{ "clear adj-rib out", C_WRITE, cmd_clear_out },
	{ "clear adj-rib", C_WRITE, cmd_clear_out },
	{ "reload", C_WRITE, cmd_reload },
	{ "restart", C_WRITE, cmd_restart },
	{ "shutdown", C_WRITE, cmd_shutdown },
	{ "version", C_JSON, cmd_version },
	{ "help", 0, cmd_help },
	{ "reset", 0, cmd_reset },
	{ "crash", 0, cmd_crash },
	{ "disable-ack", 0, cmd_ack_off },
	{ "enable-ack", 0, cmd_ack_on },
	{ "silence-ack", 0, cmd_ack_silent },
	{ "log", C_WRITE, cmd_log },
	{ NULL, 0, NULL }
};

/* The grammar of 6: what comes behind `peer SELECTOR` is as above. */
static const struct cmd commands6[] = {
	{ "rib show out", C_JSON, cmd_show_out },
	{ "rib show in", C_JSON, cmd_show_in },
	{ "rib flush out", C_WRITE, cmd_flush_out },
	{ "rib clear out", C_WRITE, cmd_clear_out },
	{ "rib clear in", C_WRITE, cmd_clear_in },
	{ "daemon reload", C_WRITE, cmd_reload },
	{ "daemon restart", C_WRITE, cmd_restart },
	{ "daemon shutdown", C_WRITE, cmd_shutdown },
	{ "session ack enable", 0, cmd_ack_on },
	{ "session ack disable", 0, cmd_ack_off },
	{ "session ack silence", 0, cmd_ack_silent },
	{ "session reset", 0, cmd_reset },
	{ "system version", C_JSON, cmd_version },
	{ "system crash", 0, cmd_crash },
	{ NULL, 0, NULL }
};

static const struct cmd peer_show = { "show", C_JSON, cmd_show_neighbor };

static enum cmd_result
cmd_help(struct cmd_ctx *x)
{
	const struct cmd *c;

	reply_text(x->c, "\n", 1);
	reply_line(x->c, "available API commands are listed here:");
	reply_line(x->c, "=======================================");
	reply_text(x->c, "\n", 1);
	reply_line(x->c, "filter can be: [local-ip <ip>][local-as <asn>]"
	    "[peer-as <asn>][router-id <router-id>]");
	reply_text(x->c, "\n", 1);
	reply_line(x->c, "command are:");
	reply_line(x->c, "------------");
	reply_text(x->c, "\n", 1);
	reply_line(x->c, "# ");
	for (c = commands; c->words != NULL; c++)
		reply_line(x->c, "%s%s", c->flags & C_WRITE ?
		    "[neighbor <ip> [filters]] " : "", c->words);
	reply_text(x->c, "\n", 1);
	return CMD_DONE;
}

/* Is this the k-th word of the row?  Words are parted by one blank. */
static const char *
row_word(const char *words, unsigned int k, size_t *len)
{
	while (k-- > 0) {
		if ((words = strchr(words, ' ')) == NULL)
			return NULL;
		words++;
	}
	*len = strcspn(words, " ");
	return words;
}

static bool
row_matches(const struct cmd *row, unsigned int k, const struct tok *t)
{
	size_t len;
	const char *w = row_word(row->words, k, &len);

	return w != NULL && t->kind == TOK_WORD && len == t->len &&
	    memcmp(w, t->s, len) == 0;
}

/* Do the first k words of two rows agree? */
static bool
same_prefix(const struct cmd *a, const struct cmd *b, unsigned int k)
{
	size_t len = 0;
	const char *w;

	if (k == 0)
		return true;
	w = row_word(a->words, k - 1, &len);
	return w != NULL && strncmp(a->words, b->words,
	    (size_t)(w - a->words) + len) == 0;
}

/* Word by word down the table; what is left in the lexer is its rest. */
static const struct cmd *
cmd_find(struct lex *lx, const struct cmd *table)
{
	const struct cmd *row, *at = NULL;
	unsigned int k;
	size_t len;

	for (k = 0;; k++) {
		for (row = at != NULL ? at : table; row->words != NULL; row++)
			if ((at == NULL || same_prefix(at, row, k)) &&
			    row_matches(row, k, lex_peek(lx)))
				break;
		if (row->words == NULL)
			break;
		(void)lex_next(lx);
		at = row;
		if (row_word(row->words, k + 1, &len) == NULL)
			return row;
	}
	if (at == NULL)
		return NULL;
	/* a row that ends here, such as "clear adj-rib" */
	for (row = table; row->words != NULL; row++)
		if (same_prefix(at, row, k) &&
		    row_word(row->words, k, &len) == NULL)
			return row;
	return NULL;
}

static const struct cmd *
cmd_parse(struct cmd_ctx *x)
{
	const struct cmd *row;
	const struct tok *t;

	if (lex_accept(x->lex, "neighbor")) {
		if (select_neighbor(x) == -1)
			return NULL;
	} else if (lex_accept(x->lex, "peer")) {
		x->v6 = true;
		if (!lex_accept(x->lex, "show")) {
			if (select_peer(x) == -1)
				return NULL;
			if (lex_accept(x->lex, "show"))
				return &peer_show;
		} else {
			return &peer_show;
		}
	} else {
		x->sel = pset_or(&eng.rib, x->c->may, NULL);
		t = lex_peek(x->lex);
		x->v6 = tok_is(t, "rib") || tok_is(t, "daemon") ||
		    tok_is(t, "session") || tok_is(t, "system");
	}
	row = cmd_find(x->lex, x->v6 && !x->selected ? commands6 : commands);
	if (row == NULL)
		(void)lex_err(x->lex, lex_peek(x->lex), "unknown command");
	return row;
}

static void
cmd_run(struct cmd_ctx *x, struct diag *d)
{
	const struct cmd *row = cmd_parse(x);
	enum cmd_result r = CMD_FAIL;

	x->c->v6 = x->v6;
	if (row != NULL && (row->flags & C_WRITE) && x->c->readonly) {
		reply_error(x->c, "not on the read-only socket");
		return;
	}
	if (row != NULL) {
		x->withdraw = (row->flags & C_WITHDRAW) != 0;
		x->words = row->words;
		r = row->fn(x);
	}
	if (r == CMD_DONE) {
		reply_done(x->c);
	} else if (r == CMD_FAIL) {
		eng_log_refused(x->c->name, d->first);
		reply_error(x->c, "%s", d->first[0] != '\0' ? d->first :
		    "failed");
	}
}

void
cmd_line(struct client *c, const char *line, size_t len)
{
	static struct diag diag;
	static struct lex lex;
	static bool ready;
	struct cmd_ctx x;

	c->v6 = false;
	while (len > 0 && (*line == ' ' || *line == '\t')) {
		line++;
		len--;
	}
	if (c->kind == CLIENT_PROG)
		eng_log_command(line, len);
	if (len > 0 && line[0] == '#') {
		reply_done(c);
		return;
	}
	if (len >= 6 && memcmp(line, "debug ", 6) == 0 &&
	    c->kind == CLIENT_PROG) {
		log_warn("%s: %.*s", c->name, (int)(len < 1024 ? len : 1024),
		    line);
		return;
	}
	if (!ready)
		diag_init(&diag, NULL, NULL, 0);
	ready = true;
	diag_reset(&diag);
	memset(&x, 0, sizeof(x));
	x.c = c;
	x.lex = &lex;
	lex_init(&lex, LEX_LINE, line, len, &diag);
	cmd_run(&x, &diag);
	lex_free(&lex);
	pset_unref(&eng.rib, x.sel);
}
