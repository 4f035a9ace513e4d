"""What the program makes of a DNS that does not say: unknown, never missing,
in the report of each command, within the deadline."""

import subprocess
import time
import unittest

import program
from rogue import Rogue
from servers import free_port

# The first label of the domain says how the server behaves (rogue.py).
TABLE = {
    # label: exit status, findings of the mx check
    "silent": (3, ["dns.timeout"]),
    "servfail": (3, ["dns.servfail"]),
    "refused": (3, ["dns.refused"]),
    "formerr": (3, ["dns.servfail"]),
    "lame": (3, ["dns.servfail"]),
    "tcp-close": (3, ["dns.servfail"]),
    "tcp-torn": (3, ["dns.servfail"]),
    "bogus": (1, ["dns.bogus"]),
    "ede-15-3": (3, ["dns.filtered"]),
    "ede-17-0": (3, ["dns.filtered"]),
    # An extended error that tells of no filter changes nothing.
    "ede-22-2": (3, ["dns.servfail"]),
    "ede-3-3": (1, ["mx.missing"]),
    "nxdomain": (1, ["mx.missing"]),
    "good": (0, ["mx.implicit"]),
    "alias-loop": (1, ["dns.loop"]),
    "cut-512-close": (3, ["dns.malformed"]),
    "unsigned-bogus": (3, ["dns.servfail"]),
}
QUICK = ["--timeout", "2", "--tries", "1"]


class Failures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rogue = cls.enterClassContext(Rogue())
        cls.server = ["--server", f"127.0.0.1#{cls.rogue.at[1]}"]

    def test_each_is_told_apart(self):
        for label, want in TABLE.items():
            with self.subTest(label):
                status, report, said = program.run(
                    ["--json", *self.server, *QUICK, "--only", "mx",
                     f"{label}.rogue.test"])
                self.assertEqual((status, program.codes(report)), want)
                self.assertEqual(said, "")

    def test_nobody_answers_is_said_once(self):
        for label, server in (("silent", self.server[1]),
                              ("refused", self.server[1]),
                              ("nobody", f"127.0.0.1#{free_port()}")):
            with self.subTest(label):
                status, report, _ = program.run(
                    ["--json", "--server", server, *QUICK, "--only",
                     "domain,mx,spf", f"{label}.rogue.test"])
                self.assertEqual((status, program.codes(report)),
                                 (3, ["domain.unanswered"]))
                self.assertEqual([c["status"] for c in report["checks"]],
                                 ["unknown", "skip", "skip"])
                said = report["checks"][0]["findings"][0]["message"]
                self.assertIn(server, said)

    def test_only_what_depends_on_it_is_unknown(self):
        status, report, _ = program.run(
            ["--json", *self.server, *QUICK, "--only", "address,mx,helo",
             "good.rogue.test", "192.0.2.1", "--mail-from",
             "a@silent.rogue.test", "--helo", "good.rogue.test"])
        got = {(c["check"], c["subject"]): c["status"]
               for c in report["checks"]}
        self.assertEqual(got, {
            ("address", "192.0.2.1"): "pass",
            ("helo", "good.rogue.test"): "pass",
            ("mx", "silent.rogue.test"): "unknown",
            ("mx", "good.rogue.test"): "warn",
        })
        self.assertEqual(status, 3)

    def test_text_of_the_network_is_escaped(self):
        done = subprocess.run(
            [program.PROGRAM, *self.server, *QUICK, "-v", "--color=never",
             "--only", "mx", "bogus.rogue.test"], capture_output=True,
            timeout=program.SECONDS, check=False)
        self.assertIn(b"\\027[31m", done.stdout)
        self.assertNotIn(b"\x1b", done.stdout)

    def test_deadline_holds_over_everything(self):
        for label in ("silent", "tcp-silent", "tcp-drip", "tcp-endless"):
            with self.subTest(label):
                begin = time.monotonic()
                status, _, _ = program.run(
                    ["--json", *self.server, "--timeout", "1",
                     f"{label}.rogue.test", "192.0.2.1"])
                self.assertIn(status, (1, 3))
                self.assertLess(time.monotonic() - begin, 4)

    def test_nobody_listens(self):
        begin = time.monotonic()
        status, report, _ = program.run(
            ["--json", "--server", f"127.0.0.1#{free_port()}", "--only", "mx",
             "example.com"])
        self.assertEqual((status, program.codes(report)),
                         (3, ["dns.timeout"]))
        self.assertLess(time.monotonic() - begin, 10)

    def test_spf_says_temperror(self):
        for label, want in (("servfail", "temperror"), ("silent", "temperror"),
                            ("nxdomain", "none"), ("refused", "temperror")):
            with self.subTest(label):
                status, report, _ = program.run(
                    ["spf", "--json", *self.server, *QUICK, "--ip",
                     "192.0.2.1", "--mail-from", f"a@{label}.rogue.test"])
                self.assertEqual(report["result"], want)
                self.assertEqual(status, 3 if want == "temperror" else 1)

    def test_batch_goes_on_beside_a_dead_name(self):
        lines = "silent.rogue.test\ngood.rogue.test\nnxdomain.rogue.test\n"
        done = subprocess.run(
            [program.PROGRAM, "batch", "--format", "text", *self.server,
             *QUICK, "--only", "mx"], input=lines, capture_output=True,
            text=True, timeout=program.SECONDS, check=False)
        self.assertEqual(done.stdout,
                         "unknown silent.rogue.test - dns.timeout\n"
                         "warn good.rogue.test - mx.implicit\n"
                         "fail nxdomain.rogue.test - mx.missing\n")
        self.assertEqual(done.returncode, 1)

    def test_servers_of_a_zone_that_is_bogus(self):
        """They cannot be told, which is no reason to say nothing."""
        status, report, _ = program.run(
            ["--json", *self.server, "--authoritative", "--timeout", "12",
             "--only", "ns", "bogus.rogue.test"])
        self.assertEqual(
            [(c["check"], c["status"]) for c in report["checks"]],
            [("ns", "unknown")])
        self.assertEqual(program.codes(report), ["dns.bogus"])
        self.assertEqual(status, 3)

    def test_dead_neighbours(self):
        """They say nothing about the resolver, and hold nobody up for long."""
        dead = "".join(f"silent-{i}.rogue.test 192.0.2.1\n"
                       for i in range(100))
        done = subprocess.run(
            [program.PROGRAM, "batch", "--format", "text", *self.server,
             "--timeout", "4", "--only", "mx"],
            input=f"good.rogue.test\n{dead}good-2.rogue.test\n",
            capture_output=True, text=True, timeout=program.SECONDS,
            check=False)
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0], "warn good.rogue.test - mx.implicit")
        self.assertEqual(lines[-1], "warn good-2.rogue.test - mx.implicit")
        self.assertEqual(sum("dns.timeout" in x for x in lines), 100)
        self.assertNotIn("--rate", done.stderr)


if __name__ == "__main__":
    unittest.main()
