#!/usr/bin/python3 -B
"""recordings.py PROGRAM [CASE ...] - every case is recorded, and replayed: the
same report to the byte, but for where records are from.  Ends in the line that
check.sh adds up.
"""

import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parents[1]
SECONDS = 30
# Of the report over the zones themselves, which tell whose a wildcard's records
# are; who only gets answers, as a replay does, cannot know.
ZONES_KNOW_MORE = {
}


def without_source(report):
    """A replay knows no files."""
    if isinstance(report, dict):
        return {key: without_source(value) for key, value in report.items()
                if key not in ("source", "from")}
    if isinstance(report, list):
        return [without_source(value) for value in report]
    return report


def options(case):
    zones = [zone for path in sorted(case.glob("*.zone"))
             for zone in ("--zone", path.name)]
    return zones, shlex.split((case / "args").read_text())


def without_zones(arguments):
    """The arguments of a replay: the recording has what zones answered."""
    kept, skip = [], False
    for argument in arguments:
        if skip:
            skip = False
        elif argument == "--zone":
            skip = True
        elif not argument.startswith("--zone=") and argument != "--offline":
            kept.append(argument)
    return kept


def run(program, case, *arguments):
    done = subprocess.run([program, *arguments], cwd=case, capture_output=True,
                          text=True, timeout=SECONDS, check=False,
                          env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    return done.returncode, done.stdout, done.stderr


def parsed(text):
    return [without_source(json.loads(line)) for line in text.splitlines()] \
        if text.startswith("{\"") else \
        [without_source(json.loads(text))] if text else []


def judge(program, case, home):
    """What is wrong with a case, as lines."""
    zones, arguments = options(case)
    first, again = home / "first", home / "again"
    for path in (first, again):
        path.unlink(missing_ok=True)
    plain = run(program, case, "--offline", "--json", *zones, *arguments)
    if plain[0] == 2:
        return []
    recorded = run(program, case, "--offline", "--json", "--record", first,
                   *zones, *arguments)
    replayed = run(program, case, "--json", "--record", again, "--replay",
                   first, *without_zones(arguments))
    wrong = []
    if recorded != plain and case.name not in ZONES_KNOW_MORE:
        wrong.append("another report with --record")
    if not first.exists():
        return wrong + ["no recording"]
    if replayed[0] != recorded[0]:
        wrong.append(f"exit status {replayed[0]}, not {recorded[0]}: "
                     f"{replayed[2].strip()}")
    elif parsed(replayed[1]) != parsed(recorded[1]):
        wrong.append("another report with --replay")
    # With a change, what is published is not asked for again.
    elif "--change" not in " ".join(arguments) and \
            again.read_text() != first.read_text():
        wrong.append("another recording of the replay")
    return wrong


class Command:
    """The program in a folder of its own, for what is no case."""

    def __init__(self, program, home):
        self.program, self.home = program, home
        self.wrong = []

    def write(self, name, text):
        (self.home / name).write_text(text)

    def read(self, name):
        return (self.home / name).read_text()

    def run(self, *arguments, status=None):
        got = run(self.program, self.home, *arguments)
        if status is not None and got[0] != status:
            self.wrong.append(f"{shlex.join(arguments)}: exit status "
                              f"{got[0]}, not {status}: {got[2].strip()}")
        return got

    def expect(self, what, is_so):
        if not is_so:
            self.wrong.append(what)


ZONE = """\
$ORIGIN example.com.
$TTL 300
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ NS ns1
@ MX 10 mx1
@ TXT "v=spf1 ip4:203.0.113.6 include:_spf.example.com -all"
_spf TXT "v=spf1 -all"
ns1 A 203.0.113.3
mx1 A 203.0.113.7
mta1 A 203.0.113.6
s1._domainkey TXT "v=DKIM1; p=MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ"
"""
BATCH = """\
example.com 203.0.113.6
a..b
example.com 203.0.113.9 label=other
example.net
"""
CHANGE = """\
zone example.com.
update delete example.com. TXT
update add example.com. 300 TXT "v=spf1 mx -all"
send
"""
ZONE_OF_PLAN = {"zone_id": "Z0", "name": "example.com"}
PLAN = {"format_version": "1.2", "resource_changes": [
    {"address": "data.aws_route53_zone.z", "mode": "data",
     "type": "aws_route53_zone", "name": "z",
     "change": {"actions": ["no-op"], "before": ZONE_OF_PLAN,
                "after": ZONE_OF_PLAN, "after_unknown": {}}},
    {"address": "aws_route53_record.spf", "mode": "managed",
     "type": "aws_route53_record", "name": "spf",
     "change": {"actions": ["create"], "before": None,
                "after": {"name": "new.example.com", "type": "TXT",
                          "ttl": 300, "zone_id": "Z0",
                          "records": ["v=spf1 ip4:203.0.113.66 -all"]},
                "after_unknown": {}, "before_sensitive": False,
                "after_sensitive": {"records": True}}}]}


def batch(c):
    recorded = c.run("batch", "--offline", "--zone", "example.com.zone",
                     "--record", "rec", "list", status=2)
    replayed = c.run("batch", "--replay", "rec", "list", status=2)
    c.expect("batch: another report of the replay",
             parsed(replayed[1]) == parsed(recorded[1]))


def spf(c):
    recorded = c.run("spf", "--json", "--offline", "--zone",
                     "example.com.zone", "--record", "rec", "example.com",
                     "203.0.113.6", status=0)
    replayed = c.run("spf", "--json", "--replay", "rec", "example.com",
                     "203.0.113.6", status=0)
    c.expect("spf: another report of the replay", recorded == replayed)


def change(c):
    sender = ["example.com", "203.0.113.6", "--only", "spf,change", "--json"]
    zone = ["--offline", "--zone", "example.com.zone"]
    changed = c.run(*zone, "--change", "change", "--record", "rec", *sender,
                    status=1)
    c.expect("change: no published answer", " published " in c.read("rec"))
    again = c.run("--replay", "rec", "--change", "change", *sender, status=1)
    c.expect("change: another report of its replay",
             parsed(again[1]) == parsed(changed[1]))
    # Without it the proposed answers, and no check of the change.
    without = json.loads(c.run("--replay", "rec", *sender, status=1)[1])
    c.expect("change: it is judged without --change",
             [x["check"] for x in without["checks"]] == ["spf"])
    # With another, what is published: that is put back.
    c.write("other", CHANGE.replace("mx -all", "ip4:203.0.113.6 -all"))
    c.run("--replay", "rec", "--change", "other", *sender, status=0)


def secrets(c):
    c.run("--offline", "--zone", "example.com.zone", "--record", "rec", "-s",
          "s1", "--only", "dkim", "example.com", "--json", status=1)
    c.expect("a private key is recorded", "MIIEvQ" not in c.read("rec"))
    codes = c.run("--replay", "rec", "-s", "s1", "--only", "dkim",
                  "example.com", "--json", status=1)[1]
    c.expect("a private key is not found again",
             '"dkim.private-key"' in codes)
    sender = ["new.example.com", "203.0.113.66", "--only", "spf", "--json"]
    first = c.run("--offline", "--zone", "example.com.zone", "--change",
                  "plan.json", "--record", "rec", *sender)
    c.expect("a sensitive value is recorded",
             "203.0.113.66" not in c.read("rec"))
    again = c.run("--replay", "rec", "--change", "plan.json", *sender)
    # It is the plan that answers then, and no zone file.
    c.expect("sensitive: another report of the replay",
             parsed(first[1])[0]["checks"] == parsed(again[1])[0]["checks"])
    c.run("--replay", "rec", *sender, status=3)


def keys_of_lists(c):
    """The key of a list's customer is neither shown nor recorded."""
    zone = (TESTS / "cases/dnsbl-with-a-key/lists.zone").read_text()
    sender = ["--with", "dnsbl", "--dnsbl-key", "@key", "example.com",
              "203.0.113.6", "--timeout", "5"]
    for what, text in (("answers", zone),
                       ("no answers", zone.replace("$ORIGIN .",
                                                   "$ORIGIN example."))):
        c.write("lists.zone", text.replace("@ SOA", "@ SOA"))
        c.write("key", "secret1\r\n")
        zones = ["--offline", "--zone", "lists.zone"] if what == "answers" \
            else ["--offline", "--zone", "example.com.zone"]
        for form in ("json", "text", "sarif", "junit", "html", "markdown"):
            done = c.run(*zones, "--record", "rec", "-v", *sender,
                         "--format", form)
            c.expect(f"a key in {form}, {what}",
                     "secret1" not in done[1] + done[2] + c.read("rec"))
            again = c.run("--replay", "rec", "-v", *sender, "--format", form)
            c.expect(f"another {form} of the replay, {what}",
                     form not in ("text", "markdown") or
                     done[:2] == again[:2])
    done = c.run("--with", "dnsbl", "--dnsbl-key", "sec/ret", "example.com")
    c.expect("a wrong key is shown", "sec/ret" not in done[2])


def bad_files(c):
    """One line that names the place, and nothing on standard output."""
    good = "mailpreflight-recording 1 2026-11-26\n"
    line = "example.com MX NODATA ttl 300\n"
    for what, text, want in (
            ("nothing", b"", "rec:1: not a recording"),
            ("a zone", ZONE.encode(), "rec:1: not a recording"),
            ("UTF-16", (good + line).encode("utf-16"),
             "rec:1: not a recording"),
            ("half a file", (good + line)[:-15].encode(),
             "rec:2: the line ends too early"),
            ("the same twice", (good + line * 2).encode(),
             "rec:3: a second answer to the question"),
            ("no day", good.replace("26", "32").encode(),
             "rec:1: not a day as YYYY-MM-DD: '2032-11-32'"),
            ("a NUL", (good + "example.com\0 MX NODATA\n").encode(),
             "rec:2: a NUL octet in the text"),
            ("a line of 50 MB", good.encode() + b"x" * 50_000_000,
             "rec:2: not a name: '"),
            ("many parentheses", good.encode() + b"(" * 1_000_000,
             "rec:2: a '(' is never closed")):
        (c.home / "rec").write_bytes(text)
        status, output, error = c.run("--replay", "rec", "example.com")
        c.expect(f"{what}: {status} {error[:200]!r}",
                 status == 2 and output == "" and error.count("\n") == 1 and
                 error.startswith("mailpreflight: " + want))


def odd_names(c):
    """A local part makes names of any octets."""
    c.write("odd.zone", '$ORIGIN example.com.\n$TTL 300\n'
            '@ SOA ns1 hostmaster 1 7200 900 1209600 300\n'
            '@ TXT "v=spf1 exists:%{l}._x.example.com -all"\n')
    for local in ("#a", ";a", "(a", ")a", "@a", "a|b", 'a"b', "a\\b", "a b",
                  "\u00fc", "*", "$ORIGIN", "published"):
        sender = ["--json", "--ip", "203.0.113.6", "--mail-from",
                  f"{local}@example.com", "--helo", "mta1.example.com"]
        first = c.run("spf", "--offline", "--zone", "odd.zone", "--record",
                      "rec", *sender, status=1)
        again = c.run("spf", "--replay", "rec", *sender, status=1)
        c.expect(f"{local}: another report of the replay", first == again)


def is_whole_or_not_there(c):
    c.write("rec", "as before")
    c.run("--offline", "--record", "none/rec", "--zone", "example.com.zone",
          "example.com", status=4)
    c.run("batch", "--offline", "--record", "rec", "--zone",
          "example.com.zone", "no-such-list", status=2)
    c.expect("a file was touched", c.read("rec") == "as before")


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    names = sys.argv[2:] or sorted(
        path.parent.name for path in (TESTS / "cases").glob("*/args"))
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="mailpreflight-rec.") as home:
        for name in names:
            wrong = judge(program, TESTS / "cases" / name, pathlib.Path(home))
            if wrong:
                failed += 1
                print(f"recording of case {name}: {'; '.join(wrong)}")
            else:
                passed += 1
        for check in (batch, spf, change, secrets, keys_of_lists, bad_files,
                      odd_names, is_whole_or_not_there):
            command = Command(program, pathlib.Path(home))
            command.write("example.com.zone", ZONE)
            command.write("list", BATCH)
            command.write("change", CHANGE)
            command.write("plan.json", json.dumps(PLAN))
            check(command)
            for line in command.wrong:
                print(f"recording: {line}")
            failed += len(command.wrong) > 0
            passed += not command.wrong
    print(f"recordings: {passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
