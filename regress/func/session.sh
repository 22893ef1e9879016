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


# Whom a connection belongs to, when a neighbor is called, and what is told
# of it.

# call NAME ADDRESS PORT AS [second]: a peer calls us.
call()
{
	local name=$1 addr=$2 port=$3 as=$4

	shift 4
	spawn "$name" ip netns exec "$NS_R" "$LIBDIR/call.py" "$addr" \
	    192.168.1.2 "$port" "$as" "$@"
}

# Who is held down stays down when all sessions are reset, and is told why
# whenever it calls.
held()
{
	make_net
	neighbor_conf "passive;" >bgpd.conf
	speaker bgpd.conf -o tcp.bind=192.168.1.2
	await 10 ctl version
	ctl neighbor 192.168.1.1 down back at noon || die "down"
	ctl neighbor 192.168.1.1 clear || die "clear"
	ctl show neighbor >view || die "show"
	call held 192.168.1.1 179 65000
	await 10 log_has held "^NOTIFICATION 6/2 back at noon$"
	ctl neighbor 192.168.1.1 up || die "up"
	ctl show neighbor >view || die "show"
	call up 192.168.1.1 179 65000
	await 10 log_has up "^up"
}

# A range that is held down takes no calls, from new addresses neither.
held_range()
{
	make_net
	neighbor_conf "passive;" |
	    sed 's,^neighbor 192.168.1.1 ,neighbor 192.168.1.0/24 ,' >bgpd.conf
	speaker bgpd.conf -o tcp.bind=192.168.1.2
	await 10 ctl version
	ctl neighbor 192.168.1.0/24 down || die "down"
	ctl show neighbor >view || die "show"
	call held 192.168.1.1 179 65000
	await 10 log_has held "^NOTIFICATION 6/2"
	ctl neighbor 192.168.1.0/24 up || die "up"
	ctl show neighbor >view || die "show"
	call up 192.168.1.1 179 65000
	await 10 log_has up "^up"
}

# A session makes the failures before it forgotten, whoever has called: when
# it falls, the neighbor is called at once.
call_again()
{
	make_net
	neighbor_conf >bgpd.conf
	speaker bgpd.conf -v -o tcp.bind=192.168.1.2
	refused() { [ "$(count_lines bgpd "connection failed")" -ge 5 ]; }
	await 30 refused
	call theirs 192.168.1.1 179 65000
	await 10 log_has bgpd "session established"
	stop theirs KILL
	await 10 log_has bgpd "192.168.1.1 is down"
	called() { sed '1,/is down/d' bgpd.log | grep -q ": Connect$"; }
	await 3 called
}

# The peer calls, and ends the session that was there: a program hears the
# whole life of the new one.
told_all()
{
	make_net
	chmod 777 .
	script hear.sh <<-END
	#!/bin/sh
	exec cat >$PWD/heard.log
	END
	neighbor_conf "api { processes [ hear ]; neighbor-changes; fsm; }" \
	    >bgpd.conf
	echo "process hear { run $PWD/hear.sh; encoder json; }" >>bgpd.conf
	speaker bgpd.conf -o tcp.bind=192.168.1.2
	await 10 ctl version
	call second 192.168.1.1 179 65000 second
	await 20 log_has second "^up"
	states() {
		jq -r .neighbor.state heard.log | sed '1,/^down/d' |
		    grep -v "CONNECT\|IDLE" | xargs
	}
	all() {
		[ "$(states)" = "connected OPENSENT OPENCONFIRM ESTABLISHED up" ]
	}
	wait_for 10 all || die "$(states)"
}

# Neighbors of one address are told apart by the ports that they call.
own_port()
{
	make_net
	neighbor_conf "passive;" "listen 1790;" >bgpd.conf
	neighbor_conf "passive;" "listen 1791;" |
	    sed 's/peer-as 65000/peer-as 65009/' >>bgpd.conf
	speaker bgpd.conf
	await 10 ctl version
	call second 192.168.1.1 1791 65009
	await 10 log_has second .
	log_has second "^up" || die "second: $(cat second.log)"
	call first 192.168.1.1 1790 65000
	await 10 log_has first .
	log_has first "^up" || die "first: $(cat first.log)"
}

