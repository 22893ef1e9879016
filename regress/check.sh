#!/bin/sh
# Build, run every test under kyua, and end with one line of totals.
set -u
cd "$(dirname "$0")/.." || exit 1
make -j2 all SAN="${1:-0}" || exit 1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
{
	kyua test -k regress/Kyuafile -r "$tmp/db" 2>&1
	echo $? >"$tmp/status"
} | tee "$tmp/out"
status=$(cat "$tmp/status")
[ "$status" -eq 0 ] ||
    kyua report --verbose --results-filter=broken,failed -r "$tmp/db" |
    head -c 100000
awk '/ -> +passed/ { p++ } / -> +(failed|broken)/ { f++ }
/ -> +skipped/ { s++ }
/ -> +expected_failure/ { p++ }
END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$tmp/out"
exit "$status"
