"""Urges (催办) and what followed each: the unit's answer in words, and what it did.

An urge is answered by the unit's words; where there are none, by its contact, report or answer of an order after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, lateral, select, true
from sqlalchemy.sql.selectable import LateralFromClause

from tracking.domain.verb import Verb
from tracking.store import schema
from tracking.store.urge import DEEDS
from tracking.store.visibility import Viewer, visible

_L, _P, _T = schema.ledger.c, schema.petition.c, schema.text_.c


@dataclass(frozen=True, kw_only=True)
class Urge:
    """One urge. ``count`` is how often the petition was urged in all; ``how`` the verb of what the unit did first.

    ``said`` are the words of the unit's answer, ``said_by`` who of it gave them.
    """

    number: str
    title: str
    identity: str
    unit: str | None
    at: datetime
    role: str
    channel: str
    count: int
    said: str | None
    said_at: datetime | None
    said_by: str | None
    done_at: datetime | None
    how: str | None

    @property
    def answered(self) -> bool:
        return self.said_at is not None or self.done_at is not None


@dataclass(frozen=True, kw_only=True)
class OfUnit:
    """Urges of a unit in the window: ``in_words`` and ``by_deed`` are those answered, each counted once."""

    unit: str
    urges: int
    in_words: int
    by_deed: int

    @property
    def waiting(self) -> int:
        return self.urges - self.in_words - self.by_deed


def urges(connection: Connection, viewer: Viewer, *, since: datetime, most: int = 200) -> Sequence[Urge]:
    """Unanswered ones first, the oldest on top, then the answered."""
    said, deed = _said(), _deed()
    found = (
        select(
            *(_L.number, _P.title, _P.identity, _P.unit, _L.at, _L.role, _L.channel, _P.urges.label("count")),
            *(said.c.said, said.c.said_at, said.c.said_by, deed.c.done_at, deed.c.how),
        )
        .select_from(
            schema.ledger.join(schema.petition, _P.number == _L.number).outerjoin(said, true()).outerjoin(deed, true())
        )
        .where(and_(_L.verb.in_(["urged", "reminded"]), _L.verb == Verb.URGE, _L.at >= since), visible(viewer))
        .order_by(
            func.coalesce(said.c.said_at, deed.c.done_at).is_not(None),
            func.coalesce(said.c.said_at, deed.c.done_at, _L.at).asc(),
        )
        .limit(most)
    )
    return [Urge(**row) for row in connection.execute(found).mappings()]


def by_unit(found: Sequence[Urge]) -> Sequence[OfUnit]:
    """Most unanswered first."""
    rows = [_of_unit(unit, [each for each in found if each.unit == unit]) for unit in {each.unit for each in found}]
    return sorted([row for row in rows if row.unit], key=lambda each: (-each.waiting, each.unit))


def _of_unit(unit: str | None, own: Sequence[Urge]) -> OfUnit:
    in_words = sum(each.said_at is not None for each in own)
    return OfUnit(
        unit=unit or "",
        urges=len(own),
        in_words=in_words,
        by_deed=sum(each.answered for each in own) - in_words,
    )


def _said() -> LateralFromClause:
    """The first answer in words after the urge."""
    later: Any = schema.ledger.alias("words").c
    answer = and_(_T.number == later.number, _T.seq == later.seq, _T.purpose == "answer")
    words = select(_T.body).where(answer).scalar_subquery()
    columns = (later.at.label("said_at"), later.actor.label("said_by"), words.label("said"))
    return lateral(_first(select(*columns), later, (Verb.ANSWER_URGE,)), "said")


def _deed() -> LateralFromClause:
    later: Any = schema.ledger.alias("later").c
    return lateral(_first(select(later.at.label("done_at"), later.verb.label("how")), later, DEEDS), "deed")


def _first(columns: Select[Any], later: Any, verbs: Sequence[Verb]) -> Select[Any]:
    after = (later.number == _L.number, later.seq > _L.seq, later.verb.in_([str(each) for each in verbs]))
    return columns.where(*after).order_by(later.seq).limit(1)
