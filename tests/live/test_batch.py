"""A batch as a filter: the order of its output, how it ends, what it needs."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

import program
from rogue import Rogue
from servers import Nsd

SENDERS = 3000
MEMORY_KIB = 64 * 1024

ZONE = """\
$ORIGIN example.com.
$TTL 300
@ SOA ns.invalid. hostmaster.invalid. 1 7200 900 1209600 300
* MX 10 mx
mx A 203.0.113.7
bad MX 0 .
"""


def senders(n):
    return "".join(f"d{i}.example.com 203.0.113.{i % 256}\n" for i in range(n))


class Batch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = tempfile.TemporaryDirectory(prefix="mailpreflight-batch.")
        cls.addClassCleanup(home.cleanup)
        cls.home = pathlib.Path(home.name)
        cls.zone = cls.home / "example.com.zone"
        cls.zone.write_text(ZONE)
        cls.offline = ["--offline", "--zone", str(cls.zone), "--only", "mx"]
        cls.nsd = cls.enterClassContext(Nsd({"example.com": cls.zone}))
        cls.online = ["--server", f"127.0.0.1#{cls.nsd.port}", "--only", "mx"]

    def batch(self, arguments, lines):
        return subprocess.run(
            [program.PROGRAM, "batch", *arguments], input=lines,
            capture_output=True, text=True, timeout=program.SECONDS,
            check=False,
        )

    def start(self, arguments, **more):
        process = subprocess.Popen(
            [program.PROGRAM, "batch", *arguments], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more,
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        for pipe in (process.stdin, process.stdout, process.stderr):
            self.addCleanup(pipe.close)
        return process

    def test_order_over_the_network(self):
        done = self.batch(self.online, senders(SENDERS))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        domains = [json.loads(line)["request"]["domain"]
                   for line in done.stdout.splitlines()]
        self.assertEqual(domains,
                         [f"d{i}.example.com" for i in range(SENDERS)])

    def test_same_as_alone(self):
        lines = "d1.example.com 203.0.113.6 mail-from=a@bad.example.com\n"
        done = self.batch(self.offline, lines)
        alone = program.run(["--json", *self.offline, "d1.example.com",
                             "203.0.113.6", "--mail-from", "a@bad.example.com"])
        self.assertEqual(program.parsed(done.stdout), alone[1])
        self.assertEqual(done.returncode, alone[0])

    def test_text(self):
        done = self.batch([*self.offline, "--format", "text"],
                          "d1.example.com 203.0.113.6,2001:db8::6\n"
                          "bad.example.com\n")
        self.assertEqual(done.stdout,
                         "pass d1.example.com 203.0.113.6,2001:db8::6 -\n"
                         "fail bad.example.com - mx.null\n")
        self.assertEqual(done.returncode, 1)

    def test_bad_lines_stand_in_their_place(self):
        done = self.batch(self.offline,
                          "# comment\n\nd1.example.com\na..b 203.0.113.6\n"
                          "d2.example.com 203.0.113.256\n"
                          '{"domain": 1}\n' + "x" * 100000 + "\n"
                          "d3.example.com")
        objects = [program.parsed(line) for line in done.stdout.splitlines()]
        self.assertEqual([o.get("line") for o in objects],
                         [None, 4, 5, 6, 7, None])
        self.assertTrue(all(o["error"] for o in objects[1:5]))
        self.assertEqual((done.returncode, done.stderr), (2, ""))

    def test_unreadable_input(self):
        done = self.batch([*self.offline, str(self.home / "none")], "")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("none'", done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1)
        done = self.batch([*self.offline, str(self.home)], "")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("Is a directory", done.stderr)

    def test_answers_while_the_input_goes_on(self):
        process = self.start(self.offline)
        for i in range(3):
            process.stdin.write(f"d{i}.example.com\n")
            process.stdin.flush()
            line = program.parsed(process.stdout.readline())
            self.assertEqual(line["request"]["domain"], f"d{i}.example.com")

    def start_with(self, handler, *numbers):
        """Offline, and not as this process happens to have the signals."""
        return self.start(self.offline, preexec_fn=lambda: [
            signal.signal(number, handler) for number in numbers])

    def test_pipes_that_do_not_wait(self):
        """Their other user may have made them so; it is waited all the
        same, and that takes no work."""
        from_me, stdin = os.pipe()
        stdout, to_me = os.pipe()
        for fd in (from_me, to_me):
            os.set_blocking(fd, False)
        process = subprocess.Popen(
            [program.PROGRAM, "batch", *self.offline], stdin=from_me,
            stdout=to_me, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        os.close(from_me)
        os.close(to_me)
        time.sleep(0.5)
        with open(stdin, "w") as lines:
            lines.write(senders(500))
        time.sleep(0.5)
        with open(stdout) as reports:
            self.assertEqual(len(reports.readlines()), 500)
        self.assertEqual(process.stderr.read(), "")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        self.assertLess(usage.ru_utime + usage.ru_stime, 0.4)

    def test_interrupted(self):
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            process = self.start_with(signal.SIG_DFL, number)
            process.stdin.write("d0.example.com\n\nd1.example.com\n")
            process.stdin.flush()
            got = [process.stdout.readline() for _ in range(2)]
            process.send_signal(number)
            rest, said = process.communicate(timeout=program.SECONDS)
            self.assertEqual([bool(json.loads(line)) for line in got],
                             [True, True])
            self.assertEqual(rest, "")
            self.assertEqual(process.returncode, -number)
            self.assertRegex(said, r"^mailpreflight: .*line 3 .*\n$")

    def test_what_is_ignored_stays_ignored(self):
        numbers = (signal.SIGHUP, signal.SIGINT)
        process = self.start_with(signal.SIG_IGN, *numbers)
        for i in range(2):
            process.stdin.write(f"d{i}.example.com\n")
            process.stdin.flush()
            self.assertTrue(program.parsed(process.stdout.readline()))
            for number in numbers:
                process.send_signal(number)
        rest, said = process.communicate(timeout=program.SECONDS)
        self.assertEqual((rest, said, process.returncode), ("", "", 0))

    def test_interrupted_twice_while_nobody_reads(self):
        process = self.start_with(signal.SIG_DFL, signal.SIGTERM)
        os.set_blocking(process.stdin.fileno(), False)
        lines = senders(SENDERS).encode() * 4
        until = time.monotonic() + program.SECONDS
        while process.poll() is None and time.monotonic() < until:
            try:
                lines = lines[os.write(process.stdin.fileno(), lines):]
            except (BlockingIOError, BrokenPipeError):
                process.send_signal(signal.SIGTERM)
            time.sleep(0.01)
        self.assertEqual(process.returncode, -signal.SIGTERM)

    def files(self, path):
        return [p.name for p in path.parent.iterdir()
                if p.name.startswith(path.name)]

    def test_to_a_file(self):
        path = self.home / "reports.jsonl"
        path.write_text("old\n")
        lines = senders(300)
        done = self.batch([*self.offline, "--format", f"json:{path}"], lines)
        self.assertEqual((done.returncode, done.stdout, done.stderr),
                         (0, "", ""))
        self.assertEqual(path.read_text(),
                         self.batch(self.offline, lines).stdout)
        self.assertEqual(self.files(path), [path.name])

    def test_several_reports(self):
        """Each whole or not at all, and nothing on standard output."""
        json_path, text_path = self.home / "all.jsonl", self.home / "all.txt"
        done = self.batch([*self.offline, "--format", f"json:{json_path}",
                           "--format", f"text:{text_path}"],
                          "d1.example.com\na..b\nbad.example.com\n")
        self.assertEqual((done.returncode, done.stdout, done.stderr),
                         (2, "", ""))
        objects = [program.parsed(line)
                   for line in json_path.read_text().splitlines()]
        self.assertEqual([o.get("verdict", "error") for o in objects],
                         ["pass", "error", "fail"])
        self.assertEqual([line.split()[0]
                          for line in text_path.read_text().splitlines()],
                         ["pass", "error", "fail"])
        text_path.write_text("old\n")
        done = self.batch([*self.offline, "--format", f"text:{text_path}",
                           "--format", "json:/dev/full"], senders(300))
        self.assertEqual(done.returncode, 4)
        self.assertIn("/dev/full", done.stderr)
        self.assertEqual(text_path.read_text(), "old\n")
        self.assertEqual(sorted(p.name for p in self.home.iterdir()
                                if p.name.startswith("all")),
                         ["all.jsonl", "all.txt"])

    def test_interrupted_file(self):
        path = self.home / "interrupted.jsonl"
        path.write_text("old\n")
        process = self.start([*self.offline, "--format", f"json:{path}"])
        process.stdin.write("d0.example.com\n")
        process.stdin.flush()
        until = time.monotonic() + program.SECONDS
        while not any(p.stat().st_size > 100 for p in self.home.iterdir()
                      if p.name.startswith(path.name)):
            self.assertLess(time.monotonic(), until)
            time.sleep(0.01)
        # As timeout(1) does: to the process and to its group.
        process.send_signal(signal.SIGTERM)
        time.sleep(0.001)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=program.SECONDS)
        self.assertEqual(process.returncode, -signal.SIGTERM)
        self.assertRegex(said, r"line 1 of .*interrupted.jsonl' is left")
        self.assertEqual(path.read_text(), "old\n")
        self.assertEqual(self.files(path), [path.name])

    def test_interrupted_before_anybody_reads(self):
        path = self.home / "fifo"
        os.mkfifo(path)
        process = self.start([*self.offline, "--format", f"json:{path}"])
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=program.SECONDS)
        self.assertEqual((process.returncode, said), (-signal.SIGTERM, ""))

    def test_unwritable_file(self):
        done = self.batch(
            [*self.offline, "--format", f"json:{self.home}/none/x"], "a.test\n")
        self.assertEqual((done.returncode, done.stdout), (4, ""))
        self.assertEqual(done.stderr.count("\n"), 1)

    def test_closed_pipe(self):
        process = self.start(self.offline)
        process.stdout.close()
        process.stdin.write(senders(10))
        process.stdin.close()
        self.assertEqual(process.stderr.read(), "")
        self.assertEqual(process.wait(program.SECONDS), 4)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no /dev/full")
    def test_full_disk(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [program.PROGRAM, "batch", *self.offline], input=senders(3),
                stdout=full, stderr=subprocess.PIPE, text=True,
                timeout=program.SECONDS, check=False,
            )
        self.assertEqual(done.returncode, 4)
        self.assertIn("standard output", done.stderr)

    def test_memory_stays_bounded(self):
        path = self.home / "senders"
        path.write_text(senders(SENDERS))
        with open(os.devnull, "w") as null:
            process = subprocess.Popen(
                [program.PROGRAM, "batch", *self.online, str(path)],
                stdout=null,
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        self.assertLess(usage.ru_maxrss, MEMORY_KIB)

    def on_a_terminal(self, arguments, **more):
        """A process whose standard error is one, and what reads that."""
        master, slave = os.openpty()
        self.addCleanup(os.close, master)
        process = subprocess.Popen(
            [program.PROGRAM, "batch", *arguments], text=True,
            stdout=subprocess.DEVNULL, stderr=slave, **more,
        )
        self.addCleanup(process.wait)
        os.close(slave)
        return process, lambda: os.read(master, 4096).decode()

    def test_progress_only_on_a_terminal(self):
        process, shown = self.on_a_terminal(
            self.offline, stdin=subprocess.PIPE)
        process.stdin.write("a..b\nd0.example.com\n")
        process.stdin.flush()
        time.sleep(0.5)
        process.stdin.write("d1.example.com\n")
        process.stdin.close()
        process.wait(program.SECONDS)
        text = shown()
        self.assertRegex(text, "2 done, [0-9]\\.[0-9]/s: 2 pass, 0 warn, 0 fail, "
                         "0 unknown, 1 bad line\x1b")
        # A line that wraps could not be wiped; in the end it is wiped.
        for wrap in ("\x1b[?7l", "\x1b[?7h"):
            self.assertEqual(text.count(wrap), text.count(" done, "))
        self.assertTrue(text.endswith("\r\x1b[K"))

    def test_time_left(self):
        """Of a file; what is under way is not done."""
        path = self.home / "slow"
        path.write_text("good.rogue.test\nslow.rogue.test\n")
        with Rogue() as rogue:
            process, shown = self.on_a_terminal(
                ["--server", str(rogue), "--only", "mx", str(path)])
            process.wait(program.SECONDS)
        self.assertRegex(shown(), "\r\x1b\\[K\x1b\\[\\?7l1 done, [0-9]\\.[0-9]/s, "
                         "0:00:[0-9]{2} left: 0 pass, 1 warn")


if __name__ == "__main__":
    unittest.main()
