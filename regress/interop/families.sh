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

# Every address family with every router that decodes it, and what the
# router's own tables hold.  families.txt says what is announced, the file
# of the router which of that it decodes, and how it shows it.

# Families whose routes the router does not forget when they are withdrawn.
KEEPS=none

# What else stands in the neighbor, and whether tshark looks at what is sent.
LINES=
CAPTURE=yes

# The values that stand for @.
OLD=41
NEW=42

# table FILE: its rows.
table()
{
	grep -v '^#' "$SRC/$1"
}

# The rows of the session: of its families and known to the router.
choose()
{
	table "rib_$ROUTER.txt" >known
	table families.txt | awk -F '|' -v families="$FAMILIES" '
	FILENAME == "known" { known[$1]; next }
	$1 in known && index(" " families " ", " " $2 " ")' known - >rows
	grep -q '|ctl|' rows || die "nothing to announce"
}

# words HOW VALUE: what is announced by command or in the configuration.
words()
{
	awk -F '|' -v how="$1" '$3 == how' rows | cut -d '|' -f 4- |
	    sed "s/@/$2/g"
}

# Words of commands, in the sections of the configuration.
sections()
{
	sed 's/^flow route .*/flow { &; }/; s/{ flow /{ /; t
	    s/^l2vpn vpls .*/l2vpn { &; }/; s/{ l2vpn /{ /; t
	    s/^route .*/static { &; }/; t
	    s/^\([^ ]*\) \(.*\)/announce { \1 { \2; } }/'
}

# conf [VALUE]: the neighbor, with the routes of the configuration.
conf()
{
	cat <<-END
	neighbor $SELF {
	    router-id 192.168.1.2;
	    local-address $PEER;
	    local-as 65001;
	    peer-as 65000;
	    capability { route-refresh; }
	    $LINES
	    family {
	END
	printf '        %s;\n' $FAMILIES |
	    sed 's,ipv4/rtc,afi 1 safi 132,; s,ipv6/multicast,afi 2 safi 2,
	        s,/, ,'
	echo "    }"
	[ $# -eq 0 ] || words conf "$1" | sections
	echo "}"
}

# command_all announce|withdraw: what is in commands.txt.
command_all()
{
	local line

	while read -r line; do
		ctl $1 $line >/dev/null || die "$1: $line"
	done <commands.txt
}

# render VALUE: how the router shows the rows of standard input.
render()
{
	local pick=2

	[ "$1" != $OLD ] || pick=1
	cut -d '|' -f 1 |
	    awk -F '|' 'NR == FNR { mine[$1]; next } $1 in mine' - known |
	    cut -d '|' -f 2- |
	    sed "s/@/$1/g; s,<\([^<> ]*\)/\([^<> ]*\)>,\\$pick,g"
}

rib_is_wanted()
{
	router_rib | sort >rib
	cmp -s want rib
}

# check STEP: exactly the routes wanted, at the router.
check()
{
	wait_for 15 rib_is_wanted || die "$ROUTER, $1: $(diff want rib)"
	session_up || die "$ROUTER, $1: the session is down"
}

times_up()
{
	[ "$(count_lines bgpd 'BGP session established')" -eq "$1" ]
}

# Begin and end of every family were sent.
refreshed()
{
	ctl -j show neighbor |
	    json ".messages.sent.refresh >= 2 * $(echo $FAMILIES | wc -w)"
}

# All is announced again when the router asks; a route that changes behind
# that tells when the router has read it.
refresh()
{
	local row

	row=$(grep -m 1 '|ctl|' rows)
	router_refresh || die "no refresh"
	await 10 refreshed
	words ctl $NEW | head -n 1 >commands.txt
	command_all announce
	{
		grep -v -F -x -e "$row" rows | render $OLD
		echo "$row" | render $NEW
	} | sort >want
	check refresh
}

# change VALUE: everything has it.
change()
{
	conf "$1" >bgpd.conf
	ctl reload || die "reload"
	words ctl "$1" >commands.txt
	command_all announce
	render "$1" <rows | sort >want
}

withdraw()
{
	command_all withdraw
	conf >bgpd.conf
	ctl reload || die "reload"
	grep -E "^[^|]*\\|($KEEPS)\\|" rows | render $NEW | sort >want
}

families()
{
	choose
	make_net
	[ $CAPTURE = no ] || capture_begin
	router_start 65001 180
	conf $OLD >bgpd.conf
	speaker bgpd.conf -o log.level=DEBUG
	await 30 session_up
	change $OLD
	check announce
	change $NEW
	check change
	change $OLD
	check "change back"
	# GoBGP never asks.
	[ "$ROUTER" = gobgp ] || refresh
	change $NEW
	router_clear
	await 60 times_up 2
	check "session cleared"
	withdraw
	check withdraw
	times_up 2 || die "$ROUTER: the session was reset"
	[ $CAPTURE = no ] || capture_end "$(wc -l <rows)"
}

IP="ipv4/unicast ipv6/unicast"
MULTICAST="ipv4/multicast ipv6/multicast"
VPN="ipv4/mpls-vpn ipv6/mpls-vpn"
MPLS="ipv4/nlri-mpls ipv6/nlri-mpls"
FLOW="ipv4/flow ipv6/flow"
FLOWVPN="ipv4/flow-vpn ipv6/flow-vpn"
MUP="ipv4/mup ipv6/mup"
POLICY="ipv4/sr-policy ipv6/sr-policy"
L2="l2vpn/vpls l2vpn/evpn"

# families_of ID ROUTER FAMILY ...
families_of()
{
	local id=$1 r=$2

	shift 2
	define families $id "ROUTER=$r FAMILIES='$*'"
}

atf_init_test_cases()
{
	TIMEOUT=120
	SRC=$(atf_get_srcdir)
	TOP=$(cd "$SRC/../.." && pwd)
	. "$TOP/regress/lib.sh"
	. "$TOP/regress/lib/router.sh"
	. "$TOP/regress/lib/capture.sh"
	families_of frr frr $IP $MULTICAST $VPN $FLOW l2vpn/evpn
	families_of frr_labeled frr $MPLS
	families_of bird bird $IP $MULTICAST $MPLS $VPN $FLOW
	# OpenBGPD 7.7 does not find a VPN route that is withdrawn.
	define families openbgpd "ROUTER=openbgpd FAMILIES='$IP $VPN'
	    KEEPS='ipv./mpls-vpn' OPENBGPD_LINES='announce enhanced refresh yes'"
	families_of gobgp gobgp $IP $MPLS $VPN $FLOW $FLOWVPN
	families_of gobgp_more gobgp ipv4/rtc $L2 bgp-ls/bgp-ls
	# GoBGP 3.10 misreads several MUP routes in one message, and tshark
	# knows none of these.
	define families gobgp_mup "ROUTER=gobgp CAPTURE=no
	    FAMILIES='$MUP $POLICY' LINES='group-updates false;'"
	families_of exabgp exabgp $IP ipv4/multicast $MPLS $VPN $FLOW \
	    $FLOWVPN $L2 bgp-ls/bgp-ls
}
