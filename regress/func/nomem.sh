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


# One allocation after the other fails in one of the processes.  What it was
# for is refused, nobody dies, and what is said again is done.

TIMES=40

# begin PROCESS: with the router's table in `have`.
begin()
{
	BGPD=$TOP/regress/lib/hooked
	NOMEM=$1:$TIMES
	export NOMEM
	make_net
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    180 "$PWD/sink.json" "dump=$PWD/have"
	conf 1 1
	speaker bgpd.conf
	await 20 session_up
	await 10 has 1 1
}

# conf MED N: the configuration with N routes of this MED.
conf()
{
	local i=0

	neighbor_v4 192.168.1.1 "static {" "$(while [ $i -lt "$2" ]; do
		echo "route 10.0.$i.0/24 next-hop self med $1;"
		i=$((i + 1))
	done)" "}" >bgpd.conf
	neighbor_v4 192.168.1.3 "passive true;" >>bgpd.conf
}

# has MED N: the router has just these.
has()
{
	local i=0

	while [ $i -lt "$2" ]; do
		echo "10.0.$i.0/24 $1"
		i=$((i + 1))
	done | LC_ALL=C sort | cmp -s - have
}

# Its next allocation but so many fails.
starve()
{
	kill -WINCH "$1"
}

is_one_of()
{
	has 1 1 || has 2 70
}

# The parent reads another file, or it does not and says so.
reload()
{
	local i=0 pid

	TIMES=45
	begin parent
	pid=$(pid_of bgpd)
	while [ $((i += 1)) -le $TIMES ]; do
		if [ $((i % 2)) = 1 ]; then
			conf 2 70
		else
			conf 1 1
		fi
		starve "$pid"
		if ctl reload 2>err; then
			:
		elif ! grep -q memory err; then
			die "$i: $(cat err)"
		fi
		is_alive bgpd || die "$i: it died"
		await 10 is_one_of
		wait_for 10 ctl reload || die "$i: not loaded again"
		if [ $((i % 2)) = 1 ]; then
			await 10 has 2 70
		else
			await 10 has 1 1
		fi
	done
}

# The route engine ends in the middle of a change, and the log has why.
commit()
{
	local i=0 pid

	TIMES=30
	begin route
	pid=$(engines route)
	while [ $((i += 1)) -le $TIMES ] && is_alive bgpd; do
		conf $((i % 2 + 1)) 1
		neighbor_v4 192.168.1.4 "passive true;" \
		    "description $i;" >>bgpd.conf
		[ $((i % 2)) = 1 ] || conf 1 1
		starve "$pid"
		ctl reload >out 2>&1 || :
		wait_for 1 is_gone bgpd || :
	done
	await 20 is_gone bgpd
	log_has bgpd "FATAL.*out of memory" || die "nobody said why"
}

# Commands of a group are for whom they say.
group()
{
	local i=0 pid

	TIMES=12
	begin route
	pid=$(engines route)
	while [ $((i += 1)) -le $TIMES ]; do
		starve "$pid"
		ctl "peer 192.168.1.1 group announce route 20.0.$i.0/24 \
		    next-hop self med 5 ; announce route 20.1.$i.0/24 \
		    next-hop self med 5" >out 2>&1
		ctl show adj-rib out 192.168.1.3 >out ||
		    ctl show adj-rib out 192.168.1.3 >out || die "$i: gone"
		[ ! -s out ] || die "$i: told another: $(cat out)"
		wait_for 10 ctl "peer 192.168.1.1 group announce route \
		    20.0.$i.0/24 next-hop self med 5 ; announce route \
		    20.1.$i.0/24 next-hop self med 5" || die "$i: refused"
		await 10 grep -q "^20.1.$i.0/24 5" have
	done
}

# An answer is whole, or its end says that it is not.
show()
{
	local i=0 pid form

	TIMES=12
	begin route
	pid=$(engines route)
	for form in "show adj-rib out extensive" "-j show adj-rib out" \
	    "show neighbor 192.168.1.1 configuration" "-j show neighbor"; do
		ctl $form | sed 's/[0-9][0-9]*//g' >whole
		i=0
		while [ $((i += 1)) -le $TIMES ]; do
			starve "$pid"
			if ctl $form >out 2>err; then
				sed 's/[0-9][0-9]*//g' out | cmp - whole ||
				    die "$i: $form: $(cat out)"
			fi
		done
	done
}

# A session whose messages find no memory is tried again.
session()
{
	local i=0 pid

	TIMES=14
	begin session
	pid=$(engines session)
	while [ $((i += 1)) -le $TIMES ]; do
		starve "$pid"
		ctl neighbor 192.168.1.1 down >out 2>&1
		ctl neighbor 192.168.1.1 up >out 2>&1
		wait_for 30 session_up || die "$i: not up again"
		wait_for 10 has 1 1 || die "$i: routes are missing"
	done
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	for t in reload commit group show session; do
		define $t
	done
}
