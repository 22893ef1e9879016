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

# A neighbor that sends more routes than it may.

# messages PREFIX ...: an OPEN, and an UPDATE for each prefix in hex.
messages()
{
	local prefix

	echo 0104fde8001ec0000201080206010400010001
	for prefix; do
		printf '020000000e40010100400200400304c0a80101%s\n' "$prefix"
	done
}

# begin LIMIT PREFIX ...
begin()
{
	neighbor_conf "max-prefix { ipv4 unicast $1; }" >bgpd.conf
	shift
	make_net
	messages "$@" >messages
	spawn peer ip netns exec "$NS_R" "$LIBDIR/peer.py" 192.168.1.1 \
	    "$PWD/messages"
	speaker bgpd.conf
}

# Said again a route counts once, and what was withdrawn does not count.
within()
{
	begin "2 warning 100" 180a0000 180a0000 180a0001 180a0000
	await 20 session_up
	await 10 log_has bgpd "2 routes of ipv4 unicast, the limit is 2"
	ctl show neighbor extensive >shown
	grep -q 'ipv4 unicast: *2 *2 *$' shown || die "$(cat shown)"
}

# Beyond the limit it is told so, and stays away until it may come again.
beyond()
{
	begin "2 idle 2" 180a0000 180a0001 180a0002
	await 20 log_has bgpd "more than 2 routes of ipv4 unicast"
	ctl show neighbor extensive | grep -q 'state *IDLE' || die "not idle"
	session_up && die "up again at once"
	await 10 session_up
}

# Without a time it stays down until the operator says otherwise.
held()
{
	begin 2 180a0000 180a0001 180a0002
	await 20 log_has bgpd 'until it is told "up"'
	ctl neighbor 192.168.1.1 up
	await 10 session_up
}

# A member of a range is held to the limit of the range, others go on.
member()
{
	neighbor_conf "passive;" "hold-time 30;" \
	    "max-prefix { ipv4 unicast 2 idle 2; }" |
	    sed 's,^neighbor 192.168.1.1 ,neighbor 192.168.1.0/24 ,' >bgpd.conf
	make_net
	ip -n "$NS_R" addr add 192.168.1.3/24 dev lab0
	messages 180a0000 180a0001 180a0002 >messages
	messages 180a0000 >few
	speaker bgpd.conf -o tcp.bind=192.168.1.2
	await 10 ctl version
	spawn few ip netns exec "$NS_R" "$LIBDIR/peer.py" 192.168.1.3 \
	    "$PWD/few" 192.168.1.2
	await 20 session_up 192.168.1.3
	spawn peer ip netns exec "$NS_R" "$LIBDIR/peer.py" 192.168.1.1 \
	    "$PWD/messages" 192.168.1.2
	await 20 log_has bgpd "192.168.1.1: more than 2 routes"
	session_up && die "up again at once"
	await 10 session_up
	log_has bgpd "session with 192.168.1.3 is down" && die "the other fell"
	session_up 192.168.1.3 || die "the other is down"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	define within
	define beyond
	define held
	define member
}
