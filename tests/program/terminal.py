#!/usr/bin/python3
"""terminal.py PROGRAM - the report on a terminal: width, lines and colour."""

import fcntl
import os
import pathlib
import pty
import re
import struct
import sys
import termios
import unicodedata

DEMO = pathlib.Path(__file__).resolve().parents[1] / "demo"
FAILS = ["--offline", "--zone", "fails.example.zone", "--zone", "reverse.zone",
         "--zone", "amazonaws.com.zone", "-H", "mta1.fails.example", "-s",
         "s1", "fails.example", "203.0.113.7"]
RECORD = r"\S+\. \d+ IN [A-Z]+ \S"  # to paste: never cut
SGR = r"\x1b\[[0-9;]*m"
LINES = "├─"


def show(program, columns, arguments, **environ):
    """What a terminal of so many columns gets."""
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(DEMO)
        fcntl.ioctl(1, termios.TIOCSWINSZ,
                    struct.pack("HHHH", 50, columns, 0, 0))
        kept = {k: v for k, v in os.environ.items()
                if not k.startswith("LC_") and k not in ("LANG", "NO_COLOR")}
        os.execve(program, [program, *arguments],
                  dict(kept, TERM="xterm", **environ))
    text = b""
    while True:
        try:
            piece = os.read(fd, 65536)
        except OSError:
            break
        if not piece:
            break
        text += piece
    os.waitpid(pid, 0)
    return text.decode().replace("\r\n", "\n")


def width(line):
    return sum(not unicodedata.combining(c) for c in re.sub(SGR, "", line))


def judge_width(program):
    for columns, most in ((50, 50), (80, 80), (110, 110), (300, 120), (10, 40)):
        for arguments in (FAILS, FAILS + ["-v"], ["explain", "spf.none"],
                          ["help"] if columns >= 80 else ["explain"]):
            text = show(program, columns, arguments, LC_ALL="C")
            widest = max((width(line) for line in text.split("\n")
                          if not re.match(RECORD, re.sub(SGR, "", line))),
                         default=0)
            if widest > most and columns >= 50:
                yield f"{columns} columns, {arguments[-1]}: one of {widest}"
            if arguments == FAILS and widest < min(most, 90) - 12:
                yield f"{columns} columns: {widest} are used"


def judge_lines(program):
    for environ, wanted in (({"LC_ALL": "C.UTF-8"}, True),
                            ({"LC_ALL": "", "LANG": "ja_JP.utf8"}, True),
                            ({"LC_CTYPE": "en_US.UTF-8@euro"}, True),
                            ({"LC_ALL": "C", "LANG": "C.UTF-8"}, False),
                            ({"LANG": "de_DE.ISO8859-1"}, False), ({}, False)):
        if (LINES in show(program, 80, FAILS, **environ)) != wanted:
            yield f"lines with {environ}: not {wanted}"


def judge_color(program):
    for environ, options, wanted in (
            ({}, [], True), ({"NO_COLOR": "1"}, [], False),
            ({"NO_COLOR": ""}, [], True), ({}, ["--color=never"], False),
            ({"NO_COLOR": "1"}, ["--color=always"], True)):
        text = show(program, 80, options + FAILS, **environ)
        if ("\x1b[" in text) != wanted:
            yield f"colour with {environ} {options}: not {wanted}"
        # Each line ends as it began, whatever a pager makes of it.
        for line in text.split("\n"):
            marks = re.findall(SGR, line)
            if marks and marks[-1] != "\x1b[0m":
                yield f"colour is left on: {line!r}"


def main():
    program = os.path.realpath(sys.argv[1])
    failed = 0
    judges = (judge_width, judge_lines, judge_color)
    for judge in judges:
        wrong = list(judge(program))
        failed += bool(wrong)
        for line in wrong:
            print("terminal:", line)
    print(f"terminal: {len(judges) - failed} passed, {failed} failed")
    sys.exit(failed != 0)


main()
