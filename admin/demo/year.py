"""A year of the city: who says what when, told from the repository's own hand-written corpus."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from operator import itemgetter
from typing import TypeVar

from admin.demo import desk, outbreak, season, unit
from admin.demo.life import Life, NotYet, Story
from nlu.corpus import Example
from routing.city import DISTRICT_HOLDER, City
from tracking.domain.case import Case
from tracking.domain.clock import city_day
from tracking.domain.error import CalendarMissing
from tracking.domain.number import Number
from tracking.domain.people import Actor, Role, citizen
from tracking.domain.procedure.intake import Matter, register
from tracking.domain.procedure.timetable import Timetable
from tracking.domain.vocabulary import Identity, Kind, Urgency

T = TypeVar("T")

_OPERATOR = Actor(id="operator", role=Role.OPERATOR, channel="phone")
_CHANNELS = {
    "phone": ("P", 52),
    "web": ("W", 22),
    "api": ("A", 12),
    "branch": ("B", 6),
    "mailbox": ("M", 4),
    "sms": ("S", 4),
}
_IDENTITIES = {Identity.NAMED: 80, Identity.CONFIDENTIAL: 13, Identity.ANONYMOUS: 7}


@dataclass(frozen=True, kw_only=True)
class Lived:
    """A case with what stands beside it; ``phone`` is made up, in a range no one can have."""

    case: Case
    text: str
    place: str | None
    phone: str | None


@dataclass(frozen=True, kw_only=True)
class Year:
    """What a year is made from."""

    city: City
    timetable: Timetable
    samples: Mapping[str, Sequence[Example]]
    now: datetime
    chance: random.Random

    @classmethod
    def of(cls, samples: Sequence[Example], *, city: City, timetable: Timetable, now: datetime, seed: int) -> "Year":
        by_group: dict[str, list[Example]] = defaultdict(list)
        for sample in samples:
            by_group[sample.topic[:2]].append(sample)
        chance = random.Random(seed)  # noqa: S311 - a simulation
        return cls(city=city, timetable=timetable, samples=by_group, now=now, chance=chance)

    def petitions(self, total: int) -> Iterator[Lived]:
        """About ``total`` petitions, in the order in which they came."""
        first = city_day(self.now) - timedelta(days=365)
        sequences: Counter[date] = Counter()
        usual = ((at, None) for at in season.arrivals(first, self.now, total, self.chance))
        many = outbreak.told(self.city, self.now, random.Random(total))  # noqa: S311 - a simulation
        for at, told in merge(usual, many, key=itemgetter(0)):
            day = city_day(at)
            sequences[day] += 1
            yield self._one(at, day, sequences[day], told or self._sample(day))

    def _one(self, at: datetime, day: date, sequence: int, sample: Example) -> Lived:
        channel, letter = self._channel()
        number = str(Number(city="SY", day=day, channel=letter, sequence=sequence))
        district = sample.district or self._district()
        identity = self._drawn(_IDENTITIES)
        matter = Matter(
            text=sample.text,
            channel=channel,
            identity=identity,
            district=district if channel != "sms" else sample.district or None,
            street=outbreak.STREET if sample.id == outbreak.SOURCE else None,
            agrees_to_publication=self.chance.random() < 0.4,
        )
        by = _OPERATOR if channel == "phone" else citizen(channel)
        case = register(number, matter, by=by, at=at, timetable=self.timetable)
        self._live(case, self._story(sample, district), at)
        phone = None if identity is Identity.ANONYMOUS else f"1990000{self.chance.randrange(10_000):04d}"
        return Lived(case=case, text=sample.text, place=sample.place or None, phone=phone)

    def _live(self, case: Case, story: Story, at: datetime) -> None:
        life = Life(
            case=case,
            story=story,
            timetable=self.timetable,
            city=self.city,
            now=self.now,
            at=at,
            chance=self.chance,
        )
        try:
            desk.understand(life)
            if not desk.end_at_desk(life):
                desk.dispatch(life)
                unit.handle(life)
        except (NotYet, CalendarMissing):
            return

    def _sample(self, day: date) -> Example:
        weights = season.group_weights(day)
        group = self.chance.choices(list(weights), list(weights.values()))[0]
        return self.chance.choice(self.samples[group])

    def _channel(self) -> tuple[str, str]:
        name = self._drawn({name: weight for name, (_, weight) in _CHANNELS.items()})
        return name, _CHANNELS[name][0]

    def _drawn(self, weights: Mapping[T, int]) -> T:
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def _district(self) -> str:
        districts = sorted(self.city.register.districts)
        return self.chance.choices(districts, [12, 12, 10, 12, 15, 6, 9, 6, 8, 4, 5, 3, 3][: len(districts)])[0]

    def _story(self, sample: Example, district: str) -> Story:
        duty = self.city.duty(sample.topic, district=district, street=None)
        holder = duty.unit if duty and not duty.unit.startswith("@") else sample.unit
        unit_code = district if holder == DISTRICT_HOLDER or holder.startswith("@") else holder
        if sample.kind == Kind.REPORT:
            unit_code = self.city.register.units[unit_code].parent or unit_code  # nobody handles a report on itself
        basis = duty.basis if duty else "按职责分工"
        return Story(
            kind=Kind(sample.kind), topic=sample.topic, urgency=Urgency(sample.urgency), unit=unit_code, basis=basis
        )
