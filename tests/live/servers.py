"""Real name servers on free loopback ports: nsd, knot and unbound.

Each server is a context manager.  It runs in a directory of its own, is up
when the with block begins, and is gone, by its process, when that ends.
"""

import pathlib
import secrets
import shutil
import socket
import struct
import subprocess
import tempfile
import time

START_SECONDS = 10
STOP_SECONDS = 5
START_TRIES = 3  # another process may take the port in between

# A server does not outlive a test that is killed, where the system can say so.
LEASH = (["setpriv", "--pdeathsig", "TERM", "--"]
         if shutil.which("setpriv") else [])


def free_port(addresses=("127.0.0.1", "::1")):
    """A port that is free for UDP and TCP on all the addresses."""
    while True:
        port = 20000 + secrets.randbelow(40000)
        try:
            for address in addresses:
                family = socket.AF_INET6 if ":" in address else socket.AF_INET
                for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                    with socket.socket(family, kind) as s:
                        s.bind((address, port))
            return port
        except OSError:
            continue


def answers(address, port, name):
    """Whether an SOA question for name is answered without an error."""
    labels = [x.encode() for x in name.rstrip(".").split(".") if x]
    wire = b"".join(bytes([len(x)]) + x for x in labels) + b"\0"
    query = struct.pack(">6H", 1, 0x0100, 1, 0, 0, 0) + wire + b"\0\6\0\1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(0.05)
        try:
            s.connect((address, port))
            s.send(query)
            reply = s.recv(4096)
        except OSError:
            return False
    return reply[:2] == query[:2] and reply[3] & 15 == 0


class Server:
    """Base of the servers: config() writes files and returns the command."""

    def __init__(self, zones, addresses=("127.0.0.1", "::1"), port=None):
        self.zones = zones  # name to path of the zone file
        self.addresses = addresses
        self.wanted_port = port
        self.port = None

    def config(self, directory):
        raise NotImplementedError

    def probe(self):
        """A name whose SOA the server knows."""
        return next(iter(self.zones))

    def __enter__(self):
        self.home = tempfile.TemporaryDirectory(prefix="mailpreflight-live.")
        directory = pathlib.Path(self.home.name)
        self.log = directory / "output"
        for _ in range(START_TRIES):
            self.port = self.wanted_port or free_port(self.addresses)
            command = self.config(directory)
            with open(self.log, "wb") as log:
                self.process = subprocess.Popen(
                    [*LEASH, *command], cwd=directory, stdin=subprocess.DEVNULL,
                    stdout=log, stderr=subprocess.STDOUT,
                )
            if self.is_up():
                return self
            self.stop()
        message = f"{command[0]} does not start:\n{self.log.read_text()[-2000:]}"
        self.home.cleanup()
        raise RuntimeError(message)

    def is_up(self):
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            if answers(self.addresses[0], self.port, self.probe()):
                return True
            time.sleep(0.01)
        return False

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __exit__(self, *_):
        self.stop()
        self.home.cleanup()


class Nsd(Server):
    def config(self, directory):
        addresses = "".join(f"    ip-address: {address}@{self.port}\n"
                            for address in self.addresses)
        text = f"""
server:
{addresses}    username: ""
    chroot: ""
    zonesdir: "{directory}"
    pidfile: "{directory}/nsd.pid"
    zonelistfile: "{directory}/zone.list"
    database: ""
    xfrdfile: ""
    xfrdir: "{directory}"
    server-count: 1
    rrl-ratelimit: 0
    verbosity: 0
remote-control:
    control-enable: no
"""
        for name, path in self.zones.items():
            text += f'zone:\n    name: "{name}"\n    zonefile: "{path}"\n'
        path = directory / "nsd.conf"
        path.write_text(text)
        return ["nsd", "-d", "-c", str(path)]


class Knot(Server):
    def config(self, directory):
        text = f"""
server:
    rundir: "{directory}"
    listen: [ 127.0.0.1@{self.port}, ::1@{self.port} ]
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: "{directory}"
log:
  - target: stderr
    any: error
template:
  - id: default
    semantic-checks: off
    journal-content: none
    zonefile-sync: -1
zone:
"""
        for name, path in self.zones.items():
            text += f'  - domain: "{name}"\n    file: "{path}"\n'
        path = directory / "knot.conf"
        path.write_text(text)
        return ["knotd", "-c", str(path)]


# Zones that unbound has built in, and that a case may be about.
BUILT_IN = ("localhost.", "127.in-addr.arpa.", "test.", "invalid.", "onion.",
            "home.arpa.")


class Unbound(Server):
    """A resolver whose root is another server, and that keeps an answer as
    it came: its order, its TTL, the documentation ranges."""

    def __init__(self, root):
        super().__init__({".": None})
        self.root = root
        self.modules = "iterator"
        self.more = ""

    def config(self, directory):
        own = "".join(f'    local-zone: "{name}" nodefault\n'
                      for name in BUILT_IN)
        text = f"""
server:
    interface: 127.0.0.1@{self.port}
    interface: ::1@{self.port}
    username: ""
    chroot: ""
    directory: "{directory}"
    pidfile: "{directory}/unbound.pid"
    use-syslog: no
    verbosity: 0
    num-threads: 1
    module-config: "{self.modules}"
    do-not-query-localhost: no
    qname-minimisation: no
    rrset-roundrobin: no
    minimal-responses: no
    unblock-lan-zones: yes
    cache-max-negative-ttl: 86400
{own}{self.more}remote-control:
    control-enable: no
{self.upstream()}"""
        path = directory / "unbound.conf"
        path.write_text(text)
        return ["unbound", "-d", "-p", "-c", str(path)]

    def upstream(self):
        return f"""\
forward-zone:
    name: "."
    forward-addr: 127.0.0.1@{self.root.port}
"""


class Iterator(Unbound):
    """A resolver that finds its way from the root, at port 53 of an address;
    with an anchor, a DS record, it validates what stands below."""

    def __init__(self, root, anchor=None):
        super().__init__(root)
        if anchor:
            self.modules = "validator iterator"
            self.more = f'    trust-anchor: "{anchor}"\n'

    def upstream(self):
        return f"""\
stub-zone:
    name: "."
    stub-addr: {self.root}
    stub-prime: yes
"""
