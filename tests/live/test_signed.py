"""The checks dnssec and dane, over zones that are signed here, nsd, and unbound
with and without validation."""

import datetime
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import program
from servers import Nsd, Unbound

DIGEST = "ab" * 32
DOMAINS = {
    "secure.example": "",
    "insecure.example": "",
    "bogus.example": "",
    "ending.example": "",
    "broken.example": f"_25._tcp.mx IN TLSA 3 1 1 {'cd' * 32}\n",
}


def day(days):
    when = datetime.datetime.now(datetime.timezone.utc)
    return (when + datetime.timedelta(days=days)).strftime("%Y%m%d%H%M%S")


class Signer:
    """Makes keys and signed zones in a folder."""

    def __init__(self, home):
        self.home = pathlib.Path(home)

    def run(self, *command):
        return subprocess.run(
            [*map(str, command)], cwd=self.home, capture_output=True,
            text=True, check=True, timeout=60).stdout

    def key(self, origin):
        return self.run("ldns-keygen", "-a", "ECDSAP256SHA256", "-k",
                        origin).strip()

    def ds(self, key):
        return self.run("ldns-key2ds", "-n", "-2", f"{key}.key").strip()

    def sign(self, origin, text, key, begins=-20, ends=20):
        """The path of the signed zone."""
        plain = self.home / f"{origin.strip('.') or 'root'}.zone"
        plain.write_text(text)
        self.run("ldns-signzone", "-i", day(begins), "-e", day(ends), "-o",
                 origin, "-f", f"{plain}.signed", plain, key)
        return pathlib.Path(f"{plain}.signed")


def zone(origin, more):
    return (f"$ORIGIN {origin}.\n$TTL 300\n"
            "@ IN SOA ns.example. h.example. 1 7200 900 1209600 300\n"
            "@ IN NS ns.example.\n"
            "@ IN MX 10 mx\n"
            "mx IN A 203.0.113.7\n"
            f"_25._tcp.mx IN TLSA 3 1 1 {DIGEST}\n{more}")


class Validator(Unbound):
    def __init__(self, root, anchor, folder):
        super().__init__(root)
        self.modules = "validator iterator"
        path = pathlib.Path(folder) / "anchor"
        path.write_text(f"{anchor}\n")
        self.more = f'    trust-anchor-file: "{path}"\n'


@unittest.skipUnless(shutil.which("ldns-signzone"), "no ldns-signzone")
class TestSigned(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = cls.enterClassContext(tempfile.TemporaryDirectory())
        signer = Signer(cls.home)
        zones, above = {}, ""
        for origin, more in DOMAINS.items():
            key = signer.key(f"{origin}.")
            ends = 1 if origin == "ending.example" else 20
            zones[origin + "."] = signer.sign(
                f"{origin}.", zone(origin, more), key, ends=ends)
            if origin != "insecure.example":
                above += signer.ds(key) + "\n"
            above += f"{origin}. IN NS ns.example.\n"
        cls.damage(zones["bogus.example."], " SOA ")
        cls.damage(zones["broken.example."], " TLSA ")
        key = signer.key(".")
        zones["."] = signer.sign(
            ".", ". 300 IN SOA ns.example. h.example. 1 7200 900 1209600 300\n"
            f". 300 IN NS ns.example.\nns.example. 300 IN A 127.0.0.1\n{above}",
            key)
        cls.root = cls.enterClassContext(Nsd(zones))
        cls.validator = cls.enterClassContext(
            Validator(cls.root, signer.ds(key), cls.home))
        cls.plain = cls.enterClassContext(Unbound(cls.root))

    @staticmethod
    def damage(path, covered):
        """The signatures of a type are those of something else."""
        text = path.read_text()
        path.write_text(re.sub(
            rf"(\tRRSIG\t{covered.strip()} .* )(\S)(\S+)( ?.*)$",
            lambda m: m[1] + ("B" if m[2] != "B" else "C") + m[3] + m[4],
            text, flags=re.M))

    def codes(self, resolver, domain, *options):
        _, report, _ = program.run(
            ["--json", "--server", f"127.0.0.1#{resolver.port}", *options,
             domain])
        return sorted(program.codes(report)), report

    def test_secure(self):
        codes, report = self.codes(self.validator, "secure.example",
                                   "--only", "dnssec,dane")
        self.assertEqual(codes, [])
        facts = {c["check"]: c["facts"] for c in report["checks"]}
        self.assertIs(facts["dnssec"]["secure"], True)
        self.assertEqual(facts["dane"]["tlsa"], [
            {"exchange": "mx.secure.example", "secure": True,
             "records": [f"3 1 1 {DIGEST}"]}])

    def test_insecure(self):
        codes, _ = self.codes(self.validator, "insecure.example", "--only",
                              "dnssec,dane")
        self.assertEqual(codes, ["dane.insecure-mx", "dnssec.insecure"])

    def test_bogus(self):
        codes, _ = self.codes(self.validator, "bogus.example", "--only",
                              "dnssec")
        self.assertEqual(codes, ["dns.bogus"])

    def test_signatures_that_end(self):
        codes, _ = self.codes(self.validator, "ending.example", "--only",
                              "dnssec")
        self.assertEqual(codes, ["dnssec.expiring"])

    def test_records_whose_signatures_do_not_hold(self):
        codes, _ = self.codes(self.validator, "broken.example", "--only",
                              "dnssec,dane")
        self.assertEqual(codes, ["dane.bogus"])

    def test_a_resolver_that_does_not_validate(self):
        codes, _ = self.codes(self.plain, "secure.example", "--only",
                              "dnssec,dane")
        self.assertEqual(codes, ["dane.unvalidated", "dnssec.unvalidated"])

    def test_nothing_more_is_asked_unless_it_is_wanted(self):
        _, report = self.codes(self.validator, "secure.example", "--only",
                               "mx")
        self.assertEqual(
            {a["type"] for a in report["dns"]["answers"]} - {"MX", "A", "AAAA"},
            set())


if __name__ == "__main__":
    unittest.main()
