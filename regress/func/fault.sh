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

# Faults from outside: killed and frozen processes, links and routers that
# go, descriptors, disks and sockets that are not there.  In the end the
# router has exactly what was asked for, or the daemon is gone as a whole
# and has it when it is started again.

# conf [LINE ...]: the neighbor, a program with ROUTES and one that listens.
conf()
{
	chmod 755 .
	script table.py <<-END
	#!/usr/bin/env python3
	import sys, time
	print("silence-ack")
	for i in range(${ROUTES:=20000}):
	    print("announce route 10.%d.%d.0/24 next-hop self med %d" %
	          (i >> 8, i & 255, i % 7))
	    if i % 200 == 0:
	        sys.stdout.flush()
	        time.sleep(0.01)
	sys.stdout.flush()
	sys.stdin.read()
	END
	script listen.py <<-END
	#!/usr/bin/env python3
	import os
	while os.read(0, 65536):
	    pass
	END
	neighbor_conf "family { ipv4 unicast; }" \
	    "static { route 20.0.0.0/24 next-hop self med 9; }" \
	    "api { processes [ table listen ]; receive { parsed; update; } }" \
	    "$@" >bgpd.conf
	cat >>bgpd.conf <<-END
	process table { run $PWD/table.py; encoder text; }
	process listen { run $PWD/listen.py; encoder json; }
	END
}

sink()
{
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    "${HOLD:-90}" "$PWD/sink.json" "dump=$PWD/have" "$@"
}

# The routes begin to come: what happens now, happens under load.
begin()
{
	make_net
	sink ${SEND:+send=$SEND}
	conf "${LINE:-hold-time 90;}"
	speaker bgpd.conf
	await 20 under_way
}

under_way()
{
	json ".up and .routes > 500" sink.json
}

# The router has everything, and nothing else.
complete()
{
	{ awk -v n="$ROUTES" 'BEGIN { for (i = 0; i < n; i++)
	    printf "10.%d.%d.0/24 %d\n", i / 256, i % 256, i % 7 }'
	echo "20.0.0.0/24 9"; } | LC_ALL=C sort >want
	wait_for 60 cmp want have || {
		diff want have | head -n 5 >&2
		die "the router has other routes: $(cat sink.json)"
	}
}

nobody_left()
{
	[ -z "$(pgrep -f "$PWD/ctl.sock")" ] &&
	    [ -z "$(pgrep -f "$PWD/table.py")" ]
}

# VICTIM parent, session or route is killed; the rest goes as well.
killed()
{
	local p sess eng

	begin
	sess=$(engines session) eng=$(engines route)
	case $VICTIM in
	parent)	p=$(pid_of bgpd) ;;
	*)	p=$(engines "$VICTIM") ;;
	esac
	kill -KILL "$p"
	await 15 is_gone bgpd
	for p in $sess $eng; do
		await 15 test ! -e "/proc/$p"
	done
	await 15 nobody_left
	[ $VICTIM = parent ] || [ ! -e ctl.sock ] || die "the socket is left"
	speaker bgpd.conf
	await 20 under_way
	complete
	stop bgpd
	[ ! -e ctl.sock ] || die "the socket is left"
}

# WHO stands still for a while; nobody dies, nothing is lost.
frozen()
{
	local p

	[ "$WHO" != listen ] || SEND=20000
	begin
	case $WHO in
	sink)	p=$(pid_of sink) ;;
	listen)	p=$(pgrep -f "$PWD/listen.py") ;;
	*)	p=$(engines "$WHO") ;;
	esac
	kill -STOP $p
	echo "$p $(birth "$p")" >>pids
	sleep 3		# that long, whatever else happens
	kill -CONT $p
	complete
	json '.sessions == 1 and .up' sink.json || die "$(cat sink.json)"
	stop bgpd
}

# The routes are there, and the parent may open nothing more, until there is
# room again.
no_room()
{
	begin
	complete
	p=$(pid_of bgpd)
	soft=$(prlimit --pid "$p" --nofile --noheadings --output SOFT)
	prlimit --pid "$p" --nofile=3: || die "prlimit"
}

