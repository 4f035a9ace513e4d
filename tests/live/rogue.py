"""A name server that misbehaves on demand, to test the network client.

It answers over UDP and TCP.  The first label of the name that is asked for
says how; BEHAVIOURS has them all.  Whatever must not be believed carries the
address 192.0.2.66, the true answer 192.0.2.1.
"""

import socket
import struct
import threading
import time

TRUE, EVIL = "192.0.2.1", "192.0.2.66"
A, NS, CNAME, SOA, PTR, MX, TXT, AAAA, DNAME, OPT, DS = (
    1, 2, 5, 6, 12, 15, 16, 28, 39, 41, 43)
NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED = range(6)
TO_QUESTION = b"\xc0\x0c"


class Query:
    """A query, taken apart; its question is kept octet by octet."""

    def __init__(self, wire):
        self.wire = wire
        self.id, self.flags = struct.unpack("!HH", wire[:4])
        at, self.labels = 12, []
        while wire[at]:
            self.labels.append(wire[at + 1:at + 1 + wire[at]])
            at += wire[at] + 1
        self.question = wire[12:at + 5]
        self.type = struct.unpack("!H", wire[at + 1:at + 3])[0]
        self.has_edns = wire[10:12] != b"\0\0"
        self.has_cd = bool(self.flags & 0x10)
        self.name = [label.decode("latin-1").lower() for label in self.labels]


def name(text):
    out = b""
    for label in text.split(".") if text else []:
        out += bytes([len(label)]) + label.encode("latin-1")
    return out + b"\0"


def rr(rtype, data, owner=TO_QUESTION, ttl=300, rclass=1, n=None):
    return owner + struct.pack(
        "!HHIH", rtype, rclass, ttl, len(data) if n is None else n) + data


def a(address, **more):
    return rr(A, socket.inet_aton(address), **more)


def soa(owner):
    return rr(SOA, name("ns." + owner) + name("root." + owner) +
              struct.pack("!5I", 1, 2, 3, 4, 60), owner=name(owner))


def opt(rcode=0, options=b""):
    return b"\0" + struct.pack("!HHIH", OPT, 1232, rcode >> 4 << 24,
                               len(options)) + options


def ede(code, text=b""):
    data = struct.pack("!H", code) + text
    return opt(0, struct.pack("!HH", 15, len(data)) + data)


def reply(q, answer=(), authority=(), additional=None, rcode=0, flags=0x8180,
          question=None, counts=None):
    if additional is None:
        additional = [opt(rcode)] if q.has_edns else []
    if counts is None:
        counts = (1, len(answer), len(authority), len(additional))
    head = struct.pack("!HH4H", q.id, flags | rcode & 15, *counts)
    return (head + (q.question if question is None else question) +
            b"".join(answer) + b"".join(authority) + b"".join(additional))


def true_answer(q):
    if q.name[-1:] == ["invalid"]:
        return reply(q, [], [soa("invalid")], rcode=NXDOMAIN)
    if q.type == A:
        return reply(q, [a(TRUE)])
    return reply(q, [], [soa("rogue.test")])


def evil(q, **more):
    return reply(q, [a(EVIL)], **more)


def patched(wire, at, octets):
    return wire[:at] + octets + wire[at + len(octets):]


# Each gives the datagrams to send, in order, for a query over UDP.

def good(q):
    return [true_answer(q)]


def wrong_id(q):
    ids = [(q.id + 1) & 0xffff, q.id ^ 0x8000, 0]
    return [patched(evil(q), 0, struct.pack("!H", i))
            for i in ids if i != q.id] + good(q)


def wrong_question(q):
    other = name("other.rogue.test") + q.question[-4:]
    longer = b"\1x" + q.question
    return [evil(q, question=x) for x in (other, longer)] + good(q)


def wrong_type(q):
    return [evil(q, question=q.question[:-4] + b"\0\x1c\0\1")] + good(q)


def wrong_class(q):
    return [evil(q, question=q.question[:-2] + b"\0\3")] + good(q)


