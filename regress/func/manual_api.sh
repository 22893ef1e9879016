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

# bgpd-x-api(7) is true: its commands have these answers, its events are
# heard, and messages look as it says.

# Commands and answers of bgpd-x-api(7), one a line, as drive.py notes them.
# Lines with four more blanks go on; an answer has `done` at its end.
noted()
{
	awk 'function flush() {
		if (cmd == "")
			return
		if (ans == "(nothing)")
			print "!mute " cmd " -> (nothing)"
		else if (ans ~ /(^|\|)error$/)
			print cmd " -> " ans
		else
			print cmd " -> " ans (ans == "" ? "" : "|") "done"
		ans = cmd = ""
	}
	/^\t    / { sub(/^\t */, ""); ans = ans " " $0; next }
	/^\t/ { sub(/^\t/, ""); ans = ans (n++ ? "|" : "") $0; next }
	/^$/ { ans = ans "|"; next }
	/^    / { sub(/^ */, ""); cmd = cmd " " $0; next }
	{ flush(); cmd = $0; n = 0 }
	END { flush() }' "$1"
}

# What differs from run to run.
steady()
{
	sed 's/established [^|]*/established N/
	    s/[0-9]*:[0-9][0-9]:[0-9][0-9]/T/g
	    s/watcher  *[0-9][^|]*/watcher N/
	    s/\("\(pid\|uptime\|start_time\|duration\|commands\|routes\|queue\
\|update\|keepalive\|total\|bytes\)": \)[0-9.]*/\1N/g
	    s/\(PID\|UPTIME\): [0-9]*/\1: N/g
	    s/watcher: [0-9]* bytes/watcher: N bytes/
	    s/[0-9a-f]\{8\}-[0-9a-f-]*/UUID/g
	    s/\("version": "\|VERSION: \|bgpd-x \)[0-9.]*/\1V/g
	    s/IDLE\|ESTABLISHED/STATE/g
	    s/  */ /g' "$@"
}

commands_conf()
{
	echo "process watcher { run $PWD/when.sh; encoder json; }"
	echo "neighbor 192.168.1.1 {"
	echo "router-id 192.168.1.2; local-address 192.168.1.2;"
	echo "local-as 65001; peer-as 65000;"
	echo "family { ipv4 unicast; ipv6 unicast; }"
	echo "capability { route-refresh; operational; }"
	echo "api { processes [ watcher ]; }"
	echo "static { route 100.10.0.0/24 next-hop self watchdog dog; } }"
}

# The commands of a file are run by a process, when the session is up.
commands_run()
{
	make_net
	script when.sh <<-END
	#!/bin/sh
	until [ -e $PWD/go ]; do sleep 0.1; done
	exec $(program drive.py) $PWD/commands $PWD/answers/out
	END
	mkdir -m 777 answers
	spawn peer ip netns exec "$NS_R" "$LIBDIR/peer.py" 192.168.1.1 \
	    "$PWD/messages"
	commands_conf >bgpd.conf
	speaker bgpd.conf
	await 20 session_up
	adj_in() { ctl show adj-rib in | grep -q .; }
	await 10 adj_in
	: >go
	await 60 grep -q '^end$' answers/out
}

# The commands of the page have the answers of the page.
commands()
{
	displays bgpd-x-api.7 api
	sed -n 's/^\.\\" peer: //p' "$TOP/man/bgpd-x-api.7" |
	    head -n 2 >messages
	for f in $(grep -l '^commands:' api.*.note); do
		noted "${f%.note}"
	done >expected
	[ "$(wc -l <expected)" -gt 100 ] || die "commands not found"
	sed 's/ -> .*//' expected >commands
	commands_run
	sed '$d' answers/out | steady >got
	steady expected | diff - got >differ || die "$(cat differ)"
}

# Those of bgpctl-x about the store, and all commands that there are.
all_commands()
{
	displays bgpd-x-api.7 api
	sed -n 's/^\.\\" peer: //p' "$TOP/man/bgpd-x-api.7" |
	    head -n 2 >messages
	note=$(grep -l '^ctl:' api.*.note)
	grep -h '^announce .* 10.3.0.0/24 .*community' $(grep -l \
	    '^commands:' api.*.note | sed 's/\.note//') >commands
	commands_run
	ctl $(sed -n 's/^ctl: //p' "$note") | jq -cS . >got
	jq -cS . "${note%.note}" | diff - got >differ || die "$(cat differ)"
	for f in $(grep -l '^commands:' api.*.note); do
		noted "${f%.note}"
	done | sed 's/^!mute //; s/ -> .*/ /
	    s/^neighbor [0-9][^ ]* /neighbor X /
	    s/^peer \([0-9*][^ ]*\|\[[^]]*\]\) /peer X /' >have
	{ ctl help; ctl system help; } | sed -n '/^# /,/^$/p' |
	    sed 's/^\[neighbor[^]]*\]\] //; s/<selector>/X/
	    s/ [^ ]*[^a-z0-9X -].*//; s/ [A-WYZ].*//; s/ *$//' |
	    grep '^[a-z]' >all
	[ "$(wc -l <all)" -gt 100 ] || die "commands not found"
	while read -r line; do
		grep -q -e "^$line " -e "^\(peer\|neighbor\) X ${line#peer X } " \
		    -e "^${line#peer X } " have || echo "$line"
	done <all | grep -v '^\(daemon shutdown\|\(system \)*help\)$' >missing
	[ ! -s missing ] || die "no example for: $(cat missing)"
}

