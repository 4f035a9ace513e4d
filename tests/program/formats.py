#!/usr/bin/python3 -B
"""formats.py PROGRAM - every format through a reader that is not ours.

All cases of tests/cases, and some senders whose records are hostile, are
reported in all formats at once.  Each must be what its readers take, and have
the findings that the JSON report has.  A reader that is not installed is named
and skipped.
"""

import collections
import html.parser
import json
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree

import jsonschema
import yaml

import schema

TESTS = pathlib.Path(__file__).resolve().parents[1]
OWN = TESTS / "program/formats"
FORMATS = {"json": "json", "junit": "xml", "sarif": "sarif", "github": "txt",
           "gitlab": "gitlab.json", "tap": "tap", "markdown": "md",
           "prometheus": "prom", "html": "html"}
GITLAB = {"info": "info", "minor": "warn", "major": "unknown",
          "critical": "fail"}
BAD_LINE = "batch.bad-line"

passed = failed = 0


def check(label, wrong):
    """Counts a test; wrong is what is wrong, or nothing."""
    global passed, failed
    if wrong:
        failed += 1
        print(f"formats: {label}: {wrong}")
    else:
        passed += 1


def run(command, text=None):
    """Exit status and both outputs of a reader."""
    done = subprocess.run(command, input=text, capture_output=True,
                          errors="replace", text=True, check=False)
    return done.returncode, done.stdout + done.stderr


# What each format has, as (code, severity).

def of_json(text, accepted=None):
    """Of a report, or of one a line; with another severity for what does not
    count, where that is a part of the format."""
    found = []
    for report in reports_of(text):
        if "error" in report:
            found.append((BAD_LINE, "fail"))
        for c in report.get("checks", []):
            found += [(f["code"], accepted if accepted and
                       f["severity"] != "info" and
                       ("waived" in f or "known" in f) else f["severity"])
                      for f in c["findings"]]
    return found


def of_junit(text):
    found = []
    for case in xml.etree.ElementTree.fromstring(text).iter("testcase"):
        for element in case:
            found += re.findall(r"^(\w+) ([a-z0-9-]+\.[a-z0-9-]+): ",
                                element.text or "", re.MULTILINE)
            if element.get("type") == BAD_LINE:
                found.append(("fail", BAD_LINE))
    return [(code, severity) for severity, code in found]


def of_sarif(text):
    return [(r["ruleId"], r.get("properties", {}).get("severity", "fail"))
            for r in json.loads(text)["runs"][0]["results"]]


def of_github(text):
    severities = {"error": "fail", "warning": "warn", "notice": "notice"}
    return [(re.search(r"title=([^,:]*)::", line)[1],
             severities[line[2:line.index(" ")]])
            for line in text.splitlines()]


def of_gitlab(text):
    return [(e["check_name"], GITLAB[e["severity"]]) for e in json.loads(text)]


def of_tap(text):
    found = []
    for block in re.findall(r"^  ---\n(.*?)^  \.\.\.\n", text,
                            re.MULTILINE | re.DOTALL):
        point = yaml.safe_load(block)
        if "findings" not in point:
            found.append((BAD_LINE, "fail"))
        found += [(f["code"], f["severity"])
                  for f in point.get("findings", [])]
    return found


def of_markdown(text):
    """A batch has the codes of bad lines in no column."""
    items = re.findall(r"^- \*\*(\w+)\*\* `([^`]*)`: ", text, re.M)
    bad = re.findall(r"^\| \*\*error\*\* \| line ", text, re.M)
    return ([(code, severity) for severity, code in items] +
            [(BAD_LINE, "fail") for _ in bad])


class Page(html.parser.HTMLParser):
    """What a page has: findings, identifiers, links and elements."""

    def __init__(self, text):
        super().__init__()
        self.findings, self.ids, self.links = [], [], []
        self.elements, self.attributes = set(), set()
        self.severity = self.is_code = self.text = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.elements.add(tag)
        self.attributes |= set(attributes)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if "href" in attributes:
            self.links.append(attributes["href"])
        if attributes.get("class") == "finding":
            self.severity = "wanted"
        elif self.severity == "wanted" and "badge" in attributes.get(
                "class", ""):
            self.severity = attributes["class"].split()[1]
        self.is_code = tag == "code"

    def handle_data(self, data):
        if self.is_code and self.severity not in (None, "wanted"):
            self.findings.append((data, self.severity))
            self.severity = None
        self.is_code = False


