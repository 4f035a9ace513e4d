#!/usr/bin/python3
"""mutants.py [--seed N] [--count N] [--only TEXT] [--list] - do the tests
notice when the code is wrong?

Makes small mistakes in src/check, src/facts, src/fix and src/mail, one at a
time, and runs the tests that need no server.  A mistake that no test notices
has survived: it is printed as a change to the source, for a test to be
written.  Those in equivalent.txt change nothing that anybody could see.

Works in a copy of the tree, so the tree itself stays as it is.
"""

import argparse
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TREE = HERE.parent.parent
ROOMS = ("check", "facts", "fix", "mail")
MUST_DIE = 0.90
EQUIVALENT_MAX = 0.03  # of all; what is listed beyond that has survived
TIMEOUT_S = 120

# What runs, the quickest first.
TESTS = (
    ["tests/facts.py", "./mailpreflight"],
    ["tests/unit/run"],
    ["sh", "tests/cases.sh", "./mailpreflight"],
    ["tests/spf.py", "./mailpreflight"],
    ["tests/changes.py", "./mailpreflight"],
    ["tests/examples.py", "./mailpreflight"],
    ["tests/dkim_keys.py", "./mailpreflight"],
    ["tests/messages.py", "./mailpreflight"],
    ["tests/fix.py", "./mailpreflight"],
    ["tests/recordings.py", "./mailpreflight"],
    ["tests/law.py", "./mailpreflight"],
    ["tests/conformance/rfc7208.py", "./mailpreflight"],
)

OPPOSITE = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=",
            "!=": "=="}
COMMENT_OR_TEXT = re.compile(
    r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|^\s*#.*?$""",
    re.DOTALL | re.MULTILINE)


def code_only(text):
    """The text with comments, strings and directives blanked out."""
    return COMMENT_OR_TEXT.sub(
        lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)


def compared(code):
    for m in re.finditer(r" (<=|>=|==|!=|<|>) ", code):
        yield m.start(1), m.end(1), OPPOSITE[m.group(1)]


def constants(code):
    for m in re.finditer(r"(?<![\w.\"'])(\d+)(?![\w.xX])", code):
        yield m.start(1), m.end(1), str(int(m.group(1)) + 1)


def conditions(code):
    for m in re.finditer(r"\b(?:if|while) \(", code):
        depth, end = 1, m.end()
        while depth > 0 and end < len(code):
            depth += {"(": 1, ")": -1}.get(code[end], 0)
            end += 1
        inner = code[m.end():end - 1]
        if "\n" not in inner and inner.strip():
            yield m.end(), end - 1, None  # the text itself, negated


def calls(code):
    for m in re.finditer(r"^\t+([a-z_]\w*\([^;{}]*\));$", code,
                         re.MULTILINE):
        if not m.group(1).startswith(("assert(", "return", "sizeof")):
            yield m.start(1), m.end(1), "(void)0"


def junctions(code):
    for m in re.finditer(r"&&|\|\|", code):
        yield m.start(), m.end(), "||" if m.group(0) == "&&" else "&&"


KINDS = {"comparison": compared, "constant": constants,
         "condition": conditions, "call": calls, "junction": junctions}


def sites(only):
    """Every mistake that could be made: (kind, file, start, end, new)."""
    for room in ROOMS:
        for path in sorted((TREE / "src" / room).glob("*.c")):
            name = path.relative_to(TREE).as_posix()
            if only not in name:
                continue
            text = path.read_text(encoding="utf-8")
            code = code_only(text)
            for kind, find in KINDS.items():
                for start, end, new in find(code):
                    if new is None:
                        new = f"!({text[start:end]})"
                    yield kind, name, start, end, new


def described(text, start, end, new):
    """FILE's line before and after: what equivalent.txt lists, too."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    old = " ".join(text[first:last].split())
    changed = " ".join((text[first:start] + new + text[end:last]).split())
    return old, changed


def equivalents():
    """{"FILE: changed line": reason}"""
    listed = {}
    for line in (HERE / "equivalent.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            place, _, reason = line.rpartition(" -- ")
            listed[place] = reason
    return listed


def run(copy, command):
    try:
        done = subprocess.run(
            command, cwd=copy, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=TIMEOUT_S, check=False,
            env=dict(os.environ, CK_FORK="no"))
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def survives(copy):
    """None: it does not compile, or is what the compiler made before."""
    if not run(copy, ["make", "mailpreflight", "tests/unit/run"]):
        return None
    return all(run(copy, test) for test in TESTS)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--only", default="")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    chosen = list(sites(options.only))
    random.Random(options.seed).shuffle(chosen)
    if options.list:
        for kind in KINDS:
            print(kind, sum(site[0] == kind for site in chosen))
        return 0
    listed = equivalents()
    died = survived = excused = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "copy"
        shutil.copytree(TREE, copy, symlinks=True,
                        ignore=shutil.ignore_patterns(".git", "found"))
        if not survives(copy):
            print("mutants: the tests fail without any")
            return 1
        for kind, name, start, end, new in chosen:
            if died + survived + excused >= options.count:
                break
            path = copy / name
            text = path.read_text(encoding="utf-8")
            path.write_text(text[:start] + new + text[end:],
                            encoding="utf-8")
            alive = survives(copy)
            path.write_text(text, encoding="utf-8")
            if alive is None:
                continue
            old, changed = described(text, start, end, new)
            if not alive:
                died += 1
            elif f"{name}: {changed}" in listed:
                excused += 1
            else:
                survived += 1
                line = text.count("\n", 0, start) + 1
                print(f"{name}:{line}: {kind}\n  - {old}\n  + {changed}",
                      flush=True)
    made = died + survived + excused
    beyond = max(0, excused - int(EQUIVALENT_MAX * made))
    share = died / max(1, made - (excused - beyond))
    print(f"mutants: {made} made, {died} noticed, {survived} survived, "
          f"{excused} change nothing: {share:.0%}")
    return 0 if share >= MUST_DIE else 1


sys.exit(main())
