"""The clocks of an assignment as a line: past, now and what is due, lateness in words."""

from collections.abc import Callable
from datetime import timedelta

from admin.desks import clockline
from admin.desks.clockline import Standing
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.admin.desks.test_life import case_of
from tracking.domain.clock import FixedClock
from tracking.store import case as cases

Sit = Callable[[str], Desk]


def _points(container: Container, number: str) -> dict[str, Standing]:
    case = case_of(container, number)
    with container.engine.connect() as connection:
        entries = cases.entries(connection, number)
    (line,) = clockline.lines(case.petition, case.assignments, entries, container.core.now())
    assert [each.at for each in line.points] == sorted(each.at for each in line.points)
    return {each.label: each.standing for each in line.points}


def test_what_is_due_stands_ahead_of_now(container: Container) -> None:
    found = _points(container, matter.with_unit(container))
    assert found["派单"] is Standing.DONE
    assert {found[each] for each in ("签收", "首次联系", "报结")} == {Standing.AHEAD}
    assert list(found).index("现在") < list(found).index("签收")


def test_what_is_late_says_so_done_or_not(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    number = matter.with_unit(container)
    clock.at += timedelta(days=3)
    assert _points(container, number)["签收"] is Standing.OVERDUE
    handler = at_desk("water")
    handler.act(number, "sign")
    assert _points(container, number)["签收"] is Standing.DONE_LATE
    page = handler.open(f"/staff/petitions/{number}").text
    assert "处逾期" in page
    assert "style=" not in page.partition('class="panel clockline"')[2].partition("</section>")[0]


def test_before_the_dispatch_the_dispatch_itself_is_due(container: Container) -> None:
    assert _points(container, matter.classified(container))["派单"] is Standing.AHEAD


def test_a_report_and_its_review_stand_on_the_line(container: Container) -> None:
    found = _points(container, matter.accepted(container))
    assert found["报结"] is Standing.DONE
    assert found["审核通过"] is Standing.DONE
    assert found["回访"] is Standing.AHEAD
