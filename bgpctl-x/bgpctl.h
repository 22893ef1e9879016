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


#ifndef BGPCTL_H
#define BGPCTL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define DEFAULT_SOCK	"/run/bgpd-x/bgpd-x.sock"

/*
 * client.c: one request; what comes back goes to standard output.  0 done,
 * 1 refused or failed, with one line why on standard error.
 */
int	client_run(const char *sock, bool json, const char *, size_t);

/* offline.c: what needs no daemon; exit statuses, 2 for usage */
int	offline_decode(int, char *[]);
int	offline_encode(int, char *[]);
int	offline_convert(int, char *[]);

/* tojson.c: one CBOR data item as JSON, appended; -1 if it is none. */
int	cbor_to_json(const void *, size_t, struct wbuf *);

#endif
