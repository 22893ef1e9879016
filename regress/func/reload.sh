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

# Reloads: what changes, what would change, and what does not.

sink()
{
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json"
	await 10 test -s sink.json
}

# conf ROUTE ...: the router, with these routes.
conf()
{
	neighbor_conf "$SETTINGS" "static {" "$@" "}" "$MORE"
}

process()
{
	printf 'process %s {\n\trun /bin/sleep %s;\n\tencoder text;\n}\n' \
	    "$1" "$2"
}

sessions() { json ".sessions == $1 and .up and .routes == $2" sink.json; }

begin()
{
	make_net
	sink
	{ process a 1000; process b 1000
	conf "route 10.0.0.0/24 next-hop self;" \
	    "route 10.0.1.0/24 next-hop self;" \
	    "route 10.0.2.0/24 next-hop self;"; } >bgpd.conf
	speaker bgpd.conf
	await 20 sessions 1 3
}

# What it would do is what it says, and it does none of it.
dry_run()
{
	begin
	ctl reload -n >said
	echo "routes: 0 new, 0 changed, 0 withdrawn, 3 the same" | cmp - said
	SETTINGS="hold-time 30; passive; description x;"
	{ process a 2000; process c 1000
	conf "route 10.0.0.0/24 next-hop self;" \
	    "route 10.0.1.0/24 next-hop self med 5;" \
	    "route 10.0.3.0/24 next-hop self;"
	neighbor_conf | sed s/192.168.1.1/192.168.1.9/; } >bgpd.conf
	ctl reload -n >said
	cmp - said <<-END
	neighbor 192.168.1.1: session resets: passive, hold-time
	neighbor 192.168.1.9: added
	process a: restarted
	process b: stopped
	process c: started
	routes: 1 new, 1 changed, 1 withdrawn, 1 the same
	END
	ctl -j reload -n >said
	json -s 'length == 6 and .[1].neighbor == "192.168.1.9" and
	    .[5].routes.new == 1' said
	SETTINGS="description x;" MORE="nonsense;"
	conf >bgpd.conf
	ctl reload -n >said 2>&1 && die "no error"
	grep -q 'bgpd.conf:[0-9]*:[0-9]*: .*nonsense' said
	ctl reload && die "no error"
	grep -q 'ERROR.*bgpd.conf:[0-9]*:[0-9]*: .*nonsense' bgpd.log
	ctl reload -m && die "a mistyped word reloads"
	sessions 1 3 || die "something was done"
	[ "$(ctl show process | awk 'NR > 1 { print $1, $4 }' | xargs)" = \
	    "a 0 b 0" ] || die "a process: $(ctl show process)"
	SETTINGS="description x;" MORE=
	conf "route 10.0.9.0/24 next-hop self;" >bgpd.conf
	ctl reload
	await 10 sessions 1 1
	log_has bgpd "configuration loaded"
	[ "$(grep -c 'configuration loaded' bgpd.log)" -eq 1 ]
}

# What a template has is for those who inherit it, and for nobody else.
inherited()
{
	template() {
		printf 'template {\nneighbor %s {\nannounce {\nipv4 {\n' $1
		echo "unicast 10.9.$2.0/24 next-hop self;"
		printf '}\n}\n}\n}\n'
	}
	make_net
	sink
	{ template unused 1
	template one 2
	conf "route 10.0.0.0/24 next-hop self;"
	neighbor_conf "inherit one;" | sed 's/192.168.1.1/192.168.1.9/'
	} >bgpd.conf
	speaker bgpd.conf
	await 20 sessions 1 1
	ctl show adj-rib out | sed 's/.*unicast //; s/ .*//' | sort >said
	printf '10.0.0.0/24\n10.9.2.0/24\n' | cmp - said || die "$(cat said)"
	# who no longer inherits loses the routes: there is that to say
	neighbor_conf "inherit one;" >one.conf
	{ template one 2
	cat one.conf
	sed 's/192.168.1.1/192.168.1.9/' one.conf; } >bgpd.conf
	ctl reload
	{ template one 2
	neighbor_conf
	sed 's/192.168.1.1/192.168.1.9/' one.conf; } >bgpd.conf
	ctl reload -n >said
	echo "routes: 0 new, 0 changed, 1 withdrawn, 1 the same" | cmp - said ||
	    die "$(cat said)"
	sessions 1 1 || die "something was done"
	ctl reload
	await 10 sessions 1 0
}

