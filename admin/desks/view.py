"""What the address of a worklist says: tab, filters, and the place in the list."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from fastapi import Request

from admin.desks import sought
from admin.desks.entry import clean
from admin.desks.sought import Sought
from routing.city import City
from tracking.domain.clock import CITY_ZONE
from tracking.domain.error import InvalidValue
from tracking.domain.number import parse
from tracking.store.narrowed import Filter
from tracking.store.worklist import Key

EXACT = ("kind", "urgency", "stage", "channel", "topic", "street", "district", "unit")
FILTERS = ("words", "number", "caller", *EXACT, "since", "until", "late")
PATH = "/staff/worklist"
_LARGEST_INDEX = 10_000
_KEY_BYTES = 32
_FIRST_YEAR, _LAST_YEAR = 1949, 2200


@dataclass(frozen=True, kw_only=True)
class View:
    """What the address asks for. ``flaw`` is set when the number in it is none, ``saved`` names a kept view."""

    tab: str
    given: Mapping[str, str]
    narrowed: Filter
    sought: Sought
    after: Key | None
    flaw: bool
    saved: int | None = None

    @property
    def filters(self) -> Mapping[str, str]:
        """What narrows the list, in the order of the form."""
        return {name: value for name, value in self.given.items() if value}

    def address(self, **changed: str) -> str:
        """The address of this view with some parts changed; an empty part goes."""
        return address(self.tab, {**self.given, **changed})

    @property
    def query(self) -> str:
        """What of it is kept under a name: whose telephone it was is not."""
        return self.address(caller="").partition("?")[2]


def address(tab: str, parts: Mapping[str, str]) -> str:
    """The address of a list; parts that are empty are left out."""
    named = {"tab": tab, **parts}
    return f"{PATH}?" + urlencode({name: value for name, value in named.items() if value})


def view_of(request: Request, city: City) -> View:
    """Read the address; what cannot be read narrows nothing."""
    given = {name: clean(request.query_params.get(name)) for name in FILTERS}
    found = sought.understood(given["words"], city)
    number, flaw = _number(given["number"])
    saved = clean(request.query_params.get("view"))
    return View(
        tab=clean(request.query_params.get("tab")),
        given=given,
        narrowed=_narrowed(given, found, found.number or number),
        sought=found,
        after=unpacked(request.query_params.get("after")),
        flaw=flaw or found.flaw,
        saved=int(saved) if saved.isascii() and saved.isdigit() and len(saved) < 12 else None,
    )


def narrowed(given: Mapping[str, str], city: City) -> Filter:
    """What the filters of an address leave, without its tab and place: for whoever takes the whole list."""
    all_of_them = {name: given.get(name, "") for name in FILTERS}
    found = sought.understood(all_of_them["words"], city)
    return _narrowed(all_of_them, found, found.number or _number(all_of_them["number"])[0])


def packed(key: Key) -> str:
    """A key as it stands in an address."""
    parts = json.dumps([key.rank, key.at.isoformat(), key.number, key.index])
    return base64.urlsafe_b64encode(parts.encode()).decode().rstrip("=")


def unpacked(text: str | None) -> Key | None:
    """The key in an address, None where it makes no sense."""
    try:
        padded = (text or "") + "=" * (-len(text or "") % 4)
        rank, at, number, index = json.loads(base64.urlsafe_b64decode(padded))
        moment = datetime.fromisoformat(at)
        sane = moment.tzinfo is not None and 0 <= int(index) < _LARGEST_INDEX and int(rank) in (0, 1)
        read = str(parse(number)) if number else ""
        return Key(rank=int(rank), at=moment, number=read, index=int(index)) if sane else None
    except (ValueError, TypeError, AttributeError, InvalidValue):
        return None


def day_in(text: str) -> date | None:
    """``2026-03-02``, None for anything else and for days in which nobody petitioned us."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _number(text: str) -> tuple[str, bool]:
    try:
        return (str(parse(text)), False) if text else ("", False)
    except InvalidValue:
        return text, True


def _narrowed(given: Mapping[str, str], found: Sought, number: str) -> Filter:
    until = day_in(given["until"])
    # A telephone that may not be looked for is not looked for among the words either: nothing is found.
    return Filter(
        **{name: given[name] or None for name in EXACT},
        words=(found.words or found.phone) or None,
        districts=tuple(found.districts),
        streets=tuple(found.streets),
        number=number or None,
        phone_key=_key(given["caller"]),
        since=_midnight(day_in(given["since"])),
        until=_midnight(until + timedelta(days=1)) if until else None,
        late=given["late"] == "1",
    )


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), CITY_ZONE) if day else None


def _key(text: str) -> bytes | None:
    """A keyed hash in an address; what is none finds nobody."""
    if not text:
        return None
    try:
        key = bytes.fromhex(text)
    except ValueError:
        return b""
    return key if len(key) == _KEY_BYTES else b""