def no_question(q):
    return [evil(q, question=b"", counts=(0, 1, 0, 0), additional=[]),
            evil(q, question=q.question * 2, counts=(2, 1, 0, 1))] + good(q)


def no_qr(q):
    return [evil(q, flags=0x0180)] + good(q)


def opcode(q):
    return [evil(q, flags=0x8180 | code << 11)
            for code in range(1, 16)] + good(q)


def cut(q):
    whole = evil(q)
    return [whole[:n] for n in range(len(whole))] + good(q)


def lying_counts(q):
    return [evil(q, counts=(1,) + c) for c in (
        (2, 0, 1), (0xffff, 0, 1), (1, 1, 1), (1, 0xffff, 0xffff),
        (1, 0, 2), (1, 0, 0xffff))] + good(q)


def lying_lengths(q):
    address = socket.inet_aton(EVIL)
    return [reply(q, [rr(A, data, n=n)]) for data, n in (
        (address, 3), (address, 5), (address, 0), (address, 0xffff),
        (address + b"x", 5), (b"", 4), (address[:3], 3))] + good(q)


def pointers(q):
    here = 12 + len(q.question)
    loops = [struct.pack("!H", 0xc000 | here),          # to itself
             struct.pack("!H", 0xc000 | here + 20),     # forward
             struct.pack("!H", 0xffff),                 # past the end
             b"\1x" + struct.pack("!H", 0xc000 | here),  # round and round
             b"\x80\0", b"\x40\0"]                      # no such labels
    return [reply(q, [a(EVIL, owner=x)]) for x in loops] + good(q)


def wrong_port(q):
    return [("other port", evil(q))] + good(q)


def fold(q):
    """The case is lost over UDP."""
    folded = q.question[:-4].lower() + q.question[-4:]
    return [evil(q, question=folded)]


def flood(q):
    wrong = [(q.id + 1 + i) & 0xffff for i in range(10000)]
    return [patched(evil(q), 0, struct.pack("!H", i)) for i in wrong] + good(q)


def spoof(q):
    """The right ID, but never the right question."""
    other = name("other.rogue.test") + q.question[-4:]
    return [evil(q, question=other)] * 10000 + good(q)


def silent(_q):
    return []


def servfail(q):
    return [reply(q, [a(EVIL)], rcode=SERVFAIL)]


def refused(q):
    return [reply(q, [a(EVIL)], rcode=REFUSED)]


def formerr(q):
    return [reply(q, rcode=FORMERR)]


def no_edns(q, code):
    return [reply(q, rcode=code)] if q.has_edns else good(q)


def bare_formerr(q):
    """As some old servers have it: the header alone."""
    if not q.has_edns:
        return good(q)
    return [reply(q, rcode=FORMERR, question=b"", counts=(0, 0, 0, 0),
                  additional=[])]


def bogus(q):
    if q.type == DS:
        return [reply(q, [rr(DS, b"\0\1\x0f\2" + bytes(32))])]
    return unsigned_bogus(q)


def unsigned_bogus(q):
    """What a resolver says that is slow: it cannot be bogus without DS."""
    if q.has_cd:
        return good(q)
    text = b"no \x1b[31mluck with " + b".".join(q.labels)
    return [reply(q, rcode=SERVFAIL, additional=[ede(6, text)])]


def bogus_alias(q):
    """It is its target that is signed."""
    if q.type == DS or not q.has_cd:
        return unsigned_bogus(q) if q.type != DS else good(q)
    return [reply(q, [rr(CNAME, name("bogus.rogue.test")),
                      a(TRUE, owner=name("bogus.rogue.test"))])]


def servfail_once(q):
    return [reply(q, rcode=SERVFAIL)] if is_first(q) else good(q)


def servfail_twice(q):
    """A resolver that is busy: with CD there is an answer each time."""
    if q.has_cd or count(q) > 2:
        return good(q)
    return [reply(q, rcode=SERVFAIL)]


def refused_often(q):
    return [reply(q, rcode=REFUSED)] if count(q) <= 2 else good(q)


