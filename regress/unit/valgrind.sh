#!/bin/sh
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

# Each unit test case under valgrind; a line for each program.  An error or a
# definite leak in any makes the status 1.  t_sandbox is left out: valgrind
# knows neither Landlock nor seccomp.
set -u
cd "$(dirname "$0")/.." || exit 1
command -v valgrind >/dev/null || { echo "needed: valgrind" >&2; exit 1; }
make -C .. all >/dev/null || exit 1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
status=0

# case PROGRAM NAME: its own status, or 99 for what valgrind finds.
run_case()
{
	(cd "$tmp" && valgrind -q --error-exitcode=99 --leak-check=full \
	    --errors-for-leak-kinds=definite --trace-children=no \
	    "$1" -r "$tmp/result" "$2" >"$tmp/out" 2>&1)
}

for t in unit/t_*.c; do
	t=$PWD/${t%.c}
	[ -x "$t" ] && [ "${t##*/}" != t_sandbox ] || continue
	n=0
	for name in $("$t" -l | sed -n 's/^ident: //p'); do
		n=$((n + 1))
		run_case "$t" "$name" && continue
		grep -q '^skipped' "$tmp/result" && continue
		echo "${t##*/}: $name: status $?"
		head -c 4000 "$tmp/out"
		status=1
	done
	echo "${t##*/}: $n cases"
done
exit $status
