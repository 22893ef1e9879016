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

#ifndef CODEC_ATTR_H
#define CODEC_ATTR_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/addr.h"
#include "../base/buf.h"
#include "../base/lex.h"
#include "../out/sink.h"
#include "err.h"
#include "negot.h"

#define ATTR_OPTIONAL	0x80
#define ATTR_TRANSITIVE	0x40
#define ATTR_PARTIAL	0x20
#define ATTR_EXTLEN	0x10

enum attr_code {
	ATTR_ORIGIN = 1, ATTR_AS_PATH = 2, ATTR_NEXT_HOP = 3, ATTR_MED = 4,
	ATTR_LOCAL_PREF = 5, ATTR_ATOMIC_AGGREGATE = 6, ATTR_AGGREGATOR = 7,
	ATTR_COMMUNITIES = 8, ATTR_ORIGINATOR_ID = 9, ATTR_CLUSTER_LIST = 10,
	ATTR_MP_REACH = 14, ATTR_MP_UNREACH = 15, ATTR_EXT_COMMUNITIES = 16,
	ATTR_AS4_PATH = 17, ATTR_AS4_AGGREGATOR = 18, ATTR_PMSI_TUNNEL = 22,
	ATTR_TUNNEL_ENCAP = 23, ATTR_IPV6_EXT_COMMUNITIES = 25,
	ATTR_AIGP = 26, ATTR_BGP_LS = 29, ATTR_LARGE_COMMUNITIES = 32,
	ATTR_OTC = 35, ATTR_PREFIX_SID = 40, ATTR_SET = 128
};

/* The next hop of a route, first in its canonical block. */
enum nh_kind {
	NH_NONE,	/* families without one, such as FlowSpec */
	NH_SELF,	/* our address on the session, filled in per peer */
	NH_ADDR		/* 4 or 16 bytes, 32 with a link-local address */
};

struct nh {
	uint8_t	kind;
	uint8_t	len;
	uint8_t	b[32];
};

/*
 * The canonical attribute block, which is what the RIB stores and compares:
 *
 *	kind(1) len(1) next-hop(len)  { flags(1) type(1) len(1|2) value }*
 *
 * The attributes are in wire form, ascending by type, AS numbers in four
 * bytes, the length in two bytes if and only if ATTR_EXTLEN is set.
 * NEXT_HOP, MP_REACH, MP_UNREACH, AS4_PATH and AS4_AGGREGATOR never occur:
 * they are made for each peer by attr_encode().  Of a route of ours ORIGIN,
 * AS_PATH and LOCAL_PREF are absent when their default is meant.
 */

/* Builder: attributes in any order; the first of a type wins. */
#define ATTR_BUILD_MAX	256

/* Longest value: an extended message less what surrounds it. */
#define ATTR_VALUE_MAX	65535

struct attr_slot {
	uint8_t		code;
	uint8_t		flags;
	uint32_t	off;		/* of the value, in data */
	uint32_t	len;
};

struct attr_build {
	struct nh	 nh;
	bool		 has_nh;
	uint16_t	 n;
	struct attr_slot slot[ATTR_BUILD_MAX];	/* ascending by type */
	struct wbuf	 data;
};

void	ab_init(struct attr_build *);
void	ab_reset(struct attr_build *);
void	ab_free(struct attr_build *);
/* Add a value; 1 if the type was there already (ignored), -1 if full. */
int	ab_put(struct attr_build *, uint8_t, uint8_t, const void *, size_t);
/*
 * The same for a value that the caller has just appended to ab->data, from
 * the offset given: attributes are parsed without a copy.
 */
int	ab_commit(struct attr_build *, uint8_t, uint8_t, size_t);
const struct attr_slot *ab_get(const struct attr_build *, uint8_t);
struct rbuf ab_value(const struct attr_build *, const struct attr_slot *);
/* Drop an attribute of that type, if there. */
void	ab_del(struct attr_build *, uint8_t);
/* Append the canonical block.  0, or -1 if the buffer is full. */
int	ab_finish(const struct attr_build *, struct wbuf *);

/* What a check of received attributes has to know. */
struct attr_ctx {
	const struct negot	*negot;
	bool			 has_nlri;	/* the NLRI field is not empty */
};

/*
 * One path attribute.  Value functions see the value only, never the
 * header.  All but code and flags may be NULL: `check` copies, `wire`
 * copies, an attribute without `parse` has no keyword.  A value is valid if
 * its length is within min and max, a multiple of unit, and `valid` agrees;
 * one that is not (of a raw `attribute [ ... ]`) is printed as raw bytes.
 */