def of_html(text):
    bad = re.findall(r'<span class="badge fail">error</span>', text)
    return Page(text).findings + [(BAD_LINE, "fail") for _ in bad]


def loud(findings):
    """What GitHub annotates, as the two kinds that it has."""
    return [(code, "warn" if severity == "unknown" else severity)
            for code, severity in findings if severity != "info"]


VALIDATOR = schema.validator()


def json_schema(label, texts):
    check(f"{label}: json", [
        f"{error.json_path}: {error.message}"
        for report in reports_of(texts["json"])
        for error in VALIDATOR.iter_errors(report)])


def same_findings(label, texts):
    wanted_by = {"github": loud(of_json(texts["json"], "notice")),
                 "gitlab": of_json(texts["json"], "info")}
    for name, reader in (("junit", of_junit), ("sarif", of_sarif),
                         ("github", of_github), ("gitlab", of_gitlab),
                         ("tap", of_tap), ("markdown", of_markdown),
                         ("html", of_html)):
        wanted = wanted_by.get(name, of_json(texts["json"]))
        got = collections.Counter(reader(texts[name]))
        check(f"{label}: {name} has the findings of json",
              got - collections.Counter(wanted) or
              collections.Counter(wanted) - got)


def same_places(label, texts):
    """A finding is from where the JSON report says, in all that know places."""
    sources = [f.get("source", {}) for report in reports_of(texts["json"])
               for c in report.get("checks", []) for f in c["findings"]]
    sources += [report["source"] for report in reports_of(texts["json"])
                if "error" in report]
    want = collections.Counter(
        (s["file"], s.get("line")) for s in sources if s)
    places = [r["locations"][0]["physicalLocation"]
              for r in json.loads(texts["sarif"])["runs"][0]["results"]]
    got = collections.Counter(
        (urllib.parse.unquote(p["artifactLocation"]["uri"]),
         p.get("region", {}).get("startLine")) for p in places
        if not p["artifactLocation"]["uri"].startswith("dns/"))
    check(f"{label}: sarif has the places of json", got != want and (
        got - want, want - got))
    got = collections.Counter(
        (e["location"]["path"], e["location"]["lines"]["begin"])
        for e in json.loads(texts["gitlab"])
        if not e["location"]["path"].startswith("dns/"))
    check(f"{label}: gitlab has the places of json", got != collections.Counter(
        (file, line or 1) for file, line in want.elements()) and got)


# What only one format promises.

def tap_points(label, text):
    lines = text.splitlines()
    numbers = [int(m[1]) for m in map(
        re.compile(r"(?:not )?ok (\d+)\b").match, lines) if m]
    plans = [line for line in lines if re.match(r"1\.\.\d+", line)]
    check(f"{label}: points are numbered and planned",
          (numbers != list(range(1, len(numbers) + 1)) or
           not plans or len(plans) > 1 or
           int(plans[0][3:].split()[0]) != len(numbers)) and
          (numbers, plans))
    check(f"{label}: TAP is of version 13",
          lines[0] != "TAP version 13" and lines[0])


def junit_counts(label, text):
    for suite in xml.etree.ElementTree.fromstring(text).iter("testsuite"):
        kinds = collections.Counter(e.tag for e in suite.iter())
        want = {"tests": kinds["testcase"], "failures": kinds["failure"],
                "errors": kinds["error"], "skipped": kinds["skipped"]}
        got = {name: int(suite.get(name)) for name in want}
        check(f"{label}: suite {suite.get('name')}", got != want and got)


def github_lines(label, text):
    kinds = [line.split(" ")[0] for line in text.splitlines()]
    order = ["::error", "::warning", "::notice"]
    check(f"{label}: only commands", set(kinds) - set(order))
    check(f"{label}: errors first",
          kinds != sorted(kinds, key=order.index) and kinds)


def sarif_rules(label, text):
    whole = json.loads(text)["runs"][0]
    rules = whole["tool"]["driver"]["rules"]
    check(f"{label}: rules are found by their index",
          [r for r in whole["results"]
           if rules[r["ruleIndex"]]["id"] != r["ruleId"]])


