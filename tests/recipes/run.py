#!/usr/bin/python3 -B
"""run.py PROGRAM - what README.md, action.yml and the other ready-made things
tell people to run, as it stands there.

The program that they find is PROGRAM, offline and with the zones of
tests/demo.  A tool that is not installed is named and skipped.
"""

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
README = (ROOT / "README.md").read_text()

passed = failed = 0


def check(label, wrong):
    global passed, failed
    if wrong:
        failed += 1
        print(f"recipes: {label}: {wrong}")
    else:
        passed += 1


def has(tool):
    if shutil.which(tool):
        return True
    print(f"recipes: no {tool}, skipped")
    return False


def blocks(heading):
    """The indented blocks below a heading of README.md."""
    section = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", README,
                        re.M | re.S)[1]
    found = re.findall(r"(?:^(?:    .*)?\n)+", section, re.M)
    return ["\n".join(line[4:] for line in block.strip("\n").splitlines())
            for block in found if block.strip()]


def place(program, home):
    """A folder as the recipes expect it; the environment to run them in."""
    tools = home / "bin"
    tools.mkdir()
    demo = ROOT / "tests/demo"
    wrapper = tools / "mailpreflight"
    # The zones of the demo answer what the network would.
    wrapper.write_text(
        "#!/bin/sh\ncase $1 in batch) c=batch; shift ;; *) c=check ;; esac\n"
        f"exec {program} $c --offline --zone {demo}/reverse.zone --zone "
        f"{demo}/passes.example.zone --zone {demo}/fails.example.zone --zone "
        f"{demo}/amazonaws.com.zone \"$@\"\n")
    wrapper.chmod(0o755)
    (home / "new").mkdir()
    zone = (demo / "passes.example.zone").read_text()
    (home / "new/example.com.zone").write_text(
        zone.replace("passes.example", "example.com"))
    (home / "senders").write_text(
        "passes.example 203.0.113.6 host=mta1.passes.example selector=s1\n"
        "fails.example 203.0.113.7 host=mta1.fails.example selector=s1\n"
        "a..b\n")
    environment = dict(os.environ, PATH=f"{tools}:{os.environ['PATH']}")
    environment.pop("GITHUB_ACTIONS", None)
    return environment


def run(command, home, environment, **more):
    return subprocess.run(["bash", "-eo", "pipefail", "-c", command], cwd=home,
                          env={**environment, **more}, capture_output=True,
                          text=True, check=False)


def ci_line(home, environment):
    done = run(blocks("In CI")[0], home, environment)
    check("README: the CI job", done.returncode not in (0, 1, 3) and done)
    check("README: its report", "<testsuite " not in
          (home / "report.xml").read_text())


