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

# What the speaker sends, to the eyes of tshark.

capture_begin()
{
	spawn capture ip netns exec "$NS_S" dumpcap -q -i lab0 \
	    -f "tcp port 179" -w "$PWD/pcap"
	await 10 test -s pcap
}

# sent FILTER -e FIELD ...: of the packets that the speaker sent.
sent()
{
	local filter=$1 ip=ip

	shift
	case $PEER in *:*) ip=ipv6 ;; esac
	tshark -r pcap -Y "$ip.src == $PEER && ($filter)" -T fields "$@" \
	    2>errors
}

# Were at least so many UPDATEs captured so far?
captured()
{
	[ "$(sent bgp -e bgp.type | tr , '\n' | grep -c 2)" -ge "$1" ]
}

# capture_end N: that were at least so many UPDATEs, none of them malformed.
capture_end()
{
	await 10 captured "$1"
	stop capture INT
	sent "_ws.malformed || _ws.expert.severity == error" \
	    -e frame.number -e _ws.expert.message -e _ws.col.Info >bad
	[ ! -s bad ] || die "tshark: $(cat bad)"
}
