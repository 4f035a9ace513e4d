#!/usr/bin/python3 -B
"""coverage.py REPLAY TARGET ... - how much of the program each target reaches
with tests/corpus, and with what tests/found has besides.

REPLAY is the replayer, compiled for coverage.  A branch counts where both of
its ways were taken as two.  The table is the one of tests/fuzz/README.md.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

TREE = pathlib.Path(__file__).resolve().parent.parent.parent
FOUND = TREE / "tests" / "found"


def branches(replay, folder, target, work):
    """How many ways of branches in src/ the inputs take."""
    raw, data = work / "raw", work / "data"
    subprocess.run([replay, folder, target], check=True,
                   stdout=subprocess.DEVNULL,
                   env={"LLVM_PROFILE_FILE": str(raw)})
    subprocess.run(["llvm-profdata", "merge", "-sparse", raw, "-o", data],
                   check=True)
    done = subprocess.run(
        ["llvm-cov", "export", "-summary-only", f"-instr-profile={data}",
         replay], check=True, capture_output=True, text=True)
    return sum(file["summary"]["branches"]["covered"]
               for file in json.loads(done.stdout)["data"][0]["files"]
               if "/tests/" not in file["filename"])


def executed(target):
    log = FOUND / f"{target}.log"
    if not log.exists():
        return 0, 0
    text = log.read_text(errors="replace")
    runs = re.search(r"number_of_executed_units: (\d+)", text)
    seconds = re.search(r"in (\d+) second", text)
    return (int(runs.group(1)) if runs else 0,
            int(seconds.group(1)) if seconds else 0)


def main():
    replay = pathlib.Path(sys.argv[1]).resolve()
    print("| target | inputs | branches | of all found | runs | in s |")
    print("|---|---:|---:|---:|---:|---:|")
    low = 0
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        subprocess.run(["sh", TREE / "tests/fuzz/corpora.sh", "unpack",
                        work / "in"], check=True)
        for target in sys.argv[2:]:
            folder = work / "in" / target
            inputs = len(list(folder.iterdir()))
            kept = branches(replay, work / "in", target, work)
            reached = kept
            if (FOUND / target).is_dir():
                for path in (FOUND / target).iterdir():
                    (folder / f"found-{path.name}").write_bytes(
                        path.read_bytes())
                reached = branches(replay, work / "in", target, work)
            runs, seconds = executed(target)
            low += kept < 0.9 * reached
            print(f"| {target} | {inputs} | {kept} | {kept / reached:.0%} | "
                  f"{runs} | {seconds} |", flush=True)
    print(f"\nfuzz-coverage: {low} targets have a corpus that reaches less "
          "than 90 % of what was found")
    return low > 0


sys.exit(main())
