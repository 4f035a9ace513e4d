#!/usr/bin/python3 -B
"""facts.py PROGRAM [--write] - what dashboards and people read of each case.

tests/program/facts.txt has the facts of every check, and what each finding points at;
tests/program/words.txt has the sentences, and where a finding comes from.  Trees are
left out.  With --write both are made anew: look at what "git diff" says, for
members are public and mean what they meant.  Ends in the line that check.sh
adds up.
"""

import concurrent.futures
import json
import pathlib
import shlex
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
WANTED = {"facts": TESTS / "program/facts.txt", "words": TESTS / "program/words.txt"}
SECONDS = 30


def short(value):
    return json.dumps(value, ensure_ascii=True, sort_keys=True,
                      separators=(",", ":"))


def finding_line(finding):
    """The code, what is meant in the record, and what mends it."""
    said = {key: finding[key] for key in (
        "subject", "cached_s", "cached_elsewhere_s", "reply", "known",
        "waived") if key in finding}
    evidence = finding.get("evidence")
    if evidence is not None:
        said["part"] = [evidence["at"], evidence["part"][:60]]
    for fix in finding["fix"]:
        said.setdefault("fix", []).append(
            {key: fix[key] for key in ("name", "type", "action", "new", "ttl",
                                       "by") if key in fix})
    return f"    {finding['code']} {finding['severity']} {short(said)}"


def facts(case, report):
    """Of one report, in its order."""
    yield f"{case} {report['verdict']} {short(report['summary'])}"
    for check in report["checks"]:
        said = {key: value for key, value in check["facts"].items()
                if key not in ("tree", "record")}
        yield (f"  {check['check']} {check['subject']} {check['status']} "
               f"{short(said)}")
        yield from map(finding_line, check["findings"])


def words(case, report):
    yield case
    for check in report["checks"]:
        yield f"  {check['check']} {check['subject']}: {check['summary']}"
        for finding in check["findings"]:
            yield f"    {finding['code']}: {finding['message']}"
            for key in ("advice", "source"):
                if key in finding:
                    yield f"      {short(finding[key])}"


def read(program, case):
    """{"facts": [line], "words": [line]}"""
    zones = [x for path in sorted(case.glob("*.zone"))
             for x in ("--zone", path.name)]
    if (case / "recording").exists():
        zones += ["--replay", "recording"]
    done = subprocess.run(
        [program, "--offline", "--json", *zones,
         *shlex.split((case / "args").read_text())], cwd=case,
        capture_output=True, text=True, timeout=SECONDS, check=False,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    if not done.stdout.startswith("{"):
        line = f"{case.name} status {done.returncode}"
        return {"facts": [line], "words": [line]}
    report = json.loads(done.stdout)
    return {"facts": list(facts(case.name, report)),
            "words": [short(x)[1:-1] if not x.isascii() else x
                      for x in words(case.name, report)]}


def by_case(text):
    """{case: its lines}"""
    found, case = {}, None
    for line in text:
        if not line.startswith(" "):
            case = line.split()[0]
        found.setdefault(case, []).append(line)
    return found


def compare(kind, got, write):
    """How many cases there are, and how many of them differ."""
    path = WANTED[kind]
    if write:
        path.write_text("\n".join(got) + "\n", encoding="ascii")
    wanted = by_case(path.read_text(encoding="ascii").splitlines())
    got = by_case(got)
    failed = 0
    for case in sorted(wanted.keys() | got.keys()):
        want, have = wanted.get(case, []), got.get(case, [])
        if want == have:
            continue
        failed += 1
        print(f"{kind} of {case}:")
        for sign, these, those in (("-", want, have), ("+", have, want)):
            for line in these:
                if line not in those:
                    print(f"    {sign} {line}")
    return len(wanted.keys() | got.keys()), failed


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    cases = sorted(x for x in (TESTS / "cases").iterdir() if x.is_dir())
    total = failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        got = list(pool.map(lambda case: read(program, case), cases))
    for kind in WANTED:
        ncases, ndiffer = compare(
            kind, [line for one in got for line in one[kind]],
            "--write" in sys.argv)
        total += ncases
        failed += ndiffer
    print(f"facts: {total - failed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
