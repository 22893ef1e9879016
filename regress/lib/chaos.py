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

"""An API process that commands at random, and knows what that means.

	chaos.py SEED COMMANDS OUT NEIGHBOR ...

At the end OUT.NEIGHBOR has a line "PREFIX MED" for every route that this
neighbor must have by then.
"""
import random
import sys
import time

PREFIXES = ["10.%d.%d.0/24" % (i >> 8, i & 255) for i in range(3000)]


def selector(chance, names):
    """Some of the neighbors, and the words for them."""
    some = chance.sample(names, chance.randint(1, len(names)))
    if len(some) == len(names):
        return some, ""
    return some, ", ".join("neighbor " + n for n in some) + " "


def command(chance, state):
    some, words = selector(chance, sorted(state))
    kind = chance.random()
    if kind < 0.01:
        return words + "flush adj-rib out"
    nlri = chance.sample(PREFIXES, chance.choice((1, 1, 1, 2, 20)))
    if kind < 0.4:
        for name in some:
            for prefix in nlri[:1]:
                state[name].pop(prefix, None)
        return words + "withdraw route %s next-hop self" % nlri[0]
    value = chance.randint(0, 5)
    for name in some:
        state[name].update((prefix, value) for prefix in nlri)
    if len(nlri) == 1:
        return words + "announce route %s next-hop self med %d" % (
            nlri[0], value)
    return words + "announce attributes next-hop self med %d nlri %s" % (
        value, " ".join(nlri))


def main():
    chance = random.Random(int(sys.argv[1]))
    state = {name: {} for name in sys.argv[4:]}
    print("silence-ack")
    for i in range(int(sys.argv[2])):
        print(command(chance, state))
        if i % 100 == 0:
            sys.stdout.flush()
            time.sleep(0.01)
    print("neighbor * announce route 10.255.0.0/24 next-hop self med 0")
    for name in state:
        state[name]["10.255.0.0/24"] = 0
        with open("%s.%s" % (sys.argv[3], name), "w") as f:
            f.writelines(sorted("%s %d\n" % item
                                for item in state[name].items()))
    sys.stdout.flush()
    sys.stdin.read()


main()