def cut_512(q):
    """A box on the way cuts what is longer, and leaves TC alone."""
    return [reply(q, [a(f"192.0.2.{i}") for i in range(1, 60)])[:512]]


def policy_soa(q):
    """NXDOMAIN of a response policy zone: its SOA is elsewhere."""
    return [reply(q, rcode=NXDOMAIN,
                  additional=[soa("rpz.local"), opt()])]


def policy_bare(q):
    """As always_nxdomain has it: AA, RA and no SOA."""
    return [reply(q, rcode=NXDOMAIN, flags=0x8580)]


def nx_bare(q):
    """As some old servers have it: no SOA, and no AA."""
    return [reply(q, rcode=NXDOMAIN)]


def dns64(q):
    """dns64-N: AAAA records that are made of the A record, and N others."""
    if q.type != AAAA:
        return good(q)
    published = int(q.name[0].split("-")[1])
    texts = ["64:ff9b::" + TRUE, "2001:db8::1", "64:ff9b::192.0.2.9"]
    return [reply(q, [rr(AAAA, socket.inet_pton(socket.AF_INET6, x))
                      for x in texts[:1 + published]])]


def no_edns_path(q):
    """A box on the way drops what has EDNS."""
    return [] if q.has_edns else good(q)


def filtered_cd(q):
    """SERVFAIL, and with CD no records but a filter's word."""
    if not q.has_cd:
        return [reply(q, rcode=SERVFAIL)]
    return [reply(q, [], [soa("rogue.test")], rcode=NXDOMAIN,
                  additional=[ede(15)])]


def tc(q):
    return [evil(q, flags=0x8380)]


def extended(q):
    """ede-CODE-RCODE"""
    _, code, rcode = q.name[0].split("-")
    answer = [a(EVIL)] if rcode == "0" else []
    return [reply(q, answer, rcode=int(rcode), additional=[ede(int(code))])]


def chain(q):
    """chain-N: N aliases, then the address."""
    n = int(q.name[0].split("-")[1])
    names = [TO_QUESTION] + [
        name("c%d.rogue.test" % i) for i in range(1, n + 1)]
    records = [rr(CNAME, names[i + 1], owner=names[i]) for i in range(n)]
    return [reply(q, records[::-1] + [a(TRUE, owner=names[n])])]


def loop(q):
    return [reply(q, [rr(CNAME, name("l.rogue.test")),
                      rr(CNAME, TO_QUESTION, owner=name("l.rogue.test")),
                      a(EVIL, owner=name("m.rogue.test"))])]


def self_loop(q):
    return [reply(q, [rr(CNAME, TO_QUESTION), a(EVIL)])]


def two_cnames(q):
    return [reply(q, [rr(CNAME, name("x.rogue.test")),
                      rr(CNAME, name("y.rogue.test")),
                      a(EVIL, owner=name("x.rogue.test"))])]


def alias(q):
    """The target is left to the asker."""
    return [reply(q, [rr(CNAME, name("good.rogue.test"))])]


def alias_loop(q):
    return [reply(q, [rr(CNAME, TO_QUESTION)])]


def nx_cname(q):
    return [reply(q, [rr(CNAME, name("gone.rogue.test"))],
                  [soa("rogue.test")], rcode=NXDOMAIN)]


def nodata_cname(q):
    return [reply(q, [rr(CNAME, name("none.rogue.test"))],
                  [soa("rogue.test")])]


def nxdomain(q):
    return [reply(q, [a(EVIL)], [soa("rogue.test")], rcode=NXDOMAIN)]


def nodata(q):
    return [reply(q, [], [soa("rogue.test")])]


def foreign_soa(q):
    return [reply(q, [rr(CNAME, name("good.rogue.test"))],
                  [soa("other.test")])]


def dname(q):
    return [reply(q, [rr(DNAME, name("to.test"), owner=name("rogue.test")),
                      rr(CNAME, name("x.to.test")),
                      a(TRUE, owner=name("x.to.test"))])]


def lame(q):
    return [reply(q, [], [rr(NS, name("ns.rogue.test"),
                             owner=name("rogue.test"))])]


