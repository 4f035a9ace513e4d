"""DNS over TLS: to unbound with a private CA, and to servers that fail."""

import json
import os
import pathlib
import ssl
import subprocess
import tempfile
import unittest

import program
from rogue import TRUE, Rogue
from servers import Server, free_port

ROOT = pathlib.Path(__file__).resolve().parents[2]
ASK = ROOT / "tests/live/ask"
SECONDS = 30  # more than any run may take


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


class Authority:
    """A CA, and one key with a certificate for dns.test and 127.0.0.1."""

    def __init__(self, directory, names="DNS:dns.test,IP:127.0.0.1"):
        self.ca = directory / "ca.pem"
        self.key = directory / "key.pem"
        self.cert = directory / "cert.pem"
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
               "-nodes", "-days", "2"]
        openssl("req", "-x509", *key, "-keyout", directory / "ca.key",
                "-out", self.ca, "-subj", "/CN=test CA")
        openssl("req", "-x509", *key, "-keyout", self.key, "-out", self.cert,
                "-subj", "/CN=dns.test", "-CA", self.ca,
                "-CAkey", directory / "ca.key",
                "-addext", f"subjectAltName={names}",
                "-addext", "basicConstraints=CA:FALSE")

    def context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.cert, self.key)
        context.set_alpn_protocols(["dot"])
        return context


