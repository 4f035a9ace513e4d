"""--wait, in a network namespace: a root, zones and a caching resolver of its
own, whose questions are counted.  test_wait.py runs it there.
"""

import json
import re
import subprocess
import sys
import time
import unittest

import tree
from servers import Iterator

NETWORK = "192.0.2"
SECONDS = 60  # more than any run may take
REVERSE, ZONE = 5, 3
SENDER = ["example.com", "203.0.113.6", "--host", "mta1.example.com",
          "-s", "s1", "--only", "domain,forward,reverse,spf,mx"]
OLD = '@ MX 10 mx1\nmx1 A 203.0.113.7\n@ TXT "some other text"\n'
NEW = OLD + 'mta1 A 203.0.113.6\n@ TXT "v=spf1 ip4:203.0.113.6 -all"\n'
PROGRAM = None


class Resolver(Iterator):
    """The system's: it logs what it is asked."""

    def __init__(self, root):
        super().__init__(root)
        self.wanted_port = tree.DNS_PORT
        self.more = "    log-queries: yes\n"

    def asked(self):
        """Names and types, without what the tests themselves ask."""
        text = self.log.read_text()
        return [(name.lower(), kind) for name, kind in re.findall(
            r" info: \S+ (\S+)\. (\w+) IN$", text, re.M)]


class Wait(unittest.TestCase):
    def setUp(self):
        self.tree = tree.Tree(NETWORK)
        self.tree.__enter__()
        self.addCleanup(self.tree.__exit__)
        self.tree.delegate("113.0.203.in-addr.arpa", {"ns.reverse": REVERSE})
        self.tree.delegate("example.com", {"ns3.example.com": ZONE})
        self.tree.start()
        self.serve(OLD, "")
        self.resolver = Resolver(self.tree.address(tree.ROOT))
        self.resolver.__enter__()
        self.addCleanup(lambda: self.resolver.__exit__())

    def serve(self, zone, ptr):
        self.tree.serve(ZONE, {"example.com":
                               f"@ NS ns3\nns3 A {self.tree.address(ZONE)}\n"
                               + zone})
        self.tree.serve(REVERSE, {"113.0.203.in-addr.arpa":
                                  f"@ NS ns.reverse.\n{ptr}"})

    def start(self, *arguments):
        process = subprocess.Popen(
            [PROGRAM, *arguments], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        return process

    def test_no_resolver_is_asked_for_what_is_not_there_yet(self):
        process = self.start("--json", "--wait", f"{SECONDS}s", *SENDER)
        line = process.stderr.readline()
        self.assertRegex(
            line, r"^mailpreflight: the zones' own servers: forward.missing, "
                  r"reverse.missing, spf.none, since \d\d:\d\d:\d\d$")
        before = self.resolver.asked()
        self.serve(NEW, "6 PTR mta1.example.com.\n")
        output, error = process.communicate(timeout=SECONDS)
        self.assertEqual((process.returncode, error), (0, ""))
        report = json.loads(output)
        self.assertEqual(report["verdict"], "pass")
        missing = {"mta1.example.com", "6.113.0.203.in-addr.arpa"}
        self.assertEqual([q for q in before if q[0] in missing], [])
        # The zone is asked for, whether it validates, and nothing else of it.
        self.assertEqual({q for q in before if q[0] == "example.com"},
                         {("example.com", "SOA")})
        after = self.resolver.asked()[len(before):]
        for question in [("mta1.example.com", "A"), ("example.com", "TXT"),
                         ("6.113.0.203.in-addr.arpa", "PTR")]:
            self.assertIn(question, after)
        # It is the resolver's report that is written.
        self.assertEqual({a["server"] for a in report["dns"]["answers"]},
                         {"127.0.0.1#53"})

    def test_a_domain_that_nobody_has_registered(self):
        process = self.start("--json", "--wait", "1s", "new.com", "--only",
                             "domain,mx,spf")
        output, _ = process.communicate(timeout=SECONDS)
        self.assertEqual(process.returncode, 1)
        self.assertIn("domain.missing", output)
        self.assertEqual([q for q in self.resolver.asked()
                          if q[0].endswith("new.com")], [])

    def test_an_include_that_does_not_exist_yet(self):
        self.serve(NEW.replace("ip4:203.0.113.6",
                               "include:_spf.other.com ip4:203.0.113.6"),
                   "6 PTR mta1.example.com.\n")
        process = self.start("--json", "--wait", "1s", *SENDER)
        process.communicate(timeout=SECONDS)
        self.assertEqual([q for q in self.resolver.asked()
                          if q[0].endswith("other.com")], [])

    def test_the_resolver_has_the_old_state(self):
        # Somebody asked too early: the resolver keeps that for a while.
        self.serve(OLD.replace("some other text", "v=spf1 -all"),
                   "6 PTR mta1.example.com.\n")
        only = ["example.com", "203.0.113.6", "--only", "spf"]
        first = self.start("--json", *only)
        first.communicate(timeout=SECONDS)
        self.assertEqual(first.returncode, 1)
        self.serve(NEW, "6 PTR mta1.example.com.\n")
        process = self.start("--json", "--wait", "12s", *only)
        line = process.stderr.readline()
        self.assertRegex(line, r"^mailpreflight: the resolvers: spf.fail, "
                               r"since [\d:]{8}, in a cache until [\d:]{8}$")
        output, error = process.communicate(timeout=SECONDS)
        # The zone's servers are right, and the cache is not yet.
        self.assertEqual((process.returncode, error), (1, ""))
        self.assertIn("spf.fail", output)

    def test_a_signal_ends_it(self):
        process = self.start("--wait", f"{SECONDS}s", *SENDER)
        process.stderr.readline()
        time.sleep(0.2)
        process.terminate()
        output, _ = process.communicate(timeout=SECONDS)
        self.assertEqual((process.returncode, output), (-15, ""))

    def test_with_a_server_that_server_alone(self):
        process = self.start("--json", "--wait", "1s", "--server",
                             "127.0.0.1", *SENDER)
        output, _ = process.communicate(timeout=SECONDS)
        report = json.loads(output)
        self.assertEqual(process.returncode, 1)
        self.assertEqual({a["server"] for a in report["dns"]["answers"]},
                         {"127.0.0.1#53"})
        self.assertIn(("mta1.example.com", "A"), self.resolver.asked())


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
