"""Traces and vetoes, as supervision sees and records them."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, numbers
from tracking.domain.clock import FixedClock
from tracking.domain.period import month_of
from tracking.domain.scoring import Grade
from tracking.service import performance

Sit = Callable[[str], Desk]
PAGE = "/staff/oversight"
FOUND = {"unit": "C01", "cause": "faking", "at": "2026-03-02T08:00", "reason": "照片系盗用，已核实"}


def test_a_report_minutes_after_signing_is_listed_with_its_evidence(container: Container, at_desk: Sit) -> None:
    number = matter.reported(container)
    page = at_desk("disp").open(PAGE)
    assert number in numbers(page)
    assert "签收后0分钟报结" in page.text


def test_a_veto_makes_the_unit_unqualified_until_it_is_cancelled(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    matter.signed(container)
    desk = at_desk("disp")
    assert desk.send(PAGE, f"{PAGE}/veto", **FOUND).status_code == 303
    clock.at += timedelta(minutes=1)
    assert _grade(container) is Grade.UNQUALIFIED
    assert "照片系盗用" in desk.open(PAGE).text
    assert desk.send(PAGE, f"{PAGE}/veto/1", reason="复核后撤销").status_code == 303
    assert _grade(container) is not Grade.UNQUALIFIED
    assert "复核后撤销" in desk.open(PAGE).text, "the record stays"


@pytest.mark.parametrize(
    "wrong",
    [{"unit": "X99"}, {"cause": "red_card"}, {"cause": "none"}, {"at": "2026-12-01T08:00"}, {"at": ""}, {"reason": ""}],
)
def test_a_finding_that_is_not_whole_is_refused_and_nothing_is_recorded(
    container: Container, at_desk: Sit, wrong: dict[str, str]
) -> None:
    desk = at_desk("disp")
    answer = desk.send(PAGE, f"{PAGE}/veto", **(FOUND | wrong))
    assert answer.status_code == 422
    assert "已核实" not in desk.open(PAGE).text


def test_a_finding_is_cancelled_once(at_desk: Sit) -> None:
    desk = at_desk("disp")
    desk.send(PAGE, f"{PAGE}/veto", **FOUND)
    csrf = desk.forms(PAGE)[f"{PAGE}/veto/1"]
    assert desk.client.post(f"{PAGE}/veto/1", data=csrf | {"reason": "撤销"}).status_code == 303
    assert desk.client.post(f"{PAGE}/veto/1", data=csrf | {"reason": "再撤销"}).status_code == 422


def _grade(container: Container) -> Grade | None:
    window = month_of(container.core.now().date()).window()
    return performance.board(container.core, window, groups={"C01": "B2"})[0].grade
