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
 * Configuration to the children, in two phases: everything that can fail
 * happens before anything changes.  The children stage what they are sent;
 * only when both say READY are they told to take it.
 */
#include <sys/types.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/large.h"
#include "parent.h"

#define BATCH		(60 * 1024)	/* bytes of a message with routes */
#define TIMEOUT_S	10

static struct {
	struct conf	*conf;		/* staged, routes gone */
	struct nbr_list	 nbrs;
	void		(*done)(void);	/* of the first load */
	struct event	 timer;
	uint32_t	 cookie;	/* who asked; 0: a signal */
	bool		 restart_procs;
	bool		 dry;		/* say what would change */
	bool		 active;
	bool		 queued;
	bool		 queued_procs;	/* and those are to be restarted */
} rl;

static void
reload_answer(const char *text)
{
	if (rl.cookie != 0)
		pc_send(&parent.eng, IMSG_RELOAD_DONE, rl.cookie, text,
		    strnlen(text, 8192));
	rl.cookie = 0;
}

uint32_t
reload_cookie(void)
{
	return rl.cookie;
}

static char *
read_file(const char *path, size_t *len, struct diag *d)
{
	struct stat st;
	char *text = NULL;
	size_t have = 0;
	ssize_t n;
	int fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) == -1 ||
	    fstat(fd, &st) == -1) {
		diag_err(d, NULL, "%s", strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		diag_err(d, NULL, "is not a regular file");
	} else if (st.st_size > CONF_FILE_MAX) {
		diag_err(d, NULL, "is larger than %u bytes", CONF_FILE_MAX);
	} else if ((text = malloc((size_t)st.st_size + 1)) == NULL) {
		diag_err(d, NULL, "out of memory");
	} else {
		large_hint(text, (size_t)st.st_size);
	}
	while (text != NULL && have < (size_t)st.st_size &&
	    (n = read(fd, text + have, (size_t)st.st_size - have)) > 0)
		have += (size_t)n;
	if (fd != -1)
		close(fd);
	if (text != NULL)
		text[have] = '\0';
	*len = have;
	return text;
}

/* Read and parse the file; NULL with errors in the diag (initialised). */
struct conf *
reload_parse(struct diag *d, bool check)
{
	struct conf_opts opts;
	struct conf *conf = NULL;
	char dir[1024], *slash, *text;
	size_t len;

	diag_init(d, parent.conf_path, NULL, 0);
	if ((text = read_file(parent.conf_path, &len, d)) == NULL)
		return NULL;
	d->src = text;
	d->srclen = len;
	strlcpy(dir, parent.conf_path, sizeof(dir));
	if ((slash = strrchr(dir, '/')) != NULL)
		*slash = '\0';
	else
		strlcpy(dir, ".", sizeof(dir));
	memset(&opts, 0, sizeof(opts));
	opts.dir = dir;
	opts.passive = parent.env.bgp_passive;
	opts.check_programs = check;
	opts.macros = parent.macros;
	conf = conf_parse(text, len, &opts, d);
	d->src = NULL;
	d->srclen = 0;
	free(text);
	return conf;
}

bool
reload_active(void)
{
	return rl.active;
}

/* The names of the staged neighbors, and what does not come from the file. */
static int
name_neighbors(const struct conf *conf)
{
	struct peer_conf *c;
	struct wbuf w;
	size_t i;
	bool ok;

	if ((rl.nbrs.v = calloc(conf->nneighbors + 1,
	    sizeof(*rl.nbrs.v))) == NULL)
		return -1;
	rl.nbrs.n = conf->nneighbors;
	wb_init(&w, 4096);
	for (i = 0; i < conf->nneighbors && !w.err; i++) {
		c = &rl.nbrs.v[i].conf;
		*c = conf->neighbors[i].peer;
		rl.nbrs.v[i].key = conf->neighbors[i].key;
		if (c->connect_port == 0)
			c->connect_port = parent.env.tcp_port_set ?
			    (uint16_t)parent.env.tcp_port : 179;
		/* only the first OPEN after a restart says so */
		c->open.gr_restarting = rl.done != NULL &&
		    c->open.graceful_restart &&
		    restart_within(c->open.gr_time);
		wb_reset(&w);
		conf_neighbor_name(c, &w);
		wb_printf(&w, " port %u%c", c->connect_port, 0);
		if (!w.err)
			rl.nbrs.v[i].name = strdup((char *)w.p);
		w.err |= rl.nbrs.v[i].name == NULL;
	}
	ok = !w.err;
	wb_free(&w);
	return ok ? 0 : -1;
}

