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

# API processes: how they are started, told, restarted and ended; signals
# and settings of the daemon.

# process NAME RUN [LINE ...]
process()
{
	printf 'process %s {\n    run %s;\n' "$1" "$2"
	shift 2
	[ $# -eq 0 ] || printf '    %s\n' "$@"
	printf '    encoder json;\n}\n'
}

sink()
{
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    "${HOLD:-180}" "$PWD/sink.json" "$@"
	await 10 test -s sink.json
}

# How often was the process NAME started?
starts()
{
	count_lines bgpd "Started process '$1' with PID"
}

started()
{
	[ "$(starts "$1")" -eq "$2" ]
}

# What a process finds when it begins.
environment()
{
	make_net
	script env.sh <<-END
	#!/bin/sh
	exec >$PWD/out/env
	echo "args \$# \$1|\$2|\$3"
	echo "cwd \$(pwd)"
	echo "umask \$(umask)"
	echo "term \$TERM"
	echo "user \$(id -un)"
	echo "mine \$MINE"
	echo "group \$((\$(cut -d ' ' -f 5 /proc/\$\$/stat) == \$\$))"
	# 32 and 33 are the C library's: nobody can set them
	for f in SigBlk SigIgn; do
		m=\$(sed -n "s/^\$f:[^0-9a-f]*//p" /proc/self/status)
		echo "\$f \$((0x\$m & 0x7fffffff))"
	done
	echo end
	sleep 3600
	END
	mkdir -m 777 out
	{ neighbor_v4 192.168.1.1; process p "$PWD/env.sh one 'two words' \$HOME"
	} >bgpd.conf
	export MINE=kept
	speaker bgpd.conf
	await 10 grep -q '^end' out/env
	# 32 and 33 are the C library's own, and stay as they were found
	sed 's/^\(SigIgn:.\)0000000180000000/\10000000000000000/' out/env >env
	diff env - <<-'END' || die "another environment"
	args 3 one|two words|$HOME
	cwd /
	umask 0137
	term dumb
	user nobody
	mine kept
	group 1
	SigBlk 0
	SigIgn 0
	end
	END
}

# The events of a session, in their order.
events()
{
	make_net
	sink send=3
	script listen.sh <<-END
	#!/bin/sh
	exec cat >$PWD/out/events
	END
	mkdir -m 777 out
	{ neighbor_v4 192.168.1.1 "api {" "    processes [ p ];" \
	    "    neighbor-changes;" \
	    "    receive { parsed; open; keepalive; update; notification; }" \
	    "}"; process p "$PWD/listen.sh"; } >bgpd.conf
	speaker bgpd.conf
	await 20 grep -q 20.0.0.2/32 out/events
	stop sink
	await 10 grep -q '"state": "down"' out/events
	stop bgpd
	sed 's/.*"type": "\([a-z]*\)".*"state": "\([a-z]*\)".*/\1 \2/
	    s/.*"type": "\([a-z]*\)".*/\1/' out/events | uniq | head -n 8 |
	    tr '\n' ' ' >types
	[ "$(cat types)" = "state connected open keepalive state up update \
keepalive state down notification " ] ||
	[ "$(cat types)" = "state connected open keepalive state up update \
state down notification " ] ||
	    die "events: $(cat types)"
	# each line is an object, with a running number for each neighbor
	jq -c . out/events >parsed || die "not JSON"
	[ "$(wc -l <parsed)" -eq "$(wc -l <out/events)" ] || die "lines"
	jq -s '[.[] | select(.counter) | .counter] as $c |
	    $c == [range($c[0]; $c[0] + ($c | length))]' parsed >numbers
	[ "$(cat numbers)" = true ] || die "counters"
}

# A reload touches the processes that changed, and no other.
reload()
{
	make_net
	for p in a b c; do
		printf '#!/bin/sh\nexec cat >/dev/null\n' | script $p.sh
	done
	{ neighbor_v4 192.168.1.1; process a "$PWD/a.sh"; process b "$PWD/b.sh"
	} >bgpd.conf
	speaker bgpd.conf
	await 10 started b 1
	pid=$(sed -n "s/.*'b' with PID //p" bgpd.log)
	{ neighbor_v4 192.168.1.1; process a "$PWD/a.sh"
	process c "$PWD/c.sh"; } >bgpd.conf
	ctl reload || die "reload"
	await 10 started c 1
	gone() { [ ! -e "/proc/$pid/exe" ]; }
	await 10 gone
	started a 1 && started b 1 || die "restarted"
	# another program
	{ neighbor_v4 192.168.1.1; process a "$PWD/a.sh with words"
	process c "$PWD/c.sh"; } >bgpd.conf
	ctl reload || die "reload"
	await 10 started a 2
	started c 1 || die "c restarted"
	# all of them
	kill -USR2 "$(pid_of bgpd)"
	await 10 started a 3
	await 10 started c 2
	# a file with an error
	{ neighbor_v4 192.168.1.1; process a /nonexistent/a; } >bgpd.conf
	ctl reload && die "reloaded"
	sleep 1
	started a 3 && started c 2 || die "touched"
	[ "$(pgrep -c -P "$(pid_of bgpd)" -x cat)" -eq 2 ] ||
	    die "$(pgrep -a -P "$(pid_of bgpd)")"
}

# SIGALRM restarts the sessions, and SIGINT ends the daemon.
signals()
{
	make_net
	sink
	neighbor_v4 192.168.1.1 "static { route 10.0.0.0/8 next-hop self; }" \
	    >bgpd.conf
	speaker bgpd.conf
	await 20 json '.up and .routes == 1' sink.json
	kill -ALRM "$(pid_of bgpd)"
	await 10 json '.sessions == 2 and .up and .routes == 1' sink.json
	json '.error | test("NOTIFICATION 6/")' sink.json || die "no Cease"
	kill -PIPE "$(pid_of bgpd)"
	kill -CHLD "$(pid_of bgpd)"
	pid=$(pid_of bgpd)
	kill -INT "$pid"
	await 10 is_gone bgpd
	wait "$pid" || die "exit status $?"
	await 5 json '.error == "NOTIFICATION 6/2"' sink.json
}

# What a program says when it is told to end finds its pipes open, and the
# end of its input comes behind: it can clean up.
last_words()
{
	make_net
	script tidy.py <<-END
	#!/usr/bin/env python3
	import os
	import signal
	import sys


	def note(what):
	    with open("$PWD/out/" + sys.argv[1], "a") as f:
	        print(what, file=f)


	def tidy(*_):
	    print("withdraw route 10.1.0.0/24", flush=True)
	    print("tidying up", file=sys.stderr, flush=True)
	    note("tidy")
	    os._exit(0)


	signal.signal(signal.SIGTERM, tidy)
	note("begun")
	sys.stdin.read()
	note("end of input")
	END
	mkdir -m 777 out
	{ neighbor_v4 192.168.1.1; process p "$PWD/tidy.py one"
	process q "$PWD/tidy.py two"; } >bgpd.conf
	speaker bgpd.conf
	await 10 grep -q begun out/one
	await 10 grep -q begun out/two
	sed -i "s/tidy.py one/tidy.py three/" bgpd.conf
	ctl reload || die "reload"
	await 10 log_has bgpd "Stopped process 'p'"
	await 10 grep -q begun out/three
	stop bgpd
	for f in one two three; do
		[ "$(xargs <"out/$f")" = "begun tidy" ] ||
		    die "$f: $(xargs <"out/$f")"
	done
}

# Who ignores SIGTERM is killed, and the end is not far.
stubborn()
{
	make_net
	script ignore.sh <<-'END'
	#!/bin/sh
	trap '' TERM HUP PIPE
	while :; do sleep 1; done
	END
	{ neighbor_v4 192.168.1.1; process p "$PWD/ignore.sh"; } >bgpd.conf
	speaker bgpd.conf
	await 10 started p 1
	pid=$(sed -n "s/.*'p' with PID //p" bgpd.log)
	# another one takes its place
	sed -i "s/ignore.sh/& again/" bgpd.conf
	ctl reload || die "reload"
	await 10 test ! -e "/proc/$pid/exe"
	log_has bgpd "Stopped process 'p'" || die "not said"
	pid=$(sed -n "s/.*'p' with PID //p" bgpd.log | tail -n 1)
	kill "$(pid_of bgpd)"
	await 10 is_gone bgpd
	[ ! -e "/proc/$pid/exe" ] || die "it is still there"
}

# The whole group of a process ends with it.
group()
{
	make_net
	script parent.sh <<-'END'
	#!/bin/sh
	sleep 3600 &
	sleep 3601
	END
	{ neighbor_v4 192.168.1.1; process p "$PWD/parent.sh"; } >bgpd.conf
	speaker bgpd.conf
	await 10 started p 1
	sleeping() { ip netns pids "$NS_S" | xargs ps -o args= | grep sleep; }
	await 10 sleeping
	stop bgpd
	nobody_left() { [ -z "$(ip netns pids "$NS_S")" ]; }
	await 5 nobody_left
}

# What it says on standard error is in the log, line by line, as text.
errors()
{
	make_net
	script talk.py <<-'END'
	#!/usr/bin/env python3
	import os, time
	os.write(2, b"first line\nsecond ")
	os.write(2, b"line\nescape \x1b[31m\xff\x00end\n" + b"x" * 5000 + b"\n")
	os.write(2, b"last line\n")
	time.sleep(3600)
	END
	{ neighbor_v4 192.168.1.1; process p "$PWD/talk.py"; } >bgpd.conf
	speaker bgpd.conf
	await 10 log_has bgpd "p: last line"
	log_has bgpd "p: first line$" || die "first"
	log_has bgpd "p: second line$" || die "second"
	log_has bgpd "p: escape .*end$" || die "escape"
	! LC_ALL=C grep -q "[^[:print:][:space:]]" bgpd.log ||
	    die "control characters in the log"
}

# In the background, with a pid file and the log in a file.
background()
{
	make_net
	neighbor_v4 192.168.1.1 >bgpd.conf
	ip netns exec "$NS_S" "$BGPD" -s "$PWD/ctl.sock" $USER_OPT \
	    -o daemon.pid="$PWD/bgpd-x.pid" -f bgpd.conf \
	    -o log.destination="$PWD/file.log" >out 2>&1 || die "status $?"
	[ ! -s out ] || die "it talks: $(head -c 500 out)"
	await 10 test -s bgpd-x.pid
	await 10 ctl version
	pid=$(cat bgpd-x.pid)
	echo "$pid" >bgpd.pid
	echo "$pid $(birth "$pid")" >>pids
	[ "$(ps -o tty= -p "$pid" | tr -d ' ')" = "?" ] || die "a terminal"
	log_has file "Welcome to bgpd-x" || die "no log"
	[ "$(stat -c %a file.log)" = 640 ] || die "$(stat -c %a file.log)"
	stop bgpd
	[ ! -e bgpd-x.pid ] || die "the pid file stays"
}

# -d is stronger than a setting.
foreground()
{
	make_net
	neighbor_v4 192.168.1.1 >bgpd.conf
	spawn bgpd ip netns exec "$NS_S" "$BGPD" -d -s "$PWD/ctl.sock" \
	    $USER_OPT -o daemon.daemonize=true -f bgpd.conf
	await 10 log_has bgpd "Welcome to bgpd-x"
	stop bgpd
}

# refuses TEXT OPTION ...: in the background, with this on the terminal.
refuses()
{
	local want=$1

	shift
	ip netns exec "$NS_S" "$BGPD" $USER_OPT -f bgpd.conf "$@" >out 2>&1
	[ $? -eq 1 ] || die "$*: it started"
	grep -q -e "$want" out || die "$*: $(head -c 500 out)"
}

# What keeps it from starting is said before the terminal is left.
not_started()
{
	make_net
	neighbor_v4 192.168.1.1 >bgpd.conf
	speaker bgpd.conf
	await 10 ctl version
	refuses "ctl.sock: .*in use" -s "$PWD/ctl.sock"
	refuses "ctl.sock: .*in use" -s ctl.sock
	refuses "none/x: No such file" -s "$PWD/none/x"
	refuses "too long" -s "/$(printf '%0120d' 0)"
	refuses "none/pid: No such file" -s x.sock -o daemon.pid=none/pid
	[ ! -e x.sock ] && [ ! -e x.rsock ] || die "sockets stay"
	# what is no socket is somebody's
	echo precious >file
	refuses "file: File exists" -s file
	[ "$(cat file)" = precious ] || die "the file is gone"
	ctl version || die "the first one suffers"
}

# Paths are where the shell was, though the daemon leaves the directory.
relative()
{
	make_net
	neighbor_v4 192.168.1.1 >bgpd.conf
	spawn bgpd ip netns exec "$NS_S" "$BGPD" $USER_OPT -s ctl.sock \
	    -o daemon.pid=bgpd-x.pid bgpd.conf
	await 10 ctl version
	[ "$(cat bgpd-x.pid)" = "$(pid_of bgpd)" ] || die "$(cat bgpd-x.pid)"
	stop bgpd
	[ ! -e ctl.sock ] && [ ! -e bgpd-x.pid ] || die "they stay"
}

# A chroot need not have /proc: the engines are the program that was called.
bare_root()
{
	neighbor_conf >bgpd.conf
	ln -s "$BGPD" here
	spawn bgpd unshare -m sh -c 'mount -t tmpfs none /proc && exec "$@"' \
	    sh ./here -d $USER_OPT -s ctl.sock -o tcp.port=1790 bgpd.conf
	await 10 ctl version
	ctl shutdown
	wait "$(pid_of bgpd)" || die "exit status $?"
}

# tcp.delay waits for a multiple of so many minutes, and can be ended; other
# signals do not end it.
delayed()
{
	local now

	neighbor_conf >bgpd.conf
	spawn bgpd "$BGPD" -d -s "$PWD/ctl.sock" $USER_OPT -o tcp.delay=600 \
	    -o daemon.pid="$PWD/number" -f bgpd.conf
	await 10 log_has bgpd "waiting [0-9]* s, as tcp.delay says"
	now=$(date +%s)
	now=$((36000 - now % 36000 -
	    $(sed -n 's/.*waiting \([0-9]*\) s.*/\1/p' bgpd.log)))
	[ $now -ge -5 ] && [ $now -le 5 ] || die "$now s off"
	for sig in HUP USR1 USR2 ALRM; do
		kill -$sig "$(pid_of bgpd)"
	done
	stop bgpd
	wait "$(pid_of bgpd)" || die "exit status $?"
	now=$(ls ctl.sock ctl.rsock number 2>/dev/null)
	[ -z "$now" ] || die "left behind: $now"
}

# What cannot be a path or a setting is told, with status 1 or 2.
words()
{
	local long

	long=$PWD/$(printf '%0150d' 0)
	neighbor_conf >bgpd.conf
	while read -r status want args; do
		"$BGPD" $USER_OPT $args -d -f bgpd.conf >said 2>&1
		[ $? -eq $status ] || die "$args: status"
		grep -q "$(echo "$want" | tr _ ' ')" said ||
		    die "$args: $(cat said)"
	done <<-END
	1 name_too_long -s $long
	1 No_such_file -s $PWD/ctl.sock -o daemon.pid=$PWD/none/pid
	2 is_not_name=value -D x
	2 is_not_name=value -o =y
	1 unknown_setting_foo.bar -o foo.bar=1
	1 did_you_mean_tcp.port -o tcp.prot=1
	1 invalid_value_for_tcp.port -o tcp.port=abc
	END
	printf '[exabgp.tcp]\nport = here\n' >exabgp.env
	for args in "-e exabgp.env" EXABGP_ENVFILE=exabgp.env; do
		case $args in
		-e*)	"$BGPD" $args -d -f bgpd.conf ;;
		*)	env $args "$BGPD" -d -f bgpd.conf ;;
		esac 2>said && die "taken: $args"
		grep -q "exabgp.env:2:1: invalid value for tcp.port" said ||
		    die "$args: $(cat said)"
	done
}

