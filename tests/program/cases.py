#!/usr/bin/python3
"""cases.py [--whole] OUT CASE... - judge what cases.sh left in OUT.

Every report is validated against the JSON Schema that is installed with the
program; codes, statuses and wanted texts are compared exactly.  With --whole
every code that `mailpreflight explain` lists must be shown by a case.
"""

import difflib
import json
import pathlib
import re
import sys

import schema

TESTS = pathlib.Path(__file__).resolve().parents[1]


# What only a network can do to an answer: tests/live shows these.
OF_THE_NETWORK = {
    "dns.timeout", "dns.servfail", "dns.refused", "dns.filtered",
    "dns.malformed", "dns.tls", "domain.unanswered",
    "ns.lame", "ns.unreachable",
}

# What only a mail server can do: tests/live/test_probe.py shows these.
OF_A_RECEIVER = {
    "port25.blocked", "port25.refused", "port25.silent", "port25.greeting",
    "port25.other-address", "port25.ipv6", "port25.no-starttls",
    "port25.seen",
}

# What only a web server can do: tests/live/test_fetch.py shows these.
OF_A_POLICY_HOST = {
    "mta-sts.unreachable", "mta-sts.certificate", "mta-sts.redirect",
    "mta-sts.policy", "mta-sts.mx-uncovered", "mta-sts.testing",
    "mta-sts.short",
}

# What no record is known to do: tests/endless shows it.
OF_NO_RECORD = {"dns.too-complex"}


def read(path):
    return path.read_text(encoding="utf-8") if path.exists() else ""


def codes(report):
    """One line a finding: check, code, severity."""
    return "".join(
        f"{c['check']} {f['code']} {f['severity']}\n"
        for c in report["checks"]
        for f in c["findings"]
    )


def changes(report):
    """Each record set that changes, and its values afterwards."""
    return "".join(
        f"{c['action']} {c['name']} {c['type']}\n" +
        "".join(f"  {value}\n" for value in c["new"])
        for c in report["changes"])


def diff(what, want, got):
    if want == got:
        return []
    lines = difflib.unified_diff(
        want.splitlines(), got.splitlines(), f"want {what}", f"got {what}", n=1,
        lineterm="",
    )
    return list(lines) or [f"{what}: the last line differs in its end"]


# A record to paste is one line, however long.
RECORD = re.compile(r"\S+\. \d+ IN [A-Z]+ ")


def unfit(text):
    """What no terminal should get: long lines, and control characters."""
    lines = text.splitlines()
    wrong = [f"over 80 columns: {line!r}" for line in lines
             if len(line) > 80 and not RECORD.match(line)]
    wrong += [f"blanks at the end: {line!r}" for line in lines
              if line.endswith(" ")]
    wrong += [f"control characters: {line!r}" for line in lines
              if not line.isprintable()]
    return wrong


def judge(case, out, validator, shown):
    """What is wrong with a case, as lines."""
    text = read(out / f"{case.name}.json")
    stderr = read(out / f"{case.name}.json.stderr")
    status = read(out / f"{case.name}.json.status")
    wrong = diff("status", read(case / "status") or "0\n", status)
    wrong += diff("stderr", read(case / "stderr"), stderr)
    if text:
        report = json.loads(text)
        for error in validator.iter_errors(report):
            wrong.append(f"schema: {error.json_path}: {error.message}")
        shown.update(f["code"] for c in report["checks"] for f in c["findings"])
        wrong += diff("codes", read(case / "want.codes"), codes(report))
    elif (case / "want.codes").exists():
        wrong.append("no report")
    if (case / "want.json").exists():
        wrong += diff("json", read(case / "want.json"), text)
    if (case / "want.changes").exists():
        wrong += diff("changes", read(case / "want.changes"),
                      changes(json.loads(text)))
    if (case / "want.txt").exists():
        text = read(out / f"{case.name}.txt")
        wrong += diff("text", read(case / "want.txt"), text)
    return wrong + unfit(read(out / f"{case.name}.verbose"))


def main():
    arguments = sys.argv[1:]
    whole = arguments[0] == "--whole"
    out, *names = arguments[whole:]
    out = pathlib.Path(out)
    validator = schema.validator()
    shown = set()
    passed = failed = 0
    for name in names:
        wrong = judge(TESTS / "cases" / name.rstrip("/"), out, validator, shown)
        if wrong:
            failed += 1
            print(f"case {name.rstrip('/')}:")
            print("\n".join("    " + line for line in wrong))
        else:
            passed += 1
    if whole:
        listed = re.findall(r"^  (\S+\.\S+)", read(out / "codes"), re.MULTILINE)
        for code in listed:
            if code not in (shown | OF_THE_NETWORK | OF_A_RECEIVER | OF_A_POLICY_HOST |
                            OF_NO_RECORD):
                failed += 1
                print(f"no case shows {code}")
    print(f"cases: {passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
