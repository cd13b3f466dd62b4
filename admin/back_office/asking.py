"""The filter of an export as it is typed: the fields of each kind, what may be chosen, whether it makes sense."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from admin.back_office import audit, content, word
from admin.back_office.content import Ask
from admin.back_office.export import MOST_ROWS
from admin.desks import delivery, indicators, words
from admin.desks.view import FILTERS
from admin.desks.worklist import TABS
from admin.language import CHINESE
from admin.security.account import Officer
from admin.wiring import Container
from channels.base import marked
from tracking.domain.error import InvalidValue
from tracking.domain.number import parse
from tracking.store import desk

FIELDS: Mapping[str, Sequence[str]] = {
    "worklist": ("tab", *(name for name in FILTERS if name != "caller")),  # whose telephone it was goes nowhere
    "indicators": ("period", "group"),
    "audit": audit.FIELDS,
    "deliveries": ("state", "since", "until"),
}
LATE_ONLY = marked("只看超期")
SHORTEST_REASON, LONGEST_REASON, LONGEST_FIELD = 5, 200, 64
Choices = Mapping[str, Mapping[str, str]]


def choices(container: Container, officer: Officer, kind: str) -> Choices:
    """Field → value → label, as message ids; a field that is not here is typed."""
    city = container.city
    if kind == "worklist":
        return {
            "tab": {tab.name: TABS[tab.name] for tab in reversed(desk.tabs(officer.role, officer.unit))},
            "kind": words.KINDS,
            "urgency": words.URGENCIES,
            "stage": words.STAGES,
            "channel": {code.code: code.name for code in city.codes("channels")},
            "late": {"1": LATE_ONLY},
            "district": city.register.districts,
            "unit": {unit.code: unit.short_name for unit in city.units()},
        }
    if kind == "indicators":
        known = {str(each): str(each) for each in indicators.periods(container)}
        return {"period": known, "group": {} if officer.unit else {each: each for each in indicators.GROUPS}}
    return {"kind": word.AUDIT_KINDS} if kind == "audit" else {"state": delivery.STATES}


def counted(
    container: Container, connection: Connection, officer: Officer, kind: str, wanted: Mapping[str, str]
) -> tuple[int, str]:
    """How many rows there will be, and the code of what is wrong with the filter, empty where it can be exported."""
    if not _sensible(choices(container, officer, kind), wanted):
        return 0, "filter"
    ask = Ask(officer=officer, wanted=wanted, lang=CHINESE, most=MOST_ROWS + 1)
    total = content.of(container, connection, kind, ask).total
    return total, "empty" if total == 0 else "too_many" if total > MOST_ROWS else ""


def flaw_of_reason(container: Container, reason: str) -> str:
    """The code of what is wrong with a reason: the second person must be able to judge it, and it stays on record."""
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        return "reason"
    return "personal" if container.redact(reason) != reason else ""


def _sensible(known: Choices, wanted: Mapping[str, str]) -> bool:
    """Whether every chosen value is one of those offered, and every typed one can be read."""
    for name, value in wanted.items():
        if not value:
            if name in ("tab", "period") and name in known:
                return False
        elif name in known:
            if value not in known[name]:
                return False
        elif not _readable(name, value):
            return False
    return True


def _readable(name: str, value: str) -> bool:
    try:
        if name in ("since", "until"):
            return date.fromisoformat(value).year < 9000
        if name == "number":
            parse(value)
    except (ValueError, InvalidValue):
        return False
    return len(value) <= LONGEST_FIELD
