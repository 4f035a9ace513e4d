#!/usr/bin/python3 -B
"""validators.py PROGRAM - formats through the readers that only npm has.

The SARIF schema of the standard (in Microsoft's multitool), the Nu checker for
HTML, and node-tap's parser.  Needs npm and Java; "make check" has the readers
that Debian has.
"""

import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

import jsonschema

CASES = pathlib.Path(__file__).resolve().parents[1] / "cases"
PACKAGES = ["@microsoft/sarif-multitool-linux@5", "vnu-jar@26", "tap-parser@18"]
SARIF = "node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json"
NU = "node_modules/vnu-jar/build/dist/vnu.jar"
SECONDS = 600


def output(command, cwd, text=None):
    done = subprocess.run(command, cwd=cwd, input=text, capture_output=True,
                          text=True, timeout=SECONDS, check=False)
    return done.returncode, done.stdout + done.stderr


def reports(program, where):
    """The reports of all cases, each in the three formats; how many."""
    n = 0
    for path in sorted(CASES.glob("*/args")):
        zones = [x for zone in sorted(path.parent.glob("*.zone"))
                 for x in ("--zone", zone.name)]
        formats = [x for end in ("sarif", "html", "tap")
                   for x in ("--format", f"{end}:{where}/{n}.{end}")]
        subprocess.run(
            [program, "--offline", *zones, *formats,
             *shlex.split(path.read_text())], cwd=path.parent,
            capture_output=True, timeout=SECONDS, check=False)
        n += (where / f"{n}.sarif").exists()
    return n


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        where = pathlib.Path(name)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund",
                        "--ignore-scripts", "--silent", *PACKAGES], cwd=where,
                       timeout=SECONDS, check=True)
        n = reports(program, where)
        schema = json.loads((where / SARIF).read_text())
        validator = jsonschema.validators.validator_for(schema)(schema)
        for i in range(n):
            errors = list(validator.iter_errors(
                json.loads((where / f"{i}.sarif").read_text())))
            status, said = output(["npx", "tap-parser", "-j", "0"], where,
                                  (where / f"{i}.tap").read_text()) \
                if i % 20 == 0 else (0, "")
            # Status 1 is a test point that failed as well.
            wrong = [e.message for e in errors] + (
                [said] if '"tapError":"' in said else [])
            failed += bool(wrong)
            if wrong:
                print(f"{i}: {wrong[0]}")
        status, said = output(
            ["java", "-jar", NU, "--errors-only",
             *[f"{i}.html" for i in range(n)]], where)
        if status != 0:
            failed += 1
            print(said[:2000])
    print(f"validators: {n - failed} passed, {failed} failed")
    return failed > 0 or n == 0


if __name__ == "__main__":
    sys.exit(main())
