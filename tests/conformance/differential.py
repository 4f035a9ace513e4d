#!/usr/bin/python3
"""differential.py PROGRAM [ZONES [SEED]] - ours against other SPF libraries.

Random records over random zones, served on loopback: the program, Mail::SPF
and, where a Go compiler is installed, blitiri's library ask over the network,
pyspf in this process.  Each disagreement is in the table of known ones, with
the section of RFC 7208 that decides, or it is a failure.
"""

import collections
import ipaddress
import json
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile

import dnsdata
import spf as pyspf

HERE = pathlib.Path(__file__).parent
GOPATH = "/usr/share/gocode"
DOMAINS = 6
CLIENTS = ["192.0.2.1", "192.0.2.2", "2001:db8::1"]

TERMS = [
    "a", "mx", "ptr", "a:{d}", "mx:{d}", "a:{d}/30", "a/24//64", "mx:{d}//64",
    "include:{d}", "include:{d}", "include:{d}", "redirect={d}",
    "ip4:192.0.2.{n}", "ip4:192.0.2.0/2{n}", "ip6:2001:db8::{n}",
    "ip6:2001:db8::/6{n}", "exists:{d}", "exists:%{{ir}}.x.{d}",
    "exists:%{{d1r}}.{d}", "exp={d}", "moo=%{{l}}", "ptr:{d}",
    "include:%{{o}}", "a:x{n}.{d}", "exists:%{{l1r-}}.{d}",
]
ODD_TERMS = [
    "a:{d}/33", "ip4:192.0.2.{n}/032", "foo", "a:..{d}", "a:{n}", "a:%{{d0}}",
    "exists:%{{h}}", "ip4:192.0.2", "include", "a:{d}.", "redirect:{d}",
    "moo={d}", "A:{d}", "ALL", "REDIRECT={d}", "a:%{{p}}.{d}", "ip6:::/0",
    "exists:%{{p}}", "a:%{{S}}.{d}", "moo=", "exp={d}", "a:{d}:25",
]
SENDERS = ["a@{d}", "strong-bad@{d}", "{d}"]


class Zone:
    """Names to types to values; what fails is dnsdata.FAILS."""

    def __init__(self, rng):
        self.rng = rng
        self.names = {}
        for i in range(DOMAINS):
            self.add_domain(f"d{i}.example")
        for client in CLIENTS:
            reverse = {"PTR": [self.domain() for _ in
                               range(rng.choice([0, 1, 1, 2, 3]))]}
            self.names[pointer(client)] = reverse

    def domain(self):
        return f"d{self.rng.randrange(DOMAINS)}.example"

    def add_domain(self, name):
        rng = self.rng
        types = {
            "A": [f"192.0.2.{rng.randrange(8)}"
                  for _ in range(rng.choice([0, 1, 1, 2]))],
            "AAAA": [f"2001:db8::{rng.randrange(4)}"
                     for _ in range(rng.choice([0, 0, 1, 2]))],
            "MX": [[i, self.domain()]
                   for i in range(rng.choice([0, 1, 1, 2, 4]))],
            "TXT": [self.record()],
        }
        kind = rng.randrange(40)
        if kind == 0:
            types["TXT"].append(self.record())
        elif kind == 1:
            types["TXT"] = ["moo"]
        elif kind == 2:
            types[rng.choice(list(types))] = dnsdata.FAILS
        self.names[name] = types

    def record(self):
        rng = self.rng
        terms = [self.term() for _ in range(rng.choice([1, 2, 2, 3, 4, 7]))]
        terms.append(rng.choice(["-all", "~all", "?all", "", "+all"]))
        return "v=spf1 " + " ".join(t for t in terms if t)

    def term(self):
        rng = self.rng
        terms = ODD_TERMS if rng.randrange(25) == 0 else TERMS
        term = rng.choice(terms).format(d=self.domain(), n=rng.randrange(8))
        if "=" in term:
            return term
        return rng.choice(["", "", "", "", "-", "~", "?", "+"]) + term

    def wire(self):
        return {name: {t: v if v is dnsdata.FAILS else
                       [dnsdata.data_wire(t, x) for x in v]
                       for t, v in types.items()}
                for name, types in self.names.items()}

    def lookup(self, name, qtype, strict=True, timeout=None):
        """As pyspf wants it."""
        name = name.rstrip(".").lower()
        if any(len(label) > 63 for label in name.split(".")):
            raise pyspf.TempError("DNS label too long")
        values = self.names.get(name, {}).get(qtype, [])
        if values is dnsdata.FAILS:
            raise pyspf.TempError("DNS SERVFAIL")
        for value in values:
            if qtype == "TXT":
                value = (value.encode(),)
            elif qtype == "MX":
                value = tuple(value)
            elif qtype == "AAAA":
                value = socket.inet_pton(socket.AF_INET6, value)
            yield (name, qtype), value


