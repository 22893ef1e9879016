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

# Load: peers and programs that are slow, or stop.  Nobody waits for them,
# nothing is lost, and memory stays bounded.

# sink NAME ADDRESS [OPTION ...]: a peer that counts, in NAME.json.
sink()
{
	local name=$1 addr=$2

	shift 2
	ip -n "$NS_R" addr replace "$addr/24" dev lab0
	spawn "$name" ip netns exec "$NS_R" "$LIBDIR/sink.py" "$addr" 65000 \
	    "${HOLD:-180}" "$PWD/$name.json" "$@"
	await 10 test -s "$name.json"
}

# Peak memory of the daemon's three processes, in kB.
bounded()
{
	local p sum=0 kb

	sanitized && return
	for p in $(pid_of bgpd) $(engines); do
		kb=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' \
		    /proc/$p/status)
		sum=$((sum + kb))
	done
	echo "peak: $sum kB"
	[ $sum -lt "$1" ] || die "$sum kB"
}

# A million routes out of a process.
flood()
{
	script flood.py <<-'END'
	#!/usr/bin/env python3
	import sys
	for i in range(1000):
	    sys.stdout.write("".join(
	        "announce route 10.%d.%d.%d/28 next-hop self med %d\n" %
	        (n >> 12, n >> 4 & 255, (n & 15) << 4, n >> 10 & 15)
	        for n in range(i * 1000, i * 1000 + 1000)))
	sys.stdout.flush()
	sys.stdin.read()
	END
	printf 'process p {\n    run %s;\n    encoder json;\n}\n' \
	    "$PWD/flood.py"
}

# A peer that reads nothing for a while: the other one does not notice, and
# it gets everything in the end.
stalled_peer()
{
	HOLD=30
	make_net
	sink slow 192.168.1.1 stall=12
	sink quick 192.168.1.11
	{ neighbor_v4 192.168.1.1 "api { processes [ p ]; }"
	neighbor_v4 192.168.1.11 "api { processes [ p ]; }"
	flood; } >bgpd.conf
	speaker bgpd.conf
	await 60 json '.routes == 1000000' quick.json
	json '.routes < 1000000' slow.json || die "it did not stall"
	await 60 json '.routes == 1000000' slow.json
	for f in slow.json quick.json; do
		json '.up and .sessions == 1' $f || die "$(cat $f)"
	done
	bounded 300000
}

# A program that reads late: what it listens to waits, and nothing is lost.
late_process()
{
	HOLD=9
	make_net
	sink peer 192.168.1.1 send=100000
	script late.py <<-'END'
	#!/usr/bin/env python3
	import json, sys, time
	time.sleep(8)
	count, last, seen = 0, None, set()
	for line in sys.stdin:
	    event = json.loads(line)
	    if last is not None and event["counter"] != last + 1:
	        print("[LOST]", last, event["counter"], file=sys.stderr)
	    last = event["counter"]
	    announced = event["neighbor"]["message"]["update"].get(
	        "announce", {}).get("ipv4 unicast", {})
	    for nlri in announced.get("192.168.1.1", []):
	        seen.add(nlri["nlri"])
	    if len(seen) == 100000:
	        print("[ALL]", len(seen), file=sys.stderr, flush=True)
	        seen.add(None)
	END
	{ neighbor_v4 192.168.1.1 \
	    "api { processes [ p ]; receive { parsed; update; } }"
	printf 'process p {\n    run %s;\n    encoder json;\n}\n' \
	    "$PWD/late.py"; } >bgpd.conf
	speaker bgpd.conf
	await 90 log_has bgpd "\[ALL\] 100000"
	! log_has bgpd "\[LOST\]" || die "events are missing"
	json '.up and .sessions == 1' peer.json || die "$(cat peer.json)"
	bounded 200000
}

# A program that never reads: other neighbors do not notice, the daemon
# stays small and ends when it is told to.
deaf_process()
{
	HOLD=3
	make_net
	sink one 192.168.1.1 send=300000
	sink two 192.168.1.11
	{ neighbor_v4 192.168.1.1 \
	    "api { processes [ p ]; receive { parsed; update; } }"
	neighbor_v4 192.168.1.11 "static { route 10.0.0.0/8 next-hop self; }"
	printf 'process p {\n    run /bin/sleep 3600;\n    encoder json;\n}\n'
	} >bgpd.conf
	speaker bgpd.conf
	await 20 json '.routes == 1' two.json
	# after some hold times the program is given up, not the session
	await 30 log_has bgpd "has not read for several hold times"
	await 30 json '.sent == 300000' one.json
	for f in one.json two.json; do
		json '.up and .sessions == 1' $f || die "$(cat $f)"
	done
	ctl show neighbor || die "no answer"
	ctl neighbor 192.168.1.11 announce route 10.9.0.0/16 next-hop self
	await 5 json '.routes == 2' two.json
	bounded 150000
	stop bgpd
	await 5 json '.error == "NOTIFICATION 6/2"' two.json
}

