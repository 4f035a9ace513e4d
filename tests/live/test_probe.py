"""mailpreflight probe: what a receiver's port 25 says, and whatever it says."""

import contextlib
import pathlib
import socket
import subprocess
import tempfile
import time
import unittest

import program
import smtp_server
from smtp_server import Smtp, polite

SEEN = b"250-mx.receiver.test at your service, [203.0.113.6]\r\n"
QUIET_PORT = 9  # of a resolver that nobody should need

ZONE = """$ORIGIN receiver.test.
$TTL 300
@ SOA ns hostmaster 1 7200 900 1209600 300
@ MX 10 mx
mx A 127.0.0.1
two MX 10 dead.two
two MX 20 mx
dead.two A 127.0.0.2
six MX 10 mx.six
mx.six AAAA ::1
both MX 10 mx.both
mx.both AAAA ::1
mx.both A 127.0.0.1
many MX 10 a.many
many MX 20 b.many
many MX 30 c.many
many MX 40 mx
a.many A 127.0.0.2
b.many A 127.0.0.3
c.many A 127.0.0.4
implicit A 127.0.0.1
none TXT "nothing"
null MX 0 .
gone MX 10 nowhere
"""


class Probe(unittest.TestCase):
    seconds = "2"  # the deadline

    def setUp(self):
        home = tempfile.TemporaryDirectory(prefix="mailpreflight-probe.")
        self.addCleanup(home.cleanup)
        self.zone = pathlib.Path(home.name) / "receiver.test.zone"
        self.zone.write_text(ZONE)

    def command(self, port, receiver, ips, options):
        return [program.PROGRAM, "probe", "--zone", self.zone, "-S",
                f"127.0.0.1#{QUIET_PORT}", "--port", str(port), "--timeout",
                self.seconds, "--helo", "mta1.example.com", *options, receiver, *ips]

    def probe(self, port, *ips, receiver="receiver.test", options=()):
        """Exit status, codes of port25 and its facts."""
        started = time.monotonic()
        done = subprocess.run(
            self.command(port, receiver, ips, ("--json", *options)),
            capture_output=True, timeout=program.SECONDS, check=False)
        self.assertLess(time.monotonic() - started, 6)
        report = program.parsed(done.stdout)
        port25 = [c for c in report["checks"] if c["check"] == "port25"][0]
        self.report = report
        return (done.returncode, [f["code"] for f in port25["findings"]],
                port25["facts"])

    def text(self, port, receiver="receiver.test", ips=(), options=()):
        return subprocess.run(
            self.command(port, receiver, ips, options), capture_output=True,
            timeout=program.SECONDS, check=False)

    def expect(self, behave, want, *ips, sent=None, **choice):
        with Smtp(behave) as server:
            status, codes, facts = self.probe(server.port, *ips, **choice)
        self.assertEqual((status, codes), want)
        if sent is not None:
            self.assertEqual(server.sent, [sent])
        return facts

    SENT = b"EHLO mta1.example.com\r\nQUIT\r\n"

    def test_answers(self):
        facts = self.expect(polite(), (0, []), sent=self.SENT)
        self.assertEqual(facts["connections"][0]["result"], "done")
        self.assertEqual(self.report["request"], {
            "receiver": "receiver.test", "ips": [],
            "helo": "mta1.example.com", "stage": "live"})

    def test_greets_in_every_way(self):
        for greeting in (b"220\r\n", b"220 \r\n", b"220 mx\n",
                         b"220-a\r\n220-b\r\n220 c\r\n", b"250 mx\r\n",
                         b"220 " + b"x" * 2000 + b"\r\n"):
            with self.subTest(greeting):
                self.expect(polite(greeting), (0, []), sent=self.SENT)

    def test_sees_the_address_given(self):
        facts = self.expect(polite(ehlo=SEEN + b"250 STARTTLS\r\n"),
                            (0, ["port25.seen"]), "203.0.113.6")
        self.assertEqual(facts["connections"][0]["seen"], "203.0.113.6")

    def test_sees_another_address(self):
        self.expect(polite(ehlo=SEEN + b"250 STARTTLS\r\n"),
                    (1, ["port25.seen", "port25.other-address"]),
                    "203.0.113.7", "2001:db8::1")

    def test_without_starttls(self):
        self.expect(polite(ehlo=b"250 mx STARTTLS\r\n"),
                    (0, ["port25.no-starttls"]), sent=self.SENT)

    def test_turned_away(self):
        for greeting in (b"554 5.7.1 no [203.0.113.6]\r\n",
                         b"421-4.7.0 not\r\n421 now [203.0.113.6]\r\n"):
            facts = self.expect(
                polite(greeting), (0, ["port25.greeting", "port25.seen"]),
                "203.0.113.6", sent=b"QUIT\r\n")
            self.assertEqual(facts["connections"][0]["seen"], "203.0.113.6")

    def test_ehlo_is_turned_away(self):
        self.expect(polite(ehlo=b"550 who?\r\n"), (0, ["port25.greeting"]),
                    sent=self.SENT)

    def test_says_nothing(self):
        self.seconds = "1"
        for behave in (smtp_server.silent, lambda c: None,
                       smtp_server.drip(b"220-x\r\n"),
                       smtp_server.drip(b"220 "),
                       smtp_server.endless(b"220-x\r\n"),
                       smtp_server.endless(b"220 "),
                       smtp_server.endless(b"\0")):
            self.expect(behave, (3, ["port25.silent"]), sent=b"")
        for banner in (b"SSH-2.0-OpenSSH\r\n", b"\xff\xfe\0\1\n",
                       b"+OK POP3\r\n", b"HTTP/1.1 400\r\n\r\n"):
            def behave(c, banner=banner):
                c.say(banner)
                c.listen()
            self.expect(behave, (3, ["port25.silent"]), sent=b"")

    def test_does_not_answer_ehlo(self):
        def hang(c):
            c.say(b"220 mx\r\n")
            c.listen()

        def leave(c):
            c.say(b"220 mx\r\n250 too early\r\n")
            c.hear()

        for behave in (hang, leave):
            self.expect(behave, (3, ["port25.silent"]),
                        sent=b"EHLO mta1.example.com\r\n")

    def test_refused(self):
        with Smtp(polite()) as server:
            pass
        self.assertEqual(self.probe(server.port)[:2],
                         (1, ["port25.refused"]))

    def test_blocked(self):
        """A full backlog drops what comes, as a cloud's firewall does."""
        with contextlib.ExitStack() as stack:
            server = stack.enter_context(Smtp(None, backlog=0))
            for _ in range(4):
                full = stack.enter_context(socket.socket())
                full.setblocking(False)
                full.connect_ex(("127.0.0.1", server.port))
            time.sleep(0.1)
            self.assertEqual(self.probe(server.port)[:2],
                             (1, ["port25.blocked"]))
            self.assertEqual(
                self.probe(server.port, options=("--stage", "request"))[:2],
                (0, ["port25.blocked"]))

    def test_second_exchange(self):
        facts = self.expect(polite(), (0, []), receiver="two.receiver.test",
                            sent=self.SENT)
        self.assertEqual(
            [(c["exchange"], c["result"]) for c in facts["connections"]],
            [("dead.two.receiver.test", "refused"),
             ("mx.receiver.test", "done")])

    def test_three_exchanges_at_most(self):
        facts = self.expect(polite(), (1, ["port25.refused"]),
                            receiver="many.receiver.test")
        self.assertEqual(len(facts["connections"]), 3)

    def test_ipv6(self):
        behave = polite(ehlo=b"250-mx hello [::1]\r\n250 STARTTLS\r\n")
        with Smtp(behave, "::1") as server:
            for options in ((), ("-6",)):
                self.assertEqual(
                    self.probe(server.port, "203.0.113.6", options=options,
                               receiver="six.receiver.test")[:2],
                    (0, ["port25.seen", "port25.ipv6"]))
            self.assertEqual(
                self.probe(server.port, "::1",
                           receiver="six.receiver.test")[:2],
                (0, ["port25.seen"]))

    def test_one_family(self):
        with Smtp(polite()) as server:
            facts = self.probe(server.port, options=("-4",),
                               receiver="both.receiver.test")[2]
            self.assertEqual([c["ip"] for c in facts["connections"]],
                             ["127.0.0.1"])
            facts = self.probe(server.port, options=("-6",),
                               receiver="receiver.test")[2]
            self.assertEqual(facts["connections"], [])

    def test_both_families(self):
        """IPv6 first; where it is dead, IPv4."""
        with Smtp(polite()) as server:
            facts = self.probe(server.port, receiver="both.receiver.test")[2]
        self.assertEqual([c["ip"] for c in facts["connections"]],
                         ["::1", "127.0.0.1"])

    def test_no_exchange(self):
        for receiver, code in (("none", "mx.missing"), ("null", "mx.null"),
                               ("gone", "mx.target-missing")):
            with Smtp(polite()) as server:
                status, codes, facts = self.probe(
                    server.port, receiver=f"{receiver}.receiver.test")
            self.assertEqual((status, codes), (1, []))
            self.assertIn(code, program.codes(self.report))
            self.assertEqual(facts["connections"], [])
            self.assertEqual(server.sent, [])

    def test_implicit_exchange(self):
        self.expect(polite(), (0, []), receiver="implicit.receiver.test",
                    sent=self.SENT)

    def test_unknown_exchange(self):
        """The DNS does not say: nobody is connected to."""
        with Smtp(polite()) as server:
            status, codes, _ = self.probe(
                server.port, receiver="elsewhere.test")
        self.assertEqual((status, codes, server.sent), (3, [], []))

    def test_escapes_what_it_is_told(self):
        evil = b"554 \x1b]0;x\x07\xff\xe2\x80\xae ::error::x\r\n"
        with Smtp(polite(evil)) as server:
            done = self.text(server.port)
        self.assertNotRegex(done.stdout, rb"[\x00-\x09\x0b-\x1f\x7f-\xff]")
        self.assertRegex(done.stdout, rb"554\s+\\027]0;x\\007\\255")

    def test_says_no_more_than_a_name(self):
        """What cannot stand in EHLO is not said there."""
        for helo in ("a\r\nMAIL FROM:<>", "a b", "a\x7f"):
            done = subprocess.run(
                [program.PROGRAM, "probe", "--helo", helo, "receiver.test"],
                capture_output=True, timeout=program.SECONDS, check=False)
            self.assertEqual((done.returncode, done.stdout), (2, b""))
        for helo, said in (("192.0.2.1", b"[192.0.2.1]"),
                           ("[IPv6:2001:db8::1]", b"[IPv6:2001:db8::1]"),
                           ("B\u00fccher.Example", b"xn--bcher-kva.example")):
            with Smtp(polite()) as server:
                command = self.command(server.port, "receiver.test", (), ())
                command[command.index("mta1.example.com")] = helo
                subprocess.run(command, capture_output=True,
                               timeout=program.SECONDS, check=False)
            self.assertEqual(server.sent, [b"EHLO " + said + b"\r\nQUIT\r\n"])

    def test_usage(self):
        for arguments in ((), ("-4", "-6", "receiver.test"),
                          ("--port", "0", "receiver.test"),
                          ("--port", "65536", "receiver.test"),
                          ("--offline", "receiver.test"),
                          ("receiver.test", "nowhere")):
            done = subprocess.run(
                [program.PROGRAM, "probe", *arguments], capture_output=True,
                timeout=program.SECONDS, check=False)
            self.assertEqual((done.returncode, done.stdout), (2, b""))
        done = subprocess.run(
            [program.PROGRAM, "--only", "port25", "example.com"],
            capture_output=True, timeout=program.SECONDS, check=False)
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    unittest.main()
