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
 * What needs no daemon: messages to JSON, routes to messages, and files of
 * ExaBGP 3 to today's language.
 */
#include <sys/types.h>
#include <sys/time.h>

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bgpctl.h"
#include "codec/event.h"
#include "lang/convert.h"
#include "lang/rtext.h"

#define OFFLINE_AS	65533	/* ExaBGP's, on both sides */
#define FILE_MAX	((size_t)64 << 20)

struct offline {
	struct negot	negot;
	enum fam	fam;		/* of a bare NLRI, FAM_NONE without */
	const char	*type;		/* "update", "open", "nlri" */
	uint32_t	local_as, peer_as;
	uint32_t	version;
	bool		addpath;
	bool		bare;		/* encode: without the header */
};

static int
fail(const char *why)
{
	fprintf(stderr, "bgpctl-x: %s\n", why);
	return 1;
}

/* "ipv4 unicast", "ipv4/unicast" or "all". */
static int
parse_family(const char *s, enum fam *fam)
{
	size_t n = strcspn(s, " /");

	if (strcmp(s, "all") == 0)
		return 0;
	*fam = s[n] == '\0' ? FAM_NONE :
	    family_parse(s, n, s + n + 1, strlen(s + n + 1));
	if (*fam != FAM_NONE)
		return 0;
	fprintf(stderr, "bgpctl-x: -f: there is no family \"%s\"; one is "
	    "\"ipv4 unicast\"\n", s);
	return -1;
}

static bool
is_long(const char *s)
{
	return s[0] == '-' && s[1] == '-' && s[2] != '\0';
}

/* ExaBGP's long words. */
static int
long_word(struct offline *o, const char *s)
{
	static const char *const types[] = { "update", "open", "nlri" };
	size_t i;

	if (strcmp(s, "no-header") == 0) {
		o->bare = true;
		return 0;
	}
	for (i = 0; i < 3; i++)
		if (strcmp(s, types[i]) == 0) {
			o->type = types[i];
			return 0;
		}
	fprintf(stderr, "bgpctl-x: unknown option --%s\n", s);
	return -1;
}

static int
parse_number(const char *s, long long min, long long max, uint32_t *n)
{
	const char *why = NULL;

	*n = (uint32_t)strtonum(s, min, max, &why);
	if (why != NULL)
		fprintf(stderr, "bgpctl-x: \"%s\" is %s\n", s, why);
	return why == NULL ? 0 : -1;
}

static int
short_option(struct offline *o, int ch, const char *arg)
{
	switch (ch) {
	case 'f':
		return parse_family(arg, &o->fam);
	case 'i':
		o->addpath = true;
		return 0;
	case 'a':
		return parse_number(arg, 0, UINT32_MAX, &o->local_as);
	case 'z':
		return parse_number(arg, 0, UINT32_MAX, &o->peer_as);
	case 'n':
		return long_word(o, "nlri");
	case 'u':
		return long_word(o, "update");
	case 'o':
		return long_word(o, "open");
	case 'J':
		return parse_number(arg, 4, 6, &o->version);
	default:
		return -1;
	}
}

static int
offline_options(int *argc, char ***argv, const char *opts, struct offline *o)
{
	int ch, n = *argc;
	char **v = *argv;

	memset(o, 0, sizeof(*o));
	o->fam = FAM_NONE;
	o->type = "update";
	o->version = 5;
	o->local_as = o->peer_as = OFFLINE_AS;
	for (; n > 1 && is_long(v[1]); v++, n--) {
		if (long_word(o, v[1] + 2) == -1)
			return -1;
		v[1] = v[0];
	}
	optind = optreset = 1;
	while ((ch = getopt(n, v, opts)) != -1) {
		if (short_option(o, ch, optarg) == -1)
			return -1;
		/* the long words may stand between the others */
		while (optind < n && is_long(v[optind]))
			if (long_word(o, v[optind++] + 2) == -1)
				return -1;
	}
	*argc = n - optind;
	*argv = v + optind;
	return 0;
}

static void
offline_negot(struct offline *o)
{
	struct negot *n = &o->negot;

	n->families = FAM_BIT(FAM_MAX) - 1;
	n->addpath_rx = n->addpath_tx = o->addpath ? n->families : 0;
	n->extnh = n->families;
	n->local_as = o->local_as;
	n->peer_as = o->peer_as;
	n->msg_max = MSG_EXT_MAX;
	n->asn4 = 1;
	n->aigp = 1;
	n->operational = 1;
	n->shown = 1;
	addr_from_v4(&n->local, 0x7f000001);
	n->remote = n->local;
	/* as the generations of `exabgp decode` have it */
	n->local_id = n->peer_id = o->version == 6 ? 0x7f000001 : 0x0a000002;
}

