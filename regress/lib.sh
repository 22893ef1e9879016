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

# What the functional tests share.  Sourced with TOP set to the tree; all
# state is in files of the current directory, so that a cleanup in another
# shell finds it: pids (a process and when it began, a line), netns (names).

BGPD=$TOP/bgpd-x/bgpd-x
BGPCTL=$TOP/bgpctl-x/bgpctl-x
LIBDIR=$TOP/regress/lib

# The user of the engines: the installed one, else nobody.  API processes
# are nobody in both cases.
if getent passwd _bgpdx >/dev/null; then
	ENGINE_USER=_bgpdx
	USER_OPT=
else
	ENGINE_USER=nobody
	USER_OPT="-o daemon.user=nobody"
fi

# Report a failure; demo.sh has its own.
die()
{
	logs >&2
	atf_fail "$(printf '%s' "$*" | tr '\n' ' ' | cut -c 1-1000)"
}

# The ends of all logs, bounded.
logs()
{
	local f

	for f in *.log */*.log; do
		[ -s "$f" ] || continue
		echo "--- end of $f"
		tail -c 3000 "$f" | cut -c 1-300
	done
}

# wait_for SECONDS COMMAND ...: until it succeeds; 1 when it does not.
wait_for()
{
	local end=$(($(date +%s) + $1))

	shift
	until "$@" >/dev/null 2>&1; do
		[ "$(date +%s)" -lt "$end" ] || return 1
		sleep 0.1
	done
}

# The same, and the test fails when it does not happen.
await()
{
	wait_for "$@" || die "did not happen within $1 s: ${*#"$1"}"
}

# When a process began, in clock ticks: tells it from a later namesake.
# Nothing when it is gone, and a zombie is.
birth()
{
	sed 's/.*) //' "/proc/$1/stat" 2>/dev/null |
	    awk '$1 != "Z" { print $20 }'
}

# spawn NAME COMMAND ...: in the background, with its output in NAME.log.
spawn()
{
	local name=$1

	shift
	"$@" >>"$name.log" 2>&1 </dev/null &
	echo $! >"$name.pid"
	echo "$! $(birth $!)" >>pids
}

pid_of()
{
	cat "$1.pid"
}

is_gone()
{
	[ -z "$(birth "$(pid_of "$1")")" ]
}

is_alive()
{
	! is_gone "$1"
}

# stop NAME [SIGNAL]: end what was spawned and wait for it.
stop()
{
	kill "-${2:-TERM}" "$(pid_of "$1")"
	await 15 is_gone "$1"
}

# Does the log of NAME have a line with this (basic) expression?
log_has()
{
	grep -q -e "$2" "$1.log"
}

count_lines()
{
	grep -c -e "$2" "$1.log"
}

# Two namespaces, NS_R (router, 192.168.1.1) and NS_S (speaker,
# 192.168.1.2), joined by lab0.
make_net()
{
	local ns n=1

	NS_R=bx$$r NS_S=bx$$s
	echo "$NS_R $NS_S" >netns
	for ns in $NS_R $NS_S; do
		ip netns add $ns || die "no network namespaces"
		ip -n $ns link set lo up
		ip netns exec $ns sh -c 'cd /proc/sys/net/ipv6/conf &&
		    echo 0 >default/accept_dad && echo 0 >all/accept_dad'
	done
	ip link add lab0 netns $NS_R type veth peer name lab0 netns $NS_S
	for ns in $NS_R $NS_S; do
		ip -n $ns addr add 192.168.1.$n/24 dev lab0
		ip -n $ns addr add 2001:db8:1::$n/64 dev lab0
		ip -n $ns link set lab0 up
		n=$((n + 1))
	done
}

# End everything that was spawned, and everything in our namespaces.
clean_up()
{
	local pid began ns p i sig

	[ -f pids ] || : >pids
	for sig in CONT TERM KILL; do
		while read -r pid began; do
			[ "$(birth "$pid")" = "$began" ] &&
			    kill -$sig "$pid" 2>/dev/null
		done <pids
		[ $sig = TERM ] || continue
		for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
			any_left || break
			sleep 0.2
		done
	done
	rm -f /run/bgpd-x/stopped-"$(pwd | tr / -)"-*
	[ -f netns ] || return 0
	for ns in $(cat netns); do
		for p in $(ip netns pids "$ns" 2>/dev/null); do
			kill -KILL "$p"
		done
		ip netns del "$ns" 2>/dev/null
	done
	return 0
}

any_left()
{
	local pid began

	while read -r pid began; do
		[ "$(birth "$pid")" = "$began" ] && return 0
	done <pids
	return 1
}

# speaker CONF [OPTION ...]: bgpd-x in the speaker's namespace, as `bgpd`.
speaker()
{
	local conf=$1

	shift
	spawn bgpd ip netns exec "$NS_S" "$BGPD" -s "$PWD/ctl.sock" \
	    $USER_OPT "$@" "$conf"
}

ctl()
{
	"$BGPCTL" -s "$PWD/ctl.sock" "$@"
}

# json FILTER [FILE]: does it say true?  (jq -e takes no input for success.)
json()
{
	[ "$(jq "$@")" = true ]
}

# Is this neighbor of `bgpd` up?
session_up()
{
	ctl -j show neighbor "${1:-192.168.1.1}" |
	    json '.fsm == "ESTABLISHED"'
}

# engines [KIND]: pids of the engines of `bgpd`, or of session or route.
engines()
{
	pgrep -P "$(pid_of bgpd)" -f "bgpd-x: ${1:-[a-z]*} engine"
}

# A build with sanitizers is larger, and talks to standard error.
sanitized()
{
	ldd "$BGPD" | grep -q libasan
}

# script NAME: an executable file out of standard input.
script()
{
	cat >"$1"
	chmod 755 "$1"
}

# neighbor_at ADDRESS [LINE ...]: the router there as a neighbor, with these
# lines inside.
neighbor_at()
{
	cat <<-END
	neighbor $1 {
	    router-id 192.168.1.2;
	    local-address 192.168.1.2;
	    local-as 65001;
	    peer-as 65000;
	    hold-time ${HOLD:-180};
	END
	shift
	[ $# -eq 0 ] || printf '    %s\n' "$@"
	echo "}"
}

neighbor_conf()
{
	neighbor_at 192.168.1.1 "$@"
}

# neighbor_v4 ADDRESS [LINE ...]: the same, for IPv4 unicast alone.
neighbor_v4()
{
	local addr=$1

	shift
	neighbor_at "$addr" "family { ipv4 unicast; }" "$@"
}

# program NAME: one of ours for others to run, whose users may not reach the
# tree; its path.
program()
{
	install -m 755 "$LIBDIR/$1" "$PWD/$1"
	echo "$PWD/$1"
}

# define NAME [ID [SETTING]]: a test case out of the function of that name.
define()
{
	local id=${2:-$1}

	eval "
	atf_test_case $id cleanup
	${id}_head() {
		atf_set require.user root
		atf_set timeout ${TIMEOUT:-300}
	}
	${id}_body() {
		${3:-:}
		$1
	}
	${id}_cleanup() {
		clean_up
	}"
	atf_add_test_case $id
}