# Every new session gets all routes, once.
flaps()
{
	make_net
	sink peer 192.168.1.1
	{ neighbor_v4 192.168.1.1 "api { processes [ p ]; }"; flood; } >bgpd.conf
	speaker bgpd.conf
	await 60 json '.routes == 1000000' peer.json
	for n in 2 3 4; do
		ctl neighbor 192.168.1.1 teardown 4 || die "teardown"
		await 30 json ".sessions == $n and .routes == 1000000" \
		    peer.json
	done
	# in the middle
	ctl neighbor 192.168.1.1 teardown 4 || die "teardown"
	await 30 json ".sessions == 5 and .routes > 1000" peer.json
	ctl neighbor 192.168.1.1 teardown 4 || die "teardown"
	await 30 json ".sessions == 6 and .routes == 1000000" peer.json
	bounded 300000
}

# All of them withdrawn again, and the memory is used again.
withdrawals()
{
	make_net
	sink peer 192.168.1.1
	script churn.py <<-'END'
	#!/usr/bin/env python3
	import sys
	for turn in range(3):
	    for word in ("announce", "withdraw"):
	        for i in range(300):
	            sys.stdout.write("".join(
	                "%s route 10.%d.%d.%d/28 next-hop self med %d\n" %
	                (word, n >> 12, n >> 4 & 255, (n & 15) << 4, turn)
	                for n in range(i * 1000, i * 1000 + 1000)))
	sys.stdout.write("announce route 10.99.0.0/16 next-hop self\n")
	sys.stdout.flush()
	sys.stdin.read()
	END
	{ neighbor_v4 192.168.1.1 "api { processes [ p ]; }"
	printf 'process p {\n    run %s;\n    encoder json;\n}\n' \
	    "$PWD/churn.py"; } >bgpd.conf
	speaker bgpd.conf
	only_one() {
		ctl show adj-rib out | grep -q 10.99.0.0/16 &&
		    json '.routes == 1' peer.json
	}
	await 60 only_one
	[ "$(ctl show adj-rib out | wc -l)" -eq 1 ] || die "routes are left"
	bounded 200000
}

# Long answers: whole when they are read, and no work while they are not.
answers()
{
	make_net
	script ask.py <<-'END'
	#!/usr/bin/env python3
	import sys, time
	for i in range(100):
	    sys.stdout.write("".join(
	        "announce route 10.%d.%d.%d/28 next-hop self\n" %
	        (n >> 12, n >> 4 & 255, (n & 15) << 4)
	        for n in range(i * 1000, i * 1000 + 1000)))
	sys.stdout.flush()
	for _ in range(100000):
	    sys.stdin.readline()
	for turn in range(5):
	    print("show adj-rib out", flush=True)
	    lines = 0
	    while sys.stdin.readline() != "done\n":
	        lines += 1
	    print("[LINES]", lines, file=sys.stderr, flush=True)
	print("show adj-rib out\nshow adj-rib out", flush=True)
	print("[DEAF]", file=sys.stderr, flush=True)
	time.sleep(3600)
	END
	{ neighbor_v4 192.168.1.1 "api { processes [ p ]; }"
	printf 'process p {\n    run %s;\n    encoder json;\n}\n' \
	    "$PWD/ask.py"; } >bgpd.conf
	speaker bgpd.conf
	await 60 log_has bgpd "\[DEAF\]"
	[ "$(count_lines bgpd "\[LINES\] 100000")" -eq 5 ] ||
	    die "$(grep LINES bgpd.log)"
	sleep 1
	ticks=$(ticks)
	sleep 2
	[ $(($(ticks) - ticks)) -lt 20 ] || die "it does not rest"
	for turn in 1 2 3 4 5 6 7 8 9 10; do
		[ "$(ctl show adj-rib out | wc -l)" -eq 100000 ] ||
		    die "not all of them"
	done
}