/* Digits of the words, with blanks and colons between them. */
static int
parse_hex(int argc, char *argv[], struct wbuf *w)
{
	unsigned int v = 0, half = 0;
	const char *p;
	int i;

	for (i = 0; i < argc; i++) {
		for (p = argv[i]; *p != '\0'; p++) {
			if (*p == ':' || isspace((unsigned char)*p))
				continue;
			if (p[0] == '0' && (p[1] == 'x' || p[1] == 'X') &&
			    half == 0) {
				p++;
				continue;
			}
			if (!isxdigit((unsigned char)*p))
				return -1;
			v = v << 4 | (unsigned int)(isdigit((unsigned char)
			    *p) ? *p - '0' : tolower((unsigned char)*p) -
			    'a' + 10);
			if ((half ^= 1) == 0)
				wb_u8(w, (uint8_t)v);
		}
	}
	return half != 0 || w->err || w->len == 0 ? -1 : 0;
}

static void
event_head(const struct offline *o, struct event_head *h, const char *type)
{
	static char host[64];
	struct timeval tv;

	memset(h, 0, sizeof(*h));
	gettimeofday(&tv, NULL);
	if (gethostname(host, sizeof(host) - 1) == -1)
		strlcpy(host, "localhost", sizeof(host));
	h->type = type;
	h->time = (int64_t)tv.tv_sec * 1000000 + tv.tv_usec;
	h->host = host;
	h->pid = (uint32_t)getpid();
	h->ppid = (uint32_t)getppid();
	h->counter = 1;
	h->local = h->peer = o->negot.local;
	h->local_as = o->local_as;
	h->peer_as = o->peer_as;
	h->router_id = o->negot.local_id;
}

static int
decode_update(const struct offline *o, struct rbuf body, struct sink *s)
{
	struct event_head h;
	struct update u;

	update_init(&u);
	update_decode(&o->negot, body, &u);
	if (u.err.action >= ERR_RESET) {
		fprintf(stderr, "bgpctl-x: %s\n", u.err.text);
		update_free(&u);
		return 1;
	}
	event_head(o, &h, "update");
	event_begin(s, &h, EVENT_IN);
	update_emit(&u, EVENT_EXABGP, false, s);
	event_end(s);
	update_free(&u);
	return 0;
}

static int
decode_open(const struct offline *o, struct rbuf body, struct sink *s)
{
	struct event_head h;
	struct bgp_err err;
	struct open op;

	memset(&err, 0, sizeof(err));
	if (open_decode(body, &op, &err) == -1)
		return fail(err.text);
	event_head(o, &h, "open");
	event_begin(s, &h, EVENT_IN);
	sink_key(s, "open");
	open_emit(&op, false, s);
	event_end(s);
	return 0;
}

static int
decode_notification(const struct offline *o, struct rbuf body, struct sink *s)
{
	struct event_head h;

	event_head(o, &h, "notification");
	event_begin(s, &h, EVENT_IN);
	sink_key(s, "notification");
	notify_emit(body, s);
	event_end(s);
	return 0;
}

/* NLRI of one family, one object a line. */
static int
decode_nlri(const struct offline *o, struct rbuf r, struct wbuf *w)
{
	struct nlri_ctx ctx = { NULL, o->addpath, 0, false };
	struct bgp_err err;
	struct rbuf one;
	struct sink s;

	if (o->fam == FAM_NONE)
		return fail("an NLRI needs its family: -f \"ipv4 unicast\"");
	memset(&err, 0, sizeof(err));
	while (rb_left(&r) > 0) {
		if (o->addpath)
			ctx.path_id = rb_u32(&r);
		if (r.err || nlri_next(o->fam, &r, &one, &err) != 0)
			return fail(err.text[0] != '\0' ? err.text :
			    "malformed NLRI");
		sink_init(&s, &sink_json_ops, w);
		s.version = (uint8_t)o->version;
		nlri_emit(o->fam, one, &ctx, &s);
		wb_u8(w, '\n');
	}
	return 0;
}

