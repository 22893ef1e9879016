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

#include "../out/utf8.h"
#include "conf_priv.h"

#define TURNS_MAX	16	/* templates that are inherited in a row */

/* A whole configuration: from its text to struct conf. */

static void
at_offset(const char *s, size_t off, struct tok *t)
{
	size_t i;

	memset(t, 0, sizeof(*t));
	t->s = s + off;
	t->line = 1;
	t->col = 1;
	t->off = (uint32_t)off;
	for (i = 0; i < off; i++) {
		t->col++;
		if (s[i] == '\n') {
			t->line++;
			t->col = 1;
		}
	}
}

/* Is it text at all?  ASCII is looked at eight bytes at a time. */
static int
check_text(const char *s, size_t len, struct diag *d)
{
	const uint64_t high = 0x8080808080808080, low = 0x0101010101010101;
	uint32_t code;
	uint64_t v;
	size_t i = 0, n;
	struct tok t;

	while (i < len) {
		if (len - i >= 8) {
			memcpy(&v, s + i, 8);
			if (((v | (v - low)) & high) == 0) {
				i += 8;
				continue;
			}
		}
		n = utf8_decode((const uint8_t *)s + i, len - i, &code);
		if (n == 0 || s[i] == '\0') {
			at_offset(s, i, &t);
			return diag_err(d, &t, "byte 0x%02x in position %zu "
			    "is not UTF-8 text", (unsigned char)s[i], i);
		}
		i += n;
	}
	return 0;
}

static void
list_free(struct route_list *l)
{
	free(l->routes);
	wb_free(&l->bytes);
	free(l);
}

void
conf_free(struct conf *c)
{
	struct conf_chunk *ch;
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->nneighbors; i++)
		free(c->neighbors[i].lists);
	if (c->neighbors != NULL)
		freezero(c->neighbors, c->nneighbors * sizeof(*c->neighbors));
	for (i = 0; i < c->nprocs; i++)
		free(c->procs[i].argstr);
	free(c->procs);
	free(c->subs);
	for (i = 0; i < c->nlists; i++)
		list_free(c->lists[i]);
	free(c->lists);
	free(c->attrs);
	free(c->watchdogs);
	while ((ch = c->chunks) != NULL) {
		c->chunks = ch->next;
		free(ch);
	}
	free(c);
}

/* Each list of a neighbor has its turn after the one before; did any move? */
static bool
turns_move(const struct conf *c)
{
	const struct neighbor_conf *n;
	bool moved = false;
	size_t i, j;

	for (i = 0; i < c->nneighbors; i++) {
		n = &c->neighbors[i];
		for (j = 1; j < n->nlists; j++) {
			if (n->lists[j]->turn > n->lists[j - 1]->turn)
				continue;
			n->lists[j]->turn = n->lists[j - 1]->turn + 1;
			moved = true;
		}
	}
	return moved;
}

/*
 * A template stands before the neighbors that inherit it, but what it has is
 * added to their own.  Neighbors may contradict each other in the order of
 * templates: then this is not gone on with.
 */
static void
order_lists(const struct conf *c)
{
	uint32_t i;

	for (i = 0; i < TURNS_MAX && turns_move(c); i++)
		;
}

static void
cparse_free(struct cparse *cp)
{
	size_t i;

	for (i = 0; i < cp->ntemplates; i++)
		conf_nbr_free(cp->templates[i]);
	free(cp->templates);
	for (i = 0; i < cp->nlists; i++)
		free(cp->lists[i]);
	free(cp->lists);
	for (i = 0; i < cp->npending; i++)
		conf_api_free(&cp->pending[i].block);
	free(cp->pending);
	free(cp->guide);
	free(cp->intern.slots.v);
	free(cp->dogs.v);
	free(cp->peers.v);
	wb_free(&cp->intern.block);
	route_free(&cp->route);
	lex_free(&cp->lx);
}

static void
parse(struct cparse *cp)
{
	static const struct kw kws[] = {
		{ "process", KW_SECTION, conf_process },
		{ "template", KW_SECTION, conf_template },
		{ "neighbor", KW_SECTION, conf_neighbor }
	};
	static const struct section root = { "root", kws,
	    sizeof(kws) / sizeof(kws[0]), NULL, NULL };
	const enum tok_kind first = lex_peek(&cp->lx)->kind;

	/* a lone "}" is what was left of a file, not one without neighbors */
	if ((first == TOK_END || first == TOK_CLOSE) && cp->diag->nerr == 0) {
		(void)diag_err(cp->diag, NULL,
		    "issue setting the configuration parser, no data");
		return;
	}
	conf_statements(cp, &root, true);
	if (cp->diag->nerr <= DIAG_MAX && !cp->nomem)
		conf_api_resolve(cp);
}

static struct conf *
parse_text(const char *text, size_t len, const struct conf_opts *opts,
    struct diag *d)
{
	struct cparse *cp;
	struct conf *c;

	if ((cp = calloc(1, sizeof(*cp))) == NULL ||
	    (c = calloc(1, sizeof(*c))) == NULL) {
		free(cp);
		(void)diag_err(d, NULL, "out of memory");
		return NULL;
	}
	lex_init(&cp->lx, LEX_FILE, text, len, d);
	cp->lx.macros = opts->macros;
	cp->diag = d;
	cp->opts = opts;
	cp->conf = c;
	route_init(&cp->route);
	wb_init(&cp->intern.block, 1U << 20);
	parse(cp);
	cparse_free(cp);
	order_lists(c);
	free(cp);
	return c;
}

/* See the header. */
struct conf *
conf_parse(const char *text, size_t len, const struct conf_opts *opts,
    struct diag *d)
{
	const char *src = d->src;
	size_t srclen = d->srclen;
	bool caret = d->caret;
	struct conf *c = NULL;

	d->src = text;
	d->srclen = len;
	d->caret = true;
	if (len > CONF_FILE_MAX)
		(void)diag_err(d, NULL, "the text is larger than %u bytes",
		    CONF_FILE_MAX);
	else if (check_text(text, len, d) == 0)
		c = parse_text(text, len, opts, d);
	d->src = src;
	d->srclen = srclen;
	d->caret = caret;
	if (d->nerr > 0) {
		conf_free(c);
		return NULL;
	}
	return c;
}
