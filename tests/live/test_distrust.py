"""The network client against a server that lies, stalls and breaks off."""

import os
import pathlib
import resource
import subprocess
import time
import unittest

import program
from rogue import BEHAVIOURS, TRUE, Rogue
from servers import free_port

ROOT = pathlib.Path(__file__).resolve().parents[2]
ASK = ROOT / "tests/live/ask"
SECONDS = 30  # more than any run may take
SLACK = 2     # seconds that a slow machine may take longer
MEMORY_MAX = 64 * 1024  # KiB


def start(server, *arguments, **more):
    servers = server if isinstance(server, (list, tuple)) else [server]
    options = [x for s in servers for x in ("-s", str(s))]
    return subprocess.Popen([ASK, *options, *arguments],
                            stdout=subprocess.PIPE, text=True, **more)


def ask(server, *arguments):
    """Lines of output."""
    with start(server, *arguments) as process:
        out = process.communicate(timeout=SECONDS)[0]
    if process.returncode != 0:
        raise RuntimeError(f"ask ends with status {process.returncode}")
    return out.splitlines()


def timed(server, *arguments):
    begin = time.monotonic()
    lines = ask(server, *arguments)
    return lines, time.monotonic() - begin


def most_memory(pid):
    """KiB that a process has ever had; 0 if it is over."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    sizes = [x.split()[1] for x in status.splitlines() if "VmHWM" in x]
    return int(sizes[0]) if sizes else 0


class Distrust(unittest.TestCase):
    def setUp(self):
        self.rogue = self.enterContext(Rogue())

    def answer(self, label, rtype="A", *options):
        return ask(self.rogue, *options, f"{label}.rogue.test", rtype)[0]

    def expect(self, table):
        for label, want in table.items():
            with self.subTest(label):
                self.assertIn(f" A {want}", self.answer(label))

    def test_what_is_no_answer_is_ignored(self):
        """Listening goes on until the true answer comes."""
        for label in ("good", "wrong-id", "wrong-question", "wrong-type",
                      "wrong-class", "no-question", "no-qr", "opcode", "cut",
                      "lying-counts", "lying-lengths", "pointers",
                      "wrong-port", "flood", "spoof"):
            with self.subTest(label):
                line = self.answer(label)
                self.assertIn(f"NOERROR [{TRUE}] ttl", line)
                damaged = label in ("cut", "lying-counts", "lying-lengths",
                                    "pointers")
                # What is the server's and damaged is asked for over TCP, too.
                self.assertLessEqual({x[0] for x in self.rogue.seen},
                                     {"udp", "tcp"} if damaged else {"udp"})
            self.rogue.seen.clear()

    def test_what_is_followed(self):
        chain = "".join(f"cname=c{i}.rogue.test " for i in range(1, 17))
        self.expect({
            "chain-16": f"NOERROR {chain}[{TRUE}]",
            "chain-17": "SERVFAIL",
            "loop": "LOOP", "self-loop": "LOOP",
            "two-cnames": "SERVFAIL", "alias-loop": "LOOP",
            "alias": f"NOERROR cname=good.rogue.test [{TRUE}]",
            "foreign-soa": f"NOERROR cname=good.rogue.test [{TRUE}]",
            "dname": f"NOERROR cname=x.to.test [{TRUE}]",
            "nx-cname": "NXDOMAIN cname=gone.rogue.test ttl=60",
            "nodata-cname": "NODATA cname=none.rogue.test ttl=60",
            "nxdomain": "NXDOMAIN ttl=60", "nodata": "NODATA ttl=60",
            "elsewhere": "NODATA ttl=60",
            "twice": "NOERROR [192.0.2.1] [192.0.2.2] [192.0.2.3] ttl",
        })

    def test_failures(self):
        self.expect({
            "servfail": "SERVFAIL", "refused": "REFUSED",
            "formerr": "SERVFAIL", "lame": "SERVFAIL",
            "bogus": "BOGUS", "bogus-alias": "BOGUS", "ede-15-0": "FILTERED", "ede-17-3": "FILTERED",
            "ede-15-5": "REFUSED", "ede-3-0": "NOERROR [192.0.2.66]",
            "filtered-cd": "FILTERED",
        })
        self.assertIn(
            "(extended error 6): no \\027[31mluck with bogus.rogue.test",
            self.answer("bogus"))

    def test_a_policy_of_the_resolver(self):
        """NXDOMAIN that it made up, and that of a name that is not there."""
        self.expect({"policy-soa": "FILTERED", "policy-bare": "FILTERED",
                     "nx-bare": "NXDOMAIN", "nxdomain": "NXDOMAIN"})

    def test_a_captive_resolver(self):
        with Rogue(captive=True) as rogue:
            lines = ask(rogue, "good.rogue.test", "A", "servfail.rogue.test",
                        "A", ",", "later.rogue.test", "A")
        self.assertTrue(all(" A FILTERED " in x for x in lines), lines)

    def test_dns64(self):
        for n, want in (("0", "NODATA"),
                        ("1", "NOERROR [2001:db8::1]"),
                        ("2", "NOERROR [64:ff9b::c000:209] [2001:db8::1]")):
            with self.subTest(n):
                line = self.answer(f"dns64-{n}", "AAAA")
                self.assertIn(f" AAAA {want} ttl", line)

    def test_one_bad_moment(self):
        """SERVFAIL and REFUSED of a server that is slow or busy."""
        self.expect({
            "servfail-once": f"NOERROR [{TRUE}]",
            "servfail-twice": f"NOERROR [{TRUE}]",
            "refused-often": f"NOERROR [{TRUE}]",
            "unsigned-bogus": "SERVFAIL",
        })

    def test_bogus_needs_time(self):
        """Without it nothing is known."""
        line = self.answer("bogus", "A", "-p", "-d", "1000")
        self.assertIn(" A SERVFAIL", line)
        line = self.answer("bogus", "A", "-p", "-d", "2000")
        self.assertIn(" A BOGUS", line)

    def test_damaged(self):
        self.expect({"cut-512": f"NOERROR [{TRUE}] ttl",
                     "cut-512-close": "MALFORMED"})
        self.assertEqual({x[0] for x in self.rogue.seen}, {"udp", "tcp"})
        self.assertIn("note=what came over UDP is damaged or cut",
                      self.answer("cut-512-close"))

    def test_a_path_without_edns(self):
        """It is found out, and then taken for granted."""
        for options in (("-n", "2"), ("-p", "-d", "5000")):
            lines = ask(self.rogue, *options, *[
                x for i in range(3)
                for x in (f"no-edns-path.{i}.test", "A")])
            self.assertTrue(all(f"NOERROR [{TRUE}]" in x for x in lines),
                            lines)

    def test_patience(self):
        """Sent until the deadline, but no more often than was said."""
        for options, most, least in ((("-p",), 9, 4), (("-n", "2"), 2, 2)):
            self.rogue.seen.clear()
            lines, seconds = timed(self.rogue, *options, "-d", "8000",
                                   "silent.rogue.test", "A")
            self.assertIn(" A TIMEOUT", lines[0])
            self.assertLessEqual(len(self.rogue.seen), most)
            self.assertGreaterEqual(len(self.rogue.seen), least)
        self.assertLess(seconds, 7)

    def test_without_edns(self):
        for label in ("formerr-edns", "notimp-edns", "badvers-edns",
                      "bare-formerr"):
            self.expect({label: f"NOERROR [{TRUE}]"})

    def test_case(self):
        """A server that folds the case is asked over TCP."""
        self.expect({"fold": f"NOERROR [{TRUE}]"})
        self.assertEqual([x[0] for x in self.rogue.seen], ["udp", "tcp"])
        self.expect({"fold-close": "SERVFAIL"})

    def test_any_octet(self):
        """A NUL or a dot in a label is not what it looks like."""
        self.assertIn('["a\\000b\\255" ""]', self.answer("strings", "TXT"))
        self.assertIn("[mta\\000x.test] [mail\\.example] ",
                      self.answer("odd-labels", "PTR"))

    def test_truncated(self):
        self.expect({
            "tc": f"NOERROR [{TRUE}] tcp",
            "tcp-garbage-first": f"NOERROR [{TRUE}] tcp",
            "tcp-close": "SERVFAIL tcp", "tcp-torn": "SERVFAIL tcp",
            "tcp-tc": "SERVFAIL tcp", "tcp-lying": "SERVFAIL tcp",
        })

    def test_truncated_and_no_tcp(self):
        """Nobody listens there: no part of the datagram counts."""
        with Rogue(read=False) as rogue:
            rogue.listener.close()
            line = ask(rogue, "tc.rogue.test", "A")[0]
        self.assertIn("A SERVFAIL tcp", line)
        self.assertIn(f"TCP to {rogue} is not let through: TCP: cannot connect: ",
                      line)

    def test_tcp_is_pipelined(self):
        """And answers come in the server's order."""
        words = [x for i in range(5)
                 for x in (f"tcp-gather-{i}.rogue.test", "A")]
        lines = ask(self.rogue, *words)
        self.assertEqual(sum(f"NOERROR [{TRUE}]" in x for x in lines), 5)

    def test_tcp_that_stalls_is_not_a_dead_server(self):
        """All that wait for it time out; UDP is asked as before."""
        words = [x for i in range(40)
                 for x in (f"tcp-silent-{i}.rogue.test", "A")]
        lines = ask(self.rogue, "-t", "600", *words, ",",
                    "good.rogue.test", "A")
        self.assertEqual(sum(" A TIMEOUT tcp" in x for x in lines), 40)
        self.assertIn(f"NOERROR [{TRUE}]", lines[40])

    def test_slow_tcp_ends_in_time(self):
        for label in ("tcp-drip", "tcp-endless", "tcp-silent"):
            for options in (("-t", "600"), ("-d", "600")):
                with self.subTest(label, options=options):
                    lines, seconds = timed(self.rogue, *options,
                                           f"{label}.rogue.test", "A")
                    self.assertIn("A TIMEOUT", lines[0])
                    self.assertLess(seconds, 0.6 + SLACK)

    def test_connect_ends_in_time(self):
        with Rogue(accept=False) as rogue:
            lines, seconds = timed(rogue, "-t", "600", "tc.rogue.test", "A")
        self.assertIn("A TIMEOUT", lines[0])
        self.assertLess(seconds, 0.6 + SLACK)

    def test_tcp_that_is_never_read_ends_in_time(self):
        words = [x for i in range(150) for x in (f"tc-{i}.rogue.test", "A")]
        with Rogue(read=False) as rogue:
            lines = ask(rogue, "-t", "600", *words)
        self.assertEqual(sum(" A TIMEOUT tcp" in x for x in lines), 150)

    def test_waiting_takes_no_time_of_the_processor(self):
        """Whatever is waited for: a datagram, a connection, its end."""
        for label in ("silent", "tcp-silent", "tcp-drip"):
            with self.subTest(label):
                process = start(self.rogue, "-t", "900",
                                f"{label}.rogue.test", "A")
                process.stdout.read()
                process.stdout.close()
                _, process.returncode, usage = os.wait4(process.pid, 0)
                self.assertEqual(process.returncode, 0)
                self.assertLess(usage.ru_utime + usage.ru_stime, 0.45)

    def test_silence_ends_in_time(self):
        lines, seconds = timed(self.rogue, "-d", "600", "silent.rogue.test",
                               "A", "good.rogue.test", "A")
        self.assertIn("silent.rogue.test A TIMEOUT", lines[0])
        self.assertIn(f"good.rogue.test A NOERROR [{TRUE}]", lines[1])
        self.assertLess(seconds, 0.6 + SLACK)

    def test_lost_and_late(self):
        """A lost query is sent again, and a late answer counts."""
        self.expect({"lost": f"NOERROR [{TRUE}]",
                     "slow": f"NOERROR [{TRUE}]",
                     "late": f"NOERROR [{TRUE}]"})

    def test_port_unreachable(self):
        dead = f"127.0.0.1#{free_port()}"
        # The next server at once, not after a time-out: the best of several
        # times, for one may be the machine's fault.
        times = []
        for _ in range(5):
            lines, seconds = timed([dead, self.rogue], "good.rogue.test", "A")
            self.assertIn(f"NOERROR [{TRUE}]", lines[0])
            times.append(seconds)
        self.assertLess(min(times), 0.4)
        lines, seconds = timed(dead, "good.rogue.test", "A")
        self.assertIn("TIMEOUT", lines[0])
        self.assertIn("refused", lines[0])
        self.assertLess(seconds, 2 + SLACK)

    def test_an_icmp_error_is_not_final(self):
        """The server comes up only after it has been asked."""
        port = free_port()
        process = start(f"127.0.0.1#{port}", "-n", "9", "good.rogue.test", "A")
        time.sleep(0.3)
        with Rogue(port=port), process:
            out = process.communicate(timeout=SECONDS)[0]
        self.assertIn(f"NOERROR [{TRUE}]", out)

    def test_next_server(self):
        for label in ("servfail", "refused", "silent"):
            with self.subTest(label), Picky(label) as bad:
                lines, _ = timed([bad, self.rogue], "good.rogue.test", "A")
                self.assertIn(f"NOERROR [{TRUE}]", lines[0])
                self.assertIn(f"server={self.rogue}", lines[0])

    def test_a_dead_server_is_remembered(self):
        first = [x for i in range(5) for x in (f"good-{i}.rogue.test", "A")]
        then = [x for i in range(5, 9) for x in (f"good-{i}.rogue.test", "A")]
        with Picky("silent") as silent:
            lines, _ = timed([silent, self.rogue], *first, ",", *then)
            self.assertEqual(len(silent.seen), 5)  # nothing of the second
        self.assertTrue(all(TRUE in x for x in lines), lines)

    def test_tries(self):
        for n in (1, 2):
            with self.subTest(n), Rogue() as rogue:
                ask(rogue, "-n", str(n), "-t", "300", "silent.rogue.test", "A")
                self.assertEqual(len(rogue.seen), n)

    def test_rotate(self):
        words = [x for i in range(6) for x in (f"good-{i}.rogue.test", "A")]
        for options, want in (((), [6, 0]), (("-r",), [3, 3])):
            with Rogue() as first, Rogue() as second:
                ask([first, second], *options, *words)
                self.assertEqual([len(first.seen), len(second.seen)], want)

    def test_few_descriptors(self):
        """Then queries share sockets."""
        words = [x for i in range(100) for x in (f"good-{i}.rogue.test", "A")]

        def limit():
            resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))

        with start(self.rogue, *words, preexec_fn=limit) as process:
            out = process.communicate(timeout=SECONDS)[0]
        self.assertEqual(out.count(f"NOERROR [{TRUE}]"), 100)

    def test_ids_ports_and_case_are_random(self):
        words = [x for i in range(150) for x in (f"good-{i}.rogue.test", "A")]
        for options, ports in (((), 145), (("-m",), 10)):
            self.rogue.seen.clear()
            ask(self.rogue, *options, *words)
            self.assertEqual(len(self.rogue.seen), 150)
            self.assertGreater(len({x[2] for x in self.rogue.seen}), 140)
            self.assertGreaterEqual(len({x[1] for x in self.rogue.seen}),
                                    ports)
            letters = b"".join(b"".join(x[3]) for x in self.rogue.seen)
            capitals = sum(c in range(65, 91) for c in letters)
            small = sum(c in range(97, 123) for c in letters)
            self.assertTrue(0.4 < capitals / (capitals + small) < 0.6)

    def test_memory(self):
        """TXT of 64 KiB, thousands of MX, and thousands whose names are a few
        octets in the message and 250 without compression; each many times."""
        bomb = ".".join(x * 60 for x in "abc") + ".rogue.test"
        huge = [x for i in range(95) for x in (
            f"huge-{i}.rogue.test", "TXT", f"many-{i}.rogue.test", "MX")]
        bombs = [x for i in range(190) for x in (f"many-{i}.{bomb}", "MX")]
        for words, want in ((huge, " NOERROR "), (bombs, " SERVFAIL ")):
            with self.subTest(want):
                process = start(self.rogue, *words)
                out = process.stdout.read()
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = status
                process.stdout.close()
                self.assertEqual(status, 0)
                self.assertEqual(out.count(want), 190)
                self.assertLess(usage.ru_maxrss, MEMORY_MAX)

    def test_memory_of_batch(self):
        """Senders with thousands of MX each, many of them at once."""
        kib = 0
        with subprocess.Popen(
                [program.PROGRAM, "batch", "--server", str(self.rogue)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            process.stdin.write(b"".join(
                b"many-%d.rogue.test 20.0.0.1\n" % i for i in range(150)))
            process.stdin.close()
            lines = 0
            while part := process.stdout.read(1 << 16):
                lines += part.count(b"\n")
                kib = max(kib, most_memory(process.pid))
        self.assertEqual(lines, 150)
        self.assertLess(kib, MEMORY_MAX)

    def test_closed_descriptors(self):
        """No socket becomes standard output."""
        subprocess.run(
            ["sh", "-c", 'exec "$0" "$@" <&- >&- 2>&-', ASK, "-s",
             str(self.rogue), "good.rogue.test", "A"],
            timeout=SECONDS, check=True)
        time.sleep(0.1)
        self.assertEqual(len(self.rogue.seen), 1)


class Picky(Rogue):
    """Behaves in one way whatever it is asked."""

    def __init__(self, label):
        super().__init__()
        self.label = label

    def answer_udp(self, q, peer):
        for wire in BEHAVIOURS[self.label][0](q):
            self.udp.sendto(wire, peer)


if __name__ == "__main__":
    unittest.main()
