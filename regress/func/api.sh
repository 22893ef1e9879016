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

# The API: commands, answers, processes, and bounds.

# neighbor ADDRESS [LINE ...]
neighbor()
{
	local addr=$1

	shift
	neighbor_at "$addr" "family { ipv4 unicast; }" \
	    "api { processes [ p ]; }" "$@"
}

# process RUN [LINE ...]
process()
{
	printf 'process p {\n    run %s;\n' "$1"
	shift
	[ $# -eq 0 ] || printf '    %s\n' "$@"
	printf '    encoder json;\n}\n'
}

# A peer that counts, in sink.json.
sink()
{
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    "${HOLD:-180}" "$PWD/sink.json"
	await 10 test -s sink.json
}

sink_has()
{
	json "$1" sink.json
}

# drive: the script on standard input is run by a process; its answers are
# in answers/out.
drive()
{
	cat >commands
	mkdir -m 777 answers
	neighbor 192.168.1.1 >bgpd.conf
	process "$(program drive.py) $PWD/commands $PWD/answers/out" \
	    >>bgpd.conf
	speaker bgpd.conf "$@"
	await 60 grep -q '^end$' answers/out
}

# Are the answers those on standard input?
answered()
{
	cat >expected
	sed '$d' answers/out | diff - expected >differ || {
		head -c 3000 differ >&2
		die "other answers"
	}
}

# Peak memory of the daemon's three processes, in kB.
peak_kb()
{
	local p sum=0 kb

	[ "$(engines | wc -l)" -eq 2 ] || die "not two engines"
	for p in $(pid_of bgpd) $(engines); do
		kb=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' \
		    /proc/$p/status)
		sum=$((sum + kb))
	done
	echo $sum
}

# A million routes by a process that never reads: all arrive, the session
# with its short hold time stays up, and memory is bounded.
million()
{
	HOLD=3
	make_net
	sink
	script flood.py <<-'END'
	#!/usr/bin/env python3
	import sys, time
	lines = []
	for i in range(1000000):
	    lines.append("announce route 10.%d.%d.%d/28 next-hop self med %d\n" %
	        (i >> 12, i >> 4 & 255, (i & 15) << 4, i >> 10 & 15))
	    if len(lines) == 10000:
	        sys.stdout.write("".join(lines))
	        lines = []
	sys.stdout.flush()
	print("[ALL WRITTEN]", file=sys.stderr, flush=True)
	time.sleep(3600)
	END
	neighbor 192.168.1.1 >bgpd.conf
	process "$PWD/flood.py" >>bgpd.conf
	speaker bgpd.conf
	await 30 sink_has .up
	await 240 sink_has '.routes == 1000000'
	log_has bgpd "\[ALL WRITTEN\]" || die "not all written"
	# and on it goes for longer than the hold time
	sleep 4
	sink_has '.up and .sessions == 1 and .routes == 1000000' ||
	    die "sink: $(cat sink.json)"
	[ "$(count_lines bgpd 'session established')" -eq 1 ] || die "reset"
	sanitized || [ "$(peak_kb)" -lt 400000 ] || die "$(peak_kb) kB"
	echo "peak: $(peak_kb) kB, sink: $(cat sink.json)"
	[ "$(wc -l <bgpd.log)" -lt 2000 ] || die "the log is flooded"
	stop bgpd
	await 10 sink_has '.error == "NOTIFICATION 6/2"'
}

# Acknowledgements that nobody reads: dropped at a bound, with one line.
unread()
{
	make_net
	script flood.py <<-'END'
	#!/usr/bin/env python3
	import sys, time
	for i in range(200):
	    sys.stdout.write("#\n" * 10000)
	sys.stdout.write("announce route 10.0.0.0/8 next-hop self\n")
	sys.stdout.flush()
	time.sleep(3600)
	END
	neighbor 192.168.1.1 >bgpd.conf
	process "$PWD/flood.py" >>bgpd.conf
	speaker bgpd.conf
	await 120 adj_out 10.0.0.0/8
	[ "$(count_lines bgpd 'does not read its acknowledgements')" -eq 1 ] ||
	    die "not one line in the log"
	sanitized || [ "$(peak_kb)" -lt 100000 ] || die "$(peak_kb) kB"
}

# adj_out PREFIX [NEIGHBOR]: is it in the store for that neighbor?
adj_out()
{
	ctl show adj-rib out |
	    grep -q "^${2:-192.168.1.1} [a-z0-9]* [a-z0-9-]* $1 "
}

# One answer a command, in order; what is refused changes nothing.
answers()
{
	make_net
	drive <<-'END'
	announce route 10.1.0.0/24 next-hop self
	announce route 10.2.0.0/33 next-hop self
	announce route 10.2.0.0/24
	announce route 10.2.0.0/24 next-hop self med
	announce route 10.2.0.0/24 next-hop self med 4294967296
	announce route 10.2.0.0/24 next-hop self blackhole
	announce route 10.2.0.1/24x next-hop self
	announce route next-hop self
	announce attributes med 5 next-hop self nlri 10.2.0.0/24 10.2.1.0/33
	announce 10.2.0.0/24 next-hop self
	announce
	bogus
	ANNOUNCE ROUTE 10.2.0.0/24 next-hop self
	api announce route 10.2.0.0/24 next-hop self

	# announce route 10.2.0.0/24 next-hop self
	#announce route 10.2.0.0/24 next-hop self
	withdraw route 10.77.0.0/24 next-hop self
	  announce route 10.3.0.0/24  next-hop	self
	announce attributes med 5 next-hop self nlri 10.4.0.0/24 10.5.0.0/24
	announce ipv4 unicast 10.6.0.0/24 next-hop 192.168.1.9
	announce route 10.7.0.0/24 next-hop self
	withdraw route 10.7.0.0/24 next-hop self
	announce route 10.8.0.0/24 next-hop self
	withdraw route 10.8.0.0/24
	!mute debug hello
	END
	answered <<-'END'
	announce route 10.1.0.0/24 next-hop self -> done
	announce route 10.2.0.0/33 next-hop self -> error
	announce route 10.2.0.0/24 -> error
	announce route 10.2.0.0/24 next-hop self med -> error
	announce route 10.2.0.0/24 next-hop self med 4294967296 -> error
	announce route 10.2.0.0/24 next-hop self blackhole -> error
	announce route 10.2.0.1/24x next-hop self -> error
	announce route next-hop self -> error
	announce attributes med 5 next-hop self nlri 10.2.0.0/24 10.2.1.0/33 -> error
	announce 10.2.0.0/24 next-hop self -> error
	announce -> error
	bogus -> error
	ANNOUNCE ROUTE 10.2.0.0/24 next-hop self -> error
	api announce route 10.2.0.0/24 next-hop self -> error
	 -> error
	# announce route 10.2.0.0/24 next-hop self -> done
	#announce route 10.2.0.0/24 next-hop self -> done
	withdraw route 10.77.0.0/24 next-hop self -> done
	  announce route 10.3.0.0/24  next-hop	self -> done
	announce attributes med 5 next-hop self nlri 10.4.0.0/24 10.5.0.0/24 -> done
	announce ipv4 unicast 10.6.0.0/24 next-hop 192.168.1.9 -> done
	announce route 10.7.0.0/24 next-hop self -> done
	withdraw route 10.7.0.0/24 next-hop self -> done
	announce route 10.8.0.0/24 next-hop self -> done
	withdraw route 10.8.0.0/24 -> done
	!mute debug hello -> (nothing)
	END
	ctl show adj-rib out | awk '{ print $4 }' | sort | tr '\n' ' ' >out
	[ "$(cat out)" = \
	    "10.1.0.0/24 10.3.0.0/24 10.4.0.0/24 10.5.0.0/24 10.6.0.0/24 " ] ||
	    die "routes: $(cat out)"
}

# Written in one go, with data lines between: the order stays.
order()
{
	make_net
	script order.py <<-'END'
	#!/usr/bin/env python3
	import sys
	print("".join("announce route 10.0.%d.0/24 next-hop self\n" % i
	    for i in range(100)) + "bogus\nshow adj-rib out\nbogus\nversion\n"
	    "announce route 10.9.0.0/24 next-hop self\nbogus", flush=True)
	got = [sys.stdin.readline().strip() for _ in range(207)]
	want = ["done"] * 100 + ["error"] + ["route"] * 100 + ["done", "error",
	    "version", "done", "done", "error"]
	seen = ["route" if " ipv4 unicast 10.0." in l else
	    "version" if l.startswith("exabgp ") else l for l in got[:207]]
	print("[ORDER] %s" % ("good" if seen == want else seen),
	    file=sys.stderr, flush=True)
	sys.stdin.read()
	END
	neighbor 192.168.1.1 >bgpd.conf
	process "$PWD/order.py" >>bgpd.conf
	speaker bgpd.conf
	await 20 log_has bgpd "\[ORDER\]"
	log_has bgpd "\[ORDER\] good" || die "not in order"
}

# Lines that are no text or too long are refused, and the next one works.
bad_lines()
{
	make_net
	drive <<-'END'
	!long 1100000
	announce route 10.1.0.0/24 next-hop self
	announce route 10.2.0.0/24 next-hop self\x00
	announce route 10.2.0.0/24 next-hop self\x1b[31m
	announce route 10.2.0.0/24\x7f next-hop self
	announce route 10.2.0.0/24\x0b next-hop self
	\xff\xfe\x80
	!long 5000000
	announce route 10.3.0.0/24 next-hop self\x0d
	!long 1000000
	announce route 10.4.0.0/24 next-hop self
	END
	answered <<-'END'
	!long 1100000 -> error
	announce route 10.1.0.0/24 next-hop self -> done
	announce route 10.2.0.0/24 next-hop self\x00 -> error
	announce route 10.2.0.0/24 next-hop self\x1b[31m -> error
	announce route 10.2.0.0/24\x7f next-hop self -> error
	announce route 10.2.0.0/24\x0b next-hop self -> error
	\xff\xfe\x80 -> error
	!long 5000000 -> error
	announce route 10.3.0.0/24 next-hop self\x0d -> done
	!long 1000000 -> error
	announce route 10.4.0.0/24 next-hop self -> done
	END
	LC_ALL=C grep -q "[^[:print:][:space:]]" bgpd.log &&
	    die "control characters in the log"
	[ "$(wc -c <bgpd.log)" -lt 20000 ] || die "the log is flooded"
	[ "$(ctl show adj-rib out | wc -l)" -eq 3 ] || die "routes"
}

# A line is too long however it has come.
long_lines()
{
	make_net
	script long.py <<-'END'
	#!/usr/bin/env python3
	import sys, time
	def answer(size, rest):
	    line = "# " + "x" * (size - 2)
	    print(line[:size - rest], end="", flush=True)
	    if rest == 0:
	        time.sleep(0.2)
	    print(line[size - rest:], flush=True)
	    return sys.stdin.readline().strip()
	got = [answer(size, rest) for size in (1048576, 1048577, 1500000)
	       for rest in (0, size)]
	print("[LONG]", *got, file=sys.stderr, flush=True)
	sys.stdin.read()
	END
	neighbor 192.168.1.1 >bgpd.conf
	process "$PWD/long.py" >>bgpd.conf
	speaker bgpd.conf
	await 20 log_has bgpd "\[LONG\]"
	log_has bgpd "\[LONG\] done done error error error error" ||
	    die "one limit for one, another one for others"
}

# enable-ack, disable-ack, silence-ack.
acks()
{
	make_net
	drive <<-'END'
	disable-ack
	!mute announce route 10.1.0.0/24 next-hop self
	!mute bogus
	!mute version
	enable-ack
	announce route 10.2.0.0/24 next-hop self
	!mute silence-ack
	!mute announce route 10.3.0.0/24 next-hop self
	enable-ack
	!many 1000 announce route 10.4.%d.0/24 next-hop self
	END
	sed 's/exabgp 5[^|]*/VERSION/' answers/out >x && cat x >answers/out
	answered <<-'END'
	disable-ack -> done
	!mute announce route 10.1.0.0/24 next-hop self -> (nothing)
	!mute bogus -> (nothing)
	!mute version -> VERSION|(nothing)
	enable-ack -> done
	announce route 10.2.0.0/24 next-hop self -> done
	!mute silence-ack -> (nothing)
	!mute announce route 10.3.0.0/24 next-hop self -> (nothing)
	enable-ack -> done
	!many 1000 announce route 10.4.%d.0/24 next-hop self -> 1000 x done error
	END
	[ "$(ctl show adj-rib out | wc -l)" -eq 259 ] || die "routes"
}

# It starts with none when api.ack is false.
acks_off()
{
	make_net
	drive -o api.ack=false <<-'END'
	!mute announce route 10.1.0.0/24 next-hop self
	enable-ack
	announce route 10.2.0.0/24 next-hop self
	END
	answered <<-'END'
	!mute announce route 10.1.0.0/24 next-hop self -> (nothing)
	enable-ack -> done
	announce route 10.2.0.0/24 next-hop self -> done
	END
}

# Who keeps dying stops itself only.
respawn()
{
	make_net
	sink
	script die.sh <<-'END'
	#!/bin/sh
	echo announce route 10.1.0.0/24 next-hop self
	exit 3
	END
	neighbor 192.168.1.1 >bgpd.conf
	process "$PWD/die.sh" >>bgpd.conf
	speaker bgpd.conf
	await 20 log_has bgpd "^ERROR: .*'p' died more than 5 times"
	await 20 sink_has '.up and .routes == 1'
	# a window of a minute may have ended in between
	n=$(count_lines bgpd "Started process 'p'")
	[ "$n" -ge 5 ] && [ "$n" -le 10 ] || die "$n starts"
	sleep 2
	[ "$(count_lines bgpd "Started process 'p'")" -eq "$n" ] ||
	    die "started again"
	sink_has '.up and .sessions == 1' || die "the session was reset"
}

# Without respawn it stays dead; its routes stay until they are withdrawn.
dead()
{
	make_net
	sink
	script once.sh <<-'END'
	#!/bin/sh
	echo announce route 10.1.0.0/24 next-hop self
	echo announce route 10.2.0.0/24 next-hop self
	read answer
	read answer
	exit 0
	END
	neighbor 192.168.1.1 >bgpd.conf
	process "$PWD/once.sh" "respawn false;" >>bgpd.conf
	speaker bgpd.conf
	await 20 sink_has '.up and .routes == 2'
	await 10 log_has bgpd "'p' exited with status 0"
	sleep 1
	[ "$(count_lines bgpd "Started process 'p'")" -eq 1 ] ||
	    die "started again"
	sink_has '.up and .routes == 2' || die "routes are gone"
	# also after the session was reset
	ctl neighbor 192.168.1.1 teardown 4 || die "teardown"
	await 20 sink_has '.up and .sessions == 2 and .routes == 2'
	ctl withdraw route 10.1.0.0/24 || die "withdraw"
	await 20 sink_has '.routes == 1'
}

# A selector names neighbors exactly.
selectors()
{
	make_net
	cat >commands <<-'END'
	neighbor 192.168.1.1 announce route 10.1.0.0/24 next-hop self
	neighbor 192.168.1.11 announce route 10.2.0.0/24 next-hop self
	neighbor 192.168.1 announce route 10.99.0.0/24 next-hop self
	neighbor 192.168.1.111 announce route 10.99.0.0/24 next-hop self
	neighbor * announce route 10.3.0.0/24 next-hop self
	announce route 10.4.0.0/24 next-hop self
	neighbor 192.168.1.1 peer-as 65000 announce route 10.5.0.0/24 next-hop self
	neighbor 192.168.1.1 peer-as 6500 announce route 10.99.0.0/24 next-hop self
	neighbor 192.168.1.11 local-ip 192.168.1.2 local-as 65001 router-id 192.168.1.2 announce route 10.6.0.0/24 next-hop self
	neighbor 192.168.1.11 local-ip 192.168.1.1 announce route 10.99.0.0/24 next-hop self
	neighbor 192.168.1.1, neighbor 192.168.1.11 announce route 10.7.0.0/24 next-hop self
	neighbor 192.168.1.11 withdraw route 10.3.0.0/24 next-hop self
	neighbor 192.168.1.111 withdraw route 10.3.0.0/24 next-hop self
	END
	mkdir -m 777 answers
	{ neighbor 192.168.1.1; neighbor 192.168.1.11
	process "$(program drive.py) $PWD/commands $PWD/answers/out"
	} >bgpd.conf
	speaker bgpd.conf
	await 60 grep -q '^end$' answers/out
	sed '$d; s/.* -> //' answers/out | tr '\n' ' ' >out
	[ "$(cat out)" = "done done error error done done done error done \
error done done error " ] || die "answers: $(cat out)"
	ctl show adj-rib out | awk '{ print $1, $4 }' | sort >out
	diff out - <<-'END' || die "other routes"
	192.168.1.1 10.1.0.0/24
	192.168.1.1 10.3.0.0/24
	192.168.1.1 10.4.0.0/24
	192.168.1.1 10.5.0.0/24
	192.168.1.1 10.7.0.0/24
	192.168.1.11 10.2.0.0/24
	192.168.1.11 10.4.0.0/24
	192.168.1.11 10.6.0.0/24
	192.168.1.11 10.7.0.0/24
	END
}

# Whom local-ip selects follows the sessions if the configuration has no
# address, also in lines that begin as others did.
selects_local()
{
	make_net
	chmod 777 .
	script say.sh <<-END
	#!/bin/sh
	say()
	{
	    echo "neighbor * local-ip 192.168.1.2 announce route \$1 next-hop self"
	    read answer
	}
	say 10.1.0.0/24; say 10.2.0.0/24; say 10.3.0.0/24
	touch $PWD/said
	while ! [ -f $PWD/up ]; do sleep 0.1; done
	say 10.4.0.0/24; say 10.5.0.0/24
	touch $PWD/said.up
	while ! [ -f $PWD/down ]; do sleep 0.1; done
	say 10.6.0.0/24
	touch $PWD/said.down
	cat
	END
	{ neighbor 192.168.1.1 | sed 's/local-address .*/local-address auto;/'
	neighbor 192.168.1.11
	process "$PWD/say.sh"; } >bgpd.conf
	speaker bgpd.conf
	await 20 test -f said
	sink
	await 60 session_up
	touch up
	await 20 test -f said.up
	await 20 sink_has '.routes == 2'
	stop sink
	await 20 log_has bgpd 'BGP session with 192.168.1.1 is down'
	touch down
	await 20 test -f said.down
	ctl show adj-rib out | sed -n 's/^192.168.1.1 //p' |
	    awk '{ print $3 }' | sort >out
	printf '10.%d.0.0/24\n' 4 5 | diff out - || die "other routes"
}

# What stands in the name of a neighbor selects it, families too.
selects_families()
{
	make_net
	cat >commands <<-'END'
	neighbor * family-allowed in-open announce route 10.1.0.0/24 next-hop self
	neighbor * family-allowed ipv4-unicast announce route 10.2.0.0/24 next-hop self
	neighbor 192.168.1.11 family-allowed in-open announce route 10.99.0.0/24 next-hop self
	neighbor * family-allowed unicast announce route 10.99.0.0/24 next-hop self
	peer 192.168.1.11 family-allowed ipv4-unicast announce route 10.3.0.0/24 next-hop self
	peer 192.168.1.11 family-allowed ipv6-unicast announce route 10.99.0.0/24 next-hop self
	END
	mkdir -m 777 answers
	{ neighbor 192.168.1.1
	neighbor 192.168.1.11 "capability { multi-session; }"
	process "$(program drive.py) $PWD/commands $PWD/answers/out"
	} >bgpd.conf
	speaker bgpd.conf
	await 60 grep -q '^end$' answers/out
	sed '$d; s/.* -> //; s/|.*//; s/:.*//' answers/out | tr '\n' ' ' >out
	[ "$(cat out)" = "done done error error done error " ] ||
	    die "answers: $(cat out)"
	ctl show adj-rib out | awk '{ print $1, $4 }' | sort >out
	diff out - <<-'END' || die "other routes"
	192.168.1.1 10.1.0.0/24
	192.168.1.11 10.2.0.0/24
	192.168.1.11 10.3.0.0/24
	END
}

# shown COMMAND: the neighbors that its answer is about, and its form.
shown()
{
	grep -F "$1 -> " answers/out | sed 's/.* -> //' >one
	case $(cut -c 1 one) in
	"[")
		sed 's/|done$//' one | jq -r '"json", .[].peer.address'
		;;
	*)
		tr '|' '\n' <one | sed -n 's/^Peer .*/summary/p
		    s/^\(192[^ ]*\).*/\1/p; s/^neighbor \(.*\) {/conf \1/p
		    s/^Neighbor \(.*\)/extensive \1/p; s/^error.*/error/p'
		;;
	esac | tr '\n' ' '
}

# `show neighbor` in each form, of all and of one, wherever its address is.
shows()
{
	local line want count=0

	make_net
	cat >table <<-'END'
	show neighbor json = json 192.168.1.1 192.168.1.11
	show neighbor extensive json = json 192.168.1.1 192.168.1.11
	show neighbor json summary = json 192.168.1.1 192.168.1.11
	show neighbor 192.168.1.11 json = json 192.168.1.11
	show neighbor json 192.168.1.11 = json 192.168.1.11
	show neighbor 192.168.1.11 extensive json = json 192.168.1.11
	show neighbor configuration 192.168.1.11 json = json 192.168.1.11
	show neighbor 192.168.1.111 json = json
	show neighbor 192.168.1.2 extensive json = json
	show neighbor summary = summary 192.168.1.1 192.168.1.11
	show neighbor summary text = summary 192.168.1.1 192.168.1.11
	show neighbor 192.168.1.1 summary = summary 192.168.1.1
	show neighbor summary 192.168.1.1 = summary 192.168.1.1
	show neighbor 192.168.1.111 summary = summary
	show neighbor extensive = extensive 192.168.1.1 extensive 192.168.1.11
	show neighbor 192.168.1.11 extensive = extensive 192.168.1.11
	show neighbor extensive 192.168.1.1 = extensive 192.168.1.1
	show neighbor 192.168.1.2 extensive =
	show neighbor configuration = conf 192.168.1.1 conf 192.168.1.11
	show neighbor 192.168.1.11 configuration = conf 192.168.1.11
	show neighbor configuration 192.168.1.1 = conf 192.168.1.1
	show neighbor 192.168.1 summary = error
	peer show = json 192.168.1.1 192.168.1.11
	peer show 192.168.1.11 summary = json 192.168.1.11
	peer 192.168.1.11 show = json 192.168.1.11
	peer 192.168.1.11 show extensive text = json 192.168.1.11
	END
	sed 's/ =.*//' table >commands
	mkdir -m 777 answers
	{ neighbor 192.168.1.1; neighbor 192.168.1.11
	process "$(program drive.py) $PWD/commands $PWD/answers/out"
	} >bgpd.conf
	speaker bgpd.conf
	await 60 grep -q '^end$' answers/out
	while read -r line; do
		want=${line#*=}
		[ " $(shown "${line% =*}")" = "${want:+$want }" ] ||
		    [ -z "$want$(shown "${line% =*}")" ] ||
		    die "$line: $(shown "${line% =*}")"
		count=$((count + 1))
	done <table
	[ $count -eq 26 ] || die "$count commands only"
	! grep -v -e '|done$' -e ' -> done$' -e error -e '^end$' answers/out ||
	    die "no done"
}

# JSON with `extensive` says all of the neighbor beside each route.
shows_extensive()
{
	make_net
	drive "$@" <<-'END'
	announce route 10.1.0.0/24 next-hop self cluster-list 192.0.2.1
	show adj-rib out extensive
	show adj-rib out json
	show adj-rib out json extensive
	show adj-rib out 192.168.1.1 extensive json inet
	rib show out extensive
	END
	sed -n 's/^show adj-rib out extensive -> //p' answers/out |
	    grep -q 'cluster-list \[ 192.0.2.1 \]|done$' || die "text"
	sed -n 's/.*out json -> //p; s/.* extensive -> {/{/p
	    s/.* inet -> //p' answers/out | sed 's/|done$//' |
	    jq -c '(.["192.168.1.1"] // .) | [has("routes"), has("route"),
	    .peer.address, .local.address, .fsm != null,
	    has("prefixes")]' >out
}

# A word for families has those of prefixes, or none; a flow is all of it.
shows_families()
{
	make_net
	drive <<-'END'
	announce route 10.1.0.0/24 next-hop self
	announce ipv4 mup mup-isd 10.2.0.0/24 rd 100:100 next-hop self
	announce ipv4 flow-vpn source 10.3.0.0/32 rd 65000:1 discard
	show adj-rib out inet
	show adj-rib out flow json
	show adj-rib out
	END
	grep '^show' answers/out >out
	diff - out <<-'END' || die "other answers"
	show adj-rib out inet -> 192.168.1.1 ipv4 unicast 10.1.0.0/24 next-hop 192.168.1.2|done
	show adj-rib out flow json -> { "192.168.1.1": { "routes": [ { "nlri": "flow source-ipv4 10.3.0.0/32 rd 65000:1", "family": "ipv4 flow-vpn" } ] } }|done
	show adj-rib out -> 192.168.1.1 ipv4 unicast 10.1.0.0/24 next-hop 192.168.1.2|192.168.1.1 ipv4 mup mup:isd::100:100:10.2.0.0/24|192.168.1.1 ipv4 flow-vpn flow source-ipv4 10.3.0.0/32 rd 65000:1|done
	END
}

# Lines with the same words behind another prefix are read once; what they
# become is what it is when each is read: labels, RDs, path identifiers.
lines_alike()
{
	local family words n

	make_net
	while read -r family words; do
		echo "!many 40 announce route 10.%d.0.0/17 $words"
		echo "!many 3 announce route 2001:db8:%d::/48 $words"
		echo "show adj-rib out extensive"
		echo "!many 40 withdraw route 10.%d.0.0/17 $words"
		echo "!many 3 withdraw route 2001:db8:%d::/48 $words"
		echo "show adj-rib out"
		for n in $(seq 0 39); do
			echo "announce ipv4 $family 10.$n.0.0/17 $words"
		done
		for n in 0 1 2; do
			echo "announce ipv6 $family 2001:db8:$n::/48 $words"
		done
		echo "show adj-rib out extensive"
		echo "clear adj-rib out"
	done >script <<-'END'
	unicast next-hop self med 7
	unicast path-information 7 next-hop self
	nlri-mpls label 100 next-hop self med 7
	nlri-mpls label [ 100 200 300 ] path-information 9 next-hop self
	mpls-vpn rd 65000:1 label 100 next-hop self
	mpls-vpn rd 192.0.2.1:1 label [ 100 200 ] next-hop self local-preference 5
	mpls-vpn rd 65000:1 next-hop self label 7 path-information 3
	END
	drive <script
	grep -c 'error' answers/out >out
	grep -c '^show adj-rib out -> done$' answers/out >>out
	grep '^show .* extensive' answers/out | sort | uniq -c | awk '{ print $1 }' >>out
	grep '^show' answers/out | grep -o 192.168.1.1 | wc -l >>out
	printf '0\n7\n2\n2\n2\n2\n2\n2\n2\n602\n' | diff - out >&2 ||
	    die "$(grep '^show\|error' answers/out | cut -c 1-250)"
}

# A list may have both kinds of prefixes: what is `self` to one is not to the
# other.
lists_both()
{
	make_net
	drive <<-'END'
	announce attributes next-hop 192.168.1.2 nlri 10.1.0.0/24 2001:db8:1::/48 10.2.0.0/24
	announce attributes next-hop 192.168.1.2 split /24 nlri 10.3.0.0/24 2001::/23
	show adj-rib out
	END
	sed -n 's/^show .* -> //; s/192.168.1.1 ipv[46] unicast //gp' \
	    answers/out | tr '|' '\n' >out
	diff out - <<-'END' || die "other answers"
	10.1.0.0/24 next-hop 192.168.1.2
	2001:db8:1::/48 next-hop 192.168.1.2
	10.2.0.0/24 next-hop 192.168.1.2
	10.3.0.0/24 next-hop 192.168.1.2
	2001::/24 next-hop 192.168.1.2
	2001:100::/24 next-hop 192.168.1.2
	done
	END
}

shows_extensive_v1()
{
	shows_extensive
	diff out - <<-'END' || die "other answers"
	[true,false,null,null,false,false]
	[true,false,"192.168.1.1","192.168.1.2",true,false]
	[true,false,"192.168.1.1","192.168.1.2",true,false]
	[true,false,"192.168.1.1","192.168.1.2",true,true]
	END
}

shows_extensive_v2()
{
	shows_extensive -o api.show-routes-format=v2
	diff out - <<-'END' || die "other answers"
	[false,true,"192.168.1.1",null,false,false]
	[false,true,"192.168.1.1","192.168.1.2",true,false]
	[false,true,"192.168.1.1","192.168.1.2",true,false]
	[true,false,"192.168.1.1","192.168.1.2",true,true]
	END
}

# An answer each, also when a command of a group waits; attributes that are
# shared come first; what makes no route has no place in one; a tab is a blank.
groups()
{
	make_net
	sink
	drive <<-'END'
	peer * group announce route 10.1.0.0/24 next-hop self sync ; announce route 10.1.1.0/24 next-hop self json
	peer * group attributes med 5 community 65000:1 next-hop 192.168.1.9 ; announce route 10.2.0.0/24 next-hop self ; announce route 10.2.1.0/24 next-hop self med 9
	peer * group attributes med 6 ; announce attributes next-hop self nlri 10.3.0.0/24 10.3.1.0/24 ; withdraw route 10.1.1.0/24
	peer * group attributes bogus 1 ; announce route 10.4.0.0/24 next-hop self
	peer * group attribute med 1 nlri 10.5.0.0/24 ; announce route 10.5.1.0/24
	peer * announce route 10.2.1.0/24 next-hop self med 9
	peer * group show adj-rib out ; reload ; group announce route 10.6.0.0/24 next-hop self
	peer * group announce flow route { match { destination 10.9.0.0/24; protocol udp; } then { discard; } } ; announce route 10.9.0.0/24 next-hop self
	peer * group
	group start
	group end
	group start
	announce route 10.7.0.0/24 next-hop self sync
	group end
	group start
	announce\x09route 10.7.1.0/24 next-hop self\x09sync
	group end
	peer * group\x09announce route 10.7.2.0/24 next-hop self\x09;\x09announce\x09route 10.7.3.0/24 next-hop self
	peer * announce route 10.8.0.0/24 next-hop self json async
	END
	answered <<-'END'
	peer * group announce route 10.1.0.0/24 next-hop self sync ; announce route 10.1.1.0/24 next-hop self json -> { "status": "group processed", "announced": 2, "withdrawn": 0 }|done
	peer * group attributes med 5 community 65000:1 next-hop 192.168.1.9 ; announce route 10.2.0.0/24 next-hop self ; announce route 10.2.1.0/24 next-hop self med 9 -> { "status": "group processed", "announced": 2, "withdrawn": 0 }|done
	peer * group attributes med 6 ; announce attributes next-hop self nlri 10.3.0.0/24 10.3.1.0/24 ; withdraw route 10.1.1.0/24 -> { "status": "group processed", "announced": 2, "withdrawn": 1 }|done
	peer * group attributes bogus 1 ; announce route 10.4.0.0/24 next-hop self -> { "status": "group processed", "announced": 1, "withdrawn": 0, "errors": [ "could not parse attributes: attributes bogus 1" ] }|done
	peer * group attribute med 1 nlri 10.5.0.0/24 ; announce route 10.5.1.0/24 -> { "status": "group processed", "announced": 0, "withdrawn": 0, "errors": [ "could not parse attributes: attribute med 1 nlri 10.5.0.0/24", "could not parse: announce route 10.5.1.0/24" ] }|done
	peer * announce route 10.2.1.0/24 next-hop self med 9 -> done
	peer * group show adj-rib out ; reload ; group announce route 10.6.0.0/24 next-hop self -> { "status": "group processed", "announced": 0, "withdrawn": 0, "errors": [ "unknown action in group: show", "unknown action in group: reload", "unknown action in group: group" ] }|done
	peer * group announce flow route { match { destination 10.9.0.0/24; protocol udp; } then { discard; } } ; announce route 10.9.0.0/24 next-hop self -> { "status": "group processed", "announced": 2, "withdrawn": 0 }|done
	peer * group -> { "error": "empty group" }|error
	group start -> { "status": "group started" }|done
	group end -> { "status": "group ended", "commands": 0 }|done
	group start -> { "status": "group started" }|done
	announce route 10.7.0.0/24 next-hop self sync -> done
	group end -> { "status": "group processed", "announced": 1, "withdrawn": 0 }|done
	group start -> { "status": "group started" }|done
	announce\x09route 10.7.1.0/24 next-hop self\x09sync -> done
	group end -> { "status": "group processed", "announced": 1, "withdrawn": 0 }|done
	peer * group\x09announce route 10.7.2.0/24 next-hop self\x09;\x09announce\x09route 10.7.3.0/24 next-hop self -> { "status": "group processed", "announced": 2, "withdrawn": 0 }|done
	peer * announce route 10.8.0.0/24 next-hop self json async -> done
	END
	ctl show adj-rib out extensive |
	    sed 's/.* ipv4 unicast //; s/.* ipv4 flow //' | sort >out
	diff out - <<-'END' || die "other routes"
	10.1.0.0/24 next-hop 192.168.1.2
	10.2.0.0/24 next-hop 192.168.1.2 med 5 community 65000:1
	10.2.1.0/24 next-hop 192.168.1.2 med 9
	10.3.0.0/24 next-hop 192.168.1.2 med 6
	10.3.1.0/24 next-hop 192.168.1.2 med 6
	10.4.0.0/24 next-hop 192.168.1.2
	10.7.0.0/24 next-hop 192.168.1.2
	10.7.1.0/24 next-hop 192.168.1.2
	10.7.2.0/24 next-hop 192.168.1.2
	10.7.3.0/24 next-hop 192.168.1.2
	10.8.0.0/24 next-hop 192.168.1.2
	10.9.0.0/24 next-hop 192.168.1.2
	flow destination-ipv4 10.9.0.0/24 protocol =udp extended-community rate-limit:0
	END
}

# A table that is replaced while somebody lists it: each route is in the list
# once, and those that are new meanwhile are not.
lists_once()
{
	make_net
	chmod 777 .
	script twice.py <<-END
	#!/usr/bin/env python3
	import os, sys, time
	def say(second, med):
	    sys.stdout.write("".join("announce route 10.%d.%d.0/24 next-hop "
	        "self med %d\\n" % (second + (i >> 8), i & 255, med)
	        for i in range(50000)))
	    sys.stdout.flush()
	def wait(name):
	    while not os.path.exists("$PWD/" + name):
	        time.sleep(0.05)
	print("silence-ack", flush=True)
	say(0, 1)
	wait("go")
	say(0, 2)
	print("announce route 10.255.0.0/24 next-hop self", flush=True)
	wait("never")
	END
	neighbor 192.168.1.1 >bgpd.conf
	process "$PWD/twice.py" >>bgpd.conf
	speaker bgpd.conf
	filled() { [ "$(ctl show adj-rib out | wc -l)" -eq 50000 ]; }
	await 60 filled
	# three lists have each route once, a fourth may have it again
	for i in 3 4 5 6; do
		mkfifo list$i
		ctl show adj-rib out extensive >list$i &
		eval "exec $i<list$i"
		read -r line <&$i
		echo "$line" >routes$i
	done
	touch go
	await 60 adj_out 10.255.0.0/24
	for i in 3 4 5 6; do
		cat <&$i >>routes$i
		eval "exec $i<&-"
		sed 's/.* unicast //; s/ .*//; /^10.255/d' routes$i >routes
		[ "$(sort -u routes | wc -l)" -eq 50000 ] || die "list $i: $(wc -l <routes) lines, $(sort -u routes | wc -l) routes"
		[ $i -eq 6 ] || [ "$(wc -l <routes)" -eq 50000 ] ||
		    die "$(wc -l <routes) routes"
	done
}

# hearer NAME: hear.sh, which keeps what it is told in heard/NAME, and a peer
# that says what is in the file messages.
hearer()
{
	script hear.sh <<-END
	#!/bin/sh
	exec cat >$PWD/heard/$1
	END
	mkdir -m 777 heard
	spawn peer ip netns exec "$NS_R" "$LIBDIR/peer.py" 192.168.1.1 \
	    "$PWD/messages"
}

# What a session goes through, in this order; and its end.
session_events()
{
	make_net
	echo 0104fde800b4c0a801010a02080104000100010200 >messages
	echo 0306020c73656520796f7520736f6f6e >>messages
	hearer events
	{ neighbor 192.168.1.1 |
	    sed 's/ p \];/& neighbor-changes; fsm; negotiated; receive { parsed; packets; open; keepalive; notification; }/'
	process "$PWD/hear.sh"; } >bgpd.conf
	speaker bgpd.conf
	await 20 grep -q '"state": "down"' heard/events
	jq -r 'if .neighbor.message then .neighbor.negotiated |
	    "raw \(.message_size) \(.hold_time) \(.families | length)"
	    else .type + " " + (.neighbor | .state // (.negotiated |
	    select(.) | keys_unsorted | join(" ")) // .direction // "") end' \
	    heard/events >all
	# a first attempt may have found nobody there
	awk '/CONNECT/ { s = "" } { s = s $0 "\n" }
	    /state down/ { printf "%s", s; exit }' all >got
	diff got - <<-'END' || die "other events: $(cat all)"
	fsm CONNECT
	state connected
	fsm OPENSENT
	raw 4096 0 0
	open receive
	negotiated message_size hold_time asn4 multisession operational refresh families nexthop add_path
	fsm OPENCONFIRM
	raw 4096 180 1
	keepalive receive
	fsm ESTABLISHED
	state up
	raw 4096 180 1
	notification receive
	fsm IDLE
	state down
	END
}

# Another connection while the session is up is no state of the neighbor.
second_connection()
{
	make_net
	echo 0104fde800b4c0a801010a02080104000100010200 >messages
	hearer events
	{ neighbor 192.168.1.1 |
	    sed 's/ p \];/& neighbor-changes; fsm; send { packets; open; }/'
	process "$PWD/hear.sh"; } >bgpd.conf
	speaker bgpd.conf -o tcp.bind=192.168.1.2
	await 20 grep -q '"state": "up"' heard/events
	ip netns exec "$NS_R" python3 -c 'import socket
s = socket.create_connection(("192.168.1.2", 179), 10, ("192.168.1.1", 0))
s.recv(1)' || die "no second connection"
	ctl neighbor 192.168.1.1 teardown 4
	await 20 grep -q '"state": "down"' heard/events
	jq -r '.neighbor.state // .type' heard/events |
	    sed -n '/ESTABLISHED/,${p;/down/q;}' | tr '\n' ' ' >got
	[ "$(cat got)" = "ESTABLISHED up open IDLE down " ] ||
	    die "other events: $(cat got)"
}

# Events as text: what is withdrawn comes first, and an empty path is none; a
# family that nobody knows has a number.
texts()
{
	make_net
	echo 0104fde800b4c0a801010a02080104000100010200 >messages
	echo 054e200001 >>messages
	echo 020004180a1401000e40010100400200400304c0a80101180a1402 >>messages
	hearer text
	{ neighbor 192.168.1.1 |
	    sed 's/ p \];/& receive { parsed; update; refresh; }/'
	printf 'process p {\n    run %s;\n    encoder text;\n}\n' \
	    "$PWD/hear.sh"; } >bgpd.conf
	speaker bgpd.conf
	await 20 grep -q "update end" heard/text
	diff heard/text - <<-'END' || die "other events"
	neighbor 192.168.1.1 receive route-refresh afi unknown-afi-0x4e20 safi unknown safi 1 query

	neighbor 192.168.1.1 receive update start
	neighbor 192.168.1.1 receive update withdrawn 10.20.1.0/24
	neighbor 192.168.1.1 receive update announced 10.20.2.0/24 next-hop 192.168.1.1 origin igp
	neighbor 192.168.1.1 receive update end

	END
}

# What is sent is consolidated if packets are wanted, what is received anyway.
consolidated()
{
	make_net
	echo 0104fde800b4c0a801010a02080104000100010200 >messages
	echo 0306020c73656520796f7520736f6f6e >>messages
	hearer text
	{ neighbor 192.168.1.1 |
	    sed 's/ p \];/& receive { FORMS } send { FORMS }/
	    s/FORMS/consolidate; keepalive;/g'
	printf 'process p {\n    run %s;\n    encoder text;\n}\n' \
	    "$PWD/hear.sh"; } >bgpd.conf
	speaker bgpd.conf
	await 20 grep -q "receive keepalive header 0xF*001304$" heard/text
	await 20 grep -q "send keepalive$" heard/text
}

# Version 4 has other words for the end of a session.
older()
{
	make_net
	echo 0104fde800b4c0a801010a02080104000100010200 >messages
	echo 0306020c73656520796f7520736f6f6e >>messages
	hearer text
	{ neighbor 192.168.1.1 | sed 's/ p \];/& neighbor-changes;/'
	printf 'process p {\n    run %s;\n    encoder text; version 4;\n}\n' \
	    "$PWD/hear.sh"; } >bgpd.conf
	speaker bgpd.conf
	await 20 grep -Fqx "$(echo "neighbor 192.168.1.1 down - peer reset," \
	    "message [notification received (6,2)] error[Cease /" \
	    "Administrative Shutdown / Shutdown Communication:" \
	    '\"see you soon\"]')" heard/text
	await 10 log_has bgpd 'down: .*, Administrative Shutdown: .*see you'
}

# What a process announces and withdraws, as the peer sees it.
withdrawn()
{
	make_net
	sink
	drive <<-'END'
	!many 256 announce route 10.1.%d.0/24 next-hop self
	!many 256 announce route 10.2.%d.0/24 next-hop self
	END
	await 20 sink_has '.routes == 512'
	ctl withdraw route 10.1.7.0/24 || die "withdraw"
	await 20 sink_has '.routes == 511'
	# not there, and withdrawn twice
	ctl withdraw route 10.77.0.0/24
	ctl withdraw route 10.1.7.0/24
	ctl announce route 10.1.7.0/24 next-hop self || die "announce"
	await 20 sink_has '.routes == 512 and .up and .sessions == 1'
}

# Each route of a flap is told, though all of it came in one write; one that
# is said twice is told once, and one that is withdrawn at once is not, but its
# withdrawal is unless the peer has had no routes.
flaps()
{
	make_net
	sink
	chmod 777 .
	script flaps.sh <<-END
	#!/bin/sh
	until [ -e $PWD/go ]; do
		sleep 0.01
	done
	r='route 10.1.0.0/24 next-hop self'
	n='route 10.2.0.0/24 next-hop self'
	printf '%s\n' "announce \$n" "withdraw \$n" \
	    "announce \$r" "announce \$r" "announce \$r med 1" \
	    "announce \$n" "withdraw \$n" "withdraw \$n" \
	    "announce \$r med 2" \
	    "announce attributes med 3 next-hop self nlri 10.1.0.0/24"
	exec cat >/dev/null
	END
	neighbor 192.168.1.1 >bgpd.conf
	process "$PWD/flaps.sh" >>bgpd.conf
	speaker bgpd.conf
	await 20 session_up
	await 10 sink_has '.updates == 1'
	touch go
	await 10 sink_has '.routes == 1 and .updates == 6'
}

# A neighbor with a rate-limit gets that many UPDATEs a second, in the end all
# of them; KEEPALIVEs go on.
rate()
{
	local began ended

	HOLD=3
	make_net
	sink
	neighbor 192.168.1.1 "rate-limit 40;" "group-updates false;" \
	    "static {" "$(for i in $(seq 200); do
		echo "route 10.0.$i.0/24 next-hop self med $i;"
	    done)" "}" | sed '/processes/d' >bgpd.conf
	speaker bgpd.conf
	await 20 sink_has '.updates > 1'
	began=$(date +%s%N)
	await 20 sink_has '.routes == 200'
	ended=$(date +%s%N)
	[ $(((ended - began) / 1000000)) -ge 3000 ] ||
	    die "200 routes in $(((ended - began) / 1000000)) ms"
	sink_has '.error == null and .sessions == 1' || die "$(cat sink.json)"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	for t in million unread answers order bad_lines long_lines acks acks_off \
	    respawn dead selectors selects_families selects_local shows \
	    shows_families shows_extensive_v1 shows_extensive_v2 groups \
	    lines_alike lists_once lists_both session_events second_connection texts \
	    consolidated older withdrawn flaps rate; do
		define $t
	done
}