STATES = ["skip", "pass", "warn", "unknown", "fail"]


def of_prometheus(text):
    """The state of each series; wrong where they are not as they must be."""
    states, wrong, families = {}, [], []
    for line in text.splitlines():
        name = re.match(r"(?:# \w+ )?(\w+)", line)[1]
        if name not in families[-1:]:
            families.append(name)
        sample = re.fullmatch(r'mailpreflight_check_status\{((?:\w+="(?:[^"\\]|'
                              r'\\.)*",)*)status="(\w+)"\} ([01])', line)
        if sample and sample[3] == "1":
            if sample[1] in states:
                wrong.append(f"two states: {line}")
            states[sample[1]] = sample[2]
        elif line.startswith("mailpreflight_check_status") and not sample:
            wrong.append(line)
    if len(families) != len(set(families)):
        wrong.append(f"families are not together: {families}")
    return states, wrong


def label(value):
    return (value or "").replace("\\", "\\\\").replace('"', '\\"')


def prometheus_states(name, text, reports):
    """One state a series, and that of the JSON report; the worse of two."""
    want = {}
    for report in reports:
        for c in report.get("checks", []):
            key = "".join(f'{k}="{label(v)}",' for k, v in (
                ("domain", report["request"]["domain"]), ("ip", c["ip"]),
                ("check", c["check"]), ("subject", c["subject"])))
            want[key] = max(want.get(key, "skip"), c["status"],
                            key=STATES.index)
    states, wrong = of_prometheus(text)
    check(f"{name}: series", wrong)
    check(f"{name}: states", states != want and (
        set(states.items()) ^ set(want.items())))
    check(f"{name}: ends in a line feed", not text.endswith("\n"))


def reports_of(text):
    decoder, at, reports = json.JSONDecoder(), 0, []
    while at < len(text):
        report, at = decoder.raw_decode(text, at)
        reports.append(report)
        at += 1
    return reports


def changes(label, texts):
    """A line to copy for each record that is to be there, as it stands."""
    for report in reports_of(texts["json"]):
        for change in report.get("changes", []):
            for value in change["new"]:
                line = re.compile("^" + re.escape(
                    f"{change['name']}. {change['ttl']} IN {change['type']} "
                    + value) + r"\.?$", re.M)
                text = html.unescape(re.sub("<[^>]*>", "\n", texts["html"]))
                check(f"{label}: html has a change's line",
                      not line.search(text) and line.pattern)


def html_alone(label, text):
    """Nothing that runs, nothing from elsewhere, links that lead somewhere."""
    page = Page(text)
    check(f"{label}: elements", page.elements - set(
        "html head meta title style body main header section footer h1 h2 h3 "
        "h4 p span div ol ul li a code pre mark table thead tbody tr th td"
        .split()))
    check(f"{label}: attributes", page.attributes - set(
        "lang charset name content class id href".split()))
    check(f"{label}: identifiers", len(page.ids) != len(set(page.ids)))
    check(f"{label}: links", [link for link in page.links
                              if link[:1] != "#" or link[1:] not in page.ids])
    check(f"{label}: nothing from elsewhere",
          re.search(r"url\(|@import|https?:", text.split("</style>")[0]))


