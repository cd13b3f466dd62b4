"""The public figures are the frozen ones, added up and never averaged."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from admin.disclosure import figure
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tracking.domain.clock import CITY_ZONE, FixedClock
from tracking.domain.period import Period
from tracking.service import performance, period_close
from tracking.store.frozen import Frozen

Sit = Callable[[str], Desk]
MARCH = Period(year=2026, month=3, months=1)


def _close(container: Container, clock: FixedClock) -> Frozen:
    for _ in range(3):
        matter.accepted(container)
    clock.at = clock.at.replace(month=4, day=2, tzinfo=CITY_ZONE)
    groups = {unit.code: unit.group for unit in container.city.units()}
    return period_close.close(container.core, MARCH, groups=groups, by="office")


def test_before_the_first_closing_the_page_says_when_figures_come(at_desk: Sit) -> None:
    assert "还没有公布过数据" in at_desk("").open("/open").text


def test_the_page_shows_the_frozen_figures(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    made = _close(container, clock)
    page = at_desk("").open("/open").text
    assert "2026-03办理情况" in page
    assert sum(each["completed"] for each in made.body.values()) == 3
    assert "全市办结3件" in page
    assert "How petitions were handled" in at_desk("").open("/open?lang=en").text


def test_the_table_has_the_hash_and_leaves_out_what_three_cases_would_tell(
    container: Container, clock: FixedClock, at_desk: Sit
) -> None:
    made = _close(container, clock)
    answer = at_desk("").open("/open/figures.csv?period=2026-03")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert {row["hash"] for row in rows} == {made.hash.hex()}
    one = next(row for row in rows if (row["unit"], row["indicator"]) == ("C01", "N1"))
    assert (made.body["C01"]["rates"]["N1"][1], one["numerator"], one["denominator"]) == (3, "", "")
    other = next(row for row in rows if row["unit"] != "C01")
    assert (other["numerator"], other["denominator"]) == ("0", "0")
    assert at_desk("").open("/open/figures.csv?period=2026-02").status_code == 404


def test_totals_add_numerators_and_denominators(container: Container, clock: FixedClock) -> None:
    made, scheme = _close(container, clock), performance.scheme(container.core, MARCH.begins_on)
    rates = {"N1": ["1", 1, 0, 0]}, {"N1": ["0", 3, 0, 0]}
    two = {str(n): {"rates": each, "completed": 0, "group": "A"} for n, each in enumerate(rates)}
    total = figure.totals(replace(made, body=two), scheme)[0]
    assert total.percent == Decimal(25)
    assert total.reached == "unqualified"
    assert figure.totals(replace(made, body={}), scheme)[0].percent is None


def test_a_unit_with_too_few_cases_has_no_score_in_public(container: Container, clock: FixedClock) -> None:
    made = _close(container, clock)
    unit = next(each for places in figure.places(made).values() for each in places if each.unit == "C01")
    assert made.body["C01"]["score"] is not None
    assert (unit.completed, unit.score, unit.grade, unit.rank) == (3, None, None, None)


def test_one_small_figure_is_never_left_out_alone(container: Container, clock: FixedClock) -> None:
    made = _close(container, clock)

    def hidden(*counts: int) -> list[str]:
        body = {f"U{n}": {"rates": {"N1": ["0", count, 0, 0]}} for n, count in enumerate(counts)}
        return sorted(figure.hidden(replace(made, body=body), "N1", below=5))

    assert hidden(3, 20, 9, 0) == ["U0", "U2"]
    assert hidden(3, 4, 9) == ["U0", "U1"]
    assert hidden(5, 0) == []


def test_an_unknown_period_shows_the_newest(container: Container, clock: FixedClock, at_desk: Sit) -> None:
    _close(container, clock)
    assert "2026-03办理情况" in at_desk("").open("/open?period=../../etc").text
