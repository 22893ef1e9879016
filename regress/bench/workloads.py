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

"""What is measured.  Each function is one run: a dictionary of figures.

seconds and verdict (of the sum over prefixes and attributes at the sinks)
are in all of them; cpu, peak and rss are those of the daemon.
"""
import os
import signal
import subprocess
import time

from rig import DAEMON, SINK, SOURCE, STALLED, TOOL, Failed


def total(spec):
    """How many routes a word like ipv4:1000:10 stands for."""
    return sum(int(n) for n in spec.split(":")[1].split("+"))


def sink(rig, cls, *words):
    """Sessions that count; to a daemon that listens they connect."""
    where = [] if cls.connects else ["-c", DAEMON]
    return rig.tool("sink", *where, *words)


def figures(rig, before, seconds, routes, verdict, **more):
    after = rig.cost()
    return {"seconds": seconds, "rate": routes / seconds if seconds else 0,
            "cpu": after.cpu - (before.cpu if before else 0),
            "peak": after.peak, "rss": after.rss, "verdict": verdict, **more}


def done(rig, goal=0, limit=600):
    """begin, end, prefixes, UPDATEs, first, verdict of a goal"""
    return rig.wait(f"done.{goal}", limit)


def api(rig, store, cls, spec, form="api", sinks=1, **more):
    """W1 and W4: routes announced to a daemon that runs."""
    check = []
    sink(rig, cls, *check, "-S", sinks, rig.dir, spec)
    speaker = cls(rig, store)
    if cls.connects:
        more["programs"] = [f"feed {rig.dir} {store.get(form, spec)}"]
    speaker.start(sinks, **more)
    rig.wait("goal.0", 60)
    speaker.prepare(spec)
    before, begin = rig.cost(), time.monotonic()
    if not cls.connects:
        speaker.inject(spec)
    end = done(rig)
    if cls.connects:
        begin = rig.wait("fed.0", 60)[0]
    return figures(rig, before, end[1] - begin, total(spec) * sinks, end[5],
                   idle=before.rss, updates=end[3])


def parse(rig, store, cls, spec):
    """The limit of W1: a program that parses the lines, nothing else."""
    del rig, cls
    with open(store.get("api", spec), "rb") as lines:
        out = subprocess.run([TOOL, "parse", spec], stdin=lines, check=True,
                             capture_output=True, text=True).stdout.split()
    seconds = float(out[1]) - float(out[0])
    return {"seconds": seconds, "rate": total(spec) / seconds,
            "verdict": out[3]}


def static(rig, store, cls, spec, sinks=1, **more):
    """W2: routes of the configuration, from exec to the last prefix, and W4:
    each neighbor has them in a block of its own."""
    if cls.static is None:
        raise Failed("has none in its configuration")
    store.get(cls.static, spec)
    check = ["-t"] if sinks == 1 else []
    sink(rig, cls, *check, "-S", sinks, rig.dir, spec)
    speaker = cls(rig, store)
    begin = time.monotonic()
    speaker.start(sinks, routes=spec, **more)
    end = done(rig)
    return figures(rig, None, end[1] - begin, total(spec) * sinks, end[5])


def receive(rig, store, cls, spec, events=None, rate=0):
    """W3: a table from a peer, until the daemon, or its program, has it."""
    churn = [] if not rate else ["-r", rate]
    more = [] if not rate else [spec + ":0:1:" + str(rate * 5)]
    where = [] if cls.connects else ["-c", DAEMON]
    rig.tool("source", *where, "-b", SOURCE, *churn, rig.dir, spec, *more)
    speaker = cls(rig, store)
    if events:
        speaker.start(0, source=True, events=events,
                      programs=[f"count {events} {rig.dir} {spec}"])
    else:
        speaker.start(0, source=True)
    rig.wait("up", 60)
    before = rig.cost()
    rig.touch("go")
    if events:
        end = rig.wait("counted", 900)
        end, verdict = end[1], end[3]
    else:
        end, verdict = polled(speaker, total(spec)), "ok"
    begin = rig.wait("sent", 60)[0]
    return figures(rig, before, end - begin, total(spec), verdict)


def polled(speaker, routes, limit=600):
    end = time.monotonic() + limit
    while speaker.received() < routes:
        if time.monotonic() > end:
            raise Failed("it never had them all")
        time.sleep(0.02)
    return time.monotonic()


