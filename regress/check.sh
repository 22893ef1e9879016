#!/bin/sh
# Build, run every test under kyua, and end with one line of totals.
set -u
cd "$(dirname "$0")/.." || exit 1
make -j2 all SAN="${1:-0}" || exit 1
tmp=$(mktemp -d) || exit 1
kyua test -k regress/Kyuafile -r "$tmp/db" >"$tmp/out" 2>&1
status=$?
cat "$tmp/out"
awk '/ -> +passed/ { p++ } / -> +(failed|broken)/ { f++ }
/ -> +skipped/ { s++ }
/ -> +expected_failure/ { p++ }
END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$tmp/out"
rm -rf "$tmp"
exit $status
