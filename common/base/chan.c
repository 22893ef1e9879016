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

#include <sys/types.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chan.h"

_Static_assert(sizeof(struct imsg_hdr) == CHAN_HDR, "imsg header size");

int
chan_init(struct chan *c, int fd, size_t bound)
{
	int fl;

	memset(c, 0, sizeof(*c));
	c->fd = fd;
	wb_init(&c->out, bound);
	if ((c->in = malloc(CHAN_INBUF)) == NULL)
		return -1;
	if ((fl = fcntl(fd, F_GETFL)) == -1 ||
	    fcntl(fd, F_SETFL, fl | O_NONBLOCK) == -1) {
		free(c->in);
		c->in = NULL;
		return -1;
	}
	return 0;
}

void
chan_close(struct chan *c)
{
	unsigned int i;

	for (i = 0; i < c->noutfd; i++)
		close(c->outfd[i].fd);
	for (i = 0; i < c->ninfd; i++)
		if (c->infd[i] != -1)
			close(c->infd[i]);
	if (c->fd != -1)
		close(c->fd);
	free(c->in);
	wb_free(&c->out);
	memset(c, 0, sizeof(*c));
	c->fd = -1;
}

int
chan_put2(struct chan *c, uint16_t type, uint32_t id, const void *a,
    size_t alen, const void *b, size_t blen)
{
	struct imsg_hdr hdr;
	uint8_t *p;

	if (alen > CHAN_PAYLOAD_MAX || blen > CHAN_PAYLOAD_MAX - alen)
		return -1;
	memset(&hdr, 0, sizeof(hdr));
	hdr.len = (uint32_t)(CHAN_HDR + alen + blen);
	hdr.type = type;
	hdr.id = id;
	hdr.seq = c->seq++;
	if ((p = wb_room(&c->out, hdr.len)) == NULL) {
		c->out.err = false;
		return -1;
	}
	memcpy(p, &hdr, CHAN_HDR);
	if (alen > 0)
		memcpy(p + CHAN_HDR, a, alen);
	if (blen > 0)
		memcpy(p + CHAN_HDR + alen, b, blen);
	c->out.len += hdr.len;
	return 0;
}

int
chan_put(struct chan *c, uint16_t type, uint32_t id, const void *data,
    size_t len)
{
	return chan_put2(c, type, id, data, len, NULL, 0);
}

int
chan_putfd(struct chan *c, uint16_t type, uint32_t id, int fd,
    const void *data, size_t len)
{
	size_t at = c->out.len;
	uint16_t flags = CHAN_F_FD;

	if (c->noutfd == CHAN_FDS ||
	    chan_put(c, type, id, data, len) == -1) {
		close(fd);
		return -1;
	}
	memcpy(c->out.p + at + offsetof(struct imsg_hdr, flags), &flags,
	    sizeof(flags));
	c->outfd[c->noutfd].at = at;
	c->outfd[c->noutfd].fd = fd;
	c->noutfd++;
	return 0;
}

/* Write up to the next message with a descriptor, or that one's start. */
static ssize_t
chan_write_some(struct chan *c)
{
	union {
		struct cmsghdr	hdr;
		char		buf[CMSG_SPACE(sizeof(int))];
	} cb;
	struct msghdr msg;
	struct cmsghdr *cmsg;
	struct iovec iov;
	bool with_fd = false;

	iov.iov_base = c->out.p + c->sent;
	iov.iov_len = c->out.len - c->sent;
	memset(&msg, 0, sizeof(msg));
	msg.msg_iov = &iov;
	msg.msg_iovlen = 1;
	if (c->noutfd > 0 && c->outfd[0].at > c->sent) {
		iov.iov_len = c->outfd[0].at - c->sent;
	} else if (c->noutfd > 0) {
		with_fd = true;
		if (c->noutfd > 1)
			iov.iov_len = c->outfd[1].at - c->sent;
		memset(&cb, 0, sizeof(cb));
		msg.msg_control = &cb.buf;
		msg.msg_controllen = sizeof(cb.buf);
		cmsg = CMSG_FIRSTHDR(&msg);
		cmsg->cmsg_len = CMSG_LEN(sizeof(int));
		cmsg->cmsg_level = SOL_SOCKET;
		cmsg->cmsg_type = SCM_RIGHTS;
		memcpy(CMSG_DATA(cmsg), &c->outfd[0].fd, sizeof(int));
	}
	ssize_t n = sendmsg(c->fd, &msg, MSG_NOSIGNAL);

	if (n > 0 && with_fd) {
		close(c->outfd[0].fd);
		c->noutfd--;
		memmove(&c->outfd[0], &c->outfd[1],
		    c->noutfd * sizeof(c->outfd[0]));
	}
	return n;
}

