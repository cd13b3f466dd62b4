"""Every step × kind × urgency of the published table of limits, against the city's parameters."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from tests.tracking import city
from tracking.domain.deadline import Count, Limit, Measure, RuleBook, Rules, Step
from tracking.domain.error import UnknownCode
from tracking.domain.vocabulary import Kind, Urgency

COLUMNS = ("critical", "urgent", "inquiry", "help", "complaint", "report", "suggestion", "praise")
TABLE = """
dispatch   | 10 min | 30 min   | 0.5 WD   | 0.5 WD   | 0.5 WD   | 0.5 WD   | 1 WD     | 1 WD
sign       | 30 min | 30 min   | 1 WD     | 1 WD     | 1 WD     | 1 WD     | 1 WD     | 1 WD
return     | 30 min | 2 h      | 1 WD     | 1 WD     | 1 WD     | 1 WD     | 1 WD     | –
contact    | 30 min | 2 h      | 1 WD     | 24 h     | 24 h     | 1 WD     | 3 WD     | –
handle     | 2 h    | 24 h     | 3 WD     | 5 WD     | 5 WD     | 15 WD    | 5 WD     | 5 WD
extension  | –      | 1 × 24 h | 1 × 2 WD | 2 × 5 WD | 2 × 5 WD | 2 × 5 WD | 2 × 5 WD | –
callback   | 24 h   | 1 WD     | 3 WD     | 3 WD     | 3 WD     | 3 WD     | 3 WD     | –
supervised | 3 WD   | 3 WD     | 3 WD     | 3 WD     | 3 WD     | 3 WD     | 3 WD     | 3 WD
rectify    | 5 WD   | 5 WD     | 5 WD     | 5 WD     | 5 WD     | 5 WD     | 5 WD     | 5 WD
suspension | 180 D  | 180 D    | 180 D    | 180 D    | 180 D    | 180 D    | 180 D    | 180 D
reopen     | 30 D   | 30 D     | 30 D     | 30 D     | 30 D     | 30 D     | 30 D     | 30 D
"""
MEASURES = {"min": Measure.MINUTES, "h": Measure.HOURS, "WD": Measure.WORKDAYS, "D": Measure.DAYS}
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
CELLS = {(row[0], name): cell for row in ROWS for name, cell in zip(COLUMNS, row[1:], strict=True)}


def _limit(cell: str) -> Limit | None:
    if cell == "–":
        return None
    times, _, rest = cell.rpartition(" × ")
    amount, unit = rest.split()
    return Limit(amount=Decimal(amount), measure=MEASURES[unit], times=int(times or 1))


def test_the_table_has_a_row_for_every_step() -> None:
    assert {row[0] for row in ROWS} == set(Step)


@pytest.mark.parametrize(("step", "kind", "urgency"), list(product(Step, Kind, Urgency)))
def test_each_step_has_the_published_limit(step: Step, kind: Kind, urgency: Urgency) -> None:
    name = kind if urgency is Urgency.NORMAL else urgency
    assert city.rules().limit(step, kind=kind, urgency=urgency) == _limit(CELLS[step, name])


@pytest.mark.parametrize("step", list(Step))
def test_what_is_not_classified_yet_has_the_limits_of_a_complaint(step: Step) -> None:
    unknown = city.rules().limit(step, kind=None, urgency=Urgency.NORMAL)
    assert unknown == _limit(CELLS[step, "complaint"])


def _version(name: str, effective_on: date) -> Rules:
    return Rules(version=name, effective_on=effective_on, limits={})


BOOK = RuleBook((_version("old", date(2009, 9, 1)), _version("new", date(2026, 1, 1))))


def test_a_new_version_holds_from_its_first_day() -> None:
    assert BOOK.at(date(2025, 12, 31)).version == "old"
    assert BOOK.at(date(2026, 1, 1)).version == "new"


def test_a_running_petition_finds_the_version_it_began_with() -> None:
    assert BOOK.version("old").effective_on == date(2009, 9, 1)


def test_nothing_is_promised_before_the_first_version() -> None:
    with pytest.raises(UnknownCode, match=r"^no rules in force yet$") as refused:
        BOOK.at(date(2009, 8, 31))
    assert refused.value.details == {"field": "rules", "value": "2009-08-31"}


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(UnknownCode, match=r"^no such version of the rules$") as refused:
        BOOK.version("none")
    assert refused.value.details == {"field": "rules", "value": "none"}


def test_a_number_that_a_version_does_not_set_is_refused_not_guessed() -> None:
    with pytest.raises(UnknownCode, match=r"^the rules set no such number$") as refused:
        BOOK.version("old").count(Count.RETURNS)
    assert refused.value.details == {"field": "rules", "value": "returns_before_arbitration"}


@pytest.mark.parametrize("text", ["0.5 workdays", "60 days", "24 hours", "10 minutes"])
def test_a_limit_is_read_back_as_it_is_written(text: str) -> None:
    amount, measure = text.split()
    assert Limit.parse(text) == Limit(amount=Decimal(amount), measure=Measure(measure))
    assert str(Limit.parse(text)) == text


@pytest.mark.parametrize("text", ["60", "60  days", "60 weeks", "days"])
def test_what_is_no_limit_is_not_read_as_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"unpack|not a valid"):
        Limit.parse(text)


def test_a_track_that_a_version_does_not_know_has_the_limits_of_its_kind() -> None:
    limit = Limit(amount=Decimal(5), measure=Measure.WORKDAYS)
    rules = Rules(version="old", effective_on=date(2009, 9, 1), limits={(Step.HANDLE, "complaint"): limit})
    assert rules.limit(Step.HANDLE, kind=Kind.COMPLAINT, urgency=Urgency.NORMAL, track="xinfang") == limit
