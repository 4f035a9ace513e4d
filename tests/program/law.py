#!/usr/bin/python3
"""law.py PROGRAM [SITUATIONS [SEED]] - the law of proposed changes, over
random zones.

Each situation is a few zones with faults in them.  What the program proposes
is applied by this file, which shares nothing with it; then
  the findings that a change is for are gone, and nothing as severe is new;
  whoever passed SPF before passes, by our evaluator and by pyspf's, where that
  is installed;
  no include, redirect, key, token or other text at a changed name is lost;
  each record set is changed once, as a whole, from what it was;
  nothing stands beside an alias, below somebody else's name, or names an
  address that cannot send;
  and a second run proposes nothing more.
"""

import ipaddress
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

sys.path.pop(0)  # where spf.py is a test
try:
    import spf as pyspf
except ImportError:
    pyspf = None

SITUATIONS = 260
PROPOSING = 150  # so many of them propose something
ZONES = ("example.com", "example.net", "113.0.203.in-addr.arpa")
KEY = re.search(r'"v=DKIM1[^\n]*', (
    pathlib.Path(__file__).parents[1] / "cases/dkim-right/example.com.zone"
).read_text()).group(0)
KEY = "".join(re.findall(r'"([^"]*)"', KEY))
IPS = ("203.0.113.6", "203.0.113.7")
OTHERS = ("198.51.100.1", "198.51.100.2", "198.51.100.130", "192.0.2.9")


class Broken(Exception):
    """What a report has against the law."""


def need(holds, why):
    if not holds:
        raise Broken(why)


# Zones: {(name, type): [value]}; a TXT value is its text, others stand as in
# a zone file, with absolute names.

def strings(text):
    text = text.encode()
    parts = [text[i:i + 255] for i in range(0, len(text), 255)] or [b""]
    return " ".join('"' + "".join(
        chr(c) if 32 <= c < 127 and c not in b'"\\' else f"\\{c:03d}"
        for c in part) + '"' for part in parts)


def zone_text(records, origin):
    lines = [f"$ORIGIN {origin}.", "$TTL 300",
             "@ SOA ns hostmaster 1 7200 900 1209600 300"]
    for (name, kind), values in sorted(records.items()):
        if name != origin and not name.endswith("." + origin):
            continue
        for value in values:
            data = strings(value) if kind in ("TXT", "SPF") else value
            lines.append(f"{name}. {kind} {data}")
    return "\n".join(lines) + "\n"


def text_of(kind, value):
    """A value of a report as this file has it."""
    if kind in ("TXT", "SPF"):
        out = b""
        for part in re.findall(r'"((?:[^"\\]|\\.)*)"', value):
            out += re.sub(
                rb"\\(\d\d\d|.)",
                lambda m: bytes([int(m[1])]) if len(m[1]) == 3 else m[1],
                part.encode())
        return out.decode("utf-8", "surrogateescape")
    if kind in ("CNAME", "PTR"):
        return value + "."
    return value + "." if kind == "MX" else value