class Readers:
    """Other people's, over all files of a format at once where they can."""

    def __init__(self):
        self.sarif = jsonschema.Draft7Validator(
            json.loads((OWN / "sarif.json").read_text()))
        self.gitlab = jsonschema.Draft7Validator(
            json.loads((OWN / "gitlab.json").read_text()))

    def has(self, tool):
        if shutil.which(tool):
            return True
        print(f"formats: no {tool}, skipped")
        return False

    def schemas(self, label, texts):
        for name, validator in (("sarif", self.sarif),
                                ("gitlab", self.gitlab)):
            error = next(validator.iter_errors(json.loads(texts[name])), None)
            check(f"{label}: {name}",
                  error and f"{error.json_path}: {error.message}")

    def xml(self, paths):
        if not self.has("xmllint"):
            return
        status, said = run(["xmllint", "--noout", "--schema",
                            str(OWN / "junit.xsd"), *map(str, paths)])
        said = "\n".join(line for line in said.splitlines()
                         if not line.endswith(" validates"))
        check("junit by xmllint", status and said)

    def markdown(self, paths):
        """No HTML but ours, and tables that are tables."""
        if not self.has("cmark-gfm"):
            return
        for path in paths:
            status, html = run(["cmark-gfm", "--unsafe", "-e", "table", "-e",
                                "autolink", "-e", "strikethrough", str(path)])
            text = path.read_text()
            check(f"{path.name} by cmark-gfm", status and html)
            check(f"{path.name}: no HTML but ours", set(re.findall(
                r'</?([a-z0-9]+)', re.sub(
                    r'<a href="mailto:|</a>', "", html))) - set(
                    "h1 h2 p table thead tbody tr th td strong code pre ul li "
                    "details summary em".split()))
            check(f"{path.name}: details are closed",
                  html.count("<details") != html.count("</details>"))
            rows = sum(line.startswith("| ") for line in text.splitlines())
            tables = html.count("<table>")
            check(f"{path.name}: rows",
                  html.count("<tr>") != rows - tables and (rows, tables))

    def prometheus(self, paths):
        if not self.has("promtool"):
            return
        for path in paths:
            status, said = run(["promtool", "check", "metrics"],
                               path.read_text())
            check(f"{path.name} by promtool", status and said)

    def html(self, paths):
        if not self.has("tidy"):
            return
        for path in paths:
            status, said = run(["tidy", "-q", "-e", "-utf8", str(path)])
            check(f"{path.name} by tidy", status and said)

    def prove(self, paths):
        """It must read all files and run as many points as there are."""
        if not self.has("prove"):
            return
        status, said = run(["prove", "-e", "cat", *map(str, paths)])
        check("tap by prove", re.search(
            r"Parse errors|Bad plan|No plan|Unknown|Dubious", said) and said)
        points = sum(len(re.findall(r"^(?:not )?ok ", p.read_text(), re.M))
                     for p in paths)
        check("prove counts all points",
              f"Tests={points}," not in said and said[-300:])


def write_all(program, directory, label, arguments, folder):
    """Runs the program for all formats; the texts by format."""
    paths = {name: directory / f"{label}.{suffix}"
             for name, suffix in FORMATS.items()}
    command = [program, *arguments]
    for name, path in paths.items():
        command += ["--format", f"{name}:{path}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True,
                          errors="replace", check=False)
    if done.returncode not in (0, 1, 2, 3) or not paths["json"].exists():
        return None, None, done
    return paths, {n: p.read_text() for n, p in paths.items()}, done


def all_cases(program, directory):
    """Label, texts and paths of each case that has a report."""
    for folder in sorted((TESTS / "cases").iterdir()):
        if not (folder / "args").exists():
            continue
        arguments = ["--offline"]
        for zone in sorted(folder.glob("*.zone")):
            arguments += ["--zone", zone.name]
        arguments += shlex.split((folder / "args").read_text(), comments=True)
        paths, texts, _ = write_all(
            program, directory, folder.name, arguments, folder)
        if texts:
            yield folder.name, paths, texts


HOSTILE = ["--offline", "--zone", str(OWN / "hostile.zone")]


def hostile(program, directory):
    # A zone file, too.
    zone = directory / "z,o n:%0A::error::.zone"
    zone.write_bytes((OWN / "hostile.zone").read_bytes())
    arguments = ["--offline", "--zone", zone.name, "-H", "mta.hostile.example", "-s", "s1",
                 "hostile.example", "203.0.113.6", "2001:db8::6"]
    paths, texts, done = write_all(
        program, directory, "hostile", arguments, directory)
    check("the hostile domain is reported", not texts and done.stderr)
    yield "hostile", paths, texts
    # A batch whose file has a name that means something to readers.
    senders = directory / "a b,c:%0A::error::&<é>.txt"
    senders.write_text("hostile.example 203.0.113.6 selector=s1\n"
                       "hostile.example 203.0.113.6 selector=s1\n"
                       "bounces.hostile.example\n"
                       "bounces.hostile.example label=<b>|::error::`x`\n"
                       "bounces.hostile.example label=<b>|::error::`x`\n"
                       "a..b ::error::x ##[error] <&> | # SKIP\n"
                       '{"domain": "##[error]"}\n')
    paths, texts, done = write_all(
        program, directory, "batch", ["batch", *HOSTILE, senders.name],
        directory)
    check("the hostile batch is reported",
          (not texts or done.returncode != 2 or done.stdout) and done.stderr)
    yield "batch", paths, texts


