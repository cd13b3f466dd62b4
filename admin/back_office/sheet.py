"""A table as CSV or Excel with the watermark that says who has it; nothing in it is a formula."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook

Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_STARTS_A_FORMULA = tuple("=+-@\t\r\n")
_LONGEST_HEADER = 200  # Excel takes 255 characters with its codes


def made(kind: str, head: Sequence[str], rows: Rows, *, mark: str) -> bytes:
    """The file: the watermark on the first and last line, in Excel also in header and footer of each printed page."""
    table = [[mark], head, *rows, [mark]]
    harmless = [[_harmless(cell) for cell in row] for row in table]
    return _csv(harmless) if kind == "csv" else _xlsx(harmless, mark)


def _csv(table: Rows) -> bytes:
    """With a byte order mark, for spreadsheets in use here."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(table)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _xlsx(table: Rows, mark: str) -> bytes:
    book, buffer = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    printed = mark.replace("&", "")[:_LONGEST_HEADER]  # in a header & begins a code
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = printed
    for row in table:
        sheet.append(row)
    book.save(buffer)
    return buffer.getvalue()


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula is told to be text; control characters go."""
    if not isinstance(cell, str):
        return cell
    plain = "".join(each for each in cell if each in "\t\r\n" or ord(each) >= 32)
    return f"'{plain}" if plain.lstrip(" ").startswith(_STARTS_A_FORMULA) else plain
