#!/usr/bin/python3
"""run.py PROGRAM - one allocation fails, or all from one on; with RUNS=100000
each in turn, else one in so many.

Whichever it is, and whoever asked (ldns, jansson, libidn2, OpenSSL, libc, we):
the process ends with status 4 and says why, or writes what it writes otherwise.
It never dies of a signal, and never takes the lack of memory for bad input.
"""

import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SECONDS = 60
MESSAGE = b"mailpreflight: out of memory\n"
QUIT_ERROR = 4
RUNS = int(os.environ.get("RUNS", "60"))  # of each kind, about
AT_LEAST = 100  # of them in each run, or the library was not loaded

ZONE = """$ORIGIN example.com.
$TTL 3600
@ SOA ns1 hostmaster 1 7200 3600 1209600 3600
@ MX 10 mta1
mta1 A 203.0.113.6
mta1 AAAA 2001:db8::6
@ TXT "v=spf1 a:%{d} include:spf.example.com exp=why.example.com -all"
spf TXT "v=spf1 mx -all"
why TXT "%{i} is not one of %{d}'s"
mta1 TXT "v=spf1 a -all"
_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@example.com"
s1._domainkey TXT "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDPQLcv2ZZAgIcJhbd0YEvZhY7JhnfLYsHcRP+d+gw36qkqHHnKWemgJZ6Aq2p1te9vZ58SgBbpCtU7J2PxAjjCfTYUNwDqVbs1lbmRvD5r0rv4EjjHmQuczM3YpEdGHPX3QXcxPAn" "wn1Bblx83aV9PCOiYnp1HS6OlNQyBYEnNawIDAQAB"
s2._domainkey TXT "v=DKIM1; k=rsa; p=MIAwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMoHvKbGudso7Qb7+exK7kU78OISuhnX" "nrt73HduAkXZBm7hwOH4fK6FT90sRMhotWjeVXcxiPqfVCTfreClhEkCAwEAAQAA"
xn--bcher-kva.example.com. MX 10 mta1
"""

REVERSE = """$ORIGIN 113.0.203.in-addr.arpa.
$TTL 3600
@ SOA ns1 hostmaster 1 7200 3600 1209600 3600
6 PTR mta1.example.com.
"""

LINES = """example.com 203.0.113.6 host=mta1.example.com selector=s1
{"domain": "b\u00fccher.example.com", "ips": ["203.0.113.6", "2001:db8::6"]}
{"domain": "example.com", "selectors": ["s1", "s2"]}
example.com 203.0.113.7
no such line
"""

KINDS = {
    "check": ("check", "-s", "s1", "-s", "s2", "-H", "mta1.example.com",
              "example.com", "203.0.113.6", "2001:db8::6"),
    "json": ("check", "--json", "b\u00fccher.example.com", "203.0.113.6"),
    "spf": ("spf", "--ip", "203.0.113.7", "--mail-from",
            "a@example.com", "--helo", "mta1.example.com"),
    "batch": ("batch",),
}

STATUS = {"check": 1, "json": 1, "spf": 1, "batch": 2}


class Sweep:
    def __init__(self, where):
        self.where = where
        self.zone = where / "example.com.zone"
        self.zone.write_text(ZONE, encoding="ascii")
        self.reverse = where / "reverse.zone"
        self.reverse.write_text(REVERSE, encoding="ascii")
        self.library = where / "fail.so"
        subprocess.run([*os.environ.get("CC", "cc").split(), "-shared",
                        "-fPIC", "-o", self.library, HERE / "fail.c", "-ldl"],
                       check=True)

    def run(self, arguments, **settings):
        command = [PROGRAM, arguments[0], "--offline", "--zone",
                   self.zone, "--zone", self.reverse, *arguments[1:]]
        done = subprocess.run(
            command, input=LINES.encode(), capture_output=True,
            timeout=SECONDS, check=False,
            env={**os.environ, "LD_PRELOAD": str(self.library), **settings})
        return done.returncode, done.stdout, done.stderr

    def count(self, arguments):
        path = self.where / "count"
        self.run(arguments, FAIL_COUNT=str(path))
        return int(path.read_text(encoding="ascii"))

    def complaint(self, arguments, right, settings):
        """What is wrong with a run of which an allocation fails."""
        got = self.run(arguments, **settings)
        if got == right or (got[0] == QUIT_ERROR and MESSAGE in got[2]):
            return None
        return f"{arguments[0]} {settings}: status {got[0]}, {got[2][-200:]}"


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as where:
        sweep = Sweep(pathlib.Path(where))
        for kind, arguments in KINDS.items():
            right = sweep.run(arguments)
            n = sweep.count(arguments)
            if right[0] != STATUS[kind] or n < AT_LEAST:
                sys.exit(f"{kind}: {n} allocations, status {right[0]}: "
                         f"{right[2].decode()}")
            step = max(1, n // RUNS)
            todo = [{"FAIL_AT": str(at)} for at in range(1, n + 1, step)]
            todo += [dict(one, FAIL_ON="") for one in todo[::8]]
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                for text in pool.map(
                        lambda settings, a=arguments, r=right:
                        sweep.complaint(a, r, settings), todo):
                    passed += text is None
                    if text is not None:
                        failed += 1
                        print(text)
    print(f"memory: {passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
