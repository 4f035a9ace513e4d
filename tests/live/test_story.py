"""The way of an engineer from an empty zone to the first mail, on a name server
whose zones change: at each step the whole text, as it is in story/.

    STORY=write tests/live/run.py ./mailpreflight test_story.py

writes these files anew; read the difference.
"""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import program
from servers import Nsd, free_port

STORY = pathlib.Path(__file__).resolve().parent / "story"
SOA = ("@ 300 SOA ns.example.com. hostmaster.example.com. "
       "1 7200 900 1209600 300\n")

DOMAIN = "example.com"
REVERSE = "113.0.203.in-addr.arpa"
CLOUD = "compute-1.amazonaws.com"

# What is there before anybody thinks of mail.
ZONES = {
    ".": {},
    CLOUD: {"ec2-203-0-113-6 A": ["203.0.113.6"],
            "ec2-203-0-113-9 A": ["203.0.113.9"]},
    REVERSE: {"6 PTR": [f"ec2-203-0-113-6.{CLOUD}."],
              "9 PTR": [f"ec2-203-0-113-9.{CLOUD}."]},
    DOMAIN: {"@ A": ["203.0.113.80"]},
}

REQUEST = "--stage request --host mta1.example.com example.com 203.0.113.6"
LIVE = "--host mta1.example.com -s s1 example.com 203.0.113.6"
BOTH = ("-s s1 example.com 203.0.113.6=mta1.example.com "
        "203.0.113.9=mta2.example.com")

# Each step: its name, what has changed, what is asked, and the exit status.
STEPS = [
    ("1-nothing-there", {}, REQUEST, 1),
    ("2-address-added", {(DOMAIN, "mta1 A"): ["203.0.113.6"]}, REQUEST, 0),
    ("3-default-ptr", {
        (DOMAIN, "@ MX"): ["10 mx1"],
        (DOMAIN, "mx1 A"): ["203.0.113.7"],
        (DOMAIN, "@ TXT"): ['"v=spf1 mx ~all"'],
        (DOMAIN, "s1._domainkey TXT"): None,
        (DOMAIN, "_dmarc TXT"):
            ['"v=DMARC1; p=none; rua=mailto:dmarc@example.com"'],
    }, LIVE, 1),
    ("4-ptr-set", {(REVERSE, "6 PTR"): ["mta1.example.com."]}, LIVE, 1),
    ("5-spf-mended", {
        (DOMAIN, "@ TXT"): ['"v=spf1 ip4:203.0.113.6 mx ~all"'],
        (DOMAIN, "mta1 TXT"): ['"v=spf1 a -all"'],
    }, LIVE, 0),
    ("6-two-gateways", {}, BOTH, 1),
    ("7-all-good", {
        (DOMAIN, "mta2 A"): ["203.0.113.9"],
        (DOMAIN, "mta2 TXT"): ['"v=spf1 a -all"'],
        (DOMAIN, "@ TXT"):
            ['"v=spf1 ip4:203.0.113.6 ip4:203.0.113.9 mx ~all"'],
        (REVERSE, "9 PTR"): ["mta2.example.com."],
    }, BOTH, 0),
]


def key_record():
    """A key of 2048 bits, as a zone file has it."""
    text = (program.ROOT / "tests/unit/keys.h").read_text()
    lines = re.search(r"#define RSA_2048\s+\\\n((?:\s*\".*\n)+)", text)[1]
    key = "".join(re.findall(r'"([^"]*)"', lines))
    return f'"v=DKIM1; k=rsa; p={key[:200]}" "{key[200:]}"'


def write(zones, directory):
    """The zones as files: name to path."""
    paths = {}
    for name, sets in zones.items():
        path = directory / (name + "zone")
        path.write_text(
            f"$ORIGIN {name.rstrip('.')}.\n$TTL 300\n{SOA}"
            "@ NS ns.example.com.\n" + "".join(
                f"{owner} {value}\n"
                for owner, values in sets.items() for value in values))
        paths[name] = path
    return paths


def without_time(text):
    return re.sub(r"( lookups) in .*", r"\1", re.sub(
        r" +(\d+ lookups)", r" \1", text))


class Story(unittest.TestCase):
    maxDiff = None

    def tell(self, zones, port, arguments):
        with tempfile.TemporaryDirectory() as name:
            with Nsd(write(zones, pathlib.Path(name)), ("127.0.0.1",), port):
                return subprocess.run(
                    [program.PROGRAM.resolve(), "--color", "never",
                     "--server", f"127.0.0.1#{port}", *arguments.split()],
                    capture_output=True, text=True, timeout=program.SECONDS,
                    check=False)

    def test_from_an_empty_zone_to_the_first_mail(self):
        zones = {name: dict(sets) for name, sets in ZONES.items()}
        port = free_port(("127.0.0.1",))
        for step, changed, arguments, status in STEPS:
            for (zone, owner), values in changed.items():
                zones[zone][owner] = values or [key_record()]
            done = self.tell(zones, port, arguments)
            text = (f"$ mailpreflight {arguments}\n\n"
                    + without_time(done.stdout).replace(str(port), "PORT"))
            path = STORY / f"{step}.txt"
            if os.environ.get("STORY") == "write":
                path.write_text(text)
            with self.subTest(step):
                self.assertEqual(done.returncode, status, done.stderr)
                self.assertEqual(path.read_text(), text)


if __name__ == "__main__":
    unittest.main()
