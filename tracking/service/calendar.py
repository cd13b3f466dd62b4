"""The working calendar in the hands of an administrator.

A change counts for deadlines that are set from then on; those that run keep theirs. Loading a year makes the
provisional deadlines of that year real.
"""

from collections.abc import Iterable
from datetime import date

from tracking.domain.case import require
from tracking.domain.error import CalendarMissing, InvalidValue
from tracking.domain.people import Actor
from tracking.service.core import Core
from tracking.service.rescheduling import Report, reschedule_provisional
from tracking.store import calendar
from tracking.store.calendar import Change

FIRST_YEAR, LAST_YEAR = 2004, 2100


def set_day(core: Core, day: date, *, worked: bool | None, note: str, by: Actor) -> None:
    """A day off, a worked day, or (None) as the plain week has it. Raises ``CalendarMissing`` for its year."""
    require(note=note)
    change = Change(day=day, worked=_special(day, worked), note=note, changed_by=by.id, changed_at=core.now())
    with core.engine.begin() as connection:
        if day.year not in {year for year, _ in calendar.years(connection)}:
            raise CalendarMissing("load the year first", year=day.year)
        calendar.set_day(connection, change)
    core.reload()


def load_year(
    core: Core, year: int, *, source: str, days: Iterable[tuple[date, bool, str]], by: Actor, report: Report
) -> int:
    """Load a year with its (day, worked, note); returns how many petitions got a real deadline by it.

    Raises ``InvalidValue`` for a year that is loaded, or a day of another year.
    """
    require(source=source)
    given = list(days)
    if not FIRST_YEAR <= year <= LAST_YEAR or any(day.year != year for day, _, _ in given):
        raise InvalidValue("a year with days of its own", field="year", value=year)
    with core.engine.begin() as connection:
        if not calendar.add_year(connection, year, source):
            raise InvalidValue("the year is loaded already", field="year", value=year)
        for day, worked, note in given:
            calendar.set_day(
                connection,
                Change(day=day, worked=_special(day, worked), note=note, changed_by=by.id, changed_at=core.now()),
            )
    return reschedule_provisional(core, report=report)


def _special(day: date, worked: bool | None) -> bool | None:
    """None where the plain week says the same."""
    return None if worked is None or worked is (day.weekday() < 5) else worked
