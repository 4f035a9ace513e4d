"""--change over the network: who is asked what."""

import json
import pathlib
import re
import tempfile
import unittest

import program
from servers import Nsd, Unbound, free_port

ZONE = """\
$ORIGIN example.com.
$TTL 300
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ NS ns1
ns1 A 203.0.113.3
@ MX 10 mx1
mx1 A 203.0.113.7
@ TXT "v=spf1 -all"
"""
ROOT = """\
$ORIGIN .
$TTL 300
@ SOA ns.invalid. hostmaster.invalid. 1 7200 900 1209600 300
@ NS ns1.example.com.
example.com. NS ns1.example.com.
"""
OTHERS = ["example.com", "203.0.113.6", "--json"]


class Resolver(Unbound):
    """It logs what it is asked."""

    def __init__(self, root):
        super().__init__(root)
        self.more = "    log-queries: yes\n"

    def asked(self):
        return sorted(
            (name.lower(), kind) for name, kind in re.findall(
                r" info: \S+ (\S+)\. (\w+) IN$", self.log.read_text(), re.M))


def upsert(name, kind, *values, action="UPSERT"):
    return {"Action": action, "ResourceRecordSet": {
        "Name": name, "Type": kind, "TTL": 300,
        "ResourceRecords": [{"Value": value} for value in values]}}


class Proposed(unittest.TestCase):
    def setUp(self):
        home = pathlib.Path(self.enterContext(
            tempfile.TemporaryDirectory(prefix="mailpreflight-proposed.")))
        self.batch = home / "batch.json"
        self.zone = home / "example.com.zone"

    def resolver(self, zone=ZONE):
        self.zone.write_text(zone)
        root = self.zone.with_name("root")
        root.write_text(ROOT)
        nsd = self.enterContext(Nsd({".": root, "example.com": self.zone}))
        self.log = self.enterContext(Resolver(nsd))
        return f"127.0.0.1#{self.log.port}"

    def judge(self, server, changes, *options):
        self.batch.write_text(json.dumps({"Changes": changes}))
        status, report, error = program.run(
            ["--server", server, "--change", str(self.batch), *OTHERS,
             *options])
        self.assertIsNotNone(report, error)
        return status, report, {c["check"]: c for c in report["checks"]}

    def test_what_the_change_decides_is_asked_of_nobody(self):
        server = self.resolver()
        spf = upsert("example.com", "TXT", '"v=spf1 ip4:203.0.113.6 -all"')
        status, report, _ = self.judge(server, [spf], "--only", "spf")
        self.assertEqual((status, program.codes(report)), (0, []))
        self.assertNotIn(("example.com", "TXT"), self.log.asked())

    def test_the_check_of_the_change_asks_for_the_published_set(self):
        server = self.resolver()
        spf = upsert("example.com", "TXT", '"v=spf1 ip4:203.0.113.6 -all"')
        status, report, _ = self.judge(server, [spf], "--only", "spf,change")
        self.assertEqual(status, 0)
        self.assertEqual(report["proposed"][0]["old"], ['"v=spf1 -all"'])
        self.assertEqual(
            self.log.asked().count(("example.com", "TXT")), 1)

    def test_a_new_name_beside_a_wildcard(self):
        server = self.resolver(ZONE + "* A 203.0.113.99\n")
        host = upsert("mta1.example.com", "A", "203.0.113.6", action="CREATE")
        status, report, checks = self.judge(
            server, [host], "--host", "mta1.example.com", "--only", "forward")
        self.assertEqual((status, program.codes(report)), (0, []))
        self.assertEqual(checks["forward"]["status"], "pass")

    def test_whose_records_a_wildcard_has_nobody_outside_can_tell(self):
        server = self.resolver(ZONE + "* A 203.0.113.99\n")
        # mta1 comes into being, so that the wildcard's A is not its own.
        text = upsert("mta1.example.com", "TXT", '"x"', action="CREATE")
        _, report, _ = self.judge(server, [text], "--host",
                                  "mta1.example.com", "--only", "forward")
        self.assertEqual(program.codes(report), ["dns.undecided"])
        self.assertIn(("*.example.com", "A"), self.log.asked())

    def test_the_worst_of_several_sets_counts(self):
        server = self.resolver(ZONE + "mta1 A 203.0.113.6\n")

        def weighted(name, address):
            change = upsert("mta1.example.com", "A", address)
            change["ResourceRecordSet"].update(SetIdentifier=name, Weight=1)
            return change

        options = ["--host", "mta1.example.com", "--only", "forward"]
        blue = weighted("blue", "203.0.113.6")
        status, report, _ = self.judge(
            server, [blue, weighted("green", "203.0.113.9")], *options)
        self.assertEqual(program.codes(report), ["forward.mismatch"])
        self.assertIn("With the set 'green' of mta1.example.com A",
                      report["checks"][0]["findings"][0]["message"])
        self.assertEqual(status, 1)
        status, report, _ = self.judge(
            server, [blue, weighted("green", "203.0.113.6")], *options)
        self.assertEqual((status, program.codes(report)), (0, []))

    def test_no_answer_hurts_what_needs_one_alone(self):
        server = f"127.0.0.1#{free_port()}"
        spf = upsert("example.com", "TXT", '"v=spf1 ip4:203.0.113.6 -all"')
        options = ["--only", "spf,change", "--timeout", "2"]
        # What is put there whatever was there before is known all the same.
        status, report, checks = self.judge(server, [spf], *options)
        self.assertEqual(checks["spf"]["facts"]["result"], "pass")
        self.assertIsNone(report["proposed"][0]["old"])
        self.assertEqual(
            [(f["code"], f["severity"]) for f in checks["change"]["findings"]
             if f["code"].startswith("dns.")], [("dns.timeout", "info")])
        # What may be refused is not.
        spf["Action"] = "CREATE"
        status, _, checks = self.judge(server, [spf], *options)
        self.assertEqual(checks["change"]["status"], "unknown")
        self.assertEqual(status, 3)


if __name__ == "__main__":
    unittest.main()