def pointer(ip):
    return ipaddress.ip_address(ip).reverse_pointer


class Peer:
    """A process that answers a line with a line."""

    def __init__(self, command, **more):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, bufsize=1, **more)

    def ask(self, question):
        self.process.stdin.write(
            "{port} {ip} {helo} {sender}\n".format(**question))
        self.process.stdin.flush()
        result, _, text = self.process.stdout.readline().strip().partition(" ")
        return result, text

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)


class Pyspf:
    def ask(self, question):
        pyspf.DNSLookup = question["zone"].lookup
        q = pyspf.query(i=question["ip"], s=question["sender"],
                        h=question["helo"], strict=True, querytime=0)
        result, _, text = q.check()
        return result, f"{text} {q.perm_error or ''}"

    def close(self):
        pass


def ask_ours(program, question):
    done = subprocess.run(
        [program, "spf", "--json", f"--server=127.0.0.1#{question['port']}",
         f"--ip={question['ip']}", f"--helo={question['helo']}",
         f"--mail-from={question['sender']}"],
        capture_output=True, timeout=60, check=False)
    return json.loads(done.stdout)


def go_peer(directory):
    """blitiri's library, or None without a Go compiler."""
    if shutil.which("go") is None or not os.path.isdir(GOPATH):
        return None
    program = os.path.join(directory, "peer")
    subprocess.run(["go", "build", "-o", program, str(HERE / "peer.go")],
                   check=True, env=dict(os.environ, GO111MODULE="off",
                                        GOPATH=GOPATH, GOCACHE=directory,
                                        GOFLAGS="-trimpath"))
    return Peer([program])


# Peer, whether a disagreement is of this kind, RFC 7208 section, and why.
# ours is the program's report; theirs and text are the peer's.
Known = collections.namedtuple("Known", "peer section why is_this")


def is_syntax_error(ours):
    return ours["result"] == "permerror" and not re.search(
        "needs an 11th|third lookup|leads to no|more than", ours["problem"])


def is_void_error(ours):
    return "third lookup" in (ours["problem"] or "")


def has_term(zone, pattern):
    return any(re.search(pattern, text)
               for types in zone.names.values()
               if types.get("TXT") not in (None, dnsdata.FAILS)
               for text in types["TXT"])


