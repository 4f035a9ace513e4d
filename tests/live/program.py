"""Runs the program under test and takes its JSON report apart."""

import difflib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/program"))
import schema  # noqa: E402

VALIDATOR = schema.validator()
PROGRAM = pathlib.Path(os.environ.get("PROGRAM", ROOT / "mailpreflight"))
SECONDS = 30  # more than any run may take


def parsed(text):
    """A report, which the schema must allow."""
    report = json.loads(text)
    VALIDATOR.validate(report)
    return report


# Who answers: a replay has that from the recording.
ANSWERS = {"--server": 1, "-S": 1, "--zone": 1, "--authoritative": 0,
           "--offline": 0, "--tls": 0}
# What cannot be recorded.
NOT_RECORDED = ("probe", "--wait", "batch")


def of_replay(arguments):
    """The arguments without what says who answers."""
    kept, skip = [], 0
    for argument in map(str, arguments):
        name, _, value = argument.partition("=")
        if skip:
            skip -= 1
        elif name in ANSWERS:
            skip = 0 if value else ANSWERS[name]
        else:
            kept.append(argument)
    return kept


def timeless(report):
    """What a replay has of a report: no clock, and no files."""
    if isinstance(report, list):
        return [timeless(value) for value in report]
    if isinstance(report, dict):
        return {key: timeless(value) for key, value in report.items()
                if key not in ("run", "ms", "source", "from")}
    return report


def replay(recording, arguments, cwd, status, report):
    """The same report, from the recording alone."""
    done = subprocess.run(
        [PROGRAM.resolve(), *of_replay(arguments), "--replay", recording],
        cwd=cwd, capture_output=True, text=True, timeout=SECONDS, check=False)
    again = parsed(done.stdout) if done.stdout else None
    if (done.returncode, timeless(again)) != (status, timeless(report)):
        lines = difflib.unified_diff(
            json.dumps(timeless(report), indent=1).splitlines(),
            json.dumps(timeless(again), indent=1).splitlines(), n=2)
        raise AssertionError("another report of the replay: " + done.stderr +
                             "\n".join(lines))


def run(arguments, cwd=None):
    """Exit status and report; the report is None where there is none.  The run
    is recorded, and its replay must be the same."""
    is_recorded = not set(NOT_RECORDED) & set(map(str, arguments))
    with tempfile.TemporaryDirectory(prefix="mailpreflight-rec.") as home:
        recording = pathlib.Path(home) / "recording"
        record = ["--record", recording] if is_recorded else []
        done = subprocess.run(
            [PROGRAM.resolve(), *arguments, *record], cwd=cwd,
            capture_output=True, text=True, timeout=SECONDS, check=False,
        )
        report = parsed(done.stdout) if done.stdout else None
        if is_recorded and report is not None:
            replay(recording, arguments, cwd, done.returncode, report)
    return done.returncode, report, done.stderr


# Who gave an answer, as messages name it.
SERVER = re.compile(r" \((/\S+|127\.0\.0\.1#\d+)\)")


def without_origin(report):
    """The report as bytes, but for where its answers came from and when."""
    report = json.loads(json.dumps(report))
    report.pop("run", None)
    for check in report.get("checks", []):
        for finding in check["findings"]:
            finding.pop("source", None)
            finding.pop("cached_elsewhere_s", None)
            finding["message"] = SERVER.sub("", finding["message"])
    for answer in report.get("dns", {}).get("answers", []):
        for member in ("server", "ms", "truncated"):
            answer.pop(member, None)
    return json.dumps(report, indent=1)


def codes(report):
    return [f["code"] for c in report["checks"] for f in c["findings"]]
