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

# The health checker, as a program of the daemon's and by hand.

# health OPTION ...: the checker with what all tests want.
health()
{
	"$BGPCTL" healthcheck --no-syslog "$@"
}

conf()
{
	neighbor_conf "api { processes [ health ]; }"
	install -m 755 "$BGPCTL" bgpctl-x
	cat <<-END
	process health {
	    run $PWD/bgpctl-x healthcheck --no-syslog -i 0.1 -f 0.1 $*;
	    encoder text;
	    on-exit withdraw;
	    ${USER_LINE:-}
	}
	END
}

# announced TEXT: what the neighbor is told is this, and no more.
announced()
{
	[ "$(ctl show adj-rib out extensive | sed 's/.*unicast //')" = "$1" ]
}

begin()
{
	make_net
	chmod 755 .
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json"
	await 10 test -s sink.json
	conf "$@" >bgpd.conf
	speaker bgpd.conf
}

# Its states are to be seen in the routes; with the program they go.
states()
{
	mkdir -m 777 out
	begin --no-ip-setup --ip 192.0.2.1/32 --ip 192.0.2.2/32 \
	    --rise 2 --fall 2 --community 65001:1 --disabled-community 65001:9 \
	    --disable "$PWD/off" --command "'test -f $PWD/well'" \
	    --execute "'echo \$STATE >>$PWD/out/states'" --debounce
	await 20 announced "192.0.2.1/32 next-hop 192.168.1.2 med 1000 community 65001:9
192.0.2.2/32 next-hop 192.168.1.2 med 1001 community 65001:9"
	touch well
	await 10 announced "192.0.2.1/32 next-hop 192.168.1.2 med 100 community 65001:1
192.0.2.2/32 next-hop 192.168.1.2 med 101 community 65001:1"
	touch off
	await 10 announced "192.0.2.1/32 next-hop 192.168.1.2 med 500 community 65001:9
192.0.2.2/32 next-hop 192.168.1.2 med 501 community 65001:9"
	rm off
	await 10 announced "192.0.2.1/32 next-hop 192.168.1.2 med 100 community 65001:1
192.0.2.2/32 next-hop 192.168.1.2 med 101 community 65001:1"
	[ "$(xargs <out/states)" = \
	    "FALLING DOWN RISING UP DISABLED INIT RISING UP" ] ||
	    die "states: $(xargs <out/states)"
	neighbor_conf >bgpd.conf
	ctl reload
	await 10 announced ""
	! log_has bgpd "no answer" || die "no answer"
}

# has_address: the service's address is on the loopback interface.
has_address()
{
	ip -n "$NS_S" address show dev lo | grep -q "192.0.2.1/32.*lo:web1"
}

no_address()
{
	! has_address
}

# Addresses come before the routes, and go behind them.
addresses()
{
	local USER_LINE="user root;"

	begin --ip 192.0.2.1/32 --label web1 --rise 1 --fall 1 \
	    --withdraw-on-down --dynamic-ip-setup --timeout 1 \
	    --command "'test -f $PWD/well || sleep 60'"
	await 10 has_address
	await 10 log_has bgpd "Timeout (1) while running"
	await 10 no_address
	touch well
	await 10 has_address
	await 10 announced "192.0.2.1/32 next-hop 192.168.1.2 med 100"
	rm well
	await 10 no_address
	await 10 announced ""
	touch well
	await 10 has_address
	stop bgpd
	await 10 no_address
}

# What is written, by hand: options of the command line and of a file.
lines()
{
	cat >file <<-END
	# options
	interval = 0
	 no-ip-setup
	ip = 192.0.2.0/30
	command = exit 3
	fall=1
	as-path = 65001 65002
	down-as-path = 65003
	local-preference = 7
	END
	health -F file --local-preference=50 --ip 2001:db8::1 --path-id 4 \
	    --neighbor 10.0.0.1 --neighbor 10.0.0.2 --increase -10 \
	    --next-hop 10.0.0.9 --large-community 1:2:3 \
	    --deaggregate-networks --start-ip 3 >said 2>errors
	for i in 3:1000 5:990 0:980 1:970 2:960; do
		[ ${i%:*} = 5 ] && ip=2001:db8::1/128 ||
		    ip=192.0.2.${i%:*}/32
		echo "neighbor 10.0.0.1, neighbor 10.0.0.2 announce route" \
		    "$ip next-hop 10.0.0.9 med ${i#*:} local-preference 50" \
		    "large-community [ 1:2:3 ] as-path [ 65003 ]" \
		    "path-information 4"
	done | diff - said || die "lines"
	grep -q "WARNING.healthcheck. Check command was unsuccessful: 3" errors
	for bad in "--ip 192.0.2.1/24" "--interval x" "--community 1:1
shutdown" "--ip-ifname 192.0.2.1%eth0" "--next-hop self" "--rise" "--nonsense" \
	    "extra" "--silent"; do
		set -- ${bad%% *}
		[ "$bad" = "$1" ] || set -- "$1" "${bad#* }"
		health --ip 192.0.2.2 --interval 0 "$@" >said 2>errors &&
		    die "taken: $bad"
		[ $? -eq 1 ] || [ -s errors ] || die "no reason: $bad"
		[ ! -s said ] || die "said: $(cat said)"
	done
}

