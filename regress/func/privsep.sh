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

# Privilege separation as the kernel sees it: what each of the three
# processes is, has, and knows.

KEY=TheSecretOfThisSession

# A session with a key, and an API process.
begin()
{
	ROUTER=bird
	make_net
	router_start 65001 180 $KEY
	cat >bgpd.conf <<-END
	neighbor 192.168.1.1 {
	    router-id 192.168.1.2;
	    local-address 192.168.1.2;
	    local-as 65001;
	    peer-as 65000;
	    md5-password $KEY;
	    listen 179;
	    static { route 100.10.0.0/24 next-hop self; }
	    api { processes [ p ]; }
	}
	process p {
	    run /bin/cat;
	    encoder json;
	}
	END
	speaker bgpd.conf "$@"
	await 20 router_has 100.10.0.0/24 next-hop=192.168.1.2
	PARENT=$(pid_of bgpd)
	SESS=$(engines session)
	ENG=$(engines route)
	[ -n "$SESS" ] && [ -n "$ENG" ] || die "no engines"
}

# status PID FIELD: its words in /proc/PID/status, one blank between.
status()
{
	sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status" | tr -s '\t ' '  ' |
	    sed 's/ $//'
}

# is PID FIELD WANT
is()
{
	[ "$(status "$1" "$2")" = "$3" ] ||
	    die "$(tr '\0' ' ' <"/proc/$1/cmdline"): $2 is" \
	    "'$(status "$1" "$2")', not '$3'"
}