# The words behind ExaBGP's name are understood.
exabgp_words()
{
	local w

	neighbor_conf >good.conf
	neighbor_conf "nonsense;" >bad.conf
	for w in "" -n -nr "-n -r"; do
		"$BGPD" validate $w good.conf >said || die "validate $w"
		grep -qx "configuration OK" said
		"$BGPD" validate $w bad.conf 2>said && die "validate $w"
		grep -q 'bad.conf:7:5: .*nonsense' said
	done
	"$BGPD" validate -nrv good.conf | grep -q "^neighbor 192.168.1.1 {"
	"$BGPD" version | grep -q '^bgpd-x : [0-9]'
	make_net
	spawn bgpd ip netns exec "$NS_S" "$BGPD" server -s "$PWD/ctl.sock" \
	    $USER_OPT good.conf
	await 10 ctl version
}

# An address that the machine does not have is not taken for the neighbor's;
# the keyword that names what is missing is told.
absent_address()
{
	make_net
	neighbor_v4 192.168.1.1 "local-address 192.168.1.77;" >bgpd.conf
	speaker bgpd.conf
	await 10 log_has bgpd "connection failed: .*have local-address"
	ctl show neighbor 192.168.1.1 | grep -q "last error.*local-address" ||
	    die "$(ctl show neighbor 192.168.1.1)"
	ctl -j show neighbor 192.168.1.1 >said
	json '.["last-error"] | test("local-address")' said
	neighbor_v4 192.168.1.1 "md5-ip 192.168.1.77;" >bgpd.conf
	ctl reload
	await 10 log_has bgpd "connection failed: .*have md5-ip"
	neighbor_v4 192.168.1.1 "source-interface none0;" >bgpd.conf
	ctl reload
	await 10 log_has bgpd "connection failed: .*have source-interface"
}

