#!/usr/bin/python3
"""changes.py PROGRAM [SEED [ROUNDS]] - a report over zone and change is that
over the zone with the change applied.

Random zones, and random changes to them in every format that is read.  The
zone is edited here, as a list of records; nothing is shared with the program.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

ORIGIN = "example.com"
NAMES = ["", "mta1", "mta2", "_dmarc", "s1._domainkey", "a.sub", "*", "*.sub"]
VALUES = {
    "A": ["203.0.113.6", "203.0.113.7", "198.51.100.9"],
    "MX": [(10, "mta1"), (20, "mta2"), (0, "a.sub")],
    "TXT": ["v=spf1 mx -all", "v=spf1 ip4:203.0.113.6 ~all", "token; \"1\"",
            "v=DMARC1; p=none", "v=DKIM1; p=",
            "back\\slash", "v=spf1 a:mta1.example.com -all"],
    "CNAME": ["mta1", "mta2", "a.sub"],
}


def full(name):
    return f"{name}.{ORIGIN}" if name else ORIGIN


def zone_text(zone):
    lines = [f"{ORIGIN}. 300 IN SOA a.{ORIGIN}. b.{ORIGIN}. 1 1 1 1 300"]
    for name, kind, value in sorted(zone, key=str):
        lines.append(f"{full(name)}. 300 IN {kind} {presented(kind, value)}")
    return "\n".join(lines) + "\n"


def presented(kind, value):
    if kind == "MX":
        return f"{value[0]} {full(value[1])}."
    if kind == "TXT":
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if kind == "CNAME":
        return full(value) + "."
    return value


def octal(text):
    """Route 53's form of a string: what is no letter, digit or blank."""
    return "".join(
        c if c.isalnum() or c in " =:~-." else f"\\{ord(c):03o}" for c in text)


def route53_value(kind, value):
    if kind == "TXT":
        half = len(value) // 2
        return f'"{octal(value[:half])}" "{octal(value[half:])}"'
    return presented(kind, value)


def route53_name(name):
    return full(name).replace("*", "\\052") + "."


def is_zone(zone):
    for name, kind, _ in zone:
        if kind == "CNAME" and (
                not name or sum(1 for r in zone if r[0] == name) > 1):
            return False
    return True


def random_zone(dice):
    zone = set()
    for _ in range(dice.randrange(3, 14)):
        kind = dice.choice(list(VALUES))
        record = (dice.choice(NAMES), kind, dice.choice(VALUES[kind]))
        if is_zone(zone | {record}):
            zone.add(record)
    return zone


def sets_of(zone, name, kind):
    return [r for r in zone if r[0] == name and r[1] == kind]


def random_edit(dice, zone):
    """A name, a type, and the values that the set has then."""
    if zone and dice.random() < 0.6:
        name, kind, _ = dice.choice(sorted(zone, key=str))
    else:
        name, kind = dice.choice(NAMES), dice.choice(list(VALUES))
    n = 1 if kind == "CNAME" else dice.randrange(0, 3)
    return name, kind, dice.sample(VALUES[kind], n)


def edited(zone, edits):
    for name, kind, values in edits:
        zone = {r for r in zone if r[:2] != (name, kind)}
        zone |= {(name, kind, v) for v in values}
    return zone


def as_route53(dice, zone, edits):
    changes = []
    for name, kind, values in edits:
        old = sets_of(zone, name, kind)
        if not values and not old:
            continue
        action = "UPSERT" if values else "DELETE"
        values = values or [r[2] for r in old]
        changes.append({"Action": action, "ResourceRecordSet": {
            "Name": route53_name(name), "Type": kind, "TTL": 300,
            "ResourceRecords": [{"Value": route53_value(kind, v)}
                                for v in values]}})
    return json.dumps({"Changes": changes})


def as_nsupdate(dice, zone, edits):
    lines = ["server 127.0.0.1", f"zone {ORIGIN}"]
    for name, kind, values in edits:
        if dice.random() < 0.5:
            lines.append(f"update delete {full(name)}. {kind}")
        else:
            lines += [f"update delete {full(name)}. {kind} "
                      f"{presented(kind, r[2])}"
                      for r in sets_of(zone, name, kind)]
        lines += [f"update add {full(name)}. 300 {kind} {presented(kind, v)}"
                  for v in values]
    return "\n".join(lines + ["send", ""])


def resource(kind, values):
    return {"name": kind[0], "type": kind[1], "ttl": 300, **values}


def change(kind, number, old, new):
    actions = (["update"] if old and new else ["delete"] if old else
               ["create"])
    return {"address": f"{kind}.r{number}", "mode": "managed", "type": kind,
            "change": {"actions": actions, "before": old, "after": new,
                       "after_unknown": {}}}


