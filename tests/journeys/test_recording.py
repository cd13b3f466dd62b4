"""A voice message from the telephone, played on the petition's page: for a reason, in parts, and written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser
from sqlalchemy import select

from admin.security import schema as security
from admin.simulator.carrier import new_recording
from admin.simulator.sound import tone
from admin.wiring import Container
from tests.admin.desks.desk import staff
from tests.channels.telephone_line import Caller
from tests.journeys.person import person
from tests.standin import Standin, standin
from tracking.store import schema

pytestmark = pytest.mark.browser
SECONDS = 20.0
HEARD_FROM_THE_MIDDLE = """() => new Promise((done) => {
  const audio = document.querySelector("audio");
  const seek = () => { audio.currentTime = 15; audio.play(); };
  audio.muted = true;
  audio.onerror = () => done([audio.error.message, 0]);
  audio.ontimeupdate = () => audio.currentTime > 15.1 && done([null, audio.duration]);
  if (audio.readyState) seek(); else audio.onloadedmetadata = seek;
})"""


@pytest.fixture(scope="module")
def carrier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standin]:
    with standin(tmp_path_factory.mktemp("carrier")) as found:
        yield found


@pytest.fixture
def number(client: TestClient, container: Container, carrier: Standin) -> str:
    """A caller says nothing to the machine and leaves a message; the worker brings it home."""
    caller = Caller(client, container).dials().is_silent()
    sid = new_recording(carrier.cabinet, caller.sid, tone(SECONDS), container.core.now())
    caller.leaves_message(sid).hangs_up()
    failed: list[str] = []
    replace(container.recordings, account=carrier.account).fetch_due(lambda sid, error: failed.append(str(error)))
    assert failed == []
    with container.engine.connect() as connection:
        return str(connection.execute(select(schema.attachment.c.number)).scalar_one())


def test_a_voice_message_is_played(chromium: Browser, address: str, container: Container, number: str) -> None:
    staff(container)
    with person(chromium, address, "disp") as him:
        page, answered = him.page, list[tuple[int, str]]()
        page.on("response", lambda got: answered.append((got.status, got.headers.get("content-type", ""))))
        assert "录音1段" in him.opens(f"/staff/petitions/{number}")
        assert page.locator("audio").count() == 0
        page.fill("#listen-reason", "核实诉求")
        page.press("#listen-reason", "Enter")
        page.wait_for_selector("audio")
        error, duration = page.evaluate(HEARD_FROM_THE_MIDDLE)
        assert error is None
        assert duration == pytest.approx(SECONDS, abs=0.1)
        assert (206, "audio/wav") in answered
    read = security.identity_read.c
    with container.engine.connect() as connection:
        noted = connection.execute(select(read.reader, read.number, read.reason)).all()
    assert noted == [("disp", number, "收听录音：核实诉求")]
