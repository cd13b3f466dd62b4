"""Whatever is sent becomes one plain line."""

from hypothesis import given
from hypothesis import strategies as st

from nlu.plain import LONGEST, plain, says_something


def test_it_narrows_letters_and_drops_markup() -> None:
    assert plain("<b>ＷＩＦＩ</b>\n坏了\u200b！") == "wifi 坏了 !"


def test_long_numbers_become_a_zero_and_short_ones_stay() -> None:
    assert plain("215路坐到12345,卡号6222021300001234") == "215路坐到0,卡号0"


@given(st.text())
def test_no_text_makes_it_fail_and_the_result_is_one_line(text: str) -> None:
    result = plain(text)
    assert len(result) <= LONGEST
    assert "\n" not in result
    assert result == result.strip()


def test_a_hundred_kilobytes_are_cut() -> None:
    assert len(plain("水" * 100_000)) == LONGEST


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    assert plain("瀋陽和平區停電") == "沈阳和平区停电"


def test_digits_marks_and_markup_alone_say_nothing() -> None:
    assert not any(map(says_something, ("", "1234567", "！？…", "<b></b>", "👍", "\ud800", " \n")))
    assert all(map(says_something, ("水", "lamp", "停電123", "<b>水</b>")))