def as_aws(dice, zone, edits):
    out = []

    def side(name, kind, values):
        if not values:
            return None
        records = [octal(v) if kind == "TXT" else presented(kind, v)
                   for v in values]
        return {"name": full(name), "type": kind, "ttl": 300, "zone_id": "Z",
                "records": records, "allow_overwrite": True}

    for i, (name, kind, values) in enumerate(edits):
        old = side(name, kind, [r[2] for r in sets_of(zone, name, kind)])
        new = side(name, kind, values)
        if old or new:
            out.append(change("aws_route53_record", i, old, new))
    out.append({"address": "aws_route53_zone.z", "mode": "data",
                "type": "aws_route53_zone", "change": {
                    "actions": ["no-op"], "after": {
                        "zone_id": "Z", "name": ORIGIN}}})
    return json.dumps({"format_version": "1.2", "resource_changes": out})


def as_google(dice, zone, edits):
    out = []

    def side(name, kind, values):
        return values and {"name": full(name) + ".", "type": kind, "ttl": 300,
                           "managed_zone": "z",
                           "rrdatas": [presented(kind, v) for v in values]}

    for i, (name, kind, values) in enumerate(edits):
        old = side(name, kind, [r[2] for r in sets_of(zone, name, kind)])
        new = side(name, kind, values)
        if old or new:
            out.append(change("google_dns_record_set", i, old or None,
                              new or None))
    return json.dumps({"format_version": "1.2", "resource_changes": out})


def as_cloudflare(dice, zone, edits):
    out = []

    def side(name, kind, value):
        content = value
        extra = {}
        if kind == "MX":
            content, extra = full(value[1]), {"priority": value[0]}
        elif kind == "CNAME":
            content = full(value)
        return {"name": full(name), "type": kind, "ttl": 300, "zone_id": "Z",
                "content": content, **extra}

    for name, kind, values in edits:
        old = [r[2] for r in sets_of(zone, name, kind)]
        for value in old:
            if value not in values:
                out.append(change("cloudflare_dns_record", len(out),
                                  side(name, kind, value), None))
        for value in values:
            if value not in old:
                out.append(change("cloudflare_dns_record", len(out), None,
                                  side(name, kind, value)))
    out.append({"address": "cloudflare_zone.z", "mode": "data",
                "type": "cloudflare_zone", "change": {
                    "actions": ["no-op"], "after": {
                        "id": "Z", "name": ORIGIN}}})
    return json.dumps({"format_version": "1.2", "resource_changes": out})


FORMATS = [as_route53, as_nsupdate, as_aws, as_google, as_cloudflare]


def report(program, folder, files):
    command = [program, "--offline", "--json", "--skip", "change",
               "--host", f"mta1.{ORIGIN}", "-s", "s1", *files, ORIGIN,
               "203.0.113.6"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if run.returncode not in (0, 1, 3):
        return run.stderr
    checks = json.loads(run.stdout)["checks"]
    for check in checks:
        # One text may be written as other strings.
        check["facts"].pop("answer_octets", None)
        for finding in check["findings"]:
            finding.pop("source", None)
            # What is proposed in turn, and how long caches keep the old.
            finding.pop("fix", None)
            finding.pop("cached_s", None)
            finding.pop("cached_elsewhere_s", None)
    return checks


def differences(got, want):
    if isinstance(got, str) or isinstance(want, str):
        return [got, want]
    return [f"got {x}\nnot {y}" for x, y in zip(got, want) if x != y]


def main():
    program = os.path.realpath(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    failed = done = 0
    with tempfile.TemporaryDirectory() as folder:
        for i in range(rounds):
            dice = random.Random(seed * 100003 + i)
            zone = random_zone(dice)
            edits, seen = [], set()
            for _ in range(dice.randrange(1, 4)):
                edit = random_edit(dice, zone)
                if edit[:2] not in seen:
                    seen.add(edit[:2])
                    edits.append(edit)
            after = edited(zone, edits)
            if not is_zone(after):
                continue
            # Messages name the file.
            for place, records in ("before", zone), ("after", after):
                os.makedirs(f"{folder}/{place}", exist_ok=True)
                with open(f"{folder}/{place}/zone", "w") as f:
                    f.write(zone_text(records))
            want = report(program, f"{folder}/after", ["--zone", "zone"])
            for make in FORMATS:
                text = make(dice, zone, edits)
                with open(f"{folder}/before/change", "w") as f:
                    f.write(text)
                got = report(program, f"{folder}/before",
                             ["--zone", "zone", "--change", "change"])
                done += 1
                if got == want:
                    continue
                failed += 1
                print(f"round {i}, {make.__name__}: not the edited zone")
                print(zone_text(zone), zone_text(after), text, sep="\n")
                print(*differences(got, want), sep="\n")
                if failed > 2:
                    sys.exit(1)
    print(f"changes: {done - failed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