class Situation:
    def __init__(self, rng):
        self.rng = rng
        self.records = {}
        self.args = ["example.com"]
        self.ips = list(IPS[:rng.choice([1, 1, 1, 2])])
        self.spf()
        self.host()
        self.reverse()
        self.dkim()
        self.dmarc()
        if rng.randrange(3) == 0:
            self.add("example.com", "TXT", "tok-" + str(rng.randrange(99)))
        if rng.randrange(8) == 0:
            self.add("*.example.com", "TXT", rng.choice(
                ["v=spf1 -all", "tok-wild"]))
        self.add("_spf.example.net", "TXT", "v=spf1 ip4:198.51.100.0/25 -all")
        self.add("_spf2.example.net", "TXT",
                 "v=spf1 ip4:198.51.100.128/28 ~all")
        self.add("example.com", "MX", "10 mail.example.com.")
        self.args += self.ips

    def add(self, name, kind, value):
        values = self.records.setdefault((name, kind), [])
        if value not in values:
            values.append(value)

    def pick(self, *choices):
        return self.rng.choice(choices)

    def term(self):
        return self.pick(
            "include:_spf.example.net", "include:_spf2.example.net", "mx",
            "a:mail.example.com", "ip4:192.0.2.9", "ip4:198.51.100.1",
            "ip4:" + IPS[0], "?ip4:" + IPS[0], "ip4:203.0.113.60",
            "exists:%{i}.x.example.net", "-ip4:192.0.2.10", "a")

    def sound(self):
        terms = [self.term() for _ in range(self.rng.randrange(4))]
        return " ".join(["v=spf1", *dict.fromkeys(terms), self.pick(
            "-all", "-all", "~all", "?all", "redirect=_spf.example.net", "")
        ]).strip()

    def damage(self, record):
        pairs = (
            ("ip4:", "ipv4:"), ("include:", "include="), ("ip4:", "ip4: "),
            ("-all", "-al"), ("~all", "--all"), (" ", "; "), (" ", ","),
            ("v=spf1 ", "v=sfp1 "), ("v=spf1 ", "v=spf1; "),
            ("v=spf1 ", " v=spf1 "), (" -all", " -all ip4:" + IPS[0]),
            (" -all", " redirect=_spf.example.net -all"),
            ("include:_spf.example.net", 'include:"_spf.example.net"'),
            (" mx", " mx mx"), (" ~all", "~all"), ("ip4:192", "a:192"),
            (" ", "\u00a0"), ("v=spf1 ", "IN TXT v=spf1 "),
            ("v=spf1 ", "spf2.0/pra "))
        old, new = self.rng.choice(pairs)
        return record.replace(old, new, 1 if self.rng.randrange(2) else -1)

    def spf(self):
        kind = self.rng.randrange(10)
        if kind == 0:
            return
        if kind == 1:
            self.add("example.com", "SPF", self.sound())
            return
        if kind == 2:
            self.add("example.com", "TXT", "v=spf1 include:_spf.example.net")
            self.add("example.com", "TXT", f"ip4:{IPS[0]} -all")
            return
        self.add("example.com", "TXT", self.sound() if kind < 6
                 else self.damage(self.sound()))
        if kind in (5, 9):
            self.add("example.com", "TXT", self.sound())

    def host(self):
        kind = self.rng.randrange(7)
        self.args += ["-H", "mail.example.com"]
        if kind == 0:
            return
        if kind == 1:
            self.add("mail.example.com", "A", "172.31.5.6")
        elif kind == 2:
            self.add("mail.example.com", "CNAME", "out.example.net.")
            self.add("out.example.net", "A", IPS[0])
        elif kind == 3:
            self.add("mail.example.com", "A", "198.51.100.77")
        else:
            for ip in self.ips:
                self.add("mail.example.com", "A", ip)

    def reverse(self):
        if self.rng.randrange(4) == 0:
            self.args += ["--skip", "reverse"]
        for ip in self.ips:
            name = ipaddress.ip_address(ip).reverse_pointer
            kind = self.rng.randrange(6)
            if kind == 0:
                continue
            if kind == 1:
                end = "x." + name
                self.add(name, "CNAME", end + ".")
                name = end
            self.add(name, "PTR", self.pick(
                "mail.example.com.", "mail.example.com.", "app.example.net.",
                "ec2-" + ip.replace(".", "-") +
                ".compute-1.amazonaws.com."))
        if self.rng.randrange(3) == 0:
            self.add("app.example.net", "A", IPS[0])

    def dkim(self):
        if self.rng.randrange(3) == 0:
            return
        self.args += ["-s", "s1"]
        name = "s1._domainkey.example.com"
        kind = self.rng.randrange(9)
        if kind == 0:
            return
        if kind == 1:
            name += ".example.com"
        text = KEY
        if kind == 2:
            text = '"' + text[:100] + '" "' + text[100:] + '"'
        elif kind == 3:
            text = "\ufeff" + text
        elif kind == 4:
            text = text.replace("v=DKIM1;", "v=DKIM1; h=rsa-sha256;")
        elif kind == 5:
            self.add(name, "TXT", text[200:])
            text = text[:200]
        elif kind == 6:
            text = "s1._domainkey IN TXT ( " + text
        self.add(name, "TXT", text)

    def dmarc(self):
        kind = self.rng.randrange(8)
        name = "_dmarc.example.com"
        if kind == 0:
            return
        if kind == 1:
            name = "example.com"
        elif kind == 2:
            name = "_dmarc.example.com.example.com"
        text = "v=DMARC1; p=none; rua=mailto:d@example.com"
        if kind == 3:
            text = self.pick(
                text.replace("DMARC1;", "DMARC1"), text.replace(";", ","),
                "v=DMARC1; p=none; rua=d@example.com",
                "v=DMARC; p=reject", "p=none; v=DMARC1",
                "v=DMARC1; p=rejekt; rua=mailto:d@example.com",
                "V=DMARC1; P=none")
        elif kind == 4:
            text = "v=DMARC1; p=reject; rua=mailto:d@example.org"
        self.add(name, "TXT", text)