# Routes under a name count as what they are now, whoever shares them.
watchdogs()
{
	make_net
	sink
	dogs() { conf "route 10.0.0.0/24 next-hop self watchdog dog $1;" \
	    "route 10.0.1.0/24 next-hop self watchdog cat;" \
	    "route 10.0.2.0/24 next-hop self;"; }
	both() { dogs "$@"; dogs "$@" | sed 's/192.168.1.1 /192.168.1.9 /'; }
	counts() {
		ctl reload -n | grep '^routes' >said
		echo "routes: $1 the same" | cmp - said || die "$(cat said)"
	}
	both withdraw >bgpd.conf
	speaker bgpd.conf
	await 20 sessions 1 2
	counts "0 new, 0 changed, 0 withdrawn, 4"
	ctl announce watchdog dog
	ctl withdraw watchdog cat
	await 10 sessions 1 2
	counts "0 new, 0 changed, 0 withdrawn, 4"
	# what it was set to outlives what is written
	both >bgpd.conf
	ctl reload
	counts "0 new, 0 changed, 0 withdrawn, 4"
	[ "$(ctl show adj-rib out 192.168.1.9 10.0.0.0/23 or-longer |
	    wc -l)" -eq 1 ] || die "$(ctl show adj-rib out)"
	both | sed 's/watchdog cat;/watchdog mouse;/' >bgpd.conf
	counts "2 new, 0 changed, 0 withdrawn, 4"
	both | sed 's/10.0.2.0.24 next-hop self/& watchdog cat/' >bgpd.conf
	counts "0 new, 0 changed, 2 withdrawn, 2"
	ctl reload
	await 10 sessions 1 1
	# a name holds for those that have it
	{ dogs; dogs | sed 's/192.168.1.1 /192.168.1.9 /
	    s/ watchdog dog//'; } >bgpd.conf
	ctl reload
	await 10 sessions 1 2
	ctl withdraw watchdog dog
	await 10 sessions 1 1
	[ "$(ctl show adj-rib out 192.168.1.9 10.0.0.0/24 | wc -l)" -eq 1 ] ||
	    die "the other one's too"
	counts "0 new, 0 changed, 0 withdrawn, 3"
	# there may be as many as a file can have
	conf "$(awk 'BEGIN { for (i = 0; i < 5000; i++)
		printf "route 50.%d.%d.0/24 next-hop self watchdog d%d %s;\n",
		    i / 200, i % 200, i, i < 4999 ? "withdraw" : "" }')" \
	    >bgpd.conf
	ctl reload
	await 10 sessions 1 1
	ctl announce watchdog d4998
	await 10 sessions 1 2
	# of two for one prefix it is the later one again
	conf "route 10.0.0.0/24 next-hop self med 1 watchdog dog;" \
	    "route 10.0.0.0/24 next-hop self med 2 watchdog dog;" >bgpd.conf
	ctl reload
	ctl withdraw watchdog dog
	ctl announce watchdog dog
	ctl show adj-rib out extensive | grep -q ' med 2$' ||
	    die "$(ctl show adj-rib out extensive)"
}

# The restart bit of the first OPEN is no reason to end the session later.
after_restart()
{
	SETTINGS="capability { graceful-restart 100; }"
	begin
	stop bgpd
	await 10 is_gone bgpd
	speaker bgpd.conf
	await 20 sessions 2 3
	ctl reload
	[ "$(ctl reload -n | wc -l)" -eq 1 ]
	sessions 2 3 || die "session reset"
}

