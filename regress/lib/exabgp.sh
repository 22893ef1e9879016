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

# ExaBGP as the router of router.sh: it keeps nothing, so its JSON is kept,
# and read from the beginning each time.  EXABGP_LINES is added to its
# neighbor, EXABGP_CAPABILITIES to what it offers.

EXABGP_LINES=
EXABGP_CAPABILITIES=

exabgp_conf()
{
	cat <<-END
	process keep {
		run $PWD/keep;
		encoder json;
	}
	neighbor $PEER {
		router-id 192.168.1.1;
		local-address $SELF;
		local-as 65000;
		peer-as $1;
		hold-time $2;
		passive true;
		listen 179;
		$EXABGP_LINES
		$([ -z "${3:-}" ] || echo "md5-password \"$3\";")
		capability { route-refresh; $EXABGP_CAPABILITIES }
		family {
	END
	printf '		%s;\n' $FAMILIES | sed 's,/, ,'
	cat <<-END
		}
		api {
			processes [ keep ];
			neighbor-changes;
			receive { parsed; update; }
		}
	}
	END
}

exabgp_start()
{
	: >events
	mkfifo commands
	script keep <<-END
	#!/bin/sh
	exec 3<&0
	cat <&3 >>$PWD/events &
	exec cat <>$PWD/commands
	END
	exabgp_conf "$@" >exabgp.conf
	spawn router ip netns exec "$NS_R" env exabgp.daemon.user=root \
	    exabgp.daemon.drop=false exabgp.api.cli=false \
	    exabgp.log.destination=stdout exabgp exabgp.conf
}

exabgp_clear()
{
	echo "neighbor $PEER teardown 4" >commands
}

exabgp_state()
{
	exabgp_events |
	    jq -r 'select(.type == "state") | .neighbor.state' | sed -n '$s/up/Established/p'
}

exabgp_refresh()
{
	local family

	for family in $FAMILIES; do
		echo "announce route-refresh ${family%/*} ${family#*/}"
	done >commands
}

# Answers to commands and control characters are not JSON.
exabgp_events()
{
	grep '^{' events | tr -d '\001-\011\013-\037'
}

# A route is known by all that is in it but labels.
exabgp_rib()
{
	exabgp_events | jq -rnS '
	def key: del(.label, .raw, .string, .base, .nexthop) | tojson;
	def what: .string // (del(.raw, .parsed, .name, .nexthop) | tojson);
	def attributes: del(."confederation-path") |
	    if ."extended-community" then
		."extended-community" |= map(.string) else . end | tojson;
	reduce (inputs | select(.type == "state" or .type == "update")) as $e
	    ({}; if $e.type == "state" then {} else
		($e.neighbor.message.update // {}) as $u |
		reduce (($u.withdraw // {}) | to_entries[] |
		    .key as $f | .value[] | "\($f) \(key)") as $k
		    (.; delpaths([[$k]])) |
		reduce (($u.announce // {}) | to_entries[] | .key as $f |
		    .value | to_entries[] | .key as $via | .value[] |
		    ["\($f) \(key)", "\($f) \(what) via \($via)"]) as $r
		    (.; .[$r[0]] = $r[1] + " " + ($u.attribute | attributes))
	    end) | .[]'
}
