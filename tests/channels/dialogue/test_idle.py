"""Dialogues that nobody goes on with: registered, then forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from admin.wiring import Container
from channels.dialogue import desk, idle, store
from channels.dialogue.notes import Draft, Notes
from channels.dialogue.schema import conversation, enclosure, handover
from channels.dialogue.utterance import Enclosure, Utterance
from tests.channels.dialogue.citizen import Chatter, petitions
from tracking.domain.clock import FixedClock
from tracking.store import schema

MATTER = "楼下的路灯坏了三天没人修"


def _told(container: Container, chatter: Chatter, notes: Notes) -> None:
    chatter.says("好")
    with container.engine.begin() as connection:
        store.keep(connection, container.core.sealer, chatter.identity, notes=notes, number=None)


@pytest.mark.parametrize(
    "notes", [Notes(draft=Draft(key="k", matter=MATTER)), Notes(unsure=MATTER)], ids=["draft", "unsure"]
)
def test_what_was_told_and_not_confirmed_is_registered_after_a_while(
    container: Container, clock: FixedClock, notes: Notes
) -> None:
    chatter = Chatter(container)
    _told(container, chatter, notes)
    clock.at += timedelta(hours=1)
    assert idle.tend(container.dialogue)["filed"] == 0
    clock.at += timedelta(hours=2)
    assert idle.tend(container.dialogue)["filed"] == 1
    assert idle.tend(container.dialogue)["filed"] == 0
    assert petitions(container) == [MATTER]
    assert "已按现有内容登记" in chatter.transcript()
    assert chatter.conversation().notes == Notes()


def test_a_number_without_its_code_is_no_matter(container: Container, clock: FixedClock) -> None:
    chatter = Chatter(container)
    _told(container, chatter, Notes(number="SY20260302-T-000123-7"))
    clock.at += timedelta(hours=3)
    idle.tend(container.dialogue)
    assert petitions(container) == []
    assert chatter.conversation().notes == Notes()


def test_where_nobody_comes_what_was_said_is_registered(container: Container, clock: FixedClock) -> None:
    chatter = Chatter(container)
    chatter.says("好")
    _asks_for_person(container, chatter)
    clock.at += timedelta(minutes=1)
    assert chatter.says("路灯坏了三天") == ""
    chatter.says("就在太原街")
    clock.at += timedelta(minutes=8)
    assert idle.tend(container.dialogue)["missed"] == 0
    clock.at += timedelta(minutes=2)
    assert idle.tend(container.dialogue)["missed"] == 1
    assert petitions(container) == ["路灯坏了三天\n就在太原街"]
    assert "没有空闲的工作人员" in chatter.transcript()
    assert "人工服务已结束" in chatter.transcript()


def test_a_conversation_an_officer_forgot_is_ended(container: Container, clock: FixedClock) -> None:
    chatter = Chatter(container)
    chatter.says("好")
    _asks_for_person(container, chatter)
    with container.engine.begin() as connection:
        found = desk.waiting(connection, now=clock.now())[0]
        desk.take(connection, found.id, by="op", at=clock.now())
    clock.at += timedelta(hours=23)
    idle.tend(container.dialogue)
    assert _open(container) == 1
    clock.at += timedelta(hours=2)
    idle.tend(container.dialogue)
    assert _open(container) == 0


def test_nothing_personal_remains_of_a_dialogue_that_is_over(container: Container, clock: FixedClock) -> None:
    container.dialogue.engine = None
    chatter = Chatter(container, peer="13812345678")
    photo = Enclosure(kind="photo", name="p.jpeg", media_type="image/jpeg", body=b"face")
    said = Utterance(text=f"{MATTER}，我叫李四", photos=["p"])
    container.dialogue.hear("webchat", chatter.peer, said, external_id="1", files=[photo])
    container.dialogue.answer(chatter.identity)
    clock.at += timedelta(hours=23)
    assert idle.tend(container.dialogue)["forgotten"] == 0
    clock.at += timedelta(hours=2)
    assert idle.tend(container.dialogue)["forgotten"] == 1
    with container.engine.connect() as connection:
        row = connection.execute(select(conversation)).one()
        assert (row.peer, row.notes) == (None, None)
        assert row.notice_at is not None
        assert connection.execute(text("SELECT count(*) FROM message")).scalar_one() == 0
        assert connection.execute(select(enclosure)).all() == []
        assert connection.execute(select(schema.attachment.c.body)).scalar_one() == b"face"
    assert petitions(container) == [said.text]


def test_while_the_engine_is_away_it_is_asked_again_to_forget(container: Container, clock: FixedClock) -> None:
    Chatter(container).says(MATTER)
    clock.at += timedelta(hours=25)
    assert idle.tend(container.dialogue)["forgotten"] == 0
    container.dialogue.engine = None
    assert idle.tend(container.dialogue)["forgotten"] == 1


def test_a_citizen_who_comes_back_begins_anew(container: Container, clock: FixedClock) -> None:
    container.dialogue.engine = None
    chatter = Chatter(container)
    chatter.says(MATTER)
    clock.at += timedelta(hours=25)
    idle.tend(container.dialogue)
    assert "已直接登记" in chatter.says("井盖也丢了三天了")
    assert len(chatter.transcript().splitlines()) > 1


def test_in_the_end_the_row_goes_too(container: Container, clock: FixedClock) -> None:
    container.dialogue.engine = None
    Chatter(container).says(MATTER)
    for days in (2, 181):
        clock.at += timedelta(days=days)
        idle.tend(container.dialogue)
    with container.engine.connect() as connection:
        assert connection.execute(select(conversation)).all() == []


def _asks_for_person(container: Container, chatter: Chatter) -> None:
    with container.engine.begin() as connection:
        store.ask_for_person(connection, chatter.identity, at=container.core.now())


def _open(container: Container) -> int:
    with container.engine.connect() as connection:
        return len(connection.execute(select(handover).where(handover.c.ended_at.is_(None))).all())
