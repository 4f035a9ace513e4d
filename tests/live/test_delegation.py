"""--authoritative: the parent is asked, and what it says is compared."""

import subprocess
import time
import unittest

import program
import tree

REST = """\
@ MX 10 mx1
@ TXT "v=spf1 ip4:203.0.113.6 -all"
mx1 A 203.0.113.7
mta1 A 203.0.113.6
"""
SENDER = ["example.com", "203.0.113.6", "--host", "mta1.example.com"]
REVERSE = 9  # the number of its server


class Delegation(unittest.TestCase):
    def setUp(self):
        self.tree = tree.Tree()
        self.tree.__enter__()
        self.addCleanup(self.tree.__exit__)
        if not tree.may_bind(self.tree.address(tree.ROOT)):
            self.skipTest("port 53 of loopback addresses is not to be had")
        self.tree.delegate("113.0.203.in-addr.arpa", {"ns.reverse": REVERSE})
        self.tree.serve(REVERSE, {
            "113.0.203.in-addr.arpa":
                "@ NS ns.reverse.\n6 PTR mta1.example.com.\n"})

    def zone(self, servers, rest=REST):
        """example.com, with servers by number."""
        return "".join(f"@ NS ns{n}\nns{n} A {self.tree.address(n)}\n"
                       for n in servers) + rest

    def delegate(self, servers):
        self.tree.delegate("example.com",
                           {f"ns{n}.example.com": n for n in servers})
        self.tree.start()

    def serve(self, number, body):
        self.tree.serve(number, {"example.com": body})

    def checks(self, *options, of=SENDER, anchor=None):
        status, report, error = program.run(
            [*self.tree.resolver(anchor), "--json", "--authoritative", *of,
             *options])
        self.assertIsNotNone(report, error)
        return status, report, {c["check"]: c for c in report["checks"]}

    def test_both_say_the_same(self):
        self.delegate([3, 4])
        # In another order, letter case and with another TTL.
        self.serve(3, self.zone([4, 3]).replace("@ NS ns", "@ 60 NS NS"))
        self.serve(4, self.zone([4, 3]).replace("@ NS ns", "@ 60 NS NS"))
        status, report, checks = self.checks("--only", "spf,reverse,ns,mx")
        self.assertEqual(program.codes(report), [])
        self.assertEqual(status, 0)
        zone = checks["ns"]["facts"]["zones"][0]
        self.assertEqual(zone["parent"],
                         f"ns.com ({self.tree.address(tree.COM)})")
        self.assertEqual(len(zone["servers"]), 2)

    def test_the_zone_names_a_server_that_the_parent_does_not(self):
        self.delegate([3])
        self.serve(3, self.zone([3, 4]))
        self.serve(4, self.zone([3, 4], REST.replace("-all", "~all")))
        _, report, checks = self.checks("--only", "spf,ns")
        found = [(f["code"], f["subject"]) for f in checks["ns"]["findings"]]
        self.assertEqual(sorted(found), [
            ("ns.delegation", "example.com"),
            ("ns.inconsistent", "example.com")])
        # The server that only the zone names is asked as well.
        self.assertIn("spf.multiple", program.codes(report))

    def test_the_registrar_has_the_servers_of_an_earlier_zone(self):
        self.delegate([3])
        self.serve(3, self.zone([5]))
        self.serve(5, self.zone([5]))
        status, _, checks = self.checks("--only", "ns")
        self.assertEqual([f["code"] for f in checks["ns"]["findings"]],
                         ["ns.delegation"])
        self.assertIn("delegates to ns3.example.com",
                      checks["ns"]["findings"][0]["message"])
        self.assertEqual(status, 0)

    def test_glue_that_differs(self):
        self.tree.delegate("example.com",
                           {"ns3.example.com": 3, "ns4.example.com": 5})
        self.tree.start()
        for number in (3, 4, 5):
            self.serve(number, self.zone([3, 4]))
        _, _, checks = self.checks("--only", "ns")
        findings = checks["ns"]["findings"]
        self.assertEqual([f["code"] for f in findings], ["ns.delegation"])
        self.assertIn("ns4.example.com A", findings[0]["message"])
        self.assertIn(self.tree.address(5), findings[0]["message"])

    def test_what_the_resolver_has_cached_does_not_count(self):
        self.delegate([3])
        self.serve(3, self.zone([3], '@ TXT "v=spf1 -all"\n'))
        resolver = self.tree.resolver()
        self.tree.resolver = lambda _: resolver
        self.assertEqual(self.checks("--only", "spf")[2]["spf"]["facts"]
                         ["result"], "fail")
        # Moved: the resolver knows the old servers for 300 seconds more.
        self.tree.above["com"] = ""
        self.delegate([4])
        self.serve(4, self.zone([4]))
        _, report, checks = self.checks("--only", "spf,ns")
        self.assertEqual(checks["spf"]["facts"]["result"], "pass")
        self.assertEqual(program.codes(report), [])

    def test_how_long_caches_hide_a_change(self):
        self.delegate([3])
        self.serve(3, self.zone([3], '@ TXT "v=spf1 -all"\n'))
        command = [program.PROGRAM, *self.tree.resolver(), *SENDER, "--only",
                   "spf,forward"]

        def ask(*options):
            done = subprocess.run([*command, *options], capture_output=True,
                                  text=True, timeout=30, check=False)
            return done.stdout

        ask()
        time.sleep(1.1)  # the resolver's TTLs count down
        report = program.parsed(ask("--json"))
        found = {f["code"]: (f["cached_s"], f.get("cached_elsewhere_s"))
                 for c in report["checks"] for f in c["findings"]}
        # Of what is not there the zone's SOA tells how long others keep it.
        self.assertLess(found["forward.missing"][0], 300)
        self.assertEqual(found["forward.missing"][1], 300)
        self.assertLess(found["spf.fail"][0], 300)
        self.assertIsNone(found["spf.fail"][1])
        self.assertRegex(
            " ".join(ask().split()),
            r"The cache that was asked can hide a change for [45] min "
            r"\(forward, spf\); others for up to 5 min \(forward\), or the "
            r"TTL in the zone \(spf\)\.")
        self.assertRegex(" ".join(ask("--authoritative").split()),
                         r"Caches can hide a change for 5 min "
                         r"\(forward, spf\)\.")

    def test_a_zone_that_does_not_validate(self):
        ds = f"example.com. DS 12345 13 2 {'ab' * 32}"
        self.tree.above["com"] = f"{ds}\n"
        self.delegate([3])
        self.serve(3, self.zone([3]))
        status, report, checks = self.checks("--only", "domain,spf,ns",
                                             anchor=ds)
        # Its servers have all of it, but receivers that validate do not.
        self.assertEqual(checks["domain"]["status"], "fail")
        self.assertEqual(program.codes(report)[0], "dns.bogus")
        self.assertEqual(checks["ns"]["status"], "unknown")
        self.assertEqual(status, 1)

    def test_a_domain_that_is_delegated_to_nobody(self):
        self.delegate([3])
        self.serve(3, self.zone([3]))
        _, report, _ = self.checks("--only", "domain,mx", of=["new.com"])
        self.assertEqual(program.codes(report), ["domain.missing"])
        for answer in report["dns"]["answers"]:
            self.assertEqual(answer["server"],
                             f"{self.tree.address(tree.COM)}#53")

    def test_a_name_that_does_not_exist_is_not_asked_of_a_resolver(self):
        self.delegate([3])
        self.serve(3, self.zone([3], "@ MX 10 mx1\n"))
        _, report, _ = self.checks("--only", "domain,spf,forward")
        servers = {(a["name"], a["type"]): a["server"]
                   for a in report["dns"]["answers"]}
        for question, server in servers.items():
            self.assertIn("1 of 1 servers of", server, question)


if __name__ == "__main__":
    unittest.main()