def elsewhere(q):
    """Records that don't belong to the answer, in every place."""
    other = name("victim.test")
    return [reply(q, [a(EVIL, owner=other), rr(TXT, b"\1x"),
                      a(EVIL, rclass=3)],
                  [a(EVIL), soa("rogue.test")], [a(EVIL)])]


def strings(q):
    """TXT whose strings don't fill it, then one that does."""
    return [reply(q, [rr(TXT, x)]) for x in (b"", b"\2x", b"\1xy")] + [
        reply(q, [rr(TXT, b"\4a\0b\xff\0")])]


def odd_labels(q):
    """A dot and a NUL inside labels."""
    return [reply(q, [rr(PTR, b"\x0cmail.example\0"),
                      rr(PTR, b"\5mta\0x\4test\0")])]


def twice(q):
    """A set with a record twice, and in no order."""
    return [reply(q, [a("192.0.2.3"), a("192.0.2.1"), a("192.0.2.3"),
                      a("192.0.2.2")])]


def huge(q):
    """huge: TXT as large as a message can be."""
    records, n = [], 65535 - 12 - len(q.question) - 11
    while n > 300:
        records.append(rr(TXT, b"\xff" + bytes([65 + len(records) % 26] * 255)))
        n -= len(records[-1])
    return [reply(q, records)]


def many(q):
    """many: as many MX as a message can hold."""
    return [reply(q, [rr(MX, struct.pack("!H", i) + b"\1m" + TO_QUESTION)
                      for i in range(3600)])]


def txt(q, text):
    return [reply(q, [rr(TXT, bytes([len(text)]) + text)])]


def nul(q):
    """Records that would do if they ended at their NUL."""
    if q.type != TXT:
        return good(q)
    if q.name[0] == "_dmarc":
        return txt(q, b"v=DMARC1; p=reject\0;")
    return txt(q, b"v=spf1 ip4:192.0.2.1\0 -all")


def tree(q):
    """tree-N: an SPF record with nine more of them and nine MX, each with as
    many hosts as it takes."""
    domain = ".".join(q.name[1:])
    if q.type == TXT:
        words = [f"include:{q.name[0]}{i}.{domain}" for i in range(9)]
        text = ("v=spf1 " + " ".join(words) + " mx -all").encode()
        return txt(q, text) if len(text) < 256 else txt(q, b"v=spf1 mx -all")
    if q.type == MX:
        return [reply(q, [rr(MX, b"\0\1\2m" + str(i).encode() + TO_QUESTION)
                          for i in range(10)])]
    return good(q)


seen = {}


def count(q):
    key = bytes(q.question).lower()
    seen[key] = seen.get(key, 0) + 1
    return seen[key]


def is_first(q):
    return count(q) == 1


def lost(q):
    """The first query gets no answer."""
    return [] if is_first(q) else good(q)


def slow(q):
    time.sleep(0.8)
    return good(q)


def late(q):
    """It gets the only answer, and late."""
    if not is_first(q):
        return []
    time.sleep(0.8)
    return good(q)


# Each writes to a TCP connection; the default is the true answer.

def framed(wire):
    return struct.pack("!H", len(wire)) + wire


def tcp_close(conn, _q):
    conn.close()


def tcp_once(conn, q):
    conn.sendall(framed(true_answer(q)))
    time.sleep(0.1)
    conn.close()


gathered = {}


def tcp_gather(conn, q):
    """Five queries have to come before the first is answered, last first."""
    queries = gathered.setdefault(conn, [])
    queries.append(q)
    if len(queries) == 5:
        for each in reversed(gathered.pop(conn)):
            conn.sendall(framed(true_answer(each)))


def tcp_goodbye(conn, _q):
    """TLS: ended in good order, but without an answer."""
    conn.unwrap()
    conn.close()


def tcp_silent(_conn, _q):
    pass


def tcp_drip(conn, q):
    for octet in framed(true_answer(q)):
        conn.sendall(bytes([octet]))
        time.sleep(0.2)