def sessions(rig, store, cls, n, idle=10):
    """W5: many peers from a cold start; then nothing; then all flap."""
    peers = sink(rig, cls, "-S", n, "-H", 9, rig.dir, "up", "@flap")
    speaker = cls(rig, store)
    begin = time.monotonic()
    speaker.start(n, hold=9)
    end = done(rig, limit=120)
    time.sleep(2)
    before = rig.cost()
    time.sleep(idle)
    result = figures(rig, None, end[1] - begin, n, end[5])
    result["idle"] = (rig.cost().cpu - before.cpu) / idle
    peers.send_signal(signal.SIGUSR1)
    back = done(rig, 1, 120)
    result["flap"] = back[1] - back[0]
    return result


def latency(rig, store, cls, n, load=0):
    """W6: one line written, its UPDATE seen; the median is the figure."""
    spec, stamps = f"host:{n}:1", rig.path("stamps")
    with open(stamps, "wb") as f:
        f.truncate(8 << 20)
    os.chmod(stamps, 0o666)
    sink(rig, cls, "-L", stamps, rig.dir, spec)
    programs = [f"feed -r 200 -L {stamps} {rig.dir} "
                f"{store.get('api', spec)}"]
    if load:
        path = store.get("api", "ipv4:50000:1000", "ipv4:50000:1000:1")
        programs.append(f"feed -l -r {load} {rig.dir} {path}")
    cls(rig, store).start(1, programs=programs)
    end = done(rig)
    got = rig.wait("latency.0")
    before = rig.cost()
    return figures(rig, before, got[1] / 1e6, 1, end[5], p50=got[1],
                   p99=got[2], p999=got[3], most=got[4])


def hops(rig, store, cls, n, samples):
    """The limit of W6: so many processes that wake up and pass it on."""
    del rig, store, cls
    got = subprocess.run([TOOL, "hops", str(n), str(samples)], check=True,
                         capture_output=True, text=True).stdout.split()
    p50, p99, p999, most = map(float, got)
    return {"seconds": p50 / 1e6, "rate": 0, "verdict": "ok", "p50": p50,
            "p99": p99, "p999": p999, "most": most}


STEPS = ("announce", "change", "withdraw", "again", "refresh")


def change(rig, store, cls, n):
    """W7: all announced, changed, withdrawn, announced again, asked for."""
    first, other = f"ipv4:{n}:1000", f"ipv4:{n}:1000:1"
    goals = [first, other, "ipv4:0:1000", other, "refresh=" + other]
    files = [store.get("api", first), store.get("api", other),
             store.get("withdraw", first), store.get("api", other)]
    sink(rig, cls, "-t", rig.dir, *goals)
    cls(rig, store).start(1, programs=[" ".join(["feed", rig.dir] + files)])
    before, result, verdict = rig.cost(), {}, "ok"
    for k, step in enumerate(STEPS):
        end = done(rig, k)
        begin = rig.wait(f"fed.{k}", 60)[0] if k < len(files) else end[0]
        result[step] = end[1] - begin
        if end[5] != "ok":
            verdict = end[5]
    return figures(rig, before, sum(result.values()), 5 * n, verdict,
                   **result)


def stall(rig, store, cls, spec, stalled):
    """W7: two peers; the other one reads, or stops to."""
    sink(rig, cls, "-b", SINK, rig.dir, spec)
    os.mkdir(rig.path("second"))
    sink(rig, cls, "-b", STALLED, *(["-z"] if stalled else []),
         rig.path("second"), "up" if stalled else spec)
    cls(rig, store).start(1, stalled=True, programs=[
        f"feed {rig.dir} {store.get('api', spec)}"])
    rig.wait("second/goal.0", 60)
    before = rig.cost()
    end = done(rig)
    begin = rig.wait("fed.0", 60)[0]
    return figures(rig, before, end[1] - begin, total(spec), end[5])


def reload(rig, store, cls, n):
    """W8: one route of many in the configuration gets another MED."""
    spec, other = f"ipv4:{n}:1000", f"ipv4:{n}:1000:1:1"
    for one in (spec, other):
        store.get(cls.static, one)
    sink(rig, cls, "-t", rig.dir, spec, other)
    speaker = cls(rig, store)
    speaker.start(1, routes=spec)
    done(rig)
    speaker.rewrite(other)
    before, begin = rig.cost(), time.monotonic()
    speaker.reload()
    end = done(rig, 1)
    return figures(rig, before, end[1] - begin, 1, end[5], updates=end[3])