# recorder NAME [STATEMENT ...]: a process that keeps what it hears in
# heard/NAME.
recorder()
{
	local name=$1

	shift
	echo "process $name { run $PWD/record.sh $name; $* }"
}

# hears NAME WORD ...: what it hears, in both directions, of this neighbor.
hears()
{
	local name=$1

	shift
	cat <<-END
	api $name {
	    processes [ $name ];
	    neighbor-changes; fsm; signal;
	    receive { $*; open; update; notification; keepalive; refresh;
	        operational; }
	    send { $*; open; update; notification; keepalive; refresh;
	        operational; }
	END
}

events_conf()
{
	recorder v4 "version 4; encoder json;"
	recorder v5 "encoder json;"
	recorder v6 "version 6; encoder json;"
	recorder told "encoder json;"
	recorder raw "encoder json;"
	recorder both "encoder json;"
	recorder short "encoder json; compact;"
	recorder guide "encoder json; receive { parsed; update; }"
	recorder cbor "encoder cbor;"
	recorder text
	recorder textraw
	recorder textboth
	cat <<-END
	neighbor 192.168.1.1 {
	    router-id 192.168.1.2; local-address 192.168.1.2;
	    local-as 65001; peer-as 65000;
	    family { ipv4 unicast; ipv6 unicast; }
	    capability { route-refresh; operational; }
	    static { route 100.10.0.0/24 next-hop self; }
	    api { processes [ guide ]; }
	    $(hears v4 parsed) }
	    $(hears v5 parsed) }
	    $(hears v6 parsed) }
	    $(hears told parsed) negotiated; }
	    $(hears raw packets) }
	    $(hears both consolidate) }
	    $(hears short parsed) }
	    $(hears cbor parsed) }
	    $(hears text parsed) }
	    $(hears textraw packets) }
	    $(hears textboth consolidate) }
	}
	END
}

# heard NAME EXPRESSION: has it?
heard()
{
	grep -q -e "$2" "heard/$1"
}

# A session with a peer that says what the page has in `peer:` comments, a
# signal, and the end; all of it in heard/.
record()
{
	make_net
	script record.sh <<-END
	#!/bin/sh
	exec cat >$PWD/heard/\$1
	END
	mkdir -m 777 heard
	sed -n 's/^\.\\" peer: //p' "$TOP/man/bgpd-x-api.7" >messages
	spawn peer ip netns exec "$NS_R" "$LIBDIR/peer.py" 192.168.1.1 \
	    "$PWD/messages"
	events_conf >bgpd.conf
	speaker bgpd.conf
	await 20 heard v5 '"state": "down"'
	await 20 session_up
	kill -USR1 "$(pid_of bgpd)"
	await 10 heard v5 '"signal"'
	stop bgpd
	await 10 heard text shutdown
}

# An event of the page is one that was heard, but for when and where.
event()
{
	local name=$1 file=$2 filter

	filter='del(.time, .host, .pid, .ppid, .counter)'
	case $name in
	*" whole")
		name=${name%" whole"} sample=$filter
		;;
	text*)
		awk '/^    / { sub(/^ */, ""); line = line " " $0; next }
		{ if (NR > 1) print line; line = $0 }
		END { print line }' "$file" | sort -u >want
		sort -u "heard/$name" | comm -13 - want
		return
		;;
	*)
		filter='.neighbor | select(. != null) |
		    del(.address, .asn, .["router-id"])' sample=.
		;;
	esac
	jq -cS "$sample" "$file" | sort -u >want
	jq -cS "$filter" "heard/$name" | sort -u | comm -13 - want
}