/* With or without its header: without, it is an UPDATE. */
static int
decode_message(const struct offline *o, struct rbuf r, struct wbuf *w)
{
	static const uint8_t ones[16] = { 255, 255, 255, 255, 255, 255, 255,
	    255, 255, 255, 255, 255, 255, 255, 255, 255 };
	uint8_t type = strcmp(o->type, "open") == 0 ? MSG_OPEN : MSG_UPDATE;
	struct sink s;
	int ret;

	if (rb_left(&r) >= MSG_HDR && memcmp(r.p, ones, 16) == 0) {
		(void)rb_bytes(&r, 16);
		if ((size_t)rb_u16(&r) != rb_left(&r) + 18)
			fprintf(stderr, "bgpctl-x: warning: the length in "
			    "the header is not that of the data\n");
		type = rb_u8(&r);
	}
	sink_init(&s, &sink_json_ops, w);
	s.version = (uint8_t)o->version;
	if (type == MSG_OPEN)
		ret = decode_open(o, r, &s);
	else if (type == MSG_UPDATE)
		ret = decode_update(o, r, &s);
	else if (type == MSG_NOTIFICATION)
		ret = decode_notification(o, r, &s);
	else
		ret = fail("not an OPEN, UPDATE or NOTIFICATION");
	wb_u8(w, '\n');
	return ret;
}

int
offline_decode(int argc, char *argv[])
{
	struct offline o;
	struct wbuf in, out;
	char *line = NULL;
	size_t cap = 0;
	int ret;

	if (offline_options(&argc, &argv, "+f:ia:z:nuoJ:", &o) == -1)
		return 2;
	offline_negot(&o);
	wb_init(&in, FILE_MAX);
	wb_init(&out, FILE_MAX);
	if (argc == 0) {
		if (getline(&line, &cap, stdin) == -1)
			return fail("no message");
		argv = &line;
		argc = 1;
	}
	if (parse_hex(argc, argv, &in) == -1)
		ret = fail("not a message in hexadecimal digits");
	else if (strcmp(o.type, "nlri") == 0)
		ret = decode_nlri(&o, wb_view(&in), &out);
	else
		ret = decode_message(&o, wb_view(&in), &out);
	if (ret == 0)
		fwrite(out.p, 1, out.len, stdout);
	wb_free(&in);
	wb_free(&out);
	free(line);
	return ret == 0 && fflush(stdout) != 0 ? 1 : ret;
}

/* What `self` is here: the loopback address. */
static void
set_self(const struct offline *o, uint8_t fam, struct nh *nh)
{
	memset(nh, 0, sizeof(*nh));
	nh->kind = NH_ADDR;
	if (families[fam].afi == AFI_IPV6) {
		nh->len = 16;
		nh->b[15] = 1;
	} else {
		nh->len = 4;
		memcpy(nh->b, o->negot.local.b, 4);
	}
}

/* One route as the UPDATE that announces or withdraws it. */
static int
encode_route(const struct offline *o, struct route *r, bool withdraw)
{
	const struct nlri_ops *row = nlri_table[r->fam];
	struct update_shape m = { (enum fam)r->fam, !withdraw,
	    (row->flags & NF_V4_FIELD) != 0, { 0, 0, { 0 } } };
	struct wbuf block, attrs, nlri, out;

	wb_init(&block, MSG_EXT_MAX * 2);
	wb_init(&attrs, MSG_EXT_MAX);
	wb_init(&nlri, MSG_EXT_MAX);
	wb_init(&out, MSG_EXT_MAX * 2);
	if (!withdraw && ab_finish(&r->attrs, &block) == 0) {
		m.nh = r->attrs.nh;
		if (m.nh.kind == NH_SELF)
			set_self(o, r->fam, &m.nh);
		m.plain = m.plain && m.nh.len == 4;
		attr_encode(&o->negot, block.p, block.len, &m.nh,
		    (row->flags & NF_NH_ATTR) != 0, &attrs);
	}
	if (o->negot.addpath_tx & FAM_BIT(r->fam))
		wb_u32(&nlri, r->path_id);
	wb_put(&nlri, r->nlri.p, r->nlri.len);
	update_put(&m, &attrs, &nlri, &out);
	if (out.len > MSG_EXT_MAX || out.err || attrs.err || block.err)
		return fail("the route does not fit a message");
	wb_reset(&block);
	wb_hex(&block, out.p + (o->bare ? MSG_HDR : 0),
	    out.len - (o->bare ? MSG_HDR : 0), true);
	printf("%.*s\n", (int)block.len, (const char *)block.p);
	wb_free(&block);
	wb_free(&attrs);
	wb_free(&nlri);
	wb_free(&out);
	return 0;
}

/* The route, or what `split` makes of it: 0, -1 after a message, or 1. */
static int
encode_parts(const struct offline *o, struct lex *lx, struct route *r,
    bool withdraw)
{
	uint64_t n = 0;

	if (o->fam != FAM_NONE && o->fam != r->fam)
		return lex_err(lx, NULL, "the route is of %s",
		    families[r->fam].name);
	while (rtext_split(r, &n))
		if (encode_route(o, r, withdraw) != 0)
			return 1;
	return 0;
}

