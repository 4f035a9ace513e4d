#!/usr/bin/python3 -B
"""run.py PROGRAM QUESTIONS FLOOR SENDERS MORE - speed, memory and latency.

nsd on one processor, its clients on another.  Figures are ratios, for a
machine's own speed counts for little: against a loop that only sends and
receives the very questions that the senders need of their own, against
dnsperf with the same, and against dig in a shell script.
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
ROUNDS = 5
LATENCY_ROUNDS = 9
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


class CountingNsd(Nsd):
    """It tells how much it was asked."""

    def config(self, directory):
        command = super().config(directory)
        self.file = command[-1]
        path = pathlib.Path(self.file)
        path.write_text(path.read_text().replace(
            "control-enable: no",
            "control-enable: yes\n"
            f"    control-interface: {directory}/control"))
        return command

    def queries(self):
        """Since it was last told."""
        said = subprocess.run(["nsd-control", "-c", self.file, "stats"],
                              check=True, capture_output=True, text=True)
        lines = dict(x.split("=") for x in said.stdout.splitlines())
        return int(lines["num.queries"])


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
    print(f"{text:66}", *figures, flush=True)


def batch(program, port, senders):
    return [program, "batch", "--server", f"127.0.0.1#{port}",
            "--timeout", "120", senders]


def own_questions(kind, report):
    """Those of the first sender that nobody else asks, for their names have
    the sender's in them, or its address: with {i} for the sender's label and
    {ip} for its address, backwards."""
    domain = report["request"]["domain"]
    label, rest = domain.split(".", 1)
    backwards = f"0.0.0.{kind.octet}"
    own = []
    for answer in report["dns"]["answers"]:
        name = answer["name"]
        if name == f"{backwards}.in-addr.arpa":
            own.append(f"{{ip}}.in-addr.arpa {answer['type']}\n")
        elif name == domain or name.endswith("." + domain):
            own.append(f"{name.removesuffix(domain)}{{i}}.{rest} "
                       f"{answer['type']}\n")
    return own


def write_questions(kind, own, n, path):
    with open(path, "w", encoding="ascii") as file:
        for i in range(n):
            ip = f"{i & 255}.{i >> 8 & 255}.{i >> 16}.{kind.octet}"
            file.writelines(q.format(i=f"{kind.label}{i}", ip=ip)
                            for q in own)


def dnsperf(port, questions):
    """Questions a second; a run that loses one does not count."""
    for _ in range(ROUNDS):
        out = pinned(1, ["dnsperf", "-s", "127.0.0.1", "-p", str(port), "-d",
                         questions, "-n", "1", "-q", str(WINDOW), "-c", "16",
                         "-e"], stderr=subprocess.DEVNULL).out.decode()
        said = dict(x.strip().split(":", 1) for x in out.splitlines()
                    if ":" in x)
        if said["Queries lost"].split()[0] == "0":
            return float(said["Queries per second"])
    raise RuntimeError("dnsperf loses questions in every run")


def asked_by(command, port, questions):
    """Questions a second, and microseconds of CPU each: of a program that
    reads the questions and asks them once."""
    for _ in range(ROUNDS):
        with open(questions, encoding="ascii") as file:
            rate, cpu, lost = pinned(1, [
                command, f"127.0.0.1#{port}", str(WINDOW)],
                stdin=file).out.split()
        if int(lost) == 0:
            return float(rate), float(cpu)
    raise RuntimeError(f"{command} loses questions in every run")


def speed(programs, server, kind, senders, n, directory):
    """The runs alternate: what slows the machine slows them all."""
    program, client, floor = programs
    first = directory / "first"
    first.write_text(senders.read_text().split("\n", 1)[0] + "\n")
    own = own_questions(kind, json.loads(
        pinned(1, batch(program, server.port, first)).out))
    questions = directory / "questions"
    write_questions(kind, own, n, questions)
    judged, asked, at_least, perf = [], [], [], []
    for _ in range(ROUNDS):
        at_least.append(asked_by(floor, server.port, questions))
        server.queries()
        judged.append(watched(1, batch(program, server.port, senders)))
        queries = server.queries()
        perf.append(dnsperf(server.port, questions))
        asked.append(asked_by(client, server.port, questions))
    if queries // n != len(own):
        raise RuntimeError(f"{len(own)} questions of its own a sender in the "
                           f"report, {queries} at the server from {n}")
    cpu = [x.cpu / n * 1e6 for x in judged]
    bare = [x[1] * len(own) for x in at_least]
    say(f"senders that are {kind.text}")
    say("questions of its own a sender, counted at the server (at most 14)",
        queries // n)
    say("questions besides, of all senders together", queries % n)
    say("us of CPU a sender, batch", f"{statistics.median(cpu):.0f}")
    say("us of CPU for the same questions, sent and received only",
        f"{statistics.median(bare):.0f}")
    say("the former / the latter (at most 2.0)", f"{ratio(cpu, bare):.2f}")
    say("batch, senders/s",
        f"{statistics.median(n / x.seconds for x in judged):.0f}")
    say("dnsperf, questions/s", f"{statistics.median(perf):.0f}")
    say("batch, own questions/s / dnsperf (at least 0.8)", "{:.2f}".format(
        ratio([n * len(own) / x.seconds for x in judged], perf)))
    say("the client alone, us of CPU a question",
        statistics.median(x[1] for x in asked))
    say("the client alone, questions/s / dnsperf",
        f"{ratio([x[0] for x in asked], perf):.2f}")
    return judged


def ratio(these, those):
    """The median of those of runs that followed each other."""
    return statistics.median(x / y for x, y in zip(these, those))


def jobs(program, home, n):
    """What more processes give: from zone files, where no server takes a
    processor; without the time that the files take."""
    zones, (_, senders) = world.write(home, (0, n))
    again = home / "again"
    again.write_text(senders.read_text() * 3)
    command = [program, "batch", "--offline", *[
        x for origin, path in zones.items()
        for x in ("--zone", f"{origin}={path}")]]
    took = {1: [], 2: []}
    for _ in range(ROUNDS):
        files = pinned(None, [*command, os.devnull]).seconds
        for count, seconds in took.items():
            seconds.append(watched(None, [*command, "--jobs", str(count),
                                          again]).seconds - files)
    say(f"batch of {3 * n}, offline: --jobs 2 / one process, senders/s"
        f" (of {os.cpu_count()} processors)",
        f"{ratio(took[1], took[2]):.2f}")


def brief(program, port, senders):
    """What leaving out the answers and the trees saves."""
    command = batch(program, port, senders)
    full, less = [], []
    for _ in range(ROUNDS):
        full.append(watched(1, command).cpu)
        less.append(watched(1, [*command, "--brief"]).cpu)
    say("batch --brief, CPU a sender / that of whole reports",
        f"{ratio(less, full):.2f}")


def growth(small, n, large, more):
    cpu = statistics.median(x.cpu for x in small)
    say(f"batch of {more}, MiB (at most 64)", large.kib // 1024)
    say(f"batch of {more}, CPU a sender / that of {n}",
        f"{large.cpu / more / (cpu / n):.2f}")


def latency(program, port):
    domain, ip, host = world.CHAIN_SENDER
    delay = Delay(port)
    delay.start()
    times = []
    for _ in range(LATENCY_ROUNDS):
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
    programs = [str(pathlib.Path(x).resolve()) for x in sys.argv[1:4]]
    program = programs[0]
    n, more = (int(x) for x in sys.argv[4:6])
    light, heavy = world.KINDS
    with tempfile.TemporaryDirectory(prefix="mailpreflight-bench.") as home:
        home = pathlib.Path(home)
        changes(program, home)
        zones, senders = world.write(home, (n, more))
        few = home / "few"
        few.write_text("".join(
            senders[1].read_text().splitlines(keepends=True)[:n]))
        with CountingNsd(zones) as server:
            pin_server(server)
            latency(program, server.port)
            start_up(program, zones)
            speed(programs, server, light, senders[0], n, home)
            small = speed(programs, server, heavy, few, n, home)
            brief(program, server.port, few)
            growth(small, n, watched(1, batch(
                program, server.port, senders[1])), more)
        jobs(program, pathlib.Path(tempfile.mkdtemp(dir=home)), n)


if __name__ == "__main__":
    main()
