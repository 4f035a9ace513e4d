#!/usr/bin/python3 -B
"""run.py PROGRAM [PATTERN] - the tests against servers on loopback.

PATTERN picks files, test_*.py if it is not given.  Ends in the line that
check.sh adds up.
"""

import pathlib
import sys
import unittest

import program

HERE = pathlib.Path(__file__).resolve().parent


def main():
    program.PROGRAM = pathlib.Path(sys.argv[1]).resolve()
    pattern = sys.argv[2] if len(sys.argv) > 2 else "test_*.py"
    tests = unittest.defaultTestLoader.discover(str(HERE), pattern)
    result = unittest.TextTestRunner(stream=sys.stdout).run(tests)
    failed = len(result.failures) + len(result.errors)
    passed = result.testsRun - failed - len(result.skipped)
    for reason in sorted({reason for _, reason in result.skipped}):
        print(f"skipped: {reason}")
    print(f"live: {passed} passed, {failed} failed")
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
