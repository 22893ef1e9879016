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

#ifndef LANG_CONF_PRIV_H
#define LANG_CONF_PRIV_H

#include "../base/lex.h"
#include "conf.h"
#include "stmt.h"

/* What the files of the configuration parser share. */

#define CONF_HOLD_TIME	180	/* s */
#define CONF_GR_MAX	4095	/* s, RFC 4724 3 */
#define CONF_AO_ALGS	3
#define SECRET_MAX	256	/* bytes of a key as it is written */

/* A word that is kept with its place, for checks after the file. */
struct word {
	char		*s;		/* terminated; owned */
	struct tok	 at;		/* its text is not valid any more */
};

/* A key as it is written, in plain text or in base64. */
struct secret {
	uint16_t	len;
	char		s[SECRET_MAX];
};

/* What an api block subscribes: the bits given, and their values. */
struct sub_bits {
	uint8_t	kind, kind_set;		/* enum sub_kind */
	uint8_t	form, form_set;		/* enum sub_form */
};

struct api_block {
	char		 name[CONF_NAME_MAX];	/* "" : unnamed */
	struct word	*procs;
	size_t		 nprocs;
	struct word	*match;			/* regular expressions */
	size_t		 nmatch;
	struct sub_bits	 rx, tx;
	uint8_t		 other, other_set;	/* enum sub_other */
	struct tok	 at;		/* the "api" */
};

/* Routes written at one place, and where the first of a family is. */
struct list_info {
	struct route_list	*list;
	struct tok		 at[FAM_MAX];
};

/* Families named in a block, and the block itself. */
struct fam_block {
	uint32_t	bits;
	uint8_t		given;
	uint8_t		all;
};

enum graceful_mode { GRACEFUL_OFF, GRACEFUL_TIME, GRACEFUL_HOLD };
struct graceful {
	uint16_t	time;		/* s */
	uint8_t		mode;
};

enum { ADDPATH_RX = 1, ADDPATH_TX = 2 };
enum { NEXTHOP_AUTO, NEXTHOP_ON, NEXTHOP_OFF };

/*
 * A neighbor or template while it is read.  Options go straight into the
 * record that the processes get, as far as that has a place for them.
 */
struct nbr {
	uint64_t		  set;		/* options given, by row */
	struct tok		  where[64];	/* and where */
	struct peer_conf	  peer;
	struct secret		  md5, ao;
	uint8_t			  md5_base64;
	uint8_t			  ao_base64, ao_keyid, ao_alg;
	uint8_t			  has_ao;
	uint8_t			  addpath;	/* bits */
	uint8_t			  nexthop;
	struct graceful		  graceful;
	struct fam_block	  fams, apfams;
	uint32_t		  own_paths;	/* not of a template: */
	uint32_t		  own_max;	/* add-path, max-prefix */
	uint32_t		  own_extnh;	/* and nexthop */
	uint16_t		  limits[FAM_MAX];
	uint32_t		  raw[RAW_FAMILIES];
	uint32_t		  extnh;	/* ipv4 with IPv6 next hop */
	uint8_t			  has_extnh;
	struct word		 *inherit;
	size_t			  ninherit;
	struct api_block	 *apis;
	size_t			  napis;
	struct list_info	 *own;
	struct list_info	**lists;	/* inherited */
	size_t			  nlists;
	char			  name[CONF_NAME_MAX];	/* of a template */
	struct tok		  at;		/* the "neighbor" */
};

/* An api block of a neighbor, to be resolved when all processes are known. */
struct pending_api {
	struct api_block	block;
	uint32_t		neighbor;
};

/* Which of an array has these bytes: index + 1 by hash, 0 is free. */
struct slots {
	uint32_t	*v;
	size_t		 size;
};

/* Interned attribute sets, and the last one. */
struct intern {
	struct slots	 slots;
	struct wbuf	 block;		/* of the route at hand */
	uint32_t	 last;		/* index + 1 */
};

/* A configuration while it is read. */
struct cparse {
	struct lex		  lx;
	struct diag		 *diag;
	const struct conf_opts	 *opts;
	struct conf		 *conf;
	struct nbr		 *cur;		/* neighbor at hand */
	struct nbr		**templates;
	size_t			  ntemplates;
	struct list_info	**lists;
	size_t			  nlists;
	struct pending_api	 *pending;
	size_t			  npending;
	struct api_block	 *api;		/* at hand */
	struct sub_bits		 *bits;		/* the same, receive or send */
	struct proc_conf	 *proc;		/* at hand */
	bool			  proc_layout;	/* `layout` was given */
	struct sub_bits		 *guide;	/* of each process */
	struct route		  route;
	struct intern		  intern;
	struct slots		  dogs, peers;
	uint16_t		  afi;		/* of the section at hand */
	uint32_t		  seen;		/* families of the block */
	uint64_t		  nroutes;
	bool			  nomem;
};

/* The sections: which statements each may have. */
enum kw_kind {
	KW_WORDS,		/* words; the ";" is left to the walker */
	KW_SECTION,		/* reads its own "{ ... }" */
	KW_WHOLE		/* reads the whole statement, of either kind */
};

struct kw {
	const char	*name;
	enum kw_kind	 kind;
	int		(*fn)(struct cparse *, const struct tok *);
};

