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
 * Memory that cannot be had, in the same binary: NOMEM=PROCESS:N names a
 * process, parent, session or route.  Each SIGWINCH that it gets has one of
 * its allocations fail: the first one after the first signal, the second one
 * after the second, and so on, and from the N-th signal on the first again.
 */
#include <sys/types.h>

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "refuse.h"

static volatile sig_atomic_t left, nth, most;

static void
on_signal(int signo)
{
	(void)signo;
	nth = nth % most + 1;
	left = nth;
}

/* The engines are told apart by their flags. */
__attribute__((__constructor__)) static void
begin(int argc, char *argv[])
{
	const char *v = getenv("NOMEM"), *who = argc < 2 ? "parent" :
	    strcmp(argv[1], "-S") == 0 ? "session" :
	    strcmp(argv[1], "-R") == 0 ? "route" : "parent";
	const size_t n = strlen(who);

	if (v == NULL || strncmp(v, who, n) != 0 || v[n] != ':')
		return;
	most = atoi(v + n + 1);
	signal(SIGWINCH, on_signal);
}

static bool
refused(void)
{
	if (left == 0 || --left > 0)
		return false;
	errno = ENOMEM;
	return true;
}