class Unbound(Server):
    def __init__(self, authority):
        super().__init__({})
        self.authority = authority

    def config(self, directory):
        path = directory / "unbound.conf"
        self.plain = self.port
        self.tls = free_port()
        path.write_text(f"""
server:
    interface: 127.0.0.1@{self.plain}
    interface: 127.0.0.1@{self.tls}
    tls-port: {self.tls}
    tls-service-key: "{self.authority.key}"
    tls-service-pem: "{self.authority.cert}"
    username: ""
    chroot: ""
    directory: "{directory}"
    pidfile: "{directory}/unbound.pid"
    use-syslog: no
    num-threads: 1
    module-config: "iterator"
    local-zone: "test." static
    local-data: "test. SOA a. b. 1 1 1 1 300"
    local-data: "good.test. A {TRUE}"
remote-control:
    control-enable: no
""")
        return ["unbound", "-d", "-p", "-c", str(path)]

    def probe(self):
        return "test"


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = tempfile.TemporaryDirectory(prefix="mailpreflight-ca.")
        cls.addClassCleanup(home.cleanup)
        cls.good, cls.other = (pathlib.Path(home.name) / x for x in "ab")
        for path in (cls.good, cls.other):
            path.mkdir()
        cls.good, cls.other = Authority(cls.good), Authority(cls.other)
        cls.unbound = cls.enterClassContext(Unbound(cls.good))

    def ask(self, server, *arguments, ca=None):
        ca = self.good.ca if ca is None else ca
        env = dict(os.environ, SSL_CERT_FILE=str(ca), SSL_CERT_DIR="/nowhere")
        done = subprocess.run(
            [ASK, "-T", "-s", server, *arguments], env=env, text=True,
            stdout=subprocess.PIPE, timeout=SECONDS, check=True)
        return done.stdout.splitlines()

    def unbound_says(self, *options, **more):
        return self.ask(f"127.0.0.1#{self.unbound.tls}", *options,
                        "good.test", "A", **more)[0]

    def test_by_address_and_by_name(self):
        for options in ((), ("-N", "dns.test")):
            self.assertIn(f"NOERROR [{TRUE}]", self.unbound_says(*options))

    def test_program(self):
        """--tls, with the right CA and with another one."""
        for ca, status, codes in ((self.good.ca, 0, []),
                                  (self.other.ca, 3, ["dns.tls"])):
            env = dict(os.environ, SSL_CERT_FILE=str(ca))
            done = subprocess.run(
                [program.PROGRAM, "--tls=dns.test", "--server",
                 f"127.0.0.1#{self.unbound.tls}", "--only", "forward",
                 "--host", "good.test", "--json", "test", TRUE],
                env=env, capture_output=True, timeout=SECONDS, check=False)
            self.assertEqual(done.returncode, status, done.stdout)
            self.assertEqual(program.codes(program.parsed(done.stdout)), codes)

    def test_certificate(self):
        line = self.unbound_says(ca=self.other.ca)
        self.assertIn("TLS-FAILED", line)
        self.assertIn("note=TLS: certificate: ", line)

    def test_name(self):
        line = self.unbound_says("-N", "other.test")
        self.assertIn(
            "note=TLS: name: the certificate is not for other.test, but for "
            "dns.test, 127.0.0.1", line)

    def test_a_common_name_is_no_name(self):
        """The certificate has CN=dns.test, and is for mail addresses."""
        with tempfile.TemporaryDirectory() as home:
            common = Authority(pathlib.Path(home), "email:dns@dns.test")
            with Rogue(context=common.context()) as rogue:
                line = self.ask(str(rogue), "-N", "dns.test", "good.test",
                                "A", ca=common.ca)[0]
        self.assertIn(
            "note=TLS: name: the certificate is not for dns.test, but for "
            "no name at all", line)
        self.assertEqual(rogue.seen, [])

    def test_address(self):
        with Rogue(address="127.0.0.2", context=self.good.context()) as rogue:
            line = self.ask(str(rogue), "good.test", "A")[0]
        self.assertIn(
            "note=TLS: name: the certificate is not for this address", line)
        self.assertEqual(rogue.seen, [])

    def test_connect(self):
        line = self.ask(f"127.0.0.1#{free_port()}", "good.test", "A")[0]
        self.assertIn("note=TLS: cannot connect: ", line)

    def test_cannot_even_begin_to_connect(self):
        """No TCP goes to a broadcast address: the system says so at once."""
        line = self.ask("255.255.255.255#853", "good.test", "A")[0]
        self.assertIn("note=TLS: cannot connect: ", line)

    def test_silent(self):
        """It takes the connection and says nothing."""
        with Rogue(read=False) as rogue:
            line = self.ask(str(rogue), "-t", "600", "good.test", "A")[0]
        self.assertIn("A TIMEOUT", line)
        self.assertIn("note=TLS: no answer in time", line)

    def test_never_plain(self):
        """A server that only speaks plain DNS is never asked that way."""
        with Rogue() as rogue:
            line = self.ask(str(rogue), "-t", "500", "good.test", "A")[0]
            self.assertIn("TIMEOUT", line)
            self.assertEqual(rogue.seen, [])
        plain = self.ask(f"127.0.0.1#{self.unbound.plain}", "-t", "500",
                         "good.test", "A")[0]
        self.assertIn("note=TLS: ", plain)

    def test_next_server(self):
        dead = f"127.0.0.1#{free_port()}"
        line = self.ask(dead, "-s", f"127.0.0.1#{self.unbound.tls}",
                        "good.test", "A")[0]
        self.assertIn(f"NOERROR [{TRUE}]", line)

    def test_one_connection(self):
        """All questions go through it, and those that come later."""
        words = [x for i in range(50) for x in (f"good-{i}.test", "A")]
        with Rogue(context=self.good.context()) as rogue:
            lines = self.ask(str(rogue), *words, ",", "later.test", "A")
        self.assertEqual(sum(f"NOERROR [{TRUE}]" in x for x in lines), 51)
        self.assertEqual(rogue.resumed, [False])
        self.assertEqual({x[0] for x in rogue.seen}, {"tcp"})

    def test_pipelined(self):
        words = [x for i in range(5) for x in (f"tcp-gather-{i}.test", "A")]
        with Rogue(context=self.good.context()) as rogue:
            lines = self.ask(str(rogue), *words)
        self.assertEqual(sum(f"NOERROR [{TRUE}]" in x for x in lines), 5)
        self.assertEqual(rogue.resumed, [False])

    def test_goodbye_without_an_answer(self):
        with Rogue(context=self.good.context()) as rogue:
            line = self.ask(str(rogue), "tcp-goodbye.test", "A")[0]
        self.assertIn("SERVFAIL", line)
        self.assertIn("note=TLS: closed by the server", line)

    def test_resumed(self):
        """After the server has closed, with the session that it gave."""
        with Rogue(context=self.good.context()) as rogue:
            lines = self.ask(str(rogue), "tcp-once.test", "A", ",",
                             "good-1.test", "A", "good-2.test", "A")
        self.assertTrue(all(TRUE in x for x in lines), lines)
        self.assertEqual(rogue.resumed, [False, True])

    def test_one_answer_a_connection(self):
        words = [x for i in range(9) for x in (f"tcp-once.{i}.test", "A")]
        with Rogue(context=self.good.context()) as rogue:
            lines = self.ask(str(rogue), *words)
        self.assertTrue(all(TRUE in x for x in lines), lines)
        self.assertEqual(len(rogue.resumed), 9)

    def test_torn(self):
        with Rogue(context=self.good.context()) as rogue:
            line = self.ask(str(rogue), "tcp-torn.test", "A")[0]
        self.assertIn("SERVFAIL", line)
        self.assertIn("note=TLS: ", line)


if __name__ == "__main__":
    unittest.main()
