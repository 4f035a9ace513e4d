#!/usr/bin/python3
"""spf_rate.py PROGRAM [N] - SPF evaluations a second, ours against pyspf.

Both in memory and in one process, over the same zone: a record with three
includes, an mx and an a, and a client that its last include names.  pyspf's
lookups are served from a dictionary.
"""

import subprocess
import sys
import tempfile
import time

import spf

IP, DOMAIN = "198.51.100.77", "example.com"
ZONE = {
    "example.com": {
        "TXT": ["v=spf1 mx a:www.example.com include:_spf.one.example.com "
                "include:_spf.two.example.com include:_spf.three.example.com "
                "~all"],
        "MX": [(10, "mx1.example.com"), (20, "mx2.example.com")]},
    "mx1.example.com": {"A": ["192.0.2.1"]},
    "mx2.example.com": {"A": ["192.0.2.2"]},
    "www.example.com": {"A": ["192.0.2.3"]},
    "_spf.one.example.com": {"TXT": [
        "v=spf1 include:_a.one.example.com include:_b.one.example.com ~all"]},
    "_a.one.example.com": {"TXT": ["v=spf1 " + " ".join(
        f"ip4:203.0.113.{n * 8}/29" for n in range(10)) + " ~all"]},
    "_b.one.example.com": {"TXT": ["v=spf1 " + " ".join(
        f"ip6:2001:db8:{n:x}::/48" for n in range(10)) + " ~all"]},
    "_spf.two.example.com": {"TXT": ["v=spf1 " + " ".join(
        f"ip4:192.0.2.{n * 16}/28" for n in range(8)) + " -all"]},
    "_spf.three.example.com": {"TXT": ["v=spf1 ip4:198.51.100.64/27 -all"]},
}


def lookup(name, qtype, strict=True, timeout=None):
    for value in ZONE.get(name.lower(), {}).get(qtype, []):
        yield (name, qtype), (value.encode(),) if qtype == "TXT" else value


def zone_text():
    lines = ["$ORIGIN example.com.",
             "@ SOA ns hostmaster 1 7200 900 1209600 300"]
    for name, types in ZONE.items():
        for rtype, values in types.items():
            for value in values:
                if rtype == "TXT":
                    value = " ".join(f'"{value[at:at + 255]}"' for at in
                                     range(0, len(value), 255))
                elif rtype == "MX":
                    value = f"{value[0]} {value[1]}."
                lines.append(f"{name}. {rtype} {value}")
    return "\n".join(lines) + "\n"


def main():
    program = sys.argv[1]
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
    with tempfile.NamedTemporaryFile("w", suffix=".zone") as zone:
        zone.write(zone_text())
        zone.flush()
        subprocess.run([program, zone.name, IP, DOMAIN, str(n)], check=True)
    spf.DNSLookup = lookup
    n //= 20
    start = time.perf_counter()
    for _ in range(n):
        result = spf.check2(i=IP, s=f"postmaster@{DOMAIN}", h=DOMAIN)[0]
    seconds = time.perf_counter() - start
    print(f"pyspf: {result}, {n / seconds:.0f} evaluations/s, "
          f"{seconds / n * 1e6:.2f} us each")


if __name__ == "__main__":
    main()
