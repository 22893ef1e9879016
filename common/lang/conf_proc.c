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

#include <stdlib.h>
#include <string.h>

#include "conf_priv.h"

/* The process section. */

static int
choice(struct cparse *cp, const char *const *words, size_t n, uint8_t *v)
{
	struct tok t = *lex_peek(&cp->lx);
	char all[64] = "";
	size_t i;

	(void)lex_word(&cp->lx, &t);
	for (i = 0; i < n; i++) {
		if (t.kind == TOK_WORD && tok_is_nocase(&t, words[i])) {
			*v = (uint8_t)i;
			return 0;
		}
		(void)strlcat(all, i > 0 ? ", " : "", sizeof(all));
		(void)strlcat(all, words[i], sizeof(all));
	}
	if (t.kind != TOK_WORD)
		t.len = 0;
	return lex_err(&cp->lx, &t, "\"%.*s\" is an invalid option, options "
	    "are: %s", (int)t.len, t.s, all);
}

#define CHOICE(cp, words, v) \
	choice(cp, words, sizeof(words) / sizeof((words)[0]), v)

static const char *const encoders[] = {
	[ENC_JSON] = "json", [ENC_TEXT] = "text", [ENC_CBOR] = "cbor"
};
static const char *const layouts[] = {
	[LAYOUT_EXABGP] = "exabgp", [LAYOUT_GUIDE] = "guide"
};
static const char *const slows[] = {
	[SLOW_PAUSE] = "pause", [SLOW_DROP] = "drop", [SLOW_KILL] = "kill"
};
static const char *const exits[] = {
	[EXIT_KEEP] = "keep", [EXIT_WITHDRAW] = "withdraw",
	[EXIT_SHUTDOWN] = "shutdown"
};

const char *
conf_encoder_name(uint8_t v)
{
	return encoders[v];
}

const char *
conf_layout_name(uint8_t v)
{
	return layouts[v];
}

const char *
conf_slow_name(uint8_t v)
{
	return slows[v];
}

const char *
conf_exit_name(uint8_t v)
{
	return exits[v];
}

static int
kw_encoder(struct cparse *cp, const struct tok *kw)
{
	(void)kw;
	return CHOICE(cp, encoders, &cp->proc->encoder);
}

static int
kw_layout(struct cparse *cp, const struct tok *kw)
{
	(void)kw;
	cp->proc_layout = true;
	return CHOICE(cp, layouts, &cp->proc->layout);
}

static int
kw_slow(struct cparse *cp, const struct tok *kw)
{
	(void)kw;
	return CHOICE(cp, slows, &cp->proc->slow);
}

static int
kw_exit(struct cparse *cp, const struct tok *kw)
{
	(void)kw;
	return CHOICE(cp, exits, &cp->proc->on_exit);
}

/* A boolean, true if it stands alone. */
static int
flag(struct cparse *cp, uint8_t *v)
{
	struct tok t;
	bool b = true;

	if (lex_word(&cp->lx, &t) && val_bool(&t, &b) == -1)
		return lex_err(&cp->lx, &t,
		    "invalid value (%.*s) for a boolean", (int)t.len, t.s);
	*v = b;
	return 0;
}

static int
kw_respawn(struct cparse *cp, const struct tok *kw)
{
	(void)kw;
	return flag(cp, &cp->proc->respawn);
}

static int
kw_compact(struct cparse *cp, const struct tok *kw)
{
	(void)kw;
	return flag(cp, &cp->proc->compact);
}

static int
kw_coalesce(struct cparse *cp, const struct tok *kw)
{
	(void)kw;
	return flag(cp, &cp->proc->coalesce);
}

static int
kw_version(struct cparse *cp, const struct tok *kw)
{
	struct tok t;
	uint32_t v;

	(void)kw;
	if (lex_need(&cp->lx, &t, "version 4, 5 or 6") == -1)
		return -1;
	if (val_u32(&t, 4, 6, &v) == -1)
		return lex_err(&cp->lx, &t, "the version of the API is 4, 5 "
		    "or 6");
	cp->proc->version = (uint8_t)v;
	return 0;
}

