"""Rules and calendar as they are loaded: what the city publishes is what the program computes with."""

from datetime import date

import pytest
from sqlalchemy import Connection, Engine

from admin.wiring import Container
from tests.tracking import city
from tracking.domain.deadline import Step
from tracking.domain.error import CalendarMissing, UnknownCode
from tracking.store import parameter


def test_the_loaded_limits_are_the_citys(container: Container) -> None:
    assert container.core.timetable().rules == city.rules()


def test_the_loaded_calendar_is_the_state_councils(container: Container) -> None:
    assert container.core.timetable().calendar == city.calendar()


def test_a_version_that_is_there_stays_as_it_is(engine: Engine) -> None:
    with engine.connect() as connection:
        _put(connection, "2009-09", amount="99")
        rules = parameter.rulebook(connection).version("2009-09")
    assert rules.limits == city.rules().limits


def test_a_new_version_is_in_force_from_its_day(container: Container) -> None:
    with container.engine.connect() as connection:
        _put(connection, "2026-05", amount="2")
        book = parameter.rulebook(connection)
    assert book.at(date(2026, 4, 30)).version == "2009-09"
    assert book.at(date(2026, 5, 1)).limits[Step.SIGN, "help"].amount == 2


def _put(connection: Connection, version: str, *, amount: str) -> None:
    body = [{"step": "sign", "column": "help", "amount": amount, "measure": "workdays", "times": ""}]
    parameter.put(connection, name="deadlines", version=version, effective_on=date(2026, 5, 1), body=body)


def test_before_the_first_version_there_are_no_rules(container: Container) -> None:
    with pytest.raises(UnknownCode):
        container.core.timetable(on=date(2009, 8, 31))


def test_loading_a_year_makes_it_known(engine: Engine) -> None:
    swapped = date(2027, 2, 6)
    with engine.connect() as connection:
        with pytest.raises(CalendarMissing):
            parameter.calendar(connection).is_workday(swapped)
        parameter.put_year(connection, 2027, "通知", [(date(2027, 1, 1), False, "元旦"), (swapped, True, "调休")])
        calendar = parameter.calendar(connection)
    assert calendar.is_workday(swapped)
    assert not calendar.is_workday(date(2027, 1, 1))
    assert calendar.is_workday(date(2027, 1, 4))
