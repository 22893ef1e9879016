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


"""The soak test's driver: peers, mishaps, and what must be true each round.

	soak.py DIR MINUTES BGPCTL SOCKET PID

Programs churn for ten seconds while sessions fall, the file is reloaded and
consumers die; then they pause, and every peer's view becomes what the
programs and the file say it is.
"""
import os
import random
import selectors
import signal
import subprocess
import sys
import time

import peers
import routes

ROUND, PATIENCE = 10, 60	# seconds


class Soak:
    def __init__(self, where, minutes, ctl, pid):
        self.where, self.ctl, self.pid = where, ctl, pid
        self.begin = time.monotonic()
        self.end = self.begin + 60 * minutes
        self.select = selectors.DefaultSelector()
        self.peers = [peers.Peer(a) for a in routes.PEERS]
        self.all = self.peers + [peers.Hostile("10.9.1.%d" % i)
                                 for i in range(1, 4)]
        for p in self.all:
            self.select.register(p.listener, selectors.EVENT_READ, p)
        self.static, self.reloads, self.commands = 0, [], []
        self.count = {}
        self.slowest, self.memory = 0.0, []

    def drop(self, peer):
        self.select.unregister(peer.conn)
        peer.conn.close()
        peer.conn, peer.up = None, False

    def ready(self, key, now):
        peer = key.data
        try:
            if key.fileobj is not peer.listener:
                if now >= peer.stalled:
                    peer.readable()
                return
            conn = peer.accept(now)
            if conn is not None:
                self.select.register(conn, selectors.EVENT_READ, peer)
        except OSError:
            if peer.conn is not None and peer.conn.fileno() != -1:
                try:
                    self.drop(peer)
                except KeyError:	# it never got that far
                    peer.conn = None

    def turn(self):
        now = time.monotonic()
        for key, _ in self.select.select(0.05):
            if key.fileobj.fileno() != -1:
                self.ready(key, now)
        for peer in self.all:
            try:
                peer.tick(now)
            except OSError:
                self.drop(peer)
        for c in [c for c in self.commands if c.poll() is not None]:
            if c.returncode != 0:
                raise peers.Wrong("a command failed: %s" % c.args)
            self.commands.remove(c)
        if not os.path.exists("/proc/%d" % self.pid):
            raise peers.Wrong("the daemon has died")

    def command(self, *words):
        self.commands.append(subprocess.Popen(
            self.ctl + list(words), stdout=subprocess.DEVNULL))

    def mishap(self):
        peer = random.choice(self.peers)
        kind = random.choice(("reset", "cease", "stall", "teardown",
                              "reload", "consumer"))
        if kind in ("reset", "cease") and peer.conn is not None:
            peer.fall(kind == "cease")
            self.drop(peer)
        elif kind == "stall":
            peer.stalled = time.monotonic() + random.uniform(1, 3)
        elif kind == "teardown" and peer.up:
            self.command("neighbor", peer.address, "teardown", "4")
        elif kind == "reload" and not self.commands:
            self.static = 1 - self.static
            write_static(self.where, self.static)
            self.command("reload")
        elif kind == "consumer":
            subprocess.run(["pkill", "-KILL", "-P", str(self.pid), "-f",
                            self.where + "/consumer.py"], check=False)
        else:
            return
        self.count[kind] = self.count.get(kind, 0) + 1

    def churn(self, number):
        routes.replace(self.where + "/phase", b"run %d" % number)
        until = time.monotonic() + ROUND
        trouble = 0.0
        while (now := time.monotonic()) < until:
            self.turn()
            if now > trouble:
                self.mishap()
                trouble = now + random.uniform(0.2, 1.5)
        routes.replace(self.where + "/phase", b"stop %d" % number)

    def wanted(self, number):
        """A view for each peer, when all programs have said theirs."""
        parts = [routes.read("%s/want.%d.%d" % (self.where, i, number))
                 for i in range(routes.PROGRAMS)]
        if not all(parts):
            return None
        size = 4 * routes.SHARE
        rest = routes.view()[routes.FIRST_STATIC:]
        for i in range(self.static, routes.STATIC, 2):
            rest[i] = 10
        for i in range(routes.PROGRAMS):
            rest[routes.STATIC + i] = number + 1
        return [b"".join(p[n * size:n * size + size] for p in parts) +
                rest.tobytes() for n in range(len(self.peers))]

    def check(self, number):
        """Until every peer has what it must, with PATIENCE."""
        began, want = time.monotonic(), None
        while time.monotonic() - began < PATIENCE:
            self.turn()
            want = want or self.wanted(number)
            if want and not self.commands and all(
                    p.up and p.view.tobytes() == w
                    for p, w in zip(self.peers, want)):
                break
        else:
            self.explain(want)
        took = time.monotonic() - began
        self.slowest = max(self.slowest, took)
        self.memory.append(self.resident())
        print("%5d s  round %d: %d views equal after %.1f s, %d routes, "
              "%d kB" % (time.monotonic() - self.begin, number,
                         len(self.peers), took,
                         sum(1 for v in self.peers[0].view if v),
                         self.memory[-1]), flush=True)
        for i in range(routes.PROGRAMS):
            os.unlink("%s/want.%d.%d" % (self.where, i, number))

    def explain(self, want):
        for n, p in enumerate(self.peers):
            if not p.up:
                print("%s is down" % p.address)
            elif want and p.view.tobytes() != want[n]:
                w = memoryview(want[n]).cast("I")
                bad = [i for i in range(routes.ROUTES) if p.view[i] != w[i]]
                print("%s: %d differ, as %s: has %d, wants %d" % (
                    p.address, len(bad), routes.prefix(bad[0]),
                    p.view[bad[0]], w[bad[0]]))
        raise peers.Wrong("not equal within %d s" % PATIENCE)

    def resident(self):
        """kB of the three processes."""
        pids = subprocess.run(
            ["pgrep", "-P", str(self.pid), "-f", "bgpd-x: .* engine"],
            stdout=subprocess.PIPE, check=True).stdout.split()
        total = 0
        for pid in pids + [b"%d" % self.pid]:
            with open("/proc/%d/status" % int(pid)) as f:
                total += sum(int(line.split()[1]) for line in f
                             if line.startswith("VmRSS:"))
        return total

    def run(self):
        number = 0
        while not all(p.up for p in self.peers):
            self.turn()
            if time.monotonic() - self.begin > PATIENCE:
                self.explain(None)
        while time.monotonic() < self.end:
            self.churn(number)
            self.check(number)
            number += 1
        return self.summary(number)

    def summary(self, number):
        """Growth: medians of five rounds, after a sixth and at the end."""
        early = sorted(self.memory[number // 6:][:5])
        late = sorted(self.memory[-5:])
        before, after = early[len(early) // 2], late[len(late) // 2]
        growth = 100.0 * (after - before) / before
        print("%d rounds, slowest check %.1f s, %d sessions, %d UPDATEs, "
              "hostile sessions %d" % (
                  number, self.slowest, sum(p.sessions for p in self.peers),
                  sum(p.updates for p in self.peers),
                  sum(p.sessions for p in self.all[len(self.peers):])))
        print("mishaps: %s" % ", ".join("%s %d" % i for i in
                                        sorted(self.count.items())))
        print("resident %d kB after a sixth, %d kB at the end: %+.1f %%" % (
            before, after, growth))
        return 0 if abs(growth) <= 5 else 1


def write_static(where, parity):
    """Every other static route: the file that bgpd.conf includes."""
    lines = ["route %s next-hop self med 9 community [ 1:9 ];\n" %
             routes.prefix(routes.FIRST_STATIC + i)
             for i in range(parity, routes.STATIC, 2)]
    body = "".join(lines)
    words = []
    for address in routes.PEERS:
        words.append(neighbor(address, "static {\n%s}\n" % body))
    for i in range(1, 4):
        words.append(neighbor("10.9.1.%d" % i, ""))
    for i in range(routes.PROGRAMS):
        words.append("process churn%d {\n run %s/churn.py %s %d 200;\n"
                     " encoder text;\n}\n" % (i, where, where, i))
    words.append("process consumer {\n run %s/consumer.py;\n"
                 " encoder json;\n}\n" % where)
    routes.replace(where + "/bgpd.conf", "".join(words).encode())


def neighbor(address, static):
    """Only one program hears of it: the others read nothing."""
    churn = "api churn {\n  processes [ %s ];\n }\n" % " ".join(
        "churn%d" % i for i in range(routes.PROGRAMS))
    return ("neighbor %s {\n router-id 10.9.2.1;\n local-address 10.9.2.1;\n"
            " local-as 65001;\n peer-as 65000;\n family { ipv4 unicast; }\n"
            " api events {\n  processes [ consumer ];\n  neighbor-changes;\n"
            "  receive { parsed; update; }\n }\n %s%s}\n" % (
                address, churn if static else "", static))


def main():
    where = sys.argv[1]
    if len(sys.argv) == 2:		# only the first configuration
        routes.replace(where + "/phase", b"stop -1")
        write_static(where, 0)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    soak = Soak(where, float(sys.argv[2]), [sys.argv[3], "-s", sys.argv[4]],
                int(sys.argv[5]))
    try:
        return soak.run()
    except peers.Wrong as e:
        print("soak: %s" % e)
        return 1


sys.exit(main())
