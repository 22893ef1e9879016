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

# OpenBGPD as the router of router.sh.  OPENBGPD_LINES is added to its
# neighbor.

OPENBGPD_LINES=

# What OpenBGPD calls a family.
openbgpd_family()
{
	echo "$1" | sed 's,ipv,IPv,; s,mpls-vpn,vpn,; s,/, ,'
}

openbgpd_conf()
{
	local family

	cat <<-END
	AS 65000
	router-id 192.168.1.1
	fib-update no
	socket "$PWD/openbgpd.sock"
	listen on $SELF
	holdtime $2
	connect-retry 1
	nexthop qualify via default
	neighbor $PEER {
		remote-as $1
		announce IPv4 none
		announce IPv6 none
	END
	for family in $FAMILIES; do
		echo "	announce $(openbgpd_family $family)"
	done
	[ -n "${3:-}" ] && echo "	tcp md5sig password \"$3\""
	echo "$OPENBGPD_LINES"
	echo "}"
	echo "allow from any"
	echo "allow to any"
}

# It changes its root to the home of its user, which only the system service
# makes, in /run: it gets a /run of its own.
openbgpd_start()
{
	mkdir -p run/openbgpd
	openbgpd_conf "$@" >openbgpd.conf
	chmod 600 openbgpd.conf
	spawn router ip netns exec "$NS_R" unshare -m sh -c '
	    mount --bind run /run && exec bgpd -d -v -f openbgpd.conf'
	await 10 openbgpd show neighbor
}

openbgpd()
{
	bgpctl -s "$PWD/openbgpd.sock" "$@"
}

openbgpd_clear()
{
	openbgpd neighbor "$PEER" clear
}

openbgpd_refresh()
{
	openbgpd neighbor "$PEER" refresh
}

openbgpd_state()
{
	openbgpd -j show neighbor "$PEER" | jq -r '.neighbors[].state'
}

openbgpd_rib()
{
	openbgpd -j show rib detail neighbor "$PEER" | jq -r '.rib // [] |
	.[] | [.prefix, "via", .exit_nexthop, .aspath, .origin, "med",
	    .metric, (.path_id | values | "id", .), .communities[]?,
	    .large_communities[]?, .extended_communities[]?,
	    (.attributes // [] | .[] | .type, .AS // "", .router_id // "")] |
	    join(" ")'
}
