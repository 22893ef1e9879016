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

/*
 * The canonical form: all that was inherited is written out, but for lists
 * of routes that several neighbors have, which become templates.
 */
#define SHARED	"routes-"

/* Numbers for the lists that are in several neighbors, 0 for the others. */
static size_t *
number_lists(const struct conf *c)
{
	size_t *numbers, i, j, n = 0;

	if ((numbers = calloc(c->nlists + 1, sizeof(*numbers))) == NULL)
		return NULL;
	for (i = 0; i < c->nneighbors; i++)
		for (j = 0; j < c->neighbors[i].nlists; j++)
			numbers[c->neighbors[i].lists[j]->index]++;
	for (i = 0; i < c->nlists; i++)
		numbers[i] = numbers[i] > 1 && c->lists[i]->n > 0 ? ++n : 0;
	return numbers;
}

static void
show_word(const char *name, const char *s, struct wbuf *w)
{
	wb_printf(w, "\t%s ", name);
	lex_quote(w, s, strlen(s));
	wb_str(w, ";\n");
}

static void
show_proc(const struct proc_conf *p, struct wbuf *w)
{
	size_t i, off = 0;

	wb_str(w, "process ");
	lex_quote(w, p->name, strlen(p->name));
	wb_str(w, " {\n\trun");
	for (i = 0; i < p->argc; i++) {
		wb_u8(w, ' ');
		lex_quote(w, p->argstr + off, strlen(p->argstr + off));
		off += strlen(p->argstr + off) + 1;
	}
	wb_printf(w, ";\n\tencoder %s;\n", conf_encoder_name(p->encoder));
	if (!p->respawn)
		wb_str(w, "\trespawn false;\n");
	if (p->version != 0)
		wb_printf(w, "\tversion %u;\n", p->version);
	if (p->layout != LAYOUT_EXABGP)
		wb_printf(w, "\tlayout %s;\n", conf_layout_name(p->layout));
	if (p->user[0] != '\0')
		show_word("user", p->user, w);
	if (p->slow != SLOW_PAUSE)
		wb_printf(w, "\tslow-consumer %s;\n",
		    conf_slow_name(p->slow));
	if (p->on_exit != EXIT_KEEP)
		wb_printf(w, "\ton-exit %s;\n", conf_exit_name(p->on_exit));
	if (p->compact)
		wb_str(w, "\tcompact true;\n");
	if (p->coalesce)
		wb_str(w, "\tcoalesce-acks true;\n");
	wb_str(w, "}\n\n");
}

/* RFC 4648 4; the key is no text that could be quoted. */
static void
to_base64(const char *key, size_t len, struct secret *s)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t v;
	size_t i, j, n = 0;

	for (i = 0; i < len; i += 3) {
		v = 0;
		for (j = 0; j < 3; j++)
			v = v << 8 | (i + j < len ? (uint8_t)key[i + j] : 0);
		for (j = 0; j < 4; j++)
			s->s[n++] = i + j > len ? '=' :
			    set[v >> (18 - 6 * j) & 63];
	}
	s->len = (uint16_t)n;
}

static bool
is_text(const char *key, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (key[i] < ' ' || key[i] > '~')
			return false;
	}
	return memchr(key, '"', len) == NULL || memchr(key, '\'', len) ==
	    NULL;
}

static uint8_t
set_secret(const struct peer_key *key, struct secret *s)
{
	if (!is_text(key->key, key->len)) {
		to_base64(key->key, key->len, s);
		return 1;
	}
	memcpy(s->s, key->key, key->len);
	s->len = key->len;
	return 0;
}

/* The reverse of what was done at the "}". */
static void
to_nbr(const struct neighbor_conf *nc, struct nbr *n)
{
	const struct open_params *o = &nc->peer.open;

	memset(n, 0, sizeof(*n));
	n->peer = nc->peer;
	conf_families_unset(n);
	n->graceful.mode = o->graceful_restart ? GRACEFUL_TIME :
	    GRACEFUL_OFF;
	n->graceful.time = o->gr_time;
	n->has_ao = nc->key.ao;
	n->ao_alg = nc->key.ao_alg;
	n->ao_keyid = nc->key.ao_keyid;
	if (nc->key.ao)
		n->ao_base64 = set_secret(&nc->key, &n->ao);
	else if (nc->key.len > 0)
		n->md5_base64 = set_secret(&nc->key, &n->md5);
}

