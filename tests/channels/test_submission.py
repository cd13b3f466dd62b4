"""The rules of input, whatever comes in."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.base import Refused
from channels.place import Gazetteer
from channels.submission import Door, Draft, submission
from channels.words import TEXT_LENGTH, clean
from tracking.domain.vocabulary import Identity
from tracking.service.intake import Submission

GAZETTEER = Gazetteer({"A01": "和平区"}, {"A0102": ("A01", "新华街道")})
ANYTHING = st.text(st.characters(), max_size=80)


def _check(draft: Draft, key: str | None = None) -> Submission:
    return submission(draft, Door("web", "W"), external_id=key, gazetteer=GAZETTEER)


@given(
    st.builds(Draft, text=ANYTHING, phone=ANYTHING, name=ANYTHING, place=ANYTHING, spot=ANYTHING, identity=ANYTHING),
    st.none() | ANYTHING,
)
def test_whatever_comes_it_is_clean_or_refused(draft: Draft, key: str | None) -> None:
    try:
        item = _check(draft, key)
    except Refused as refused:
        assert refused.flaws
        assert all(flaw.message for flaw in refused.flaws)
    else:
        kept = [item.matter.text, item.name or "", item.place or "", item.external_id or ""]
        assert all(text == clean(text) for text in kept)
        assert all("\0" not in text and text.encode() is not None for text in kept)
        assert 0 < len(item.matter.text) <= TEXT_LENGTH


@given(st.text(string.printable + "一二三😀", min_size=1).filter(str.strip))
def test_what_a_person_types_is_kept_as_typed(text: str) -> None:
    typed = "".join(char for char in text if char == "\n" or char == "\t" or char.isprintable())
    if typed.strip():
        assert _check(Draft(text=typed)).matter.text == typed.strip()


@pytest.mark.parametrize(
    ("identity", "phone", "kept"),
    [
        ("", "", Identity.ANONYMOUS),
        ("", "13800000000", Identity.NAMED),
        ("named", "13800000000", Identity.NAMED),
        ("confidential", "13800000000", Identity.CONFIDENTIAL),
        ("confidential", "", Identity.ANONYMOUS),
        ("anonymous", "13800000000", Identity.ANONYMOUS),
    ],
)
def test_who_leaves_nothing_is_anonymous(identity: str, phone: str, kept: Identity) -> None:
    assert _check(Draft(text="路灯", identity=identity, phone=phone)).matter.identity is kept


@pytest.mark.parametrize("field", ["name", "spot", "place"])
def test_a_line_that_is_too_long_is_named(field: str) -> None:
    with pytest.raises(Refused) as refused:
        _check(replace(Draft(text="路灯"), **{field: "长" * 101}))  # type: ignore[arg-type]
    assert [flaw.field for flaw in refused.value.flaws] == [field]