def tcp_endless(conn, q):
    wrong = framed(patched(evil(q), 0, struct.pack("!H", q.id ^ 1)))
    while True:
        conn.sendall(wrong * 100)


def tcp_torn(conn, q):
    conn.sendall(framed(evil(q))[:-5])
    conn.close()


def tcp_tc(conn, q):
    conn.sendall(framed(evil(q, flags=0x8380)))


def tcp_lying(conn, q):
    conn.sendall(b"\0\5" + framed(true_answer(q))[2:])
    conn.close()


def tcp_garbage_first(conn, q):
    for wire in wrong_id(q) + wrong_question(q):
        conn.sendall(framed(wire))


BEHAVIOURS = {
    "good": (good, None), "wrong-id": (wrong_id, None),
    "wrong-question": (wrong_question, None), "wrong-type": (wrong_type, None),
    "wrong-class": (wrong_class, None), "no-question": (no_question, None),
    "no-qr": (no_qr, None), "opcode": (opcode, None), "cut": (cut, None),
    "lying-counts": (lying_counts, None),
    "lying-lengths": (lying_lengths, None), "pointers": (pointers, None),
    "wrong-port": (wrong_port, None), "fold": (fold, None),
    "flood": (flood, None), "spoof": (spoof, None), "silent": (silent, None),
    "servfail": (servfail, None), "refused": (refused, None),
    "formerr": (formerr, None), "bare-formerr": (bare_formerr, None),
    "formerr-edns": (lambda q: no_edns(q, FORMERR), None),
    "notimp-edns": (lambda q: no_edns(q, NOTIMP), None),
    "badvers-edns": (lambda q: no_edns(q, 16), None),
    "bogus": (bogus, None), "unsigned-bogus": (unsigned_bogus, None),
    "bogus-alias": (bogus_alias, None),
    "servfail-once": (servfail_once, None),
    "servfail-twice": (servfail_twice, None),
    "refused-often": (refused_often, None),
    "cut-512": (cut_512, None), "cut-512-close": (cut_512, tcp_close),
    "no-edns-path": (no_edns_path, None),
    "policy-soa": (policy_soa, None), "policy-bare": (policy_bare, None),
    "nx-bare": (nx_bare, None), "dns64": (dns64, None),
    "strings": (strings, lambda c, q: c.sendall(framed(strings(q)[-1]))),
     "filtered-cd": (filtered_cd, None),
    "nul": (nul, None), "_dmarc": (nul, None), "tree": (tree, None),
    "fold-close": (fold, tcp_close), "tcp-gather": (tc, tcp_gather),
    "tcp-goodbye": (tc, tcp_goodbye), "tc": (tc, None), "ede": (extended, None),
    "chain": (chain, None), "loop": (loop, None),
    "self-loop": (self_loop, None), "two-cnames": (two_cnames, None),
    "alias": (alias, None), "alias-loop": (alias_loop, None),
    "nx-cname": (nx_cname, None), "nodata-cname": (nodata_cname, None),
    "nxdomain": (nxdomain, None), "nodata": (nodata, None),
    "foreign-soa": (foreign_soa, None), "dname": (dname, None),
    "lame": (lame, None), "elsewhere": (elsewhere, None),
    "odd-labels": (odd_labels, None),
    "twice": (twice, None), "slow": (slow, None), "lost": (lost, None),
    "late": (late, None),
    "huge": (tc, lambda c, q: c.sendall(framed(huge(q)[0]))),
    "many": (tc, lambda c, q: c.sendall(framed(many(q)[0]))),
    "tcp-close": (tc, tcp_close), "tcp-silent": (tc, tcp_silent),
    "tcp-once": (tc, tcp_once),
    "tcp-drip": (tc, tcp_drip), "tcp-endless": (tc, tcp_endless),
    "tcp-torn": (tc, tcp_torn), "tcp-tc": (tc, tcp_tc),
    "tcp-lying": (tc, tcp_lying),
    "tcp-garbage-first": (tc, tcp_garbage_first),
}
# What a label may have behind its behaviour: "chain-3", "ede-15-0".
PREFIXES = ("dns64", "ede", "chain", "huge", "many", "good", "tree", "tcp-gather",
            "tcp-silent", "tc", "silent", "servfail")


