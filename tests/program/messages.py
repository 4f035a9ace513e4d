#!/usr/bin/python3 -B
"""messages.py PROGRAM - messages that dkimpy, Mail::DKIM and OpenDKIM sign:
each is valid as it is, and what was changed on the way is named; and the file
of --message, however large, torn or odd.  Ends in the line that check.sh adds
up.
"""

import base64
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import dkim

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SECONDS = 60
MIB = 1024 * 1024
# What one run may take, by getrusage(): a message is not kept.
MOST_KIB = 24 * 1024
RECEIVED = b"""Return-Path: <bounces@example.com>\r
Received: from mta1.example.com (mta1.example.com [203.0.113.6])\r
\tby mx.example.net (Postfix) with ESMTPS id 4B1C2D3E4E\r
\tfor <me@example.net>; Fri, 27 Nov 2026 01:00:02 +0000 (UTC)\r
"""
HEADER = b"""From: Example <info@example.com>\r
To: me@example.net,\r
\tyou@example.net\r
Subject:  an  order\t of yours\r
Date: Fri, 27 Nov 2026 01:00:00 +0000\r
Message-ID: <1@example.com>\r
"""
BODIES = {
    "plain": b"Hello,\r\n\r\nit is on its way.\r\n",
    "blanks": b" Hello, \t x\r\n \r\n\t\r\nbye  \r\n\r\n\r\n",
    "no last line end": b"Hello,\r\nbye",
    "empty": b"",
    "dots": b".\r\n..\r\n.x\r\n",
    "long": b"".join(b"%060d\r\n" % i for i in range(5000)),
}
CANONS = [f"{h}/{b}" for h in ("simple", "relaxed")
          for b in ("simple", "relaxed")]
PERL = r"""
use Mail::DKIM::Signer;
use Mail::DKIM::PrivateKey;
my ($canon, $file) = @ARGV;
my $signer = Mail::DKIM::Signer->new(Algorithm => 'rsa-sha256',
    Method => $canon, Domain => 'example.com', Selector => 's1',
    Key => Mail::DKIM::PrivateKey->load(File => $file));
binmode STDIN;
local $/;
$signer->PRINT(<STDIN>);
$signer->CLOSE;
my $text = $signer->signature->as_string;
$text =~ s/\r?\n/\r\n/g;
print $text, "\r\n";
"""


def must(*arguments, data=None):
    done = subprocess.run(arguments, input=data, capture_output=True,
                          timeout=SECONDS, check=False)
    if done.returncode != 0:
        sys.exit(f"{arguments}: {done.stderr.decode()}")
    return done.stdout


def by_dkimpy(canon, key, message):
    return dkim.sign(message, b"s1", b"example.com", key.read_bytes(),
                     canonicalize=tuple(c.encode() for c in canon.split("/")))


def by_perl(canon, key, message):
    return must("perl", "-e", PERL, canon, str(key), data=message)


def by_opendkim(canon, key, message):
    """Which always signs relaxed/simple, with SHA-1, and prints the message,
    too."""
    signed = must("opendkim-testmsg", "-C", "-d", "example.com", "-s", "s1",
                  "-k", str(key), data=message)
    return signed[:signed.index(b"\r\nFrom:") + 2]


class Test:
    def __init__(self, where):
        self.where, self.passed, self.failed = where, 0, 0
        self.key = where / "s1.pem"
        must("openssl", "genrsa", "-traditional", "-out", str(self.key), "2048")
        record = "v=DKIM1; p=" + base64.b64encode(must(
            "openssl", "rsa", "-in", str(self.key), "-pubout", "-outform",
            "DER")).decode()
        strings = " ".join(f'"{record[i:i + 200]}"'
                           for i in range(0, len(record), 200))
        (where / "example.com.zone").write_text(
            f"$ORIGIN example.com.\n$TTL 300\ns1._domainkey TXT {strings}\n"
            "_dmarc TXT \"v=DMARC1; p=reject\"\n")

    def run(self, message, *options, only="signature", path="-"):
        return subprocess.run(
            [PROGRAM, "--offline", "--zone", "example.com.zone", "--json",
             "--only", only, "--message", path, *options],
            input=message, capture_output=True, cwd=self.where,
            timeout=SECONDS, check=False)

    def expect(self, label, message, want, *options):
        """want: the codes, or what standard error says."""
        done = self.run(message, *options)
        got = done.stderr.decode().removeprefix("mailpreflight: ").rstrip()
        if done.stdout:
            got = [f["code"] for c in json.loads(done.stdout)["checks"]
                   for f in c["findings"]]
        self.judge(label, want, got)

    def judge(self, label, want, got):
        if got == want:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{label}: want {want}, got {got}")


def signed(test):
    for name, signer in (("dkimpy", by_dkimpy), ("Mail::DKIM", by_perl),
                         ("OpenDKIM", by_opendkim)):
        canons = ["relaxed/simple"] if signer is by_opendkim else CANONS
        for canon in canons:
            for kind, body in BODIES.items():
                if signer is not by_dkimpy and not body.endswith(b"\r\n"):
                    continue  # they want a line end
                label = f"{name} {canon} {kind}"
                rest = HEADER + b"\r\n" + body
                top = RECEIVED + signer(canon, test.key, rest)
                changed(test, label, canon, top, body, signer is by_opendkim)


