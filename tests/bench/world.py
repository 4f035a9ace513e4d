"""Zones with any number of senders that pass every check, and one whose
longest chain of questions is known."""

import base64
import pathlib

DOMAIN, REVERSE = "bench.test", "20.in-addr.arpa"
CHAIN = 4  # TXT, include, include, a: of chain.bench.test
CHAIN_SENDER = f"chain.{DOMAIN}", "20.255.0.1", f"mta.chain.{DOMAIN}"

# The octets are no key; what counts is that each sender's can be read.
KEY = base64.b64encode(
    bytes.fromhex("30820122300d06092a864886f70d01010105000382010f00"
                  "3082010a0282010100") + b"\xc5" * 255 + b"\x01" +
    bytes.fromhex("0203010001")).decode()

HEAD = """\
$TTL 3600
@ SOA ns.bench.test. root.bench.test. 1 7200 900 1209600 3600
@ NS ns.bench.test.
"""
SENDER = """\
{d} MX 10 mx.{d}
{d} TXT "v=spf1 mx ip4:{ip} include:_spf -all"
mx.{d} A {ip}
mta.{d} A {ip}
_dmarc.{d} TXT "v=DMARC1; p=reject; rua=mailto:dmarc@{d}.bench.test"
k._domainkey.{d} TXT "v=DKIM1; k=rsa; p={key1}" "{key2}"
"""
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


def write(directory, n):
    """The zone files, by name, and the file of senders."""
    directory = pathlib.Path(directory)
    zones = {DOMAIN: directory / "forward", REVERSE: directory / "reverse",
             "test": directory / "test"}
    senders = directory / "senders"
    key = {"key1": KEY[:200], "key2": KEY[200:]}
    zones["test"].write_text("$ORIGIN test.\n" + HEAD)
    with open(zones[DOMAIN], "w", encoding="ascii") as forward, \
            open(zones[REVERSE], "w", encoding="ascii") as reverse, \
            open(senders, "w", encoding="ascii") as batch:
        forward.write(f"$ORIGIN {DOMAIN}.\n{HEAD}ns A 20.255.255.1\n"
                      '_spf TXT "v=spf1 ip4:21.0.0.0/16 -all"\n' +
                      CHAIN_ZONE.format(**key))
        reverse.write(f"$ORIGIN {REVERSE}.\n{HEAD}"
                      "1.0.255 PTR mta.chain.bench.test.\n")
        for i in range(n):
            a, b, c = i >> 16, i >> 8 & 255, i & 255
            ip, name = f"20.{a}.{b}.{c}", f"s{i}"
            forward.write(SENDER.format(d=name, ip=ip, **key).replace(
                "include:_spf", f"include:_spf.{DOMAIN}"))
            reverse.write(f"{c}.{b}.{a} PTR mta.{name}.{DOMAIN}.\n")
            batch.write(f"{name}.{DOMAIN} {ip} selector=k\n")
    return zones, senders
