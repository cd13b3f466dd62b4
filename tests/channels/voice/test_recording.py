"""Voice messages on their way from the carrier: fetched, looked at, kept, deleted there; and what goes wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from admin.simulator.carrier import new_recording
from admin.simulator.sound import tone
from admin.wiring import Container, build
from channels.base import CarrierError
from channels.voice.errand import MOST_ATTEMPTS
from channels.voice.recording import Recordings, Unfit, kind_of
from channels.voice.schema import recording
from tests.channels.telephone_line import Caller
from tests.standin import Standin, silent
from tracking.domain.clock import FixedClock
from tracking.store import schema

WAV = tone(0.2)


@pytest.fixture
def recordings(container: Container, carrier_service: Standin) -> Recordings:
    return replace(container.recordings, account=carrier_service.account)


@pytest.fixture
def message(caller: Caller, carrier_service: Standin) -> str:
    """A caller has left a voice message; its id."""
    caller.is_silent()
    sid = new_recording(carrier_service.cabinet, caller.sid, WAV, caller.container.core.now())
    caller.leaves_message(sid).hangs_up()
    return sid


def _state(container: Container) -> str:
    with container.engine.connect() as connection:
        return str(connection.execute(select(recording.c.state)).scalar_one())


def _attached(container: Container) -> list[bytes]:
    with container.engine.connect() as connection:
        return list(connection.execute(select(schema.attachment.c.body)).scalars())


def _fetch(recordings: Recordings, clock: FixedClock, times: int = 1) -> list[str]:
    """The worker looks, each time an hour later; what was reported."""
    reported: list[str] = []
    for _ in range(times):
        recordings.fetch_due(lambda sid, error: reported.append(str(error)))
        clock.at += timedelta(hours=1)
    return reported


@pytest.mark.usefixtures("message")
def test_a_message_is_kept_with_its_petition_and_deleted_at_the_carrier(
    container: Container, recordings: Recordings, carrier_service: Standin, clock: FixedClock
) -> None:
    assert _fetch(recordings, clock) == []
    assert _attached(container) == [WAV]
    assert _state(container) == "done"
    assert carrier_service.cabinet.all("recordings") == []
    asked = len(carrier_service.asked)
    _fetch(recordings, clock, times=3)
    assert len(carrier_service.asked) == asked


@pytest.mark.usefixtures("message")
@pytest.mark.parametrize("faults", [[404], [429], [500], [503], ["cut"], [401, 404, 500, "cut"]], ids=str)
def test_a_carrier_that_fails_is_asked_again(
    container: Container, recordings: Recordings, carrier_service: Standin, clock: FixedClock, faults: list[int | str]
) -> None:
    carrier_service.faults.extend(faults)
    assert len(_fetch(recordings, clock, times=len(faults))) == len(faults)
    assert _state(container) == "waiting"
    _fetch(recordings, clock)
    assert (_attached(container), _state(container)) == ([WAV], "done")


@pytest.mark.usefixtures("message")
def test_what_could_not_be_deleted_is_deleted_later_and_kept_once(
    container: Container, recordings: Recordings, carrier_service: Standin, clock: FixedClock
) -> None:
    recordings.fetch_due(lambda sid, error: None)
    with container.engine.begin() as connection:
        connection.execute(update(recording).values(state="stored"))
    _fetch(recordings, clock)
    assert _state(container) == "done"
    assert len(_attached(container)) == 1


@pytest.mark.usefixtures("message")
def test_a_carrier_that_is_away_for_days_leaves_the_message_to_a_person(
    container: Container, recordings: Recordings, carrier_service: Standin, clock: FixedClock
) -> None:
    carrier_service.faults.extend([503] * MOST_ATTEMPTS)
    _fetch(recordings, clock, times=MOST_ATTEMPTS + 3)
    assert _state(container) == "parked"
    assert carrier_service.faults == []


def test_nobody_is_called_where_nothing_listens(
    container: Container, recordings: Recordings, message: str, clock: FixedClock
) -> None:
    nowhere = replace(recordings, account=replace(recordings.account, url="http://127.0.0.1:9"))
    assert len(_fetch(nowhere, clock)) == 1
    assert _state(container) == "waiting"


def test_a_carrier_that_is_too_slow_is_asked_again(
    container: Container, recordings: Recordings, message: str, clock: FixedClock
) -> None:
    with silent() as port:
        slow = replace(recordings.account, url=f"http://127.0.0.1:{port}", timeout=0.2)
        assert _fetch(replace(recordings, account=slow), clock) == ["ReadTimeout"]
    _fetch(recordings, clock)
    assert _state(container) == "done"


@pytest.mark.parametrize("body", [b"", b"<html>no</html>", b"MZ" + bytes(200), b"\x89PNG\r\n\x1a\n" + bytes(50)])
def test_what_is_no_sound_is_not_kept(
    container: Container, recordings: Recordings, carrier_service: Standin, clock: FixedClock, message: str, body: bytes
) -> None:
    carrier_service.cabinet.put_sound(message, body)
    assert "not a sound file" in _fetch(recordings, clock)[0]
    assert (_state(container), _attached(container)) == ("refused", [])
    assert carrier_service.cabinet.sound(message) == body
    with pytest.raises(Unfit):
        kind_of(body)


def test_a_message_nobody_told_us_of_is_found_at_the_carrier(
    container: Container, recordings: Recordings, carrier_service: Standin, clock: FixedClock
) -> None:
    sid = f"CA{'7' * 32}"
    carrier_service.cabinet.put(
        "calls", sid, {"sid": sid, "from": "+8613800001111", "to": carrier_service.account.number}
    )
    new_recording(carrier_service.cabinet, sid, WAV, container.core.now())
    assert [recordings.adopt_unknown(), recordings.adopt_unknown()] == [1, 0]
    _fetch(recordings, clock)
    with container.engine.connect() as connection:
        row = connection.execute(select(schema.petition)).one()
    assert container.core.sealer.open(row.phone, "phone") == "13800001111"
    assert _attached(container) == [WAV]


def test_a_message_to_another_number_of_the_account_is_left_alone(
    container: Container, recordings: Recordings, carrier_service: Standin
) -> None:
    sid = f"CA{'8' * 32}"
    carrier_service.cabinet.put("calls", sid, {"sid": sid, "from": "+8613800001111", "to": "+12025550100"})
    new_recording(carrier_service.cabinet, sid, WAV, container.core.now())
    assert [recordings.adopt_unknown(), recordings.adopt_unknown()] == [0, 0]
    assert len([path for path in carrier_service.asked if "/Calls/" in path]) == 1
    assert recordings.fetch_due(lambda sid, error: pytest.fail(sid)) == 0


def test_the_list_of_a_carrier_that_fails_adopts_nothing(recordings: Recordings, carrier_service: Standin) -> None:
    for fault in (500, 429, 401, "cut"):
        carrier_service.faults.append(fault)
        with pytest.raises(CarrierError):
            recordings.adopt_unknown()


def test_a_recording_that_is_told_before_its_action_makes_one_petition(container: Container, caller: Caller) -> None:
    caller.is_silent()
    sid = f"RE{'5' * 32}"
    container.recordings.exchange.recorded(caller.sid, sid)
    caller.leaves_message(sid)
    container.recordings.exchange.recorded(caller.sid, sid)
    with container.engine.connect() as connection:
        texts = connection.execute(select(schema.text_.c.body)).scalars().all()
    assert texts == ["（语音留言，录音见附件。）"]


def test_while_nothing_can_be_stored_the_carrier_records(container: Container) -> None:
    from admin.app import create

    away = build(container.settings, database_url="postgresql+psycopg://nobody@127.0.0.1:9/none")
    with TestClient(create(away), base_url="http://testserver") as client:
        caller = Caller(client, container).dials()
        assert caller.at.verb == "Record"
        assert "故障" in caller.said
        assert caller.at.given["recordingStatusCallback"].endswith("/webhooks/voice/recording")
    away.close()
