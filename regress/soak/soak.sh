#!/bin/sh
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

# make soak MINUTES=n: the daemon with 50 peers and 100,000 routes for a long
# time; see soak.py.  The last lines are the figures.
set -u
TOP=$(cd "$(dirname "$0")/../.." && pwd)
SOAK=$TOP/regress/soak
. "$TOP/regress/lib.sh"

die()
{
	logs >&2
	echo "soak: $*" >&2
	exit 1
}

# The peers' addresses are the router's, the daemon's is the speaker's.
addresses()
{
	local n

	for n in $(seq 1 50); do
		echo "addr add 10.9.0.$n/16 dev lab0"
	done
	for n in 1 2 3; do
		echo "addr add 10.9.1.$n/16 dev lab0"
	done
}

# What others run is copied out of the tree.
programs()
{
	{ echo "#!/usr/bin/env python3"; cat "$SOAK/churn.py"; } |
	    script churn.py
	install -m 644 "$SOAK/routes.py" routes.py
	script consumer.py <<-END
	#!/usr/bin/env python3
	import os
	while os.read(0, 65536):
	    pass
	END
}

main()
{
	make_net
	addresses | ip -n "$NS_R" -batch -
	ip -n "$NS_S" addr add 10.9.2.1/16 dev lab0
	programs
	python3 "$SOAK/soak.py" "$PWD" || die "no configuration"
	speaker bgpd.conf
	await 20 test -S ctl.sock
	ip netns exec "$NS_R" python3 "$SOAK/soak.py" "$PWD" "$1" \
	    "$BGPCTL" "$PWD/ctl.sock" "$(pid_of bgpd)" &
	echo "$! $(birth $!)" >>pids
	wait $! || die "failed"
	stop bgpd
}

[ "$(id -u)" -eq 0 ] || die "needs root"
dir=$(mktemp -d) || exit 1
trap 'clean_up; cd /; rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
chmod 777 "$dir"
cd "$dir" || exit 1
main "${1:-10}"
