"""What the address of a worklist says: tab, filters, and the place in the list."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fastapi import Request

from admin.desks.entry import clean
from tracking.domain.error import InvalidValue
from tracking.domain.number import parse
from tracking.store.worklist import Filter, Key

FILTERS = ("number", "words", "kind", "stage", "topic", "street", "district", "unit")
_LARGEST_INDEX = 10_000


@dataclass(frozen=True, kw_only=True)
class View:
    """What the address asks for. ``flaw`` is set when the number in it is none."""

    tab: str
    given: Mapping[str, str]
    narrowed: Filter
    after: Key | None
    flaw: bool

    def address(self, **changed: str) -> str:
        """The address of this view with some parts changed; an empty part goes."""
        parts = {"tab": self.tab, **self.given, **changed}
        return "/staff/worklist?" + urlencode({name: value for name, value in parts.items() if value})


def view_of(request: Request) -> View:
    """Read the address; what cannot be read narrows nothing."""
    given = {name: clean(request.query_params.get(name)) for name in FILTERS}
    number, flaw = given["number"], False
    if number:
        try:
            number = str(parse(number))
        except InvalidValue:
            flaw = True
    exact = {name: value or None for name, value in given.items()}
    return View(
        tab=clean(request.query_params.get("tab")),
        given=given,
        narrowed=Filter(**exact | {"number": number or None}),
        after=unpacked(request.query_params.get("after")),
        flaw=flaw,
    )


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
        return Key(rank=int(rank), at=moment, number=str(parse(number)), index=int(index)) if sane else None
    except (ValueError, TypeError, AttributeError, InvalidValue):
        return None