def action(home, environment):
    whole = yaml.safe_load((ROOT / "action.yml").read_text())
    snippet = yaml.safe_load(blocks("In CI")[1])[0]
    check("action: README gives its inputs",
          set(snippet["with"]) - set(whole["inputs"]))
    step = {s["id"]: s for s in whole["runs"]["steps"]}
    check("action: each step has a shell",
          [s for s in whole["runs"]["steps"] if s.get("shell") != "bash"])
    check("action: no input is part of a script",
          [s for s in whole["runs"]["steps"] if "${{" in s["run"]])
    for domain, host, want in (("passes.example", "203.0.113.6", 0),
                               ("fails.example", "203.0.113.7", 1)):
        files = {name: str(home / name.lower()) for name in
                 ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
        for path in files.values():
            pathlib.Path(path).write_text("")
        done = run(step["build"]["run"], home, environment, FOLDER=str(home),
                   **files)
        check("action: the program that is there is taken",
              done.returncode and done)
        done = run(step["run"]["run"], home, environment, **files,
                   GITHUB_ACTIONS="true", SARIF="out.sarif",
                   ARGUMENTS=f"-H mta1.{domain} -s s1 '{domain}' {host} "
                   "--set 'spf.ptr=off'")
        check(f"action: {domain}", done.returncode != want and done)
        check(f"action: {domain}, output",
              (home / "github_output").read_text() != f"status={want}\n")
        check(f"action: {domain}, summary", domain not in
              (home / "github_step_summary").read_text())
        check(f"action: {domain}, SARIF",
              json.loads((home / "out.sarif").read_text())["version"] !=
              "2.1.0")
        check(f"action: {domain}, annotations",
              ("::error " in done.stdout) != (want == 1) and done.stdout)
    run(step["run"]["run"], home, environment, **files, SARIF="out.sarif",
        ARGUMENTS="$(touch owned) `touch owned` ; touch owned")
    check("action: arguments are not executed", (home / "owned").exists())


def component(home, environment):
    head, jobs = yaml.safe_load_all(
        (ROOT / "templates/mailpreflight.yml").read_text())
    inputs = head["spec"]["inputs"]
    snippet = yaml.safe_load(blocks("In CI")[2])["include"][0]["inputs"]
    missing = [name for name, input_ in inputs.items()
               if "default" not in input_ and name not in snippet]
    check("component: README gives its inputs",
          missing or set(snippet) - set(inputs))
    (job,) = jobs.values()
    snippet["arguments"] = "-H mta1.fails.example -s s1 fails.example " \
        "203.0.113.7"
    script = re.sub(r"\$\[\[ inputs\.(\w+) \]\]",
                    lambda m: snippet[m[1]], "\n".join(job["script"]))
    done = run(script, home, environment)
    check("component: the job fails", done.returncode != 1 and done)
    reports = job["artifacts"]["reports"].values()
    check("component: its reports", [
        name for name in reports if not (home / name).exists()])
    check("component: they are kept then, too",
          job["artifacts"]["when"] != "always")


def hook(home, environment):
    (whole,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    (snippet,) = yaml.safe_load(blocks("In CI")[3])
    used = snippet["hooks"][0]
    check("hook: its identifier", used["id"] != whole["id"])
    check("hook: what it looks at", not re.search(whole["files"],
                                                  used["args"][1]))
    check("hook: it takes no files", whole["pass_filenames"])
    done = subprocess.run([*whole["entry"].split(), *used["args"]], cwd=home,
                          env=environment, capture_output=True, text=True,
                          check=False)
    check("hook: it runs", done.returncode not in (0, 1, 3) and done)


def queries(home, environment):
    jq, duckdb, cron = blocks("What batches are for")
    run("mailpreflight batch senders > reports.jsonl || true", home,
        environment)
    reports = [json.loads(line) for line in
               (home / "reports.jsonl").read_text().splitlines()]
    fails = collections.Counter(
        f["code"] for r in reports for c in r.get("checks", [])
        for f in c["findings"] if f["severity"] == "fail")
    check("jq: there is something to find", not fails)
    if has("jq"):
        first, second = re.split(r"\n(?=jq )", jq)
        done = run(first, home, environment)
        check("jq: codes by number", collections.Counter(
            {line.split()[1]: int(line.split()[0])
             for line in done.stdout.splitlines()}) != fails and done)
        done = run(second, home, environment)
        check("jq: senders that fail", not done.stdout.startswith(
            "fails.example\t203.0.113.7\t") or done.stdout.count("\n") != 1)
    if has("duckdb"):
        done = subprocess.run(["duckdb", "-json", "-c", duckdb], cwd=home,
                              capture_output=True, text=True, check=False)
        check("duckdb: codes", {r["code"] for r in json.loads(done.stdout)} !=
              set(fails) and done)
    command = cron.split(None, 5)[5]
    command = command.replace("/var/lib/prometheus/node-exporter", ".")
    command = command.replace("/etc/mailpreflight/senders", "senders")
    done = run(command, home, environment)
    check("cron: it runs and prints nothing",
          (done.returncode != 2 or done.stdout or done.stderr) and done)
    if has("promtool"):
        text = (home / "mailpreflight.prom").read_text()
        done = subprocess.run(["promtool", "check", "metrics"], input=text,
                              capture_output=True, text=True, check=False)
        check("cron: metrics", done.returncode and done)


def monitoring(home):
    panels = json.loads((ROOT / "contrib/grafana.json").read_text())["panels"]
    check("grafana: panels have their own identifiers",
          len({p["id"] for p in panels}) != len(panels))
    if not has("promtool"):
        return
    rules = [{"record": f"panel:{p['id']}", "expr":
              t["expr"].replace("$domain", ".*")}
             for p in panels for t in p["targets"]]
    (home / "panels.yml").write_text(yaml.safe_dump(
        {"groups": [{"name": "panels", "rules": rules}]}))
    for what, command in (
            ("grafana: queries", ["check", "rules", str(home / "panels.yml")]),
            ("alerts: rules", ["check", "rules", "contrib/alerts.yml"]),
            ("alerts: tests", ["test", "rules",
                               "tests/recipes/alerts_test.yml"])):
        done = subprocess.run(["promtool", *command], cwd=ROOT,
                              capture_output=True, text=True, check=False)
        check(what, done.returncode and done.stdout + done.stderr)
    used = {name for text in [
        (ROOT / "contrib/alerts.yml").read_text(),
        (ROOT / "contrib/grafana.json").read_text()]
        for name in re.findall(r"mailpreflight_\w+", text)}
    written = set(re.findall(
        r'"(\w+)", "(?:gauge|counter)"',
        (ROOT / "src/report/prometheus.c").read_text()))
    check("metrics that are used are written",
          used - {f"mailpreflight_{name}" for name in written})


# What is published before the change, and what tools that need an account or
# are not packaged print.
PUBLISHED = """\
$ORIGIN example.com.
$TTL 300
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ NS ns1
@ TXT "v=spf1 -all"
mx1 A 203.0.113.7
old A 203.0.113.8
"""
STAND_INS = {
    "terraform": "case $1 in show) cat shown.json ;; plan) : > $3 ;; esac",
    "tofu": "case $1 in show) cat shown.json ;; plan) : > $3 ;; esac",
    "dnscontrol": 'test "$1 $2" = "print-ir --out"',
    "curl": 'for last; do :; done; test -n "$CF_TOKEN"; '
            'cp export.txt example.com.zone',
}
SPF = "v=spf1 ip4:203.0.113.6 -all"
TOOLS = ["Route 53", "Terraform", "nsupdate", "DNSControl", "octoDNS",
         "Cloudflare", "PowerDNS"]


def change_folder(program, home):
    """A folder with an input of each tool, and the tools in front."""
    tools = home / "bin"
    tools.mkdir(parents=True)
    for path in (HERE / "inputs").iterdir():
        shutil.copy(path, home)
    (home / "published").write_text(PUBLISHED)
    for name, script in STAND_INS.items():
        (tools / name).write_text(f"#!/bin/sh -e\n{script}\n")
    # A change is laid over what is published; a zone takes its place.
    (tools / "mailpreflight").write_text(
        "#!/bin/sh\ncase \" $* \" in *' --zone '*) ;; *) "
        "set -- --zone published \"$@\" ;; esac\n"
        f"exec {program} --offline --json --only spf,mx,dkim -s s1 \"$@\" "
        "> report.json\n")
    for path in tools.iterdir():
        path.chmod(0o755)
    return dict(os.environ, PATH=f"{tools}:{os.environ['PATH']}",
                CF_TOKEN="token", ZONE_ID="zone")


def judge_change(label, block, program, home):
    environment = change_folder(program, home)
    done = run(block, home, environment)
    check(f"{label}: it passes", done.returncode and done)
    if done.returncode not in (0, 1, 3):
        return
    report = json.loads((home / "report.json").read_text())
    facts = {c["check"]: c["facts"] for c in report["checks"]}
    check(f"{label}: SPF", facts["spf"].get("record") != SPF and report)
    check(f"{label}: MX", [e["preference"] for e in
                           facts["mx"].get("exchanges", [])] != [10] and report)
    check(f"{label}: the key",
          [c["status"] for c in report["checks"] if c["check"] == "dkim"] !=
          ["pass"] and report)


def changes(program, home):
    """README's way from each tool to the verdict on its change."""
    found = blocks("A change, from each tool")
    check("changes: one recipe a tool", len(found) != len(TOOLS))
    for label, block in zip(TOOLS, found):
        if label != "octoDNS" or has("yq"):
            judge_change(label, block, program, home / label)
    judge_change("OpenTofu", found[1].replace("terraform", "tofu"), program,
                 home / "OpenTofu")


def japanese():
    """README.ja.md shows the reports of README.md and of the guide."""
    guide = (ROOT / "man/mailpreflight-aws.7").read_text()
    shown = [re.sub(r"\\(?=['.])|\\&", "", text).replace(r"\e", "\\")
             for text in re.findall(r"^\.Bd -literal\n(.*?)\.Ed", guide,
                                    re.M | re.S)]
    shown.append(re.sub("(?m)^    ", "", README))
    blocks_there = re.findall(r"^```text\n(.*?)^```",
                              (ROOT / "README.ja.md").read_text(), re.M | re.S)
    check("README.ja.md: there are reports", not blocks_there)
    for block in blocks_there:
        check("README.ja.md: " + block.splitlines()[0],
              not any(block in text for text in shown))


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="mailpreflight-recipes.") as name:
        home = pathlib.Path(name)
        environment = place(program, home)
        ci_line(home, environment)
        action(home, environment)
        component(home, environment)
        hook(home, environment)
        queries(home, environment)
        monitoring(home)
        changes(program, home)
        japanese()
    print(f"recipes: {passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
