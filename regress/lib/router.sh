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

# The router of the tests: FRR or BIRD in the router's namespace, after
# ROUTER.  One set of functions for both:
#
#	router_start PEER_AS HOLD_TIME [PASSWORD]
#	router_announce, router_withdraw	its own route 10.0.0.0/8
#	router_state				of the session, one word
#	router_route PREFIX			KEY=VALUE lines of a route
#	router_error				why the last session ended
#	router_clear				ends the session (Cease)
#	router_refresh				asks for all routes again
#
# PEER and SELF are the addresses of the session where they are not
# 192.168.1.2 and .1; FRR_LINES, BIRD_LINES (of the neighbor) and
# BIRD_CHANNEL (of its IPv4 channel) are added to the configuration.

PEER=192.168.1.2
SELF=192.168.1.1
FRR_LINES=
BIRD_LINES=
BIRD_CHANNEL=

router_start()
{
	if [ "$ROUTER" = frr ]; then
		frr_start "$@"
	else
		bird_start "$@"
	fi
}

frr_conf()
{
	cat <<-END
	hostname router
	log file $PWD/frr/bgpd.log debugging
	debug bgp neighbor-events
	router bgp 65000
	 bgp router-id 192.168.1.1
	 no bgp ebgp-requires-policy
	 no bgp network import-check
	 neighbor $PEER remote-as $1
	 neighbor $PEER timers $((($2 + 2) / 3)) $2
	 neighbor $PEER timers connect 1
	END
	[ -n "${3:-}" ] && echo " neighbor $PEER password $3"
	[ -n "$FRR_LINES" ] && echo "$FRR_LINES"
	cat <<-END
	 address-family ipv4 unicast
	  neighbor $PEER activate
	 exit-address-family
	 address-family ipv6 unicast
	  neighbor $PEER activate
	 exit-address-family
	END
}

# It runs as user frr, so its directory is that user's.
frr_start()
{
	local d=$PWD/frr f=/usr/lib/frr

	mkdir -p "$d"
	echo "hostname router" >"$d/zebra.conf"
	frr_conf "$@" >"$d/bgpd.conf"
	: >"$d/vtysh.conf"
	chown -R frr:frr "$d"
	spawn zebra ip netns exec "$NS_R" $f/zebra -f "$d/zebra.conf" \
	    -i "$d/zebra.pid" -z "$d/zserv.api" --vty_socket "$d" -P 0
	await 10 test -S "$d/zserv.api"
	spawn router ip netns exec "$NS_R" $f/bgpd -f "$d/bgpd.conf" \
	    -i "$d/bgpd.pid" -z "$d/zserv.api" --vty_socket "$d" -P 0
	await 10 vty "show version"
}

# vty COMMAND ...: what one types into vtysh.
vty()
{
	local w n=$#

	while [ $n -gt 0 ]; do
		w=$1
		shift
		set -- "$@" -c "$w"
		n=$((n - 1))
	done
	ip netns exec "$NS_R" vtysh --vty_socket "$PWD/frr" \
	    --config_dir "$PWD/frr" "$@" 2>vtysh.err
}

bird_conf()
{
	cat <<-END
	log "$PWD/bird.log" all;
	router id 192.168.1.1;
	protocol device { }
	protocol direct { ipv4; ipv6; }
	protocol kernel { ipv4 { export all; }; }
	protocol static own {
		disabled;
		ipv4;
		route 10.0.0.0/8 blackhole;
	}
	protocol bgp speaker {
		local $SELF as 65000;
		neighbor $PEER as $1;
		hold time $2;
		connect delay time 1;
		connect retry time 1;
		error wait time 1, 2;
		debug { states, events };
	END
	[ -n "${3:-}" ] && echo "	password \"$3\";"
	cat <<-END
		$BIRD_LINES
		ipv4 {
			import all;
			export where proto = "own";
			$BIRD_CHANNEL
		};
		ipv6 { import all; export none; };
	}
	END
}

