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

# Neighbors made from a range: the range changes, or goes, and they with it.

# range LINE ...: a range with these lines inside.
range()
{
	neighbor_conf "passive;" "hold-time 30;" "$@" |
	    sed 's,^neighbor 192.168.1.1 ,neighbor 192.168.1.0/24 ,'
}

# member NAME ADDRESS [OPTION ...]: it connects.
member()
{
	local name=$1 addr=$2

	shift 2
	spawn "$name" ip netns exec "$NS_R" "$LIBDIR/sink.py" "$addr" 65000 \
	    90 "$PWD/$name.json" connect=192.168.1.2 "$@"
}

# begin LINE ...: the range, and a member of it.
begin()
{
	make_net
	range "$@" >bgpd.conf
	speaker bgpd.conf -o tcp.bind=192.168.1.2
	await 10 ctl version
	member sink 192.168.1.1 "dump=$PWD/have"
	await 20 session_up
}

has()
{
	[ "$(cut -d ' ' -f 1 have | xargs)" = "$*" ]
}

error_is()
{
	json ".error == \"$1\"" sink.json
}

known()
{
	ctl show neighbor 192.168.1.1 | grep -q 192.168.1.1
}

unknown()
{
	! known
}

# The range is taken out of the file: its members are told so.
removed()
{
	begin
	neighbor_conf | sed s/192.168.1.1/192.168.1.9/ >bgpd.conf
	ctl reload
	await 10 error_is "NOTIFICATION 6/3"
	await 10 unknown
}

# A member that the file has for itself now is what that says.
configured()
{
	begin "static { route 10.0.0.0/24 next-hop self; }"
	await 10 has 10.0.0.0/24
	range >bgpd.conf
	neighbor_conf "passive;" \
	    "static { route 10.0.1.0/24 next-hop self; }" >>bgpd.conf
	ctl reload
	await 10 has 10.0.1.0/24
	json ".sessions == 2" sink.json || die "$(cat sink.json)"
	ctl reload
	range "static { route 10.0.2.0/24 next-hop self; }" >bgpd.conf
	json ".sessions == 2" sink.json || die "reset for nothing"
	ctl reload
	await 10 has 10.0.2.0/24
}

# It changes: sessions that depend on what it said begin anew.
changed()
{
	begin "static { route 10.0.0.0/24 next-hop self; }"
	await 10 has 10.0.0.0/24
	range "description other;" "rate-limit 100;" \
	    "static { route 10.0.1.0/24 next-hop self; }" >bgpd.conf
	ctl reload
	await 10 has 10.0.1.0/24
	json ".sessions == 1" sink.json || die "reset for nothing"
	range "hold-time 60;" \
	    "static { route 10.0.2.0/24 next-hop self; }" >bgpd.conf
	sed -i '/hold-time 30/d' bgpd.conf
	ctl reload
	await 10 json ".sessions > 1 and .up" sink.json
	ctl show neighbor 192.168.1.1 extensive >shown
	grep -q 'hold-time *60' shown || die "$(cat shown)"
	await 10 has 10.0.2.0/24
}

# Routes under a name go to members that came after the file was read.
watchdog()
{
	begin "static {" \
	    "route 10.0.0.0/24 next-hop self watchdog dog withdraw;" \
	    "route 10.0.1.0/24 next-hop self watchdog cat;" "}"
	await 10 has 10.0.1.0/24
	ctl announce watchdog dog
	await 10 has 10.0.0.0/24 10.0.1.0/24
	ctl withdraw watchdog cat
	await 10 has 10.0.0.0/24
}

# Who watches all neighbors sees those that come later, and those only once
# they were asked for.
watched()
{
	begin
	spawn all "$BGPCTL" -s "$PWD/ctl.sock" monitor
	spawn one "$BGPCTL" -s "$PWD/ctl.sock" neighbor 192.168.1.1 monitor
	await 10 log_has all "# live"
	await 10 log_has one "# live"
	ip -n "$NS_R" addr add 192.168.1.3/24 dev lab0
	member other 192.168.1.3
	await 10 log_has all "neighbor 192.168.1.3 up"
	stop sink
	await 10 log_has all "neighbor 192.168.1.1 down"
	await 10 log_has one "neighbor 192.168.1.1 down"
	ip -n "$NS_R" addr add 192.168.1.4/24 dev lab0
	member third 192.168.1.4
	await 10 log_has all "neighbor 192.168.1.4 up"
	! log_has one "192.168.1.4" || die "$(cat one.log)"
}

# Who is told why its session ends is forgotten as well.
forgotten()
{
	begin
	stop sink
	spawn bad ip netns exec "$NS_R" python3 -c '
import socket, time
s = socket.create_connection(("192.168.1.2", 179), 30, ("192.168.1.1", 0))
s.sendall(b"\xff" * 16 + b"\0\x13\x63")
while s.recv(4096):
    pass'
	await 10 is_gone bad
	await 10 unknown
}

# The range by its name is all of it; who is made from it does not go alone.
named()
{
	range "peer-as auto;" >bgpd.conf
	make_net
	speaker bgpd.conf -o tcp.bind=192.168.1.2
	await 10 ctl show neighbor 192.168.1.0/24
	log_has bgpd "New neighbor 192.168.1.0/24 (local AS 65001, peer AS auto)" ||
	    die "its AS"
	ctl neighbor 192.168.1.0/24 refresh 2>err && die "refreshed nobody"
	grep -q "no session is established" err || die "$(cat err)"
	member sink 192.168.1.1 "dump=$PWD/have"
	await 20 session_up
	[ "$(ctl show neighbor 192.168.1.0/24 summary | sed 1d | wc -l)" \
	    -eq 2 ] || die "$(ctl show neighbor 192.168.1.0/24 summary)"
	for words in "show neighbor 192.168.0.0/16" \
	    "show neighbor 192.168.1.0" "delete neighbor 192.168.1.1" \
	    "neighbor 192.168.1.1 destroy"; do
		ctl $words 2>>err && die "$words"
	done
	grep -q "192.168.1.1 is made from 192.168.1.0/24" err ||
	    die "$(cat err)"
	ctl neighbor 192.168.1.0/24 announce route 10.0.0.0/24 next-hop self
	await 10 has 10.0.0.0/24
	# the answer does not come before it is so
	kill -STOP "$(pid_of bgpd)"
	ctl delete neighbor 192.168.1.0/24
	[ "$(ctl show summary | wc -l)" -eq 1 ] || die "$(ctl show summary)"
	kill -CONT "$(pid_of bgpd)"
	await 10 error_is "NOTIFICATION 6/3"
	await 10 unknown
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	define removed
	define changed
	define configured
	define watchdog
	define forgotten
	define watched
	define named
}
