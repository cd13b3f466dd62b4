"""The scanner against the real daemon."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest

from channels.scanner import Clamd, Verdict
from tests.channels.daemon import HARMFUL
from tests.clamav import LARGEST, PROGRAM, real_clamd

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="no ClamAV here: apt-get install clamav-daemon")


@pytest.fixture(scope="module")
def real() -> Iterator[Clamd]:
    with real_clamd() as socket:
        yield Clamd(socket)


def _document(body: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (b"nothing to find", Verdict.CLEAN),
        (b"before " + HARMFUL + b" after", Verdict.HARMFUL),
        (_document(b"<w:t>nothing to find</w:t>"), Verdict.CLEAN),
        (_document(b"<w:t>" + HARMFUL + b"</w:t>"), Verdict.HARMFUL),
    ],
)
def test_it_tells_harmful_files_also_inside_documents(real: Clamd, body: bytes, verdict: Verdict) -> None:
    assert real.verdict(body) is verdict


def test_what_is_too_large_for_the_daemon_leaves_the_question_open(real: Clamd) -> None:
    assert real.verdict(b"x" * (LARGEST + 1)) is Verdict.UNKNOWN


def test_a_daemon_that_has_gone_leaves_the_question_open() -> None:
    with real_clamd() as socket:
        gone = Clamd(socket)
        assert gone.verdict(HARMFUL) is Verdict.HARMFUL
    assert gone.verdict(HARMFUL) is Verdict.UNKNOWN