bird_start()
{
	bird_conf "$@" >bird.conf
	spawn router ip netns exec "$NS_R" bird -f -c bird.conf \
	    -s "$PWD/bird.ctl" -P "$PWD/bird.pid"
	await 10 bird show status
}

bird()
{
	if [ "$1" = -f ]; then
		command bird "$@"
	else
		birdc -s "$PWD/bird.ctl" "$@"
	fi
}

router_announce()
{
	if [ "$ROUTER" = frr ]; then
		vty "configure terminal" "router bgp 65000" \
		    "network 10.0.0.0/8"
	else
		bird enable own
	fi
}

router_withdraw()
{
	if [ "$ROUTER" = frr ]; then
		vty "configure terminal" "router bgp 65000" \
		    "no network 10.0.0.0/8"
	else
		bird disable own
	fi
}

router_clear()
{
	if [ "$ROUTER" = frr ]; then
		vty "clear bgp $PEER"
	else
		bird restart speaker
	fi
}

router_refresh()
{
	if [ "$ROUTER" = frr ]; then
		vty "clear bgp $PEER soft in"
	else
		bird reload in speaker
	fi
}

router_state()
{
	if [ "$ROUTER" = frr ]; then
		vty "show bgp neighbors $PEER json" |
		    jq -r '.[].bgpState'
	else
		bird show protocols speaker |
		    awk '$1 == "speaker" { print $6 }'
	fi
}

router_is()
{
	[ "$(router_state)" = "$1" ]
}

router_error()
{
	if [ "$ROUTER" = frr ]; then
		vty "show bgp neighbors $PEER json" |
		    jq -r '.[] | .lastResetDueTo,
			.lastNotificationReason // ""'
	else
		bird show protocols all speaker |
		    sed -n 's/^ *Last error: *//p'
	fi
}

router_error_has()
{
	router_error | grep -q -i -e "$1"
}

frr_route()
{
	local fam=ipv4

	case $1 in *:*) fam=ipv6 ;; esac
	vty "show bgp $fam unicast $1 json" | jq -r --arg peer "$PEER" '
	    .paths // [] | .[] | select(.peer.peerId == $peer) |
	    "origin=\(.origin)", "path=\(.aspath.string | sub("Local"; ""))",
	    "med=\(.metric // "none")", "local-pref=\(.locPrf // "none")",
	    "community=\(.community.string // "none")",
	    (.nexthops[] | select(.used) | "next-hop=\(.ip)"),
	    "best=\(.bestpath.overall // false)"'
}

bird_route()
{
	bird show route "$1" all protocol speaker | awk '
	    $1 == "BGP.origin:" { print "origin=" $2 }
	    $1 == "BGP.as_path:" { sub(/^.*: */, ""); print "path=" $0 }
	    $1 == "BGP.med:" { print "med=" $2 }
	    $1 == "BGP.local_pref:" { print "local-pref=" $2 }
	    $1 == "BGP.next_hop:" { print "next-hop=" $2 }
	    $1 == "BGP.community:" {
		    sub(/^.*: */, ""); gsub(/[()]/, ""); gsub(/,/, ":")
		    print "community=" $0 }
	    / \* / { print "best=true" }'
}

router_route()
{
	if [ "$ROUTER" = frr ]; then
		frr_route "$1"
	else
		bird_route "$1"
	fi
}

# router_has PREFIX KEY=VALUE ...: the best route has all of these.
router_has()
{
	local have want p=$1

	have=$(router_route "$p")
	shift
	for want in best=true "$@"; do
		printf '%s\n' "$have" | grep -q -x -F -e "$want" || return 1
	done
}

router_has_not()
{
	[ -z "$(router_route "$1")" ]
}

# Is the route in the router's kernel, towards the speaker?
kernel_has()
{
	ip -n "$NS_R" route show "$1" | grep -q 'via 192.168.1.2'
}
