#!/usr/bin/python3 -B
"""examples.py PROGRAM - the examples of "explain CODE": each shows its finding
before, and not after.

What an example does not speak of is as in WORLD.
"""

import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
TESTS = pathlib.Path(__file__).resolve().parents[1]
SECONDS = 60
SOA = ". 300 SOA ns.invalid. hostmaster.invalid. 1 7200 900 1209600 300\n"
IPV6 = ".".join(reversed("20010db8" + "0" * 22 + "06")) + ".ip6.arpa."
WORLD = f"""
example.com. MX 10 mx1.example.com.
example.com. TXT "v=spf1 ip4:203.0.113.6 -all"
mx1.example.com. A 203.0.113.7
mta1.example.com. A 203.0.113.6
mta1.example.com. TXT "v=spf1 a -all"
6.113.0.203.in-addr.arpa. PTR mta1.example.com.
{IPV6} PTR mta1.example.com.
s1._domainkey.example.com. TXT "v=DKIM1; p=MIIBIjAN...AQAB"
s1._domainkey.example.net. TXT "v=DKIM1; p=MIIBIjAN...AQAB"
_dmarc.example.com. TXT "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"
news.example.com. A 203.0.113.7
_spf.example.net. TXT "v=spf1 ip4:198.51.100.0/24 -all"
2.0.0.127.zen.spamhaus.org. A 127.0.0.2
2.0.0.127.rep.mailspike.net. A 127.0.0.10
2.0.0.127.bl.spameatingmonkey.net. A 127.0.0.2
2.0.0.127.bl.blocklist.de. A 127.0.0.2
2.0.0.127.bip.virusfree.cz. A 127.0.0.2
2.0.0.127.list.dnswl.org. A 127.0.5.2
dbltest.com.dbl.spamhaus.org. A 127.0.1.2
test.surbl.org.multi.surbl.org. A 127.0.0.254
test.uribl.com.multi.uribl.com. A 127.0.0.14
"""
COMMAND = ("mailpreflight --host mta1.example.com -s s1 "
           "example.com 203.0.113.6")

# What name servers, resolvers and receivers do is in no zone, nor is a message;
# the last two speak of the zone files that are given.
ELSEWHERE = {"dns.bogus", "dns.budget", "dns.filtered", "dns.malformed",
             "dns.refused", "dns.servfail", "dns.timeout", "dns.tls",
             "dns.too-complex", "dns.undecided", "domain.unanswered",
             "dane.bogus", "dane.insecure-mx", "dane.unvalidated",
             "dnssec.expiring", "dnssec.insecure", "dnssec.unvalidated",
             "dnssec.weak", "dnsbl.refused", "spf.temperror", "dmarc.walk-cut", "dns.not-covered",
             "mta-sts.unreachable", "mta-sts.certificate", "mta-sts.redirect",
             "mta-sts.policy", "mta-sts.mx-uncovered", "mta-sts.testing",
             "mta-sts.short"}
# Checks that run only where they are asked for.
IF_ASKED = {name for name, row in re.findall(
    r'^CHECK\(\w+, "([a-z0-9-]+)",([^"]*)"',
    (TESTS.parent / "src/check/checks.def").read_text(), re.MULTILINE)
            if "IF_ASKED" in row} - {"port25"}  # that is probe's
# What stands in an example where a key does, and which key of keys.h it is.
KEYS = {"MFwwDQYJ...AAQ==": "RSA_512", "MIGfMA0G...AQAB": "RSA_1024",
        "MIIBIjAN...AQAB": "RSA_2048", "MIICKjAN...AQAB": "RSA_4160",
        "MIGJAoGB...AAE=": "RSA_1024_PKCS1",
        "MIICXAIB...P7Y=": "RSA_1024_PRIVATE"}


def key(name):
    """The key that keys.h has under a name."""
    text = (TESTS / "unit" / "keys.h").read_text()
    lines = re.search(rf"#define {name}\s+\\\n((?:\s*\".*\n)+)", text)[1]
    return "".join(re.findall(r'"([^"]*)"', lines))


