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

# Everything at once: routes at random, sessions that fall, peers that
# freeze, reloads.  In the end every peer has what it must have.

NEIGHBORS="192.168.1.1 192.168.1.11 192.168.1.12"

# conf ROUTE ...: three neighbors with these static routes.
conf()
{
	local n

	for n in $NEIGHBORS; do
		cat <<-END
		neighbor $n {
		    router-id 192.168.1.2;
		    local-address 192.168.1.2;
		    local-as 65001;
		    peer-as 65000;
		    family { ipv4 unicast; }
		    api { processes [ p ]; }
		    static {
		END
		printf '        route %s next-hop self med 9;\n' "$@"
		printf '    }\n}\n'
	done
	cat <<-END
	process p {
	    run $(program chaos.py) $SEED 100000 $PWD/out/want $NEIGHBORS;
	    encoder text;
	}
	END
}

# One thing that goes wrong, by number.
mishap()
{
	local n

	n=$(echo "$NEIGHBORS" | cut -d ' ' -f $((1 + $1 / 5 % 3)))
	case $(($1 % 5)) in
	0)
		ctl neighbor "$n" teardown 4
		;;
	1)
		kill -STOP "$(pid_of "sink.$n")"
		sleep 0.5
		kill -CONT "$(pid_of "sink.$n")"
		;;
	2)
		conf 20.0.0.0/24 20.0.2.0/24 >bgpd.conf
		ctl reload
		;;
	3)
		conf 20.0.0.0/24 20.0.1.0/24 >bgpd.conf
		kill -HUP "$(pid_of bgpd)"
		;;
	4)
		stop "sink.$n" KILL
		sink "$n"
		;;
	esac
}

sink()
{
	spawn "sink.$1" ip netns exec "$NS_R" "$LIBDIR/sink.py" "$1" 65000 \
	    180 "$PWD/sink.$1.json" "dump=$PWD/have.$1"
}

same()
{
	cmp "want.$1" "have.$1"
}

chaos()
{
	local n i

	make_net
	mkdir -m 777 out
	for n in $NEIGHBORS; do
		ip -n "$NS_R" addr replace "$n/24" dev lab0
		sink "$n"
	done
	conf 20.0.0.0/24 20.0.1.0/24 >bgpd.conf
	speaker bgpd.conf
	await 20 session_up
	i=0
	while [ ! -f out/want.192.168.1.12 ]; do
		mishap $((i * 7 + SEED))
		i=$((i + 1))
		is_alive bgpd || die "it died"
		[ $i -lt 500 ] || die "no end"
		sleep 0.2
	done
	conf 20.0.0.0/24 20.0.1.0/24 >bgpd.conf
	ctl reload || die "reload"
	for n in $NEIGHBORS; do
		{ cat "out/want.$n"; echo "20.0.0.0/24 9"
		echo "20.0.1.0/24 9"; } | LC_ALL=C sort >"want.$n"
		wait_for 60 same "$n" || {
			diff "want.$n" "have.$n" | head -n 20 >&2
			die "$n has other routes, after $i mishaps"
		}
	done
	# and what the daemon says it sent is the same
	for n in $NEIGHBORS; do
		[ "$(ctl show adj-rib out "$n" | wc -l)" -eq \
		    "$(wc -l <"want.$n")" ] || die "adj-rib out of $n"
	done
	is_alive bgpd || die "it died"
	echo "$i mishaps"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	for s in 1 2 3; do
		define chaos chaos_$s SEED=$s
	done
}
