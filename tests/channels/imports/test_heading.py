"""Columns are recognised by the names old systems give them; a person's word wins."""

from __future__ import annotations

import pytest

from channels.base import Refused
from channels.imports.heading import FIELDS, corrected, lacking, recognised, told_by
from tests.channels.imports.sheet import HEADINGS


def test_usual_headings_are_recognised() -> None:
    assert list(recognised(HEADINGS)) == [
        *("external_id", "received_at", "text", "phone", "name", "district", "kind", "unit"),
        *("closed_at", "outcome", "satisfaction", "reply"),
    ]


@pytest.mark.parametrize(
    "heading", ["Received_At", " received at ", "受理时间：", "【受理时间】", "ＲＥＣＥＩＶＥＤ－ＡＴ"]
)
def test_case_blanks_and_brackets_make_no_difference(heading: str) -> None:
    assert recognised([heading]) == {"received_at": 0}


def test_no_heading_stands_for_two_fields() -> None:
    headings = [heading for field in FIELDS.values() for heading in field.headings.split()]
    assert len(headings) == len(set(headings))


def test_of_two_columns_that_could_be_one_field_the_first_is_taken() -> None:
    assert recognised(["内容", "诉求内容"]) == {"text": 0}


def test_a_persons_word_wins_and_a_column_can_be_left_out() -> None:
    headings = ["编号", "内容", "描述", "电话"]
    found = corrected(recognised(headings), headings, told_by("描述=text, 电话=-"))
    assert found == {"external_id": 0, "text": 2}


@pytest.mark.parametrize("told", ["描述=text", "编号=nonsense", "编号=text,内容=text", "编号", "=text", "编号="])
def test_what_cannot_be_is_refused(told: str) -> None:
    headings = ["编号", "内容"]
    with pytest.raises(Refused):
        corrected(recognised(headings), headings, told_by(told))


def test_what_is_lacking_is_named() -> None:
    assert lacking(recognised(["编号", "内容"])) == ["受理时间"]
    assert lacking(recognised(HEADINGS)) == []
