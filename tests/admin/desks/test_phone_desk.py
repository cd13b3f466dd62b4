"""What an operator takes down while the caller speaks."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from admin.security import schema as security
from admin.wiring import Container
from nlu.classifier import UNREADABLE
from nlu.head import Guess
from tests.admin.desks import matter
from tests.admin.desks.desk import Desk, numbers
from tests.admin.desks.test_life import case_of
from tracking.domain.stage import PetitionStage
from tracking.domain.vocabulary import Identity, Kind

Sit = Callable[[str], Desk]
PAGE = "/staff/phone-desk"


def test_everything_the_caller_says_is_kept(container: Container, at_desk: Sit) -> None:
    typed = {
        "act": "register",
        "text": "三好街路灯不亮",
        "phone": "139 1234 5678",
        "name": "欧阳试",
        "district": "A01",
        "spot": "三好街12号",
        "identity": "confidential",
        "no_contact": "yes",
        "legacy_source": "L001",
    }
    receipt = at_desk("op").send(PAGE, PAGE, **typed)
    (number,) = numbers(receipt)
    petition = case_of(container, number).petition
    assert (petition.channel, petition.district, petition.legacy_source) == ("phone", "A01", "L001")
    assert petition.identity is Identity.CONFIDENTIAL
    assert not petition.wants_contact
    code = container.core.sealer.query_code(number)
    assert code[:4] in receipt.text
    assert code[4:] in receipt.text


def test_a_phone_number_and_a_text_are_not_even_both_needed(container: Container, at_desk: Sit) -> None:
    (number,) = numbers(at_desk("op").send(PAGE, PAGE, act="register", text="路灯不亮"))
    assert case_of(container, number).petition.identity is Identity.ANONYMOUS


@pytest.mark.parametrize(("typed", "words"), [
    ({"act": "register", "text": ""}, "请写下"),
    ({"act": "register", "text": "路" * 2001}, "现在是2001字"),
    ({"act": "register", "text": "路灯不亮", "phone": "123"}, "11位手机号"),
    ({"act": "register", "text": "路灯不亮", "legacy_source": "L999999"}, "请从列表中选择"),
    ({"act": "register", "text": "路灯不亮", "district": "Z99"}, "没有这个地点代码"),
    ({"act": "answer", "text": "几点上班"}, "须写明答复内容"),
    ({"act": "divert", "text": "着火了"}, "须选择转往哪里"),
])  # fmt: skip
def test_what_is_missing_is_named_and_nothing_is_registered(
    container: Container, at_desk: Sit, typed: dict[str, str], words: str
) -> None:
    desk = at_desk("op")
    answer = desk.send(PAGE, PAGE, **typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert typed["text"] in answer.text
    assert not numbers(desk.open("/staff/worklist?tab=all"))


@pytest.mark.parametrize(("typed", "stage"), [
    ({"act": "answer", "reply": "工作日八点半上班。"}, PetitionStage.ANSWERED),
    ({"act": "divert", "target": "119", "reply": "请先撤离。"}, PetitionStage.DIVERTED),
])  # fmt: skip
def test_a_call_is_ended_at_once(
    container: Container, at_desk: Sit, typed: dict[str, str], stage: PetitionStage
) -> None:
    (number,) = numbers(at_desk("op").send(PAGE, PAGE, text="街道办几点上班", **typed))
    assert case_of(container, number).petition.stage is stage


def test_the_history_of_a_caller_is_found_by_number_and_the_look_up_is_logged(
    container: Container, at_desk: Sit
) -> None:
    number, operator = matter.registered(container), at_desk("op")
    sheet = operator.forms(PAGE)[PAGE]
    found = operator.client.post(f"{PAGE}/history", data=sheet | {"phone": "+86 139-1234-5678"})
    assert numbers(found) == [number]
    assert "第一次来电" in operator.client.post(f"{PAGE}/history", data=sheet | {"phone": "13900000000"}).text
    assert "填写来电号码" in operator.client.post(f"{PAGE}/history", data=sheet | {"phone": "139"}).text
    page = operator.client.post(PAGE, data=sheet | {"act": "history", "phone": "13912345678", "text": "写到一半"})
    assert number in numbers(page)
    assert "写到一半" in page.text
    with container.engine.connect() as connection:
        acts = connection.execute(select(security.access.c.act)).scalars().all()
    assert acts.count("caller_history") == 3


def test_the_classifier_proposes_while_the_operator_types(
    container: Container, at_desk: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic, holder = Guess("010101", 0.7), Guess("C01", 0.64)
    understood = replace(UNREADABLE, kind=Kind.HELP, topics=(topic,), holders=(holder,), words=("停水",))
    monkeypatch.setattr(container.reader, "understand", lambda _text: understood)
    operator = at_desk("op")
    sheet = operator.forms(PAGE)[PAGE]
    proposal = operator.client.post(f"{PAGE}/proposal", data=sheet | {"text": "小区停水两天了"})
    assert "供水集团" in proposal.text
    assert "64%" in proposal.text
    assert "停水" in proposal.text
    assert "供水集团" not in operator.client.post(f"{PAGE}/proposal", data=sheet | {"text": "停水"}).text


def test_as_the_operator_types_the_desk_shows_when_where_who_and_how_much(
    container: Container, at_desk: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    understood = replace(UNREADABLE, topics=(Guess("010101", 0.7),), second="楼道的灯也坏了")
    monkeypatch.setattr(container.reader, "understand", lambda _text: understood)
    operator = at_desk("op")
    sheet = operator.forms(PAGE)[PAGE]
    text = "昨晚八点和平区太原街停水，老王烧烤店的车辽A12345挡住阀门，要我赔200元"
    shown = operator.client.post(f"{PAGE}/proposal", data=sheet | {"text": text}).text
    for words in ("昨晚八点", "和平区", "老王烧烤店", "辽A12345", "200元", "楼道的灯也坏了"):
        assert words in shown
