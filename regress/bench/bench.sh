#!/bin/sh
#
# How fast routes get from a program to a peer: one line for each route,
# 1,000 attribute sets, from the first line written to the last prefix at
# the peer.  bgpd-x and Debian's exabgp do the same work in the same run.
#
#	make bench [QUICK=1] [RUNS=n]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
tool=$here/benchtool
# A network of its own: port 179 of addresses that are only there.
if [ -z "${BENCH_INSIDE:-}" ] && [ "$(id -u)" = 0 ]; then
	make -s -C "$top" all
	make -s -C "$here"
	BENCH_INSIDE=1 exec unshare -n sh "$here/bench.sh"
fi
[ "$(id -u)" = 0 ] || { echo "as root" >&2; exit 1; }
ip link set lo up
ip addr add 10.0.0.1/8 dev lo
runs=${RUNS:-3}
big=1000000
small=100000
[ -z "${QUICK:-}" ] || runs=1
dir=$(mktemp -d /tmp/bench.XXXXXX)
chmod 777 "$dir"
trap 'rm -rf "$dir"' EXIT

if [ "$(id -u)" = 0 ] && ! id _bgpdx >/dev/null 2>&1; then
	user="-o daemon.user=nobody"
else
	user=
fi

# conf FILE: the neighbor and the process that feeds it
conf() {
	cat > "$1" <<C
process bench {
	run $tool feed $dir $dir/lines;
	encoder text;
}
neighbor 10.1.0.1 {
	router-id 192.0.2.1;
	local-address 10.0.0.1;
	local-as 65000;
	peer-as 65001;
	family { ipv4 unicast; }
	api { processes [ bench ]; }
}
C
}

# Resident memory in KiB of a process and its children, by name.
memory() {
	for p in $1 $(pgrep -P "$1"); do
		[ -r "/proc/$p/status" ] || continue
		case $(tr '\0' ' ' < "/proc/$p/cmdline") in
		*benchtool*) continue ;;
		esac
		awk -v n="$2" '/^VmRSS/ { print n, $2 }' "/proc/$p/status"
	done
}

# once DAEMON ROUTES: seconds, routes a second, verdict, memory in KiB
once() {
	rm -f "$dir"/goal.* "$dir"/fed.* "$dir"/done.*
	"$tool" sink "$dir" "ipv4:$2:1000" 2> "$dir/sink.log" &
	sink=$!
	conf "$dir/conf"
	case $1 in
	bgpd-x)
		"$top/bgpd-x/bgpd-x" -d -f "$dir/conf" -s "$dir/sock" \
		    -o log.level=WARNING $user \
		    > "$dir/log" 2>&1 &
		;;
	exabgp)
		env exabgp.tcp.bind= \
		    exabgp.log.level=CRIT exabgp.api.cli=false \
		    exabgp.daemon.user=root exabgp.api.ack=true \
		    exabgp "$dir/conf" > "$dir/log" 2>&1 &
		;;
	esac
	daemon=$!
	i=0
	while [ ! -s "$dir/done.0" ] && kill -0 $sink 2>/dev/null &&
	    kill -0 $daemon 2>/dev/null && [ $i -lt 3000 ]; do
		sleep 0.1
		i=$((i + 1))
	done
	rss=$(memory $daemon x | awk '{ s += $2 } END { print s }')
	kill $daemon 2>/dev/null || true
	wait $daemon 2>/dev/null || true
	kill $sink 2>/dev/null || true
	wait $sink 2>/dev/null || true
	awk -v n="$2" -v rss="${rss:-0}" -v done="$(cat "$dir/done.0")" '{
	    split(done, d); s = d[2] - $1
	    printf "%.3f %.0f %s %d\n", s, n / s, d[6], rss
	}' "$dir/fed.0"
}

# The middle one of several runs.
median() {
	i=0
	while [ $i -lt "$runs" ]; do
		once "$1" "$2"
		i=$((i + 1))
	done | sort -n | awk '{ l[NR] = $0 } END { print l[int((NR + 1) / 2)] }'
}

idle_memory() {
	: > "$dir/lines.empty"
	cat > "$dir/idle" <<C
neighbor 10.1.0.1 { router-id 192.0.2.1; local-address 10.0.0.1;
local-as 65000; peer-as 65001; passive; }
C
	sed -i 's/; /;\
/g; s/{ /{\
/' "$dir/idle"
	"$top/bgpd-x/bgpd-x" -d -f "$dir/idle" -s "$dir/sock" \
	    $user > "$dir/log" 2>&1 &
	daemon=$!
	sleep 1
	memory $daemon x | awk '{ s += $2 } END { print s }'
	kill $daemon
	wait $daemon 2>/dev/null || true
}

show() {
	echo "$2" | awk -v what="$1" '{ printf "%-34s %9.3f s %10d routes/s " \
	    "%8d KiB  %s\n", what, $1, $2, $4, $3 }'
}

idle=$(idle_memory)
echo "bgpd-x idle: $idle KiB in three processes"
"$tool" gen api ipv4:$big:1000 > "$dir/lines"
x=$(median bgpd-x $big)
show "bgpd-x, $big routes" "$x"
"$tool" gen api ipv4:$small:1000 > "$dir/lines"
y=$(median bgpd-x $small)
show "bgpd-x, $small routes" "$y"
if command -v exabgp >/dev/null; then
	runs=1
	z=$(median exabgp $small)
	show "exabgp, $small routes" "$z"
	echo "$y $z" | awk '{ printf "bgpd-x is %.0f times as fast\n", $2 / $6 }'
fi
echo "$x" | awk -v idle="$idle" -v n=$big '{ printf \
    "memory above idle: %.0f bytes a route\n", ($4 - idle) * 1024 / n }'
case "$x $y" in
*WRONG*)
	echo "routes were lost or altered" >&2
	exit 1
	;;
esac
