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

# The router of the tests, after ROUTER: FRR, BIRD, GoBGP, OpenBGPD or
# ExaBGP in the router's namespace.  Each has its file, with functions of
# the same names behind its own:
#
#	router_start PEER_AS HOLD_TIME [PASSWORD]
#	router_announce, router_withdraw	its own route 10.0.0.0/8
#	router_state				of the session, one word
#	router_route PREFIX			KEY=VALUE lines of a route
#	router_rib				all routes, a line each
#	router_error				why the last session ended
#	router_clear				ends the session (Cease)
#	router_refresh				asks for all routes again
#
# PEER and SELF are the addresses of the session where they are not
# 192.168.1.2 and .1; FAMILIES are the families of the session.

PEER=192.168.1.2
SELF=192.168.1.1
FAMILIES="ipv4/unicast ipv6/unicast"

. "$LIBDIR/frr.sh"
. "$LIBDIR/bird.sh"
. "$LIBDIR/gobgp.sh"
. "$LIBDIR/openbgpd.sh"
. "$LIBDIR/exabgp.sh"

for verb in start announce withdraw state route rib error clear refresh; do
	eval "router_$verb() { \${ROUTER}_$verb \"\$@\"; }"
done

router_is()
{
	[ "$(router_state)" = "$1" ]
}

router_error_has()
{
	router_error | grep -q -i -e "$1"
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
