"""Where mail is read and where it is handed over, as an installation names it: by URLs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

_READ = {"imaps": 993, "imap+starttls": 143, "imap": 143}
_SENT = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}


@dataclass(frozen=True, kw_only=True)
class Server:
    """``security`` is the scheme: encrypted from the start (``…s``), by STARTTLS, or not at all (loopback only)."""

    security: str
    host: str
    port: int
    user: str
    password: str

    @property
    def is_exposed(self) -> bool:
        """Whether a password and what citizens wrote would cross a network in the clear."""
        return self.security in {"imap", "smtp"} and self.host not in {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, kw_only=True)
class Account(Server):
    """A mailbox: a folder on a server. ``legacy_source`` is the code of an old mailbox merged into this system."""

    folder: str
    legacy_source: str | None

    @classmethod
    def of(cls, url: str) -> Account:
        """From ``imaps://user:password@host:993/INBOX?source=CODE``; raises ``ValueError`` without the password."""
        parts = urlsplit(url)
        if parts.scheme not in _READ or not parts.hostname or not parts.username:
            raise ValueError("a mailbox looks like imaps://user:password@host/INBOX")
        source = next(iter(parse_qs(parts.query).get("source", [])), None)
        folder = unquote(parts.path.strip("/")) or "INBOX"
        return cls(**_server(parts, _READ), folder=folder, legacy_source=source)

    @property
    def name(self) -> str:
        return f"{self.user}@{self.host}/{self.folder}"


@dataclass(frozen=True, kw_only=True)
class Relay(Server):
    """Where letters are handed over; an empty ``user`` does not sign in."""

    @classmethod
    def of(cls, url: str) -> Relay:
        """From ``smtps://user:password@host:465``; raises ``ValueError`` without the password."""
        parts = urlsplit(url)
        if parts.scheme not in _SENT or not parts.hostname:
            raise ValueError("a mail relay looks like smtps://user:password@host")
        return cls(**_server(parts, _SENT))


def _server(parts: SplitResult, ports: dict[str, int]) -> dict[str, Any]:
    return {
        "security": parts.scheme,
        "host": parts.hostname,
        "port": parts.port or ports[parts.scheme],
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }
