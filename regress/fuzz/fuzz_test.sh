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

# Each fuzz target for two seconds, from the seeds and what was found before.

targets="update message row chan conf convert route cbor"

for t in $targets; do
	atf_test_case "$t"
	eval "${t}_head()
	{
		atf_set require.progs clang
		atf_set timeout 600
	}
	${t}_body()
	{
		atf_check -o match:runs sh \"\$(atf_get_srcdir)/fuzz.sh\" -r 20000 $t
	}"
done

atf_init_test_cases()
{
	for t in $targets; do
		atf_add_test_case "$t"
	done
}
