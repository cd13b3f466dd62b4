"""Files become rows of text, whatever their coding; what is no table, or made to harm, is refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.imports import table
from channels.imports.table import Unreadable, read
from tests.channels.imports.sheet import GOOD, HEADINGS, as_csv, as_excel


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_file_is_read_in_any_coding_and_separator(coding: str, separator: str) -> None:
    assert list(read(as_csv(GOOD, coding=coding, separator=separator))) == [list(HEADINGS), list(GOOD)]


def test_a_workbook_gives_what_a_person_sees() -> None:
    cells = [13800001111.0, 7, 1.5, True, None, datetime(2019, 5, 6, 8, 30), date(2019, 5, 6), " 路灯 "]  # noqa: DTZ001
    found = list(read(as_excel(cells, headings=list("abcdefgh"))))[1]
    assert found == ["13800001111", "7", "1.5", "是", "", "2019-05-06T08:30:00", "2019-05-06T00:00:00", "路灯"]


def test_a_row_of_noughts_is_no_empty_row() -> None:
    assert list(read(as_excel([0, False], headings=["a", "b"])))[1] == ["0", "否"]


def test_empty_rows_are_left_out_and_short_ones_filled_up() -> None:
    body = b"a,b,c\n\n1\n,,\n1,2,3,4\n"
    assert list(read(body)) == [["a", "b", "c"], ["1", "", ""], ["1", "2", "3"]]


def test_a_cell_of_a_megabyte_is_cut() -> None:
    body = as_excel(["x" * 32_000, "二"], headings=["a", "b"])
    assert [len(cell) for cell in list(read(body))[1]] == [table.MOST_CHARACTERS, 1]
    with pytest.raises(Unreadable):
        list(read(as_csv(["x" * 1_000_000], headings=["a"])))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "没有数据"),
        (b"a,b\n", "没有数据"),
        (b"\xd0\xcf\x11\xe0rest", "旧版"),
        (b"PK\x03\x04rest", "打不开"),
        (b"a,b\n\xff\xff\xff", "编码"),
        (b"x" * (table.MOST_BYTES + 1), "太大"),
        (b"a\n" * (table.MOST_ROWS + 2), "行数太多"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(body: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        list(read(body))
    assert words in refused.value.flaw.message


def _with_part(name: str, content: bytes) -> bytes:
    """A good workbook with one part exchanged."""
    good, made = zipfile.ZipFile(io.BytesIO(as_excel(GOOD))), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in good.namelist():
            archive.writestr(part, content if part == name else good.read(part))
    return made.getvalue()


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = _with_part("xl/worksheets/sheet1.xml", b"0" * (table.MOST_UNPACKED + 1))
    assert len(bomb) < 1024 * 1024
    with pytest.raises(Unreadable) as refused:
        list(read(bomb))
    assert "太大" in refused.value.flaw.message


_LOL = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""
_FAR = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>
<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>b</t></is></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize("content", [_LOL, _FAR, b"", b"<worksheet"], ids=["entities", "far away", "empty", "broken"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_a_workbook_made_to_harm_is_refused(part: str, content: bytes) -> None:
    with pytest.raises(Unreadable):
        list(read(_with_part(part, content)))


def test_formulas_give_their_last_value_and_nothing_is_calculated() -> None:
    assert [cells[0] for cells in read(as_excel(["=1+1"], ["x"], headings=["a"]))] == ["a", "x"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda body: b"PK\x03\x04" + body))
def test_any_bytes_are_a_table_or_unreadable(body: bytes) -> None:
    try:
        found = list(read(body))
    except Unreadable as error:
        assert error.flaw.message
    else:
        assert len({len(row) for row in found}) == 1
