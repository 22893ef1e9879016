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
"""The daemons that are compared, each as its users would set it up for this.

A class is a row: how a daemon is configured, how it takes routes while it
runs, and how it says what it has received.  `connects` means that it opens
the sessions, else the sinks and sources do.
"""
import os
import pwd
import re
import shutil
import subprocess

from rig import (DAEMON, SINK, SOURCE, STALLED, TOOL, TOP, address)


def run(*argv, stdin=None):
    return subprocess.run(argv, stdin=stdin, check=True, text=True,
                          capture_output=True).stdout


class Speaker:
    program = None
    connects = False
    static = None           # the format of routes in its configuration

    def __init__(self, rig, store):
        self.rig = rig
        self.store = store

    @classmethod
    def there(cls):
        return shutil.which(cls.program) is not None

    def start(self, sinks=1, source=False, stalled=False, routes=None,
              **more):
        """With sessions to so many sinks, and routes from the beginning."""
        peers = [(address(SINK, i), 65001) for i in range(sinks)]
        if source:
            peers.append((SOURCE, 65002))
        if stalled:
            peers.append((STALLED, 65001))
        self.setup = {"peers": peers, "hold": 180, **more}
        self.launch(self.rewrite(routes))

    def rewrite(self, routes):
        """The same configuration with these routes, if any."""
        static = ["@" + self.store.get(self.static, routes)] if routes else []
        return self.rig.write("conf", *self.conf(static, **self.setup))

    def conf(self, static, peers, hold):
        """What it consists of."""
        raise NotImplementedError

    def launch(self, path):
        raise NotImplementedError

    def prepare(self, spec):
        """What can be done before the clock starts."""

    def inject(self, spec):
        """Announce these, by the fastest way there is."""
        raise NotImplementedError

    def received(self):
        """How many routes it has from the source."""
        raise NotImplementedError


class ExaBGP(Speaker):
    name = "exabgp"
    program = "exabgp"
    connects = True
    static = "conf"
    families = ("ipv4 unicast", "ipv6 unicast", "ipv4 flow", "ipv4 mpls-vpn")

    def conf(self, static, peers, hold, programs=(), events=None,
             lines=("",)):
        """programs: what the tool does as API processes; events: how it is
        told what is received; lines: the neighbors take turns with
        them"""
        names = " ".join(f"p{i}" for i in range(len(programs)))
        api = f"\tapi {{\n\t\tprocesses [ {names} ];\n" + (
            "\t\treceive {\n\t\t\tparsed;\n\t\t\tupdate;\n\t\t}\n"
            if events else "") + "\t}\n"
        for i, words in enumerate(programs):
            yield (f"process p{i} {{\n\trun {TOOL} {words};\n"
                   f"\tencoder {events or 'text'};\n}}\n")
        for i, (peer, asn) in enumerate(peers):
            yield (f"neighbor {peer} {{\n\trouter-id 192.0.2.1;\n"
                   f"\tlocal-address {DAEMON};\n\tlocal-as 65000;\n"
                   f"\tpeer-as {asn};\n\thold-time {hold};\n\tfamily {{\n")
            for family in self.families:
                yield f"\t\t{family};\n"
            yield "\t}\n" + lines[i % len(lines)]
            yield from [api] if programs else []
            yield from static
            yield "}\n"

    def launch(self, path):
        self.rig.start(["exabgp", path], daemon=True, env={
            "exabgp.tcp.bind": "", "exabgp.log.level": "CRIT",
            "exabgp.api.cli": "false", "exabgp.daemon.user": "root",
            "exabgp.cache.attributes": "true",
            "exabgp.api.ack": "true"})


class BgpdX(ExaBGP):
    name = "bgpd-x"
    program = os.path.join(TOP, "bgpd-x", "bgpd-x")

    def launch(self, path):
        argv = [self.program, "-d", "-f", path, "-s", self.rig.path("sock"),
                "-o", "log.level=WARNING"]
        try:
            pwd.getpwnam("_bgpdx")
        except KeyError:
            argv += ["-o", "daemon.user=nobody"]
        self.rig.start(argv, daemon=True)

    def reload(self):
        run(os.path.join(TOP, "bgpctl-x", "bgpctl-x"), "-s",
            self.rig.path("sock"), "reload")


class Bird(Speaker):
    name = "bird"
    program = "/usr/sbin/bird"
    static = "bird"

    def conf(self, static, peers, hold):
        yield (
            'log "/dev/null" { fatal };\nrouter id 192.0.2.1;\n'
            "protocol device { }\n"
            # MED passes from AS to AS only if it is set on the way
            "filter pass_med { if defined(bgp_med) then bgp_med = bgp_med; "
            "accept; }\n"
            f"template bgp bench {{\n\tlocal {DAEMON} as 65000;\n"
            f"\tpassive on;\n\thold time {hold};\n\tdirect;\n"
            "\tipv4 { import all; export filter pass_med; "
            f"next hop address {DAEMON}; }};\n"
            "\tipv6 { import all; export filter pass_med; "
            "next hop address 2001:db8:ff::1; };\n}\n")
        for i, (peer, asn) in enumerate(peers):
            name = "source1" if asn == 65002 else f"s{i}"
            yield (f"protocol bgp {name} from bench {{ "
                   f"neighbor {peer} as {asn}; }}\n")
        yield from static

    def launch(self, path):
        self.rig.start([self.program, "-f", "-c", path, "-s",
                        self.rig.path("ctl")], daemon=True)

    def ctl(self, *words):
        return run("/usr/sbin/birdc", "-s", self.rig.path("ctl"), *words)

    def prepare(self, spec):
        self.rewrite(spec)

    def inject(self, spec):
        self.reload()

    def reload(self):
        self.ctl("configure")

    def received(self):
        text = self.ctl("show", "route", "count", "protocol", "source1")
        return sum(int(n) for n in re.findall(
            r"(\d+) of \d+ routes", text.split("Total")[0]))