room()
{
	prlimit --pid "$p" --nofile="$soft":
}

refused()
{
	log_has bgpd "Too many open files"
}

# No new sessions while the parent has no descriptor.
descriptors()
{
	no_room
	stop sink KILL
	sink
	await 30 refused
	ctl show summary >/dev/null || die "no answer"
	room
	complete
	[ "$(count_lines bgpd "Too many open files")" -le 20 ] ||
	    die "$(count_lines bgpd "Too many open files") lines"
}

# A program ends when there is no descriptor for its pipes: it is started
# when there is.
program_descriptors()
{
	no_room
	kill -KILL "$(pgrep -P "$p" -f table.py)"
	await 30 log_has bgpd "'table' failed to start: .*Too many open files"
	room
	again() { [ "$(count_lines bgpd "Started process 'table'")" -eq 2 ]; }
	await 20 again
	[ "$(count_lines bgpd "failed to start")" -eq 1 ] || die "told twice"
	complete
}

# engine_files PID [LIMIT]: how many files the engine may have open, or that
# from now on.  Its own user may do that.
engine_files()
{
	setpriv --reuid "$ENGINE_USER" --regid "$(id -g "$ENGINE_USER")" \
	    --clear-groups prlimit --pid "$1" --nofile"${2:+=$2:}" \
	    --noheadings --output SOFT || die "prlimit"
}

# The session engine has no room for a socket: it asks again.
session_descriptors()
{
	begin
	complete
	p=$(engines session)
	soft=$(engine_files "$p")
	engine_files "$p" 3
	stop sink KILL
	sink
	await 30 refused
	engine_files "$p" "$soft"
	complete
}

# It has none for the listening sockets of a reload: those that it has do.
listen_descriptors()
{
	make_net
	neighbor_v4 192.168.1.1 "passive;" >bgpd.conf
	speaker bgpd.conf
	await 10 ctl version
	p=$(engines session)
	soft=$(engine_files "$p")
	engine_files "$p" 3
	ctl reload || die "reload"
	engine_files "$p" "$soft"
	sink connect=192.168.1.2
	await 10 session_up
}

# Clock ticks that a process has used.
ticks()
{
	sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'
}

# The route engine has no room: clients wait and cost nothing, a program is
# started again, and the peers notice nothing.
route_descriptors()
{
	begin
	complete
	p=$(engines route)
	soft=$(engine_files "$p")
	engine_files "$p" 3
	spawn client "$BGPCTL" -s "$PWD/ctl.sock" version
	used=$(ticks "$p")
	kill "$(pgrep -P "$(pid_of bgpd)" -f table.py)"
	failed() { log_has bgpd "process table: no file descriptor left"; }
	await 30 failed
	used=$(($(ticks "$p") - used))
	[ $used -lt 20 ] || die "$used ticks of work with nothing to do"
	engine_files "$p" "$soft"
	await 10 log_has client bgpd-x
	json '.sessions == 1' sink.json || die "the session ended"
	complete
}

# The link goes and comes; a session ends when the hold time is over.
link_flaps()
{
	HOLD=3 LINE="hold-time 3;"
	begin
	for i in 1 2 3; do
		ip -n "$NS_R" link set lab0 down
		sleep 0.5
		ip -n "$NS_R" link set lab0 up
	done
	ip -n "$NS_R" link set lab0 down
	down() { ctl -j show neighbor 192.168.1.1 |
	    json '.fsm != "ESTABLISHED"'; }
	await 20 down
	ip -n "$NS_R" link set lab0 up
	complete
}

# stepped SECONDS: the daemon's clock, and nobody else's, is so far ahead.
stepped()
{
	echo "$1" >clock.new
	mv clock.new clock
}

