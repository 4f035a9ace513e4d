"""What the program makes of records and surroundings that mean it harm."""

import json
import pathlib
import secrets
import shutil
import socket
import struct
import subprocess
import tempfile
import unittest

import program
from rogue import (MX, PTR, TXT, Query, Rogue, framed, good, many, odd_labels,
                   read_exactly, reply, rr, tc)
from test_distrust import most_memory

QUESTIONS_MAX = 200  # that one sender may lead to
MEMORY_MAX = 64 * 1024  # KiB
MEBIBYTE = 1 << 20
DNS_PORT = 53        # resolv.conf has no other


class OddNames(Rogue):
    """Reverse names lead to labels with a dot and a NUL in them, and all
    names to the true address."""

    def answer_udp(self, q, peer):
        for wire in (odd_labels if q.type == PTR else good)(q):
            self.udp.sendto(wire, peer)


class Large(Rogue):
    """Every TXT and MX answer is as large as can be."""

    def answer_udp(self, q, peer):
        for wire in (tc if q.type in (MX, TXT) else good)(q):
            self.udp.sendto(wire, peer)

    def answer_tcp(self, conn, peer):
        with conn:
            while True:
                n = struct.unpack("!H", read_exactly(conn, 2))[0]
                q = Query(read_exactly(conn, n))
                conn.sendall(framed(
                    large_tree(q) if q.type == TXT else many(q)[0]))


def large_tree(q):
    """An SPF record that includes nine others, among junk."""
    domain = ".".join(q.name[1:])
    text = b"v=spf1 " + b" ".join(
        b"include:%s%d.%s" % (q.name[0].encode(), i, domain.encode())
        for i in range(9)) + b" mx -all"
    records = [rr(TXT, bytes([len(text[:255])]) + text[:255])]
    records += [rr(TXT, b"\xff%03d" % i + b"\1" * 252) for i in range(235)]
    return reply(q, records)


def asked(rogue):
    """The questions that came over UDP, each once."""
    queries = [Query(wire) for wire in rogue.datagrams if wire]
    return {(tuple(q.name), q.type) for q in queries}


class Hostile(unittest.TestCase):
    def test_a_nul_is_no_end(self):
        with Rogue() as rogue:
            server = ["--server", str(rogue)]
            status, report, _ = program.run(
                ["spf", "--json", *server, "--ip", "192.0.2.1",
                 "--mail-from", "nul.rogue.test"])
            self.assertEqual((status, report["result"]), (1, "permerror"))
            status, report, _ = program.run(
                ["--json", *server, "--only", "spf,dmarc", "nul.rogue.test",
                 "192.0.2.1"])
        self.assertEqual(status, 1)
        got = {c["check"]: c["status"] for c in report["checks"]}
        self.assertEqual(got, {"spf": "fail", "dmarc": "fail"})

    def test_a_dot_in_a_label_is_no_dot(self):
        """The PTR record "mail\\.example." is not the host mail.example."""
        with OddNames() as rogue:
            status, report, _ = program.run(
                ["--json", "--server", str(rogue), "--only", "reverse",
                 "--host", "mail.example", "rogue.test", "192.0.2.1"])
        self.assertEqual(status, 1)
        self.assertIn("reverse.invalid-name", program.codes(report))
        self.assertIn("reverse.mismatch", program.codes(report))

    def test_memory(self):
        """A report of an SPF tree whose TXT answers have 64 KiB each, all of
        it escaped, of MX with thousands of hosts, and of many selectors."""
        selectors = [x for i in range(40) for x in ("-s", f"s{i}")]
        kib = octets = 0
        with Large() as rogue, subprocess.Popen(
                [program.PROGRAM, "--json", "--server", str(rogue),
                 "tree-0.rogue.test", "192.0.2.1", "192.0.2.2",
                 "--mail-from", "tree-1.rogue.test",
                 "--helo", "tree-2.rogue.test", *selectors],
                stdout=subprocess.PIPE) as process:
            while part := process.stdout.read(1 << 14):
                kib = max(kib, most_memory(process.pid))
                octets += len(part)
        self.assertGreater(octets, MEBIBYTE * 8)
        self.assertLess(kib, MEMORY_MAX)

    def test_memory_of_batch(self):
        """Many such senders, and each gets its report, in order."""
        senders = 32
        kib = lines = octets = 0
        with Large() as rogue, tempfile.TemporaryFile() as file:
            file.write(b"".join(b"tree-0.n%d.rogue.test 192.0.2.1\n" % i
                                for i in range(senders)))
            file.seek(0)
            with subprocess.Popen(
                    [program.PROGRAM, "batch", "--server", str(rogue),
                     "--timeout", "60"], stdin=file,
                    stdout=subprocess.PIPE) as process:
                while part := process.stdout.read(1 << 16):
                    kib = max(kib, most_memory(process.pid))
                    octets += len(part)
                    lines += part.count(b"\n")
        self.assertEqual((process.returncode, lines), (1, senders))
        self.assertGreater(octets, senders * MEBIBYTE)
        self.assertLess(kib, MEMORY_MAX)

    def test_questions_are_bounded(self):
        """SPF trees without end, MX with many hosts, selectors."""
        selectors = [x for i in range(80) for x in ("-s", f"s{i}")]
        with Rogue() as rogue:
            program.run(
                ["--json", "--server", str(rogue), "tree-0.rogue.test",
                 "192.0.2.1", "192.0.2.2", "--mail-from", "tree-1.rogue.test",
                 "--helo", "tree-2.rogue.test", *selectors])
        questions = asked(rogue)
        self.assertLess(len(questions), QUESTIONS_MAX)
        self.assertGreater(len(questions), QUESTIONS_MAX / 2)
        self.assertLessEqual({MX, TXT}, {rtype for _, rtype in questions})

    def test_closed_descriptors(self):
        """No socket becomes standard output: the server gets no report."""
        with Rogue() as rogue, tempfile.NamedTemporaryFile() as senders:
            senders.write(b"good.rogue.test\n" * 3)
            senders.flush()
            done = subprocess.run(
                ["sh", "-c", 'exec "$0" "$@" <&- >&- 2>&-', program.PROGRAM,
                 "batch", "--server", str(rogue), "--only", "mx",
                 senders.name], timeout=program.SECONDS, check=False)
            self.assertEqual(done.returncode, 4)
            ask = [program.PROGRAM, "--server", str(rogue), "--only", "mx",
                   "last.rogue.test"]
            subprocess.run(ask, timeout=program.SECONDS, check=False,
                           stdout=subprocess.DEVNULL)
        self.assertGreater(len(rogue.datagrams), 0)
        self.assertEqual([x for x in rogue.datagrams if b"schema" in x], [])


