"""Which mail no person wrote, and which may be answered by a program (RFC 3834).

An automatic reply is no petition. What a list or a program sent on its own may be one, but gets no answer.
"""

from __future__ import annotations

import re
from email.message import Message

from channels.mailbox import header
from channels.mailbox.letter import Letter

_REPLY_SUBJECT = re.compile(
    r"\s*(?:自动回复|自動回覆|自動回復|Auto(?:matic)?[ -]?(?:reply|response)|Out of (?:the )?office)\s*[:：]",
    re.IGNORECASE,
)
_REPLY_TEXT = "假期自动回复邮件"
_REPLY_MARKS = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-mail-autoreply")
_LIST_MARKS = ("list-id", "list-post", "list-unsubscribe", "list-help", "feedback-id", "x-auto-response-suppress")
_BULK = {"bulk", "list", "junk"}
_NOBODY = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|listserv|majordomo)(?:[+.-].*)?@")


def is_automatic_reply(letter: Letter) -> bool:
    """An out-of-office note, a receipt of reading, the answer of another program."""
    message = letter.message
    if _submitted(message) in {"auto-replied", "auto-notified"} or _precedence(message) == "auto_reply":
        return True
    if any(header.raw(message, name) for name in _REPLY_MARKS) or _is_receipt(message):
        return True
    return bool(_REPLY_SUBJECT.match(letter.subject)) or (letter.is_reply and _REPLY_TEXT in letter.text)


def may_answer(letter: Letter, *, ours: str) -> bool:
    """Whether an automatic answer is allowed: never to a program, a list, a bounce, or ourselves."""
    message = letter.message
    return (
        bool(letter.sender)
        and letter.sender != ours
        and not _NOBODY.match(letter.sender)
        and _submitted(message) in {"", "no"}
        and _precedence(message) not in _BULK
        and not any(header.raw(message, name) for name in _LIST_MARKS)
        and not has_null_path(message)
        and not is_forged(message)
    )


def has_null_path(message: Message) -> bool:
    """Sent by a mail system itself: answers to it go nowhere."""
    return header.raw(message, "return-path").strip() == b"<>"


def is_forged(message: Message) -> bool:
    """Our own mail server, whose verdict stands first, says that the sender's domain disowns the mail."""
    return b"dmarc=fail" in header.raw(message, "authentication-results").replace(b" ", b"").lower()


def _is_receipt(message: Message) -> bool:
    return header.parameter(message, "report-type").lower() == "disposition-notification"


def _submitted(message: Message) -> str:
    """The keyword alone; parameters and comments such as ``(vacation)`` may follow it."""
    return re.split(r"[\s;(]", header.line(message, "auto-submitted").lower(), maxsplit=1)[0]


def _precedence(message: Message) -> str:
    return header.line(message, "precedence").lower()
