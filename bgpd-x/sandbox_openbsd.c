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
 * The sandbox of the children on OpenBSD.
 */
#include <sys/types.h>

#include <errno.h>
#include <grp.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "sandbox.h"

void
sandbox_enter(enum role role, const struct im_startup *cfg)
{
	gid_t gid = cfg->gid;

	if (cfg->root) {
		if (chroot(cfg->chroot) == -1 || chdir("/") == -1)
			fatalx("chroot to %s: %s", cfg->chroot,
			    strerror(errno));
		if (setgroups(1, &gid) == -1 ||
		    setresgid(gid, gid, gid) == -1 ||
		    setresuid(cfg->uid, cfg->uid, cfg->uid) == -1)
			fatalx("cannot become user %u: %s", cfg->uid,
			    strerror(errno));
	}
	if (pledge(role == ROLE_SESS ? "stdio inet recvfd" :
	    "stdio unix recvfd", NULL) == -1)
		fatalx("pledge: %s", strerror(errno));
}
