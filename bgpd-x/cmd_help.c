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

/*
 * `help`: what commands there are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd_table.h"

#define HELP_MAX	128		/* rows of a table */

static const char *
selector(const struct cmd *c)
{
	return !cmd_selects(c) ? "" : (c->flags & C_NAMED) == C_NAMED ?
	    "neighbor <ip> [filters] " : "[neighbor <ip> [filters]] ";
}

static int
by_line(const void *va, const void *vb)
{
	const struct cmd *const *a = va, *const *b = vb;
	int r = strcmp(selector(*a), selector(*b));
	char line[2][128];

	if (r == 0)
		return strcmp((*a)->words, (*b)->words);
	snprintf(line[0], sizeof(line[0]), "%s%s", selector(*a), (*a)->words);
	snprintf(line[1], sizeof(line[1]), "%s%s", selector(*b), (*b)->words);
	return strcmp(line[0], line[1]);
}

/* The commands of a table, in the order of the alphabet. */
static size_t
sorted(const struct cmd *table, const struct cmd **v)
{
	size_t n;

	for (n = 0; n < HELP_MAX && table[n].words != NULL; n++)
		v[n] = &table[n];
	qsort(v, n, sizeof(*v), by_line);
	return n;
}

static void
help_line(struct cmd_ctx *x, const char *before, const struct cmd *c)
{
	reply_line(x->c, "%s%s %s", before, c->words, c->args != NULL ?
	    c->args : "");
}

/* The commands of the grammar that was asked in. */
static void
help_commands(struct cmd_ctx *x)
{
	const struct cmd *v[HELP_MAX] = { NULL };
	size_t i, n = sorted(commands, v);

	for (i = 0; i < n; i++)
		if (!x->v6)
			help_line(x, selector(v[i]), v[i]);
		else if (cmd_selects(v[i]))
			help_line(x, "peer <selector> ", v[i]);
	if (!x->v6)
		return;
	for (i = 0, n = sorted(commands_peers, v); i < n; i++)
		help_line(x, "peer <selector> ", v[i]);
	for (i = 0, n = sorted(commands_peer, v); i < n; i++)
		help_line(x, "peer ", v[i]);
	for (i = 0, n = sorted(commands6, v); i < n; i++)
		help_line(x, "", v[i]);
}

static void
help_object(struct sink *s, const char *prefix, const struct cmd *c,
    bool selector)
{
	sink_obj(s);
	sink_key(s, "command");
	sink_fmt(s, "%s%s", prefix, c->words);
	sink_key(s, "neighbor_support");
	sink_bool(s, selector);
	sink_key(s, "json_support");
	sink_bool(s, true);
	sink_end_obj(s);
}

/* What programs of the newer grammar get, and whoever asks for JSON. */
static enum cmd_result
help_json(struct cmd_ctx *x)
{
	static const char *const keys[] = { "local-ip", "local-as",
	    "peer-as", "router-id", "family-allowed" };
	static const struct cmd comment = { "#", 0, NULL, NULL };
	struct sink *s = reply_item(x->c);
	const struct cmd *c;
	size_t i;

	sink_obj(s);
	sink_key(s, "description");
	sink_str(s, "Available API commands (v6 format)");
	sink_key(s, "peer_filters");
	sink_arr(s);
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		sink_str(s, keys[i]);
	sink_end_arr(s);
	sink_key(s, "commands");
	sink_arr(s);
	help_object(s, "", &comment, false);
	for (c = commands; c->words != NULL; c++)
		if (cmd_selects(c))
			help_object(s, "peer ", c, true);
	for (c = commands_peers; c->words != NULL; c++)
		help_object(s, "peer ", c, true);
	for (c = commands_peer; c->words != NULL; c++)
		help_object(s, "peer ", c, false);
	for (c = commands6; c->words != NULL; c++)
		help_object(s, "", c, false);
	sink_end_arr(s);
	sink_end_obj(s);
	reply_item_end(x->c);
	return CMD_DONE;
}

enum cmd_result
cmd_help(struct cmd_ctx *x)
{
	if (x->c->json || (x->v6 && x->c->kind == CLIENT_PROG))
		return help_json(x);
	reply_text(x->c, "\n", 1);
	reply_line(x->c, "available API commands are listed here:");
	reply_line(x->c, "=======================================");
	reply_text(x->c, "\n", 1);
	reply_line(x->c, "filter can be: [local-ip <ip>][local-as <asn>]"
	    "[peer-as <asn>][router-id <router-id>]");
	reply_text(x->c, "\n", 1);
	reply_line(x->c, "command are:");
	reply_line(x->c, "------------");
	reply_text(x->c, "\n", 1);
	reply_line(x->c, "# ");
	help_commands(x);
	reply_text(x->c, "\n", 1);
	return CMD_DONE;
}
