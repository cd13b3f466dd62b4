"""Rules and calendar together: what the verbs ask when they set a deadline."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, Decimal

from tracking.domain.clock import CITY_ZONE
from tracking.domain.deadline import Due, Limit, Rules, Step, due, reminder_at
from tracking.domain.error import CalendarMissing, UnknownCode
from tracking.domain.vocabulary import Kind, Urgency
from tracking.domain.workday import WorkCalendar

Moments = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, kw_only=True)
class Course:
    """What decides which limits an assignment has.

    ``statutory`` replaces the limit for handling; a ``track`` (such as ``xinfang``, the regulation on petitions by
    letter and visit) has columns of its own for handling and extension. A ``rework`` has half the limit.
    """

    kind: Kind
    urgency: Urgency
    statutory: Limit | None = None
    track: str | None = None
    rework: bool = False


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """The rules a petition runs under and the working calendar."""

    rules: Rules
    calendar: WorkCalendar

    def due(self, step: Step, start: datetime, *, kind: Kind | None, urgency: Urgency) -> datetime | None:
        """The deadline of a step, None when there is none or it is provisional."""
        return due(start, self.limit(step, kind=kind, urgency=urgency), self.calendar, urgency=urgency).at

    def limit(self, step: Step, *, kind: Kind | None, urgency: Urgency, track: str | None = None) -> Limit | None:
        return self.rules.limit(step, kind=kind, urgency=urgency, track=track)

    def general(self, step: Step) -> Limit:
        """The limit of a step that is the same for all matters. Raises ``UnknownCode``."""
        limit = self.limit(step, kind=None, urgency=Urgency.NORMAL)
        if limit is None:
            raise UnknownCode("the rules set no such limit", field="rules", value=step)
        return limit

    def check_track(self, track: str | None) -> None:
        """Raises ``UnknownCode`` for a track the rules do not know."""
        if track is not None and (Step.HANDLE, track) not in self.rules.limits:
            raise UnknownCode("no such statutory procedure", field="track", value=track)

    def handling_limit(self, course: Course) -> Limit | None:
        """How long the unit has: by statute, by track, or by kind and urgency."""
        limit = self.limit(Step.HANDLE, kind=course.kind, urgency=course.urgency, track=course.track)
        if course.statutory is not None and course.urgency is Urgency.NORMAL:
            limit = course.statutory
        return halved(limit) if limit and course.rework else limit

    def handling(self, start: datetime, course: Course) -> Moments:
        """(E, reminder)."""
        limit = self.handling_limit(course)
        if limit is None:
            return None, None
        ends = due(start, limit, self.calendar, urgency=course.urgency)
        return ends.at, self._reminder(start, ends, limit)

    def extended(self, due_at: datetime, course: Course) -> Moments:
        """(E, reminder) of a deadline moved by one extension."""
        limit = self.limit(Step.EXTENSION, kind=course.kind, urgency=course.urgency, track=course.track)
        if limit is None:
            return None, None
        ends = due(due_at, limit, self.calendar, urgency=course.urgency)
        return ends.at, self._reminder(due_at, ends, limit)

    def paused(self, due_at: datetime, course: Course, *, since: datetime, until: datetime) -> Moments:
        """(E, reminder) of a deadline whose clock stood still: what was left then is left again afterwards."""
        limit = self.handling_limit(course)
        if limit is None:
            return None, None
        try:
            ends = Due(at=self._after_pause(due_at, limit, since=since, until=until))
        except CalendarMissing:
            ends = Due(at=None)
        return ends.at, self._reminder(until, ends, limit)

    def _after_pause(self, due_at: datetime, limit: Limit, *, since: datetime, until: datetime) -> datetime:
        if not limit.in_days:
            return due_at + (until - since)
        last, began, goes_on = (each.astimezone(CITY_ZONE) for each in (due_at, since, until))
        left = self.calendar.count_workdays(began.date(), last.date())
        if left == 0 and goes_on.time() <= self.calendar.hours.closes:
            return self.calendar.closing_from(goes_on.date())
        return self.calendar.at(self.calendar.add_workdays(goes_on.date(), max(left, 1)), self.calendar.hours.closes)

    def _reminder(self, start: datetime, ends: Due, limit: Limit) -> datetime | None:
        if ends.at is None:
            return None
        try:
            return max(start, reminder_at(start, ends.at, limit, self.calendar))
        except CalendarMissing:
            return start


def whole_days(length: timedelta) -> int:
    """Days of a length, a begun one counts."""
    return -(-length // timedelta(days=1))


def halved(limit: Limit) -> Limit:
    """Half a limit; days in whole days and at least one."""
    half = limit.amount / 2
    if limit.in_days:
        half = max(Decimal(1), half.to_integral_value(ROUND_FLOOR))
    return replace(limit, amount=half)