KEY = {short: key(name) for short, name in KEYS.items()}


def is_elsewhere(code):
    return code in ELSEWHERE or code.startswith(
        ("message.", "ns.", "port25.", "signature."))


def with_keys(text, longest):
    """Text with its keys and digests whole, and in strings that are not too
    long."""
    text = re.sub(r"\b([0-9a-f]{4})\.\.\.([0-9a-f]{4})\b",
                  lambda m: m[1] + "0" * 56 + m[2], text)
    for short, whole in KEY.items():
        begin, end = short.split("...")
        text = text.replace(f'{begin}..."', f'{whole[:200]}"').replace(
            f'"...{end}', f'"{whole[200:]}').replace(
                f'{begin}...\\"', f'{whole[:200]}\\"').replace(
                    f'\\"...{end}', f'\\"{whole[200:]}')
        text = text.replace(short, '" "'.join(
            whole[i:i + longest] for i in range(0, len(whole), longest)))
    return text


class Situation:
    """One side of an example."""

    def __init__(self, text, check):
        self.command, self.file, self.records, gone = COMMAND, "", [], set()
        for line in text.splitlines():
            if line.startswith("$ "):
                self.command = line[2:]
            elif line.startswith(("{", "  ")):
                self.file += with_keys(line, sys.maxsize) + "\n"
            elif line.startswith("; no "):
                gone.add(tuple(line[5:].split()))
            elif not line.startswith("#"):
                self.records.append(line)
        if check == "parked":
            self.command = "mailpreflight --profile parked example.com"
        if check in IF_ASKED:
            self.command += f" --with {check}"
        said = {tuple(line.split()[:2]) for line in self.records} | gone
        aliases = {name for name, kind in said if kind == "CNAME"}
        for line in WORLD.split("\n"):
            name = tuple(line.split()[:2])
            if name and name not in said and name[0] not in aliases:
                self.records.append(line)

    def codes(self):
        with tempfile.TemporaryDirectory() as where:
            where = pathlib.Path(where)
            (where / "zone").write_text("$ORIGIN .\n$TTL 300\n" + SOA + "".join(
                with_keys(line, 200) + "\n" for line in self.records))
            for name in ("change.json", "plan.json", "waivers.json"):
                (where / name).write_text(self.file)
            (where / "s1.pem").write_text(
                "-----BEGIN PUBLIC KEY-----\n"
                f"{KEY['MIIBIjAN...AQAB']}\n-----END PUBLIC KEY-----\n")
            done = subprocess.run(
                [PROGRAM, "--offline", "--zone", "zone", "--json",
                 *shlex.split(self.command)[1:]], cwd=where,
                capture_output=True, text=True, timeout=SECONDS, check=False)
        if not done.stdout:
            return {done.stderr.strip()}
        return {finding["code"] for check in json.loads(done.stdout)["checks"]
                for finding in check["findings"]}


def explained(code):
    """Before and after, as "explain" prints them."""
    text = subprocess.run([PROGRAM, "explain", code], capture_output=True,
                          text=True, timeout=SECONDS, check=True).stdout
    parts = re.search(r"\nBefore\n(.*)\nAfter\n(.*?)\n\n", text + "\n",
                      re.DOTALL)
    return [re.sub("(?m)^    ", "", part) for part in parts.groups()]


def main():
    listed = subprocess.run([PROGRAM, "explain"], capture_output=True,
                            text=True, timeout=SECONDS, check=True).stdout
    passed = failed = 0
    for code in re.findall(r"^  ([a-z0-9-]+\.[a-z0-9-]+) ", listed, re.M):
        if is_elsewhere(code):
            continue
        before, after = (Situation(text, code.split(".")[0]).codes()
                         for text in explained(code))
        if code in before and code not in after:
            passed += 1
        else:
            failed += 1
            print(f"{code}: before {sorted(before)}, after {sorted(after)}")
    print(f"examples: {passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
