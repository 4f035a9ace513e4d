"""A path to a name server on a loopback port: it takes its time, and loses
what a seed or a function says."""

import heapq
import random
import select
import socket
import threading
import time


class Lossy(threading.Thread):
    """Passes datagrams on to a port and back, each delay / 2 seconds later.

    lose(datagram, is_answer) says which are lost.  Those that came from the
    client are counted, lost or not."""

    def __init__(self, port, delay, lose=lambda datagram, is_answer: False):
        super().__init__(daemon=True)
        self.to = ("127.0.0.1", port)
        self.delay = delay / 2
        self.lose = lose
        self.front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.front.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.front.bind(("127.0.0.1", 0))
        self.port = self.front.getsockname()[1]
        self.asked = self.count = 0
        self.backs, self.peers, self.held = {}, {}, []
        self.is_over = False

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.is_over = True
        self.join()
        for sock in [self.front, *self.peers]:
            sock.close()

    def back(self, peer):
        """The socket that speaks to the server for this peer."""
        if peer not in self.backs:
            sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            sock.connect(self.to)
            self.backs[peer] = sock
            self.peers[sock] = peer
        return self.backs[peer]

    def take(self, sock):
        try:
            data, peer = sock.recvfrom(1 << 16)
        except OSError:
            return
        is_answer = sock is not self.front
        self.asked += not is_answer
        if self.lose(data, is_answer):
            return
        send = ((self.front.sendto, self.peers[sock]) if is_answer else
                (self.back(peer).sendto, self.to))
        self.count += 1
        heapq.heappush(self.held, (time.monotonic() + self.delay,
                                   self.count, data, *send))

    def run(self):
        while not self.is_over:
            wait = 0.02
            if self.held:
                wait = max(0, min(wait, self.held[0][0] - time.monotonic()))
            for sock in select.select(
                    [self.front, *self.peers], [], [], wait)[0]:
                self.take(sock)
            while self.held and self.held[0][0] <= time.monotonic():
                *_, data, send, peer = heapq.heappop(self.held)
                try:
                    send(data, peer)
                except OSError:
                    pass  # nobody listens there any more


def at_random(seed, share):
    """Loses this share of the datagrams of each direction."""
    dice = random.Random(seed)
    return lambda datagram, is_answer: dice.random() < share
