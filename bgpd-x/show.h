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

#ifndef SHOW_H
#define SHOW_H

#include "cmd.h"

/* Answers of the session engine to `show neighbor`. */
void	 show_peer_stat(struct imsg *);
void	 show_peer_end(struct imsg *);

enum show_mode { SHOW_NONE, SHOW_SUMMARY, SHOW_EXTENSIVE, SHOW_CONF };

/* show_filter.c: which routes are shown; all that is said must hold. */
#define RIB_CONDS_MAX	8
struct rib_cond {
	enum { COND_PREFIX, COND_LOOKUP, COND_ITEM, COND_AS } kind;
	struct prefix	prefix;
	uint8_t		code, size;	/* the attribute, bytes of an item */
	uint8_t		item[12];
	uint32_t	as;
};
struct rib_filter {
	uint32_t	families;	/* FAM_BIT set */
	bool		has_families;
	bool		longer, shorter; /* or less exact prefixes */
	unsigned int	n;
	struct rib_cond	cond[RIB_CONDS_MAX];
};
void	 rib_filter_words(struct words *);
int	 rib_filter_word(struct lex *, const struct tok *,
	    struct rib_filter *);
/* Routes to an address: a condition more, 1, or -1 with the reason. */
int	 rib_filter_lookup(struct lex *, const struct tok *,
	    const struct addr *, struct rib_filter *);
bool	 rib_filter_match(const struct rib_filter *,
	    const struct rib_entry *);

/* cmd_show.c */
const char *show_next_hop(const struct eng_peer *, const struct rib_entry *,
	    struct nh *);

/* show_table.c: routes in columns */
void	 show_table_head(struct client *);
void	 show_table_row(struct client *, const struct eng_peer *,
	    const struct rib_entry *);

/* show_neighbor.c: one neighbor in each form */
void	 show_summary_head(struct client *);
void	 show_summary(struct client *, const struct eng_peer *);
void	 show_extensive(struct client *, const struct eng_peer *);
void	 show_conf(struct client *, const struct eng_peer *);
void	 show_object(const struct eng_peer *, bool more, bool v6,
	    struct sink *);
/* The members of that object in one begun; that of the peer alone. */
void	 show_members(const struct eng_peer *, bool peer, bool v6,
	    struct sink *);
void	 show_remote(const struct eng_peer *, bool v6, struct sink *);

#endif