def lines(program):
    """Each kind of place: a record, one that is included, one of a name
    behind an alias, a missing one; and the record that is quoted."""
    done = subprocess.run(
        [program, "--json", "--offline", "--zone", "formats/places.zone",
         "-H", "mta.places.example", "-s", "s1", "-s", "s2", "places.example",
         "203.0.113.6"], cwd=OWN.parent, capture_output=True, text=True, check=False)
    got = {f["code"]: f.get("source") for c in json.loads(done.stdout)["checks"]
           for f in c["findings"]}
    for code, line in (("mx.target-ip", 5), ("spf.softfail", 6),
                       ("dkim.revoked", 11), ("dmarc.policy-none", 12)):
        check(f"lines: {code}", got.get(code) != {
            "file": "formats/places.zone", "line": line} and got)
    check("lines: a record that is missing", got.get("dkim.missing") != {
        "file": "formats/places.zone"} and got)
    check("lines: a zone that has no say", got.get("dns.not-covered"))


def bad_lines(texts):
    """Of the batch: where the formats that know places say it is."""
    uri = "a%20b%2Cc%3A%250A%3A%3Aerror%3A%3A%26%3C%C3%A9%3E.txt"
    results = [r for r in json.loads(texts["sarif"])["runs"][0]["results"]
               if r["ruleId"] == BAD_LINE]
    check("sarif: places of bad lines",
          [r["locations"][0]["physicalLocation"] for r in results] !=
          [{"artifactLocation": {"uri": uri}, "region": {"startLine": n}}
           for n in (6, 7)] and results)
    check("github: places of bad lines", re.findall(
        r"^::error file=a b%2Cc%3A%250A%3A%3Aerror%3A%3A&<é>\.txt,line=(\d)",
        texts["github"], re.M) != ["6", "7"] and texts["github"])
    check("gitlab: places of bad lines",
          [e["location"]["lines"]["begin"] for e in json.loads(texts["gitlab"])
           if e["check_name"] == BAD_LINE] != [6, 7])
    check("tap: bad lines are points", re.findall(
        r"^not ok \d+ - line (\d)$", texts["tap"], re.M) != ["6", "7"])


def fail_on_warn(program, directory):
    """A warning that counts fails the case and the point."""
    arguments = ["--offline", "--zone", "fails.example.zone", "--only", "mx",
                 "fails.example"]
    for more, want in (([], "ok"), (["--fail-on", "warn"], "not ok")):
        _, texts, done = write_all(program, directory, "warns",
                                   arguments + more, TESTS / "demo")
        check(f"{more}: the exit status", done.returncode != (want != "ok"))
        point = texts["tap"].splitlines()[2]
        check(f"{more}: the point", not point.startswith(f"{want} 1") and point)
        check(f"{more}: the case",
              ("<failure" in texts["junit"]) != (want != "ok"))


FAILS = ["--offline", "--zone", "fails.example.zone", "--zone",
         "amazonaws.com.zone", "--zone", "reverse.zone", "-H",
         "mta1.fails.example", "-s", "s1", "fails.example", "203.0.113.7"]


