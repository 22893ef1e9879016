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

	churn.py DIR NUMBER RATE

DIR/phase says `run N` or `stop N`.  After `stop N` it announces its marker
with MED N, writes DIR/want.NUMBER.N, what each peer must have of its routes,
and commands nothing until the next `run`.
"""
import array
import random
import sys
import time

import routes

DIVERGE = 2000			# only these differ from peer to peer


class Churn:
    def __init__(self, where, number, rate):
        self.where, self.number, self.rate = where, number, rate
        self.chance = random.Random(number)
        self.first = number * routes.SHARE
        self.state = [array.array("I", bytes(4 * routes.SHARE))
                      for _ in routes.PEERS]
        self.round = -1

    def put(self, peers, which, value):
        for p in peers:
            for i in which:
                self.state[p][i] = value

    def say(self, which, med, words=""):
        print("%sannounce attributes next-hop self med %d community [ 1:%d ] "
              "nlri %s" % (words, med, med, " ".join(
                  routes.prefix(self.first + i) for i in which)))

    def table(self):
        for i in range(0, routes.SHARE, 100):
            which = range(i, i + 100)
            self.say(which, i // 100)
            for state in self.state:
                state[i:i + 100] = array.array("I", [i // 100 + 1] * 100)

    def command(self):
        peers, words, last = range(len(routes.PEERS)), "", routes.SHARE
        if self.chance.random() < 0.2:
            peers = self.chance.sample(peers, self.chance.randint(1, 3))
            words = ", ".join("neighbor " + routes.PEERS[p]
                              for p in peers) + " "
            last = DIVERGE
        elif self.chance.random() < 0.3:
            last = DIVERGE
        if self.chance.random() < 0.1:
            i = self.chance.randrange(last)
            print("%swithdraw route %s next-hop self" % (
                words, routes.prefix(self.first + i)))
            self.put(peers, [i], 0)
            return
        med = self.chance.randrange(1000)
        which = self.chance.sample(range(last), self.chance.choice((1, 1, 5)))
        self.say(which, med, words)
        self.put(peers, which, med + 1)

    def stop(self, number):
        print("announce route %s next-hop self med %d community [ 1:%d ]" % (
            routes.prefix(routes.FIRST_MARKER + self.number), number, number))
        sys.stdout.flush()
        routes.replace("%s/want.%d.%d" % (self.where, self.number, number),
                       b"".join(s.tobytes() for s in self.state))
        self.round = number

    def run(self):
        print("silence-ack")
        self.table()
        while True:
            word, number = routes.read(self.where + "/phase").split()
            if word == b"run":
                for _ in range(self.rate // 20):
                    self.command()
            elif int(number) != self.round:
                self.stop(int(number))
            sys.stdout.flush()
            time.sleep(0.05)


Churn(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])).run()
