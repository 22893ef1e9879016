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


"""A peer whose session falls while the route engine is at work.

	falls.py US THEM ENGINE N FILE

Connects, and makes the file FILE.go once it has End-of-RIB.  When the process
ENGINE then runs, it is stopped, the session is closed and another one is
made, and the process goes on.  When End-of-RIB and N prefixes have come in
the second session, FILE says how many came more than once.
"""
import os
import signal
import socket
import struct
import sys
import time

import sink

OPEN, UPDATE, KEEPALIVE = sink.OPEN, sink.UPDATE, sink.KEEPALIVE


class Session:
    def __init__(self, us, them):
        self.sock = socket.create_connection((them, 179), 30, (us, 0))
        self.stream = self.sock.makefile("rb")
        self.sock.sendall(sink.open_message(65000, 90, us))

    def establish(self):
        while self.message()[0] != OPEN:
            pass
        self.sock.sendall(sink.message(KEEPALIVE))
        while self.message()[0] != KEEPALIVE:
            pass
        return self

    def message(self):
        head = self.stream.read(19)
        if len(head) < 19:
            sys.exit("the session ended")
        size, kind = struct.unpack("!HB", head[16:])
        return kind, self.stream.read(size - 19)

    def table(self, n):
        """All prefixes, until there were n and End-of-RIB."""
        seen, ended = set(), False
        while not ended or len(seen) < n:
            kind, body = self.message()
            if kind != UPDATE:
                continue
            ended |= body == bytes(4)
            gone = struct.unpack_from("!H", body)[0]
            attrs = struct.unpack_from("!H", body, 2 + gone)[0]
            for prefix in sink.prefixes(body[4 + gone + attrs:]):
                seen.add(prefix)
                yield prefix

    def close(self):
        self.stream.close()
        self.sock.close()


def state(pid):
    with open("/proc/%d/stat" % pid) as f:
        return f.read().rsplit(")", 1)[1].split()[0]


def main():
    us, them, engine, n, path = sys.argv[1:]
    engine = int(engine)
    first = Session(us, them).establish()
    list(first.table(0))
    open(path + ".go", "w").close()
    end = time.monotonic() + 30
    while state(engine) != "R" and time.monotonic() < end:
        pass
    os.kill(engine, signal.SIGSTOP)
    first.close()
    second = Session(us, them).establish()
    os.kill(engine, signal.SIGCONT)
    with open(path + ".part", "w") as f:
        f.write("%d\n" % (len(list(second.table(int(n)))) - int(n)))
    os.rename(path + ".part", path)
    while True:
        second.message()


if __name__ == "__main__":
    main()
