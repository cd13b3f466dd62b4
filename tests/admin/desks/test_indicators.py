"""The figures a desk sees, and the cases behind each."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from admin.desks.standing import rows
from admin.wiring import Container
from tests.admin.bulletins.frozen_month import freeze
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, numbers
from tracking.domain.clock import FixedClock, city_day
from tracking.domain.period import month_of
from tracking.domain.scoring import Grade
from tracking.domain.vocabulary import Kind
from tracking.service import performance

Sit = Callable[[str], Desk]
PAGE = "/staff/indicators"
LATER = timedelta(days=10)


def test_a_figure_leads_to_its_cases_losses_first(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    on_time = matter.signed(container)
    late = matter.with_unit(container)
    clock.at += timedelta(days=3)
    page = at_desk("water").open(f"{PAGE}/C01/N1")
    assert numbers(page) == [late, on_time]
    assert "计入分母2件，不计0件" in page.text


def test_a_unit_sees_its_own_figures_only(container: Container, at_desk: Sit) -> None:
    matter.signed(container)
    desk = at_desk("heping")
    assert desk.open(f"{PAGE}/C01/N1").status_code == 404
    assert "供水集团" not in desk.open(f"{PAGE}?group=B2").text


def test_a_report_counts_but_leaders_are_not_told_which_it_is(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    number = matter.signed(container, kind=Kind.REPORT)
    clock.at += LATER
    page = at_desk("lead").open(f"{PAGE}/C01/N1")
    assert number not in page.text
    assert "另有1件" in page.text
    assert number in at_desk("disp").open(f"{PAGE}/C01/N1").text


@pytest.mark.parametrize("path", [f"{PAGE}/C01/N10", f"{PAGE}/X99/N1"])
def test_a_figure_that_does_not_exist_is_not_found(at_desk: Sit, path: str) -> None:
    assert at_desk("disp").open(path).status_code == 404


def test_a_cell_reaches_the_line_its_value_reaches(container: Container, clock: FixedClock) -> None:
    matter.signed(container)
    clock.at += LATER
    window = month_of(city_day(container.core.now())).window()
    scheme = performance.scheme(container.core, window.start.date())
    board = performance.board(container.core, window, groups={"C01": "B2", "A01": "A"}, what_if=scheme)
    (row,) = rows(board, scheme, shown=["C01"])
    cells = {cell.indicator.code: cell for cell in row.cells}
    assert cells["N1"].percent == Decimal(100)
    assert cells["N1"].grade is Grade.EXCELLENT
    assert cells["N3"].grade is Grade.UNQUALIFIED
    assert cells["N9"].grade is Grade.EXCELLENT
    assert cells["N6"].percent is None
    assert cells["N6"].grade is None


def test_the_page_says_what_it_shows_in_a_sentence(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    matter.signed(container)
    clock.at += LATER
    lead = at_desk("lead")
    assert "B2组的单位办结都不到10件，不排名，不评等级" in lead.open(f"{PAGE}?group=B2").text
    assert "A组还没有应计的件" in lead.open(PAGE).text
    freeze(container)
    assert "A组3个单位够件数：优秀1、合格1、不合格1" in lead.open(f"{PAGE}?group=A&period=2026-03").text
    assert "2026-03得分100.00，优秀；各项都达到优秀线" in at_desk("heping").open(f"{PAGE}?period=2026-03").text


def test_an_earlier_month_can_be_looked_at_and_nonsense_is_this_month(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    matter.signed(container)
    clock.at += LATER
    desk = at_desk("water")
    assert "2026-02还没有应计的件" in desk.open(f"{PAGE}?period=2026-02").text
    assert "2026-03办结0件，不到10件" in desk.open(f"{PAGE}?period=1999-13").text


def test_those_who_watch_all_units_see_how_the_hotline_is_answered(at_desk: Sit) -> None:
    page = at_desk("disp").open(PAGE).text
    assert "15秒接通率" in page
    assert "放弃呼叫" in page
    assert "15秒接通率" not in at_desk("water").open(PAGE).text


@pytest.mark.parametrize("who", ["disp", "lead", "insp", "assess"])
def test_those_who_watch_all_units_see_the_platforms_own_figures(
    container: Container, at_desk: Sit, clock: FixedClock, who: str
) -> None:
    for _ in range(2):  # the second is a repeat of the first
        matter.classified(container)
        clock.at += timedelta(days=1)
    page = " ".join(at_desk(who).open(PAGE).text.split())
    assert "收到2件，平台自身的数字" in page
    assert '<th scope="row">重复诉求率</th><td>50.0%</td>' in page
    assert '<th scope="row">派单准确率</th><td><span class="soft">—</span></td>' in page


def test_a_unit_does_not_see_the_platforms_own_figures(at_desk: Sit) -> None:
    assert "平台自身的数字" not in at_desk("heping").open(PAGE).text
