#!/usr/bin/python3
"""dkim_differential.py VERDICT [MESSAGES [SEED]] - signed messages, as they are
and changed on the way: ours and dkimpy must say the same of each, and so must
Mail::DKIM and, where npm gives it, mailauth, but for what is told below.

VERDICT is the program made from dkim_verdict.c.
"""

import base64
import random
import subprocess
import sys
import tempfile

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

WORDS = [b"a", b"Hello", b"  two  blanks", b"tab\there", b"", b" ", b"\t",
         b"end ", b"end\t ", b".", b"x" * 70, b"=20", b"\xc3\xa9", b"\r",
         b"a\rb"]
NAMES = [b"Cc", b"To", b"Subject", b"Date", b"Message-ID", b"Reply-To",
         b"List-Id", b"X-Note", b"MIME-Version"]


def keys():
    """Private keys as dkimpy takes them, and the records."""
    pair = rsa.generate_private_key(65537, 1024)
    pem = pair.private_bytes(serialization.Encoding.PEM,
                             serialization.PrivateFormat.TraditionalOpenSSL,
                             serialization.NoEncryption())
    der = pair.public_key().public_bytes(
        serialization.Encoding.DER,
        serialization.PublicFormat.SubjectPublicKeyInfo)
    own = ed25519.Ed25519PrivateKey.generate()
    seed = own.private_bytes(serialization.Encoding.Raw,
                             serialization.PrivateFormat.Raw,
                             serialization.NoEncryption())
    raw = own.public_key().public_bytes(serialization.Encoding.Raw,
                                        serialization.PublicFormat.Raw)
    return {
        b"rsa-sha256": (pem, b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)),
        b"ed25519-sha256": (base64.b64encode(seed),
                            b"v=DKIM1; k=ed25519; p=" +
                            base64.b64encode(raw)),
    }


def field(pick):
    """One header field, with folds and blanks as they come."""
    name = pick.choice(NAMES)
    value = b" ".join(pick.choice(WORDS[:8]).strip(b"\r") or b"v"
                      for _ in range(pick.randrange(1, 5)))
    if pick.random() < 0.4:
        value = value.replace(b" ", b"\r\n ", 1)
    return name + b":" + pick.choice([b" ", b"", b"  ", b"\t"]) + value


def message(pick):
    """A message with at least a From."""
    head = [b"From: a@example.com"] + [field(pick) for _ in
                                       range(pick.randrange(0, 8))]
    pick.shuffle(head)
    body = b"\r\n".join(pick.choice(WORDS)
                        for _ in range(pick.randrange(0, 12)))
    if body:  # as SMTP carries it
        body += b"\r\n" * pick.randrange(1, 4)
    return b"\r\n".join(head) + b"\r\n\r\n" + body


def change(pick, text):
    """What happens on the way: nothing, or one thing."""
    at = text.index(b"\r\n\r\n")
    kind = pick.randrange(9)
    if kind == 0:
        return text
    if kind == 1:
        return text + b"\r\n" * pick.randrange(1, 3)
    if kind == 2:
        return text.rstrip(b"\r\n") + b"\r\n"
    if kind == 3:
        return text[:at] + b"\r\nX-Spam: no" + text[at:]
    if kind == 4:
        return b"Received: from x by y\r\n" + text
    if kind == 5:
        return text.replace(b"  ", b" ", 1)
    if kind == 6:
        return text.replace(b"\t", b" ", 1)
    if kind == 7:
        return text[:at] + b"\r\nSubject: other" + text[at:]
    where = pick.randrange(at, len(text) - 2)
    return text[:where] + b"Z" + text[where + 1:]


def theirs(text, record):
    """What dkimpy says: pass or fail."""
    try:
        return dkim.verify(text, dnsfunc=lambda name, timeout=5: record)
    except Exception:  # pylint: disable=broad-except
        return False


PERL = r"""
use Mail::DKIM::Verifier;
use Net::DNS;
no warnings 'redefine';
our $record;
*Mail::DKIM::DNS::query = sub { return Net::DNS::RR->new(
    name => $_[0], type => 'TXT', txtdata => [$record]) };
binmode STDIN;
$| = 1;
sub frame { my $n = <STDIN>; exit unless defined $n; my $s = '';
    read(STDIN, $s, $n) if $n > 0; return $s }
while (1) {
    $record = frame();
    my $text = frame();
    my $verifier = Mail::DKIM::Verifier->new();
    my $result = eval { $verifier->PRINT($text); $verifier->CLOSE;
                        $verifier->result };
    print "said $result\n";
}
"""

