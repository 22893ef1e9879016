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

# What is sent must be well formed to an independent eye: tshark dissects
# UPDATEs of all families that Debian's tshark knows, with every attribute.

atf_test_case dissect
dissect_head()
{
	atf_set "descr" "No UPDATE is malformed to tshark"
	atf_set "require.progs" "tshark text2pcap python3"
}
dissect_body()
{
	src=$(atf_get_srcdir)
	while IFS= read -r line; do
		"$src/../../bgpctl-x/bgpctl-x" encode "$line" >> hex ||
		    atf_fail "not encoded: $line"
	done < "$src/routes.txt"
	[ "$(wc -l < hex)" -ge "$(wc -l < "$src/routes.txt")" ] ||
	    atf_fail "routes are missing"
	python3 -c '
import sys
for line in sys.stdin:
    b = bytes.fromhex(line.strip())
    for i in range(0, len(b), 16):
        print("%06x %s" % (i, b[i:i + 16].hex(" ")))
' < hex > dump
	atf_check -o ignore -e ignore text2pcap -q -T 1000,179 dump pcap
	atf_check -o empty -e ignore tshark -r pcap -Y _ws.malformed
	# all of them were seen as UPDATEs
	tshark -r pcap -Y 'bgp.type == 2' 2>/dev/null | wc -l > seen
	[ "$(cat seen)" -eq "$(wc -l < hex)" ] || atf_fail \
	    "$(cat seen) of $(wc -l < hex) are UPDATEs to tshark"
}

atf_init_test_cases()
{
	atf_add_test_case dissect
}
