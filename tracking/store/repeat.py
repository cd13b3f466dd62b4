"""Repeat petitioners: what the holder of the same telephone number (a keyed hash) brought before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, or_, select

from tracking.domain.stage import PetitionStage
from tracking.domain.vocabulary import Identity, Kind
from tracking.store import schema
from tracking.store.visibility import Viewer, visible

_P = schema.petition.c


@dataclass(frozen=True, kw_only=True)
class Before:
    """An earlier petition."""

    number: str
    title: str
    kind: Kind | None
    identity: Identity
    stage: PetitionStage
    topic: str | None
    unit: str | None
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class Repeat:
    """How many there are, how many of them of the same topic, and of those the viewer may open the ``last`` few."""

    earlier: int = 0
    same_topic: int = 0
    last: Sequence[Before] = ()


def of_phone(connection: Connection, phone_key: bytes, viewer: Viewer, *, topic: str | None, most: int) -> Repeat:
    """All that this number brought."""
    return _read(connection, _P.phone_key == phone_key, viewer, topic=topic, most=most)


def of_petition(connection: Connection, number: str, viewer: Viewer, *, most: int) -> Repeat:
    """What the petitioner's number brought before this petition; nothing where none was left."""
    own = select(_P.phone_key, _P.topic, _P.received_at).where(_P.number == number, visible(viewer))
    mine = connection.execute(own).first()
    if mine is None or mine.phone_key is None:
        return Repeat()
    earlier = and_(_P.phone_key == mine.phone_key, _P.received_at <= mine.received_at, _P.number != number)
    return _read(connection, earlier, viewer, topic=mine.topic, most=most)


def _read(
    connection: Connection, condition: ColumnElement[bool], viewer: Viewer, *, topic: str | None, most: int
) -> Repeat:
    """A desk that sees a part of the petitions counts them all, but no report that it may not see."""
    counted = or_(and_(_P.kind.is_not(None), _P.kind != Kind.REPORT), visible(viewer))
    same_topic = func.count().filter(_P.topic == topic).label("same_topic")
    counts = select(func.count().label("earlier"), same_topic).where(condition, counted)
    columns = [_P[name] for name in Before.__dataclass_fields__]
    newest = select(*columns).where(condition, visible(viewer)).order_by(_P.received_at.desc(), _P.number.desc())
    number = connection.execute(counts).mappings().one()
    last = [_before(row) for row in connection.execute(newest.limit(most)).mappings()] if number["earlier"] else ()
    return Repeat(**number, last=last)


def _before(row: RowMapping) -> Before:
    found = {name: row[name] for name in Before.__dataclass_fields__}
    kind = Kind(found["kind"]) if found["kind"] else None
    found |= {"kind": kind, "identity": Identity(found["identity"]), "stage": PetitionStage(found["stage"])}
    return Before(**found)
