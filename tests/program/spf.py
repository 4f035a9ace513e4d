#!/usr/bin/python3
"""spf.py PROGRAM - the spf command: what it prints and how it ends."""

import json
import os
import pathlib
import subprocess
import sys

import schema

VALIDATOR = schema.validator()
ZONES = pathlib.Path(__file__).with_name("spf")
OFFLINE = ["--offline", "--zone", "example.com.zone", "--zone",
           "example.net.zone"]

# Label, arguments, exit status, and members of the JSON report.
REPORTS = [
    ("a pass", ["--ip=192.0.2.1", "--mail-from=a@example.com"], 0, {
        "result": "pass", "explanation": None, "domain": "example.com",
        "matched": {"domain": "example.com", "term": "mx"},
        "lookups": 9, "void_lookups": 2, "problem": None}),
    ("a domain and an address", ["192.0.2.1", "EXAMPLE.com."], 0, {
        "result": "pass", "domain": "example.com", "ip": "192.0.2.1",
        "lookups": 9}),
    ("a mail address and an address", ["a@soft.example.com", "192.0.2.2"], 1, {
        "result": "softfail", "domain": "soft.example.com"}),
    ("a domain alone: warnings pass", ["example.com"], 0, {
        "result": None, "ip": None, "matched": None, "lookups": 9,
        "problem": None}),
    ("a domain alone, with an error", ["bad.example.com"], 1, {
        "result": None, "lookups": 0}),
    ("a domain alone, without a record", ["mx1.example.com"], 1, {
        "result": None}),
    ("a sender alone", ["--mail-from=a@two.example.com"], 1, {
        "result": None}),
    ("a pass by include", ["--ip=203.0.113.6", "--mail-from=example.com"], 0, {
        "result": "pass", "lookups": 1, "void_lookups": 0,
        "matched": {"domain": "example.com",
                    "term": "include:_spf.example.net"}}),
    ("a softfail", ["--ip=192.0.2.2", "--mail-from=a@soft.example.com"], 1, {
        "result": "softfail", "lookups": 0,
        "matched": {"domain": "soft.example.com", "term": "~all"}}),
    ("a fail with its explanation",
     ["--ip=192.0.2.2", "--mail-from=a@explained.example.com"], 1, {
         "result": "fail",
         "explanation": "192.0.2.2 may not send for explained.example.com"}),
    ("an explanation with a control character is none",
     ["--ip=192.0.2.2", "--mail-from=a@example.com"], 1, {
         "result": "fail", "explanation": None}),
    ("no record", ["--ip=192.0.2.2", "--mail-from=a@mx1.example.com"], 1, {
        "result": "none", "matched": None, "problem": None}),
    ("no legal name", ["--ip=192.0.2.2", "--mail-from=a@a..example"], 1, {
        "result": "none", "matched": None}),
    ("an address literal", ["--ip=192.0.2.2", "--mail-from=a@[192.0.2.2]"], 1,
     {"result": "none"}),
    ("a syntax error", ["--ip=192.0.2.1", "--mail-from=a@bad.example.com"], 1,
     {"result": "permerror", "matched": None,
      "problem": 'bad.example.com: "include": a domain is missing'}),
    ("two records", ["--ip=192.0.2.1", "--mail-from=a@two.example.com"], 1,
     {"result": "permerror",
      "problem": "two.example.com has more than one SPF record"}),
    ("an answer that is not there",
     ["--ip=192.0.2.1", "--mail-from=a@slow.example.com"], 3,
     {"result": "temperror",
      "problem": "no answer for elsewhere.example TXT: NOT-COVERED"}),
    ("the null sender",
     ["--ip=192.0.2.1", "--mail-from=", "--helo=soft.example.com"], 0,
     {"result": "pass", "domain": "soft.example.com"}),
    ("the HELO name alone", ["--ip=192.0.2.1", "--helo=soft.example.com"], 0,
     {"result": "pass", "domain": "soft.example.com"}),
    ("an IPv4-mapped client",
     ["--ip=::ffff:192.0.2.1", "--mail-from=a@soft.example.com"], 0,
     {"result": "pass"}),
    ("the last @ counts",
     ["--ip=192.0.2.1", '--mail-from="a@b"@soft.example.com'], 0,
     {"result": "pass", "domain": "soft.example.com"}),
    ("a name in another script",
     ["--ip=192.0.2.1", "--mail-from=a@b\u00fccher.example.com"], 1,
     {"result": "none", "domain": "xn--bcher-kva.example.com"}),
]

