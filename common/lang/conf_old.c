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

#include "conf_priv.h"

/*
 * Words that ExaBGP 3 knew and its successors do not.  They are told apart
 * from mistakes, so that the error can say what helps.
 */
static const struct {
	const char	*class;
	const char	*word;
} old[] = {
	{ "root", "group" },
	{ "neighbor", "process" },
	{ "neighbor", "ttl-security" },
	{ "neighbor", "asn4" },
	{ "neighbor", "route-refresh" },
	{ "neighbor", "graceful-restart" },
	{ "neighbor", "add-path" },
	{ "neighbor", "multi-session" },
	{ "neighbor", "operational" },
	{ "neighbor", "aigp" },
	{ "neighbor", "route" },
	{ "neighbor", "md5" },
	{ "process", "parse-routes" },
	{ "process", "receive-routes" },
	{ "process", "receive-parsed" },
	{ "process", "receive-packets" },
	{ "process", "receive-updates" },
	{ "process", "consolidate" },
	{ "process", "peer-updates" },
	{ "process", "neighbor-changes" },
	{ "process", "send" },
	{ "process", "send-packets" },
	{ "family", "minimal" },
	{ "family", "inet" },
	{ "family", "inet4" },
	{ "family", "inet6" },
	{ "api", "receive-routes" }
};

/*
 * What to do about a word, NULL if it is none of these.  A process that is
 * not in a neighbor is not of ExaBGP 3, so the converter does not help there.
 */
const char *
conf_old_hint(const char *class, const struct tok *t)
{
	size_t i;

	for (i = 0; i < sizeof(old) / sizeof(old[0]); i++) {
		if (strcmp(old[i].class, class) != 0 ||
		    !tok_is(t, old[i].word))
			continue;
		if (strcmp(class, "process") == 0 ||
		    strcmp(class, "api") == 0)
			return "what a process hears of a neighbor is in its "
			    "section api, as receive { parsed; update; }";
		return "this is the language of ExaBGP 3, which "
		    "bgpctl-x convert rewrites";
	}
	return NULL;
}
