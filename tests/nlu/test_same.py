"""Which texts tell the same matter, on pairs written by hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import same
from routing.same import ALIKE

Pairs = list[tuple[str, str]]


def _pairs(folder: Path, kind: str) -> Pairs:
    lines = (folder / "same" / "pairs.tsv").read_text(encoding="utf-8").splitlines()
    return [(one, other) for what, one, other in (line.split("\t") for line in lines) if what == kind]


def test_most_of_those_who_tell_the_same_share_a_band(data_folder: Path) -> None:
    pairs = _pairs(data_folder, "same")
    found = [set(same.bands(one)) & set(same.bands(other)) for one, other in pairs]
    assert sum(map(bool, found)) >= 0.8 * len(pairs)


def test_all_of_those_who_tell_the_same_are_alike_enough(data_folder: Path) -> None:
    assert all(same.likeness(one, other) >= ALIKE for one, other in _pairs(data_folder, "same"))


def test_few_of_those_who_tell_something_else_are_alike_enough(data_folder: Path) -> None:
    pairs = _pairs(data_folder, "other")
    assert sum(same.likeness(one, other) >= ALIKE for one, other in pairs) <= len(pairs) // 8


def test_what_every_petition_says_makes_no_two_alike() -> None:
    polite = "您好，我要投诉一下，希望相关部门尽快处理，谢谢"
    assert same.letters(polite) == ""
    assert same.bands(polite) == ()


@pytest.mark.parametrize(
    "other", ["家裏暖氣不熱，室內只有十五度", "家里　暖气不热!!!室内只有十五度", "家里暖气不热室内只有十五度谢谢"]
)
def test_width_script_and_punctuation_make_no_difference(other: str) -> None:
    assert same.bands("家里暖气不热，室内只有十五度") == same.bands(other)


@given(st.text(max_size=3000))
def test_whatever_is_sent_has_bands_of_32_bits_or_none(text: str) -> None:
    bands = same.bands(text)
    assert len(bands) in (0, same.BANDS)
    assert all(-(1 << 31) <= each < 1 << 31 for each in bands)
    assert 0 <= same.likeness(text, text[::-1]) <= 100
