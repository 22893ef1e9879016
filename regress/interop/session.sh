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

# How sessions come up, stay, and end, with FRR and with BIRD.

# conf LINE ...: the neighbor, with these lines inside.
conf()
{
	cat <<-END
	neighbor $SELF {
	    router-id 192.168.1.2;
	    local-address $PEER;
	    local-as ${LOCAL_AS:-65001};
	    peer-as 65000;
	END
	printf '    %s\n' "$@"
	echo "}"
}

ROUTE="static { route 100.10.0.0/24 next-hop 192.168.1.2; }"

begin()
{
	make_net
	router_start "${LOCAL_AS:-65001}" 180
}

once()
{
	[ "$(count_lines bgpd 'session established')" -eq 1 ] ||
	    die "not established once"
}

# The router connects.
passive()
{
	begin
	conf "passive;" "listen 179;" "$ROUTE" >bgpd.conf
	speaker bgpd.conf -o log.level=DEBUG
	await 20 router_has 100.10.0.0/24 next-hop=192.168.1.2
	log_has bgpd "(incoming)" || die "not incoming"
	once
}

# Both connect, again and again: one session is left each time.
collision()
{
	begin
	conf "listen 179;" "$ROUTE" >bgpd.conf
	speaker bgpd.conf -o log.level=DEBUG
	await 20 router_has 100.10.0.0/24 next-hop=192.168.1.2
	for n in 1 2 3; do
		router_clear
		await 20 log_has bgpd "is down"
		await 30 session_up
		await 20 router_has 100.10.0.0/24 next-hop=192.168.1.2
	done
	sleep 2
	session_up || die "down"
	router_is Established || die "down at the router"
}

# The session over IPv6, with routes of both kinds.
ipv6()
{
	PEER=2001:db8:1::2 SELF=2001:db8:1::1
	begin
	conf "static {" "    route 100.10.0.0/24 next-hop 192.168.1.2;" \
	    "    route 2001:db8:100::/48 next-hop self;" \
	    "    route 2001:db8:200::/48 next-hop 2001:db8:1::9 med 5;" \
	    "}" >bgpd.conf
	speaker bgpd.conf
	await 20 router_has 2001:db8:100::/48 next-hop=2001:db8:1::2 \
	    path=65001
	await 20 router_has 2001:db8:200::/48 next-hop=2001:db8:1::9 med=5
	await 20 router_has 100.10.0.0/24 next-hop=192.168.1.2
	ctl show neighbor 2001:db8:1::1 extensive >out || die "show"
	session_up 2001:db8:1::1 || die "down"
}

# A number of four octets (RFC 6793).
big_as()
{
	LOCAL_AS=4200000001
	begin
	conf "static { route 100.10.0.0/24 next-hop self; }" >bgpd.conf
	speaker bgpd.conf
	await 20 router_has 100.10.0.0/24 path=4200000001
}

# A session that the router refuses: the log says why.
refused()
{
	make_net
	router_start 65099 180
	conf "$ROUTE" >bgpd.conf
	speaker bgpd.conf
	await 20 log_has bgpd \
	    "NOTIFICATION from 192.168.1.1: OPEN message error / Bad Peer AS"
}

# Packets that have crossed a router are refused (RFC 5082).
ttl_security()
{
	FRR_LINES=" neighbor $PEER ttl-security hops 1"
	BIRD_LINES="ttl security yes;"
	begin
	conf "outgoing-ttl 255;" "incoming-ttl 255;" "$ROUTE" >bgpd.conf
	speaker bgpd.conf
	await 20 router_has 100.10.0.0/24 next-hop=192.168.1.2
}

# The router asks for everything again (RFC 2918).
refresh()
{
	begin
	conf "capability { route-refresh; }" "$ROUTE" >bgpd.conf
	speaker bgpd.conf -o log.level=DEBUG
	await 20 router_has 100.10.0.0/24 next-hop=192.168.1.2
	router_refresh
	await 10 log_has bgpd "ROUTE-REFRESH from 192.168.1.1 for ipv4"
	sleep 1
	session_up || die "down"
	once
	await 5 router_has 100.10.0.0/24 next-hop=192.168.1.2
}

# The daemon is gone for a while: the router keeps the routes, and drops
# those that do not come back (RFC 4724).
graceful()
{
	begin
	conf "capability { graceful-restart 60; }" "static {" \
	    "    route 100.10.0.0/24 next-hop self;" \
	    "    route 100.20.0.0/24 next-hop self;" "}" >bgpd.conf
	speaker bgpd.conf
	await 20 router_has 100.20.0.0/24 next-hop=192.168.1.2
	if [ "$HOW" = KILL ]; then
		kill -KILL "$(pid_of bgpd)"
	else
		stop bgpd
	fi
	down() { ! router_is Established; }
	await 10 down
	sleep 1
	router_has 100.10.0.0/24 && router_has 100.20.0.0/24 ||
	    die "the router did not keep them"
	sed '/100.20.0.0/d' bgpd.conf >new.conf
	speaker new.conf
	await 30 router_is Established
	await 20 router_has_not 100.20.0.0/24
	router_has 100.10.0.0/24 || die "one too many"
}

# Two routes to one prefix (RFC 7911).
add_path()
{
	BIRD_CHANNEL="add paths on;"
	begin
	conf "family { ipv4 unicast; }" "capability { add-path send/receive; }" \
	    "static {" "    $(printf '%s' "route 100.10.0.0/24 " \
	    "path-information 0.0.0.1 next-hop self med 1;")" \
	    "    $(printf '%s' "route 100.10.0.0/24 " \
	    "path-information 0.0.0.2 next-hop 192.168.1.9 med 2;")" "}" \
	    >bgpd.conf
	speaker bgpd.conf
	two() {
		[ "$(router_route 100.10.0.0/24 | grep -c next-hop)" -eq 2 ]
	}
	await 20 two
	ctl withdraw route 100.10.0.0/24 path-information 0.0.0.1 ||
	    die "withdraw"
	await 10 router_has 100.10.0.0/24 next-hop=192.168.1.9 med=2
	[ "$(router_route 100.10.0.0/24 | grep -c next-hop)" -eq 1 ] ||
	    die "both or none"
}

# A large table from the configuration.
many()
{
	begin
	awk 'BEGIN { for (i = 0; i < 100000; i++)
	    printf "route %d.%d.%d.0/24 next-hop self med %d;\n",
	    20 + i / 65536, i / 256 % 256, i % 256, i % 100 }' >routes
	{ conf "static {" | sed '$d'; sed 's/^/        /' routes
	printf '    }\n}\n'; } >bgpd.conf
	speaker bgpd.conf
	await 60 router_has 20.1.133.0/24 med=89
	await 60 router_has 21.134.159.0/24 med=99
	[ "$(ctl show adj-rib out | wc -l)" -eq 100000 ] || die "not all"
	sleep 1
	if [ "$ROUTER" = frr ]; then
		n=$(vty "show bgp summary json" |
		    jq '.ipv4Unicast.peers[].pfxRcd')
	else
		n=$(bird show route count protocol speaker |
		    sed -n 's/^\([0-9]*\) of.*master4$/\1/p')
	fi
	[ "$n" -eq 100000 ] || die "the router has $n"
	once
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	. "$TOP/regress/lib/router.sh"
	for r in frr bird; do
		for t in passive collision ipv6 big_as refused ttl_security \
		    refresh add_path many; do
			define $t ${t}_$r ROUTER=$r
		done
		define graceful graceful_kill_$r "ROUTER=$r HOW=KILL"
		define graceful graceful_stop_$r "ROUTER=$r HOW=TERM"
	done
}
