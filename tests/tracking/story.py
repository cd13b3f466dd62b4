"""A petition told verb by verb: every stage is reached the way it is reached in the city."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from tests.tracking import act, city
from tests.tracking.people import CALLER, CITIZEN, DISPATCHER, UNIT, handler
from tracking.domain.case import Case
from tracking.domain.deadline import workdays
from tracking.domain.people import SYSTEM
from tracking.domain.petition import Assignment
from tracking.domain.procedure import callback, dispatching, handling, intake, supervising, suspending
from tracking.domain.procedure.intake import Matter
from tracking.domain.procedure.rating import Answers
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind, Outcome, ReworkCause, Urgency

NUMBER = "SY20260302-W-000001-1"
MATTER = Matter(text="楼下的井盖坏了,晚上很危险。", channel="web")


@dataclass
class Story:
    """One petition and the present moment. ``do`` uses verbs as they mostly are; others say how they differ."""

    case: Case
    at: datetime

    @property
    def lead(self) -> Assignment:
        return self.case.lead

    def later(self, **units: float) -> Self:
        self.at += timedelta(**units)
        return self

    def until(self, moment: datetime | None) -> Self:
        assert moment is not None
        self.at = moment
        return self

    def do(self, *verbs: Verb, index: int | None = None) -> Self:
        """Verbs one after another at the same moment."""
        for verb in verbs:
            act.do(verb, self.case, at=self.at, index=index)
        return self

    def classified(self, kind: Kind = Kind.COMPLAINT, *, urgency: Urgency = Urgency.NORMAL) -> Self:
        table = city.timetable()
        intake.classify(self.case, by=SYSTEM, at=self.at, timetable=table, kind=kind, topic=act.TOPIC, urgency=urgency)
        return self

    def dispatched(self, unit: str = UNIT, *, statutory_days: int | None = None, track: str | None = None) -> Self:
        dispatching.dispatch(
            self.case,
            by=DISPATCHER,
            at=self.at,
            timetable=city.timetable(),
            unit=unit,
            basis="权责清单",
            statutory=workdays(statutory_days),
            track=track,
        )
        return self

    def assisted(self, unit: str) -> Assignment:
        table = city.timetable()
        return dispatching.add_assist(
            self.case, by=DISPATCHER, at=self.at, timetable=table, unit=unit, basis="共同管辖"
        )

    def reported(self, outcome: Outcome = Outcome.SOLVED, *, beyond_duty: bool = False) -> Self:
        by, lead = handler(self.lead.unit), self.lead.index
        handling.report_back(
            self.case,
            lead,
            by=by,
            at=self.at,
            timetable=city.timetable(),
            outcome=outcome,
            reply="已更换井盖",
            evidence="照片两张",
            beyond_duty=beyond_duty,
        )
        return self

    def called(self, answers: Answers | None) -> Self:
        callback.record_callback(self.case, by=CALLER, at=self.at, timetable=city.timetable(), answers=answers)
        return self

    def accepted(self, *, beyond_duty: bool = False) -> Self:
        by, lead, table = DISPATCHER, self.lead.index, city.timetable()
        supervising.accept_report(self.case, lead, by=by, at=self.at, timetable=table, beyond_duty=beyond_duty)
        return self

    def pause_asked(self, until: datetime) -> Self:
        by, lead, table = handler(self.lead.unit), self.lead.index, city.timetable()
        suspending.request_suspension(
            self.case, lead, by=by, at=self.at, timetable=table, until=until, reason="等待解冻"
        )
        return self

    def paused(self, until: datetime) -> Self:
        return self.pause_asked(until).do(Verb.GRANT_SUSPENSION)

    def unreached(self) -> Self:
        """Three tries at different hours on two days."""
        return self.called(None).later(hours=2).called(None).later(hours=23).called(None)

    def reworked(self, cause: ReworkCause) -> Self:
        table = city.timetable()
        dispatching.rework(self.case, by=CALLER, at=self.at, timetable=table, cause=cause, reason="井盖又松了")
        return self

    def closed(self, outcome: Outcome | None = None) -> Self:
        callback.close(self.case, by=CALLER, at=self.at, outcome=outcome)
        return self


def registered(at: datetime = city.MONDAY, *, matter: Matter = MATTER, number: str = NUMBER) -> Story:
    """A petition just taken in."""
    return Story(intake.register(number, matter, by=CITIZEN, at=at, timetable=city.timetable()), at)


def with_unit(kind: Kind = Kind.COMPLAINT, *, urgency: Urgency = Urgency.NORMAL, at: datetime = city.MONDAY) -> Story:
    """A petition just dispatched to its unit."""
    return registered(at).classified(kind, urgency=urgency).dispatched()


def with_citizen(kind: Kind = Kind.COMPLAINT, *, at: datetime = city.MONDAY) -> Story:
    """A petition whose unit has signed, talked, reported and been accepted; the citizen is asked next."""
    handled = with_unit(kind, at=at).do(Verb.SIGN, Verb.CONTACT).later(hours=2).do(Verb.REPORT_BACK)
    return handled.later(hours=1).do(Verb.ACCEPT_REPORT)
