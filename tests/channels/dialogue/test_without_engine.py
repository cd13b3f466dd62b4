"""The engine is down: what is said becomes a petition, once, and the citizen is told."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from admin.wiring import Container
from channels.dialogue import store
from channels.dialogue.notes import Draft, Notes
from channels.dialogue.press import Press
from channels.dialogue.utterance import Spot, Utterance
from tests.channels.dialogue.citizen import Chatter, petitions
from tracking.domain.clock import FixedClock
from tracking.store import schema

MATTER = "楼下的路灯坏了三天没人修"


def _knows(container: Container, chatter: Chatter, notes: Notes) -> None:
    """The engine had come this far before it went away."""
    chatter.says("好")
    with container.engine.begin() as connection:
        store.keep(connection, container.core.sealer, chatter.identity, notes=notes, number=None)


def test_a_message_becomes_a_petition_with_number_and_code(container: Container) -> None:
    chatter = Chatter(container)

    answer = chatter.says(MATTER)

    number = chatter.conversation().number or ""
    code = container.core.sealer.query_code(number)
    assert petitions(container) == [MATTER]
    assert number in answer
    assert f"{code[:4]} {code[4:]}" in answer
    assert "暂时不能用" in answer


def test_the_notice_comes_first_and_is_noted(container: Container) -> None:
    chatter = Chatter(container)
    chatter.says(MATTER)
    assert chatter.heard[0].text.startswith("这里是沈阳市民意诉求平台")
    assert chatter.conversation().notice_at == container.core.now()
    assert "这里是沈阳市民意诉求平台" not in chatter.says("还有一件事，井盖也丢了")


def test_a_telephone_in_the_words_is_sealed_with_the_petition(container: Container) -> None:
    Chatter(container).says(f"{MATTER}，我电话13812345678")
    with container.engine.connect() as connection:
        row = connection.execute(select(schema.petition)).one()
    assert container.core.sealer.open(row.phone, "phone") == "13812345678"
    assert row.identity == "named"


def test_what_was_told_before_goes_with_it(container: Container) -> None:
    chatter = Chatter(container)
    _knows(container, chatter, Notes(draft=Draft(key="k1", matter=MATTER, place="太原街")))
    chatter.says("晚上老人不敢出门")
    assert petitions(container) == [f"{MATTER}\n晚上老人不敢出门"]


def test_a_confirmation_files_what_was_told(container: Container) -> None:
    chatter = Chatter(container)
    _knows(container, chatter, Notes(draft=Draft(key="k1", matter=MATTER)))
    assert "已登记" in chatter.presses(Press.YES)
    assert petitions(container) == [MATTER]


def test_cancelling_still_cancels(container: Container) -> None:
    chatter = Chatter(container)
    _knows(container, chatter, Notes(draft=Draft(key="k1", matter=MATTER)))
    assert "已取消" in chatter.presses(Press.CANCEL)
    assert petitions(container) == []
    assert chatter.conversation().notes == Notes()


def test_a_greeting_is_no_petition(container: Container) -> None:
    chatter = Chatter(container)
    assert "请用一句话" in chatter.says("你好")
    assert "请用一句话" in chatter.says("进度")
    assert petitions(container) == []


def test_a_number_with_its_code_is_sent_to_the_progress_page(container: Container) -> None:
    answer = Chatter(container).says("SY20260302-T-000123-7 7KQ2M9XD")
    assert "/progress" in answer
    assert petitions(container) == []


def test_a_button_alone_does_nothing(container: Container) -> None:
    assert "按钮" in Chatter(container).presses(Press.PROGRESS)
    assert petitions(container) == []


def test_a_voice_and_a_place_are_a_petition(container: Container) -> None:
    chatter = Chatter(container)
    chatter.sends(Utterance(voices=["v1"], spot=Spot(longitude=123.4, latitude=41.8)))
    with container.engine.connect() as connection:
        row = connection.execute(select(schema.petition)).one()
    assert (row.longitude, row.latitude) == (123.4, 41.8)
    assert petitions(container) == ["（语音留言，见附件）"]


def test_the_same_item_counts_once(container: Container) -> None:
    said = Utterance(text=MATTER)
    for _ in range(3):
        container.dialogue.say("webchat", "somebody", said, external_id="once")
    assert petitions(container) == [MATTER]


def test_a_message_left_by_a_dead_process_is_answered_by_the_worker(container: Container, clock: FixedClock) -> None:
    dialogue = container.dialogue
    dialogue.hear("webchat", "somebody", Utterance(text=MATTER), external_id="1")
    assert dialogue.answer_left() == 0
    clock.at += timedelta(seconds=30)
    assert dialogue.answer_left() == 1
    assert petitions(container) == [MATTER]
    assert dialogue.answer_left() == 0


def test_the_engines_words_are_sealed_in_our_tables(container: Container) -> None:
    Chatter(container).says(MATTER)
    with container.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT body FROM message UNION ALL SELECT peer FROM conversation").all()
    assert rows
    assert all(MATTER.encode() not in bytes(row[0]) and b"somebody" not in bytes(row[0]) for row in rows)
