"""One petition's life: what it is about, what time it is in it, and chance."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from routing.city import City
from tracking.domain.case import Case
from tracking.domain.people import Actor, Role
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.vocabulary import Kind, Urgency

DISPATCHER = Actor(id="dispatcher", role=Role.DISPATCHER)
OPERATOR = Actor(id="operator", role=Role.OPERATOR)
CALLER = Actor(id="caller", role=Role.CALLER)


class NotYet(Exception):
    """The next act lies in the future."""


@dataclass(frozen=True, kw_only=True)
class Story:
    """What the citizen brings: a text of the corpus with what it is really about."""

    kind: Kind
    topic: str
    urgency: Urgency
    unit: str
    basis: str


@dataclass(kw_only=True)
class Life:
    """A case from its registration on. ``at`` is the moment of the last act, ``now`` the last possible one."""

    case: Case
    story: Story
    timetable: Timetable
    city: City
    now: datetime
    at: datetime
    chance: random.Random

    def wait(self, least: timedelta, most: timedelta, *, office: bool = True) -> datetime:
        """Let time pass; people act in office hours. Raises ``NotYet``."""
        moment = self.at + least + (most - least) * self.chance.random()
        urgent = self.story.urgency is not Urgency.NORMAL
        return self.reach(moment if urgent or not office else self.timetable.calendar.office_start(moment))

    def reach(self, moment: datetime) -> datetime:
        """Go on to a moment. Raises ``NotYet`` when it lies in the future."""
        if moment > self.now:
            raise NotYet
        self.at = moment
        return moment

    def likely(self, share: float) -> bool:
        return self.chance.random() < share
