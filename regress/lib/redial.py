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

"""A peer that hangs up and is there again before anybody has noticed.

	redial.py US THEM ENGINE FILE [called]

With the process ENGINE stopped, the session is closed behind a new
connection, so that the latter is seen first.  FILE is made when that is a
session.  With `called` the other connection is one of THEM, which has not had
its OPEN yet, and the first one is no session yet.
"""
import os
import signal
import socket
import sys

import call
import sink


def dial(us, them):
    return call.Session(socket.create_connection((them, 179), 30, (us, 0)),
                        65000, "192.168.1.9")


def main():
    us, them, engine, path = sys.argv[1:5]
    if len(sys.argv) > 5:
        with socket.create_server((us, 179)) as listener:
            second = call.Session(listener.accept()[0], 65000, "192.168.1.9")
        second.answered()
        first = dial(us, them)
        first.conn.sendall(first.hello)
        while first.message() != sink.KEEPALIVE:
            pass
        os.kill(int(engine), signal.SIGSTOP)
        second.conn.sendall(second.hello)
        second.hello = b""
    else:
        first = dial(us, them).establish()
        os.kill(int(engine), signal.SIGSTOP)
        second = dial(us, them)
    first.close()
    os.kill(int(engine), signal.SIGCONT)
    second.establish()
    open(path, "w").close()
    while True:
        second.message()


if __name__ == "__main__":
    main()
