"""Petition numbers: read back as written, and every slip of the pen is found."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking.profile import BRIEF
from tracking.domain.error import InvalidValue
from tracking.domain.number import LARGEST_SEQUENCE, Number, check_digit, parse

NUMBERS = st.builds(
    Number,
    city=st.sampled_from(("SY", "BJ")),
    day=st.dates(date(2009, 9, 1), date(2099, 12, 31)),
    channel=st.sampled_from("PWAVSMTC"),
    sequence=st.integers(1, LARGEST_SEQUENCE),
)


@BRIEF
@given(number=NUMBERS)
def test_what_is_written_is_read_back(number: Number) -> None:
    assert parse(str(number)) == number


@BRIEF
@given(number=NUMBERS)
def test_case_and_spaces_around_do_not_matter(number: Number) -> None:
    assert parse(f"  {str(number).lower()}\n") == number


def test_it_looks_as_the_city_prints_it() -> None:
    assert str(Number(city="SY", day=date(2026, 11, 22), channel="P", sequence=123)).startswith("SY20261122-P-000123-")


def _digits(text: str) -> list[int]:
    return [place for place, sign in enumerate(text) if sign.isdigit()]


@BRIEF
@given(number=NUMBERS)
def test_every_single_wrong_digit_is_found(number: Number) -> None:
    text = str(number)
    for place in _digits(text):
        for wrong in set("0123456789") - {text[place]}:
            with pytest.raises(InvalidValue):
                parse(text[:place] + wrong + text[place + 1 :])


@BRIEF
@given(number=NUMBERS)
def test_every_swap_of_unequal_neighbours_is_found_also_across_hyphens(number: Number) -> None:
    text = str(number)
    places = _digits(text)
    for one, other in pairwise(places):
        swapped = list(text)
        swapped[one], swapped[other] = text[other], text[one]
        if text[one] != text[other]:
            with pytest.raises(InvalidValue):
                parse("".join(swapped))


@BRIEF
@given(digits=st.text("0123456789", min_size=2, max_size=20), data=st.data())
def test_the_check_digit_itself_tells_wrong_digits_and_swaps_apart(digits: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(digits) - 2))
    pair, wrong = digits[place : place + 2], data.draw(st.sampled_from("0123456789"))
    swapped = digits[:place] + pair[::-1] + digits[place + 2 :]
    changed = digits[:place] + wrong + digits[place + 1 :]
    assert (check_digit(swapped) == check_digit(digits)) == (swapped == digits)
    assert (check_digit(changed) == check_digit(digits)) == (changed == digits)


@BRIEF
@given(text=st.text(max_size=30))
def test_anything_else_is_refused_kindly(text: str) -> None:
    with pytest.raises(InvalidValue):
        parse(text)


@pytest.mark.parametrize("text", ["SY20261122-P-000123", "20261122-P-000123-7", ""])
def test_missing_parts_are_refused(text: str) -> None:
    _refused(text, "not a petition number")


def test_a_check_digit_that_does_not_fit_is_named_as_the_reason() -> None:
    number = str(Number(city="SY", day=date(2026, 11, 22), channel="P", sequence=123))
    _refused(number[:-1] + str((int(number[-1]) + 1) % 10), "the check digit does not fit")


@pytest.mark.parametrize("day", ["20260230", "20261301", "00000101"])
def test_impossible_days_are_refused_even_with_the_right_check_digit(day: str) -> None:
    _refused(f"SY{day}-W-000001-{check_digit(day + '000001')}", "no such day")


def _refused(text: str, reason: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse(text)
    assert (str(refused.value), refused.value.details) == (reason, {"field": "number"})


def test_the_check_digit_is_the_one_that_was_published() -> None:
    assert check_digit("572") == 4
    assert check_digit("5724") == 0


def test_letters_that_only_look_like_a_number_are_refused() -> None:
    number = str(Number(city="SS", day=date(2026, 3, 2), channel="W", sequence=1))
    for disguised in (number.replace("SS", "ß"), number.replace("0", "\uff10")):
        with pytest.raises(InvalidValue):
            parse(disguised)