# What is asked for while a file is being read: a neighbor that would be gone
# at once is refused, and a reload with all programs follows.
meanwhile()
{
	make_net
	chmod 755 .
	script say.sh <<-END
	#!/bin/sh
	while read -r line; do
		echo reload
	done <$PWD/pipe
	exec sleep 3600
	END
	mkfifo -m 666 pipe
	# it takes a while
	neighbor_conf "static {" "$(for i in 10 11 12 13 14; do
		echo "route $i.0.0.0/8 next-hop self split /26;"
	    done)" "}" >bgpd.conf
	neighbor_conf | sed 's/192.168.1.1/192.168.1.9/' >>bgpd.conf
	echo "process p { run $PWD/say.sh; encoder text; }" >>bgpd.conf
	speaker bgpd.conf
	await 20 ctl version
	reading() { [ "$(count_lines bgpd "Performing reload")" -eq "$1" ]; }
	loaded() { [ "$(count_lines bgpd "configuration loaded")" -eq "$1" ]; }
	started() { [ "$(count_lines bgpd "Started process")" -eq "$1" ]; }
	kill -HUP "$(pid_of bgpd)"
	await 10 reading 1
	kill -USR2 "$(pid_of bgpd)"
	ctl create neighbor 192.168.1.7 local-address 192.168.1.2 \
	    local-as 65001 peer-as 65007 >said 2>&1 && die "made"
	grep -q "a reload is under way" said || die "$(cat said)"
	await 20 loaded 2
	started 2 || die "the programs were not restarted"
	ctl create neighbor 192.168.1.7 local-address 192.168.1.2 \
	    local-as 65001 peer-as 65007
	kill -HUP "$(pid_of bgpd)"
	await 10 reading 3
	echo now >pipe
	# one that the file still has is back with the next one
	ctl delete neighbor 192.168.1.9
	await 20 loaded 4
	[ "$(ctl show summary | sed 's/ .*//' | xargs)" = \
	    "Peer 192.168.1.1 192.168.1.9" ] || die "$(ctl show summary)"
}

# Whose session a reload ends, programs and monitors hear of.
told()
{
	make_net
	chmod 755 .
	mkdir -m 777 out
	script listen.sh <<-END
	#!/bin/sh
	exec cat >$PWD/out/events
	END
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json"
	echo "process p { run $PWD/listen.sh; encoder json; }" >rest
	neighbor_conf "api { processes [ p ]; neighbor-changes; }" |
	    sed 's/192.168.1.1/192.168.1.9/' >>rest
	{ cat rest
	neighbor_conf "api { processes [ p ]; neighbor-changes; }"; } >bgpd.conf
	await 10 test -s sink.json
	speaker bgpd.conf
	await 20 session_up
	spawn monitor "$BGPCTL" -s "$PWD/ctl.sock" monitor
	await 10 log_has monitor "# live"
	cp rest bgpd.conf
	ctl reload
	await 10 json '.error == "NOTIFICATION 6/3"' sink.json
	await 10 grep -q '"state": "down"' out/events
	await 10 log_has monitor "192.168.1.1 down - notification sent (6,3)"
	log_has bgpd "Removed neighbor 192.168.1.1 (local AS 65001" ||
	    die "the log"
	neighbor_conf | sed 's/192.168.1.1/192.168.1.9/' >bgpd.conf
	ctl reload
	await 10 log_has bgpd "Stopped process 'p'"
	[ "$(grep -c '"state": "down"' out/events)" -eq 1 ] || die "twice"
}

# A neighbor with a key is not to be had without it, in no moment of a reload.
keyed()
{
	make_net
	neighbor_conf "passive;" "md5-password secret;" >bgpd.conf
	for i in 1 2 3 4 5 6 7 8 9; do
		echo "process p$i { run /bin/sleep 3600; encoder text; }"
	done >>bgpd.conf
	speaker bgpd.conf
	await 10 ctl version
	spawn open ip netns exec "$NS_R" python3 -c '
import select, socket
while True:
    s = socket.socket()
    s.bind(("192.168.1.1", 0))
    s.setblocking(False)
    s.connect_ex(("192.168.1.2", 179))
    if (select.select([], [s], [], 0.001)[1] and
            s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0):
        print("connected", flush=True)
    s.close()
'
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		kill -USR2 "$(pid_of bgpd)"
		loaded() { [ "$(count_lines bgpd "configuration loaded")" -eq $i ]; }
		await 10 loaded
	done
	! log_has open connected || die "connected without a key"
	is_alive open || die "$(cat open.log)"
}

# A rate-limit that is lifted holds for routes that still wait.
rate_lifted()
{
	local i routes

	routes=$(for i in $(seq 100); do
		echo "route 10.0.$i.0/24 next-hop self med $i;"
	done)
	SETTINGS="rate-limit 1; group-updates false;"
	make_net
	sink
	conf "$routes" >bgpd.conf
	speaker bgpd.conf
	await 20 json '.routes > 1' sink.json
	SETTINGS="group-updates false;"
	conf "$routes" >bgpd.conf
	ctl reload
	await 10 sessions 1 100
}