NODE = r"""
const { dkimVerify } = require('mailauth/lib/dkim/verify');
const chunks = [];
let have = Buffer.alloc(0), ended = false, wake = null;
process.stdin.on('data', c => { have = Buffer.concat([have, c]);
                                if (wake) wake(); });
process.stdin.on('end', () => { ended = true; if (wake) wake(); });
const more = () => new Promise(done => { wake = done; });
async function frame() {
  let at;
  while ((at = have.indexOf(10)) < 0) { if (ended) process.exit(0);
                                        await more(); }
  const n = Number(have.slice(0, at).toString());
  while (have.length < at + 1 + n) await more();
  const s = have.slice(at + 1, at + 1 + n);
  have = have.slice(at + 1 + n);
  return s;
}
(async () => {
  for (;;) {
    const record = (await frame()).toString(), text = await frame();
    let result = 'fail';
    try {
      const { results } = await dkimVerify(text, {
        resolver: async () => [[record]], minBitLength: 1024 });
      result = results[0].status.result;
    } catch (e) { }
    process.stdout.write('said ' + result + '\n');
  }
})();
"""


class Verifier:
    """Another program that is given messages one after another."""

    def __init__(self, name, command, **more):
        self.name, self.differ = name, 0
        self.process = subprocess.Popen(  # pylint: disable=R1732
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **more)

    def passes(self, text, record):
        """What it says."""
        for part in (record, text):
            self.process.stdin.write(b"%d\n" % len(part) + part)
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        while line and not line.startswith(b"said "):
            print(self.name, line)
            line = self.process.stdout.readline()
        return line.strip() == b"said pass"

    def end(self):
        """Closes its input, which ends it."""
        self.process.stdin.close()
        self.process.wait(timeout=60)


def verifiers(home):
    """Those that can be had."""
    out = [Verifier("Mail::DKIM", ["perl", "-e", PERL])]
    done = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts",
         "--silent", "mailauth"], cwd=home, check=False)
    if done.returncode == 0:
        out.append(Verifier("mailauth", ["node", "-e", NODE], cwd=home))
    else:
        print("dkim: no npm, so no mailauth")
    return out


def is_known(name, algorithm, text):
    """Whether it is known why another verifier says something else."""
    if name == "Mail::DKIM" and algorithm != b"rsa-sha256":
        return True  # Debian 12's knows RSA alone
    # The body is optional, and with it the empty line (RFC 5322 section 3.5);
    # mailauth makes one up that is not empty.
    if name == "mailauth" and b"\r\n\r\n" not in text:
        return True
    # A CR or LF alone is in no message (RFC 5321 section 2.3.8), and DKIM has
    # no rule for it: others take it for the end of a line.
    return bool(text.replace(b"\r\n", b"").translate(None, delete=bytes(
        c for c in range(256) if c not in b"\r\n")))


def main():
    """Compares; exit status 1 if they differ anywhere."""
    with tempfile.TemporaryDirectory() as home:
        others = verifiers(home)
        failed = compare(others)
        for other in others:
            other.end()
    return failed


def compare(others):
    """Ours, dkimpy, and the others."""
    program, count = sys.argv[1], int((sys.argv[2:] or ["500"])[0])
    pick = random.Random(int((sys.argv[3:] or ["1"])[0]))
    pairs, passed, differ = keys(), 0, 0
    for number in range(count):
        algorithm = pick.choice(sorted(pairs))
        private, record = pairs[algorithm]
        text = message(pick)
        names = sorted({line.split(b":")[0].strip() for line in
                        text.split(b"\r\n\r\n")[0].split(b"\r\n")
                        if line[:1] not in b" \t"})
        chosen = [b"from"] + [n.lower() for n in names if pick.random() < .7
                              and n.lower() != b"from"]
        if pick.random() < 0.3:
            chosen += [b"from", b"subject"]
        canon = (pick.choice([b"simple", b"relaxed"]),
                 pick.choice([b"simple", b"relaxed"]))
        signature = dkim.sign(
            text, b"s1", b"example.com", private, canonicalize=canon,
            signature_algorithm=algorithm, include_headers=chosen,
            length=pick.random() < 0.2)
        text = change(pick, signature + text)
        want = theirs(text, record)
        got = subprocess.run([program, record], input=text,
                             capture_output=True, check=True).stdout
        passed += want
        if (got.strip() == b"pass") != want:
            differ += 1
            print(f"{number}: dkimpy {want}, ours {got!r}: {canon} {text!r}")
        for other in others:
            said = other.passes(text, record)
            if said != want and not is_known(other.name, algorithm, text):
                differ += 1
                print(f"{number}: {other.name} {said}, ours {got!r}: {canon} "
                      f"{algorithm} {text!r}")
    print(f"dkim: {count} messages, {passed} pass, {differ} differ")
    return differ > 0


if __name__ == "__main__":
    sys.exit(main())
