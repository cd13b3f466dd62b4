"""``winmail.dat``: what Outlook wraps attachments in when it thinks that everybody has Outlook (MS-OXTNEF).

A stream of attributes: level (1 byte), id (2), type (2), length (4), data, checksum (2), all little-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from channels import charset

_SIGNATURE = 0x223E9F78
_BODY, _RENDER, _TITLE, _DATA = 0x800C, 0x9002, 0x8010, 0x800F
_HEAD = struct.Struct("<BHHI")
_MOST = 5_000


@dataclass(frozen=True, kw_only=True)
class File:
    """A file as it came; nothing is known of it but what it calls itself."""

    name: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Unpacked:
    """The text of the mail where it stands in the stream, and the files."""

    text: str
    files: tuple[File, ...]


def unpack(stream: bytes) -> Unpacked:
    """What can be read of it; a broken stream ends where it breaks. Never raises."""
    text, names, bodies = "", [], []
    for identity, data in _attributes(stream):
        if identity == _BODY:
            text = charset.text(data.rstrip(b"\0"))
        elif identity == _RENDER:
            names.append("")
            bodies.append(b"")
        elif identity == _TITLE and names:
            names[-1] = charset.text(data.rstrip(b"\0"))
        elif identity == _DATA and bodies:
            bodies[-1] = data
    files = (File(name=name, body=body) for name, body in zip(names, bodies, strict=True) if body)
    return Unpacked(text=text, files=tuple(files))


def _attributes(stream: bytes) -> Iterator[tuple[int, bytes]]:
    if len(stream) < 6 or int.from_bytes(stream[:4], "little") != _SIGNATURE:
        return
    at = 6
    for _ in range(_MOST):
        if at + _HEAD.size > len(stream):
            return
        _, identity, _, length = _HEAD.unpack_from(stream, at)
        start = at + _HEAD.size
        if start + length > len(stream):
            return
        yield identity, stream[start : start + length]
        at = start + length + 2
