"""A carrier that fails in the middle, resending, and nobody told twice."""

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import update

from admin.bulletins import recipient, service
from admin.wiring import Container
from channels.sms.domestic import DomesticGateway
from channels.telephony import Provider
from notify.schema import delivery
from notify.sending import Sending
from tests.admin.bulletins.frozen_month import PHONES, approved, contacts
from tests.stand_in import Answer, Asked, StandIn, standing_in
from tracking.domain.clock import CITY_ZONE, FixedClock


def _sending(container: Container, carrier: StandIn) -> Sending:
    provider = Provider(url=carrier.url, app="minyi", secret="a shared secret of the test")
    return replace(container.sending, gateway=DomesticGateway(provider, container.core.clock))


def _states(container: Container, identity: int) -> Counter[str]:
    with container.engine.connect() as connection:
        return Counter(each.state for each in recipient.told(connection, service.held(connection, identity)))


def _taken(carrier: StandIn) -> list[str]:
    return sorted(json.loads(each.body)["to"] for each in carrier.asked)


def test_a_carrier_that_goes_down_in_the_middle_is_gone_on_with_and_nobody_is_told_twice(
    container: Container, clock: FixedClock
) -> None:
    contacts(container)
    identity, up = approved(container, clock), [True, True]

    def script(asked: Asked) -> Answer:
        if not up:
            return Answer(status=503)
        up.pop()
        return Answer(body=json.dumps({"id": json.loads(asked.body)["key"]}).encode())

    with standing_in() as carrier:
        carrier.script = script
        sending = _sending(container, carrier)
        assert sending.send_queued() == 4
        assert _states(container, identity) == {"sent": 2, "queued": 2}
        done = {json.loads(each.body)["to"] for each in carrier.asked}
        assert done == set(PHONES.values())
        up.extend([True] * 10)
        carrier.asked.clear()
        assert sending.send_queued() == 0
        clock.at += timedelta(minutes=5)
        assert sending.send_all(seconds=5) == 2
        assert _states(container, identity) == {"sent": 4}
        assert len(set(_taken(carrier))) == len(_taken(carrier)) == 2


def test_a_message_that_was_refused_is_sent_again_by_a_person(container: Container, clock: FixedClock) -> None:
    contacts(container)
    identity = approved(container, clock)
    with container.engine.begin() as connection:
        connection.execute(update(delivery).where(delivery.c.recipient.startswith("A01/")).values(state="failed"))
        other = connection.execute(delivery.select().where(delivery.c.recipient.startswith("A01/"))).one()
    assert container.sending.send_queued() == 3
    clock.at = clock.at.replace(hour=22)
    assert service.resend(container, identity, other.id, by="second")
    assert not service.resend(container, identity, other.id, by="second")
    assert not service.resend(container, identity, 10**9, by="second")
    assert container.sending.send_queued() == 0
    clock.at += timedelta(hours=10)
    assert container.sending.send_queued() == 1
    assert _states(container, identity) == {"kept": 4}


def test_all_that_failed_is_sent_again_at_once_and_nobody_else(container: Container, clock: FixedClock) -> None:
    contacts(container)
    identity, refused = approved(container, clock), {PHONES["A02"], PHONES["A04"]}

    def script(asked: Asked) -> Answer:
        if json.loads(asked.body)["to"] in refused:
            return Answer(status=400, body=b"{}")
        return Answer(body=json.dumps({"id": json.loads(asked.body)["key"]}).encode())

    with standing_in() as carrier:
        carrier.script = script
        sending = _sending(container, carrier)
        sending.send_queued()
        assert _states(container, identity) == {"sent": 2, "failed": 2}
        told, unreached = set(refused), set(refused)
        refused.clear()
        carrier.asked.clear()
        assert service.resend_failed(container, identity, by="second") == 2
        assert service.resend_failed(container, identity, by="second") == 0
        sending.send_queued()
        assert set(_taken(carrier)) == told == unreached
    assert _states(container, identity) == {"sent": 4}


def _at(hour: int, minute: int = 0, *, day: int = 7) -> datetime:
    return datetime(2026, 4, day, hour, minute, tzinfo=CITY_ZONE)


def test_a_retry_that_falls_in_the_quiet_hours_waits_until_morning(container: Container, clock: FixedClock) -> None:
    contacts(container)
    clock.at = _at(20, 58)
    identity = approved(container, clock)
    with standing_in() as carrier:
        carrier.script = lambda _asked: Answer(status=503)
        sending = _sending(container, carrier)
        while clock.at < _at(21, 30):
            sending.send_queued()
            clock.at += timedelta(minutes=1)
        asked = len(carrier.asked)
        assert asked > 4
        while clock.at < _at(8, day=8):
            sending.send_queued()
            clock.at += timedelta(minutes=30)
        assert len(carrier.asked) == asked
        assert _states(container, identity) == {"queued": 4}
        carrier.script = lambda asked: Answer(body=json.dumps({"id": json.loads(asked.body)["key"]}).encode())
        clock.at = _at(8, day=8)
        assert sending.send_queued() == 4
    assert _states(container, identity) == {"sent": 4}


def test_what_a_worker_finds_after_standing_still_waits_too_and_no_try_is_lost(
    container: Container, clock: FixedClock
) -> None:
    contacts(container)
    approved(container, clock)
    clock.at = _at(23)
    container.sending.send_queued()
    with container.engine.connect() as connection:
        rows = connection.execute(delivery.select()).all()
    assert {(row.state, row.attempts, row.next_try_at) for row in rows} == {("queued", 0, _at(8, day=8))}
