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


"""A peer that never pauses: what it hears last, when it is sent away.

	lastword.py US THEM FILE

Connects, says OPEN and then one KEEPALIVE after the other.  FILE says in the
end which NOTIFICATION came, and whether the connection was closed or reset.
"""
import os
import socket
import sys
import threading

import sink


def talk(conn):
    try:
        while True:
            conn.sendall(sink.message(sink.KEEPALIVE) * 50)
    except OSError:
        pass


def listen(conn):
    """The last NOTIFICATION, and the end."""
    said, stream = "nothing", conn.makefile("rb")
    try:
        while True:
            head = stream.read(19)
            if len(head) < 19:
                return said + ", closed"
            body = stream.read(int.from_bytes(head[16:18], "big") - 19)
            if head[18] == sink.NOTIFICATION:
                said = "%d/%d" % (body[0], body[1])
    except OSError:
        return said + ", reset"


def main():
    us, them, path = sys.argv[1:]
    conn = socket.create_connection((them, 179), 30, (us, 0))
    conn.sendall(sink.open_message(65000, 90, us))
    threading.Thread(target=talk, args=(conn,), daemon=True).start()
    end = listen(conn)
    with open(path + ".part", "w") as f:
        f.write(end + "\n")
    os.rename(path + ".part", path)


if __name__ == "__main__":
    main()
