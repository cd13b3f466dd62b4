"""回避: who keeps out of a record, and who is a second person to it."""

from collections.abc import Mapping

from admin.accountability.store import Record
from admin.security.account import Officer
from admin.wiring import Container


def followed(container: Container, unit: str | None) -> list[str]:
    """The abolished units that ``unit`` carries on."""
    return [old for old, heir in container.city.successors().items() if heir == unit]


def bars(known: Record, by: Officer, successors: Mapping[str, str]) -> bool:
    """Whether an officer must keep out of a record: of the unit, of its successor, or concerned himself."""
    return by.username == known.account or (by.unit is not None and by.unit in (known.unit, successors.get(known.unit)))


def may_decide(known: Record, by: Officer) -> bool:
    """Whether it is a second person: neither who opened it nor who proposed it."""
    return by.username not in (known.opened_by, known.proposed_by)