/* NULL, or why it cannot be. */
static const char *
stage_neighbors(struct conf *conf)
{
	const char *why = name_neighbors(conf) == -1 ? "out of memory" :
	    nbrs_number(&rl.nbrs, &parent.nbrs);
	size_t i;

	for (i = 0; why == NULL && i < rl.nbrs.n; i++)
		conf->neighbors[i].peer = rl.nbrs.v[i].conf;
	return why;
}

/* Subscriptions refer to neighbors and processes by place until here. */
static void
send_procs(struct conf *conf)
{
	struct proc_conf *p;
	struct sub_conf sub;
	struct im_proc ip;
	size_t i;

	for (i = 0; i < conf->nprocs; i++) {
		p = &conf->procs[i];
		p->id = exec_id(p->name);
		memset(&ip, 0, sizeof(ip));
		strlcpy(ip.name, p->name, sizeof(ip.name));
		ip.encoder = p->encoder;
		ip.version = p->version;
		ip.layout = p->layout;
		ip.slow = p->slow;
		ip.on_exit = p->on_exit;
		ip.compact = p->compact;
		ip.coalesce = p->coalesce;
		pc_send(&parent.eng, IMSG_RECONF_PROC, p->id, &ip,
		    sizeof(ip));
	}
	for (i = 0; i < conf->nsubs; i++) {
		sub = conf->subs[i];
		sub.peer = rl.nbrs.v[sub.peer].conf.id;
		sub.proc = conf->procs[sub.proc].id;
		pc_send(&parent.eng, IMSG_RECONF_SUB, sub.proc, &sub,
		    sizeof(sub));
	}
}

/* Attribute blocks, each behind its length; this and others: -1, no memory. */
static int
send_attrs(const struct conf *conf)
{
	struct wbuf w;
	size_t i;
	int ret;

	wb_init(&w, CHAN_PAYLOAD_MAX);
	for (i = 0; i < conf->nattrs && !w.err; i++) {
		if (w.len > 0 && w.len + conf->attrs[i].len > BATCH) {
			pc_send(&parent.eng, IMSG_RECONF_ATTRS, 0, w.p,
			    w.len);
			pc_drain(&parent.eng);
			wb_reset(&w);
		}
		wb_put(&w, &conf->attrs[i].len, 4);
		wb_put(&w, conf->attrs[i].data, conf->attrs[i].len);
	}
	if (w.len > 0 && !w.err)
		pc_send(&parent.eng, IMSG_RECONF_ATTRS, 0, w.p, w.len);
	ret = w.err ? -1 : 0;
	wb_free(&w);
	return ret;
}

/* A neighbor that has a list. */
struct use {
	const struct route_list	*list;
	uint32_t		 id;
};

