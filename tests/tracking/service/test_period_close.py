"""Freezing a month."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from admin.wiring import Container
from tests.tracking.people import UNIT
from tests.tracking.stored import dispatched, tell
from tracking.domain.clock import FixedClock
from tracking.domain.error import InvalidValue, NotFound
from tracking.domain.period import Period
from tracking.domain.verb import Verb
from tracking.service import performance, period_close

MARCH = Period(year=2026, month=3, months=1)
GROUPS = {UNIT: "A", "B101": "B1"}


@pytest.fixture
def april(container: Container, clock: FixedClock) -> FixedClock:
    """One petition of March, signed too late; it is April now."""
    number = dispatched(container.core)
    clock.at += timedelta(days=3)
    tell(container.core, number, Verb.SIGN, index=1)
    clock.at += timedelta(days=30)
    return clock


def test_a_running_month_cannot_be_frozen(container: Container) -> None:
    with pytest.raises(InvalidValue):
        period_close.close(container.core, MARCH, groups=GROUPS, by="office")


def test_a_frozen_month_holds_figures_parameters_and_a_hash(container: Container, april: FixedClock) -> None:
    made = period_close.close(container.core, MARCH, groups=GROUPS, by="office")
    assert made.scheme == "2009-09·2009-09"
    assert made.body[UNIT]["rates"]["N1"] == ["0", 1, 0, 0]
    assert made.hash == period_close.body_hash(made.body)
    assert period_close.corrections(container.core, "2026-03", groups=GROUPS) == []


def test_a_month_is_frozen_once_and_the_database_keeps_it(container: Container, april: FixedClock) -> None:
    period_close.close(container.core, MARCH, groups=GROUPS, by="office")
    with pytest.raises(InvalidValue):
        period_close.close(container.core, MARCH, groups=GROUPS, by="office")
    with pytest.raises(DBAPIError), container.engine.begin() as connection:
        connection.execute(text("UPDATE frozen_month SET frozen_by = 'somebody'"))


def test_what_comes_to_light_later_is_a_correction_and_leaves_the_frozen_month_alone(
    container: Container, april: FixedClock
) -> None:
    made = period_close.close(container.core, MARCH, groups=GROUPS, by="office")
    with container.engine.begin() as connection:
        connection.execute(text("UPDATE assignment SET signed_at = dispatched_at"))
    found = period_close.corrections(container.core, "2026-03", groups=GROUPS)
    assert ("N1", "0/1/0/0", "1/1/0/0") in [(each.figure, each.frozen, each.now) for each in found]
    assert made.body[UNIT]["rates"]["N1"] == ["0", 1, 0, 0]


def test_a_month_that_is_not_frozen_has_no_corrections(container: Container) -> None:
    with pytest.raises(NotFound):
        period_close.corrections(container.core, "2026-03", groups=GROUPS)


def test_other_lines_and_weights_can_be_tried_on_a_past_month(container: Container, april: FixedClock) -> None:
    core = container.core
    lines, window = performance.window_of(core, MARCH)
    free = replace(lines.lines["N1"], excellent=Decimal(0), qualified=Decimal(-1))
    softer = replace(lines, version="what if", lines={**lines.lines, "N1": free, "N3": free})
    strict = performance.board(core, window, groups=GROUPS)[0].score
    soft = performance.board(core, window, groups=GROUPS, what_if=softer)[0].score
    assert strict is not None and soft is not None
    assert soft > strict
