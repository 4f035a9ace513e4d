"""Datagrams that get lost are sent once more long before a time-out; a server
that is slow, or says something else, is not asked more for it."""

import collections
import pathlib
import tempfile
import threading
import time
import unittest

import program
from lossy import Lossy
from rogue import TXT, Query, Rogue, behaviour, reply, rr
from servers import Nsd

ZONE = """\
$ORIGIN example.com.
$TTL 300
@ SOA ns.invalid. hostmaster.invalid. 1 7200 900 1209600 300
@ MX 10 mx1
@ TXT "v=spf1 ip4:203.0.113.6 -all"
mx1 A 203.0.113.7
mta1 A 203.0.113.6
_dmarc TXT "v=DMARC1; p=reject"
k._domainkey TXT "v=DKIM1; p="
"""
# What nsd has no zone for it would refuse, and be asked for again.
ROOT = """\
$ORIGIN .
$TTL 300
@ SOA ns.invalid. hostmaster.invalid. 1 7200 900 1209600 300
example.com. NS ns.invalid.
"""
CHECK = ["example.com", "203.0.113.6", "--host", "mta1.example.com",
         "-s", "k", "--only", "spf,dmarc,mx,forward,dkim"]
RTT = 0.020
ALWAYS = 2  # early sends to a server, and one for ten answers


def key(datagram):
    q = Query(datagram)
    return tuple(q.name), q.type


class LosesFirst:
    """Loses the first datagram of these questions, or its answer."""

    def __init__(self, what, answers):
        self.what, self.answers = what, answers
        self.sent = collections.defaultdict(list)
        self.lost = set()

    def __call__(self, datagram, is_answer):
        if not is_answer:
            self.sent[key(datagram)].append(datagram)
        if is_answer != self.answers or key(datagram) not in self.what or \
                key(datagram) in self.lost:
            return False
        self.lost.add(key(datagram))
        return True


class Loss(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = tempfile.TemporaryDirectory(prefix="mailpreflight-zones.")
        cls.addClassCleanup(home.cleanup)
        zones = {}
        for name, text in (("example.com", ZONE), (".", ROOT)):
            zones[name] = pathlib.Path(home.name) / f"zone-{len(zones)}"
            zones[name].write_text(text)
        cls.nsd = cls.enterClassContext(Nsd(zones))

    def run_over(self, lose, *more, delay=RTT):
        with Lossy(self.nsd.port, delay, lose) as path:
            begin = time.monotonic()
            status, report, _ = program.run(
                ["--json", "--server", f"127.0.0.1#{path.port}", *more,
                 *CHECK])
            seconds = time.monotonic() - begin
        return (status, [c["status"] for c in report["checks"]],
                report["dns"]["queries"]), seconds, path.asked

    def test_the_lost_are_sent_once_more(self):
        what = {(("_dmarc", "example", "com"), TXT),
                (("example", "com"), TXT)}
        want, _, asked = self.run_over(lambda *_: False)
        for answers in (False, True):
            lose = LosesFirst(what, answers)
            got, early, sent = self.run_over(lose)
            self.assertEqual(got, want)
            self.assertEqual(sent, asked + len(what))
            for question in what:
                first, again = lose.sent[question]
                self.assertEqual(first, again)
            _, late, _ = self.run_over(LosesFirst(what, answers),
                                       "--tries", "9")
            self.assertLess(early, late)

    def test_slow_for_all(self):
        """No more than with time-outs alone, and a little."""
        for seconds in (0.15, 1):
            want, _, late = self.run_over(lambda *_: False, "--tries", "9",
                                          delay=seconds)
            got, _, asked = self.run_over(lambda *_: False, delay=seconds)
            self.assertEqual(got, want)
            self.assertLessEqual(asked, late + ALWAYS + want[2] // 10)

    def test_rate(self):
        """Early sends count: the rest of a second has that many less."""
        times = []
        rate = 5

        def lose(datagram, is_answer):
            if not is_answer:
                times.append(time.monotonic())
            return not is_answer and len(times) % 4 == 2

        self.run_over(lose, "--rate", str(rate))
        self.assertGreater(len(times), rate)
        # What the scheduler held up may come together.
        for first, last in zip(times, times[rate + 1:]):
            self.assertGreater(last - first, 0.9)


class Answers(Rogue):
    """Counts what is asked again; the one name's answers come slowly, after
    those of all else."""

    def __init__(self, how):
        super().__init__()
        self.how = how
        self.asked = collections.Counter()
        self.again = threading.Event()

    def answer_udp(self, q, peer):
        if q.name[:2] != ["_dmarc", "good"]:
            for wire in behaviour(q)[0](q):
                self.udp.sendto(wire, peer)
            return
        self.asked[q.has_cd] += 1
        if self.asked[q.has_cd] > 1:
            self.again.set()
        else:
            self.again.wait(2)
        for wire in self.how(q, self.asked[q.has_cd]):
            self.udp.sendto(wire, peer)


def policy(q, text=b"v=DMARC1; p=reject"):
    return reply(q, [rr(TXT, bytes([len(text)]) + text)])


class EarlyAnswers(unittest.TestCase):
    def ask(self, how):
        with Answers(how) as rogue:
            status, report, _ = program.run(
                ["--json", "--server", str(rogue), "--only", "dmarc",
                 "--timeout", "10", "good.rogue.test", "192.0.2.1"])
            return status, report, rogue

    def records(self, report):
        return [a for a in report["dns"]["answers"]
                if a["name"].startswith("_dmarc.good") and a["type"] == "TXT"]

    def test_both_answers_come(self):
        _, report, rogue = self.ask(lambda q, n: [policy(q)])
        self.assertEqual(rogue.asked[False], 2)
        self.assertEqual(len(self.records(report)), 1)
        self.assertEqual(len(self.records(report)[0]["records"]), 1)

    def test_a_forged_answer_to_the_second_is_ignored(self):
        """Of another ID, of another question, and of none."""
        def how(q, n):
            if n == 1:
                return []
            forged = bytearray(policy(q, b"v=DMARC1; p=none"))
            other = bytearray(forged)
            forged[0] ^= 0xff
            other[13] ^= 1
            return [bytes(forged), bytes(other), bytes(forged[:11]),
                    policy(q)]
        _, report, _ = self.ask(how)
        self.assertIn("p=reject", str(self.records(report)))
        self.assertNotIn("p=none", str(report))


if __name__ == "__main__":
    unittest.main()
