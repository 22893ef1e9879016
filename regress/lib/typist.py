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

"""A program on a terminal, and somebody who types.

	typist.py SCRIPT COMMAND ...

Lines of SCRIPT, with \\n, \\t, \\xHH for octets:

	< TEXT		typed, when the program reads keys
	> REGEX		appears, behind what was waited for before
	- REGEX		does not appear in what was seen since the last `>`
	^ C		typed when the terminal makes a signal of it
	$ COMMAND	a shell runs it, and it succeeds
	= ROWS COLUMNS	the size of the terminal

What was seen goes to standard output; the status is the command's, or 99
when something did not happen within 15 seconds.
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time


class Typist:
    def __init__(self, argv):
        self.seen, self.at, self.before = b"", 0, 0
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "vt100"
            os.execvp(argv[0], argv)
        self.size(24, 100)

    def size(self, rows, columns):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ,
                    struct.pack("HHHH", rows, columns, 0, 0))

    def more(self, wait):
        """Some output; false at its end."""
        if not select.select([self.fd], [], [], max(wait, 0))[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.seen += data
        return data != b""

    def appears(self, regex):
        end = time.monotonic() + 15
        while True:
            m = re.compile(regex, re.S).search(self.seen, self.at)
            if m:
                self.before, self.at = self.at, m.end()
                return True
            if time.monotonic() > end or not self.more(
                    end - time.monotonic()):
                return re.compile(regex, re.S).search(
                    self.seen, self.at) is not None

    def type(self, data, signals):
        """When the terminal makes signals of keys, or does not."""
        end = time.monotonic() + 15
        while bool(termios.tcgetattr(self.fd)[3] &
                   termios.ISIG) != signals:
            if time.monotonic() > end or not self.more(0.01):
                return False
        os.write(self.fd, data)
        return True

    def end(self):
        """Its exit status, when it ends."""
        end = time.monotonic() + 15
        while time.monotonic() < end and self.more(end - time.monotonic()):
            pass
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status) % 256
            time.sleep(0.05)
        return self.kill("it does not end")

    def kill(self, why):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        print("typist.py:", why, file=sys.stderr)
        return 99


def octets(text):
    return re.sub(rb"\\(x..|n|t)", lambda m: {b"n": b"\r", b"t": b"\t"}.get(
        m.group(1)) or bytes((int(m.group(1)[1:], 16),)), text.encode())


def step(typist, line):
    kind, text = line[0], line[2:]
    if kind == "<":
        return typist.type(octets(text), False)
    elif kind == ">":
        return typist.appears(text.encode())
    elif kind == "-":
        return not re.search(text.encode(),
                             typist.seen[typist.before:typist.at], re.S)
    elif kind == "^":
        return typist.type(b"\x03", True)
    elif kind == "$":
        return subprocess.call(text, shell=True,
                               stdout=subprocess.DEVNULL) == 0
    elif kind == "=":
        typist.size(*map(int, text.split()))
    return True


def main():
    typist = Typist(sys.argv[2:])
    status = None
    for line in open(sys.argv[1]).read().splitlines():
        if line and not step(typist, line):
            status = typist.kill("not so: " + line)
            break
    if status is None:
        status = typist.end()
    sys.stdout.buffer.write(typist.seen)
    sys.exit(status)


main()
