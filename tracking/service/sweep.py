"""The sweep: deadlines that have passed become reminders and cards, each exactly once.

What is due is read without locks; each act then holds its petition and looks again, so that overlapping or
late sweeps do nothing twice.
"""

from collections.abc import Callable
from datetime import datetime

from tracking.domain.case import Case
from tracking.domain.people import SYSTEM
from tracking.domain.petition import Assignment
from tracking.domain.procedure.supervising import issue_red_card, issue_yellow_card, remind
from tracking.domain.stage import AssignmentStage
from tracking.service.core import Core
from tracking.store import deadline

_RUNNING = frozenset({AssignmentStage.TO_SIGN, AssignmentStage.HANDLING})
Act = Callable[[Core, Case, int, datetime], None]


def sweep(core: Core, *, most: int = 500) -> dict[str, int]:
    """Act on everything that is due now; returns how many of each."""
    now = core.now()
    with core.engine.connect() as connection:
        due = deadline.due(connection, now=now, most=most)
    acts = {"reminded": 0, "yellow": 0, "red": 0}
    for number, index in due:
        with core.change(number) as case:
            for name in _act(core, case, index, now):
                acts[name] += 1
    return acts


def _act(core: Core, case: Case, index: int, now: datetime) -> list[str]:
    assignment = case.assignment(index)
    if assignment.stage not in _RUNNING:
        return []
    done = []
    if _reminder_is_due(assignment, now):
        remind(case, index, by=SYSTEM, at=now)
        done.append("reminded")
    if _past(assignment.handle_due_at, now) and assignment.yellow_card_at is None:
        issue_yellow_card(case, index, by=SYSTEM, at=now, timetable=core.timetable_of(case))
        done.append("yellow")
    if _red_is_due(assignment, now):
        issue_red_card(case, index, by=SYSTEM, at=now)
        done.append("red")
    return done


def _reminder_is_due(assignment: Assignment, now: datetime) -> bool:
    reached = assignment.remind_at is not None and assignment.remind_at <= now
    return reached and assignment.reminded_at is None and not _past(assignment.handle_due_at, now)


def _red_is_due(assignment: Assignment, now: datetime) -> bool:
    return _past(assignment.supervised_due_at, now) and assignment.red_card_at is None


def _past(moment: datetime | None, now: datetime) -> bool:
    """A deadline's last instant is still in time."""
    return moment is not None and moment < now
