"""What a mail is made of: the words to read, and the files that came with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from channels import charset
from channels.mailbox import header, markup, tnef
from channels.mailbox.tnef import File

LONGEST_TEXT, MOST_FILES = 1_000_000, 50
_TEXT = {"text/plain", "text/html"}
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}


@dataclass(frozen=True, kw_only=True)
class Content:
    """``text`` is what was written, ``files`` what was attached, in the order of the mail."""

    text: str
    files: tuple[File, ...]


def content(message: Message, *, forwarded: bool = False) -> Content:
    """Take a mail apart. Of alternatives the plain text is read, or the HTML where it is empty."""
    plain: list[str] = []
    rich: list[str] = []
    files: list[File] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        if kind in _TNEF or _name(part).lower() == "winmail.dat":
            inner = tnef.unpack(_body(part))
            plain.append(inner.text)
            files.extend(inner.files)
        elif kind == "message/rfc822":
            files.extend(() if forwarded else _inside(part))
        elif kind in _TEXT and not _is_attached(part):
            (plain if kind == "text/plain" else rich).append(_read(part))
        elif not kind.startswith(("message/", "multipart/")):
            files.append(File(name=_name(part), body=_body(part)))
    said = _joined(plain) or _joined([markup.text_of(each) for each in rich])
    return Content(text=said, files=tuple(files[:MOST_FILES]))


def _leaves(message: Message) -> Iterator[Message]:
    """The parts without parts; a forwarded mail counts as one."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            waiting.extend(reversed(parts_of(part)))
        else:
            yield part


def parts_of(message: Message) -> list[Message]:
    """The parts directly inside; the library would decode, and stumble, where there is none."""
    inner = message.get_payload() if message.is_multipart() else []
    return [each for each in inner if isinstance(each, Message)]


def _inside(part: Message) -> Iterator[File]:
    """A mail inside the mail as a text to read, then its files; what is forwarded in it again is left out."""
    first = next(iter(parts_of(part)), Message())
    (address, name), subject = header.sender(first), header.subject(first)
    found = content(first, forwarded=True)
    yield File(name=f"{subject[:40] or 'mail'}.txt", body=f"{name} <{address}>\n{subject}\n\n{found.text}".encode())
    yield from found.files


def _read(part: Message) -> str:
    return charset.text(_body(part)[:LONGEST_TEXT], header.parameter(part, "charset"))


def _body(part: Message) -> bytes:
    """The bytes, whatever became of their encoding; empty for what cannot be decoded."""
    try:
        body = part.get_payload(decode=True)
    except Exception:  # uuencoded and broken base64 have many ways to fail
        return b""
    return body if isinstance(body, bytes) else b""


def _is_attached(part: Message) -> bool:
    return header.raw(part, "content-disposition").strip().lower().startswith(b"attachment") or bool(_name(part))


def _name(part: Message) -> str:
    """The file's name as it was given, decoded; empty where there is none."""
    try:
        given = part.get_filename("")
    except Exception:
        return ""
    return header.decoded(given.encode("utf-8", "surrogateescape")) if given else ""


def _joined(texts: list[str]) -> str:
    return "\n".join(filter(None, (each.strip() for each in texts)))
