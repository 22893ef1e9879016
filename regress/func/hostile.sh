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
# Programs that do everything wrong: a session with a short hold time stays
# up, others are served, memory is bounded, and the log says who it was.

conf()
{
	neighbor_conf "hold-time 3;" "family { ipv4 unicast; }" \
	    "api { processes [ bad good ]; receive { parsed; update; } }"
	echo "process bad { run $PWD/bad.py; encoder json; }"
	echo "process good { run $PWD/good.py; encoder text; }"
}

# A program that asks again when it has its answer; how many, and the longest
# that one in twenty took, in milliseconds.
good_program()
{
	script good.py <<-END
	#!/usr/bin/env python3
	import os, sys, time
	took = []
	for n in range(400):
	    began = time.monotonic()
	    print("announce route 10.0.%d.0/24 next-hop self" % (n % 200),
	          flush=True)
	    while sys.stdin.readline().strip() != "done":
	        pass
	    took.append(time.monotonic() - began)
	    with open("$PWD/took.new", "w") as f:
	        f.write("%d %d" % (n + 1, sorted(took)[n * 95 // 100] * 1000))
	    os.rename("$PWD/took.new", "$PWD/took")
	    time.sleep(0.01)
	sys.stdin.read()
	END
}

peak_kb()
{
	local p sum=0

	for p in $(pid_of bgpd) $(engines); do
		sum=$((sum + $(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' \
		    /proc/$p/status)))
	done
	echo $sum
}

# Answers to an operator meanwhile, the slowest but one in twenty, in ms.
operator_ms()
{
	local i began

	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		began=$(date +%s%N)
		ctl show summary >/dev/null || die "no answer"
		echo $((($(date +%s%N) - began) / 1000000))
	done | sort -n | sed -n 19p
}

# hostile: the program is on standard input.
hostile()
{
	local limit=100

	sanitized && limit=2000
	make_net
	chmod 777 .
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    3 "$PWD/sink.json" send=20000
	script bad.py
	good_program
	conf >bgpd.conf
	speaker bgpd.conf
	await 20 json '.up and .sent == 20000' sink.json
	[ -z "${BESIDE:-}" ] || spawn beside $BESIDE
	[ -z "${BESIDE:-}" ] || await 30 log_has beside there
	ms=$(operator_ms)
	[ "$ms" -le $limit ] || die "an operator waits $ms ms"
	all_asked() { grep -q '^400 ' took; }
	await 60 all_asked
	[ "$(sed 's/.* //' took)" -le $limit ] || die "others wait: $(cat took)"
	# longer than the hold time, with what the program did before
	still() { json '.updates > 0 and .sessions == 1 and .up' sink.json; }
	still || die "the session: $(cat sink.json)"
	sanitized || [ "$(peak_kb)" -le 200000 ] || die "$(peak_kb) kB"
	[ "$(grep -c "bad" bgpd.log)" -le "${LINES_MAX:-30}" ] ||
	    die "$(grep -c bad bgpd.log) lines in the log"
}

byte_a_second()
{
	hostile <<-END
	#!/usr/bin/env python3
	import os, time
	while os.read(0, 1):
	    time.sleep(1)
	END
}

no_newline()
{
	hostile <<-END
	#!/usr/bin/env python3
	import os, time
	for _ in range(160):
	    os.write(1, b"x" * 65536)
	os.write(1, b"\nannounce route 20.0.0.0/24 next-hop self\n")
	time.sleep(1000)
	END
	behind() { ctl show adj-rib out | grep -q 20.0.0.0/24; }
	await 10 behind
}

odd_bytes()
{
	LINES_MAX=60
	hostile <<-END
	#!/usr/bin/env python3
	import os, sys
	os.write(1, b"announce \\0 route\n\\xff\\xfe\\xc0\n\\0\n\\r\\x1b[31m\nannou")
	END
	LC_ALL=C grep -q "[^[:print:][:space:]]" bgpd.log &&
	    die "control characters in the log"
	return 0
}

closes_output()
{
	hostile <<-END
	#!/usr/bin/env python3
	import os, time
	os.close(1)
	time.sleep(1000)
	END
}

leaves_children()
{
	hostile <<-END
	#!/usr/bin/env python3
	import os, time
	for _ in range(20):
	    if os.fork() == 0:
	        time.sleep(30)
	        os._exit(0)
	END
}

dies_at_once()
{
	LINES_MAX=60
	hostile <<-END
	#!/bin/false
	END
}

floods()
{
	LINES_MAX=5000		# a hundred a second, of a million
	hostile <<-END
	#!/usr/bin/env python3
	import sys
	while True:
	    sys.stdout.write("announce nonsense\n" * 1000)
	END
}

# Many routes a line, and many such lines: others have their turn between them.
bulky()
{
	hostile <<-END
	#!/usr/bin/env python3
	import sys
	for n in range(1200):
	    print("announce route 10.%d.0.0/12 next-hop self med %d split /24" %
	          (n % 16 * 16, n), flush=True)
	sys.stdin.read()
	END
}

# What waits for a program that reads late, 48 MiB before its neighbors have
# to wait too, is not kept once it has read.
late_reader()
{
	make_net
	chmod 777 .
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json" send=100000
	script bad.py <<-END
	#!/usr/bin/env python3
	import os, time
	while not os.path.exists("$PWD/go"):
	    time.sleep(0.05)
	while os.read(0, 1 << 20):
	    pass
	END
	{ neighbor_conf "family { ipv4 unicast; }" \
	    "api { processes [ bad ]; receive { parsed; update; } }"
	echo "process bad { run $PWD/bad.py; encoder json; }"; } >bgpd.conf
	speaker bgpd.conf
	rss() { sed -n 's/^RssAnon:[^0-9]*\([0-9]*\).*/\1/p' \
	    "/proc/$(engines route)/status"; }
	all_in() { ctl -j show neighbor 192.168.1.1 |
	    json '.messages.received.update >= 100000'; }
	waits() { [ "$(rss)" -gt 20000 ]; }
	given_back() { [ "$(rss)" -lt 10000 ]; }
	await 30 all_in
	await 30 waits
	touch go
	sanitized || await 30 given_back
}

# Messages that a peer does not read are not made without end.
messages()
{
	make_net
	chmod 777 .
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json" stall=10
	script bad.py <<-END
	#!/usr/bin/env python3
	import os, sys, time
	while not os.path.exists("$PWD/go"):
	    time.sleep(0.05)
	for _ in range(100):
	    sys.stdout.write("announce eor\n" * 20000)
	sys.stdout.write("announce route 20.0.0.0/24 next-hop self\n")
	sys.stdout.flush()
	time.sleep(1000)
	END
	{ neighbor_conf "family { ipv4 unicast; }" \
	    "api { processes [ bad ]; }"
	echo "process bad { run $PWD/bad.py; encoder text; }"; } >bgpd.conf
	speaker bgpd.conf
	await 20 log_has bgpd "session established"
	touch go
	await 60 log_has bgpd "does not read what it was sent"
	await 60 json '.up and .routes == 1' sink.json
	json '.sessions == 1' sink.json || die "the session: $(cat sink.json)"
	sanitized || [ "$(peak_kb)" -le 60000 ] || die "$(peak_kb) kB"
}

# The same of clients of the control socket.
clients()
{
	BESIDE="$LIBDIR/clients.py $PWD/ctl.sock"
	hostile <<-END
	#!/bin/cat
	END
	is_alive beside || die "the clients ended"
	[ "$(count_lines bgpd "control clients")" -le 120 ] ||
	    die "log flooded"
}

# Strangers that are told why they are sent away, and stay, hold so many
# descriptors for a second and no more.
strangers()
{
	local base

	make_net
	neighbor_conf "passive;" | sed s/192.168.1.1/192.168.1.9/ >bgpd.conf
	speaker bgpd.conf
	await 10 ctl version
	open_files() { ls "/proc/$(engines session)/fd" | wc -l; }
	base=$(open_files)
	spawn crowd ip netns exec "$NS_R" python3 -c '
import socket, time
held = []
for _ in range(300):
    s = socket.create_connection(("192.168.1.2", 179), 30)
    s.sendall(b"x" * 29)
    held.append(s)
print("all in", flush=True)
time.sleep(1000)
'
	# 64 that are told to go, and those that have just come
	until log_has crowd "all in"; do
		[ "$(open_files)" -le $((base + 80)) ] || die "$(open_files)"
		is_alive crowd || die "$(cat crowd.log)"
	done
	# its listeners may have come behind the answer of the other engine
	few() { [ "$(open_files)" -le $((base + 4)) ]; }
	await 10 few
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	for t in byte_a_second no_newline odd_bytes closes_output \
	    leaves_children dies_at_once floods bulky late_reader messages \
	    strangers clients; do
		define $t
	done
}
