"""Lists of words as data: a table in ``corpus/`` with a line for each role a word can play."""

from __future__ import annotations

import csv
import re
from pathlib import Path

_FOLDER = Path(__file__).parent / "corpus"


class Words:
    """The words of one table, by role."""

    def __init__(self, name: str) -> None:
        with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            self._by_role = {row["role"]: row["words"].split() for row in csv.DictReader(file)}

    def some(self, *roles: str) -> frozenset[str]:
        """Return the words of these roles."""
        return frozenset(word for role in roles for word in self._by_role[role])

    def any_of(self, *roles: str) -> str:
        """Return a pattern for any word of these roles, the longest first."""
        return f"(?:{'|'.join(sorted(map(re.escape, self.some(*roles)), key=lambda word: (-len(word), word)))})"