KNOWN = [
    Known("pyspf", "4.6.4", "counts void queries, not terms, and asks for "
          "all exchanges before it compares (allowed)",
          lambda ours, theirs, text, zone: "Void lookup limit" in text and
          (ours["void_queries"] > 2 or has_term(zone, "mx|ptr"))),
    Known("Mail::SPF", "4.6.4", "counts void queries, not terms (allowed)",
          lambda ours, theirs, text, zone: "void DNS look-ups" in text and
          (ours["void_queries"] > 2 or has_term(zone, "mx|ptr"))),
    Known("pyspf", "4.6.4", "an include of the own domain is an error to it "
          "even where it is never reached",
          lambda ours, theirs, text, zone: "trivial recursion" in text),
    Known("pyspf", "6", "an unknown modifier that stands twice is an error to "
          "it",
          lambda ours, theirs, text, zone: "MUST appear at most" in text),
    Known("any", "4.8", "an impossible name that is written out does not match "
          "(left open)",
          lambda ours, theirs, text, zone:
          "a label that is empty" in (ours["problem"] or "")),
    Known("any", "7.1", "accepts %{d0}, or sees it only where it is reached",
          lambda ours, theirs, text, zone:
          "not 0" in (ours["problem"] or "")),
    Known("pyspf", "5.5", "a PTR name whose lookup fails is a temperror to "
          "it, not skipped",
          lambda ours, theirs, text, zone:
          theirs == "temperror" and "SERVFAIL" in text and
          has_term(zone, r"ptr|%\{p\}")),
    Known("Mail::SPF", "5", "ip6:::/0 matches IPv4 clients",
          lambda ours, theirs, text, zone: has_term(zone, "ip6:::/0")),
    Known("blitiri", "6", "an unknown modifier is an error to it",
          lambda ours, theirs, text, zone:
          theirs == "permerror" and "unknown field" in text),
    Known("blitiri", "4.6", "finds errors only in terms that it reaches",
          lambda ours, theirs, text, zone: is_syntax_error(ours)),
    Known("any", "6.1", "REDIRECT= in upper case is not known to it",
          lambda ours, theirs, text, zone: has_term(zone, "REDIRECT=")),
    Known("blitiri", "5.5", "does not validate the names of ptr",
          lambda ours, theirs, text, zone: has_term(zone, "ptr")),
    Known("blitiri", "5", "asks for addresses of both families, and an error "
          "of either is or is not one of both",
          lambda ours, theirs, text, zone:
          "temperror" in (theirs, ours["result"])),
    Known("blitiri", "4.6.4", "a name with addresses of the other family is "
          "not void to it (allowed)",
          lambda ours, theirs, text, zone: is_void_error(ours)),
]


def explain(peer, ours, theirs, text, zone):
    for known in KNOWN:
        if known.peer in (peer, "any") and known.is_this(
                ours, theirs, text, zone):
            return known
    return None


def main():
    program = os.path.realpath(sys.argv[1])
    zones = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    same, known, unknown = (collections.Counter() for _ in range(3))
    asked = 0
    with tempfile.TemporaryDirectory() as directory:
        peers = {"pyspf": Pyspf(),
                 "Mail::SPF": Peer(["perl", str(HERE / "peer.pl")])}
        go = go_peer(directory)
        if go is not None:
            peers["blitiri"] = go
        else:
            print("blitiri: skipped, there is no Go compiler")
        for number in range(zones):
            zone = Zone(random.Random(seed * 1000003 + number))
            with dnsdata.Server(zone.wire()) as server:
                for ip in CLIENTS:
                    sender = zone.rng.choice(SENDERS).format(d="d0.example")
                    question = {
                        "zone": zone, "port": server.port, "ip": ip,
                        "helo": "h.d1.example",
                        "sender": sender if "@" in sender
                        else "postmaster@" + sender}
                    ours = ask_ours(program, question)
                    asked += 1
                    for name, peer in peers.items():
                        theirs, text = peer.ask(question)
                        if theirs == ours["result"]:
                            same[name] += 1
                            continue
                        row = explain(name, ours, theirs, text, zone)
                        if row is not None:
                            known[name, row] += 1
                            continue
                        unknown[name] += 1
                        print(f"zone {number} {ip}: ours {ours['result']} "
                              f"({ours['problem']}), {name} {theirs}: {text}")
                        if os.environ.get("SHOW"):
                            for n, types in zone.names.items():
                                print("   ", n, types)
        for peer in peers.values():
            peer.close()
    for (name, row), n in known.most_common():
        print(f"{n:5} {name}: section {row.section}: {row.why}")
    for name in same:
        others = sum(n for (peer, _), n in known.items() if peer == name)
        print(f"{name}: {same[name]} of {asked} the same, {others} known, "
              f"{unknown[name]} unknown")
    failed = sum(unknown.values())
    print(f"differential: {sum(same.values()) + sum(known.values())} passed, "
          f"{failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
