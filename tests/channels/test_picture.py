"""Photos are judged by what they contain and made anew."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from channels.base import Refused
from channels.evidence import Evidence
from channels.picture import LONGEST_SIDE, MOST_BYTES, picture_of
from tests.channels.photo import jpeg, picture


def _read(body: bytes) -> Evidence:
    return picture_of(io.BytesIO(body), len(body))


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (jpeg(), "image/jpeg"),
        (picture("PNG", "RGBA"), "image/png"),
        (picture("PNG", "P"), "image/png"),
        (picture("PNG", "I;16"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (picture("JPEG", "CMYK"), "image/jpeg"),
    ],
)
def test_it_takes_the_usual_kinds(body: bytes, media_type: str) -> None:
    made = _read(body)

    assert made.media_type == media_type
    assert Image.open(io.BytesIO(made.body)).size == (60, 40)


@pytest.mark.parametrize(
    "body", [picture("GIF"), picture("BMP"), picture("TIFF"), b"", b"<svg/>", b"PK\x03\x04" + bytes(99)]
)
def test_it_refuses_every_other_kind(body: bytes) -> None:
    with pytest.raises(Refused) as refused:
        _read(body)
    assert refused.value.flaws[0].field == "photo"


def test_it_turns_a_photo_upright_and_makes_a_large_one_smaller() -> None:
    made = _read(jpeg((5200, 2600), orientation=6))

    assert Image.open(io.BytesIO(made.body)).size == (LONGEST_SIDE // 2, LONGEST_SIDE)


def test_it_refuses_more_pixels_than_a_camera_has() -> None:
    with pytest.raises(Refused) as refused:
        _read(picture("PNG", "1", (9000, 9000)))
    assert refused.value.flaws[0].code == "too_large"


def test_it_refuses_too_many_bytes_without_looking() -> None:
    with pytest.raises(Refused) as refused:
        picture_of(io.BytesIO(), MOST_BYTES + 1)
    assert refused.value.flaws[0].code == "too_large"


def test_nothing_hidden_behind_a_picture_is_kept() -> None:
    assert b"<?php" not in _read(jpeg() + b"<?php evil() ?>").body


@given(st.binary(max_size=400), st.integers(0, 600))
def test_it_raises_nothing_but_its_own_refusal(noise: bytes, at: int) -> None:
    whole = jpeg()
    for body in (noise, whole[:at] + noise + whole[at + len(noise) :]):
        try:
            _read(body)
        except Refused as refused:
            assert refused.flaws
