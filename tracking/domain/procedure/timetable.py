"""Rules and calendar together: what the verbs ask when they set a deadline."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal

from tracking.domain.deadline import Due, Limit, Measure, Rules, Step, due, reminder_at
from tracking.domain.error import CalendarMissing
from tracking.domain.vocabulary import Kind, Urgency
from tracking.domain.workday import WorkCalendar


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """The rules a petition runs under and the working calendar."""

    rules: Rules
    calendar: WorkCalendar

    def due(self, step: Step, start: datetime, *, kind: Kind | None, urgency: Urgency) -> datetime | None:
        """The deadline of a step, None when there is none or it is provisional."""
        return due(start, self.limit(step, kind=kind, urgency=urgency), self.calendar, urgency=urgency).at

    def limit(self, step: Step, *, kind: Kind | None, urgency: Urgency) -> Limit | None:
        return self.rules.limit(step, kind=kind, urgency=urgency)

    def handling(
        self, start: datetime, *, kind: Kind, urgency: Urgency, statutory_days: int | None = None, rework: bool = False
    ) -> tuple[datetime | None, datetime | None]:
        """(E, reminder). A statutory limit in working days replaces the default; a rework has half of it."""
        limit = self.limit(Step.HANDLE, kind=kind, urgency=urgency)
        if statutory_days is not None and urgency is Urgency.NORMAL:
            limit = Limit(amount=Decimal(statutory_days), measure=Measure.WORKDAYS)
        if limit is None:
            return None, None
        limit = halved(limit) if rework else limit
        ends = due(start, limit, self.calendar, urgency=urgency)
        return ends.at, self._reminder(start, ends, limit)

    def _reminder(self, start: datetime, ends: Due, limit: Limit) -> datetime | None:
        if ends.at is None:
            return None
        try:
            return max(start, reminder_at(start, ends.at, limit, self.calendar))
        except CalendarMissing:
            return start

    def extended(self, due_at: datetime, *, kind: Kind, urgency: Urgency) -> tuple[datetime | None, datetime | None]:
        """(E, reminder) of a deadline moved by one extension."""
        limit = self.limit(Step.EXTENSION, kind=kind, urgency=urgency)
        if limit is None:
            return None, None
        ends = due(due_at, limit, self.calendar, urgency=urgency)
        return ends.at, self._reminder(due_at, ends, limit)


def halved(limit: Limit) -> Limit:
    """Half a limit; working days in whole days and at least one."""
    half = limit.amount / 2
    if limit.measure is Measure.WORKDAYS:
        half = max(Decimal(1), half.to_integral_value(ROUND_FLOOR))
    return replace(limit, amount=half)
