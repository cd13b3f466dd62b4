"""The notices whose words a city may change: what each offers to be filled in, and what it may not do without."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Any

from admin.desks.delivery import TEMPLATES
from admin.register.wording_word import BULLETIN, LETTERS
from notify import letter
from notify.letter import TO_CITIZEN_BY_MAIL, Letter
from notify.template import TO_CITIZEN, TO_FOLLOWERS, Template

BUILT_IN = "随系统"
BULLETIN_SMS = "bulletin_sms"
SMS, MAIL = "sms", "mail"
_ALWAYS = ("city", "unit", "period", "n", "a", "b", "s")
_IN_BULLETIN: Mapping[str, Sequence[str]] = {
    "excellent": (*_ALWAYS, "group", "r"),
    "qualified": (*_ALWAYS, "group", "r", "indicator", "x", "y"),
    "unqualified": (*_ALWAYS, "p1", "p2", "date"),
    "unqualified_one": (*_ALWAYS, "p1", "date"),
    "few": ("city", "unit", "period", "n", "least", "due", "on_time", "rated"),
}
# The code opens a petition: it is for those alone whose petition it is.
_TO_PETITIONERS = ("city", "number", "code")
# What its reader cannot do without, wherever the words of the program have it.
_NEEDED = frozenset({"number", "code", "reply", "remarks"})


@dataclass(frozen=True, kw_only=True)
class Part:
    """One text of a notice: the gaps it may have, and those it must have."""

    name: str
    label: str
    kind: str
    built_in: str
    gaps: Sequence[str]
    needed: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notice under the name of its parameter."""

    name: str
    label: str
    section: str
    parts: Sequence[Part]

    def part(self, name: str) -> Part:
        return next(each for each in self.parts if each.name == name)

    def known(self, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        """What of a version is still said; an older one may hold a text for a case that is no more."""
        names = {each.name for each in self.parts}
        return [row for row in rows if row["name"] in names]


def built_in(name: str) -> Sequence[Mapping[str, Any]]:
    """The words of the program as a version that was always there; none for what is data from the beginning."""
    notice = NOTICES.get(name)
    if notice is None or name == BULLETIN_SMS:
        return []
    body = [{"name": each.name, "text": each.built_in} for each in notice.parts]
    return [{"name": name, "version": BUILT_IN, "effective_on": date.min, "body": body}]


def _part(name: str, label: str, kind: str, text: str, more: Sequence[str]) -> Part:
    """A text with the gaps that the program's words have, and ``more``."""
    used = {name for _, name, _, _ in Formatter().parse(text) if name}
    gaps = [each for each in letter.GAPS if each in used or each in more]
    needed = [each for each in gaps if each in _NEEDED & used]
    return Part(name=name, label=label, kind=kind, built_in=text, gaps=gaps, needed=needed)


def _message(each: Template, section: str, more: Sequence[str]) -> Notice:
    parts = [_part("body", LETTERS["text"], SMS, each.body, more)]
    return Notice(name=each.wording, label=TEMPLATES[each.name], section=section, parts=parts)


def _letter(each: Letter) -> Notice:
    parts = [
        _part("subject", LETTERS["subject"], "line", each.subject, ()),
        _part("body", LETTERS["text"], MAIL, each.body, (*_TO_PETITIONERS, "address")),
    ]
    return Notice(name=each.wording, label=TEMPLATES[each.name], section=LETTERS["mail"], parts=parts)


def _bulletin() -> Notice:
    parts = [
        Part(name=name, label=BULLETIN[name], kind=SMS, built_in="", gaps=gaps, needed=("unit", "period"))
        for name, gaps in _IN_BULLETIN.items()
    ]
    return Notice(name=BULLETIN_SMS, label=TEMPLATES["bulletin"], section=LETTERS["leaders"], parts=parts)


NOTICES: Mapping[str, Notice] = {
    each.name: each
    for each in (
        *(_message(each, LETTERS["sms"], _TO_PETITIONERS) for each in TO_CITIZEN.values()),
        *(_message(each, LETTERS["followers"], ("city", "number")) for each in TO_FOLLOWERS.values()),
        *(_letter(each) for each in TO_CITIZEN_BY_MAIL.values()),
        _bulletin(),
    )
}
