"""Zones with any number of senders that pass every check, light and heavy
ones, and one whose longest chain of questions is known."""

import base64
import collections
import pathlib

DOMAIN = "bench.test"
CHAIN = 4  # TXT, include, include, a: of chain.bench.test
CHAIN_SENDER = f"chain.{DOMAIN}", "20.255.0.1", f"mta.chain.{DOMAIN}"

# The octets are no key; what counts is that each sender's can be read.
KEY = base64.b64encode(
    bytes.fromhex("30820122300d06092a864886f70d01010105000382010f00"
                  "3082010a0282010100") + b"\xc5" * 255 + b"\x01" +
    bytes.fromhex("0203010001")).decode()

RECORD_KEY = {"key1": KEY[:200], "key2": KEY[200:]}

HEAD = """\
$TTL 3600
@ SOA ns.bench.test. root.bench.test. 1 7200 900 1209600 3600
@ NS ns.bench.test.
"""
# What every sender has, and an exchange.
SENDER = """\
mta.{d} A {ip}
_dmarc.{d} TXT "v=DMARC1; p=reject; rua=mailto:dmarc@{d}.bench.test"
k._domainkey.{d} TXT "v=DKIM1; k=rsa; p={key1}" "{key2}"
{d} MX 10 mx.{d}
mx.{d} A {ip}
"""
LIGHT = SENDER + """\
{d} TXT "v=spf1 mx ip4:{ip} include:_spf.bench.test -all"
"""
HEAVY = SENDER + """\
{d} MX 20 mx2.{d}
mx2.{d} A {ip}
{d} TXT "v=spf1 include:_spf0.bench.test mx ip4:{ip} -all"
"""

# Senders of one kind: the first label of their names, before a number; the
# first octet of their addresses; their records.
Kind = collections.namedtuple("Kind", "text label octet records")
KINDS = (Kind("light: one exchange, one include", "l", 20, LIGHT),
         Kind("heavy: two exchanges, a tree of eight includes", "h", 21,
              HEAVY))
SHARED = """\
ns A 20.255.255.1
_spf TXT "v=spf1 ip4:22.0.0.0/16 -all"
_spf0 TXT "v=spf1 include:_spf1.bench.test include:_spf2.bench.test" \
    " include:_spf3.bench.test -all"
_spf1 TXT "v=spf1 include:_spf4.bench.test include:_spf5.bench.test -all"
_spf2 TXT "v=spf1 include:_spf6.bench.test include:_spf7.bench.test -all"
""" + "".join(
    f'_spf{i} TXT "v=spf1 ' +
    "".join(f"ip4:22.{i}.{k}.0/24 " for k in range(8)) + '-all"\n'
    for i in range(3, 8))
CHAIN_ZONE = """\
chain MX 10 mx.chain
chain TXT "v=spf1 include:_spf1.chain.bench.test -all"
_spf1.chain TXT "v=spf1 include:_spf2.chain.bench.test -all"
_spf2.chain TXT "v=spf1 a:out.chain.bench.test -all"
mx.chain A 20.255.0.1
mta.chain A 20.255.0.1
out.chain A 20.255.0.1
_dmarc.chain TXT "v=DMARC1; p=reject; rua=mailto:dmarc@chain.bench.test"
k._domainkey.chain TXT "v=DKIM1; k=rsa; p={key1}" "{key2}"
"""


def reverse(octet):
    return f"{octet}.in-addr.arpa"


def write_senders(kind, n, zone, pointers, batch):
    for i in range(n):
        a, b, c = i >> 16, i >> 8 & 255, i & 255
        ip, name = f"{kind.octet}.{a}.{b}.{c}", f"{kind.label}{i}"
        zone.write(kind.records.format(d=name, ip=ip, **RECORD_KEY))
        pointers.write(f"{c}.{b}.{a} PTR mta.{name}.{DOMAIN}.\n")
        batch.write(f"{name}.{DOMAIN} {ip} selector=k\n")


def write(directory, n):
    """n senders of each kind: the zone files, by name, and the files of
    senders, one a kind."""
    directory = pathlib.Path(directory)
    zones = {DOMAIN: directory / "forward", "test": directory / "test"}
    zones["test"].write_text("$ORIGIN test.\n" + HEAD)
    senders = []
    with open(zones[DOMAIN], "w", encoding="ascii") as zone:
        zone.write(f"$ORIGIN {DOMAIN}.\n" + HEAD + SHARED +
                   CHAIN_ZONE.format(**RECORD_KEY))
        for kind, count in zip(KINDS, n):
            origin = reverse(kind.octet)
            zones[origin] = directory / origin
            senders.append(directory / f"senders-{kind.label}")
            with open(zones[origin], "w", encoding="ascii") as pointers, \
                    open(senders[-1], "w", encoding="ascii") as batch:
                pointers.write(f"$ORIGIN {origin}.\n" + HEAD +
                               f"1.0.255 PTR mta.chain.{DOMAIN}.\n")
                write_senders(kind, count, zone, pointers, batch)
    return zones, senders
