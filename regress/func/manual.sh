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

# bgpd-x.conf(5), bgpctl-x(8) and bgpd-x(8) are true: their examples load,
# what they describe is there, and what is there they describe.

# An example of bgpd-x.conf(5) as a file that can be loaded.
whole()
{
	if grep -q '^in: neighbor$' "$1.note"; then
		echo "process watcher { run watcher.py; }"
		echo "neighbor 192.0.2.1 { local-as 65001; peer-as 65000;"
		echo "router-id 192.0.2.2; local-address 192.0.2.2;"
		cat "$1"
		echo "}"
	else
		cat "$1"
	fi
}

# The routes of a configuration in canonical form, as bgpctl-x encodes them.
routes()
{
	awk '/^\t[a-z].* \{$/ { section = $1 }
	/^\t\t[a-z0-9-]+ \{$/ { family = $1 }
	!/;$/ || /^\t\traw / { next }	# the last are not decoded
	section == "announce" { print family, $0 }
	/^\t\tsr-policy/ { print $0 ~ /endpoint [0-9.]* / ? "ipv4" : "ipv6", $0 }
	/^\t\troute / { print section == "flow" ? "flow" : "", $0 }
	/^\t\tvpls /' "$1" | sed 's/;$//; s/^[[:space:]]*//'
}

# Each example loads, without a warning, to what loads to the same again;
# its routes are encoded, and decoded.
examples()
{
	local f count=0

	printf '#!/bin/sh\n' | script watcher.py
	displays bgpd-x.conf.5 ex
	for f in ex.???; do
		whole "$f" >"$f.conf"
		"$BGPD" -nv -f "$f.conf" >"$f.out" 2>"$f.err" &&
		    [ ! -s "$f.err" ] ||
		    die "$f: $(cat "$f.err" "$f")"
		"$BGPD" -nv -f "$f.out" 2>&1 | diff "$f.out" - ||
		    die "$f: not the same again"
		routes "$f.out" >"$f.routes"
		while read -r line; do
			"$BGPCTL" encode "$line" >hex 2>err &&
			    "$BGPCTL" decode <hex >json 2>>err &&
			    jq -e .neighbor.message.update.announce json >/dev/null ||
			    die "$line: $(cat err)"
			count=$((count + 1))
		done <"$f.routes"
	done
	[ $count -ge 40 ] || die "$count routes only"
}

# Every word that the tables of the parser have, as the sources show them.
keywords()
{
	local w='"[a-z][a-z0-9_/-]*"'

	cd "$TOP/common" || exit 1
	ls lang/conf_*.c lang/rtext*.c codec/attr_*.c codec/excom*.c \
	    codec/flow_*.c codec/nlri_[emsv]*.c codec/srp_*.c base/value.c \
	    base/family.c | grep -v 'conf_old\|flow_ports' |
	    xargs grep -hoE "(\{ ([A-Z_0-9]+, )?((true|false), )?|[NCA]\(|\
\] = |ROW\([^\"]*|\.(name|keyword) = |^	( {4})?|(need_word|\
need_word_addr|lex_accept|tok_is|tok_is_nocase|contains)\([^\"]*)$w\
(, (1[0-9]*, )?$w)*" | grep -oE "$w" | tr -d '"' | sort -u
}

# Each is in an example, but for those that are in JSON only or in messages,
# and a few of the names of ports.
NOT_KEYWORDS="arg-length as-confed-sequence as-confed-set \
attribute-0x00-0x00 bidir-pimtree biff block-offset block-size fun-length \
ingressreplication ircs l2tp lb-length ln-length mldpmp2mplsp mldpp2mplsp \
nameserver none notunnel pim-smtree pim-ssmtree receive/send \
rsvp-tep2mplsp segment-lists www"

keywords_have_examples()
{
	displays bgpd-x.conf.5 ex
	(keywords) >keywords
	[ "$(wc -l <keywords)" -gt 300 ] || die "keywords not found"
	{ words ex.???; echo "$NOT_KEYWORDS" | words; } | sort -u >have
	missing=$(comm -23 keywords have)
	[ -z "$missing" ] || die "no example for: $missing"
}

# No word in the pages is unknown to the sources.
words_are_known()
{
	for page in bgpd-x.conf.5 bgpd-x-api.7 bgpctl-x.8; do
		macro $page Ic Cm
	done | grep -E '^[a-z][a-z0-9-]+$' | sort -u >page
	[ "$(wc -l <page)" -gt 200 ] || die "words not found"
	cat "$TOP"/*/*.c "$TOP"/common/*/*.c | grep -oE '"[^"]*"' |
	    words >known
	unknown=$(comm -23 page known)
	[ -z "$unknown" ] || die "unknown: $unknown"
}

# Settings: each name of the table is there; the defaults are accepted.
settings()
{
	grep -oE '(\{ |NOTHING\()"[a-z.-]*[a-z_]+' "$TOP/common/lang/env.c" |
	    sed -n 's/.*"\([a-z]*\.\)/\1/p' | sort -u >known
	[ "$(wc -l <known)" -gt 50 ] || die "settings not found"
	sed '1,/^\.Sh SETTINGS/d; /^\.Sh/,$d' "$TOP/man/bgpd-x.conf.5" >page
	words page >have
	missing=$(comm -23 known have)
	[ -z "$missing" ] || die "not in the page: $missing"
	displays bgpd-x.conf.5 ex
	whole "$(ls ex.??? | tail -n 1)" >conf
	sed -n 's/^\.It \([a-z][a-z.-]*\) Ta \(.*\)Ta .*/\1=\2/p' page >list
	[ "$(wc -l <list)" -gt 15 ] || die "settings not found"
	while read -r line; do
		line=$(echo "$line" | tr -d ' ')
		"$BGPD" -n -o "$line" -f conf >out 2>&1 &&
		    [ "$(cat out)" = "configuration OK" ] ||
		    die "$line: $(cat out)"
	done <list
}

# The words behind commands, as the sources have them, are in a page.
command_words()
{
	local w='"[a-z][a-z0-9_-]*"'

	cat "$TOP"/bgpd-x/cmd.c "$TOP"/bgpd-x/cmd_*.c \
	    "$TOP"/bgpd-x/select.c "$TOP"/bgpd-x/show_filter.c \
	    "$TOP"/common/codec/oper.c "$TOP"/common/codec/nlri_r*.c |
	    grep -oE "(tok_is|lex_accept|lex_expect)\([^\"]*$w|\{ $w, |\
keys\[\] = \{ .*|^	( {4})?($w, )*$w( \};|,)$" | grep -oE "$w" |
	    tr -d '"' | sort -u >known
	[ "$(wc -l <known)" -gt 60 ] || die "words not found"
	words "$TOP/man/bgpd-x-api.7" "$TOP/man/bgpctl-x.8" >have
	missing=$(comm -23 known have)
	[ -z "$missing" ] || die "not in the pages: $missing"
}

# Commands as bgpctl-x(8) has them, with $1 for what is optional: "with" or
# without; a line for each alternative.
synopses()
{
	sed -n '/^\.Ss Commands/,/^\.Ss Without/s/^\.It //p' \
	    "$TOP/man/bgpctl-x.8" |
	if [ "$1" = with ]; then
		sed 's/O[opc] //g'
	else
		sed 's/Oo [^O]*Oc//g; s/ Op .*//'
	fi | awk 'BEGIN {
		v["address"] = "192.168.1.1"; v["as"] = 65001
		v["subcode"] = 4; v["reason"] = "see you later"
		v["route"] = "route 10.9.0.0/24 next-hop 192.168.1.2"
		v["filter"] = "10.0.0.0/8 more-specifics"
	}
	{
		line = last = ""
		for (i = 1; i <= NF; i++) {
			if ($i ~ /^(Cm|Ar|Fl)$/)
				m = $i
			else if ($i == "," || $i == "|") {
				print line last
				if ($i == ",")
					line = ""
				last = ""
			} else if ($i != "...") {
				line = line last
				last = " " (m == "Ar" ? v[$i] : \
				    (m == "Fl" ? "-" : "") $i)
			}
		}
		print line last
	}' | sed 's/^ *//; s/  */ /g' | grep -v '^monitor'
}