# A program that reads late and asked for it hears few lines about many
# commands, in order, and none is missing.
coalesced()
{
	make_net
	script late.py <<-'END'
	#!/usr/bin/env python3
	import sys, time
	N = 600000
	for i in range(N):
	    sys.stdout.write("announce route 10.0.%d.0/24 next-hop self\n" %
	        (i % 250) if i % 1000 else "nonsense\n")
	sys.stdout.flush()
	time.sleep(2)
	lines = done = errors = 0
	while done + errors < N:
	    words = sys.stdin.readline().split()
	    lines += 1
	    if words[0] == "done":
	        done += int(words[1]) if len(words) > 1 else 1
	    else:
	        errors += 1
	print("[HEARD]", done, errors, lines < N / 2, file=sys.stderr,
	    flush=True)
	sys.stdin.read()
	END
	{ neighbor_v4 192.168.1.1 "api { processes [ p ]; }"
	printf 'process p {\n    run %s;\n    encoder text;\n' "$PWD/late.py"
	printf '    coalesce-acks true;\n}\n'; } >bgpd.conf
	speaker bgpd.conf
	await 60 log_has bgpd "\[HEARD\] 599400 600 True"
}

# An operator among a hundred thousand routes a second, and a table of a
# million: answers come at once, and nobody holds the table in memory.
operator()
{
	make_net
	sink peer 192.168.1.1
	script busy.py <<-'END'
	#!/usr/bin/env python3
	import sys, time
	begin, n = time.monotonic(), 0
	def more(med, k):
	    global n
	    sys.stdout.write("".join(
	        "announce route 10.%d.%d.%d/28 next-hop self med %d\n" %
	        (i >> 12, i >> 4 & 255, (i & 15) << 4, med)
	        for i in range(n, n + k)))
	    sys.stdout.flush()
	    n = (n + k) % 1000000
	for i in range(1000):
	    more(1, 1000)
	print("[ALL]", file=sys.stderr, flush=True)
	for i in range(100000):
	    time.sleep(0.01)
	    more(2 + i // 1000, 1000)
	END
	{ neighbor_v4 192.168.1.1 "api { processes [ p ]; }"
	printf 'process p {\n    run %s;\n    encoder text;\n}\n' \
	    "$PWD/busy.py"; } >bgpd.conf
	speaker bgpd.conf -o api.ack=false
	await 60 json '.routes == 1000000' peer.json
	cat >ask.py <<-'END'
	import resource, subprocess, sys, time
	tool = sys.argv[1:]
	took = []
	for i in range(1000):
	    began = time.monotonic()
	    subprocess.run(tool + ["show", "neighbor"], check=True,
	        stdout=subprocess.DEVNULL)
	    took.append(time.monotonic() - began)
	p = subprocess.Popen(tool + ["show", "rib", "out"],
	    stdout=subprocess.PIPE)
	p.stdout.readline()
	p.kill()
	p.wait()
	lines = sum(1 for _ in subprocess.Popen(tool + ["show", "rib", "out"],
	    stdout=subprocess.PIPE).stdout)
	print("%d %d %d" % (sorted(took)[990] * 1000, lines,
	    resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
	END
	rss() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' \
	    "/proc/$(engines route)/status"; }
	had=$(rss)
	python3 ask.py "$BGPCTL" -s "$PWD/ctl.sock" >asked
	echo "p99 in ms, lines, kB of the tool: $(cat asked)"
	more=$(($(rss) - had))
	echo "kB more of the engine: $more"
	set -- $(cat asked)
	[ "$2" -ge 1000000 ] || die "$2 lines"
	sanitized && return
	[ "$1" -le 100 ] || die "an operator waits $1 ms"
	[ "$3" -le 20000 ] || die "$3 kB of the tool"
	[ $more -le 20000 ] || die "$more kB more of the engine"
}

# turn DIR: a table of a million routes goes from a peer to a process that
# counts them, once; each comes, once.  The rate is in DIR/rate.
turn()
{
	mkdir -m 777 "$1"
	install -m 755 "$TOP/regress/bench/benchtool" "$PWD/$1/benchtool"
	spawn source ip netns exec "$NS_R" "$PWD/$1/benchtool" source \
	    -b 192.168.1.1 "$PWD/$1" table:1000000:0
	{ neighbor_v4 192.168.1.1 \
	    "api { processes [ p ]; receive { parsed; update; } }" |
	    sed 's/peer-as .*/peer-as 65002;/'
	printf 'process p {\n    run %s count json %s %s;\n' \
	    "$PWD/$1/benchtool" "$PWD/$1" table:1000000:0
	printf '    encoder json;\n}\n'; } >bgpd.conf
	speaker bgpd.conf
	await 30 test -s "$1/up"
	: >"$1/go"
	await 120 test -s "$1/counted"
	sleep 1		# what should not come may come
	for p in $(engines); do
		sed 's/.*) //' /proc/$p/stat
	done | awk '{ printf "%.2f s of an engine\n", ($12 + $13) / 100 }'
	stop bgpd
	stop source
	await 10 test -s "$1/more"
	[ "$(awk '{ print $3, $4 }' "$1/counted")" = "1000000 ok" ] ||
	    die "counted: $(cat "$1/counted")"
	[ "$(cat "$1/more")" -eq 0 ] || die "$(cat "$1/more") came again"
	awk '{ getline c <ARGV[2]; split(c, t); close(ARGV[2])
	    printf "%d\n", 1000000 / (t[2] - $1); exit }' \
	    "$1/sent" "$1/counted" >"$1/rate"
	echo "$(cat "$1/rate") routes/s"
}

# Does the machine rest?  Nine tenths of a second of all its processors.
at_rest()
{
	local a b

	a=$(head -n 1 /proc/stat)
	sleep 1
	b=$(head -n 1 /proc/stat)
	echo "$a $b" | awk '{ n = NF / 2
	    for (i = 2; i <= 9; i++) all += $(i + n) - $i
	    exit !($(5 + n) - $5 >= all * 9 / 10) }'
}

# A full table reaches a process that listens: all of it, each route once,
# and half a million a second in one of three attempts.  Where others work
# before or behind each of them only the routes count.
received()
{
	local rested=

	make_net
	for n in 1 2 3; do
		at_rest && rested=$n
		turn turn$n
		sanitized && return
		[ "$(cat turn$n/rate)" -lt 500000 ] || return 0
		at_rest || rested=
	done
	[ -n "$rested" ] || {
		echo "others work here: the rate is not demanded"
		return 0
	}
	die "too slow: $(echo $(cat turn*/rate)) routes/s"
}

# What the route engine has worked, in hundredths of a second.
ticks()
{
	sed 's/.*) //' "/proc/$(engines route)/stat" |
	    awk '{ print $12 + $13 }'
}

# neighbors COUNT [SECTION]: so many of them, 10.0.0.0 and up.
neighbors()
{
	awk -v n="$1" -v more="${2:-}" 'BEGIN {
		for (i = 0; i < n; i++)
			printf "neighbor 10.0.%d.%d { router-id 192.0.2.1; " \
			    "local-address 127.0.0.1; local-as 65001; " \
			    "peer-as 65000; passive true; %s }\n", i / 256,
			    i % 256, more
	}'
}

