"""What goes out: a plain letter that says what it is, so that no other program answers it (RFC 3834)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import Message
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr

from tracking.domain.clock import CITY_ZONE

ACKNOWLEDGEMENT, NOTICE = "auto-replied", "auto-generated"


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A letter. ``message_id`` and ``answers`` (the mail it refers to, or empty) are without brackets.

    ``submitted`` says by whose act it goes out: ``ACKNOWLEDGEMENT`` answers a mail by itself and has no return path,
    so that it can never come back; ``NOTICE`` tells what officials did, and has to be delivered.
    """

    to: str
    subject: str
    body: str
    message_id: str
    answers: str
    submitted: str
    at: datetime

    @property
    def has_return_path(self) -> bool:
        return self.submitted != ACKNOWLEDGEMENT


def render(outgoing: Outgoing, *, name: str, address: str) -> Message:
    """The letter as it is sent, from ``name`` at ``address``."""
    message: Message = MIMEText(outgoing.body, "plain", "utf-8")
    message["From"] = formataddr((name, address))
    message["To"] = outgoing.to
    message["Subject"] = Header(outgoing.subject, "utf-8").encode()
    message["Date"] = format_datetime(outgoing.at.astimezone(CITY_ZONE))
    message["Message-ID"] = f"<{outgoing.message_id}>"
    if outgoing.answers:
        message["In-Reply-To"] = message["References"] = f"<{outgoing.answers}>"
    message["Auto-Submitted"] = outgoing.submitted
    message["X-Auto-Response-Suppress"] = "All"
    return message


def listed(remarks: Sequence[str]) -> str:
    """The remarks about attachments as lines of a letter, empty where there is none."""
    return "".join(f"· {remark}\n" for remark in remarks)
