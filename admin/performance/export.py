"""The ranking as a sheet, with a last line that says who took it out and when."""

import csv
import io
from collections.abc import Callable, Sequence

from openpyxl import Workbook

from admin.performance.closing import Outcome
from admin.performance.tree import leaves

Rows = Sequence[Sequence[str | int | float | None]]


def rows(found: Outcome, *, name: Callable[[str], str], head: Sequence[str], mark: str, barred: str,
         out: frozenset[str]) -> Rows:  # fmt: skip
    """Head, one line a unit, and the watermark; leaves in the order of the tree."""
    order = leaves(found.plan.nodes)
    lines = [
        [
            *(each.group, each.rank, name(each.unit)),
            None if each.points.total is None else float(each.points.total),
            *(None if (value := each.points.leaves[leaf.code]) is None else float(value) for leaf in order),
            barred if each.unit in out else "",
        ]
        for each in found.places
    ]
    return [[*head, *(leaf.name for leaf in order), barred], *lines, [mark]]


def as_csv(table: Rows) -> bytes:
    """With a byte order mark, for spreadsheets in use here."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([[_harmless(cell) for cell in row] for row in table])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def as_xlsx(table: Rows) -> bytes:
    book, buffer = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for row in table:
        sheet.append([_harmless(cell) for cell in row])
    book.save(buffer)
    return buffer.getvalue()


def _harmless(cell: str | int | float | None) -> str | int | float | None:
    """A text that a spreadsheet would take for a formula is told to be text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r") else cell
