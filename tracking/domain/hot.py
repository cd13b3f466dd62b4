"""Hot topics (热点): groups of petitions that rise against their own past.

A group is a topic at a place. It rises when as many voices as came in the last days would be improbable at the rate of
the weeks before: the upper tail of a Poisson distribution, whose mean is the past's, lies at or below a limit. The past
gets one voice more than it had, so that a group without a past has a rate too. Today counts as a whole day: a morning
errs on the quiet side.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from math import exp, fsum, lgamma, log

_NEGLIGIBLE = 1e-17
Daily = Mapping[date, int]


@dataclass(frozen=True, kw_only=True, order=True)
class Group:
    """A topic at a place; without a street it is the whole district."""

    topic: str
    district: str
    street: str = ""


@dataclass(frozen=True, kw_only=True)
class Law:
    """When a group rises. ``least`` voices also keep small groups, in which a person could be known, out of sight."""

    recent_days: int
    past_days: int
    least_past_days: int
    least: int
    tail: float


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days that are looked at: the last ones, and those before them of which something can be known."""

    today: date
    recent_from: date
    past_from: date

    @property
    def past_days(self) -> int:
        return max((self.recent_from - self.past_from).days, 0)

    @property
    def days(self) -> Sequence[date]:
        return [self.past_from + timedelta(days=n) for n in range((self.today - self.past_from).days + 1)]


@dataclass(frozen=True, kw_only=True)
class Hot:
    """A group that rises: voices now, as many as its past lets expect, how improbable that is, and day by day."""

    group: Group
    now: int
    usual: float
    tail: float
    first_on: date
    daily: Sequence[int]


def span(law: Law, *, today: date, began_on: date) -> Span:
    """The days of ``law`` before ``today``, as far back as there were petitions at all."""
    recent_from = today - timedelta(days=law.recent_days - 1)
    return Span(
        today=today,
        recent_from=recent_from,
        past_from=min(recent_from, max(began_on, recent_from - timedelta(days=law.past_days))),
    )


def tail(voices: int, mean: float) -> float:
    """The probability of at least so many voices where ``mean`` (above 0) are expected."""
    if voices <= mean:
        return 1.0 - fsum(_chance(n, mean) for n in range(voices))
    total, term = 0.0, _chance(voices, mean)
    for n in count(voices + 1):
        if term <= total * _NEGLIGIBLE:
            break
        total, term = total + term, term * mean / n
    return total


def hot(voices: Mapping[Group, Daily], law: Law, days: Span) -> Sequence[Hot]:
    """The groups that rise, the most improbable first; a district only where it rises beyond its rising streets."""
    if days.past_days < law.least_past_days:
        return []
    judged = {group: _judged(group, daily, law, days) for group, daily in voices.items()}
    rising = {group: found for group, found in judged.items() if _rises(found, law)}
    streets = {group: voices[group] for group in rising if group.street}
    shown = [
        each for group, each in rising.items() if group.street or _beyond(group, voices[group], streets, law, days)
    ]
    return sorted(shown, key=lambda each: (each.tail, -each.now, each.group))


def _judged(group: Group, daily: Daily, law: Law, days: Span) -> Hot:
    now = sum(n for day, n in daily.items() if days.recent_from <= day <= days.today)
    past = sum(n for day, n in daily.items() if days.past_from <= day < days.recent_from)
    usual = (past + 1) / days.past_days * law.recent_days
    return Hot(
        group=group,
        now=now,
        usual=usual,
        tail=tail(now, usual),
        first_on=min((day for day, n in daily.items() if n and day >= days.recent_from), default=days.today),
        daily=[daily.get(day, 0) for day in days.days],
    )


def _rises(found: Hot, law: Law) -> bool:
    return found.now >= law.least and found.tail <= law.tail


def _beyond(district: Group, daily: Daily, streets: Mapping[Group, Daily], law: Law, days: Span) -> bool:
    """Whether the district rises without the voices of its streets that rise."""
    told = [
        its for group, its in streets.items() if (group.topic, group.district) == (district.topic, district.district)
    ]
    rest = {day: max(n - _on(day, told), 0) for day, n in daily.items()}
    return _rises(_judged(district, rest, law, days), law)


def _on(day: date, daily: Iterable[Daily]) -> int:
    return sum(each.get(day, 0) for each in daily)


def _chance(voices: int, mean: float) -> float:
    return exp(voices * log(mean) - mean - lgamma(voices + 1))
