#!/usr/bin/python3
"""dkim_keys.py PROGRAM - keys that openssl and opendkim-genkey make.

Every size and form is read as what it is and matches its own key file;
opendkim-testkey agrees wherever it has an opinion; and a private key that was
published stands in no report.
"""

import base64
import json
import pathlib
import re
import subprocess
import sys
import tempfile

SECONDS = 60
SIZES = (512, 768, 1024, 1536, 2048, 3072, 4096)
PROGRAM = pathlib.Path(sys.argv[1]).resolve()
ZONE = """$ORIGIN example.com.
$TTL 300
@ SOA ns.example.com. hostmaster.example.com. 1 7200 900 1209600 300
"""
FORMATS = ("text", "json", "junit", "sarif", "github", "tap", "markdown",
           "html", "prometheus")


def run(*arguments, data=None):
    return subprocess.run(arguments, input=data, capture_output=True,
                          timeout=SECONDS, check=False)


def must(*arguments, data=None):
    done = run(*arguments, data=data)
    if done.returncode != 0:
        sys.exit(f"{arguments}: {done.stderr.decode()}")
    return done.stdout


class Key:
    """A key by openssl: its files, and what belongs in p=."""

    def __init__(self, where, algorithm, *options):
        self.file = where / f"{algorithm}{'-'.join(options)}.pem"
        must("openssl", "genpkey", "-algorithm", algorithm, "-out", self.file,
             *[o for option in options for o in ("-pkeyopt", option)])
        self.public = self.file.with_suffix(".public.pem")
        must("openssl", "pkey", "-in", self.file, "-pubout", "-out",
             self.public)
        self.spki = self.der("openssl", "pkey", "-pubout")
        self.private = self.der("openssl", "pkey")

    def der(self, *command):
        der = must(*command, "-in", self.file, "-outform", "DER")
        return base64.b64encode(der).decode()

    def pkcs1(self):
        return self.der("openssl", "rsa", "-RSAPublicKey_out")

    def raw(self):
        return base64.b64encode(base64.b64decode(self.spki)[-32:]).decode()


def record(text):
    """A TXT record's data, in strings of at most 255 octets."""
    parts = [text[i:i + 255] for i in range(0, len(text), 255)]
    return " ".join(f'"{part}"' for part in parts)


class Test:
    def __init__(self, where):
        self.where = where
        self.passed = self.failed = 0

    def expect(self, label, want, got):
        if want == got:
            self.passed += 1
            return
        self.failed += 1
        print(f"{label}: want {want}, got {got}")

    def program(self, lines, *arguments):
        """Exit status and standard output."""
        zone = self.where / "zone"
        zone.write_text(ZONE + lines, encoding="ascii")
        done = run(PROGRAM, "--offline", "--zone", zone, "--only", "dkim",
                   *arguments, "example.com")
        return done.returncode, done.stdout.decode()

    def look(self, lines, selector="s1"):
        """What the program says: codes, and facts."""
        _, text = self.program(lines, "--json", "-s", selector)
        check = json.loads(text)["checks"][0]
        return [f["code"] for f in check["findings"]], check["facts"]

    def reads(self, label, key, p, want, codes, tags=""):
        lines = f"s1._domainkey TXT {record(f'v=DKIM1; {tags}p={p}')}\n"
        for file in (key.file, key.public):
            got, facts = self.look(lines, f"s1={file}")
            self.expect(f"{label}, {file.name}", codes, got)
            self.expect(label, want, [facts.get(name) for name in (
                "key_type", "key_bits", "key_encoding")])

    def agrees(self, label, data, key_file):
        """opendkim-testkey finds a fault just where the program does."""
        resolver = self.where / "unbound.conf"
        local = f"local-data: 's1._domainkey.example.com. TXT {data}'\n"
        resolver.write_text(
            "server:\n  use-syslog: no\n"
            '  local-zone: "example.com." static\n' +
            (f"  {local}" if data else ""), encoding="ascii")
        conf = self.where / "opendkim.conf"
        conf.write_text(f"ResolverConfiguration {resolver}\n",
                        encoding="ascii")
        theirs = run("opendkim-testkey", "-x", conf, "-d", "example.com",
                     "-s", "s1", "-k", key_file).returncode
        lines = f"s1._domainkey TXT {data}\n" if data else ""
        ours, _ = self.program(lines, "-s", f"s1={key_file}")
        self.expect(f"{label}, as opendkim-testkey", theirs == 0, ours == 0)


