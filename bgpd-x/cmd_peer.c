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
 * What an operator does to a neighbor: "neighbor ADDR up|down|clear|
 * refresh|destroy [reason]".
 */
#include <sys/types.h>

#include <string.h>

#include "base/log.h"
#include "codec/err.h"
#include "api.h"
#include "cmd.h"

static enum cmd_result
stop(struct cmd_ctx *x, uint8_t subcode, bool hold)
{
	struct eng_peer *p;
	struct im_stop s;

	memset(&s, 0, sizeof(s));
	s.code = NOTIFY_CEASE;
	s.subcode = subcode;
	s.hold = hold;
	cease_text(x->lex, &s);
	TAILQ_FOREACH(p, &eng.peers, entry)
		if (pset_test(x->sel, p->conf.id))
			pc_send(&eng.sess, IMSG_PEER_STOP, p->conf.id, &s,
			    sizeof(s));
	return CMD_DONE;
}

/* It stays down until it is told `up`, or the configuration changes it. */
enum cmd_result
cmd_peer_down(struct cmd_ctx *x)
{
	return stop(x, CEASE_ADMIN_DOWN, true);
}

enum cmd_result
cmd_peer_clear(struct cmd_ctx *x)
{
	return stop(x, CEASE_ADMIN_RESET, false);
}

enum cmd_result
cmd_peer_up(struct cmd_ctx *x)
{
	struct eng_peer *p;

	TAILQ_FOREACH(p, &eng.peers, entry)
		if (pset_test(x->sel, p->conf.id))
			pc_send(&eng.sess, IMSG_PEER_START, p->conf.id, NULL,
			    0);
	return CMD_DONE;
}

/* Ask the neighbor for everything again: RFC 2918. */
enum cmd_result
cmd_peer_refresh(struct cmd_ctx *x)
{
	enum cmd_result ret = CMD_DONE;
	struct eng_peer *p;
	bool any = false;
	struct wbuf w;

	TAILQ_FOREACH(p, &eng.peers, entry) {
		if (!p->up || !pset_test(x->sel, p->conf.id))
			continue;
		any = true;
		if (p->negot.refresh == REFRESH_ABSENT)
			return (enum cmd_result)lex_err(x->lex, NULL,
			    "neighbor %s has no route refresh", p->name);
		wb_init(&w, 4096);
		refresh_put(&w, p->negot.families, 0);
		if (w.len > 0 && cmd_send(x, p->self, &w) == -1)
			ret = CMD_FAIL;
		wb_free(&w);
	}
	return any ? ret : (enum cmd_result)lex_err(x->lex, NULL,
	    "no session is established");
}

/*
 * Of a range only as a whole: who is made from it would be again.  They are
 * gone with the answer; the parent and the session engine follow.
 */
enum cmd_result
cmd_peer_destroy(struct cmd_ctx *x)
{
	const struct eng_peer *range;
	struct eng_peer *p, *next;

	TAILQ_FOREACH(p, &eng.peers, entry)
		if (pset_test(x->sel, p->conf.id) && p->tmpl != 0 &&
		    (range = eng_peer_find(p->tmpl)) != NULL &&
		    !pset_test(x->sel, p->tmpl))
			return (enum cmd_result)lex_err(x->lex, NULL,
			    "neighbor %s is made from %s, which can be "
			    "removed", p->name, range->name);
	TAILQ_FOREACH_SAFE(p, &eng.peers, entry, next) {
		if (!pset_test(x->sel, p->conf.id))
			continue;
		if (p->tmpl == 0)
			pc_send(&eng.parent, IMSG_PEER_DELETE, p->conf.id,
			    NULL, 0);
		log_info("Removed neighbor %s", p->name);
		eng_peer_remove(p);
	}
	api_peers_changed();
	return CMD_DONE;
}
