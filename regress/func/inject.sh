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
# What a peer writes stays data in every form of event.

program_of()
{
	cat <<-END
	process $1 {
	    run $PWD/hear.sh $1;
	    encoder $2;
	    $3
	}
	END
}

conf()
{
	neighbor_conf "family { ipv4 unicast; bgp-ls bgp-ls; }" \
	    "capability { operational; }" "api {" \
	    "processes [ json4 json5 json6 text cbor ]; neighbor-changes;" \
	    "receive { parsed; open; update; notification; operational; } }"
	program_of json4 json "version 4;"
	program_of json5 json
	program_of json6 json "version 6;"
	program_of text text
	program_of cbor cbor
}

injection()
{
	make_net
	script hear.sh <<-END
	#!/bin/sh
	exec cat >$PWD/heard/\$1
	END
	mkdir -m 777 heard
	conf >bgpd.conf
	spawn peer ip netns exec "$NS_R" "$LIBDIR/inject.py" peer 192.168.1.1
	speaker bgpd.conf
	await 60 is_gone peer
	last() { [ "$(grep -c '"down"' heard/json5)" -ge 5 ]; }
	await 20 last
	stop bgpd
	LC_ALL=C grep -q "[^[:print:][:space:]]" bgpd.log &&
	    die "control characters in the log"
	grep -q "^neighbor 9.9.9.9\|^done" bgpd.log && die "a line of the peer's"
	"$LIBDIR/inject.py" check heard || die "not data"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	define injection
}
