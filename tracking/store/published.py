"""What anyone may see of petitions without a query code: codes, units and moments of those that may be published.

A report is never among them. Whoever brought a petition through a key of its own sees that one too.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from tracking.domain.stage import PetitionStage
from tracking.domain.vocabulary import Kind
from tracking.store import schema

_P, _L = schema.petition.c, schema.ledger.c


@dataclass(frozen=True, kw_only=True)
class Published:
    """One petition as strangers see it."""

    number: str
    stage: PetitionStage
    topic: str | None
    district: str | None
    street: str | None
    unit: str | None
    received_at: datetime
    updated_at: datetime
    due_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; ``numbers`` overrides the rest. ``actor`` is who asks, as the ledger names it."""

    numbers: Collection[str] = ()
    topics: Collection[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    closed: bool | None = None
    actor: str | None = None


def find(connection: Connection, wanted: Wanted, *, most: int) -> Sequence[Published]:
    """The newest first."""
    updated = select(func.max(_L.at)).where(_L.number == _P.number).scalar_subquery().label("updated_at")
    columns = [_P[name] for name in Published.__dataclass_fields__ if name != "updated_at"]
    found = select(*columns, updated).where(_may_be_seen(wanted.actor), *_narrowed(wanted))
    rows = connection.execute(found.order_by(_P.received_at.desc(), _P.number).limit(most)).mappings()
    return [Published(**{**row, "stage": PetitionStage(row["stage"])}) for row in rows]


def _may_be_seen(actor: str | None) -> ColumnElement[bool]:
    published = and_(_P.agrees_to_publication, _P.kind.is_not(None), _P.kind != Kind.REPORT)
    if actor is None:
        return published
    brought = exists(select(1).where(_L.number == _P.number, _L.seq == 1, _L.actor == actor))
    return or_(published, and_(or_(_P.kind.is_(None), _P.kind != Kind.REPORT), brought))


def _narrowed(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    if wanted.numbers:
        return [_P.number.in_(wanted.numbers)]
    conditions: list[Any] = [_P.topic.in_(wanted.topics)] if wanted.topics else []
    conditions += [_P.received_at >= wanted.since] if wanted.since else []
    conditions += [_P.received_at <= wanted.until] if wanted.until else []
    if wanted.closed is not None:
        conditions.append(_P.closed_at.is_not(None) if wanted.closed else _P.closed_at.is_(None))
    return conditions
