"""Following a petition: opened by number and code, acted on by the same verbs as everywhere."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Row, select

from admin.wiring import Container
from tests.channels.citizen import TEXT, TO_CALLBACK, Citizen, happens
from tracking.domain.clock import FixedClock
from tracking.domain.verb import Verb
from tracking.store import schema


@pytest.fixture
def citizen(client: TestClient) -> Citizen:
    citizen = Citizen(client)
    citizen.submits(phone="13800000000", identity="confidential")
    return citizen


def _row(container: Container, number: str) -> Row[Any]:
    with container.engine.connect() as connection:
        return connection.execute(select(schema.petition).where(schema.petition.c.number == number)).one()


def _ask(client: TestClient, number: str, code: str) -> int:
    return client.post("/progress", data={"number": number, "code": code}).status_code


def test_number_and_code_open_it_on_another_device(citizen: Citizen) -> None:
    citizen.client.cookies.clear()
    typed = f" {citizen.code[:4].lower()} {citizen.code[4:].lower()} "

    assert _ask(citizen.client, citizen.number.lower(), typed) == 303
    assert TEXT in citizen.looks()


def test_a_wrong_number_and_a_wrong_code_look_the_same(citizen: Citizen) -> None:
    other = "SY20260302-W-000999-" + "0"
    pages = [
        citizen.client.post("/progress", data={"number": number, "code": code})
        for number, code in ((citizen.number, "AAAAAAAA"), (other, citizen.code), ("x", ""))
    ]
    shown = {re.sub(r"[A-Z2-9]{4}-[A-Z2-9]{4}|value=\"[^\"]*\"", "", page.text) for page in pages}

    assert [page.status_code for page in pages] == [404, 404, 404]
    assert len(shown) == 1
    assert "没有查到" in pages[0].text


def test_guessing_codes_of_one_number_is_stopped(citizen: Citizen) -> None:
    tries = [_ask(citizen.client, citizen.number, f"AAAAAA{n:02}") for n in range(12)]
    last = citizen.client.post("/progress", data={"number": citizen.number, "code": citizen.code})

    assert tries[:10] == [404] * 10
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) > 0


def test_asking_too_often_from_one_address_is_stopped(client: TestClient) -> None:
    tries = [_ask(client, f"x{n}", "y") for n in range(61)]

    assert tries[-1] == 429
    assert set(tries[:-1]) == {404}


def test_the_ticket_opens_only_its_own_petition(citizen: Citizen) -> None:
    first = citizen.number
    citizen.submits()

    assert citizen.client.get(f"/progress/{first}").status_code == 303


@pytest.mark.parametrize("value", ["", "x", "AAAA", "AAAAAAAAAAAA", "é"])
def test_a_broken_ticket_is_no_ticket(citizen: Citizen, value: str) -> None:
    citizen.client.cookies.clear()
    headers = {"Cookie": f"ticket={value}".encode("latin-1")}

    assert citizen.client.get(f"/progress/{citizen.number}", headers=headers).status_code == 303  # type: ignore[arg-type]


def test_the_ticket_ends_after_half_an_hour(citizen: Citizen, clock: FixedClock) -> None:
    clock.at += timedelta(minutes=31)

    assert citizen.client.get(f"/progress/{citizen.number}").status_code == 303


def test_leaving_forgets_the_petition_on_this_device(citizen: Citizen) -> None:
    citizen.client.post("/progress/leave")

    assert citizen.client.get(f"/progress/{citizen.number}").status_code == 303


def test_every_step_is_a_sentence(citizen: Citizen, container: Container) -> None:
    happens(container, citizen.number, *TO_CALLBACK)
    page = citizen.looks()

    assert "待回访" in page
    assert re.search(r"已转交\S+办理。", page)
    assert "监督部门审核通过。" in page
    assert "共7条记录，已逐条核验" in page


def test_words_of_officials_are_not_shown(citizen: Citizen, container: Container) -> None:
    happens(container, citizen.number, Verb.CLASSIFY, Verb.DISPATCH, Verb.SIGN, Verb.CONTACT, Verb.RETURN)

    page = citizen.looks()
    assert "不在职责内" not in page
    assert "已电话说明" not in page
    assert "认为不属于本单位职责" in page


def test_urging_is_counted_once_for_each_look(citizen: Citizen, container: Container) -> None:
    citizen.looks()
    assert citizen.presses("urge", words="老人摔倒了").status_code == 303
    twice = citizen.presses("urge", words="老人摔倒了")

    assert twice.status_code == 409
    assert "情况刚刚有变化" in twice.text
    assert _row(container, citizen.number).urges == 1
    page = citizen.looks()
    assert "已催办1次" in page
    assert "老人摔倒了" in page


def test_facts_are_added(citizen: Citizen) -> None:
    assert citizen.presses("facts", words="一共三盏").status_code == 303
    assert "一共三盏" in citizen.looks()


def test_facts_without_words_are_asked_for(citizen: Citizen) -> None:
    response = citizen.presses("facts", words="  ")

    assert response.status_code == 422
    assert "请写下要补充的情况。" in response.text


def test_withdrawing_is_asked_twice(citizen: Citizen, container: Container) -> None:
    assert "要撤回这件诉求吗" in citizen.client.get(f"/progress/{citizen.number}/withdraw").text
    assert citizen.presses("withdraw", words="已修好").status_code == 303
    assert _row(container, citizen.number).stage == "withdrawn"
    assert "催办" not in re.sub(r"<footer.*", "", citizen.looks(), flags=re.S)


def test_a_form_from_another_site_does_nothing(citizen: Citizen, container: Container) -> None:
    response = citizen.client.post(f"/progress/{citizen.number}/urge", data={"form": "0" * 32, "seen": "1"})

    assert response.status_code == 403
    assert _row(container, citizen.number).urges == 0


def test_rating_is_offered_after_the_report_and_counts(citizen: Citizen, container: Container) -> None:
    assert "请您评价" not in citizen.looks()
    happens(container, citizen.number, *TO_CALLBACK)
    assert "请您评价" in citizen.looks()

    answers = {"contacted": "yes", "verified": "true", "outcome": "solved", "satisfaction": "basically_satisfied"}
    assert citizen.presses("rating", **answers).status_code == 303
    assert _row(container, citizen.number).satisfaction == "basically_satisfied"
    assert "您上次的评价：基本满意" in citizen.looks()


@pytest.mark.parametrize("answers", [{}, {"satisfaction": "best"}, {"contacted": "maybe"}])
def test_a_rating_without_an_answer_of_ours_is_refused(
    citizen: Citizen, container: Container, answers: dict[str, str]
) -> None:
    happens(container, citizen.number, *TO_CALLBACK)

    assert citizen.presses("rating", **answers).status_code == 422
    assert _row(container, citizen.number).satisfaction is None


def test_a_closed_matter_is_reopened_within_thirty_days(
    citizen: Citizen, container: Container, clock: FixedClock
) -> None:
    happens(container, citizen.number, *TO_CALLBACK, Verb.CLOSE)
    clock.at += timedelta(days=30)
    _ask(citizen.client, citizen.number, citizen.code)

    assert citizen.presses("reopen", words="又坏了").status_code == 303
    assert _row(container, citizen.number).stage == "awaiting_dispatch"


def test_after_thirty_days_reopening_is_no_longer_offered(
    citizen: Citizen, container: Container, clock: FixedClock
) -> None:
    happens(container, citizen.number, *TO_CALLBACK, Verb.CLOSE)
    clock.at += timedelta(days=30, minutes=1)
    _ask(citizen.client, citizen.number, citizen.code)
    page = citizen.looks()

    assert f"/progress/{citizen.number}/reopen" not in page
    assert citizen.presses("reopen", words="又坏了").status_code == 409


def test_what_was_asked_stands_beside_the_form_until_it_is_answered(citizen: Citizen, container: Container) -> None:
    happens(container, citizen.number, Verb.CLASSIFY, Verb.DISPATCH, Verb.ASK)
    asked = '<blockquote id="asked"><bdi>井盖在路的哪一侧?</bdi></blockquote>'
    assert asked in citizen.looks()
    assert citizen.presses("facts", words="靠学校那一侧").status_code == 303

    answered = citizen.looks()
    assert asked not in answered
    assert "井盖在路的哪一侧?" in answered, "the history keeps it"


def test_what_officials_say_among_themselves_is_not_shown(citizen: Citizen, container: Container) -> None:
    happens(container, citizen.number, Verb.CLASSIFY, Verb.DISPATCH, Verb.RETURN)
    with container.engine.connect() as connection:
        kept = schema.text_.c
        said = select(kept.body).where(kept.number == citizen.number, kept.purpose == "explanation")
        explanation = connection.execute(said).scalar_one()
    assert explanation not in citizen.looks()
