"""--zone with the network behind it: a proposed zone counts below its origin,
and what it leaves to others is asked of them."""

import pathlib
import tempfile
import unittest

import program
from servers import Nsd, Unbound

SOA = "$TTL 300\n@ SOA ns.invalid. hostmaster.invalid. 1 7200 900 1209600 300\n"

PUBLISHED = f"""\
$ORIGIN example.com.
{SOA}
@ TXT "v=spf1 -all"
mail NS ns.invalid.
"""

PROPOSED = f"""\
$ORIGIN example.com.
{SOA}
@ MX 10 mx1.mail
@ MX 20 mx2
@ TXT "v=spf1 include:_spf.example.net -all"
mx2 CNAME host.example.net.
mail NS ns.invalid.
"""

CHILD = f"$ORIGIN mail.example.com.\n{SOA}mx1 A 203.0.113.7\n"

OTHER = f"""\
$ORIGIN example.net.
{SOA}
_spf TXT "v=spf1 ip4:203.0.113.6 -all"
host A 203.0.113.8
"""

ROOT = f"$ORIGIN .\n{SOA}" + "".join(
    f"{name}. NS ns.invalid.\n"
    for name in ("example.com", "mail.example.com", "example.net"))

ARGUMENTS = ["--json", "--only", "mx,spf", "example.com", "203.0.113.6"]


class ZoneOption(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = tempfile.TemporaryDirectory(prefix="mailpreflight-zones.")
        cls.addClassCleanup(home.cleanup)
        directory = pathlib.Path(home.name)
        zones = {}
        for name, text in (("example.com", PUBLISHED), (".", ROOT),
                           ("mail.example.com", CHILD),
                           ("example.net", OTHER)):
            zones[name] = directory / f"zone-{len(zones)}"
            zones[name].write_text(text)
        cls.proposed = directory / "proposed"
        cls.proposed.write_text(PROPOSED)
        nsd = cls.enterClassContext(Nsd(zones))
        cls.servers = [nsd, cls.enterClassContext(Unbound(nsd))]

    def run_with(self, server, *options):
        status, report, error = program.run(
            ["--server", f"127.0.0.1#{server.port}", *options, *ARGUMENTS])
        self.assertIsNotNone(report, error)
        return status, report

    def test_what_is_published_fails(self):
        for server in self.servers:
            status, report = self.run_with(server)
            self.assertEqual(status, 1)
            self.assertIn("spf.fail", program.codes(report))
            self.assertIn("mx.missing", program.codes(report))

    def test_what_is_proposed_passes(self):
        for server in self.servers:
            status, report = self.run_with(
                server, "--zone", str(self.proposed))
            self.assertEqual(status, 0)
            answers = {(a["name"], a["type"]): a
                       for a in report["dns"]["answers"]}
            network = f"127.0.0.1#{server.port}"
            for name, kind, where, records in (
                    ("example.com", "MX", str(self.proposed),
                     ["10 mx1.mail.example.com", "20 mx2.example.com"]),
                    # below a delegation of the zone
                    ("mx1.mail.example.com", "A", network, ["203.0.113.7"]),
                    # an alias that leaves the zone
                    ("mx2.example.com", "A", network, ["203.0.113.8"]),
                    ("_spf.example.net", "TXT", network,
                     ['"v=spf1 ip4:203.0.113.6 -all"'])):
                answer = answers[name, kind]
                self.assertEqual(answer["server"], where, name)
                self.assertEqual(answer["records"], records, name)
            self.assertEqual(answers["mx2.example.com", "A"]["cnames"],
                             ["host.example.net"])

    def test_offline_the_rest_is_unknown(self):
        status, report, _ = program.run(
            ["--offline", "--zone", str(self.proposed), *ARGUMENTS])
        self.assertEqual(status, 3)
        self.assertIn("dns.not-covered", program.codes(report))


if __name__ == "__main__":
    unittest.main()