@unittest.skipUnless(shutil.which("unshare"), "no unshare")
class ResolvConf(unittest.TestCase):
    """The system's configuration, replaced for one process."""

    def setUp(self):
        self.network = f"127.{secrets.randbelow(254) + 1}." \
                       f"{secrets.randbelow(254) + 1}"
        home = self.enterContext(
            tempfile.TemporaryDirectory(prefix="mailpreflight-resolv."))
        self.path = pathlib.Path(home) / "resolv.conf"
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
                s.bind((self.network + ".1", DNS_PORT))
        except OSError:
            self.skipTest("port 53 of loopback addresses is not to be had")
        self.path.write_text("")
        if self.run_with(["true"]).returncode != 0:
            self.skipTest("no file can be mounted")

    def run_with(self, command):
        return subprocess.run(
            ["unshare", "--mount", "sh", "-c",
             'mount --bind "$0" /etc/resolv.conf && exec "$@"', self.path,
             *command], capture_output=True, timeout=program.SECONDS,
            check=False)

    def rogues(self, text):
        """Two servers, their file in place."""
        servers = [self.enterContext(
            Rogue(address=f"{self.network}.{i}", port=DNS_PORT))
            for i in (1, 2)]
        self.path.write_text(text + "".join(
            f"nameserver {s.at[0]}\n" for s in servers))
        return servers

    def mx(self, label, *arguments):
        """Exit status, and the server that each answer is from."""
        done = self.run_with([program.PROGRAM, "--json", "--only", "mx",
                              *arguments, f"{label}.rogue.test"])
        answers = program.parsed(done.stdout)["dns"]["answers"]
        return done.returncode, {x["server"] for x in answers}

    def test_servers_in_order(self):
        first, second = self.rogues("junk\n\xff options\nnameserver x\n")
        self.assertEqual(self.mx("good")[0], 0)
        self.assertGreater(len(first.seen), 1)
        self.assertEqual(second.seen, [])

    def test_rotate(self):
        first, second = self.rogues("options rotate\n")
        self.assertEqual(self.mx("good")[0], 0)
        self.assertGreater(len(first.seen), 0)
        self.assertGreater(len(second.seen), 0)

    def test_timeout_and_attempts(self):
        """Four attempts at two servers, and the last waits for a second only:
        what is given up so is said to be of a server."""
        first, second = self.rogues("options timeout:1 attempts:4\n")
        status, servers = self.mx("silent", "--timeout", "5")
        self.assertEqual(status, 3)
        self.assertNotIn("", servers)
        questions = asked(first)
        self.assertEqual(len(first.seen), 2 * len(questions))
        self.assertEqual(len(second.seen), 2 * len(questions))


if __name__ == "__main__":
    unittest.main()
