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
	{ "neighbor", "minimal" },
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
	{ "template", "group" },
	{ "api", "process" },
	{ "api", "receive-routes" }
};

bool
conf_is_old(const char *class, const struct tok *t)
{
	size_t i;

	for (i = 0; i < sizeof(old) / sizeof(old[0]); i++) {
		if (strcmp(old[i].class, class) == 0 &&
		    tok_is(t, old[i].word))
			return true;
	}
	return false;
}
