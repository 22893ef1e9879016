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
"""make bench [QUICK=1] [RUNS=n] [ONLY="w1 w6"] [WHO="bgpd-x bird"]

Each workload with each daemon that can do it, in turn, several times: the
medians, and how many times as long as bgpd-x the others take.  Then what is
asked of bgpd-x, and whether it holds.  The status is 1 when a route was lost
or altered.
"""
import os
import statistics
import sys

import rig
import targets
import workloads as w
from speakers import BgpdX, Bird, ExaBGP, FRR, GoBGP, OpenBGPD

QUICK = bool(os.environ.get("QUICK"))
RUNS = int(os.environ.get("RUNS") or (1 if QUICK else 5))
ONLY = os.environ.get("ONLY", "").lower().split()
WHO = os.environ.get("WHO", "").split()

OURS = [BgpdX]
MEAN = [BgpdX, Bird]
FAST = [BgpdX, Bird, OpenBGPD, FRR]
MOST = FAST + [GoBGP]
EVERY = MOST + [ExaBGP]
WITH_EXABGP = [BgpdX, ExaBGP]
SLOW = OURS if QUICK else MEAN      # where BIRD takes its time


class Case:
    """A row of the table.  once: who is so slow that one run must do;
    beside: measured in turn with the row before, to be compared with it."""

    def __init__(self, title, who, function, *args, quick=False, once=(),
                 beside=False, **more):
        self.title, self.who, self.quick = title, who, quick
        self.beside, self.runs = beside, {}
        self.group = title.split()[0].lower()
        self.function, self.args, self.more = function, args, more
        self.single = once

    def wanted(self):
        if ONLY:
            return self.group in ONLY and (self.quick or not QUICK)
        return self.quick or not QUICK

    def times(self, cls):
        return 1 if cls in self.single else sys.maxsize

    def run(self, store, cls):
        place = rig.Rig()
        try:
            return self.function(place, store, cls, *self.args, **self.more)
        except rig.Failed as e:
            return {"failed": str(e)}
        finally:
            place.stop()


    def run_all(self, store, i):
        for cls in self.who:
            if i < self.times(cls) and cls.there() and \
                    (not WHO or cls.name in WHO):
                self.runs.setdefault(cls, []).append(self.run(store, cls))


def in_turn(cases):
    """Lists of those that are to be measured beside each other."""
    together = []
    for case in cases:
        if together and not case.beside:
            yield together
            together = []
        together.append(case)
    if together:
        yield together


def table_of_cases():
    full = "table:1000000+200000"
    yield Case("W1 10,000 routes, 1,000 sets", WITH_EXABGP, w.api,
               "ipv4:10000:1000", quick=True)
    yield Case("W1 100,000 routes, 1 set", EVERY, w.api, "ipv4:100000:1",
               once=[ExaBGP, GoBGP])
    yield Case("W1 100,000 routes, 1,000 sets", WITH_EXABGP + [GoBGP], w.api,
               "ipv4:100000:1000", quick=True, once=[ExaBGP, GoBGP])
    yield Case("W1 100,000 routes, as many sets", OURS, w.api,
               "ipv4:100000:100000")
    yield Case("W1 1,000,000 routes, 1 set", FAST, w.api, "ipv4:1000000:1",
               once=[FRR])
    yield Case("W1 1,000,000 routes, 1,000 sets",
               OURS if QUICK else MEAN + [ExaBGP], w.api,
               "ipv4:1000000:1000", quick=True, once=[Bird, ExaBGP])
    yield Case("W1 1,000,000 routes, as many sets", OURS, w.api,
               "ipv4:1000000:1000000")
    yield Case("W1 1,000,000 routes, 100 in a line", OURS, w.api,
               "bulk:1000000:1000", form="bulk", quick=True)
    for kind in ("ipv6", "flow", "vpn"):
        yield Case(f"W1 1,000,000 {kind}, 1,000 sets", OURS, w.api,
                   f"{kind}:1000000:1000", quick=True)
    yield Case("W1 parse 1,000,000 lines, no more", OURS, w.parse,
               "ipv4:1000000:1000", quick=True)
    # OpenBGPD takes a time that grows with the square of them
    yield Case("W2 20,000 static routes, 1 set", FAST + [ExaBGP], w.static,
               "ipv4:20000:1", once=[ExaBGP])
    yield Case("W2 150,000 static routes, 1 set", [BgpdX, Bird, FRR],
               w.static, "ipv4:150000:1", once=[FRR])
    yield Case("W2 1,000,000 static routes, 1 set", MEAN, w.static,
               "ipv4:1000000:1")
    yield Case("W2 1,000,000 static routes, 1,000 sets", MEAN, w.static,
               "ipv4:1000000:1000", quick=True, once=[Bird])
    yield Case("W3 full table as JSON", OURS, w.receive, full, events="json",
               quick=True)
    yield Case("W3 full table as CBOR", OURS, w.receive, full, events="cbor",
               quick=True)
    yield Case("W3 full table taken in", [Bird] if QUICK else
               [Bird, OpenBGPD, FRR, GoBGP], w.receive, full, quick=True,
               once=[GoBGP])
    yield Case("W3 12,000 routes as JSON", WITH_EXABGP, w.receive,
               "table:10000+2000", events="json", once=[ExaBGP])
    for n in (1, 10, 100):
        yield Case(f"W4 100,000 routes to {n} sessions",
                   MOST if n == 10 else MEAN, w.api, "ipv4:100000:1",
                   sinks=n, quick=n != 10, once=[GoBGP] if n < 100 else
                   [Bird])
    # BIRD would need 32 GB
    yield Case("W4 100,000 routes to 1,000 sessions", OURS, w.api,
               "ipv4:100000:1", sinks=1000)
    yield Case("W4 to 100, every other one route an UPDATE", OURS, w.api,
               "ipv4:100000:1", sinks=100,
               lines=("", "\tgroup-updates false;\n"))
    # of different kinds: each is encoded for alone
    yield Case("W4 1,000 routes of its own to each of 1,000", OURS, w.static,
               "ipv4:1000:1", sinks=1000, quick=True,
               lines=[f"\trate-limit {10**6 + i};\n" for i in range(1000)])
    yield Case("W5 1,000 sessions", FAST[:3] if QUICK else MOST, w.sessions,
               1000, quick=True, once=MOST[1:])
    yield Case("W5 5,000 sessions", OURS, w.sessions, 5000, quick=True)
    yield Case("W6 three wake-ups, no more", OURS, w.hops, 3, 1000,
               quick=True)
    yield Case("W6 latency, idle", WITH_EXABGP, w.latency, 2000, quick=True)
    yield Case("W6 latency, 100,000 routes/s beside", OURS, w.latency, 2000,
               load=100000, quick=True)
    yield Case("W7 changes of 1,000,000 routes", OURS, w.change, 1000000,
               quick=True)
    yield Case("W7 two peers", OURS, w.stall, "ipv4:1000000:1000", False,
               quick=True)
    yield Case("W7 two peers, one stalls", OURS, w.stall,
               "ipv4:1000000:1000", True, quick=True, beside=True)
    yield Case("W8 reload of 1,000,000, one changed", SLOW, w.reload,
               1000000, quick=True, once=[Bird])


