"""What the rooms share whose matters go from stage to stage by acts: the table, and the line each act leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from tracking.domain.error import OutOfTurn

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


@dataclass(frozen=True)
class Course(Generic[S, A]):
    """The way a matter may take: (stage, act) → the stage that follows."""

    table: Mapping[tuple[S, A], S]

    def after(self, stage: S, act: A) -> S:
        """The stage an act leads to. Raises ``OutOfTurn`` with what is possible instead."""
        following = self.table.get((stage, act))
        if following is None:
            raise OutOfTurn(f"{act} at {stage}", allowed=self.allowed(stage))
        return following

    def allowed(self, stage: S) -> tuple[A, ...]:
        """What is possible at a stage."""
        return tuple(act for at, act in self.table if at is stage)


@dataclass(frozen=True, kw_only=True)
class Done:
    """One line of a record: who did what, when, and in which words."""

    act: str
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, kw_only=True)
class DoneAs(Done):
    """The same, with the role in which it was done."""

    role: str