struct section {
	const char	*class;		/* as ExaBGP calls it in messages */
	const struct kw	*kws;
	size_t		 nkws;
	/* a word that is none of them: 0 done, -1 error, 1 unknown */
	int		(*other)(struct cparse *, const struct tok *);
	/* such words, for the hint; NULL: none */
	size_t		(*words)(const char **, size_t);
};

#define SECTION_WORDS_MAX	64

/* conf_walk.c: from before the "{" to behind the "}"; named for messages. */
void	conf_section(struct cparse *, const struct section *, const char *,
	    size_t);
/* The statements of a section up to its end; of the root if depth is 0. */
void	conf_statements(struct cparse *, const struct section *, bool);
/* Store a copy of a word; 0 or -1. */
int	conf_word(struct cparse *, struct word **, size_t *,
	    const struct tok *);
void	conf_words_free(struct word *, size_t);
/* Room for one more in an array of n; NULL after an error. */
void	*conf_grow(struct cparse *, void *, size_t, size_t);
/* Copy a name with its limit: 0, or -1 and an error. */
int	conf_name(struct cparse *, const struct tok *, const char *, char *,
	    size_t);

/* conf_old.c: what to do about a word that was or might be ExaBGP 3's. */
const char *conf_old_hint(const char *, const struct tok *);

/* conf_opt.c: options of neighbor, capability and tcp-ao. */
enum opt_section { OPT_NEIGHBOR, OPT_CAPABILITY, OPT_AO };
int	conf_option(struct cparse *, enum opt_section, const struct tok *);
size_t	conf_option_words(enum opt_section, const char **, size_t);
void	conf_option_defaults(struct nbr *);
/* Print those that differ from the defaults; returns how many. */
size_t	conf_option_show(const struct nbr *, const struct nbr *,
	    enum opt_section, const char *, struct wbuf *);
/* Template options override what the neighbor has. */
void	conf_option_inherit(struct cparse *, struct nbr *,
	    const struct nbr *);
/* Where an option is, NULL if it is not given. */
const struct tok *conf_option_at(const struct nbr *, const char *);

/* conf_neighbor.c */
int	conf_neighbor(struct cparse *, const struct tok *);
int	conf_template(struct cparse *, const struct tok *);
int	conf_peer(struct cparse *, const struct tok *, struct prefix *);
void	conf_nbr_free(struct nbr *);

/* conf_check.c: the checks at the "}" of a neighbor, and what follows. */
void	conf_neighbor_done(struct cparse *, struct nbr *);

/* conf_family.c */
int	conf_family(struct cparse *, const struct tok *);
int	conf_addpath(struct cparse *, const struct tok *);
int	conf_nexthop(struct cparse *, const struct tok *);
int	conf_maxprefix(struct cparse *, const struct tok *);
/* All that can be offered, by what was configured; and back to text. */
void	conf_families_set(struct nbr *);
/* Say which of its own sections change nothing. */
void	conf_families_idle(struct cparse *, const struct nbr *);
void	conf_families_unset(struct nbr *);
void	conf_families_show(const struct nbr *, struct wbuf *);

/* conf_proc.c, conf_run.c, conf_api.c */
int	conf_process(struct cparse *, const struct tok *);
const char *conf_encoder_name(uint8_t);
const char *conf_layout_name(uint8_t);
const char *conf_slow_name(uint8_t);
const char *conf_exit_name(uint8_t);
int	conf_run(struct cparse *, const struct tok *);
/* Find and check the program: 0, or -1 and an error at the token. */
int	conf_program(struct cparse *, const struct tok *, const char *,
	    char *, size_t);
int	conf_api(struct cparse *, const struct tok *);
int	conf_messages(struct cparse *, const char *, struct sub_bits *);
/* The words of bits, one a line. */
void	conf_messages_show(uint8_t, uint8_t, struct wbuf *);
void	conf_other_show(uint8_t, struct wbuf *);
void	conf_api_inherit(struct cparse *, struct nbr *, const struct nbr *);
void	conf_api_free(struct api_block *);
void	conf_api_resolve(struct cparse *);

/*
 * Room for one more of n things, whose hashes these are: at most half of the
 * slots are used.
 */
int	conf_slots(struct cparse *, struct slots *, size_t,
	    uint32_t (*)(const struct conf *, size_t));
/* conf_route.c, conf_intern.c */
int	conf_static(struct cparse *, const struct tok *);
int	conf_flow(struct cparse *, const struct tok *);
int	conf_l2vpn(struct cparse *, const struct tok *);
int	conf_announce(struct cparse *, const struct tok *);
/* Index of the attributes of the route; -1 after an error. */
int64_t	conf_intern(struct cparse *);
/*
 * conf_print_route.c: the routes of a list in their sections.  The state is
 * zero at first, and kept from list to list until the end.
 */
struct route_place {
	uint8_t		place;
	uint16_t	afi;
};
void	conf_print_routes(const struct conf *, const struct route_list *,
	    struct route_place *, struct wbuf *);
void	conf_print_end(struct route_place *, struct wbuf *);
int	conf_watchdog(struct cparse *, const char *, uint16_t *);

#endif