def median(runs):
    """Of each figure; a verdict is the worst of all."""
    good = [r for r in runs if "failed" not in r]
    if not good:
        return runs[0]
    result = {}
    for key in good[0]:
        values = [r[key] for r in good]
        result[key] = statistics.median(values) if key != "verdict" else \
            max(values, key=lambda v: v != "ok")
    result["runs"] = len(good)
    return result


def line(case, cls, m, ours):
    if "failed" in m:
        return f"| {case.title} | {cls.name} | {m['failed'][:60]} |||||||"
    ratio = f"{m['seconds'] / ours['seconds']:.1f}" if ours else ""
    extra = ", ".join(f"{k} {v:.4g}" for k, v in m.items() if k in
                      ("idle", "flap", "p50", "p99", "p999", "updates")
                      + w.STEPS and not (k == "idle" and case.group in
                                         ("w1", "w4")))
    return (f"| {case.title} | {cls.name} | "
            f"{m['seconds']:.{6 if m['seconds'] < .01 else 3}f} | "
            f"{m['rate']:,.0f} | {ratio} | {m.get('cpu', 0):.3f} | "
            f"{m.get('peak', 0) / 1024:,.1f} | {m['verdict']} | {extra} |")


def show(case, results):
    for cls, runs in case.runs.items():
        m = results[case.title, cls.name] = median(runs)
        ours = results.get((case.title, BgpdX.name))
        if cls is BgpdX or not ours or "failed" in ours or "failed" in m:
            ours = None
        print(line(case, cls, m, ours), flush=True)


def main():
    rig.enter()
    print(f"Medians of {RUNS}, {os.cpu_count()} cores.\n\n"
          "| workload | daemon | seconds | routes/s | times as long | CPU s "
          "| peak MiB | hashes | more |\n|---|---|---|---|---|---|---|---|---|",
          flush=True)
    results, store = {}, rig.Store()
    for cases in in_turn(filter(Case.wanted, table_of_cases())):
        # Every other run may be slow for what the one before it left of
        # memory: who goes first changes, an even number of times.
        for i in range(RUNS + RUNS % 2 if len(cases) > 1 else RUNS):
            for case in cases[::-1] if i % 2 else cases:
                case.run_all(store, i)
        store.drop()
        for case in cases:
            show(case, results)
    store.close()
    targets.show(results)
    return any(m.get("verdict", "ok" if "failed" not in m else "") != "ok"
               for (_, name), m in results.items() if name == BgpdX.name)


if __name__ == "__main__":
    sys.exit(main())