events()
{
	displays bgpd-x-api.7 api
	record
	for f in $(grep -l '^event:' api.*.note); do
		event "$(sed -n 's/^event: //p' "$f")" "${f%.note}" >missing
		[ ! -s missing ] && [ -s want ] ||
		    die "$f: not heard: $(cat missing)"
	done
}

# What CBOR holds is what JSON does; the sample of the page, by its bytes and
# by the words beside them, is one that was heard.
cbor()
{
	local f filter='del(.time, .host, .pid, .ppid, .counter)'

	displays bgpd-x-api.7 api
	record
	python3 "$LIBDIR/uncbor.py" <heard/cbor >all || die "not CBOR"
	jq -cS "$filter" all | sort >got
	jq -cS "$filter" heard/v5 | sort | diff - got >differ ||
	    die "JSON says something else: $(cat differ)"
	f=$(grep -l '^cbor:' api.*.note)
	f=${f%.note}
	sed 's/  .*//' "$f" | python3 -c 'import sys
sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' |
	    python3 "$LIBDIR/uncbor.py" >sample || die "the sample is not CBOR"
	sed 's/.*  //; s/{_/{/' "$f" | jq -cS . >words
	jq -cS . sample | diff - words || die "bytes and words of the sample"
	jq -cS "$filter" sample | grep -qxFf - got || die "not heard"
}

# A process that reads nothing for a while is told how much it missed.
lagged()
{
	displays bgpd-x-api.7 api
	make_net
	script late.sh <<-END
	#!/bin/sh
	until [ -e $PWD/go ]; do sleep 0.1; done
	exec cat >$PWD/heard/late
	END
	mkdir -m 777 heard
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json" send=30000
	cat >bgpd.conf <<-END
	process late { run $PWD/late.sh; encoder json; slow-consumer drop; }
	neighbor 192.168.1.1 {
	    router-id 192.168.1.2; local-address 192.168.1.2;
	    local-as 65001; peer-as 65000; family { ipv4 unicast; }
	    api { processes [ late ]; receive { parsed; update; } }
	}
	END
	speaker bgpd.conf
	await 60 log_has bgpd "late does not read"
	await 60 json '.sent == 30000' sink.json
	: >go
	await 30 heard late '"marker"'
	filter='del(.time, .host, .pid, .ppid, .dropped)'
	for t in lagged marker; do
		jq -cS "$filter" "$(grep -l "^$t:" api.*.note |
		    sed 's/\.note//')" >want
		grep "\"$t\"" heard/late | jq -cS "$filter" |
		    diff want - || die "another event"
	done
	# all of the table is there, though events were lost
	sed -n '/"lagged"/,/"marker"/p' heard/late |
	    jq -r '.neighbor.message.update.announce | select(. != null) |
	    ."ipv4 unicast"[][].nlri' | sort -u | wc -l >again
	[ "$(cat again)" -eq 30000 ] || die "$(cat again) routes"
}

# The messages of a comment as hexadecimal digits, one a line.
messages()
{
	awk '/^(of|hex): / { if (line != "") print line; line = $0 }
	/^more: / { sub(/^more:/, ""); line = line $0 }
	END { print line }' "$1" |
	while read -r kind words; do
		if [ "$kind" = hex: ]; then
			echo "$words"
		else
			"$BGPCTL" encode $2 "$words"
		fi
	done
}

decode()
{
	local f opts count=0

	displays bgpd-x-api.7 api
	for f in $(grep -l '^decode:' api.*.note); do
		opts=$(sed -n 's/^decode: \(.* \)*\..*/\1/p' "$f")
		filter=$(sed -n 's/^decode: .*\(\.neighbor.*\)/\1/p' "$f")
		case " $opts" in
		*" -i "*) messages "$f" -i ;;
		*) messages "$f" ;;
		esac >hex
		while read -r line; do
			"$BGPCTL" decode $opts "$line" | jq -cS "$filter"
		done <hex >got
		jq -cS . "${f%.note}" | diff - got >differ && [ -s got ] ||
		    die "$f: $(cat differ)"
		count=$((count + 1))
	done
	[ $count -gt 10 ] || die "$count samples only"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	. "$TOP/regress/lib/manual.sh"
	for t in commands all_commands events cbor lagged decode; do
		define $t
	done
}
