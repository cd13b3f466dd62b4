"""Hot topics: what rises now, for those who look and for the record of each day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from tracking.domain.clock import city_day
from tracking.domain.hot import Hot, Law, Span, hot, span
from tracking.domain.people import Role
from tracking.service.core import Core
from tracking.store import hot as store
from tracking.store import hot_spell, parameter
from tracking.store.hot_spell import Spell
from tracking.store.visibility import Viewer

_PLATFORM = Viewer(role=Role.DISPATCHER)
REMEMBERED, MOST_COOLED = timedelta(days=90), 30


@dataclass(frozen=True, kw_only=True)
class Rise:
    """A group that rises, with one of its petitions; ``newly``: not found on the days before."""

    hot: Hot
    number: str
    title: str
    newly: bool


@dataclass(frozen=True, kw_only=True)
class Rises:
    """All that rise, the law and the days they were judged by. ``young``: too little past to judge anything."""

    law: Law
    days: Span
    found: Sequence[Rise]

    @property
    def young(self) -> bool:
        return self.days.past_days < self.law.least_past_days


def rises(core: Core, viewer: Viewer) -> Rises:
    """What rises in the eyes of ``viewer``."""
    today = city_day(core.now())
    with core.engine.connect() as connection:
        law = _law(parameter.numbers(connection, "hot", today))
        days = span(law, today=today, began_on=store.began_on(connection) or today)
        heard = store.heard(connection, viewer, days, least=law.least)
        known = store.known(connection, since=days.recent_from, before=today)
    found = hot({group: each.daily for group, each in heard.items()}, law, days)
    return Rises(
        law=law,
        days=days,
        found=[
            Rise(
                hot=each, number=heard[each.group].number, title=heard[each.group].title, newly=each.group not in known
            )
            for each in found
        ],
    )


def cooled(core: Core) -> Sequence[Spell]:
    """What was hot within the last weeks and is no more, as all desks together heard it; the latest first."""
    with core.engine.connect() as connection:
        return hot_spell.ended(connection, since=core.now() - REMEMBERED, most=MOST_COOLED)


def note(core: Core) -> int:
    """Keep which groups rise today, each once, and from when to when; returns how many were not known yet today."""
    found = [each.hot for each in rises(core, _PLATFORM).found]
    with core.engine.begin() as connection:
        hot_spell.follow(connection, found, at=core.now())
        return store.note(connection, found, at=core.now())


def _law(number: Mapping[str, Decimal]) -> Law:
    return Law(
        recent_days=int(number["recent_days"]),
        past_days=int(number["past_days"]),
        least_past_days=int(number["least_past_days"]),
        least=int(number["least"]),
        tail=float(number["tail"]),
    )
