"""How answers are fetched: over IPv6, over TCP after a truncated datagram,
from the next server where one is dead."""

import pathlib
import socket
import tempfile
import unittest

import program
from servers import Knot, Nsd, free_port

ZONE = """\
$ORIGIN example.com.
$TTL 300
@ SOA ns.invalid. hostmaster.invalid. 1 7200 900 1209600 300
@ MX 10 mx1
mx1 A 203.0.113.7
mta1 A 203.0.113.6
big TXT "v=spf1 ip4:203.0.113.6 -all"
""" + "".join(f'big TXT "{i} {"x" * 200}"\n' for i in range(40))

ROOT = """\
$ORIGIN .
$TTL 300
@ SOA ns.invalid. hostmaster.invalid. 1 7200 900 1209600 300
example.com. NS ns.invalid.
"""

SMALL = ["--only", "forward,mx", "example.com", "203.0.113.6",
         "--host", "mta1.example.com"]
BIG = ["--only", "spf", "example.com", "203.0.113.6",
       "--mail-from", "big.example.com"]


class Transport(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = tempfile.TemporaryDirectory(prefix="mailpreflight-zones.")
        cls.addClassCleanup(home.cleanup)
        cls.zones = {}
        for name, text in (("example.com", ZONE), (".", ROOT)):
            path = pathlib.Path(home.name) / f"zone-{len(cls.zones)}"
            path.write_text(text)
            cls.zones[name] = path
        cls.nsd = cls.enterClassContext(Nsd(cls.zones))

    def ask(self, arguments, *servers):
        """The report of these servers, which must be the zone files'."""
        offline = [x for path in self.zones.values()
                   for x in ("--zone", str(path))]
        want = program.run(["--json", "--offline", *offline, *arguments])
        choice = [x for server in servers for x in ("--server", server)]
        got = program.run(["--json", *choice, *arguments])
        self.assertEqual(got[0], want[0], got[2])
        self.assertEqual(program.without_origin(got[1]),
                         program.without_origin(want[1]))
        return got[1]["dns"]["answers"]

    def test_ipv6(self):
        for answer in self.ask(SMALL, f"::1#{self.nsd.port}"):
            self.assertEqual(answer["server"], f"::1#{self.nsd.port}")

    def test_truncated(self):
        with Knot(self.zones) as knot:
            for server in (self.nsd, knot):
                for address in ("127.0.0.1", "::1"):
                    answers = self.ask(BIG, f"{address}#{server.port}")
                    big = [a for a in answers if a["type"] == "TXT"]
                    self.assertEqual(len(big[0]["records"]), 41)
                    self.assertTrue(big[0]["truncated"])

    def test_first_server_refuses_connections(self):
        self.ask(SMALL, f"127.0.0.1#{free_port()}",
                 f"127.0.0.1#{self.nsd.port}")

    def test_first_server_is_silent(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            port = silent.getsockname()[1]
            self.ask(SMALL, f"127.0.0.1#{port}", f"127.0.0.1#{self.nsd.port}")

    def test_first_server_has_no_such_zone(self):
        with tempfile.NamedTemporaryFile("w", suffix=".zone") as other:
            other.write("$ORIGIN example.org.\n@ 300 SOA a. b. 1 1 1 1 300\n")
            other.flush()
            with Nsd({"example.org": other.name}) as lame:
                self.ask(SMALL, f"127.0.0.1#{lame.port}",
                         f"127.0.0.1#{self.nsd.port}")

    def test_no_server_answers(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind(("127.0.0.1", 0))
            port = silent.getsockname()[1]
            status, report, _ = program.run(
                ["--json", "--timeout", "1", "--server", f"127.0.0.1#{port}",
                 *SMALL])
        self.assertEqual(status, 3)
        self.assertEqual(set(program.codes(report)), {"dns.timeout"})
        self.assertLess(report["run"]["elapsed_ms"], 4000)


if __name__ == "__main__":
    unittest.main()
