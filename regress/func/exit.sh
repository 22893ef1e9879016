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

# Programs that end, are replaced or are removed: what becomes of what they
# have announced, and of who waits for them.

# process NAME [LINE ...]: a program NAME.py, started once.
process()
{
	local name=$1

	shift
	printf 'process %s {\n    run %s/%s.py;\n' "$name" "$PWD" "$name"
	[ $# -eq 0 ] || printf '    %s\n' "$@"
	printf '    encoder json;\n}\n'
}

# neighbor NAME [LINE ...]: the router, which this program commands.
neighbor()
{
	local name=$1

	shift
	neighbor_conf "api { processes [ $name ]; }" "$@"
}

# announcer NAME ROUTE ...: a program that announces these and stays.
announcer()
{
	local name=$1

	shift
	{ printf '#!/bin/sh\n'
	printf 'echo announce route %s next-hop self\n' "$@"
	printf 'exec sleep 3600\n'; } | script "$name.py"
}

sink()
{
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json" "dump=$PWD/have" "$@"
	await 10 test -s sink.json
}

begin()
{
	make_net
	sink "$@"
	chmod 755 .
	speaker bgpd.conf
	await 20 session_up
}

has()
{
	[ "$(cut -d ' ' -f 1 have | xargs)" = "$*" ]
}

nothing_left()
{
	[ "$(ctl show rib out | wc -l)" -eq 0 ] && json '.routes == 0' sink.json
}

# What it had written last, and nobody had read, announces nothing.
unread()
{
	script p.py <<-'END'
	#!/usr/bin/env python3
	import os, sys, time
	time.sleep(2)
	lines = "".join("announce route 10.%d.%d.%d/32 next-hop self\n" %
	                (i >> 16, i >> 8 & 255, i & 255)
	                for i in range(100000))
	sys.stdout.write(lines)
	sys.stdout.flush()
	END
	{ process p "respawn false;" "on-exit withdraw;"
	neighbor p; } >bgpd.conf
	begin
	await 30 log_has bgpd "routes are withdrawn"
	await 20 nothing_left
	for i in 1 2 3 4 5 6 7 8 9 10; do
		nothing_left || die "routes of a program that is gone"
	done
}

# What a program wrote before it ended and was started again is done, though
# nobody had read it by then.
last_words()
{
	script p.py <<-END
	#!/usr/bin/env python3
	import os, time
	if os.path.exists("$PWD/ran"):
	    open("$PWD/again", "w").close()
	    time.sleep(3600)
	open("$PWD/ran", "w").close()
	while not os.path.exists("$PWD/go"):
	    time.sleep(0.01)
	print("$1")
	for i in range(15000):
	    print("announce route 10.0.%d.%d/32 next-hop self" %
	          (i >> 8, i & 255))
	print("announce attributes next-hop self nlri", end="")
	for i in range(5000):
	    print(" 11.0.%d.%d/32" % (i >> 8, i & 255), end="")
	print("\\nannounce route 12.0.0.0/8 next-hop self")
	END
	{ process p; neighbor p; } >bgpd.conf
	chmod 777 .
	make_net
	sink
	speaker bgpd.conf
	await 20 session_up
	kill -STOP "$(engines route)"
	: >go
	await 20 test -e again
	kill -CONT "$(engines route)"
	await 20 json '.routes == 20001' sink.json
}

unread_words()
{
	last_words "session ping"
}

# Nor does it matter that a command waits until its route has been sent.
synced_words()
{
	last_words "session sync enable"
}

# A reload that starts another program in its place, or none at all.
replaced()
{
	announcer p 10.0.0.0/24 10.0.1.0/24
	announcer other 10.0.1.0/24 10.0.2.0/24
	{ process p "on-exit withdraw;"; neighbor p; } >bgpd.conf
	begin
	await 10 has 10.0.0.0/24 10.0.1.0/24
	sed 's/p.py/other.py/' bgpd.conf >new
	mv new bgpd.conf
	ctl reload
	await 10 has 10.0.1.0/24 10.0.2.0/24
	neighbor_conf >bgpd.conf
	ctl reload
	await 10 json '.routes == 0' sink.json
}

# What a program left behind is not that of the next one.
left_behind()
{
	announcer p 10.0.0.0/24
	announcer q 10.0.1.0/24
	{ process p; neighbor p; } >bgpd.conf
	begin
	await 10 has 10.0.0.0/24
	neighbor_conf >bgpd.conf
	ctl reload
	{ process q "on-exit withdraw;" "respawn false;"; neighbor q
	} >bgpd.conf
	ctl reload
	await 10 has 10.0.0.0/24 10.0.1.0/24
	kill -KILL "$(ctl -j show process | jq .pid)"
	await 10 log_has bgpd 'its 1 routes are withdrawn'
	await 10 has 10.0.0.0/24
}

# A route that the file has come to have as well is the file's.
in_the_file()
{
	announcer p 10.0.0.0/24 10.0.1.0/24
	{ process p "on-exit withdraw;" "respawn false;"; neighbor p
	} >bgpd.conf
	begin
	await 10 has 10.0.0.0/24 10.0.1.0/24
	{ process p "on-exit withdraw;" "respawn false;"
	neighbor p "static { route 10.0.0.0/24 next-hop self; }"
	} >bgpd.conf
	ctl reload
	kill -KILL "$(ctl -j show process | jq .pid)"
	await 10 log_has bgpd 'its 1 routes are withdrawn'
	await 10 has 10.0.0.0/24
}

# Routes announced in one go are its own, whatever came before each of them.
in_one_go()
{
	script p.py <<-'END'
	#!/usr/bin/env python3
	import sys
	lines = ["announce route 10.0.%d.0/24 next-hop self med 1" % i
	         for i in range(3)]
	lines.append("announce route 10.1.0.0/24 next-hop self med 2")
	lines.append("announce route 10.0.3.0/24 next-hop self med 1")
	lines.append("announce attributes next-hop self med 3 nlri 10.2.0.0/24")
	lines.append("announce route 10.0.4.0/24 next-hop self med 1")
	lines.append("peer * group announce route 10.3.0.0/24 next-hop self")
	print("\n".join(lines), flush=True)
	sys.stdin.read()
	END
	{ process p "on-exit withdraw;" "respawn false;"; neighbor p
	} >bgpd.conf
	begin
	await 10 json '.routes == 8' sink.json
	kill -KILL "$(ctl -j show process | jq .pid)"
	await 10 log_has bgpd 'its 8 routes are withdrawn'
	await 10 json '.routes == 0' sink.json
}

# process_gone NAME: it has ended, and what follows from that is done.
process_gone()
{
	ctl -j show process | json -s \
	    "any(.[]; .name == \"$1\" and .pid == null)"
}

# The same route of two programs is that of the one that said it last.
same_route()
{
	announcer p 10.0.0.0/24 10.0.1.0/24 10.0.2.0/24
	script q.py <<-'END'
	#!/bin/sh
	while ! [ -e DIR/go ]; do
		sleep 0.1
	done
	echo announce route 10.0.1.0/24 next-hop self
	echo announce route 10.0.2.0/24 next-hop 192.168.1.2
	echo announce route 10.0.3.0/24 next-hop self
	exec sleep 3600
	END
	sed -i "s,DIR,$PWD," q.py
	{ process p "on-exit withdraw;" "respawn false;"
	process q "on-exit withdraw;" "respawn false;"
	neighbor "p q"; } >bgpd.conf
	begin
	await 10 has 10.0.0.0/24 10.0.1.0/24 10.0.2.0/24
	: >go
	await 10 has 10.0.0.0/24 10.0.1.0/24 10.0.2.0/24 10.0.3.0/24
	kill -KILL "$(ctl -j show process | jq 'select(.name == "p") | .pid')"
	await 10 has 10.0.1.0/24 10.0.2.0/24 10.0.3.0/24
	log_has bgpd 'its 1 routes are withdrawn' || die "not its own only"
	kill -KILL "$(ctl -j show process | jq 'select(.name == "q") | .pid')"
	await 10 json '.routes == 0' sink.json
}

# Routes that a program has released are those of the file.
released()
{
	script p.py <<-'END'
	#!/bin/sh
	echo announce watchdog dog
	echo announce route 10.0.1.0/24 next-hop self
	exec sleep 3600
	END
	{ process p "on-exit withdraw;" "respawn false;"
	neighbor p "static {" \
	    "route 10.0.0.0/24 next-hop self watchdog dog withdraw;" "}"
	} >bgpd.conf
	begin
	await 10 has 10.0.0.0/24 10.0.1.0/24
	kill -KILL "$(ctl -j show process | jq .pid)"
	await 10 process_gone p
	await 10 has 10.0.0.0/24
}

behind()
{
	json '.sent > 1000 and .sent < 500000' sink.json
}

# It sends no more: some program keeps it waiting.
stuck()
{
	behind && cp sink.json before && sleep 1 &&
	    json -s '.[0].sent == .[1].sent' before sink.json
}

# A neighbor that waits for a program goes on without it.
waited_for()
{
	script slow.py <<-'END'
	#!/usr/bin/env python3
	import time
	time.sleep(3600)
	END
	{ process slow
	neighbor_conf "hold-time 180;" "api {" "processes [ slow ];" \
	    "receive { parsed; update; }" "}"; } >bgpd.conf
	begin send=500000
	await 90 stuck
	neighbor_conf "hold-time 180;" >bgpd.conf
	ctl reload
	await 60 json '.sent == 500000' sink.json
}

# It need not wait any more when the file says so.
waits_no_more()
{
	script slow.py <<-'END'
	#!/bin/sh
	exec sleep 3600
	END
	{ process slow
	neighbor_conf "hold-time 180;" "api {" "processes [ slow ];" \
	    "receive { parsed; update; }" "}"; } >bgpd.conf
	begin send=500000
	await 90 stuck
	{ process slow "slow-consumer drop;"
	neighbor_conf "hold-time 180;" "api {" "processes [ slow ];" \
	    "receive { parsed; update; }" "}"; } >bgpd.conf
	ctl reload
	await 60 json '.sent == 500000' sink.json
}

# So does one that waits for a program that is gone, but not all it started.
survived()
{
	script slow.py <<-'END'
	#!/usr/bin/env python3
	import os, time
	os.fork()
	time.sleep(3600)
	END
	{ process slow "respawn false;"
	neighbor_conf "hold-time 180;" "api {" "processes [ slow ];" \
	    "receive { parsed; update; }" "}"; } >bgpd.conf
	begin send=500000
	await 90 stuck
	kill -KILL "$(ctl -j show process | jq .pid)"
	await 60 json '.sent == 500000' sink.json
}

# A program is not told of what another one has written in its place.
others_answers()
{
	script p.py <<-'END'
	#!/usr/bin/env python3
	import signal, time
	signal.signal(signal.SIGTERM, signal.SIG_IGN)
	print("announce route 10.0.0.0/24 next-hop self\n" * 200000, end="",
	      flush=True)
	time.sleep(3600)
	END
	script other.py <<-'END'
	#!/usr/bin/env python3
	import sys
	print("version", flush=True)
	print("heard", sys.stdin.readline(), file=sys.stderr, flush=True)
	sys.stdin.read()
	END
	{ process p "coalesce-acks true;"; neighbor p; } >bgpd.conf
	begin
	caught_up() {
		[ "$(ctl -j show process | jq .commands)" -eq 200000 ]
	}
	await 30 caught_up
	sed 's/p.py/other.py/' bgpd.conf >new
	mv new bgpd.conf
	ctl reload
	await 10 log_has bgpd 'p: heard'
	log_has bgpd 'heard exabgp' || die "it heard of commands of another"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	define unread
	define unread_words
	define synced_words
	define replaced
	define left_behind
	define in_the_file
	define in_one_go
	define same_route
	define released
	define waited_for
	define waits_no_more
	define survived
	define others_answers
}
