"""Runs the program under test and takes its JSON report apart."""

import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests"))
import schema  # noqa: E402

VALIDATOR = schema.validator()
PROGRAM = pathlib.Path(os.environ.get("PROGRAM", ROOT / "mailpreflight"))
SECONDS = 30  # more than any run may take


def parsed(text):
    """A report, which the schema must allow."""
    report = json.loads(text)
    VALIDATOR.validate(report)
    return report


def run(arguments, cwd=None):
    """Exit status and report; the report is None where there is none."""
    done = subprocess.run(
        [PROGRAM.resolve(), *arguments], cwd=cwd, capture_output=True,
        text=True, timeout=SECONDS, check=False,
    )
    report = parsed(done.stdout) if done.stdout else None
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
            finding["message"] = SERVER.sub("", finding["message"])
    for answer in report.get("dns", {}).get("answers", []):
        for member in ("server", "ms", "truncated"):
            answer.pop(member, None)
    return json.dumps(report, indent=1)


def codes(report):
    return [f["code"] for c in report["checks"] for f in c["findings"]]
