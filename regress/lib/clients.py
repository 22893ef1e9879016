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

"""Control clients that do everything wrong, until ended.

	clients.py SOCKET

A thousand connections that say nothing; some that ask for long tables and
never read, that send garbage, half a request, or vanish in the middle of an
answer, again and again.
"""
import os
import resource
import socket
import struct
import sys
import time


def request(words):
    """The header of a message, then whether JSON is wanted, then the words."""
    body = struct.pack("=I", 0) + words
    return struct.pack("=IHHII", 16 + len(body), 1, 0, 0, 0) + body


def client(data=b""):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(1)
    try:
        s.connect(sys.argv[1])
        s.sendall(data)
    except OSError:
        pass
    return s


def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
    table = request(b"show adj-rib in extensive")
    crowd = [client() for _ in range(1000)]
    deaf = [client(table) for _ in range(20)]
    print("there", flush=True)
    while True:
        vanish = client(table)
        try:
            vanish.recv(1)
        except OSError:
            pass
        vanish.close()
        crowd = crowd[8:] + [client(), client(table[:7]),
                             client(os.urandom(5000)), client(b"\0" * 1000),
                             client(b"\xff" * 1000), client(table[:20]),
                             client(b"GET / HTTP/1.0\r\n\r\n"),
                             client(request(b"\0\xff\n" * 100))]
        deaf = deaf[1:] + [client(table)]
        time.sleep(0.005)


if __name__ == "__main__":
    main()
