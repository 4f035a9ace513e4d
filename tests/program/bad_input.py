#!/usr/bin/python3 -B
"""bad_input.py PROGRAM - files that are not what they should be: one line with
the file and, where there is one, the place; exit status 2; and nothing on
standard output.  Ends in the line that check.sh adds up.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile

SECONDS = 60
CHANGE = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": {
    "Name": "example.com.", "Type": "TXT", "TTL": 300,
    "ResourceRecords": [{"Value": "\"v=spf1 -all\""}]}}]}
PLAN = {"format_version": "1.2", "resource_changes": [{
    "address": "aws_route53_record.t", "mode": "managed",
    "type": "aws_route53_record", "name": "t", "change": {
        "actions": ["create"], "before": None, "after_unknown": {},
        "after": {"name": "example.com", "type": "TXT", "ttl": 300,
                  "zone_id": "Z0", "records": ["v=spf1 -all"]}}}]}
LISTING = {"ResourceRecordSets": [
    {"Name": "example.com.", "Type": "TXT", "TTL": 300,
     "ResourceRecords": [{"Value": "\"v=spf1 -all\""}]}]}
NSUPDATE = """\
zone example.com.
update delete example.com. TXT
update add example.com. 300 TXT "v=spf1 -all"
send
"""
ZONE = """\
$ORIGIN example.com.
$TTL 300
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ TXT "v=spf1 -all"
"""
WAIVERS = {"waivers": [{"code": "spf.*", "reason": "x",
                        "until": "2026-12-01"}]}
BASELINE = {"schema": "mailpreflight/1", "version": "0.1.0",
            "request": {"domain": "example.com"}, "verdict": "pass",
            "summary": {}, "checks": [], "changes": [],
            "dns": {"queries": 0, "answers": []}}

# What reads a file: the option, and a file that is as it should be.
READERS = {
    "Route 53 batch": ("--change", json.dumps(CHANGE, indent=1)),
    "plan": ("--change", json.dumps(PLAN, indent=1)),
    "nsupdate script": ("--change", NSUPDATE),
    "Route 53 listing": ("--zone", json.dumps(LISTING, indent=1)),
    "zone file": ("--zone", ZONE),
    "waivers": ("--waivers", json.dumps(WAIVERS, indent=1)),
    "baseline": ("--baseline", json.dumps(BASELINE)),
}
JSON = {"Route 53 batch", "plan", "Route 53 listing", "waivers", "baseline"}


def doubled(text):
    """The first member of the outermost object, twice."""
    key = json.loads(text)
    name, value = next(iter(key.items()))
    return f"{{{json.dumps(name)}: {json.dumps(value)}, {text.lstrip()[1:]}"


def nested(text):
    """The file, with a value within 100,000 lists."""
    return f'{{"x": {"[" * 100_000}{"]" * 100_000}, {text.lstrip()[1:]}'


def bad_files(reader, good):
    """Label and octets of files that are wrong."""
    noise = random.Random(1).randbytes(4096)
    yield "noise", noise
    yield "NUL octets", b"\0" * 100
    yield "half a character", good.encode() + b"\xff\xfe\xc3"
    yield "half of UTF-16", good.encode("utf-16")[:-1]
    if reader in JSON:
        if reader != "baseline":  # a batch of no senders writes nothing
            yield "nothing", b""
        yield "half a file", good.encode()[:len(good) // 2]
        yield "something behind it", good.encode() + b"]"
        yield "deep nesting", nested(good).encode()
        yield "one member twice", doubled(good).encode()
        yield "50 MB that never end", good.encode()[:-3] + b" " * 50_000_000
        yield "a list", b"[" + good.encode() + b"]"
        yield "a number", b"1"
    else:
        yield "nothing", b""
        yield "half a line", good.encode()[:good.index("v=spf1") + 3]
        yield "parentheses", good.encode() + b"\n@ TXT " + b"(" * 1_000_000
        yield "a line of 50 MB", good.encode() + b"@ TXT " + b"x" * 50_000_000
    if reader == "zone file":
        yield "a record of no type", good.encode() + b"@ NOTYPE x\n"
        yield "a file that has itself in it", b"$INCLUDE bad\n"


def good_files(reader, good):
    """What people's editors and shells make of a file."""
    yield "as it is", good.encode()
    if reader not in ("waivers", "baseline"):
        yield "with a byte-order mark", good.encode("utf-8-sig")
        yield "lines that end as Windows has them", \
            good.replace("\n", "\r\n").encode()
    if "--change" == READERS[reader][0] or reader == "Route 53 listing":
        yield "UTF-16", good.encode("utf-16")


def run(program, home, option):
    return subprocess.run(
        [program, "--offline", "--json", "--date", "2026-11-26",
         *([] if option == "--zone" else ["--zone", "good.zone"]),
         option, "example.com=bad" if option == "--zone" else "bad",
         "--only", "spf", "example.com", "203.0.113.6"],
        cwd=home, capture_output=True, timeout=SECONDS, check=False)


def what_is_wrong(done):
    error = done.stderr.decode("utf-8", "replace")
    if done.returncode != 2:
        return f"exit status {done.returncode}"
    if done.stdout:
        return "something on standard output"
    if error.count("\n") != 1 or not error.startswith("mailpreflight: ") or \
            "bad" not in error or len(error) > 1000 or \
            not error[:-1].isprintable():
        return f"not one line that names the file: {error[:300]!r}"
    return None


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="mailpreflight-bad.") as name:
        home = pathlib.Path(name)
        (home / "good.zone").write_text(ZONE)
        for reader, (option, good) in READERS.items():
            for label, octets in good_files(reader, good):
                (home / "bad").write_bytes(octets)
                done = run(program, home, option)
                if done.returncode in (0, 1):
                    passed += 1
                else:
                    failed += 1
                    print(f"bad input: a good {reader}, {label}: "
                          f"{done.stderr[:300]}")
            for label, octets in bad_files(reader, good):
                (home / "bad").write_bytes(octets)
                wrong = what_is_wrong(run(program, home, option))
                if wrong is None:
                    passed += 1
                else:
                    failed += 1
                    print(f"bad input: {reader}, {label}: {wrong}")
    print(f"bad input: {passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
