"""Who is to be called back, in the order in which it is due, and what was answered through which door."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from tracking.domain.people import Role
from tracking.domain.verb import Verb
from tracking.store import schema
from tracking.store.tab import Moment, Tab
from tracking.store.visibility import Viewer, visible

_P, _A, _L = schema.petition.c, schema.assignment.c, schema.ledger.c
_EYES = Viewer(role=Role.CALLER)
_ANSWERS = (Verb.RATE, Verb.RECORD_CALLBACK)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One petition of the desk. ``channel`` is the door of the last answer or try, ``tried`` the moments of tries."""

    number: str
    title: str
    identity: str
    unit: str | None
    urgency: str
    due_at: datetime | None
    tries: int
    tried: str
    rules: str
    channel: str | None
    outcome: str | None
    satisfaction: str | None


def waiting(connection: Connection, tab: Tab, moment: Moment, *, most: int) -> Sequence[Waiting]:
    """The first of a list, what is due first on top; one statement."""
    last = (
        select(_L.channel)
        .where(_L.number == _P.number, _L.verb.in_([str(each) for each in _ANSWERS]))
        .order_by(_L.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    answered = (
        select(_A.callback_outcome)
        .where(_A.number == _P.number, _A.callback_at.is_not(None))
        .order_by(_A.index.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = select(
        *(_P.number, _P.title, _P.identity, _P.unit, _P.urgency, _P.satisfaction, _P.rules),
        _P.callback_due_at.label("due_at"),
        _P.callback_tries.label("tries"),
        _P.callback_tried.label("tried"),
        last.label("channel"),
        answered.label("outcome"),
    )
    ordered = statement.where(*_conditions(tab, moment)).order_by(_P.callback_due_at, _P.number).limit(most)
    return [Waiting(**row) for row in connection.execute(ordered).mappings()]


def following(
    connection: Connection, tab: Tab, moment: Moment, *, but: Collection[str], most: int
) -> Sequence[tuple[str, str, str]]:
    """(number, moments of tries, rules) of the next to be called, without those in ``but``."""
    columns = select(_P.number, _P.callback_tried, _P.rules).where(*_conditions(tab, moment))
    ordered = columns.where(_P.number.not_in(but)).order_by(_P.callback_due_at, _P.number).limit(most)
    return [(row[0], row[1], row[2]) for row in connection.execute(ordered)]


def tries_today(connection: Connection, caller: str, *, since: datetime) -> int:
    """How many call-backs someone has recorded since a moment."""
    mine = (_L.actor == caller, _L.verb == str(Verb.RECORD_CALLBACK), _L.at >= since)
    return connection.execute(select(func.count()).where(*mine)).scalar_one()


def _conditions(tab: Tab, moment: Moment) -> Sequence[ColumnElement[bool]]:
    return visible(_EYES), *tab.where(_EYES, moment)
