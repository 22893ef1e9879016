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

"""A BGP speaker that only counts: one IPv4 session at a time.

	sink.py ADDRESS AS HOLD_TIME FILE

FILE holds one JSON object: sessions (accepted so far), up, routes (distinct,
not withdrawn), updates, octets, error (why the last session ended).  A peer
that says nothing for HOLD_TIME seconds is an error, as RFC 4271 has it.
"""
import json
import os
import select
import socket
import struct
import sys
import time

OPEN, UPDATE, NOTIFICATION, KEEPALIVE = 1, 2, 3, 4


def message(kind, body=b""):
    return b"\xff" * 16 + struct.pack("!HB", 19 + len(body), kind) + body


def open_message(asn, hold, address):
    caps = struct.pack("!BBHBB", 1, 4, 1, 0, 1)
    caps += struct.pack("!BBI", 65, 4, asn)
    return message(OPEN, struct.pack("!BHH", 4, asn, hold) +
                   socket.inet_aton(address) +
                   bytes((len(caps) + 2, 2, len(caps))) + caps)


def prefixes(data):
    """Prefixes as octets: length, then address."""
    at, end = 0, len(data)
    while at < end:
        size = 1 + (data[at] + 7) // 8
        yield data[at:at + size]
        at += size


class Sink:
    def __init__(self, address, asn, hold, path):
        self.hold, self.path = hold, path
        self.hello = open_message(asn, hold, address)
        self.routes = set()
        self.data = {"sessions": 0, "up": False, "routes": 0,
                     "updates": 0, "octets": 0, "error": None}
        self.listener = socket.create_server((address, 179))

    def report(self):
        self.data["routes"] = len(self.routes)
        with open(self.path + ".new", "w") as f:
            json.dump(self.data, f)
        os.rename(self.path + ".new", self.path)

    def update(self, body):
        self.data["updates"] += 1
        gone = struct.unpack("!H", body[:2])[0]
        self.routes.difference_update(prefixes(body[2:2 + gone]))
        attrs = struct.unpack("!H", body[2 + gone:4 + gone])[0]
        self.routes.update(prefixes(body[4 + gone + attrs:]))

    def handle(self, kind, body):
        if kind == UPDATE:
            self.update(body)
        elif kind == KEEPALIVE:
            self.data["up"] = True
        elif kind == NOTIFICATION:
            raise OSError("NOTIFICATION %d/%d" % (body[0], body[1]))

    def messages(self, buf):
        """Handle what is complete; return what is not."""
        at = 0
        while len(buf) - at >= 19:
            size, kind = struct.unpack("!HB", buf[at + 16:at + 19])
            if buf[at:at + 16] != b"\xff" * 16 or size < 19:
                raise OSError("bad header")
            if len(buf) - at < size:
                break
            self.handle(kind, buf[at + 19:at + size])
            at += size
        return buf[at:]

    def session(self, conn):
        buf, heard, spoke, told = b"", time.monotonic(), 0.0, 0.0
        conn.sendall(self.hello)
        while True:
            now = time.monotonic()
            if now - spoke > self.hold / 3:
                conn.sendall(message(KEEPALIVE))
                spoke = now
            if now - told > 0.2:
                self.report()
                told = now
            if select.select([conn], [], [], 0.2)[0]:
                data = conn.recv(1 << 16)
                if not data:
                    raise OSError("closed")
                heard = time.monotonic()
                self.data["octets"] += len(data)
                buf = self.messages(buf + data)
            elif now - heard > self.hold:
                raise OSError("hold timer expired")

    def run(self):
        while True:
            self.report()
            conn = self.listener.accept()[0]
            self.data["sessions"] += 1
            self.routes = set()
            try:
                self.session(conn)
            except OSError as e:
                self.data["error"] = str(e)
            self.data["up"] = False
            conn.close()


if __name__ == "__main__":
    Sink(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]).run()
