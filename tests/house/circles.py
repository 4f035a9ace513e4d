#!/usr/bin/python3 -B
"""circles.py - the circles in which files of src/ call each other, by what
their objects define and need; says nothing where there is none."""

import pathlib
import subprocess
import sys

SRC = pathlib.Path(__file__).resolve().parents[2] / "src"


def symbols(path):
    """What an object defines, and what it needs."""
    out = subprocess.run(["nm", path], check=True, capture_output=True,
                         text=True).stdout
    defined, needed = set(), set()
    for line in out.splitlines():
        *_, kind, name = line.split()
        (needed if kind == "U" else defined).add(name)
        if kind.islower():
            defined.discard(name)
    return defined, needed


def reached(start, calls):
    """All files that one comes to, it itself only by a circle."""
    seen, todo = set(), list(calls[start])
    while todo:
        file = todo.pop()
        if file not in seen:
            seen.add(file)
            todo += calls[file]
    return seen


def main():
    objects = {path.relative_to(SRC).with_suffix(""): symbols(path)
               for path in sorted(SRC.glob("*/*.o"))
               if path.with_suffix(".c").exists()}
    home = {name: file for file, (defined, _) in objects.items()
            for name in defined}
    calls = {file: {home[name] for name in needed if name in home} - {file}
             for file, (_, needed) in objects.items()}
    ways = {file: reached(file, calls) for file in calls}
    circles = {frozenset(other for other in ways[file]
                         if file in ways[other])
               for file in calls if file in ways[file]}
    for circle in circles:
        print("a circle:", *sorted(map(str, circle)))
    return bool(circles) or not objects


sys.exit(main())
