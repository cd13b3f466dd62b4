"""What is done with a document: the unit replies and appeals, supervision checks, decides, cancels, notes the result.

Each act is one transaction: the document's state, a line of its history, and the verb of the procedure that belongs
to it (an answered order, a cancelled card). Nothing is deleted.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, insert, update

from admin.supervision import document as documents
from admin.supervision import schema
from admin.supervision.document import Document
from admin.supervision.ladder import Decision, State, Step, limit
from admin.supervision.law import law
from tracking.domain.case import require
from tracking.domain.clock import city_day
from tracking.domain.error import Forbidden, StaleVersion, TooLate
from tracking.domain.people import Actor
from tracking.domain.procedure.card import cancel_card, stands
from tracking.domain.procedure.ordering import answer_order
from tracking.domain.vocabulary import Card
from tracking.service.core import Core, held
from tracking.store import case as cases
from tracking.store import parameter
from tracking.store.visibility import Viewer

_D = schema.document.c


def reply(core: Core, identity: int, *, text: str, by: Actor) -> None:
    """整改回复 by the unit. Raises ``TooLate`` when none is waited for."""
    require(reply=text)
    now = core.now()
    with _open(core, identity, by) as (connection, found):
        if not found.waits_for_unit:
            raise TooLate("no reply is waited for", field="reply")
        if found.step is Step.ORDER:
            _answer(connection, found, text, by, core)
        _keep(connection, found, "replied", by, core, text, state=State.REPLIED, reply=text, replied_at=now)


def appeal(core: Core, identity: int, *, reason: str, by: Actor) -> None:
    """申诉, once and within the days the law gives."""
    require(reason=reason)
    now = core.now()
    with _open(core, identity, by) as (connection, found):
        until = appeal_until(connection, found, now)
        if found.ended or found.appealed_at is not None or (until is not None and now > until):
            raise TooLate("an appeal is no longer possible", field="appeal")
        _keep(connection, found, "appealed", by, core, reason, appealed_at=now)


def appeal_until(connection: Connection, found: Document, now: datetime) -> datetime | None:
    """The last moment for an appeal; None in a year without a calendar, where none is refused for being late."""
    return limit(found.issued_at, law(connection, city_day(now)).appeal_days, parameter.calendar(connection))


def decide_appeal(core: Core, identity: int, *, decision: Decision, reason: str, by: Actor) -> None:
    """An upheld appeal cancels the document and stops the ladder."""
    require(reason=reason)
    with _open(core, identity, by) as (connection, found):
        _check_recusal(found, by)
        if not found.appeal_waits or found.ended:
            raise TooLate("no appeal is waiting", field="appeal")
        if decision is Decision.REJECTED:
            _keep(connection, found, "appeal_rejected", by, core, reason, appeal_decision=decision)
            return
        _cancel_verb(connection, found, reason, by, core)
        values = {"appeal_decision": decision, "state": State.CANCELLED, "cancelled_at": core.now()}
        _keep(connection, found, "appeal_upheld", by, core, reason, **values)


def check(core: Core, identity: int, *, corrected: bool, note: str, by: Actor) -> None:
    """核查 of a reply: corrected, or not and the unit has to go on."""
    require(note=note)
    with _open(core, identity, by) as (connection, found):
        _check_recusal(found, by)
        if found.state is not State.REPLIED:
            raise TooLate("there is no reply to check", field="reply")
        state, act = (State.CORRECTED, "corrected") if corrected else (State.REJECTED, "not_corrected")
        _keep(connection, found, act, by, core, note, state=state, checked_by=by.id, checked_at=core.now())


def cancel(core: Core, identity: int, *, reason: str, by: Actor) -> None:
    """撤销: it stays in the record with the reason; the ladder ends here."""
    require(reason=reason)
    with _open(core, identity, by) as (connection, found):
        if found.ended:
            raise TooLate("it has ended already", field="document")
        _cancel_verb(connection, found, reason, by, core)
        _keep(connection, found, "cancelled", by, core, reason, state=State.CANCELLED, cancelled_at=core.now())


def note_result(core: Core, identity: int, *, result: str, effect: str, by: Actor) -> None:
    """督办结果和成效, after the unit's answer."""
    require(result=result, effect=effect)
    with _open(core, identity, by) as (connection, found):
        if found.replied_at is None:
            raise TooLate("the unit has not answered yet", field="result")
        _keep(connection, found, "result_noted", by, core, f"{result}；{effect}", result=result, effect=effect)


def own(document: Document, by: str) -> bool:
    """Whether this officer issued it: then another one checks it and decides on the appeal."""
    return document.issued_by == by


@contextmanager
def _open(core: Core, identity: int, by: Actor) -> Iterator[tuple[Connection, Document]]:
    """The document, held. The petition is held first where there is one, as every verb does."""
    viewer = Viewer(role=by.role, unit=by.unit)
    with core.engine.begin() as connection:
        seen = documents.one(connection, viewer, identity)
        if seen.number is not None and seen.step in (Step.YELLOW, Step.RED, Step.ORDER):
            held(connection, seen.number)
        yield connection, documents.one(connection, viewer, identity, for_update=True)


def _check_recusal(found: Document, by: Actor) -> None:
    if own(found, by.id):
        raise Forbidden("an officer does not check what they issued themselves", role=by.role)


def _keep(
    connection: Connection, found: Document, act: str, by: Actor, core: Core, note: str, **values: object
) -> None:
    unchanged = update(schema.document).where(_D.id == found.id, _D.version == found.version)
    if connection.execute(unchanged.values(**values, version=found.version + 1)).rowcount != 1:
        raise StaleVersion("the document has changed meanwhile")
    line: Mapping[str, object] = {"at": core.now(), "by": by.id, "role": by.role, "note": note}
    connection.execute(insert(schema.act).values(document=found.id, act=act, **line))


def _answer(connection: Connection, found: Document, text: str, by: Actor, core: Core) -> None:
    """The answer is also the verb, unless a later order took the place of this one."""
    case = cases.load(connection, found.number or "")
    share = case.assignment(found.index or 0)
    if share.order_answered_at is None and share.order_due_at == found.due_at:
        answer_order(case, share.index, by=by, at=core.now(), answer=text)
        cases.save(connection, case)


def _cancel_verb(connection: Connection, found: Document, reason: str, by: Actor, core: Core) -> None:
    if found.step not in (Step.YELLOW, Step.RED):
        return
    case, card = cases.load(connection, found.number or ""), Card(found.step)
    if stands(case.assignment(found.index or 0), card):
        cancel_card(case, found.index or 0, by=by, at=core.now(), card=card, reason=reason)
        cases.save(connection, case)
