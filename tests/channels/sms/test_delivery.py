"""Messages on their way out: states only move forward, and a message of unknown fate is looked for, not sent again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Row, select

from admin.settings import SmsGateway
from admin.telephone import gateway
from admin.wiring import Container
from channels.sms.twilio import TwilioGateway
from notify import store
from notify.schema import delivery
from notify.sending import MOST_ATTEMPTS, Sending
from notify.state import RANK, before
from tests.channels.telephone_line import post
from tests.standin import Standin, silent, standin
from tests.tracking.stored import taken
from tracking.domain.clock import FixedClock
from tracking.domain.verb import Verb
from tracking.service import relay


@pytest.fixture(scope="module")
def _served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standin]:
    with standin(tmp_path_factory.mktemp("carrier")) as found:
        yield found


@pytest.fixture
def service(_served: Standin) -> Standin:
    _served.faults.clear()
    for card in _served.cabinet.all("messages"):
        _served.cabinet.remove("messages", card["sid"])
    return _served


@pytest.fixture
def sending(container: Container, service: Standin) -> Sending:
    """One receipt is queued for the carrier."""
    taken(container.core)
    relay.drain(container.core, {Verb.REGISTER: (container.notices.on_event,)}, report=lambda *_: None)
    return replace(container.sending, gateway=TwilioGateway(service.account, container.settings.public_url))


def _row(container: Container) -> Row[tuple[object, ...]]:
    with container.engine.connect() as connection:
        return connection.execute(select(delivery)).one()


def _reports(client: TestClient, container: Container, *states: str, key: str = "1-1") -> None:
    for state in states:
        path = f"/webhooks/sms/twilio/status/{key}"
        assert post(client, container, path, MessageSid="SM1", MessageStatus=state).status_code == 204


def test_a_message_goes_out_by_the_carriers_own_sdk(container: Container, sending: Sending, service: Standin) -> None:
    sending.send_queued()
    (card,) = service.cabinet.all("messages")
    assert (card["to"], card["from"]) == ("+8613800001111", service.account.number)
    assert card["status_callback"] == f"{container.settings.public_url}/webhooks/sms/twilio/status/1-1"
    assert (_row(container).state, _row(container).reference) == ("sent", card["sid"])


@pytest.mark.parametrize("order", list(permutations(["queued", "sent", "delivered"])), ids="-".join)
def test_reports_in_any_order_and_replayed_end_in_the_same_state(
    client: TestClient, container: Container, sending: Sending, order: tuple[str, ...]
) -> None:
    sending.send_queued()
    _reports(client, container, *order, *reversed(order), *order)
    assert _row(container).state == "delivered"


def test_shuffled_reports_of_a_failure_end_failed(client: TestClient, container: Container, sending: Sending) -> None:
    sending.send_queued()
    reports = ["queued", "sending", "sent", "undelivered"] * 2
    random.Random(7).shuffle(reports)
    _reports(client, container, *reports)
    assert _row(container).state == "failed"
    _reports(client, container, "nonsense", "")
    assert _row(container).state == "failed"


def test_a_report_that_overtakes_the_answer_is_not_undone(
    client: TestClient, container: Container, sending: Sending
) -> None:
    """The carrier's word may be here before we have noted that the message left."""
    with container.engine.begin() as connection:
        (message,) = store.claim(connection, channel="sms", now=container.core.now(), size=1)
    _reports(client, container, "delivered", key=message.key)
    with container.engine.begin() as connection:
        store.advance(connection, message.id, state="sent", at=container.core.now(), reference="SM1")
    assert _row(container).state == "delivered"


def test_a_report_of_an_attempt_that_was_given_up_counts_only_if_it_arrived(
    client: TestClient, container: Container, sending: Sending, service: Standin, clock: FixedClock
) -> None:
    service.faults.append(429)
    sending.send_queued()
    clock.at += timedelta(hours=1)
    sending.send_queued()
    _reports(client, container, "failed", key="1-1")
    assert (_row(container).state, _row(container).attempts) == ("sent", 2)
    _reports(client, container, "delivered", key="1-1")
    assert _row(container).state == "delivered"


@pytest.mark.parametrize("key", ["", "x", "1", "1-", "-1", "1-x", "9" * 40 + "-1", "2-1", "０-1"])
def test_a_report_about_nothing_we_know_changes_nothing(
    client: TestClient, container: Container, sending: Sending, key: str
) -> None:
    sending.send_queued()
    response = post(client, container, f"/webhooks/sms/twilio/status/{key or '%20'}", MessageStatus="failed")
    assert response.status_code in (204, 403)
    assert _row(container).state == "sent"


