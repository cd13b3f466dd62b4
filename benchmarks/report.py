"""What a run says: each line as soon as it is known, a table for people and one JSON object for programs."""

import json
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass(kw_only=True)
class Report:
    """Rows are (what, measured, aim)."""

    title: str
    rows: list[tuple[str, str, str]] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)

    def add(self, what: str, measured: str, aim: str = "") -> None:
        self.rows.append((what, measured, aim))
        Console(stderr=True).print(f"{what}: {measured}")

    def print(self) -> None:
        """The table, and as last line the figures."""
        table = Table("", "measured", "aim", title=self.title)
        for row in self.rows:
            table.add_row(*row)
        Console(width=150).print(table)
        print(json.dumps(self.figures))