# A peer that is sent away while it speaks hears why, configured or not.
last_word()
{
	local peer="ip netns exec bx$$r $LIBDIR/lastword.py 192.168.1.1"

	make_net
	neighbor_conf "passive;" >bgpd.conf
	speaker bgpd.conf
	await 10 ctl version
	spawn known $peer 192.168.1.2 known
	await 10 session_up
	neighbor_conf "passive;" | sed s/192.168.1.1/192.168.1.9/ >bgpd.conf
	ctl reload
	await 10 test -s known
	[ "$(cat known)" = "6/3, closed" ] || die "neighbor: $(cat known)"
	for i in 1 2 3 4 5 6 7 8 9; do
		spawn stranger$i $peer 192.168.1.2 stranger$i
	done
	for i in 1 2 3 4 5 6 7 8 9; do
		await 10 test -s stranger$i
		[ "$(cat stranger$i)" = "6/3, closed" ] ||
		    die "stranger: $(cat stranger$i)"
	done
}

# Two neighbors that differ in the port they are listened for on are two.
by_port()
{
	at() { neighbor_at 192.168.1.9 "listen $1;"; }
	make_net
	at 1791 >bgpd.conf
	speaker bgpd.conf
	await 20 ctl version
	{ at 1792; at 1791; } >bgpd.conf
	ctl reload -n >said
	cmp - said <<-END || die "$(cat said)"
	neighbor 192.168.1.9: added
	routes: 0 new, 0 changed, 0 withdrawn, 0 the same
	END
	ctl reload
	log_has bgpd "New neighbor 192.168.1.9" || die "not added"
	{ at 1791; at 1792; } >bgpd.conf
	ctl reload -n >said
	echo "routes: 0 new, 0 changed, 0 withdrawn, 0 the same" | cmp - said ||
	    die "$(cat said)"
	at 1792 >bgpd.conf
	ctl reload -n >said
	grep -q "neighbor 192.168.1.9: removed" said || die "$(cat said)"
}

# Of two that fit a connection alike the first in the file has it, which it is
# still when its session was reset.
file_order()
{
	make_net
	both() {
		neighbor_conf "passive;" "hold-time $1;"
		neighbor_conf "passive;" "peer-as 65009;"
	}
	both 90 >bgpd.conf
	speaker bgpd.conf
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json" connect=192.168.1.2
	await 20 json '.sessions > 0 and .up' sink.json
	both 60 >bgpd.conf
	ctl reload
	await 20 json '.error == "NOTIFICATION 6/6" or .sessions > 1' sink.json
	await 20 json '.sessions > 1 and .up' sink.json
}

# A program that has ended and is not started again is, by a reload.
ended()
{
	make_net
	{ echo "process p { run /bin/false; encoder text; respawn false; }"
	neighbor_conf; } >bgpd.conf
	speaker bgpd.conf
	await 20 log_has bgpd "Process 'p' exited with status 1"
	ctl reload -n >said
	grep -q "process p: started" said || die "$(cat said)"
	ctl reload
	await 10 log_has bgpd "configuration loaded"
	await 10 [ "$(count_lines bgpd "Started process 'p'")" -eq 2 ]
}

# Who is told to stay down while a configuration is being taken stays down.
down_at_once()
{
	make_net
	sink
	chmod 755 .
	mkdir -m 777 out
	script down.sh <<-END
	#!/bin/sh
	answer=
	until [ "\$answer" = "done" ]; do
		echo neighbor 192.168.1.1 down
		until read -r answer && [ "\${answer%:*}" = "\$answer" ]; do
			:
		done
	done
	: >$PWD/out/told
	exec sleep 3600
	END
	{ echo "process p { run $PWD/down.sh; encoder text; }"
	neighbor_at 192.168.1.9 "api { processes [ p ]; }"; } >bgpd.conf
	speaker bgpd.conf -v
	await 20 log_has bgpd "Received command from API: neighbor"
	neighbor_conf "api { processes [ p ]; }" >>bgpd.conf
	for i in $(seq 150); do
		process p$i 1000
	done >>bgpd.conf
	ctl reload
	await 20 test -e out/told
	# who comes up does so before this one does
	neighbor_at 192.168.1.8 >>bgpd.conf
	ctl reload
	await 20 log_has bgpd "neighbor 192.168.1.8: Connect"
	log_has bgpd "neighbor 192.168.1.1: Connect" && die "called"
	return 0
}

