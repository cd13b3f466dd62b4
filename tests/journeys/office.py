"""The people of the story, each at a desk of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from tests.admin.desks.desk import Desk
from tests.admin.performance.test_law import TREE
from tracking.domain.clock import FixedClock

Sit = Callable[[str], Desk]
YEAR = "/staff/performance/2026"


@dataclass
class Office:
    """Everybody who takes part. A session ends after an hour, so whoever comes back later signs in again."""

    sit: Sit
    clock: FixedClock
    _desks: dict[str, Desk] = field(default_factory=dict)
    _since: dict[str, datetime] = field(default_factory=dict)

    def __call__(self, who: str) -> Desk:
        desk = self._desks.get(who) or self._desks.setdefault(who, self.sit(who))
        if who and self._since.get(who, self.clock.at) != self.clock.at:
            assert desk.sign_in(who).status_code == 303
        self._since[who] = self.clock.at
        return desk

    def sends(self, who: str, page: str, action: str, **typed: str) -> str:
        """A form that is taken; where it leads to."""
        answer = self(who).send(page, action, **typed)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])


def scheme(office: Office) -> None:
    """A year's ranking needs a published scheme."""
    sent = {"tree": TREE, "judges": "", "reason": "年度方案"}
    office.sends("assess", f"{YEAR}/scheme", f"{YEAR}/scheme", **sent)
    office.sends("judge", f"{YEAR}/scheme", f"{YEAR}/scheme/publish")
