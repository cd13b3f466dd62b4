"""Counts of periods that are not closed, kept by a tick: a page reads some hundred cells instead of all assignments."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from tracking.domain.indicator import Window
from tracking.domain.nine import Worth
from tracking.store.schema import running_figure

_R = running_figure.c


@dataclass(frozen=True, kw_only=True)
class Running:
    """A period counted at a moment: unit → ``completed`` and ``rates`` of the nine, exact numbers as text.

    ``worth`` are the numbers it was counted with; ``good_until``: older counts are not shown.
    """

    period: str
    starts_at: datetime
    ends_at: datetime
    worth: str
    body: Mapping[str, Any]
    counted_at: datetime
    took_ms: int
    good_until: datetime

    def answers(self, window: Window, worth: Worth, *, now: datetime) -> bool:
        """Whether it is a count of this window with these numbers, and not too old."""
        same = (self.starts_at, self.ends_at, self.worth) == (window.start, window.end, told(worth))
        return same and self.counted_at <= now < self.good_until


def told(worth: Worth) -> str:
    """The numbers of a ``Worth`` as they are kept."""
    return f"{worth.partly_solved} {worth.basically_satisfied}"


def keep(connection: Connection, made: Running) -> None:
    """In the place of the count before it."""
    statement = insert(running_figure).values(**vars(made))
    connection.execute(statement.on_conflict_do_update(index_elements=[_R.period], set_=vars(made)))


def several(connection: Connection, periods: Collection[str]) -> Mapping[str, Running]:
    """Those of ``periods`` that were counted, in one statement; none where none is asked for."""
    if not periods:
        return {}
    rows = connection.execute(select(running_figure).where(_R.period.in_(periods))).mappings()
    return {row["period"]: Running(**row) for row in rows}
