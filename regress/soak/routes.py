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


"""What the three programs of the soak test share: which routes there are.

Route I is the I-th /24 from 20.0.0.0 on.  Each program owns SHARE of them,
the configuration's STATIC ones come behind, and the last is a marker a
program.  A view is an array of a number a route: its MED and 1, or 0 when it
is not there.
"""
import array
import os

PROGRAMS, SHARE, STATIC = 3, 37000, 1000
FIRST_STATIC = PROGRAMS * SHARE
FIRST_MARKER = FIRST_STATIC + STATIC
ROUTES = FIRST_MARKER + PROGRAMS
PEERS = ["10.9.0.%d" % i for i in range(1, 51)]
BASE = 20 << 16			# the first /24


def prefix(i):
    return "%d.%d.%d.0/24" % ((BASE + i) >> 16, (BASE + i) >> 8 & 255,
                              BASE + i & 255)


def view():
    return array.array("I", bytes(4 * ROUTES))


def replace(path, data):
    """A file that is never seen half."""
    with open(path + ".new", "wb") as f:
        f.write(data)
    os.rename(path + ".new", path)


def read(path):
    """Nothing, when it is not there."""
    try:
        with open(path, "rb") as f:
            return f.read()
    except FileNotFoundError:
        return b""
