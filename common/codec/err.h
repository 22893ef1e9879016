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

#ifndef CODEC_ERR_H
#define CODEC_ERR_H

#include <stddef.h>
#include <stdint.h>

/* What an error in a received attribute or NLRI leads to: RFC 7606 2. */
enum err_action {
	ERR_NONE,
	ERR_DISCARD,		/* attribute discard */
	ERR_WITHDRAW,		/* treat-as-withdraw */
	ERR_RESET		/* session reset: send NOTIFICATION */
};

#define ERR_DATA_MAX	255

/* The worst error found so far; see err_raise(). */
struct bgp_err {
	enum err_action	action;
	uint8_t		code;		/* NOTIFICATION code and subcode */
	uint8_t		subcode;
	uint8_t		attr;		/* path attribute, 0 if none */
	uint8_t		datalen;
	uint8_t		data[ERR_DATA_MAX];
	char		text[80];	/* reason, for the log */
};

/* NOTIFICATION codes and subcodes: RFC 4271 4.5, 4486, 5492, 6608, 7313. */
#define NOTIFY_HEADER		1
#define NOTIFY_OPEN		2
#define NOTIFY_UPDATE		3
#define NOTIFY_HOLD		4
#define NOTIFY_FSM		5
#define NOTIFY_CEASE		6
#define NOTIFY_REFRESH		7
#define NOTIFY_SEND_HOLD	8

#define HEADER_SYNC		1
#define HEADER_LENGTH		2
#define HEADER_TYPE		3

#define OPEN_VERSION		1
#define OPEN_PEER_AS		2
#define OPEN_BGP_ID		3
#define OPEN_OPT_PARAM		4
#define OPEN_HOLD_TIME		6
#define OPEN_CAPABILITY		7

#define UPDATE_ATTR_LIST	1
#define UPDATE_UNKNOWN_WK	2
#define UPDATE_MISSING_WK	3
#define UPDATE_ATTR_FLAGS	4
#define UPDATE_ATTR_LENGTH	5
#define UPDATE_ORIGIN		6
#define UPDATE_NEXT_HOP		8
#define UPDATE_OPT_ATTR		9
#define UPDATE_NETWORK		10
#define UPDATE_AS_PATH		11

#define FSM_OPENSENT		1
#define FSM_OPENCONFIRM		2
#define FSM_ESTABLISHED		3

#define CEASE_MAX_PREFIX	1
#define CEASE_ADMIN_DOWN	2
#define CEASE_DECONFIGURED	3
#define CEASE_ADMIN_RESET	4
#define CEASE_REJECTED		5
#define CEASE_CONFIG_CHANGE	6
#define CEASE_COLLISION		7
#define CEASE_RESOURCES		8
#define CEASE_HARD_RESET	9
#define CEASE_BFD_DOWN		10

/* Keep the error if it is worse than the one there; returns -1. */
int	err_raise(struct bgp_err *, enum err_action, uint8_t, uint8_t,
	    const void *, size_t, const char *, ...)
	    __attribute__((__format__(__printf__, 7, 8)));

const char *notify_code_name(uint8_t);
const char *notify_subcode_name(uint8_t, uint8_t);

#endif