class OpenBGPD(Speaker):
    name = "openbgpd"
    program = "/usr/sbin/bgpd"
    static = "openbgpd"
    sock = "/run/openbgpd/bgpd.sock"

    def conf(self, static, peers, hold):
        yield (f'AS 65000\nrouter-id 192.0.2.1\nsocket "{self.sock}"\n'
               f"listen on {DAEMON}\nfib-update no\nholdtime {hold}\n"
               "holdtime min 3\n")
        for peer, asn in peers:
            yield (f"neighbor {peer} {{\n\tremote-as {asn}\n\tpassive\n"
                   "\tannounce IPv4 unicast\n\tannounce IPv6 unicast\n}\n")
        yield "allow from any\nallow to any\n"
        yield from static

    def launch(self, path):
        os.chmod(path, 0o600)
        self.rig.start([self.program, "-d", "-f", path], daemon=True)

    def prepare(self, spec):
        self.store.get("prefixes", spec)

    def inject(self, spec):
        with open(self.store.get("prefixes", spec), "rb") as f:
            run("/usr/sbin/bgpctl", "-s", self.sock, "network", "bulk",
                "community", "65000:1", "community", "65000:2", "add",
                stdin=f)

    def received(self):
        text = run("/usr/sbin/bgpctl", "-s", self.sock, "show", "neighbor",
                   SOURCE)
        m = re.search(r"^\s+Prefixes\s+\d+\s+(\d+)", text, re.M)
        return int(m.group(1)) if m else 0


class FRR(Speaker):
    name = "frr"
    program = "/usr/lib/frr/bgpd"
    static = "frr"

    def conf(self, static, peers, hold):
        yield (
            "frr defaults datacenter\nhostname bench\nno log stdout\n"
            "no log syslog\nrouter bgp 65000\n bgp router-id 192.0.2.1\n"
            " no bgp ebgp-requires-policy\n no bgp network import-check\n"
            " no bgp default ipv4-unicast\n no bgp enforce-first-as\n"
            f" timers bgp {max(1, hold // 3)} {hold}\n"
            " neighbor BENCH peer-group\n neighbor BENCH passive\n"
            " neighbor BENCH disable-connected-check\n"
            " neighbor BENCH advertisement-interval 0\n")
        for peer, asn in peers:
            yield (f" neighbor {peer} remote-as {asn}\n"
                   f" neighbor {peer} peer-group BENCH\n")
        for v in (4, 6):
            yield (f" address-family ipv{v} unicast\n"
                   "  neighbor BENCH activate\n exit-address-family\n")
        yield "exit\n"
        yield from static

    def launch(self, path):
        os.makedirs(self.rig.path("vty"))
        self.rig.start([
            self.program, "-f", path, "-Z", "-S", "-u", "root", "-g", "root",
            "-l", DAEMON, "-i", self.rig.path("pid"), "--vty_socket",
            self.rig.path("vty"), "-P", "0", "--log", "file:/dev/null",
            "--log-level", "errors"], daemon=True)

    def vtysh(self, *argv):
        return run("vtysh", "--vty_socket", self.rig.path("vty"), "-d",
                   "bgpd", *argv)

    def prepare(self, spec):
        self.store.get("frr", spec)

    def inject(self, spec):
        self.vtysh("-f", self.store.get("frr", spec))

    def received(self):
        text = self.vtysh("-c", "show bgp summary json")
        return sum(int(n) for n in re.findall(r'"pfxRcd":\s*(\d+)', text))


class GoBGP(Speaker):
    name = "gobgp"
    program = "/usr/bin/gobgpd"
    api = "127.0.0.1:50051"

    def conf(self, static, peers, hold):
        yield ('[global.config]\nas = 65000\nrouter-id = "192.0.2.1"\n'
               f'port = 179\nlocal-address-list = ["{DAEMON}"]\n')
        for peer, asn in peers:
            yield (
                f'[[neighbors]]\n[neighbors.config]\nneighbor-address = '
                f'"{peer}"\npeer-as = {asn}\n[neighbors.transport.config]\n'
                f"passive-mode = true\n[neighbors.timers.config]\nhold-time = "
                f"{hold}\nkeepalive-interval = {max(1, hold // 3)}\n")
            for v in (4, 6):
                yield ("[[neighbors.afi-safis]]\n[neighbors.afi-safis."
                       f'config]\nafi-safi-name = "ipv{v}-unicast"\n')

    def launch(self, path):
        self.rig.start([self.program, "-f", path, "-t", "toml",
                        "--api-hosts", self.api, "-l", "error",
                        "--pprof-disable"], daemon=True)

    def prepare(self, spec):
        self.store.get("grpc", spec)

    # A gRPC stream is the body of one request (HTTP/2 without TLS).
    def inject(self, spec):
        run("curl", "-sS", "--http2-prior-knowledge", "-H",
            "content-type: application/grpc", "-H", "te: trailers",
            "--data-binary", "@" + self.store.get("grpc", spec),
            f"http://{self.api}/apipb.GobgpApi/AddPathStream", "-o",
            self.rig.path("reply"))

    def received(self):
        total = 0
        for family in ("ipv4", "ipv6"):
            text = run("/usr/bin/gobgp", "global", "rib", "summary", "-a",
                       family)
            m = re.search(r"Path:\s+(\d+)", text)
            total += int(m.group(1)) if m else 0
        return total


ALL = [BgpdX, ExaBGP, Bird, OpenBGPD, FRR, GoBGP]
