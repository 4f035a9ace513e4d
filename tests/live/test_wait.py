"""--wait: see wait_inside.py, which this runs in a namespace of its own."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import program
import wait_inside

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 180
SETUP = f"""
ip link set lo up
for n in 1 2 3 4 5 6; do ip addr add {wait_inside.NETWORK}.$n/32 dev lo; done
mount --bind "$1" /etc/resolv.conf
shift
exec "$@"
"""


def inside(*command):
    """The command in a namespace whose resolver is 127.0.0.1."""
    options = [] if os.geteuid() == 0 else ["--map-root-user"]
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as resolv:
        resolv.write("nameserver 127.0.0.1\n")
        resolv.flush()
        return subprocess.run(
            ["unshare", "--net", "--mount", *options, "sh", "-ec", SETUP,
             "sh", resolv.name, *command],
            capture_output=True, text=True, timeout=SECONDS, check=False)


@unittest.skipUnless(shutil.which("unshare"), "no unshare")
class Wait(unittest.TestCase):
    def test_inside(self):
        if inside("true").returncode != 0:
            self.skipTest("no network namespace is to be had")
        done = inside("/usr/bin/python3", "-B", str(HERE / "wait_inside.py"),
                      str(program.PROGRAM.resolve()))
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