# Lines of a file stand for themselves: an empty value is none, and one that
# is missing is an error.
alone()
{
	cat >file <<-END
	label =
	rise = 1
	interval = 0
	no-ip-setup
	community = 65001:1
	disabled-community =
	ip = 192.0.2.1
	ip-ifname = 192.0.2.1/32%lo
	command =
	fall = 1
	END
	health -F file >said || die "status $?"
	want="neighbor * announce route 192.0.2.1/32 next-hop self"
	echo "$want med 100 community [ 65001:1 ]" | diff - said || die "up"
	health -F file --command false >said || die "status $?"
	echo "$want med 1000 community [ 65001:1 ]" | diff - said ||
	    die "down"
	timeout 1 "$BGPCTL" healthcheck --no-syslog -F file -i 0.0004 >said
	[ $? -eq 124 ] || die "a short interval is none"
	"$BGPCTL" healthcheck -F file -sF LOCAL0 >said || die "LOCAL0"
	"$BGPCTL" healthcheck -F file -sF LOCAL9 >said && die "LOCAL9"
	echo "next-hop" >>file
	echo "as-path = 1" >>file
	health -F file 2>errors >said && die "taken: $(cat said)"
	grep -q "next-hop.* requires an argument" errors || die "no reason"
}

# Each option is in the manual, and none is there that is not known.
described()
{
	sed -n '/^\.Ss Health checks/,/^\.Ss For the/p' \
	    "$TOP/man/bgpctl-x.8" | grep '^\.It' | tr ' ' '\n' |
	    sed -n 's/^-\([a-z][a-z-]*\),*$/\1/p' | sort -u >described
	health --help | sed -n 's/^	--\([a-z-]*\).*/\1/p' | sort -u >known
	diff described known || die "the manual"
}

# Addresses are set up through sudo by who began it; checks and commands are
# run by the user and the group that were named, and by no other group.
identity()
{
	make_net
	chmod 755 .
	mkdir -m 777 out
	script sudo <<-END
	#!/bin/sh
	echo "\$(id -u) \$*" >>$PWD/out/sudo
	exec "\$@"
	END
	PATH=$PWD:$PATH ip netns exec "$NS_S" "$BGPCTL" healthcheck \
	    --no-syslog --ip 192.0.2.1/32 --label web1 --sudo --rise 1 \
	    --user nobody --group games --pid "$PWD/pid" -i 0 \
	    --command "id -u >$PWD/out/check" --up-execute \
	    "id -u >$PWD/out/up; id -g >>$PWD/out/up; id -G >>$PWD/out/up" \
	    >said || die "status $?"
	[ "$(cat out/sudo)" = \
	    "0 ip address add 192.0.2.1/32 dev lo label lo:web1" ] ||
	    die "sudo: $(cat out/sudo)"
	has_address || die "no address"
	[ "$(cat out/check)" = "$(id -u nobody)" ] || die "check"
	gid=$(getent group games | cut -d: -f3)
	[ "$(xargs <out/up)" = "$(id -u nobody) $gid $gid" ] ||
	    die "command: $(xargs <out/up)"
	grep -qx '[0-9]*' pid || die "pid: $(cat pid)"
	echo "neighbor * announce route 192.0.2.1/32 next-hop self med 100" |
	    diff - said || die "said"
	for bad in user group; do
		health --ip 192.0.2.1 --no-ip-setup --$bad nobody-here \
		    2>errors && die "taken: $bad"
		grep -q "no such $bad" errors || die "$(cat errors)"
	done
	health --ip 192.0.2.1 --no-ip-setup --pid /nowhere/pid 2>errors &&
	    die "taken: pid"
	grep -q "/nowhere/pid: No such file" errors || die "$(cat errors)"
}

# Who ends it while it waits for an answer still gets every withdrawal.
unanswered()
{
	mkfifo in
	sleep 1000 >in &
	echo "$! $(birth $!)" >>pids
	"$BGPCTL" healthcheck --no-syslog --no-ip-setup --rise 1 \
	    --ip 192.0.2.1 --ip 192.0.2.2 <in 2>errors >said &
	echo "$! $(birth $!)" >>pids
	await 10 grep -q announce said
	kill $!
	wait $! || die "status $?"
	[ "$(grep -c withdraw said)" -eq 2 ] || die "$(cat said)"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	define states
	define addresses
	define lines
	define alone
	define described
	define identity
	define unanswered
}
