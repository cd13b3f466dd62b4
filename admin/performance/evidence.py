"""Files as evidence: kept with a goal, an entry or an objection, never changed, and counted into what is frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from admin.performance import schema
from admin.performance.refusal import LATE, refused
from channels.base import marked
from channels.evidence import Evidence

SWAPPED = marked("文件“%(name)s”的内容和登记时不一样，已停止使用。请系统管理员核查数据库。")
_F = schema.evidence.c
_TOLD = ("unit", "leaf", "entry", "belongs", "digest", "name", "size")
_IS_NOW = func.encode(func.sha256(_F.body), "hex")


class Belongs(StrEnum):
    """What a file proves."""

    GOAL = "goal"
    ENTRY = "entry"
    OBJECTION = "objection"


@dataclass(frozen=True, kw_only=True)
class Place:
    """With what a file is kept; ``entry`` 0: with the goal."""

    year: int
    unit: str
    leaf: str
    belongs: Belongs
    entry: int = 0


@dataclass(frozen=True, kw_only=True)
class File:
    """A kept file without its content; ``digest`` is SHA-256 in hex of the content as it was judged, ``size`` bytes."""

    id: int
    year: int
    unit: str
    leaf: str
    entry: int
    belongs: Belongs
    digest: str
    name: str
    media_type: str
    size: int
    added_by: str
    added_at: datetime


_COLUMNS = [_F[name] for name in File.__dataclass_fields__]


def keep(connection: Connection, place: Place, files: Sequence[Evidence], *, by: str, at: datetime) -> None:
    """The same file twice at one place is kept once."""
    rows = [
        {
            **vars(place),
            "digest": each.digest,
            "name": each.name,
            "media_type": each.media_type,
            "size": len(each.body),
            "body": each.body,
            "added_by": by,
            "added_at": at,
        }
        for each in files
    ]
    if rows:
        connection.execute(insert(schema.evidence).on_conflict_do_nothing(), rows)


def of_year(connection: Connection, year: int, *, unit: str | None = None) -> Sequence[File]:
    """All of a year in the order in which they came, or those of a unit."""
    wanted = select(*_COLUMNS).where(_F.year == year).order_by(_F.id)
    wanted = wanted.where(_F.unit == unit) if unit else wanted
    return [_file(dict(row)) for row in connection.execute(wanted).mappings()]


def one(connection: Connection, year: int, identity: int) -> tuple[File, bytes] | None:
    """A file with its content."""
    found = select(*_COLUMNS, _F.body).where(_F.year == year, _F.id == identity)
    row = connection.execute(found).mappings().first()
    if row is None:
        return None
    known = dict(row)
    body: bytes = known.pop("body")
    return _file(known), body


def sound(connection: Connection, year: int) -> Mapping[int, str]:
    """Id → digest of what is stored now, worked out by the database."""
    rows = connection.execute(select(_F.id, _IS_NOW.label("now")).where(_F.year == year))
    return {row.id: row.now for row in rows}


def refuse_swapped(connection: Connection, year: int) -> None:
    """Raises ``Refused`` where the content of a file is no longer what was judged."""
    wrong = select(_F.name).where(_F.year == year, _F.digest != _IS_NOW).order_by(_F.id).limit(1)
    name = connection.execute(wrong).scalar()
    if name is not None:
        raise refused("files", SWAPPED, code=LATE, name=name)


def told(connection: Connection, year: int) -> Sequence[Mapping[str, Any]]:
    """As they are frozen, in an order that does not hang on who was first."""
    rows = [{name: getattr(each, name) for name in _TOLD} for each in of_year(connection, year)]
    return sorted(rows, key=key_of)


def key(each: File) -> tuple[str, str, int, str, str]:
    return each.unit, each.leaf, each.entry, each.belongs, each.digest


def key_of(row: Mapping[str, Any]) -> tuple[str, str, int, str, str]:
    return row["unit"], row["leaf"], row["entry"], row["belongs"], row["digest"]


def _file(row: Mapping[str, Any]) -> File:
    return File(**{**row, "belongs": Belongs(row["belongs"])})
