"""Verbs of the procedure become documents: a card and an order get their number, an answer and a cancelling are noted.

Called by the relay for every such event and safe to repeat; ``catch_up`` does the same for a ledger that was written
without events.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, select, update
from sqlalchemy import insert as plain_insert

from admin.supervision import schema
from admin.supervision.issuing import Draft, issue
from admin.supervision.ladder import State, Step
from admin.supervision.law import law
from tracking.domain.clock import city_day
from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.store import schema as tracking
from tracking.store.outbox import Event

_D, _L, _A, _T = schema.document.c, tracking.ledger.c, tracking.assignment.c, tracking.text_.c
_ISSUED: Mapping[Verb, tuple[Step, str]] = {
    Verb.ISSUE_YELLOW_CARD: (Step.YELLOW, "supervised_due_at"),
    Verb.ISSUE_RED_CARD: (Step.RED, "rectify_due_at"),
    Verb.SUPERVISE: (Step.ORDER, "order_due_at"),
}
_REASONS = {Step.YELLOW: "办理期限已过，未报结", Step.RED: "督办期限已过，未报结", Step.ORDER: "督办"}
NOTED = (*_ISSUED, Verb.ANSWER_ORDER, Verb.CANCEL_CARD)
_OPEN = (State.ISSUED, State.REJECTED, State.REPLIED)


def on_event(core: Core, event: Event) -> None:
    """A subscriber of ``NOTED``."""
    with core.engine.begin() as connection:
        _note(connection, connection.execute(_entries(_L.number == event.number, _L.seq == event.seq)).all())


def catch_up(core: Core, *, since: datetime) -> None:
    """All that happened since a moment, in the order of time."""
    with core.engine.begin() as connection:
        _note(connection, connection.execute(_entries(_L.at >= since)).all())


def _entries(*conditions: Any) -> Any:
    said = and_(_T.number == _L.number, _T.seq == _L.seq, _T.purpose.in_(["reason", "answer"]))
    return (
        select(*tracking.ledger.c, _A.unit.label("of_unit"), _T.body)
        .join(tracking.assignment, and_(_A.number == _L.number, _A.index == _L.assignment))
        .outerjoin(tracking.text_, said)
        .where(*conditions, _L.verb.in_([str(each) for each in NOTED]))
        .order_by(_L.at, _L.number, _L.seq)
    )


def _note(connection: Connection, entries: Sequence[Row[Any]]) -> None:
    if not entries:
        return
    word = law(connection, city_day(max(entry.at for entry in entries))).word
    issue(connection, [_draft(entry) for entry in entries if Verb(entry.verb) in _ISSUED], word=word)
    for entry in entries:
        if entry.verb == Verb.ANSWER_ORDER:
            _settle(connection, entry, [Step.ORDER], "replied", {"state": State.REPLIED, "replied_at": entry.at})
        elif entry.verb == Verb.CANCEL_CARD:
            _settle(
                connection, entry, [entry.facts["card"]], "cancelled",
                {"state": State.CANCELLED, "cancelled_at": entry.at},
            )  # fmt: skip


def _draft(entry: Row[Any]) -> Draft:
    step, due = _ISSUED[Verb(entry.verb)]
    facts = entry.facts["assignments"][str(entry.assignment)]
    due_at = facts.get(due)
    return Draft(
        step=step,
        number=entry.number,
        index=entry.assignment,
        unit=entry.of_unit,
        reason=entry.body or _REASONS[step],
        due_at=datetime.fromisoformat(due_at) if due_at else None,
        by=entry.actor,
        role=entry.role,
        at=entry.at,
        turn=entry.seq if step is Step.ORDER else 0,
        level=facts.get("order_level"),
    )


def _settle(
    connection: Connection, entry: Row[Any], steps: Iterable[str], act: str, changes: Mapping[str, object]
) -> None:
    """The newest open document of the assignment; one that was settled before stays as it is."""
    newest = (
        select(_D.id)
        .where(_D.number == entry.number, _D.index == entry.assignment, _D.step.in_([str(each) for each in steps]))
        .where(_D.issued_at <= entry.at, _D.state.in_(_OPEN))
        .order_by(_D.issued_at.desc(), _D.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    text = {"reply": entry.body} if act == "replied" else {}
    waiting = _D.state.in_([State.ISSUED, State.REJECTED]) if act == "replied" else _D.state.in_(_OPEN)
    changed = update(schema.document).where(_D.id == newest, waiting)
    values = {**changes, **text, "version": _D.version + 1}
    found = connection.execute(changed.values(values).returning(_D.id)).scalar()
    if found is not None:
        made = {"document": found, "act": act, "at": entry.at, "by": entry.actor, "role": entry.role}
        connection.execute(plain_insert(schema.act).values(note=entry.body or "", **made))
