"""Checking a sheet as a whole: every flaw is gathered, so that nobody has to try field by field."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from channels.base import Flaw, Refused

T = TypeVar("T")


class Review:
    """Runs the checks of single fields and keeps what they refuse."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []

    def of(self, check: Callable[[], T]) -> T | None:
        """What the check gives, None when it refused."""
        try:
            return check()
        except Refused as refused:
            self.flaws.extend(refused.flaws)
            return None

    def finish(self) -> None:
        """Raises ``Refused`` with every flaw found."""
        if self.flaws:
            raise Refused(*self.flaws)
