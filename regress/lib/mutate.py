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


"""Configurations that are nearly right, and what the daemon makes of them.

	mutate.py BGPD SEED COUNT FILE ...

Each of COUNT is one of the FILEs with a few changes.  The daemon checks it
and says 0 or 1, within a second, and neither dies nor says nothing about
what is wrong.
"""
import random
import re
import subprocess
import sys
import time

ODD = [b"{", b"}", b";", b"[", b"]", b"(", b")", b'"', b"#", b"\\", b"\n",
       b"\0", b"\xff", b"0", b"-1", b"4294967296", b"1" * 400, b"::",
       b"0.0.0.0/33", b"neighbor", b"{" * 300, b"inherit", b"self"]


def words(data):
    return re.findall(rb"\s+|[\w./:-]+|.", data, re.S)


def mutate(chance, data, other):
    """A few words or octets of it changed."""
    parts = words(data)
    for _ in range(chance.choice((1, 1, 1, 2, 8))):
        i = chance.randrange(len(parts))
        kind = chance.randrange(7)
        if kind == 0:
            del parts[i:i + chance.randint(1, 5)]
        elif kind == 1:
            parts.insert(i, chance.choice(ODD))
        elif kind == 2:
            parts[i] = chance.choice(ODD)
        elif kind == 3:
            parts[i] = b"%d" % chance.choice((0, 1, 255, 256, 65535, 65536))
        elif kind == 4:
            j = chance.randrange(len(other))
            parts[i:i] = other[j:j + chance.randint(1, 30)]
        elif kind == 5:
            octets = bytearray(parts[i])
            octets[chance.randrange(len(octets))] = chance.randrange(256)
            parts[i] = bytes(octets)
        else:
            del parts[i:]
        parts = parts or [b"\n"]
    return b"".join(parts)


def judge(bgpd, data, options):
    """What is wrong about the daemon's answer, and how long it took."""
    with open("mutant.conf", "wb") as f:
        f.write(data)
    began = time.monotonic()
    try:
        run = subprocess.run([bgpd] + options + ["-n", "-f", "mutant.conf"],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             stdin=subprocess.DEVNULL, timeout=20,
                             check=False)
    except subprocess.TimeoutExpired:
        return "no end", 20, None
    took = time.monotonic() - began
    if run.returncode not in (0, 1):
        return "status %d" % run.returncode, took, None
    if run.returncode == 1 and not run.stdout.strip():
        return "refused without a word", took, 1
    return None if took < 1 else "took %.1f s" % took, took, run.returncode


def main():
    bgpd, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    options, files = [], sys.argv[4:]
    if files[0] == "-o":
        options, files = files[:2], files[2:]
    seeds = []
    for name in files:
        with open(name, "rb") as f:
            seeds.append(f.read())
    chance = random.Random(seed)
    answers, slowest = [0, 0], 0.0
    for n in range(count):
        data = mutate(chance, chance.choice(seeds),
                      words(chance.choice(seeds)))
        wrong, took, status = judge(bgpd, data, options)
        if wrong:
            print("mutant.conf, number %d: %s" % (n, wrong))
            return 1
        answers[status] += 1
        slowest = max(slowest, took)
    print("%d accepted, %d refused, the slowest in %.3f s" % (
        answers[0], answers[1], slowest))
    return 0


sys.exit(main())
