"""How callers who asked for a person fared, counted from calls that took place."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, update

from admin.wiring import Container
from channels.voice.answering import Answering, answering
from tests.channels.telephone_line import Caller, post
from tracking.domain.clock import FixedClock, city_day
from tracking.domain.period import month_of
from tracking.store import schema


def _figures(container: Container) -> Answering:
    with container.engine.connect() as connection:
        return _of_month(container, connection)


def _of_month(container: Container, connection: Connection) -> Answering:
    return answering(connection, month_of(city_day(container.core.now())).window())


def _answered(caller: Caller) -> None:
    found = post(caller.client, caller.container, "/webhooks/voice/bridged/op", CallSid=caller.sid)
    assert found.status_code == 200


def _waiting(client: TestClient, container: Container) -> Caller:
    return Caller(client, container).dials().keys("0")


def test_without_a_caller_who_asks_for_a_person_there_is_no_value(client: TestClient, container: Container) -> None:
    Caller(client, container).dials().says().hangs_up()
    found = _figures(container)
    assert (found.offered, found.answered_share, found.abandoned_share) == (0, None, None)


@pytest.mark.parametrize(("seconds", "share"), [(0, 1.0), (15, 1.0), (16, 0.0)])
def test_fifteen_seconds_are_in_time_and_sixteen_are_not(
    client: TestClient, container: Container, clock: FixedClock, seconds: int, share: float
) -> None:
    caller = _waiting(client, container)
    clock.at += timedelta(seconds=seconds)
    _answered(caller)
    found = _figures(container)
    assert (found.offered, found.answered_share, found.abandoned) == (1, share, 0)


def test_a_bridge_that_is_told_twice_was_built_the_first_time(
    client: TestClient, container: Container, clock: FixedClock
) -> None:
    caller = _waiting(client, container)
    _answered(caller)
    clock.at += timedelta(minutes=1)
    _answered(caller)
    assert _figures(container).in_time == 1


def test_whoever_waits_still_is_not_counted_yet(client: TestClient, container: Container) -> None:
    _waiting(client, container)
    assert _figures(container).offered == 0


def test_whoever_hangs_up_while_waiting_is_an_abandoned_call(client: TestClient, container: Container) -> None:
    _waiting(client, container).waits_in_queue("hangup").hangs_up()
    _waiting(client, container).hangs_up()
    found = _figures(container)
    assert (found.offered, found.abandoned, found.abandoned_share, found.answered_share) == (2, 2, 1.0, 0.0)


def test_whoever_leaves_a_message_instead_was_not_abandoned(client: TestClient, container: Container) -> None:
    _waiting(client, container).waits_in_queue("leave").leaves_message().hangs_up()
    found = _figures(container)
    assert (found.offered, found.in_time, found.abandoned) == (1, 0, 0)


def test_asking_a_second_time_does_not_start_the_wait_anew(
    client: TestClient, container: Container, clock: FixedClock
) -> None:
    caller = _waiting(client, container).waits_in_queue("error").leaves_message()
    clock.at += timedelta(minutes=3)
    _answered(caller.keys("0"))
    found = _figures(container)
    assert (found.offered, found.in_time) == (1, 0)


def test_how_many_seconds_are_in_time_is_a_parameter(
    client: TestClient, container: Container, clock: FixedClock
) -> None:
    caller = _waiting(client, container)
    clock.at += timedelta(seconds=20)
    _answered(caller)
    assert _with(container, [{"name": "answered_within_s", "value": "20"}]).in_time == 1


def test_a_version_of_the_parameters_that_does_not_say_means_fifteen(container: Container) -> None:
    assert _with(container, []).within == timedelta(seconds=15)


def _with(container: Container, body: list[dict[str, str]]) -> Answering:
    """The figures under other numbers, which are gone afterwards."""
    with container.engine.connect() as connection:
        connection.execute(update(schema.parameter).where(schema.parameter.c.name == "counting").values(body=body))
        return _of_month(container, connection)
