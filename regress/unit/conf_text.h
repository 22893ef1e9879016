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

#ifndef CONF_TEXT_H
#define CONF_TEXT_H

/* Configurations as texts, for the tests of the language. */
#include <atf-c.h>
#include <string.h>

#include "lang/conf.h"

static struct diag d;
static const char *macros[] = { "peer=10.0.0.9", "as=65009", NULL };

static struct conf *
load(const char *text)
{
	struct conf_opts opts;

	memset(&opts, 0, sizeof(opts));
	opts.macros = macros;
	diag_free(&d);
	diag_init(&d, "t.conf", NULL, 0);
	return conf_parse(text, strlen(text), &opts, &d);
}

static struct conf *
good(const char *text)
{
	struct conf *c = load(text);

	if (c == NULL)
		atf_tc_fail("%.*s", (int)d.out.len, (const char *)d.out.p);
	return c;
}

static void
contains(const struct wbuf *w, const char *s)
{
	if (w->len == 0 || memmem(w->p, w->len, s, strlen(s)) == NULL)
		atf_tc_fail_nonfatal("no \"%s\" in: %.*s", s, (int)w->len,
		    (const char *)w->p);
}

#endif