# All of them are understood.
operators()
{
	make_net
	{ echo "neighbor 192.168.1.1 { local-as 65001; peer-as 65000;"
	echo "router-id 192.168.1.2; local-address 192.168.1.2; }"
	} >bgpd.conf
	speaker bgpd.conf
	await 10 ctl version
	{ synopses with; synopses without; } | sort -u >all
	{ grep -v 'destroy\|^delete\|^shutdown' all
	grep 'destroy\|^delete' all; grep '^shutdown' all; } >list
	[ "$(wc -l <list)" -gt 35 ] || die "commands not found"
	while read -r line; do
		ctl $line >out 2>err </dev/null ||
		    grep -q 'already exists\|no neighbor matching\|no session' \
		    err || die "$line: $(cat err)"
	done <list
	await 10 is_gone bgpd
}

# letters TEXT: the options in it, as getopt has them, sorted.
letters()
{
	echo $(echo "$1" | fold -w 1 | grep '[A-Za-z]' | sort -u) | tr -d ' '
}

# Options of a synopsis in a page: those behind this .Cm, or in front of any.
page_letters()
{
	letters "$(awk '/^\.Sh SYNOPSIS/ { on = 1 } /^\.Sh DESC/ { exit }
	/^\.Nm/ { form = "" } /^\.Cm/ { form = $2 }
	on && /^\.Op Fl/ && form == want { print $3 }' want="$2" \
	    "$TOP/man/$1")"
}