@pytest.mark.parametrize("fault", [429, 503])
def test_a_busy_carrier_is_asked_again_later(
    container: Container, sending: Sending, service: Standin, clock: FixedClock, fault: int
) -> None:
    service.faults.append(fault)
    sending.send_queued()
    assert (_row(container).state, sending.send_queued()) == ("queued", 0)
    clock.at += timedelta(minutes=1)
    sending.send_queued()
    assert _row(container).state == "sent"


def test_a_carrier_that_stays_away_fails_the_message_in_the_end(
    container: Container, sending: Sending, clock: FixedClock
) -> None:
    account = replace(sending.gateway.account, url="http://127.0.0.1:9")  # type: ignore[attr-defined]
    away = replace(sending, gateway=TwilioGateway(account, ""))
    for _ in range(MOST_ATTEMPTS + 1):
        away.send_queued()
        clock.at += timedelta(hours=1)
    assert (_row(container).state, _row(container).attempts) == ("failed", MOST_ATTEMPTS)


def test_a_carrier_that_is_too_slow_leaves_the_fate_unknown(container: Container, sending: Sending) -> None:
    with silent() as port:
        account = replace(sending.gateway.account, url=f"http://127.0.0.1:{port}", timeout=0.2)  # type: ignore[attr-defined]
        replace(sending, gateway=TwilioGateway(account, "")).send_queued()
    assert (_row(container).state, _row(container).reference) == ("unknown", None)


def test_what_the_carrier_refuses_fails_without_the_number_in_the_error(
    container: Container, sending: Sending, service: Standin
) -> None:
    service.faults.append(400)
    sending.send_queued()
    assert (_row(container).state, _row(container).error) == ("failed", "HTTP 400")


@pytest.mark.parametrize("fault", ["cut", 500])
def test_nobody_sends_again_what_may_have_left_and_the_carriers_list_tells(
    container: Container, sending: Sending, service: Standin, clock: FixedClock, fault: int | str
) -> None:
    service.faults.append(fault)
    sending.send_queued()
    assert _row(container).state == "unknown"
    for _ in range(8):
        clock.at += timedelta(minutes=2)
        sending.send_queued()
        sending.ask_about_unknown()
    sending.send_queued()
    assert _row(container).state == "sent"
    assert len(service.cabinet.all("messages")) == 1
    assert _row(container).attempts == (1 if fault == "cut" else 2)


def test_a_list_that_cannot_be_read_decides_nothing(
    container: Container, sending: Sending, service: Standin, clock: FixedClock
) -> None:
    service.faults.append("cut")
    sending.send_queued()
    for fault in (500, 429, "cut", 401):
        clock.at += timedelta(minutes=20)
        service.faults.append(fault)
        sending.ask_about_unknown()
        assert _row(container).state == "unknown"
    assert len(service.cabinet.all("messages")) == 1


def test_a_report_settles_what_was_unknown(
    client: TestClient, container: Container, sending: Sending, service: Standin
) -> None:
    service.faults.append("cut")
    sending.send_queued()
    _reports(client, container, "delivered")
    assert (_row(container).state, _row(container).reference) == ("delivered", "SM1")


def test_a_process_that_died_while_sending_leaves_the_question_to_the_list(
    container: Container, sending: Sending, service: Standin, clock: FixedClock
) -> None:
    with container.engine.begin() as connection:
        store.claim(connection, channel="sms", now=clock.at, size=1)
    clock.at += timedelta(minutes=11)
    sending.send_queued()
    assert _row(container).state == "unknown"
    sending.ask_about_unknown()
    sending.send_queued()
    assert (_row(container).state, len(service.cabinet.all("messages"))) == ("sent", 1)


def test_no_state_is_left_for_an_earlier_one() -> None:
    for state in RANK:
        assert all(RANK[earlier] < RANK[state] for earlier in before(state))
        assert state not in before(state)


@pytest.mark.parametrize("name", SmsGateway)
def test_every_gateway_is_chosen_by_its_name(container: Container, name: SmsGateway) -> None:
    settings = container.settings.model_copy(update={"sms_gateway": name})
    assert gateway(settings, container.core.clock).name == name
