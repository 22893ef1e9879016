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

# A first BGP session, step by step as ExaBGP's guide of that name has it,
# with FRR and with BIRD as the router: the configurations and the programs
# are those a new user types.

# conf [LINE ...]: the guide's neighbor, with these lines inside.
conf()
{
	cat <<-END
	neighbor 192.168.1.1 {
	    router-id 192.168.1.2;
	    local-address 192.168.1.2;
	    local-as ${LOCAL_AS:-65001};
	    peer-as 65000;
	END
	[ $# -eq 0 ] || printf '    %s\n' "$@"
	echo "}"
}

# conf_api NAME RUN: the same with a process for commands.
conf_api()
{
	conf "api {" "    processes [ $1 ];" "}"
	printf 'process %s {\n    run %s;\n    encoder text;\n}\n' "$1" "$2"
}

# conf_receive RUN: and with one for routes.
conf_receive()
{
	conf "family {" "    ipv4 unicast;" "}" \
	    "api {" "    processes [ receive-routes ];" "}"
	cat <<-END
	process receive-routes {
	    run $1;
	    encoder json;  # JSON format for easier parsing
	    receive {
	        parsed;    # Receive parsed BGP messages
	        updates;   # Receive route updates
	    }
	}
	END
}

# begin [PASSWORD]: the net and the router.
begin()
{
	make_net
	router_start "${LOCAL_AS:-65001}" "${HOLD:-180}" "$@"
}

minimal()
{
	begin
	conf "# Announce a static route" "static {" \
	    "    route 100.10.0.0/24 next-hop self;" "}" >exabgp.conf
	speaker exabgp.conf
	await 20 router_is Established
	await 10 router_has 100.10.0.0/24 next-hop=192.168.1.2 path=65001 \
	    origin=IGP
	await 10 kernel_has 100.10.0.0/24
	await 10 log_has bgpd "^INFO: .*Announced route 100\.10\.0\.0/24"
	for line in "Welcome to bgpd-x" \
	    "New neighbor 192.168.1.1 (local AS 65001, peer AS 65000)" \
	    "BGP session established with 192.168.1.1" \
	    "Announced route 100.10.0.0/24 next-hop 192.168.1.2"; do
		log_has bgpd "^INFO:     $line" || die "no log line: $line"
	done
	stop bgpd
	await 10 router_has_not 100.10.0.0/24
	await 10 router_error_has "notification received\|Received:"
	await 10 router_error_has "administrative shutdown"
	log_has bgpd "has stopped" || die "no farewell"
}

attributes()
{
	begin
	conf "static {" "    # Multiple routes" \
	    "    route 100.10.0.0/24 next-hop self;" \
	    "    route 100.20.0.0/24 next-hop self;" \
	    "    route 100.30.0.0/24 next-hop self;" \
	    "    # IPv6" \
	    "    route 2001:db8:100::/48 next-hop self;" \
	    "    # With attributes" \
	    "    route 100.40.0.0/24 {" "        next-hop self;" \
	    "        med 100;                   # Multi-Exit Discriminator" \
	    "        local-preference 200;      # Preference for iBGP" \
	    "        community [ 65001:100 ];   # BGP community" "    }" \
	    "    route 100.50.0.0/24 next-hop self med 50;  # Preferred" \
	    "    $(printf '%s' "route 100.60.0.0/24 next-hop self " \
	    "community [ 65001:100 65001:200 ];")" \
	    "    $(printf '%s' "route 100.70.0.0/24 next-hop self " \
	    "as-path [ 65001 65001 65001 ];")" "}" >exabgp.conf
	speaker exabgp.conf
	await 20 router_has 100.70.0.0/24 "path=65001 65001 65001"
	for n in 10 20 30; do
		await 10 router_has 100.$n.0.0/24 path=65001 \
		    next-hop=192.168.1.2
	done
	await 10 router_has 2001:db8:100::/48 path=65001 \
	    next-hop=2001:db8:1::2
	await 10 router_has 100.40.0.0/24 med=100 community=65001:100
	router_route 100.40.0.0/24 | grep -q local-pref=200 &&
	    die "a local preference over eBGP"
	await 10 router_has 100.50.0.0/24 med=50
	await 10 router_has 100.60.0.0/24 "community=65001:100 65001:200"
	[ "$(ctl show adj-rib out | wc -l)" -eq 8 ] || die "not eight routes"
}

ibgp()
{
	LOCAL_AS=65000
	begin
	conf "static {" \
	    "    route 100.10.0.0/24 next-hop self local-preference 200;" \
	    "    route 100.20.0.0/24 next-hop self;" "}" >exabgp.conf
	speaker exabgp.conf
	await 20 router_has 100.10.0.0/24 local-pref=200 path= \
	    next-hop=192.168.1.2
	await 10 router_has 100.20.0.0/24 local-pref=100 path=
}

announce_py()
{
	begin
	script announce.py <<-'END'
	#!/usr/bin/env python3
	"""
	Simple dynamic route announcement
	"""
	import sys
	import time

	# Wait for ExaBGP to be ready
	time.sleep(2)

	# Announce routes
	routes = [
	    "100.10.0.0/24",
	    "100.20.0.0/24",
	    "100.30.0.0/24"
	]

	for route in routes:
	    sys.stdout.write(f"announce route {route} next-hop self\n")
	    sys.stdout.flush()
	    sys.stderr.write(f"[API] Announced {route}\n")

	# Keep process alive
	while True:
	    time.sleep(60)
	END
	conf_api dynamic-routes "$PWD/announce.py" >exabgp.conf
	speaker exabgp.conf
	for n in 10 20 30; do
		await 20 router_has 100.$n.0.0/24 next-hop=192.168.1.2
		await 10 log_has bgpd "\[API\] Announced 100.$n.0.0/24"
		log_has bgpd "Announced route 100.$n.0.0/24" ||
		    die "no log line"
	done
	log_has bgpd "Started process 'dynamic-routes' with PID [0-9]" ||
	    die "no line about the start"
	log_has bgpd "Received command from API: announce route 100.10" ||
	    die "no line about a command"
	# the process ends with the daemon
	pid=$(sed -n "s/.*'dynamic-routes' with PID //p" bgpd.log)
	stop bgpd
	[ ! -e "/proc/$pid" ] || die "the process is still there"
}

receive_py()
{
	begin
	script receive.py <<-'END'
	#!/usr/bin/env python3
	"""
	Receive and process BGP routes
	"""
	import sys
	import json

	while True:
	    line = sys.stdin.readline().strip()
	    if not line:
	        break

	    try:
	        message = json.loads(line)

	        # Handle route updates
	        if message['type'] == 'update':
	            # New route announced
	            if 'announce' in message['neighbor']['message']:
	                announce = message['neighbor']['message']['announce']
	                if 'ipv4 unicast' in announce:
	                    for prefix, attrs in announce['ipv4 unicast'].items():
	                        next_hop = attrs[0]['next-hop']
	                        print(f"[RECEIVED] Route {prefix} via {next_hop}", file=sys.stderr)

	            # Route withdrawn
	            if 'withdraw' in message['neighbor']['message']:
	                withdraw = message['neighbor']['message']['withdraw']
	                if 'ipv4 unicast' in withdraw:
	                    for prefix in withdraw['ipv4 unicast'].keys():
	                        print(f"[WITHDRAWN] Route {prefix}", file=sys.stderr)

	        # Handle session state
	        elif message['type'] == 'state':
	            state = message['neighbor']['state']
	            print(f"[STATE] BGP session state: {state}", file=sys.stderr)

	    except json.JSONDecodeError:
	        pass
	    except Exception as e:
	        print(f"[ERROR] {e}", file=sys.stderr)
	END
	conf_receive "$PWD/receive.py" >exabgp.conf
	speaker exabgp.conf
	await 20 router_is Established
	router_announce
	await 10 log_has bgpd "\[RECEIVED\] Route 10.0.0.0/8 via 192.168.1.1"
	router_withdraw
	await 10 log_has bgpd "\[WITHDRAWN\] Route 10.0.0.0/8"
	! log_has bgpd "\[ERROR\]" || die "a message was not understood"
}

# The sample for version 4 prints to standard output, so what it says
# arrives as a command that is refused.
json_4()
{
	begin
	script receive.py <<-'END'
	#!/usr/bin/env python3
	import json, sys

	while True:
	    line = sys.stdin.readline()
	    msg = json.loads(line)

	    # 4.x structure
	    if 'update' in msg['neighbor']['message']:
	        update = msg['neighbor']['message']['update']
	        if 'announce' in update:
	            if 'ipv4 unicast' in update['announce']:
	                routes = update['announce']['ipv4 unicast']
	                for prefix, attrs_list in routes.items():
	                    nexthop = attrs_list[0]['next-hop']
	                    print(f"Route: {prefix} via {nexthop}")
	END
	conf_receive "$PWD/receive.py" >exabgp.conf
	export PYTHONUNBUFFERED=1
	speaker exabgp.conf
	await 20 router_is Established
	router_announce
	await 10 log_has bgpd "API: Route: 10.0.0.0/8 via 192.168.1.1"
	await 10 log_has bgpd "^WARNING: .*refused: unknown command"
}

# The shape of the guide's sample message, member by member.
json_shape()
{
	begin
	script receive.sh <<-END
	#!/bin/sh
	exec cat >$PWD/events/out
	END
	mkdir -m 777 events
	conf_receive "$PWD/receive.sh" >exabgp.conf
	speaker exabgp.conf
	await 20 router_is Established
	router_announce
	await 10 grep -q '10\.0\.0\.0/8' events/out
	grep '10\.0\.0\.0/8' events/out >event
	json '(.exabgp | test("^[0-9]+\\.[0-9]")) and
	    ([.time, .pid, .ppid, .counter | type == "number"] | all) and
	    (.host | type) == "string" and .type == "update"' event ||
	    die "header: $(head -c 2000 event)"
	json '.neighbor.address == {"local": "192.168.1.2",
	    "peer": "192.168.1.1"} and
	    .neighbor.asn == {"local": 65001, "peer": 65000}' event ||
	    die "neighbor: $(head -c 2000 event)"
	json '.neighbor.message.update.announce["ipv4 unicast"]
	    ["10.0.0.0/8"][0]["next-hop"] == "192.168.1.1"' event ||
	    die "message: $(head -c 2000 event)"
	[ "$(wc -l <event)" -eq 1 ] || die "announced more than once"
}

md5()
{
	begin secretpassword
	conf 'md5-password "secretpassword";' "static {" \
	    "    route 100.10.0.0/24 next-hop self;" "}" >exabgp.conf
	speaker exabgp.conf
	await 20 router_is Established
	await 10 router_has 100.10.0.0/24 next-hop=192.168.1.2
}

# Down with the wrong password; alive, and up with the right one.
md5_wrong()
{
	begin secretpassword
	conf 'md5-password "wrongpassword";' "static {" \
	    "    route 100.10.0.0/24 next-hop self;" "}" >exabgp.conf
	speaker exabgp.conf
	await 40 log_has bgpd "192.168.1.1: connection failed: .*MD5"
	! router_is Established || die "up with the wrong password"
	! log_has bgpd "session established" || die "established"
	! log_has bgpd "wrongpassword" || die "the password is in the log"
	is_alive bgpd || die "it died"
	sed 's/wrongpassword/secretpassword/' exabgp.conf >new.conf
	cat new.conf >exabgp.conf
	ctl reload || die "reload"
	await 30 router_is Established
	await 10 router_has 100.10.0.0/24 next-hop=192.168.1.2
}

# The router freezes; its session expires and comes back.
hold_timer()
{
	HOLD=3
	begin
	conf "hold-time 3;" "static {" \
	    "    route 100.10.0.0/24 next-hop self;" "}" >exabgp.conf
	speaker exabgp.conf
	await 20 session_up
	kill -STOP "$(pid_of router)"
	await 10 log_has bgpd "[Hh]old [Tt]imer [Ee]xpired"
	! session_up || die "still up"
	kill -CONT "$(pid_of router)"
	await 30 session_up
	await 10 router_has 100.10.0.0/24 next-hop=192.168.1.2
}

# The router ends the session: back by itself.
reset()
{
	begin
	conf "static {" "    route 100.10.0.0/24 next-hop self;" "}" \
	    >exabgp.conf
	speaker exabgp.conf
	await 20 router_has 100.10.0.0/24 next-hop=192.168.1.2
	router_clear
	await 10 log_has bgpd "session with 192.168.1.1 is down: .*[Aa]dmin"
	await 30 session_up
	[ "$(count_lines bgpd 'session established')" -eq 2 ] ||
	    die "not established twice"
	await 10 router_has 100.10.0.0/24 next-hop=192.168.1.2
}

# "Debug:" of the guide, and an address that has no router.
debug()
{
	begin
	conf >exabgp.conf
	spawn bgpd ip netns exec "$NS_S" env exabgp.log.level=DEBUG \
	    "$BGPD" -s "$PWD/ctl.sock" $USER_OPT \
	    exabgp.conf
	await 20 log_has bgpd "^DEBUG: .*Sending OPEN to 192.168.1.1"
	await 20 log_has bgpd "^DEBUG: .*Received OPEN from 192.168.1.1"
	await 20 router_is Established
}

# These need no router.

refuse()
{
	"$BGPD" $USER_OPT exabgp.conf >bgpd.log 2>&1 && die "accepted"
	grep -q -e "$1" bgpd.log || die "no \"$1\""
	grep -q 'exabgp.conf:11:9:' bgpd.log || die "no line number"
}

no_script()
{
	conf_api dynamic-routes /nonexistent/announce.py >exabgp.conf
	refuse "locate the program \"/nonexistent/announce.py\""
	echo '#!/bin/sh' >announce.sh
	chmod 644 announce.sh
	conf_api dynamic-routes "$PWD/announce.sh" >exabgp.conf
	refuse "not be able to run this program \"$PWD/announce.sh\""
	conf_api dynamic-routes "$PWD" >exabgp.conf
	refuse "can not execute directories"
}

bad_shebang()
{
	make_net
	printf '#!/nonexistent/python3\n' | script announce.py
	conf_api dynamic-routes "$PWD/announce.py" >exabgp.conf
	speaker exabgp.conf
	await 10 log_has bgpd \
	    "^ERROR: .*Process 'dynamic-routes' failed to start: $PWD/"
	is_alive bgpd || die "the daemon died of it"
}

# Without the word `route` a command is refused, and the next one is not.
no_word_route()
{
	make_net
	script announce.py <<-'END'
	#!/usr/bin/env python3
	import sys
	print("announce 100.10.0.0/24 next-hop self", flush=True)
	print("[ANSWER]", sys.stdin.readline(), file=sys.stderr, flush=True)
	print("announce route 100.20.0.0/24 next-hop self", flush=True)
	print("[ANSWER]", sys.stdin.readline(), file=sys.stderr, flush=True)
	sys.stdin.read()
	END
	conf_api dynamic-routes "$PWD/announce.py" >exabgp.conf
	speaker exabgp.conf
	await 10 log_has bgpd "\[ANSWER\] error"
	await 10 log_has bgpd "\[ANSWER\] done"
	log_has bgpd "refused: unknown command" || die "no reason in the log"
	[ "$(ctl show adj-rib out)" = \
	    "192.168.1.1 ipv4 unicast 100.20.0.0/24 next-hop 192.168.1.2" ] ||
	    die "routes: $(ctl show adj-rib out)"
}

# The language of version 3 is refused with a hint, not half understood.
version_3()
{
	conf "# OLD process syntax" "process announce-routes {" \
	    "    run /usr/bin/python /etc/exabgp/api/announce.py;" "}" \
	    >exabgp.conf
	"$BGPD" $USER_OPT exabgp.conf >bgpd.log 2>&1 && die "accepted"
	log_has bgpd "bgpctl-x convert" || die "no hint"
}

version()
{
	"$BGPD" --version >out || die "status $?"
	"$BGPD" -V | cmp - out || die "-V differs"
	sed -n 1p out | grep -q '^bgpd-x : [0-9][0-9.]*$' || die "first line"
	[ "$(wc -l <out)" -eq 2 ] || die "not two lines"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	. "$TOP/regress/lib/router.sh"
	for t in minimal attributes ibgp announce_py receive_py json_4 \
	    json_shape md5 md5_wrong hold_timer reset; do
		for r in frr bird; do
			define $t ${t}_$r ROUTER=$r
		done
	done
	define debug debug ROUTER=frr
	for t in no_script bad_shebang no_word_route version_3 version; do
		define $t
	done
}