# A passive neighbor's local address comes after the daemon has begun, and
# goes and comes again.
late_address()
{
	make_net
	ip -n "$NS_S" addr del 192.168.1.2/24 dev lab0
	neighbor_v4 192.168.1.1 "passive;" >bgpd.conf
	speaker bgpd.conf
	await 10 log_has bgpd "WARNING: .* connect to 192.168.1.2 until"
	HOLD=3
	sink connect=192.168.1.2
	down() { ! session_up; }
	for i in 1 2; do
		ip -n "$NS_S" addr add 192.168.1.2/24 dev lab0
		await 20 session_up
		ip -n "$NS_S" addr del 192.168.1.2/24 dev lab0
		await 20 down
	done
	[ "$(count_lines bgpd "192.168.1.2 until")" -eq 1 ] || die "told twice"
}

# opened SOCKET: what the flags of graceful restart in our OPEN were.
opened()
{
	rm -f opens
	spawn bgpd ip netns exec "$NS_S" "$BGPD" -s "$PWD/$1" $USER_OPT \
	    bgpd.conf
	await 20 grep -q graceful opens
	stop bgpd
	jq -c '.neighbor.open.capabilities[] | .["restart-flags"] // empty' \
	    opens | tail -n 1
}

# A daemon was restarted if it was itself that stopped, and no other one.
restarted()
{
	make_net
	sink
	script opens.sh <<-END
	#!/bin/sh
	exec grep --line-buffered '"open"' >$PWD/opens
	END
	chmod 777 .
	{ neighbor_v4 192.168.1.1 "capability { graceful-restart 120; }" \
	    "api { processes [ p ]; send { parsed; open; } }"
	process p "$PWD/opens.sh"; } >bgpd.conf
	[ "$(opened one.sock)" = "[]" ] || die "restarted at first"
	[ "$(opened two.sock)" = "[]" ] || die "restarted after another"
	[ "$(opened one.sock)" != "[]" ] || die "not restarted"
}

