"""Months, quarters and years, by name and as instants."""

from datetime import date

import pytest

from tests.tracking.city import at
from tracking.domain.error import InvalidValue
from tracking.domain.period import Period, month_of, parse


@pytest.mark.parametrize(
    ("name", "starts_on", "start", "end"),
    [
        ("2026-02", 1, at(2, 1, 0), at(3, 1, 0)),
        ("2026-12", 1, at(12, 1, 0), at(1, 1, 0).replace(year=2027)),
        ("2026-Q1", 1, at(1, 1, 0), at(4, 1, 0)),
        ("2026-Q4", 1, at(10, 1, 0), at(1, 1, 0).replace(year=2027)),
        ("2026", 1, at(1, 1, 0), at(1, 1, 0).replace(year=2027)),
        ("2026-03", 19, at(2, 19, 0), at(3, 19, 0)),
        ("2026-01", 19, at(12, 19, 0).replace(year=2025), at(1, 19, 0)),
        ("2026-Q2", 19, at(3, 19, 0), at(6, 19, 0)),
        ("2026", 19, at(12, 19, 0).replace(year=2025), at(12, 19, 0)),
    ],
)
def test_a_period_runs_from_its_first_instant_to_the_first_after_it(
    name: str, starts_on: int, start: object, end: object
) -> None:
    window = parse(name).window(starts_on=starts_on)
    assert (window.start, window.end) == (start, end)


@pytest.mark.parametrize("name", ["2026", "2026-07", "2026-Q3"])
def test_a_name_is_read_as_it_is_written(name: str) -> None:
    assert str(parse(name)) == name


@pytest.mark.parametrize("name", ["", "26-03", "2026-13", "2026-00", "2026-Q5", "2026-3", "0000", "二〇二六"])
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse(name)
    assert refused.value.code == "invalid_value"
    assert (str(refused.value), refused.value.details) == ("not a period", {"field": "period", "value": name})


@pytest.mark.parametrize("starts_on", [1, 19, 28])
def test_the_months_of_a_year_follow_one_another_without_gap(starts_on: int) -> None:
    year = parse("2026").window(starts_on=starts_on)
    months = [parse(f"2026-{month:02d}").window(starts_on=starts_on) for month in range(1, 13)]
    assert [each.end for each in months[:-1]] == [each.start for each in months[1:]]
    assert (months[0].start, months[-1].end) == (year.start, year.end)


def test_only_the_beginning_of_what_is_no_period_is_repeated() -> None:
    with pytest.raises(InvalidValue) as refused:
        parse("x" * 30)
    assert refused.value.details["value"] == "x" * 20


def test_the_month_of_a_day_is_named_after_it() -> None:
    assert month_of(date(2026, 3, 31)) == Period(year=2026, month=3, months=1)


def test_a_period_begins_on_the_first_of_the_month_unless_it_is_told_otherwise() -> None:
    assert parse("2026-03").window() == parse("2026-03").window(starts_on=1)