def accepted(program, directory):
    """What is waived or known does not count, in any format, and is there."""
    demo = TESTS / "demo"
    _, texts, _ = write_all(program, directory, "before", FAILS, demo)
    report = json.loads(texts["json"])
    for result in report["checks"]:
        result["findings"] = [f for f in result["findings"]
                              if f["code"] != "spf.softfail"]
    report["checks"][4]["findings"].append(
        {"code": "mx.null", "severity": "fail", "subject": "fails.example"})
    (directory / "baseline").write_text(json.dumps(report))
    (directory / "waivers").write_text(json.dumps({"waivers": [
        {"code": "spf.*", "subject": "fails.*", "reason": "until <b>'|`",
         "until": "2026-12-01"}]}))
    _, texts, done = write_all(program, directory, "accepted", [
        "--baseline", str(directory / "baseline"), "--waivers",
        str(directory / "waivers"), "--date", "2026-12-01", *FAILS], demo)
    check("accepted: it passes", done.returncode and done.stdout)
    json_schema("accepted", texts)
    report = json.loads(texts["json"])
    marks = {f["code"]: ("waived" in f, f.get("known", False))
             for c in report["checks"] for f in c["findings"]}
    check("accepted: json marks findings", {
        code for code, mark in marks.items()
        if mark != (code == "spf.softfail", code != "spf.softfail")})
    check("accepted: json has what is gone",
          [g["code"] for g in report["baseline"]["gone"]] != ["mx.null"])
    check("accepted: it is in the text",
          ("waived until 2026-12-01" not in done.stdout or
           "1 gone: mx.null of fails.example" not in done.stdout) and
          done.stdout)
    results = json.loads(texts["sarif"])["runs"][0]["results"]
    check("accepted: sarif", [
        r for r in results
        if ("suppressions" in r) != (r["ruleId"] == "spf.softfail") or
        r["baselineState"] != ("new" if r["ruleId"] == "spf.softfail"
                               else "unchanged")])
    check("accepted: github has notices alone", set(
        re.findall("^::(\\w+)", texts["github"], re.M)) != {"notice"})
    check("accepted: gitlab has information alone", set(
        e["severity"] for e in json.loads(texts["gitlab"])) != {"info"})
    check("accepted: no case fails", re.search("<failure|<error",
                                               texts["junit"]))
    check("accepted: no point fails", re.search("^not ok", texts["tap"], re.M))
    for name in ("junit", "tap", "markdown", "html"):
        check(f"accepted: {name} tells why", "waived until 2026-12-01" not in
              texts[name])
    _, texts, done = write_all(program, directory, "expired", [
        "--baseline", str(directory / "baseline"), "--waivers",
        str(directory / "waivers"), "--date", "2026-12-02", *FAILS], demo)
    check("expired: it fails", done.returncode != 1)


def batch_brief(program):
    """--brief leaves out dns and the trees, and nothing else."""
    command = [program, "batch", "--offline", "--zone", "fails.example.zone",
               "--zone", "passes.example.zone", "--zone", "reverse.zone"]
    senders = ("fails.example 203.0.113.7\nnonsense\n"
               "passes.example 203.0.113.6=mta1.passes.example selector=s1\n")

    def run(*more):
        return subprocess.run([*command, *more], input=senders,
                              cwd=TESTS / "demo", capture_output=True,
                              text=True, check=False).stdout

    whole, trees = [], 0
    for line in run().splitlines():
        report = json.loads(line)
        report.pop("dns", None)
        for result in report.get("checks", []):
            trees += result["facts"].pop("tree", None) is not None
        whole.append(report)
    brief = [json.loads(line) for line in run("--brief").splitlines()]
    check("brief: there is something to leave out", trees != 2 and trees)
    check("brief: all the rest is there", brief != whole and brief)
    check("brief: HTML has the trees without it",
          "SPF of" not in run("--format", "html"))
    check("brief: HTML has none with it",
          "SPF of" in run("--brief", "--format", "html"))


def batch_accepted(program, directory):
    """Unused waivers are told once, and known findings are each sender's."""
    (directory / "waivers").write_text(json.dumps({"waivers": [
        {"code": code, "reason": "r", "until": "2026-12-01"}
        for code in ("spf.softfail", "mx.null")]}))
    command = [program, "batch", "--offline", "--zone", "fails.example.zone",
               "--only", "spf", "--date", "2026-12-01"]
    senders = "fails.example 203.0.113.7\nfails.example 203.0.113.7 label=b\n"
    done = subprocess.run(
        [*command, "--waivers", str(directory / "waivers")], input=senders,
        cwd=TESTS / "demo", capture_output=True, text=True, check=False)
    check("batch: it passes with waivers", done.returncode and done.stdout)
    check("batch: unused waivers are told once",
          (done.stderr.count("mx.null") != 1 or "softfail" in done.stderr)
          and done.stderr)
    check("batch: not by each sender", "waiver.unused" in done.stdout)
    first = subprocess.run(command, input=senders, cwd=TESTS / "demo",
                           capture_output=True, text=True,
                           check=False).stdout
    (directory / "baseline").write_text(
        first.splitlines()[0] + '\n{"error": "x", "line": 2}\n')
    done = subprocess.run(
        [*command, "--baseline", str(directory / "baseline")], input=senders,
        cwd=TESTS / "demo", capture_output=True, text=True, check=False)
    check("batch: a label is another sender",
          [json.loads(line)["verdict"] for line in done.stdout.splitlines()] !=
          ["pass", "fail"] and done.stdout)


