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

/* The tool of the benchmarks; each mode is described in its file. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

static int
now_main(int argc, char *argv[])
{
	(void)argc;
	(void)argv;
	printf("%.6f\n", now());
	return 0;
}

/* exec FILE COMMAND ...: run it, and leave in the file when it began. */
static int
exec_main(int argc, char *argv[])
{
	if (argc < 3)
		errx(2, "usage: exec FILE COMMAND ...");
	report(argv[1], "%.6f", now());
	execvp(argv[2], argv + 2);
	die("%s", argv[2]);
}

static const struct {
	const char	*name;
	int		(*main)(int, char *[]);
} modes[] = {
	{ "gen", gen_main }, { "feed", feed_main }, { "count", count_main },
	{ "parse", parse_main }, { "hops", hops_main }, { "sink", sink_main },
	{ "source", source_main },
	{ "now", now_main }, { "exec", exec_main }
};

int
main(int argc, char *argv[])
{
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (argc > 1 && strcmp(argv[1], modes[i].name) == 0)
			return modes[i].main(argc - 1, argv + 1);
	fprintf(stderr, "usage: benchtool");
	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		fprintf(stderr, "%s%s", i == 0 ? " " : "|", modes[i].name);
	fprintf(stderr, " ...\n");
	return 2;
}
