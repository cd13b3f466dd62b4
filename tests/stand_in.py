"""Another machine on the loopback: answers as it is told, notes what it was asked.

What cannot be reached from a test is replaced here, at the wire, and never inside our own program.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is answered; before that ``until`` is awaited, ``drip`` sends the head byte by byte for so many seconds."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    until: Event | None = None
    drip: float = 0.0
    hang_up: bool = False


Script = Callable[[Asked], Answer]


@dataclass
class StandIn:
    """``script`` says what is answered; ``asked`` is everything that came."""

    url: str = ""
    script: Script = field(default=lambda _: Answer())
    asked: list[Asked] = field(default_factory=list)
    over: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    def answer(self, asked: Asked) -> Answer:
        with self._lock:
            self.asked.append(asked)
        return self.script(asked)

    def answers(self, *answers: Answer) -> None:
        """One after another; the last one for all that follow."""
        left = list(answers)
        self.script = lambda _: left.pop(0) if len(left) > 1 else left[0]


@contextmanager
def standing_in(tls: ssl.SSLContext | None = None) -> Iterator[StandIn]:
    """A stand-in that listens as long as the block lasts."""
    known = StandIn()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = known.answer(Asked(method=self.command, path=self.path, headers=headers, body=body))
            self.close_connection = True
            if answer.until:
                answer.until.wait(20)
            if not answer.hang_up:
                self._send(answer)

        def _send(self, answer: Answer) -> None:
            for each in range(int(answer.drip / 0.05)):
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: "[each : each + 1] or b"x")
                if known.over.wait(0.05):
                    return
            self.send_response(answer.status)
            for name, value in ({"content-length": str(len(answer.body))} | dict(answer.headers)).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = _any  # noqa: N815 - the names are the server's

        def log_message(self, *_: object) -> None:
            """Nothing is written down."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                self.close_connection = True  # whoever asked has gone

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    known.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        known.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