def in_workflow(program):
    """Nothing that the DNS said is a command, whatever the format."""
    for name in FORMATS:
        done = subprocess.run(
            [program, *HOSTILE, "-s", "s1", "--format", name,
             "hostile.example", "203.0.113.6"], capture_output=True, text=True,
            env={"GITHUB_ACTIONS": "true"}, check=False)
        lines = done.stdout.splitlines()
        check(f"in a workflow: {name} has no other command", [
            line for line in lines
            if name != "github" and re.match(r"\s*::\w", line) or
            name != "github" and "##[" in line])
        if name in ("json", "sarif", "gitlab"):
            plain = subprocess.run(
                [program, *HOSTILE, "-s", "s1", "--format", name,
                 "hostile.example", "203.0.113.6"], capture_output=True,
                text=True, check=False).stdout
            check(f"in a workflow: {name} says the same",
                  json.loads(plain) != json.loads(done.stdout))


LARGE = 3000


def large(program, directory):
    """More than the limits of Markdown and of SARIF, the worst kept."""
    senders = directory / "large"
    senders.write_text("".join(
        f"d{i}.hostile.example 203.0.113.{i % 256}\n" if i % 100 else
        "hostile.example 203.0.113.7\n" for i in range(LARGE)))
    paths, texts, done = write_all(
        program, directory, "large", ["batch", *HOSTILE, senders.name],
        directory)
    check("large: it is reported", not texts and done.stderr)
    text = texts["markdown"]
    check("large: Markdown stays below 1 MiB", not (
        800 * 1024 < len(text.encode()) < 1024 * 1024) and len(text))
    left = [int(n) for n in re.findall(r"longer than 1 MiB: (\d+)", text)]
    rows = len(re.findall(r"^\| (?:fail|unknown|warn|pass|skip) \| \S+ \| "
                          r"[0-9.]+ \|", text.split("\n## ")[0], re.M))
    sections = text.count("\n## ")
    check("large: Markdown counts what is left out",
          (sections + left[-1] != LARGE or
           (rows != LARGE and rows + left[0] != LARGE)) and
          (sections, rows, left))
    verdicts = [STATES.index(v) for v in re.findall(
        r"^\*\*(\w+)\*\*: ", text, re.M)]
    check("large: the worst first", verdicts != sorted(verdicts, reverse=True))
    want = collections.Counter(s for _, s in of_json(texts["json"]))
    got = collections.Counter(s for _, s in of_sarif(texts["sarif"]))
    room = 25000
    for severity in reversed(STATES):
        check(f"large: SARIF has the {severity}s that fit",
              got[severity] != min(want[severity], room) and (got, want))
        room -= got[severity]


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    readers = Readers()
    with tempfile.TemporaryDirectory(prefix="mailpreflight-formats.") as home:
        directory = pathlib.Path(home)
        files = collections.defaultdict(list)
        for source in (all_cases, hostile):
            for label, paths, texts in source(program, directory):
                for name, path in paths.items():
                    files[name].append(path)
                same_findings(label, texts)
                json_schema(label, texts)
                tap_points(label, texts["tap"])
                junit_counts(label, texts["junit"])
                github_lines(label, texts["github"])
                html_alone(label, texts["html"])
                changes(label, texts)
                same_places(label, texts)
                prometheus_states(label, texts["prometheus"],
                                  reports_of(texts["json"]))
                if source is hostile or len(files["sarif"]) % 16 == 0:
                    sarif_rules(label, texts["sarif"])
                    readers.schemas(label, texts)
        bad_lines(texts)
        readers.xml(files["junit"])
        readers.prove(files["tap"])
        # The hostile ones are the last.
        readers.markdown(files["markdown"][-2:] + files["markdown"][::16])
        readers.prometheus(
            files["prometheus"][-2:] + files["prometheus"][::32])
        readers.html(files["html"][-2:] + files["html"][::32])
        large(program, directory)
        fail_on_warn(program, directory)
        lines(program)
        accepted(program, directory)
        batch_accepted(program, directory)
        batch_brief(program)
        in_workflow(program)
    print(f"formats: {passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
