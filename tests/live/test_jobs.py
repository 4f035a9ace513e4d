"""batch --jobs: the same bytes from any number of processes, whatever becomes of
them."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import unittest

import program
from test_batch import ZONE, senders
from servers import Nsd

SENDERS = 2000
FORMATS = ("json", "text", "junit", "sarif", "markdown", "html", "prometheus",
           "github", "gitlab", "tap")


def children(pid):
    text = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(x) for x in text.split()]


def wait_until(condition):
    for _ in range(program.SECONDS * 100):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to that")


class Jobs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = tempfile.TemporaryDirectory(prefix="mailpreflight-jobs.")
        cls.addClassCleanup(home.cleanup)
        cls.home = pathlib.Path(home.name)
        cls.zone = cls.home / "example.com.zone"
        cls.zone.write_text(ZONE)
        cls.offline = ["--offline", "--zone", str(cls.zone), "--only",
                       "mx,spf"]

    def batch(self, arguments, lines):
        return subprocess.run(
            [program.PROGRAM, "batch", *arguments], input=lines,
            capture_output=True, text=True, timeout=program.SECONDS,
            check=False)

    def start(self, arguments):
        process = subprocess.Popen(
            [program.PROGRAM, "batch", *arguments], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        for pipe in (process.stdin, process.stdout, process.stderr):
            self.addCleanup(pipe.close)
        return process

    def test_same_bytes_in_every_format(self):
        lines = senders(300) + "# nothing\n\nnonsense\n" + senders(40) + (
            "bad.example.com 203.0.113.7 label=\"a b\"\n")
        for name in FORMATS:
            arguments = [*self.offline, "--format", name]
            one = self.batch(arguments, lines)
            self.assertEqual(one.returncode, 2, one.stderr)
            for jobs in ("2", "5"):
                several = self.batch([*arguments, "--jobs", jobs], lines)
                self.assertEqual(several.returncode, one.returncode)
                self.assertEqual(several.stderr, one.stderr)
                self.assertEqual(several.stdout, one.stdout, name)

    def test_several_reports_and_waivers(self):
        waivers = self.home / "waivers"
        waivers.write_text(json.dumps({"waivers": [
            {"code": code, "reason": "r", "until": "2026-12-01"}
            for code in ("spf.none", "mx.missing")]}))
        said = {}
        for jobs in "13":
            done = self.batch([
                *self.offline, "--date", "2026-11-27", "--waivers",
                str(waivers), "--jobs", jobs,
                "--format", f"json:{self.home}/json{jobs}",
                "--format", f"junit:{self.home}/junit{jobs}"], senders(500))
            said[jobs] = (done.returncode, done.stderr, *(
                (self.home / f"{name}{jobs}").read_text()
                for name in ("json", "junit")))
        self.assertEqual(said["1"], said["3"])
        self.assertEqual(said["3"][1].count("waiver.unused"), 1)

    def test_a_killed_worker_loses_and_doubles_nothing(self):
        lines = senders(SENDERS).splitlines(keepends=True)
        want = self.batch(self.offline, "".join(lines)).stdout
        for round_ in range(3):
            process = self.start([*self.offline, "--jobs", "3"])
            process.stdin.write("".join(lines[:SENDERS // 2]))
            process.stdin.flush()
            first = process.stdout.readline()
            os.kill(children(process.pid)[round_], signal.SIGKILL)
            # As much as the pipe holds: nobody reads the output meanwhile.
            process.stdin.write("".join(lines[SENDERS // 2:]))
            process.stdin.close()
            out = process.stdout.read()
            self.assertEqual(process.wait(program.SECONDS), 1)
            self.assertEqual(process.stderr.read(), "")
            self.assertEqual(first + out, want)

    def test_a_sender_that_ends_its_workers_has_an_error(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent, \
                Nsd({"example.com": self.zone}) as nsd:
            silent.bind(("127.0.0.1", 0))
            process = self.start([
                "--jobs", "2", "--timeout", "60", "--only", "mx",
                "--zone", f"example.com={self.zone}", "--server",
                f"127.0.0.1#{silent.getsockname()[1]}"])
            process.stdin.write("d1.example.com 203.0.113.1\n"
                                "silent.example 203.0.113.2\n"
                                "d3.example.com 203.0.113.3\n")
            process.stdin.close()
            del nsd
            silent.settimeout(program.SECONDS)
            for _ in range(2):
                silent.recv(512)
                before = children(process.pid)
                # The one that asked: whoever has a socket to us.
                asking = [pid for pid in before
                          if self.has_socket(pid, silent)]
                self.assertEqual(len(asking), 1)
                os.kill(asking[0], signal.SIGKILL)
                wait_until(lambda: asking[0] not in children(process.pid))
                self.drain(silent)
            out = process.stdout.read()
            process.wait(program.SECONDS)
        reports = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(process.returncode, 4)
        self.assertEqual([r.get("line") for r in reports], [None, 2, None])
        self.assertEqual([r["request"]["domain"] for r in reports[::2]],
                         ["d1.example.com", "d3.example.com"])

    @staticmethod
    def drain(sock):
        """What the dead one had sent."""
        sock.setblocking(False)
        try:
            while True:
                sock.recv(512)
        except BlockingIOError:
            sock.settimeout(program.SECONDS)

    @staticmethod
    def has_socket(pid, peer):
        port = f":{peer.getsockname()[1]:04X}"
        own = {os.readlink(x) for x in
               pathlib.Path(f"/proc/{pid}/fd").iterdir()
               if os.path.islink(x)}
        for line in pathlib.Path("/proc/net/udp").read_text().splitlines()[1:]:
            words = line.split()
            if words[2].endswith(port) and f"socket:[{words[9]}]" in own:
                return True
        return False

    def test_they_end_with_the_batch(self):
        process = self.start([*self.offline, "--jobs", "2"])
        process.stdin.write(senders(10))
        process.stdin.flush()
        process.stdout.readline()
        workers = children(process.pid)
        self.assertEqual(len(workers), 2)
        process.kill()
        process.wait()
        wait_until(lambda: not any(
            os.path.exists(f"/proc/{pid}") and
            "Z" not in pathlib.Path(f"/proc/{pid}/stat").read_text().split(
                ")")[1].split()[0] for pid in workers))

    def test_a_signal_ends_all(self):
        process = self.start([*self.offline, "--jobs", "2"])
        process.stdin.write(senders(10))
        process.stdin.flush()
        for _ in range(10):
            process.stdout.readline()
        workers = children(process.pid)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(program.SECONDS), -signal.SIGTERM)
        self.assertIn("complete up to line 10", process.stderr.read())
        self.assertFalse([x for x in workers if os.path.exists(f"/proc/{x}")])

    def test_the_rate_is_shared(self):
        with Nsd({"example.com": self.zone}) as nsd:
            begun = time.monotonic()
            done = self.batch(["--server", f"127.0.0.1#{nsd.port}", "--only",
                               "mx", "--rate", "100", "--jobs", "4"],
                              senders(150))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        # 150 senders have 300 questions of their own at most.
        self.assertGreater(time.monotonic() - begun, 1.2)

    def test_hardly_any_of_the_rate_is_lost(self):
        for rate, jobs, processes in (
                ("1", "8", 0), ("7", "4", 0), ("8", "4", 4), ("9", "8", 3),
                ("100", "8", 8), ("100", "64", 50)):
            process = self.start([*self.offline, "--rate", rate, "--jobs",
                                  jobs])
            process.stdin.write(senders(1))
            process.stdin.flush()
            process.stdout.readline()
            self.assertEqual(len(children(process.pid)), processes,
                             (rate, jobs))
            process.stdin.close()
            self.assertEqual(process.wait(program.SECONDS), 1)

    def test_baseline_and_first_line(self):
        lines = senders(60)
        before = self.home / "before.json"
        before.write_text(self.batch(self.offline, senders(40)).stdout)
        said = {}
        for jobs in "13":
            done = self.batch([*self.offline, "--jobs", jobs, "--first-line",
                               "21", "--baseline", str(before)], lines)
            said[jobs] = (done.returncode, done.stdout, done.stderr)
        self.assertEqual(said["1"], said["3"])
        self.assertIn('"known":true', said["1"][1])

    def test_nobody_reads(self):
        for jobs in "13":
            process = self.start([*self.offline, "--jobs", jobs])
            process.stdout.close()
            process.stdin.write(senders(10))
            process.stdin.close()
            self.assertEqual(process.wait(program.SECONDS), 4)

    def test_what_cannot_be(self):
        for arguments in (["--jobs", "0"], ["--jobs", "65"],
                          ["--jobs", "2", "--record", "x"]):
            done = self.batch([*self.offline, *arguments], "")
            self.assertEqual(done.returncode, 2)
            self.assertIn("jobs", done.stderr)


if __name__ == "__main__":
    unittest.main()
