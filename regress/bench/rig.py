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
"""Where a measurement happens: its network, its processes, what they cost.

Everything runs in network, mount and process namespaces of its own.  When
the driver ends, for whatever reason, nothing of it is left.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
TOOL = os.path.join(HERE, "benchtool")

DAEMON = "10.0.0.1"
SINK = "10.1.0.1"
SOURCE = "10.2.0.1"
STALLED = "10.3.0.1"


class Failed(Exception):
    """This run gives no figure; why not."""


def _go_first():
    """Before whatever else the machine does: what is started inherits it."""
    try:
        os.setpriority(os.PRIO_PROCESS, 0, -15)
        with open("/proc/self/autogroup", "w", encoding="ascii") as f:
            f.write("-15")
    except OSError:
        pass


def enter():
    """Start again in namespaces of our own, and make the network there."""
    if os.environ.get("BENCH_INSIDE") != "1":
        os.environ["BENCH_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "-n", "-m", "-p", "--fork",
                              "--kill-child", "--mount-proc", sys.executable]
                  + sys.argv)
    _go_first()
    for line in (
            "mount -t tmpfs tmpfs /run",
            "ip link set lo up",
            # up, so that all daemons take its network for connected
            "ip link add bench0 type veth peer name bench1",
            f"ip addr add {DAEMON}/8 dev bench0",
            "ip -6 addr add 2001:db8:ff::1/64 dev bench0 nodad",
            "ip link set bench0 up",
            "ip link set bench1 up",
            # every other address of it is ours too
            "ip route add local 10.0.0.0/8 dev lo",
            "ip -6 route add local 2001:db8:ff::/64 dev lo"):
        subprocess.run(line.split(), check=True)
    for name in ("bird", "frr", "openbgpd"):
        os.makedirs("/run/" + name, exist_ok=True)


def address(base, i):
    a, b, c, d = (int(x) for x in base.split("."))
    v = (a << 24 | b << 16 | c << 8 | d) + i
    return ".".join(str(v >> s & 255) for s in (24, 16, 8, 0))


def _read(path):
    with open(path, encoding="ascii", errors="replace") as f:
        return f.read()


def _family(root):
    """root and what descends from it, without the benchmark's own tools."""
    parents, found = {}, []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            name, rest = _read(f"/proc/{pid}/stat").rsplit(")", 1)
        except OSError:
            continue
        parents[int(pid)] = (int(rest.split()[1]), name.split("(", 1)[1])
    todo = [root]
    while todo:
        pid = todo.pop()
        if pid not in parents or parents[pid][1] == "benchtool":
            continue
        found.append(pid)
        todo += [p for p, (parent, _) in parents.items() if parent == pid]
    return found


def _cpu(pid):
    """CPU seconds; those of /proc/PID/stat are ticks, ten milliseconds."""
    return sum(int(_read(f"/proc/{pid}/task/{task}/schedstat").split()[0])
               for task in os.listdir(f"/proc/{pid}/task")) / 1e9


class Cost:
    """CPU seconds, resident memory now and at most (KiB), of a daemon."""

    def __init__(self, root):
        self.cpu, self.rss, self.peak = 0.0, 0, 0
        for pid in _family(root):
            try:
                self.cpu += _cpu(pid)
                for line in _read(f"/proc/{pid}/status").splitlines():
                    if line.startswith("VmRSS:"):
                        self.rss += int(line.split()[1])
                    elif line.startswith("VmHWM:"):
                        self.peak += int(line.split()[1])
            except OSError:
                pass


class Rig:
    """One run: a directory, the processes started in it, and their end."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="bench.")
        os.chmod(self.dir, 0o777)
        self.procs = []
        self.daemon = None

    def path(self, name):
        return os.path.join(self.dir, name)

    def write(self, name, *parts):
        """A file; a part that begins with @ is the file to copy in."""
        path = self.path(name)
        with open(path, "wb") as out:
            for part in parts:
                if part.startswith("@"):
                    with open(part[1:], "rb") as f:
                        shutil.copyfileobj(f, out)
                else:
                    out.write(part.encode())
        return path

    def start(self, argv, env=None, daemon=False):
        name = os.path.basename(argv[0]) + str(len(self.procs))
        with open(self.path(name + ".log"), "wb") as log:
            p = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log,
                                 stderr=subprocess.STDOUT, cwd=self.dir,
                                 env={**os.environ, **(env or {})})
        self.procs.append(p)
        if daemon:
            self.daemon = p
        return p

    def tool(self, *argv):
        return self.start([TOOL] + [str(a) for a in argv])

    def cost(self):
        return Cost(self.daemon.pid)

    def wait(self, name, limit=300):
        """Until a file is there: its words, numbers as numbers."""
        end = time.monotonic() + limit
        while not os.path.exists(self.path(name)):
            if time.monotonic() > end:
                raise Failed(f"no {name} in {limit} s")
            if self.daemon and self.daemon.poll() is not None:
                raise Failed("it ended: " + self.last_words())
            time.sleep(0.002)
        return [_number(w) for w in _read(self.path(name)).split()]

    def last_words(self):
        logs = [n for n in os.listdir(self.dir) if n.endswith(".log")]
        text = "\n".join(_read(self.path(n)) for n in sorted(logs))
        return text.strip()[-300:].replace("\n", " | ")

    def touch(self, name):
        with open(self.path(name), "wb"):
            pass

    def stop(self):
        for p in reversed(self.procs):
            if p.poll() is None:
                p.send_signal(signal.SIGTERM)
        end = time.monotonic() + 5
        for p in self.procs:
            try:
                p.wait(max(0.01, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait()
        # grandchildren: all there is in these namespaces is ours
        for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
            if pid not in (1, os.getpid()):
                try:
                    os.kill(pid, signal.SIGKILL)
                except OSError:
                    pass
        shutil.rmtree(self.dir, ignore_errors=True)


def _number(word):
    try:
        return float(word)
    except ValueError:
        return word


class Store:
    """Files that `benchtool gen` writes, each once."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="bench.")
        os.chmod(self.dir, 0o755)

    def get(self, form, *specs):
        path = os.path.join(self.dir, form + "".join(specs))
        if not os.path.exists(path):
            with open(path, "wb") as out:
                for spec in specs:
                    subprocess.run([TOOL, "gen", form, spec], stdout=out,
                                   check=True)
        return path

    def drop(self):
        for name in os.listdir(self.dir):
            os.unlink(os.path.join(self.dir, name))

    def close(self):
        shutil.rmtree(self.dir, ignore_errors=True)