# same FILE LINE PAGE [COMMAND]: are the options of that getopt in the page,
# and in the text of the usage that goes with it?
same()
{
	local src page use

	src=$(letters "$(grep -oE "$2" "$TOP/$1" | sed 's/.*"\(.*\)"/\1/')")
	page=$(page_letters "$3" "$4")
	use=$(letters "$(grep -E "^(usage:| ) *[a-z-]* $4" usage |
	    head -n "${5:-1}" | grep -oE '\[-[A-Za-z]+' )")
	[ -n "$src" ] && [ "$src" = "$page" ] && [ "$src" = "$use" ] ||
	    die "$1 $4: $src, page $page, usage $use"
}

options()
{
	"$BGPD" -x 2>&1 | grep -v option | tr '\n' ' ' >usage
	same bgpd-x/main.c 'getopt.argc, argv, ".*"' bgpd-x.8
	"$BGPCTL" -h >usage
	same bgpctl-x/main.c 'getopt.argc, argv, ".*"' bgpctl-x.8
	same bgpctl-x/offline.c '&argv, .*J:"' bgpctl-x.8 decode
	same bgpctl-x/offline.c '&argv, .*n"' bgpctl-x.8 encode
	same bgpctl-x/top.c 'getopt.argc, argv, ".*"' bgpctl-x.8 top
	for f in bgpd-x bgpctl-x; do
		page_letters $f.8 | fold -w 1 | while read -r c; do
			grep -q "^\.It Fl $c\( \|$\)" "$TOP/man/$f.8" ||
			    echo "$f -$c"
		done
	done >missing
	[ ! -s missing ] || die "not described: $(cat missing)"
}

# limit WORDS: that number of bgpd-x(8).
limit()
{
	local n

	n=$(sed -n "s/^\.It $1 Ta \([0-9,]*\).*/\1/p" "$TOP/man/bgpd-x.8" |
	    tr -d ,)
	[ -n "$n" ] || die "no limit of $1"
	echo "$n"
}

# times N TEXT: that many lines.
times()
{
	yes -- "$2" | head -n "$1"
}

# check STATUS OPTION ...: the configuration in the file conf.
check()
{
	local want=$1

	shift
	"$BGPD" -n -f conf "$@" >out 2>&1
	[ $? -eq "$want" ] || die "not $want: $(head -c 500 out)"
}

begin()
{
	echo "neighbor ${1:-192.0.2.1} { local-as 1; peer-as 1;"
	echo "router-id 192.0.2.2;"
}

limits()
{
	local n

	n=$(limit "errors reported")
	{ begin; times $((n + 10)) "bad;"; echo "}"; } >conf
	check 1
	[ "$(grep -c 'invalid keyword' out)" -eq "$n" ] || die "errors"
	n=$(limit "warnings reported")
	{ begin; times $((n + 10)) "hold-time 30 x;"; echo "}"; } >conf
	check 0
	[ "$(grep -c 'warning:' out)" -eq "$n" ] || die "warnings"
	{ begin; echo "}"; } >conf
	n=$(limit macros)
	check 0 $(times $n "-D a=b")
	check 2 $(times $((n + 1)) "-D a=b")
	n=$(limit "-o settings")
	check 0 $(times $n "-o tcp.port=179")
	check 2 $(times $((n + 1)) "-o tcp.port=179")
	printf '#!/bin/sh\n' | script run.sh
	n=$(limit "names in the configuration")
	echo "process $(times $n x | tr -d '\n') { run run.sh; }" >conf
	check 0
	echo "process $(times $((n + 1)) x | tr -d '\n') { run run.sh; }" >conf
	check 1
	n=$(limit neighbors)
	i=0
	while [ $i -lt $n ]; do
		i=$((i + 1))
		begin "10.0.$((i >> 8)).$((i & 255))"
		echo "}"
	done >conf
	check 0
	{ begin; echo "}"; } >>conf
	check 1
	n=$(limit "command of bgpctl-x")
	n=$((n * 1024))
	times $n x | tr -d '\n' >long
	"$BGPCTL" -s nothing "$(cat long)" 2>err
	[ $? -eq 1 ] || die "bgpctl-x: $(head -c 300 err)"
	"$BGPCTL" -s nothing "$(cat long)x" 2>err
	[ $? -eq 2 ] || die "bgpctl-x: $(head -c 300 err)"
}

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	. "$TOP/regress/lib/manual.sh"
	for t in examples keywords_have_examples words_are_known settings \
	    command_words operators options limits; do
		define $t
	done
}
