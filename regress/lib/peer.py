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

"""A BGP speaker that says what a file holds: one session after the other.

	peer.py ADDRESS FILE [THEM]

It listens, or connects to THEM, again and again.
Each line of FILE is a message in hexadecimal digits, its type and its body.
The first one is the OPEN, which a KEEPALIVE follows; the others are sent when
the other side's KEEPALIVE has come, in the first session only.
"""
import socket
import struct
import sys
import time

OPEN, KEEPALIVE = 1, 4


def message(octets):
    return b"\xff" * 16 + struct.pack("!H", 18 + len(octets)) + octets


def kinds(conn):
    """The types of the messages that come, until the end of the session."""
    stream = conn.makefile("rb")
    while True:
        head = stream.read(19)
        if len(head) < 19:
            return
        size, kind = struct.unpack("!HB", head[16:])
        stream.read(size - 19)
        yield kind


def session(conn, hello, rest):
    for kind in kinds(conn):
        if kind == OPEN:
            conn.sendall(message(hello) + message(bytes((KEEPALIVE,))))
        elif kind == KEEPALIVE:
            conn.sendall(b"".join(message(m) for m in rest) or
                         message(bytes((KEEPALIVE,))))
            rest = []


def connections(us, them):
    """One connection after the other, made or taken."""
    if not them:
        listener = socket.create_server((us, 179))
    while True:
        try:
            yield (socket.create_connection((them, 179), 30, (us, 0))
                   if them else listener.accept()[0])
        except OSError:
            time.sleep(0.1)


def main():
    with open(sys.argv[2]) as f:
        hello, *rest = [bytes.fromhex(line) for line in f]
    for conn in connections(sys.argv[1], "".join(sys.argv[3:])):
        try:
            session(conn, hello, rest)
        except OSError:
            pass
        rest = []
        conn.close()


if __name__ == "__main__":
    main()