# Who calls md5-ip, where we listen, is known there.
md5_ip()
{
	make_net
	ip -n "$NS_S" addr add 192.168.1.22/24 dev lab0
	neighbor_conf "passive;" "md5-ip 192.168.1.22;" >bgpd.conf
	speaker bgpd.conf
	await 10 ctl version
	spawn call ip netns exec "$NS_R" "$LIBDIR/call.py" 192.168.1.1 \
	    192.168.1.22 179 65000
	await 10 log_has call .
	log_has call "^up" || die "$(cat call.log)"
}

# A peer that refuses connections, and later takes them only to hang up: the
# error that is shown is the last one, and the log has it.
last_error()
{
	make_net
	neighbor_conf >bgpd.conf
	speaker bgpd.conf
	await 10 log_has bgpd "connection failed"
	spawn router ip netns exec "$NS_R" python3 -c '
import socket
with socket.create_server(("192.168.1.1", 179)) as s:
    while True:
        s.accept()[0].close()
'
	await 20 log_has bgpd "connection lost before"
	ctl -j show neighbor 192.168.1.1 >shown || die "show"
	json '.["last-error"] == "closing connection"' shown ||
	    die "$(cat shown)"
}

# A peer that says why and resets the connection, while we are about to
# write: its words are read all the same.
said_why()
{
	make_net
	neighbor_conf "passive;" >bgpd.conf
	speaker bgpd.conf -o tcp.bind=192.168.1.2
	await 10 ctl version
	spawn router ip netns exec "$NS_R" env PYTHONPATH="$LIBDIR" python3 -c '
import os, socket, struct, time, call, sink
s = socket.create_connection(("192.168.1.2", 179), 30, ("192.168.1.1", 0))
s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
c = call.Session(s, 65000, "192.168.1.1").establish()
while not os.path.exists("go"):
    time.sleep(0.01)
s.sendall(sink.message(sink.NOTIFICATION, bytes((6, 1))))
c.close()
'
	await 10 session_up
	kill -STOP "$(engines session)"
	ctl announce route 10.0.0.0/24 next-hop 192.168.1.2 || die "announce"
	await 10 log_has bgpd "Announced route"
	: >go
	await 10 is_gone router
	kill -CONT "$(engines session)"
	await 10 log_has bgpd "192.168.1.1 is down"
	log_has bgpd "is down: notification received (6,1)" || die "its words"
}

# The session engine is stopped while a KEEPALIVE comes in time: the peer is
# not told that there was none.
kept_alive()
{
	make_net
	neighbor_conf "passive;" "hold-time 3;" >bgpd.conf
	speaker bgpd.conf -o tcp.bind=192.168.1.2
	await 10 ctl version
	spawn router ip netns exec "$NS_R" env PYTHONPATH="$LIBDIR" python3 -c '
import os, signal, socket, sys, time, call, sink
s = socket.create_connection(("192.168.1.2", 179), 30, ("192.168.1.1", 0))
c = call.Session(s, 65000, "192.168.1.1").establish()
while not os.path.exists("go"):
    s.sendall(sink.message(sink.KEEPALIVE))
    time.sleep(0.1)
os.kill(int(sys.argv[1]), signal.SIGSTOP)
time.sleep(4)
s.sendall(sink.message(sink.KEEPALIVE))
s.shutdown(socket.SHUT_WR)
os.kill(int(sys.argv[1]), signal.SIGCONT)
s.recv(65536)
' "$(engines session)"
	await 10 session_up
	: >go
	await 20 log_has bgpd "192.168.1.1 is down"
	log_has bgpd "is down: closing connection" || die "the reason"
}

# A neighbor that was given up is called again when an operator says so.
given_up()
{
	make_net
	neighbor_conf >bgpd.conf
	speaker bgpd.conf -o tcp.attempts=1
	await 20 log_has bgpd "giving up"
	spawn router ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 \
	    65000 90 "$PWD/router.json"
	listens() {
		ip netns exec "$NS_R" ss -Htln "sport = :179" | grep -q .
	}
	await 10 listens
	ctl neighbor 192.168.1.1 clear || die "clear"
	await 20 session_up
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	for t in held held_range call_again told_all own_port \
	    md5_ip last_error said_why \
	    kept_alive given_up; do
		define $t
	done
}