int
chan_flush(struct chan *c)
{
	ssize_t n;

	while (c->sent < c->out.len) {
		n = chan_write_some(c);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1 && (errno == EAGAIN || errno == ENOBUFS)) {
			unsigned int i;

			if (c->sent < c->out.len / 2)
				return 0;
			wb_drain(&c->out, c->sent);
			for (i = 0; i < c->noutfd; i++)
				c->outfd[i].at -= c->sent;
			c->sent = 0;
			return 0;
		}
		if (n <= 0)
			return -1;
		c->sent += (size_t)n;
	}
	c->sent = 0;
	wb_reset(&c->out);
	/* A burst's memory is not kept for ever. */
	if (c->out.cap > 4 * CHAN_INBUF)
		wb_free(&c->out);
	return 1;
}

/*
 * Keep at most one descriptor a message; what does not fit is closed.  One
 * that this process has no room for is lost on its way, and -1 stands for it.
 */
static void
chan_take_fds(struct chan *c, struct msghdr *msg)
{
	const unsigned int before = c->ninfd;
	struct cmsghdr *cmsg;
	size_t i, n;
	int fd;

	for (cmsg = CMSG_FIRSTHDR(msg); cmsg != NULL;
	    cmsg = CMSG_NXTHDR(msg, cmsg)) {
		if (cmsg->cmsg_level != SOL_SOCKET ||
		    cmsg->cmsg_type != SCM_RIGHTS)
			continue;
		n = (cmsg->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (i = 0; i < n; i++) {
			memcpy(&fd, CMSG_DATA(cmsg) + i * sizeof(int),
			    sizeof(int));
			if (i == 0 && c->ninfd < CHAN_FDS)
				c->infd[c->ninfd++] = fd;
			else
				close(fd);
		}
	}
	if ((msg->msg_flags & MSG_CTRUNC) != 0 && c->ninfd == before &&
	    c->ninfd < CHAN_FDS)
		c->infd[c->ninfd++] = -1;
}

int
chan_read(struct chan *c)
{
	union {
		struct cmsghdr	hdr;
		char		buf[CMSG_SPACE(sizeof(int) * 4)];
	} cb;
	struct msghdr msg;
	struct iovec iov;
	ssize_t n;

	if (c->inoff > 0) {
		memmove(c->in, c->in + c->inoff, c->inlen - c->inoff);
		c->inlen -= c->inoff;
		c->inoff = 0;
	}
	iov.iov_base = c->in + c->inlen;
	iov.iov_len = CHAN_INBUF - c->inlen;
	memset(&msg, 0, sizeof(msg));
	memset(&cb, 0, sizeof(cb));
	msg.msg_iov = &iov;
	msg.msg_iovlen = 1;
	msg.msg_control = &cb.buf;
	msg.msg_controllen = sizeof(cb.buf);
	do {
		n = recvmsg(c->fd, &msg, MSG_CMSG_CLOEXEC);
	} while (n == -1 && errno == EINTR);
	if (n == -1 && errno == EAGAIN)
		return 0;
	if (n <= 0) {
		c->eof = true;
		return -1;
	}
	chan_take_fds(c, &msg);
	c->inlen += (size_t)n;
	return 1;
}

int
chan_next(struct chan *c, struct imsg *m)
{
	size_t left = c->inlen - c->inoff;

	if (left < CHAN_HDR)
		return 0;
	memcpy(&m->hdr, c->in + c->inoff, CHAN_HDR);
	if (m->hdr.len < CHAN_HDR ||
	    m->hdr.len > CHAN_HDR + CHAN_PAYLOAD_MAX)
		return -1;
	if (left < m->hdr.len)
		return 0;
	m->fd = -1;
	if (m->hdr.flags & CHAN_F_FD) {
		if (c->ninfd == 0)
			return -1;
		m->fd = c->infd[0];
		c->ninfd--;
		memmove(&c->infd[0], &c->infd[1],
		    c->ninfd * sizeof(c->infd[0]));
	}
	m->data = c->in + c->inoff + CHAN_HDR;
	m->len = m->hdr.len - CHAN_HDR;
	c->inoff += m->hdr.len;
	return 1;
}
