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

# An engine that does not do its own work any more: lib/hook.c, linked around
# the daemon's objects.  Each call that it has no use for is denied, and the
# parent neither obeys forged messages nor breaks.

# begin ENGINE:ATTEMPT
begin()
{
	BGPD=$TOP/regress/lib/hooked
	make_net
	spawn sink ip netns exec "$NS_R" "$LIBDIR/sink.py" 192.168.1.1 65000 \
	    90 "$PWD/sink.json"
	neighbor_conf "md5-password secret;" "listen 179;" >bgpd.conf
	hooked "$1"
}

hooked()
{
	: >bgpd.log
	HOOK=$1
	export HOOK
	speaker bgpd.conf
}

calls()
{
	! sanitized || atf_skip "sanitizers may map code"
	begin "$ENGINE:denied"
	await 20 log_has bgpd "hook: tried"
	! log_has bgpd SUCCEEDED || die "$(grep SUCCEEDED bgpd.log)"
	[ "$(count_lines bgpd "hook: .* denied")" -eq 30 ] ||
	    die "$(count_lines bgpd "hook: .* denied") calls"
	is_alive bgpd || die "it died"
	stop bgpd
}

# Calls that are never innocent end the engine, and so the daemon.
deadly()
{
	! sanitized || atf_skip "sanitizers make some of these calls"
	begin none:none
	stop bgpd
	for call in exec ptrace peek mount unshare bpf keyring; do
		hooked "$ENGINE:$call"
		ends_with 1 "$ENGINE engine was ended by signal 31"
		! log_has bgpd "hook:" || die "$call: $(cat bgpd.log)"
	done
}

# ends_with STATUS LINE: the daemon ends, in order, and says why.
ends_with()
{
	local status

	await 20 is_gone bgpd
	wait "$(pid_of bgpd)"
	status=$?
	[ $status -eq "$1" ] || die "$HOOK: exit status $status"
	log_has bgpd "$2" || die "$HOOK: no line: $2"
	[ ! -e ctl.sock ] || die "$HOOK: the socket is left"
}

# Messages that only others may send: the parent stops everything.
forbidden()
{
	local t n

	begin none:none
	stop bgpd
	n=$(sed -n 's/^X(\([A-Z_]*\),.*/\1/p' "$TOP/bgpd-x/imsgtab.h" |
	    wc -l)
	[ "$n" -gt 50 ] || die "only $n types"
	sed -n 's/^X(\([A-Z_]*\),[[:space:]]*\(.*\)/\1 \2/p' \
	    "$TOP/bgpd-x/imsgtab.h" |
	    awk -v who="$NAME" '{ split($0, f, ",")
		if (f[1] !~ who || f[2] !~ /PARENT/) print NR - 1 }' >types
	echo "$n 65535" | tr ' ' '\n' >>types
	for t in $(cat types); do
		hooked "$ENGINE:type=$t"
		ends_with 1 "sent a forbidden message"
	done
	echo "$(wc -l <types) types"
}

# Messages that it may send, with anything in them: the parent goes on, and
# no connection leads to where the file has no neighbor.
allowed()
{
	begin "$ENGINE:allowed"
	await 60 log_has bgpd "hook: forged"
	is_alive bgpd || die "it died"
	ip netns exec "$NS_S" cat /proc/net/tcp |
	    awk 'NR > 1 && $4 != "0A" && $3 !~ /^0101A8C0:/' >elsewhere
	[ ! -s elsewhere ] || die "connected to $(cat elsewhere)"
	stop bgpd
	[ ! -e ctl.sock ] || die "the socket is left"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	for t in calls deadly forbidden allowed; do
		define $t session_$t "ENGINE=session NAME=SESS"
		define $t route_$t "ENGINE=route NAME=ENG"
	done
}