def changed(test, label, canon, top, body, is_sha1):
    """The message as it is, and what may become of it on the way."""
    worse = ["signature.algorithm"] if is_sha1 else []
    valid = worse or ["signature.valid"]
    message = top + HEADER + b"\r\n" + body
    test.expect(label, message, valid)
    test.expect(f"{label}, LF alone", message.replace(b"\r\n", b"\n"), valid)
    test.expect(f"{label}, a footer", message + b"-- \r\nlist\r\n",
                worse + ["signature.body"])
    test.expect(f"{label}, empty lines at the end", message +
                (b"" if body[-2:] == b"\r\n" or not body else b"\r\n") +
                b"\r\n\r\n", valid)
    other = HEADER.replace(b"  an  order", b" an order")
    test.expect(f"{label}, fewer blanks", top + other + b"\r\n" + body,
                valid if canon.startswith("relaxed") else
                worse + ["signature.invalid"])
    other = HEADER.replace(b"order", b"offer")
    test.expect(f"{label}, another subject", top + other + b"\r\n" + body,
                worse + ["signature.invalid"])
    test.expect(f"{label}, a header alone", top + HEADER,
                valid if not body else worse + ["signature.headers-only"])


def files(test):
    """What is no message, and what is a large one."""
    test.expect("nothing", b"", "--message '-': it has no header fields, so it "
                "is no message")
    test.expect("no From", b"Subject: x\r\n\r\n",
                "--message '-': it has no From: give DOMAIN")
    test.expect("no From, and DOMAIN", b"Subject: x\r\n\r\n",
                ["signature.none"], "example.com")
    test.expect("two authors", b"From: a@example.com, b@example.net\r\n\r\n",
                "--message '-': its From has several domains: give DOMAIN")
    test.expect("two of a domain", b"From: a@example.com, b@EXAMPLE.com\r\n",
                ["signature.none"])
    test.expect("an address literal", b"From: a@[192.0.2.1]\r\n\r\n",
                "--message '-': its From has an address in place of a domain: "
                "give DOMAIN")
    test.expect("no address", b"From: undisclosed\r\n\r\n",
                "--message '-': its From has no address: give DOMAIN")
    test.expect("a domain that is none", b"From: a@b..c\r\n\r\n",
                "--message '-': its From has the domain 'b..c': it has an "
                "empty label: give DOMAIN")
    test.expect("a header too large", b"From: a@example.com\r\n" +
                b"X: " + b"x" * MIB, "--message '-': its header is too large")
    test.expect("a mailbox", b"From a@example.com Fri Nov 27 01:00:00 2026\n"
                b"From: a@example.com\n\nx\n", ["signature.none"])
    noise = random.Random(1)
    for i in range(50):
        octets = noise.randbytes(3000)
        done = test.run(b"From: a@example.com\r\nDKIM-Signature: v=1;" + octets)
        test.judge(f"noise {i}", True, done.returncode in (0, 1, 3))


def large(test):
    """64 MiB in the same memory, and not an octet more."""
    line = b"x" * 76 + b"\r\n"
    rest = HEADER + b"\r\n" + line * 100_000
    message = RECEIVED + by_dkimpy("relaxed/relaxed", test.key, rest) + rest
    (test.where / "large").write_bytes(message)
    test.expect("large", message, ["signature.valid"])
    script = ("import json, resource, subprocess, sys\n"
              "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
              "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    full = test.where / "full"
    with open(full, "wb") as out:
        out.write(message)
        out.truncate(64 * MIB)
    usage = must(sys.executable, "-c", script, str(PROGRAM), "--offline",
                 "--zone", str(test.where / "example.com.zone"), "--only",
                 "signature", "--message", str(full))
    test.judge("memory of 64 MiB", True, int(usage) < MOST_KIB)
    test.judge("64 MiB", 1, test.run(b"", path="full").returncode)
    with open(full, "ab") as out:
        out.write(b"x")
    done = test.run(b"", path="full")
    test.judge("over 64 MiB", (2, b"mailpreflight: --message 'full': File too "
                               b"large\n"), (done.returncode, done.stderr))
    done = test.run(b"", path=".")
    test.judge("a folder", (2, b"mailpreflight: --message '.': Is a "
                            b"directory\n"), (done.returncode, done.stderr))
    done = test.run(b"", path="none")
    test.judge("no file", (2, b"mailpreflight: --message 'none': No such file "
                           b"or directory\n"), (done.returncode, done.stderr))


def recorded(test):
    """A recording has the answers; the message must be given again."""
    rest = HEADER + b"\r\n" + BODIES["plain"]
    message = RECEIVED + by_dkimpy("relaxed/relaxed", test.key, rest) + rest
    test.run(message, "--record", "recording", "--date", "2026-11-27")
    text = (test.where / "recording").read_text()
    test.judge("the message is not recorded", False, "an  order" in text)
    done = subprocess.run(
        [PROGRAM, "--replay", "recording", "--json", "--only", "signature",
         "--message", "-"], input=message, capture_output=True,
        cwd=test.where, timeout=SECONDS, check=False)
    codes = [f["code"] for c in json.loads(done.stdout)["checks"]
             for f in c["findings"]]
    test.judge("replayed", ["signature.valid"], codes)


def main():
    with tempfile.TemporaryDirectory() as where:
        test = Test(pathlib.Path(where))
        signed(test)
        files(test)
        large(test)
        recorded(test)
    print(f"messages: {test.passed} passed, {test.failed} failed")
    return test.failed > 0


if __name__ == "__main__":
    sys.exit(main())
