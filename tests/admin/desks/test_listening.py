"""A voice tells who speaks: recordings are heard for a reason that is logged, and played in parts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from admin.desks.byte_range import Part, Unsatisfiable, part_of
from admin.security import schema
from admin.simulator.sound import tone
from admin.wiring import Container
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tracking.domain.clock import FixedClock
from tracking.domain.vocabulary import Identity
from tracking.store.intake import attach

Sit = Callable[[str], Desk]
WAV = tone(1.0)
DIGEST = hashlib.sha256(WAV).hexdigest()
WHY = "核实诉求"


def _spoken(container: Container, *, identity: Identity = Identity.NAMED) -> str:
    number, at = matter.signed(container, identity=identity), container.core.now()
    attach(container.engine, number, digest=DIGEST, name="m.wav", media_type="audio/wav", body=WAV, at=at)
    return number


def _page(number: str) -> str:
    return f"/staff/petitions/{number}"


def _sound(number: str) -> str:
    return f"{_page(number)}/files/{DIGEST}"


def _readings(container: Container) -> list[tuple[str, str]]:
    read = schema.identity_read.c
    with container.engine.connect() as connection:
        return [(row[0], row[1]) for row in connection.execute(select(read.reader, read.reason))]


def test_a_recording_is_played_after_a_reason_that_is_logged(
    container: Container, at_desk: Sit, clock: FixedClock
) -> None:
    number, desk = _spoken(container), at_desk("disp")
    assert "<audio" not in desk.open(_page(number)).text
    assert desk.open(_sound(number)).status_code == 403, "its address alone opens nothing"
    assert desk.act(number, "listen", reason="").status_code == 422
    assert _readings(container) == []
    assert desk.act(number, "listen", reason=WHY).status_code == 303
    assert _readings(container) == [("disp", f"收听录音：{WHY}")]
    assert f'src="{_sound(number)}"' in desk.open(_page(number)).text
    answer = desk.open(_sound(number))
    assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, "audio/wav", WAV)
    assert at_desk("second").open(_sound(number)).status_code == 403, "a reason is its officer's alone"
    clock.at += timedelta(minutes=31)
    assert desk.open(_sound(number)).status_code == 403


@pytest.mark.parametrize("who", ["water", "insp"])
def test_a_voice_is_not_played_to_who_may_not_know_who_speaks(container: Container, at_desk: Sit, who: str) -> None:
    number, desk = _spoken(container, identity=Identity.CONFIDENTIAL), at_desk(who)
    page = desk.open(_page(number)).text
    assert "对本岗位不播放" in page
    csrf = desk.forms("/staff")["/staff/sign-out"]["csrf"]
    assert desk.client.post(f"{_page(number)}/listen", data={"csrf": csrf, "reason": WHY}).status_code == 403
    assert desk.open(_sound(number)).status_code == 403
    assert _readings(container) == []


def test_what_begins_behind_the_end_is_told_how_long_it_is(container: Container, at_desk: Sit) -> None:
    number, desk = _spoken(container), at_desk("disp")
    desk.act(number, "listen", reason=WHY)
    answer = desk.client.get(_sound(number), headers={"Range": f"bytes={len(WAV)}-"})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(WAV)}")
    part = desk.client.get(_sound(number), headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, WAV[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(WAV)}"


@given(st.integers(1, 50), st.integers(0, 60) | st.none(), st.integers(0, 60) | st.none())
def test_a_part_is_what_slicing_gives(size: int, first: int | None, last: int | None) -> None:
    body = bytes(range(size))
    header = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    if first is None:
        wanted = body[max(0, size - last) :] if last is not None else None
    else:
        wanted = body[first : size if last is None else last + 1] if last is None or last >= first else None
    try:
        part = part_of(header, size)
    except Unsatisfiable:
        assert wanted == b""
        return
    assert (body[part.first : part.first + part.length] if part else None) == (wanted or None)


@pytest.mark.parametrize("header", ["", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "bytes=9-1"])
def test_what_is_no_single_range_asks_for_the_whole(header: str) -> None:
    assert part_of(header, 10) is None
    assert part_of("bytes=0-", 10) == Part(first=0, length=10)
