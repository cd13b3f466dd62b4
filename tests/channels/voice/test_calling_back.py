"""The city rings: four answers by keys, or a try that counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from admin.wiring import Container
from channels.base import CarrierError
from channels.voice.callback import AlreadyCalling, Callbacks, NobodyToCall
from tests.channels.citizen import TO_CALLBACK, happens
from tests.channels.telephone_line import Caller
from tests.standin import Standin
from tests.tracking.stored import taken
from tracking.domain.case import Case
from tracking.domain.clock import FixedClock
from tracking.domain.people import Role
from tracking.domain.vocabulary import Outcome, Satisfaction, Verification
from tracking.store import case as cases


@pytest.fixture
def callbacks(container: Container, carrier_service: Standin) -> Callbacks:
    return replace(container.callbacks, account=carrier_service.account)


@pytest.fixture
def number(container: Container) -> str:
    """A petition whose citizen is asked next."""
    found = taken(container.core).number
    happens(container, found, *TO_CALLBACK)
    return found


@pytest.fixture
def answering(
    client: TestClient, container: Container, callbacks: Callbacks, number: str, carrier_service: Standin
) -> Answering:
    callbacks.place(number, by="call")
    (card,) = carrier_service.cabinet.all("calls")
    assert (card["to"], card["from"]) == ("+8613800001111", carrier_service.account.number)
    return Answering(client, container, sid=card["sid"])


class Answering(Caller):
    """The petitioner's telephone."""

    def picks_up(self, number: str, by: str = "human") -> Answering:
        self._posts(f"/webhooks/voice/calling/{number}/0", {"AnsweredBy": by, "CallStatus": "in-progress"})
        return self

    def ends(self, number: str, status: str = "completed") -> None:
        self.hangs_up(status, f"/webhooks/voice/called/{number}/0")


def _case(container: Container, number: str) -> Case:
    with container.engine.connect() as connection:
        return cases.load(connection, number)


def test_four_keys_are_four_answers(container: Container, answering: Answering, number: str) -> None:
    answering.picks_up(number)
    assert "回访" in answering.said
    answering.keys("1").keys("1").keys("1").keys("2").keys("2").is_silent()
    answering.ends(number)
    case = _case(container, number)
    lead = case.lead
    assert (lead.callback_verified, lead.callback_outcome) == (Verification.TRUE, Outcome.PARTLY_SOLVED)
    assert lead.satisfaction is Satisfaction.SATISFIED
    assert case.petition.callback_tries == 1
    with container.engine.connect() as connection:
        last = cases.entries(connection, number)[-1]
    assert (last.actor, last.role, last.channel) == ("call", Role.CALLER, "voice")


def test_answers_given_before_hanging_up_count_and_the_others_stay_open(
    container: Container, answering: Answering, number: str
) -> None:
    answering.picks_up(number).keys("1").keys("2").keys("2")
    answering.ends(number)
    case = _case(container, number)
    assert (case.lead.contact_denied, case.lead.callback_verified) == (True, Verification.FALSE)
    assert (case.lead.satisfaction, case.petition.callback_tries) == (None, 1)


@pytest.mark.parametrize(("keys", "status", "by", "tries"), [
    ("", "no-answer", "", 1),
    ("", "busy", "", 1),
    ("", "failed", "", 0),
    ("", "completed", "machine_start", 1),
    ("2", "completed", "human", 1),
    ("1", "completed", "human", 1),
    ("1####", "completed", "human", 1),
])  # fmt: skip
def test_a_call_without_an_answer_is_a_try_and_never_satisfaction(
    container: Container, answering: Answering, number: str, keys: str, status: str, by: str, tries: int
) -> None:
    if by:
        answering.picks_up(number, by)
    if by == "human":
        answering.keys(keys)
    answering.ends(number, status)
    answering.ends(number, status)
    case = _case(container, number)
    assert (case.petition.callback_tries, case.lead.callback_at, case.lead.satisfaction) == (tries, None, None)


def test_what_is_said_after_rating_is_added(container: Container, answering: Answering, number: str) -> None:
    answering.picks_up(number).keys("1").keys("1135").says("水又停了。")
    answering.ends(number)
    with container.engine.connect() as connection:
        assert cases.texts(connection, number, ["words"])["words"] == "水又停了。"


def test_nobody_is_rung_twice_at_once(callbacks: Callbacks, number: str, clock: FixedClock) -> None:
    callbacks.place(number, by="call")
    with pytest.raises(AlreadyCalling):
        callbacks.place(number, by="call")
    clock.at += timedelta(minutes=11)
    callbacks.place(number, by="call")


def test_only_who_waits_for_a_call_back_is_rung(container: Container, callbacks: Callbacks) -> None:
    with pytest.raises(NobodyToCall):
        callbacks.place(taken(container.core).number, by="call")


@pytest.mark.parametrize("fault", [400, 429, 503])
def test_after_a_refusal_it_may_be_tried_again_at_once(
    callbacks: Callbacks, number: str, carrier_service: Standin, fault: int
) -> None:
    carrier_service.faults.append(fault)
    with pytest.raises(CarrierError) as refused:
        callbacks.place(number, by="call")
    assert refused.value.permanent is (fault == 400)
    callbacks.place(number, by="call")


@pytest.mark.parametrize("fault", [500, "cut"])
def test_when_nobody_knows_whether_it_rings_it_is_not_rung_again(
    callbacks: Callbacks, number: str, carrier_service: Standin, fault: int | str
) -> None:
    carrier_service.faults.append(fault)
    with pytest.raises(CarrierError) as unknown:
        callbacks.place(number, by="call")
    assert unknown.value.ambiguous
    with pytest.raises(AlreadyCalling):
        callbacks.place(number, by="call")
