"""Where it is: a code of the city's districts and streets, or plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from channels.base import Flaw, Refused, marked

_CODE = re.compile(r"[A-Z]\d{2}(?:\d{2})?")
_UNKNOWN = marked("没有这个地点代码，请从列表中选择。")


@dataclass(frozen=True, kw_only=True)
class Place:
    """What was found; ``words`` is what was not a code."""

    district: str | None = None
    street: str | None = None
    words: str = ""


@dataclass(frozen=True)
class Gazetteer:
    """The known places: ``districts`` code → name, ``streets`` code → (district, name)."""

    districts: Mapping[str, str]
    streets: Mapping[str, tuple[str, str]]

    def find(self, raw: str) -> Place:
        """Raises ``Refused`` for what looks like a code and is none of ours."""
        given = raw.strip()
        if given in self.streets:
            return Place(district=self.streets[given][0], street=given)
        if given in self.districts:
            return Place(district=given)
        if _CODE.fullmatch(given):
            raise Refused(Flaw(field="place", code="unknown_code", message=_UNKNOWN))
        return Place(words=given)
