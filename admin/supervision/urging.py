"""Urges (催办) and what followed: an urge counts as answered by the unit's contact, report or answer after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, lateral, select, true

from tracking.domain.verb import Verb
from tracking.store import schema
from tracking.store.visibility import Viewer, visible

_L, _P = schema.ledger.c, schema.petition.c
ANSWERS = (Verb.CONTACT, Verb.REPORT_BACK, Verb.ANSWER_ORDER)


@dataclass(frozen=True, kw_only=True)
class Urge:
    """One urge. ``count`` is how often the petition was urged in all; ``how`` the verb that answered it."""

    number: str
    title: str
    unit: str | None
    at: datetime
    channel: str
    count: int
    answered_at: datetime | None
    how: str | None


@dataclass(frozen=True, kw_only=True)
class OfUnit:
    """Urges of a unit in the window."""

    unit: str
    urges: int
    answered: int


def urges(connection: Connection, viewer: Viewer, *, since: datetime, most: int = 200) -> Sequence[Urge]:
    """Unanswered ones first, the oldest on top, then the answered."""
    later = schema.ledger.alias("later").c
    answer = lateral(
        select(later.at.label("answered_at"), later.verb.label("how"))
        .where(later.number == _L.number, later.seq > _L.seq, later.verb.in_([str(each) for each in ANSWERS]))
        .order_by(later.seq)
        .limit(1)
    ).alias("answer")
    found = (
        select(
            _L.number, _P.title, _P.unit, _L.at, _L.channel, _P.urges.label("count"), answer.c.answered_at, answer.c.how
        )
        .select_from(schema.ledger.join(schema.petition, _P.number == _L.number).outerjoin(answer, true()))
        .where(and_(_L.verb.in_(["urged", "reminded"]), _L.verb == Verb.URGE, _L.at >= since), visible(viewer))
        .order_by(
            answer.c.answered_at.is_not(None),
            func.coalesce(answer.c.answered_at, _L.at).asc(),
        )
        .limit(most)
    )
    return [Urge(**row) for row in connection.execute(found).mappings()]


def by_unit(found: Sequence[Urge]) -> Sequence[OfUnit]:
    """Most unanswered first."""
    units = sorted({each.unit for each in found if each.unit})
    rows = [
        OfUnit(
            unit=unit,
            urges=sum(each.unit == unit for each in found),
            answered=sum(each.unit == unit and each.answered_at is not None for each in found),
        )
        for unit in units
    ]
    return sorted(rows, key=lambda each: (each.answered - each.urges, each.unit))
