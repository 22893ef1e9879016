#!/usr/bin/env python3
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

"""What a peer writes stays data in what programs read.

	inject.py peer ADDRESS		be the peer, a session for each text
	inject.py check DIR		judge what programs have read

A peer that puts quotes, newlines, control characters, invalid UTF-8 and whole
forged events into every text that it controls: names and versions in its
OPEN, unknown capabilities and attributes, names of links and nodes,
advisories, and the last words of a session.
"""
import json
import os
import socket
import struct
import sys

import peer

FORGED = (b'x"}}}\n{ "exabgp": "5.0.0", "type": "forged", "neighbor": {} }\n'
          b'neighbor 9.9.9.9 up\ndone\n')
TEXTS = [FORGED, b'"\\\'<&\t\\u0000\\', bytes(range(32)) + b"\x7f",
         b"\xff\xfe\xc0\x80\xed\xa0\x80\xf5", "\u2028\u009b31m\u00e9".encode()]
OPEN, UPDATE, NOTIFICATION, KEEPALIVE, OPERATIONAL = 1, 2, 3, 4, 6


def message(kind, body=b""):
    return peer.message(bytes((kind,)) + body)


def capability(code, value):
    return bytes((2, len(value) + 2, code, len(value))) + value


def hello(text):
    name = text[:60]
    caps = b"".join((
        capability(1, struct.pack("!HBB", 1, 0, 1)),
        capability(1, struct.pack("!HBB", 16388, 0, 71)),
        capability(65, struct.pack("!I", 65000)),
        capability(185, b""),
        capability(73, (bytes((len(name),)) + name) * 2),
        capability(75, bytes((len(name),)) + name),
        capability(99, name[:20])))
    return message(OPEN, struct.pack("!BHH", 4, 65000, 180) +
                   socket.inet_aton("192.168.1.1") + bytes((len(caps),)) +
                   caps)


def tlv(kind, value):
    return struct.pack("!HH", kind, len(value)) + value


def attribute(flags, code, value):
    return struct.pack("!BBH", flags | 0x10, code, len(value)) + value


def update(text):
    """A node with names of every kind, and an attribute nobody knows."""
    descr = tlv(256, tlv(512, struct.pack("!I", 65000)) +
                tlv(515, b"\0\0\0\0\0\1"))
    nlri = tlv(1, struct.pack("!BQ", 2, 0) + descr)
    names = b"".join(tlv(t, text[:200]) for t in (1025, 1026, 1097, 1098,
                                                  1157, 60000))
    attrs = (attribute(0x40, 1, b"\0") +
             attribute(0x40, 2, b"\2\1" + struct.pack("!I", 65000)) +
             attribute(0x80, 14, struct.pack("!HBB", 16388, 71, 4) +
                       socket.inet_aton("192.168.1.1") + b"\0" + nlri) +
             attribute(0x80, 29, names) + attribute(0xc0, 99, text))
    return message(UPDATE, struct.pack("!HH", 0, len(attrs)) + attrs)


def advisory(text):
    value = struct.pack("!HB", 1, 1) + text
    return message(OPERATIONAL, struct.pack("!HH", 1, len(value)) + value)


def session(conn, text):
    """True when all has been said."""
    for kind in peer.kinds(conn):
        if kind == OPEN:
            conn.sendall(hello(text) + message(KEEPALIVE))
        elif kind == KEEPALIVE:
            last = text[:120]
            conn.sendall(update(text) + advisory(text) +
                         message(NOTIFICATION, b"\6\2" +
                                 bytes((len(last),)) + last))
            return True
    return False


def play(address):
    listener = socket.create_server((address, 179))
    left = list(TEXTS)
    while left:
        conn = listener.accept()[0]
        try:
            if session(conn, left[0]):
                left.pop(0)
        except OSError:
            pass
        conn.close()


def once(pairs):
    keys = [k for k, _ in pairs]
    assert len(keys) == len(set(keys)), "a key twice: %s" % keys
    return dict(pairs)


def strings(value):
    if isinstance(value, dict):
        for k, v in value.items():
            yield from strings(v)
    elif isinstance(value, list):
        for v in value:
            yield from strings(v)
    elif isinstance(value, str):
        yield value


def judge(events, sizes=(60, 120, 200)):
    """Only events of ours, and the texts are in them as they were."""
    assert not [e for e in events if e["type"] == "forged"]
    state = [e["neighbor"]["state"] for e in events if e["type"] == "state"]
    assert state.count("up") == len(TEXTS), state
    said = set(s for e in events for s in strings(e))
    for text in TEXTS[:2]:
        for size in sizes:
            assert text[:size].decode() in said, (size, text)


def text_lines(data):
    for line in data.decode().split("\n"):
        assert line == "" or line.startswith(("neighbor 192.168.1.1 ",
                                              "shutdown ")), line
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in line), line


def cbor(data, at=0):
    """One item: its value and where it ends."""
    major, low = data[at] >> 5, data[at] & 31
    size = {24: 1, 25: 2, 26: 4, 27: 8}.get(low, 0)
    number = int.from_bytes(data[at + 1:at + 1 + size], "big") if size else low
    at += 1 + size
    if major in (2, 3) and low != 31:
        value = data[at:at + number]
        assert len(value) == number
        return value.decode() if major == 3 else value, at + number
    if major in (4, 5):
        items = []
        while (data[at] != 0xff if low == 31 else
               len(items) < number * (major - 3)):
            item, at = cbor(data, at)
            items.append(item)
        at += low == 31
        return (items if major == 4 else
                once(list(zip(items[::2], items[1::2])))), at
    assert major in (0, 1, 7), major
    return number, at


def check(where):
    def read(name):
        with open(os.path.join(where, name), "rb") as f:
            return f.read()
    for name in ("json4", "json5", "json6"):
        # version 4 has the names in an OPEN in hexadecimal
        judge([json.loads(line, object_pairs_hook=once)
               for line in read(name).decode().split("\n") if line],
              (120, 200) if name == "json4" else (60, 120, 200))
    text_lines(read("text"))
    data, at, events = read("cbor"), 0, []
    while at < len(data):
        event, at = cbor(data, at)
        events.append(event)
    judge(events)


if sys.argv[1] == "peer":
    play(sys.argv[2])
else:
    check(sys.argv[2])
