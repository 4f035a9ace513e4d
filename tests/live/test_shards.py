"""What README says of many senders, run as it stands there: cut into shards,
killed in the middle, resumed, merged; nothing lost, nothing doubled, and
nothing that is missing goes unnoticed."""

import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import unittest

import program

SHARDS = 12
SHARD_SENDERS = 20
SECONDS = 60

ZONE = """\
$ORIGIN example.com.
* 300 MX 10 mx
mx 300 A 203.0.113.7
"""


def examples():
    """The indented blocks of README's part on many senders."""
    text = (program.ROOT / "README.md").read_text()
    part = text.split("## Many senders\n")[1].split("\n##")[0]
    blocks = re.findall(r"(?:^    .*\n)+", part, re.MULTILINE)
    return [re.sub("^    ", "", b, flags=re.MULTILINE) for b in blocks]


class Shards(unittest.TestCase):
    def setUp(self):
        home = tempfile.TemporaryDirectory(prefix="mailpreflight-shards.")
        self.addCleanup(home.cleanup)
        self.home = pathlib.Path(home.name)
        zone = self.home / "example.com.zone"
        zone.write_text(ZONE)
        # The program as README calls it, offline and slow enough to kill.
        wrapper = self.home / "bin" / "mailpreflight"
        wrapper.parent.mkdir()
        wrapper.write_text(
            f'#!/bin/sh\nsleep 0.1\nexec {program.PROGRAM} "$@" '
            f"--offline --only mx --zone {zone}\n")
        wrapper.chmod(0o755)
        self.environment = dict(
            os.environ, HOME=home.name, LC_ALL="C",
            PATH=f"{wrapper.parent}:{os.environ['PATH']}")
        count = SHARDS * SHARD_SENDERS
        self.domains = [f"d{i}.example.com" for i in range(count)]
        (self.home / "senders.txt").write_text(
            "".join(f"{d} 203.0.113.6\n" for d in self.domains))
        (self.home / "hosts").write_text("2/:\n")

    def shell(self, script, **environment):
        return subprocess.Popen(
            ["sh", "-c", script], cwd=self.home, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**self.environment, **environment},
        )

    def complete(self):
        return len(list(self.home.glob("shard.????.jsonl")))

    def merged(self):
        lines = (self.home / "reports.jsonl").read_text().splitlines()
        reports = [json.loads(line) for line in lines]
        return [r["request"]["domain"] if "request" in r else r["line"]
                for r in reports]

    def status(self, script, **environment):
        return self.shell(script, **environment).wait(SECONDS)

    def scripts(self):
        """README's lines: to cut, to run and to merge, and a task's."""
        first, task = (
            block.replace("10000", str(SHARD_SENDERS)) for block in examples())
        split, rest = first.split("\n", 1)
        run, merge = re.split("(?m)^(?=printf)", rest)
        return split, run, merge, task

    def break_line(self, number):
        """Makes it no sender; what stands for it in the merged reports."""
        lines = (self.home / "senders.txt").read_text().splitlines(True)
        lines[number - 1] = "no sender at all\n"
        (self.home / "senders.txt").write_text("".join(lines))
        self.domains[number - 1] = number

    def test_parallel_killed_and_resumed(self):
        split, run, merge, _ = self.scripts()
        self.break_line(3 * SHARD_SENDERS + 7)
        self.assertEqual(self.status(split), 0)
        first = self.shell(run)
        until = time.monotonic() + SECONDS
        while self.complete() < 2 and time.monotonic() < until:
            time.sleep(0.01)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait(SECONDS)
        self.assertTrue(2 <= self.complete() < SHARDS, self.complete())
        self.assertNotEqual(self.status(merge), 0)
        self.assertFalse((self.home / "reports.jsonl").exists())
        self.assertEqual(self.status(run), 0)
        self.assertEqual(self.complete(), SHARDS)
        self.assertEqual(self.status(merge), 0)
        self.assertEqual(self.merged(), self.domains)

    def test_parallel_without_a_report(self):
        """A shard that cannot be read, and then all of them."""
        split, run, merge, _ = self.scripts()
        self.assertEqual(self.status(split), 0)
        shard, kept = self.home / "shard.0004", self.home / "kept"
        shard.rename(kept)
        shard.mkdir()
        self.assertNotEqual(self.status(run), 0)
        self.assertEqual(self.complete(), SHARDS - 1)
        self.assertNotEqual(self.status(merge), 0)
        shard.rmdir()
        kept.rename(shard)
        zone = self.home / "example.com.zone"
        zone.rename(kept)
        self.assertNotEqual(self.status(run), 0)
        kept.rename(zone)
        self.assertEqual(self.status(run), 0)
        self.assertEqual(self.status(merge), 0)
        self.assertEqual(self.merged(), self.domains)

    def tasks(self, script):
        """How many tasks of the array fail."""
        return sum(
            self.status(script, SLURM_ARRAY_TASK_ID=str(task)) != 0
            for task in range(SHARDS))

    def test_slurm_array_requeued(self):
        split, _, merge, task = self.scripts()
        self.break_line(SHARD_SENDERS + 1)
        self.assertEqual(self.status(split), 0)
        # A task that died before its shard was complete.
        (self.home / "shard.0001.jsonl.Qx81aZ").write_text('{"half":')
        for _ in range(2):
            self.assertEqual(self.tasks(task), 0)
        self.assertEqual(self.status(merge), 0)
        self.assertEqual(self.merged(), self.domains)

    def test_slurm_array_without_a_report(self):
        split, _, merge, task = self.scripts()
        self.assertEqual(self.status(split), 0)
        shard, kept = self.home / "shard.0004", self.home / "kept"
        shard.rename(kept)
        self.assertEqual(self.tasks(task), 1)
        kept.rename(shard)
        self.assertNotEqual(self.status(merge), 0)
        self.assertEqual(self.tasks(task), 0)
        self.assertEqual(self.status(merge), 0)
        self.assertEqual(self.merged(), self.domains)


if __name__ == "__main__":
    unittest.main()
