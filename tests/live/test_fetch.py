"""--fetch: the policy of MTA-STS from hosts that serve it well, badly or not at
all; and what is in a recording judged again."""

import os
import pathlib
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
from unittest import mock

import program
from test_tls import Authority

ADDRESS = "127.0.44.3"  # where nobody else listens
NOBODY = "127.0.44.4"
HOST = "mta-sts.example.test"
URL = f"https://{HOST}/.well-known/mta-sts.txt"
ZONE = f"""$ORIGIN example.test.
$TTL 300
@ SOA ns hostmaster 1 7200 900 1209600 300
@ MX 10 mx1
@ MX 20 mx2
mx1 A 192.0.2.1
mx2 A 192.0.2.2
_mta-sts TXT "v=STSv1; id=1"
mta-sts A ADDRESS
"""
REQUEST = (f"GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: {HOST}\r\n"
           "User-Agent: mailpreflight\r\nAccept: text/plain\r\n"
           "Connection: close\r\n\r\n").encode()


def policy(mode="enforce", mx=("mx1.example.test", "mx2.example.test"),
           max_age=604800):
    lines = ["version: STSv1", f"mode: {mode}", f"max_age: {max_age}",
             *(f"mx: {name}" for name in mx)]
    return "\r\n".join(lines).encode() + b"\r\n"


def reply(body=policy(), status="200 OK", fields=("Content-Type: text/plain",)):
    head = "\r\n".join([f"HTTP/1.1 {status}", *fields,
                        f"Content-Length: {len(body)}"])
    return head.encode() + b"\r\n\r\n" + body


class Https:
    """One connection after another at port 443; behave(connection) follows the
    request."""

    def __init__(self, authority, behave, is_plain=False):
        self.context = authority.context()
        self.context.set_alpn_protocols(["http/1.1"])
        self.behave = behave
        self.is_plain = is_plain
        self.requests, self.connections = [], 0

    def __enter__(self):
        self.listener = socket.create_server((ADDRESS, 443))
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(10)

    def serve(self):
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            plain.settimeout(5)
            try:
                self.talk(plain)
            except (OSError, ValueError):
                pass
            plain.close()

    def talk(self, plain):
        if self.is_plain:
            self.behave(plain)
            return
        with self.context.wrap_socket(plain, server_side=True) as c:
            got = b""
            while not got.endswith(b"\r\n\r\n"):
                more = c.recv(4096)
                if not more:
                    return
                got += more
            self.requests.append(got)
            self.behave(c)
            c.unwrap()


def says(octets):
    return lambda c: c.sendall(octets)


def drips(octets):
    def behave(c):
        for i in range(len(octets)):
            c.sendall(octets[i:i + 1])
    return behave


def endless(begin, more):
    def behave(c):
        c.sendall(begin)
        while True:
            c.sendall(more)
    return behave


def breaks_off(octets):
    """Without TLS's own end."""
    def behave(c):
        c.sendall(octets)
        c.shutdown(socket.SHUT_RDWR)
    return behave


def may_listen():
    try:
        socket.create_server((ADDRESS, 443)).close()
    except OSError:
        return False
    return True


class Zoned(unittest.TestCase):
    def setUp(self):
        home = tempfile.TemporaryDirectory(prefix="mailpreflight-fetch.")
        self.addCleanup(home.cleanup)
        self.home = pathlib.Path(home.name)
        self.zone = self.home / "example.test.zone"

    def run_program(self, *options, address=ADDRESS, zone=ZONE, fetch=True):
        """Status, codes of findings, and the fact about the policy."""
        self.zone.write_text(zone.replace("ADDRESS", address))
        status, report, err = program.run(
            ["--zone", str(self.zone), "-S", "127.0.0.1#9", "--only",
             "mta-sts", "--json", *(["--fetch"] if fetch else []), *options,
             "example.test"])
        self.assertIsNotNone(report, err)
        self.report = report
        return (status, program.codes(report),
                report["checks"][0]["facts"].get("sts_policy"))


