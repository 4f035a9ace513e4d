"""A mail server on loopback that misbehaves as it is told, and remembers every
octet that it was sent."""

import socket
import threading
import time

SECONDS = 20  # nothing here lasts longer


class Smtp:
    """behave(connection) is run for each connection, in a thread of its own."""

    def __init__(self, behave, address="127.0.0.1", port=0, backlog=8):
        self.behave = behave
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.listener = socket.socket(family, socket.SOCK_STREAM)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind((address, port))
        self.listener.listen(backlog)
        self.listener.settimeout(0.1)
        self.port = self.listener.getsockname()[1]
        self.sent = []  # a bytes for each connection
        self.threads = []

    def __enter__(self):
        if self.behave is not None:
            self.start(self.accept)
        return self

    def __exit__(self, *_):
        self.listener.close()
        for thread in self.threads:
            thread.join(SECONDS)

    def start(self, target, *arguments):
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self.threads.append(thread)
        thread.start()

    def accept(self):
        while self.listener.fileno() >= 0:
            try:
                connection, _ = self.listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            self.sent.append(b"")
            self.start(self.serve, connection, len(self.sent) - 1)

    def serve(self, connection, number):
        def record(data):
            self.sent[number] += data
            return data

        with connection:
            connection.settimeout(SECONDS)
            try:
                self.behave(Connection(connection, record))
            except OSError:
                pass


class Connection:
    def __init__(self, connection, record):
        self.connection = connection
        self.record = record

    def say(self, data):
        self.connection.sendall(data)

    def hear(self):
        """A line, or what there is at the end."""
        line = b""
        while not line.endswith(b"\n"):
            data = self.connection.recv(1)
            if not data:
                break
            line += self.record(data)
        return line

    def listen(self):
        """Until the other side hangs up."""
        while True:
            data = self.connection.recv(4096)
            if not data:
                return
            self.record(data)


def polite(greeting=b"220 mx.receiver.test ESMTP\r\n",
           ehlo=b"250-mx.receiver.test\r\n250 STARTTLS\r\n"):
    def behave(c):
        c.say(greeting)
        if greeting[:1] == b"2":
            c.hear()
            c.say(ehlo)
        c.hear()
        c.say(b"221 bye\r\n")
        c.listen()
    return behave


def silent(c):
    c.listen()


def drip(text):
    """An octet every tenth of a second, for as long as anybody listens."""
    def behave(c):
        for octet in text * 100:
            c.say(bytes([octet]))
            time.sleep(0.1)
    return behave


def endless(line):
    def behave(c):
        while True:
            c.say(line * 100)
    return behave