class Runner:
    def __init__(self, program, folder):
        self.program = program
        self.folder = pathlib.Path(folder)

    def write(self, records):
        args = ["--offline"]
        for origin in ZONES:
            path = self.folder / (origin + ".zone")
            path.write_text(zone_text(records, origin))
            args += ["--zone", str(path)]
        return args

    def report(self, records, args):
        done = subprocess.run(
            [self.program, *self.write(records), *args, "--json"],
            capture_output=True, timeout=30, check=False)
        need(done.returncode in (0, 1, 3),
             f"status {done.returncode}: {done.stderr.decode()[:200]}")
        return json.loads(done.stdout)

    def spf(self, records, ip):
        done = subprocess.run(
            [self.program, "spf", *self.write(records), f"--ip={ip}",
             "--mail-from=postmaster@example.com", "--helo=h.example.org",
             "--json"], capture_output=True, timeout=30, check=False)
        return json.loads(done.stdout)["result"]


def pyspf_result(records, ip):
    def lookup(name, kind, strict=True, timeout=None):
        name = name.rstrip(".").lower()
        for _ in range(8):
            alias = records.get((name, "CNAME"))
            if not alias:
                break
            name = alias[0].rstrip(".")
        for value in records.get((name, kind), []):
            if kind == "TXT":
                value = (value.encode(),)
            elif kind == "MX":
                value = (int(value.split()[0]), value.split()[1].rstrip("."))
            elif kind == "AAAA":
                value = ipaddress.ip_address(value).packed
            yield (name, kind), value

    pyspf.DNSLookup = lookup
    return pyspf.query(i=ip, s="postmaster@example.com", h="h.example.org",
                       strict=True, querytime=0).check()[0]


def apply(records, changes):
    records = {key: list(values) for key, values in records.items()}
    seen = set()
    for change in changes:
        key = (change["name"], change["type"])
        need(key not in seen, f"two changes of {key}")
        seen.add(key)
        for member in ("old", "new"):
            need(len(set(change[member])) == len(change[member]),
                 f"{key}: a record twice")
        old = [text_of(key[1], v) for v in change["old"]]
        new = [text_of(key[1], v) for v in change["new"]]
        need(sorted(old) == sorted(records.get(key, [])),
             f"{key}: it is {records.get(key)}, and not {old}")
        need(sorted(old) != sorted(new), f"{key}: nothing changes")
        need(change["action"] == ("create" if not old else "delete"
                                  if not new else "replace"),
             f"{key}: {change['action']}")
        need(change["by"] == ("provider" if key[1] == "PTR" else "zone"),
             f"{key}: by {change['by']}")
        records.pop(key, None)
        if new:
            records[key] = new
    for name in {n for n, kind in records if kind == "CNAME"}:
        need(len([1 for n, _ in records if n == name]) == 1,
             f"{name}: an alias and other data")
    return records


WEIGHT = {"info": 0, "warn": 1, "unknown": 1, "fail": 2}


def findings(report):
    return {(c["check"], f["code"], f["subject"], c.get("ip")): f
            for c in report["checks"] for f in c["findings"]}


