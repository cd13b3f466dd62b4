"""The list of errors, to be corrected in the file: which line, which id, which column, what is wrong.

Nothing personal is in it: the person who corrects has the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator

from channels.base import marked
from channels.imports.heading import FIELDS
from channels.imports.row import Row

_HEAD = (marked("行号"), marked("原编号"), marked("栏目"), marked("问题"))
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Say = Callable[..., str]


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not calculate."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def error_list(rows: Iterable[Row], say: Say) -> Iterator[bytes]:
    """CSV in UTF-8 with its mark, for spreadsheets take it for something else without; one line a flaw."""
    yield "\ufeff".encode()
    yield _line([say(title) for title in _HEAD])
    for row in rows:
        for flaw in row.flaws:
            known = FIELDS.get(flaw.field)
            column = say(known.label) if known else flaw.field
            yield _line([str(row.line), row.external_id or "", column, say(flaw.message, **flaw.values)])


def _line(cells: Iterable[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(map(harmless, cells))
    return written.getvalue().encode(errors="replace")
