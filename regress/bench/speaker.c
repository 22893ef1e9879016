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
 * The BGP sessions of a sink or a source.  What to do with UPDATEs is the
 * user's; everything else, and coming back after a failure, is here.
 */
#include <sys/types.h>
#include <sys/socket.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <errno.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

#define PORT		179
#define TICK_MS		100
#define OPENING		8	/* sessions at a time: a listener's backlog */

static struct event_base *base;
static uint8_t in[MSG_MAX + (1 << 18)];

static void	connect_more(struct speaker *);
static void	sess_open(struct sess *, int);
static void	sess_read(int, short, void *);
static void	sess_write(int, short, void *);

static void
sess_close(struct sess *s, const char *why)
{
	if (s->fd == -1)
		return;
	event_free(s->rd);
	event_free(s->wr);
	close(s->fd);
	s->fd = -1;
	wb_reset(&s->out);
	s->len = 0;
	if (!s->up) {
		s->sp->opening -= s->sp->connect_to != NULL;
		return;
	}
	s->up = false;
	s->sp->nup--;
	if (why != NULL)
		fprintf(stderr, "%.6f session %u: %s\n", now(), s->index, why);
}

void
speaker_send(struct sess *s)
{
	ssize_t n;

	if (s->fd == -1)
		return;
	while (s->out.len > 0) {
		n = write(s->fd, s->out.p, s->out.len);
		if (n == -1 && errno == EAGAIN)
			break;
		if (n == -1) {
			sess_close(s, strerror(errno));
			return;
		}
		wb_drain(&s->out, (size_t)n);
	}
	if (s->out.len > 0)
		event_add(s->wr, NULL);
}

static void
established(struct sess *s)
{
	s->up = true;
	s->sp->nup++;
	s->sp->up(s);
	if (s->sp->connect_to != NULL) {
		s->sp->opening--;
		connect_more(s->sp);
	}
}

static void
take(struct sess *s, uint8_t type, struct rbuf body)
{
	unsigned code;

	switch (type) {
	case MSG_OPEN:
		wire_empty(&s->out, MSG_KEEPALIVE);
		speaker_send(s);
		break;
	case MSG_KEEPALIVE:
		if (!s->up)
			established(s);
		break;
	case MSG_UPDATE:
		if (s->sp->update != NULL)
			s->sp->update(s, body);
		break;
	case MSG_NOTIFICATION:
		code = rb_u16(&body);
		fprintf(stderr, "session %u: NOTIFICATION %u/%u\n", s->index,
		    code >> 8, code & 0xff);
		break;
	}
}

/* What is in `in`, len bytes of it; the rest stays for the next time. */
static void
take_all(struct sess *s, size_t len)
{
	struct rbuf m;
	size_t used = 0;
	uint16_t mlen;
	uint8_t type;

	while (len - used >= MSG_HDR && s->fd != -1) {
		m = rb_init(in + used, len - used);
		(void)rb_bytes(&m, 16);
		mlen = rb_u16(&m);
		type = rb_u8(&m);
		if (mlen < MSG_HDR || mlen > MSG_MAX) {
			sess_close(s, "bad length");
			return;
		}
		if (len - used < mlen)
			break;
		take(s, type, rb_sub(&m, mlen - MSG_HDR));
		used += mlen;
	}
	if (s->fd == -1)
		return;
	s->len = len - used;
	memcpy(s->rest, in + used, s->len);
}

static void
sess_read(int fd, short what, void *arg)
{
	struct sess *s = arg;
	ssize_t n;

	(void)what;
	if (s->sp->stalled && s->up) {
		event_del(s->rd);
		return;
	}
	memcpy(in, s->rest, s->len);
	n = read(fd, in + s->len, sizeof(in) - s->len);
	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		sess_close(s, n == 0 ? "closed" : strerror(errno));
		return;
	}
	take_all(s, s->len + (size_t)n);
	if (s->sp->batch != NULL)
		s->sp->batch();
}

static void
sess_write(int fd, short what, void *arg)
{
	struct sess *s = arg;

	(void)fd;
	(void)what;
	speaker_send(s);
	if (s->fd != -1 && s->out.len == 0 && s->sp->drained != NULL)
		s->sp->drained(s);
}

static void
sess_open(struct sess *s, int fd)
{
	int one = 1;

	evutil_make_socket_nonblocking(fd);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	s->fd = fd;
	s->rd = event_new(base, fd, EV_READ | EV_PERSIST, sess_read, s);
	s->wr = event_new(base, fd, EV_WRITE, sess_write, s);
	event_add(s->rd, NULL);
	wire_open(&s->out, s->sp->as, 0x0a010001 + s->index, s->sp->hold);
	if (s->sp->connect_to == NULL)
		speaker_send(s);
	else
		event_add(s->wr, NULL);
}

