"""Petitions brought to a stage by the verbs themselves."""

from __future__ import annotations

from datetime import datetime

from admin.wiring import Container
from tests.admin.desks.desk import UNIT
from tracking.domain.case import Case
from tracking.domain.people import SYSTEM, Actor, Role, citizen
from tracking.domain.procedure import dispatching, handling, intake, supervising
from tracking.domain.procedure.intake import Matter
from tracking.domain.vocabulary import Identity, Kind, Outcome, Urgency
from tracking.service.intake import Submission, take

TEXT = "和平区南湖街道文体路小区从昨晚开始停水，家里有老人，请尽快恢复。"
PHONE, NAME = "13912345678", "欧阳试"
TOPIC = "010101"


def registered(
    container: Container, text: str = TEXT, *, identity: Identity = Identity.NAMED, district: str | None = None
) -> str:
    """A petition just taken in; returns its number."""
    matter = Matter(text=text, channel="web", identity=identity, district=district)
    submission = Submission(matter=matter, letter="W", phone=PHONE, name=NAME, place="文体路5号")
    return take(container.core, submission, by=citizen("web")).number


def classified(
    container: Container,
    text: str = TEXT,
    *,
    kind: Kind = Kind.COMPLAINT,
    urgency: Urgency = Urgency.NORMAL,
    identity: Identity = Identity.NAMED,
    needs_person: bool = False,
    district: str | None = None,
) -> str:
    number = registered(container, text, identity=identity, district=district)
    with container.core.change(number) as case:
        intake.classify(
            case,
            by=SYSTEM,
            at=container.core.now(),
            timetable=container.core.timetable_of(case),
            kind=kind,
            topic=TOPIC,
            urgency=urgency,
            needs_person=needs_person,
        )
    return number


def with_unit(
    container: Container,
    text: str = TEXT,
    *,
    unit: str = UNIT,
    kind: Kind = Kind.COMPLAINT,
    urgency: Urgency = Urgency.NORMAL,
    identity: Identity = Identity.NAMED,
) -> str:
    number = classified(container, text, kind=kind, urgency=urgency, identity=identity)
    with container.core.change(number) as case:
        timetable = container.core.timetable_of(case)
        dispatching.dispatch(case, by=SYSTEM, at=container.core.now(), timetable=timetable, unit=unit, basis="权责清单")
    return number


def signed(container: Container, *, kind: Kind = Kind.COMPLAINT, identity: Identity = Identity.NAMED) -> str:
    number = with_unit(container, kind=kind, identity=identity)
    with container.core.change(number) as case:
        handling.sign(case, 1, by=handler_of(case), at=container.core.now())
    return number


def reported(container: Container) -> str:
    number = signed(container)
    with container.core.change(number) as case:
        report(container, case, container.core.now())
    return number


def accepted(container: Container) -> str:
    number = reported(container)
    with container.core.change(number) as case:
        timetable = container.core.timetable_of(case)
        by, at = Actor(id="disp", role=Role.DISPATCHER), container.core.now()
        supervising.accept_report(case, 1, by=by, at=at, timetable=timetable)
    return number


def report(container: Container, case: Case, at: datetime) -> None:
    solved = Outcome.SOLVED
    by, table = handler_of(case), container.core.timetable_of(case)
    handling.report_back(
        case, 1, by=by, at=at, timetable=table, outcome=solved, reply="已恢复供水。", evidence="抢修记录"
    )


def handler_of(case: Case) -> Actor:
    return Actor(id="water", role=Role.HANDLER, unit=case.lead.unit)
