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

#ifndef BASE_CHAN_H
#define BASE_CHAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/*
 * A channel carries typed messages and descriptors over a stream socket,
 * in native byte order between processes of one machine.  Output gathers
 * in one bounded buffer and leaves with one write a turn; input messages
 * are views into the read buffer, valid during the handler only.
 */
#define CHAN_HDR	16
#define CHAN_PAYLOAD_MAX (128 * 1024)
#define CHAN_INBUF	(256 * 1024)
#define CHAN_FDS	64		/* descriptors under way */
#define CHAN_F_FD	1		/* header flag: a descriptor follows */

struct imsg_hdr {
	uint32_t	len;		/* with header */
	uint16_t	type;
	uint16_t	flags;
	uint32_t	id;
	uint32_t	seq;
};

struct imsg {
	struct imsg_hdr	 hdr;
	int		 fd;		/* -1 without; owned by the handler */
					/* and with CHAN_F_FD: was lost */
	const uint8_t	*data;
	size_t		 len;		/* of the payload */
};

struct chan_fd {
	size_t	at;			/* offset of its message in out */
	int	fd;
};

struct chan {
	int		 fd;
	uint32_t	 seq;
	struct wbuf	 out;
	size_t		 sent;		/* bytes of out already written */
	struct chan_fd	 outfd[CHAN_FDS];
	unsigned int	 noutfd;
	uint8_t		*in;
	size_t		 inlen, inoff;
	int		 infd[CHAN_FDS];
	unsigned int	 ninfd;
	bool		 eof;
};

/* Take over a socket (made non-blocking); bound is for unsent output. */
int	chan_init(struct chan *, int, size_t);
void	chan_close(struct chan *);

/* Queue a message; -1 when the bound is reached.  The fd is taken over. */
int	chan_put(struct chan *, uint16_t, uint32_t, const void *, size_t);
int	chan_putfd(struct chan *, uint16_t, uint32_t, int, const void *,
	    size_t);
/* Queue a message made of two parts. */
int	chan_put2(struct chan *, uint16_t, uint32_t, const void *, size_t,
	    const void *, size_t);

/* Write what the socket takes: 1 all, 0 some is left, -1 error. */
int	chan_flush(struct chan *);
/* Read once: 1 got data, 0 nothing now, -1 end of file or error. */
int	chan_read(struct chan *);
/* Next whole message: 1, 0 none, -1 the stream is malformed. */
int	chan_next(struct chan *, struct imsg *);

static inline size_t
chan_pending(const struct chan *c)
{
	return c->out.len - c->sent;
}

#endif
