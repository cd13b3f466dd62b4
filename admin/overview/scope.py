"""Whose figures are looked at: the city's, a group's or a unit's."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracking.domain.error import NotFound

CITY = "city"
GROUPS = ("A", "B1", "B2", "B3", "B4")


class Kind(StrEnum):
    """What a scope names."""

    CITY = "city"
    GROUP = "group"
    UNIT = "unit"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """``code`` is ``city``, a group or a unit; ``groups`` has every unit that is counted with its group."""

    kind: Kind
    code: str
    groups: Mapping[str, str | None]

    def has(self, unit: str) -> bool:
        """Whether a unit belongs to it."""
        if self.kind is Kind.CITY:
            return True
        return unit == self.code if self.kind is Kind.UNIT else self.groups.get(unit) == self.code

    @property
    def units(self) -> list[str]:
        return [unit for unit in self.groups if self.has(unit)]


def scope_of(code: str, groups: Mapping[str, str | None], *, own: str | None = None) -> Scope:
    """What an address names; those of one unit (``own``) see no other. Raises ``NotFound``."""
    wanted = own or code or CITY
    if wanted == CITY:
        return Scope(kind=Kind.CITY, code=CITY, groups=groups)
    if wanted in GROUPS:
        return Scope(kind=Kind.GROUP, code=wanted, groups=groups)
    if wanted not in groups:
        raise NotFound("no such unit")
    return Scope(kind=Kind.UNIT, code=wanted, groups=groups)
