"""A small DNS server on loopback for records held in memory.

A zone is a dict: name in lower case, without the last dot, to a dict of type
to a list of data in wire form.  A type can be FAILS instead (SERVFAIL), SILENT
(no answer at all); the type ANY stands for every type that is not listed.
Aliases are followed within the zone, as a resolver would.
"""

import ipaddress
import socket
import struct
import threading

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15,
         "TXT": 16, "AAAA": 28, "SPF": 99}
ANY = "ANY"
FAILS, SILENT = object(), object()
NOERROR, SERVFAIL, NXDOMAIN = 0, 2, 3
UDP_MAX = 1232
CHAIN_MAX = 10


def name_wire(text):
    wire = b""
    for label in text.rstrip(".").split(".") if text.rstrip(".") else []:
        octets = label.encode("latin-1")
        if not 0 < len(octets) < 64:
            raise ValueError(f"not a name: {text}")
        wire += bytes([len(octets)]) + octets
    return wire + b"\0"


def txt_wire(strings):
    out = b""
    for string in strings:
        octets = string.encode("latin-1")
        for at in range(0, max(len(octets), 1), 255):
            part = octets[at:at + 255]
            out += bytes([len(part)]) + part
    return out


def data_wire(rtype, value):
    """Data in wire form: an address, a name, [preference, name], a string or
    a list of strings."""
    if rtype in ("A", "AAAA"):
        return ipaddress.ip_address(value).packed
    if rtype in ("PTR", "CNAME", "NS"):
        return name_wire(value)
    if rtype == "MX":
        return struct.pack("!H", value[0]) + name_wire(value[1])
    return txt_wire([value] if isinstance(value, str) else value)


def record(owner, rtype, data):
    return owner + struct.pack("!HHIH", TYPES[rtype], 1, 60, len(data)) + data


def look_up(zone, name, rtype, chain=0):
    """RCODE and records, or None where nobody answers."""
    types = zone.get(name)
    if types is None:
        return NXDOMAIN, []
    found = types.get(rtype, types.get(ANY, []))
    if found is SILENT:
        return None
    if found is FAILS or chain > CHAIN_MAX:
        return SERVFAIL, []
    owner = name_wire(name)
    if not found and "CNAME" in types:
        alias = types["CNAME"][0]
        rest = look_up(zone, name_text(alias), rtype, chain + 1)
        if rest is None or rest[0] == SERVFAIL:
            return rest
        return rest[0], [record(owner, "CNAME", alias)] + rest[1]
    return NOERROR, [record(owner, rtype, data) for data in found]


def name_text(wire):
    labels, at = [], 0
    while wire[at]:
        labels.append(wire[at + 1:at + 1 + wire[at]].decode("latin-1").lower())
        at += wire[at] + 1
    return ".".join(labels)


def reply(zone, query, limit):
    """The answer to a query, or None."""
    end = 12
    while query[end]:
        end += query[end] + 1
    question = query[12:end + 5]
    number = struct.unpack("!H", query[end + 1:end + 3])[0]
    rtype = {n: t for t, n in TYPES.items()}.get(number, str(number))
    found = look_up(zone, name_text(query[12:]), rtype)
    if found is None:
        return None
    rcode, records = found
    flags = 0x8180 | rcode
    body = question + b"".join(records)
    if 12 + len(body) > limit:
        flags, body, records = flags | 0x0200, question, []
    return query[:2] + struct.pack(
        "!5H", flags, 1, len(records), 0, 0) + body


def read_exactly(connection, n):
    octets = b""
    while len(octets) < n:
        part = connection.recv(n - len(octets))
        if not part:
            return None
        octets += part
    return octets


class Server:
    """Serves a zone over UDP and TCP while its with block runs."""

    def __init__(self, zone):
        self.zone = zone
        self.sockets = []

    def __enter__(self):
        while True:
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.bind(("127.0.0.1", 0))
            self.port = udp.getsockname()[1]
            tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            try:
                tcp.bind(("127.0.0.1", self.port))
                break
            except OSError:
                udp.close()
                tcp.close()
        tcp.listen(16)
        self.sockets = [udp, tcp]
        for serve in (self.serve_udp, self.serve_tcp):
            threading.Thread(target=serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        for s in self.sockets:
            s.close()

    def serve_udp(self):
        udp = self.sockets[0]
        while True:
            try:
                query, sender = udp.recvfrom(4096)
                answer = reply(self.zone, query, UDP_MAX)
                if answer is not None:
                    udp.sendto(answer, sender)
            except OSError:
                if udp.fileno() < 0:
                    return

    def serve_tcp(self):
        tcp = self.sockets[1]
        while True:
            try:
                connection = tcp.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.serve_connection,
                             args=(connection,), daemon=True).start()

    def serve_connection(self, connection):
        with connection:
            try:
                while (head := read_exactly(connection, 2)) is not None:
                    query = read_exactly(
                        connection, struct.unpack("!H", head)[0])
                    if query is None:
                        return
                    answer = reply(self.zone, query, 65535)
                    if answer is not None:
                        connection.sendall(
                            struct.pack("!H", len(answer)) + answer)
            except OSError:
                return
