#!/usr/bin/python3
"""fix.py PROGRAM - what --fix writes, read by those whom it is for: zone
lines by named-checkzone, the nsupdate script by nsupdate and a BIND of our
own, which refuses it the second time; the Route 53 batch by AWS's limits; the
Terraform resources by terraform, where that is installed.

The situations are those of tests/cases that have changes of example.com.
"""

import json
import pathlib
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time

CASES = pathlib.Path(__file__).resolve().parents[1] / "cases"
SBIN = "/usr/sbin:/usr/bin:/sbin:/bin"


def tool(name):
    return shutil.which(name, path=SBIN)


class Wrong(Exception):
    """What is wrong with a text."""


def need(holds, why):
    if not holds:
        raise Wrong(why)


def run(program, case, *more):
    args = [program, "--offline"]
    for zone in sorted(case.glob("*.zone")):
        args += ["--zone", zone.name]
    args += shlex.split((case / "args").read_text())
    done = subprocess.run([*args, *more], cwd=case, capture_output=True,
                          text=True, timeout=30, check=False)
    need(done.returncode in (0, 1, 3), done.stderr)
    return done.stdout


def changes_of(program, case):
    """Those that the owner of example.com can make."""
    changes = json.loads(run(program, case, "--json"))["changes"]
    return [c for c in changes if c["by"] == "zone"]


def sets(changes):
    """{(name, type): sorted values}, without last dots."""
    return {(c["name"], c["type"]): sorted(c["new"]) for c in changes}


# Zone lines.

def check_zone(program, case, changes, folder):
    text = run(program, case, "--fix", "zone")
    path = folder / "fixed.zone"
    path.write_text("$ORIGIN example.com.\n$TTL 300\n"
                    "@ SOA ns hostmaster 1 7200 900 1209600 300\n"
                    "@ NS ns\nns A 192.0.2.53\n" + text)
    done = subprocess.run(
        [tool("named-checkzone"), "-D", "-o", "-", "example.com", path],
        capture_output=True, text=True, check=False)
    need(done.returncode == 0, done.stdout + done.stderr)
    read = {}
    for line in done.stdout.split("\n"):
        m = re.match(r"(\S+)\.\s+\d+\s+IN\s+(\S+)\s+(.*)", line)
        if m and (m[1], m[2]) in sets(changes):
            read.setdefault((m[1], m[2]), []).append(m[3])
    for key, values in sets(changes).items():
        found = sorted(v if key[1] == "TXT" else v.rstrip(".")
                       for v in read.get(key, []))
        need(found == values, f"{key}: {found}, not {values}")


# A BIND that takes updates from this machine.

class Bind:
    def __init__(self, zone, folder):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.folder = folder
        (folder / "example.com.db").write_text(zone)
        (folder / "named.conf").write_text(
            f'options {{ directory "{folder}"; pid-file none; '
            f'session-keyfile none; listen-on-v6 {{ none; }}; '
            f'listen-on port {self.port} {{ 127.0.0.1; }}; recursion no; '
            f'dnssec-validation no; }};\ncontrols {{ }};\n'
            f'zone "example.com" {{ type primary; '
            f'file "example.com.db"; allow-update {{ 127.0.0.1; }}; }};\n')
        with open(folder / "named.log", "wb") as log:
            # pylint: disable-next=consider-using-with
            self.process = subprocess.Popen(
                [tool("named"), "-g", "-c", folder / "named.conf"],
                stdout=log, stderr=log)

    def wait(self):
        for _ in range(200):
            if self.ask("example.com", "SOA"):
                return
            need(self.process.poll() is None,
                 (self.folder / "named.log").read_text()[-500:])
            time.sleep(0.05)
        raise Wrong("named does not answer")

    def ask(self, name, kind):
        done = subprocess.run(
            [tool("dig"), "+short", "+tries=1", "+time=1", "+norecurse",
             "-p", str(self.port), "@127.0.0.1", name, kind],
            capture_output=True, text=True, check=False)
        return [] if done.returncode else done.stdout.strip().split("\n")

    def update(self, script):
        return subprocess.run(
            [tool("nsupdate")], text=True, capture_output=True, check=False,
            input=f"server 127.0.0.1 {self.port}\n{script}")

    def close(self):
        self.process.terminate()
        self.process.wait(10)


