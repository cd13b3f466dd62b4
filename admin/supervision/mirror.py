"""Verbs of the procedure become documents: a card and an order get their number, an answer and a cancelling are noted.

Called by the relay for every such event and safe to repeat; ``catch_up`` does the same for a ledger that was written
without events.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, or_, select, update
from sqlalchemy import insert as plain_insert

from admin.supervision import schema, settling
from admin.supervision.issuing import Draft, issue
from admin.supervision.ladder import LADDER, State, Step
from admin.supervision.law import law
from tracking.domain.clock import city_day
from tracking.domain.verb import Verb
from tracking.service.core import Core
from tracking.store import schema as tracking
from tracking.store.outbox import Event

_D, _C = schema.document.c, schema.act.c
_L, _A, _T = tracking.ledger.c, tracking.assignment.c, tracking.text_.c
_ISSUED: Mapping[Verb, tuple[Step, str]] = {
    Verb.ISSUE_YELLOW_CARD: (Step.YELLOW, "supervised_due_at"),
    Verb.ISSUE_RED_CARD: (Step.RED, "rectify_due_at"),
    Verb.SUPERVISE: (Step.ORDER, "order_due_at"),
}
_REASONS = {Step.YELLOW: "办理期限已过，未报结", Step.RED: "督办期限已过，未报结", Step.ORDER: "督办"}
_WAITING, _OPEN = (State.ISSUED, State.REJECTED), (State.ISSUED, State.REJECTED, State.REPLIED)
# A reported matter is the unit's reply to all documents of the ladder, and its review is their check.
_SETTLED: Mapping[Verb, tuple[Sequence[Step], Sequence[State], State, str, str]] = {
    Verb.ANSWER_ORDER: ((Step.ORDER,), _WAITING, State.REPLIED, "replied", "replied_at"),
    Verb.REPORT_BACK: (LADDER, _WAITING, State.REPLIED, "reported", "replied_at"),
    Verb.ACCEPT_REPORT: (LADDER, (State.REPLIED,), State.CORRECTED, "corrected", "checked_at"),
    Verb.SEND_BACK: (LADDER, (State.REPLIED,), State.REJECTED, "not_corrected", "checked_at"),
    Verb.CANCEL_CARD: ((Step.YELLOW, Step.RED), _OPEN, State.CANCELLED, "cancelled", "cancelled_at"),
}
NOTED = (*_ISSUED, *_SETTLED, Verb.GRANT_EXTENSION)
# An extension after the yellow card moves its supervised limit; the other limits are supervision's own.
_STAYS = (Step.RED, Step.ORDER)


def on_event(core: Core, event: Event) -> None:
    """A subscriber of ``NOTED``."""
    with core.engine.begin() as connection:
        _note(connection, connection.execute(_entries(_L.number == event.number, _L.seq == event.seq)).all())


def catch_up(core: Core, *, since: datetime) -> None:
    """All that happened since a moment, in the order of time."""
    with core.engine.begin() as connection:
        _note(connection, connection.execute(_entries(_L.at >= since)).all())


def note_between(connection: Connection, since: datetime, until: datetime) -> None:
    """All that happened in (``since``, ``until``], and what happened at ``since`` itself."""
    _note(connection, connection.execute(_entries(_L.at >= since, _L.at <= until)).all())


def _entries(*conditions: Any) -> Any:
    said = and_(_T.number == _L.number, _T.seq == _L.seq, _T.purpose.in_(["reason", "answer", "reply"]))
    return (
        select(*tracking.ledger.c, _A.unit.label("of_unit"), _T.body)
        .join(tracking.assignment, and_(_A.number == _L.number, _A.index == _L.assignment))
        .outerjoin(tracking.text_, said)
        .where(*conditions, _L.verb.in_([str(each) for each in NOTED]), _concerned())
        .order_by(_L.at, _L.number, _L.seq)
    )


def _concerned() -> ColumnElement[bool]:
    """Reports and reviews matter only where a card was issued, extensions also where an order was."""
    verbs = (Verb.REPORT_BACK, Verb.ACCEPT_REPORT, Verb.SEND_BACK)
    about_cards = _L.verb.in_([str(each) for each in verbs])
    extended = _L.verb == str(Verb.GRANT_EXTENSION)
    has_document = or_(_A.yellow_card_at.is_not(None), _A.order_level.is_not(None))
    return and_(or_(~about_cards, _A.yellow_card_at.is_not(None)), or_(~extended, has_document))


def _note(connection: Connection, entries: Sequence[Row[Any]]) -> None:
    if not entries:
        return
    numbers = law(connection, city_day(max(entry.at for entry in entries)))
    drafts = [_draft(entry) for entry in entries if Verb(entry.verb) in _ISSUED]
    issue(connection, drafts, word=numbers.word, version=numbers.version)
    for entry in entries:
        if Verb(entry.verb) in _SETTLED:
            _settle(connection, entry)
        elif entry.verb == Verb.GRANT_EXTENSION:
            _extend(connection, entry)
        elif entry.verb == Verb.SUPERVISE:
            settling.ordered(connection, entry.number, entry.assignment, at=entry.at, by=entry.actor, role=entry.role)


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


def _settle(connection: Connection, entry: Row[Any]) -> None:
    """Move the documents of the assignment on; those this entry moved before stay as they are."""
    steps, before, after, act, moment = _SETTLED[Verb(entry.verb)]
    wanted = [entry.facts["card"]] if entry.verb == Verb.CANCEL_CARD else [str(each) for each in steps]
    noted = exists(select(1).where(_C.document == _D.id, _C.act == act, _C.at == entry.at))
    standing = and_(_D.number == entry.number, _D.index == entry.assignment, _D.step.in_(wanted), ~noted)
    values: dict[str, object] = {"state": after, moment: entry.at, "version": _D.version + 1}
    if moment == "replied_at":
        values["reply"] = entry.body
    elif moment == "checked_at":
        values["checked_by"] = entry.actor
    changed = update(schema.document).where(standing, _D.issued_at <= entry.at, _D.state.in_([str(s) for s in before]))
    found = connection.execute(changed.values(values).returning(_D.id)).scalars().all()
    line = {"act": act, "at": entry.at, "by": entry.actor, "role": entry.role, "note": entry.body or ""}
    if found:
        connection.execute(plain_insert(schema.act).values([{"document": each, **line} for each in found]))


def _extend(connection: Connection, entry: Row[Any]) -> None:
    """The open yellow card gets the limit the extension gave it; other open documents say why they keep theirs."""
    moved = entry.facts["assignments"][str(entry.assignment)].get("supervised_due_at")
    own = (_D.number == entry.number, _D.index == entry.assignment, _D.issued_at <= entry.at)
    acts = ("extended", "not_told", "not_extended")
    noted = exists(select(1).where(_C.document == _D.id, _C.act.in_(acts), _C.at == entry.at))
    steps = [str(each) for each in (Step.YELLOW, *_STAYS)]
    waiting = (_D.state.in_([str(each) for each in _WAITING]), _D.step.in_(steps), ~_D.climbed, ~noted)
    found = connection.execute(select(_D.id, _D.step).where(*own, *waiting).with_for_update()).all()
    line = {"at": entry.at, "by": entry.actor, "role": entry.role, "note": ""}
    for row in found:
        act = "not_extended" if row.step != Step.YELLOW else "extended" if moved else "not_told"
        if act == "extended":
            values = {"due_at": datetime.fromisoformat(moved), "version": _D.version + 1}
            connection.execute(update(schema.document).where(_D.id == row.id).values(values))
        connection.execute(plain_insert(schema.act).values(document=row.id, act=act, **line))
