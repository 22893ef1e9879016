#!/usr/bin/env atf-sh
# Copyright (c) 2026 The bgpd-x authors
#
# Permission to use, copy, modify, and distribute this software for any
# purpose with or without fee is hereby granted, provided that the above
# copyright notice and this permission notice appear in all copies.
#
# THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES
# WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
# MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
# ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES
# WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
# ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF
# OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.

# Configurations with small mistakes: 200 of them, or MUTANTS.  None kills the
# check, is silently refused, or takes long.

mutants()
{
	"$LIBDIR/mutate.py" "$BGPD" 1 "${MUTANTS:-200}" $USER_OPT \
	    "$TOP"/regress/fuzz/seeds/conf/* \
	    "$TOP"/bgpd-x/etc/bgpd-x.conf "$TOP"/bgpd-x/etc/examples/* \
	    >out 2>&1 ||
	    die "$(cat out): $(head -c 500 mutant.conf)"
	cat out
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	TIMEOUT=3600
	define mutants
}
