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

# What is negotiated, with every router that has it.

# shows N EXPRESSION ...: the router has N routes from us, and each of these
# (extended) expressions is that of one.
shows()
{
	local e

	router_rib >rib
	[ "$(wc -l <rib)" -eq "$1" ] || return 1
	shift
	for e; do
		[ "$(grep -c -i -E -e "$e" rib)" -eq 1 ] || return 1
	done
}

# Not empty: we offer all families.
ALL=

# conf LINE ...: the neighbor, with these lines inside.
conf()
{
	cat <<-END
	neighbor $SELF {
	    router-id 192.168.1.2;
	    local-address $PEER;
	    local-as 65001;
	    peer-as 65000;
	END
	[ -n "$ALL" ] || printf '    family { %s\n' \
	    "$(printf '%s; ' $FAMILIES | sed 's,/, ,g') }"
	printf '    %s\n' "$@"
	echo "}"
}

router_is_down()
{
	! router_is Established
}

ROUTE="static { route 10.1.0.0/24 next-hop 192.168.1.2; }"

# begin LINE ...: both sides, the speaker with these lines.
begin()
{
	make_net
	capture_begin
	router_start 65001 180 ${KEY:-}
	conf "$@" >bgpd.conf
	speaker bgpd.conf -o log.level=DEBUG
}

# again LINE ...: the same speaker, with these lines.
again()
{
	conf "$@" >bgpd.conf
	ctl reload || die "reload"
}

# All families and what goes with them, which no router has.
everything()
{
	ALL=yes
	begin "capability { route-refresh; graceful-restart 60; }" "$ROUTE"
	await 30 shows 1 '10.1.0.0/24.* 192.168.1.2'
	capture_end 1
}

# Two paths of each prefix, of which one changes and one goes (RFC 7911).
add_path()
{
	local r4="route 10.1.0.0/24 path-information"
	local r6="route 2001:db8:100::/48 path-information"

	BIRD_CHANNEL="add paths rx;"
	GOBGP_FAMILY="[neighbors.afi-safis.add-paths.config]
receive = true"
	OPENBGPD_LINES="announce add-path recv yes"
	EXABGP_CAPABILITIES="add-path receive;"
	begin "capability { add-path send; }" "static {" \
	    "$r4 1 next-hop 192.168.1.2 med 101;" \
	    "$r4 2 next-hop 192.168.1.9 med 102;" \
	    "$r6 1 next-hop 2001:db8:1::2 med 103; }"
	await 30 session_up
	ctl announce $r6 2 next-hop 2001:db8:1::9 med 104 || die "announce"
	set -- '10.1.0.0/24.* 192.168.1.2[ ;].*med\W*101' \
	    '100::/48.* 2001:db8:1::2[ ;].*med\W*103' \
	    '100::/48.* 2001:db8:1::9[ ;].*med\W*104'
	await 15 shows 4 '10.1.0.0/24.* 192.168.1.9[ ;].*med\W*102' "$@"
	ctl announce $r4 2 next-hop 192.168.1.9 med 202 || die "announce"
	await 15 shows 4 '10.1.0.0/24.* 192.168.1.9[ ;].*med\W*202' "$@"
	ctl withdraw $r4 2 || die "withdraw"
	await 15 shows 3 "$@"
	capture_end 5
}

# IPv4 routes with next hops of IPv6 (RFC 8950).
next_hop()
{
	FRR_LINES=" neighbor $PEER capability extended-nexthop"
	BIRD_CHANNEL="extended next hop on;"
	EXABGP_CAPABILITIES="nexthop enable;"
	EXABGP_LINES="nexthop { ipv4 unicast ipv6; }"
	begin "nexthop { ipv4 unicast ipv6; }" "static {" \
	    "route 10.1.0.0/24 next-hop 2001:db8:1::2 med 101;" \
	    "route 10.2.0.0/24 next-hop 192.168.1.2 med 102; }"
	await 12 shows 2 '10.1.0.0/24.* 2001:db8:1::2[ ;].*med\W*101' \
	    '10.2.0.0/24.* 192.168.1.2[ ;].*med\W*102'
	capture_end 2
}

# AS numbers of two octets: those of four are in attributes of their own,
# out of which the router makes the path and the aggregator (RFC 6793).
# ExaBGP reads half of the latter.
two_octets()
{
	begin "capability { asn4 false; }" "static {" \
	    "route 10.1.0.0/24 next-hop 192.168.1.2 \\" \
	    "    as-path [ 65001 4200000001 65010 4200000002 ] \\" \
	    "    aggregator ( 4200000003:10.0.0.1 );" \
	    "route 10.2.0.0/24 next-hop 192.168.1.2; }"
	await 12 shows 2 \
	    '10.1.0.0/24.*65001,? ?4200000001,? ?65010,? ?4200000002' \
	    '10.1.0.0/24.*(4200000003|64086)' '10.2.0.0/24.*65001'
	capture_end 2
}

# counter NAMESPACE NAME: what the kernel has counted there.
counter()
{
	ip netns exec "$1" nstat -a -s -z "$2" |
	    awk -v name="$2" '$1 == name { print $2 }'
}

counted()
{
	[ "$(counter "$1" "$2")" -ge "$3" ]
}

# Segments that are not signed with the key of the router are dropped.
md5()
{
	KEY=secret
	begin "md5-password other;" "$ROUTE"
	await 20 counted "$NS_R" TcpExtTCPMD5Failure 2
	session_up && die "up with another key"
	again "md5-password $KEY;" "$ROUTE"
	await 25 shows 1 '10.1.0.0/24.* 192.168.1.2'
	capture_end 1
}

# So are packets from afar (RFC 5082).  Some routers look at that some
# packets after they accepted, so our side may seem up for a while.
gtsm()
{
	FRR_LINES=" neighbor $PEER ttl-security hops 1"
	BIRD_LINES="ttl security yes;"
	GOBGP_LINES="[neighbors.ttl-security.config]
enabled = true
ttl-min = 255"
	OPENBGPD_LINES="ttl-security yes"
	begin "outgoing-ttl 255;" "incoming-ttl 255;" "$ROUTE"
	await 30 shows 1 '10.1.0.0/24.* 192.168.1.2'
	capture_end 1
	again "outgoing-ttl 64;" "$ROUTE"
	await 20 router_is_down
	await 20 counted "$NS_R" TcpExtTCPMinTTLDrop \
	    $(($(counter "$NS_R" TcpExtTCPMinTTLDrop) + 3))
	router_is_down || die "up from afar"
}

# The same on our side: the router's packets have a TTL of 1.  Nor do its
# acknowledgements arrive, so it may never hear of the end of the connection
# that it has accepted; it must be told before it accepts another.  The first
# that is dropped may be the reset of a connection that it does not want yet,
# and then nothing follows.
gtsm_here()
{
	begin "outgoing-ttl 255;" "incoming-ttl 255;" "$ROUTE"
	await 20 counted "$NS_S" TcpExtTCPMinTTLDrop 1
	wait_for 3 session_up && die "up with a router from afar"
	again "$ROUTE"
	router_clear >/dev/null || true
	await 25 shows 1 '10.1.0.0/24.* 192.168.1.2'
	capture_end 1
}

# The router keeps the routes while the speaker is gone, and drops those
# that do not come back (RFC 4724).
graceful()
{
	GOBGP_LINES="[neighbors.graceful-restart.config]
enabled = true
restart-time = 60"
	GOBGP_FAMILY="[neighbors.afi-safis.mp-graceful-restart.config]
enabled = true"
	begin "capability { graceful-restart 60; }" "static {" \
	    "route 10.1.0.0/24 next-hop 192.168.1.2;" \
	    "route 10.2.0.0/24 next-hop 192.168.1.2;" "}"
	await 12 shows 2 10.1.0.0/24 10.2.0.0/24
	kill -KILL "$(pid_of bgpd)"
	await 15 router_is_down
	shows 2 10.1.0.0/24 10.2.0.0/24 || die "not kept: $(cat rib)"
	sed '/10.2.0.0/d' bgpd.conf >new.conf
	speaker new.conf -o log.level=DEBUG
	await 30 router_is Established
	await 15 shows 1 10.1.0.0/24
	capture_end 2
}

atf_init_test_cases()
{
	TIMEOUT=120
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	. "$TOP/regress/lib/router.sh"
	. "$TOP/regress/lib/capture.sh"
	for r in frr bird gobgp openbgpd exabgp; do
		define everything everything_$r ROUTER=$r
		define add_path add_path_$r ROUTER=$r
		define two_octets two_octets_$r ROUTER=$r
		define md5 md5_$r ROUTER=$r
	done
	# FRR offers it over IPv6 only.
	define next_hop next_hop_frr "ROUTER=frr FAMILIES=ipv4/unicast
	    PEER=2001:db8:1::2 SELF=2001:db8:1::1"
	define next_hop next_hop_bird "ROUTER=bird FAMILIES=ipv4/unicast"
	define next_hop next_hop_gobgp "ROUTER=gobgp FAMILIES=ipv4/unicast"
	# ExaBGP wants the family of both.
	define next_hop next_hop_exabgp ROUTER=exabgp
	for r in frr bird openbgpd; do
		define gtsm_here gtsm_here_$r ROUTER=$r
	done
	for r in frr bird gobgp openbgpd; do
		define gtsm gtsm_$r ROUTER=$r
		define graceful graceful_$r ROUTER=$r
	done
}
