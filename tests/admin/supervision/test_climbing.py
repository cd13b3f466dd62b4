"""Documents come by themselves: each card its document, each step once, the numbers without gaps."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import select

from admin.supervision import acting, climbing, mirror, schema
from admin.supervision.document import at_accountability
from admin.supervision.issuing import Draft, issue
from admin.supervision.ladder import Decision, Step
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.supervision import steps
from tests.admin.supervision.steps import ACCOUNTABILITY, CRITICISM, RED, TALK, YELLOW, documents, identity, red, tick
from tests.tracking import city
from tracking.domain.case import Case
from tracking.domain.clock import FixedClock
from tracking.domain.error import Forbidden, NotFound
from tracking.domain.people import Actor, Role
from tracking.domain.procedure import handling, supervising
from tracking.service.core import Core
from tracking.store import case as cases
from tracking.store.visibility import Viewer

DISP, SECOND = (Actor(id=name, role=Role.DISPATCHER) for name in ("disp", "second"))
UNIT = Actor(id="water", role=Role.HANDLER, unit="C01")
OTHER = Actor(id="heping", role=Role.HANDLER, unit="A01")
INSPECTOR = Viewer(role=Role.INSPECTOR)


def test_each_step_is_issued_once_and_none_early(container: Container, clock: FixedClock) -> None:
    matter.with_unit(container)
    for moment, many in ((YELLOW, 1), (RED, 2), (CRITICISM, 3), (TALK, 4), (ACCOUNTABILITY, 5)):
        tick(container, clock, moment - 2 * steps.A_MOMENT)
        assert len(documents(container)) == many - 1
        for _ in range(2):
            tick(container, clock, moment)
        assert len(documents(container)) == many
    expected = [Step.YELLOW, Step.RED, Step.CRITICISM, Step.TALK, Step.ACCOUNTABILITY]
    assert documents(container) == list(zip(expected, range(1, 6), strict=True))
    with container.engine.connect() as connection:
        (last,) = at_accountability(connection, INSPECTOR)
    assert last.name == "沈民督〔2026〕5号"
    assert last.unit == "C01"


def test_reading_the_ledger_again_makes_no_second_document(container: Container, clock: FixedClock) -> None:
    red(container, clock)
    mirror.catch_up(container.core, since=datetime(2026, 1, 1, tzinfo=clock.at.tzinfo))
    assert documents(container) == [(Step.YELLOW, 1), (Step.RED, 2)]


def _upheld(core: Core, document: int) -> None:
    acting.appeal(core, document, reason="期限算错", by=UNIT)
    acting.decide_appeal(core, document, decision=Decision.UPHELD, reason="查实", by=DISP)


def _refused(core: Core, document: int) -> None:
    acting.appeal(core, document, reason="期限算错", by=UNIT)
    acting.decide_appeal(core, document, decision=Decision.REJECTED, reason="查无此事", by=DISP)


def _rejected(core: Core, document: int) -> None:
    acting.reply(core, document, text="已安排", by=UNIT)
    acting.check(core, document, corrected=False, note="现场没有修", by=DISP)


@pytest.mark.parametrize(
    ("act", "goes_on"),
    [
        (lambda core, document: acting.cancel(core, document, reason="误发", by=DISP), False),
        (_upheld, False),
        (lambda core, document: acting.appeal(core, document, reason="期限算错", by=UNIT), False),
        (lambda core, document: acting.reply(core, document, text="已安排", by=UNIT), False),
        (_refused, True),
        (_rejected, True),
    ],
    ids=["cancelled", "appeal upheld", "appeal undecided", "reply unchecked", "appeal rejected", "not corrected"],
)
def test_what_stops_the_ladder_and_what_does_not(
    container: Container, clock: FixedClock, act: Callable[[Core, int], None], goes_on: bool
) -> None:
    red(container, clock)
    act(container.core, identity(container, Step.RED))
    assert tick(container, clock, CRITICISM) == goes_on


def test_a_matter_reported_in_time_is_followed_by_nothing(container: Container, clock: FixedClock) -> None:
    number = red(container, clock)
    with container.core.change(number) as case:
        handling.sign(case, 1, by=matter.handler_of(case), at=clock.at)
        matter.report(case, clock.at)
    assert tick(container, clock, CRITICISM) == 0


def test_a_report_is_the_reply_to_a_card_and_its_review_the_check(container: Container, clock: FixedClock) -> None:
    number = red(container, clock)
    seen = []
    for act in (_report, _send_back, _report, _accept):
        clock.at += steps.A_MOMENT
        with container.core.change(number) as case:
            act(case, clock)
        for _ in range(2):
            tick(container, clock, clock.at)
            mirror.catch_up(container.core, since=steps.YELLOW - steps.A_MOMENT)
        with container.engine.connect() as connection:
            seen.append(connection.execute(select(schema.document.c.state).distinct()).scalars().all())
    assert seen == [["replied"], ["rejected"], ["replied"], ["corrected"]]


def _report(case: Case, clock: FixedClock) -> None:
    if case.lead.signed_at is None:
        handling.sign(case, 1, by=matter.handler_of(case), at=clock.at)
    matter.report(case, clock.at)


def _send_back(case: Case, clock: FixedClock) -> None:
    supervising.send_back(case, 1, by=DISP, at=clock.at, reason="没有证据")


def _accept(case: Case, clock: FixedClock) -> None:
    supervising.accept_report(case, 1, by=DISP, at=clock.at, timetable=city.timetable())


def test_a_cancelled_card_is_cancelled_in_the_record_of_the_petition_too(
    container: Container, clock: FixedClock
) -> None:
    number = red(container, clock)
    acting.cancel(container.core, identity(container, Step.RED), reason="误发", by=DISP)
    with container.engine.connect() as connection:
        assert cases.load(connection, number).lead.red_cancelled_at is not None
        acts = connection.execute(select(schema.act.c.act, schema.act.c.note).order_by(schema.act.c.id)).all()
    assert ("cancelled", "误发") in [tuple(row) for row in acts]
    tick(container, clock, clock.at)
    assert len(documents(container)) == 2


def test_two_who_issue_at_once_leave_no_gap_and_no_double(container: Container) -> None:
    def many(who: int) -> None:
        for n in range(10):
            with container.engine.begin() as connection:
                issue(connection, [_draft(container, who * 100 + n)], word="沈民督")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(many, range(2)))
    assert [serial for _, serial in documents(container)] == list(range(1, 21))


def test_two_who_climb_at_once_issue_one(container: Container, clock: FixedClock) -> None:
    red(container, clock)
    clock.at = CRITICISM
    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(lambda _: climbing.climb(container.core), range(2))) == 1


def test_a_transaction_that_fails_takes_no_number(container: Container) -> None:
    with pytest.raises(RuntimeError), container.engine.begin() as connection:
        issue(connection, [_draft(container, 1)], word="沈民督")
        raise RuntimeError
    with container.engine.begin() as connection:
        issue(connection, [_draft(container, 2)], word="沈民督")
    assert [serial for _, serial in documents(container)] == [1]


def test_nobody_checks_what_they_issued(container: Container) -> None:
    with container.engine.begin() as connection:
        (made,) = issue(connection, [_draft(container, None, by="disp")], word="沈民督")
    acting.reply(container.core, made, text="已整改", by=UNIT)
    with pytest.raises(Forbidden):
        acting.check(container.core, made, corrected=True, note="属实", by=DISP)
    acting.check(container.core, made, corrected=True, note="属实", by=SECOND)


def test_a_unit_answers_only_its_own(container: Container, clock: FixedClock) -> None:
    red(container, clock)
    with pytest.raises(NotFound):
        acting.reply(container.core, identity(container, Step.RED), text="已整改", by=OTHER)


def _draft(container: Container, index: int | None, *, by: str = "system") -> Draft:
    return Draft(
        step=Step.CRITICISM,
        number=None if index is None else "SY20260302-W-000001-0",
        index=index,
        unit="C01",
        reason="未报结",
        due_at=None,
        by=by,
        role=Role.SYSTEM,
        at=container.core.now(),
    )
