"""A file that came with a message: judged by what it contains, never by what it calls itself.

Taken are pictures (made anew, see ``channels.picture``), PDF, office documents without macros, plain text and sound.
Nothing is unpacked: of a compressed document only the list of its entries is read.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePosixPath

import filetype

from channels import charset
from channels.base import marked
from channels.evidence import Evidence, refused
from channels.picture import picture_of
from channels.words import clean

MOST_BYTES, NAME_LENGTH = 20 * 1024 * 1024, 80
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ENTRIES: Mapping[str, tuple[str, str]] = {
    "word/": (f"{_OFFICE}wordprocessingml.document", ".docx"),
    "xl/": (f"{_OFFICE}spreadsheetml.sheet", ".xlsx"),
    "ppt/": (f"{_OFFICE}presentationml.presentation", ".pptx"),
}
_OPEN = {f"application/vnd.oasis.opendocument.{kind}": f".od{kind[0]}" for kind in ("text", "spreadsheet")}
_OPEN |= {"application/vnd.oasis.opendocument.presentation": ".odp"}
_STREAMS: Mapping[str, tuple[str, str]] = {
    "WordDocument": ("application/msword", ".doc"),
    "Workbook": ("application/vnd.ms-excel", ".xls"),
    "PowerPoint Document": ("application/vnd.ms-powerpoint", ".ppt"),
}
_COMPOUND, _MACROS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "_VBA_PROJECT"
_PROGRAM_NAME = re.compile(
    r"\.(?:exe|com|scr|pif|bat|cmd|ps1|vbs?|jse?|wsf|hta|lnk|msi|jar|reg|apk|sh|py|html?|svg|xht(?:ml)?|mht(?:ml)?)$",
    re.IGNORECASE,
)
_ARCHIVES = {"zip", "rar", "7z", "tar", "gz", "bz2", "xz", "Z", "lz", "zst", "cab", "lz4", "br", "ar"}
_PROGRAMS = {"exe", "elf", "deb", "rpm", "crx", "swf", "wasm", "dex", "dey", "class"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_LARGE = marked("附件最大%(most)s MB，请缩小或分几次发送。")
_ARCHIVE = marked("压缩包没有收下，请把里面的文件直接作为附件发送。")
_PROGRAM = marked("程序文件和网页文件没有收下。")
_MACRO = marked("带宏的文档没有收下，请另存为PDF或不带宏的文档再发送。")
_EMPTY = marked("这个文件是空的。")
_UNKNOWN = marked("这种文件打不开，请发送照片、PDF、办公文档、文本或录音。")


def attachment_of(body: bytes, name: str, *, field: str = "attachment") -> Evidence:
    """Judge a file. Raises ``Refused`` with a sentence for the sender."""
    if not body:
        raise refused(field, "missing_field", _EMPTY)
    if len(body) > MOST_BYTES:
        raise refused(field, "too_large", _LARGE, most=str(MOST_BYTES // 1024 // 1024))
    if _PROGRAM_NAME.search(name.strip()):
        raise refused(field, "invalid_value", _PROGRAM)
    kind = filetype.guess(body[:8192])
    if kind is not None and kind.mime.startswith("image/"):
        picture = picture_of(BytesIO(body), len(body), field=field)
        ending = PurePosixPath(picture.name).suffix.replace(".jpeg", ".jpg")
        return _named(picture.body, name, picture.media_type, ending)
    return _document(body, name, kind.extension if kind else "", kind.mime if kind else "", field)


def _document(body: bytes, name: str, extension: str, mime: str, field: str) -> Evidence:
    if body.startswith(b"%PDF-"):
        return _named(body, name, "application/pdf", ".pdf")
    if body.startswith(b"PK\x03\x04"):
        return _named(body, name, *_zipped(body, field))
    if body.startswith(_COMPOUND):
        return _named(body, name, *_compound(body, field))
    if mime.startswith("audio/"):
        return _named(body, name, mime, f".{extension}")
    if extension in _ARCHIVES:
        raise refused(field, "invalid_value", _ARCHIVE)
    if extension in _PROGRAMS or body.startswith(b"#!"):
        raise refused(field, "invalid_value", _PROGRAM)
    return _text(body, name, field)


def _zipped(body: bytes, field: str) -> tuple[str, str]:
    """A document of today's office programs is a ZIP; its entries tell which."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            names = set(archive.namelist())
            kind = archive.open("mimetype").read(100).decode("ascii") if "mimetype" in names else ""
    except Exception as error:  # the library raises many things over a broken or hostile archive
        raise refused(field, "invalid_value", _UNKNOWN) from error
    if any(entry.lower().endswith(("vbaproject.bin", "basic/script-lc.xml")) for entry in names):
        raise refused(field, "invalid_value", _MACRO)
    if kind in _OPEN:
        return kind, _OPEN[kind]
    for folder, found in _ENTRIES.items():
        if "[Content_Types].xml" in names and any(entry.startswith(folder) for entry in names):
            return found
    raise refused(field, "invalid_value", _ARCHIVE)


def _compound(body: bytes, field: str) -> tuple[str, str]:
    """A document of yesterday's; the names of its streams tell which."""
    if _MACROS.encode("utf-16-le") in body:
        raise refused(field, "invalid_value", _MACRO)
    for stream, found in _STREAMS.items():
        if stream.encode("utf-16-le") in body:
            return found
    raise refused(field, "invalid_value", _UNKNOWN)


def _text(body: bytes, name: str, field: str) -> Evidence:
    """Kept as UTF-8, whatever it was written in."""
    text = charset.text(body)
    if _CONTROL.search(text):
        raise refused(field, "invalid_value", _UNKNOWN)
    return _named(text.encode(), name, "text/plain", ".txt")


def _named(body: bytes, name: str, media_type: str, ending: str) -> Evidence:
    """The name as given, on one line, without a path, and with the ending that its content has."""
    last = re.split(r"[\\/]", " ".join(clean(name).split()))[-1].strip(". ")
    stem = last[: -len(ending)] if last.lower().endswith(ending) else last
    return Evidence(body=body, media_type=media_type, name=f"{stem[:NAME_LENGTH] or '附件'}{ending}")
