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

"""Is a text anywhere in the memory of a process?

	memfind.py PID TEXT

0: yes, 1: no, 2: its memory cannot be read.
"""
import sys


def areas(pid):
    """Start and end of what is readable."""
    with open("/proc/%s/maps" % pid) as maps:
        for line in maps:
            span, mode = line.split()[:2]
            if mode[0] == "r" and not line.endswith("[vvar]\n"):
                start, end = span.split("-")
                yield int(start, 16), int(end, 16)


def found(pid, text):
    octets = 0
    with open("/proc/%s/mem" % pid, "rb") as memory:
        for start, end in areas(pid):
            try:
                memory.seek(start)
                data = memory.read(end - start)
            except (OSError, OverflowError, ValueError):
                continue
            octets += len(data)
            if text in data:
                return True
    if octets < 100000:
        raise OSError("only %d octets of memory" % octets)
    return False


try:
    sys.exit(0 if found(sys.argv[1], sys.argv[2].encode()) else 1)
except OSError as e:
    print(e, file=sys.stderr)
    sys.exit(2)
