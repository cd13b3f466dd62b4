"""The leaders' page says what the indicators page says, keeps reports out, and costs the same few statements."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from admin.desks.indicators import month_before
from admin.security import account as accounts
from admin.security.account import Account
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import PASSWORD, Desk, numbers
from tests.statement import statements
from tracking.domain.clock import FixedClock, city_day
from tracking.domain.nine import NINE
from tracking.domain.people import Role
from tracking.domain.period import month_of
from tracking.domain.vocabulary import Kind
from tracking.service import performance, period_close
from tracking.service.trend import Trend, trend

Sit = Callable[[str], Desk]
PAGE = "/staff/overview"
LATER = timedelta(days=10)


def _groups(container: Container) -> dict[str, str | None]:
    return {unit.code: unit.group for unit in container.city.units() if unit.kind != "branch"}


def _trend(container: Container, months: int = 3) -> Trend:
    this = month_of(city_day(container.core.now()))
    return trend(container.core, [month_before(this, n) for n in range(months - 1, -1, -1)], groups=_groups(container))


def test_its_figures_are_those_of_the_indicators(container: Container, clock: FixedClock) -> None:
    matter.signed(container)
    matter.accepted(container)
    clock.at += LATER
    board = performance.board(
        container.core, month_of(city_day(container.core.now())).window(), groups=_groups(container)
    )
    assert _trend(container).standings == board
    months = _trend(container).months
    for each in NINE:
        assert months[-1].total(lambda unit: unit == "C01", each.code) == next(
            row.rates[each.code] for row in board if row.unit == "C01"
        )


def test_a_closed_month_stays_as_it_was_closed(container: Container, clock: FixedClock) -> None:
    number = matter.signed(container)
    march = month_of(city_day(container.core.now()))
    clock.at += timedelta(days=40)
    running = _trend(container).months[-2]
    assert running.total(lambda _: True, "N1").denominator == 1
    assert not running.frozen
    period_close.close(container.core, march, groups=_groups(container), by="disp")
    with container.core.change(number) as case:
        matter.report(case, container.core.now())
    closed = _trend(container).months[-2]
    assert closed.frozen
    assert {code: closed.total(lambda _: True, code) for code in ("N1", "N3", "N9")} == {
        code: running.total(lambda _: True, code) for code in ("N1", "N3", "N9")
    }


@pytest.mark.parametrize("who", ["lead", "disp", "insp", "assess"])
def test_it_opens_for_those_who_lead_and_watch(container: Container, at_desk: Sit, who: str, clock: FixedClock) -> None:
    matter.signed(container)
    clock.at += LATER
    desk = at_desk(who)
    for scope in ("", "city", "A", "B2", "C01"):
        assert desk.open(f"{PAGE}?scope={scope}&lang=en").status_code == 200, scope


@pytest.mark.parametrize("who", ["op", "call", "water", "root"])
def test_it_does_not_open_for_others(at_desk: Sit, who: str) -> None:
    assert at_desk(who).open(PAGE).status_code == 403


def test_the_leader_of_a_unit_sees_its_share_alone(container: Container, at_desk: Sit, clock: FixedClock) -> None:
    own, other = matter.with_unit(container), matter.with_unit(container, unit="A01")
    clock.at += LATER
    desk = at_desk("")
    head = Account(username="head", role=Role.LEADER, unit="C01", name="单位领导")
    with container.engine.begin() as connection:
        accounts.create(connection, [head], password=PASSWORD)
    desk.sign_in("head")
    page = desk.open(f"{PAGE}?scope=A01")
    assert numbers(page) == [own]
    assert other not in page.text
    assert "/staff/indicators/C01/N1" in page.text
    assert "/staff/indicators/A01" not in page.text
    assert "scope=A01&amp;period" not in page.text


def test_an_unknown_scope_is_not_found(at_desk: Sit) -> None:
    assert at_desk("lead").open(f"{PAGE}?scope=X99").status_code == 404


def test_from_a_figure_of_the_city_to_a_case_are_two_clicks(
    container: Container,
    at_desk: Sit,
    clock: FixedClock,
) -> None:
    number = matter.signed(container)
    clock.at += LATER
    desk = at_desk("lead")
    for scope, code in (("city", "N1"), ("B2", "N1"), ("C01", "N1")):
        path = f"/staff/indicators/{scope}/{code}?period=2026-03"
        assert path in desk.open(f"{PAGE}?scope={scope}").text
        assert (number in numbers(desk.open(path))) == (scope != "B2" or _groups(container)["C01"] == "B2")


@pytest.mark.parametrize("who", ["lead", "disp", "insp"])
def test_a_report_is_in_no_count_of_the_page(container: Container, at_desk: Sit, clock: FixedClock, who: str) -> None:
    number = matter.signed(container, kind=Kind.REPORT)
    clock.at += timedelta(days=60)
    page = at_desk(who).open(f"{PAGE}?period=2026-03").text
    assert number not in page
    assert "2026-03还没有收到诉求" in page
    assert "各区县现在都没有超期的件" in page


def test_it_costs_the_same_few_statements_however_many_petitions(container: Container, at_desk: Sit) -> None:
    desk = at_desk("lead")
    matter.signed(container)
    desk.open(PAGE)
    few = statements(container, lambda: desk.open(PAGE))
    for _ in range(6):
        matter.signed(container)
    assert statements(container, lambda: desk.open(PAGE)) == few <= 20
