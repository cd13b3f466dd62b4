"""A dispatcher's morning: what the machine would not decide, what units ask for, and what supervision orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from admin.wiring import Container, subscribers
from nlu.classifier import UNREADABLE
from nlu.head import Guess
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk
from tests.admin.desks.test_life import case_of
from tests.journeys.person import person
from tests.tracking import act
from tracking.domain.clock import FixedClock
from tracking.domain.people import SYSTEM
from tracking.domain.petition import Assignment
from tracking.domain.procedure import card
from tracking.domain.stage import AssignmentStage, PetitionStage
from tracking.domain.verb import Verb
from tracking.domain.vocabulary import Kind
from tracking.service import relay

pytestmark = pytest.mark.browser
Sit = Callable[[str], Desk]
WHY = {"reason": "情况属实，有现场照片"}
LATER, UNTIL = "2026-03-20T17:00", "2026-03-18T17:00"
VAGUE = "我想反映一个情况，情况比较复杂，希望有人听我说一说。"


def _relayed(container: Container) -> None:
    def fail(_: object, error: Exception) -> None:
        raise error

    relay.drain(container.core, subscribers(container), report=fail)


def _asked(desk: Desk, number: str, verb: str, **typed: str) -> str:
    assert desk.act(number, verb, **typed).status_code == 303
    return number


def _twice_returned(container: Container) -> str:
    number = matter.with_unit(container)
    for verb in (Verb.RETURN, Verb.UPHOLD_RETURN):
        with container.core.change(number) as case:
            act.do(verb, case, at=container.core.now())
    return number


def test_a_morning_of_decisions(
    chromium: Browser,
    address: str,
    container: Container,
    at_desk: Sit,
    clock: FixedClock,
) -> None:
    water = at_desk("water")
    either = (Guess("C01", 0.36), Guess("A01", 0.31), Guess("B208", 0.2))
    doubt = replace(UNREADABLE, kind=Kind.HELP, topics=(Guess("010101", 0.4),), holders=either, words=("情况",))
    unclear = matter.registered(container, VAGUE)
    _relayed(replace(container, dispatching=replace(container.dispatching, understand=lambda _text: doubt)))
    foreign = {"reason": "wrong_function", "target": "A01", "explanation": "水表后管道属街道老旧改造"}
    returned = _asked(water, matter.with_unit(container), "return", **foreign)
    longer = _asked(water, matter.signed(container), "request-extension", reason="等配件到货")
    paused = _asked(water, matter.signed(container), "request-suspension", until=UNTIL, reason="等产权单位确认")
    passed_on, slow = _twice_returned(container), matter.signed(container)

    def lead(number: str) -> Assignment:
        return case_of(container, number).lead

    with person(chromium, address, "disp") as her:
        page = her.page
        queue = her.opens("/staff/worklist?tab=person")
        assert unclear in queue
        assert "把握不足" in queue, "the reason why a person has to decide"
        assert "依据词：情况" in queue
        assert all(f"{percent}%" in queue for percent in (36, 31, 20))
        page.keyboard.press("j")
        page.keyboard.press("o")
        page.wait_for_url(f"**/staff/petitions/{unclear}")
        assert "系统建议" in her.reads()
        if case_of(container, unclear).petition.stage is PetitionStage.REGISTERED:
            her.sends(her.fills("classify", kind="help", topic="010101", urgency="normal"))
        her.sends(her.fills("dispatch", unit="A01", basis="属地街道先行了解"))
        assert "已派单" in her.reads()
        assert lead(unclear).unit == "A01"

        assert "建议转" in her.opens("/staff/worklist?tab=returns")
        assert "已同意退单" in her.acts(returned, "uphold-return", **WHY)
        her.sends(her.fills("dispatch", unit="A01", basis="属地负责老旧管网"))
        assert [(each.unit, each.stage) for each in case_of(container, returned).assignments] == [
            ("C01", AssignmentStage.RETURNED),
            ("A01", AssignmentStage.TO_SIGN),
        ]

        due_at = lead(longer).handle_due_at
        assert longer in her.opens("/staff/worklist?tab=extensions")
        assert "延期" in her.acts(longer, "grant-extension")
        assert (lead(longer).extensions, lead(longer).handle_due_at) > (1, due_at)
        assert paused in her.opens("/staff/worklist?tab=suspensions")
        her.acts(paused, "grant-suspension")
        assert lead(paused).stage is AssignmentStage.SUSPENDED

        assert "不得再退单" in her.acts(passed_on, "arbitrate", unit="C01", basis="《城市供水条例》")
        assert lead(passed_on).adjudicated

        assert "已催办" in her.acts(slow, "urge", words="居民反映强烈，请今天联系")
        assert case_of(container, slow).petition.urges == 1
        her.acts(slow, "supervise", level="2", due_at=LATER, **WHY)
        assert lead(slow).order_level == 2
        clock.at += timedelta(days=20)
        with container.core.change(slow) as case:
            table = container.core.timetable_of(case)
            card.issue_yellow_card(case, 1, by=SYSTEM, at=container.core.now(), timetable=table)
    with person(chromium, address, "second") as supervisor:
        assert slow in supervisor.opens("/staff/worklist?tab=cards")
        assert "黄牌" in supervisor.acts(slow, "cancel-card", card="yellow", **WHY)
        assert lead(slow).yellow_cancelled_at is not None
