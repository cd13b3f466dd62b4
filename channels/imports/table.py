"""A table as people have it: CSV in UTF-8, UTF-16 or GB18030, or an Excel workbook, told apart by content.

Every cell becomes text. Whatever the file is, it is read within bounds: so many bytes unpacked, so many rows,
columns and characters a cell.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice

from openpyxl import load_workbook

from channels.base import ChannelError, Flaw, marked
from channels.words import clean

MOST_BYTES = 32 * 1024 * 1024
MOST_UNPACKED = 256 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 100_000, 50, 10_000
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = (",", "\t", ";")
_EMPTY = marked("文件里没有数据。第一行应是列名，下面每行一件诉求。")
_LARGE = marked("文件太大：最大32 MB，展开后最大256 MB，请分成几个文件。")
_LONG = marked("行数太多：一个文件最多%(most)s行，请分成几个文件。")
_OLD = marked("这是旧版Excel文件（.xls），请另存为.xlsx或CSV后再导入。")
_BROKEN = marked("这个Excel文件打不开，请重新另存为.xlsx后再导入。")
_CODING = marked("文字编码无法识别，请另存为UTF-8或GB18030编码的CSV。")
_CELL = marked("有一格内容太长，读不出表格，请检查引号是否成对。")
Cells = Sequence[str]


class Unreadable(ChannelError):
    """The file is no table we can read; ``flaw`` says why."""

    def __init__(self, message: str, **values: int) -> None:
        super().__init__(message)
        self.flaw = Flaw(field="file", code="invalid_value", message=message, values=values)


def read(body: bytes) -> Iterator[Cells]:
    """The rows of a file, the headings first, all of one width. Raises ``Unreadable``, also on the way."""
    if len(body) > MOST_BYTES:
        raise Unreadable(_LARGE)
    if body.startswith(_OLD_EXCEL):
        raise Unreadable(_OLD)
    rows = _of_excel(body) if body.startswith(_ZIP) else _of_text(body)
    filled = (row for row in rows if any(row))
    headings = next(filled, None)
    if headings is None:
        raise Unreadable(_EMPTY)
    yield headings
    count = 0
    for count, row in enumerate(islice(filled, MOST_ROWS + 1), start=1):
        if count > MOST_ROWS:
            raise Unreadable(_LONG, most=MOST_ROWS)
        yield [*row, *[""] * (len(headings) - len(row))][: len(headings)]
    if count == 0:
        raise Unreadable(_EMPTY)


def _of_text(body: bytes) -> Iterator[Cells]:
    text = _decoded(body)
    first = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            yield _bounded(row)
    except csv.Error as error:
        raise Unreadable(_CELL) from error


def _decoded(body: bytes) -> str:
    marks = [coding for mark, coding in _MARKS if body.startswith(mark)]
    for coding in marks or ("utf-8", "gb18030"):
        try:
            return body.decode(coding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_CODING)


def _of_excel(body: bytes) -> Iterator[Cells]:
    """The first sheet. What the archive says of its size is what can come out of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable(_LARGE)
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True):
            yield _bounded(map(_text, row)) if any(cell is not None for cell in row) else []
    except Unreadable:
        raise
    except Exception as error:  # a workbook made to harm can make the reader raise anything
        raise Unreadable(_BROKEN) from error


def _bounded(row: Iterable[str]) -> Cells:
    cells = [clean(cell[:MOST_CHARACTERS]) for cell in islice(row, MOST_COLUMNS)]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: object) -> str:
    """A cell as it would be typed: a number without a point of its own, a date in ISO 8601."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case _:
            return str(value)
