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

# BIRD as the router of router.sh.  BIRD_LINES is added to its neighbor,
# BIRD_CHANNEL to every channel, and BIRD_TOP in front of all.

BIRD_LINES=
BIRD_CHANNEL=

# What BIRD calls the channel of a family; its first word is the table's kind.
bird_channel()
{
	echo "$1" | sed 's,ipv\(.\)/mpls-vpn,vpn\1 mpls,
	    s,ipv\(.\)/flow,flow\1,; s,/unicast,,; s,/nlri-mpls, mpls,
	    s,/, ,'
}

# The table of a channel.
bird_table()
{
	case $1 in
	ipv4) echo master4 ;;
	ipv6) echo master6 ;;
	*) echo "t_$1" | tr ' ' _ ;;
	esac
}

bird_channels()
{
	local c family

	for family in $FAMILIES; do
		c=$(bird_channel $family)
		echo "$c { table $(bird_table "$c"); import all;"
		echo "export where proto = \"own\"; $BIRD_CHANNEL };"
	done
}

bird_conf()
{
	local c family

	cat <<-END
	log "$PWD/bird.log" all;
	router id 192.168.1.1;
	END
	for family in $FAMILIES; do
		c=$(bird_channel $family)
		echo "${c%% *} table $(bird_table "$c");"
	done
	cat <<-END
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
	echo "$BIRD_LINES"
	bird_channels
	echo "}"
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

bird_announce()
{
	bird enable own
}

bird_withdraw()
{
	bird disable own
}

bird_clear()
{
	bird restart speaker
}

bird_refresh()
{
	bird reload in speaker
}

bird_state()
{
	bird show protocols speaker | awk '$1 == "speaker" { print $6 }'
}

bird_error()
{
	bird show protocols all speaker | sed -n 's/^ *Last error: *//p'
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

bird_rib()
{
	bird show route table all all protocol speaker | awk '
	function flush() { if (line != "") print line; line = "" }
	/^Table/ { flush(); sub(/:/, "", $2); table = $2; next }
	/^[^\t]/ {
		flush()
		if (!/\[speaker/) next
		if (/^[^ ]/) {
			net = substr($0, 1, index($0, "[speaker") - 1)
			gsub(/ +/, " ", net)
			sub(/ (unicast|unreachable)? ?$/, "", net)
		}
		line = table " " net
	}
	/^\tBGP/ {
		sub(/^\tBGP./, "")
		sub(/: *$/, "")
		sub(/local_pref: 100/, "")
		if ($0 != "") line = line "; " $0
	}
	/^\t\t/ { sub(/^\t\t/, ""); line = line " " $0 }
	END { flush() }'
}
