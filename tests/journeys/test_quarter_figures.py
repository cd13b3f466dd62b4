"""Of a quarter everybody is told the same figures: pages, files, messages, from one snapshot."""

from __future__ import annotations

from decimal import Decimal

from admin.bulletins import making
from admin.wiring import Container
from tests.admin.desks.desk import UNIT
from tests.journeys import telling
from tests.journeys.june import JUNE, LEADERS, Quarter
from tests.journeys.office import Office
from tests.journeys.quarter import (
    DISP,
    RIVAL,
    handler,
)
from tests.journeys.telling import Told
from tracking.domain.clock import FixedClock
from tracking.domain.nine import NINE
from tracking.domain.period import parse
from tracking.domain.procedure import rating
from tracking.service import period_close

NINE_NAMES = frozenset(each.name for each in NINE)


def test_every_page_and_file_says_the_same_of_the_unit(
    container: Container, clock: FixedClock, office: Office, quarter: Quarter
) -> None:
    _comes_to_light(container, quarter)
    made = quarter.months[JUNE]
    name, leader = container.city.unit_name(UNIT), office("lead")
    wanted = telling.frozen(made.body[UNIT])
    assert (wanted.n3, wanted.n6, wanted.completed, wanted.rank) == ("56.3", "31.3", "16", "2")
    page, stranger = quarter.bulletin, office("")
    overview = leader.open(f"/staff/overview?scope={UNIT}&period={JUNE}").text
    assert f"{JUNE}各组第一：B2组{container.city.unit_name(RIVAL)}" in overview
    told = {
        "bulletin": telling.in_bulletin(telling.rows(leader.open(page).text), name),
        "pdf": telling.in_pdf(leader.open(f"{page}/file/pdf").content, name),
        "word": telling.in_word(leader.open(f"{page}/file/docx").content, name),
        "csv": telling.in_csv(leader.open(f"{page}/file/csv").text, name),
        "sms": telling.in_message(quarter.sms[LEADERS[UNIT]]),
        "indicators": telling.in_indicators(leader.open(f"/staff/indicators?group=B2&period={JUNE}").text, name),
        "overview": telling.in_overview(overview, name),
        "public": telling.in_public(stranger.open(f"/open?period={JUNE}").text, name),
        "public table": telling.in_public_table(stranger.open(f"/open/figures.csv?period={JUNE}").text, UNIT),
    }
    problems = [row for row in telling.rows(leader.open(page).text) if len(row) == 7 and row[1] in NINE_NAMES]
    assert len(problems) >= 3
    assert all(Decimal(value) + Decimal(below) == Decimal(line) for _, _, value, line, below, *_ in problems)
    differing = {where: each for where, each in told.items() if each != _shown(wanted, each)}
    assert differing == {}, wanted


def test_the_quarter_is_counted_anew_and_is_what_its_months_add_up_to(container: Container, quarter: Quarter) -> None:
    whole = period_close.close(container.core, parse("2026-Q2"), groups=making.groups(container), by="office")
    for unit in (UNIT, RIVAL):
        months = [made.body[unit] for made in quarter.months.values()]
        for code, (numerator, denominator, *_) in whole.body[unit]["rates"].items():
            rates = [each["rates"][code] for each in months]
            assert Decimal(numerator) == sum(Decimal(rate[0]) for rate in rates), (unit, code)
            assert denominator == sum(rate[1] for rate in rates), (unit, code)
        assert whole.body[unit]["completed"] == sum(each["completed"] for each in months)


def _comes_to_light(container: Container, quarter: Quarter) -> None:
    """A rating of June is annulled in July: a correction for the next bulletin, and no figure of June moves."""
    with container.core.change(quarter.neglected) as case:
        by, now = handler(case), container.core.now()
        rating.appeal_rating(case, 1, by=by, at=now, reason="诉求人把另一件事记在了本件上。")
        rating.annul_rating(case, 1, by=DISP, at=now, reason="属实。")
    groups = making.groups(container)
    found = period_close.corrections(container.core, JUNE, groups=groups)
    assert ("N6", "5/16/0/0", "5/15/1/0") in {(each.figure, each.frozen, each.now) for each in found}


def _shown(wanted: Told, each: Told) -> Told:
    """Of what is wanted that which a rendering shows."""
    return Told(**{name: value if getattr(each, name) is not None else None for name, value in vars(wanted).items()})
