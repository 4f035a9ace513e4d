"""Changes that are proposed over the network."""

import pathlib
import tempfile
import unittest

import program
from servers import Nsd

ZONE = """\
$ORIGIN example.com.
$TTL 300
@ SOA ns1 hostmaster 1 7200 900 1209600 300
  NS ns1
@ MX 10 mx
@ TXT "v=spf1 ip4:203.0.113.6 -all"
mx A 203.0.113.25
* A 203.0.113.25
*.wild MX 10 mx
*.wild A 203.0.113.25
*.wild TXT "v=spf1 -all"
own.wild MX 10 mx
own.wild TXT "v=spf1 ip4:203.0.113.9 -all"
*.beside A 203.0.113.25
"""

ROOT = """\
$ORIGIN .
$TTL 300
@ SOA ns.invalid. hostmaster.invalid. 1 7200 900 1209600 300
@ NS ns.invalid.
example.com. NS ns1.example.com.
"""


class Changes(unittest.TestCase):
    def changes(self, domain):
        """Name and type of each change, and of what is left out."""
        with tempfile.TemporaryDirectory() as name:
            zone = pathlib.Path(name) / "zone"
            zone.write_text(ZONE)
            root = pathlib.Path(name) / "root"
            root.write_text(ROOT)
            with Nsd({".": root, "example.com": zone}) as nsd:
                _, report, error = program.run(
                    ["--json", "--server", f"127.0.0.1#{nsd.port}",
                     "--only", "spf,dmarc", domain, "203.0.113.6"])
        self.assertIsNotNone(report, error)
        return [[(c["name"], c["type"]) for c in report.get(member, [])]
                for member in ("changes", "left_out")]

    def test_a_name_of_its_own(self):
        made, left_out = self.changes("own.wild.example.com")
        self.assertIn(("own.wild.example.com", "TXT"), made)
        self.assertNotIn(("own.wild.example.com", "TXT"), left_out)

    def test_no_record_hides_a_wildcard(self):
        made, left_out = self.changes("any.wild.example.com")
        self.assertNotIn(("any.wild.example.com", "TXT"), made)
        self.assertIn(("any.wild.example.com", "TXT"), left_out)

    def test_nor_one_of_another_type(self):
        made, left_out = self.changes("any.beside.example.com")
        self.assertNotIn(("any.beside.example.com", "TXT"), made)
        self.assertIn(("any.beside.example.com", "TXT"), left_out)

    def test_an_underscored_name_hides_nothing(self):
        made, _ = self.changes("example.com")
        self.assertEqual(made, [("_dmarc.example.com", "TXT")])


if __name__ == "__main__":
    unittest.main()
