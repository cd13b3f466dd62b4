"""One number has one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import telephone
from channels.base import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800000000", "13800000000"),
        (" 138 0000 0000 ", "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("0086 13800000000", "13800000000"),
        ("8613800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("024-22334455", "024-22334455"),
        ("（024）2233 4455", "024-22334455"),
        ("02422334455", "024-22334455"),
        ("+86 24 22334455", "024-22334455"),
        ("0411 8223344", "0411-8223344"),
        ("010-65001234", "010-65001234"),
        ("", None),
        ("  ", None),
    ],
)
def test_it_knows_the_forms_people_type(typed: str, kept: str | None) -> None:
    assert telephone.normal(typed) == kept


@pytest.mark.parametrize(
    "typed", ["12345", "23800000000", "138000000000", "22334455", "024-12334455", "+1 202 555 0100", "abc", "١٣٨"]
)
def test_it_refuses_what_is_no_number_of_ours(typed: str) -> None:
    with pytest.raises(Refused):
        telephone.normal(typed)


@given(st.text(max_size=60))
def test_whatever_comes_it_is_kept_in_one_form_or_refused(typed: str) -> None:
    try:
        kept = telephone.normal(typed)
    except Refused as refused:
        assert [flaw.field for flaw in refused.flaws] == ["phone"]
    else:
        assert kept is None or telephone.normal(kept) == kept


@pytest.mark.parametrize(
    ("raw", "known", "dialled", "messages"),
    [
        ("+8613800000000", "13800000000", "+8613800000000", True),
        ("+862422334455", "024-22334455", "+862422334455", False),
        ("+12025550100", "+12025550100", "+12025550100", True),
    ],
)
def test_a_carriers_form_is_known_and_dialled_again(raw: str, known: str, dialled: str, messages: bool) -> None:
    assert telephone.caller(raw) == known
    assert telephone.international(known) == dialled
    assert telephone.takes_messages(known) is messages


@pytest.mark.parametrize(
    "raw", ["", "anonymous", "+266696687", "+7378742833", "sip:a@b", "client:op", "+86", "+8612", "x" * 99]
)
def test_a_withheld_number_is_nobodys(raw: str) -> None:
    assert telephone.caller(raw) is None


@given(st.text(max_size=40))
def test_whoever_calls_is_heard(raw: str) -> None:
    known = telephone.caller(raw)
    assert known is None or telephone.caller(telephone.international(known)) == known
