"""A tree of name servers on loopback, from the root down, and a resolver that
finds its way in it: each server has an address of one network, port 53.
"""

import contextlib
import pathlib
import secrets
import socket
import tempfile

from servers import Iterator, Nsd

DNS_PORT = 53  # where the servers of zones are, and nowhere else
ROOT, COM = 1, 2  # the numbers of their servers
SOA = "@ 300 SOA ns hostmaster 1 7200 900 1209600 300\n"


def may_bind(address):
    """Whether port 53 of a loopback address is to be had."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        try:
            s.bind((address, DNS_PORT))
        except OSError:
            return False
    return True


class Tree:
    """The root and com; further zones are delegated with delegate(), and
    served with serve(), each by servers of given numbers."""

    def __init__(self, network=None):
        self.network = network or (f"127.{secrets.randbelow(254) + 1}."
                                   f"{secrets.randbelow(254) + 1}")

    def __enter__(self):
        self.stack = contextlib.ExitStack()
        self.home = pathlib.Path(self.stack.enter_context(
            tempfile.TemporaryDirectory(prefix="mailpreflight-tree.")))
        self.above = {".": "", "com": ""}
        self.servers = {}
        return self

    def __exit__(self, *_):
        for server in self.servers.values():
            server.__exit__()
        self.stack.close()

    def address(self, number):
        return f"{self.network}.{number}"

    def delegate(self, zone, servers):
        """Servers by name; glue, by number, where there is one."""
        parent = "com" if zone.endswith(".com") else "."
        for name, number in servers.items():
            self.above[parent] += f"{zone}. NS {name}.\n"
            if number is not None:
                self.above[parent] += f"{name}. A {self.address(number)}\n"

    def write(self, zone, body):
        path = self.home / f"zone-{secrets.token_hex(4)}"
        path.write_text(f"$ORIGIN {zone.rstrip('.')}.\n$TTL 300\n{SOA}{body}")
        return path

    def serve(self, number, zones):
        """A server of these zones; in place of what it served before."""
        if number in self.servers:
            self.servers.pop(number).__exit__()
        server = Nsd({name: self.write(name, body)
                      for name, body in zones.items()},
                     [self.address(number)], DNS_PORT)
        self.servers[number] = server.__enter__()

    def start(self):
        """The root and com, as they are now."""
        top = (f". NS a.root-servers.\n"
               f"a.root-servers. A {self.address(ROOT)}\n"
               f"com. NS ns.com.\nns.com. A {self.address(COM)}\n")
        self.serve(ROOT, {".": top + self.above["."]})
        self.serve(COM, {"com": f"@ NS ns\nns A {self.address(COM)}\n"
                         + self.above["com"]})

    def resolver(self, anchor=None):
        """The options for a resolver of this tree."""
        unbound = self.stack.enter_context(
            Iterator(self.address(ROOT), anchor))
        return ["--server", f"127.0.0.1#{unbound.port}"]
