#!/usr/bin/python3 -B
"""run.py PROGRAM QUESTIONS SENDERS MORE - speed, memory and latency.

nsd on one processor, its clients on another.  Figures are ratios, for a
machine's own speed counts for little: against dnsperf with the very questions
that the senders need of their own, and against dig in a shell script.
"""

import collections
import heapq
import json
import os
import pathlib
import select
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "live"))
from servers import Nsd  # noqa: E402
import world  # noqa: E402

DELAY = 0.020  # of a round trip, for the latency
ROUNDS = 3
WINDOW = 256
LOOK_EVERY = 0.02  # at how a process does

Run = collections.namedtuple("Run", "seconds cpu kib out")


def most_memory(pid):
    """The peak so far, KiB; what wait4() says has this process's in it."""
    try:
        for line in pathlib.Path(f"/proc/{pid}/status").open():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def on(processor, command):
    if processor is None or os.cpu_count() == 1:
        return command
    return ["taskset", "-c", str(processor), *command]


def ended(begin, process, status, usage, kib, out):
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{process.args} ends with {process.returncode}")
    return Run(time.monotonic() - begin, usage.ru_utime + usage.ru_stime, kib,
               out)


def pinned(processor, command, **more):
    """Runs it; its time, what it used, and what it wrote."""
    begin = time.monotonic()
    with subprocess.Popen(on(processor, command), stdout=subprocess.PIPE,
                          **more) as process:
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        return ended(begin, process, status, usage, 0, out)


def watched(processor, command):
    """The same, and its memory; what it writes goes nowhere, for a reader
    would take the time of one of the two processors."""
    kib, pid = 0, 0
    begin = time.monotonic()
    with subprocess.Popen(on(processor, command),
                          stdout=subprocess.DEVNULL) as process:
        while pid == 0:
            time.sleep(LOOK_EVERY)
            kib = max(kib, most_memory(process.pid))
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        return ended(begin, process, status, usage, kib, b"")


def pin_server(server):
    pids = [server.process.pid]
    for pid in pids:
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children")
        pids += [int(x) for x in children.read_text().split()]
    for pid in pids:
        subprocess.run(["taskset", "-apc", "0", str(pid)], check=True,
                       stdout=subprocess.DEVNULL)