# printed COUNT: milliseconds to read and print that many neighbors.
printed()
{
	local began

	neighbors "$1" "static { route 192.0.2.0/24 next-hop self; }" \
	    >"$1.conf"
	began=$(date +%s%N)
	"$BGPD" -n -v -f "$1.conf" >"$1.out" || die "$1 neighbors"
	echo $((($(date +%s%N) - began) / 1000000))
}

# Four times the neighbors take four times as long, not sixteen times.
many_neighbors()
{
	local few many

	few=$(printed 4000)
	many=$(printed 16000)
	[ "$(grep -c '^neighbor' 16000.out)" -eq 16000 ] || die "not all"
	[ "$many" -lt $((few * 10 + 500)) ] || die "$few and $many ms"
}

# commanded COUNT: milliseconds for commands to each in turn.
commanded()
{
	neighbors "$1" "api { processes [ p ]; }" >"$1.conf"
	printf 'process p { run %s %d; encoder json; }\n' "$PWD/each.py" \
	    "$1" >>"$1.conf"
	speaker "$1.conf"
	await 60 log_has bgpd '\[[0-9]* MS\]'
	stop bgpd
	sed -n 's/.*\[\([0-9]*\) MS\].*/\1/p' bgpd.log
	rm bgpd.log
}

# Nor does a command to one of them take longer for it.
many_named()
{
	local few many

	make_net
	script each.py <<-'END'
	#!/usr/bin/env python3
	import os, sys, threading, time
	count, lines = int(sys.argv[1]), 20000
	text = "".join("neighbor 10.0.%d.%d announce route 10.%d.%d.0/24 "
	    "next-hop self\n" % (n % count // 256, n % count % 256, n // 256 %
	    256, n % 256) for n in range(lines)).encode()
	began = time.monotonic()
	threading.Thread(target=lambda: sys.stdout.buffer.write(text) +
	    (sys.stdout.buffer.flush() or 0)).start()
	while lines > 0:
	    lines -= os.read(0, 65536).count(b"\n")
	print("[%d MS]" % ((time.monotonic() - began) * 1000),
	    file=sys.stderr, flush=True)
	os.read(0, 1)
	END
	few=$(commanded 10)
	many=$(commanded 4000)
	[ "$many" -lt $((few * 8 + 200)) ] || die "$few and $many ms"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	for t in stalled_peer late_process deaf_process flaps withdrawals \
	    answers coalesced operator received many_neighbors \
	    many_named; do
		define $t
	done
}
