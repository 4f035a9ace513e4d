#!/usr/bin/python3 -B
"""run.py PROGRAM - one system call fails, or all from one on; with RUNS=100000
each in turn, else one in so many.

Whichever it is: the process ends in time and of no signal; with a report that
is no better than the right one, or status 4 or 2 and a line that says why.
What the system refused is never a finding about the domain.
"""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "live"))
from servers import Nsd  # noqa: E402

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
RUNS = int(os.environ.get("RUNS", "8"))  # of each kind and error, about
SECONDS = 20
DEADLINE = "2"
AT_LEAST = 16  # calls in each run, or the library was not loaded
PASSED, FAILED, USAGE, UNKNOWN, ERROR = range(5)

ZONE = """$ORIGIN example.com.
$TTL 300
@ SOA ns1 hostmaster 1 7200 3600 1209600 300
@ NS ns1
ns1 A 127.0.0.1
@ MX 10 mta1
mta1 A 203.0.113.6
@ TXT "v=spf1 ip4:203.0.113.6 include:spf.example.com -all"
spf TXT "v=spf1 ip4:203.0.113.8 -all"
_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@example.com"
broken TXT "v=spf1 ip4:203.0.113.300 -all"
broken MX 10 mta1
"""

LINES = "example.com 203.0.113.6\nbroken.example.com 203.0.113.6\n"
CHECKS = ("--only", "domain,mx,spf,dmarc")
GOOD, BAD = ("example.com", "203.0.113.6"), ("broken.example.com",
                                             "203.0.113.6")


class Sweep:
    def __init__(self, where, port):
        self.where = where
        self.zone = where / "example.com.zone"
        self.zone.write_text(ZONE, encoding="ascii")
        self.library = where / "calls.so"
        subprocess.run([*os.environ.get("CC", "cc").split(), "-shared",
                        "-fPIC", "-o", self.library, HERE / "calls.c",
                        "-ldl"], check=True)
        offline = ("--offline", "--zone", str(self.zone))
        online = ("--server", f"127.0.0.1#{port}", "--timeout", DEADLINE)
        self.kinds = {
            "check, offline": ("check", *offline, *CHECKS, *GOOD),
            "check of what fails": ("check", *offline, *CHECKS, *BAD),
            "check": ("check", "--json", *online, *CHECKS, *GOOD),
            "check of what fails, online": (
                "check", *online, *CHECKS, *BAD),
            "to a file": ("check", *offline, "--format",
                          f"json:{where}/report", *CHECKS, *GOOD),
            "spf": ("spf", *online, "--ip", "203.0.113.9", "--mail-from",
                    "example.com"),
            "batch": ("batch", *online, *CHECKS),
            "batch of two": ("batch", *online, *CHECKS, "--jobs", "2"),
            "batch, HTML": ("batch", *offline, *CHECKS, "--format", "html"),
        }

    def run(self, arguments, **settings):
        begun = time.monotonic()
        done = subprocess.run(
            [PROGRAM, *arguments], input=LINES.encode(),
            capture_output=True, timeout=SECONDS, check=False,
            env={**os.environ, "LD_PRELOAD": str(self.library), **settings})
        return done, time.monotonic() - begun

    def count(self, kind, arguments):
        path = self.where / f"count of {kind}"
        self.run(arguments, FAIL_COUNT=str(path))
        return max(int(x) for x in path.read_text().split())

    def complaint(self, kind, right, settings):
        """What is wrong with a run of which a call fails."""
        try:
            done, _ = self.run(self.kinds[kind], **settings)
        except subprocess.TimeoutExpired:
            return f"{kind} {settings}: it does not end"
        wrong = fault_of(done, right)
        return wrong and f"{kind} {settings}: {wrong}: status " \
            f"{done.returncode}, {done.stderr[-200:]}"


def findings(out):
    """What a JSON report, or several, say that is wrong, but for the way to
    the DNS."""
    text, found = out.decode(errors="replace"), set()
    for part in (text, *text.splitlines()):
        try:
            report = json.loads(part)
        except ValueError:
            continue
        if not isinstance(report, dict):
            continue
        for check in report.get("checks", []):
            found |= {f["code"] for f in check["findings"]
                      if f["severity"] in ("warn", "fail")}
    return {code for code in found if not code.startswith("dns.")}


def fault_of(done, right):
    status = done.returncode
    if status < 0:
        return "it dies of a signal"
    if status > ERROR:
        return "no such status"
    if status == right.returncode:
        more = findings(done.stdout) - findings(right.stdout)
        return more and f"it finds {more}"
    if status == PASSED:
        return "it passes"
    if status in (ERROR, USAGE) and not done.stderr:
        return "it does not say why"
    if status == FAILED:
        return "it fails"
    return ""


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as where:
        where = pathlib.Path(where)
        zone = where / "served.zone"
        zone.write_text(ZONE, encoding="ascii")
        with Nsd({"example.com": zone}) as nsd:
            sweep = Sweep(where, nsd.port)
            for kind, arguments in sweep.kinds.items():
                right, _ = sweep.run(arguments)
                n = sweep.count(kind, arguments)
                if right.returncode not in (PASSED, FAILED) or n < AT_LEAST:
                    sys.exit(f"{kind}: {n} calls, status "
                             f"{right.returncode}: {right.stderr.decode()}")
                step = max(1, n // RUNS)
                todo = [{"FAIL_AT": str(at), **how}
                        for at in range(1, n + 1, step)
                        for how in ({}, {"FAIL_HOW": "1"})]
                todo += [dict(one, FAIL_ON="") for one in todo[::16]]
                with concurrent.futures.ThreadPoolExecutor(6) as pool:
                    for text in pool.map(
                            lambda s, k=kind, r=right: sweep.complaint(
                                k, r, s), todo):
                        passed += not text
                        if text:
                            failed += 1
                            print(text)
    print(f"faults: {passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
