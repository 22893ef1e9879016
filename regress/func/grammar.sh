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

# The newer grammar, neighbors at run time, and what operators do to them.

neighbor()
{
	neighbor_at "$1" "family { ipv4 unicast; }" \
	    "capability { operational; route-refresh; }" \
	    "api { processes [ p ]; }"
}

# process: runs the script on standard input, answers in answers/out.
process()
{
	cat >commands
	mkdir -m 777 answers
	printf 'process p {\n    run %s;\n    encoder json;\n%s}\n' \
	    "$(program drive.py) $PWD/commands $PWD/answers/out" "$1"
}

sink()
{
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json"
	await 10 test -s sink.json
}

sink_has()
{
	json "$1" sink.json
}

# Both grammars on one pipe, line by line; errors have their reason in one.
grammars()
{
	make_net
	sink
	{ process <<-'END'
	peer * announce route 10.1.0.0/24 next-hop self
	announce route 10.2.0.0/24 next-hop self
	peer [192.168.1.1 peer-as 65000] announce ipv4 unicast 10.3.0.0/24 next-hop self
	peer 192.168.1.9 announce route 10.9.0.0/24 next-hop self
	neighbor 192.168.1.9 announce route 10.9.0.0/24 next-hop self
	session ack enable
	system version
	rib clear out
	peer * announce route 10.4.0.0/24 next-hop self
	system api version 5
	ping x y
	END
	neighbor 192.168.1.1; } >bgpd.conf
	speaker bgpd.conf
	await 60 grep -q '^end$' answers/out
	sed 's/.* -> //; s/"version": "[^"]*"/"version": "X"/
	    s/pong [^ ]*/pong X/' answers/out >out
	diff out - <<-'END' || die "other answers"
	done
	done
	done
	error: no neighbor matching the command|error
	error
	done
	{ "version": "X", "application": "bgpd-x" }|done
	done
	done
	{ "error": "API version must be 4 or 6" }|error
	pong X active=true|done
	end
	END
	await 20 sink_has '.routes == 1 and .up'
}

# What version 6 writes otherwise than 5.
newer()
{
	make_net
	{ process <<-'END'
	peer * announce bogus 10.1.0.0/24
	peer * withdraw bogus
	peer * announce
	bogus
	peer * announce route 10.1.0.0/24 next-hop self sync
	peer * announce route 10.2.0.0/24 next-hop self async
	peer * announce route 10.2.0.0/24 next-hop self later
	announce route 10.3.0.0/24 next-hop self sync
	rib show out
	show adj-rib out json
	peer * group announce route 10.4.0.0/33 next-hop self ; nonsense
	peer show
	system help
	END
	neighbor 192.168.1.1; } >bgpd.conf
	speaker bgpd.conf
	await 60 grep -q '^end$' answers/out
	sed 's/.* -> //' answers/out >out
	head -n 11 out >some
	diff some - <<-'END' || die "other answers"
	error: unknown announce type: bogus|error
	error: unknown withdraw type: bogus|error
	error: unknown command|error
	error
	done
	done
	error: unknown command "later", did you mean "label"?|error
	error
	{ "192.168.1.1": { "routes": [ { "family": "ipv4 unicast", "prefix": "10.1.0.0/24" } ] } }|{ "192.168.1.1": { "routes": [ { "family": "ipv4 unicast", "prefix": "10.2.0.0/24" } ] } }|done
	{ "192.168.1.1": { "routes": [ { "prefix": "10.1.0.0/24", "family": "ipv4 unicast" } ] } }|{ "192.168.1.1": { "routes": [ { "prefix": "10.2.0.0/24", "family": "ipv4 unicast" } ] } }|done
	{ "status": "group processed", "announced": 0, "withdrawn": 0, "errors": [ "could not parse: announce route 10.4.0.0/33 next-hop self", "unknown action in group: nonsense" ] }|done
	END
	sed -n '12s/|done$//p' out >shown
	json '.[0] | .local.capabilities.asn4 == 1 and
	    .local.families["ipv4 unicast"] == true and
	    .peer.capabilities.asn4 == -1 and
	    .peer.families["ipv4 unicast"] == -1 and
	    .local["add-path"]["ipv4 unicast"] == 0' shown ||
	    die "$(cat shown)"
	sed -n '13s/|done$//p' out >help
	json '[.commands[].command] | contains(["#", "rib show out",
	    "peer announce route", "peer list", "system help"])' help ||
	    die "$(cat help)"
	json '[.commands[] | select(.neighbor_support) | .command |
	    select(. != "peer show")] ==
	    [.commands[] | select(.command | startswith("peer ")) |
	    .command | select(. != "peer list" and . != "peer show" and
	    . != "peer create" and . != "peer delete")]' help ||
	    die "$(cat help)"
	ctl help | sed '1,/^# $/d; /^$/d' >help
	LC_ALL=C sort -c help || die "not in order: $(cat help)"
	grep -Fqx '[neighbor <ip> [filters]] teardown CODE [ REASON ]' help &&
	    grep -Fqx 'reload [ -n ]' help || die "$(cat help)"
}

