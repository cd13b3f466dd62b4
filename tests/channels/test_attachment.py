"""Files are judged by what they contain."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from channels.attachment import MOST_BYTES, attachment_of
from channels.base import Refused
from tests.channels.office import COMPOUND, PDF, compound, opened, zipped
from tests.channels.photo import jpeg, picture

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("body", "name", "media_type", "kept_as"),
    [
        (jpeg(), "现场.JPG", "image/jpeg", "现场.jpg"),
        (picture("PNG"), "", "image/png", "附件.png"),
        (PDF, "单据.pdf", "application/pdf", "单据.pdf"),
        (PDF, "单据", "application/pdf", "单据.pdf"),
        (zipped(TYPES, "word/document.xml"), "a.docx", WORD, "a.docx"),
        (
            zipped(TYPES, "xl/workbook.xml"),
            "a.xlsx",
            WORD.replace("wordprocessingml.document", "spreadsheetml.sheet"),
            "a.xlsx",
        ),
        (opened("text"), "a.odt", "application/vnd.oasis.opendocument.text", "a.odt"),
        (compound("WordDocument"), "a.doc", "application/msword", "a.doc"),
        (compound("Workbook"), "a.xls", "application/vnd.ms-excel", "a.xls"),
        ("说明".encode("gbk"), "说明.txt", "text/plain", "说明.txt"),
        (b"#!AMR\n" + bytes(40), "录音.amr", "audio/amr", "录音.amr"),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(30), "a.wav", "audio/x-wav", "a.wav"),
        (b"ID3" + bytes(60), "a.mp3", "audio/mpeg", "a.mp3"),
        (PDF, "../../etc/passwd", "application/pdf", "passwd.pdf"),
        (PDF, "a\r\nb\x00c.pdf", "application/pdf", "a bc.pdf"),
        (PDF, "长" * 300, "application/pdf", "长" * 80 + ".pdf"),
    ],
)
def test_it_takes_what_a_citizen_may_send(body: bytes, name: str, media_type: str, kept_as: str) -> None:
    kept = attachment_of(body, name)
    assert (kept.media_type, kept.name) == (media_type, kept_as)


@pytest.mark.parametrize(
    ("body", "name", "sentence"),
    [
        (b"", "a.txt", "空"),
        (b"MZ" + bytes(200), "a.pdf", "程序"),
        (b"\x7fELF" + bytes(200), "a.jpg", "程序"),
        (b"#!/bin/sh\nrm -rf /\n", "a.txt", "程序"),
        (b"<script>alert(1)</script>", "a.html", "网页"),
        (b"WScript.Echo 1", "读我.txt.vbs", "程序"),
        (zipped("a.txt"), "a.docx", "压缩包"),
        (zipped("word/document.xml"), "a.docx", "压缩包"),
        (b"Rar!\x1a\x07\x00" + bytes(60), "a.rar", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(60), "a.7z", "压缩包"),
        (zipped(TYPES, "word/document.xml", "word/vbaProject.bin"), "a.docm", "宏"),
        (compound("WordDocument", "_VBA_PROJECT"), "a.doc", "宏"),
        (COMPOUND + bytes(600), "a.msi.doc", "打不开"),
        (b"PK\x03\x04" + bytes(99), "a.docx", "打不开"),
        (bytes(300), "a.bin", "打不开"),
    ],
)
def test_it_refuses_the_rest_with_a_sentence(body: bytes, name: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        attachment_of(body, name)
    assert sentence in refused.value.flaws[0].message


def test_it_refuses_too_many_bytes_without_looking() -> None:
    with pytest.raises(Refused) as refused:
        attachment_of(bytes(MOST_BYTES + 1), "a.pdf")
    assert refused.value.flaws[0].code == "too_large"


def test_a_compressed_document_is_never_unpacked() -> None:
    bomb = zipped(TYPES, *(f"word/{n}.xml" for n in range(40)), filler=bytes(10_000_000))
    assert len(bomb) < 1_000_000
    assert attachment_of(bomb, "bomb.docx").body == bomb


def test_a_picture_is_made_anew() -> None:
    kept = attachment_of(jpeg(gps=True) + b"<?php ?>", "a.jpg")
    assert b"php" not in kept.body
    assert not Image.open(io.BytesIO(kept.body)).getexif()


@given(
    st.sampled_from([PDF, jpeg(), zipped(TYPES, "word/a"), compound("Workbook"), opened("text")]),
    st.binary(max_size=200),
    st.integers(0, 900),
    st.text(max_size=30),
)
def test_it_raises_nothing_but_its_own_refusal(whole: bytes, noise: bytes, at: int, name: str) -> None:
    for body in (noise, whole[:at] + noise + whole[at + len(noise) :]):
        try:
            kept = attachment_of(body, name)
        except Refused as refused:
            assert refused.flaws
        else:
            assert kept.name
            assert "/" not in kept.name
