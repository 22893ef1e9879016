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

# FRR as the router of router.sh.  FRR_LINES is added to its neighbor.

FRR_LINES=

# What FRR calls a family.
frr_family()
{
	echo "$1" | sed 's,/nlri-mpls, labeled-unicast,
	    s,/mpls-vpn, vpn,; s,/flow, flowspec,; s,/, ,'
}

frr_conf()
{
	local family

	cat <<-END
	hostname router
	log file $PWD/frr/bgpd.log debugging
	debug bgp neighbor-events
	router bgp 65000
	 bgp router-id 192.168.1.1
	 no bgp ebgp-requires-policy
	 no bgp network import-check
	 no bgp default ipv4-unicast
	 neighbor $PEER remote-as $1
	 neighbor $PEER timers $((($2 + 2) / 3)) $2
	 neighbor $PEER timers connect 1
	END
	[ -n "${3:-}" ] && echo " neighbor $PEER password $3"
	[ -n "$FRR_LINES" ] && echo "$FRR_LINES"
	for family in $FAMILIES; do
		cat <<-END
		 address-family $(frr_family $family)
		  neighbor $PEER activate
		 exit-address-family
		END
	done
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

frr_announce()
{
	vty "configure terminal" "router bgp 65000" "address-family ipv4" \
	    "network 10.0.0.0/8"
}

frr_withdraw()
{
	vty "configure terminal" "router bgp 65000" "address-family ipv4" \
	    "no network 10.0.0.0/8"
}

frr_clear()
{
	vty "clear bgp $PEER"
}

frr_refresh()
{
	vty "clear bgp $PEER soft in"
}

frr_state()
{
	vty "show bgp neighbors $PEER json" | jq -r '.[].bgpState'
}

frr_error()
{
	vty "show bgp neighbors $PEER json" |
	    jq -r '.[] | .lastResetDueTo, .lastNotificationReason // ""'
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

# The routes in the JSON of standard input, with these words in front.
frr_lines()
{
	jq -r --arg peer "$PEER" --arg words "$1" '
	. as $all | paths(objects | .peer.peerId? == $peer) | . as $at |
	$all | getpath($at) | [$words,
	    ($at[] | strings | select(. != "routes" and . != "paths")),
	    (.nexthops[] | select(.used) | "via", .ip), .aspath.string,
	    .origin, (.metric | values | "med", .),
	    (.community | values | "community", .string),
	    (.largeCommunity | values | "large", .string),
	    (.extendedCommunity | values | "extended", .string),
	    (.remoteLabel | values | "label", .), (.vni | values | "vni", .),
	    (.addpathRxId | values | "id", .),
	    (.aggregatorAs | values | "aggregator", .), (.aggregatorId | values),
	    (.atomicAggregate | values | "atomic")] | join(" ")'
}

# Only when asked for a single prefix it tells all of a VPN route.
frr_vpn()
{
	local prefix rd

	vty "show bgp $1 json" | jq -r '.routes.routeDistinguishers // {} |
	    to_entries[] | .key as $rd | .value | keys[] | "\($rd) \(.)"' |
	    while read -r rd prefix; do
		vty "show bgp $1 rd $rd $prefix json" |
		    frr_lines "$2 $prefix rd"
	done
}

frr_rib()
{
	local family name

	for family in $FAMILIES; do
		name=$(frr_family "$family")
		case $family in
		*/mpls-vpn)
			frr_vpn "$name" "$family"
			;;
		*/evpn)
			vty "show bgp $name route detail json" |
			    frr_lines "$family"
			;;
		*)
			vty "show bgp $name json detail" |
			    frr_lines "$family"
			;;
		esac
	done
}
