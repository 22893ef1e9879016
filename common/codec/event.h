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

#ifndef CODEC_EVENT_H
#define CODEC_EVENT_H

#include "open.h"
#include "update.h"

/*
 * Events as ExaBGP reports them: one JSON or CBOR object, or lines of text.
 * All here are pure: who hears of what is the caller's business.
 */

/* The members that every event begins with. */
struct event_head {
	const char	*type;
	int64_t		 time;		/* us since 1970 */
	const char	*host;
	uint32_t	 pid, ppid;
	uint64_t	 counter;
	struct rbuf	 raw;		/* whole message, for header and body */
	struct addr	 local, peer;
	uint32_t	 local_as, peer_as;
	uint32_t	 router_id;	/* ours */
};

enum event_dir { EVENT_NONE, EVENT_RECEIVE, EVENT_SEND, EVENT_IN };

/* Layout of routes: ExaBGP's, or that of the guide (prefix as key). */
enum event_layout { EVENT_EXABGP, EVENT_GUIDE };

/* What the member "exabgp" says for a generation, 4 to 6. */
const char *event_version(uint8_t);
/* "{ ... neighbor: { ..., direction", and the two ends. */
void	event_begin(struct sink *, const struct event_head *, enum event_dir);
void	event_end(struct sink *);

/*
 * The "message" member of an update; with ERR_WITHDRAW in its error what
 * was announced is reported as withdrawn (RFC 7606 2).
 */
void	update_emit(const struct update *, enum event_layout, bool compact,
	    struct sink *);
/* Its lines of text: each begins with the prefix. */
struct event_text {
	const char	*prefix;
	uint8_t		 version;
};
void	update_text(const struct update *, const struct event_text *,
	    struct wbuf *);

#endif
