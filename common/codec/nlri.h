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

#ifndef CODEC_NLRI_H
#define CODEC_NLRI_H

#include <stdbool.h>
#include <stdint.h>

#include "attr.h"

#define LABELS_MAX	16
#define NLRI_LEN_MAX	4200	/* bytes: the longest FlowSpec rule fits */
#define ROUTE_WORD_MAX	64

struct nlri_ops;

/*
 * A route as the language builds it.  Reused for line after line: nothing
 * is allocated once its buffers have grown.
 */
struct route {
	uint8_t			 fam;		/* enum fam */
	bool			 has_path_id;
	bool			 has_prefix;
	bool			 has_rd;
	bool			 has_label;	/* even if the list is empty */
	bool			 withdraw;	/* the keyword */
	uint8_t			 split;		/* bits, 0 without */
	uint8_t			 nlabels;
	uint32_t		 path_id;
	uint32_t		 labels[LABELS_MAX];
	uint8_t			 rd[8];
	struct prefix		 prefix;
	uint8_t			 have;		/* keywords seen, by family */
	uint32_t		 num[4];	/* their values, by family */
	struct wbuf		 work;		/* FlowSpec components, options */
	struct wbuf		 nlri;		/* canonical bytes */
	struct attr_build	 attrs;
	char			 watchdog[ROUTE_WORD_MAX];
	char			 name[ROUTE_WORD_MAX];
};

void	route_init(struct route *);
void	route_reset(struct route *);
void	route_free(struct route *);

/* How one NLRI is printed. */
struct nlri_ctx {
	const struct nh	*nh;		/* NULL in a withdraw */
	bool		 has_path_id;
	uint32_t	 path_id;
	bool		 shown;		/* ExaBGP's text, may not parse */
};

enum {
	NF_NO_NH = 1,		/* MP_REACH may have no next hop */
	NF_RD_NH = 2,		/* next hop has an RD of zeros in front */
	NF_ADDPATH = 4,		/* ADD-PATH is defined for it */
	NF_V4_FIELD = 8,	/* may use the NLRI fields of RFC 4271 */
	NF_WD_ATTRS = 16,	/* an MP_UNREACH carries the attributes too */
	NF_NH_ATTR = 32,	/* an IPv4 next hop is sent as NEXT_HOP too */
	NF_LABEL = 64,		/* labels in front of the prefix */
	NF_RD = 128,		/* a route distinguisher before the prefix */
	NF_OWN_AFI = 256	/* AFI(2) and SAFI(1) are in front of it */
};

/*
 * One address family.  Text comes in two ways: `parse` reads words in a
 * fixed order ("10.0.0.0/24", "mac-ip rd ... esi ..."), `keyword` one
 * keyword that may stand anywhere among those of the route (flow, vpls).
 * Both leave what they read in the route; `finish` makes route->nlri of it
 * when all words are there, and checks that nothing is missing.  The
 * keywords rd, label, path-information and next-hop are the language's.
 */
struct nlri_ops {
	uint8_t	 fam;
	uint16_t flags;
	/*
	 * Cut one NLRI (without path id) off the input and check it: 0; 1 if
	 * it is malformed but its end is known, so that it can be skipped;
	 * -1 if nothing behind it can be read either.
	 */
	int	(*next)(const struct nlri_ops *, struct rbuf *, struct rbuf *,
		    struct bgp_err *);
	/* bytes that identify it; NULL: all */
	void	(*ident)(const struct nlri_ops *, struct rbuf, struct wbuf *);
	/* words after the route keyword; NULL: none come in fixed order */
	int	(*parse)(struct lex *, struct route *);
	/* a keyword, already consumed: 1 done, 0 not one, -1 error */
	int	(*keyword)(struct lex *, const struct tok *, struct route *);
	/* all read: build route->nlri; the token is where to report */
	int	(*finish)(struct lex *, const struct tok *, struct route *);
	/* NLRI, path-information and next-hop as words, no space in front */
	void	(*text)(const struct nlri_ops *, struct rbuf,
		    const struct nlri_ctx *, struct wbuf *);
	/* one JSON object */
	void	(*emit)(const struct nlri_ops *, struct rbuf,
		    const struct nlri_ctx *, struct sink *);
};

extern const struct nlri_ops *const nlri_table[FAM_MAX]; /* by enum fam */

/* The same by family; one without a row has no NLRI. */
int	nlri_next(enum fam, struct rbuf *, struct rbuf *, struct bgp_err *);
void	nlri_ident(enum fam, struct rbuf, struct wbuf *);
void	nlri_text(enum fam, struct rbuf, const struct nlri_ctx *,
	    struct wbuf *);
void	nlri_emit(enum fam, struct rbuf, const struct nlri_ctx *,
	    struct sink *);
/*
 * Words to NLRI bytes for the families of prefixes: the prefix of a word,
 * with ExaBGP's messages, and all of the route by its family.
 */
int	nlri_prefix_parse(struct lex *, const struct tok *, struct prefix *);
int	nlri_finish(struct lex *, const struct tok *, struct route *);

/*
 * A route distinguisher (RFC 4364 4.2): from text, to text that parses
 * back, and as ExaBGP reports it, where a type 2 may look like a type 0.
 */
int	rd_parse(const struct tok *, uint8_t *);
void	rd_text(const uint8_t *, struct wbuf *);
/* Label stack of a labelled NLRI: entries written, bottom bit on the last. */
void	labels_wire(const uint32_t *, uint8_t, struct wbuf *);

/* Next hop for MP_REACH_NLRI of the family: length and bytes. */
void	nlri_nexthop(const struct nlri_ops *, const struct nh *,
	    struct wbuf *);
/* " next-hop X" and "next-hop" of a list of keywords, for rows' use. */
void	nlri_text_nh(const struct nlri_ctx *, struct wbuf *);
/* The route distinguisher, exact unless it is only shown. */
void	nlri_text_rd(const struct nlri_ctx *, const uint8_t *, struct wbuf *);
void	nlri_text_path_id(const struct nlri_ctx *, struct wbuf *);
/* "a.b.c.d" or "self"; a second, link-local address is left out. */
void	nh_text(const struct nh *, struct wbuf *);

#endif
