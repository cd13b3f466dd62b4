"""What every page and every file says of a unit in a month, read as a person would read it: from rows of tables."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO, StringIO
from typing import Any

from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.admin.desks.desk import Desk

Open = Callable[[str], Desk]


@dataclass(frozen=True, kw_only=True)
class Told:
    """The figures of a unit, as text; None where a rendering does not show one."""

    score: str | None = None
    rank: str | None = None
    completed: str | None = None
    n3: str | None = None
    n6: str | None = None


def frozen(figures: Mapping[str, Any]) -> Told:
    """From the frozen body, by the rule that is told to everyone: one place, half upwards."""
    return Told(
        score=figures["score"],
        rank=str(figures["rank"]),
        completed=str(figures["completed"]),
        n3=percent(figures["rates"]["N3"]),
        n6=percent(figures["rates"]["N6"]),
    )


def percent(rate: Sequence[Any]) -> str:
    share = Decimal(rate[0]) / rate[1] * 100
    return str(share.quantize(Decimal("0.1"), ROUND_HALF_UP))


def rows(html: str) -> list[list[str]]:
    """The cells of every table row of a page, without tags."""
    return [
        [_plain(cell) for cell in re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr\b[^>]*>(.*?)</tr>", html, re.DOTALL)
    ]


def row_of(table: Sequence[Sequence[str]], name: str, *, cells: int) -> Sequence[str]:
    """The row with so many cells whose second cell is ``name``."""
    (found,) = [each for each in table if len(each) == cells and each[1] == name]
    return found


def in_bulletin(table: Sequence[Sequence[str]], name: str) -> Told:
    """Page, Word and CSV have the same ranking table."""
    rank, _, completed, n3, n6, score, _, _ = row_of(table, name, cells=8)
    return Told(score=score, rank=rank, completed=completed, n3=n3, n6=n6)


def in_word(content: bytes, name: str) -> Told:
    tables = Document(BytesIO(content)).tables
    return in_bulletin([[cell.text for cell in row.cells] for table in tables for row in table.rows], name)


def in_csv(content: str, name: str) -> Told:
    return in_bulletin(list(csv.reader(StringIO(content.removeprefix("\ufeff")))), name)


def pdf_text(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def word_text(content: bytes) -> str:
    """Paragraphs, cells, heads and feet: whatever is text in the file's body."""
    made = Document(BytesIO(content))
    parts = [made.element, *(each.footer._element for each in made.sections)]
    return "".join(each.text for part in parts for each in part.iter() if each.text)


def workbook_text(content: bytes) -> str:
    sheets = load_workbook(BytesIO(content)).worksheets
    return " ".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)


def in_pdf(content: bytes, name: str) -> Told:
    """What stands between the name in the ranking and the grade."""
    printed = re.sub(r"\s+", " ", pdf_text(content))
    found = re.search(rf"(\d+) {name} (\d+) (\d+\.\d) (\d+\.\d) (\d+\.\d\d)", printed)
    assert found, printed
    rank, completed, n3, n6, score = found.groups()
    return Told(score=score, rank=rank, completed=completed, n3=n3, n6=n6)


def in_message(body: str) -> Told:
    """A short message to a unit that is poor names no rank."""
    found = re.search(r"办件(\d+)件,按期办结([\d.]+)%,满意([\d.]+)%,得分([\d.]+),", body)
    assert found, body
    completed, n3, n6, score = found.groups()
    return Told(score=score, completed=completed, n3=n3, n6=n6)


def in_indicators(html: str, name: str) -> Told:
    """The board of a group: rank, unit, score, grade, the nine, completed."""
    found = row_of(rows(html), name, cells=14)
    return Told(score=found[2], rank=found[0], n3=_number(found[6]), n6=_number(found[9]), completed=found[13])


def in_overview(html: str, name: str) -> Told:
    """The ranking of the group, and of the nine the month that was asked for."""
    rank, _, score, completed = row_of(rows(html), name, cells=4)
    nine = dict(re.findall(r"<h3>(.*?)</h3>\s*<p><a[^>]*>(.*?)%", html, re.DOTALL))
    n3, n6 = (_number(nine[each]) for each in ("按期办结率", "群众满意率"))
    return Told(score=_number(score), rank=rank, completed=completed, n3=n3, n6=n6)


def in_public(html: str, name: str) -> Told:
    """The public page names the units with score and rank; the nine are those of the city."""
    rank, _, score, _, completed = row_of(rows(html), name, cells=5)
    return Told(score=score, rank=rank, completed=completed)


def in_public_table(content: str, unit: str) -> Told:
    """The public table has numerators and denominators."""
    lines = csv.DictReader(StringIO(content.removeprefix("\ufeff")))
    rates = {line["indicator"]: (line["numerator"], int(line["denominator"])) for line in lines if line["unit"] == unit}
    return Told(n3=percent(rates["N3"]), n6=percent(rates["N6"]))


def _plain(cell: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip()


def _number(words: str) -> str:
    found = re.search(r"\d+(?:\.\d+)?", re.sub(r"<[^>]+>", " ", words))
    return found.group() if found else ""
