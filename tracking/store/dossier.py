"""Everything a petition's page shows, read at one moment; and whether a viewer may see it at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, LargeBinary, func, select

from tracking.domain.case import Case
from tracking.domain.error import NotFound
from tracking.domain.ledger import Entry
from tracking.store import case as cases
from tracking.store import schema
from tracking.store.visibility import Viewer, visible

_P, _T, _F = schema.petition.c, schema.text_.c, schema.attachment.c


@dataclass(frozen=True, kw_only=True)
class File:
    """An attachment without its body."""

    digest: str
    name: str
    media_type: str
    size: int
    added_at: datetime


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """One petition with all that belongs to it. ``texts`` maps a ledger entry's seq to its texts by purpose."""

    case: Case
    title: str
    place: str | None
    phone: bytes | None
    name: bytes | None
    email: bytes | None
    suggestions: Any
    entries: Sequence[Entry]
    texts: Mapping[int, Mapping[str, str]]
    files: Sequence[File]

    def latest(self, purpose: str) -> str:
        """The last text of a purpose, empty where there is none."""
        found = [texts[purpose] for texts in self.texts.values() if purpose in texts]
        return found[-1] if found else ""


def read(connection: Connection, number: str, viewer: Viewer) -> Dossier:
    """Raises ``NotFound`` also for a petition that is not for these eyes."""
    beside = _beside(connection, number, viewer)
    return Dossier(
        case=cases.load(connection, number),
        entries=cases.entries(connection, number),
        texts=texts(connection, number),
        files=files(connection, number),
        **beside,
    )


def check(connection: Connection, number: str, viewer: Viewer) -> None:
    """Raises ``NotFound`` unless ``viewer`` may see the petition."""
    if connection.execute(select(_P.number).where(_P.number == number, visible(viewer))).first() is None:
        raise NotFound("no such petition", number=number)


def files(connection: Connection, number: str) -> Sequence[File]:
    """What was attached, oldest first."""
    columns = [_F[name] for name in File.__dataclass_fields__]
    rows = connection.execute(select(*columns).where(_F.number == number).order_by(_F.added_at, _F.digest))
    return [File(**row) for row in rows.mappings()]


def body(connection: Connection, number: str, digest: str) -> tuple[str, bytes]:
    """(media type, content) of an attachment. Raises ``NotFound``."""
    found = select(_F.media_type, _F.body).where(_F.number == number, _F.digest == digest)
    row = connection.execute(found).first()
    if row is None:
        raise NotFound("no such attachment", number=number)
    return row.media_type, row.body


def kind(connection: Connection, number: str, digest: str) -> tuple[str, int]:
    """(media type, bytes) of an attachment, without its content. Raises ``NotFound``."""
    row = connection.execute(select(_F.media_type, _F.size).where(_F.number == number, _F.digest == digest)).first()
    if row is None:
        raise NotFound("no such attachment", number=number)
    return row.media_type, row.size


def part(connection: Connection, number: str, digest: str, *, first: int, length: int) -> bytes:
    """Some bytes of an attachment, from ``first`` on. Raises ``NotFound``."""
    cut = func.substring(_F.body, first + 1, length, type_=LargeBinary)
    found = connection.execute(select(cut).where(_F.number == number, _F.digest == digest)).scalar_one_or_none()
    if found is None:
        raise NotFound("no such attachment", number=number)
    return bytes(found)


def _beside(connection: Connection, number: str, viewer: Viewer) -> dict[str, Any]:
    columns = [_P.title, _P.place, _P.phone, _P.name, _P.email, _P.suggestions]
    row = connection.execute(select(*columns).where(_P.number == number, visible(viewer))).mappings().first()
    if row is None:
        raise NotFound("no such petition", number=number)
    return dict(row)


def texts(connection: Connection, number: str) -> Mapping[int, Mapping[str, str]]:
    """All free texts of a petition: seq → purpose → body."""
    rows = connection.execute(select(_T.seq, _T.purpose, _T.body).where(_T.number == number).order_by(_T.seq))
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row.seq, {})[row.purpose] = row.body
    return found