# Words too many, kinds and families that a peer does not have; what stands
# for a signal is told as one.
older()
{
	make_net
	# an OPEN with ipv4 unicast, route refresh and operational
	echo 0104fde800b4c0a801010c020a0104000100010200b900 >hello
	spawn peer ip netns exec "$NS_R" python3 "$LIBDIR/peer.py" \
	    192.168.1.1 "$PWD/hello"
	{ neighbor 192.168.1.1 |
	    sed 's/\(processes.*;\) }/\1 signal; }/; s/\[ p \]/[ p q ]/
	    /api/s/$/ api q { processes [ q ]; send { parsed; operational; } }/'
	echo "process p { run $PWD/wait.sh; encoder json; }"
	echo "process q { run $PWD/old.sh; encoder json; version 4; }"
	} >bgpd.conf
	script old.sh <<-END
	#!/bin/sh
	exec cat >$PWD/answers/old
	END
	{ echo '#!/bin/sh'
	echo "while ! [ -f $PWD/go ]; do sleep 0.1; done"
	echo "exec $(program drive.py) $PWD/commands $PWD/answers/out"
	} | script wait.sh
	mkdir -m 777 answers
	cat >commands <<-'END'
	announce eor ipv4 unicast extra
	announce route-refresh ipv4 unicast extra
	announce route-refresh l2vpn evpn
	announce route-refresh ipv4 unicast
	announce operational bogus afi ipv4 safi unicast
	announce operational
	announce operational asm afi ipv4
	announce operational rpcq afi ipv4 safi unicast sequence 7
	reload json
	version
	END
	speaker bgpd.conf
	await 20 session_up
	touch go
	await 60 grep -q '^end$' answers/out
	await 10 grep -q '"code": "0", "name": "UNKNOWN"' answers/old
	grep -q '"router-id": "192.168.1.2", "sequence": 7' answers/old ||
	    die "$(cat answers/old)"
	sed 's/.* -> //; s/exabgp [^|]*/VERSION/
	    s/{.*"type": "signal".*"code": "0", "name": "none".*}/SIGNAL/' \
	    answers/out >out
	diff out - <<-'END' || die "other answers"
	error
	error
	done
	done
	done
	done
	error
	done
	reload in progress|done
	SIGNAL|VERSION|done
	end
	END
	ctl -j show neighbor 192.168.1.1 |
	    json '.messages.sent.refresh == 1' || die "other refreshes"
}

# A process may change the routes of the neighbors that name it only, but end
# the sessions of all, and have them sent again what they are to have; nobody
# has two addresses, or two values of a key.
others()
{
	make_net
	sink
	{ { neighbor 192.168.1.1; neighbor 192.168.1.8; } |
	    sed 's/processes \[ p \]/processes [ q ]/'
	echo "process q { run $(command -v cat); encoder text; }"
	echo "process p { run $PWD/wait.sh; encoder text; }"; } >bgpd.conf
	{ echo '#!/bin/sh'
	echo "while ! [ -f $PWD/go ]; do sleep 0.1; done"
	echo "exec $(program drive.py) $PWD/commands $PWD/answers/out"
	} | script wait.sh
	mkdir -m 777 answers
	cat >commands <<-'END'
	announce route 10.1.0.0/24 next-hop self
	neighbor 192.168.1.1 announce route 10.1.0.0/24 next-hop self
	announce eor ipv4 unicast
	neighbor 192.168.1.1 announce eor ipv4 unicast
	neighbor 192.168.1.1 neighbor * announce eor ipv4 unicast
	neighbor 192.168.1.1 neighbor 192.168.1.9 announce eor ipv4 unicast
	neighbor 192.168.1.1 local-ip 192.168.1.9 local-ip 192.168.1.2 announce eor ipv4 unicast
	neighbor 192.168.1.1 local-as 65009 local-as 65001 announce eor ipv4 unicast
	neighbor 192.168.1.1 peer-as 65009 peer-as 65000 announce eor ipv4 unicast
	neighbor 192.168.1.1 router-id 192.168.1.9 router-id 192.168.1.2 announce eor ipv4 unicast
	neighbor 192.168.1.1 family-allowed ipv6-unicast family-allowed in-open announce eor ipv4 unicast
	neighbor 192.168.1.1 peer-as 65000 peer-as 65000 announce eor ipv4 unicast
	neighbor 192.168.1.9 announce eor ipv4 unicast
	flush adj-rib out
	neighbor 192.168.1.8 flush adj-rib out
	rib flush out
	clear adj-rib out
	neighbor 192.168.1.1 teardown 4
	END
	speaker bgpd.conf
	await 20 session_up
	await 10 sink_has '.updates == 1'
	touch go
	await 60 grep -q '^end$' answers/out
	sed 's/.* -> //' answers/out >out
	diff out - <<-'END' || die "other answers"
	error
	error
	done
	done
	done
	error
	error
	error
	error
	error
	error
	done
	error
	done
	error
	done
	done
	done
	end
	END
	await 20 sink_has '.sessions == 2'
}

