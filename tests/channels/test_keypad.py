"""Number and code on the keys of a telephone."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from channels import keypad
from tests.tracking.profile import BRIEF
from tracking.domain.number import LARGEST_SEQUENCE, Number
from tracking.store.seal import _ALPHABET

NUMBERS = st.builds(
    Number,
    city=st.just("SY"),
    day=st.dates(date(2009, 9, 1), date(2099, 12, 31)),
    channel=st.sampled_from("PWAVSMTC"),
    sequence=st.integers(1, LARGEST_SEQUENCE),
)


@BRIEF
@given(NUMBERS)
def test_the_digits_of_a_number_lead_back_to_it(number: Number) -> None:
    digits = "".join(filter(str.isdigit, str(number)))
    assert len(digits) == keypad.WHOLE
    assert str(number) in keypad.numbers(digits, "SY")
    assert str(number).endswith(keypad.ending(digits[-keypad.ENDING :]))
    assert keypad.sensible(digits)


@BRIEF
@given(NUMBERS, st.integers(0, 14), st.integers(1, 9))
def test_a_wrong_digit_makes_no_sense(number: Number, place: int, by: int) -> None:
    digits = "".join(filter(str.isdigit, str(number)))
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    assert keypad.numbers(wrong, "SY") == []


@BRIEF
@given(st.text("0123456789*#", max_size=20))
def test_any_keys_are_read_without_an_error(keys: str) -> None:
    keypad.numbers(keys, "SY")
    assert keypad.sensible(keys) in (True, False)


def test_every_character_of_a_code_is_on_a_key() -> None:
    assert set(keypad.keyed(_ALPHABET)) == set("23456789")
    assert keypad.keyed("7KQ2M9XD") == keypad.keyed("7kq2m9xd") == "75726993"
