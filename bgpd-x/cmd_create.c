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
 * Neighbors made and removed at run time: the words become a small
 * configuration, which the one parser reads, and the parent decides.
 */
#include <sys/types.h>

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "api.h"
#include "cmd.h"

/* Waits for the parent's answer. */
struct create_job {
	struct job	 j;
	struct wbuf	 progs;		/* names, each with its NUL */
};

static void
create_free(struct job *j)
{
	struct create_job *cj = (struct create_job *)(void *)j;

	wb_free(&cj->progs);
	free(cj);
}

/* Where AFI and SAFI part, whose names may have dashes; len: nowhere. */
static size_t
find_dash(const char *s, size_t len)
{
	size_t i, first = len;

	for (i = len; i-- > 0;) {
		if (s[i] != '-')
			continue;
		first = i;
		if (family_parse(s, i, s + i + 1, len - i - 1) != FAM_NONE)
			break;
	}
	return first;
}

/* "ipv4-unicast/ipv6-unicast" or "in-open" as a family section. */
static int
put_families(struct cmd_ctx *x, const struct tok *t, struct wbuf *w)
{
	size_t i, start = 0, dash;

	if (tok_is(t, "in-open"))
		return 0;
	wb_str(w, "family {\n");
	for (i = 0; i <= t->len; i++) {
		if (i < t->len && t->s[i] != '/')
			continue;
		dash = start + find_dash(t->s + start, i - start);
		if (dash == i)
			return lex_err(x->lex, t, "family-allowed: afi-safi/"
			    "afi-safi is expected");
		wb_put(w, t->s + start, dash - start);
		wb_u8(w, ' ');
		wb_put(w, t->s + dash + 1, i - dash - 1);
		wb_str(w, ";\n");
		start = i + 1;
	}
	wb_str(w, "}\n");
	return 0;
}

static bool
is_program(const struct tok *name)
{
	const struct prog *pr;

	TAILQ_FOREACH(pr, &progs, entry)
		if (tok_is(name, pr->c.name))
			return true;
	return false;
}

/* One "KEY VALUE" as a statement. */
static int
put_option(struct cmd_ctx *x, const struct tok *k, const struct tok *v,
    struct wbuf *w, struct wbuf *names)
{
	static const char *const keys[] = { "local-address", "local-as",
	    "peer-as", "router-id", "group-updates", "hold-time", "passive",
	    "description", "connect" };
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!tok_is(k, keys[i]))
			continue;
		wb_str(w, keys[i]);
		wb_u8(w, ' ');
		lex_quote(w, v->s, v->len);
		wb_str(w, ";\n");
		return 0;
	}
	if (tok_is(k, "local-ip")) {
		wb_str(w, "local-address ");
		lex_quote(w, v->s, v->len);
		wb_str(w, ";\n");
	} else if (tok_is(k, "family-allowed")) {
		return put_families(x, v, w);
	} else if (tok_is(k, "graceful-restart")) {
		wb_str(w, "capability {\ngraceful-restart ");
		lex_quote(w, v->s, v->len);
		wb_str(w, ";\n}\n");
	} else if (tok_is(k, "api")) {
		if (!is_program(v))
			return lex_err(x->lex, v, "no process \"%.*s\"",
			    (int)v->len, v->s);
		wb_put(names, v->s, v->len);
		wb_u8(names, 0);
	} else {
		return lex_err(x->lex, k, "unknown word \"%.*s\"",
		    (int)k->len, k->s);
	}
	return 0;
}

static int
put_neighbor(struct cmd_ctx *x, struct wbuf *w, struct wbuf *names)
{
	bool allowed = false;
	struct tok k, v;

	if (lex_need(x->lex, &v, "an address") == -1)
		return -1;
	wb_str(w, "neighbor ");
	lex_quote(w, v.s, v.len);
	wb_str(w, " {\n");
	while (lex_word(x->lex, &k)) {
		if (lex_need(x->lex, &v, "a value") == -1 ||
		    put_option(x, &k, &v, w, names) == -1)
			return -1;
		if (tok_is(&k, "family-allowed"))
			allowed = true;
	}
	/* as ExaBGP 6: not every family, as in a file */
	wb_str(w, allowed ? "}\n" : "family {\nipv4 unicast;\n}\n}\n");
	return w->err || names->err ? lex_err(x->lex, NULL, "too long") : 0;
}

