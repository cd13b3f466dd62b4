"""What a list of a desk is: a condition over petitions or assignments, and the clock that orders it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement

from tracking.store.visibility import Viewer


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What "now" and "today" mean for a list."""

    now: datetime
    day_ends: datetime


Condition = Callable[[Viewer, Moment], Sequence[ColumnElement[bool]]]


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One list of a desk. ``due`` is the clock it is ordered by; ``arrived`` puts the newest on top instead."""

    name: str
    where: Condition
    due: ColumnElement[Any]
    by_assignment: bool = False
    arrived: ColumnElement[Any] | None = None
