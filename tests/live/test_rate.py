"""--rate: what arrives at a server, by the time at which it arrived there."""

import json
import os
import socket
import struct
import subprocess
import tempfile
import time
import unittest

import program
from rogue import Query, Rogue
from servers import free_port

RATE, TIMEOUT = 60, 2
# The system may hand datagrams over late, and several at once.
SLACK = RATE // 2
SENDERS = 20
SO_TIMESTAMPNS = getattr(socket, "SO_TIMESTAMPNS", 35)


class Stamping(Rogue):
    """Keeps when each datagram arrived: times, by the system, not by when
    this process came to read it."""

    def serve_udp(self):
        self.times = []
        self.udp.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        while True:
            wire, control, _, peer = self.udp.recvmsg(65535, 256)
            for level, kind, data in control:
                if (level, kind) == (socket.SOL_SOCKET, SO_TIMESTAMPNS):
                    s, ns = struct.unpack("@ll", data[:16])
                    self.times.append(s + ns / 1e9)
            q = Query(wire)
            self.note("udp", q, peer)
            self.answer_udp(q, peer)

    def most(self):
        """In any second."""
        times = sorted(self.times)
        return max(sum(1 for t in times[i:] if t < first + 1)
                   for i, first in enumerate(times))


class Rate(unittest.TestCase):
    def run_batch(self, rogue, lines, *options):
        """The objects, and the seconds and seconds of CPU that it took."""
        with tempfile.TemporaryFile("w+") as senders, \
                tempfile.TemporaryFile("w+") as out:
            senders.write(lines)
            senders.seek(0)
            begin = time.monotonic()
            process = subprocess.Popen(
                [program.PROGRAM, "batch", "--server", str(rogue),
                 *options], stdin=senders, stdout=out)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.monotonic() - begin
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            objects = [json.loads(line) for line in out]
        self.assertEqual(len(objects), lines.count("\n"))
        return objects, seconds, usage.ru_utime + usage.ru_stime

    def test_no_second_has_more(self):
        """And nobody runs out of time for want of a turn: all of them begun
        at once would have.  Waiting takes no work."""
        lines = "".join(f"good.n{i}.rogue.test 192.0.2.{i + 1}\n"
                        for i in range(SENDERS))
        with Stamping() as rogue:
            objects, seconds, cpu = self.run_batch(
                rogue, lines, "--only", "mx,reverse,spf,dmarc", "--rate",
                str(RATE), "--timeout", str(TIMEOUT))
            self.assertGreater(len(rogue.times), TIMEOUT * RATE)
            self.assertLessEqual(rogue.most(), RATE + SLACK)
        self.assertNotIn("dns.timeout", sum(map(program.codes, objects), []))
        self.assertLess(cpu, seconds / 2)

    def test_retries_and_further_servers(self):
        lines = "".join(f"{label}.n{i}.rogue.test\n" for i in range(10)
                        for label in ("lost", "servfail", "tc", "bogus"))
        with Stamping() as rogue, Stamping() as other:
            self.run_batch(rogue, lines, "--server", str(other), "--only",
                           "mx", "--rate", str(RATE))
            for server in (rogue, other):
                self.assertGreater(len(server.times), 0)
                self.assertLessEqual(server.most(), RATE + SLACK)

    def test_deadline_holds(self):
        with Stamping() as rogue:
            begin = time.monotonic()
            _, report, _ = program.run(
                ["--json", "--server", str(rogue), "--rate", "1", "--timeout",
                 "1", "good.rogue.test", "192.0.2.1"])
            self.assertLess(time.monotonic() - begin, 5)
            self.assertLessEqual(len(rogue.times), 3)
        self.assertIn("domain.unanswered", program.codes(report))

    def test_nobody_listens(self):
        begin = time.monotonic()
        objects, _, _ = self.run_batch(
            f"127.0.0.1#{free_port()}", "example.com\n", "--only", "mx",
            "--rate", "2", "--timeout", "1")
        self.assertLess(time.monotonic() - begin, 5)
        self.assertEqual(program.codes(objects[0]), ["dns.timeout"])


if __name__ == "__main__":
    unittest.main()