static int
by_list(const void *va, const void *vb)
{
	const struct use *a = va, *b = vb;

	if (a->list != b->list)
		return (uintptr_t)a->list < (uintptr_t)b->list ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

/* Who has which list, by list; NULL without memory. */
static struct use *
list_uses(const struct conf *conf, size_t *n)
{
	const struct neighbor_conf *nc;
	struct use *u;
	size_t i, j;

	for (*n = i = 0; i < conf->nneighbors; i++)
		*n += conf->neighbors[i].nlists;
	if ((u = calloc(*n + 1, sizeof(*u))) == NULL)
		return NULL;
	for (*n = i = 0; i < conf->nneighbors; i++) {
		nc = &conf->neighbors[i];
		for (j = 0; j < nc->nlists; j++)
			u[(*n)++] = (struct use){ nc->lists[j], nc->peer.id };
	}
	qsort(u, *n, sizeof(*u), by_list);
	return u;
}

/* Whom a list is for: the ids of the neighbors that have it, if any: 1. */
static int
send_list_peers(const struct route_list *l, const struct use *u, size_t n)
{
	size_t low = 0, high = n, mid;
	struct wbuf w;
	int ret;

	while (low < high) {
		mid = low + (high - low) / 2;
		if ((uintptr_t)u[mid].list < (uintptr_t)l)
			low = mid + 1;
		else
			high = mid;
	}
	wb_init(&w, CHAN_PAYLOAD_MAX);
	for (; low < n && u[low].list == l; low++)
		wb_put(&w, &u[low].id, 4);
	ret = w.err ? -1 : w.len > 0;
	if (ret == 1)
		pc_send(&parent.eng, IMSG_RECONF_LIST, 0, w.p, w.len);
	wb_free(&w);
	return ret;
}

static int
send_list(const struct route_list *l)
{
	const struct conf_route *r;
	struct im_route ir;
	struct wbuf w;
	size_t i;
	int ret;

	wb_init(&w, CHAN_PAYLOAD_MAX);
	for (i = 0; i < l->n && !w.err; i++) {
		r = &l->routes[i];
		if (w.len + sizeof(ir) + r->nlri_len > BATCH && w.len > 0) {
			pc_send(&parent.eng, IMSG_RECONF_ROUTES, 0, w.p,
			    w.len);
			pc_drain(&parent.eng);
			wb_reset(&w);
		}
		memset(&ir, 0, sizeof(ir));
		ir.attrs = r->attrs;
		ir.path_id = r->path_id;
		ir.nlri_len = r->nlri_len;
		ir.watchdog = r->watchdog;
		ir.fam = r->fam;
		ir.flags = r->flags;
		wb_put(&w, &ir, sizeof(ir));
		wb_put(&w, l->bytes.p + r->nlri_off, r->nlri_len);
	}
	if (w.len > 0 && !w.err)
		pc_send(&parent.eng, IMSG_RECONF_ROUTES, 0, w.p, w.len);
	ret = w.err ? -1 : 0;
	wb_free(&w);
	return ret;
}

/*
 * Each list of routes behind the neighbors that it is for.  Nobody need
 * inherit a template.
 */
static int
send_lists(const struct conf *conf)
{
	const struct route_list *l;
	struct use *u;
	size_t i, n, sent;
	uint32_t turn;
	int ret = 0;

	if ((u = list_uses(conf, &n)) == NULL)
		return -1;
	for (sent = turn = 0; sent < conf->nlists; turn++)
		for (i = 0; i < conf->nlists; i++) {
			l = conf->lists[i];
			if (l->turn != turn)
				continue;
			sent++;
			if (l->n > 0 && ret != -1 &&
			    (ret = send_list_peers(l, u, n)) == 1)
				ret = send_list(l);
		}
	free(u);
	return ret == -1 ? -1 : 0;
}

static int
send_all(struct conf *conf)
{
	struct im_gen g = { ++parent.gen };
	const struct peer_conf *c;
	size_t i;

	pc_send(&parent.sess, IMSG_RECONF_BEGIN, 0, &g, sizeof(g));
	pc_send(&parent.eng, IMSG_RECONF_BEGIN, 0, &g, sizeof(g));
	for (i = 0; i < rl.nbrs.n; i++) {
		c = &rl.nbrs.v[i].conf;
		pc_send(&parent.sess, IMSG_RECONF_PEER, c->id, c, sizeof(*c));
		pc_send(&parent.eng, IMSG_RECONF_PEER, c->id, c, sizeof(*c));
	}
	send_procs(conf);
	for (i = 0; i < conf->nwatchdogs; i++)
		pc_send(&parent.eng, IMSG_RECONF_DOG, (uint32_t)i + 1,
		    conf->watchdogs[i], strlen(conf->watchdogs[i]));
	if (send_attrs(conf) == -1 || send_lists(conf) == -1)
		return -1;
	pc_send(&parent.sess, IMSG_RECONF_END, 0, &g, sizeof(g));
	pc_send(&parent.eng, IMSG_RECONF_END, 0, &g, sizeof(g));
	return 0;
}

static void
reload_over(void)
{
	bool procs;

	evtimer_del(&rl.timer);
	conf_free(rl.conf);
	rl.conf = NULL;
	rl.active = false;
	if (rl.queued) {
		procs = rl.queued_procs;
		rl.queued = rl.queued_procs = false;
		reload_signal(procs);
	}
}

/* Nothing of what was staged stays. */
static void
reload_drop(void)
{
	struct im_gen g = { parent.gen };

	pc_send(&parent.sess, IMSG_RECONF_ABORT, 0, &g, sizeof(g));
	pc_send(&parent.eng, IMSG_RECONF_ABORT, 0, &g, sizeof(g));
	listen_abort();
	nbrs_free(&rl.nbrs);
}

static void
reload_abort(const char *why)
{
	reload_drop();
	if (!rl.dry)
		log_error("configuration not loaded%s: %s",
		    rl.done != NULL ? "" : ", the old one stays", why);
	reload_answer(why);
	if (rl.done != NULL)
		parent_shutdown(1);
	reload_over();
}

static void
reload_timeout(int fd, short ev, void *arg)
{
	(void)fd;
	(void)ev;
	(void)arg;
	reload_abort("the engines did not answer in time");
}

/* -1 with the reason if a neighbor's key is of a kind we cannot set. */
static int
check_auth(const struct conf *conf, char *err, size_t size)
{
	size_t i;

	for (i = 0; i < conf->nneighbors; i++) {
		if (!conf->neighbors[i].key.ao || tcpauth_have_ao())
			continue;
		snprintf(err, size, "%s:%u: this kernel has no TCP-AO, it "
		    "takes Linux 6.7 or later that is built with it",
		    parent.conf_path, conf->neighbors[i].line);
		return -1;
	}
	return 0;
}

/* A parsed configuration, which is taken over: phase one. */
void
reload_start(struct conf *conf, void (*done)(void))
{
	struct timeval tv = { TIMEOUT_S, 0 };
	char err[1280] = "out of memory";
	const char *why;

	rl.conf = conf;
	rl.done = done;
	rl.active = true;
	parent.nready = 0;
	evtimer_set(&rl.timer, reload_timeout, NULL);
	if ((why = stage_neighbors(conf)) != NULL) {
		reload_abort(why);
		return;
	}
	if (check_auth(conf, err, sizeof(err)) == -1 ||
	    listen_setup(conf, err, sizeof(err)) == -1) {
		reload_abort(err);
		return;
	}
	if (send_all(conf) == -1) {
		reload_abort("out of memory");
		return;
	}
	timer_add(&rl.timer, &tv);
}

/* Neighbors of one list that are not in the other. */
static void
log_missing(const char *what, const struct nbr_list *l,
    const struct nbr_list *other)
{
	struct wbuf w;
	size_t i;

	for (i = 0; i < l->n; i++) {
		if (nbr_find(other, l->v[i].conf.id) != NULL)
			continue;
		wb_init(&w, 256);
		conf_neighbor_brief(&l->v[i].conf, &w);
		log_info("%s neighbor %.*s", what, (int)w.len, (char *)w.p);
		wb_free(&w);
	}
}

/* Phase two, once both engines have staged it. */
void
reload_ready(struct imsg *m)
{
	struct im_gen g;

	memcpy(&g, m->data, sizeof(g));
	if (!rl.active || g.gen != parent.gen || ++parent.nready < 2)
		return;
	if (rl.dry) {
		reload_diff(rl.conf, &rl.nbrs);
		rl.cookie = 0;
		reload_drop();
		reload_over();
		return;
	}
	log_missing("Removed", &parent.nbrs, &rl.nbrs);
	log_missing("New", &rl.nbrs, &parent.nbrs);
	listen_unkey(&rl.nbrs);
	nbrs_free(&parent.nbrs);
	parent.nbrs = rl.nbrs;
	memset(&rl.nbrs, 0, sizeof(rl.nbrs));
	pc_send(&parent.eng, IMSG_RECONF_COMMIT, 0, &g, sizeof(g));
	pc_drain(&parent.eng);
	exec_apply(rl.conf, rl.restart_procs);
	pc_send(&parent.eng, IMSG_RECONF_DONE, 0, NULL, 0);
	listen_commit();
	pc_send(&parent.sess, IMSG_RECONF_COMMIT, 0, &g, sizeof(g));
	reload_answer("");
	if (rl.done != NULL)
		rl.done();
	else
		log_info("configuration loaded");
	rl.done = NULL;
	reload_over();
}

void
reload_fail(struct imsg *m)
{
	char text[257];

	memcpy(text, m->data, m->len);
	text[m->len] = '\0';
	if (rl.active)
		reload_abort(text);
}

/* As a string; without memory for its end, the last byte gives way. */
static const char *
text_of(struct wbuf *w)
{
	w->err = false;
	wb_u8(w, 0);
	if (w->err && w->len > 0)
		w->p[w->len - 1] = '\0';
	return (const char *)w->p;
}

static void
reload_now(void)
{
	const char *out, *warn;
	struct conf *conf;
	struct diag d;

	if (!rl.dry)
		log_info("Performing reload of bgpd-x %s", BGPD_X_VERSION);
	conf = reload_parse(&d, true);
	out = text_of(&d.out);
	warn = text_of(&d.warn);
	if (out == NULL)
		out = "out of memory";
	if (!rl.dry && warn != NULL)
		log_text(LOGL_WARNING, warn);
	if (conf == NULL) {
		if (!rl.dry) {
			log_error("configuration not loaded, the old one "
			    "stays:");
			log_text(LOGL_ERROR, out);
		}
		reload_answer(out);
	}
	diag_free(&d);
	if (conf != NULL)
		reload_start(conf, NULL);
}

void
reload_signal(bool procs)
{
	if (rl.active) {
		rl.queued = true;
		rl.queued_procs |= procs;
		return;
	}
	rl.restart_procs = procs;
	rl.dry = false;
	reload_now();
}

void
reload_request(uint32_t cookie, const struct im_reload *req)
{
	if (rl.active && cookie == 0) {
		reload_signal(false);	/* nobody waits: after this one */
		return;
	}
	if (rl.active) {
		pc_send(&parent.eng, IMSG_RELOAD_DONE, cookie,
		    "a reload is under way", 21);
		return;
	}
	rl.cookie = cookie;
	rl.restart_procs = req->procs != 0;
	rl.dry = req->dry != 0;
	reload_now();
}
