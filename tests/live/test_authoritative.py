"""--authoritative: every server of the zones is asked, and compared."""

import contextlib
import pathlib
import secrets
import socket
import tempfile
import unittest

import program
from servers import Nsd, Unbound
from tree import may_bind

SERVERS_MAX = 13  # of a zone; further ones are not asked
DNS_PORT = 53  # where the servers of zones are, and nowhere else

SOA = "@ SOA ns1 hostmaster 1 7200 900 1209600 300\n"
NEW = '@ TXT "v=spf1 ip4:203.0.113.6 include:_spf.example.net -all"\n'
OLD = '@ TXT "v=spf1 -all"\n'
REST = """\
@ MX 10 mx1
mx1 A 203.0.113.7
mta1 A 203.0.113.6
"""
NET = '_spf TXT "v=spf1 ip4:203.0.113.9 -all"\n'
PTR = "6 PTR mta1.example.com.\n"

ARGUMENTS = ["--json", "example.com", "203.0.113.6", "--host",
             "mta1.example.com"]


class Authoritative(unittest.TestCase):
    """Addresses 1 to 4 of a random loopback network are ns1 to ns4."""

    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.home = pathlib.Path(self.stack.enter_context(
            tempfile.TemporaryDirectory(prefix="mailpreflight-zones.")))
        self.network = f"127.{secrets.randbelow(254) + 1}." \
                       f"{secrets.randbelow(254) + 1}"
        if not may_bind(self.address(1)):
            self.skipTest("port 53 of loopback addresses is not to be had")

    def address(self, number):
        return f"{self.network}.{number}"

    def zone(self, origin, body, servers):
        """A zone file of these servers, by their numbers."""
        text = f"$ORIGIN {origin}.\n$TTL 300\n{SOA}{body}"
        for number in servers:
            text += f"@ NS ns{number}.example.com.\n"
            if origin == "example.com":
                text += f"ns{number} A {self.address(number)}\n"
        path = self.home / f"zone-{secrets.token_hex(4)}"
        path.write_text(text)
        return path

    def zones(self, spf, servers):
        return {
            "example.com": self.zone("example.com", spf + REST, servers),
            "113.0.203.in-addr.arpa":
                self.zone("113.0.203.in-addr.arpa", PTR, servers),
        }

    def serve(self, number, zones):
        """Server ns<number> at its address."""
        self.stack.enter_context(
            Nsd(zones, [self.address(number)], DNS_PORT))

    def resolver(self, zones):
        """A resolver that knows these zones, whatever their servers say."""
        root = {".": self.home / "root"}
        root["."].write_text("$ORIGIN .\n$TTL 300\n" + SOA + "".join(
            f"{name}. NS ns1.example.com.\n" for name in zones))
        nsd = self.stack.enter_context(Nsd({**root, **zones}))
        unbound = self.stack.enter_context(Unbound(nsd))
        return ["--server", f"127.0.0.1#{unbound.port}"]

    def run_with(self, *arguments):
        status, report, error = program.run([*arguments, *ARGUMENTS])
        self.assertIsNotNone(report, error)
        checks = {c["check"]: c for c in report["checks"]}
        return status, report, checks

    def known(self, spf, servers):
        net = self.zone("example.net", NET, [1])
        return {**self.zones(spf, servers), "example.net": net}

    def test_the_new_record_is_seen_before_the_cache_forgets(self):
        resolver = self.resolver(self.known(OLD, [1, 2]))
        for number in (1, 2):
            self.serve(number, self.zones(NEW, [1, 2]))
        options = [*resolver, "--only", "spf,reverse,mx,ns"]
        self.assertEqual(self.run_with(*options)[2]["spf"]["status"], "fail")
        status, report, checks = self.run_with(*options, "--authoritative")
        self.assertEqual(program.codes(report), [])
        self.assertEqual(checks["spf"]["facts"]["result"], "pass")
        self.assertEqual(checks["ns"]["status"], "pass")
        self.assertEqual(status, 0)
        self.assertEqual(
            [z["zone"] for z in checks["ns"]["facts"]["zones"]],
            ["example.com", "113.0.203.in-addr.arpa"])
        servers = {(a["name"], a["type"]): a["server"]
                   for a in report["dns"]["answers"]}
        self.assertEqual(servers["example.com", "TXT"],
                         "2 of 2 servers of example.com")
        # Not in a zone of the sender: nobody but the resolver is asked.
        self.assertEqual(servers["_spf.example.net", "TXT"], resolver[1])

    def test_differences(self):
        resolver = self.resolver(self.known(OLD, [1, 2, 3, 4]))
        self.serve(1, self.zones(NEW, [1, 2, 3, 4]))
        self.serve(2, self.zones(OLD, [1, 2, 3, 4]))
        self.serve(3, {"example.org": self.zone("example.org", "", [3])})
        status, report, checks = self.run_with(
            *resolver, "--only", "ns", "--authoritative")
        found = [(f["code"], f["subject"])
                 for f in checks["ns"]["findings"]]
        zones = ("example.com", "113.0.203.in-addr.arpa")
        self.assertEqual(found, [("ns.inconsistent", "example.com")] + [
            (code, zone) for zone in zones
            for code in ("ns.lame", "ns.unreachable")])
        message = checks["ns"]["findings"][0]["message"]
        for part in ("example.com TXT", self.address(1), self.address(2),
                     "203.0.113.6 include"):
            self.assertIn(part, message)
        states = {s["server"].split(".")[0]: s["state"]
                  for s in checks["ns"]["facts"]["zones"][0]["servers"]}
        self.assertEqual(states, {"ns1": "ok", "ns2": "ok", "ns3": "lame",
                                  "ns4": "unreachable"})
        self.assertEqual(status, 1)

    def test_a_zone_with_very_many_servers(self):
        many = range(1, 41)
        resolver = self.resolver(self.known(NEW, many))
        self.serve(1, self.zones(NEW, many))
        _, _, checks = self.run_with(
            *resolver, "--only", "ns", "--authoritative")
        for zone in checks["ns"]["facts"]["zones"]:
            self.assertEqual(len(zone["servers"]), SERVERS_MAX)
        self.assertEqual({f["code"] for f in checks["ns"]["findings"]},
                         {"ns.unreachable"})

    def test_the_union_is_judged(self):
        resolver = self.resolver(self.known(OLD, [1, 2]))
        self.serve(1, self.zones(NEW, [1, 2]))
        self.serve(2, self.zones(OLD, [1, 2]))
        _, report, _ = self.run_with(
            *resolver, "--only", "spf", "--authoritative")
        multiple = [f for c in report["checks"] for f in c["findings"]
                    if f["code"] == "spf.multiple"]
        # No server has both: there is nothing to delete.
        self.assertIn("wait until they do", multiple[0]["advice"])
        self.assertEqual(multiple[0]["fix"], [])

    def test_two_records_at_each_server(self):
        resolver = self.resolver(self.known(OLD, [1, 2]))
        for number in (1, 2):
            self.serve(number, self.zones(OLD + NEW, [1, 2]))
        _, report, _ = self.run_with(
            *resolver, "--only", "spf", "--authoritative")
        multiple = [f for c in report["checks"] for f in c["findings"]
                    if f["code"] == "spf.multiple"]
        self.assertEqual([x["action"] for x in multiple[0]["fix"]],
                         ["replace"])

    def test_no_server_answers(self):
        resolver = self.resolver(self.known(NEW, [1, 2]))
        status, report, _ = self.run_with(
            *resolver, "--only", "mx", "--authoritative")
        self.assertEqual(program.codes(report), ["dns.timeout"])
        self.assertEqual(status, 3)

    def test_a_silent_server_does_not_stop_the_run(self):
        resolver = self.resolver(self.known(NEW, [1, 2]))
        self.serve(1, self.zones(NEW, [1, 2]))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
            silent.bind((self.address(2), DNS_PORT))
            _, report, _ = self.run_with(*resolver, "--authoritative",
                                         "--only", "mx,spf,reverse,ns")
        self.assertEqual(set(program.codes(report)), {"ns.unreachable"})
        self.assertLess(report["run"]["elapsed_ms"], 10000)

    def test_not_without_the_network(self):
        status, report, error = program.run(
            ["--offline", "--authoritative", *ARGUMENTS])
        self.assertEqual(status, 2)
        self.assertIsNone(report)
        self.assertIn("--authoritative", error)


if __name__ == "__main__":
    unittest.main()
