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

"""A peer that hangs up and calls again before anybody has noticed.

	redial.py US THEM ENGINE FILE

With the process ENGINE stopped, the session is closed behind a new
connection, so that the latter is seen first.  FILE is made when that is a
session.
"""
import os
import signal
import sys

import falls


def main():
    us, them, engine, path = sys.argv[1:]
    first = falls.Session(us, them).establish()
    os.kill(int(engine), signal.SIGSTOP)
    second = falls.Session(us, them)
    first.close()
    os.kill(int(engine), signal.SIGCONT)
    second.establish()
    open(path, "w").close()
    while True:
        second.message()


if __name__ == "__main__":
    main()
