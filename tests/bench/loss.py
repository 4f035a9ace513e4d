"""One preflight over a path of 20 ms that loses datagrams, with early sends
and without: --tries has none.  The same seeds lose for both."""

import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "live"))
from lossy import Lossy, at_random  # noqa: E402
from servers import Nsd  # noqa: E402
import world  # noqa: E402

DELAY = 0.020  # of a round trip
SHARE = 0.05   # lost of each direction
RUNS = 60


def preflights(program, port, share, *more):
    """Seconds and datagrams of each run."""
    domain, ip, host = world.CHAIN_SENDER
    runs = []
    for seed in range(RUNS if share else RUNS // 6):
        with Lossy(port, DELAY, at_random(seed, share)) as path:
            begin = time.monotonic()
            done = subprocess.run(
                [program, "--json", "--server", f"127.0.0.1#{path.port}",
                 "-H", host, "-s", "k", *more, domain, ip],
                capture_output=True, check=False)
            seconds = time.monotonic() - begin
        if done.returncode not in (0, 1):
            raise RuntimeError(f"status {done.returncode}: {done.stderr}")
        runs.append((seconds, path.asked))
    return (statistics.median(x for x, _ in runs),
            statistics.mean(n for _, n in runs))


def loss(program, port):
    late, sent_late = preflights(program, port, SHARE, "--tries", "9")
    early, sent_early = preflights(program, port, SHARE)
    all_late, all_early = (preflights(program, port, 0, *more)[1]
                           for more in (("--tries", "9"), ()))
    print(f"{SHARE * 100:.0f} % lost each way, one preflight, ms "
          f"(at most 300): {early * 1e3:.0f}")
    print(f"with time-outs alone / that: {late / early:.1f}")
    print(f"datagrams / those with time-outs alone: "
          f"{sent_early / sent_late:.2f}")
    print(f"the same where nothing is lost (at most 1.1): "
          f"{all_early / all_late:.2f}")


def main():
    with tempfile.TemporaryDirectory(prefix="mailpreflight-bench.") as home:
        zones, _ = world.write(pathlib.Path(home), (1, 1))
        with Nsd(zones) as server:
            loss(str(pathlib.Path(sys.argv[1]).resolve()), server.port)


if __name__ == "__main__":
    main()