static int
kw_user(struct cparse *cp, const struct tok *kw)
{
	struct tok t;

	(void)kw;
	if (lex_need(&cp->lx, &t, "the name of a user") == -1)
		return -1;
	return conf_name(cp, &t, "the name of a user", cp->proc->user,
	    sizeof(cp->proc->user));
}

/* `receive` as the guide has it, for all neighbors that name the process. */
static int
kw_receive(struct cparse *cp, const struct tok *kw)
{
	(void)kw;
	if (!cp->proc_layout)
		cp->proc->layout = LAYOUT_GUIDE;
	return conf_messages(cp, "receive",
	    &cp->guide[cp->conf->nprocs]);
}

static const struct kw process_kws[] = {
	{ "run", KW_WORDS, conf_run },
	{ "encoder", KW_WORDS, kw_encoder },
	{ "respawn", KW_WORDS, kw_respawn },
	{ "version", KW_WORDS, kw_version },
	{ "layout", KW_WORDS, kw_layout },
	{ "user", KW_WORDS, kw_user },
	{ "slow-consumer", KW_WORDS, kw_slow },
	{ "on-exit", KW_WORDS, kw_exit },
	{ "compact", KW_WORDS, kw_compact },
	{ "coalesce-acks", KW_WORDS, kw_coalesce },
	{ "receive", KW_SECTION, kw_receive }
};

static int
named(struct cparse *cp, const struct tok *t)
{
	struct proc_conf *p = cp->proc;
	size_t i;

	if (conf_name(cp, t, "the name of a process", p->name,
	    sizeof(p->name)) == -1)
		return -1;
	if (strncmp(p->name, "api-internal-cli-", 17) == 0)
		return lex_err(&cp->lx, t, "process names that begin with "
		    "\"api-internal-cli-\" are reserved");
	for (i = 0; i < cp->conf->nprocs; i++) {
		if (strcmp(cp->conf->procs[i].name, p->name) == 0)
			return lex_err(&cp->lx, t, "a process section "
			    "called \"%s\" already exists", p->name);
	}
	return 0;
}

/* A new record at the end of the list, which does not count yet. */
static int
begin(struct cparse *cp)
{
	struct conf *c = cp->conf;
	struct proc_conf *p;
	struct sub_bits *g;

	if ((p = conf_grow(cp, c->procs, c->nprocs, sizeof(*p))) == NULL)
		return -1;
	c->procs = p;
	if ((g = conf_grow(cp, cp->guide, c->nprocs, sizeof(*g))) == NULL)
		return -1;
	cp->guide = g;
	cp->proc = &p[c->nprocs];
	memset(cp->proc, 0, sizeof(*cp->proc));
	memset(&g[c->nprocs], 0, sizeof(*g));
	cp->proc->encoder = ENC_TEXT;
	cp->proc->respawn = 1;
	cp->proc_layout = false;
	return 0;
}

/* ExaBGP takes a section without a name, and calls it "{". */
int
conf_process(struct cparse *cp, const struct tok *kw)
{
	static const struct section sec = { "process", process_kws,
	    sizeof(process_kws) / sizeof(process_kws[0]), NULL, NULL };
	struct tok t = *lex_peek(&cp->lx);
	unsigned int nerr = cp->diag->nerr;

	if (begin(cp) == -1)
		return -1;
	(void)lex_word(&cp->lx, &t);
	(void)named(cp, &t);
	conf_section(cp, &sec, kw->s, kw->len);
	if (cp->proc->argc == 0 && cp->diag->nerr == nerr)
		(void)lex_err(&cp->lx, kw, "unset process sections: run");
	cp->conf->nprocs++;
	cp->proc = NULL;
	return 0;
}
