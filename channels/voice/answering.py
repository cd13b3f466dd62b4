"""How callers who asked for a person fared: answered within seconds, or gone. Shown beside the nine indicators."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from channels.voice.schema import phone_call, recording
from tracking.domain.clock import city_day
from tracking.domain.indicator import Window
from tracking.store import parameter

WITHIN = "answered_within_s"
# What a version of the parameters holds that does not name it.
SECONDS = 15
_C, _R = phone_call.c, recording.c


@dataclass(frozen=True, kw_only=True)
class Answering:
    """Counts of calls. ``offered`` asked for a person; those that still wait are not counted yet."""

    within: timedelta
    offered: int
    in_time: int
    abandoned: int

    @property
    def answered_share(self) -> float | None:
        """0 to 1, None where nobody asked for a person."""
        return self.in_time / self.offered if self.offered else None

    @property
    def abandoned_share(self) -> float | None:
        """0 to 1, None where nobody asked for a person."""
        return self.abandoned / self.offered if self.offered else None


def answering(connection: Connection, window: Window) -> Answering:
    """A call belongs to the window in which it asked for a person first."""
    within = _within(connection, window)
    gone = and_(_C.bridged_at.is_(None), ~_left_message())
    counts = select(
        func.count().label("offered"),
        func.count().filter(_C.bridged_at <= _C.queued_at + within).label("in_time"),
        func.count().filter(gone).label("abandoned"),
    ).where(_C.queued_at >= window.start, _C.queued_at < window.end, _decided())
    return Answering(within=within, **connection.execute(counts).mappings().one())


def _within(connection: Connection, window: Window) -> timedelta:
    numbers = parameter.numbers(connection, parameter.COUNTING, city_day(window.start))
    return timedelta(seconds=float(numbers.get(WITHIN, SECONDS)))


def _decided() -> ColumnElement[bool]:
    return or_(_C.bridged_at.is_not(None), _C.ended_at.is_not(None))


def _left_message() -> ColumnElement[bool]:
    """Whoever spoke to the machine after waiting was heard."""
    return exists().where(_R.call == _C.sid, _R.made_at >= _C.queued_at)