static void
address(struct sockaddr_in *sin, const char *text, unsigned more)
{
	memset(sin, 0, sizeof(*sin));
	sin->sin_family = AF_INET;
	if (inet_pton(AF_INET, text, &sin->sin_addr) != 1)
		die("%s: no address", text);
	sin->sin_addr.s_addr = htonl(ntohl(sin->sin_addr.s_addr) + more);
}

static int
tcp_socket(void)
{
	int one = 1, size = 4 << 20, fd;

	if ((fd = socket(AF_INET, SOCK_STREAM, 0)) == -1)
		die("socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	return fd;
}

static void
sess_connect(struct sess *s)
{
	struct sockaddr_in us, them;
	int fd = tcp_socket();

	address(&us, s->sp->base, s->index);
	address(&them, s->sp->connect_to, 0);
	them.sin_port = htons(PORT);
	if (bind(fd, (struct sockaddr *)&us, sizeof(us)) == -1)
		die("bind");
	evutil_make_socket_nonblocking(fd);
	if (connect(fd, (struct sockaddr *)&them, sizeof(them)) == -1 &&
	    errno != EINPROGRESS) {
		close(fd);
		return;
	}
	s->sp->opening++;
	sess_open(s, fd);
}

/* The next of those that are down, as long as few are on their way. */
static void
connect_more(struct speaker *sp)
{
	unsigned i, left = sp->connect_to == NULL ? 0 : sp->n;

	for (; sp->opening < OPENING && left > 0; left--) {
		i = sp->next++ % sp->n;
		if (sp->sess[i].fd == -1)
			sess_connect(&sp->sess[i]);
	}
}

static void
accept_one(int lfd, short what, void *arg)
{
	struct speaker *sp = arg;
	struct sockaddr_in sin;
	socklen_t len = sizeof(sin);
	unsigned i;
	int fd;

	(void)what;
	if ((fd = accept(lfd, NULL, NULL)) == -1)
		return;
	/* which session it is, is said by the address they came to */
	if (getsockname(fd, (struct sockaddr *)&sin, &len) == -1)
		die("getsockname");
	i = ntohl(sin.sin_addr.s_addr);
	address(&sin, sp->base, 0);
	i -= ntohl(sin.sin_addr.s_addr);
	if (i >= sp->n) {
		close(fd);
		return;
	}
	sess_close(&sp->sess[i], "again");
	sess_open(&sp->sess[i], fd);
}

static void
listen_all(struct speaker *sp)
{
	struct sockaddr_in sin;
	int fd = tcp_socket();

	/* one session: its address only, others may use theirs */
	address(&sin, sp->n == 1 ? sp->base : "0.0.0.0", 0);
	sin.sin_port = htons(PORT);
	if (bind(fd, (struct sockaddr *)&sin, sizeof(sin)) == -1 ||
	    listen(fd, 4096) == -1)
		die("listen");
	evutil_make_socket_nonblocking(fd);
	event_add(event_new(base, fd, EV_READ | EV_PERSIST, accept_one, sp),
	    NULL);
}

/* Keepalives, spread over a third of the hold time, and connects. */
static void
tick(int fd, short what, void *arg)
{
	struct speaker *sp = arg;
	unsigned i, every = sp->hold * 1000U / TICK_MS / 3;
	struct sess *s;

	(void)fd;
	(void)what;
	sp->turn++;
	connect_more(sp);
	for (i = 0; i < sp->n; i++) {
		s = &sp->sess[i];
		if (s->up && every > 0 && (i + sp->turn) % every == 0) {
			wire_empty(&s->out, MSG_KEEPALIVE);
			speaker_send(s);
		}
	}
	if (sp->tick != NULL)
		sp->tick();
}

void
speaker_flap(struct speaker *sp)
{
	unsigned i;

	for (i = 0; i < sp->n; i++)
		sess_close(&sp->sess[i], NULL);
}

/* Runs until the user exits. */
void
speaker_start(struct speaker *sp)
{
	const struct timeval tv = { 0, TICK_MS * 1000 };
	unsigned i;

	if ((base = event_base_new()) == NULL ||
	    (sp->sess = calloc(sp->n, sizeof(*sp->sess))) == NULL)
		die("memory");
	for (i = 0; i < sp->n; i++) {
		sp->sess[i].sp = sp;
		sp->sess[i].fd = -1;
		sp->sess[i].index = i;
		wb_init(&sp->sess[i].out, 1 << 24);
	}
	if (sp->connect_to == NULL)
		listen_all(sp);
	event_add(event_new(base, -1, EV_PERSIST, tick, sp), &tv);
	tick(-1, 0, sp);
	event_base_dispatch(base);
}