# Arguments, and the line on standard error.
USAGE = [
    ([], "DOMAIN: none given, and no --mail-from or --helo"),
    (["--ip=192.0.2"], "--ip '192.0.2': not an IPv4 or IPv6 address"),
    (["--ip=192.0.2.1"], "DOMAIN: none given, and no --mail-from or --helo"),
    (["192.0.2.1"], "DOMAIN: none given, and no --mail-from or --helo"),
    (["example.com", "192.0.2"], "IP '192.0.2': not an IPv4 or IPv6 address"),
    (["example.com", "192.0.2.1", "--ip=192.0.2.2"],
     "--ip '192.0.2.2': another address is given, too"),
    (["a..example"], "DOMAIN 'a..example': it has an empty label"),
    (["example.com", "--format=junit"], "--format 'junit': not of 'spf'"),
    (["--ip=192.0.2.1", "--mail-from="],
     "--helo: none given, and the sender is empty"),
    (["example.com", "moo"],
     "'moo': not expected; one DOMAIN and one IP are"),
    (["--ip=192.0.2.1", "--mail-from=example.com", "example.com"],
     "--mail-from: not with DOMAIN, which is the sender"),
    (["--ip=192.0.2.1", "--host=example.com"],
     "--host: not an option of 'spf'"),
]


def run(program, *arguments):
    return subprocess.run([program, "spf", *arguments], cwd=ZONES, text=True,
                          capture_output=True, timeout=30, check=False,
                          env=dict(os.environ, LC_ALL="C"))


def judge_report(program, arguments, status, members):
    done = run(program, *OFFLINE, "--json", *arguments)
    if done.returncode != status:
        return f"exit status {done.returncode}, not {status}: {done.stderr}"
    report = json.loads(done.stdout)
    wrong = [f"schema: {e.json_path}: {e.message}"
             for e in VALIDATOR.iter_errors(report)]
    if wrong:
        return wrong[0]
    for key, wanted in members.items():
        if report[key] != wanted:
            return f"{key} is {report[key]!r}, not {wanted!r}"
    text = run(program, *OFFLINE, *arguments)
    if text.returncode != status:
        return f"exit status {text.returncode} of the text"
    if any(len(line) > 80 for line in text.stdout.splitlines()):
        return f"more than 80 columns: {text.stdout}"
    if not text.stdout.isprintable() and any(
            not c.isprintable() and c != "\n" for c in text.stdout):
        return "a control character in the text"
    return None


def judge_usage(program, arguments, message):
    done = run(program, *arguments)
    if (done.returncode, done.stdout, done.stderr) != (
            2, "", f"mailpreflight: {message}\n"):
        return f"{done.returncode}, {done.stdout!r}, {done.stderr!r}"
    return None


def judge_text(program):
    """The drawing, octet by octet."""
    done = run(program, *OFFLINE, "--ip=192.0.2.1",
               "--mail-from=a@example.com")
    wanted = (ZONES / "want.txt").read_text(encoding="utf-8")
    return None if done.stdout == wanted else done.stdout


def main():
    program = os.path.realpath(sys.argv[1])
    wrong = [(label, judge_report(program, *rest))
             for label, *rest in REPORTS]
    wrong += [(message, judge_usage(program, arguments, message))
              for arguments, message in USAGE]
    wrong.append(("the drawing", judge_text(program)))
    failed = [(label, why) for label, why in wrong if why is not None]
    for label, why in failed:
        print(f"spf: {label}: {why}")
    print(f"spf: {len(wrong) - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
