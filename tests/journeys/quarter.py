"""A quarter of petitions lived by the verbs themselves, so that every figure of it comes from the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import update

from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import UNIT
from tests.tracking.city import at
from tracking.domain.case import Case
from tracking.domain.clock import FixedClock
from tracking.domain.people import SYSTEM, Actor, Role, citizen
from tracking.domain.procedure import callback, dispatching, handling, intake, supervising
from tracking.domain.procedure.intake import Matter
from tracking.domain.procedure.rating import Answers
from tracking.domain.vocabulary import Identity, Kind, Outcome, Satisfaction, Urgency, Verification
from tracking.service.intake import Submission, take
from tracking.store import schema

RIVAL = "C02"
PLACE, TOPIC = "A01", "010101"
DISP, CALL = Actor(id="disp", role=Role.DISPATCHER), Actor(id="call", role=Role.CALLER)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGINS = {"2026-04": at(4, 7), "2026-05": at(5, 7), "2026-06": at(6, 1)}


@dataclass(frozen=True, kw_only=True)
class Story:
    """One petition: how it is handled and what the citizen says of it. ``phone`` and ``name`` are planted."""

    unit: str = UNIT
    kind: Kind = Kind.COMPLAINT
    identity: Identity = Identity.NAMED
    agrees: bool = False
    late: bool = False
    happy: bool = True
    text: str = matter.TEXT
    phone: str = matter.PHONE
    name: str = matter.NAME


WELL, LATE = Story(), Story(late=True)
UNHAPPY, LATE_AND_UNHAPPY = Story(happy=False), Story(late=True, happy=False)
MONTHS = {
    "2026-04": [WELL] * 16,
    "2026-05": [WELL] * 13 + [LATE, LATE_AND_UNHAPPY, UNHAPPY],
    "2026-06": [WELL] * 3 + [LATE] + [LATE_AND_UNHAPPY] * 5 + [UNHAPPY] * 4,
}


def lived(container: Container, clock: FixedClock, stories: Sequence[Story], *, start: datetime) -> list[str]:
    """Each from its first word to its closing, one after another; the clock stands at ``start`` again afterwards."""
    numbers = []
    for minute, story in enumerate(stories):
        clock.at = start + timedelta(minutes=minute)
        number = begun(container, clock, story)
        with container.core.change(number) as case:
            assert case.lead.handle_due_at is not None
            clock.at = case.lead.handle_due_at + (DAY if story.late else -DAY)
            settle(container, clock, case, happy=story.happy)
        numbers.append(number)
    clock.at = start
    return numbers


def begun(container: Container, clock: FixedClock, story: Story) -> str:
    """Taken in, classified, dispatched, signed, and the citizen spoken with, all in time."""
    core = container.core
    said = Matter(
        text=story.text,
        channel="web",
        identity=story.identity,
        district=PLACE,
        agrees_to_publication=story.agrees,
    )
    submission = Submission(matter=said, letter="W", phone=story.phone, name=story.name, place="文体路5号")
    number = take(core, submission, by=citizen("web")).number
    with core.change(number) as case:
        table = core.timetable_of(case)
        intake.classify(
            case, by=SYSTEM, at=core.now(), timetable=table, kind=story.kind, topic=TOPIC, urgency=Urgency.NORMAL
        )
        dispatching.dispatch(case, by=SYSTEM, at=core.now(), timetable=table, unit=story.unit, basis="权责清单")
        clock.at += HOUR
        handling.sign(case, 1, by=handler(case), at=core.now())
        handling.contact(case, 1, by=handler(case), at=core.now(), note="已电话联系。")
    return number


def settle(container: Container, clock: FixedClock, case: Case, *, happy: bool) -> None:
    """Reported now, accepted an hour later, called back the day after and closed."""
    core, table, solved = container.core, container.core.timetable_of(case), Outcome.SOLVED
    handling.report_back(
        case,
        1,
        by=handler(case),
        at=core.now(),
        timetable=table,
        outcome=solved,
        reply="已恢复供水。",
        evidence="抢修记录",
    )
    clock.at += HOUR
    supervising.accept_report(case, 1, by=DISP, at=core.now(), timetable=table)
    clock.at += DAY
    callback.record_callback(case, by=CALL, at=core.now(), timetable=table, answers=_said(happy=happy))
    callback.close(case, by=CALL, at=core.now())


def titled(container: Container, number: str, title: str) -> None:
    """Give a petition the title that a hostile hand would write."""
    mine = update(schema.petition).where(schema.petition.c.number == number)
    with container.engine.begin() as connection:
        connection.execute(mine.values(title=title))


def of_rival(stories: Sequence[Story]) -> list[Story]:
    """The same for the other unit of the group."""
    return [replace(each, unit=RIVAL) for each in stories]


def handler(case: Case) -> Actor:
    return Actor(id="water", role=Role.HANDLER, unit=case.lead.unit)


def _said(*, happy: bool) -> Answers:
    return Answers(
        contacted=True,
        verified=Verification.TRUE if happy else Verification.FALSE,
        outcome=Outcome.SOLVED if happy else Outcome.UNSOLVED,
        satisfaction=Satisfaction.VERY_SATISFIED if happy else Satisfaction.VERY_DISSATISFIED,
    )
