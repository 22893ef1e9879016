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
 * bgpctl-x: the operator's tool.  The words of the command are the request;
 * the daemon knows what they mean.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ctl.h"
#include "base/version.h"
#include "bgpctl.h"

static const struct {
	const char	*name;
	int		(*fn)(int, char *[]);
} offline[] = {
	{ "decode", offline_decode },
	{ "encode", offline_encode },
	{ "convert", offline_convert }
};

static void __attribute__((__noreturn__))
usage(void)
{
	fprintf(stderr, "usage: bgpctl-x [-jV] [-s socket] command ...\n"
	    "       bgpctl-x decode [-inou] [-a as] [-f family] "
	    "[-J version] [-z as] [hex ...]\n"
	    "       bgpctl-x encode [-in] [-a as] [-f family] [-z as] "
	    "route ...\n"
	    "       bgpctl-x convert file\n");
	exit(2);
}

int
main(int argc, char *argv[])
{
	const char *sock = DEFAULT_SOCK;
	bool json = false;
	struct wbuf w;
	int ch, i;

	while ((ch = getopt(argc, argv, "+js:V")) != -1) {
		switch (ch) {
		case 'j':
			json = true;
			break;
		case 's':
			sock = optarg;
			break;
		case 'V':
			printf("bgpctl-x %s\n", BGPD_X_VERSION);
			return 0;
		default:
			usage();
		}
	}
	if (optind == argc)
		usage();
	for (i = 0; i < 3; i++) {
		if (strcmp(argv[optind], offline[i].name) != 0)
			continue;
		i = offline[i].fn(argc - optind, argv + optind);
		if (i == 2)
			usage();
		return i;
	}
	wb_init(&w, CTL_WORDS_MAX);
	for (i = optind; i < argc; i++) {
		if (i > optind)
			wb_u8(&w, ' ');
		wb_str(&w, argv[i]);
	}
	if (w.err || memchr(w.p, '\n', w.len) != NULL) {
		fprintf(stderr, "bgpctl-x: the command is too long or has "
		    "more than one line\n");
		return 2;
	}
	i = client_run(sock, json, (const char *)w.p, w.len);
	wb_free(&w);
	return i;
}
