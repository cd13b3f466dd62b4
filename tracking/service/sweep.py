"""The sweep: deadlines that have passed become reminders and cards, each exactly once.

What is due is read without locks; each act then holds its petition and looks again, so that overlapping or
late sweeps do nothing twice.
"""

from collections.abc import Callable
from datetime import datetime

from tracking.domain.case import Case
from tracking.domain.people import SYSTEM
from tracking.domain.petition import Assignment
from tracking.domain.procedure.card import overdue_cards, remind
from tracking.domain.procedure.suspending import resume
from tracking.domain.stage import AssignmentStage
from tracking.service.core import Core
from tracking.store import deadline

_RUNNING = frozenset({AssignmentStage.TO_SIGN, AssignmentStage.HANDLING})
Report = Callable[[str, Exception], None]


def _give_up(_: str, error: Exception) -> None:
    raise error


def sweep(core: Core, *, most: int = 500, report: Report = _give_up) -> dict[str, int]:
    """Act on everything that is due now; returns how many of each.

    A petition that cannot be acted on is reported; with a ``report`` that does not raise, the others go on.
    """
    now = core.now()
    with core.engine.connect() as connection:
        due = deadline.due(connection, now=now, most=most)
    acts = {"reminded": 0, "yellow": 0, "red": 0, "resumed": 0}
    for number, index in due:
        try:
            with core.change(number) as case:
                done = _act(core, case, index, now)
        except Exception as error:
            report(number, error)
        else:
            for name in done:
                acts[name] += 1
    return acts


def _act(core: Core, case: Case, index: int, now: datetime) -> list[str]:
    assignment = case.assignment(index)
    if assignment.stage is AssignmentStage.SUSPENDED and _reached(assignment.suspended_until, now):
        resume(case, index, by=SYSTEM, at=now, timetable=core.timetable_of(case))
        return ["resumed"]
    if assignment.stage not in _RUNNING:
        return []
    done: list[str] = []
    if _reminder_is_due(assignment, now):
        remind(case, index, by=SYSTEM, at=now)
        done.append("reminded")
    return done + list(overdue_cards(case, index, at=now, timetable=core.timetable_of(case)))


def _reminder_is_due(assignment: Assignment, now: datetime) -> bool:
    late = assignment.handle_due_at is not None and assignment.handle_due_at < now
    return _reached(assignment.remind_at, now) and assignment.reminded_at is None and not late


def _reached(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
