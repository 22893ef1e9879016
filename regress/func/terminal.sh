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

# bgpctl-x at a terminal: its prompt, completion, and `top`.

conf()
{
	cat <<-END
	neighbor 192.168.1.1 {
	    router-id 192.168.1.2;
	    local-address 192.168.1.2;
	    local-as 65001;
	    peer-as 65000;
	    adj-rib-in true;
	}
	neighbor 2001:db8:1::1 {
	    router-id 192.168.1.2;
	    local-address 2001:db8:1::2;
	    local-as 65001;
	    peer-as 65000;
	}
	END
}

begin()
{
	make_net
	conf >bgpd.conf
	speaker bgpd.conf
	await 10 both_known
	at_home
}

both_known()
{
	[ "$(ctl show summary | wc -l)" -eq 3 ]
}

# libedit keeps the names of functions for ever.
at_home()
{
	echo "leak:wcsdup" >leaks
	HOME=$PWD
	LSAN_OPTIONS="suppressions=$PWD/leaks:print_suppressions=0"
	export HOME LSAN_OPTIONS
}

# typed STATUS [ARGUMENT ...]: what is on standard input is typed to bgpctl-x.
typed()
{
	local want=$1 got

	shift
	cat >typed.in
	python3 "$LIBDIR/typist.py" typed.in "$BGPCTL" -s "$PWD/ctl.sock" "$@" \
	    >screen 2>err
	got=$?
	[ $got -eq "$want" ] ||
	    die "status $got: $(cat err; tail -c 600 screen | cat -v)"
}

# candidates WORD ...: as a shell asks for them, in one line.
candidates()
{
	echo $(ctl complete "$@")
}

# offered "CANDIDATES" WORD ...
offered()
{
	local want=$1

	shift
	[ "$(candidates "$@")" = "$want" ] ||
	    die "$*: $(candidates "$@"), not $want"
}

commands()
{
	begin
	typed 0 <<-'END'
	> bgpctl-x>
	< version\n
	> bgpd-x [0-9]
	< bogus\n
	> unknown command
	> bgpctl-x>
	< show "summary\n
	> quote is not closed
	< -j show neighbor 192.168.1.1\n
	> "fsm":
	< encode route 10.0.0.0/24 next-hop 1.2.3.4\n
	> FFFFFFFFFFFFFFFF
	< encode -n -Q\n
	> usage: bgpctl-x
	< encode -n route 10.0.0.0/24 next-hop 1.2.3.4\n
	> \n0000
	< # nothing\n
	< teardown 300\n
	> bgpctl-x: [^\n]*300
	< quit\n
	END
	# ^D and `exit` end it as well
	typed 0 <<-'END'
	> bgpctl-x>
	< \x04
	END
	typed 0 <<-'END'
	> bgpctl-x>
	< exit\n
	END
}

# ^C drops a line, and ends what goes on and on; the prompt stays.
cancel()
{
	begin
	typed 0 <<-'END'
	> bgpctl-x>
	< shutdown\x03
	> \^C
	< monitor\n
	> 192.168.1.1 down.*live from here
	^ C
	> interrupted.*bgpctl-x>
	< version\n
	> bgpd-x [0-9]
	< \x04
	END
	is_alive bgpd || die "it was shut down"
}

tab()
{
	begin
	typed 0 <<-'END'
	> bgpctl-x>
	< vers\t
	> ion
	< \n
	> bgpd-x [0-9].*bgpctl-x>
	< show ?
	> adj-rib  +neighbor  +process  +rib  +summary
	< n\t2\t\n
	> Neighbor 2001:db8:1::1
	< neighbor 192.168.1.1 te\t4 "why?"\n
	> "why.*\?".*bgpctl-x>
	< announce eor ?
	> bgp-ls  +ipv4  +ipv6  +l2vpn
	< ipv4 u\t
	> nicast
	< \x03
	< enc\t?
	> announce.*withdraw
	< \x03quit\n
	END
}

