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
"""What is asked of bgpd-x, as ratios within one run wherever that can be."""


def _figure(results, title, name="bgpd-x", key="seconds"):
    m = results.get((title, name))
    return None if m is None else m.get(key)


def _over(a, b):
    return None if not a or not b else a / b


def rows(results):
    """what, its figure, at least or at most, the limit, its unit"""
    def get(title, name="bgpd-x", key="seconds"):
        return _figure(results, title, name, key)

    def faster(title, name):
        return _over(get(title, name), get(title))

    many, hundred = "W1 1,000,000 routes, 1,000 sets", \
        "W1 100,000 routes, 1,000 sets"
    yield "W1 routes a second", get(many, key="rate"), ">=", 1e6, ""
    for title in (hundred, many):
        yield title + ": ExaBGP's time in ours", faster(title, "exabgp"), \
            ">=", 300, ""
    yield "W1 times as fast as GoBGP", faster(hundred, "gobgp"), ">=", 30, ""
    yield "W1 share of a bare parser's speed", _over(
        get(many, key="rate"),
        get("W1 parse 1,000,000 lines, no more", key="rate")), ">=", .25, ""
    for name in ("bird", "openbgpd"):
        for title in ("W1 1,000,000 routes, 1 set",
                      "W2 20,000 static routes, 1 set",
                      "W2 150,000 static routes, 1 set",
                      "W2 1,000,000 static routes, 1 set"):
            yield f"{title}: {name}'s time in ours", faster(title, name), \
                ">=", 1, ""
    yield "W2 1,000,000 routes", get("W2 1,000,000 static routes, 1,000 sets"
                                     ), "<=", 3, "s"
    bird = get("W3 full table taken in", "bird")
    yield "W3 JSON, of BIRD's time to take it in", _over(
        get("W3 full table as JSON"), bird), "<=", 1.5, ""
    yield "W3 CBOR, the same", _over(get("W3 full table as CBOR"), bird), \
        "<=", 1, ""
    rss, idle = get(many, key="rss"), get(many, key="idle")
    yield "memory of a route above idle", rss and (rss - idle) * 1024 / 1e6, \
        "<=", 80, "bytes"
    yield "W4 CPU of 100 sessions, of that of one", _over(
        get("W4 100,000 routes to 100 sessions", key="cpu"),
        get("W4 100,000 routes to 1 sessions", key="cpu")), "<=", 1.5, ""
    few = "W5 1,000 sessions"
    yield few, get(few), "<=", 5, "s"
    idle = get(few, key="idle")
    yield few + ", idle", idle and idle * 100, "<=", 1, "% of a core"
    peak = get(few, key="peak")
    yield few + ", memory", peak and peak / 1024, "<=", 64, "MiB"
    quiet, loaded = "W6 latency, idle", "W6 latency, 100,000 routes/s beside"
    yield quiet + ", p50", get(quiet, key="p50"), "<=", 50, "us"
    yield quiet + ", p99", get(quiet, key="p99"), "<=", 1000, "us"
    yield loaded + ", p99", get(loaded, key="p99"), "<=", 5000, "us"
    yield "W7 a stalled peer's price", _over(
        get("W7 two peers, one stalls"), get("W7 two peers")), "<=", 1.05, ""
    last = "W8 reload of 1,000,000, one changed"
    yield last, get(last), "<=", 2, "s"
    yield last + ", UPDATEs", get(last, key="updates"), "<=", 1, ""


def show(results):
    print("\n| asked | is | |\n|---|---|---|")
    for what, value, sense, limit, unit in rows(results):
        if value is None:
            continue
        met = value >= limit if sense == ">=" else value <= limit
        print(f"| {what} {sense} {limit:,g} {unit} | {value:,.4g} | "
              f"{'met' if met else 'MISSED'} |")
