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

# What the tests of the manuals share.
#
# Comments in front of a display say what it is:
#	.\" in: neighbor	part of a neighbor, else a whole configuration
#	.\" commands:		commands, and indented their answers
#	.\" ctl: WORDS		what bgpctl-x prints about the same daemon
#	.\" event: PROCESS	what a process of that name hears: the member
#				neighbor, with the word `whole` all of it
#	.\" cbor:		an event in hexadecimal digits, and behind them
#				what they say
#	.\" lagged:		the event of who was too slow
#	.\" decode: [OPTIONS] FILTER
#				what bgpctl-x and this filter of jq print of
#				the messages that follow:
#	.\" of: ROUTE		encoded by bgpctl-x
#	.\" hex: DIGITS
#	.\" more: WORDS		continues the line before
#	.\" peer: DIGITS	somewhere: what the neighbor says

# displays PAGE NAME: the displays of a page in files NAME.001, NAME.002, ...;
# the comments in front of each in NAME.001.note, ...
displays()
{
	awk '/^\.\\" [a-z]+:/ { note = note substr($0, 5) "\n"; next }
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
