"""A citizen's mail program, as far as the simulator needs one: writes real mails, and shows the letters that came."""

from __future__ import annotations

import mimetypes
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from channels.mailbox import header, part
from channels.mailbox.spool import Spool
from channels.words import clean
from tracking.domain.clock import CITY_ZONE

MOST_SHOWN, MOST_LOOKED_AT = 20, 200
_KEY = re.compile(r"[A-Za-z0-9._,=:-]{1,200}")
_HEADERS = ("From", "To", "Date", "Message-ID", "In-Reply-To", "Auto-Submitted")


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a citizen typed. ``answers`` is the key of a letter, or empty; ``files`` are (name, content)."""

    sender: str
    name: str
    subject: str
    text: str
    answers: str
    files: Sequence[tuple[str, bytes]]


@dataclass(frozen=True, kw_only=True)
class Received:
    """A letter of the city. ``key`` names it in the letterbox."""

    key: str
    subject: str
    date: str
    text: str
    message_id: str
    headers: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Letterbox:
    """Between the citizens of the simulator and the city at ``address``."""

    spool: Spool
    address: str

    def post(self, written: Written, *, at: datetime) -> None:
        """Put a mail into the city's mailbox, as a mail server would."""
        mail = EmailMessage()
        mail["From"] = formataddr((_line(written.name), written.sender))
        mail["To"] = self.address
        mail["Subject"] = _line(written.subject)
        mail["Date"] = format_datetime(at.astimezone(CITY_ZONE))
        mail["Message-ID"] = f"<{secrets.token_hex(12)}@mail.example>"
        if answered := self.letter(written.answers):
            mail["In-Reply-To"] = mail["References"] = f"<{answered.message_id}>"
        mail.set_content(clean(written.text))
        for name, body in written.files:
            kind, _, subtype = (mimetypes.guess_type(name)[0] or "application/octet-stream").partition("/")
            mail.add_attachment(body, maintype=kind, subtype=subtype, filename=_line(name))
        self.spool.incoming().add(mail.as_bytes())

    def letters(self, citizen: str) -> Sequence[Received]:
        """The latest letters to an address, newest first."""
        return [letter for to, letter in self._latest() if to == citizen][:MOST_SHOWN]

    def letter(self, key: str) -> Received | None:
        """One letter; None for a key that names none."""
        outgoing = self.spool.outgoing()
        if not _KEY.fullmatch(key) or key not in outgoing:
            return None
        return _received(key, outgoing.get_bytes(key))[1]

    def _latest(self) -> Iterator[tuple[str, Received]]:
        outgoing = self.spool.outgoing()
        keys = sorted(outgoing.keys(), key=_moment, reverse=True)[:MOST_LOOKED_AT]
        for key in keys:
            yield _received(key, outgoing.get_bytes(key))


def _moment(key: str) -> tuple[int, int]:
    """When and as which of its process a letter came: a Maildir key begins with the second, its count stands in it."""
    second, count = re.match(r"\d+", key), re.search(r"Q(\d+)", key)
    return int(second[0]) if second else 0, int(count[1]) if count else 0


def _received(key: str, raw: bytes) -> tuple[str, Received]:
    """(to whom, the letter)."""
    message = message_from_bytes(raw)
    found = [(name, header.line(message, name.lower())) for name in _HEADERS]
    letter = Received(
        key=key,
        subject=header.subject(message),
        date=header.line(message, "date"),
        text=part.content(message).text,
        message_id=next(iter(header.identifiers(message, "message-id")), ""),
        headers=[(name, value) for name, value in found if value],
    )
    return header.address(header.line(message, "to")), letter


def _line(text: str) -> str:
    return " ".join(clean(text).split())
