"""A ClamAV daemon as far as its stream protocol goes: knows one harmful word, and can be away, slow or confused."""

from __future__ import annotations

import socketserver
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

HARMFUL = b"harmful-word-of-a-test"


class Daemon(socketserver.ThreadingTCPServer):
    """``says`` overrides the verdict; ``silent`` never answers."""

    allow_reuse_address = True
    daemon_threads = True
    says: bytes | None = None
    silent = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.over = Event()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        daemon = self.server
        assert isinstance(daemon, Daemon)
        assert self.rfile.readline() == b"nINSTREAM\n"
        body = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            body += self.rfile.read(length)
        if daemon.silent:
            daemon.over.wait(5)
            return
        found = b"stream: A.Test FOUND\n" if HARMFUL in body else b"stream: OK\n"
        self.wfile.write(daemon.says or found)


@contextmanager
def clamd() -> Iterator[Daemon]:
    with Daemon() as daemon:
        thread = Thread(target=daemon.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield daemon
        finally:
            daemon.over.set()
            daemon.shutdown()
            thread.join()
