"""The nine indicators counted by the database: equal to the domain, and both to the count by hand."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from itertools import product
from random import Random

import pytest
from sqlalchemy import Connection, Engine

from tests.tracking import brute, city, rows, stored
from tests.tracking.rows import MARCH, UNITS
from tracking.domain.indicator import Rate, Window, rate
from tracking.domain.nine import NINE
from tracking.domain.period import month_of
from tracking.domain.petition import Assignment
from tracking.store import indicator

WINDOWS = {
    "a month": MARCH,
    "the month after": month_of(date(2026, 4, 1)).window(),
    "a month from the 19th": month_of(date(2026, 3, 1)).window(starts_on=19),
    "a quarter": Window(start=city.at(1, 1, 0), end=city.at(4, 1, 0)),
    "a year": Window(start=city.at(1, 1, 0), end=city.at(1, 1, 0).replace(year=2027)),
    "one afternoon": Window(start=city.closing(3, 10), end=city.at(3, 10, 18)),
    "before anything was due": Window(start=city.at(1, 1, 0), end=city.at(1, 2, 0)),
}
NOTHING = Rate(numerator=Decimal(0), denominator=0)


def _assignments() -> list[Assignment]:
    rng = Random(20260302)
    return [rows.assignment(rng) for _ in range(900)]


ASSIGNMENTS = _assignments()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees nine hundred assignments and is rolled back."""
    with engine.connect() as connection:
        stored.put(connection, ASSIGNMENTS)
        yield connection


def _of(unit: str) -> list[Assignment]:
    return [each for each in ASSIGNMENTS if each.unit == unit]


def test_the_database_counts_as_the_domain_and_as_by_hand(connection: Connection) -> None:
    for name, window in WINDOWS.items():
        found = indicator.rates(connection, window)
        for unit, each in product(UNITS, NINE):
            counted = found.get(unit, {}).get(each.code, NOTHING)
            by_hand = brute.count(each.code, _of(unit), start=window.start, end=window.end)
            assert counted == rate(each, _of(unit), window), (name, unit, each.code)
            assert asdict(counted) == asdict(by_hand), (name, unit, each.code)


def test_no_figure_is_empty_of_meaning_in_a_full_month(connection: Connection) -> None:
    found = indicator.rates(connection, MARCH)
    assert set(found) == set(UNITS)
    assert not [rate for nine in found.values() for rate in nine.values() if not rate.numerator or not rate.left]


def test_every_figure_drills_down_to_its_cases(connection: Connection) -> None:
    figures = indicator.rates(connection, MARCH)
    for unit, each in product(UNITS, NINE):
        behind = indicator.cases(connection, MARCH, units=[unit], code=each.code)
        credits = [case.credit for case in behind if case.credit is not None]
        left = len([case for case in behind if case.left])
        open_ = len([case for case in behind if case.undecided])
        shown = Rate(numerator=sum(credits, Decimal(0)), denominator=len(credits), left=left, undecided=open_)
        assert shown == figures[unit][each.code]
        assert not [case for case in behind if (case.credit is None) == (case.left is None)]


def test_losses_come_first_and_those_left_out_last(connection: Connection) -> None:
    for each in NINE:
        behind = [case.credit for case in indicator.cases(connection, MARCH, units=[UNITS[0]], code=each.code)]
        credits = [credit for credit in behind if credit is not None]
        assert credits == sorted(credits, reverse=not each.rising), each.code
        assert behind[: len(credits)] == credits, each.code


def test_a_long_list_of_cases_ends_somewhere(connection: Connection) -> None:
    assert len(indicator.cases(connection, MARCH, units=[UNITS[0]], code="N4", most=7)) == 7


def test_completed_lead_assignments_are_counted_for_the_rank(connection: Connection) -> None:
    done = [each for each in ASSIGNMENTS if each.nature == "lead" and MARCH.has(each.completed_at)]
    expected = {unit: sum(each.unit == unit for each in done) for unit in UNITS}
    assert indicator.completed(connection, MARCH) == expected