def size_codes(bits):
    return ["dkim.key-short"] if bits < 1024 else \
        ["dkim.key-weak"] if bits < 2048 else []


def test_openssl(test, keys):
    for bits, key in keys.items():
        codes = size_codes(bits)
        test.reads(f"RSA {bits}", key, key.spki, ["rsa", bits, "spki"], codes)
        test.reads(f"RSA {bits}, PKCS#1", key, key.pkcs1(),
                   ["rsa", bits, "pkcs1"], codes + ["dkim.key-pkcs1"])
    key = Key(test.where, "RSA", "rsa_keygen_bits:2048",
              "rsa_keygen_pubexp:3")
    test.reads("exponent 3", key, key.spki, ["rsa", 2048, "spki"], [])
    key = Key(test.where, "ED25519")
    test.reads("Ed25519", key, key.raw(), ["ed25519", 256, "raw"],
               ["dkim.ed25519-only"], "k=ed25519; ")
    key = Key(test.where, "EC", "ec_paramgen_curve:P-256")
    codes, _ = test.look(f"s1._domainkey TXT {record('p=' + key.spki)}\n")
    test.expect("elliptic curve", ["dkim.key-invalid"], codes)


def test_genkey(test):
    for bits, options, flags in (
            (1024, ["-t"], ["dkim.testing"]),
            (2048, ["-r", "-h", "sha256", "-n", "a note"], [])):
        must("opendkim-genkey", "-D", test.where, "-d", "example.com", "-s",
             "s1", "-b", str(bits), *options)
        lines = (test.where / "s1.txt").read_text(encoding="ascii")
        file = test.where / "s1.private"
        codes, facts = test.look(lines, f"s1={file}")
        label = f"opendkim-genkey {bits} {options}"
        test.expect(label, size_codes(bits) + flags, codes)
        test.expect(label, bits, facts.get("key_bits"))
    data = " ".join(re.findall(r'"[^"]*"', lines))
    test.agrees("a key by opendkim-genkey", data, file)


def test_testkey(test, keys):
    file = keys[2048].file
    good = f"v=DKIM1; k=rsa; p={keys[2048].spki}"
    test.agrees("a good key", record(good), file)
    test.agrees("1024 bits", record(f"p={keys[1024].spki}"),
                keys[1024].file)
    test.agrees("another key", record(f"p={keys[3072].spki}"), file)
    test.agrees("no record", None, file)
    test.agrees("revoked", record("v=DKIM1; p="), file)
    test.agrees("no semicolon", record(good.replace("rsa;", "rsa")), file)
    test.agrees("cut", record(good[:255]), file)
    test.agrees("another version", record(good.replace("1", "2", 1)), file)


def test_secrecy(test, keys):
    private = keys[1024].private
    half = len(private) // 2
    zones = (
        f"s1._domainkey TXT {record('p=' + private)}\n",
        f"s1._domainkey TXT {record(private)}\n",
        "s1._domainkey TXT {}\ns1._domainkey TXT {}\n".format(
            record("v=DKIM1; p=" + private[:half]), record(private[half:])),
    )
    for lines in zones:
        test.expect("private key", ["dkim.private-key"], test.look(lines)[0])
        for name in FORMATS:
            status, text = test.program(
                lines, "-v", "--format", name, "-s", "s1")
            if status == 2:
                continue  # a format that this build does not have
            bare = re.sub(r"[^A-Za-z0-9+/]", "", text)
            seen = [i for i in range(0, len(private) - 12, 4)
                    if private[i:i + 12] in bare]
            test.expect(f"private key in {name}", [], seen)


def main():
    with tempfile.TemporaryDirectory() as name:
        where = pathlib.Path(name)
        test = Test(where)
        keys = {bits: Key(where, "RSA", f"rsa_keygen_bits:{bits}")
                for bits in SIZES}
        test_openssl(test, keys)
        test_genkey(test)
        test_testkey(test, keys)
        test_secrecy(test, keys)
    print(f"dkim-keys: {test.passed} passed, {test.failed} failed")
    return test.failed > 0


sys.exit(main())