# A group leaves together, and its commands are counted.
groups()
{
	make_net
	sink
	{ process <<-'END'
	group start
	announce route 10.1.0.0/24 next-hop self med 3
	announce route 10.2.0.0/24 next-hop self med 3
	announce nonsense
	withdraw route 10.3.0.0/24
	group start
	group end
	group end
	peer * group announce route 10.4.0.0/24 next-hop self ; announce route 10.5.0.0/24 next-hop self
	END
	neighbor 192.168.1.1; } >bgpd.conf
	speaker bgpd.conf
	await 60 grep -q '^end$' answers/out
	sed 's/.* -> //' answers/out >out
	diff out - <<-'END' || die "other answers"
	{ "status": "group started" }|done
	done
	done
	done
	done
	{ "error": "already in group block (nested groups not allowed)" }|error
	{ "status": "group processed", "announced": 2, "withdrawn": 1, "errors": [ "could not parse: announce nonsense" ] }|done
	{ "error": "not in group block" }|error
	{ "status": "group processed", "announced": 2, "withdrawn": 0 }|done
	end
	END
	await 20 sink_has '.routes == 4 and .up'
}

# Routes by their index; the object is the whole answer.
indexed()
{
	make_net
	sink
	{ process <<-'END'
	!mute peer * routes add route 10.1.0.0/24 next-hop self
	peer * routes add 10.1.0.0/24 next-hop self
	!mute peer * routes ipv4 unicast list
	!mute peer * routes ipv6 list
	!mute peer * routes remove index 303130316e6f2d7069180a0100
	!mute peer * routes remove index 303130316e6f2d7069180a0100
	!mute peer * routes remove index 00
	peer * routes remove index zz
	!mute peer * routes add route 10.2.0.0/24 next-hop self med 5
	!mute peer * routes list
	!mute peer * routes remove route 10.2.0.0/24
	END
	neighbor 192.168.1.1; } >bgpd.conf
	speaker bgpd.conf
	await 60 grep -q '^end$' answers/out
	sed 's/.* -> //; s/"neighbor": "[^"]*"/"neighbor": "N"/' \
	    answers/out >out
	diff out - <<-'END' || die "other answers"
	{ "index": "303130316e6f2d7069180a0100", "route": "10.1.0.0/24 next-hop self", "success": true }|(nothing)
	error: expected 'route' but found '10.1.0.0/24' instead|error
	[{ "index": "303130316e6f2d7069180a0100", "route": "10.1.0.0/24 next-hop 192.168.1.2", "neighbor": "N" }]|(nothing)
	[]|(nothing)
	{ "removed": true, "route": "10.1.0.0/24", "index": "303130316e6f2d7069180a0100" }|(nothing)
	{ "removed": false, "index": "303130316e6f2d7069180a0100" }|(nothing)
	{ "removed": false, "index": "00" }|(nothing)
	error: invalid hex index: zz|error
	{ "index": "303130316e6f2d7069180a0200", "route": "10.2.0.0/24 next-hop self", "success": true }|(nothing)
	[{ "index": "303130316e6f2d7069180a0200", "route": "10.2.0.0/24 next-hop 192.168.1.2 med 5", "neighbor": "N" }]|(nothing)
	{ "removed": true, "route": "10.2.0.0/24", "index": "303130316e6f2d7069180a0200" }|(nothing)
	end
	END
}

