"""Score, grade and rank of every unit in a month."""

from datetime import date, datetime, timedelta

import pytest

from admin.wiring import Container
from tests.tracking import city, stored
from tests.tracking.rows import MARCH
from tracking.domain.clock import FixedClock
from tracking.domain.period import month_of
from tracking.domain.petition import Assignment
from tracking.domain.scoring import Grade
from tracking.domain.stage import AssignmentStage
from tracking.domain.vocabulary import Kind, Nature, Urgency
from tracking.service.performance import Standing, board, cases, scheme

GROUPS = {"B101": "B1", "B102": "B1", "B103": "B1", "B104": "B1", "B105": "B1", "A01": "A", "G01": None}


@pytest.fixture(autouse=True)
def _after_march(clock: FixedClock) -> None:
    clock.at = MARCH.end


def _assignment(unit: str, *, in_time: bool) -> Assignment:
    """Completed in March; what came in time was also signed in time."""
    done = city.closing(3, 9) if in_time else city.closing(3, 11)
    return Assignment(
        index=1,
        round=1,
        unit=unit,
        nature=Nature.LEAD,
        stage=AssignmentStage.COMPLETED,
        kind=Kind.HELP,
        urgency=Urgency.NORMAL,
        basis="权责清单",
        dispatched_at=city.MONDAY,
        sign_due_at=city.closing(3, 3),
        signed_at=city.at(3, 3) if in_time else done,
        handle_due_at=city.closing(3, 9),
        reported_at=done,
        completed_at=done,
    )


def _unit(unit: str, *, good: int, bad: int = 0) -> list[Assignment]:
    return [_assignment(unit, in_time=True)] * good + [_assignment(unit, in_time=False)] * bad


def _board(container: Container, *units: list[Assignment]) -> dict[str, Standing]:
    with container.engine.begin() as connection:
        stored.put(connection, [each for unit in units for each in unit])
    return {each.unit: each for each in board(container.core, MARCH, groups=GROUPS)}


def test_equal_scores_share_a_rank_and_the_next_one_is_left_out(container: Container) -> None:
    found = _board(container, _unit("B101", good=12), _unit("B102", good=10), _unit("B103", good=9, bad=1))
    assert [found[unit].rank for unit in ("B101", "B102", "B103")] == [1, 1, 3]
    assert found["B101"].score == 100
    assert found["B101"].grade is Grade.EXCELLENT


def test_under_ten_completed_there_are_counts_but_no_rank(container: Container) -> None:
    found = _board(container, _unit("B101", good=9), _unit("B102", good=9, bad=1))
    assert [found[unit].completed for unit in ("B101", "B102")] == [9, 10]
    assert [found[unit].rank for unit in ("B101", "B102")] == [None, 1]
    assert found["B101"].score == 100


def test_units_are_ranked_within_their_own_group_only(container: Container) -> None:
    found = _board(container, _unit("B101", good=10), _unit("A01", good=9, bad=1), _unit("G01", good=10))
    assert (found["B101"].rank, found["A01"].rank, found["G01"].rank) == (1, 1, None)


def test_the_best_stand_first_in_their_group_and_the_unranked_after_them(container: Container) -> None:
    _board(container, _unit("B103", good=10), _unit("B102", good=9, bad=1), _unit("B101", good=3))
    listed = [each.unit for each in board(container.core, MARCH, groups=GROUPS) if each.group == "B1"]
    assert listed == ["B103", "B102", "B101", "B104", "B105"]


def test_of_a_running_month_only_what_was_due_so_far_counts(container: Container, clock: FixedClock) -> None:
    clock.at = city.closing(3, 9)
    found = _board(container, _unit("B101", good=2))["B101"]
    assert [found.rates[code].denominator for code in ("N1", "N3")] == [2, 0]
    assert cases(container.core, MARCH, unit="B101", code="N3") == []
    clock.at += timedelta(minutes=1)
    assert len(cases(container.core, MARCH, unit="B101", code="N3")) == 2


def test_of_a_month_to_come_nothing_counts(container: Container, clock: FixedClock) -> None:
    clock.at = city.at(2, 1)
    assert _board(container, _unit("B101", good=2))["B101"].score is None


def test_a_unit_without_any_case_has_neither_score_nor_grade(container: Container) -> None:
    found = _board(container)["B101"]
    assert (found.score, found.grade, found.rank, found.completed) == (None, None, None, 0)
    assert {rate.value for rate in found.rates.values()} == {None}


def test_the_scheme_is_the_version_in_force(container: Container) -> None:
    found = scheme(container.core, date(2026, 3, 1))
    assert found.version == "2009-09·2009-09"
    assert [found.lines["N8"].excellent, found.lines["N8"].qualified] == [3, 8]


def test_a_figure_shows_its_cases(container: Container) -> None:
    _board(container, _unit("B101", good=2, bad=1))
    found = cases(container.core, MARCH, unit="B101", code="N3")
    assert [each.credit for each in found] == [0, 1, 1]
    assert {each.title for each in found} == {"井盖坏了"}


def _midnight(year: int, month: int, day: int) -> datetime:
    return city.at(month, day, 0).replace(year=year)


@pytest.mark.parametrize(
    ("month", "starts_on", "start", "end"),
    [
        (date(2026, 3, 1), 1, (2026, 3, 1), (2026, 4, 1)),
        (date(2026, 12, 15), 1, (2026, 12, 1), (2027, 1, 1)),
        (date(2026, 3, 1), 19, (2026, 2, 19), (2026, 3, 19)),
        (date(2026, 1, 1), 19, (2025, 12, 19), (2026, 1, 19)),
        (date(2026, 3, 31), 19, (2026, 2, 19), (2026, 3, 19)),
    ],
)
def test_a_month_is_named_after_the_day_it_ends_on(
    month: date, starts_on: int, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    window = month_of(month).window(starts_on=starts_on)
    assert (window.start, window.end) == (_midnight(*start), _midnight(*end))


def test_the_successor_of_an_abolished_unit_carries_its_assignments(container: Container) -> None:
    with container.engine.begin() as connection:
        stored.put(connection, [*_unit("B101", good=4), *_unit("B102", good=5, bad=3)])
    heirs = {"B102": "B101"}
    found = board(container.core, MARCH, groups={"B101": "B1"}, successors=heirs)[0]
    rate = found.rates["N3"]
    assert [rate.numerator, rate.denominator, found.completed] == [9, 12, 12]
    behind = cases(container.core, MARCH, unit="B101", code="N3", predecessors=["B102"])
    assert len(behind) == 12
