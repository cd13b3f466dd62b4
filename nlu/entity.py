"""What a form would ask for, found in a text: when, where, about whom, how much, which telephone and plate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nlu.amount import Amount, amounts
from nlu.moment import Moment, moments
from nlu.organisation import Organisation, organisations
from nlu.place import Gazetteer, Place
from nlu.plain import LONGEST
from nlu.redact import findings


@dataclass(frozen=True, kw_only=True)
class Entities:
    """What was found, each in the order of the text; ``phones`` and ``plates`` as they were written."""

    place: Place
    moments: tuple[Moment, ...]
    amounts: tuple[Amount, ...]
    organisations: tuple[Organisation, ...]
    phones: tuple[str, ...]
    plates: tuple[str, ...]

    happened: Moment | None
    """The first moment that has begun: when it happened, as far as words tell."""

    @property
    def blamed(self) -> str:
        """The organisation complained about, "" when none is named."""
        return next((one.words for one in self.organisations if one.blamed), "")


def entities(text: str, *, at: datetime, gazetteer: Gazetteer) -> Entities:
    """Read a text that was said ``at`` an instant (aware) in the city of the gazetteer; anything may be given."""
    line = text[:LONGEST]
    when = tuple(moments(line, at=at))
    personal = [(found.what, line[found.start : found.end]) for found in findings(line)]
    return Entities(
        place=gazetteer.find(line),
        moments=when,
        happened=next((one for one in when if one.begin <= at), None),
        amounts=tuple(amounts(line)),
        organisations=organisations(line),
        phones=tuple(dict.fromkeys(words for what, words in personal if what == "电话")),
        plates=tuple(dict.fromkeys(words for what, words in personal if what == "车牌")),
    )
