"""The working calendar in the hands of the administrator."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import delete

from admin.desks.yearsheet import days_in
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.tracking import city
from tracking.domain.clock import FixedClock
from tracking.store import case as cases
from tracking.store.freshness import touch
from tracking.store.schema import calendar_day, calendar_year

Sit = Callable[[str], Desk]
PAGE, DAY, YEAR = "/staff/calendar", "/staff/calendar/day", "/staff/calendar/year"
NEXT = {"year": "2027", "source": "国务院办公厅通知", "days": "2027-01-01 放假 元旦\n2027-02-14 上班 春节调休"}


@pytest.fixture(autouse=True)
def _calendar_as_it_was(container: Container) -> Iterator[None]:
    yield
    with container.engine.begin() as connection:
        connection.execute(delete(calendar_year).where(calendar_year.c.year > 2026))
        connection.execute(delete(calendar_day).where(calendar_day.c.day > date(2026, 12, 20)))
        touch(connection)


def test_a_changed_day_counts_for_deadlines_from_now_on_and_is_kept_on_record(
    container: Container, at_desk: Sit
) -> None:
    desk = at_desk("root")
    day = {"day": "2026-12-21", "worked": "off", "note": "停电放假一天"}
    assert desk.send(PAGE, DAY, **day).status_code == 303
    assert not container.core.timetable().calendar.is_workday(date(2026, 12, 21))
    page = desk.open(PAGE).text
    assert "停电放假一天" in page
    assert "root" in page
    assert desk.send(PAGE, DAY, **(day | {"worked": "plain"})).status_code == 303
    assert container.core.timetable().calendar.is_workday(date(2026, 12, 21))


def test_loading_a_year_makes_its_provisional_deadlines_real(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    clock.at = city.at(12, 30)
    number = matter.with_unit(container)
    assert _deadline(container, number) is None
    desk = at_desk("root")
    assert desk.send(PAGE, YEAR, **NEXT).headers["location"] == f"{PAGE}?year=2027&done=year"
    assert _deadline(container, number) == city.closing(1, 7).replace(year=2027)
    assert desk.send(PAGE, YEAR, **NEXT).status_code == 422, "a year is loaded once"


@pytest.mark.parametrize(
    "typed",
    [
        {"day": "2026-13-01", "worked": "off", "note": "x"},
        {"day": "2026-12-21", "worked": "perhaps", "note": "x"},
        {"day": "2026-12-21", "worked": "off", "note": " "},
        {"day": "2031-01-01", "worked": "off", "note": "没有载入的年份"},
    ],
)
def test_a_day_that_cannot_be_changed_is_refused_and_what_was_typed_stays(at_desk: Sit, typed: dict[str, str]) -> None:
    answer = at_desk("root").send(PAGE, DAY, **typed)
    assert answer.status_code == 422
    assert typed["note"].strip() in answer.text


def test_a_year_is_pasted_a_day_a_line() -> None:
    assert days_in("2027-01-01 放假 元旦\n\n2027-02-14 上班") == [
        (date(2027, 1, 1), False, "元旦"),
        (date(2027, 2, 14), True, "上班"),
    ]


@pytest.mark.parametrize("text", ["元旦放假", "2027-01-01", "2027-02-30 放假", "2027-01-01 也许 元旦"])
def test_a_line_that_is_no_day_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        days_in(f"2027-01-01 放假\n{text}")


def _deadline(container: Container, number: str) -> object:
    with container.engine.connect() as connection:
        return cases.load(connection, number).lead.handle_due_at