remembered()
{
	begin
	printf 'old\n' >.bgpctl-x_history
	chmod 644 .bgpctl-x_history
	typed 0 <<-'END'
	> bgpctl-x>
	< version\n
	> bgpd-x [0-9].*bgpctl-x>
	< \x10
	> version
	< \n
	> bgpd-x [0-9].*bgpctl-x>
	< \x04
	END
	[ "$(stat -c %a .bgpctl-x_history)" = 600 ] || die "others read it"
	# the next one knows
	typed 0 <<-'END'
	> bgpctl-x>
	< \x10\n
	> bgpd-x [0-9].*bgpctl-x>
	< \x04
	END
	rm .bgpctl-x_history
	seq 1 3000 | sed 's/^/# /; 1i _HiStOrY_V2_' | sed 's/ /\\040/' \
	    >.bgpctl-x_history
	typed 0 <<-'END'
	> bgpctl-x>
	< version\n
	> bgpd-x [0-9].*bgpctl-x>
	< \x04
	END
	[ "$(wc -l <.bgpctl-x_history)" -le 1001 ] || die "it grows"
	grep -q '3000$' .bgpctl-x_history || die "it was not read"
	# without a home there is none
	rm .bgpctl-x_history
	HOME=
	typed 0 <<-'END'
	> bgpctl-x>
	< version\n
	> bgpd-x [0-9]
	< \x04
	END
	[ ! -e .bgpctl-x_history ] || die "where is home?"
}

# The daemon goes and comes back, and is stopped.
restarted()
{
	begin
	cat >again.sh <<-END
	TOP=$TOP
	. "$TOP/regress/lib.sh"
	die() { echo "\$*" >&2; exit 1; }
	NS_S=$NS_S
	case \$1 in
	stop) stop bgpd ;;
	start) speaker bgpd.conf; await 10 ctl version ;;
	esac
	END
	typed 0 <<-'END'
	> bgpctl-x>
	< version\n
	> bgpd-x [0-9].*bgpctl-x>
	$ sh again.sh stop
	< version\n
	> ctl.sock: [^\n]*\n
	> bgpctl-x>
	< vers\t?
	< \x03
	> \^C
	$ sh again.sh start
	< vers\t\n
	> bgpd-x [0-9].*bgpctl-x>
	< \x04
	END
	for pid in $(engines route); do
		kill -STOP "$pid"
	done
	typed 0 <<-'END'
	> bgpctl-x>
	< vers\t
	< \x03
	> \^C
	< version\n
	^ C
	> interrupted.*bgpctl-x>
	< \x04
	END
	typed 0 top <<-'END'
	> 0 neighbors
	< q
	END
	for pid in $(engines route); do
		kill -CONT "$pid"
	done
}

# Lines that come from elsewhere.
lines()
{
	begin
	printf 'version\n\n# nothing\nshow summary\n' | ctl >out ||
	    die "status $?"
	grep -q '^exabgp' out && grep -q '^192.168.1.1 ' out ||
	    die "$(cat out)"
	! grep -q 'bgpctl-x>' out || die "a prompt"
	printf 'bogus\nversion' | ctl >out 2>err && die "status 0"
	grep -q '^exabgp' out || die "it ended"
	grep -q 'unknown command' err || die "no reason"
	printf 'quit\nbogus\n' | ctl || die "it did not quit"
	ctl </dev/null || die "nothing is an error"
}

completion()
{
	begin
	offered "neighbor" show n
	offered "adj-rib neighbor process rib summary" show ""
	offered "192.168.1.1 2001:db8:1::1" neighbor ""
	offered "2001:db8:1::1" show neighbor 2
	offered "announce" neighbor 192.168.1.1 ann
	offered "in out" clear adj-rib ""
	offered "bgp-ls ipv4 ipv6 l2vpn" announce route-refresh ""
	offered "evpn vpls" announce l2vpn ""
	offered "multicast mup" announce eor ipv4 mu
	offered "clear flush show" rib ""
	offered "flush" -j -s "$PWD/ctl.sock" rib f
	offered "configuration extensive summary" show neighbor 192.168.1.1 ""
	offered "brief verbose" log ""
	ctl complete reload "" | grep -q -e '^-n$' || die "reload -n"
	offered "" show rib community ""
	offered "community" monitor com
	offered "" announce route ""
	# what a neighbor has to be named for does not stand alone
	offered "destroy down" neighbor 192.168.1.1 d
	offered "daemon decode delete disable-ack disable-sync" d
	offered "" create neighbor ""
	offered "" -s ""
	offered "" bogus ""
	# every command of the help is reached, word by word
	{ ctl help; ctl system help; } | sed '1,/^# $/d; s/^\[neighbor.*\]\] //' |
	    grep '^[a-z]' | grep -v '<\|:' |
	    sed 's/ [^ ]*[^a-z0-9 -].*//; s/ *$//' >list
	[ "$(wc -l <list)" -gt 80 ] || die "$(wc -l <list) commands"
	sort -u list | awk 'NF < 3' | while read -r words; do
		ctl complete $words | grep -qx -e "${words##* }" ||
		    echo "$words"
	done >missing
	[ ! -s missing ] || die "not completed: $(cat missing)"
	# without a daemon, what needs none
	sock=$PWD/nothing.sock
	[ "$(echo $("$BGPCTL" -s "$sock" complete ""))" = \
	    "convert decode encode healthcheck top" ] || die "without a daemon"
	[ "$("$BGPCTL" -s "$sock" complete encode with)" = withdraw ] ||
	    die "encode without a daemon"
	"$BGPCTL" complete 2>err && die "nothing to complete"
	grep -q '^usage' err || die "no usage"
}

