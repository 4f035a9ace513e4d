"""Zone files answer as name servers do: random small zones, full of
wildcards, aliases, delegations and empty non-terminals, are asked for random
names, here and through nsd and knot."""

import pathlib
import random
import subprocess
import tempfile
import unittest

import program
from servers import Knot, Nsd

ASK = program.ROOT / "tests/live/ask"
SECONDS = 30
ZONES = 12
QUESTIONS = 90  # a lookup's budget bounds them
RECORDS = 18

LABELS = ["a", "b", "c", "*"]
ORIGINS = ["example.com", "c.example.com", "example.net"]
OUTSIDE = "www.example.org."


def name_below(rng, origin, labels):
    parts = [rng.choice(labels) for _ in range(rng.randint(0, 4))]
    return ".".join([*parts, origin])


def target(rng):
    if rng.random() < 0.1:
        return OUTSIDE
    return name_below(rng, rng.choice(ORIGINS), LABELS[:3]) + "."


def record(rng, origin):
    """A record's owner, type and data."""
    owner = name_below(rng, origin, LABELS)
    kind = rng.choices(["A", "TXT", "MX", "CNAME", "NS", "DNAME"],
                       [6, 4, 3, 6, 1, 0 if "*" in owner else 1])[0]
    if kind == "NS" and (owner == origin or "*" in owner):
        kind = "A"
    data = {
        "A": f"192.0.2.{rng.randint(0, 255)}",
        "TXT": f'"text {rng.randint(0, 9)}" "\\255;"',
        "MX": f"{rng.randint(0, 3)} {target(rng)}",
        "CNAME": target(rng),
        "NS": "ns.example.org.",
        "DNAME": target(rng),
    }[kind]
    return owner, kind, data


def is_below(name, top):
    return name.endswith("." + top)


def make_zone(rng, origin):
    """Zone text in which nothing contradicts: a CNAME stands alone, nothing
    is below a DNAME or a delegation, and zones below are delegated."""
    text = f"$ORIGIN {origin}.\n$TTL {rng.randint(100, 900)}\n"
    text += "@ SOA ns.example.org. hostmaster 1 7200 900 1209600 " \
            f"{rng.randint(30, 300)}\n"
    text += "".join(f"{name}. 300 NS ns.example.org.\n"
                    for name in ORIGINS if is_below(name, origin))
    kinds = {origin: {"SOA"}}
    for _ in range(RECORDS):
        owner, kind, data = record(rng, origin)
        if any(owner == name or is_below(owner, name)
               for name in ORIGINS if is_below(name, origin)):
            continue
        there = kinds.get(owner, set())
        alone = {"CNAME", "DNAME", "NS"}
        if (kind in alone and there) or there & alone:
            continue
        if kind in ("DNAME", "NS") and any(
                is_below(name, owner) for name in kinds):
            continue
        if any(is_below(owner, name) and found & {"DNAME", "NS"}
               for name, found in kinds.items()):
            continue
        kinds.setdefault(owner, set()).add(kind)
        # One TTL a set: servers differ about others (RFC 2181 section 5.2).
        text += f"{owner}. {100 + len(owner)} {kind} {data}\n"
    return text


def questions(rng):
    words = []
    for _ in range(QUESTIONS):
        words += [name_below(rng, rng.choice(ORIGINS), LABELS),
                  rng.choice(["A", "TXT", "MX", "CNAME", "AAAA"])]
    return words


def ask(*arguments):
    """Answers, without who gave them."""
    done = subprocess.run([ASK, *arguments], capture_output=True, text=True,
                          timeout=SECONDS, check=True)
    lines = [line.split(" server=")[0] for line in done.stdout.splitlines()]
    # How far somebody went round a loop does not matter.
    return [" ".join(line.split()[:3]) if " SERVFAIL" in line else line
            for line in lines]


def is_ours(line):
    """Whether the zone files alone know: what leads out of them does not."""
    return "NOT-COVERED" not in line


class Zones(unittest.TestCase):
    def compare(self, seed):
        rng = random.Random(seed)
        with tempfile.TemporaryDirectory(prefix="mailpreflight-zones.") as d:
            zones = {}
            for origin in ORIGINS:
                path = pathlib.Path(d) / origin
                path.write_text(make_zone(rng, origin))
                zones[origin] = path
            words = questions(rng)
            files = [x for path in zones.values() for x in ("-z", str(path))]
            want = ask(*files, *words)
            for kind in (Nsd, Knot):
                with kind(zones) as server:
                    got = ask("-s", f"127.0.0.1#{server.port}", *words)
                self.assertEqual(len(got), len(want))
                for there, here in zip(got, want):
                    if is_ours(here):
                        self.assertEqual(
                            here, there, f"seed {seed}, {kind.__name__}\n" +
                            "\n".join(p.read_text() for p in zones.values()))

    def test_random_zones(self):
        for seed in range(ZONES):
            with self.subTest(seed=seed):
                self.compare(seed)


if __name__ == "__main__":
    unittest.main()