# What is sent is reported as it was sent, our own address as next hop too.
sent()
{
	make_net
	sink
	script sent.sh <<-END
	#!/bin/sh
	exec grep --line-buffered '"send"' >$PWD/updates
	END
	chmod 777 .
	{ neighbor_v4 192.168.1.1 \
	    "static { route 10.1.0.0/16 next-hop self attribute [ 0x99 0x60 0x01 ]; }" \
	    "api { processes [ p ]; send { parsed; update; } }"
	process p "$PWD/sent.sh"; } >bgpd.conf
	speaker bgpd.conf
	await 20 grep -q '"eor"' updates
	[ "$(head -n 1 updates | jq -c '.neighbor.message.update.announce')" = \
	    '{"ipv4 unicast":{"192.168.1.2":[{"nlri":"10.1.0.0/16"}]}}' ] ||
	    die "$(head -n 1 updates)"
}

# With TCP-AO a session comes up; where the kernel has none, nothing starts.
tcp_ao()
{
	local ao='tcp-ao { keyid 1; algorithm hmac-sha-1-96; password "s"; }'

	make_net
	neighbor_v4 192.168.1.1 "$ao" >bgpd.conf
	sed 's/192\.168\.1\.1\>/X/g; s/192\.168\.1\.2/192.168.1.1/g
	    s/X/192.168.1.2/; s/65001/Y/; s/65000/65001/; s/Y/65000/
	    $d' bgpd.conf >router.conf
	echo "passive; listen 179; }" >>router.conf
	spawn router ip netns exec "$NS_R" "$BGPD" -s "$PWD/router.sock" \
	    $USER_OPT router.conf
	speaker bgpd.conf
	pid=$(pid_of bgpd)
	ended() { is_gone bgpd || session_up; }
	await 20 ended
	is_gone bgpd || return 0
	wait "$pid" && die "exit status 0"
	log_has bgpd "bgpd.conf:1: this kernel has no TCP-AO" || die "why?"
}

