"""Where letters arrive: an SMTP server on loopback that takes, refuses, or hangs up as it is told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Sink:
    """``refusals`` maps a step (``MAIL``, ``RCPT``, ``DATA``) to an answer; ``hangs_up`` breaks off within DATA."""

    envelopes: list[tuple[str, Message]] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    knows_no_null_path: bool = False
    hangs_up: bool = False
    signed_in: list[LoginPassword] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802 - the library names it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.knows_no_null_path and address == "<>":
            return "553 5.1.7 not your address"
        envelope.mail_from = address
        return self.refusals.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.refusals.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.hangs_up:
            transport: Any = server.transport
            transport.abort()
        if "DATA" not in self.refusals:
            content = envelope.content
            assert isinstance(content, bytes)
            self.envelopes.append(((envelope.mail_from or "").replace("<>", ""), message_from_bytes(content)))
        return self.refusals.get("DATA", "250 OK")

    def authenticate(self, *found: Any) -> AuthResult:
        self.signed_in.append(found[-1])
        return AuthResult(success=found[-1].password == b"right", handled=False)


@contextmanager
def smtp_sink(**options: Any) -> Iterator[tuple[Sink, int]]:
    """The sink and its port."""
    sink, port = Sink(), _free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port, authenticator=sink.authenticate, **options)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()


def _free_port() -> int:
    """The library connects to the port it was given, so it has to be a real one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
