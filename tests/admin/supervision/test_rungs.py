"""Every rung of the ladder, and what stands beside it: number, recipient, limit, reply, check, appeal, cancelling."""

import pytest
from sqlalchemy import select

from admin.supervision import acting, schema, telling
from admin.supervision import document as documents
from admin.supervision.document import Document
from admin.supervision.issuing import POSTS, Draft, issue
from admin.supervision.ladder import Decision, State, Step, limit
from admin.wiring import Container
from tests.admin.desks import matter
from tests.tracking import city
from tracking.domain.clock import FixedClock
from tracking.domain.error import Forbidden, MissingField, TooLate
from tracking.domain.people import Actor, Role
from tracking.store.visibility import Viewer

DISP = Actor(id="disp", role=Role.DISPATCHER)
UNIT = Actor(id="water", role=Role.HANDLER, unit="C01")
pytestmark = pytest.mark.parametrize("step", list(Step))


def _issued(container: Container, clock: FixedClock, step: Step, *, by: str = "system") -> int:
    number = matter.signed(container)
    draft = Draft(
        step=step, number=number, index=1, unit="C01", reason="超期未报结", by=by, role="system", at=clock.at,
        due_at=limit(clock.at, 3, city.calendar()),
    )  # fmt: skip
    with container.engine.begin() as connection:
        (made,) = issue(connection, [draft], word="沈民督")
    return made


def _now(container: Container, identity: int) -> Document:
    with container.engine.connect() as connection:
        return documents.one(connection, Viewer(role=Role.INSPECTOR), identity)


def _acts(container: Container, identity: int) -> list[str]:
    with container.engine.connect() as connection:
        return [each.act for each in documents.history(connection, identity)]


def test_it_has_a_number_a_post_and_a_limit(container: Container, clock: FixedClock, step: Step) -> None:
    found = _now(container, _issued(container, clock, step))
    assert (found.name, found.post, found.unit) == ("沈民督〔2026〕1号", POSTS[step], "C01")
    assert found.due_at == city.closing(3, 5)


def test_the_unit_replies_until_supervision_finds_it_corrected(
    container: Container, clock: FixedClock, step: Step
) -> None:
    made, core = _issued(container, clock, step), container.core
    for text, corrected in (("已修", False), ("已换新管", True)):
        acting.reply(core, made, text=text, by=UNIT)
        with pytest.raises(TooLate):
            acting.reply(core, made, text="再说", by=UNIT)
        with pytest.raises(MissingField):
            acting.check(core, made, corrected=corrected, note=" ", by=DISP)
        acting.check(core, made, corrected=corrected, note="到现场看过", by=DISP)
    acting.note_result(core, made, result="恢复供水", effect="管网更换", by=DISP)
    found = _now(container, made)
    assert (found.state, found.effect) == (State.CORRECTED, "管网更换")
    assert _acts(container, made) == [
        *("issued", "replied", "not_corrected", "replied", "corrected", "result_noted"),
    ]


@pytest.mark.parametrize("decision", list(Decision))
def test_an_appeal_is_decided_once_by_another_person(
    container: Container, clock: FixedClock, step: Step, decision: Decision
) -> None:
    made, core = _issued(container, clock, step, by="disp"), container.core
    acting.appeal(core, made, reason="停电所致", by=UNIT)
    with pytest.raises(TooLate):
        acting.appeal(core, made, reason="再次申诉", by=UNIT)
    with pytest.raises(Forbidden):
        acting.decide_appeal(core, made, decision=decision, reason="属实", by=DISP)
    other = Actor(id="second", role=Role.DISPATCHER)
    acting.decide_appeal(core, made, decision=decision, reason="属实", by=other)
    stands = decision is Decision.REJECTED
    assert _now(container, made).state is (State.ISSUED if stands else State.CANCELLED)


def test_it_is_cancelled_with_a_reason_and_stays_and_the_unit_is_told(
    container: Container, clock: FixedClock, step: Step
) -> None:
    made, core = _issued(container, clock, step), container.core
    with pytest.raises(MissingField):
        acting.cancel(core, made, reason="", by=DISP)
    acting.cancel(core, made, reason="系统错误", by=DISP)
    with pytest.raises(TooLate):
        acting.cancel(core, made, reason="再撤一次", by=DISP)
    assert telling.tell(core) == 2
    with container.engine.connect() as connection:
        kept = select(schema.act.c.note).where(schema.act.c.act == "cancelled")
        assert connection.execute(kept).scalars().all() == ["系统错误"]


def test_an_appeal_after_the_days_for_it_is_refused(container: Container, clock: FixedClock, step: Step) -> None:
    made = _issued(container, clock, step)
    clock.at = clock.at.replace(month=4, day=20)
    with pytest.raises(TooLate):
        acting.appeal(container.core, made, reason="停电所致", by=UNIT)
