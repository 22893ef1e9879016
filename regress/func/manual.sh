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


# The manuals are true: their examples load, what they describe is there,
# and what is there they describe.
#
# Comments in front of a display say what it is:
#	.\" in: neighbor	part of a neighbor, else a whole configuration

# displays PAGE NAME: the displays of a page in files NAME.001, NAME.002, ...;
# the comments in front of each in NAME.001.note, ...
displays()
{
	awk '/^\.\\" [a-z]+: / { note = note substr($0, 5) "\n"; next }
	/^\.Bd / {
		f = sprintf("%s.%03d", name, ++n)
		printf "%s", note >(f ".note")
		on = 1
		next
	}
	/^\.Ed/ { on = 0; note = ""; close(f); next }
	on { gsub(/\\&/, ""); gsub(/\\e/, "\\"); print >f; next }
	{ note = "" }' name="$2" "$TOP/man/$1"
	[ -s "$2.001" ] || die "$1 has no displays"
}

# macro PAGE WORD ...: the arguments of these macros, one a line.
macro()
{
	local page=$1

	shift
	awk '/^\.[A-Z]/ && !/^\.\\"/ {
		sub(/^\./, "")
		for (i = 1; i <= NF; i++)
			if ($i ~ /^[A-Z][a-z]$/)
				m = $i
			else if (index(" " want " ", " " m " "))
				print $i
	}' want="$*" "$TOP/man/$page"
}

# The words of files or of standard input, one a line.
words()
{
	cat "$@" | tr -c 'A-Za-z0-9_./-' '[\n*]' | sort -u | sed '/^$/d'
}

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
	/^\t\t[a-z0-9]+ \{$/ { family = $1 }
	!/;$/ { next }
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
rsvp-tep2mplsp rtc segment-lists www"

keywords_have_examples()
{
	displays bgpd-x.conf.5 ex
	(keywords) >keywords
	[ "$(wc -l <keywords)" -gt 300 ] || die "keywords not found"
	{ words ex.???; echo "$NOT_KEYWORDS" | words; } | sort -u >have
	missing=$(comm -23 keywords have)
	[ -z "$missing" ] || die "no example for: $missing"
}

# No word in the page is unknown to the sources.
words_are_known()
{
	macro bgpd-x.conf.5 Ic Cm | grep -E '^[a-z][a-z0-9-]+$' | sort -u >page
	[ "$(wc -l <page)" -gt 150 ] || die "words not found"
	cat "$TOP"/common/*/*.c | grep -oE '"[^"]*"' | words >known
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

atf_init_test_cases()
{
	TOP=$(cd "$(atf_get_srcdir)/../.." && pwd)
	. "$TOP/regress/lib.sh"
	for t in examples keywords_have_examples words_are_known settings; do
		define $t
	done
}
