#!/bin/sh
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

# A tour in seconds: two bgpd-x on the loopback interface, one in the place
# of a router.  Ends with an error when anything shown did not happen.

TOP=$(cd "$(dirname "$0")/.." && pwd) || exit 1
. "$TOP/regress/lib.sh"

die()
{
	echo "demo: FAILED: $*" >&2
	logs >&2
	exit 1
}

say()
{
	printf '\n== %s\n' "$*"
}

# show NAME WORD ...: a command of bgpctl-x to one of the two, as typed.
show()
{
	local who=$1

	shift
	echo "$who\$ bgpctl-x $*"
	"$BGPCTL" -s "$DIR/$who.sock" "$@" | tee shown | cut -c 1-400
}

# shows PATTERN NAME WORD ...: does the answer have it?
shows()
{
	local what=$1 who=$2

	shift 2
	"$BGPCTL" -s "$DIR/$who.sock" "$@" 2>/dev/null | grep -q -e "$what"
}

begin()
{
	local who=$1

	spawn "$who" "$BGPD" -s "$DIR/$who.sock" \
	    $USER_OPT "$DIR/$who.conf"
}

the_end()
{
	clean_up
	cd /
	rm -rf "$DIR"
}

[ "$(id -u)" -eq 0 ] || {
	echo "demo: run this as root" >&2
	exit 1
}
DIR=$(mktemp -d) || exit 1
trap the_end EXIT
trap 'exit 1' INT TERM HUP
chmod 755 "$DIR"
cd "$DIR" || exit 1
PORT=$((20000 + $$ % 10000))
mkdir -m 777 out

cat >router.conf <<END
neighbor 127.0.0.1 {
	router-id 192.0.2.1;
	local-address 127.0.0.2;
	local-as 65000;
	peer-as 65001;
	passive;
	listen $PORT;
	adj-rib-in true;
	family { ipv4 unicast; }
	static { route 10.0.0.0/8 next-hop self med 7; }
}
END
cat >speaker.conf <<END
neighbor 127.0.0.2 {
	router-id 192.0.2.2;
	local-address 127.0.0.1;
	local-as 65001;
	peer-as 65000;
	connect $PORT;
	family { ipv4 unicast; }
	static {
		route 100.10.0.0/24 next-hop self;
		route 100.20.0.0/24 next-hop self med 50 community [ 65001:100 ];
	}
	api {
		processes [ announcer, receiver ];
		receive { parsed; update; }
	}
}
process announcer {
	run $DIR/announce.sh;
	encoder text;
}
process receiver {
	run $DIR/receive.sh;
	encoder json;
}
END
script announce.sh <<END
#!/bin/sh
while [ ! -e $DIR/go ]; do sleep 0.1; done
echo announce route 100.30.0.0/24 next-hop self
exec cat >/dev/null
END
script receive.sh <<END
#!/bin/sh
exec cat >$DIR/out/events
END

say "A configuration as ExaBGP has it, checked"
cat speaker.conf
echo "\$ bgpd-x -n speaker.conf"
"$BGPD" -n speaker.conf || die "the configuration is refused"

say "Two daemons: one is the router"
begin router
begin speaker
await 20 shows ESTABLISHED router -j show neighbor
await 20 shows ESTABLISHED speaker -j show neighbor
show speaker show neighbor
for who in speaker router; do
	await 5 log_has $who established
	grep established $who.log
done

say "The static routes have arrived at the router"
await 10 shows 100.20.0.0/24 router show adj-rib in
show router show adj-rib in extensive
grep -q 'community.*65001:100' shown || die "no community"

say "A program announces a route on its standard output"
touch go
await 10 shows 100.30.0.0/24 router show adj-rib in
cat announce.sh
show router show adj-rib in
await 5 log_has speaker 'Received command'
grep 'Received command' speaker.log

say "A program reads the router's routes as JSON"
await 10 grep -q 10.0.0.0/8 out/events
grep 10.0.0.0/8 out/events | head -n 1 | jq .neighbor.message ||
    die "not JSON"

say "The operator announces a route, and withdraws it"
show speaker announce route 100.40.0.0/24 next-hop self
await 10 shows 100.40.0.0/24 router show adj-rib in
show router show adj-rib in
show speaker withdraw route 100.40.0.0/24
gone() { ! shows 100.40.0.0/24 router show adj-rib in; }
await 10 gone
show router show adj-rib in

say "Three processes, and the two that meet the network may do nothing"
ps -o pid,user,args --pid "$(pid_of speaker)" --ppid "$(pid_of speaker)" |
    cut -c 1-76
[ "$(pgrep -c -P "$(pid_of speaker)" -u $ENGINE_USER -f engine)" -eq 2 ] ||
    die "no two engines of user $ENGINE_USER"

say "Stopped: the router is told why"
stop speaker
await 10 log_has router "Administrative Shutdown"
grep -h -e "is down" router.log
stop router

say "All of this worked."