def check_findings(before, after):
    was, is_now = findings(before), findings(after)
    worst = 0
    for key, finding in was.items():
        if not finding["fix"] or finding["severity"] == "info":
            continue
        worst = max(worst, WEIGHT[finding["severity"]])
        need(key not in is_now, f"{key} is still there")
    for key, finding in is_now.items():
        weight = WEIGHT[finding["severity"]]
        need(weight == 0 or weight < worst or
             (key in was and weight <= WEIGHT[was[key]["severity"]]),
             f"{key} is new")


def check_values(records, changes):
    """What is published is fit to be, and what was there is not lost."""
    for change in changes:
        name, kind = change["name"], change["type"]
        need(name.endswith(("example.com", "in-addr.arpa")),
             f"{name} is somebody else's")
        old = [text_of(kind, v) for v in change["old"]]
        new = [text_of(kind, v) for v in change["new"]]
        for value in new:
            need(value in old or kind != "A" or
                 not ipaddress.ip_address(value).is_private or
                 value.startswith(("203.0.113.", "198.51.100.")),
                 f"{name}: publishes {value}")
        for value in old:
            need(value in new or not value.startswith("tok-"),
                 f"{name}: the token {value} is lost")
        if kind == "TXT" and name == "example.com":
            check_terms(old, new, change["for"])
        if "_domainkey" in name and new:
            key = "".join(KEY.split("p=")[1].split())
            need(any(key in v for v in new), f"{name}: another key")


def check_terms(old, new, codes):
    """Targets of an SPF record that receivers saw are still named."""
    seen = [v for v in old if re.match(r"(?i)v=spf1( |$)", v)]
    now = " ".join(v for v in new if v.lower().startswith("v=spf1"))
    for record in seen:
        for target in re.findall(r"(?:include:|redirect=)([\w.]+)", record):
            need(target in now, f"{target} is lost for {codes}")


def passing(evaluate, records):
    """Who passes; of several records, whom any of them lets pass."""
    key = ("example.com", "TXT")
    texts = records.get(key, [])
    several = [t for t in texts if re.match(r"(?i)v=spf1( |$)", t)]
    worlds = [records]
    if len(several) > 1:
        worlds = [{**records, key: [t for t in texts if t not in several or
                                    t == one]} for one in several]
    return {ip for ip in IPS + OTHERS for world in worlds
            if evaluate(world, ip) == "pass"}


def judge(runner, situation):
    """Whether anything is proposed; raises Broken."""
    records = situation.records
    before = runner.report(records, situation.args)
    changes = before["changes"]
    for finding in findings(before).values():
        for fix in finding["fix"]:
            need(fix in changes, f"{finding['code']}: a change of its own")
            need(finding["code"] in fix["for"], f"{finding['code']}: not for")
    if not changes:
        return False
    after = apply(records, changes)
    check_values(records, changes)
    report = runner.report(after, situation.args)
    check_findings(before, report)
    need(not report["changes"], "a second run proposes " +
         json.dumps(report["changes"])[:300])
    if any(c["type"] in ("TXT", "SPF") and c["name"] == "example.com"
           for c in changes):
        lost = passing(runner.spf, records) - passing(runner.spf, after)
        need(not lost, f"no longer pass: {sorted(lost)}")
        if pyspf is not None:
            lost = (passing(pyspf_result, records) -
                    passing(pyspf_result, after))
            need(not lost, f"no longer pass at pyspf: {sorted(lost)}")
    return True


def main():
    program = sys.argv[1]
    number = int(sys.argv[2]) if len(sys.argv) > 2 else SITUATIONS
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    proposing = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(str(pathlib.Path(program).resolve()), folder)
        for i in range(number):
            situation = Situation(random.Random(f"{seed}.{i}"))
            try:
                proposing += judge(runner, situation)
            except Broken as why:
                failed += 1
                print(f"situation {seed}.{i}: {why}")
                print("   ", " ".join(situation.args))
                for key, values in sorted(situation.records.items()):
                    print("   ", *key, *(v[:150] for v in values), sep="  ")
    if number >= SITUATIONS and proposing < PROPOSING:
        failed += 1
        print(f"only {proposing} situations propose something")
    print(f"law: {number - min(failed, number)} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