# What a descriptor of a process leads to, a line each.
links()
{
	local fd

	for fd in /proc/"$1"/fd/*; do
		readlink "$fd"
	done
}

identity()
{
	begin
	uid=$(id -u $ENGINE_USER)
	gid=$(id -g $ENGINE_USER)
	is "$PARENT" Uid "0 0 0 0"
	is "$PARENT" Name "bgpd-x"
	is "$SESS" Name "bgpd-x: session"
	is "$ENG" Name "bgpd-x: route"
	for p in $SESS $ENG; do
		is "$p" Uid "$uid $uid $uid $uid"
		is "$p" Gid "$gid $gid $gid $gid"
		is "$p" Groups "$gid"
		for cap in CapInh CapPrm CapEff CapAmb; do
			is "$p" $cap 0000000000000000
		done
		is "$p" NoNewPrivs 1
		[ "$(readlink "/proc/$p/root")" = /run/bgpd-x/empty ] ||
		    die "root: $(readlink "/proc/$p/root")"
		[ "$(readlink "/proc/$p/cwd")" = /run/bgpd-x/empty ] ||
		    die "cwd: $(readlink "/proc/$p/cwd")"
	done
	[ -z "$(ls -A /run/bgpd-x/empty)" ] || die "the root is not empty"
	[ "$(stat -c '%u %a' /run/bgpd-x/empty)" = "0 555" ] ||
	    die "the root: $(stat -c '%u %a' /run/bgpd-x/empty)"
}

# The parent keeps what it needs: CHOWN DAC_READ_SEARCH KILL SETGID SETUID
# NET_BIND_SERVICE NET_RAW.
capabilities()
{
	begin
	is "$PARENT" CapEff 00000000000024e5
	is "$PARENT" CapPrm 00000000000024e5
}

# Every thread's calls are filtered.
seccomp()
{
	begin
	for p in $SESS $ENG; do
		is "$p" Seccomp 2
		[ "$(ls "/proc/$p/task" | wc -l)" -eq 1 ] || die "threads"
	done
}

# Nothing but pipes, sockets and event queues: no file, no device, not even
# /dev/null.
descriptors()
{
	! sanitized || atf_skip "sanitizers report to standard error"
	begin
	for p in $SESS $ENG; do
		links "$p" >links
		[ -s links ] || die "no descriptors"
		! grep -v '^pipe:\|^socket:\|^anon_inode:\[event' links ||
		    die "a descriptor of a file: $(tr '\n' ' ' <links)"
	done
	# the network is the session engine's alone
	links "$SESS" | grep -o '[0-9]*' | sort >sess
	links "$ENG" | grep -o '[0-9]*' | sort >eng
	ip netns exec "$NS_S" cat /proc/net/tcp | awk '$4 == "01" {
	    print $10 }' | sort >up
	[ "$(wc -l <up)" -eq 1 ] || die "not one connection: $(cat up)"
	[ -n "$(comm -12 sess up)" ] || die "not in the session engine"
	ip netns exec "$NS_S" cat /proc/net/tcp | awk 'NR > 1 {
	    print $10 }' | sort >all
	[ -z "$(comm -12 eng all)" ] || die "a socket in the route engine"
}

# The key stays in the parent, also after a reload.
key()
{
	! sanitized || atf_skip "sanitizers use terabytes of addresses"
	begin
	for i in 1 2; do
		"$LIBDIR/memfind.py" "$PARENT" $KEY || die "parent: $?"
		for p in $SESS $ENG; do
			"$LIBDIR/memfind.py" "$p" $KEY
			[ $? -eq 1 ] || die "the key is in $p"
			# that this finds what is there
			"$LIBDIR/memfind.py" "$p" "192.168.1.1" ||
			    die "not even the neighbor is in $p"
		done
		echo "# a comment" >>bgpd.conf
		ctl reload || die "reload"
	done
	! grep -q $KEY bgpd.log || die "the key is in the log"
	! ctl show neighbor 192.168.1.1 configuration | grep -q $KEY ||
	    die "the key is shown"
	for p in $PARENT $SESS $ENG; do
		! tr '\0' '\n' <"/proc/$p/cmdline" | grep -q $KEY ||
		    die "the key is in the arguments"
	done
}

# An API process: an ordinary user, three descriptors.
api_process()
{
	begin
	p=$(pgrep -P "$PARENT" -x cat)
	[ -n "$p" ] || die "no API process"
	uid=$(id -u nobody)
	is "$p" Uid "$uid $uid $uid $uid"
	is "$p" CapEff 0000000000000000
	[ "$(ls "/proc/$p/fd" | tr '\n' ' ')" = "0 1 2 " ] ||
	    die "descriptors: $(ls -l "/proc/$p/fd")"
	[ "$(links "$p" | grep -c '^pipe:')" -eq 3 ] || die "not pipes"
}

# Who asks for root, as containers do, gets a warning and the usual users.
root_user()
{
	if [ $ENGINE_USER != _bgpdx ]; then
		neighbor_conf >bgpd.conf
		"$BGPD" -s "$PWD/ctl.sock" -o daemon.user=root bgpd.conf 2>out
		grep -q 'there is no user "_bgpdx"' out || die "$(cat out)"
		return
	fi
	begin -o daemon.user=root
	log_has bgpd "warning: daemon.user=root" || die "no warning"
	uid=$(id -u _bgpdx)
	for p in $SESS $ENG; do
		is "$p" Uid "$uid $uid $uid $uid"
	done
	uid=$(id -u nobody)
	is "$(pgrep -P "$PARENT" -x cat)" Uid "$uid $uid $uid $uid"
}

sockets()
{
	begin
	gid=$(id -g $ENGINE_USER)
	[ "$(stat -c '%a %u %g' ctl.sock)" = "660 0 $gid" ] ||
	    die "$(stat -c '%a %u %g' ctl.sock)"
	[ "$(stat -c '%a %u' ctl.rsock)" = "666 0" ] ||
	    die "$(stat -c '%a %u' ctl.rsock)"
	stop bgpd
	[ ! -e ctl.sock ] && [ ! -e ctl.rsock ] || die "they stay"
}

nobody_left()
{
	[ -z "$(ip netns pids "$NS_S")" ]
}

# Without one engine the daemon ends, so that a supervisor starts it again.
engine_dies()
{
	local status

	begin
	kill -SYS "$(engines $KIND)"
	await 15 is_gone bgpd
	wait "$PARENT"
	status=$?
	[ $status -eq 1 ] || die "exit status $status"
	log_has bgpd "^CRITICAL: *$KIND engine was ended by signal 31" || die "nothing in the log"
	await 5 nobody_left
	await 10 router_has_not 100.10.0.0/24
}

# A parent that is killed takes the engines with it.
parent_dies()
{
	begin
	kill -KILL "$PARENT"
	await 10 nobody_left
	await 10 router_has_not 100.10.0.0/24
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	. "$TOP/regress/lib/router.sh"
	for t in identity capabilities seccomp descriptors key api_process \
	    root_user sockets parent_dies; do
		define $t
	done
	define engine_dies session_engine_dies KIND=session
	define engine_dies route_engine_dies KIND=route
}
