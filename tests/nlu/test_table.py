"""Somebody's CSV, taken or refused with the row that is wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import table
from nlu.error import DataError
from nlu.table import Columns

COLUMNS = Columns(("subject", "detail"), "label")


def _file(folder: Path, content: str | bytes) -> Path:
    path = folder / "rows.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_text_columns_are_joined_and_missing_ones_left_out(tmp_path: Path) -> None:
    path = _file(tmp_path, "id,subject,detail,label\na,标题,内容,水\nb,,只有内容,电\n")
    rows = table.read(path, COLUMNS)
    assert [document.text for document in rows.documents] == ["标题\n内容", "只有内容"]
    assert table.read(path, Columns(("detail", "more"))).documents[0].text == "内容"


def test_rows_without_an_id_column_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    assert table.read(_file(tmp_path, "detail\n水\n\n电\n"), Columns(("detail",))).ids == ("2", "4")


def test_more_columns_become_marks(tmp_path: Path) -> None:
    path = _file(tmp_path, "detail,district\n水,A01\n")
    assert table.read(path, Columns(("detail",), also=("district",))).documents[0].marks == ("district=A01",)


def test_columns_that_would_help_and_are_not_there_are_named(tmp_path: Path) -> None:
    rows = table.read(_file(tmp_path, "detail\n水\n"), Columns(("detail",), also=("district",)))
    assert (rows.lacks, rows.documents[0].marks) == (("district",), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_it_reads_what_chinese_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    path = _file(tmp_path, "detail,label\r\n暖气不热,供热\r\n".encode(encoding))
    assert table.read(path, COLUMNS).labels == ("供热",)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("", "no_rows", "row 1"),
        ("detail,label\n", "no_rows", "below its header"),
        ("text,label\n水,x\n", "missing_column", "subject or detail"),
        ("detail,detail,label\n水,电,x\n", "duplicate_column", "detail more than once"),
        ("detail,kind\n水,x\n", "missing_column", "no column label"),
        ("detail,label\n水,x\n电,y,z\n", "bad_row", "row 3 has 3 fields"),
        ("id,detail,label\na,水,x\nb, ,y\n", "empty_text", "row 3 (id b) has no text"),
        ("id,detail,label\na,水,\n", "empty_label", "row 2 (id a) has no label"),
        ("id,detail,label\na,水,x\nb,电,x\na,气,y\n", "duplicate_id", "row 4 repeats the id 'a' of row 2"),
        ('detail,label\n"水,x\n', "bad_row", "near line"),
        (b"detail,label\nx\xff\xff\xff,y\n", "unknown_encoding", "line 2"),
    ],
)
def test_a_bad_table_is_refused_where_it_is_bad(tmp_path: Path, content: str | bytes, code: str, words: str) -> None:
    with pytest.raises(DataError) as refused:
        table.read(_file(tmp_path, content), COLUMNS)
    assert refused.value.code == code
    assert words in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.csv cannot be read"):
        table.read(tmp_path / "nowhere.csv", COLUMNS)


def test_empty_texts_may_be_let_through(tmp_path: Path) -> None:
    assert table.read(_file(tmp_path, "id,detail\na,\n"), Columns(("detail",)), allow_empty=True).ids == ("a",)


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail_otherwise(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = _file(tmp_path_factory.mktemp("any"), b"detail,label\n" + content)
    try:
        table.read(path, COLUMNS)
    except DataError as refused:
        assert refused.code