/* "attributes ... nlri P P ...": a message for each prefix. */
static int
encode_each(const struct offline *o, struct lex *lx, struct route *r,
    bool withdraw)
{
	int ret, more;

	if (rtext_attributes(lx, r, withdraw) != 0)
		return -1;
	while ((more = rtext_nlri_next(lx, r, withdraw)) == 1)
		if ((ret = encode_parts(o, lx, r, withdraw)) != 0)
			return ret;
	return more;
}

static int
encode_words(const struct offline *o, struct lex *lx, struct route *r)
{
	struct tok kind, t;
	bool withdraw = lex_accept(lx, "withdraw");
	enum fam fam;
	int ret;

	if (!withdraw)
		(void)lex_accept(lx, "announce");
	if (lex_need(lx, &kind, "route, flow, vpls, raw, "
	    "attributes or a family") == -1)
		return -1;
	if (tok_is(&kind, "attributes") || tok_is(&kind, "attribute"))
		return encode_each(o, lx, r, withdraw);
	if (tok_is(&kind, "route"))
		ret = rtext_route(lx, r, withdraw);
	else if (tok_is(&kind, "flow"))
		ret = lex_expect(lx, "route") == -1 ? -1 :
		    rtext_flow(lx, r, withdraw);
	else if (tok_is(&kind, "vpls"))
		ret = rtext_vpls(lx, r, withdraw);
	else if (tok_is(&kind, "raw"))
		ret = rtext_raw(lx, r, withdraw);
	else if (lex_need(lx, &t, "an address family") == -1)
		ret = -1;
	else if ((fam = family_parse(kind.s, kind.len, t.s, t.len)) ==
	    FAM_NONE)
		ret = lex_err(lx, &kind, "there is no such family");
	else
		ret = rtext_family(lx, fam, r, withdraw);
	return ret != 0 ? ret : encode_parts(o, lx, r, withdraw);
}

int
offline_encode(int argc, char *argv[])
{
	struct offline o;
	struct wbuf w;
	struct diag d;
	struct route r;
	struct lex lx;
	int i, ret;

	if (offline_options(&argc, &argv, "+f:ia:z:n", &o) == -1 || argc == 0)
		return 2;
	if (strcmp(o.type, "nlri") == 0)
		o.bare = true;
	offline_negot(&o);
	wb_init(&w, FILE_MAX);
	for (i = 0; i < argc; i++) {
		wb_str(&w, i > 0 ? " " : "");
		wb_str(&w, argv[i]);
	}
	diag_init(&d, NULL, (const char *)w.p, w.len);
	d.caret = true;
	route_init(&r);
	lex_init(&lx, LEX_LINE, (const char *)w.p, w.len, &d);
	ret = encode_words(&o, &lx, &r);
	if (ret == -1)
		fprintf(stderr, "%.*s", (int)d.out.len, (char *)d.out.p);
	lex_free(&lx);
	route_free(&r);
	diag_free(&d);
	wb_free(&w);
	return ret == 0 && fflush(stdout) == 0 ? 0 : 1;
}

/* A file of ExaBGP 3: the new text on stdout, the changes on stderr. */
int
offline_convert(int argc, char *argv[])
{
	struct wbuf in, out, changes;
	struct diag d;
	uint8_t *room;
	FILE *f;
	size_t n;
	int ret, broken;

	if (argc != 2)
		return 2;
	if ((f = fopen(argv[1], "r")) == NULL) {
		fprintf(stderr, "bgpctl-x: %s: %s\n", argv[1],
		    strerror(errno));
		return 1;
	}
	wb_init(&in, FILE_MAX);
	wb_init(&out, FILE_MAX);
	wb_init(&changes, FILE_MAX);
	while ((room = wb_room(&in, 65536)) != NULL &&
	    (n = fread(room, 1, 65536, f)) > 0)
		in.len += n;
	broken = ferror(f) ? errno : 0;
	fclose(f);
	diag_init(&d, argv[1], (const char *)in.p, in.len);
	d.caret = true;
	ret = broken != 0 ? fail(strerror(broken)) : in.err ?
	    fail("the file is too large") :
	    convert_config((const char *)in.p, in.len, &out, &changes, &d);
	fprintf(stderr, "%.*s", (int)changes.len, (char *)changes.p);
	fprintf(stderr, "%.*s", (int)d.out.len, (char *)d.out.p);
	if (ret == 0)
		fwrite(out.p, 1, out.len, stdout);
	diag_free(&d);
	wb_free(&in);
	wb_free(&out);
	wb_free(&changes);
	return ret == 0 && fflush(stdout) == 0 ? 0 : 1;
}
