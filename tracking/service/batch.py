"""Taking in many items at once: each becomes a case that is whole from the start, or was there before.

The doors that hear of a matter when something has happened to it already come in here: a branch that has answered
it, an old system that has settled it. What happened stands in the same transaction as the registration.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracking.domain.case import Case
from tracking.domain.clock import city_day
from tracking.domain.number import Number
from tracking.service.core import Core
from tracking.service.intake import Receipt, sealed
from tracking.store import batch as store
from tracking.store import number as numbers
from tracking.store.intake import Inbound, Standing
from tracking.store.seal import digest

Begin = Callable[[str, datetime], Case]


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One item, checked by its door. ``begin(number, now)`` makes the case with all that is known to have happened.

    (``door``, ``external_id``) names the item once and for all; ``raw`` is kept sealed, and other content under the
    same name is refused. ``letter`` and ``numbered_on`` (today where None) go into the number. The rest is sealed.
    """

    door: str
    external_id: str
    raw: str
    letter: str
    begin: Begin
    numbered_on: date | None = None
    phone: str | None = None
    name: str | None = None
    place: str | None = None


def take_all(core: Core, arrivals: Sequence[Arrival]) -> Sequence[Receipt | None]:
    """Store everything in one transaction; a receipt for each in the given order.

    None where the item came before with other content. Raises what ``begin`` raises, and then nothing is stored.
    """
    at = core.now()
    wholes = [_whole(core, arrival, number, at) for arrival, number in _numbered(core, arrivals, at)]
    with core.engine.begin() as connection:
        standings = store.keep(connection, wholes)
    return [_receipt(core, whole, standing) for whole, standing in zip(wholes, standings, strict=True)]


def _numbered(core: Core, arrivals: Sequence[Arrival], at: datetime) -> Iterator[tuple[Arrival, str]]:
    days = [arrival.numbered_on or city_day(at) for arrival in arrivals]
    following = {day: numbers.take(core.autocommit, day, count) for day, count in Counter(days).items()}
    for arrival, day in zip(arrivals, days, strict=True):
        yield arrival, str(Number(city=core.city, day=day, channel=arrival.letter, sequence=following[day]))
        following[day] += 1


def _whole(core: Core, arrival: Arrival, number: str, at: datetime) -> store.Whole:
    case = arrival.begin(number, at)
    inbound = Inbound(
        channel=arrival.door,
        external_id=arrival.external_id,
        digest=digest(arrival.raw.encode()),
        raw=core.sealer.seal(arrival.raw, "raw"),
        received_at=at,
    )
    words = next(text.body for text in case.texts if text.purpose == "said")
    beside = sealed(core, number, text=words, phone=arrival.phone, name=arrival.name, place=arrival.place)
    return store.Whole(case=case, inbound=inbound, sealed=beside)


def _receipt(core: Core, whole: store.Whole, standing: Standing) -> Receipt | None:
    if standing.digest != whole.inbound.digest:
        return None
    code = core.sealer.query_code(standing.number)
    return Receipt(number=standing.number, query_code=code, received_at=standing.received_at, fresh=standing.fresh)
