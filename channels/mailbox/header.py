"""Headers as people see them: encoded words, raw bytes, addresses and Message-IDs, each with a limit on its length."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from itertools import islice

from channels import charset
from channels.words import clean

LONGEST = 8_000
_SUBJECT, _NAME = 200, 50
_REACHED, _MOST_HOPS = ("delivered-to", "x-original-to", "to", "cc"), 10
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~\-]{1,64}@[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,8}", re.ASCII)
_IDENTIFIER = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,500}>")


def raw(message: Message, name: str) -> bytes:
    """The first header of this name as it came, at most ``LONGEST`` bytes; empty where there is none."""
    for key, value in message.raw_items():
        if key.lower() == name:
            return str(value)[:LONGEST].encode("utf-8", "surrogateescape").replace(b"\r", b"").replace(b"\n", b"")
    return b""


def line(message: Message, name: str) -> str:
    """A header as one line of text, encoded words decoded."""
    return decoded(raw(message, name))


def decoded(value: bytes) -> str:
    """Encoded words of one charset are joined before they are decoded: programs cut characters in two."""
    try:
        pieces = decode_header(value.decode("latin-1"))
    except (HeaderParseError, ValueError, LookupError):
        return _one_line(charset.text(value))
    return _one_line("".join(_piece(piece, label) for piece, label in pieces))


def _piece(piece: bytes | str, label: str | None) -> str:
    return charset.text(piece.encode("latin-1", "replace") if isinstance(piece, str) else piece, label)


def _one_line(text: str) -> str:
    return " ".join(clean(text.replace("\ufeff", "")).split())


def subject(message: Message) -> str:
    return line(message, "subject")[:_SUBJECT].strip()


def sender(message: Message) -> tuple[str, str]:
    """(address in lower case, display name); the address is empty when it cannot be one."""
    name, address = _parted(raw(message, "from"))
    return address, name


def recipients(message: Message) -> tuple[str, ...]:
    """The addresses it was sent to: first those that servers noted on the way, then those the sender wrote."""
    found: list[str] = []
    for name in _REACHED:
        values = (str(value)[:LONGEST] for key, value in message.raw_items() if key.lower() == name)
        found += (each for value in islice(values, _MOST_HOPS) for each in _addresses(value))
    return tuple(dict.fromkeys(found))


def _addresses(value: str) -> list[str]:
    try:
        pairs = getaddresses([value])
    except (ValueError, LookupError):
        return []
    return [known for _, each in pairs if (known := address(each))]


def address(text: str) -> str:
    """The one form of an address, empty for what is none."""
    found = _ADDRESS.fullmatch(text.strip().lower())
    return found[0] if found else ""


def _parted(value: bytes) -> tuple[str, str]:
    """The first of several. Encoded words are decoded after the address was cut off: a name may decode to one.

    ``parseaddr`` answers several differently from one Python 3.11 to another; a list is a list in all of them.
    """
    try:
        name, found = getaddresses([value.decode("latin-1")[:1000]])[0]
    except (ValueError, LookupError):
        return "", ""
    shown = decoded(name.encode("latin-1", "replace"))[:_NAME].strip()
    return shown, address(found)


def identifiers(message: Message, *names: str) -> tuple[str, ...]:
    """The Message-IDs in these headers, without their brackets."""
    text = " ".join(raw(message, name).decode("latin-1") for name in names)
    return tuple(each[1:-1] for each in _IDENTIFIER.findall(text))


def parameter(message: Message, name: str) -> str:
    """A parameter of Content-Type such as ``charset``, empty where there is none."""
    try:
        value = message.get_param(name, "")
    except Exception:  # the library trips over parameters that nobody would write
        return ""
    return str(value[2] if isinstance(value, tuple) else value)[:100]
