"""The cases of tests/cases, served by real name servers: each report must be
the one that the zone files give, but for where the answers came from."""

import concurrent.futures
import contextlib
import difflib
import pathlib
import re
import shlex
import subprocess
import tempfile
import unittest
import zlib

import program
from servers import Knot, Nsd, Unbound

CASES = program.ROOT / "tests" / "cases"
THREADS = 2
RESOLVED = 4  # one case in so many goes through a resolver as well

# Cases whose answers are not those of a name server.
ELSEWHERE = {"--offline", "--replay", "--record", "--change", "--zone",
             "--server", "-S", "--authoritative"}

SOA = "@ 300 SOA ns.invalid. hostmaster.invalid. 1 7200 900 1209600 300\n"


def origin(text):
    """The origin of a zone file: its first $ORIGIN."""
    found = re.search(r"^\$ORIGIN\s+(\S+)\.\s*$", text, re.M)
    return found and found[1].lower()


def has_soa(text):
    return re.search(r"\sSOA\s", text) is not None


def is_read_by_us_alone(case, zones):
    """Whether a case is about zone files that name servers do not read, as
    DNS hosts export them."""
    return case.name.startswith("zone-") and any(
        subprocess.run(["nsd-checkzone", name, path], check=False,
                       capture_output=True).returncode != 0
        for name, path in zones.items())


def universe(case, directory):
    """A case's zones below a root zone, so that every name is somebody's:
    files that servers and program read alike.  None without zones."""
    zones = {}
    for path in sorted(case.glob("*.zone")):
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
        name = origin(text)
        if name is None:
            return None
        if not has_soa(text):
            text = f"$ORIGIN {name}.\n{SOA}{text}"
        copy = directory / path.name
        copy.write_text(text, encoding="utf-8", errors="surrogateescape")
        zones[name] = copy
    if not zones:
        return None
    if "." not in zones:
        root = directory / "root"
        root.write_text("$ORIGIN .\n" + SOA + "".join(
            f"{name}. 300 NS ns.invalid.\n" for name in zones))
        zones["."] = root
    return zones


def is_undecided(report):
    """Whether something is a server's to say, below a delegation, or beyond
    the budget, where it is a matter of what comes first; or a change is left
    out for a wildcard, which only the zone tells from a name's own records."""
    return any("wildcard" in left_out["reason"]
               for left_out in report.get("left_out", [])) or any(answer["status"] in ("NOT-COVERED", "OVER-BUDGET")
               for answer in report.get("dns", {}).get("answers", []))


def difference(case, arguments, want, server):
    """What is other than wanted when a server answers, as text."""
    got = program.run(
        ["--server", f"127.0.0.1#{server.port}", "--json", *arguments], case)
    if got[1] is None or got[0] != want[0]:
        return f"status {got[0]}, not {want[0]}; {got[2]}"
    lines = difflib.unified_diff(
        program.without_origin(want[1]).splitlines(),
        program.without_origin(got[1]).splitlines(),
        "zone files", type(server).__name__, n=2, lineterm="")
    return "\n".join(lines)


def judge(case):
    """None where there is nothing to compare; else the differences."""
    arguments = shlex.split((case / "args").read_text())
    if ELSEWHERE & set(arguments):
        return None
    with tempfile.TemporaryDirectory(prefix="mailpreflight-case.") as name:
        zones = universe(case, pathlib.Path(name))
        if zones is None or is_read_by_us_alone(case, zones):
            return None
        offline = [x for path in zones.values() for x in ("--zone", str(path))]
        want = program.run(["--offline", "--json", *offline, *arguments], case)
        if want[1] is None or is_undecided(want[1]):
            return None
        with contextlib.ExitStack() as stack:
            # Each server has its half of the cases.
            turn = zlib.crc32(case.name.encode())
            kind = (Nsd, Knot)[turn // RESOLVED % 2]
            servers = [stack.enter_context(kind(zones))]
            if turn % RESOLVED == 0:
                servers.append(stack.enter_context(Unbound(servers[0])))
            return "\n".join(filter(None, (
                difference(case, arguments, want, server)
                for server in servers)))


class Cases(unittest.TestCase):
    def test_servers_give_the_same_report(self):
        cases = sorted(path.parent for path in CASES.glob("*/args"))
        compared = 0
        with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
            for case, wrong in zip(cases, pool.map(judge, cases)):
                with self.subTest(case.name):
                    self.assertFalse(wrong, f"\n{case.name}:\n{wrong}")
                compared += wrong is not None
        self.assertGreater(compared, 0)


if __name__ == "__main__":
    unittest.main()
