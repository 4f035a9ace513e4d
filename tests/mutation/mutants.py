#!/usr/bin/python3
"""mutants.py [--seed N] [--count N] [--jobs N] [--quick] [--only TEXT]
[--again FILE] - do the tests notice when the code is wrong?

Makes small mistakes in src/check, src/facts, src/fix and src/mail, one at a
time, and runs the tests that need no server.  A mistake that no test notices
has survived: it is printed as a change to the source, for a test to be
written.  Those in equivalent.txt change nothing that anybody could see, and a
mistake that compiles to the same code is not counted.  --again makes only the
mistakes that FILE has, which is what an earlier run printed; --quick leaves out
the slow tests, so that what it says is noticed is no more than really is.

Works in copies of the tree, one a job, so the tree itself stays as it is.
"""

import argparse
import concurrent.futures
import itertools
import os
import pathlib
import queue
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

# What is compiled is compared, so it holds nothing for debuggers.
MAKE = ["make", "-s", "OPT=-O2"]
# What runs, those first that notice most in the shortest time.
QUICK = (
    ["tests/program/facts.py", "./mailpreflight"],
    [*MAKE, "tests/unit/run"],
    ["tests/unit/run"],
    ["tests/program/spf.py", "./mailpreflight"],
    ["sh", "tests/program/cli.sh", "./mailpreflight"],
    ["tests/program/changes.py", "./mailpreflight"],
    ["tests/program/examples.py", "./mailpreflight"],
)
SLOW = (
    ["sh", "tests/program/cases.sh", "./mailpreflight"],
    ["tests/program/dkim_keys.py", "./mailpreflight"],
    ["tests/program/messages.py", "./mailpreflight"],
    ["tests/program/fix.py", "./mailpreflight"],
    ["tests/program/recordings.py", "./mailpreflight"],
    ["tests/conformance/rfc7208.py", "./mailpreflight"],
    ["tests/program/law.py", "./mailpreflight"],
    ["tests/program/formats.py", "./mailpreflight"],
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


def unnoticed(copy, tests):
    return all(run(copy, test) for test in tests)


class Copy:
    """A tree to make mistakes in."""

    def __init__(self, folder, tests):
        self.tree = folder
        self.tests = tests
        shutil.copytree(TREE, folder, symlinks=True,
                        ignore=shutil.ignore_patterns(".git", "found"))
        run(folder, ["make", "-s", "clean"])
        self.works = (run(folder, [*MAKE, "mailpreflight"]) and
                      unnoticed(folder, tests))

    def survives(self, name, changed):
        """Do the tests pass over the file NAME with the text CHANGED?  None:
        it does not compile, or is what the compiler made before."""
        source = self.tree / name
        made = source.with_suffix(".o")
        text, before = source.read_bytes(), made.read_bytes()
        source.write_text(changed, encoding="utf-8")
        try:
            if (not run(self.tree, [*MAKE, made.relative_to(self.tree)]) or
                    made.read_bytes() == before):
                return None
            return (run(self.tree, [*MAKE, "mailpreflight"]) and
                    unnoticed(self.tree, self.tests))
        finally:
            source.write_bytes(text)
            made.write_bytes(before)


def asked_again(path):
    """{(file, line before, line after)} of what an earlier run printed."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {(lines[i].split(":")[0], lines[i + 1][4:], lines[i + 2][4:])
            for i in range(len(lines) - 2) if lines[i + 1].startswith("  - ")}


def mistakes(options):
    """(file, line, kind, its text changed, line before, line after), in the
    order that the seed gives."""
    chosen = list(sites(options.only))
    random.Random(options.seed).shuffle(chosen)
    again = options.again and asked_again(options.again)
    for kind, name, start, end, new in chosen:
        text = (TREE / name).read_text(encoding="utf-8")
        old, changed = described(text, start, end, new)
        if not again or (name, old, changed) in again:
            yield (name, text.count("\n", 0, start) + 1, kind,
                   text[:start] + new + text[end:], old, changed)


def tried(copies, listed, mistake):
    """What became of it: "died", "survived", "excused", or None."""
    name, line, kind, text, old, changed = mistake
    copy = copies.get()
    try:
        alive = copy.survives(name, text)
    finally:
        copies.put(copy)
    if alive is None:
        return None
    if not alive:
        return "died"
    if f"{name}: {changed}" in listed:
        return "excused"
    print(f"{name}:{line}: {kind}\n  - {old}\n  + {changed}", flush=True)
    return "survived"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--again", type=pathlib.Path)
    options = parser.parse_args()
    listed = equivalents()
    ends = {"died": 0, "survived": 0, "excused": 0}
    with tempfile.TemporaryDirectory() as folder:
        copies = queue.Queue()
        for job in range(options.jobs):
            copy = Copy(pathlib.Path(folder) / str(job),
                        QUICK if options.quick else (*QUICK, *SLOW))
            if not copy.works:
                print("mutants: the tests fail without any")
                return 1
            copies.put(copy)
        chosen = mistakes(options)
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            while sum(ends.values()) < options.count:
                some = list(itertools.islice(
                    chosen, min(16, options.count - sum(ends.values()))))
                if not some:
                    break
                for end in pool.map(
                        lambda x: tried(copies, listed, x), some):
                    if end:
                        ends[end] += 1
                print(f"mutants: {sum(ends.values())} made", file=sys.stderr,
                      flush=True)
    made = sum(ends.values())
    beyond = max(0, ends["excused"] - int(EQUIVALENT_MAX * made))
    share = ends["died"] / max(1, made - (ends["excused"] - beyond))
    print(f"mutants: {made} made, {ends['died']} noticed, "
          f"{ends['survived']} survived, {ends['excused']} change nothing: "
          f"{share:.0%}")
    return 0 if share >= MUST_DIE else 1


sys.exit(main())