# The first OPEN after a restart says so, however late it is.
restart_bit()
{
	SETTINGS="capability { graceful-restart 100; } passive;
	    family { ipv4 unicast; }"
	make_net
	conf >bgpd.conf
	speaker bgpd.conf
	await 20 ctl version
	stop bgpd
	speaker bgpd.conf
	await 20 ctl version
	ctl reload
	ip netns exec "$NS_R" python3 -c '
import socket
s = socket.create_connection(("192.168.1.2", 179), 10, ("192.168.1.1", 0))
hello = s.recv(4096)
print(hello[hello.index(b"\x40\x06") + 2] >> 7)
' >bit
	[ "$(cat bit)" = 1 ] || die "restart bit: $(cat bit)"
}

# A route whose path identifier is another one is still there for a peer that
# knows no paths.
path_changed()
{
	local i

	make_net
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json" dump="$PWD/dump"
	await 10 test -s sink.json
	paths() {
		conf "$(awk -v id="$1" 'BEGIN { for (i = 0; i < 10000; i++)
			printf "route 10.%d.%d.0/24 next-hop self med %d " \
			    "path-information %d;\n", i / 250, i % 250, i,
			    id }')" >bgpd.conf
	}
	paths 0
	speaker bgpd.conf
	await 20 sessions 1 10000
	for i in 1 2 0; do
		paths $i
		ctl reload
		ctl announce route 11.0.$i.0/24 next-hop self
		await 10 grep -q "11.0.$i.0/24" dump
		[ "$(grep -c "^10" dump)" -eq 10000 ] ||
		    die "identifier $i: $(grep -c "^10" dump) are left"
	done
}

# What a template has counts more than what the neighbor has itself, in the
# canonical form as well.
template_last()
{
	make_net
	sink
	tmpl() {
		echo "template { neighbor $1 { static {"
		echo "route 10.0.0.0/24 next-hop self med $2; } } }"
	}
	out() { ctl show adj-rib out extensive | grep -q " med $1\$"; }
	{ tmpl one 1; tmpl two 2
	SETTINGS="inherit [ two one ];"
	conf "route 10.0.0.0/24 next-hop self med 3;"; } >bgpd.conf
	speaker bgpd.conf
	await 20 sessions 1 1
	out 1 || die "$(ctl show adj-rib out extensive)"
	"$BGPD" -n -v bgpd.conf >canonical.conf
	cp canonical.conf bgpd.conf
	ctl reload
	out 1 || die "canonical: $(ctl show adj-rib out extensive)"
}

# What is no longer kept is not shown.
kept_in()
{
	make_net
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json" send=5
	await 10 test -s sink.json
	have() { [ "$(ctl show adj-rib in | wc -l)" -eq "$1" ]; }
	neighbor_v4 192.168.1.1 >bgpd.conf
	speaker bgpd.conf
	await 20 have 5
	neighbor_v4 192.168.1.1 "adj-rib-in false;" >bgpd.conf
	ctl reload
	have 0 || die "still there: $(ctl show adj-rib in)"
	await 10 json '.sessions == 1 and .up' sink.json
}

# A lower limit holds at once, for those who say nothing more as well.
lower_limit()
{
	make_net
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json" send=5
	await 10 test -s sink.json
	have() { [ "$(ctl show adj-rib in | wc -l)" -eq "$1" ]; }
	limit() {
		neighbor_v4 192.168.1.1 "max-prefix {
		    ipv4 unicast $1 idle 300; }" >bgpd.conf
	}
	limit 6
	speaker bgpd.conf
	await 20 have 5
	await 10 log_has bgpd "routes of ipv4 unicast, the limit is 6"
	limit 5
	ctl reload
	await 10 log_has bgpd "5 routes of ipv4 unicast, the limit is 5"
	limit 4
	ctl reload
	await 10 json '.sessions == 1 and .error == "NOTIFICATION 6/1"' \
	    sink.json
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	SETTINGS= MORE=
	define dry_run
	define after_restart
	define by_port
	define down_at_once
	define ended
	define file_order
	define inherited
	define kept_in
	define keyed
	define last_word
	define lower_limit
	define meanwhile
	define path_changed
	define rate_lifted
	define restart_bit
	define template_last
	define told
	define watchdogs
}
