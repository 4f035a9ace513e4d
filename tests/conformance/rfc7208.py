#!/usr/bin/python3
"""rfc7208.py PROGRAM [SUITE.yml ...] - an SPF test suite against the program.

Each scenario of a suite is served on loopback by a server of its own, and the
program is asked over the network: result and explanation are compared.  The
format is that of the public RFC 7208 suite, which is taken from wherever
Debian put it if none is named.
"""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

import yaml

import dnsdata

PUBLIC = [
    "/usr/share/gocode/src/blitiri.com.ar/go/spf/testdata/rfc7208-tests.yml",
    "/usr/share/doc/python3-spf/test/rfc7208-tests.yml",
]
OWN = pathlib.Path(__file__).with_name("rfc7208-own.yml")
SECONDS = 1       # what is silent has timed out then


def zone_of(zonedata):
    """A record of type SPF stands for TXT too, unless TXT is there (NONE: and
    there is none).  TIMEOUT is for all types that are not listed."""
    zone = {}
    for name, entries in (zonedata or {}).items():
        types = zone.setdefault(str(name).lower().rstrip("."), {})
        no_txt = False
        for entry in entries:
            if entry == "TIMEOUT":
                entry = {"TIMEOUT": True}
            for rtype, value in entry.items():
                if rtype == "TIMEOUT":
                    types[dnsdata.ANY] = dnsdata.SILENT
                elif rtype == "SERVFAIL":
                    types[value if isinstance(value, str)
                          else dnsdata.ANY] = dnsdata.FAILS
                elif rtype == "CNAMELOOP":
                    types["CNAME"] = [dnsdata.name_wire(str(name))]
                elif value == "NONE":
                    no_txt = True
                elif value == []:
                    types.setdefault(rtype, [])  # a TXT without strings
                else:
                    types.setdefault(rtype, []).append(
                        dnsdata.data_wire(rtype, value))
        if "SPF" in types and "TXT" not in types and not no_txt:
            types["TXT"] = types["SPF"]
    return zone


def ask(program, port, test):
    arguments = ["spf", "--json", f"--server=127.0.0.1#{port}",
                 f"--timeout={SECONDS}", f"--ip={test['host']}",
                 f"--helo={test['helo']}", f"--mail-from={test['mailfrom']}"]
    done = subprocess.run([program, *arguments], capture_output=True,
                          timeout=60, check=False)
    report = json.loads(done.stdout)
    status = {"pass": 0, "temperror": 3}.get(report["result"], 1)
    if done.returncode != status:
        return f"exit status {done.returncode}", report
    return None, report


def judge(program, port, test):
    """None, or what is wrong."""
    wrong, report = ask(program, port, test)
    wanted = test["result"]
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if wrong is not None:
        return wrong
    if report["result"] not in wanted:
        return f"{report['result']} ({report['problem']}), not {wanted}"
    if "explanation" not in test:
        return None
    explanation = test["explanation"]
    if explanation == "DEFAULT":
        explanation = None
    if report["explanation"] != explanation:
        return f"explanation {report['explanation']!r}, not {explanation!r}"
    for key in ("lookups", "void_lookups"):
        if key in test and report[key] != test[key]:
            return f"{key} {report[key]}, not {test[key]}"
    return None


def run(program, suite, pool):
    """Labels of what failed, and how many there were."""
    failed, n = [], 0
    for scenario in yaml.safe_load_all(suite.read_text(encoding="utf-8")):
        if scenario is None:
            continue
        with dnsdata.Server(zone_of(scenario.get("zonedata"))) as server:
            tests = scenario["tests"]
            judged = pool.map(lambda test: judge(
                program, server.port, test), tests.values())
            for label, wrong in zip(tests, judged):
                n += 1
                if wrong is not None:
                    failed.append(f"{scenario['description']}: {label}: "
                                  f"{wrong}")
    return failed, n


def main():
    program = os.path.realpath(sys.argv[1])
    suites = [pathlib.Path(path) for path in sys.argv[2:]]
    if not suites:
        there = [path for path in PUBLIC if os.path.exists(path)]
        if not there:
            sys.exit("rfc7208: no suite: install golang-blitiri-go-spf-dev")
        suites = [pathlib.Path(there[0]), OWN]
    good = bad = 0
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for suite in suites:
            failed, n = run(program, suite, pool)
            for line in failed:
                print(line)
            print(f"{suite.name}: {n - len(failed)} passed, "
                  f"{len(failed)} failed")
            good, bad = good + n - len(failed), bad + len(failed)
    print(f"conformance: {good} passed, {bad} failed")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