# However long an answer is, it is one line that no event cuts in two, all of
# it comes, and so does its `done`, though nobody reads for a while.
long_answers()
{
	make_net
	sink
	chmod 755 .
	mkdir -m 777 answers
	script ask.py <<-'END'
	#!/usr/bin/env python3
	import json, os, sys, time
	os.chdir(os.path.dirname(sys.argv[0]) + "/answers")
	def ask(command):
	    print(command, flush=True)
	    while not os.path.exists("read"):
	        time.sleep(0.1)
	    return [json.loads(x) for x in iter(sys.stdin.readline, "done\n")
	            if not x.startswith("pong")]
	events = ask("peer 192.168.1.1 routes list\nping")
	routes = events.pop(next(i for i, e in enumerate(events)
	                         if isinstance(e, list)))
	peers = [a for a in ask("peer show") if isinstance(a, list)][0]
	with open("out", "w") as f:
	    json.dump({"routes": len(routes), "peers": len(peers),
	               "states": [e["neighbor"]["state"] for e in events]}, f)
	sys.stdin.read()
	END
	{
		echo "process p { run $PWD/ask.py; encoder json; }"
		neighbor_conf "api { processes [ p ]; neighbor-changes; }" \
		    "static {" "$(awk 'BEGIN { for (i = 0; i < 10000; i++)
			printf "route 50.%d.%d.0/24 next-hop self;\n",
			    i / 200, i % 200 }')" "}"
		echo "template {"
		neighbor_conf "passive true;" | sed 's/192.168.1.1 {/quiet {/'
		echo "}"
		awk 'BEGIN { for (i = 0; i < 3000; i++)
			printf "neighbor 10.0.%d.%d { inherit quiet; }\n",
			    i / 200, i % 200 }'
	} >bgpd.conf
	speaker bgpd.conf
	full() { ctl -j show process | json '.queue > 1000000'; }
	await 30 full
	await 30 session_up
	ctl neighbor 192.168.1.1 clear || die "clear"
	await 30 log_has bgpd "192.168.1.1 is down"
	touch answers/read
	await 60 json '.routes == 10000 and .peers == 3001 and
	    (.states | index("down")) != null' answers/out
	ctl -j status | json '.peers | length == 3001' || die "status"
	ctl peer list | json 'length == 3001' || die "peer list"
}