static int
parse_neighbor(struct cmd_ctx *x, const struct wbuf *w, struct peer_conf *c)
{
	struct conf_opts opts = { .dir = "/" };
	struct conf *conf;
	struct diag d;
	int ret = -1;

	diag_init(&d, NULL, (const char *)w->p, w->len);
	conf = conf_parse((const char *)w->p, w->len, &opts, &d);
	if (conf == NULL || conf->nneighbors != 1) {
		(void)lex_err(x->lex, NULL, "%s", d.first[0] != '\0' ?
		    d.first : "not a neighbor");
	} else {
		*c = conf->neighbors[0].peer;
		ret = 0;
	}
	conf_free(conf);
	diag_free(&d);
	return ret;
}

enum cmd_result
cmd_create(struct cmd_ctx *x)
{
	struct create_job *cj;
	struct peer_conf c;
	struct wbuf w;
	int ret;

	if ((cj = calloc(1, sizeof(*cj))) == NULL)
		return (enum cmd_result)lex_err(x->lex, NULL,
		    "out of memory");
	cj->j.free = create_free;
	cj->j.waiting = true;
	wb_init(&cj->progs, 65536);
	wb_init(&w, 65536);
	ret = put_neighbor(x, &w, &cj->progs);
	if (ret == 0)
		ret = parse_neighbor(x, &w, &c);
	wb_free(&w);
	if (ret == -1) {
		create_free(&cj->j);
		return CMD_FAIL;
	}
	pc_send(&eng.parent, IMSG_PEER_CREATE, x->c->id, &c, sizeof(c));
	x->c->job = &cj->j;
	return CMD_LATER;
}

static void
add_sub(struct eng_peer *p, struct prog *pr)
{
	struct sub *n;

	if (pr == NULL || (n = reallocarray(p->subs, p->nsubs + 1,
	    sizeof(*n))) == NULL)
		return;
	p->subs = n;
	memset(&n[p->nsubs], 0, sizeof(*n));
	n[p->nsubs].prog = pr;
	n[p->nsubs].conf.peer = p->conf.id;
	n[p->nsubs].conf.proc = pr->id;
	n[p->nsubs].conf.command = 1;
	p->nsubs++;
}

/* Who made it may command it, and so may those that were named. */
static void
add_subs(struct eng_peer *p, struct client *c, const struct wbuf *names)
{
	struct rbuf r = wb_view(names);
	struct prog *pr;

	if (c->kind == CLIENT_PROG)
		add_sub(p, (struct prog *)(void *)c);
	while (rb_left(&r) > 0) {
		TAILQ_FOREACH(pr, &progs, entry)
			if (&pr->c != c && strcmp(pr->c.name,
			    (const char *)r.p) == 0)
				add_sub(p, pr);
		(void)rb_bytes(&r, strlen((const char *)r.p) + 1);
	}
}

void
create_refused(struct imsg *m)
{
	struct client *c = client_find(m->hdr.id);

	if (c == NULL || c->job == NULL || c->job->free != create_free)
		return;
	client_job_drop(c);
	reply_error(c, "%.*s", (int)m->len, (const char *)m->data);
}

void
create_added(struct imsg *m)
{
	static const char why[] = "out of memory";
	struct client *c = client_find(m->hdr.id);
	struct create_job *cj;
	struct peer_conf conf;
	struct eng_peer *p;
	struct wbuf w;

	memcpy(&conf, m->data, sizeof(conf));
	if ((p = eng_peer_add(&conf)) == NULL) {
		log_error("neighbor: out of memory, it is not made");
		pc_send(&eng.parent, IMSG_PEER_DELETE, conf.id, NULL, 0);
		m->data = (const uint8_t *)why;
		m->len = strlen(why);
		create_refused(m);
		return;
	}
	wb_init(&w, 256);
	conf_neighbor_brief(&conf, &w);
	log_info("New neighbor %.*s", (int)w.len, (char *)w.p);
	wb_free(&w);
	if (c != NULL && c->job != NULL && c->job->free == create_free) {
		cj = (struct create_job *)(void *)c->job;
		add_subs(p, c, &cj->progs);
		client_job_drop(c);
		reply_done(c);
	}
	api_peers_changed();
}

void
create_deleted(struct imsg *m)
{
	struct eng_peer *p = eng_peer_find(m->hdr.id);

	/* unless a reload has put it back meanwhile */
	if (p == NULL)
		return;
	eng_peer_remove(p);
	api_peers_changed();
}

/* "delete neighbor ADDR ...", "peer delete SELECTOR" */
enum cmd_result
cmd_delete(struct cmd_ctx *x)
{
	pset_unref(&eng.rib, x->sel);
	x->sel = NULL;
	x->from = x->c->may;
	if ((x->v6 ? select_peer(x) : select_neighbor(x)) == -1)
		return CMD_FAIL;
	return cmd_peer_destroy(x);
}