struct attr_ops {
	const char	*name;		/* keyword in routes */
	const char	*json;		/* key in events */
	uint8_t		 code;
	uint8_t		 flags;		/* OPTIONAL and TRANSITIVE as sent */
	enum err_action	 on_error;	/* RFC 7606 7 and later RFCs */
	uint16_t	 min;		/* length of a canonical value */
	uint16_t	 max;		/* 0: no limit */
	uint8_t		 unit;		/* 0: any length */
	bool		 ibgp_only;	/* discarded when an eBGP peer sends it */
	bool		 merge;		/* a second keyword adds its items */
	bool		(*valid)(struct rbuf);
	/* received value -> canonical value, appended; replaces the length
	 * checks above */
	int	(*check)(const struct attr_ctx *, struct rbuf, struct wbuf *,
		    struct bgp_err *);
	/* canonical value -> whole attributes for this peer, appended */
	void	(*wire)(const struct negot *, uint8_t flags, struct rbuf,
		    struct wbuf *);
	/* words after the keyword -> canonical value, appended; 0, -1, or 1
	 * if the attribute is to be left out (an empty list) */
	int	(*parse)(struct lex *, struct wbuf *);
	/* canonical value -> keyword and words, appended; NULL: raw form */
	void	(*text)(struct rbuf, struct wbuf *);
	/*
	 * the same as ExaBGP's text encoder has it, if that differs; what
	 * appends nothing is not shown
	 */
	void	(*event)(struct rbuf, struct wbuf *);
	/* canonical value -> "key": value, one or more; NULL: raw form */
	void	(*emit)(struct rbuf, struct sink *);
};

extern const struct attr_ops *const attr_table[];	/* NULL terminated */
const struct attr_ops *attr_find(uint8_t);
const struct attr_ops *attr_find_name(const char *, size_t);

/*
 * Parse the words behind the keyword of a row into the builder: the first
 * value of a type wins, `merge` rows add and sort.  0 or -1.
 */
int	attr_parse(const struct attr_ops *, struct lex *, struct attr_build *);
/* Add items to an attribute whose row says `merge`: 0, or -1 if full. */
int	attr_merge(const struct attr_ops *, struct attr_build *,
	    const void *, size_t);
/* The words behind `attribute`: "[ 0xTYPE 0xFLAGS 0xDATA ]". */
int	attr_raw_parse(struct lex *, struct attr_build *);
/* Is this a value that the row's own functions understand? */
bool	attr_valid(const struct attr_ops *, struct rbuf);
/* Sort the items of a list value, each of `unit` bytes. */
void	attr_sort(uint8_t *, size_t, size_t unit);

/*
 * Walk a canonical block: attr_first() reads the next hop, attr_next()
 * returns false at the end.
 */
struct attr_iter {
	uint8_t		flags;
	uint8_t		code;
	struct rbuf	val;
	struct rbuf	rest;
};

void	attr_first(struct attr_iter *, const void *, size_t, struct nh *);
bool	attr_next(struct attr_iter *);

/* The AS numbers of a canonical AS_PATH, without a word in front. */
void	aspath_text(struct rbuf, struct wbuf *);

/* Write one attribute header and value in wire form. */
void	attr_put(struct wbuf *, uint8_t, uint8_t, const void *, size_t);

/*
 * The path attributes of one UPDATE to a peer, all but MP_REACH and
 * MP_UNREACH: defaults added, AS_PATH prepended by default on eBGP,
 * LOCAL_PREF and AIGP by session type, AS_TRANS and AS4_* for old peers
 * (RFC 6793 4.2.2), NEXT_HOP if nh is IPv4 and `with_nh` is set.
 */
void	attr_encode(const struct negot *, const void *, size_t,
	    const struct nh *, bool with_nh, struct wbuf *);

/*
 * All attributes of a block, each with one space in front: as words of the
 * route language, and as ExaBGP's text encoder writes them (which differs
 * for as-path).  The next hop belongs to the NLRI's text.
 */
void	attr_text(const void *, size_t, struct wbuf *);
void	attr_event(const void *, size_t, uint8_t version, struct wbuf *);
/* All attributes as members of the "attribute" object; false if none. */
bool	attr_emit(const void *, size_t, struct sink *);
/* The same with a NEXT_HOP, of IPv4, in its place; NULL: none. */
bool	attr_emit_nh(const void *, size_t, const struct nh *, struct sink *);

#endif