# Settings from the environment, as ExaBGP has them.
settings()
{
	make_net
	{ neighbor_v4 192.168.1.1; process p /bin/false; } >bgpd.conf
	spawn bgpd ip netns exec "$NS_S" env exabgp_api_terminate=true \
	    exabgp.api.respawn=false "$BGPD" -s "$PWD/ctl.sock" $USER_OPT \
	    bgpd.conf
	pid=$(pid_of bgpd)
	await 10 is_gone bgpd
	wait "$pid" && die "exit status 0"
	log_has bgpd "api.terminate" || die "no reason in the log"
}

# Addresses to listen on, with any blanks between them.
bound()
{
	make_net
	neighbor_v4 192.168.1.1 >bgpd.conf
	speaker bgpd.conf -o tcp.bind="$(printf '192.168.1.2\t::')"
	await 10 ctl version
	ip netns exec "$NS_S" ss -Hltn "sport = :179" | awk '{ print $4 }' |
	    LC_ALL=C sort | xargs >listening
	[ "$(cat listening)" = "192.168.1.2:179 [::]:179" ] ||
	    die "$(cat listening)"
}

# A user that the machine does not have is named.
no_user()
{
	make_net
	{ neighbor_v4 192.168.1.1
	process p "/bin/sleep 1000" "user nosuch;"; } >bgpd.conf
	speaker bgpd.conf
	await 10 log_has bgpd "'p' failed to start: there is no user \"nosuch\""
}

# By an ordinary user, on a port of its own.
unprivileged()
{
	make_net
	neighbor_v4 192.168.1.1 "listen 1790;" "connect 1790;" >bgpd.conf
	mkdir -m 777 out
	spawn bgpd ip netns exec "$NS_S" setpriv --reuid nobody --regid \
	    nogroup --clear-groups "$BGPD" -s "$PWD/out/ctl.sock" bgpd.conf
	await 10 "$BGPCTL" -s "$PWD/out/ctl.sock" version
	log_has bgpd "without root" || die "no warning"
	for p in $(engines); do
		filtered() {
			[ "$(sed -n 's/^Seccomp:[^0-9]*//p' \
			    "/proc/$p/status")" -eq 2 ]
		}
		await 10 filtered
	done
	stop bgpd
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	for t in environment events reload signals stubborn last_words group \
	    errors background foreground not_started relative bare_root \
	    delayed words exabgp_words absent_address late_address \
	    restarted sent tcp_ao settings bound no_user unprivileged; do
		define $t
	done
}
