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

"""A peer that calls once, and says what has come of it.

	call.py US THEM PORT AS [second]

It prints "up" or the NOTIFICATION with its text (RFC 9003), and stays until
its end.  With `second` it takes a session of THEM's first, and ends that one
when the call is answered.
"""
import socket
import sys

import sink


class Session:
    def __init__(self, conn, asn, address):
        self.conn = conn
        self.stream = conn.makefile("rb")
        self.hello = sink.open_message(asn, 90, address)

    def message(self):
        head = self.stream.read(19)
        if len(head) < 19:
            raise OSError("closed")
        body = self.stream.read(int.from_bytes(head[16:18], "big") - 19)
        if head[18] == sink.NOTIFICATION:
            raise OSError("NOTIFICATION %d/%d %s" % (
                body[0], body[1], body[3:].decode()))
        return head[18]

    def answered(self):
        while self.message() != sink.OPEN:
            pass
        return self

    def establish(self):
        self.conn.sendall(self.hello + sink.message(sink.KEEPALIVE))
        while self.message() != sink.KEEPALIVE:
            pass
        return self

    def close(self):
        self.stream.close()
        self.conn.close()


def main():
    us, them, port, asn = sys.argv[1:5]
    asn = int(asn)
    if len(sys.argv) > 5:
        with socket.create_server((us, 179)) as listener:
            first = Session(listener.accept()[0], asn, us)
        first.answered().establish()
    try:
        call = Session(socket.create_connection((them, int(port)), 30,
                                                (us, 0)), asn, us)
        call.answered()
        if len(sys.argv) > 5:
            first.close()
        call.establish()
        print("up", flush=True)
        while True:
            call.message()
    except OSError as e:
        print(e, flush=True)


if __name__ == "__main__":
    main()
