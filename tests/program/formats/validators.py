#!/usr/bin/python3 -B
"""validators.py PROGRAM - formats through the readers that only npm has.

The SARIF schema of the standard (in Microsoft's multitool), the Nu checker for
HTML, and node-tap's parser; and DuckDB for its recipe in README.md.  Needs npm
and Java; "make check" has the readers that Debian has.
"""

import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

import jsonschema

TESTS = pathlib.Path(__file__).resolve().parents[2]
CASES = TESTS / "cases"
PACKAGES = ["@microsoft/sarif-multitool-linux@5", "vnu-jar@26", "tap-parser@18",
            "@duckdb/node-api@1.5.6-r.1"]
SARIF = "node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json"
NU = "node_modules/vnu-jar/build/dist/vnu.jar"
SECONDS = 600
# The command that the recipe's test looks for: duckdb -json -c QUERY.
DUCKDB = """#!/usr/bin/env node
const { DuckDBInstance } = require("%s/node_modules/@duckdb/node-api");
(async () => {
    const duckdb = await (await DuckDBInstance.create()).connect();
    const rows = await duckdb.runAndReadAll(process.argv[4]);
    console.log(JSON.stringify(rows.getRowObjectsJson()));
})();
"""


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


def recipes(program, where):
    """What is wrong with the recipes, now that there is a duckdb."""
    tool = where / "bin" / "duckdb"
    tool.parent.mkdir()
    tool.write_text(DUCKDB % where)
    tool.chmod(0o755)
    done = subprocess.run(
        [TESTS / "recipes" / "run.py", program], capture_output=True,
        text=True, timeout=SECONDS, check=False,
        env=os.environ | {"PATH": f"{tool.parent}:{os.environ['PATH']}"})
    return done.stdout if done.returncode != 0 or (
        "no duckdb" in done.stdout) else ""


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
        wrong = recipes(program, where)
        for text in (said if status != 0 else "", wrong):
            if text:
                failed += 1
                print(text[:2000])
    print(f"validators: {n + 2 - failed} passed, {failed} failed")
    return failed > 0 or n == 0


if __name__ == "__main__":
    sys.exit(main())