def behaviour(q):
    label = q.name[0] if q.name else ""
    if label in BEHAVIOURS:
        return BEHAVIOURS[label]
    for prefix in PREFIXES:
        if label.startswith(prefix + "-"):
            return BEHAVIOURS[prefix]
    return BEHAVIOURS["good"]


class Rogue:
    """The server, in threads of its own, as a context manager.

    seen has (transport, the client's port, ID, labels as they were sent) of
    each query, datagrams what came over UDP.  Without accept no TCP connection is ever finished, without
    read nothing that comes over one is read; with an SSL context TCP is TLS,
    and resumed says of each connection whether its session was.
    """

    def __init__(self, address="127.0.0.1", port=0, accept=True, read=True,
                 context=None, captive=False):
        self.at, self.accept, self.context = (address, port), accept, context
        self.read, self.captive = read, captive
        self.seen, self.datagrams, self.resumed = [], [], []

    def __enter__(self):
        self.sockets = []
        self.listener = self.keep(socket.create_server(
            self.at, backlog=50 if self.accept else 0))
        self.at = self.listener.getsockname()
        self.udp = self.keep(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        self.udp.bind(self.at)
        self.other = self.keep(
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        self.other.bind((self.at[0], 0))
        if not self.accept:
            self.fill_backlog()
        elif self.read:
            self.thread(self.serve_tcp)
        self.thread(self.serve_udp)
        return self

    def __exit__(self, *_):
        for sock in self.sockets:
            try:
                sock.shutdown(socket.SHUT_RDWR)  # wakes its thread
            except OSError:
                pass
            sock.close()

    def __str__(self):
        return "%s#%d" % self.at

    def keep(self, sock):
        self.sockets.append(sock)
        return sock

    def thread(self, function, *args):
        threading.Thread(target=self.run, args=(function, *args),
                         daemon=True).start()

    def run(self, function, *args):
        try:
            function(*args)
        except (EOFError, OSError, struct.error):
            pass  # the client has gone, or the test is over

    def fill_backlog(self):
        for _ in range(2):
            sock = self.keep(socket.socket())
            sock.setblocking(False)
            sock.connect_ex(self.at)

    def note(self, transport, q, peer):
        if q.name[-1:] == ["invalid"]:
            return  # each client asks once whether all is answered
        self.seen.append((transport, peer[1], q.id, q.labels))

    def serve_udp(self):
        while True:
            wire, peer = self.udp.recvfrom(65535)
            q = Query(wire)
            if q.name[-1:] != ["invalid"]:
                self.datagrams.append(wire)
            self.note("udp", q, peer)
            self.thread(self.answer_udp, q, peer)

    def answer_udp(self, q, peer):
        wires = [evil(q)] if self.captive else behaviour(q)[0](q)
        for i, wire in enumerate(wires):
            if isinstance(wire, tuple):
                self.other.sendto(wire[1], peer)
            else:
                self.udp.sendto(wire, peer)
            if i % 50 == 49:
                time.sleep(0.001)  # a socket's buffer is no part of the test

    def serve_tcp(self):
        while True:
            conn, peer = self.listener.accept()
            self.thread(self.answer_tcp, self.keep(conn), peer)

    def answer_tcp(self, conn, peer):
        if self.context:
            conn = self.context.wrap_socket(conn, server_side=True)
            self.resumed.append(conn.session_reused)
        with conn:
            while True:
                n = struct.unpack("!H", read_exactly(conn, 2))[0]
                q = Query(read_exactly(conn, n))
                self.note("tcp", q, peer)
                act = behaviour(q)[1]
                if act is None:
                    conn.sendall(framed(true_answer(q)))
                else:
                    act(conn, q)


def read_exactly(conn, n):
    data = b""
    while len(data) < n:
        more = conn.recv(n - len(data))
        if not more:
            raise EOFError
        data += more
    return data
