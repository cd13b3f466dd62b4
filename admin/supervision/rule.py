"""Supervision rules (监察规则): what a rule watches, from which threshold on, and which version is in force on a day.

A node or a total is measured in time, a count and a trace in times.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Watch(StrEnum):
    """What a rule looks at: one step, the whole way, how often, or a trace of gaming."""

    NODE = "node"
    TOTAL = "total"
    COUNT = "count"
    FACT = "fact"


class Unit(StrEnum):
    """In what a threshold is given."""

    MINUTES = "minutes"
    HOURS = "hours"
    WORKDAYS = "workdays"
    TIMES = "times"


class Per(StrEnum):
    """Whose count it is: one petition's, or one unit's in a window of days."""

    PETITION = "petition"
    UNIT = "unit"


TOTAL = "total"
NODES = ("dispatch", "sign", "contact", "return", "handle", "review", "callback")
COUNTS = ("urges", "reworks", "units", "returns", "extensions", "suspensions")
SUBJECTS: Mapping[Watch, Sequence[str]] = {
    Watch.NODE: NODES,
    Watch.TOTAL: (TOTAL,),
    Watch.COUNT: COUNTS,
    Watch.FACT: (
        *("quick_closing", "kind_changed", "batch_closing", "same_reply"),
        *("last_moment_then_rework", "backdated_contact"),
    ),
}
LEVELS = range(1, 5)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One version of a rule. Empty ``kinds`` or ``urgencies``: all of them; ``level`` 1–4, 4 the gravest."""

    code: str
    version: int
    name: str
    watches: Watch
    subject: str
    per: Per
    threshold: int
    measure: Unit
    window_days: int
    kinds: Sequence[str]
    urgencies: Sequence[str]
    level: int
    effective_on: date
    active: bool


def in_force(versions: Iterable[Rule], on: date) -> Mapping[str, Rule]:
    """Of each rule the newest version whose day has come; one switched off stays in, for it stops the older."""
    found: dict[str, Rule] = {}
    for each in sorted(versions, key=lambda rule: (rule.effective_on, rule.version)):
        if each.effective_on <= on:
            found[each.code] = each
    return found
