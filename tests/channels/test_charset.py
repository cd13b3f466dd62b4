"""Bytes become the text that was meant, whatever their label says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import charset

SIMPLIFIED, TRADITIONAL = "小区停车难，请朱镕路派出所管一管。", "門口每天堵車，請派人處理一下這個問題。"


@pytest.mark.parametrize(
    ("raw", "label", "text"),
    [
        (SIMPLIFIED.encode("gbk"), "gb2312", SIMPLIFIED),
        ("喆㐂".encode("gb18030"), "GBK", "喆㐂"),
        (SIMPLIFIED.encode("gbk"), "x-gbk", SIMPLIFIED),
        (SIMPLIFIED.encode("gb18030"), None, SIMPLIFIED),
        (SIMPLIFIED.encode(), None, SIMPLIFIED),
        (TRADITIONAL.encode("big5"), None, TRADITIONAL),
        (TRADITIONAL.encode("big5"), "big5", TRADITIONAL),
        (SIMPLIFIED.encode(), "gb2312", SIMPLIFIED),
        (SIMPLIFIED.encode("gbk"), "utf-8", SIMPLIFIED),
        (SIMPLIFIED.encode("gbk"), "iso-8859-1", SIMPLIFIED),
        (SIMPLIFIED.encode("gbk"), "us-ascii", SIMPLIFIED),
        ("中文".encode("hz"), "hz-gb-2312", "中文"),
        ("ЖКХ".encode("koi8-r"), "koi8-r", "ЖКХ"),
        ("café au lait".encode("latin-1"), "iso-8859-1", "café au lait"),
        (b"\\u4e2d", "unicode_escape", "\\u4e2d"),
        (b"plain", "no such thing", "plain"),
        (b"plain", "rot13", "plain"),
    ],
)
def test_it_reads_what_was_meant(raw: bytes, label: str | None, text: str) -> None:
    assert charset.text(raw, label) == text


def test_a_character_cut_in_two_costs_that_character_alone() -> None:
    assert charset.text(SIMPLIFIED.encode("gbk")[:-1] + b"\xff", "gb2312").startswith(SIMPLIFIED[:-1])


@given(st.binary(max_size=300), st.none() | st.text(max_size=20) | st.sampled_from(["gbk", "utf-16", "hz", "utf-7"]))
def test_it_never_raises(raw: bytes, label: str | None) -> None:
    assert isinstance(charset.text(raw, label), str)
