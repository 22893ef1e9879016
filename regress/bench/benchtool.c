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
 * The tool of the benchmarks: routes as API lines, a program that writes
 * them, and a peer that counts what arrives.  The sum that gen prints and
 * sink compares is over prefix and path attributes of each route, in any
 * order, so that nothing lost, added or altered goes unnoticed.
 *
 *	benchtool gen ROUTES SETS FILE [bulk]
 *	benchtool feed FILE GO REPORT
 *	benchtool sink PORT ROUTES SUM READY
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "codec/open.h"
#include "lang/rtext.h"
#include "codec/update.h"

#define LOCAL_AS	65000
#define PEER_AS		65001
#define KEY		0x62677064U
#define LIMIT_S		300
#define BULK		100	/* prefixes in a line */

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void __attribute__((__noreturn__))
die(const char *what)
{
	fprintf(stderr, "benchtool: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Spread over the unicast space, none twice: an odd factor permutes. */
static uint32_t
prefix_of(uint32_t i)
{
	uint32_t v = i;

	do
		v = v * 2654435761U & 0xffffff;
	while (v >= 223U << 16);
	return ((v % 223 + 1) << 24) ^ ((v / 223) << 8);
}

static uint64_t
route_sum(const void *attrs, size_t alen, const uint8_t *nlri, size_t n)
{
	return hash_bytes(hash_bytes(KEY, attrs, alen), nlri, n);
}

/* The words of one attribute set: about 120 bytes with the prefix. */
static void
set_words(uint32_t set, char *buf, size_t size)
{
	snprintf(buf, size, "next-hop 192.0.2.1 med %u as-path [ %u %u %u ] "
	    "community [ 65000:%u 65001:%u ]", set, LOCAL_AS,
	    64512 + set % 1000, 3000 + set, set & 0xffff, set >> 4 & 0xffff);
}

/* What a peer is sent as path attributes for these words. */
static void
set_attrs(const char *words, struct wbuf *attrs)
{
	struct negot n;
	struct route r;
	struct diag d;
	struct wbuf block;
	struct lex lx;
	char line[512];

	memset(&n, 0, sizeof(n));
	n.families = FAM_BIT(FAM_IPV4_UNICAST);
	n.local_as = LOCAL_AS;
	n.peer_as = PEER_AS;
	n.asn4 = 1;
	n.msg_max = MSG_MAX;
	snprintf(line, sizeof(line), "10.0.0.0/8 %s", words);
	diag_init(&d, NULL, NULL, 0);
	route_init(&r);
	wb_init(&block, 65536);
	lex_init(&lx, LEX_LINE, line, strlen(line), &d);
	wb_reset(attrs);
	if (rtext_route(&lx, &r, false) != 0 ||
	    ab_finish(&r.attrs, &block) == -1)
		die(d.first);
	attr_encode(&n, block.p, block.len, &r.attrs.nh, true, attrs);
	lex_free(&lx);
	route_free(&r);
	diag_free(&d);
	wb_free(&block);
}

struct gen {
	struct wbuf	*attrs;		/* by set, built when first used */
	char		(*words)[256];
	FILE		*f;
	uint64_t	 sum;
};

static void
gen_route(struct gen *g, uint32_t i, uint32_t set, bool bulk)
{
	uint32_t p = prefix_of(i);
	uint8_t nlri[4] = { 24, (uint8_t)(p >> 24), (uint8_t)(p >> 16),
	    (uint8_t)(p >> 8) };

	if (g->words[set][0] == '\0') {
		set_words(set, g->words[set], sizeof(g->words[set]));
		wb_init(&g->attrs[set], 4096);
		set_attrs(g->words[set], &g->attrs[set]);
	}
	if (bulk && i % BULK == 0)
		fprintf(g->f, "%sannounce attributes %s nlri",
		    i == 0 ? "" : "\n", g->words[set]);
	fprintf(g->f, bulk ? " %u.%u.%u.0/24" : "announce route "
	    "%u.%u.%u.0/24 ", nlri[1], nlri[2], nlri[3]);
	if (!bulk)
		fprintf(g->f, "%s\n", g->words[set]);
	g->sum += route_sum(g->attrs[set].p, g->attrs[set].len, nlri,
	    sizeof(nlri));
}

static int
gen(uint32_t n, uint32_t sets, const char *path, bool bulk)
{
	struct gen g = { NULL, NULL, NULL, 0 };
	uint32_t i;

	g.attrs = calloc(sets, sizeof(*g.attrs));
	g.words = calloc(sets, sizeof(*g.words));
	if (g.attrs == NULL || g.words == NULL ||
	    (g.f = fopen(path, "w")) == NULL)
		die(path);
	for (i = 0; i < n; i++)
		gen_route(&g, i, (bulk ? i / BULK : i * 40503U) % sets, bulk);
	if (bulk)
		fputc('\n', g.f);
	if (fclose(g.f) != 0)
		die(path);
	printf("%016" PRIx64 "\n", g.sum);
	return 0;
}

/* Take what waits on stdin away: the acknowledgements. */
static uint64_t
drain(int wait_ms)
{
	struct pollfd pfd = { .fd = 0, .events = POLLIN };
	static char buf[65536];
	uint64_t lines = 0;
	ssize_t n, i;

	while (poll(&pfd, 1, wait_ms) > 0) {
		if ((n = read(0, buf, sizeof(buf))) <= 0)
			break;
		for (i = 0; i < n; i++)
			lines += buf[i] == '\n';
		wait_ms = 0;
	}
	return lines;
}

/* The API process: writes the file once GO exists, reads as it goes. */
static int
feed(const char *path, const char *go, const char *report)
{
	char *data;
	size_t len = 0, off = 0;
	double begin;
	FILE *f;
	ssize_t n;
	int fd;

	if ((fd = open(path, O_RDONLY)) == -1)
		die(path);
	if ((len = (size_t)lseek(fd, 0, SEEK_END)) == 0 ||
	    (data = malloc(len)) == NULL)
		die(path);
	while (off < len && (n = pread(fd, data + off, len - off,
	    (off_t)off)) > 0)
		off += (size_t)n;
	while (access(go, F_OK) == -1)
		(void)drain(10);
	begin = now();
	for (off = 0; off < len; off += (size_t)n) {
		n = write(1, data + off, len - off < 65536 ? len - off :
		    65536);
		if (n <= 0)
			die("write");
		(void)drain(0);
	}
	if ((f = fopen(report, "w")) == NULL)
		die(report);
	fprintf(f, "%.6f\n", begin);
	fclose(f);
	for (;;)
		(void)drain(1000);
}

struct counter {
	int		 fd;
	uint8_t		 buf[1 << 18];
	size_t		 len;
	uint64_t	 sum, prefixes, updates;
	double		 first, last;
};

static struct counter sk;

static void
send_all(const void *data, size_t len)
{
	if (write(sk.fd, data, len) != (ssize_t)len)
		die("write");
}

/* Our OPEN and a KEEPALIVE: the other side's AS and what it offers. */
static void
greet(void)
{
	struct open_params o;
	struct wbuf w;

	memset(&o, 0, sizeof(o));
	o.families = FAM_BIT(FAM_IPV4_UNICAST);
	o.local_as = PEER_AS;
	o.router_id = 0x0a000001;
	o.hold_time = 180;
	o.asn4 = 1;
	wb_init(&w, MSG_MAX);
	msg_header(&w, MSG_OPEN, 0);
	open_encode(&o, &w);
	wb_set_u16(&w, 16, (uint16_t)w.len);
	msg_header(&w, MSG_KEEPALIVE, MSG_HDR);
	send_all(w.p, w.len);
	wb_free(&w);
}

static void
take_update(struct rbuf r)
{
	struct rbuf attrs;
	const uint8_t *nlri;
	size_t n;

	(void)rb_sub(&r, rb_u16(&r));
	attrs = rb_sub(&r, rb_u16(&r));
	sk.updates++;
	while (rb_left(&r) > 0 && !r.err) {
		n = (rb_peek(&r) + 7U) / 8 + 1;
		if ((nlri = rb_bytes(&r, n)) == NULL)
			break;
		sk.sum += route_sum(attrs.p, rb_left(&attrs), nlri, n);
		if (sk.prefixes++ == 0)
			sk.first = now();
	}
}

static void
take_messages(const char *ready)
{
	struct rbuf m;
	size_t used = 0;
	uint16_t len;
	uint8_t type;
	int fd;

	while (sk.len - used >= MSG_HDR) {
		m = rb_init(sk.buf + used, sk.len - used);
		(void)rb_bytes(&m, 16);
		len = rb_u16(&m);
		type = rb_u8(&m);
		if (len < MSG_HDR || sk.len - used < len)
			break;
		if (type == MSG_UPDATE)
			take_update(rb_sub(&m, len - MSG_HDR));
		else if (type == MSG_NOTIFICATION)
			die("NOTIFICATION");
		else if (type == MSG_KEEPALIVE && (fd = open(ready, O_CREAT |
		    O_WRONLY, 0644)) != -1)
			close(fd);
		used += len;
	}
	memmove(sk.buf, sk.buf + used, sk.len - used);
	sk.len -= used;
}

static void
sink_listen(uint16_t port)
{
	struct sockaddr_in sin;
	int fd, one = 1, size = 4 << 20;

	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_port = htons(port);
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (bind(fd, (struct sockaddr *)&sin, sizeof(sin)) == -1 ||
	    listen(fd, 1) == -1 || (sk.fd = accept(fd, NULL, NULL)) == -1)
		die("listen");
	close(fd);
}

/* "TIME PREFIXES UPDATES ok|WRONG" once all is there. */
static int
sink(uint16_t port, uint64_t want, uint64_t sum, const char *ready)
{
	struct pollfd pfd = { .events = POLLIN };
	double end = now() + LIMIT_S;
	ssize_t n;

	sink_listen(port);
	greet();
	pfd.fd = sk.fd;
	while (sk.prefixes < want && now() < end) {
		if (poll(&pfd, 1, 1000) <= 0)
			continue;
		n = read(sk.fd, sk.buf + sk.len, sizeof(sk.buf) - sk.len);
		if (n <= 0)
			break;
		sk.len += (size_t)n;
		take_messages(ready);
	}
	printf("%.6f %" PRIu64 " %" PRIu64 " %s\n", now(), sk.prefixes,
	    sk.updates, sk.prefixes == want && sk.sum == sum ? "ok" :
	    "WRONG");
	fflush(stdout);
	/* stay a while: memory is measured now */
	while (poll(&pfd, 1, 60000) > 0 &&
	    read(sk.fd, sk.buf, sizeof(sk.buf)) > 0)
		;
	return sk.sum == sum ? 0 : 1;
}

int
main(int argc, char *argv[])
{
	if (argc >= 5 && strcmp(argv[1], "gen") == 0)
		return gen((uint32_t)strtoul(argv[2], NULL, 10),
		    (uint32_t)strtoul(argv[3], NULL, 10), argv[4], argc > 5);
	if (argc == 5 && strcmp(argv[1], "feed") == 0)
		return feed(argv[2], argv[3], argv[4]);
	if (argc == 6 && strcmp(argv[1], "sink") == 0)
		return sink((uint16_t)strtoul(argv[2], NULL, 10),
		    strtoull(argv[3], NULL, 10), strtoull(argv[4], NULL, 16),
		    argv[5]);
	fprintf(stderr, "usage: benchtool gen|feed|sink ...\n");
	return 2;
}
