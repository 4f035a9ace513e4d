#!/usr/bin/python3
"""run.py PROGRAM - a sender whose evaluation never ends.

It is unknown in time, the others of a batch are what they are without it, and
a first signal ends the run whatever it computes.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SECONDS = 60
AT_ONCE = 3  # seconds, for what takes less than one on a busy machine
ENDLESS = "dns.too-complex"

ZONE = """$ORIGIN example.com.
$TTL 300
@ SOA ns hostmaster 1 7200 900 1209600 300
* MX 10 mx
mx A 203.0.113.7
slow._domainkey TXT "v=DKIM1; h=endless; p=AAAA"
good._domainkey TXT "v=DKIM1; h=end; p=AAAA"
"""


class Test:
    def __init__(self, where):
        self.passed = self.failed = 0
        self.where = where
        (where / "example.com.zone").write_text(ZONE, encoding="ascii")
        self.library = where / "slow.so"
        subprocess.run([*os.environ.get("CC", "cc").split(), "-O1",
                        "-fno-builtin", "-shared", "-fPIC", "-o",
                        self.library, HERE / "slow.c"], check=True)

    def expect(self, label, want, got):
        if want == got:
            self.passed += 1
            return
        self.failed += 1
        print(f"{label}: want {want}, got {got}")

    def start(self, *arguments, **streams):
        return subprocess.Popen(
            [PROGRAM, *arguments, "--offline", "--zone", "example.com.zone"],
            cwd=self.where, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "LD_PRELOAD": str(self.library)}, **streams)

    def check(self):
        """The deadline counts what it computes, too."""
        started = time.monotonic()
        with self.start("check", "--json", "--timeout", "1", "-s", "slow",
                        "example.com", "203.0.113.7") as run:
            out, _ = run.communicate(timeout=SECONDS)
        report = json.loads(out)
        checks = [c for c in report["checks"] if c["status"] != "skip"]
        self.expect("check: status", 3, run.returncode)
        self.expect("check: verdict", "unknown", report["verdict"])
        self.expect("check: codes", {ENDLESS},
                    {f["code"] for c in checks for f in c["findings"]})
        self.expect("check: in time", True,
                    time.monotonic() - started < 10 * AT_ONCE)

    def batch(self):
        lines = [f"d{i}.example.com" for i in range(600)]
        right = self.judge(lines)
        lines[1] = "example.com selector=slow"
        lines[400] = "example.com selector=slow,good"
        got = self.judge(lines)
        self.expect("batch: senders", 600, len(got))
        for i in (1, 400):
            codes = {f["code"] for c in got[i]["checks"]
                     for f in c["findings"]}
            self.expect("batch: codes", {ENDLESS}, codes)
            right[i] = got[i]
        self.expect("batch: the others", True, got == right)

    def judge(self, lines):
        with self.start("batch", "--timeout", "2",
                        stdin=subprocess.PIPE) as run:
            out, _ = run.communicate("\n".join(lines).encode(), SECONDS)
        return [json.loads(line) for line in out.splitlines()]

    def interrupt(self, number, file):
        """The first signal, while it computes."""
        with self.start("batch", "--timeout", "60", *file,
                        stdin=subprocess.PIPE) as run:
            run.stdin.write(b"d1.example.com\n")
            run.stdin.flush()
            time.sleep(1)
            run.stdin.write(b"example.com selector=slow\nd2.example.com\n")
            run.stdin.flush()
            time.sleep(1)
            started = time.monotonic()
            run.send_signal(number)
            out, said = run.communicate(timeout=SECONDS)
        self.expect("signal: status", -number, run.returncode)
        self.expect("signal: at once", True,
                    time.monotonic() - started < AT_ONCE)
        self.expect("signal: it says how far it came", True,
                    b"line 1 of the input" in said)
        self.expect("signal: whole lines", 0 if file else 1,
                    out.count(b"\n"))
        self.expect("signal: nothing is left", [],
                    list(self.where.glob("report*")))

    def spf(self):
        """A command that catches no signal."""
        with self.start("check", "-s", "slow", "example.com") as run:
            time.sleep(1)
            run.send_signal(signal.SIGTERM)
            run.communicate(timeout=AT_ONCE)
        self.expect("signal: check", -signal.SIGTERM, run.returncode)


def main():
    # A shell's background ignores them, and what is started here would too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    with tempfile.TemporaryDirectory() as where:
        test = Test(pathlib.Path(where))
        test.check()
        test.batch()
        test.interrupt(signal.SIGTERM, [])
        test.interrupt(signal.SIGINT, ["--format", "json:report.jsonl"])
        test.spf()
    print(f"endless: {test.passed} passed, {test.failed} failed")
    return test.failed > 0


sys.exit(main())
