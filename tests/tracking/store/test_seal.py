"""Sealed personal data: opened by its own keys in its own place, and by nothing else."""

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking.profile import BRIEF
from tracking.store.seal import CODE_LENGTH, SealBroken, Sealer, digest

OLD_KEY, NEW_KEY, FOREIGN_KEY = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))
OLD = Sealer.of(f"k1:{OLD_KEY}", "secret")
ROTATED = Sealer.of(f"k2:{NEW_KEY}, k1:{OLD_KEY}", "secret")
FOREIGN = Sealer.of(f"k1:{FOREIGN_KEY}", "secret")
VALUES = st.text(st.characters(codec="utf-8"), max_size=60)
CONTEXTS = st.sampled_from(("phone", "name", "raw", "email"))


@BRIEF
@given(value=VALUES, context=CONTEXTS)
def test_what_is_sealed_can_be_opened(value: str, context: str) -> None:
    assert OLD.open(OLD.seal(value, context), context) == value


@BRIEF
@given(value=VALUES, context=CONTEXTS, other=CONTEXTS)
def test_a_value_moved_to_another_column_does_not_open(value: str, context: str, other: str) -> None:
    if context != other:
        with pytest.raises(SealBroken):
            OLD.open(OLD.seal(value, context), other)


@BRIEF
@given(value=VALUES)
def test_another_key_of_the_same_name_does_not_open_it(value: str) -> None:
    with pytest.raises(SealBroken):
        FOREIGN.open(OLD.seal(value, "phone"), "phone")


@BRIEF
@given(value=VALUES, data=st.data())
def test_no_byte_can_be_changed(value: str, data: st.DataObject) -> None:
    sealed = bytearray(OLD.seal(value, "phone"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        OLD.open(bytes(sealed), "phone")


@BRIEF
@given(value=VALUES, data=st.data())
def test_a_value_cut_short_does_not_open(value: str, data: st.DataObject) -> None:
    sealed = OLD.seal(value, "phone")
    with pytest.raises(SealBroken):
        OLD.open(sealed[: data.draw(st.integers(0, len(sealed) - 1))], "phone")


@BRIEF
@given(rubbish=st.binary(max_size=60))
def test_rubbish_is_refused_and_nothing_worse(rubbish: bytes) -> None:
    with pytest.raises(SealBroken):
        OLD.open(rubbish, "phone")


@BRIEF
@given(value=VALUES)
def test_after_a_rotation_the_new_key_seals_and_the_old_one_still_opens(value: str) -> None:
    assert ROTATED.open(OLD.seal(value, "phone"), "phone") == value
    renewed = ROTATED.seal(value, "phone")
    assert ROTATED.open(renewed, "phone") == value
    with pytest.raises(SealBroken):
        OLD.open(renewed, "phone")


@BRIEF
@given(value=VALUES)
def test_sealing_the_same_twice_does_not_show(value: str) -> None:
    assert OLD.seal(value, "phone") != OLD.seal(value, "phone")


def test_the_sealed_value_does_not_contain_the_plain_one() -> None:
    assert b"13800001111" not in OLD.seal("13800001111", "phone")


@BRIEF
@given(one=VALUES, other=VALUES)
def test_a_value_is_found_by_its_keyed_hash_which_survives_rotation(one: str, other: str) -> None:
    assert OLD.key(one, "phone") == ROTATED.key(one, "phone")
    assert (OLD.key(one, "phone") == OLD.key(other, "phone")) == (one == other)
    assert OLD.key(one, "phone") != OLD.key(one, "name")


def test_without_the_secret_the_hash_cannot_be_made() -> None:
    other = Sealer.of(f"k1:{OLD_KEY}", "another secret")
    assert other.key("13800001111", "phone") != OLD.key("13800001111", "phone")
    assert other.query_code("SY20260302-W-000001-1") != OLD.query_code("SY20260302-W-000001-1")


@BRIEF
@given(number=st.text(min_size=1, max_size=30))
def test_a_query_code_is_eight_signs_nobody_mixes_up(number: str) -> None:
    code = OLD.query_code(number)
    assert len(code) == CODE_LENGTH
    assert not set(code) & set("01IO")
    assert code == ROTATED.query_code(number)


def test_neighbouring_numbers_have_nothing_to_do_with_each_other() -> None:
    codes = {OLD.query_code(f"SY20260302-W-{n:06d}-0") for n in range(2000)}
    assert len(codes) == 2000


def test_sealed_values_say_which_key_they_need() -> None:
    assert OLD.seal("x", "phone")[:3] == b"\x02k1"
    assert replace(ROTATED, keys={"k1": OLD.keys["k1"]}).open(OLD.seal("x", "phone"), "phone") == "x"


def test_the_digest_tells_contents_apart() -> None:
    assert digest(b"one") != digest(b"other")
    assert digest(b"one") == digest(b"one")
