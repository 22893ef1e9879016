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


"""Many BGP speakers in one process, that keep what they are told.

Peers listen at their address, and the daemon connects.  Those that are
hostile say at random what no peer should.
"""
import random
import socket
import struct

import routes

OPEN, UPDATE, NOTIFICATION, KEEPALIVE = 1, 2, 3, 4
ASN, HOLD = 65000, 90
MARKER = b"\xff" * 16


def message(kind, body=b""):
    return MARKER + struct.pack("!HB", 19 + len(body), kind) + body


def hello(address, asn=ASN):
    caps = struct.pack("!BBHBB", 1, 4, 1, 0, 1) + struct.pack(
        "!BBI", 65, 4, asn)
    return message(OPEN, struct.pack("!BHH", 4, asn, HOLD) +
                   socket.inet_aton(address) +
                   bytes((len(caps) + 2, 2, len(caps))) + caps)


def own_routes(address):
    """A hundred routes in one UPDATE, for those who listen to the events."""
    attrs = bytes((0x40, 1, 1, 0, 0x40, 2, 6, 2, 1)) + struct.pack(
        "!I", ASN) + bytes((0x40, 3, 4)) + socket.inet_aton(address)
    return message(UPDATE, struct.pack("!HH", 0, len(attrs)) + attrs +
                   b"".join(bytes((24, 30, 0, i)) for i in range(100)))


class Wrong(Exception):
    """What the daemon must never send."""


def value_of(attrs, known={}):
    """A route's number in a view: its MED and 1, twice told."""
    if attrs not in known:
        found, at = {}, 0
        while at < len(attrs):
            head = 4 if attrs[at] & 0x10 else 3
            size = int.from_bytes(attrs[at + 2:at + head], "big")
            found[attrs[at + 1]] = attrs[at + head:at + head + size]
            at += head + size
        med = int.from_bytes(found[4], "big")
        if found[8] != struct.pack("!HH", 1, med & 0xffff):
            raise Wrong("attributes %s" % attrs.hex())
        if len(known) > 10000:
            known.clear()
        known[attrs] = med + 1
    return known[attrs]


class Peer:
    def __init__(self, address):
        self.address = address
        self.listener = socket.create_server((address, 179))
        self.listener.setblocking(False)
        self.conn, self.sessions, self.updates = None, 0, 0
        self.clear()

    def clear(self):
        self.view = routes.view()
        self.buf, self.up, self.stalled, self.told = b"", False, 0, 0

    def accept(self, now):
        """The new connection; a second one at a time is closed."""
        conn = self.listener.accept()[0]
        if self.conn is not None:
            conn.close()
            return None
        self.clear()
        self.conn, self.told = conn, now
        self.sessions += 1
        conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        conn.sendall(hello(self.address))
        return conn

    def update(self, body):
        self.updates += 1
        gone = struct.unpack("!H", body[:2])[0]
        first = (24 << 24) + routes.BASE
        for p, in struct.iter_unpack("!I", body[2:2 + gone]):
            self.view[p - first] = 0
        size = struct.unpack("!H", body[2 + gone:4 + gone])[0]
        nlri = body[4 + gone + size:]
        if not nlri:
            return
        value = value_of(body[4 + gone:4 + gone + size])
        for p, in struct.iter_unpack("!I", nlri):
            self.view[p - first] = value

    def handle(self, kind, body):
        if kind == UPDATE:
            self.update(body)
        elif kind == OPEN:
            self.conn.sendall(message(KEEPALIVE))
        elif kind == KEEPALIVE and not self.up:
            self.up = True
            self.conn.sendall(own_routes(self.address))
        elif kind == NOTIFICATION:
            raise OSError("NOTIFICATION %d/%d" % (body[0], body[1]))

    def readable(self):
        data = self.conn.recv(1 << 18)
        if not data:
            raise OSError("closed")
        buf, at = self.buf + data, 0
        while len(buf) - at >= 19:
            size, kind = struct.unpack_from("!HB", buf, at + 16)
            if buf[at:at + 16] != MARKER or size < 19:
                raise Wrong("header %s" % buf[at:at + 19].hex())
            if len(buf) - at < size:
                break
            self.handle(kind, buf[at + 19:at + size])
            at += size
        self.buf = buf[at:]

    def tick(self, now):
        if self.conn is not None and now - self.told > HOLD / 3:
            self.conn.sendall(message(KEEPALIVE))
            self.told = now

    def fall(self, politely):
        """End the session: with a Cease, or by a reset."""
        if politely:
            self.conn.send(message(NOTIFICATION, b"\6\2\0"))
        else:
            self.conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                 struct.pack("ii", 1, 0))


class Hostile(Peer):
    """Says one of its things in each session, and goes when it likes."""
    def accept(self, now):
        conn = super().accept(now)
        if conn is not None and random.random() < 0.3:
            conn.sendall(random.randbytes(random.randint(1, 5000)))
        return conn

    def handle(self, kind, body):
        if kind == OPEN:
            self.conn.sendall(message(KEEPALIVE))
        elif kind == KEEPALIVE and not self.up:
            self.up = True
            good = bytearray(own_routes(self.address)[19:])
            for _ in range(random.randint(1, 200)):
                bad = bytearray(good)
                for _ in range(random.randint(1, 4)):
                    bad[random.randrange(len(bad))] = random.randrange(256)
                self.conn.send(message(random.choice((2, 2, 2, 5, 9)), bad))
        elif kind == NOTIFICATION or random.random() < 0.001:
            raise OSError("gone")
