"""Frozen months: written once, never changed (the database refuses)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from tracking.domain.scoring import Grade
from tracking.store.schema import frozen_month


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """The figures of a month as they were reported: unit → group, score, grade, rank, completed, rates."""

    period: str
    starts_at: datetime
    ends_at: datetime
    scheme: str
    body: Mapping[str, Any]
    hash: bytes
    frozen_at: datetime
    frozen_by: str


def grade_of(figures: Mapping[str, Any]) -> Grade | None:
    """The grade of a unit as it counts: who had too few cases for a rank has none, unless there is a veto.

    Periods that were frozen before that was the law hold one; nothing is built on it.
    """
    few = figures["group"] is not None and figures["rank"] is None and not figures["vetoes"]
    return None if few or figures["grade"] is None else Grade(figures["grade"])


def add(connection: Connection, made: Frozen) -> bool:
    """Whether it was added; a month that is frozen already stays as it is."""
    statement = insert(frozen_month).values(**vars(made)).on_conflict_do_nothing().returning(frozen_month.c.period)
    return connection.execute(statement).first() is not None


def of(connection: Connection, period: str) -> Frozen | None:
    row = connection.execute(select(frozen_month).where(frozen_month.c.period == period)).mappings().first()
    return Frozen(**row) if row else None


def recent(connection: Connection, *, most: int) -> Sequence[str]:
    """The periods that are frozen, the newest first."""
    c = frozen_month.c
    return connection.execute(select(c.period).order_by(c.starts_at.desc(), c.period).limit(most)).scalars().all()


def several(connection: Connection, periods: Collection[str]) -> Mapping[str, Frozen]:
    """Those of ``periods`` that are frozen, in one statement."""
    rows = connection.execute(select(frozen_month).where(frozen_month.c.period.in_(periods))).mappings()
    return {row["period"]: Frozen(**row) for row in rows}
