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

# bgpctl-x: its commands, its exit statuses, and what a daemon bears from
# its clients.

conf()
{
	cat <<-END
	neighbor 192.168.1.1 {
	    router-id 192.168.1.2;
	    local-address 192.168.1.2;
	    local-as 65001;
	    peer-as 65000;
	    adj-rib-in true;
	    static {
	        route 100.10.0.0/24 next-hop self;
	        route 100.20.0.0/24 next-hop self med 20 community 65001:7;
	END
	[ $# -eq 0 ] || printf '        %s\n' "$@"
	printf '    }\n}\n'
}

begin()
{
	ROUTER=bird
	make_net
	router_start 65001 180
	conf >bgpd.conf
	speaker bgpd.conf
	await 20 router_has 100.20.0.0/24 next-hop=192.168.1.2 med=20
}

# status N COMMAND ...: run it, output in out and err, and compare.
status()
{
	local want=$1 got

	shift
	"$@" >out 2>err
	got=$?
	[ $got -eq "$want" ] ||
	    die "status $got: $*: $(head -c 500 out; head -c 500 err)"
}

# Is this (basic) expression in what the last command printed?
printed()
{
	grep -q -e "$1" out || die "not printed: $1: $(head -c 1000 out)"
}

complained()
{
	grep -q -e "$1" err || die "not said: $1: $(head -c 1000 err)"
}

show_neighbor()
{
	begin
	status 0 ctl show neighbor
	printed "^Peer  *AS  *up/down"
	printed "^192.168.1.1  *65000 .*established"
	[ "$(wc -l <out)" -eq 2 ] || die "not two lines"
	cp out summary
	status 0 ctl show neighbor summary
	[ "$(wc -l <out)" -eq 2 ] || die "summary"
	for words in "192.168.1.1" "192.168.1.1 extensive" "extensive"; do
		status 0 ctl show neighbor $words
		printed "192.168.1.1"
		printed "65001"
		[ "$(wc -l <out)" -gt 10 ] || die "$words: short"
	done
	status 0 ctl show neighbor 192.168.1.1 configuration
	printed "^neighbor 192.168.1.1 {"
	printed "peer-as 65000;"
	status 1 ctl show neighbor 192.168.1.77
	[ ! -s out ] || die "another neighbor"
	status 0 ctl -j show neighbor
	json '.state == "up" and .fsm == "ESTABLISHED" and .peer.as == 65000
	    and .local.as == 65001 and .peer.address == "192.168.1.1"' out ||
	    die "json: $(head -c 1000 out)"
	# a neighbor that is not up
	kill -STOP "$(pid_of router)"
	ctl neighbor 192.168.1.1 teardown 4
	is_down() { ctl -j show neighbor | json '.state == "down"'; }
	await 10 is_down
	kill -CONT "$(pid_of router)"
	await 30 session_up
}

show_adj_rib()
{
	begin
	router_announce
	in_has() { ctl show adj-rib in | grep -q 10.0.0.0/8; }
	await 10 in_has
	status 0 ctl show adj-rib out
	diff out - <<-'END' || die "out"
	192.168.1.1 ipv4 unicast 100.10.0.0/24 next-hop 192.168.1.2
	192.168.1.1 ipv4 unicast 100.20.0.0/24 next-hop 192.168.1.2
	END
	status 0 ctl show adj-rib out extensive
	printed "100.20.0.0/24 next-hop 192.168.1.2.* med 20 community 65001:7"
	status 1 ctl show adj-rib out 192.168.1.77
	[ ! -s out ] || die "routes for nobody"
	status 0 ctl show adj-rib in
	printed "^192.168.1.1 ipv4 unicast 10.0.0.0/8 next-hop 192.168.1.1"
	status 0 ctl show adj-rib in extensive
	printed "10.0.0.0/8 next-hop 192.168.1.1 origin igp as-path .*65000"
	status 0 ctl -j show adj-rib out
	[ "$(jq -r .route.nlri.nexthop out | sort -u)" = 192.168.1.2 ] ||
	    die "json: $(head -c 1000 out)"
	[ "$(jq -c . out | wc -l)" -eq 2 ] || die "json: not two"
	router_withdraw
	in_empty() { [ -z "$(ctl show adj-rib in)" ]; }
	await 10 in_empty
}

# announced WANT ROUTE ...: what `show adj-rib out json` says of a route.
announced()
{
	local want=$1

	shift
	status 0 ctl announce "$@"
	status 0 ctl -j show adj-rib out
	jq -cS .route out | grep -qxF "$want" ||
	    die "not $want but $(jq -cS .route out)"
	status 0 ctl withdraw "$@"
}

records()
{
	local fam='"family":{"afi":"ipv4","safi"'

	begin
	announced '{"attributes":{"community":["65001:7","no-export"],'\
'"extended-community":["target:1:2"],"large-community":["1:2:3"]},'\
"\"nlri\":{$fam:\"mpls-vpn\"},\"label\":[[5]],\"nexthop\":\"1.2.3.4\","\
'"prefix":"10.0.0.0/24","rd":"1:2"}}' route 10.0.0.0/24 rd 1:2 label 5 \
	    next-hop 1.2.3.4 community [ 65001:7 no-export ] \
	    extended-community target:1:2 large-community 1:2:3
	announced '{"attributes":{"extended-community":["rate-limit:0"]},'\
"\"nlri\":{$fam:\"flow\"},\"nexthop\":null,"\
'"rules":{"port":[">80&<90","=100"],"source-ipv4":["10.0.0.0/8"]}}}' \
	    flow route 'source 10.0.0.0/8 port [ >80&<90 =100 ] discard'
}

routes()
{
	begin
	status 0 ctl announce route 100.30.0.0/24 next-hop self \
	    community [ 65001:1 65001:2 ]
	[ ! -s out ] || die "it talks: $(head -c 500 out)"
	await 10 router_has 100.30.0.0/24 next-hop=192.168.1.2 \
	    "community=65001:1 65001:2"
	status 0 ctl neighbor 192.168.1.1 announce route 100.40.0.0/24 \
	    next-hop 192.168.1.9 med 3
	await 10 router_has 100.40.0.0/24 next-hop=192.168.1.9 med=3
	# again with another attribute: replaced
	status 0 ctl announce route 100.40.0.0/24 next-hop 192.168.1.9 med 4
	await 10 router_has 100.40.0.0/24 next-hop=192.168.1.9 med=4
	status 0 ctl announce attributes next-hop self med 9 nlri \
	    100.50.0.0/24 100.51.0.0/24
	await 10 router_has 100.51.0.0/24 med=9
	status 0 ctl withdraw route 100.30.0.0/24
	await 10 router_has_not 100.30.0.0/24
	# of the configuration too
	status 0 ctl withdraw route 100.10.0.0/24
	await 10 router_has_not 100.10.0.0/24
	status 1 ctl neighbor 192.168.1.77 announce route 100.60.0.0/24 \
	    next-hop self
	complained "neighbor"
	status 1 ctl announce route 100.60.0.0/33 next-hop self
	complained "netmask 33"
	status 1 ctl announce 100.60.0.0/24 next-hop self
	complained "unknown command"
	! log_has bgpd "it is for no neighbor" || die "all routes are for it"
	status 0 ctl announce ipv4 sr-policy distinguisher 1 color 1 \
	    endpoint 192.0.2.9 next-hop self
	log_has bgpd "from control: it is for no neighbor with.* sr-policy" ||
	    die "no warning"
	session_up || die "the session went down"
	[ "$(count_lines bgpd 'session established')" -eq 1 ] || die "reset"
}

# Statuses: 0 done, 1 refused or no daemon, 2 not understood here.
statuses()
{
	begin
	status 0 ctl -V
	printed "^bgpctl-x [0-9]"
	status 0 ctl version
	printed "^exabgp [0-9].*bgpd-x"
	for c in version status help ping "show summary" "show process"; do
		status 0 ctl -j $c
		jq -e . out >/dev/null || die "$c: $(head -c 500 out)"
	done
	status 0 ctl -h
	printed "^usage: bgpctl-x"
	status 0 "$BGPCTL" --version
	printed "^bgpctl-x [0-9]"
	status 2 ctl top
	complained "top needs -n"
	status 2 ctl -z show neighbor
	complained "^usage: bgpctl-x"
	status 1 ctl bogus
	complained "unknown command"
	status 1 ctl show bogus
	status 1 "$BGPCTL" -s "$PWD/nothing.sock" version
	complained "nothing.sock: No such file or directory, is bgpd-x running?"
	: >file
	status 1 "$BGPCTL" -s "$PWD/file" version
	complained "file: "
}

# Beginnings of words will do, and what is no word is answered with what
# would be one.
shortened()
{
	begin
	spawn mon "$BGPCTL" -s "$PWD/ctl.sock" mon 192.168.1.1
	monitoring=$(date +%s)
	status 0 ctl sho su
	printed "^192.168.1.1 .*established"
	status 0 ctl sho nei 192.168.1.1 conf
	printed "^neighbor 192.168.1.1 {"
	status 0 ctl sho rib o inet ext
	printed "100.10.0.0/24"
	status 0 ctl n 192.168.1.1 ann ro 100.33.0.0/24 next-hop self
	status 0 ctl wi ro 100.33.0.0/24
	status 0 ctl log verb
	status 0 ctl log br
	status 0 ctl pe list
	status 1 ctl s
	complained '"s" may be show, '
	status 1 ctl shwo summary
	complained 'unknown command "shwo", did you mean "show"?'
	status 1 ctl show
	complained "expected neighbor, summary, rib, adj-rib or process"
	status 1 ctl show rib detial
	complained 'did you mean "detail"?'
	status 1 ctl announce 10.0.0.0/24 next-hop self
	complained "expected route, "
	for c in "show neighbor" "show adj-rib in" monitor; do
		status 1 ctl $c 192.168.1.77
		complained "no neighbor"
	done
	status 1 ctl show rib out family ipv4 unicast 100.10.0.0/24 x
	for c in "192.168.1.1 100.10.0.0/24" "100.10.0.0/24 192.168.1.1" \
	    "192.168.1.1 inet" "192.168.1.1 family ipv4 unicast"; do
		status 0 ctl show rib out $c
		printed "100.10.0.0/24"
	done
	status 0 ctl show rib out flow family ipv4 unicast
	[ ! -s out ] || die "both filters count: $(cat out)"
	# under a short name too it may be silent for longer than others
	later() { [ "$(date +%s)" -ge $((monitoring + 22)) ]; }
	await 30 later
	log_has mon "live from here" && is_alive mon || die "$(cat mon.log)"
}

# matching WANT WORD ...: what these filters leave, as the second numbers.
matching()
{
	local want=$1 got

	shift
	status 0 ctl show rib out 10.0.0.0/8 or-longer "$@"
	got=$(sed -n 's/.* 10\.\([0-9]*\)\..*/\1/p' out | xargs)
	[ "$got" = "$want" ] || die "not $want but $got: $*"
}

# Every filter that is given must match, also several of a kind.
filters()
{
	local com="community 65001:1" large="large-community 1:2:3"

	begin
	status 0 ctl announce route 10.1.0.0/16 next-hop self \
	    community [ 65001:1 65001:2 no-export ] large-community 1:2:3
	status 0 ctl announce route 10.2.0.0/16 next-hop self $com \
	    as-path [ 65001 7 ]
	status 0 ctl announce route 10.3.0.0/16 next-hop self $large \
	    as-path [ 65001 7 8 ]
	matching "1 2 3"
	matching "1 2" $com
	matching "1 3" $large
	matching 1 $com $large
	matching 1 $large $com
	matching 1 $com community 65001:2
	matching 1 community [ no-export 65001:2 ]
	matching 2 $com as 7
	matching 3 as 7 as 8
	matching 3 family ipv4 unicast as 7 $large inet 192.168.1.1
	matching 2 10.2.0.0/15 as 7 $com
	status 0 ctl show rib out 10.1.0.0/16 10.2.0.0/16
	[ ! -s out ] || die "both prefixes"
	# octets of an AS path and a MED that are none, and of an unknown one
	status 0 ctl announce route 10.9.0.0/16 next-hop self \
	    attribute [ 0x02 0x40 0x090500000001 ] \
	    attribute [ 0x04 0x80 0x01 ] attribute [ 0x63 0xc0 0x01 ]
	status 0 ctl show rib out 10.9.0.0/16
	grep -q ' 192.168.1.2  *-  *-$' out || die "$(cat out)"
	# and of neighbors none of these is one
	status 1 ctl show neighbor 10.0.0.0/8
	complained "no neighbor matching"
	status 1 ctl show rib 10.0.0.1/24
	complained "invalid network 10.0.0.1 for netmask 24"
	status 1 ctl show rib as 1 as 2 as 3 as 4 as 5 as 6 as 7 as 8 as 9
	complained "more than 8"
}

# Also what programs get no answer to has an end here.
answered()
{
	begin
	status 0 timeout 5 "$BGPCTL" -s "$PWD/ctl.sock" reset
	status 0 timeout 5 "$BGPCTL" -s "$PWD/ctl.sock" silence-ack
	status 1 ctl p 192.168.1.1 announce route 10.9.0.0/16 next-hop self
	complained '"p" may be peer or ping'
	status 1 ctl group start
	complained "a group is one line here"
}

# An AS number that is told by the neighbor is shown when it is known.
auto_as()
{
	begin
	sed -i 's/peer-as 65000/peer-as auto/' bgpd.conf
	status 0 ctl reload
	await 20 session_up
	status 0 ctl -j show neighbor
	json '.peer.as == 65000' out || die "json: $(cat out)"
	status 0 ctl top -n 1
	printed "^192.168.1.1  *65000 "
}

teardown()
{
	begin
	status 0 ctl neighbor 192.168.1.1 teardown 4 "see you later"
	await 10 grep -q 'Received: Administrative reset: "see you later"' \
	    bird.log
	await 30 session_up
	await 10 router_has 100.10.0.0/24 next-hop=192.168.1.2
	status 1 ctl neighbor 192.168.1.77 teardown 4
	status 1 ctl teardown 256
	status 1 ctl teardown x
	session_up || die "down for nothing"
}

# Why the session is down, in the words of who ended it (RFC 9003).
last_error()
{
	begin
	why() { ctl -j show neighbor 192.168.1.1 |
	    json '.["last-error"] | contains("gone fishing")'; }
	bird disable all '"gone fishing"' >/dev/null
	await 10 why
	status 0 ctl show neighbor 192.168.1.1
	printed "last error *received Cease / .*gone fishing"
	why() { ctl show neighbor 192.168.1.1 |
	    grep -q "last error.*gone fishing.*; then Connection refused"; }
	await 30 why
	bird enable all >/dev/null
	await 30 session_up
	status 0 ctl show neighbor 192.168.1.1
	! grep -q fishing out || die "of a session that is over"
}

# What changed is changed, and nothing else is touched.
reload()
{
	begin
	ctl announce route 100.30.0.0/24 next-hop self || die "announce"
	await 10 router_has 100.30.0.0/24 next-hop=192.168.1.2
	conf "route 100.70.0.0/24 next-hop self;" |
	    sed '/100.10.0.0/d; s/med 20/med 21/' >bgpd.conf
	status 0 ctl reload
	await 10 router_has 100.70.0.0/24 next-hop=192.168.1.2
	await 10 router_has 100.20.0.0/24 med=21
	await 10 router_has_not 100.10.0.0/24
	router_has 100.30.0.0/24 || die "the operator's route is gone"
	# by signal
	conf >bgpd.conf
	kill -HUP "$(pid_of bgpd)"
	await 10 router_has 100.10.0.0/24 next-hop=192.168.1.2
	await 10 router_has_not 100.70.0.0/24
	conf "route 100.80.0.0/24 next-hop self;" >bgpd.conf
	kill -USR1 "$(pid_of bgpd)"
	await 10 router_has 100.80.0.0/24 next-hop=192.168.1.2
	[ "$(count_lines bgpd 'session established')" -eq 1 ] || die "reset"
	router_has 100.30.0.0/24 || die "the operator's route is gone"
}

# A file with an error changes nothing.
reload_broken()
{
	begin
	n=0
	for bad in 's/peer-as 65000/peer-as abc/' 's/100.10.0.0/100.10.0.300/' \
	    's/static {/statik {/' 's/.*//'; do
		conf | sed "$bad" >bgpd.conf
		status 1 ctl reload
		[ "$bad" = 's/.*//' ] || complained "bgpd.conf:[0-9]*:"
		n=$((n + 1))
		[ "$(count_lines bgpd 'the old one stays')" -eq $n ] ||
		    die "nothing in the log"
	done
	rm bgpd.conf
	status 1 ctl reload
	complained "bgpd.conf"
	kill -HUP "$(pid_of bgpd)"
	n=$((n + 2))
	twice() { [ "$(count_lines bgpd 'the old one stays')" -eq $n ]; }
	await 10 twice
	session_up || die "down"
	router_has 100.10.0.0/24 || die "its routes are gone"
	[ "$(count_lines bgpd 'session established')" -eq 1 ] || die "reset"
	# a brace that is missing at the end is forgiven, aloud
	conf | sed '$d' >bgpd.conf
	status 0 ctl reload
	log_has bgpd "bgpd.conf:.*warning: the text ends" || die "in silence"
	session_up || die "down"
	# and the right one is taken afterwards
	conf "route 100.70.0.0/24 next-hop self;" >bgpd.conf
	status 0 ctl reload
	await 10 router_has 100.70.0.0/24 next-hop=192.168.1.2
}

# A neighbor that appears, and one that goes.
reload_neighbors()
{
	begin
	{ conf; conf | sed 's/neighbor 192.168.1.1/neighbor 192.168.1.11/'
	} >bgpd.conf
	status 0 ctl reload
	[ "$(ctl show neighbor | wc -l)" -eq 3 ] || die "not two neighbors"
	conf | sed 's/neighbor 192.168.1.1/neighbor 192.168.1.11/' >bgpd.conf
	status 0 ctl reload
	await 10 router_error_has "Received: .*de-configured"
	await 10 router_has_not 100.10.0.0/24
	[ "$(ctl show neighbor | wc -l)" -eq 2 ] || die "not one neighbor"
}

shutdown()
{
	begin
	pid=$(pid_of bgpd)
	status 0 ctl shutdown
	await 10 is_gone bgpd
	wait "$pid" || die "exit status $?"
	await 10 router_error_has "administrative shutdown"
	status 1 ctl version
	complained "ctl.sock: "
	# it starts again in the same place, also after it was killed
	speaker bgpd.conf
	await 30 router_has 100.10.0.0/24 next-hop=192.168.1.2
	kill -KILL "$(pid_of bgpd)"
	await 10 is_gone bgpd
	status 1 ctl version
	complained "ctl.sock: "
	wait_for 5 sh -c "! ip netns pids $NS_S | grep ."
	speaker bgpd.conf
	await 30 session_up
}

log_level()
{
	begin
	! log_has bgpd "^DEBUG" || die "too much in the log"
	status 0 ctl log verbose
	ctl neighbor 192.168.1.1 teardown 4
	await 10 log_has bgpd "^DEBUG: .*Sending OPEN"
	await 10 session_up
	status 0 ctl log brief
	n=$(count_lines bgpd "^DEBUG")
	ctl neighbor 192.168.1.1 teardown 4
	await 10 session_up
	[ "$(count_lines bgpd "^DEBUG")" -eq "$n" ] || die "still verbose"
	status 1 ctl log loud
	complained "verbose"
}

read_only()
{
	begin
	ro() { "$BGPCTL" -s "$PWD/ctl.rsock" "$@"; }
	status 0 ro show neighbor
	printed "192.168.1.1"
	status 0 ro -j show adj-rib out
	status 0 ro version
	# also for an ordinary user
	status 0 setpriv --reuid nobody --clear-groups "$BGPCTL" \
	    -s "$PWD/ctl.rsock" show neighbor
	status 1 setpriv --reuid nobody --clear-groups "$BGPCTL" \
	    -s "$PWD/ctl.sock" show neighbor
	complained "Permission denied"
	set -f
	for words in "announce route 100.60.0.0/24 next-hop self" \
	    "withdraw route 100.10.0.0/24" "neighbor 192.168.1.1 teardown 4" \
	    "reload" "restart" "shutdown" "flush adj-rib out" \
	    "clear adj-rib out" "log verbose" "announce eor" \
	    "peer * announce route 100.60.0.0/24 next-hop self" \
	    "daemon shutdown" "rib clear out"; do
		status 1 ro $words
		complained "read-only"
	done
	is_alive bgpd && session_up || die "it did something"
	[ "$(ctl show adj-rib out | wc -l)" -eq 2 ] || die "routes"
}

# Clients that say nothing, nonsense, or do not read.
bad_clients()
{
	begin
	i=0
	while [ $i -lt 40000 ]; do
		i=$((i + 1))
		echo "    route 100.$((64 + i / 256 % 64)).$((i % 256)).0/24" \
		    "next-hop self med $((i / 256));"
	done >many
	conf | sed '/route 100.20/r many' >bgpd.conf
	status 0 ctl reload
	cat >clients.py <<-'END'
	import os, socket, time
	def client(data=b""):
	    s = socket.socket(socket.AF_UNIX)
	    s.connect("ctl.sock")
	    s.send(data)
	    return s
	quiet = [client() for _ in range(30)]
	for data in (b"\0" * 1000, b"\xff" * 1000, os.urandom(5000),
	    b"GET / HTTP/1.0\r\n\r\n"):
	    client(data)
	time.sleep(30)
	END
	spawn clients python3 clients.py
	# one that stops reading in the middle
	ctl show adj-rib out | head -n 1 >first
	[ "$(wc -l <first)" -eq 1 ] || die "nothing"
	"$BGPCTL" -s "$PWD/ctl.sock" show adj-rib out >all
	[ "$(wc -l <all)" -gt 16000 ] || die "$(wc -l <all) lines"
	status 0 ctl version
	is_alive clients || die "clients: $(head -c 500 clients.log)"
	# more than it takes at once, then it takes them again
	cat >crowd.py <<-'END'
	import socket
	crowd = []
	for i in range(200):
	    s = socket.socket(socket.AF_UNIX)
	    s.setblocking(False)
	    try:
	        s.connect("ctl.rsock" if i % 2 else "ctl.sock")
	        crowd.append(s)
	    except BlockingIOError:
	        pass
	END
	python3 crowd.py || die "the crowd"
	# a crowd on the read-only socket does not keep the operator out
	cat >crowd.py <<-'END'
	import socket, time
	crowd = []
	for i in range(100):
	    s = socket.socket(socket.AF_UNIX)
	    s.connect("ctl.rsock")
	    crowd.append(s)
	time.sleep(60)
	END
	stop clients
	spawn crowd python3 crowd.py
	await 10 log_has bgpd "idle ones make room"
	ctl version || die "the operator is kept out"
	"$BGPCTL" -s "$PWD/ctl.rsock" version || die "the reader is kept out"
	stop crowd
	[ "$(count_lines bgpd "make room")" -lt 10 ] || die "log flooded"
	session_up || die "the session went down"
}

# Of more than there is room for, who has not read for ten seconds has to go.
stalled()
{
	begin
	awk 'BEGIN { for (i = 0; i < 10000; i++)
		printf "route 50.%d.%d.0/24 next-hop self;\n", i / 200, i % 200
	}' >many
	conf | sed '/route 100.20/r many' >bgpd.conf
	status 0 ctl reload
	cat >deaf.py <<-'END'
	import socket, struct, time
	def client(words):
	    s = socket.socket(socket.AF_UNIX)
	    s.connect("ctl.sock")
	    s.send(struct.pack("=IHHIII", 20 + len(words), 1, 0, 0, 0, 0) +
	           words)
	    return s
	deaf = [client(b"show adj-rib out extensive") for _ in range(64)]
	time.sleep(60)
	END
	spawn deaf python3 deaf.py
	refused() { ! ctl version; }
	await 5 refused
	await 5 log_has bgpd "one was refused"
	status 1 ctl version
	complained "the daemon has closed the connection"
	await 20 ctl version
	left() { [ "$(ss -x | grep -c "$PWD/ctl.sock")" -eq 63 ]; }
	await 5 left
	session_up || die "the session went down"
}

# Without a daemon: a line with several prefixes is as many messages.
encode()
{
	status 0 "$BGPCTL" encode -n announce attributes next-hop 10.0.0.1 \
	    extended-community [ rate-limit:9600 ] nlri 10.1.0.0/24 10.2.0.0/16
	set -- 400101004002004003040A00000140050400000064C010088006000046160000
	printf '%s\n' "00000020${1}180A0100" "00000020${1}100A02" |
	    diff - out || die "other messages"
	status 1 "$BGPCTL" encode attributes next-hop 10.0.0.1 nlri 10.1.0.0/33
	complained "invalid netmask 33"
	status 1 "$BGPCTL" encode attributes next-hop 10.0.0.1 nlri
	complained "no prefix after nlri"
	status 1 "$BGPCTL" encode -f "ipv6 unicast" attributes \
	    next-hop 10.0.0.1 nlri 10.1.0.0/24
	complained "the route is of"
	# the options in any order, and no other ones
	for o in "--no-header -i" "-i --no-header" "-i -n"; do
		status 0 "$BGPCTL" encode $o announce route 10.1.0.0/24 \
		    next-hop self
		printed "^000000154001010040020040.*0000000018"
	done
	status 0 "$BGPCTL" encode -n route 2001:db8::/32 next-hop self
	printed "800E1A00020110000000000000000000000000000000010020"
	for o in --nonsense "-i --nonsense" "-a x" "-z 4294967296"; do
		status 2 "$BGPCTL" encode $o route 10.1.0.0/24 next-hop self
	done
	for c in encode decode; do
		status 2 "$BGPCTL" $c -f ipv4 00000000
		complained '-f: there is no family "ipv4"'
	done
	for o in --nonsense "-J 7" "-J x"; do
		status 2 "$BGPCTL" decode $o 00000000
	done
	status 0 "$BGPCTL" decode -J 6 --update -- 00000000
	printed '"6.0.0"'
	# a label without any bit is no pair
	status 0 "$BGPCTL" decode -J 6 \
	    00000015800F120001807000000000010A000001000017CD2E
	printed '"label": \[ \[ 0 \] \]'
	status 1 "$BGPCTL" convert .
	complained "Is a directory"
}

# Processes of ExaBGP 3 hear what they heard, and one may only be named.
converted()
{
	cat >exa3.conf <<-END
	process elsewhere { run /bin/cat; encoder text; }
	neighbor 192.168.1.1 {
	    local-address 192.168.1.2; local-as 65001; peer-as 65000;
	    process raw { run /bin/cat raw; receive-packets; }
	    process block { run /bin/cat block; receive { packets; } }
	    process routes { run /bin/cat routes; receive-routes; }
	    process sent { run /bin/cat sent; send { packets; } }
	    process elsewhere;
	}
	END
	all="packets;open;update;notification;keepalive;refresh;operational;"
	status 0 "$BGPCTL" convert exa3.conf
	tr -d ' \t\n' <out >flat
	for a in "raw];receive{$all}}" "block];receive{$all}}" \
	    "routes];receive{parsed;update;refresh;}}" \
	    "sent];send{$all}}" "elsewhere];}"; do
		grep -qF "api{processes[$a" flat || die "no $a: $(cat out)"
	done
	mv out today.conf
	status 0 "$BGPD" -n today.conf
}

# What the converter can not place is explained, and it is not named.
misplaced()
{
	cat >bgpd.conf <<-END
	process p { run /bin/cat; encoder text; receive-routes; }
	neighbor 192.168.1.1 {
	    local-as 65001; peer-as 65000; api { receive-routes; }
	}
	END
	status 1 "$BGPD" -n bgpd.conf
	complained '"receive-routes": .* section api'
	! grep -q convert err || die "$(cat err)"
}

no_second()
{
	timeout 10 ip netns exec "$NS_S" "$BGPD" -s "$PWD/ctl.sock" \
	    $USER_OPT bgpd.conf >second.log 2>&1 &&
	    die "it started"
	log_has second "ctl.sock: .*in use" || die "no reason"
}

# One socket, one daemon, even if that one takes no more clients now.
second()
{
	begin
	no_second
	status 0 ctl version
	session_up || die "the first one suffers"
	kill -STOP "$(engines route)"
	spawn crowd python3 -c '
import socket, sys, time
clients = []
try:
    while True:
        clients.append(socket.socket(socket.AF_UNIX))
        clients[-1].setblocking(False)
        clients[-1].connect(sys.argv[1])
except BlockingIOError:
    print("full", flush=True)
time.sleep(3600)
' "$PWD/ctl.sock"
	await 10 log_has crowd full
	no_second
	stop crowd
	kill -CONT "$(engines route)"
	await 10 ctl version
}

# The socket's file is removed, and another daemon makes one there: that one
# stays when the first daemon stops.
other_socket()
{
	begin
	rm ctl.sock ctl.rsock
	cp bgpd.pid first.pid
	spawn bgpd "$BGPD" -s "$PWD/ctl.sock" $USER_OPT bgpd.conf
	await 10 ctl version
	stop first
	status 0 ctl version
	stop bgpd
	[ ! -e ctl.sock ] && [ ! -e ctl.rsock ] || die "a socket is left"
}

# On a loopback interface self is the router's address, not 127.0.0.1.
loopback_self()
{
	make_net
	ip -n "$NS_S" addr add 192.168.9.2/32 dev lo
	ip -n "$NS_S" addr add 2001:db8:9::2/128 dev lo
	ip -n "$NS_R" route add 2001:db8:9::2/128 via 2001:db8:1::2
	cat >bgpd.conf <<-END
	neighbor 2001:db8:1::1 {
	    router-id 192.168.9.2;
	    local-address 2001:db8:9::2;
	    local-as 65001;
	    peer-as 65000;
	    static { route 10.0.0.0/24 next-hop self; }
	}
	END
	cat >other.conf <<-END
	neighbor 2001:db8:9::2 {
	    router-id 192.168.1.1;
	    local-address 2001:db8:1::1;
	    local-as 65000;
	    peer-as 65001;
	    passive;
	}
	END
	spawn other ip netns exec "$NS_R" "$BGPD" -s "$PWD/other.sock" \
	    $USER_OPT -o tcp.bind=2001:db8:1::1 other.conf
	await 10 "$BGPCTL" -s "$PWD/other.sock" version
	speaker bgpd.conf
	await 20 log_has other "established with 2001:db8:9::2"
	received() { "$BGPCTL" -s "$PWD/other.sock" show rib in; }
	there() { received | grep -q 10.0.0.0; }
	await 10 there
	received | grep -q ' 192.168.9.2 ' || die "$(received)"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	. "$TOP/regress/lib/router.sh"
	for t in show_neighbor show_adj_rib records routes statuses \
	    shortened filters answered auto_as teardown last_error reload \
	    reload_broken reload_neighbors shutdown log_level read_only \
	    bad_clients stalled encode converted misplaced second \
	    other_socket loopback_self; do
		define $t
	done
}
