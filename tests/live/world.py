"""A DNS of its own, for the resolvers that people have: a signed root, a
top-level domain, and a few hundred zones below it, in a network namespace
whose loopback has the addresses that the world's servers have.

world.  signed; d0.world. to dN.world. not; bogus.world. signed, and a record of
it changed after that.
"""

import asyncio
import pathlib
import subprocess
import tempfile
import threading

from servers import Nsd

ADDRESS = "198.18.0.1"  # of every name server of this world
SENDER = "44.1.2.3"
DNS_PORT = 53
ZONES = 200

SOA = "@ 300 SOA ns.world. hostmaster.world. 1 7200 900 1209600 300\n"
LEAF = f"""\
$TTL 300
{SOA}@ NS ns.world.
@ MX 10 mx
mx A {SENDER}
@ TXT "v=spf1 include:_spf.%{{d}} -all"
_spf TXT "v=spf1 ip4:{SENDER} -all"
_dmarc TXT "v=DMARC1; p=reject"
"""


def namespace():
    """Commands, one shell's, that make this namespace's loopback."""
    return (f"ip link set lo up && ip addr add {ADDRESS}/32 dev lo && "
            "ip addr add 198.18.0.9/32 dev lo")


def sign(directory, name, path):
    """Signs a zone file; gives the signed one, its DS and its DNSKEY."""
    def call(*command):
        return subprocess.run(command, cwd=directory, check=True,
                              capture_output=True, text=True).stdout

    key = call("dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", "-f", "KSK",
               name).strip()
    call("dnssec-signzone", "-S", "-P", "-z", "-q", "-o", name, "-f",
         f"{path}.signed", str(path))
    dnskey = [line for line in (directory / f"{key}.key").read_text()
              .splitlines() if not line.startswith(";")][0]
    return (pathlib.Path(f"{path}.signed"),
            call("dnssec-dsfromkey", "-2", f"{key}.key"), dnskey)


class World:
    """Its name servers.  With a delay, they are so many seconds away."""

    def __init__(self, delay=0):
        self.delay = delay

    def __enter__(self):
        self.home = tempfile.TemporaryDirectory(prefix="mailpreflight-world.")
        self.directory = pathlib.Path(self.home.name)
        zones = self.zones()
        address = "127.0.0.5" if self.delay else ADDRESS
        self.nsd = Nsd(zones, [address], DNS_PORT)
        self.nsd.__enter__()
        self.path = None
        if self.delay:
            self.path = Path((ADDRESS, DNS_PORT), (address, DNS_PORT),
                             delay=self.delay)
            self.path.__enter__()
        return self

    def __exit__(self, *_):
        if self.path:
            self.path.__exit__()
        self.nsd.__exit__()
        self.home.cleanup()

    def write(self, name, text):
        path = self.directory / (name.strip(".") or "root")
        path.write_text(text)
        return path

    def zones(self):
        leaf = self.write("leaf", LEAF)
        zones = {f"d{i}.world.": leaf for i in range(ZONES)}
        bogus, ds, _ = sign(self.directory, "bogus.world.",
                            self.write("bogus.world", LEAF))
        bogus.write_text(bogus.read_text().replace("p=reject", "p=none")
                         .replace("mx.bogus", "mx2.bogus"))
        zones["bogus.world."] = bogus
        zones["world."], ds, _ = sign(
            self.directory, "world.", self.write(
                "world", f"$TTL 300\n{SOA}@ NS ns\nns A {ADDRESS}\n{ds}" +
                "".join(f"d{i} NS ns\n" for i in range(ZONES)) +
                "bogus NS ns\n"))
        zones["."], self.ds, self.dnskey = sign(self.directory, ".", self.write(
            ".", f"$TTL 300\n{SOA}@ NS ns.world.\nworld NS ns.world.\n"
            f"ns.world. A {ADDRESS}\n{ds}"))
        self.hints = self.write(
            "hints", f". 3600 NS ns.world.\nns.world. 3600 A {ADDRESS}\n")
        self.anchor = self.write("anchor", self.dnskey + "\n")
        return zones


class Path:
    """What stands between who asks at one address and a server at another:
    it takes its time, and lets so many datagrams through in a second."""

    def __init__(self, at, to, delay=0, a_second=None, at_once=None):
        self.at, self.to = at, to
        self.delay, self.a_second, self.at_once = delay, a_second, at_once
        self.second, self.passed, self.lost = 0, 0, 0

    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        self.is_up = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        if not self.is_up.wait(10):
            raise RuntimeError(f"nobody listens at {self.at}")
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    def run(self):
        asyncio.set_event_loop(self.loop)
        server, front = self.loop.run_until_complete(self.listen())
        self.is_up.set()
        self.loop.run_forever()
        server.close()
        front.close()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    async def listen(self):
        """A server that has just ended may hold the address for a moment."""
        for _ in range(50):
            try:
                server = await asyncio.start_server(self.serve_tcp, *self.at)
                front, _ = await self.loop.create_datagram_endpoint(
                    lambda: Front(self), local_addr=self.at)
                return server, front
            except OSError as error:
                failure = error
                await asyncio.sleep(0.1)
        raise failure

    def may_pass(self):
        """Whether the second's share is not used up."""
        second = int(self.loop.time())
        if second != self.second:
            self.second, self.passed = second, 0
        self.passed += 1
        if self.a_second and self.passed > self.a_second:
            self.lost += 1
            return False
        return True

    async def serve_tcp(self, reader, writer):
        there = await asyncio.open_connection(*self.to)

        async def copy(source, target):
            try:
                while data := await source.read(65536):
                    await asyncio.sleep(self.delay)
                    target.write(data)
                    await target.drain()
            except OSError:
                pass
            target.close()

        await asyncio.gather(copy(reader, there[1]), copy(there[0], writer))


class Front(asyncio.DatagramProtocol):
    def __init__(self, path):
        self.path, self.backs = path, {}

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, peer):
        if self.path.may_pass():
            asyncio.ensure_future(self.pass_on(data, peer))

    async def pass_on(self, data, peer):
        if self.path.delay:
            await asyncio.sleep(self.path.delay)
        back = self.backs.get(peer)
        if back is None or back.is_closing():
            back, _ = await asyncio.get_running_loop() \
                .create_datagram_endpoint(
                    lambda: Back(self, peer), remote_addr=self.path.to)
            self.backs[peer] = back
            asyncio.get_running_loop().call_later(
                10, self.forget, peer, back)
        back.sendto(data)

    def forget(self, peer, back):
        back.close()
        if self.backs.get(peer) is back:
            del self.backs[peer]


class Back(asyncio.DatagramProtocol):
    def __init__(self, front, peer):
        self.front, self.peer = front, peer

    def datagram_received(self, data, _):
        self.front.transport.sendto(data, self.peer)