static void
show_bits(const char *section, uint8_t kind, uint8_t form, struct wbuf *w)
{
	if (kind == 0 && form == 0)
		return;
	wb_printf(w, "\t\t%s {\n", section);
	conf_messages_show(kind, form, w);
	wb_str(w, "\t\t}\n");
}

static void
show_sub(const struct conf *c, const struct sub_conf *s, struct wbuf *w)
{
	const char *name = c->procs[s->proc].name;

	wb_str(w, "\tapi {\n\t\tprocesses [ ");
	lex_quote(w, name, strlen(name));
	wb_str(w, " ];\n");
	conf_other_show(s->other, w);
	show_bits("receive", s->rx_kind, s->rx_form, w);
	show_bits("send", s->tx_kind, s->tx_form, w);
	wb_str(w, "\t}\n");
}

static void
show_inherit(const size_t *numbers, const struct neighbor_conf *nc,
    struct wbuf *w)
{
	const char *sep = "\tinherit [ ";
	size_t i, k;

	for (i = 0; i < nc->nlists; i++) {
		if ((k = numbers[nc->lists[i]->index]) == 0)
			continue;
		wb_printf(w, "%s" SHARED "%zu", sep, k);
		sep = " ";
	}
	if (sep[0] == ' ')
		wb_str(w, " ];\n");
}

static void
show_options(const struct neighbor_conf *nc, struct wbuf *w)
{
	struct nbr n, defaults;
	size_t at;

	memset(&defaults, 0, sizeof(defaults));
	conf_option_defaults(&defaults);
	to_nbr(nc, &n);
	(void)conf_option_show(&n, &defaults, OPT_NEIGHBOR, "\t", w);
	conf_families_show(&n, w);
	at = w->len;
	wb_str(w, "\tcapability {\n");
	if (conf_option_show(&n, &defaults, OPT_CAPABILITY, "\t\t", w) > 0)
		wb_str(w, "\t}\n");
	else
		w->len = at;
	if (n.has_ao) {
		wb_str(w, "\ttcp-ao {\n");
		(void)conf_option_show(&n, &defaults, OPT_AO, "\t\t", w);
		wb_str(w, "\t}\n");
	}
	explicit_bzero(&n, sizeof(n));
}

/* Subscriptions are in the order of the neighbors; *sub is the next one. */
static void
show_neighbor(const struct conf *c, const size_t *numbers, size_t i,
    size_t *sub, struct wbuf *w)
{
	const struct neighbor_conf *nc = &c->neighbors[i];
	struct route_place at = { 0, 0 };
	char buf[ADDR_STRLEN];
	size_t j;

	(void)prefix_print_host(&nc->peer.peer, buf, sizeof(buf));
	wb_printf(w, "neighbor %s {\n", buf);
	show_inherit(numbers, nc, w);
	show_options(nc, w);
	for (; *sub < c->nsubs && c->subs[*sub].peer == i; (*sub)++)
		show_sub(c, &c->subs[*sub], w);
	for (j = 0; j < nc->nlists; j++) {
		if (numbers[nc->lists[j]->index] == 0)
			conf_print_routes(c, nc->lists[j], &at, w);
	}
	conf_print_end(&at, w);
	wb_str(w, "}\n\n");
}

static void
show_shared(const struct conf *c, const size_t *numbers, struct wbuf *w)
{
	struct route_place at = { 0, 0 };
	size_t i;

	for (i = 0; i < c->nlists; i++) {
		if (numbers[i] == 0)
			continue;
		wb_printf(w, "template {\n    neighbor " SHARED "%zu {\n",
		    numbers[i]);
		conf_print_routes(c, c->lists[i], &at, w);
		conf_print_end(&at, w);
		wb_str(w, "    }\n}\n\n");
	}
}

/* See the header. */
void
conf_print(const struct conf *c, struct wbuf *w)
{
	size_t *numbers = number_lists(c), i, sub = 0;

	if (numbers == NULL) {
		w->err = true;
		return;
	}
	for (i = 0; i < c->nprocs; i++)
		show_proc(&c->procs[i], w);
	show_shared(c, numbers, w);
	for (i = 0; i < c->nneighbors; i++)
		show_neighbor(c, numbers, i, &sub, w);
	free(numbers);
}
