"""A mail as this channel knows it: who wrote what, in answer to what."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum

from channels.mailbox import header, part
from channels.mailbox.parser import Unreadable, head, parse
from channels.mailbox.part import Content
from channels.mailbox.quotation import own_words
from channels.mailbox.thread import number_in
from channels.mailbox.tnef import File


class Lack(StrEnum):
    """Why only the head of a mail is known."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"


NOTHING = Content(text="", files=())
_REPLY = re.compile(r"\s*(?:re|回复|回覆|答复|答覆)\s*[:：]", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """``sender`` is an address in lower case, empty where there is none; ``answers`` are Message-IDs.

    ``message`` is the parsed mail.
    """

    message: Message
    sender: str
    name: str
    subject: str
    message_id: str
    answers: tuple[str, ...]
    text: str
    files: tuple[File, ...]
    lack: Lack | None = None

    @property
    def is_reply(self) -> bool:
        return bool(self.answers) or bool(_REPLY.match(self.subject))

    @property
    def digest(self) -> bytes:
        """SHA-256 of what the sender wrote: the same by every way the mail may take, whatever relays add."""
        found = hashlib.sha256()
        sent = header.raw(self.message, "date").decode("latin-1")
        for each in (self.sender, self.subject, sent, "\n".join(self.text.split())):
            found.update(each.encode("utf-8", "surrogatepass") + b"\0")
        for file in self.files:
            found.update(hashlib.sha256(file.body).digest())
        return found.digest()


def read(raw: bytes) -> Letter:
    """Read a mail, or as much of it as can be read. Never raises."""
    try:
        message = parse(raw)
    except Unreadable:
        return _letter(head(raw), NOTHING, Lack.UNREADABLE)
    return _letter(message, part.content(message))


def read_head(raw: bytes) -> Letter:
    """A mail that was not fetched, for its size. Never raises."""
    return _letter(head(raw), NOTHING, Lack.TOO_LARGE)


def _letter(message: Message, content: Content, lack: Lack | None = None) -> Letter:
    sender, name = header.sender(message)
    return Letter(
        message=message,
        sender=sender,
        name=name,
        subject=header.subject(message),
        message_id=next(iter(header.identifiers(message, "message-id")), ""),
        answers=header.identifiers(message, "in-reply-to", "references"),
        text=content.text,
        files=content.files,
        lack=lack,
    )


def words_of(letter: Letter) -> str:
    """What the petitioner says in this mail: the words, after a subject that adds to them and is not one of ours."""
    said = own_words(letter.text, reply=letter.is_reply)
    subject = _REPLY.sub("", letter.subject).strip()
    adds = subject and not said.startswith(subject) and number_in(subject) is None
    return f"{subject}\n{said}".strip() if adds else said
