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

# GoBGP as the router of router.sh.  GOBGP_LINES is added to its neighbor,
# GOBGP_FAMILY to each family.

GOBGP_LINES=
GOBGP_FAMILY=

# What the configuration of gobgpd calls a family.
gobgp_name()
{
	echo "$1" | sed 's,nlri-mpls,labelled-unicast,
	    s,\(ipv.\)/mpls-vpn,l3vpn-\1-unicast,
	    s,\(ipv.\)/flow-vpn,l3vpn-\1-flowspec,
	    s,flow$,flowspec,; s,sr-policy,srpolicy,; s,ipv4/rtc,rtc,
	    s,bgp-ls/bgp-ls,ls,; s,/,-,'
}

gobgp_conf()
{
	local family

	cat <<-END
	[global.config]
	as = 65000
	router-id = "192.168.1.1"
	local-address-list = ["192.168.1.1", "2001:db8:1::1"]
	[[neighbors]]
	[neighbors.config]
	neighbor-address = "$PEER"
	peer-as = $1
	auth-password = "${3:-}"
	[neighbors.timers.config]
	connect-retry = 1
	hold-time = $2
	[neighbors.transport.config]
	local-address = "$SELF"
	$GOBGP_LINES
	END
	for family in $FAMILIES; do
		cat <<-END
		[[neighbors.afi-safis]]
		[neighbors.afi-safis.config]
		afi-safi-name = "$(gobgp_name $family)"
		$GOBGP_FAMILY
		END
	done
}

gobgp_start()
{
	gobgp_conf "$@" >gobgpd.conf
	spawn router ip netns exec "$NS_R" gobgpd -f gobgpd.conf -p \
	    -l debug --pprof-disable --api-hosts "unix://$PWD/gobgp.sock"
	await 10 gobgp neighbor "$PEER"
}

gobgp()
{
	command gobgp --target "unix://$PWD/gobgp.sock" "$@"
}

gobgp_announce()
{
	gobgp global rib add 10.0.0.0/8
}

gobgp_withdraw()
{
	gobgp global rib del 10.0.0.0/8
}

# Its own reset is followed by half a minute of silence.
gobgp_clear()
{
	gobgp neighbor "$PEER" disable && gobgp neighbor "$PEER" enable
}

gobgp_state()
{
	gobgp neighbor "$PEER" | sed -n 's/.*BGP state = //p' |
	    sed 's/,.*//; s/BGP_FSM_//; s/ESTABLISHED/Established/'
}

# What its tool calls a family; nothing where it has no command.
gobgp_short()
{
	case $1 in
	*/unicast) echo "${1%/*}" ;;
	*/nlri-mpls) echo "${1%/*}-mpls" ;;
	ipv4/mpls-vpn) echo vpnv4 ;;
	ipv6/mpls-vpn) echo vpnv6 ;;
	*/flow) echo "${1%/*}-flowspec" ;;
	*/flow-vpn) echo "${1%/*}-l3vpn-flowspec" ;;
	*/mup) echo "${1%/*}-mup" ;;
	ipv4/rtc) echo rtc ;;
	l2vpn/evpn) echo evpn ;;

	esac
}

# The routes of a family that its tool cannot show: what the log says it
# received in this session.
gobgp_hidden()
{
	awk -v family="$(gobgp_name "$1")" '
	/msg="Peer Up"/ { split("", have) }
	/msg="received update"/ && index($0, "(" family "): {") {
		sub(/.*attributes="\[/, "")
		sub(/\]" nlri=.*/, "")
		split($0, part, " *{Mp[A-Za-z]*[(]" family "[)]: ")
		if (/MpReach/)
			have[part[2]] = part[1]
		else
			for (key in have)
				if (index(key, substr(part[2], 2)))
					delete have[key]
	}
	END { for (key in have) print key, have[key] }' router.log
}

gobgp_rib()
{
	local family short

	for family in $FAMILIES; do
		short=$(gobgp_short "$family")
		if [ -n "$short" ]; then
			gobgp global rib -a "$short" |
			    sed '1d; s/^[S*> ]*//; s/  */ /g
			        s/ [0-9:]\{8\} \[/ [/'
		else
			gobgp_hidden "$family"
		fi | sed "s,^ *,$family ,"
	done
}
