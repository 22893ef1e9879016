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

"""An API process that follows a script and notes the answers.

	drive.py SCRIPT OUT

Every line of SCRIPT is sent as it is, with \\xHH for any octet, and OUT gets
a line "COMMAND -> ANSWER", the lines of the answer parted by "|"; an answer
ends with `done` or `error`.  Three words are ours:

	!long N		a line of N octets
	!mute LINE	a line that has no answer
	!many N LINE	N lines in one go, %d being their number: "N x" and
			the different answers in their order are noted
"""
import re
import select
import sys
import os


def answer(wait=10.0):
    """Lines up to done or error; not buffered, since select must see all."""
    lines, line = [], b""
    while select.select([0], [], [], wait)[0]:
        c = os.read(0, 1)
        if not c:
            lines.append("(end)")
            break
        if c != b"\n":
            line += c
            continue
        lines.append(line.decode("utf-8", "replace"))
        line = b""
        if lines[-1] in ("done", "error"):
            return "|".join(lines)
    return "|".join(lines + ["(nothing)"])


def octets(text):
    return re.sub(rb"\\x(..)", lambda m: bytes((int(m.group(1), 16),)),
                  text.encode())


def send(data):
    while data:
        data = data[os.write(1, data):]


def step(line):
    word, _, rest = line.partition(" ")
    if word == "!long":
        send(b"x" * int(rest) + b"\n")
        return answer()
    if word == "!mute":
        send(octets(rest) + b"\n")
        return answer(0.5)
    if word == "!many":
        count, _, rest = rest.partition(" ")
        lines = [rest.replace("%d", str(n)) for n in range(int(count))]
        send(octets("\n".join(lines)) + b"\n")
        got = [answer() for _ in lines]
        kinds = [a for i, a in enumerate(got) if i == 0 or got[i - 1] != a]
        return "%d x %s" % (len(got), " ".join(kinds))
    send(octets(line) + b"\n")
    return answer()


def main():
    with open(sys.argv[1]) as script, open(sys.argv[2], "w") as out:
        for line in script.read().splitlines():
            out.write("%s -> %s\n" % (line, step(line)))
            out.flush()
        out.write("end\n")
    while os.read(0, 4096):
        pass


main()