# As bash asks for them.
bash_asks()
{
	begin
	mkdir bin
	ln -s "$BGPCTL" bin/bgpctl-x
	cat >ask.sh <<-'END'
	PATH=$PWD/bin:$PATH
	. "$1"
	COMP_LINE="bgpctl-x -s $PWD/ctl.sock $2"
	COMP_POINT=${#COMP_LINE}
	_bgpctl_x
	echo "${COMPREPLY[@]}"
	END
	ask() { bash ask.sh "$TOP/bgpctl-x/etc/completion.bash" "$1"; }
	[ "$(ask 'show nei')" = neighbor ] || die "$(ask 'show nei')"
	[ "$(ask 'neighbor ')" = "192.168.1.1 2001:db8:1::1" ] ||
	    die "$(ask 'neighbor ')"
	# bash takes a colon for the end of a word
	[ "$(ask 'neighbor 2001:db8')" = "db8:1::1" ] ||
	    die "$(ask 'neighbor 2001:db8')"
}

# asked SHELL LINE CANDIDATE ...: what ask_SHELL gives for this line.
asked()
{
	local shell=$1 line=$2 got

	shift 2
	got=$(echo $(ask_$shell "bgpctl-x -s $PWD/ctl.sock $line"))
	[ "$got" = "$*" ] || die "$shell, '$line': $got, not $*"
}

# The same lines in every shell; where nothing is known files are offered.
asks()
{
	begin
	mkdir bin
	ln -s "$BGPCTL" bin/bgpctl-x
	PATH=$PWD/bin:$PATH
	export PATH
	touch a-file
	asked $1 "show nei" neighbor
	asked $1 "show " adj-rib neighbor process rib summary
	asked $1 "clear adj-rib " in out
	asked $1 "neighbor " 192.168.1.1 2001:db8:1::1
	asked $1 "neighbor 2001:db8" 2001:db8:1::1
	asked $1 "show neighbor 2" 2001:db8:1::1
	asked $1 "announce eor ipv4 mu" multicast mup
	asked $1 "-j rib f" flush
	asked $1 "neighbor '192.168.1.1' ann" announce
	asked $1 "-f a-f" a-file
}

# A terminal for zsh, whose <TAB> notes the candidates and ends it.
ask_zsh()
{
	cat >noted.zsh <<-END
	fpath=($PWD/fn \$fpath)
	autoload -Uz compinit && compinit -u -D
	compadd() {
		local -a hits
		builtin compadd -O hits "\$@"
		print -l -- \$hits >>hits
		builtin compadd "\$@"
	}
	noted() { _main_complete; exit }
	zle -C noted complete-word noted
	bindkey '^I' noted
	END
	mkdir -p fn
	cp "$TOP/bgpctl-x/etc/completion.zsh" fn/_bgpctl-x
	: >hits
	timeout 30 zsh -f /dev/stdin "$1" >zsh.out <<-'END'
	zmodload zsh/zpty
	zpty z zsh -f -i
	zpty -w z "source $PWD/noted.zsh"
	zpty -w -n z "$1"$'\t'
	while zpty -r z line; do print -r -- $line; done
	END
	sort -u hits
}

zsh_asks()
{
	asks zsh
}

ask_fish()
{
	XDG_CONFIG_HOME=$PWD XDG_DATA_HOME=$PWD fish --no-config -c '
		source $argv[1]; complete -C $argv[2]' \
	    "$TOP/bgpctl-x/etc/completion.fish" "$1"
}

fish_asks()
{
	asks fish
}

frames()
{
	begin
	ctl top -n 2 >out || die "status $?"
	[ "$(grep -c '^[0-9:]*  2 neighbors, 0 up' out)" -eq 2 ] ||
	    die "frames: $(cat out)"
	[ "$(grep -c '^192.168.1.1  *65000 ' out)" -eq 2 ] &&
	    [ "$(grep -c '^2001:db8:1::1  *65000 ' out)" -eq 2 ] ||
	    die "sessions: $(cat out)"
	! grep -q "$(printf '\033')" out || die "escape sequences"
	for words in "" "-n 0" "-n x" "-n 1 x"; do
		ctl top $words >out 2>err </dev/null
		[ $? -eq 2 ] || die "top $words"
	done
	ctl top -n x 2>&1 | grep -q -e '-n: "x" is invalid' ||
	    die "no reason"
	"$BGPCTL" -s nothing top -n 1 2>err && die "no daemon"
	grep -q 'nothing: No such file' err || die "$(cat err)"
	# on a terminal, at its size, and it is left as it was
	typed 0 top <<-'END'
	> \x1b\[\?1049h.*2 neighbors.*192.168.1.1.*2001:db8:1::1
	= 4 20
	> 2 neighbor\x1b\[K.*and 2 more\x1b
	< q
	> \x1b\[\?1049l
	END
	typed 0 <<-'END'
	> bgpctl-x>
	< top\n
	> 2 neighbors
	< \x03
	> \x1b\[\?1049l.*bgpctl-x>
	< version\n
	> bgpd-x [0-9]
	< \x04
	END
}

# A daemon, or who passes for it, does not get at the terminal.
hostile()
{
	cat >daemon.py <<-'END'
	import os, socket, struct
	def message(kind, data):
	    return struct.pack("=IHHII", 16 + len(data), kind, 0, 0, 0) + data
	s = socket.socket(socket.AF_UNIX)
	s.bind("ctl.sock")
	s.listen(10)
	evil = b"a\x1b]0;evil\x07b\xc2\x9b2Jc\x9bd\x7fe\r\n"
	while True:
	    c = s.accept()[0]
	    c.recv(4096)
	    c.sendall(message(3, b"head\n" + evil) + message(4, evil) +
	              message(5, struct.pack("=I", 1)))
	    c.close()
	END
	make_net
	at_home
	spawn daemon python3 daemon.py
	await 5 test -S ctl.sock
	typed 1 status <<-'END'
	> head\r\na\\x1b\]0;evil\\x07b\\x9b2Jc\\x9bd\\x7fe\\x0d
	> bgpctl-x: a\\x1b
	END
	typed 0 <<-'END'
	> bgpctl-x>
	< show neighbor ?
	< \x03
	> \^C
	< \x04
	END
	! grep -aq "$(printf '\033]')" screen || die "$(cat -v screen)"
	# who reads it elsewhere gets it as it is
	ctl status 2>err >out
	grep -aq "$(printf '\033]0;evil\007')" out || die "$(cat -v out)"
}

# Columns stand below their titles, however long a name is.
aligned()
{
	make_net
	{
		echo "process a-name-of-more-than-twenty-bytes { run cat; }"
		conf | sed 's/neighbor 2001:db8:1::1/&111:2222:3333:4444/'
	} >bgpd.conf
	speaker bgpd.conf
	await 10 both_known
	started() { ctl -j show process | json '.pid > 0'; }
	await 10 started
	ctl show process >lists
	ctl top -n 1 | sed 1d >>lists
	ends=$(awk 'NF { print NF == 7 ? "process" : "top", length }' lists |
	    sort -u | wc -l)
	[ "$ends" -eq 2 ] || die "$(cat lists)"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	for t in commands cancel tab remembered restarted lines completion \
	    bash_asks zsh_asks fish_asks frames aligned \
	    hostile; do
		define $t
	done
}
