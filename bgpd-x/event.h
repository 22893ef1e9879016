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

#ifndef EVENT_H
#define EVENT_H

#include "eng.h"

/* Events to the API processes that subscribed to them. */
void	event_state(struct eng_peer *, const char *);
void	event_down(struct eng_peer *, const struct im_down *);
void	event_fsm(struct eng_peer *, uint8_t);
void	event_negotiated(struct eng_peer *);
void	event_signal(int);
void	event_shutdown(void);
void	event_lagged(struct prog *, uint64_t);
/* For one program alone, which has to be told how things are. */
void	event_state_again(struct eng_peer *, const struct prog *);
void	event_update_again(struct eng_peer *, const struct prog *,
	    const struct update *);
void	event_marker(struct prog *);
/* A whole message that is no UPDATE. */
void	event_message(struct eng_peer *, bool, uint8_t, struct rbuf);
/* An UPDATE, raw and decoded (NULL if it could not be). */
void	event_update(struct eng_peer *, bool, struct rbuf,
	    const struct update *);
bool	event_wants(const struct eng_peer *, bool, uint8_t);

#endif