@unittest.skipUnless(may_listen(), "no port 443 to listen at")
class Fetch(Zoned):
    @classmethod
    def setUpClass(cls):
        home = tempfile.TemporaryDirectory(prefix="mailpreflight-ca.")
        cls.addClassCleanup(home.cleanup)
        names = ("good", f"DNS:{HOST}"), ("other", f"DNS:{HOST}"), (
            "wrong", "DNS:www.example.test")
        cls.by_name = {}
        for name, san in names:
            path = pathlib.Path(home.name) / name
            path.mkdir()
            cls.by_name[name] = Authority(path, san)

    def fetch(self, behave, *options, ca="good", serves="good", **more):
        trusted = str(self.by_name[ca].ca)
        with mock.patch.dict(os.environ, SSL_CERT_FILE=trusted,
                             SSL_CERT_DIR="/nowhere"), \
                Https(self.by_name[serves], behave,
                      more.pop("is_plain", False)) as server:
            got = self.run_program(*options, **more)
        self.server = server
        return got

    def expect(self, behave, codes, result="done", **more):
        status, got, fact = self.fetch(behave, **more)
        self.assertEqual((got, fact["result"]), (codes, result))
        self.assertEqual(status, 0)
        return fact

    def test_good(self):
        fact = self.expect(says(reply()), [])
        self.assertEqual(fact, {
            "url": URL, "ip": ADDRESS, "result": "done", "status": 200,
            "mode": "enforce", "max_age": 604800,
            "mx": ["mx1.example.test", "mx2.example.test"]})
        self.assertEqual(self.server.requests, [REQUEST])
        self.assertEqual(self.server.connections, 1)

    def test_good_in_every_way(self):
        body = policy()
        chunks = b"".join(b"%x\r\n%s\r\n" % (1, body[i:i + 1])
                          for i in range(len(body))) + b"0\r\n\r\n"
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
        for behave in (drips(reply()), says(head + b"\r\n" + body),
                       says(head + b"Transfer-Encoding: chunked\r\n\r\n" +
                            chunks),
                       breaks_off(reply())):
            self.expect(behave, [])

    def test_no_authority_here(self):
        with mock.patch.dict(os.environ, SSL_CERT_FILE="/nowhere",
                             SSL_CERT_DIR="/nowhere"), \
                Https(self.by_name["good"], says(reply())):
            status, codes, fact = self.run_program()
        self.assertEqual((status, codes, fact["result"]),
                         (3, ["mta-sts.unreachable"], "unverified"))
        finding = self.report["checks"][0]["findings"][0]
        self.assertEqual(finding["severity"], "unknown")
        self.assertIn("ca-certificates", finding["advice"])

    def test_without_fetch(self):
        self.assertEqual(self.fetch(says(reply()), fetch=False),
                         (0, [], None))
        self.assertEqual(self.server.connections, 0)

    def test_no_record_that_counts(self):
        zone = ZONE.replace("id=1", "id=a-b")
        self.assertEqual(self.fetch(says(reply()), zone=zone),
                         (0, ["mta-sts.record"], None))
        self.assertEqual(self.server.connections, 0)

    def test_status(self):
        for status in ("404 Not Found", "500 Oops", "204 No", "429 Slowly"):
            self.expect(says(reply(status=status)), ["mta-sts.unreachable"])

    def test_redirect(self):
        location = f"Location: https://{HOST}/other"
        for status in ("301 x", "302 x", "307 x", "308 x"):
            self.expect(says(reply(b"", status, (location,))),
                        ["mta-sts.redirect"])
            self.assertEqual(self.server.connections, 1)

    def test_certificate(self):
        for choice in ({"ca": "other"}, {"ca": "wrong", "serves": "wrong"}):
            self.expect(says(reply()), ["mta-sts.certificate"], "certificate",
                        **choice)
            self.assertEqual(self.server.requests, [])

    def test_large(self):
        filler = b"x: " + b"a" * 990 + b"\r\n"
        for behave in (says(reply(policy() + filler * 66)),
                       endless(b"HTTP/1.1 200 OK\r\n", filler),
                       endless(b"HTTP/1.1 200 OK\r\n\r\n", filler)):
            self.expect(behave, ["mta-sts.unreachable"], "large")

    def test_as_large_as_may_be(self):
        body = policy()
        body += (b"x: " + b"\xff\0" * 40 + b"\n") * 1000
        body = body[:65535].rsplit(b"\n", 1)[0] + b"\n"
        self.expect(says(reply(body)), [])

    def test_malformed(self):
        whole = reply()
        for octets in (b"", whole[:-1], b"HTTP/1.1 200", b"220 mx ESMTP\r\n"):
            self.expect(says(octets), ["mta-sts.unreachable"], "malformed")

    def test_cut_off(self):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
        self.expect(breaks_off(head + policy()), ["mta-sts.unreachable"],
                    "failed")

    def test_no_tls(self):
        for octets in (b"HTTP/1.1 400 Bad\r\n\r\n", b"\0" * 100):
            self.expect(says(octets), ["mta-sts.unreachable"], "failed",
                        is_plain=True)

    def test_silence(self):
        for is_plain in (True, False):
            started = time.monotonic()
            status, codes, fact = self.fetch(
                lambda c: time.sleep(3), "--timeout", "1",
                is_plain=is_plain)
            self.assertEqual((codes, fact["result"]),
                             (["mta-sts.unreachable"], "slow"))
            self.assertLess(time.monotonic() - started, 6)
            self.assertEqual(status, 0)

    def test_next_address(self):
        zone = ZONE + f"mta-sts A {NOBODY}\nmta-sts AAAA 100::1\n"
        fact = self.expect(says(reply()), [], zone=zone)
        self.assertEqual(fact["ip"], ADDRESS)

    def test_nobody(self):
        self.expect(says(reply()), ["mta-sts.unreachable"], "failed",
                    address=NOBODY)

    def test_a_change_of_the_mx(self):
        """The policy that is served, with the exchanges that are proposed."""
        zone = ZONE + "@ MX 30 mx3\nmx3 A 192.0.2.3\n"
        status, codes, _ = self.fetch(says(reply()), zone=zone)
        self.assertEqual((status, codes), (1, ["mta-sts.mx-uncovered"]))


