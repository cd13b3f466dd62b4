"""Office documents for tests."""

from __future__ import annotations

import io
import zipfile

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n"


def zipped(*names: str, filler: bytes = b"x") -> bytes:
    """A compressed file with these entries."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, filler)
    return body.getvalue()


def opened(kind: str) -> bytes:
    """An OpenDocument file."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return body.getvalue()


def compound(*streams: str) -> bytes:
    """A document of an old office program."""
    return COMPOUND + bytes(512) + b"".join(name.encode("utf-16-le") + bytes(8) for name in streams)