def with_server(zone):
    return zone.replace("\n@ SOA", "\n@ NS ns\nns A 192.0.2.53\n@ SOA", 1)


def check_nsupdate(program, case, changes, folder):
    script = run(program, case, "--fix", "nsupdate")
    need(script.count("\nsend\n") == 1, "one message a zone")
    zone = (case / "example.com.zone").read_text()
    bind = Bind(with_server(zone), folder)
    try:
        bind.wait()
        done = bind.update(script)
        need(done.returncode == 0, done.stderr + script)
        wanted = sets(changes)
        for (name, kind), values in wanted.items():
            if kind != "CNAME" and wanted.get((name, "CNAME")):
                continue  # the server follows the alias
            found = sorted(v if kind == "TXT" else v.rstrip(".")
                           for v in bind.ask(name, kind) if v)
            need(found == values, f"{name} {kind}: {found}, not {values}")
        again = bind.update(script)
        need(again.returncode != 0, "a second application is not refused")
    finally:
        bind.close()


# Route 53: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide,
# "DNS constraints and behaviors" and the limits of a change batch.

def check_route53(program, case, changes, folder):
    del folder
    batch = json.loads(run(program, case, "--fix", "route53"))
    need(list(batch) == ["Changes"], "other members")
    need(len(batch["Changes"]) == len(changes), "not all changes")
    size = 0
    for item, change in zip(batch["Changes"], changes):
        records = item["ResourceRecordSet"]
        gone = change["action"] == "delete"
        values = change["old" if gone else "new"]
        need(item["Action"] == ("DELETE" if gone else "UPSERT"), "action")
        need(records["Name"] == change["name"] + ".", "name")
        need(records["Type"] == change["type"], "type")
        need(records["TTL"] == change["ttl"], "ttl")
        need(len(records["ResourceRecords"]) == len(values), "values")
        for record in records["ResourceRecords"]:
            value = record["Value"]
            size += len(value) * (2 if item["Action"] == "UPSERT" else 1)
            need(len(value) <= 4000, "a value over 4000 characters")
            if change["type"] != "TXT":
                continue
            need(re.fullmatch(r'"([^"\\]|\\.)*"( "([^"\\]|\\.)*")*', value),
                 f"no quoted strings: {value}")
            for part in re.findall(r'"((?:[^"\\]|\\.)*)"', value):
                part = re.sub(r"\\[0-7]{3}|\\.", "x", part)
                need(len(part) <= 255, "a string over 255 octets")
    need(size <= 32000, "a batch over 32000 characters")


def check_terraform(program, case, changes, folder):
    text = run(program, case, "--fix", "terraform")
    # A set that is published may be another resource's.
    replaced = sum(bool(change["old"]) and bool(change["new"])
                   for change in changes)
    need(text.count("# The set exists:") == replaced,
         "not as many sets exist as are replaced")
    kept = [c for c in changes if c["action"] != "delete"]
    need(text.count('\nresource "aws_route53_record"') == len(kept),
         "not a resource for each set")
    need(not re.search(r"(?<![$%])[$%]\{", text), "a template of HCL")
    command = tool("terraform") or shutil.which("terraform") or \
        shutil.which("tofu")
    if command is None:
        return
    path = folder / "fixed.tf"
    path.write_text(text)
    done = subprocess.run([command, "fmt", "-check", "-diff", path],
                          capture_output=True, text=True, check=False)
    need(done.returncode == 0, done.stdout + done.stderr)


def is_of_published(case):
    """Whether a case is about what is published, and not about a change that
    is proposed beside it, or a usage error."""
    status = case / "status"
    return "--change" not in (case / "args").read_text() and \
        (not status.exists() or status.read_text().strip() != "2")


CHECKS = (check_zone, check_nsupdate, check_route53, check_terraform)


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    passed = failed = 0
    for case in filter(is_of_published, sorted(CASES.glob("change-*"))):
        changes = changes_of(program, case)
        if not changes or any(
                not c["name"].endswith("example.com") for c in changes):
            continue
        for check in CHECKS:
            with tempfile.TemporaryDirectory() as folder:
                try:
                    check(program, case, changes, pathlib.Path(folder))
                    passed += 1
                except Wrong as why:
                    failed += 1
                    print(f"{case.name}: {check.__name__}: {why}")
    print(f"fix: {passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