class Replayed(Zoned):
    """Texts that were recorded."""

    def replay(self, line, zone=ZONE):
        self.zone.write_text(zone.replace("ADDRESS", ADDRESS))
        recording = self.home / "recording"
        subprocess.run([program.PROGRAM, "--zone", self.zone, "--offline",
                        "--only", "mta-sts,mx", "--record", recording,
                        "example.test"], capture_output=True, check=False,
                       timeout=program.SECONDS)
        recording.write_text(recording.read_text() + line)
        done = subprocess.run(
            [program.PROGRAM, "--replay", recording, "--only", "mta-sts",
             "--fetch", "--json", "example.test"], capture_output=True,
            timeout=program.SECONDS, check=False)
        self.assertTrue(done.stdout, done.stderr)
        return done.returncode, program.codes(program.parsed(done.stdout))

    def judged(self, text, kind="text/plain", **more):
        quoted = "".join(c if c.isalnum() or c in " :.*-_<>" else f"\\{ord(c):03d}"
                         for c in text.decode("latin-1"))
        return self.replay(
            f'{HOST} fetched done "192.0.2.9" 200 "{kind}" "" "" "{quoted}"\n',
            **more)

    def test_judgement(self):
        both = ("mx1.example.test", "mx2.example.test")
        for text, want in (
                (policy(), (0, [])),
                (policy(mx=("*.example.test",)), (0, [])),
                (policy(mx=("*.test",)), (1, ["mta-sts.mx-uncovered"])),
                (policy(mx=both[:1]), (1, ["mta-sts.mx-uncovered"])),
                (policy("testing"), (0, ["mta-sts.testing"])),
                (policy("testing", both[:1]),
                 (0, ["mta-sts.testing", "mta-sts.mx-uncovered"])),
                (policy("none", ()), (0, ["mta-sts.none"])),
                (policy(max_age=86399), (0, ["mta-sts.short"])),
                (policy(max_age=86400), (0, [])),
                (policy("testing", max_age=60), (0, ["mta-sts.testing"])),
                (policy(max_age=0), (0, ["mta-sts.policy"])),
                (policy(max_age=31557600), (0, [])),
                (policy(max_age=31557601), (0, ["mta-sts.policy"])),
                (policy("Enforce"), (0, ["mta-sts.policy"])),
                (b"<html>", (0, ["mta-sts.policy"])),
                (b"\0\x1b[31m", (0, ["mta-sts.policy"]))):
            with self.subTest(text):
                self.assertEqual(self.judged(text), want)

    def test_media_type(self):
        for kind, codes in (("text/plain", []), ("TEXT/PLAIN", []),
                            ("text/plain; charset=utf-8", []),
                            ("text/plainer", ["mta-sts.policy"]),
                            ("", ["mta-sts.policy"]),
                            ("text/html", ["mta-sts.policy"])):
            with self.subTest(kind):
                self.assertEqual(self.judged(policy(), kind), (0, codes))

    def test_wrong_type_does_not_hide_an_exchange(self):
        self.assertEqual(
            self.judged(policy(mx=("mx9.example.test",)), "text/html"),
            (1, ["mta-sts.policy", "mta-sts.mx-uncovered"]))

    def test_null_mx(self):
        zone = ZONE.replace("MX 10 mx1", "MX 0 .").replace("@ MX 20 mx2\n", "")
        self.assertEqual(self.judged(policy(), zone=zone), (0, []))

    def test_parked(self):
        """The check does not run, and nothing is fetched for it."""
        self.assertEqual(
            self.run_program("--profile", "parked", "--timeout", "2"),
            (3, [], None))

    def test_not_recorded(self):
        self.assertEqual(self.replay(""), (0, ["mta-sts.unreachable"]))
