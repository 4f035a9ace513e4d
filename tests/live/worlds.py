#!/usr/bin/python3 -B
"""worlds.py PROGRAM [NAME] - the tests through the resolvers that people have,
in a network namespace of their own.  Ends in the line that check.sh adds up.
"""

import os
import pathlib
import subprocess
import sys
import unittest

import program
import world

HERE = pathlib.Path(__file__).resolve()
# Who is not root is one inside, but dnsmasq wants more than that.
IS_ROOT = os.geteuid() == 0
UNSHARE = ["unshare", "--net", *([] if IS_ROOT else ["--map-root-user"])]


def enter():
    """Runs this script again, inside."""
    can = subprocess.run([*UNSHARE, "sh", "-c", world.namespace()],
                         capture_output=True, check=False)
    if can.returncode != 0:
        print("skipped: no network namespace is to be had")
        print("worlds: 0 passed, 0 failed")
        return 0
    return subprocess.run(
        [*UNSHARE, "sh", "-c", f'{world.namespace()} && exec "$@"', "sh",
         sys.executable, "-B", str(HERE), *sys.argv[1:]],
        env=dict(os.environ, IN_WORLD="root" if IS_ROOT else "user"), check=False).returncode


def main():
    if "IN_WORLD" not in os.environ:
        return enter()
    program.PROGRAM = pathlib.Path(sys.argv[1]).resolve()
    loader = unittest.defaultTestLoader
    if len(sys.argv) > 2:
        loader.testNamePatterns = [f"*{sys.argv[2]}*"]
    tests = loader.discover(str(HERE.parent), "world_*.py")
    result = unittest.TextTestRunner(stream=sys.stdout).run(tests)
    failed = len(result.failures) + len(result.errors)
    for reason in sorted({reason for _, reason in result.skipped}):
        print(f"skipped: {reason}")
    passed = result.testsRun - failed - len(result.skipped)
    print(f"worlds: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