class Delay(threading.Thread):
    """Forwards datagrams to a server; its answers come DELAY later."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.server, self.held, self.count = ("127.0.0.1", port), [], 0
        self.front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.front.bind(("127.0.0.1", 0))
        self.port = self.front.getsockname()[1]
        self.peers = {}  # the socket towards the server: the client

    def run(self):
        by_peer = {}
        while True:
            wait = self.held[0][0] - time.monotonic() if self.held else None
            ready = select.select([self.front, *self.peers], [], [],
                                  None if wait is None else max(wait, 0))[0]
            for sock in ready:
                data, peer = sock.recvfrom(65535)
                if sock is self.front:
                    if peer not in by_peer:
                        by_peer[peer] = socket.socket(socket.AF_INET,
                                                      socket.SOCK_DGRAM)
                        self.peers[by_peer[peer]] = peer
                    by_peer[peer].sendto(data, self.server)
                else:
                    self.count += 1
                    heapq.heappush(self.held, (
                        time.monotonic() + DELAY, self.count, data,
                        self.peers[sock]))
            while self.held and self.held[0][0] <= time.monotonic():
                _, _, data, peer = heapq.heappop(self.held)
                self.front.sendto(data, peer)


def say(text, *figures):
    print(f"{text:58}", *figures, flush=True)


def batch(program, port, senders):
    return [program, "batch", "--server", f"127.0.0.1#{port}",
            "--timeout", "120", senders]


def own_questions(report):
    """Those that nobody else asks: their names have the sender's in them,
    or its address."""
    domain = report["request"]["domain"]
    octets = report["request"]["ips"][0].split(".")[::-1]
    reverse = ".".join(octets) + ".in-addr.arpa"
    return [f"{a['name']} {a['type']}" for a in report["dns"]["answers"]
            if a["name"] == reverse or
            a["name"] == domain or a["name"].endswith("." + domain)]


def dnsperf(port, questions):
    done = subprocess.run(
        ["taskset", "-c", "1", "dnsperf", "-s", "127.0.0.1", "-p", str(port),
         "-d", questions, "-n", "1", "-q", str(WINDOW), "-c", "16", "-e"],
        check=True, capture_output=True, text=True)
    lines = [x for x in done.stdout.splitlines() if "per second" in x]
    return float(lines[0].split()[-1])


def speed(program, asker, port, senders, n, directory):
    reports = pinned(1, batch(program, port, senders)).out
    own = own_questions(json.loads(reports.splitlines()[0]))
    questions = directory / "questions"
    questions.write_text("".join(
        q.replace("s0.", f"s{i}.") + "\n"
        for i in range(n) for q in own if "arpa" not in q) + "".join(
        f"{i & 255}.{i >> 8 & 255}.{i >> 16}.20.in-addr.arpa PTR\n"
        for i in range(n)))
    limit, judged, plain = [], [], []
    for _ in range(ROUNDS):
        limit.append(dnsperf(port, questions))
        judged.append(watched(1, batch(program, port, senders)))
        with open(questions, encoding="ascii") as file:
            plain.append(pinned(1, [asker, f"127.0.0.1#{port}", str(WINDOW)],
                                stdin=file).out.split())
    rate = max(n / x.seconds for x in judged)
    asked = max(float(x[0]) for x in plain)
    say("dnsperf, questions/s", f"{max(limit):.0f}")
    say("the client alone, questions/s, and us of CPU each",
        f"{asked:.0f}", min(float(x[1]) for x in plain))
    say("the client alone / dnsperf", f"{asked / max(limit):.2f}")
    say("batch, senders/s", f"{rate:.0f}")
    say("batch, us of CPU a sender",
        f"{min(x.cpu for x in judged) / n * 1e6:.0f}")
    say("questions of its own a sender", len(own))
    say("batch, own questions/s / dnsperf (at least 0.67)",
        f"{rate * len(own) / max(limit):.2f}")
    return judged[-1]


def growth(small, n, large, more):
    say(f"batch of {more}, MiB (at most 64)", large.kib // 1024)
    say(f"batch of {more}, CPU a sender / that of {n}",
        f"{large.cpu / more / (small.cpu / n):.2f}")


def latency(program, port):
    domain, ip, host = world.CHAIN_SENDER
    delay = Delay(port)
    delay.start()
    times = []
    for _ in range(ROUNDS * 3):
        run = pinned(None, [program, "--json", "--server",
                            f"127.0.0.1#{delay.port}", "-H", host, "-s", "k",
                            domain, ip])
        times.append(run.seconds)
    answers = json.loads(run.out)["dns"]["answers"]
    script = "".join(
        f"dig +short @127.0.0.1 -p {delay.port} {a['name']} {a['type']}\n"
        for a in answers)
    digs = pinned(None, ["sh", "-c", script]).seconds
    took = statistics.median(times)
    allowed = 1.15 * world.CHAIN * DELAY + 0.010
    say(f"one sender, {len(answers)} lookups over {DELAY * 1e3:.0f} ms, ms",
        f"{took * 1e3:.0f}")
    say(f"that / (1.15 x {world.CHAIN} round trips + 10 ms) (at most 1)",
        f"{took / allowed:.2f}")
    say("a script of dig calls / that (at least 5)", f"{digs / took:.1f}")


def start_up(program, zones):
    domain, ip, host = world.CHAIN_SENDER
    offline = [program, "--offline", "-H", host, "--only", "helo,dmarc",
               "--zone", str(zones["test"]), domain, ip]
    for text, command in (("--version", [program, "--version"]),
                          ("an offline run", offline)):
        times = [pinned(None, command, stderr=subprocess.DEVNULL).seconds
                 for _ in range(20)]
        say(f"{text}, ms", f"{statistics.median(times) * 1e3:.1f}")


def changes(program, home):
    """CPU of senders that fail, with the changes that mend them, and of those
    that pass: from one zone file, which takes both the same to read."""
    n = 5000
    cpu = {}
    for what, ip in (("pass", "192.0.2.1"), ("fail", "192.0.2.2")):
        zone, lines = home / f"{what}.zone", home / what
        zone.write_text(
            "$ORIGIN example.\n$TTL 300\n@ SOA ns host 1 7200 900 9999 300\n" +
            "".join(f"d{i} TXT \"v=spf1 ip4:{ip} -all\"\n"
                    f"d{i} MX 10 mail.d{i}\nmail.d{i} A 192.0.2.1\n"
                    f"_dmarc.d{i} TXT \"v=DMARC1; p=reject\"\n"
                    for i in range(n)))
        lines.write_text("".join(
            f"d{i}.example 192.0.2.1 host=mail.d{i}.example\n"
            for i in range(n)))
        command = [program, "batch", "--offline", "--skip", "reverse",
                   "--zone", str(zone)]
        nobody = home / "nobody"
        nobody.write_text("")
        cpu[what] = statistics.median(
            pinned(1, [*command, str(lines)]).cpu -
            pinned(1, [*command, str(nobody)]).cpu for _ in range(3))
    say("CPU of a sender that fails, with its changes / that passes"
        " (at most 2.5)", f"{cpu['fail'] / cpu['pass']:.2f}")


def main():
    program, asker = (str(pathlib.Path(x).resolve()) for x in sys.argv[1:3])
    n, more = (int(x) for x in sys.argv[3:5])
    with tempfile.TemporaryDirectory(prefix="mailpreflight-bench.") as home:
        home = pathlib.Path(home)
        changes(program, home)
        zones, senders = world.write(home, more)
        few = home / "few"
        few.write_text("".join(
            senders.read_text().splitlines(keepends=True)[:n]))
        with Nsd(zones) as server:
            pin_server(server)
            latency(program, server.port)
            start_up(program, zones)
            small = speed(program, asker, server.port, few, n, home)
            growth(small, n,
                   watched(1, batch(program, server.port, senders)), more)


if __name__ == "__main__":
    main()
