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

"""A BGP speaker that counts: one IPv4 session at a time.

	sink.py ADDRESS AS HOLD_TIME FILE [send=N] [stall=S] [pace=S]
	    [dump=FILE] [connect=THEM]

FILE holds one JSON object: sessions (accepted so far), up, routes (distinct,
not withdrawn), updates, octets, error (why the last session ended), sent
(UPDATEs).  A peer that says nothing for HOLD_TIME seconds is an error, as
RFC 4271 has it.  With send, it announces N routes, each in an UPDATE of its
own; with stall, it reads nothing for the first S seconds of a session; with
pace, it rests for S seconds between reads; with dump, FILE has a line
"PREFIX MED" for each route while the session is up; with connect, it calls
THEM, again and again, and does not listen.
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


def med(data):
    """The MULTI_EXIT_DISC among path attributes, or None."""
    at = 0
    while at + 3 <= len(data):
        head = 4 if data[at] & 0x10 else 3
        size = int.from_bytes(data[at + 2:at + head], "big")
        if data[at + 1] == 4:
            return int.from_bytes(data[at + head:at + head + size], "big")
        at += head + size
    return None


def text(prefix):
    return "%s/%d" % (socket.inet_ntoa(prefix[1:] + bytes(5 - len(prefix))),
                      prefix[0])


def announcements(first, count, asn, address):
    """UPDATEs for routes out of 20.0.0.0/8."""
    attrs = bytes((0x40, 1, 1, 0, 0x40, 2, 6, 2, 1)) + struct.pack(
        "!I", asn) + bytes((0x40, 3, 4)) + socket.inet_aton(address)
    head = struct.pack("!HH", 0, len(attrs)) + attrs
    return b"".join(
        message(UPDATE, head + struct.pack("!BI", 32, (20 << 24) + i))
        for i in range(first, first + count))


class Sink:
    def __init__(self, address, asn, hold, path, options):
        self.hold, self.path = hold, path
        self.address, self.asn = address, asn
        self.send = int(options.get("send", 0))
        self.stall = float(options.get("stall", 0))
        self.pace = float(options.get("pace", 0))
        self.dump = options.get("dump")
        self.hello = open_message(asn, hold, address)
        self.routes = {}
        self.data = {"sessions": 0, "up": False, "routes": 0,
                     "updates": 0, "octets": 0, "error": None, "sent": 0}
        self.them = options.get("connect")
        if not self.them:
            self.listener = socket.create_server((address, 179))

    def report(self):
        self.data["routes"] = len(self.routes)
        self.replace(self.path, json.dumps(self.data))
        if self.dump:
            self.replace(self.dump, "".join(sorted(
                "%s %s\n" % (text(prefix), value)
                for prefix, value in self.routes.items())))

    @staticmethod
    def replace(path, content):
        with open(path + ".new", "w") as f:
            f.write(content)
        os.rename(path + ".new", path)

    def update(self, body):
        self.data["updates"] += 1
        gone = struct.unpack("!H", body[:2])[0]
        for prefix in prefixes(body[2:2 + gone]):
            self.routes.pop(prefix, None)
        size = struct.unpack("!H", body[2 + gone:4 + gone])[0]
        start = 4 + gone
        value = med(body[start:start + size])
        self.routes.update((prefix, value)
                           for prefix in prefixes(body[start + size:]))

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

    def write(self, conn, now):
        """What fits: a KEEPALIVE when it is time, and routes."""
        if now - self.spoke > self.hold / 3:
            self.out += message(KEEPALIVE)
            self.spoke = now
        left = self.send - self.data["sent"]
        if not self.out and left > 0 and self.data["up"]:
            count = min(left, 1000)
            self.out = announcements(self.data["sent"], count, self.asn,
                                     self.address)
            self.data["sent"] += count
        if self.out:
            try:
                self.out = self.out[conn.send(self.out):]
            except BlockingIOError:
                pass

    def session(self, conn):
        start = heard = time.monotonic()
        buf, told, self.spoke, self.out = b"", 0.0, 0.0, self.hello
        self.data["sent"] = 0
        conn.setblocking(False)
        while True:
            now = time.monotonic()
            self.write(conn, now)
            if now - told > 0.2:
                self.report()
                told = now
            if self.data["up"] and now - start < self.stall:
                time.sleep(0.1)
                heard = now
                continue
            time.sleep(self.pace)
            more = self.out or self.data["sent"] < self.send
            if select.select([conn], [conn] if more else [], [], 0.2)[0]:
                data = conn.recv(1 << 16)
                if not data:
                    raise OSError("closed")
                heard = time.monotonic()
                self.data["octets"] += len(data)
                buf = self.messages(buf + data)
            elif now - heard > self.hold:
                raise OSError("hold timer expired")

    def connection(self):
        if not self.them:
            return self.listener.accept()[0]
        while True:
            try:
                return socket.create_connection((self.them, 179), 30,
                                                (self.address, 0))
            except OSError:
                time.sleep(0.1)

    def run(self):
        while True:
            self.report()
            conn = self.connection()
            self.data["sessions"] += 1
            self.routes = {}
            try:
                self.session(conn)
            except OSError as e:
                self.data["error"] = str(e)
            self.data["up"] = False
            conn.close()


if __name__ == "__main__":
    Sink(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4],
         dict(word.split("=") for word in sys.argv[5:])).run()