# The clock goes a day ahead and two back: timers do not notice.
clock_steps()
{
	local lib

	! sanitized || atf_skip "sanitizers want to be loaded first"
	lib=$(ls /usr/lib/*/faketime/libfaketime.so.1) ||
	    die "no faketime"
	make_net
	HOLD=3 sink
	conf "hold-time 3;"
	# the programs' clocks are right
	sed -i "s,run ,run /usr/bin/env -u LD_PRELOAD ," bgpd.conf
	stepped +0
	spawn bgpd env LD_PRELOAD="$lib" FAKETIME_NO_CACHE=1 \
	    FAKETIME_TIMESTAMP_FILE="$PWD/clock" \
	    FAKETIME_DONT_FAKE_MONOTONIC=1 ip netns exec "$NS_S" "$BGPD" \
	    -s "$PWD/ctl.sock" $USER_OPT -o log.short=false bgpd.conf
	await 20 under_way
	for by in +1d -1d +0; do
		stepped "$by"
		ctl reload || die "reload"
		log_has bgpd "^$(date -d "${by%d} day" +%Y-%m-%d) " ||
		    die "the clock has not stepped"
		sleep 4		# longer than the hold time
	done
	complete
	json '.sessions == 1 and .up' sink.json || die "$(cat sink.json)"
	stop bgpd
}

# The router is killed while it is told the table, again and again.
router_restarts()
{
	begin
	for i in 1 2 3; do
		stop sink KILL
		sink
		await 30 under_way
	done
	complete
}

# The log's disk is full: all goes on, and the log does when there is room.
full_disk()
{
	make_net
	sink
	conf "hold-time 90;"
	mkdir log
	mount -t tmpfs -o size=64k none log || atf_skip "no tmpfs"
	echo log >mounts
	head -c 65536 /dev/zero >log/full
	speaker bgpd.conf -o log.destination="$PWD/log/bgpd.log"
	await 20 under_way
	complete
	rm log/full
	ctl reload || die "reload"
	await 10 grep -q . log/bgpd.log
	stop bgpd
}

# No one reads the system's log.
no_syslog()
{
	make_net
	sink
	conf "hold-time 90;"
	speaker bgpd.conf -o log.destination=syslog
	await 20 under_way
	complete
	stop bgpd
}

# The system's log is not read: the daemon works, and goes on with its log
# when it is read again.
syslog_stuck()
{
	make_net
	sink
	conf "hold-time 90;"
	mkdir dev
	touch dev/null dev/urandom
	spawn reader python3 -c '
import signal, socket
log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
log.bind("dev/log")
full = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
full.connect("dev/log")
full.setblocking(False)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
try:
    while True:
        full.send(b"x")
except BlockingIOError:
    print("full", flush=True)
signal.sigwait([signal.SIGUSR1])
while True:
    print(log.recv(4096).decode(), flush=True)
'
	await 10 log_has reader full
	spawn bgpd unshare -m sh -c "
	    mount --bind /dev/null dev/null &&
	    mount --bind /dev/urandom dev/urandom &&
	    mount --rbind dev /dev &&
	    exec ip netns exec '$NS_S' '$BGPD' -s '$PWD/ctl.sock' $USER_OPT \
	    -o log.destination=syslog bgpd.conf"
	await 20 under_way
	complete
	timeout 10 "$BGPCTL" -s "$PWD/ctl.sock" reload || die "reload"
	kill -USR1 "$(pid_of reader)"
	await 10 log_has reader '^x$'
	timeout 10 "$BGPCTL" -s "$PWD/ctl.sock" reload || die "second reload"
	await 10 grep -Eq "^<30>[A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} bgpd-x\\[" \
	    reader.log
	stop bgpd
	stop reader
}

# Who should read the log does not: the daemon works, and can be stopped.
log_unread()
{
	make_net
	sink
	conf "hold-time 90;"
	mkfifo pipe
	spawn reader python3 -c '
import os, time
pipe = os.open("pipe", os.O_RDWR | os.O_NONBLOCK)
try:
    while True:
        os.write(pipe, bytes(4096))
except BlockingIOError:
    print("full", flush=True)
time.sleep(3600)
'
	await 10 log_has reader full
	spawn bgpd sh -c "exec ip netns exec '$NS_S' '$BGPD' \
	    -s '$PWD/ctl.sock' $USER_OPT bgpd.conf 2>pipe"
	await 20 under_way
	complete
	timeout 10 "$BGPCTL" -s "$PWD/ctl.sock" reload || die "reload"
	stop bgpd
	await 5 json '.error == "NOTIFICATION 6/2"' sink.json
	stop reader
}

# The folder of the control socket is removed.
socket_folder()
{
	make_net
	sink
	conf "hold-time 90;"
	mkdir run
	spawn bgpd ip netns exec "$NS_S" "$BGPD" -s "$PWD/run/ctl.sock" \
	    $USER_OPT bgpd.conf
	await 20 under_way
	rm -rf run
	kill -HUP "$(pid_of bgpd)"
	complete
	stop bgpd
	wait "$(pid_of bgpd)" || die "exit status $?"
}

# limit_as PID OCTETS: as the user that it has, which needs no privilege.
limit_as()
{
	setpriv --reuid $ENGINE_USER --regid "$(id -g $ENGINE_USER)" \
	    --clear-groups prlimit --pid "$1" --as="$2": || die "prlimit"
}

# The route engine may have no more memory: a route it cannot keep is an
# error, and the rest is served.
memory()
{
	local p kb

	! sanitized || atf_skip "sanitizers use terabytes of addresses"
	begin
	complete
	p=$(engines route)
	kb=$(sed -n 's/^VmSize:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$p/status")
	limit_as "$p" $(((kb + 1024) * 1024))
	i=0
	refused=
	while [ $i -lt 200 ] && [ -z "$refused" ]; do
		nlri=$(seq -f "30.$i.%g.0/24" 0 255 | tr '\n' ' ')
		ctl "announce attributes next-hop self med $i nlri $nlri" \
		    >reply 2>&1 || refused=$i
		is_alive bgpd || die "it died"
		i=$((i + 1))
	done
	[ -n "$refused" ] || die "nothing was refused"
	grep -q "out of memory" reply || die "refused with: $(cat reply)"
	limit_as "$p" unlimited
	ctl show summary >/dev/null || die "no answer"
	ctl announce route 40.0.0.0/24 next-hop self || die "refused"
	await 10 grep -q "^40.0.0.0/24" have
}

# A session falls and is made again while the route engine is at work for the
# first one: nothing that was meant for that reaches the second.
session_between()
{
	make_net
	chmod 777 .
	script bulk.py <<-END
	#!/usr/bin/env python3
	import os, sys, time
	print("announce attributes next-hop self nlri", end="")
	for i in range(60000):
	    print(" 10.0.%d.%d/32" % (i >> 8, i & 255), end="")
	sys.stdout.flush()
	while not os.path.exists("$PWD/view.go"):
	    time.sleep(0.001)
	print(flush=True)
	sys.stdin.read()
	END
	neighbor_conf "passive;" "family { ipv4 unicast; }" \
	    "api { processes [ bulk ]; }" >bgpd.conf
	echo "process bulk { run $PWD/bulk.py; encoder text; }" >>bgpd.conf
	speaker bgpd.conf -o tcp.bind=192.168.1.2
	await 10 ctl version
	spawn falls ip netns exec "$NS_R" "$LIBDIR/falls.py" 192.168.1.1 \
	    192.168.1.2 "$(engines route)" 60000 "$PWD/view"
	await 60 test -s view
	[ "$(cat view)" = 0 ] || die "$(cat view) of another session's routes"
}

# A peer hangs up and calls again at once: it is not told that it has a
# session, though the end of that one has not been read yet.
redial()
{
	make_net
	neighbor_conf "passive;" >bgpd.conf
	speaker bgpd.conf -o tcp.bind=192.168.1.2
	await 10 ctl version
	spawn redial ip netns exec "$NS_R" "$LIBDIR/redial.py" 192.168.1.1 \
	    192.168.1.2 "$(engines session)" "$PWD/again"
	await 20 test -e again
}

# The same with a connection that has no session yet, beside one of our own:
# it is over, so there is no collision that it could win.
redial_called()
{
	make_net
	neighbor_conf >bgpd.conf
	speaker bgpd.conf -o tcp.bind=192.168.1.2
	await 10 ctl version
	spawn redial ip netns exec "$NS_R" "$LIBDIR/redial.py" 192.168.1.1 \
	    192.168.1.2 "$(engines session)" "$PWD/again" called
	await 20 test -e again
}

# A route engine that comes late finds programs and a session that is up at
# once: each program hears of it.
first_event()
{
	local i

	make_net
	chmod 777 .
	sink
	await 10 test -s sink.json
	script halt.sh <<-END
	#!/bin/sh
	engine=\$(pgrep -P \$PPID -f 'bgpd-x: route engine')
	kill -STOP \$engine
	until grep -q '"up": true' $PWD/sink.json; do
		sleep 0.01
	done
	kill -CONT \$engine
	read -r line
	END
	script heard.sh <<-END
	#!/bin/sh
	while read -r line; do
		case \$line in
		*" up" | *" receive open "*)
			echo "\$line" >>$PWD/heard
			;;
		esac
	done
	END
	neighbor_conf "api { processes [ halt h1 h2 h3 h4 h5 h6 h7 ];" \
	    "neighbor-changes; receive { parsed; open; } }" >bgpd.conf
	echo "process halt { run $PWD/halt.sh; user root; encoder text; }" \
	    >>bgpd.conf
	for i in 1 2 3 4 5 6 7; do
		echo "process h$i { run $PWD/heard.sh; encoder text; }"
	done >>bgpd.conf
	speaker bgpd.conf
	await 20 session_up
	await 5 heard_all
}

heard_all()
{
	[ "$(grep -c '^neighbor 192.168.1.1 up$' heard)" = 7 ] &&
	    [ "$(grep -c ' receive open ' heard)" = 7 ]
}

fault_clean_up()
{
	clean_up
	[ ! -f mounts ] || umount "$(cat mounts)"
}

# deep N: more than N octets wait for the router to read them.
deep()
{
	ip netns exec "$NS_S" ss -Htn "sport = :179 or dport = :179" |
	    awk -v n="$1" '$3 > n { found = 1 } END { exit !found }'
}

# unread ARGUMENT ...: a router that sends, and has a short buffer to read.
unread()
{
	make_net
	ip netns exec "$NS_R" sysctl -qw net.ipv4.tcp_rmem="4096 8192 8192"
	sink send=1000000 "$@"
	ROUTES=60000
	conf "hold-time 90;"
	speaker bgpd.conf
	await 20 under_way
}

told()
{
	await 20 json '.error != null' sink.json
	json '.error == "NOTIFICATION 6/4"' sink.json || die "$(cat sink.json)"
	await 10 json .up sink.json
}

# A router that sends and has not read for a while is told why it is over.
told_why()
{
	unread
	stop_and_fill() {
		kill -STOP "$(pid_of sink)"
		wait_for 3 deep 10000 && return
		kill -CONT "$(pid_of sink)"
		return 1
	}
	await 30 stop_and_fill
	ctl neighbor 192.168.1.1 teardown 4
	kill -CONT "$(pid_of sink)"
	told
}

# So is one that takes seconds to read what comes before.
told_slowly()
{
	unread pace=0.1
	await 30 deep 150000
	ctl neighbor 192.168.1.1 teardown 4
	told
}

# A command that waits until its route has left costs nothing meanwhile.
sync_unread()
{
	make_net
	ip netns exec "$NS_R" sysctl -qw net.ipv4.tcp_rmem="4096 8192 8192"
	sink stall=20
	neighbor_conf "hold-time 90;" "family { ipv4 unicast; }" "static {" \
	    "route 30.0.0.0/8 next-hop self split /27;" "}" >bgpd.conf
	speaker bgpd.conf
	await 20 session_up
	spawn sync "$BGPCTL" -s "$PWD/ctl.sock" peer '*' announce route \
	    10.255.0.0/24 next-hop self sync
	has_route() { ctl show rib out 10.255.0.0/24 | grep -q 10.255; }
	await 10 has_route
	p=$(engines route)
	used=$(ticks "$p")
	sleep 2
	used=$(($(ticks "$p") - used))
	is_alive sync || die "it did not wait: $(cat sync.log)"
	[ $used -lt 40 ] || die "$used ticks of work with nothing to do"
	await 60 is_gone sync
}

# A router that has restarted connects while its last session still seems to
# be there: with graceful restart that one is over (RFC 4724 5).
come_back()
{
	make_net
	neighbor_conf "passive;" "hold-time 90;" \
	    "family { ipv4 unicast; }" \
	    "capability { graceful-restart 120; }" >bgpd.conf
	speaker bgpd.conf
	await 10 ctl version
	spawn router ip netns exec "$NS_R" python3 -c '
import socket
caps = bytes.fromhex("010400010001" "40060078" "00010180")
OPEN = bytes.fromhex("0104fde8005ac0a80101") + bytes((len(caps) + 2, 2, len(caps))) + caps
def message(octets):
    return b"\xff" * 16 + (18 + len(octets)).to_bytes(2, "big") + octets
def session():
    s = socket.create_connection(("192.168.1.2", 179), 30, ("192.168.1.1", 0))
    s.sendall(message(OPEN) + message(b"\4"))
    f = s.makefile("rb")
    kinds = []
    while 2 not in kinds:
        head = f.read(19)
        if not head or head[18] == 3:
            break
        kinds.append(head[18])
        f.read(int.from_bytes(head[16:18], "big") - 19)
    print(kinds, flush=True)
    return s
first = session()
second = session()
second.recv(65536)
'
	await 20 log_has router "^.1, 4.*2"
	wait_for 10 two_lines router
	[ "$(count_lines router "^.1, 4.*2")" -eq 2 ] ||
	    die "$(cat router.log)"
	session_up || die "not up"
}

two_lines()
{
	[ "$(wc -l <"$1.log")" -ge 2 ]
}

# A ROUTE-REFRESH of a wrong length that comes in two pieces: it is answered
# with the message and nothing else (RFC 7313 5).
cut_refresh()
{
	make_net
	neighbor_conf "passive;" "family { ipv4 unicast; }" >bgpd.conf
	speaker bgpd.conf
	await 10 ctl version
	spawn router ip netns exec "$NS_R" env PYTHONPATH="$LIBDIR" python3 -c '
import select, socket
from sink import KEEPALIVE, NOTIFICATION, message, open_message
s = socket.create_connection(("192.168.1.2", 179), 30, ("192.168.1.1", 0))
s.sendall(open_message(65000, 90, "192.168.1.1") + message(KEEPALIVE))
f = s.makefile("rb", 0)
def kind():
    head = f.read(19)
    body = f.read(int.from_bytes(head[16:18], "big") - 19)
    return head[18], body
while kind()[0] != KEEPALIVE:
    pass
wrong = message(5, bytes(range(45)))
s.sendall(wrong[:19])
while select.select([s], [], [], 1)[0]:
    got, body = kind()
    if got == NOTIFICATION:
        break
else:
    got = 0
    s.sendall(wrong[19:])
    while got != NOTIFICATION:
        got, body = kind()
print("as it is" if body == b"\7\1" + wrong else body, flush=True)
'
	await 20 is_gone router
	log_has router "^as it is$" || die "$(cat router.log)"
}

# The router resets connections in the moment in which we write our OPEN:
# another one is tried.
reset_at_once()
{
	BGPD=$TOP/regress/lib/hooked
	make_net
	sink
	neighbor_conf "hold-time 9;" >bgpd.conf
	HOOK=session:reset=2
	export HOOK
	speaker bgpd.conf
	await 20 log_has bgpd "hook: reset"
	await 20 session_up
	[ "$(count_lines bgpd "hook: reset")" -eq 2 ] || die "not reset twice"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	for v in parent session route; do
		define killed ${v}_killed VICTIM=$v
	done
	for w in sink listen session route; do
		define frozen ${w}_frozen WHO=$w
	done
	for t in clock_steps descriptors session_descriptors \
	    listen_descriptors \
	    route_descriptors link_flaps router_restarts no_syslog \
	    syslog_stuck log_unread \
	    session_between redial redial_called first_event socket_folder memory \
	    full_disk reset_at_once told_why told_slowly come_back cut_refresh \
	    program_descriptors sync_unread; do
		define $t
	done
	full_disk_cleanup()
	{
		fault_clean_up
	}
}