# A neighbor that a program makes comes up, with the one family that it has
# unless others are named, and goes with a Cease.
created()
{
	make_net
	sink
	process <<-'END' >bgpd.conf
	peer create 192.168.1.1 local-address 192.168.1.2 local-as 65001 peer-as 65000
	peer create 192.168.1.1 local-address 192.168.1.2 local-as 65001 peer-as 65000
	create neighbor 192.168.1.7 local-as 65001
	peer create 192.168.1.7 local-address 192.168.1.2 local-as 65001 peer-as 65000 api nobody
	create neighbor 192.168.1.8 local-address 192.168.1.2 local-as 65001 peer-as 65000 family-allowed ipv4-mpls-vpn/ipv6-unicast/bgp-ls-bgp-ls
	peer 192.168.1.1 announce route 10.1.0.0/24 next-hop self
	END
	speaker bgpd.conf
	await 60 grep -q '^end$' answers/out
	sed 's/.* -> //' answers/out >out
	diff out - <<-'END' || die "other answers"
	done
	error: peer already exists: 192.168.1.1|error
	error
	error: no process "nobody"|error
	done
	done
	end
	END
	await 20 sink_has '.routes == 1 and .up'
	ctl show neighbor configuration |
	    sed -n '/^neighbor/p; s/^\t\t//p' >families
	diff families - <<-'END' || die "other families"
	neighbor 192.168.1.1 {
	ipv4 unicast;
	neighbor 192.168.1.8 {
	ipv4 mpls-vpn;
	ipv6 unicast;
	bgp-ls bgp-ls;
	END
	ctl delete neighbor 192.168.1.8 || die "delete the other"
	ctl delete neighbor 192.168.1.1 || die "delete"
	await 20 log_has bgpd 'Peer De-configured'
	[ "$(ctl show summary | wc -l)" -eq 1 ] || die "it is still there"
}

# What an operator does to a neighbor.
operator()
{
	make_net
	sink
	{ process '    on-exit withdraw;
' <<-'END'
	announce route 10.1.0.0/24 next-hop self community 65001:7
	announce route 10.1.2.0/24 next-hop self med 5
	announce route 10.2.0.0/24 next-hop self as-path [ 65001 3 ]
	END
	neighbor 192.168.1.1; } >bgpd.conf
	speaker bgpd.conf
	await 20 sink_has '.routes == 3 and .up'
	[ "$(ctl show rib out 10.1.0.0/16 more-specifics | wc -l)" -eq 3 ] ||
	    die "more-specifics"
	ctl show rib out 10.1.2.0/24 detail | grep -q 'med 5' || die "detail"
	for words in "10.2.0.0/28 or-shorter" "10.2.0.77" \
	    "192.168.1.1 10.2.0.77" "neighbor 192.168.1.1 10.2.0.77" \
	    "ipv4 unicast 10.2.0.0/24" "10.2.0.0/24 ipv4"; do
		[ "$(ctl show rib out $words)" = "\
Peer            Family        Prefix             Next hop          MED LocPrf \
AS path
192.168.1.1     ipv4 unicast  10.2.0.0/24        192.168.1.2         -      - \
65001 3" ] || die "$words"
	done
	[ -z "$(ctl show rib out ipv6)$(ctl show rib out 10.9.0.1)" ] ||
	    die "routes of another family, or to another address"
	ctl show rib out neighbor 10.2.0.77 && die "no such neighbor"
	ctl show rib out summary && die "a list of routes has no summary"
	[ "$(ctl show rib out community 65001:7 | wc -l)" -eq 2 ] ||
	    die "community"
	[ "$(ctl show rib out as 3 | wc -l)" -eq 2 ] || die "as"
	[ "$(ctl show rib out as 4 | wc -l)" -eq 0 ] || die "as 4"
	ctl show rib out community x && die "community x"
	for words in "route 10.0.0.0/8 next-hop self split /27" \
	    "attributes next-hop self split /32 nlri 20.0.0.0/15 30.0.0.0/15 \
		40.0.0.0/32"; do
		ctl announce $words 2>err &&
		    die "a split that others would wait for"
		grep -q 'makes 262144 routes at most' err || die "$(cat err)"
	done
	sink_has '.routes == 3' || die "some of them were announced"
	ctl down && die "down without a neighbor"
	ctl neighbor 192.168.1.1 down taking a break || die "down"
	await 20 sink_has '.up | not'
	await 20 log_has bgpd 'Administrative Shutdown'
	ctl neighbor 192.168.1.1 up || die "up"
	await 20 sink_has '.up and .routes == 3'
	ctl show process | grep -q '^p .* 3 ' || die "show process"
	kill -KILL "$(ctl -j show process | jq .pid)"
	await 20 log_has bgpd 'its 3 routes are withdrawn'
}

# numbered AS PEER_AS OUR_ADDRESS ADDRESS: a neighbor with a family that
# has no name.
numbered()
{
	cat <<-END
	neighbor $4 {
	    router-id $3;
	    local-address $3;
	    local-as $1;
	    peer-as $2;
	    family { ipv4 unicast; afi 25 safi 75; }
	END
}

# Routes of a family that is known by its numbers only, from a file and from
# a command; who has not negotiated it gets none of them, and the log says so.
raw_family()
{
	make_net
	script receive.sh <<-'END'
	#!/bin/sh
	exec cat >"$(dirname "$0")/received"
	END
	chmod 777 .
	{ numbered 65000 65001 192.168.1.1 192.168.1.2
	echo "    passive true; listen 179;"
	echo "    api { processes [ p ]; receive { packets; update; } } }"
	echo "process p { run $PWD/receive.sh; encoder json; }"; } >router.conf
	spawn router ip netns exec "$NS_R" "$BGPD" -s "$PWD/router.sock" \
	    $USER_OPT router.conf
	{ numbered 65001 65000 192.168.1.2 192.168.1.1
	echo "    announce { raw afi 25 safi 75 nlri 0x0a0b next-hop self; } }"
	} >bgpd.conf
	speaker bgpd.conf
	await 20 session_up
	await 20 grep -q 0019 received
	ctl announce raw afi 25 safi 75 nlri 0x0c next-hop 1.2.3.4 med 5 ||
	    die "announce"
	ctl withdraw raw afi 25 safi 75 nlri 0x0a0b || die "withdraw"
	ctl announce raw afi 25 safi 76 nlri 0x0d || die "other family"
	await 10 log_has bgpd "afi 25 safi 76 nlri 0x0d.*not negotiated"
	await 10 grep -q 00194B0A0B received
	grep -q 00194B04C0A8010200 received || die "the next hop"
	grep -q 00194B04010203040 received || die "the command's"
	ctl show adj-rib out | grep -q "raw afi 25 safi 75 nlri 0x0c" ||
	    die "not shown"
	ctl -j peer 192.168.1.1 routes remove index \
	    303030306e6f2d706900194b0c | json .removed || die "not removed"
}

# Without an adj-rib-out what programs say is sent and forgotten; what the
# file says is kept.
unkept()
{
	make_net
	sink
	{ neighbor 192.168.1.1 | sed '/capability\|api/d; $d'
	echo "    adj-rib-out false;"
	echo "    static { route 10.1.0.0/24 next-hop self; }"
	echo "}"; } >bgpd.conf
	speaker bgpd.conf
	await 10 ctl announce route 10.2.0.0/24 next-hop self
	await 20 sink_has '.routes == 2 and .up'
	only_static() { [ "$(ctl show adj-rib out | wc -l)" -eq 1 ]; }
	await 10 only_static
	count=$(jq .updates sink.json)
	ctl announce route 10.2.0.0/24 next-hop self || die "announce again"
	await 10 sink_has ".updates == $count + 1"
	ctl announce route 10.1.0.0/24 next-hop self || die "the file's"
	ctl neighbor 192.168.1.1 clear || die "clear"
	await 20 sink_has '.up and .sessions == 2 and .routes == 1'
	ctl announce route 10.3.0.0/24 next-hop self || die "a third"
	await 10 sink_has '.routes == 2'
	ctl withdraw route 10.3.0.0/24 || die "withdraw"
	await 10 sink_has '.routes == 1'
}

# A snapshot, a marker, and what happens from then on; no number is missing.
monitors()
{
	make_net
	sink
	{ neighbor 192.168.1.1 | sed '/api/d'; } >bgpd.conf
	speaker bgpd.conf
	await 20 sink_has '.up'
	spawn mon "$BGPCTL" -j -s "$PWD/ctl.sock" monitor
	await 10 log_has mon '"marker"'
	ctl neighbor 192.168.1.1 clear || die "clear"
	await 20 log_has mon '"state": "down"'
	await 20 test "$(grep -c '"state": "up"' mon.log)" -ge 1
	stop mon
	jq -e -s 'map(.sequence) == [range(1; length + 1)]' mon.log ||
	    die "numbers are missing"
	ctl show summary | grep -q 192.168.1.1 || die "no more answers"
}

# A process that subscribes: the same, and its commands go on.  One that does
# not read for a while is told so and sees all anew.
subscribes()
{
	make_net
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json" send=60000
	script watch.py <<-END
	#!/usr/bin/env python3
	import json, sys, time
	print("subscribe", flush=True)
	kinds = {}
	stalled = False
	for line in sys.stdin:
	    kind = json.loads(line)["type"] if line[0] == "{" else line.strip()
	    kinds[kind] = kinds.get(kind, 0) + 1
	    if kind == "done" and kinds[kind] == 1:
	        print("subscribe", flush=True)
	    if kind == "done" and kinds[kind] == 2:
	        print("announce route 10.9.0.0/24 next-hop self", flush=True)
	    if kind == "update" and not stalled:
	        stalled = True
	        time.sleep(2)
	    if kind not in ("route", "update") or kinds[kind] % 1000 == 0:
	        with open("$PWD/kinds", "w") as f:
	            json.dump(kinds, f)
	END
	chmod 777 .
	{ neighbor 192.168.1.1
	echo "process p { run $PWD/watch.py; encoder json; }"; } |
	    sed 's/family { ipv4/adj-rib-in true; &/' >bgpd.conf
	speaker bgpd.conf
	await 60 sink_has '.routes == 1 and .sent == 60000'
	# behind or not when the routes come, it sees all of them
	await 60 json '.marker == (.lagged // 0) + 2 and .done == 3 and
	    (.route // 0) + (.update // 0) >= 60000' kinds
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	for t in subscribes indexed grammars newer older others groups \
	    long_answers created operator monitors raw_family unkept; do
		define $t
	done
}
