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
#include <string.h>
#include <unistd.h>

#include "base/ctl.h"
#include "base/version.h"
#include "bgpctl.h"
#include "health.h"

static int run_decode(const struct opts *, int, char *[]);
static int run_encode(const struct opts *, int, char *[]);
static int run_convert(const struct opts *, int, char *[]);

static const struct {
	const char	*name;
	int		(*fn)(const struct opts *, int, char *[]);
	bool		 usage;		/* it tells its own */
} own[] = {
	{ "decode", run_decode, false },
	{ "encode", run_encode, false },
	{ "convert", run_convert, false },
	{ "complete", complete_run, false },
	{ "healthcheck", health_main, true },
	{ "top", top_run, false }
};

volatile sig_atomic_t interrupted;

static int
run_decode(const struct opts *o, int argc, char *argv[])
{
	(void)o;
	return offline_decode(argc, argv);
}

static int
run_encode(const struct opts *o, int argc, char *argv[])
{
	(void)o;
	return offline_encode(argc, argv);
}

static int
run_convert(const struct opts *o, int argc, char *argv[])
{
	(void)o;
	return offline_convert(argc, argv);
}

static int
version(void)
{
	printf("bgpctl-x %s\n", BGPD_X_VERSION);
	return 0;
}

static void
usage(FILE *f)
{
	fprintf(f, "usage: bgpctl-x [-hjV] [-s socket] [command ...]\n"
	    "       bgpctl-x decode [-inou] [-a as] [-f family] "
	    "[-J version] [-z as] [hex ...]\n"
	    "       bgpctl-x encode [-in] [-a as] [-f family] [-z as] "
	    "route ...\n"
	    "       bgpctl-x convert file\n"
	    "       bgpctl-x healthcheck [option ...]\n"
	    "       bgpctl-x top [-n count]\n"
	    "       bgpctl-x complete word ...\n");
}

/* To the daemon: the words, with one blank between them. */
static int
run_words(const struct opts *o, int argc, char *argv[])
{
	struct wbuf w;
	int i;

	wb_init(&w, CTL_WORDS_MAX);
	for (i = 0; i < argc; i++) {
		if (i > 0)
			wb_u8(&w, ' ');
		wb_str(&w, argv[i]);
	}
	if (w.err || (w.len > 0 && memchr(w.p, '\n', w.len) != NULL)) {
		fprintf(stderr, "bgpctl-x: the command is too long or has "
		    "more than one line\n");
		i = 2;
	} else {
		i = client_run(o->sock, o->json, (const char *)w.p, w.len);
	}
	wb_free(&w);
	return i;
}

/* The options in front; -1: go on, else the exit status. */
static int
options(struct opts *o, int argc, char *argv[])
{
	int ch;

	if (argc == 2 && strcmp(argv[1], "--version") == 0)
		return version();
	optind = optreset = 1;
	while ((ch = getopt(argc, argv, "+hjs:V")) != -1) {
		switch (ch) {
		case 'h':
			usage(stdout);
			return 0;
		case 'j':
			o->json = true;
			break;
		case 's':
			o->sock = optarg;
			break;
		case 'V':
			return version();
		default:
			usage(stderr);
			return 2;
		}
	}
	return -1;
}

static int
command(const struct opts *o, int argc, char *argv[])
{
	size_t i;
	int r;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		if (strcmp(argv[0], own[i].name) != 0)
			continue;
		if ((r = own[i].fn(o, argc, argv)) == 2 && !own[i].usage)
			usage(stderr);
		return r;
	}
	return run_words(o, argc, argv);
}

/* argv[0] is the program's name, as getopt(3) has it. */
int
command_run(const struct opts *defaults, int argc, char *argv[])
{
	struct opts o = *defaults;
	int r = options(&o, argc, argv);

	if (r != -1)
		return r;
	if (optind < argc)
		return command(&o, argc - optind, argv + optind);
	usage(stderr);
	return 2;
}

int
main(int argc, char *argv[])
{
	struct opts o = { DEFAULT_SOCK, false };
	int r = options(&o, argc, argv);

	if (r != -1)
		return r;
	if (optind < argc)
		return command(&o, argc - optind, argv + optind);
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		return shell_terminal(&o);
	return shell_lines(&o, stdin);
}
