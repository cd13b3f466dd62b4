"""Mail that came back: which of ours it was, and why (RFC 3464, and what providers send instead)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from channels.mailbox import automatic, header
from channels.mailbox.letter import Letter
from channels.mailbox.part import parts_of
from channels.mailbox.thread import Sent, Threads

_POSTMASTER = re.compile(r"(?:mailer-daemon|postmaster)@")
_SUBJECT = re.compile(
    r"系统退信|退信|undeliver|delivery status|returned mail|failure notice|mail delivery failed", re.IGNORECASE
)
_REASON = 200


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """``sent`` is the mail of ours, None where it cannot be told; ``final`` is False for a mere delay."""

    sent: Sent | None
    final: bool
    reason: str


def bounce_of(letter: Letter, raw: bytes, threads: Threads) -> Bounce | None:
    """What the mail says about a mail of ours, None when it is no bounce at all."""
    report = _is_report(letter.message)
    if not report and not _is_by_postmaster(letter):
        return None
    sent = threads.known([*letter.answers, raw.decode("latin-1")])
    status = next(_statuses(letter.message), None)
    action = header.line(status, "action").lower() if status else "failed"
    return Bounce(sent=sent, final=action == "failed", reason=_reason(status, letter))


def _is_report(message: Message) -> bool:
    return (
        message.get_content_type() == "multipart/report"
        and header.parameter(message, "report-type").lower() == "delivery-status"
    )


def _is_by_postmaster(letter: Letter) -> bool:
    by = bool(_POSTMASTER.match(letter.sender)) or automatic.has_null_path(letter.message)
    return by and bool(_SUBJECT.search(letter.subject))


def _statuses(message: Message) -> Iterator[Message]:
    """The groups of fields of a delivery status that speak of a recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from (each for each in parts_of(part) if header.raw(each, "action"))


def _reason(status: Message | None, letter: Letter) -> str:
    """The code and the words of the other side, without the address."""
    if status is None:
        return letter.subject[:_REASON]
    words = header.line(status, "diagnostic-code") or "bounced"
    return re.sub(r"\S+@\S+", "…", f"{header.line(status, 'status')} {words}").strip()[:_REASON]
