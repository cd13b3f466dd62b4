"""Provisional deadlines: set as soon as the calendar of their year is loaded."""

from collections.abc import Callable

from tracking.domain.people import SYSTEM
from tracking.domain.procedure.rescheduling import reschedule
from tracking.service.core import Core
from tracking.store import deadline

Report = Callable[[str, Exception], None]


def reschedule_provisional(core: Core, *, report: Report, most: int = 1000) -> int:
    """Look at up to ``most`` petitions with a provisional deadline again; returns how many got one.

    A petition that cannot be looked at is reported and the others go on. Safe to repeat.
    """
    core.reload()
    with core.engine.connect() as connection:
        numbers = deadline.provisional(connection, most=most)
    done = 0
    for number in numbers:
        try:
            with core.change(number) as case:
                done += reschedule(case, by=SYSTEM, at=core.now(), timetable=core.timetable_of(case))
        except Exception as error:
            report(number, error)
    return done
